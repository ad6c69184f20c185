package account_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/invitation"
	"frivilligsentral/internal/account/login"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/mailtest"
)

func accept(h *house, token string) (login.Login, error) {
	return h.AcceptInvitation(h.t.Context(), invitation.Accept{Terms: 1, MunicipalityID: h.municipality, Token: token, Lang: "nb"})
}

func TestInviteStaff(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	admin := h.staff("admin@kommunen.example", account.Administrator)
	invite := invitation.Invite{Email: "Ny@Kommunen.example", Name: "Ny Kollega", Role: account.ContactManager}
	h.must(h.InviteStaff(t.Context(), admin, invite))
	first := h.token(h.last("ny@kommunen.example"))
	h.must(h.InviteStaff(t.Context(), admin, invite))
	token := h.token(h.last("ny@kommunen.example"))
	_, err := accept(h, first)
	h.want("replaced invitation", err, invitation.ErrInvitationExpired)

	l, err := accept(h, token)
	h.must(err)
	if l.Door != account.StaffDoor || l.Name != "Ny Kollega" {
		t.Errorf("login: got %+v", l)
	}
	_, err = accept(h, token)
	h.want("twice", err, invitation.ErrInvitationUsed)
	h.wantKind("has access already", h.InviteStaff(t.Context(), admin, invite), fault.Invalid)
	if role := h.int(`select count(*) from account where email = 'ny@kommunen.example' and staff_role = 'contact_manager'`); role != 1 {
		t.Errorf("the account does not have the role")
	}
}

func TestInviteNeedsRight(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	org, other := h.organisation("Vik IL"), h.organisation("Fjell IL")
	invite := invitation.Invite{Email: "ny@eksempel.no", Name: "Ny", Role: account.GroupMember}
	for _, test := range []struct {
		name string
		by   account.Actor
		org  int64
		want fault.Kind // Internal means allowed
	}{
		{"own administrator", h.member("a@lag.example", org, account.GroupAdmin), org, fault.Internal},
		{"own member", h.member("b@lag.example", org, account.GroupMember), org, fault.Forbidden},
		{"another's administrator", h.member("c@lag.example", other, account.GroupAdmin), org, fault.NotFound},
		{"coordinator", h.staff("d@kommunen.example", account.Coordinator), org, fault.Internal},
		{"reader", h.staff("e@kommunen.example", account.Reader), org, fault.Forbidden},
		{"unknown organisation", h.staff("f@kommunen.example", account.Coordinator), 999999, fault.NotFound},
		{"resident", account.Resident(h.municipality), org, fault.Forbidden},
	} {
		err := h.InviteMember(t.Context(), test.by, test.org, invite)
		if test.want == fault.Internal {
			h.must(err)
			continue
		}
		h.wantKind(test.name, err, test.want)
	}
	staff := invitation.Invite{Email: "ny@eksempel.no", Name: "Ny", Role: account.Administrator}
	h.wantKind("staff by coordinator", h.InviteStaff(t.Context(), h.staff("g@kommunen.example", account.Coordinator), staff), fault.Forbidden)
	h.wantKind("staff role in a group", h.InviteMember(t.Context(), h.member("h@lag.example", org, account.GroupAdmin), org, staff), fault.Invalid)
}

func TestInvitationRunsOutAndIsRenewed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	org := h.organisation("Vik IL")
	by := h.member("a@lag.example", org, account.GroupAdmin)
	h.must(h.InviteMember(t.Context(), by, org, invitation.Invite{Email: "ny@eksempel.no", Name: "Ny", Role: account.GroupAdmin}))
	old := h.token(h.last("ny@eksempel.no"))
	h.now = h.now.Add(invitation.InvitationLife)
	_, err := accept(h, old)
	h.want("after seven days", err, invitation.ErrInvitationExpired)

	list, err := h.MemberInvitations(t.Context(), by, org)
	h.must(err)
	stranger := h.member("s@lag.example", h.organisation("Fjell IL"), account.GroupAdmin)
	h.wantKind("another's invitation", h.ResendInvitation(t.Context(), stranger, list[0].ID), fault.NotFound)
	h.wantKind("another's invitation", h.WithdrawInvitation(t.Context(), stranger, list[0].ID), fault.NotFound)
	h.must(h.ResendInvitation(t.Context(), by, list[0].ID))
	l, err := accept(h, h.token(h.last("ny@eksempel.no")))
	h.must(err)
	if l.OrganisationID() != org {
		t.Errorf("organisation: got %d, want %d", l.OrganisationID(), org)
	}
	h.wantKind("an accepted one", h.WithdrawInvitation(t.Context(), by, list[0].ID), fault.NotFound)
}

