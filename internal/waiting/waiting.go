// Package waiting tells those who log in by e-mail of what waits for them, as often
// as each has chosen (account/notice): once a day in the morning, or at once. What
// waits is asked for by the use cases of the pages, with the rights that the person
// has, so a letter says nothing that she could not see. A letter is written only when
// something waits that she has not been told of, or that has waited for a week since
// she was; it has names of organisations and activities, and counts, and no person.
package waiting

import (
	"context"
	"fmt"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/notice"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/imports"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/organisation/orglist"
	"frivilligsentral/internal/organisation/orgroles"
	"frivilligsentral/internal/pagereport"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/roster"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// How often somebody is written to.
const (
	again  = 7 * 24 * time.Hour // of what she has been told of, and that still waits
	bundle = time.Hour          // between two letters of one kind to those who are told at once
)

// Deps are where things wait, and what letters need.
type Deps struct {
	Pool          *pgxpool.Pool
	Letters       letter.Writer
	Organisations *orglist.Service
	Activities    *listing.Service
	Rosters       *roster.Service
	Contacts      *contact.Service
	Imports       *imports.Service
	PageReports   *pagereport.Service
	OrgRoles      *orgroles.Service
	Notices       *notice.Service
	Now           func() time.Time
}

// Service tells them.
type Service struct{ Deps }

// NewService makes the service.
func NewService(d Deps) *Service { return &Service{Deps: d} }

// personSQL is who is told; at the staff door those with a role there.
const personSQL = `-- waiting.person
select id, email, name, lang, coalesce(staff_role, '') as role from account where id = @id and municipality_id = @municipality_id and ended_at is null`

type person struct {
	ID          int64
	Email, Name string
	Lang        i18n.Lang
	Role        account.Role
}

// tell writes to somebody of what waits for her at a door, when there is something
// to tell: of all kinds in the letter of the day, otherwise of those that she has
// chosen to be told of at once.
func (s *Service) tell(ctx context.Context, in personArgs) error {
	who, err := postgres.One[person](ctx, s.Pool, personSQL, postgres.Args{"id": in.AccountID, "municipality_id": in.MunicipalityID})
	if fault.Is(err, fault.NotFound) {
		return nil // ended in the meantime
	}
	if err != nil {
		return err
	}
	choices, err := notice.ChosenBy(ctx, s.Pool, in.MunicipalityID, in.AccountID, notice.Kinds)
	if err != nil {
		return err
	}
	wanted := map[notice.Kind]bool{}
	for _, c := range choices {
		wanted[c.Kind] = c.Often == notice.AtOnce || in.Daily && c.Often == notice.Daily
	}
	piles, err := s.piles(ctx, in, who, wanted)
	if err != nil {
		return fmt.Errorf("what waits for account %d: %w", who.ID, err)
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error { return s.write(ctx, tx, in, who, piles) })
}

// piles are what waits for somebody at the door, of the kinds that are wanted; a kind
// of which nothing waits has a pile with nothing in it.
func (s *Service) piles(ctx context.Context, in personArgs, who person, wanted map[notice.Kind]bool) ([]pile, error) {
	by := account.Actor{Door: in.Door, MunicipalityID: in.MunicipalityID, AccountID: who.ID, Name: who.Name, Email: who.Email, Role: who.Role, Lang: who.Lang}
	if in.Door == account.StaffDoor {
		return s.read(ctx, by, "", wanted)
	}
	organisations, err := account.OrganisationsOf(ctx, s.Pool, who.ID)
	if err != nil {
		return nil, err
	}
	var all []pile
	for _, o := range organisations {
		by.OrganisationID, by.Role = o.ID, o.Role
		some, err := s.read(ctx, by, o.Name, wanted)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// read asks for each kind that the actor can do something about.
func (s *Service) read(ctx context.Context, by account.Actor, organisation string, wanted map[notice.Kind]bool) ([]pile, error) {
	var all []pile
	for _, k := range notice.Of(by) {
		if !wanted[k] {
			continue
		}
		p := pile{Kind: k, Organisation: organisation, lang: by.Lang}
		if err := s.fill(ctx, by, &p); err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

func (s *Service) fill(ctx context.Context, by account.Actor, p *pile) error {
	switch p.Kind {
	case notice.Organisations:
		return s.organisations(ctx, by, p)
	case notice.Activities:
		return s.activities(ctx, by, p)
	case notice.Calls:
		return s.activityMatters(ctx, by, p)
	case notice.Files:
		return s.files(ctx, by, p)
	case notice.Other:
		return s.other(ctx, by, p)
	case notice.SignUps:
		return s.signUps(ctx, by, p)
	case notice.OwnActivities:
		return s.ownActivities(ctx, by, p)
	}
	return fmt.Errorf("nothing is known to wait of the kind %q", p.Kind)
}
