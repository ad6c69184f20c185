package account_test

// Roles: every way to give one takes only those of its door.

import (
	"fmt"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/invitation"
	"frivilligsentral/internal/fault"
)

func TestRolesOfTheOtherDoorAreRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	org := h.organisation("Vik IL")
	admin, boss := h.staff("admin@k.example", account.Administrator), h.member("boss@lag.example", org, account.GroupAdmin)
	n := 0
	invite := func(role account.Role) invitation.Invite {
		n++
		return invitation.Invite{Email: fmt.Sprintf("ny%d@k.example", n), Name: "Ny", Role: role}
	}
	none := []account.Role{"", "eier"}
	for what, way := range map[string]struct {
		give  func(account.Role) error
		takes []account.Role
		other []account.Role
	}{
		"a colleague's role": {func(r account.Role) error {
			n++
			return h.ChangeStaffRole(t.Context(), admin, h.staff(fmt.Sprintf("s%d@k.example", n), account.Reader).AccountID, r, 1)
		}, account.StaffRoles, account.GroupRoles},
		"an invitation of staff": {func(r account.Role) error {
			return h.InviteStaff(t.Context(), admin, invite(r))
		}, account.StaffRoles, account.GroupRoles},
		"a member's role": {func(r account.Role) error {
			n++
			return h.ChangeMemberRole(t.Context(), boss, org, h.member(fmt.Sprintf("m%d@k.example", n), org, account.GroupMember).AccountID, r)
		}, account.GroupRoles, account.StaffRoles},
		"an invitation of a member": {func(r account.Role) error {
			return h.InviteMember(t.Context(), boss, org, invite(r))
		}, account.GroupRoles, account.StaffRoles},
	} {
		for _, r := range way.takes {
			if err := way.give(r); err != nil {
				t.Errorf("%s, %q: got %v, want it taken", what, r, err)
			}
		}
		for _, r := range append(none, way.other...) {
			if err := way.give(r); !fault.FieldsOf(err).Has("rolle") {
				t.Errorf("%s, %q: got %v, want rolle refused", what, r, err)
			}
		}
	}
}

// Two ask for the same free address: whoever proves it first has it, and the
// other's link says no more than that it does not work.
func TestAddressThatSomebodyElseGotFirst(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	first, second := h.staff("a@k.example", account.Reader), h.staff("b@k.example", account.Reader)
	var tokens [2]string
	for i, a := range []account.Actor{first, second} {
		h.must(h.RequestEmailChange(t.Context(), a, "ny@k.example"))
		tokens[i] = h.token(h.last("ny@k.example"))
	}
	h.must(h.ConfirmEmailChange(t.Context(), first, tokens[0]))
	h.want("the slower one", h.ConfirmEmailChange(t.Context(), second, tokens[1]), account.ErrEmailLink)
	if got := h.int(`select count(*) from account where email = 'b@k.example'`); got != 1 {
		t.Errorf("the slower one's own address is gone")
	}
}