func TestWithdrawnInvitation(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	admin := h.staff("admin@kommunen.example", account.Administrator)
	h.must(h.InviteStaff(t.Context(), admin, invitation.Invite{Email: "ny@k.example", Name: "Ny", Role: account.Reader}))
	list, err := h.StaffInvitations(t.Context(), admin)
	h.must(err)
	h.must(h.WithdrawInvitation(t.Context(), admin, list[0].ID))
	_, err = accept(h, h.token(h.last("ny@k.example")))
	h.want("withdrawn", err, invitation.ErrInvitationExpired)
}

func TestFirstAdministrator(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.town("9902", "Nabovik", "nabovik.example")
	_, err := h.InviteFirstAdministrator(t.Context(), "", "a@k.example")
	h.wantKind("two municipalities", err, fault.Invalid)
	_, err = h.InviteFirstAdministrator(t.Context(), "1234", "a@k.example")
	h.wantKind("unknown municipality", err, fault.NotFound)
	_, err = h.InviteFirstAdministrator(t.Context(), "9901", "tull")
	h.wantKind("not an address", err, fault.Invalid)
	for _, key := range []string{"9901", "Provevik.example"} {
		link, err := h.InviteFirstAdministrator(t.Context(), key, "a@k.example")
		h.must(err)
		if !strings.HasPrefix(link, "http://provevik.example/invitasjon/") {
			t.Errorf("link: got %q", link)
		}
	}
	l, err := h.AcceptInvitation(t.Context(), invitation.Accept{Terms: 1, MunicipalityID: h.municipality, Token: h.token(h.last("a@k.example")), Name: "Anne Admin"})
	h.must(err)
	if l.Name != "Anne Admin" {
		t.Errorf("name: got %q", l.Name)
	}
}

func TestChangeAndEndStaff(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	admin := h.staff("admin@kommunen.example", account.Administrator)
	kari := h.staff("kari@kommunen.example", account.Coordinator)
	h.wantKind("without the right", h.ChangeStaffRole(t.Context(), kari, kari.AccountID, account.Administrator, 1), fault.Forbidden)
	h.wantKind("no such role", h.ChangeStaffRole(t.Context(), admin, kari.AccountID, account.GroupAdmin, 1), fault.Invalid)
	h.wantKind("somebody was faster", h.ChangeStaffRole(t.Context(), admin, kari.AccountID, account.Reader, 7), fault.Conflict)
	h.must(h.ChangeStaffRole(t.Context(), admin, kari.AccountID, account.Reader, 1))
	if h.alive(kari) {
		t.Errorf("the session lives on with old rights")
	}
	h.want("last administrator", h.EndStaff(t.Context(), admin, admin.AccountID, 1), account.ErrLastAdministrator)
	h.want("last administrator", h.ChangeStaffRole(t.Context(), admin, admin.AccountID, account.Reader, 1), account.ErrLastAdministrator)

	kari = h.session(kari)
	h.must(h.EndStaff(t.Context(), admin, kari.AccountID, 2))
	h.audited("user.end")
	if h.alive(kari) {
		t.Errorf("the session of an ended account lives on")
	}
	stranger := admin
	stranger.MunicipalityID = h.town("9902", "Nabovik", "nabovik.example")
	h.wantKind("another municipality's person", h.EndStaff(t.Context(), stranger, admin.AccountID, 1), fault.NotFound)
}

