package activitycards

import (
	"testing"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration/signupform"
)

func TestPlacesText(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.March, 11, 12, 0, 0, 0, i18n.Oslo)
	five, opens := 5, now.AddDate(0, 0, 3)
	slot := signupform.Slot{Capacity: &five, Taken: 2}
	for name, c := range map[string]struct {
		p    signupform.Places
		want string
	}{
		"at the organiser's":      {signupform.Places{Elsewhere: true}, "Påmelding hos arrangøren"},
		"places left":             {signupform.Places{Gate: signupform.Open, Slot: slot, Deadline: now.AddDate(0, 0, 5)}, "3 ledige plasser"},
		"one left":                {signupform.Places{Gate: signupform.Open, Slot: signupform.Slot{Capacity: &five, Taken: 4}}, "1 ledig plass"},
		"no limit":                {signupform.Places{Gate: signupform.Open}, "Med påmelding"},
		"closes tomorrow":         {signupform.Places{Gate: signupform.Open, Form: signupform.Form{ClosesHours: 24}, Deadline: now.AddDate(0, 0, 1)}, "Påmeldingen stenger i morgen"},
		"few, and closes today":   {signupform.Places{Gate: signupform.Open, Slot: slot, Form: signupform.Form{ClosesHours: 2}, Deadline: now.Add(3 * time.Hour)}, "3 ledige plasser, stenger i dag kl. 15.00"},
		"closes when it starts":   {signupform.Places{Gate: signupform.Open, Slot: slot, Deadline: now.Add(3 * time.Hour)}, "3 ledige plasser"},
		"only the waiting list":   {signupform.Places{Gate: signupform.OpenToWait, Slot: slot}, "Fullt, venteliste"},
		"not open yet":            {signupform.Places{Gate: signupform.NotYet, Form: signupform.Form{OpensAt: &opens}}, "Påmeldingen åpner lørdag 14. mars"},
		"closed by the organiser": {signupform.Places{Gate: signupform.Shut}, "Påmeldingen er stengt"},
		"called off":              {signupform.Places{Gate: signupform.CalledOff}, ""},
	} {
		if got := placesText(i18n.NB, c.p, now); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}
