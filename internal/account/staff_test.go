package account_test

// Whom the lists of people have: staff, a group's people, and where each is logged in.

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
)

func TestListsOfPeople(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	y := h.cast(h.town("9902", "Nabovik", "nabovik.example"))
	x := h.cast(h.municipality)
	ended := h.staff("slutt@k.example", account.Reader)
	h.exec(`update account set ended_at = now() where id = $1`, ended.AccountID)
	h.exec(`insert into membership (account_id, organisation_id, role) values ($1, $2, 'group_member')`, ended.AccountID, x.vik)
	all, err := h.Staff(t.Context(), x.admin)
	h.must(err)
	var got []string
	for _, u := range all {
		if u.MunicipalityID != h.municipality {
			t.Errorf("got %+v of another town", u)
		}
		got = append(got, u.Email+" "+string(u.Role))
	}
	if diff := cmp.Diff([]string{"admin@k.example administrator", "kari@k.example coordinator", "sjef@k.example administrator"}, got); diff != "" {
		t.Errorf("staff (-want +got):\n%s", diff)
	}
	for name, tc := range map[string]struct {
		id    int64
		found bool
	}{
		"a colleague": {x.kari.AccountID, true}, "a group's": {x.ola.AccountID, false}, "ended": {ended.AccountID, false}, "the neighbour's": {y.kari.AccountID, false}, "nobody": {999999, false},
	} {
		u, err := h.StaffUser(t.Context(), x.admin, tc.id)
		if tc.found && (err != nil || u.ID != tc.id || u.Role != account.Coordinator) || !tc.found && !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: got %+v, %v, want found %v", name, u, err, tc.found)
		}
	}
	got = nil
	members, err := h.Members(t.Context(), x.boss, x.vik)
	h.must(err)
	for _, m := range members {
		got = append(got, m.Email+" "+string(m.Role))
	}
	if diff := cmp.Diff([]string{"boss@lag.example group_admin", "kari@k.example group_member", "ola@lag.example group_member", "per@lag.example group_member"}, got); diff != "" {
		t.Errorf("a group's people (-want +got):\n%s", diff)
	}
	h.exec(`update organisation set status = 'merged' where id = $1`, x.fjell)
	for name, org := range map[string]int64{"the neighbour's group": y.vik, "a merged group": x.fjell} {
		_, err := h.Members(t.Context(), x.admin, org)
		h.wantKind(name, err, fault.NotFound)
	}
	orgs, err := h.Organisations(t.Context(), x.ola)
	h.must(err)
	if len(orgs) != 1 || orgs[0].ID != x.vik {
		t.Errorf("acts for %+v, want Vik IL alone", orgs)
	}
	// Where a colleague is logged in: at both doors, and nobody else's.
	sessions, err := h.SessionsOf(t.Context(), x.admin, x.kari.AccountID)
	h.must(err)
	var ids []int64
	for _, s := range sessions {
		ids = append(ids, s.ID)
	}
	slices.Sort(ids)
	if want := []int64{x.kari.SessionID, x.kariAtLag.SessionID}; !slices.Equal(ids, want) {
		t.Errorf("sessions: got %v, want %v", ids, want)
	}
	h.wantKind("a neighbour logs her out", h.EndSessionsOf(t.Context(), y.admin, x.kari.AccountID), fault.NotFound)
	h.must(h.EndSessionsOf(t.Context(), x.admin, x.kari.AccountID))
	if h.alive(x.kari) || h.alive(x.kariAtLag) || !h.alive(x.admin) || !h.alive(y.kari) {
		t.Error("others are logged out, or she is not")
	}
}