// Two administrators who end each other at the same time: one must stay.
func TestAdministratorsEndEachOther(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a, b := h.staff("a@k.example", account.Administrator), h.staff("b@k.example", account.Administrator)
	var wg sync.WaitGroup
	for _, pair := range [][2]account.Actor{{a, b}, {b, a}} {
		wg.Go(func() { _ = h.EndStaff(t.Context(), pair[0], pair[1].AccountID, 1) })
	}
	wg.Wait()
	if n := h.int(`select count(*) from account where staff_role = 'administrator' and ended_at is null`); n != 1 {
		t.Errorf("administrators left: got %d, want 1", n)
	}
}

func TestRightsNeedFreshLogin(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	admin := h.staff("admin@kommunen.example", account.Administrator)
	kari := h.staff("kari@kommunen.example", account.Coordinator)
	h.now = h.now.Add(account.FreshLogin + time.Second)
	h.want("role", h.ChangeStaffRole(t.Context(), admin, kari.AccountID, account.Reader, 1), account.ErrNotFresh)
	h.want("end", h.EndStaff(t.Context(), admin, kari.AccountID, 1), account.ErrNotFresh)
	h.want("invite", h.InviteStaff(t.Context(), admin, invitation.Invite{Email: "x@k.example", Name: "X", Role: account.Reader}), account.ErrNotFresh)
	h.want("address", h.RequestEmailChange(t.Context(), admin, "y@k.example"), account.ErrNotFresh)
	h.must(h.EndStaff(t.Context(), h.session(admin), kari.AccountID, 1))
}

func TestMembers(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	org, other := h.organisation("Vik IL"), h.organisation("Fjell IL")
	boss, ola := h.member("boss@lag.example", org, account.GroupAdmin), h.member("ola@lag.example", org, account.GroupMember)
	stranger := h.member("s@lag.example", other, account.GroupAdmin)

	_, err := h.Members(t.Context(), stranger, org)
	h.wantKind("another's people", err, fault.NotFound)
	h.wantKind("another's person", h.RemoveMember(t.Context(), stranger, org, ola.AccountID), fault.NotFound)
	h.wantKind("a person of another group", h.RemoveMember(t.Context(), boss, org, stranger.AccountID), fault.NotFound)
	h.wantKind("a member changes roles", h.ChangeMemberRole(t.Context(), ola, org, ola.AccountID, account.GroupAdmin), fault.Forbidden)
	h.want("last one leaves", h.RemoveMember(t.Context(), boss, org, boss.AccountID), account.ErrLastGroupAdmin)
	h.want("last one steps down", h.ChangeMemberRole(t.Context(), boss, org, boss.AccountID, account.GroupMember), account.ErrLastGroupAdmin)

	h.must(h.ChangeMemberRole(t.Context(), boss, org, ola.AccountID, account.GroupAdmin))
	h.must(h.RemoveMember(t.Context(), boss, org, boss.AccountID))
	h.audited("member.remove")
	if h.alive(boss) {
		t.Errorf("the session of a removed person lives on")
	}
	list, err := h.Members(t.Context(), ola, org)
	h.must(err)
	if len(list) != 1 || list[0].Role != account.GroupAdmin {
		t.Errorf("people: got %+v, want one responsible", list)
	}
	if n := h.int(`select count(*) from account where id = $1 and ended_at is not null`, boss.AccountID); n != 1 {
		t.Errorf("an account without any right was not ended")
	}
}

func TestMemberMayLeave(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	org := h.organisation("Vik IL")
	h.member("boss@lag.example", org, account.GroupAdmin)
	ola := h.member("ola@lag.example", org, account.GroupMember)
	h.must(h.RemoveMember(t.Context(), ola, org, ola.AccountID))
}

func TestGrantMembership(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	org := h.organisation("Vik IL")
	first := h.grant("Kari@Lag.example", org)
	if again := h.grant("kari@lag.example", org); again != first {
		t.Errorf("granting again: got account %d, want %d", again, first)
	}
	h.must(h.ask(account.GroupDoor, "kari@lag.example", browser))
	if _, err := h.code(account.GroupDoor, browser, h.last("kari@lag.example").Code); err != nil {
		t.Errorf("logging in: %v", err)
	}
	// Ended, and granted anew: nothing of the old rights comes back.
	h.exec(`update account set ended_at = now() where id = $1`, first)
	h.exec(`delete from membership`)
	h.grant("kari@lag.example", org)
	if n := h.int(`select count(*) from account where id = $1 and ended_at is null and staff_role is null`, first); n != 1 {
		t.Errorf("the account did not begin anew")
	}
}

