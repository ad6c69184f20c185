// An activity that gets other days brings its people along, or asks what becomes of them.

package registration_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/registration"
)

// reschedule saves the activity with another schedule.
func (w *world) reschedule(t *testing.T, s activity.Schedule, falling activity.Falling) error {
	t.Helper()
	d := w.Draft()
	d.SignupMode, d.Schedule = activity.HereSignup, s
	_, err := w.Service.Update(t.Context(), w.Staff, w.Activity, w.version(t), d, falling)
	return err
}

func on(start, rule string, more ...string) activity.Schedule {
	s := activity.Schedule{StartsAt: activitytest.At(start), DurationMinutes: 120, RRule: rule}
	for _, m := range more {
		s.ExtraDates = append(s.ExtraDates, activitytest.At(m))
	}
	return s
}

// TestAnotherDayBringsThePeopleAlong gives the activity other days, and its first ones back.
func TestAnotherDayBringsThePeopleAlong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		was, is activity.Schedule
		date    int // which one is signed up for
		want    string
	}{
		"one date":                     {on("2026-10-15 18:00", ""), on("2026-10-20 19:00", ""), 0, "2026-10-20 19:00"},
		"a weekly series":              {on("2026-10-15 18:00", "FREQ=WEEKLY;COUNT=5;BYDAY=TH"), on("2026-10-16 18:00", "FREQ=WEEKLY;COUNT=5;BYDAY=FR"), 2, "2026-10-30 18:00"},
		"a weekly series without end":  {on("2026-10-15 18:00", "FREQ=WEEKLY;BYDAY=TH"), on("2026-10-13 18:00", "FREQ=WEEKLY;BYDAY=TU"), 3, "2026-11-03 18:00"},
		"two days a week":              {on("2026-10-13 18:00", "FREQ=WEEKLY;COUNT=6;BYDAY=TU,TH"), on("2026-10-12 18:00", "FREQ=WEEKLY;COUNT=6;BYDAY=MO,FR"), 1, "2026-10-16 18:00"},
		"a monthly series":             {on("2026-10-15 18:00", "FREQ=MONTHLY;COUNT=4;BYDAY=3TH"), on("2026-10-19 18:00", "FREQ=MONTHLY;COUNT=4;BYDAY=3MO"), 3, "2027-01-18 18:00"},
		"one of several":               {on("2026-10-15 18:00", "", "2026-10-22 18:00", "2026-11-05 18:00"), on("2026-10-15 18:00", "", "2026-10-25 18:00", "2026-11-05 18:00"), 1, "2026-10-25 18:00"},
		"all of several":               {on("2026-10-15 18:00", "", "2026-10-22 18:00"), on("2026-12-01 18:00", "", "2026-12-24 18:00"), 1, "2026-12-24 18:00"},
		"a weekly series a week later": {on("2026-10-15 18:00", "FREQ=WEEKLY;COUNT=3;BYDAY=TH"), on("2026-10-22 18:00", "FREQ=WEEKLY;COUNT=3;BYDAY=TH"), 0, "2026-10-22 18:00"},
		"two dates, both another day":  {on("2026-10-15 18:00", "", "2026-10-22 18:00"), on("2026-10-23 18:00", "", "2026-10-30 18:00"), 0, "2026-10-23 18:00"},
		"another time on the same day": {on("2026-10-15 18:00", ""), on("2026-10-15 10:00", ""), 0, "2026-10-15 10:00"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			must(t, w.reschedule(t, c.was, activity.Falling{}))
			w.Open(t, 5, nil)
			date := w.Dates(t, w.Activity)[c.date]
			in, _ := w.Join(t, date.ID, "Ola Nes", 1)
			for _, step := range []struct {
				to   activity.Schedule
				want time.Time
			}{{c.is, activitytest.At(c.want)}, {c.was, date.StartsAt}} {
				must(t, w.reschedule(t, step.to, activity.Falling{}))
				must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
				own, err := w.SignUps.ByToken(t.Context(), w.Resident, in.Token)
				must(t, err)
				if own.Status != registration.Confirmed || own.Slot.Cancelled || !own.Slot.StartsAt.Equal(step.want) {
					t.Errorf("got %s at %s, cancelled %t; want confirmed at %s", own.Status, own.Slot.StartsAt, own.Slot.Cancelled, step.want)
				}
				if m := mailtest.Last(t, w.Pool, "ola.nes@post.example"); m.Kind != kind.SignUpChanged {
					t.Errorf("the last letter is %s %q, want that it is changed", m.Kind, m.Subject)
				}
				if got := calendarOf(t, w, "ola.nes@post.example"); len(got) != 1 || !got[0].Equal(step.want) {
					t.Errorf("her calendar has %v, want %s alone", got, step.want)
				}
			}
		})
	}
}

