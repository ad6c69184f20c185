package registration_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/signupform"
)

const clock = "2006-01-02 15:04 MST"

// utc is a moment for the hours that the clock on the wall does not tell apart.
func utc(text string) time.Time {
	t, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		panic(err) // a typing error in a test
	}
	return t
}

// Each winter has one night with 23 hours and one with 25: the day before is the
// same time on the wall, and exactly one reminder goes.
func TestReminderByTheClockOnTheWall(t *testing.T) {
	t.Parallel()
	at := activitytest.At
	tests := []struct {
		name  string
		start time.Time
		want  string
	}{
		{"summer time begins in the night before", at("2026-03-29 18:00"), "2026-03-28 18:00 CET"},
		{"the morning after the hour that is lost", at("2026-03-29 03:00"), "2026-03-28 03:00 CET"},
		{"just before the hour that is lost", at("2026-03-29 01:59"), "2026-03-28 01:59 CET"},
		{"the hour is lost the day before", at("2026-03-30 02:30"), "2026-03-29 03:30 CEST"},
		{"two days after", at("2026-03-31 02:30"), "2026-03-30 02:30 CEST"},
		{"summer time ends in the night before", at("2026-10-25 18:00"), "2026-10-24 18:00 CEST"},
		{"the first 02.30", utc("2026-10-25 00:30"), "2026-10-24 02:30 CEST"},
		{"the second 02.30", utc("2026-10-25 01:30"), "2026-10-24 02:30 CEST"},
		{"the hour comes twice the day before", at("2026-10-26 02:30"), "2026-10-25 02:30 CET"},
		{"next year in March", at("2027-03-28 18:00"), "2027-03-27 18:00 CET"},
		{"next year in October", at("2027-10-31 18:00"), "2027-10-30 18:00 CEST"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			due, err := time.ParseInLocation(clock, test.want, i18n.Oslo)
			must(t, err)
			w := newWorldAt(t, test.start.AddDate(0, 0, -20))
			w.publishAt(t, test.start, "")
			w.Join(t, w.Open(t, 5, nil), "Ola Nes", 1)
			for _, look := range []struct {
				now  time.Time
				want int
			}{{due.Add(-time.Minute), 0}, {due, 1}, {due, 1}, {due.Add(time.Hour), 1}, {due.Add(2 * time.Hour), 1}, {test.start, 1}} {
				w.Now = look.now
				must(t, w.SignUps.Remind(t.Context()))
				if got := w.reminders(t, "ola.nes@post.example"); got != look.want {
					t.Errorf("at %s: got %d reminders, want %d", look.now.In(i18n.Oslo).Format(clock), got, look.want)
				}
			}
		})
	}
}

// A series over the change stays at six, and so do its reminders.
func TestSeriesOverTheChange(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, first string
		want        []string
	}{
		{"spring 2026", "2026-03-22 18:00", []string{"2026-03-21 18:00 CET", "2026-03-28 18:00 CET", "2026-04-04 18:00 CEST"}},
		{"autumn 2026", "2026-10-18 18:00", []string{"2026-10-17 18:00 CEST", "2026-10-24 18:00 CEST", "2026-10-31 18:00 CET"}},
		{"spring 2027", "2027-03-21 18:00", []string{"2027-03-20 18:00 CET", "2027-03-27 18:00 CET", "2027-04-03 18:00 CEST"}},
		{"autumn 2027", "2027-10-24 18:00", []string{"2027-10-23 18:00 CEST", "2027-10-30 18:00 CEST", "2027-11-06 18:00 CET"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			first := activitytest.At(test.first)
			w := newWorldAt(t, first.AddDate(0, 0, -5))
			w.publishAt(t, first, "FREQ=WEEKLY;COUNT=3")
			for _, d := range w.Dates(t, w.Activity) {
				if got := d.StartsAt.In(i18n.Oslo).Format("15:04") + d.EndsAt.In(i18n.Oslo).Format("–15:04"); got != "18:00–20:00" {
					t.Errorf("%s: got %s, want 18:00–20:00", d.StartsAt, got)
				}
			}
			w.Open(t, 5, func(f *signupform.Form) { f.Scope = signupform.WholeSeries })
			w.Join(t, 0, "Ola Nes", 1)
			var sent []string
			for count, end := 0, first.AddDate(0, 0, 20); w.Now.Before(end); w.Now = w.Now.Add(time.Hour) {
				must(t, w.SignUps.Remind(t.Context()))
				if n := w.reminders(t, "ola.nes@post.example"); n != count {
					count = n
					sent = append(sent, w.Now.In(i18n.Oslo).Format(clock))
				}
			}
			if diff := cmp.Diff(test.want, sent); diff != "" {
				t.Errorf("reminders (-want +got):\n%s", diff)
			}
		})
	}
}

