// Asking to log in, and the limits of asking.

package login

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// How long a request lives, and how often one may ask.
const (
	AttemptLife = 10 * time.Minute

	maxTries = 5  // wrong codes for one request
	maxPerIP = 20 // requests from one network address in an hour
)

// Request is someone's wish to log in.
type Request struct {
	Door           account.Door
	MunicipalityID int64
	Email          string
	IP             string
	Browser        string // secret of the browser that asks; see NewSecret
	Next           string // local path to go to afterwards, "" for the door's first page
}

// RequestLogin mails a link and a code to the address when it may come in by the
// door. The answer and the work are the same when it may not, so that nobody can
// find out who has an account.
func (s *Service) RequestLogin(ctx context.Context, in Request) error {
	in.Email = strings.ToLower(strings.TrimSpace(in.Email))
	if !strings.Contains(in.Email, "@") || len(in.Email) > 254 {
		var f fault.Fields
		f.Add("epost", i18n.Mark("Skriv e-postadressen din, for eksempel navn@eksempel.no."))
		return f.Err()
	}
	if len(in.Browser) < 20 {
		return errors.New("request login: no browser secret")
	}
	in.IP = account.IPKey(in.IP)
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error { return s.requestLogin(ctx, tx, in) })
	if fault.Is(err, fault.TooMany) {
		s.recordAnonymous(ctx, in.MunicipalityID, "login.limit", in.Door, "")
	}
	return err
}

func (s *Service) requestLogin(ctx context.Context, tx pgx.Tx, in Request) error {
	now := s.Now()
	if err := checkLimits(ctx, tx, in, now); err != nil {
		return err
	}
	who, err := findLogin(ctx, tx, in.MunicipalityID, in.Door, in.Email)
	if err != nil {
		return err
	}
	token := account.NewSecret()
	code, err := newCode()
	if err != nil {
		return err
	}
	if err := insertAttempt(ctx, tx, in, who.ID, token, code, now); err != nil {
		return err
	}
	return s.mailLogin(ctx, tx, in, who, token, code)
}

// mailLogin does the same work for an unknown address, and takes it back.
func (s *Service) mailLogin(ctx context.Context, tx pgx.Tx, in Request, who account.Person, token, code string) error {
	err := postgres.InTx(ctx, tx, func(ctx context.Context, tx pgx.Tx) error {
		if err := s.sendLogin(ctx, tx, in, who, token, code); err != nil {
			return err
		}
		if who.ID == 0 {
			return errTakenBack
		}
		return nil
	})
	if errors.Is(err, errTakenBack) {
		return nil
	}
	return err
}

var errTakenBack = errors.New("taken back")

const findLoginSQL = `-- login.findLogin
select a.id, a.municipality_id, a.email, a.name, a.lang from account a
where a.municipality_id = @municipality_id and a.email = @email and a.ended_at is null
  and case when @door = 'ansatt' then a.staff_role is not null
      else exists (select 1 from membership m join organisation o on o.id = m.organisation_id
                   where m.account_id = a.id and o.status in ('approved', 'pending')) end`

func findLogin(ctx context.Context, q postgres.Querier, municipalityID int64, door account.Door, email string) (account.Person, error) {
	row, err := postgres.One[account.Person](ctx, q, findLoginSQL, pgx.StrictNamedArgs{
		"municipality_id": municipalityID, "email": email, "door": string(door),
	})
	if fault.Is(err, fault.NotFound) {
		return account.Person{MunicipalityID: municipalityID, Email: email, Lang: i18n.NB}, nil
	}
	return row, err
}

// The lock makes requests for one address wait for each other, so that the
// limit holds when many come at once.
const lockAddressSQL = `-- login.lockAddress
select pg_advisory_xact_lock(hashtextextended(encode(@email_hash::bytea, 'hex'), 0))`

const countAttemptsSQL = `-- login.countAttempts
select (select count(*) from login_attempt where email_hash = @email_hash and created_at > @now::timestamptz - interval '15 minutes')::int as address,
       (select count(*) from login_attempt where ip = @ip and ip <> '' and created_at > @now::timestamptz - interval '1 hour')::int as ip`

func checkLimits(ctx context.Context, tx pgx.Tx, in Request, now time.Time) error {
	h := emailHash(in.MunicipalityID, in.Email)
	if _, err := postgres.Exec(ctx, tx, lockAddressSQL, pgx.StrictNamedArgs{"email_hash": h}); err != nil {
		return err
	}
	n, err := postgres.One[struct{ Address, IP int }](ctx, tx, countAttemptsSQL, pgx.StrictNamedArgs{"email_hash": h, "ip": in.IP, "now": now})
	if err != nil {
		return err
	}
	if n.Address >= account.MaxPerAddress {
		return account.ErrTooManyForAddress
	}
	if n.IP >= maxPerIP {
		return account.ErrTooManyFromIP
	}
	return nil
}

const insertAttemptSQL = `-- login.insertAttempt
insert into login_attempt (municipality_id, door, account_id, email_hash, token_hash, code_hash, browser_hash, ip, created_at, expires_at)
values (@municipality_id, @door, nullif(@account_id::bigint, 0), @email_hash, @token_hash, @code_hash, @browser_hash, @ip, @now, @expires_at)`

func insertAttempt(ctx context.Context, tx pgx.Tx, in Request, accountID int64, token, code string, now time.Time) error {
	_, err := postgres.Exec(ctx, tx, insertAttemptSQL, pgx.StrictNamedArgs{
		"municipality_id": in.MunicipalityID, "door": string(in.Door), "account_id": accountID,
		"email_hash": emailHash(in.MunicipalityID, in.Email), "token_hash": account.Hash("login", token), "code_hash": hashCode(in.Browser, code),
		"browser_hash": account.Hash("browser", in.Browser), "ip": in.IP, "now": now, "expires_at": now.Add(AttemptLife),
	})
	return err
}

func emailHash(municipalityID int64, email string) []byte {
	return account.Hash("email", fmt.Sprint(municipalityID, ":", email))
}

// recordAnonymous notes a refused login in the log: without it nobody would see
// guessing. It must not depend on the transaction that was refused.
func (s *Service) recordAnonymous(ctx context.Context, municipalityID int64, action string, door account.Door, reason string) {
	detail := map[string]any{"door": string(door)}
	if reason != "" {
		detail["reason"] = reason
	}
	err := audit.Record(ctx, s.Pool, s.Now(), account.Resident(municipalityID).Audit(), audit.Event{Action: action, Object: "login", Detail: detail})
	if err != nil {
		slog.ErrorContext(ctx, "refused login is not in the log", "action", action, "error", err)
	}
}
