package registration_test

// A date that fell out stays known, so that a person's own calendar loses it.

import (
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/registration/signupform"
)

// events are those of the calendar behind a link, by their UID.
func (w *world) events(t *testing.T, token string) map[string]ical.OutEvent {
	t.Helper()
	site := listing.CalendarSite{Host: "9901.example", Lang: i18n.NB, Absolute: func(path string) string { return path }}
	_, all, err := w.SignUps.CalendarByToken(t.Context(), w.Resident, token, site)
	must(t, err)
	by := map[string]ical.OutEvent{}
	for _, e := range all {
		by[e.UID] = e
	}
	if len(by) != len(all) {
		t.Errorf("%d events have %d names", len(all), len(by))
	}
	return by
}

func TestOwnCalendarOfADateThatFellOut(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		form  func(*signupform.Form)
		to    activity.Schedule
		moved int // which one is moved before
		want  int // dates in the calendar before
	}{
		"one date": {nil, on("2026-11-03 18:00", ""), 0, 1},
		"one of a series": {
			func(f *signupform.Form) { f.Scope = signupform.WholeSeries },
			on("2026-10-15 18:00", "FREQ=WEEKLY;COUNT=4;BYDAY=TH"), 4, 5,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, ctx := newWorld(t), t.Context()
			must(t, w.reschedule(t, on("2026-10-15 18:00", "FREQ=WEEKLY;COUNT=5;BYDAY=TH"), activity.Falling{}))
			date := w.Open(t, 5, c.form)
			in, _ := w.Join(t, date, "Ola Nes", 1)
			moved := w.Dates(t, w.Activity)[c.moved] // it keeps the name of when it was to be
			must(t, w.Service.ChangeOccurrence(ctx, w.Group, activity.DateRef{ActivityID: w.Activity, OccurrenceID: moved.ID, Sequence: -1},
				activity.DateChange{StartsAt: moved.StartsAt.Add(time.Hour), EndsAt: moved.EndsAt.Add(time.Hour), Reason: "Rommet er opptatt"}))
			must(t, w.SignUps.TellChanges(ctx, w.Activity))
			before := w.events(t, in.Token)
			if len(before) != c.want {
				t.Fatalf("got %d dates before, want %d", len(before), c.want)
			}
			must(t, w.reschedule(t, c.to, activity.Falling{Reason: "Vi er for få"}))
			must(t, w.SignUps.TellChanges(ctx, w.Activity))
			after, gone := w.events(t, in.Token), 0
			for uid, was := range before {
				is, stands := after[uid]
				switch {
				case !stands:
					t.Errorf("%s has vanished, and stays in her calendar", uid)
				case is.Status == ical.Cancelled:
					gone++
					if is.Sequence <= was.Sequence || !is.Start.Equal(was.Start) {
						t.Errorf("%s: got %v in version %d, want %v after %d", uid, is.Start, is.Sequence, was.Start, was.Sequence)
					}
				}
			}
			if gone != 1 || len(after) != len(before) {
				t.Errorf("%d of %d are cancelled, want one of %d", gone, len(after), len(before))
			}
		})
	}
}

// One of the dates of a series falls out: the rest is said to stay, and the reason is
// not that of what happens later.
func TestReasonIsOfWhatFellOut(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	must(t, w.reschedule(t, on("2026-10-15 18:00", "FREQ=WEEKLY;COUNT=2;BYDAY=TH"), activity.Falling{}))
	w.Open(t, 5, func(f *signupform.Form) { f.Scope = signupform.WholeSeries })
	in, _ := w.Join(t, 0, "Ola Nes", 1)
	must(t, w.reschedule(t, on("2026-10-15 18:00", ""), activity.Falling{Reason: "Vi er for få"}))
	must(t, w.SignUps.TellChanges(ctx, w.Activity))
	letter := mailtest.Last(t, w.Pool, "ola.nes@post.example").TextBody
	if !strings.Contains(letter, "avlyst på noen datoer") || !strings.Contains(letter, "Vi er for få") {
		t.Errorf("one of two fell out, and she is told:\n%s", letter)
	}
	last := w.Dates(t, w.Activity)[0]
	if !last.StartsAt.Equal(activitytest.At("2026-10-15 18:00")) {
		t.Fatalf("the date that stays is %v", last.StartsAt)
	}
	must(t, w.Service.CancelOccurrence(ctx, w.Group, activity.DateRef{ActivityID: w.Activity, OccurrenceID: last.ID, Sequence: -1}, "Kokken er syk"))
	must(t, w.SignUps.TellChanges(ctx, w.Activity))
	letter = mailtest.Last(t, w.Pool, "ola.nes@post.example").TextBody
	if strings.Contains(letter, "noen datoer") || !strings.Contains(letter, "Kokken er syk") {
		t.Errorf("the last one is called off, and she is told:\n%s", letter)
	}
	own, err := w.SignUps.ByToken(ctx, w.Resident, in.Token)
	must(t, err)
	if !own.Slot.Cancelled || strings.Contains(own.Reason, "for få") {
		t.Errorf("cancelled is %v because of %q, want not what was told of the other", own.Slot.Cancelled, own.Reason)
	}
}
