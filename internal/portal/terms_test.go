package portal_test

// What a group's person may do before she has accepted the terms that hold.

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"frivilligsentral/internal/account"

	"github.com/google/go-cmp/cmp"
)

// afterTerms are the use cases that wait for the terms: publishing, changing and inviting, and the imports and templates
// that are only a way to it. All others go on: reading, her own account, leaving, the lists of those who are signed up,
// calling off and putting away.
var afterTerms = strings.Fields(`
	account.ChangeMemberRole account.InviteMember account.MayRemoveMember account.MemberInvitations account.RemoveMember account.ResendInvitation
	activity.ChangeOccurrence activity.Copy activity.Create activity.Plan activity.RestoreOccurrence activity.RestoreSeries activity.StoreImported
	activity.Submit activity.Update
	imports.Answer imports.Asked imports.Batch imports.Direct imports.Discard imports.LeaveOut imports.Preview imports.Review imports.Rows imports.Store
	organisation.AcceptRoles organisation.Confirm organisation.DeclineRoles organisation.FetchRoles organisation.RolesProposed organisation.Update
	registration.AddSubstitute registration.DeleteTemplate registration.RemoveSubstitute registration.SaveForm registration.SaveTemplate
	registration.StopSignUp registration.Templates`)

func TestTermsComeFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t).both()
	all := cases()
	var waits []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		u := all[name]
		if u.alone != "" || !slices.Contains(u.may, responsible) {
			continue
		}
		do, by := u.make(w), w.here.people[responsible]
		by.TermsDue = true
		switch _, err := do(by); {
		case errors.Is(err, account.ErrTermsDue):
			waits = append(waits, name)
		case err != nil && name != "imports.List":
			t.Errorf("%s before the terms: %v", name, err)
		}
	}
	if diff := cmp.Diff(afterTerms, waits); diff != "" {
		t.Errorf("what waits for the terms (-want +got):\n%s", diff)
	}
}

// Staff and the portal itself have no terms to accept, and who has no right is told that.
func TestTermsAreForGroups(t *testing.T) {
	t.Parallel()
	reader := account.Actor{Door: account.StaffDoor, AccountID: 1, Role: account.Reader, TermsDue: true}
	mate := account.Actor{Door: account.GroupDoor, AccountID: 1, Role: account.GroupMember, TermsDue: true}
	for _, tc := range []struct {
		name string
		by   account.Actor
		p    account.Permission
		want error
	}{
		{"a member's activity", mate, account.EditOwnActivities, account.ErrTermsDue},
		{"a member's list", mate, account.RunOwnActivities, nil},
		{"no right", mate, account.EditOwnProfile, errors.New("other")},
		{"staff who read", reader, account.ReadStaff, nil},
		{"staff without the right", reader, account.EditOwnActivities, errors.New("other")},
		{"the portal", account.SystemActor(1, ""), account.EditOwnActivities, nil},
	} {
		err := tc.by.Require(tc.p)
		if (err == nil) != (tc.want == nil) || errors.Is(err, account.ErrTermsDue) != errors.Is(tc.want, account.ErrTermsDue) {
			t.Errorf("%s: got %v, want %v", tc.name, err, tc.want)
		}
	}
}
