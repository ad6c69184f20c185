// Each use case changes what it names and nothing beside it: not a colleague, not her
// own session at the other door, not the neighbour town's person of the same address.

package account_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/invitation"
	"frivilligsentral/internal/account/login"
	"frivilligsentral/internal/postgres/pgtest"
)

var tables = []string{"account", "membership", "login_session", "login_attempt", "known_browser", "invitation", "email_change"}

// cast are the people of a town: the same addresses in each.
type cast struct {
	municipality, vik, fjell   int64
	admin, kari, kariAtLag     account.Actor // kari is staff, and acts for Vik IL too
	boss, ola, olaAtFjell, per account.Actor
}

func (h *house) cast(municipality int64) (c cast) {
	h.t.Helper()
	here := h.municipality
	defer func() { h.municipality = here }()
	h.municipality = municipality
	c = cast{municipality: municipality, vik: h.organisation("Vik IL"), fjell: h.organisation("Fjell IL")}
	c.admin, c.kari = h.staff("admin@k.example", account.Administrator), h.staff("kari@k.example", account.Coordinator)
	h.staff("sjef@k.example", account.Administrator)
	c.kariAtLag = h.member("kari@k.example", c.vik, account.GroupMember)
	c.boss, c.ola = h.member("boss@lag.example", c.vik, account.GroupAdmin), h.member("ola@lag.example", c.vik, account.GroupMember)
	c.olaAtFjell, c.per = h.member("ola@lag.example", c.fjell, account.GroupAdmin), h.member("per@lag.example", c.vik, account.GroupMember)
	h.session(c.admin)
	return c
}

// proof asks to log in and says which browser and which secrets that gave.
func (h *house) proof(municipality int64, door account.Door, email, browser string) login.Confirm {
	h.t.Helper()
	h.must(h.RequestLogin(h.t.Context(), login.Request{Door: door, MunicipalityID: municipality, Email: email, Browser: browser}))
	m := h.last(email)
	return login.Confirm{Door: door, MunicipalityID: municipality, Browser: browser, Code: m.Code, Token: h.token(m)}
}

func (h *house) invited(c cast, email string) (invitation.Invitation, string) {
	h.t.Helper()
	h.must(h.InviteMember(h.t.Context(), c.boss, c.vik, invitation.Invite{Email: email, Name: "Ny", Role: account.GroupMember}))
	list, err := h.MemberInvitations(h.t.Context(), c.boss, c.vik)
	h.must(err)
	return list[slices.IndexFunc(list, func(i invitation.Invitation) bool { return i.Email == email })], h.token(h.last(email))
}

