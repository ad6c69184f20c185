// Logging in with the link or the code.

package login

import (
	"bytes"
	"context"
	"crypto/hmac"
	"slices"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Confirm is the proof that someone reads the mailbox of the address.
type Confirm struct {
	Door           account.Door
	MunicipalityID int64
	Browser        string // the secret of the browser that confirms
	Token          string // of the link, or
	Code           string // as typed
	Known          string // the browser's secret from an earlier login, "" without one
	UserAgent      string
}

// Login is a login that went well. Organisations are those that a group's person
// can act for, the first of them chosen. Known is the secret that the browser keeps, to
// be known by the next time.
type Login struct {
	Known         string
	Door          account.Door
	SessionID     int64
	AccountID     int64
	Name          string
	Lang          i18n.Lang
	Organisations []account.Organisation
}

// OrganisationID is the organisation to begin with, 0 for staff.
func (l Login) OrganisationID() int64 {
	if len(l.Organisations) == 0 {
		return 0
	}
	return l.Organisations[0].ID
}

// What a link or a code can be besides right. Each text says what to do now.
var (
	ErrOtherBrowser  = fault.New(fault.Conflict, i18n.Mark("Du ba om å logge inn i en annen nettleser. Gå tilbake dit og skriv koden fra e-posten."))
	ErrOnlyLinkThere = fault.New(fault.Conflict, i18n.Mark("Du ba om å logge inn i en annen nettleser, og koden virker ikke lenger. Åpne lenken der, eller be om en ny e-post her."))
	ErrLinkUsed      = fault.New(fault.Conflict, i18n.Mark("Lenken er brukt. Hver lenke virker én gang. Be om en ny e-post for å logge inn."))
	ErrLinkExpired   = fault.New(fault.Conflict, i18n.Mark("Lenken virker ikke lenger. Den varer i ti minutter. Be om en ny e-post for å logge inn."))
	ErrWrongCode     = &fault.Error{Kind: fault.Invalid, Fields: fault.Fields{{Name: "kode", Msg: i18n.Mark("Koden stemmer ikke. Se etter i den siste e-posten og skriv de seks sifrene.")}}}
	ErrNoCode        = &fault.Error{Kind: fault.Invalid, Fields: fault.Fields{{Name: "kode", Msg: i18n.Mark("Skriv de seks sifrene fra e-posten.")}}}
	ErrOnlyLink      = &fault.Error{Kind: fault.Invalid, Fields: fault.Fields{{Name: "kode", Msg: i18n.Mark("Det er skrevet feil kode for mange ganger i dag. Trykk på lenken i e-posten i stedet.")}}}
	ErrCodeSpent     = &fault.Error{Kind: fault.Invalid, Fields: fault.Fields{{Name: "kode", Msg: i18n.Mark("Koden virker ikke lenger. Be om en ny e-post for å logge inn.")}}}
)

type attemptRow struct {
	ID          int64
	AccountID   *int64
	BrowserHash []byte
	CodeHash    []byte
	EmailHash   []byte
	KnownHash   []byte
	Tries       int
	ExpiresAt   time.Time
	UsedAt      *time.Time
}

const attemptColumns = `id, account_id, browser_hash, code_hash, email_hash, known_hash, tries, expires_at, used_at`

const attemptByTokenSQL = `-- login.attemptByToken
select ` + attemptColumns + ` from login_attempt
where token_hash = @token_hash and door = @door and municipality_id = @municipality_id for update`

const attemptStateSQL = `-- login.attemptState
select ` + attemptColumns + ` from login_attempt
where token_hash = @token_hash and door = @door and municipality_id = @municipality_id`

// CheckLink says whether ConfirmLink would succeed, and changes nothing: the page
// of a link asks first, since mail scanners open links.
func (s *Service) CheckLink(ctx context.Context, in Confirm) error {
	row, err := attemptByToken(ctx, s.Pool, attemptStateSQL, in)
	if err != nil {
		return err
	}
	return s.checkLink(ctx, s.Pool, in, row)
}

// checkLink says what is wrong with a link; who has opened it in another browser is sent
// back with the code only while one still works.
func (s *Service) checkLink(ctx context.Context, q postgres.Querier, in Confirm, row attemptRow) error {
	err := row.check(in.Browser, s.Now())
	if err != ErrOtherBrowser {
		return err
	}
	n, err := s.wrongToday(ctx, q, in.MunicipalityID, row)
	switch {
	case err != nil:
		return err
	case row.Tries >= maxTries || n >= MaxWrongPerDay:
		return ErrOnlyLinkThere
	}
	return ErrOtherBrowser
}

func attemptByToken(ctx context.Context, q postgres.Querier, sql string, in Confirm) (attemptRow, error) {
	row, err := postgres.One[attemptRow](ctx, q, sql, postgres.Args{
		"token_hash": account.Hash("login", in.Token), "door": string(in.Door), "municipality_id": in.MunicipalityID,
	})
	if fault.Is(err, fault.NotFound) {
		return row, ErrLinkExpired
	}
	return row, err
}

func (r attemptRow) check(browser string, now time.Time) error {
	switch {
	case r.UsedAt != nil:
		return ErrLinkUsed
	case !now.Before(r.ExpiresAt) || r.AccountID == nil:
		return ErrLinkExpired
	case !hmac.Equal(r.BrowserHash, account.Hash("browser", browser)):
		return ErrOtherBrowser
	}
	return nil
}

// ConfirmLink logs in by the mailed link, once, in the browser that asked for it.
func (s *Service) ConfirmLink(ctx context.Context, in Confirm) (Login, error) {
	var out Login
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		row, err := attemptByToken(ctx, tx, attemptByTokenSQL, in)
		if err == nil {
			err = s.checkLink(ctx, tx, in, row)
		}
		if err != nil {
			return err
		}
		out, err = s.finish(ctx, tx, in, row)
		return err
	})
	if fault.Is(err, fault.Conflict) {
		s.recordAnonymous(ctx, in.MunicipalityID, "login.fail", in.Door, "link")
	}
	return out, err
}