func TestProfile(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a := h.staff("kari@kommunen.example", account.Reader)
	p, err := h.Profile(t.Context(), a)
	h.must(err)
	p.Name, p.Phone, p.Lang = " Kari  Nordmann ", "+4722222222", "nn"
	h.must(h.SaveProfile(t.Context(), a, p))
	h.wantKind("somebody was faster", h.SaveProfile(t.Context(), a, p), fault.Conflict)
	p.Name = " "
	h.wantKind("no name", h.SaveProfile(t.Context(), a, p), fault.Invalid)
	p, err = h.Profile(t.Context(), a)
	h.must(err)
	if p.Name != "Kari Nordmann" || p.Lang != "nn" {
		t.Errorf("profile: got %+v", p)
	}
	h.wantKind("a resident", h.SaveProfile(t.Context(), account.Resident(h.municipality), p), fault.Forbidden)
}

func TestEmailChange(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a := h.staff("gammel@k.example", account.Reader)
	elsewhere := h.session(a)
	other := h.staff("opptatt@k.example", account.Reader)
	h.must(h.RequestEmailChange(t.Context(), a, "opptatt@k.example")) // same answer, no e-mail
	if all := mailtest.All(t, h.pool, "opptatt@k.example"); len(all) != 0 {
		t.Errorf("e-mails to an address that is taken: got %d, want 0", len(all))
	}
	h.must(h.RequestEmailChange(t.Context(), a, "Ny@k.example"))
	token := h.token(h.last("ny@k.example"))
	h.want("another's account", h.ConfirmEmailChange(t.Context(), other, token), account.ErrEmailLink)
	h.must(h.ConfirmEmailChange(t.Context(), a, token))
	h.audited("account.email")
	h.want("twice", h.ConfirmEmailChange(t.Context(), a, token), account.ErrEmailLink)
	if h.alive(elsewhere) || !h.alive(a) {
		t.Errorf("sessions: got elsewhere %v, here %v; want only this one", h.alive(elsewhere), h.alive(a))
	}
	if got := h.last("gammel@k.example").Kind; got.String() != "email-changed" {
		t.Errorf("the old address: got %q, want to be told", got)
	}
}

// An address that somebody has is answered as any other is, also when it has been asked for
// too often, and whoever has followed a letter to hers gets the next.
func TestFewEmailChanges(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.staff("opptatt@k.example", account.Reader)
	for _, email := range []string{"opptatt@k.example", "ledig@k.example"} {
		for n := range mail.MaxUnproved {
			h.must(h.RequestEmailChange(t.Context(), h.staff(fmt.Sprint(n, email), account.Reader), email))
		}
		h.want(email, h.RequestEmailChange(t.Context(), h.staff("x"+email, account.Reader), email), mail.ErrTooMany)
	}
	h.now = h.now.Add(time.Hour)
	a := h.staff("gammel@k.example", account.Reader)
	h.must(h.RequestEmailChange(t.Context(), a, "ny@k.example"))
	h.must(h.ConfirmEmailChange(t.Context(), a, h.token(h.last("ny@k.example"))))
	if n := h.int(`select count(*) from mail_allowance where since = $1`, h.now); n != 0 {
		t.Errorf("got %d counts of the address that she has shown to be hers, want none", n)
	}
}