// calendarOf is when somebody has something in her calendar who has opened the files of all her letters in turn: a
// name keeps what has the highest SEQUENCE (RFC 5545).
func calendarOf(t *testing.T, w *world, email string) (at []time.Time) {
	t.Helper()
	has := map[string]ical.Event{}
	letters := mailtest.All(t, w.Pool, email)
	slices.Reverse(letters)
	for _, m := range letters {
		for _, a := range m.Attachments {
			file, err := ical.Read(t.Context(), bytes.NewReader(a.Data), ical.Limits{})
			must(t, err)
			for _, e := range file.Events {
				if was, known := has[e.UID]; !known || e.Sequence >= was.Sequence {
					has[e.UID] = e
				}
			}
		}
	}
	for _, e := range has {
		if e.Status != ical.Cancelled {
			at = append(at, e.Start)
		}
	}
	return at
}

// TestNobodyFallsOutUnasked shortens a series that people are signed up for.
func TestNobodyFallsOutUnasked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	must(t, w.reschedule(t, on("2026-10-15 18:00", "FREQ=WEEKLY;COUNT=5;BYDAY=TH"), activity.Falling{}))
	w.Open(t, 5, nil)
	dates := w.Dates(t, w.Activity)
	last, _ := w.Join(t, dates[4].ID, "Ola Nes", 1)
	third, _ := w.Join(t, dates[2].ID, "Kari Vik", 1)
	shorter := on("2026-10-15 18:00", "", "2026-10-22 18:00", "2026-12-03 18:00")

	fields := fault.FieldsOf(w.reschedule(t, shorter, activity.Falling{}))
	if len(fields) != 1 || fields[0].Name != activity.FallingReason {
		t.Fatalf("got %v, want to be asked what becomes of those signed up", fields)
	}
	if n := len(w.Dates(t, w.Activity)); n != 5 {
		t.Fatalf("%d dates are left, want all 5", n)
	}
	p, err := w.Service.Preview(t.Context(), w.Staff, w.Activity, w.draftOf(shorter), "nb")
	must(t, err)
	if len(p.Vanishing) != 3 || p.Vanishing[0].People+p.Vanishing[1].People+p.Vanishing[2].People != 2 || len(p.New) != 1 {
		t.Fatalf("the preview says %+v fall out and %+v are new, want three dates with two people, and one", p.Vanishing, p.New)
	}
	falling := activity.Falling{Moves: map[int64]string{dates[4].ID: p.New[0].Key}}
	if fault.FieldsOf(w.reschedule(t, shorter, falling)) == nil {
		t.Fatal("one is moved, and the other is called off without a word")
	}
	falling.Reason = "Salen er  leid ut."
	must(t, w.reschedule(t, shorter, falling))
	must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
	own, err := w.SignUps.ByToken(t.Context(), w.Resident, last.Token)
	must(t, err)
	if own.Status != registration.Confirmed || !own.Slot.StartsAt.Equal(activitytest.At("2026-12-03 18:00")) {
		t.Errorf("who was moved is %s at %s", own.Status, own.Slot.StartsAt)
	}
	own, err = w.SignUps.ByToken(t.Context(), w.Resident, third.Token)
	must(t, err)
	if !own.Slot.Cancelled || own.Reason != "Salen er leid ut." {
		t.Errorf("who fell out reads cancelled %t, %q", own.Slot.Cancelled, own.Reason)
	}
	if m := mailtest.Last(t, w.Pool, "kari.vik@post.example"); m.Kind != kind.SignUpCancelled || !strings.Contains(m.TextBody, "Salen er leid ut.") {
		t.Errorf("who fell out is told %s:\n%s", m.Kind, m.TextBody)
	}
}

func (w *world) draftOf(s activity.Schedule) activity.Draft {
	d := w.Draft()
	d.SignupMode, d.Schedule = activity.HereSignup, s
	return d
}
