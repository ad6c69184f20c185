package registration_test

import (
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/registration"
)

// Somebody's own calendar says how she stands: what is off is off for all, and only a place is certain.
func TestOwnCalendarSaysHowOneStands(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		stand  func(t *testing.T, w *world, date int64) registration.SignedUp
		status ical.Status
		title  string
	}{
		"a place": {func(t *testing.T, w *world, date int64) registration.SignedUp {
			in, _ := w.Join(t, date, "Ola Nes", 1)
			return in
		}, ical.Confirmed, "Strikkekafé"},
		"not confirmed": {func(t *testing.T, w *world, date int64) registration.SignedUp {
			in, err := w.SignUps.SignUp(t.Context(), w.Resident, w.Wish(date, "Ola Nes", 1))
			must(t, err)
			return in
		}, ical.Tentative, "Ikke bekreftet: Strikkekafé"},
		"waits": {func(t *testing.T, w *world, date int64) registration.SignedUp {
			w.Join(t, date, "Kari Vik", 1)
			in, _ := w.Join(t, date, "Ola Nes", 1)
			return in
		}, ical.Tentative, "Venteliste: Strikkekafé"},
		"has an offer": {func(t *testing.T, w *world, date int64) registration.SignedUp {
			first, _ := w.Join(t, date, "Kari Vik", 1)
			in, _ := w.Join(t, date, "Ola Nes", 1)
			must(t, w.SignUps.Remove(t.Context(), w.Group, first.ID, true))
			return in
		}, ical.Tentative, "Tilbud om plass: Strikkekafé"},
		"has left": {func(t *testing.T, w *world, date int64) registration.SignedUp {
			in, _ := w.Join(t, date, "Ola Nes", 1)
			must(t, w.SignUps.Remove(t.Context(), w.Group, in.ID, true))
			return in
		}, ical.Cancelled, "Meldt av: Strikkekafé"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			date := w.Open(t, 1, nil)
			in := tc.stand(t, w, date)
			site := listing.CalendarSite{Host: "9901.example", Lang: i18n.NB, Absolute: func(path string) string { return path }}
			_, events, err := w.SignUps.CalendarByToken(t.Context(), w.Resident, in.Token, site)
			must(t, err)
			if len(events) != 1 || events[0].Status != tc.status || events[0].Summary != tc.title || !events[0].Start.Equal(w.Dates(t, w.Activity)[0].StartsAt) {
				t.Errorf("got %+v, want %s %q", events, tc.status, tc.title)
			}
			w.ID(t, "update occurrence set status = 'cancelled', reason = 'Syk', updated_at = $2 where id = $1 returning id", date, w.Now.Add(time.Second))
			_, events, err = w.SignUps.CalendarByToken(t.Context(), w.Resident, in.Token, site)
			must(t, err)
			if len(events) != 1 || events[0].Status != ical.Cancelled || strings.Contains(events[0].Summary, "Venteliste") || strings.Contains(events[0].Summary, "Meldt av") {
				t.Errorf("the date is off: got %+v", events)
			}
		})
	}
}
