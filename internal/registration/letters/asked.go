// Letters that people ask for: their links again, and the link that shows that a new address is theirs.

package letters

import (
	"context"
	"errors"
	"fmt"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
)

const ownAddressSQL = `-- letters.ownAddress
select ` + SignUpColumns + `, r.status = 'unconfirmed' and r.confirmed_at is null as unproved, coalesce(r.together, r.id) as form
from registration r join signup_slot s on s.id = r.slot_id
where r.municipality_id = @municipality_id and r.email = @email and r.email <> '' and r.anonymised_at is null
  and (r.holds <> 'none' or r.status = 'expired_offer') and ` + signupform.Coming + `
order by s.starts_at, r.id limit 200`

// linksAtOnce is how many letters one wish gives at most.
const linksAtOnce = 10

const nextWishSQL = `-- letters.nextWish
delete from signup_link_wish w using (select municipality_id, email from signup_link_wish order by asked_at, email limit 1 offset @passed for update skip locked) x
where w.municipality_id = x.municipality_id and w.email = x.email returning w.municipality_id, w.email`

// SendLinks writes the links that have been asked for. A wish that cannot be served
// is passed by, kept, and told of at the end.
func (s *Service) SendLinks(ctx context.Context) error {
	var errs []error
	for {
		found, err := s.sendLinks(ctx, len(errs))
		if err != nil {
			errs = append(errs, fmt.Errorf("send links: %w", err))
		}
		if !found || ctx.Err() != nil {
			return errors.Join(errs...)
		}
	}
}

// sendLinks serves one wish behind those passed by, and says whether there was one.
func (s *Service) sendLinks(ctx context.Context, passed int) (found bool, err error) {
	now := s.now()
	err = postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		type wish struct {
			MunicipalityID int64
			Email          string
		}
		wishes, err := postgres.Many[wish](ctx, tx, nextWishSQL, postgres.Args{"passed": passed})
		if found = len(wishes) > 0; err != nil || !found {
			return err
		}
		return s.writeLinks(ctx, tx, wishes[0].MunicipalityID, wishes[0].Email, now)
	})
	return found, err
}

func (s *Service) writeLinks(ctx context.Context, tx pgx.Tx, municipalityID int64, email string, now time.Time) error {
	type own struct {
		SignUp
		Unproved bool
		Form     int64
	}
	found, err := postgres.Many[own](ctx, tx, ownAddressSQL, postgres.Args{"municipality_id": municipalityID, "email": email, "now": now})
	if err != nil {
		return err
	}
	type letter struct { // one for all of a form that she can do the same with
		form     int64
		unproved bool
	}
	hers := map[letter][]SignUp{}
	for _, r := range found {
		hers[letter{r.Form, r.Unproved}] = append(hers[letter{r.Form, r.Unproved}], r.SignUp)
	}
	written := 0
	for _, r := range found {
		all := hers[letter{r.Form, r.Unproved}]
		if all[0].ID != r.ID || written == linksAtOnce {
			continue
		}
		written++
		if len(all) > 1 {
			if r.Several, err = s.Dates(ctx, tx, all); err != nil {
				return err
			}
		}
		tmpl := Link
		tmpl.all = len(all) > 1
		if r.Unproved {
			tmpl = Confirm
			tmpl.Kind = kind.SignUpLink // both are the answer to one wish, and count together
		}
		if err := s.Write(ctx, tx, r.SignUp, tmpl, fmt.Sprint(now.Unix()/600)); err != nil {
			return err
		}
	}
	return nil
}

// AddressLife is how long the link to a new address works, and in that time a sign-up
// may ask for AddressMost.
const (
	AddressLife = 24 * time.Hour
	AddressMost = 3
)

const askAddressSQL = `-- letters.askAddress
insert into registration_token (token_hash, registration_id, purpose, email, created_at)
select @hash, @id, 'address', @email, @now
where (select count(*) from registration_token where registration_id = @id and purpose = 'address' and created_at > @since) < @most::int
returning true`

// AskAddress writes to an address that the person wants to be written to at instead.
// With too many in a day it is NotFound.
func (s *Service) AskAddress(ctx context.Context, tx pgx.Tx, r SignUp, email string) error {
	token, now := account.NewSecret(), s.now()
	if _, err := postgres.Scalar[bool](ctx, tx, askAddressSQL, postgres.Args{
		"hash": HashToken(token), "id": r.ID, "email": email, "now": now, "since": now.Add(-AddressLife), "most": AddressMost,
	}); err != nil {
		return err
	}
	a, err := ReadAbout(ctx, tx, r.SlotID, now)
	if err != nil {
		return err
	}
	l := r.Lang
	return s.writer.Write(ctx, tx, a.site(), letter.Letter{
		Kind: kind.SignUpAddress, About: r.ID, To: letter.Person{Email: email, Name: r.Name, Lang: l}, ReplyTo: a.ContactEmail, Once: fmt.Sprintf("%x", HashToken(token)[:8]),
		Subject: l.T("Bekreft den nye e-postadressen din"),
		Body: mail.Body{
			Paragraphs: []string{l.T("Du har bedt om at vi skriver til denne adressen om påmeldingen til «%s».", a.Title)},
			Button:     mail.Button{Text: l.T("Bekreft adressen"), URL: AddressPath(token)},
			After:      []string{l.T("Lenken virker i ett døgn. Har du ikke bedt om dette, kan du se bort fra denne e-posten.")},
		},
	})
}

// Asked is a new address that waits for its link to be opened.
type Asked struct {
	ID    int64 // of the sign-up
	Email string
	Title string // of the activity
}

const askedAddressSQL = `-- letters.askedAddress
select t.registration_id as id, t.email, a.title
from registration_token t join registration r on r.id = t.registration_id join activity a on a.id = r.activity_id
where t.token_hash = @hash and t.purpose = 'address' and t.created_at > @since and r.municipality_id = @municipality_id and r.anonymised_at is null`

// AddressByToken finds the new address of a link; one that opens nothing is NotFound.
func (s *Service) AddressByToken(ctx context.Context, municipalityID int64, token string) (Asked, error) {
	a, err := postgres.One[Asked](ctx, s.pool, askedAddressSQL, postgres.Args{
		"hash": HashToken(token), "since": s.now().Add(-AddressLife), "municipality_id": municipalityID,
	})
	if fault.Is(err, fault.NotFound) {
		return a, fault.Missing(i18n.Mark("Lenken virker ikke lenger. Be om en ny på siden til påmeldingen."))
	}
	return a, err
}

// AddressChanged tells the old address, in case it was not the person who changed it.
func (s *Service) AddressChanged(ctx context.Context, tx pgx.Tx, r SignUp) error {
	if r.Email == "" {
		return nil
	}
	a, err := ReadAbout(ctx, tx, r.SlotID, s.now())
	if err != nil {
		return err
	}
	l := r.Lang
	paragraphs := []string{l.T("Vi skriver ikke lenger til denne adressen om påmeldingen til «%s». Lenkene du har fått hit, virker ikke lenger.", a.Title)}
	if a.ContactEmail != "" {
		paragraphs = append(paragraphs, l.T("Var det ikke du som byttet adresse? Svar på denne e-posten, så hjelper arrangøren deg."))
	}
	return s.writer.Write(ctx, tx, a.site(), letter.Letter{
		Kind: kind.SignUpAddressChanged, About: r.ID, To: letter.Person{Email: r.Email, Name: r.Name, Lang: l}, ReplyTo: a.ContactEmail, Once: fmt.Sprint(r.Version),
		Subject: l.T("E-postadressen din er endret"), Body: mail.Body{Paragraphs: paragraphs},
	})
}
