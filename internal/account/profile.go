// What a person says of herself, and changing the address she logs in with.

package account

import (
	"context"
	"strings"
	"time"

	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/plainname"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Profile is what a person says of herself.
type Profile struct {
	Name    string
	Email   string // changed by RequestEmailChange only
	Phone   string // E.164, may be empty
	Lang    i18n.Lang
	Version int
}

const profileSQL = `-- account.profile
select name, email, phone, lang, version from account where id = @id and ended_at is null`

// Profile is the actor's own.
func (s *Service) Profile(ctx context.Context, by Actor) (Profile, error) {
	if !by.LoggedIn() {
		return Profile{}, by.Require(ReadOwn)
	}
	return postgres.One[Profile](ctx, s.Pool, profileSQL, postgres.Args{"id": by.AccountID})
}

const saveProfileSQL = `-- account.saveProfile
update account set name = @name, phone = @phone, lang = @lang, version = version + 1 where id = @id and version = @version`

// SaveProfile changes the actor's own name, phone and language.
func (s *Service) SaveProfile(ctx context.Context, by Actor, p Profile) error {
	if !by.LoggedIn() {
		return by.Require(ReadOwn)
	}
	if err := p.Check(); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		n, err := postgres.Exec(ctx, tx, saveProfileSQL, postgres.Args{
			"id": by.AccountID, "name": p.Name, "phone": p.Phone, "lang": string(p.Lang), "version": p.Version,
		})
		if err == nil && n == 0 {
			err = errChanged
		}
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: "account.change", Object: "account", ObjectID: by.AccountID})
	})
}

// Check makes the name tidy and says what is wrong with a profile; the field names are those of the form.
func (p *Profile) Check() error {
	p.Name = strings.Join(strings.Fields(p.Name), " ")
	var f fault.Fields
	f.Check(p.Name != "", "navn", i18n.Mark("Skriv navnet ditt."))
	plainname.Check(&f, "navn", p.Name)
	f.Check(len([]rune(p.Name)) <= 120, "navn", i18n.Mark("Skriv et kortere navn, høyst 120 tegn."))
	f.Check(len(p.Phone) <= 20, "telefon", i18n.Mark("Skriv et gyldig telefonnummer, åtte siffer eller med landkode."))
	_, known := i18n.Parse(string(p.Lang))
	f.Check(known, "sprak", i18n.Mark("Velg et språk."))
	return f.Err()
}

const insertEmailChangeSQL = `-- account.insertEmailChange
insert into email_change (account_id, email, token_hash, created_at, expires_at) values (@account_id, @email, @token_hash, @now, @expires_at)`

const countEmailChangesSQL = `-- account.countEmailChanges
select count(*)::int from email_change where account_id = @account_id and created_at > @since`

// RequestEmailChange mails a link to the new address. The address changes when
// the link is used by the same person. The answer is the same when somebody else
// has the address: then nothing is sent.
func (s *Service) RequestEmailChange(ctx context.Context, by Actor, email string) error {
	if !by.LoggedIn() {
		return by.Require(ReadOwn)
	}
	email = strings.ToLower(strings.TrimSpace(email))
	if !strings.Contains(email, "@") || len(email) > 254 || email == by.Email {
		var f fault.Fields
		f.Add("epost", i18n.Mark("Skriv den nye e-postadressen din."))
		return f.Err()
	}
	if err := s.RequireFresh(ctx, by); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error { return s.requestEmailChange(ctx, tx, by, email) })
}

func (s *Service) requestEmailChange(ctx context.Context, tx pgx.Tx, by Actor, email string) error {
	now, token := s.Now(), NewSecret()
	n, err := postgres.Scalar[int](ctx, tx, countEmailChangesSQL, postgres.Args{"account_id": by.AccountID, "since": now.Add(-15 * time.Minute)})
	if err != nil {
		return err
	}
	if n >= MaxPerAddress {
		return ErrTooManyForAddress
	}
	_, err = postgres.Exec(ctx, tx, insertEmailChangeSQL, postgres.Args{
		"account_id": by.AccountID, "email": email, "token_hash": Hash("email", token), "now": now, "expires_at": now.Add(time.Hour),
	})
	if err != nil {
		return err
	}
	taken, err := postgres.Scalar[bool](ctx, tx, emailTakenSQL, postgres.Args{"municipality_id": by.MunicipalityID, "email": email})
	if err != nil {
		return err
	}
	return s.sendEmailChange(ctx, tx, by, email, token, taken)
}

const emailTakenSQL = `-- account.emailTaken
select exists (select from account where municipality_id = @municipality_id and email = @email)`

const useEmailChangeSQL = `-- account.useEmailChange
update email_change set used_at = @now where token_hash = @token_hash and account_id = @account_id and used_at is null and expires_at > @now
returning email`

const setEmailSQL = `-- account.setEmail
update account set email = @email, version = version + 1 where id = @id`

// ErrEmailLink says that the link to confirm a new address does not work.
var ErrEmailLink = fault.New(fault.Conflict, i18n.Mark("Lenken virker ikke lenger, eller den hører til en annen konto. Du kan be om en ny på siden «Min konto»."))

// ConfirmEmailChange makes the new address the account's. Only the person who
// asked can, logged in. All other sessions end, and the old address is told.
func (s *Service) ConfirmEmailChange(ctx context.Context, by Actor, token string) error {
	if !by.LoggedIn() {
		return by.Require(ReadOwn)
	}
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		email, err := postgres.Scalar[string](ctx, tx, useEmailChangeSQL, postgres.Args{
			"token_hash": Hash("email", token), "account_id": by.AccountID, "now": s.Now(),
		})
		if fault.Is(err, fault.NotFound) {
			return ErrEmailLink
		}
		if err != nil {
			return err
		}
		return s.changeEmail(ctx, tx, by, email)
	})
	if postgres.Constraint(err) != "" {
		return ErrEmailLink // somebody else got the address in the meantime
	}
	return err
}

func (s *Service) changeEmail(ctx context.Context, tx pgx.Tx, by Actor, email string) error {
	if _, err := postgres.Exec(ctx, tx, setEmailSQL, postgres.Args{"id": by.AccountID, "email": email}); err != nil {
		return err
	}
	if _, err := endSessions(ctx, tx, by.AccountID, endFilter{Except: by.SessionID}, s.Now()); err != nil {
		return err
	}
	if err := s.sendEmailChanged(ctx, tx, by); err != nil {
		return err
	}
	if err := mail.Proved(ctx, tx, by.MunicipalityID, email); err != nil {
		return err
	}
	return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: "account.email", Object: "account", ObjectID: by.AccountID})
}
