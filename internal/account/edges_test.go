package account_test

// What is as long as it may be, and a little longer; whose lists show what; and who is nobody.

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/invitation"
	"frivilligsentral/internal/account/login"
	"frivilligsentral/internal/fault"
)

func TestAddressesAndNamesAsLongAsTheyMayBe(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	org := h.organisation("Vik IL")
	admin, boss := h.staff("admin@k.example", account.Administrator), h.member("boss@lag.example", org, account.GroupAdmin)
	ways := map[string]struct {
		email, name func(string) error
	}{
		"log in": {email: func(email string) error {
			return h.RequestLogin(t.Context(), login.Request{Door: account.StaffDoor, MunicipalityID: h.municipality, Email: email, Browser: browser})
		}},
		"invite staff": {func(email string) error {
			return h.InviteStaff(t.Context(), admin, invitation.Invite{Email: email, Name: "Ny", Role: account.Reader})
		}, func(name string) error {
			return h.InviteStaff(t.Context(), admin, invitation.Invite{Email: "ny@k.example", Name: name, Role: account.Reader})
		}},
		"invite a member": {func(email string) error {
			return h.InviteMember(t.Context(), boss, org, invitation.Invite{Email: email, Name: "Ny", Role: account.GroupMember})
		}, func(name string) error {
			return h.InviteMember(t.Context(), boss, org, invitation.Invite{Email: "ny@k.example", Name: name, Role: account.GroupMember})
		}},
		"another address": {email: func(email string) error { return h.RequestEmailChange(t.Context(), admin, email) }},
		"the own name": {name: func(name string) error {
			p, err := h.Profile(t.Context(), boss)
			h.must(err)
			p.Name = name
			return h.SaveProfile(t.Context(), boss, p)
		}},
		"accept": {name: func(name string) error {
			email := fmt.Sprintf("vil%d@k.example", len(name))
			h.must(h.InviteMember(t.Context(), boss, org, invitation.Invite{Email: email, Name: "Vil", Role: account.GroupMember}))
			_, err := h.AcceptInvitation(t.Context(), invitation.Accept{Terms: 1,
				MunicipalityID: h.municipality, Token: h.token(h.last(email)), Name: name, Lang: "nb",
			})
			return err
		}},
	}
	emails := map[string]bool{strings.Repeat("a", 244) + "@k.example": true, strings.Repeat("a", 245) + "@k.example": false, "tull": false}
	names := map[string]bool{strings.Repeat("å", 120): true, strings.Repeat("å", 121): false}
	for what, way := range ways {
		for _, field := range []struct {
			name   string
			try    func(string) error
			values map[string]bool
		}{{"epost", way.email, emails}, {"navn", way.name, names}} {
			for value, want := range field.values {
				if field.try == nil {
					continue
				}
				if err := field.try(value); (err == nil) != want || !want && !fault.FieldsOf(err).Has(field.name) {
					t.Errorf("%s, %s of %d characters: got %v, want it taken %v", what, field.name, len([]rune(value)), err, want)
				}
			}
		}
	}
}

