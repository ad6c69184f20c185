package signupform_test

// Both ends of every number and text of a form, and of what is worked out from them.

import (
	"math"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration/signupform"
)

// Every number of a form is taken at both its ends and refused beyond them.
func TestEveryNumberHasItsEnds(t *testing.T) {
	t.Parallel()
	for field, tc := range map[string]struct {
		low, high int
		set       func(*signupform.Form, int)
	}{
		"plasser":          {1, 10_000, func(f *signupform.Form, n int) { f.Capacity, f.MaxParty = &n, 1 }},
		"venteliste":       {0, 10_000, func(f *signupform.Form, n int) { f.WaitingCapacity = &n }},
		"storste_gruppe":   {1, 50, func(f *signupform.Form, n int) { f.MaxParty = n }},
		"minst":            {0, 10_000, func(f *signupform.Form, n int) { f.MinParticipants = n }},
		"stenger_timer":    {0, 2160, func(f *signupform.Form, n int) { f.ClosesHours = n }},
		"avmelding_timer":  {0, 2160, func(f *signupform.Form, n int) { f.CancelHours = n }},
		"paminnelse_timer": {1, 168, func(f *signupform.Form, n int) { f.Reminder, f.ReminderHours = signupform.HoursBefore, n }},
		"alder_fra":        {0, 120, func(f *signupform.Form, n int) { f.AgeMin = &n }},
		"alder_til":        {0, 120, func(f *signupform.Form, n int) { f.AgeMax = &n }},
		"foresatt_alder":   {0, 18, func(f *signupform.Form, n int) { f.GuardianAge = n }},
		"lagres_dager":     {0, 730, func(f *signupform.Form, n int) { f.KeepDays = n }},
		"beskjed":          {0, 1000, func(f *signupform.Form, n int) { f.Instructions = strings.Repeat("ø", max(n, 0)) }},
	} {
		for _, n := range []int{tc.low - 1, tc.low, tc.high, tc.high + 1} {
			if field == "beskjed" && n < 0 {
				continue
			}
			f := signupform.NewForm()
			tc.set(&f, n)
			err := f.Validate()
			inside := tc.low <= n && n <= tc.high
			if inside != (err == nil) || !inside && !fault.FieldsOf(err).Has(field) {
				t.Errorf("%s %d: got %v, want it taken: %v", field, n, err, inside)
			}
		}
	}
}

// What belongs together is taken as long as it does.
func TestWhatBelongsTogether(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		set  func(*signupform.Form)
		want string // the field that is refused
	}{
		"all places for one group":      {func(f *signupform.Form) { f.Capacity, f.MaxParty = number(6), 6 }, ""},
		"a larger one":                  {func(f *signupform.Form) { f.Capacity, f.MaxParty = number(6), 7 }, "storste_gruppe"},
		"all places must be taken":      {func(f *signupform.Form) { f.Capacity, f.MinParticipants = number(6), 6 }, ""},
		"more than there are":           {func(f *signupform.Form) { f.Capacity, f.MinParticipants = number(6), 7 }, "minst"},
		"one age":                       {func(f *signupform.Form) { f.AgeMin, f.AgeMax = number(10), number(10) }, ""},
		"a series joined underway":      {func(f *signupform.Form) { f.Scope, f.JoinUnderway = signupform.WholeSeries, true }, ""},
		"groups that wait":              {func(f *signupform.Form) { f.Groups = signupform.WaitForGroups }, ""},
		"some other rule for groups":    {func(f *signupform.Form) { f.Groups = "kø" }, "grupper"},
		"no reminder":                   {func(f *signupform.Form) { f.Reminder, f.ReminderHours = signupform.NoReminder, 999 }, ""},
		"a reminder nobody knows":       {func(f *signupform.Form) { f.Reminder = "uke" }, "paminnelse"},
		"hours that are not used":       {func(f *signupform.Form) { f.ReminderHours = 999 }, ""},
		"neither a date nor the series": {func(f *signupform.Form) { f.Scope = "uke" }, "gjelder"},
	} {
		f := signupform.NewForm()
		tc.set(&f)
		err := f.Validate()
		if (tc.want == "") != (err == nil) || tc.want != "" && (len(fault.FieldsOf(err)) != 1 || !fault.FieldsOf(err).Has(tc.want)) {
			t.Errorf("%s: got %v, want %q refused", name, err, tc.want)
		}
	}
}