func TestDemo(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.staff("kari@kommunen.example", account.Coordinator)
	h.member("ola@lag.example", h.organisation("Vik IL"), account.GroupAdmin)
	_, err := h.LoginDemo(t.Context(), h.municipality, "", "kari@kommunen.example", login.Browser{})
	h.wantKind("demo off", err, fault.NotFound)
	h.Demo = true
	for _, test := range []struct {
		email      string
		door, want account.Door
	}{
		{"kari@kommunen.example", "", account.StaffDoor}, {"ola@lag.example", "", account.GroupDoor},
		{"kari@kommunen.example", account.GroupDoor, ""}, {"ukjent@eksempel.no", "", ""},
	} {
		l, err := h.LoginDemo(t.Context(), h.municipality, test.door, test.email, login.Browser{})
		if test.want == "" {
			h.wantKind(test.email, err, fault.NotFound)
			continue
		}
		h.must(err)
		if l.Door != test.want {
			t.Errorf("%s: got door %q, want %q", test.email, l.Door, test.want)
		}
	}
	for door, want := range map[account.Door]string{account.StaffDoor: "kari@kommunen.example", account.GroupDoor: "ola@lag.example"} {
		people, err := h.PublicDemoPeople(t.Context(), h.municipality, door)
		h.must(err)
		if len(people) != 1 || people[0].Email != want {
			t.Errorf("people at %s: got %+v", door, people)
		}
	}
}

func TestTidy(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a := h.staff("kari@kommunen.example", account.Administrator)
	h.must(h.ask(account.StaffDoor, "kari@kommunen.example", browser))
	h.must(h.RequestLogin(t.Context(), login.Request{
		Door: account.StaffDoor, MunicipalityID: h.municipality, Email: "b@k.example", IP: "2001:db8:1:2:3::4", Browser: browser,
	}))
	h.must(h.InviteStaff(t.Context(), a, invitation.Invite{Email: "ny@k.example", Name: "Ny", Role: account.Reader}))
	h.must(h.RequestEmailChange(t.Context(), a, "annen@k.example"))
	h.exec(`insert into account (municipality_id, email, name, ended_at) values ($1, 'slutt@k.example', 'Slutt', $2)`, h.municipality, h.now)
	rows := func() (out [5]int64) {
		for i, sql := range []string{`select count(*) from login_attempt`, `select count(*) from login_session`, `select count(*) from invitation`,
			`select count(*) from email_change`, `select count(*) from account`} {
			out[i] = h.int(sql)
		}
		return out
	}
	for _, test := range []struct {
		name string
		wait time.Duration
		want [5]int64
		ip   string
	}{
		{"at once", 0, [5]int64{2, 1, 1, 1, 2}, "192.0.2.7 2001:db8:1:2::"},
		{"after two hours", 2 * time.Hour, [5]int64{2, 1, 1, 1, 2}, "192.0.2.0 2001:db8:1::"},
		{"after two days", 48 * time.Hour, [5]int64{2, 1, 1, 0, 2}, "192.0.2.0 2001:db8:1::"},
		{"after 31 days", 31 * 24 * time.Hour, [5]int64{0, 0, 1, 0, 2}, ""},
		{"after 40 days", 40 * 24 * time.Hour, [5]int64{0, 0, 0, 0, 2}, ""},
		{"after a year", 366 * 24 * time.Hour, [5]int64{0, 0, 0, 0, 1}, ""},
	} {
		start := h.now
		h.now = h.now.Add(test.wait)
		h.must(h.Tidy(t.Context()))
		if got := rows(); got != test.want {
			t.Errorf("%s: got rows %v, want %v", test.name, got, test.want)
		}
		for _, ip := range strings.Fields(test.ip) {
			if h.int(`select count(*) from login_attempt where ip = $1`, ip) != 1 {
				t.Errorf("%s: no request is from %s", test.name, ip)
			}
		}
		h.now = start
	}
}

