package registration_test

import (
	"testing"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/registration"
)

func (w *world) remindersSent(t *testing.T) int64 {
	t.Helper()
	must(t, w.SignUps.Remind(t.Context()))
	return w.ID(t, "select count(*) from email where kind = 'registration-reminder'")
}

func TestMovedDateIsRemindedOfAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 4, nil)
	w.Join(t, date, "Ola Nes", 1)
	w.Now = activitytest.At("2026-10-07 19:00")
	if got := w.remindersSent(t); got != 1 {
		t.Fatalf("got %d reminders the day before, want 1", got)
	}
	ref := activity.DateRef{ActivityID: w.Activity, OccurrenceID: date, Sequence: -1}
	must(t, w.Service.ChangeOccurrence(t.Context(), w.Group, ref, activity.DateChange{StartsAt: activitytest.At("2026-10-12 18:00"), EndsAt: activitytest.At("2026-10-12 20:00"), Reason: "Rommet er opptatt"}))
	must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
	for _, look := range []struct {
		now  string
		want int64
	}{{"2026-10-08 08:00", 1}, {"2026-10-11 18:00", 2}, {"2026-10-11 18:05", 2}} {
		w.Now = activitytest.At(look.now)
		if got := w.remindersSent(t); got != look.want {
			t.Errorf("at %s: got %d reminders, want %d", look.now, got, look.want)
		}
	}
}

// Whoever gets in on the last day has just read when it is.
func TestLateComersAreNotReminded(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]func(*world, *testing.T, registration.SignedUp, registration.SignedUp){
		"let in": func(w *world, t *testing.T, _, late registration.SignedUp) {
			must(t, w.SignUps.LetIn(t.Context(), w.Group, late.ID, true))
		},
		"accepts an offer": func(w *world, t *testing.T, first, _ registration.SignedUp) {
			_, err := w.SignUps.CancelByToken(t.Context(), w.Resident, first.Token)
			must(t, err)
			_, err = w.SignUps.AcceptByToken(t.Context(), w.Resident, w.Token(t, "kari.vik@post.example"))
			must(t, err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			date := w.Open(t, 1, nil)
			first, _ := w.Join(t, date, "Ola Nes", 1)
			late, _ := w.Join(t, date, "Kari Vik", 1)
			w.Now = activitytest.At("2026-10-08 08:00")
			in(w, t, first, late)
			w.WantStatus(t, late.ID, registration.Confirmed)
			w.Now = activitytest.At("2026-10-08 08:05")
			w.remindersSent(t)
			if got := w.ID(t, "select count(*) from email where kind = 'registration-reminder' and recipient = 'kari.vik@post.example'"); got != 0 {
				t.Errorf("got %d reminders, want none", got)
			}
		})
	}
}