// A try counts also when the code is wrong, so it is counted before the code is
// looked at, for every request that this browser has open.
const tryCodeSQL = `-- login.tryCode
update login_attempt set tries = tries + 1
where browser_hash = @browser_hash and door = @door and municipality_id = @municipality_id
  and used_at is null and expires_at > @now and tries < @max
returning ` + attemptColumns

// ConfirmCode logs in by the six digits, typed in the browser that asked. Five
// wrong tries spend the code, and MaxWrongPerDay all codes of the address for a day.
func (s *Service) ConfirmCode(ctx context.Context, in Confirm) (Login, error) {
	if in.Code = digits(in.Code); in.Code == "" {
		return Login{}, ErrNoCode
	}
	var out Login
	var refused error
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		refused = nil
		rows, err := postgres.Many[attemptRow](ctx, tx, tryCodeSQL, postgres.Args{
			"browser_hash": account.Hash("browser", in.Browser), "door": string(in.Door), "municipality_id": in.MunicipalityID,
			"now": s.Now(), "max": maxTries,
		})
		if err != nil {
			return err
		}
		open, err := s.unspent(ctx, tx, in.MunicipalityID, rows)
		if err != nil {
			return err
		}
		var row attemptRow
		if row, refused = matching(open, in); len(rows) > 0 && len(open) == 0 {
			refused = ErrOnlyLink
		}
		if refused != nil {
			return nil // the tries are kept
		}
		if err := rightCode(ctx, tx, in.MunicipalityID, row); err != nil {
			return err
		}
		out, err = s.finish(ctx, tx, in, row)
		return err
	})
	if err == nil {
		err = refused
	}
	if fault.Is(err, fault.Invalid) {
		s.recordAnonymous(ctx, in.MunicipalityID, "login.fail", in.Door, "code")
	}
	return out, err
}

const rightCodeSQL = `-- login.rightCode
update login_attempt set tries = tries - 1 where id = @id and municipality_id = @municipality_id`

// rightCode takes back the try by which a code was used. Those of the browser's other
// requests stay, though a login spends them too: the code was a wrong one there.
func rightCode(ctx context.Context, tx pgx.Tx, municipalityID int64, row attemptRow) error {
	_, err := postgres.Exec(ctx, tx, rightCodeSQL, postgres.Args{"id": row.ID, "municipality_id": municipalityID})
	return err
}

const wrongTodaySQL = `-- login.wrongToday
select coalesce(sum(tries), 0)::int from login_attempt
where municipality_id = @municipality_id and email_hash = @email_hash and known_hash is not distinct from @known_hash::bytea and created_at > @now::timestamptz - interval '1 day'`

// unspent leaves out the requests whose address has had too many wrong codes today. The
// try itself is counted already. It asks about the address and not the account, so that
// it is the same for one that has none.
func (s *Service) unspent(ctx context.Context, tx pgx.Tx, municipalityID int64, rows []attemptRow) ([]attemptRow, error) {
	slices.SortStableFunc(rows, func(a, b attemptRow) int { return bytes.Compare(a.EmailHash, b.EmailHash) })
	var open []attemptRow
	for _, r := range rows {
		if err := lockAddress(ctx, tx, r.EmailHash); err != nil {
			return nil, err
		}
		n, err := s.wrongToday(ctx, tx, municipalityID, r)
		if err != nil {
			return nil, err
		}
		if n <= MaxWrongPerDay {
			open = append(open, r)
		}
	}
	return open, nil
}

