package registration_test

import (
	"strings"
	"testing"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/registration/signupform"
)

// Who is signed up for many dates of a series that moves is told once, with all
// dates, a link to each of them and one calendar file.
func TestMovedSeriesIsToldOncePerPerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 5, nil)
	dates := w.Dates(t, w.Activity)[:3]
	for _, d := range dates {
		w.Join(t, d.ID, "Ola Nes", 1)
	}
	w.Join(t, dates[1].ID, "Kari Vik", 1)
	w.moveTo(t, "2026-10-08 19:00")
	for range 2 {
		must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
	}
	for email, want := range map[string]int{"ola.nes@post.example": 3, "kari.vik@post.example": 1} {
		var got []mailtest.Mail
		for _, m := range mailtest.All(t, w.Pool, email) {
			if m.Kind == kind.SignUpChanged {
				got = append(got, m)
			}
		}
		if len(got) != 1 {
			t.Fatalf("%s: told %d times, want once", email, len(got))
		}
		if n := strings.Count(got[0].TextBody, "19.00"); n < want {
			t.Errorf("%s: the new time stands %d times, want %d:\n%s", email, n, want, got[0].TextBody)
		}
		if n := own(got[0].Links); n != want {
			t.Errorf("%s: got %d links to sign-ups, want %d: %v", email, n, want, got[0].Links)
		}
		file := string(got[0].Attachments[0].Data)
		if all, off := strings.Count(file, "BEGIN:VEVENT"), strings.Count(file, "STATUS:CANCELLED"); all-off != want || off != want {
			t.Errorf("%s: got %d dates in the calendar file and %d taken away, want %d of each", email, all-off, off, want)
		}
	}
}

// own is how many sign-ups the links open.
func own(links []string) int {
	seen := map[string]bool{}
	for _, l := range links {
		l = strings.TrimSuffix(l, "/endre")
		seen[l] = strings.Contains(l, "/pamelding/")
	}
	return len(seen)
}

// One sign-up for the whole series is one e-mail too.
func TestMovedSeriesOfOneSignUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 5, func(f *signupform.Form) { f.Scope = signupform.WholeSeries })
	w.Join(t, 0, "Ola Nes", 1)
	w.moveTo(t, "2026-10-08 19:00")
	must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
	if got := len(mailtest.All(t, w.Pool, "ola.nes@post.example")); got != 3 {
		t.Errorf("got %d e-mails, want to confirm, confirmed and changed", got)
	}
}

func (w *world) moveTo(t *testing.T, start string) {
	t.Helper()
	d := w.Draft()
	d.StartsAt, d.SignupMode = activitytest.At(start), activity.HereSignup
	_, err := w.Service.Update(t.Context(), w.Staff, w.Activity, w.version(t), d, activity.Falling{})
	must(t, err)
}