// Hours are hours, whole days are days on the wall; neither is lost in the night.
func TestDeadlinesOverTheChange(t *testing.T) {
	t.Parallel()
	at := activitytest.At
	tests := []struct {
		name  string
		start time.Time
		hours int
		want  string
	}{
		{"a day over the lost hour", at("2026-03-29 18:00"), 24, "2026-03-28 18:00 CET"},
		{"a day, into the lost hour", at("2026-03-30 02:30"), 24, "2026-03-29 03:30 CEST"},
		{"two hours over the lost hour", at("2026-03-29 04:00"), 2, "2026-03-29 01:00 CET"},
		{"a day and two hours", at("2026-03-30 04:00"), 26, "2026-03-29 01:00 CET"},
		{"a week", at("2026-03-29 18:00"), 168, "2026-03-22 18:00 CET"},
		{"a day over the double hour", at("2026-10-25 18:00"), 24, "2026-10-24 18:00 CEST"},
		{"two hours over the double hour", at("2026-10-25 04:00"), 2, "2026-10-25 02:00 CET"},
		{"three hours over the double hour", at("2026-10-25 04:00"), 3, "2026-10-25 02:00 CEST"},
		{"next year", at("2027-10-31 18:00"), 48, "2027-10-29 18:00 CEST"},
	}
	for _, test := range tests {
		f := signupform.NewForm()
		f.ClosesHours, f.CancelHours = test.hours, test.hours
		slot := signupform.Slot{Scope: signupform.OneDate, StartsAt: test.start, EndsAt: test.start.Add(time.Hour)}
		for _, deadline := range []time.Time{f.Deadline(slot), f.CancelDeadline(slot)} {
			if got := deadline.In(i18n.Oslo).Format(clock); got != test.want {
				t.Errorf("%s: got %s, want %s", test.name, got, test.want)
			}
		}
		if got := signupform.GateFor(f.Deadline(slot).Add(-time.Second), f, slot, 1); got != signupform.Open {
			t.Errorf("%s: a second before: got %s, want open", test.name, got)
		}
		if got := signupform.GateFor(f.Deadline(slot), f, slot, 1); got != signupform.Over {
			t.Errorf("%s: at the deadline: got %s, want over", test.name, got)
		}
	}
}

// newWorldAt is a world whose clock stands at another time.
func newWorldAt(t *testing.T, now time.Time) *world {
	t.Helper()
	w := newWorld(t)
	w.Now = now
	return w
}

// publishAt makes the activity of the world one of two hours that starts then.
func (w *world) publishAt(t *testing.T, start time.Time, rule string) {
	t.Helper()
	d := w.Draft()
	d.StartsAt, d.RRule = start, rule
	w.Activity = w.Publish(t, d)
}

func (w *world) reminders(t *testing.T, email string) int {
	t.Helper()
	n, err := postgres.Scalar[int](t.Context(), w.Pool, "select count(*) from email where kind = 'registration-reminder' and recipient = '"+email+"'", nil)
	must(t, err)
	return n
}
