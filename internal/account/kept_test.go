package account_test

// How long each thing lives, to the minute.

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/accounttest"
	"frivilligsentral/internal/account/invitation"
	"frivilligsentral/internal/account/login"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/jobs/jobstest"
	"frivilligsentral/internal/postgres"
)

const day = 24 * time.Hour

// What the privacy page promises is what the hourly job does.
func TestKeptAsLongAsPromised(t *testing.T) {
	t.Parallel()
	want := account.Retention{
		Attempts: 30 * day, FullIP: time.Hour, Sessions: 30 * day, Invitations: 30 * day, Ended: 365 * day, LoginLog: 365 * day, Known: 180 * day,
	}
	if diff := cmp.Diff(want, account.Kept()); diff != "" {
		t.Errorf("promised (-want +got):\n%s", diff)
	}
	h := newHouse(t)
	who := h.staff("kari@k.example", account.Reader).AccountID
	h.exec(`delete from login_session`)
	n := 0
	for what, kind := range map[string]struct {
		keep  time.Duration
		put   func(at time.Time)
		count string
	}{
		"requests": {want.Attempts, func(at time.Time) {
			h.exec(`insert into login_attempt (municipality_id, door, email_hash, token_hash, code_hash, browser_hash, created_at, expires_at)
				values ($1, 'ansatt', '', $2, '', '', $3, $3)`, h.municipality, fmt.Append(nil, n), at)
		}, `select count(*) from login_attempt`},
		"sessions": {want.Sessions, func(at time.Time) {
			h.exec(`insert into login_session (account_id, door, expires_at) values ($1, 'ansatt', $2)`, who, at)
		}, `select count(*) from login_session`},
		"invitations that ran out": {want.Invitations, func(at time.Time) {
			h.exec(`insert into invitation (municipality_id, email, token_hash, expires_at) values ($1, 'utløpt', $2, $3)`, h.municipality, fmt.Append(nil, n), at)
		}, `select count(*) from invitation where email = 'utløpt'`},
		"accepted invitations": {want.Invitations, func(at time.Time) {
			h.exec(`insert into invitation (municipality_id, email, token_hash, expires_at, accepted_at) values ($1, 'tatt', $2, $4, $3)`, h.municipality, fmt.Append(nil, n), at, at.Add(-7*day))
		}, `select count(*) from invitation where email = 'tatt'`},
		"new addresses": {day, func(at time.Time) {
			h.exec(`insert into email_change (account_id, email, token_hash, expires_at) values ($1, 'ny@k.example', $2, $3)`, who, fmt.Append(nil, n), at)
		}, `select count(*) from email_change`},
		"ended accounts": {want.Ended, func(at time.Time) {
			h.exec(`insert into account (municipality_id, email, name, ended_at) values ($1, $2, 'Slutt', $3)`, h.municipality, fmt.Sprint(n, "@slutt.example"), at)
		}, `select count(*) from account where ended_at is not null`},
		"who logged in": {want.LoginLog, func(at time.Time) {
			h.exec(`insert into audit_event (municipality_id, actor_kind, action, at) values ($1, 'staff', 'login.ok', $2)`, h.municipality, at)
		}, `select count(*) from audit_event where action = 'login.ok'`},
		"who logged out": {want.LoginLog, func(at time.Time) {
			h.exec(`insert into audit_event (municipality_id, actor_kind, action, at) values ($1, 'staff', 'logout.all', $2)`, h.municipality, at)
		}, `select count(*) from audit_event where action = 'logout.all'`},
		"known browsers": {want.Known, func(at time.Time) {
			h.exec(`insert into known_browser (account_id, door, browser_hash, used_at) values ($1, 'ansatt', $2, $3)`, who, fmt.Append(nil, n), at)
		}, `select count(*) from known_browser`},
		"cookies": {0, func(at time.Time) {
			h.exec(`insert into sessions (token, data, expiry) values ($1, '', $2)`, fmt.Sprint(n), at)
		}, `select count(*) from sessions`},
	} {
		for _, age := range []time.Duration{-time.Minute, 0, time.Minute} {
			n++
			kind.put(h.now.Add(-kind.keep - age))
		}
		h.must(h.Tidy(t.Context()))
		if got := h.int(kind.count); got != 2 {
			t.Errorf("%s: got %d left, want the two that are not older than %v", what, got, kind.keep)
		}
	}
	h.exec(`insert into audit_event (municipality_id, actor_kind, action, at) values ($1, 'staff', 'user.role', $2)`, h.municipality, h.now.Add(-400*day))
	h.must(h.Tidy(t.Context()))
	if h.int(`select count(*) from audit_event where action = 'user.role'`) != 1 {
		t.Error("the rest of the log goes with who logged in")
	}
}

