package activityimport_test

// A file changes the dates that it says something new of, and no others: not those that
// are over, and not another organisation's of the same event.

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/postgres/pgtest"
)

func TestOnlyWhatTheFileChanges(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	event := func(title string, dates ...string) string {
		return vevent("UID:kor", "SUMMARY:"+title, "LOCATION:Nes bibliotek", "DTSTART:20261008T160000Z", "DTEND:20261008T170000Z", "RRULE:FREQ=WEEKLY;COUNT=4") + strings.Join(dates, "")
	}
	date := func(day int, lines ...string) string {
		return vevent(append([]string{"UID:kor", "SUMMARY:Sangkveld", fmt.Sprintf("RECURRENCE-ID:202610%02dT160000Z", day)}, lines...)...)
	}
	at := func(from, to string) []string {
		return []string{"DTSTART:202610" + from + "Z", "DTEND:202610" + to + "Z"}
	}
	id := *plan(t, w, w.Staff, calendar(event("Sangkveld")), true)[0].ObjectID
	w.Publish(t, w.Draft())
	// Another organisation has the same event.
	w.ID(t, `update activity set organisation_id = $2 where id = $1 returning id`, id, w.Rival.OrganisationID)
	plan(t, w, w.Staff, calendar(event("Sangkveld")), true)
	own := w.ID(t, `select id from activity where organisation_id = $1 and import_uid is not null`, w.Group.OrganisationID)
	var keys []string
	for _, o := range w.Dates(t, own) {
		keys = append(keys, fmt.Sprint("occurrence ", o.ID))
	}
	activity := fmt.Sprint("activity ", own)
	longEnd := at("22T160000", "31T170000")
	for _, step := range []struct {
		name string
		file string
		want []string
	}{
		{"another title", event("Korkveld"), []string{activity}},
		{"one date off", event("Korkveld", date(15, append(at("15T160000", "15T170000"), "STATUS:CANCELLED")...)), []string{activity, keys[1]}},
		{"that, and one later", event("Korkveld", date(15, append(at("15T160000", "15T170000"), "STATUS:CANCELLED")...), date(22, at("22T180000", "22T190000")...)), []string{activity, keys[2]}},
		{"neither", event("Korkveld"), []string{activity, keys[1], keys[2]}},
		{"for nine days", event("Korkveld", date(22, longEnd...)), []string{activity, keys[2]}},
		{"neither again", event("Korkveld"), []string{activity, keys[2]}},
	} {
		got := pgtest.Touched(t, w.Pool, []string{"activity", "occurrence"}, func() { plan(t, w, w.Staff, calendar(step.file), true) })
		slices.Sort(step.want)
		if diff := cmp.Diff(step.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", step.name, diff)
		}
	}
	w.Now = activitytest.At("2026-10-16 12:00") // two dates are over
	got := pgtest.Touched(t, w.Pool, []string{"occurrence"}, func() {
		plan(t, w, w.Staff, calendar(event("Korkveld", date(8, at("08T180000", "08T190000")...), date(15, append(at("15T160000", "15T170000"), "STATUS:CANCELLED")...), date(22, append(at("22T160000", "22T170000"), "STATUS:CANCELLED")...))), true)
	})
	if diff := cmp.Diff([]string{keys[2]}, got); diff != "" {
		t.Errorf("dates that are over (-want +got):\n%s", diff)
	}
}