func TestLog(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	admin := h.staff("admin@kommunen.example", account.Administrator)
	kari := h.staff("kari@kommunen.example", account.Coordinator)
	h.must(h.ChangeStaffRole(t.Context(), admin, kari.AccountID, account.Reader, 1))
	h.must(h.Logout(t.Context(), admin))
	h.must(h.Logout(t.Context(), kari))
	_, err := h.Log(t.Context(), h.staff("leser@kommunen.example", account.Reader), account.LogQuery{})
	h.wantKind("reader", err, fault.Forbidden)
	all, err := h.Log(t.Context(), admin, account.LogQuery{Limit: 2})
	h.must(err)
	named := slices.ContainsFunc(all.Subjects, func(s account.Subject) bool { return s.Kind == "account" && s.ID == kari.AccountID && s.Name != "" })
	if len(all.Rows) != 2 || !all.More || !named {
		t.Errorf("first piece: got %d rows, more %v, subjects %v", len(all.Rows), all.More, all.Subjects)
	}
	older, err := h.Log(t.Context(), admin, account.LogQuery{Limit: 2, BeforeID: all.Rows[1].ID})
	h.must(err)
	if len(older.Rows) != 1 || older.More || older.Rows[0].Action != "user.role" {
		t.Errorf("second piece: got %+v", older.Rows)
	}
	mine, err := h.Log(t.Context(), admin, account.LogQuery{ActorID: kari.AccountID, Action: "logout"})
	h.must(err)
	if len(mine.Rows) != 1 {
		t.Errorf("narrowed: got %d rows, want 1", len(mine.Rows))
	}
}

// A name is quoted in letters to people who have asked for nothing, so it is no address.
func TestNamesAreNames(t *testing.T) {
	t.Parallel()
	const evil = "Du har vunnet www.evil.example"
	h := newHouse(t)
	org := h.organisation("Vik IL")
	a, m := h.staff("kari@kommunen.example", account.Administrator), h.member("ola@lag.example", org, account.GroupAdmin)
	refused := func(what string, err error) {
		t.Helper()
		if !fault.FieldsOf(err).Has("navn") {
			t.Errorf("%s: got %v, want the name refused", what, err)
		}
	}
	refused("staff", h.InviteStaff(t.Context(), a, invitation.Invite{Email: "ny@eksempel.no", Name: evil, Role: account.Reader}))
	refused("a member", h.InviteMember(t.Context(), m, org, invitation.Invite{Email: "ny@eksempel.no", Name: evil, Role: account.GroupMember}))
	p, err := h.Profile(t.Context(), m)
	h.must(err)
	p.Name = evil
	refused("her own", h.SaveProfile(t.Context(), m, p))
	h.must(h.InviteMember(t.Context(), m, org, invitation.Invite{Email: "ny@eksempel.no", Name: "Ny", Role: account.GroupMember}))
	_, err = h.AcceptInvitation(t.Context(), invitation.Accept{Terms: 1, MunicipalityID: h.municipality, Token: h.token(h.last("ny@eksempel.no")), Name: evil, Lang: "nb"})
	refused("the invited one's", err)
}

// Whoever is logged in fills nobody's mailbox with invitations either, and is told so.
func TestFewInvitations(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for n := range mail.MaxUnproved + 3 {
		org := h.organisation(fmt.Sprint("Lag ", n))
		m := h.member("ola@lag.example", org, account.GroupAdmin)
		err := h.InviteMember(t.Context(), m, org, invitation.Invite{Email: "offer@eksempel.no", Name: "Ny", Role: account.GroupMember})
		if n < mail.MaxUnproved {
			h.must(err)
			continue
		}
		h.want("one too many", err, mail.ErrTooMany)
		if list, err := h.MemberInvitations(t.Context(), m, org); err != nil || len(list) > 0 {
			t.Errorf("got %+v (%v) in the list, want nothing that was not sent", list, err)
		}
	}
	if got := len(mailtest.All(t, h.pool, "offer@eksempel.no")); got != mail.MaxUnproved {
		t.Errorf("got %d invitations, want %d", got, mail.MaxUnproved)
	}
	h.must(func() error {
		_, err := h.AcceptInvitation(t.Context(), invitation.Accept{Terms: 1, MunicipalityID: h.municipality, Token: h.token(h.last("offer@eksempel.no")), Lang: "nb"})
		return err
	}())
	org := h.organisation("Enda et lag")
	h.must(h.InviteMember(t.Context(), h.member("ola@lag.example", org, account.GroupAdmin), org, invitation.Invite{Email: "offer@eksempel.no", Name: "Ny", Role: account.GroupMember}))
	if got := len(mailtest.All(t, h.pool, "offer@eksempel.no")); got != mail.MaxUnproved+1 {
		t.Errorf("after she has said yes to one: got %d invitations, want %d", got, mail.MaxUnproved+1)
	}
}
