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

	// MaxWrongPerDay is how many wrong codes are looked at for one address in a day,
	// those of each known browser and of all others for themselves; then only the link works.
	MaxWrongPerDay = 20
)

// Request is someone's wish to log in.
type Request struct {
	Door           account.Door
	MunicipalityID int64
	Email          string
	IP             string
	Browser        string // secret of the browser that asks; see NewSecret
	Known          string // its secret from an earlier login, "" without one
	Next           string // local path to go to afterwards, "" for the door's first page
}

// RequestLogin mails a link and a code to the address when it may come in by the
// door. The answer and the work are the same when it may not, so that nobody can
// find out who has an account. It is the same too when others have asked too often in
// somebody's name: then no more is sent, but to a browser that has logged in as her before.
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
	var held bool
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) (err error) {
		held, err = s.requestLogin(ctx, tx, in)
		return err
	})
	if held || fault.Is(err, fault.TooMany) {
		s.recordAnonymous(ctx, in.MunicipalityID, "login.limit", in.Door, "")
	}
	return err
}

// requestLogin says whether the request was held: stored as one that nothing can come of.
func (s *Service) requestLogin(ctx context.Context, tx pgx.Tx, in Request) (held bool, err error) {
	now := s.Now()
	if err := lockAddress(ctx, tx, emailHash(in.MunicipalityID, in.Email)); err != nil {
		return false, err
	}
	who, err := findLogin(ctx, tx, in.MunicipalityID, in.Door, in.Email)
	if err != nil {
		return false, err
	}
	known, err := knownHash(ctx, tx, in.Door, who.ID, in.Known, now)
	if err != nil {
		return false, err
	}
	if held, err = checkLimits(ctx, tx, in, known, now); err != nil {
		return false, err
	}
	if held {
		who.ID = 0
	}
	token := account.NewSecret()
	code, err := newCode()
	if err != nil {
		return false, err
	}
	if err := insertAttempt(ctx, tx, in, attempt{who.ID, token, code, known, held}, now); err != nil {
		return false, err
	}
	return held, s.mailLogin(ctx, tx, in, who, letterOf{token, code})
}

// letterOf is what a letter to log in with holds.
type letterOf struct {
	token, code string
}

// mailLogin does the same work for an unknown address, and takes it back.
func (s *Service) mailLogin(ctx context.Context, tx pgx.Tx, in Request, who account.Person, l letterOf) error {
	err := postgres.InTx(ctx, tx, func(ctx context.Context, tx pgx.Tx) error {
		if err := s.sendLogin(ctx, tx, in, who, l); err != nil {
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
                   where m.account_id = a.id and ` + account.GroupRuns + `) end`

func findLogin(ctx context.Context, q postgres.Querier, municipalityID int64, door account.Door, email string) (account.Person, error) {
	row, err := postgres.One[account.Person](ctx, q, findLoginSQL, postgres.Args{
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

func lockAddress(ctx context.Context, tx pgx.Tx, emailHash []byte) error {
	_, err := postgres.Exec(ctx, tx, lockAddressSQL, postgres.Args{"email_hash": emailHash})
	return err
}

// What was held does not count: else whoever goes on asking would keep the address shut.
const countAttemptsSQL = `-- login.countAttempts
select (select count(*) from login_attempt where municipality_id = @municipality_id and email_hash = @email_hash and known_hash is not distinct from @known_hash::bytea and not held
            and created_at > @now::timestamptz - interval '15 minutes')::int as address,
       (select count(*) from login_attempt where ip = @ip and ip <> '' and known_hash is null and created_at > @now::timestamptz - interval '1 hour')::int as ip`

// checkLimits says whether the request must be held. Only a known browser is told that
// it has asked too often, for only there is it surely the person herself; it has a count
// of its own, and the network it is on does not hinder it.
func checkLimits(ctx context.Context, tx pgx.Tx, in Request, known []byte, now time.Time) (held bool, err error) {
	n, err := postgres.One[struct{ Address, IP int }](ctx, tx, countAttemptsSQL, postgres.Args{
		"email_hash": emailHash(in.MunicipalityID, in.Email), "ip": in.IP, "known_hash": known, "now": now, "municipality_id": in.MunicipalityID,
	})
	switch {
	case err != nil:
		return false, err
	case known == nil && n.IP >= maxPerIP:
		return false, account.ErrTooManyFromIP
	case n.Address < account.MaxPerAddress:
		return false, nil
	case known != nil:
		return false, account.ErrTooManyForAddress
	}
	return true, nil
}

const insertAttemptSQL = `-- login.insertAttempt
insert into login_attempt (municipality_id, door, account_id, email_hash, token_hash, code_hash, browser_hash, ip, known_hash, held, created_at, expires_at)
values (@municipality_id, @door, nullif(@account_id::bigint, 0), @email_hash, @token_hash, @code_hash, @browser_hash, @ip, @known_hash, @held, @now, @expires_at)`

// attempt is what is stored of a request.
type attempt struct {
	accountID   int64 // 0: nothing can come of it
	token, code string
	known       []byte // hash of the known browser that asks, nil for another
	held        bool
}

func insertAttempt(ctx context.Context, tx pgx.Tx, in Request, a attempt, now time.Time) error {
	_, err := postgres.Exec(ctx, tx, insertAttemptSQL, postgres.Args{
		"municipality_id": in.MunicipalityID, "door": string(in.Door), "account_id": a.accountID, "known_hash": a.known, "held": a.held,
		"email_hash": emailHash(in.MunicipalityID, in.Email), "token_hash": account.Hash("login", a.token), "code_hash": hashCode(in.Browser, a.code),
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
