package activitycards

import (
	"testing"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration"
)

func TestPlacesText(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.March, 11, 12, 0, 0, 0, i18n.Oslo)
	five, opens := 5, now.AddDate(0, 0, 3)
	slot := registration.Slot{Capacity: &five, Taken: 2}
	for name, c := range map[string]struct {
		p    registration.Places
		want string
	}{
		"at the organiser's":      {registration.Places{Elsewhere: true}, "Påmelding hos arrangøren"},
		"places left":             {registration.Places{Gate: registration.Open, Slot: slot, Deadline: now.AddDate(0, 0, 5)}, "3 ledige plasser"},
		"one left":                {registration.Places{Gate: registration.Open, Slot: registration.Slot{Capacity: &five, Taken: 4}}, "1 ledig plass"},
		"no limit":                {registration.Places{Gate: registration.Open}, "Med påmelding"},
		"closes tomorrow":         {registration.Places{Gate: registration.Open, Form: registration.Form{ClosesHours: 24}, Deadline: now.AddDate(0, 0, 1)}, "Påmeldingen stenger i morgen"},
		"few, and closes today":   {registration.Places{Gate: registration.Open, Slot: slot, Form: registration.Form{ClosesHours: 2}, Deadline: now.Add(3 * time.Hour)}, "3 ledige plasser, stenger i dag kl. 15.00"},
		"closes when it starts":   {registration.Places{Gate: registration.Open, Slot: slot, Deadline: now.Add(3 * time.Hour)}, "3 ledige plasser"},
		"only the waiting list":   {registration.Places{Gate: registration.OpenToWait, Slot: slot}, "Fullt, venteliste"},
		"not open yet":            {registration.Places{Gate: registration.NotYet, Form: registration.Form{OpensAt: &opens}}, "Påmeldingen åpner lørdag 14. mars"},
		"closed by the organiser": {registration.Places{Gate: registration.Shut}, "Påmeldingen er stengt"},
		"called off":              {registration.Places{Gate: registration.CalledOff}, ""},
	} {
		if got := placesText(i18n.NB, c.p, now); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}
