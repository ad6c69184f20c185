package listing_test

// The staff's list by status: drafts are the groups' own until they are asked for.

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/activity/listing"
)

func TestStaffListByStatus(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	for _, s := range activity.Statuses {
		d := w.Draft()
		d.Title = string(s)
		id := w.Create(t, w.Group, d).ID
		w.ID(t, `update activity set status = $2 where id = $1 returning id`, id, string(s))
	}
	all := []string{string(activity.Archived), string(activity.Published), string(activity.Refused), string(activity.Submitted)}
	tests := map[activity.Status][]string{"": all, "tull": all}
	for _, s := range activity.Statuses {
		tests[s] = []string{string(s)}
	}
	for status, want := range tests {
		page, err := w.Lists.StaffList(t.Context(), w.Reader, listing.RowParams{Status: status})
		must(t, err)
		var got []string
		for _, r := range page.Rows {
			got = append(got, r.Title)
		}
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("status %q (-want +got):\n%s", status, diff)
		}
	}
}