// How long the waiting list is, said or not, and who is stored on it.
func TestWaitingListsLength(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		places, list *int
		want         int
	}{
		"few places":           {number(4), nil, 20},
		"ten places":           {number(10), nil, 20},
		"eleven places":        {number(11), nil, 22},
		"all that can be":      {number(10_000), nil, 10_000},
		"no limit":             {nil, nil, 200},
		"said":                 {number(4), number(3), 3},
		"none":                 {number(4), number(0), 0},
		"said, and no limit":   {nil, number(7), 7},
		"half of all there is": {number(5_001), nil, 10_000},
	} {
		s := signupform.Slot{Capacity: tc.places, WaitingCapacity: tc.list}
		if got := s.QueueBound(); got != tc.want {
			t.Errorf("%s: got %d, want %d", name, got, tc.want)
		}
	}
	for name, tc := range map[string]struct {
		slot  signupform.Slot
		party int
		want  bool
	}{
		"the last on the list":                {signupform.Slot{Capacity: number(4), Taken: 4, WaitingCapacity: number(3), Waiting: 1}, 2, true},
		"one too many":                        {signupform.Slot{Capacity: number(4), Taken: 4, WaitingCapacity: number(3), Waiting: 1}, 3, false},
		"places are free, whatever the list":  {signupform.Slot{Capacity: number(4), Taken: 2, WaitingCapacity: number(0), Waiting: 1}, 2, true},
		"too few are free":                    {signupform.Slot{Capacity: number(4), Taken: 3, WaitingCapacity: number(0)}, 2, false},
		"places are free, and many wait":      {signupform.Slot{Capacity: number(4), WaitingCapacity: number(0), Waiting: 19}, 1, true},
		"places are free, and too many wait":  {signupform.Slot{Capacity: number(4), WaitingCapacity: number(0), Waiting: 19}, 2, false},
		"a long list, and places are free":    {signupform.Slot{Capacity: number(4), WaitingCapacity: number(30), Waiting: 29}, 1, true},
		"no limit, and nearly too many wait":  {signupform.Slot{WaitingCapacity: number(0), Waiting: 199}, 1, true},
		"no limit, and too many wait for all": {signupform.Slot{WaitingCapacity: number(0), Waiting: 199}, 2, false},
	} {
		if got := tc.slot.MayWait(tc.party); got != tc.want {
			t.Errorf("%s: got %v, want %v", name, got, tc.want)
		}
	}
}

// How much those may hold whom nobody has answered for.
func TestUnprovedHold(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		percent int
		places  *int
		want    int
	}{
		{50, number(10), 5}, {50, number(9), 5}, {1, number(1), 1}, {0, number(10), 0}, {99, number(100), 99}, {99, number(1000), 990},
		{100, number(10), math.MaxInt32}, {100, nil, math.MaxInt32}, {50, nil, 200},
	} {
		if got := (signupform.Settings{UnprovedPercent: tc.percent}).Unproved(signupform.Slot{Capacity: tc.places}); got != tc.want {
			t.Errorf("%d percent: got %d, want %d", tc.percent, got, tc.want)
		}
	}
}

func TestFreePlaces(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		places      *int
		taken, free int
		limited     bool
	}{{number(4), 1, 3, true}, {number(4), 4, 0, true}, {number(4), 6, 0, true}, {nil, 6, 0, false}} {
		if free, limited := (signupform.Slot{Capacity: tc.places, Taken: tc.taken}).Free(); free != tc.free || limited != tc.limited {
			t.Errorf("%d taken: got %d, %v, want %d, %v", tc.taken, free, limited, tc.free, tc.limited)
		}
	}
}

