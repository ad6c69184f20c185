package account_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/accounttest"
	"frivilligsentral/internal/account/invitation"
	"frivilligsentral/internal/account/login"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// The services under names that let one struct have them all.
type (
	logins      = login.Service
	invitations = invitation.Service
)

// house is a municipality with its accounts and a clock that stands still.
type house struct {
	*account.Service
	*logins
	*invitations
	t            *testing.T
	pool         *pgxpool.Pool
	municipality int64
	now          time.Time
}

func newHouse(t *testing.T) *house {
	t.Helper()
	pool := pgtest.Pool(t)
	client, err := jobs.InsertOnly(pool)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, pool: pool, now: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return h.now }
	h.Service = account.NewService(account.Deps{
		Pool: pool, Letters: letter.Writer{Outbox: mail.NewOutbox(client, clock), URLFor: func(host string) string { return "http://" + host }}, Now: clock,
	})
	h.logins = login.NewService(login.Deps{Pool: pool, Accounts: h.Service, Now: clock})
	h.invitations = invitation.NewService(invitation.Deps{
		Pool: pool, Accounts: h.Service, Logins: h.logins, Now: clock,
	})
	h.municipality = h.town("9901", "Prøvevik", "provevik.example")
	return h
}

func (h *house) town(number, name, host string) int64 {
	h.t.Helper()
	id := h.int(`insert into municipality (number, name) values ($1, $2) returning id`, number, name)
	h.exec(`insert into municipality_host (host, municipality_id) values ($1, $2)`, host, id)
	return id
}

func (h *house) exec(sql string, args ...any) {
	h.t.Helper()
	if _, err := h.pool.Exec(h.t.Context(), sql, args...); err != nil {
		h.t.Fatalf("%s: %v", sql, err)
	}
}

func (h *house) int(sql string, args ...any) (n int64) {
	h.t.Helper()
	if err := h.pool.QueryRow(h.t.Context(), sql, args...).Scan(&n); err != nil {
		h.t.Fatalf("%s: %v", sql, err)
	}
	return n
}

// staff makes a staff account with a fresh session.
func (h *house) staff(email string, role account.Role) account.Actor {
	h.t.Helper()
	id := h.int(`insert into account (municipality_id, email, name, staff_role) values ($1, $2, $2, $3) returning id`, h.municipality, email, role)
	return h.session(account.Actor{Door: account.StaffDoor, MunicipalityID: h.municipality, AccountID: id, Email: email, Name: email, Role: role, Lang: "nb"})
}

func (h *house) session(a account.Actor) account.Actor {
	h.t.Helper()
	a.SessionID = h.int(`insert into login_session (account_id, door, created_at, last_seen_at, expires_at)
		values ($1, $2, $3::timestamptz, $3, $3::timestamptz + interval '8 hours') returning id`, a.AccountID, a.Door, h.now)
	return a
}

func (h *house) organisation(name string) int64 {
	h.t.Helper()
	return h.int(`insert into organisation (municipality_id, name, kind, status) values ($1, $2, 'association', 'approved') returning id`, h.municipality, name)
}

// member makes an account that acts for an organisation, with a session.
func (h *house) member(email string, organisation int64, role account.Role) account.Actor {
	h.t.Helper()
	id := h.int(`insert into account (municipality_id, email, name) values ($1, $2, $2)
		on conflict (municipality_id, email) do update set email = excluded.email returning id`, h.municipality, email)
	h.exec(`insert into membership (account_id, organisation_id, role) values ($1, $2, $3)`, id, organisation, role)
	return h.session(account.Actor{Door: account.GroupDoor, MunicipalityID: h.municipality, AccountID: id, Email: email, Name: email, Role: role, OrganisationID: organisation, Lang: "nb"})
}

const browser = "a-browser-with-a-secret-of-its-own"

func (h *house) ask(door account.Door, email, browser string) error {
	return h.RequestLogin(h.t.Context(), login.Request{Door: door, MunicipalityID: h.municipality, Email: email, IP: "192.0.2.7", Browser: browser})
}

func (h *house) code(door account.Door, browser, code string) (login.Login, error) {
	return h.ConfirmCode(h.t.Context(), login.Confirm{Door: door, MunicipalityID: h.municipality, Browser: browser, Code: code})
}

func (h *house) link(door account.Door, browser, token string) (login.Login, error) {
	return h.ConfirmLink(h.t.Context(), login.Confirm{Door: door, MunicipalityID: h.municipality, Browser: browser, Token: token})
}

func (h *house) last(email string) mailtest.Mail {
	h.t.Helper()
	return mailtest.Last(h.t, h.pool, email)
}

// token is the last part of the path of the e-mail's first link.
func (h *house) token(m mailtest.Mail) string {
	h.t.Helper()
	u, err := url.Parse(m.Links[0])
	if err != nil {
		h.t.Fatal(err)
	}
	return u.Path[strings.LastIndex(u.Path, "/")+1:]
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) want(what string, err, want error) {
	h.t.Helper()
	if !errors.Is(err, want) {
		h.t.Errorf("%s: got %v, want %v", what, err, want)
	}
}

func (h *house) wantKind(what string, err error, want fault.Kind) {
	h.t.Helper()
	if err == nil || fault.KindOf(err) != want {
		h.t.Errorf("%s: got %v, want a fault of kind %d", what, err, want)
	}
}

// audited is the newest line of the log.
func (h *house) audited(want string) {
	h.t.Helper()
	var got string
	h.must(h.pool.QueryRow(h.t.Context(), `select action from audit_event order by id desc limit 1`).Scan(&got))
	if got != want {
		h.t.Errorf("log: got %q, want %q", got, want)
	}
}

// alive says whether the actor's session still gives rights.
func (h *house) alive(a account.Actor) bool {
	h.t.Helper()
	idle := time.Duration(0)
	if a.Door == account.StaffDoor {
		idle = account.StaffIdle
	}
	_, err := accounttest.BySession(h.t.Context(), h.Service, a.Door, a.MunicipalityID, a.SessionID, a.OrganisationID, idle, h.now)
	if err != nil && !fault.Is(err, fault.NotFound) {
		h.t.Fatal(err)
	}
	return err == nil
}

func (h *house) grant(email string, organisation int64) int64 {
	h.t.Helper()
	var id int64
	h.must(postgres.InTx(h.t.Context(), h.pool, func(ctx context.Context, tx pgx.Tx) (err error) {
		id, err = h.GrantMembership(ctx, tx, h.municipality, email, "Kari Nordmann", organisation, account.GroupAdmin, account.SystemActor(h.municipality, ""))
		return err
	}))
	return id
}