// Each list of invitations has its own, the newest first, and each letter says who invites.
func TestInvitationsStandWhereTheyBelong(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	org, other := h.organisation("Vik IL"), h.organisation("Fjell IL")
	admin, boss, rival := h.staff("admin@k.example", account.Administrator), h.member("boss@lag.example", org, account.GroupAdmin), h.member("r@lag.example", other, account.GroupAdmin)
	for _, n := range []string{"1", "2"} {
		h.now = h.now.Add(time.Minute)
		h.must(h.InviteStaff(t.Context(), admin, invitation.Invite{Email: "ansatt" + n + "@k.example", Name: "Ny", Role: account.Reader}))
		h.must(h.InviteMember(t.Context(), boss, org, invitation.Invite{Email: "vik" + n + "@k.example", Name: "Ny", Role: account.GroupMember}))
		h.must(h.InviteMember(t.Context(), rival, other, invitation.Invite{Email: "fjell" + n + "@k.example", Name: "Ny", Role: account.GroupMember}))
	}
	emails := func(all []invitation.Invitation, err error) []string {
		h.must(err)
		var out []string
		for _, i := range all {
			out = append(out, strings.TrimSuffix(i.Email, "@k.example"))
		}
		return out
	}
	for want, got := range map[string][]string{
		"ansatt2 ansatt1": emails(h.StaffInvitations(t.Context(), admin)),
		"vik2 vik1":       emails(h.MemberInvitations(t.Context(), boss, org)),
		"fjell2 fjell1":   emails(h.MemberInvitations(t.Context(), rival, other)),
	} {
		if diff := cmp.Diff(strings.Fields(want), got); diff != "" {
			t.Errorf("invitations (-want +got):\n%s", diff)
		}
	}
	if got := h.last("vik1@k.example").TextBody; !strings.Contains(got, "boss@lag.example har invitert deg") {
		t.Errorf("the letter does not say who invites:\n%s", got)
	}
	_, err := h.InviteFirstAdministrator(t.Context(), "", "tull")
	if !fault.FieldsOf(err).Has("epost") {
		t.Errorf("no address: got %v, want epost refused", err)
	}
	_, err = h.InviteFirstAdministrator(t.Context(), "", "forste@k.example")
	h.must(err)
	if got := h.last("forste@k.example").TextBody; !strings.Contains(got, "Du er invitert som") {
		t.Errorf("the letter from the command line:\n%s", got)
	}
}

// A staff session lives as long as somebody uses it, and is listed as long as it lives.
func TestSessionLivesWhileItIsUsed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	used, left, other := h.staff("a@k.example", account.Reader), h.staff("b@k.example", account.Reader), h.member("c@lag.example", h.organisation("Vik IL"), account.GroupMember)
	for range 4 {
		h.now = h.now.Add(account.StaffIdle - time.Minute)
		if !h.alive(used) {
			t.Fatal("a session that is used ends")
		}
	}
	for name, tc := range map[string]struct {
		actor account.Actor
		want  bool
	}{"used": {used, true}, "left alone": {left, false}, "a group's, left alone": {other, true}} {
		sessions, err := h.Sessions(t.Context(), tc.actor)
		h.must(err)
		listed := slices.ContainsFunc(sessions, func(s account.Session) bool { return s.ID == tc.actor.SessionID })
		if alive := h.alive(tc.actor); alive != tc.want || listed != tc.want {
			t.Errorf("%s: got alive %v, listed %v, want %v", name, alive, listed, tc.want)
		}
	}
}

func TestNobodyHasNoAccount(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	nobody := account.Resident(h.municipality)
	for what, do := range map[string]func() error{
		"profile":         func() error { _, err := h.Profile(t.Context(), nobody); return err },
		"save":            func() error { return h.SaveProfile(t.Context(), nobody, account.Profile{Name: "Ny", Lang: "nb"}) },
		"another address": func() error { return h.RequestEmailChange(t.Context(), nobody, "ny@k.example") },
		"confirm it":      func() error { return h.ConfirmEmailChange(t.Context(), nobody, "x") },
		"sessions":        func() error { _, err := h.Sessions(t.Context(), nobody); return err },
		"end one":         func() error { return h.EndSession(t.Context(), nobody, 1) },
	} {
		h.wantKind(what, do(), fault.Forbidden)
	}
}

func TestNetworkThatRequestsAreCountedBy(t *testing.T) {
	t.Parallel()
	for ip, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7", "2001:db8:1:2:3::4": "2001:db8:1:2::", "fe80::1%eth0": "fe80::", "": "", "tull": "",
	} {
		if got := account.IPKey(ip); got != want {
			t.Errorf("%q: got %q, want %q", ip, got, want)
		}
	}
}