// What somebody reads who gets neither places nor a position in the queue.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		slot  signupform.Slot
		party int
		want  string
	}{
		"off":                        {signupform.Slot{Cancelled: true, Closed: true}, 1, "Dette er avlyst."},
		"closed":                     {signupform.Slot{Closed: true}, 1, "Arrangøren har stengt påmeldingen."},
		"one place for two":          {signupform.Slot{Capacity: number(4), Taken: 3, WaitingCapacity: number(0)}, 2, "Det er bare én ledig plass."},
		"two places for three":       {signupform.Slot{Capacity: number(4), Taken: 2, WaitingCapacity: number(0)}, 3, "Det er bare 2 ledige plasser."},
		"places, and many unproved":  {signupform.Slot{Capacity: number(4), Taken: 2, WaitingCapacity: number(0)}, 2, "Mange har meldt seg på uten å bekrefte ennå. Prøv igjen om litt, eller ta kontakt med arrangøren."},
		"one more may wait":          {signupform.Slot{Capacity: number(4), Taken: 4, Waiting: 2, WaitingCapacity: number(3)}, 2, "Det er bare én plass igjen på ventelisten."},
		"two more may wait":          {signupform.Slot{Capacity: number(4), Taken: 4, Waiting: 1, WaitingCapacity: number(3)}, 3, "Det er bare 2 plasser igjen på ventelisten."},
		"no list":                    {signupform.Slot{Capacity: number(4), Taken: 4, WaitingCapacity: number(0)}, 1, "Det er fullt."},
		"a full list":                {signupform.Slot{Capacity: number(4), Taken: 4, Waiting: 3, WaitingCapacity: number(3)}, 1, "Det er fullt, og ventelisten er også full."},
		"a full list of a size":      {signupform.Slot{Capacity: number(4), Taken: 4, Waiting: 20}, 1, "Det er fullt, og ventelisten er også full."},
		"places kept for the queue":  {signupform.Slot{Capacity: number(4), Taken: 3, Waiting: 1, WaitingCapacity: number(2), QueueFirst: true}, 2, "Det er bare én plass igjen på ventelisten."},
		"nobody may pass, none wait": {signupform.Slot{Capacity: number(4), Taken: 3, Waiting: 2, WaitingCapacity: number(2), QueueFirst: true}, 2, "Det er fullt, og ventelisten er også full."},
	} {
		err := tc.slot.Refusal(tc.party)
		got := fault.Text(err)
		for _, f := range fault.FieldsOf(err) {
			got = i18n.NB.T(f.Msg, f.Args...)
		}
		if got != tc.want {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
	}
}

// Days before are counted by the clock on the wall, what is left over in hours.
func TestDeadlinesByTheClock(t *testing.T) {
	t.Parallel()
	start := activitytest.At("2026-10-25 18:00") // summer time ended that night
	for hours, want := range map[int]string{0: "2026-10-25 18:00", 5: "2026-10-25 13:00", 24: "2026-10-24 18:00", 30: "2026-10-24 12:00", 48: "2026-10-23 18:00"} {
		f := signupform.NewForm()
		f.ClosesHours, f.CancelHours = hours, hours
		s := signupform.Slot{Scope: signupform.OneDate, StartsAt: start, EndsAt: start.Add(2 * time.Hour)}
		if !f.Deadline(s).Equal(activitytest.At(want)) || !f.CancelDeadline(s).Equal(activitytest.At(want)) {
			t.Errorf("%d hours: got %s and %s, want %s", hours, f.Deadline(s), f.CancelDeadline(s), want)
		}
	}
}

func TestOfferStandsUntil(t *testing.T) {
	t.Parallel()
	now := activitytest.At("2026-10-08 12:00")
	for start, want := range map[string]string{"2026-10-10 18:00": "2026-10-09 12:00", "2026-10-09 12:00": "2026-10-09 12:00", "2026-10-08 18:00": "2026-10-08 18:00"} {
		if got := signupform.OfferDeadline(now, activitytest.At(start), 24); !got.Equal(activitytest.At(want)) {
			t.Errorf("start %s: got %s, want %s", start, got, want)
		}
	}
}

// A guardian is asked for by the form's own age, or the municipality's where it has none.
func TestGuardiansAge(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		set  func(*signupform.Form)
		band []string
		want bool
	}{
		"nothing asks for ages":           {func(f *signupform.Form) {}, []string{"10-12"}, false},
		"ages are asked":                  {func(f *signupform.Form) { f.AskAges = true }, []string{"13-14"}, true},
		"old enough":                      {func(f *signupform.Form) { f.AskAges = true }, []string{"15-17"}, false},
		"one of two is not":               {func(f *signupform.Form) { f.AskAges = true }, []string{"26-66", "6-9"}, true},
		"the form's age":                  {func(f *signupform.Form) { f.GuardianAge = 18 }, []string{"15-17"}, true},
		"at the form's age":               {func(f *signupform.Form) { f.GuardianAge = 18 }, []string{"18-25"}, false},
		"a lowest age asks for ages":      {func(f *signupform.Form) { f.AgeMin = number(6) }, []string{"10-12"}, true},
		"so does a highest":               {func(f *signupform.Form) { f.AgeMax = number(14) }, []string{"10-12"}, true},
		"what is no band asks for nobody": {func(f *signupform.Form) { f.AskAges = true }, []string{"1-2"}, false},
	} {
		f := signupform.NewForm()
		tc.set(&f)
		if got := signupform.NeedsGuardian(f, signupform.Settings{GuardianAge: 15}, tc.band, false); got != tc.want {
			t.Errorf("%s: got %v, want %v", name, got, tc.want)
		}
	}
}