func TestOnlyWhatIsNamedChanges(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	y := h.cast(h.town("9902", "Nabovik", "nabovik.example"))
	x := h.cast(h.municipality)
	const another = "another-browser-with-another-secret"
	// In both towns somebody has asked to log in, is invited and wants another address.
	var open invitation.Invitation
	var proof login.Confirm
	var address string
	for _, c := range []cast{y, x} {
		h.exec(`delete from mail_allowance`)
		open, _ = h.invited(c, "ny@k.example")
		h.must(h.InviteMember(t.Context(), c.boss, c.vik, invitation.Invite{Email: "nyere@k.example", Name: "Ny", Role: account.GroupMember}))
		h.must(h.InviteMember(t.Context(), c.olaAtFjell, c.fjell, invitation.Invite{Email: "ny@k.example", Name: "Ny", Role: account.GroupMember}))
		h.must(h.InviteStaff(t.Context(), c.admin, invitation.Invite{Email: "ny@k.example", Name: "Ny", Role: account.Reader}))
		for _, a := range []account.Actor{c.kari, c.admin} {
			h.must(h.RequestEmailChange(t.Context(), a, "nyadresse@k.example"))
			address = h.token(h.last("nyadresse@k.example"))
			h.proof(c.municipality, account.StaffDoor, a.Email, another)
			proof = h.proof(c.municipality, account.StaffDoor, a.Email, browser)
		}
		h.proof(c.municipality, account.GroupDoor, "ola@lag.example", browser)
	}
	h.exec(`delete from mail_allowance`)
	session := func(a account.Actor) string { return fmt.Sprint("login_session ", a.SessionID) }
	person := func(a account.Actor) string { return fmt.Sprint("account ", a.AccountID) }
	member := func(a account.Actor, org int64) string { return fmt.Sprintf("membership %d/%d", a.AccountID, org) }
	newest := func(table string) string { return fmt.Sprint(table, " ", h.int(`select max(id) from `+table)) }
	rows := func(table, where string, args ...any) (out []string) {
		ids, err := h.pool.Query(t.Context(), `select id from `+table+` where `+where, args...)
		h.must(err)
		for ids.Next() {
			var id int64
			h.must(ids.Scan(&id))
			out = append(out, fmt.Sprint(table, " ", id))
		}
		return out
	}
	known := func(id int64, door account.Door, secret string) string {
		return fmt.Sprintf(`known_browser %d/%s/\x%x`, id, door, account.Hash("known", secret))
	}
	var in login.Login
	invite := func(id int64) string { return fmt.Sprint("invitation ", id) }

	for _, c := range []struct {
		name string
		do   func() error
		want func() []string
	}{
		{"another role", func() error { return h.ChangeStaffRole(t.Context(), x.admin, x.kari.AccountID, account.Reader, 1) }, func() []string {
			return []string{person(x.kari), session(x.kari)}
		}},
		{"no more staff, but still a group's", func() error { return h.EndStaff(t.Context(), x.admin, x.kari.AccountID, 2) }, func() []string {
			return []string{person(x.kari)}
		}},
		{"responsible", func() error {
			return h.ChangeMemberRole(t.Context(), x.boss, x.vik, x.ola.AccountID, account.GroupAdmin)
		}, func() []string { return []string{member(x.ola, x.vik)} }},
		{"out of one group", func() error { return h.RemoveMember(t.Context(), x.boss, x.vik, x.ola.AccountID) }, func() []string {
			return []string{member(x.ola, x.vik), session(x.ola), session(x.olaAtFjell)}
		}},
		{"out of the last one", func() error { return h.RemoveMember(t.Context(), x.boss, x.vik, x.per.AccountID) }, func() []string {
			return []string{member(x.per, x.vik), session(x.per), person(x.per)}
		}},
		{"log out", func() error { return h.Logout(t.Context(), x.boss) }, func() []string { return []string{session(x.boss)} }},
		{"the name", func() error {
			return h.SaveProfile(t.Context(), x.boss, account.Profile{Name: "Kari", Lang: "nb", Version: 1})
		}, func() []string { return []string{person(x.boss)} }},
		{"a new link", func() error { return h.ResendInvitation(t.Context(), x.boss, open.ID) }, func() []string { return []string{invite(open.ID)} }},
		{"invite again", func() error {
			return h.InviteMember(t.Context(), x.boss, x.vik, invitation.Invite{Email: "ny@k.example", Name: "Ny", Role: account.GroupMember})
		}, func() []string { return []string{invite(open.ID), newest("invitation")} }},
		{"say yes", func() (err error) {
			in, err = accept(h, h.token(h.last("ny@k.example")))
			return err
		}, func() []string {
			return append(rows("invitation", "accepted_at is not null"), newest("account"), newest("login_session"),
				fmt.Sprintf("membership %d/%d", in.AccountID, x.vik), known(in.AccountID, account.GroupDoor, in.Known))
		}},
		{"withdraw", func() error {
			list, err := h.StaffInvitations(t.Context(), x.admin)
			h.must(err)
			open = list[0]
			return h.WithdrawInvitation(t.Context(), x.admin, list[0].ID)
		}, func() []string { return []string{invite(open.ID)} }},
		{"log in", func() (err error) { in, err = h.ConfirmLink(t.Context(), proof); return err }, func() []string {
			return append(rows("login_attempt", "municipality_id = $1 and door = 'ansatt' and browser_hash = $2", h.municipality, account.Hash("browser", browser)),
				person(x.admin), newest("login_session"), known(x.admin.AccountID, account.StaffDoor, in.Known))
		}},
		{"another address", func() error { return h.ConfirmEmailChange(t.Context(), x.admin, address) }, func() []string {
			return slices.Concat([]string{person(x.admin)}, rows("email_change", "used_at is not null"),
				rows("login_session", "account_id = $1 and id <> $2", x.admin.AccountID, x.admin.SessionID))
		}},
		{"out everywhere", func() error { return h.LogoutEverywhere(t.Context(), x.kariAtLag) }, func() []string { return []string{session(x.kariAtLag)} }},
	} {
		got := pgtest.Touched(t, h.pool, tables, func() {
			if err := c.do(); err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
		})
		want := c.want()
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
