package registration

import (
	"context"
	"slices"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Desk is what those who keep an activity's list must know of the activity.
type Desk struct {
	ActivityID     int64
	OrganisationID int64
	Title          string
	Repeats        bool
	Published      bool
	Mode           activity.SignupMode
	URL            string // with LinkSignup
	Form           Form   // Version 0 when none is stored yet
	Settings       Settings
	MayEdit        bool // the form too, not only the list
	Guest          bool // keeps the list as a substitute, and cannot open the activity
}

const signupURLSQL = `-- registration.signupURL
select signup_url from activity where id = @id`

// DeskOf is the activity for somebody who keeps its list; for others it is NotFound.
func (s *Service) DeskOf(ctx context.Context, actor account.Actor, activityID int64) (Desk, error) {
	b, err := manage(ctx, s.pool, actor, activityID)
	if err != nil {
		return Desk{}, err
	}
	form, _ := b.form()
	url, err := postgres.Scalar[string](ctx, s.pool, signupURLSQL, pgx.StrictNamedArgs{"id": b.ID})
	return Desk{
		ActivityID: b.ID, OrganisationID: b.OrganisationID, Title: b.Title, Repeats: b.Repeats, Published: b.Status == activity.Published,
		Mode: b.SignupMode, URL: url, Form: form, Settings: b.settings(), MayEdit: b.mayEdit(actor) == nil,
		Guest: actor.Door == account.GroupDoor && actor.OrganisationID != b.OrganisationID && !slices.Contains(b.CoOrganisers, actor.OrganisationID),
	}, err
}

const (
	elsewhereSQL = `-- registration.elsewhere
update activity set signup_mode = @mode, signup_url = @url where id = @activity_id`

	holdingSQL = `-- registration.holding
select coalesce(sum(taken + waiting), 0)::int from signup_slot where activity_id = @activity_id and ends_at > @now`
)

// StopSignUp turns sign-up here off: none is needed any more, or it is at the
// url. Those signed up would be left alone with it, so there must be none for
// what is to come; CloseSignUp is for stopping new ones.
func (s *Service) StopSignUp(ctx context.Context, actor account.Actor, activityID int64, url string) error {
	b, err := readBase(ctx, s.pool, actor, activityID)
	if err != nil {
		return err
	}
	if err := b.mayEdit(actor); err != nil {
		return err
	}
	mode := activity.NoSignup
	if url != "" {
		mode = activity.LinkSignup
	}
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		people, err := postgres.Scalar[int](ctx, tx, holdingSQL, pgx.StrictNamedArgs{"activity_id": activityID, "now": s.now()})
		if err != nil {
			return err
		}
		if people > 0 && b.SignupMode == activity.HereSignup {
			return fault.Fields{{Name: "pamelding", Msg: i18n.Mark("%d er påmeldt eller står på venteliste. Ta dem av listen først, eller steng påmeldingen."), Args: []any{people}}}.Err()
		}
		args := pgx.StrictNamedArgs{"activity_id": activityID, "mode": string(mode), "url": url}
		if _, err := postgres.Exec(ctx, tx, elsewhereSQL, args); err != nil {
			return err
		}
		if err := activity.Index(ctx, tx, activityID, s.now()); err != nil {
			return err
		}
		return recordActivity(ctx, tx, actor, "registration.stop", activityID, map[string]any{"mode": mode})
	})
}

// Person is one registration with its date and what has happened to it.
type Person struct {
	Registration
	OccurrenceID int64 // 0: the series
	StartsAt     time.Time
	EndsAt       time.Time
	Position     int         // in the queue, 0 outside it
	History      []audit.Row // newest first
}

const personSlotSQL = `-- registration.personSlot
select coalesce(occurrence_id, 0) as occurrence_id, starts_at, ends_at from signup_slot where id = @id`

// PersonOf is One with attendance at its own date, and its history.
func (s *Service) PersonOf(ctx context.Context, actor account.Actor, id int64) (Person, error) {
	r, err := s.One(ctx, actor, id)
	if err != nil {
		return Person{}, err
	}
	type slot struct {
		OccurrenceID     int64
		StartsAt, EndsAt time.Time
	}
	at, err := postgres.One[slot](ctx, s.pool, personSlotSQL, pgx.StrictNamedArgs{"id": r.SlotID})
	if err != nil {
		return Person{}, err
	}
	p := Person{OccurrenceID: at.OccurrenceID, StartsAt: at.StartsAt, EndsAt: at.EndsAt}
	p.Registration, err = postgres.One[Registration](ctx, s.pool, oneSQL, pgx.StrictNamedArgs{
		"id": id, "municipality_id": actor.MunicipalityID, "occurrence_id": at.OccurrenceID,
	})
	if err != nil {
		return p, err
	}
	if p.Holds == HoldsQueue {
		queue, err := readQueue(ctx, s.pool, r.SlotID)
		if err != nil {
			return p, err
		}
		p.Position = PositionOf(queue, id)
	}
	p.History, err = audit.List(ctx, s.pool, audit.Query{MunicipalityID: actor.MunicipalityID, Object: "registration", ObjectID: id, Limit: 50})
	return p, err
}