// Each wait is tried at its last moment, and a moment later.
func TestNothingWorksAMomentTooLong(t *testing.T) {
	t.Parallel()
	for what, tc := range map[string]struct {
		life    time.Duration
		still   bool // at that very moment
		prepare func(h *house) (try func() bool)
	}{
		"the link to a new address": {time.Hour, false, func(h *house) func() bool {
			a := h.staff("kari@k.example", account.Reader)
			h.must(h.RequestEmailChange(t.Context(), a, "ny@k.example"))
			return func() bool {
				return h.ConfirmEmailChange(t.Context(), a, h.token(h.last("ny@k.example"))) == nil
			}
		}},
		"an invitation": {7 * day, false, func(h *house) func() bool {
			h.must(h.InviteStaff(t.Context(), h.staff("admin@k.example", account.Administrator), invitation.Invite{Email: "ny@k.example", Name: "Ny", Role: account.Reader}))
			return func() bool { _, err := accept(h, h.token(h.last("ny@k.example"))); return err == nil }
		}},
		"an invitation that was sent again": {7 * day, false, func(h *house) func() bool {
			admin := h.staff("admin@k.example", account.Administrator)
			h.must(h.InviteStaff(t.Context(), admin, invitation.Invite{Email: "ny@k.example", Name: "Ny", Role: account.Reader}))
			h.now = h.now.Add(30 * day)
			h.must(h.ResendInvitation(t.Context(), admin, h.int(`select id from invitation`)))
			return func() bool { _, err := accept(h, h.token(h.last("ny@k.example"))); return err == nil }
		}},
		"a login that may change rights": {5 * time.Minute, true, func(h *house) func() bool {
			a := h.staff("kari@k.example", account.Reader)
			return func() bool { fresh, err := h.Fresh(t.Context(), a); h.must(err); return fresh }
		}},
		"a session of staff in use": {8 * time.Hour, false, func(h *house) func() bool { return h.entered(account.StaffDoor) }},
		"a session of a group":      {12 * time.Hour, false, func(h *house) func() bool { return h.entered(account.GroupDoor) }},
	} {
		for late, want := range map[time.Duration]bool{-time.Millisecond: true, 0: tc.still, time.Millisecond: false} {
			h := newHouse(t)
			try := tc.prepare(h)
			h.now = h.now.Add(tc.life + late)
			if got := try(); got != want {
				t.Errorf("%s, after %v and %v: got %v, want %v", what, tc.life, late, got, want)
			}
		}
	}
}

// entered logs in and says whether the session still lives, idle or not.
func (h *house) entered(door account.Door) func() bool {
	h.t.Helper()
	h.staff("kari@k.example", account.Reader)
	a := h.member("kari@k.example", h.organisation("Vik IL"), account.GroupMember)
	in := h.proof(h.municipality, door, a.Email, browser)
	l, err := h.ConfirmCode(h.t.Context(), in)
	h.must(err)
	return func() bool {
		_, err := accounttest.BySession(h.t.Context(), h.Service, door, h.municipality, l.SessionID, 0, 0, h.now)
		return err == nil
	}
}

// Three new addresses in a quarter, and not one more.
func TestNewAddressesInAQuarter(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a, other := h.staff("kari@k.example", account.Reader), h.staff("ola@k.example", account.Reader)
	ask := func(by account.Actor, email string) error {
		return h.RequestEmailChange(t.Context(), h.session(by), email)
	}
	for n := range account.MaxPerAddress {
		h.must(ask(a, fmt.Sprint("ny", n, "@k.example")))
	}
	h.want("a fourth", ask(a, "ny4@k.example"), account.ErrTooManyForAddress)
	h.must(ask(other, "ola2@k.example"))
	h.now = h.now.Add(15*time.Minute - time.Millisecond)
	h.want("a moment early", ask(a, "ny4@k.example"), account.ErrTooManyForAddress)
	h.now = h.now.Add(time.Millisecond)
	h.must(ask(a, "ny4@k.example"))
	if got := h.last("ny4@k.example"); !strings.Contains(got.Links[0], "/ansatt/konto/lenke/") {
		t.Errorf("link at the staff door: got %q", got.Links)
	}
	m := h.member("per@lag.example", h.organisation("Vik IL"), account.GroupMember)
	h.must(ask(m, "per2@lag.example"))
	if got := h.last("per2@lag.example"); !strings.Contains(got.Links[0], "/lag/konto/lenke/") {
		t.Errorf("link at the group door: got %q", got.Links)
	}
	h.wantKind("her own", ask(a, "Kari@k.example "), fault.Invalid)
}

func TestBoundsOfAProfile(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a := h.staff("kari@k.example", account.Reader)
	for field, values := range map[string]map[account.Profile]bool{
		"telefon": {{Name: "Kari", Lang: "nb", Phone: strings.Repeat("1", 20)}: true, {Name: "Kari", Lang: "nb", Phone: strings.Repeat("1", 21)}: false},
		"sprak":   {{Name: "Kari", Lang: "en"}: true, {Name: "Kari", Lang: "tlh"}: false, {Name: "Kari"}: false},
	} {
		for p, want := range values {
			p.Version = int(h.int(`select version from account where id = $1`, a.AccountID))
			err := h.SaveProfile(t.Context(), a, p)
			if (err == nil) != want || !want && !fault.FieldsOf(err).Has(field) {
				t.Errorf("%+v: got %v, want it taken %v", p, err, want)
			}
		}
	}
}

// A code is six digits, however it is typed; nothing else is a try.
func TestCodeIsDigits(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a := h.staff("kari@k.example", account.Reader)
	in := h.proof(h.municipality, account.StaffDoor, a.Email, browser)
	_, err := h.code(account.StaffDoor, browser, " - ")
	h.want("no digits", err, login.ErrNoCode)
	_, err = h.code(account.StaffDoor, browser, in.Code[:3]+" "+in.Code[3:])
	h.must(err)
}

// The job that comes back each hour forgets.
func TestTidyIsAJob(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.exec(`insert into sessions (token, data, expiry) values ('x', '', $1)`, h.now.Add(-time.Minute))
	client, err := jobs.InsertOnly(h.pool)
	h.must(err)
	workers := river.NewWorkers()
	h.Service.AddWorkers(workers)
	h.must(postgres.InTx(t.Context(), h.pool, func(ctx context.Context, tx pgx.Tx) error { return client.Enqueue(ctx, tx, account.TidyArgs{}, nil) }))
	jobstest.Work(t, h.pool, workers)
	if got := h.int(`select count(*) from sessions`); got != 0 || len(h.Periodic()) != 1 {
		t.Errorf("got %d cookies left and %d jobs, want none and one", got, len(h.Periodic()))
	}
}
