package listing_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/recurrence"
)

// A subscription has every date of the months that it promises, over both nights when the clock is changed, in a file
// that is short; and what is cancelled or moved is told for its date alone.
func TestSubscriptionHasAllDates(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	ctx, until := t.Context(), w.Now.AddDate(0, 6, 0)
	var weekdays []int64
	for range 10 {
		d := w.Draft()
		d.RRule = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
		weekdays = append(weekdays, w.Publish(t, d))
	}
	d := w.Draft()
	d.RRule = "FREQ=WEEKLY;INTERVAL=2"
	w.Publish(t, d)
	d.RRule = "FREQ=MONTHLY;BYDAY=1TU"
	w.Publish(t, d)
	dates := w.Dates(t, weekdays[0])
	must(t, w.Service.CancelOccurrence(ctx, w.Group, activity.DateRef{ActivityID: weekdays[0], OccurrenceID: dates[20].ID, Sequence: -1}, "Syk"))
	site := listing.CalendarSite{Host: "solvik.example", Lang: i18n.NB, Absolute: func(p string) string { return "https://solvik.example" + p }}
	p := listing.Params{Filter: filterOf(w), To: until}
	feed, err := w.Lists.PublicCalendarList(ctx, site, p)
	must(t, err)
	var got []string
	uids := map[string]bool{}
	for _, e := range feed.Events {
		if uids[e.UID] {
			t.Errorf("two events are %s", e.UID)
		}
		uids[e.UID] = true
		rule := recurrence.Rule{Start: e.Start, Duration: recurrence.WallDuration(e.Start, e.End), RRule: e.RRule, Except: e.Except}
		all, err := rule.Expand(e.Start, until.AddDate(1, 0, 0), 5000)
		must(t, err)
		for _, o := range all {
			got = append(got, e.URL+" "+o.Start.UTC().Format(time.RFC3339)+" "+o.End.UTC().Format(time.RFC3339)+" "+string(e.Status))
		}
	}
	var want []string
	rows, err := w.Pool.Query(ctx, `select 'https://solvik.example/aktiviteter/' || activity_id || to_char(starts_at at time zone 'UTC', ' YYYY-MM-DD"T"HH24:MI:SS"Z"')
		|| to_char(ends_at at time zone 'UTC', ' YYYY-MM-DD"T"HH24:MI:SS"Z"') || case status when 'cancelled' then ' CANCELLED' else ' CONFIRMED' end
		from occurrence where starts_at < $1`, until)
	must(t, err)
	for rows.Next() {
		var line string
		must(t, rows.Scan(&line))
		want = append(want, line)
	}
	must(t, rows.Err())
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) || len(want) < 1200 || !feed.Until.IsZero() {
		t.Errorf("got %d dates until %v, want the %d dates there are", len(got), feed.Until, len(want))
	}
	if len(feed.Events) > 80 {
		t.Errorf("got %d events, want few with rules", len(feed.Events))
	}
	var file bytes.Buffer
	must(t, ical.Write(&file, ical.Calendar{Events: feed.Events}))
	read, err := ical.Read(ctx, &file, ical.Limits{})
	if err != nil || len(read.Events) != len(feed.Events) || len(read.Refused) > 0 {
		t.Errorf("read again: got %d events, refused %v, %v", len(read.Events), read.Refused, err)
	}
	// A week later the same series go on under the same names.
	w.Now = w.Now.AddDate(0, 0, 8)
	later, err := w.Lists.PublicCalendarList(ctx, site, p)
	must(t, err)
	for _, e := range later.Events {
		if !uids[e.UID] {
			t.Errorf("%s is new", e.UID)
		}
	}
}
