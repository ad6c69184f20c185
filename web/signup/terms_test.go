package signup_test

// Places, rules and whether one can sign up, in words.

import (
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/signup"
)

func TestPlacesInWords(t *testing.T) {
	t.Parallel()
	n := func(n int) *int { return &n }
	for name, tc := range map[string]struct {
		slot signupform.Slot
		want string
	}{
		"no limit":             {signupform.Slot{Taken: 7}, ""},
		"one left":             {signupform.Slot{Capacity: n(4), Taken: 3}, "1 ledig plass"},
		"two left":             {signupform.Slot{Capacity: n(4), Taken: 2}, "2 ledige plasser"},
		"none left, none wait": {signupform.Slot{Capacity: n(4), Taken: 4}, "Fullt, men du kan stå på venteliste"},
		"one waits":            {signupform.Slot{Capacity: n(4), Taken: 4, Waiting: 1}, "Fullt, 1 på venteliste"},
		"no list":              {signupform.Slot{Capacity: n(4), Taken: 4, WaitingCapacity: n(0)}, "Fullt"},
		"a list":               {signupform.Slot{Capacity: n(4), Taken: 4, WaitingCapacity: n(2)}, "Fullt, men du kan stå på venteliste"},
		"kept for the queue":   {signupform.Slot{Capacity: n(4), Taken: 3, Waiting: 2, QueueFirst: true}, "Fullt, 2 på venteliste"},
	} {
		if got := signup.Places(i18n.NB, tc.slot); got != tc.want {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
	}
}

func TestStateInWords(t *testing.T) {
	t.Parallel()
	n := func(n int) *int { return &n }
	now := time.Date(2026, 10, 7, 8, 0, 0, 0, i18n.Oslo)
	opens := time.Date(2026, 10, 12, 18, 0, 0, 0, i18n.Oslo)
	slot := signupform.Slot{Capacity: n(4), Taken: 2}
	for name, tc := range map[string]struct {
		gate  signupform.Gate
		opens *time.Time
		list  *int
		want  string
	}{
		"open":               {signupform.Open, nil, nil, "2 ledige plasser"},
		"to wait":            {signupform.OpenToWait, nil, nil, "2 ledige plasser"},
		"not yet":            {signupform.NotYet, &opens, nil, "Påmeldingen åpner mandag 12. oktober kl. 18.00."},
		"not yet, and when?": {signupform.NotYet, nil, nil, "Påmeldingen har ikke åpnet ennå."},
		"over":               {signupform.Over, nil, nil, "Fristen for å melde seg på er ute."},
		"closed":             {signupform.Shut, &opens, nil, "Arrangøren har stengt påmeldingen."},
		"off":                {signupform.CalledOff, nil, nil, "Dette er avlyst."},
		"full":               {signupform.Full, nil, n(2), "Det er fullt, og ventelisten er også full."},
		"full, and no list":  {signupform.Full, nil, n(0), "Det er fullt."},
		"over, and no list":  {signupform.Over, nil, n(0), "Fristen for å melde seg på er ute."},
	} {
		s := slot
		s.WaitingCapacity = tc.list
		if got := signup.State(i18n.NB, signupform.Form{OpensAt: tc.opens}, s, tc.gate, now); got != tc.want {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
		if got, want := signup.CanEnter(tc.gate), tc.gate == signupform.Open || tc.gate == signupform.OpenToWait; got != want {
			t.Errorf("%s: lets people in: %v", name, got)
		}
	}
}

func TestTermsInWords(t *testing.T) {
	t.Parallel()
	n := func(n int) *int { return &n }
	now := time.Date(2026, 10, 7, 8, 0, 0, 0, i18n.Oslo)
	weekly := func() (a activity.View) { a.Schedule.RRule = "FREQ=WEEKLY"; return a }()
	const deadline = "Frist: mandag 12. oktober kl. 18.00."
	for name, tc := range map[string]struct {
		activity activity.View
		form     signupform.Form
		gate     signupform.Gate
		several  bool
		want     string
	}{
		"one date":              {activity.View{}, signupform.Form{}, signupform.Open, false, deadline},
		"one of a series":       {weekly, signupform.Form{Scope: signupform.OneDate}, signupform.Open, false, "Du velger selv hvilke datoer du melder deg på. " + deadline},
		"a series":              {weekly, signupform.Form{Scope: signupform.WholeSeries}, signupform.Open, false, "Du melder deg på hele serien, med alle datoene. " + deadline},
		"a series of one":       {activity.View{}, signupform.Form{Scope: signupform.WholeSeries}, signupform.OpenToWait, false, deadline},
		"not open yet":          {activity.View{}, signupform.Form{}, signupform.NotYet, false, deadline},
		"over":                  {activity.View{}, signupform.Form{}, signupform.Over, false, ""},
		"several":               {activity.View{}, signupform.Form{ClosesHours: 24}, signupform.Open, true, "Fristen er 24 timer før start."},
		"several, an hour":      {activity.View{}, signupform.Form{ClosesHours: 1}, signupform.Open, true, "Fristen er 1 time før start."},
		"several, at the start": {activity.View{}, signupform.Form{}, signupform.Open, true, ""},
		"alone":                 {activity.View{}, signupform.Form{MaxParty: 1}, signupform.Over, false, ""},
		"together":              {activity.View{}, signupform.Form{MaxParty: 2}, signupform.Over, false, "Du kan melde på inntil 2 personer sammen."},
		"one is enough":         {activity.View{}, signupform.Form{MinParticipants: 1}, signupform.Over, false, ""},
		"two are needed":        {activity.View{}, signupform.Form{MinParticipants: 2}, signupform.Over, false, "Det må være minst 2 påmeldte for at det blir noe av."},
		"from an age":           {activity.View{}, signupform.Form{AgeMin: n(18)}, signupform.Over, false, "For dem som er 18 år eller eldre."},
		"to an age":             {activity.View{}, signupform.Form{AgeMax: n(12)}, signupform.Over, false, "For dem som er 12 år eller yngre. Er du under 15 år, må en foresatt bekrefte."},
		"between ages":          {activity.View{}, signupform.Form{AgeMin: n(14), AgeMax: n(20)}, signupform.Over, false, "For dem som er 14–20 år. Er du under 15 år, må en foresatt bekrefte."},
		"old enough":            {activity.View{}, signupform.Form{AgeMin: n(15), AgeMax: n(20)}, signupform.Over, false, "For dem som er 15–20 år."},
		"another age":           {activity.View{}, signupform.Form{GuardianAge: 18}, signupform.Over, false, "Er du under 18 år, må en foresatt bekrefte."},
		"ages are asked":        {activity.View{}, signupform.Form{AskAges: true}, signupform.Over, false, "Er du under 15 år, må en foresatt bekrefte."},
	} {
		p := signupform.Page{Form: tc.form, Settings: signupform.Settings{GuardianAge: 15}, Gate: tc.gate, Deadline: time.Date(2026, 10, 12, 18, 0, 0, 0, i18n.Oslo)}
		if got := strings.Join(signup.Terms(i18n.NB, tc.activity, p, now, tc.several), " "); got != tc.want {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
	}
	if signup.Path(7, 0) == signup.Path(7, 1) || !strings.HasSuffix(signup.Path(7, 3), "/pamelding/3") {
		t.Errorf("got the paths %s and %s", signup.Path(7, 0), signup.Path(7, 3))
	}
}