func (s *Service) wrongToday(ctx context.Context, q postgres.Querier, municipalityID int64, r attemptRow) (int, error) {
	return postgres.Scalar[int](ctx, q, wrongTodaySQL, postgres.Args{
		"municipality_id": municipalityID, "email_hash": r.EmailHash, "known_hash": r.KnownHash, "now": s.Now(),
	})
}

func matching(rows []attemptRow, in Confirm) (attemptRow, error) {
	if len(rows) == 0 {
		return attemptRow{}, ErrCodeSpent
	}
	want := hashCode(in.Browser, in.Code)
	for _, r := range rows {
		if hmac.Equal(r.CodeHash, want) && r.AccountID != nil {
			return r, nil
		}
	}
	return attemptRow{}, ErrWrongCode
}

const useAttemptsSQL = `-- login.useAttempts
update login_attempt set used_at = @now
where browser_hash = @browser_hash and door = @door and municipality_id = @municipality_id and used_at is null`

// finish spends every open request of the browser and begins the session.
func (s *Service) finish(ctx context.Context, tx pgx.Tx, in Confirm, row attemptRow) (Login, error) {
	_, err := postgres.Exec(ctx, tx, useAttemptsSQL, postgres.Args{
		"browser_hash": row.BrowserHash, "door": string(in.Door), "municipality_id": in.MunicipalityID, "now": s.Now(),
	})
	if err != nil {
		return Login{}, err
	}
	who, err := loginByID(ctx, tx, in.Door, in.MunicipalityID, *row.AccountID)
	if fault.Is(err, fault.NotFound) {
		return Login{}, ErrLinkExpired // the access was taken away in the meantime
	}
	if err != nil {
		return Login{}, err
	}
	if err := mail.Proved(ctx, tx, in.MunicipalityID, who.Email); err != nil {
		return Login{}, err
	}
	return s.StartSession(ctx, tx, in.Door, who, Browser{UserAgent: in.UserAgent, Known: in.Known}, "login.ok")
}

const loginByIDSQL = `-- login.loginByID
select a.id, a.municipality_id, a.email, a.name, a.lang from account a
where a.id = @id and a.municipality_id = @municipality_id and a.ended_at is null and (@door = 'lag' or a.staff_role is not null)`

func loginByID(ctx context.Context, tx pgx.Tx, door account.Door, municipalityID, id int64) (account.Person, error) {
	return postgres.One[account.Person](ctx, tx, loginByIDSQL, postgres.Args{"id": id, "municipality_id": municipalityID, "door": string(door)})
}

const startSessionSQL = `-- login.startSession
with seen as (update account set last_login_at = @now where id = @account_id)
insert into login_session (account_id, door, user_agent, created_at, last_seen_at, expires_at)
values (@account_id, @door, @user_agent, @now, @now, @expires_at) returning id`

// StartSession is the only way to a login_session row.
func (s *Service) StartSession(ctx context.Context, tx pgx.Tx, door account.Door, who account.Person, in Browser, action string) (Login, error) {
	now := s.Now()
	out := Login{Door: door, AccountID: who.ID, Name: who.Name, Lang: who.Lang}
	if door == account.GroupDoor {
		var err error
		if out.Organisations, err = account.OrganisationsOf(ctx, tx, who.ID); err != nil {
			return Login{}, err
		}
		if len(out.Organisations) == 0 {
			return Login{}, ErrLinkExpired
		}
	}
	id, err := postgres.Scalar[int64](ctx, tx, startSessionSQL, postgres.Args{
		"account_id": who.ID, "door": string(door), "user_agent": account.BrowserName(in.UserAgent), "now": now, "expires_at": now.Add(door.Lifetime()),
	})
	if err != nil {
		return Login{}, err
	}
	out.SessionID = id
	if out.Known, err = remember(ctx, tx, door, who.ID, in.Known, now); err != nil {
		return Login{}, err
	}
	by := account.Actor{Door: door, MunicipalityID: who.MunicipalityID, AccountID: who.ID, Name: who.Name}
	return out, audit.Record(ctx, tx, now, by.Audit(), audit.Event{Action: action, Object: "account", ObjectID: who.ID})
}

// PutFirst makes the organisation the one to begin with.
func (l *Login) PutFirst(organisationID int64) {
	for n, o := range l.Organisations {
		if o.ID == organisationID {
			l.Organisations[0], l.Organisations[n] = o, l.Organisations[0]
		}
	}
}
