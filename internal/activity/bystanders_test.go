package activity_test

// Each use case changes what it names and nothing beside it: not the group's other
// activity, not another date, not what the neighbour group has.

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/postgres/pgtest"
)

var tables = []string{"activity", "occurrence", "activity_target_group", "activity_co_organiser", "activity_pause", "signup_slot"}

// short is a draft of three dates, with parts of every kind.
func short(w *activitytest.World) activity.Draft {
	d := w.Draft()
	d.RRule, d.CoOrganisers = "FREQ=WEEKLY;COUNT=4;BYDAY=TH", []int64{w.Rival.OrganisationID}
	d.Pauses = []activity.Pause{{From: activitytest.At("2026-10-15 12:00"), To: activitytest.At("2026-10-15 12:00"), Reason: "høstferie"}}
	return d
}

const slot = `insert into signup_slot (municipality_id, activity_id, scope, occurrence_id, starts_at, ends_at, taken, waiting)
	select municipality_id, id, $2, $3, now(), now(), $4, $5 from activity where id = $1 returning id`

func TestOnlyWhatIsNamedChanges(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	ctx := t.Context()
	var ids [2]int64
	var dates [2][]activity.Occurrence
	for i := range ids {
		ids[i] = w.Publish(t, short(w))
		dates[i] = w.Dates(t, ids[i])
		w.ID(t, slot, ids[i], "date", dates[i][2].ID, 2, 1)
		w.ID(t, slot, ids[i], "date", dates[i][0].ID, 0, 0)
	}
	id, own := ids[1], dates[1]
	a := fmt.Sprint("activity ", id)
	date := func(n int) string { return fmt.Sprint("occurrence ", own[n].ID) }
	ref := func(n int) activity.DateRef {
		return activity.DateRef{ActivityID: id, OccurrenceID: own[n].ID, Sequence: -1}
	}
	var pauses []string
	for _, c := range []struct {
		name string
		do   func() error
		want func() []string
	}{
		{"call one date off", func() error { return w.Service.CancelOccurrence(ctx, w.Group, ref(1), "Syk") }, func() []string { return []string{date(1)} }},
		{"take that back", func() error { return w.Service.RestoreOccurrence(ctx, w.Group, ref(1)) }, func() []string { return []string{date(1)} }},
		{"move one date", func() error {
			return w.Service.ChangeOccurrence(ctx, w.Group, ref(1), activity.DateChange{StartsAt: own[1].StartsAt.Add(time.Hour), EndsAt: own[1].EndsAt, Reason: "Rommet er opptatt"})
		}, func() []string { return []string{date(1)} }},
		{"call it off", func() error { return w.Service.CancelSeries(ctx, w.Group, id, 0, "Syk") }, func() []string { return []string{a} }},
		{"take it back", func() error { return w.Service.RestoreSeries(ctx, w.Group, id, 0) }, func() []string { return []string{a} }},
		{"an hour later, for others, without a pause", func() error {
			pauses = []string{fmt.Sprint("activity_pause ", w.ID(t, `select id from activity_pause where activity_id = $1`, id))}
			d := short(w)
			d.StartsAt, d.TargetGroups, d.CoOrganisers, d.Pauses = activitytest.At("2026-10-08 19:00"), []int64{w.Children}, nil, nil
			_, err := w.Service.Update(ctx, w.Group, id, 0, d, activity.Falling{})
			return err
		}, func() []string {
			return append(pauses, a, date(0), date(1), date(2), fmt.Sprint("occurrence ", w.ID(t, `select max(id) from occurrence`)),
				fmt.Sprintf("activity_target_group %d/%d", id, w.Seniors), fmt.Sprintf("activity_target_group %d/%d", id, w.Children), fmt.Sprintf("activity_co_organiser %d/%d", id, w.Rival.OrganisationID))
		}},
		{"one date less", func() error {
			d := short(w)
			d.StartsAt, d.TargetGroups, d.CoOrganisers, d.Pauses, d.RRule = activitytest.At("2026-10-08 19:00"), []int64{w.Children}, nil, nil, "FREQ=WEEKLY;COUNT=3;BYDAY=TH"
			_, err := w.Service.Update(ctx, w.Group, id, 0, d, activity.Falling{Reason: "Færre kvelder"})
			return err
		}, func() []string {
			return []string{a, date(2), fmt.Sprint("signup_slot ", w.ID(t, `select id from signup_slot where off_reason = 'Færre kvelder'`))}
		}},
		{"no longer shown", func() error { return w.Service.Withdraw(ctx, w.Group, id, 0) }, func() []string { return []string{a} }},
		{"sent in", func() error { _, err := w.Service.Submit(ctx, w.Group, id, 0); return err }, func() []string { return []string{a} }},
		{"approved", func() error { return w.Service.Approve(ctx, w.Staff, id, 0) }, func() []string { return []string{a} }},
		{"put away", func() error { return w.Service.Archive(ctx, w.Group, id, 0) }, func() []string { return []string{a} }},
	} {
		got := pgtest.Touched(t, w.Pool, tables, func() {
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

// A draft that residents have never seen leaves no coming dates behind when it is put
// away; those of others, and those that are over, stay.
func TestWhatIsPutAwayUnseen(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	other, id := w.Create(t, w.Group, short(w)).ID, w.Create(t, w.Group, short(w)).ID
	w.Now = activitytest.At("2026-10-09 12:00") // the first date is over
	must(t, w.Service.Archive(t.Context(), w.Group, id, 0))
	if got := len(w.Dates(t, id)); got != 1 {
		t.Errorf("got %d dates left, want the one that is over", got)
	}
	if got := len(w.Dates(t, other)); got != 3 {
		t.Errorf("got %d dates of the other, want 3", got)
	}
}

// Whoever is signed up, or waits, for something that is still to come holds the activity
// where it is; nobody else does.
func TestWhoHoldsAnActivity(t *testing.T) {
	t.Parallel()
	const dateOff, seriesOff, listOff = `update occurrence set status = 'cancelled' where id = $1 returning id`,
		`update activity set cancelled_at = now() where id = $1 returning id`, `update signup_slot set cancelled = true where activity_id = $1 returning id`
	for name, tc := range map[string]struct {
		taken, waiting int
		scope          string
		date           int // which the slot is of
		change         func(off func(sql string, id int64), id int64, dates []activity.Occurrence)
		want           int
	}{
		"one signed up":               {1, 0, "date", 2, nil, 1},
		"one waits":                   {0, 1, "date", 2, nil, 1},
		"for all dates":               {2, 1, "series", -1, nil, 3},
		"nobody":                      {0, 0, "date", 2, nil, 0},
		"for a date that is over":     {1, 0, "date", 0, nil, 0},
		"for a date that is off":      {1, 0, "date", 1, func(off func(string, int64), _ int64, d []activity.Occurrence) { off(dateOff, d[1].ID) }, 0},
		"for an activity that is off": {1, 0, "date", 2, func(off func(string, int64), id int64, _ []activity.Occurrence) { off(seriesOff, id) }, 0},
		"the list itself is off":      {1, 0, "date", 2, func(off func(string, int64), id int64, _ []activity.Occurrence) { off(listOff, id) }, 0},
		"for all dates, one is off":   {1, 0, "series", -1, func(off func(string, int64), _ int64, d []activity.Occurrence) { off(dateOff, d[2].ID) }, 1},
		"for all dates, which are off": {1, 0, "series", -1, func(off func(string, int64), id int64, d []activity.Occurrence) {
			for _, o := range d {
				off(dateOff, o.ID)
			}
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := activitytest.New(t)
			d := short(w)
			d.SignupMode = activity.HereSignup
			ids := []int64{w.Publish(t, d), w.Publish(t, d)}
			w.ID(t, slot, ids[0], "series", nil, 7, 7) // another's people are its own matter
			id := ids[1]
			dates := w.Dates(t, id)
			var of *int64
			if tc.date >= 0 {
				of = &dates[tc.date].ID
			}
			w.ID(t, slot, id, tc.scope, of, tc.taken, tc.waiting)
			if tc.change != nil {
				tc.change(func(sql string, id int64) { w.ID(t, sql, id) }, id, dates)
			}
			w.Now = dates[0].EndsAt
			none := d
			none.SignupMode = activity.NoSignup
			for what, try := range map[string]func() error{
				"withdraw": func() error { return w.Service.Withdraw(t.Context(), w.Group, id, 0) },
				"no more sign-up": func() error {
					_, err := w.Service.Update(t.Context(), w.Group, id, 0, none, activity.Falling{})
					return err
				},
			} {
				err := try()
				if (err == nil) != (tc.want == 0) {
					t.Errorf("%s: got %v, want it held by %d", what, err, tc.want)
				}
			}
		})
	}
}
