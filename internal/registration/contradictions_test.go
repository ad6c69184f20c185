package registration_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/questionnaire"
	"frivilligsentral/internal/registration/signupform"
)

// What contradicts itself, the dates or those already on the list is refused with
// the field named, and nothing is stored.
func TestSaveFormNamesTheField(t *testing.T) {
	t.Parallel()
	w := newWorld(t) // Thursdays at 18, from 8 October to 17 December 2026
	date := w.Open(t, 5, nil)
	w.Join(t, date, "Ola Nes", 3)
	opens := func(wall string) func(*signupform.Form) {
		return func(f *signupform.Form) { at := activitytest.At(wall); f.OpensAt = &at }
	}
	ask := func(all ...questionnaire.Question) func(*signupform.Form) {
		return func(f *signupform.Form) { f.Questions = all }
	}
	text := questionnaire.Question{Kind: questionnaire.Text, Label: "Allergi?", Purpose: "Mat"}
	choice := func(options ...string) questionnaire.Question {
		return questionnaire.Question{Kind: questionnaire.Choice, Label: "Mat?", Purpose: "Mat", Options: options}
	}
	tests := []struct {
		name   string
		change func(*signupform.Form)
		want   string
	}{
		{"lowest age over the highest", func(f *signupform.Form) { f.AgeMin, f.AgeMax = number(12), number(11) }, "alder_til"},
		{"an age below nought", func(f *signupform.Form) { f.AgeMin = number(-1) }, "alder_fra"},
		{"an age of nobody", func(f *signupform.Form) { f.AgeMax = number(150) }, "alder_til"},
		{"a guardian for adults", func(f *signupform.Form) { f.GuardianAge = 19 }, "foresatt_alder"},
		{"a guardian below nought", func(f *signupform.Form) { f.GuardianAge = -1 }, "foresatt_alder"},
		{"a party larger than the places", func(f *signupform.Form) { f.MaxParty = 6 }, "storste_gruppe"},
		{"no party", func(f *signupform.Form) { f.MaxParty = -1 }, "storste_gruppe"},
		{"fewest over the places", func(f *signupform.Form) { f.MinParticipants = 6 }, "minst"},
		{"fewest over everything", func(f *signupform.Form) { f.Capacity, f.MinParticipants = nil, 100_000 }, "minst"},
		{"no places", func(f *signupform.Form) { f.Capacity, f.MaxParty = number(0), 1 }, "plasser"},
		{"fewer places than people", func(f *signupform.Form) { f.Capacity, f.MaxParty = number(2), 1 }, "plasser"},
		{"a waiting list below nought", func(f *signupform.Form) { f.WaitingCapacity = number(-1) }, "venteliste"},
		{"opens after the last date", opens("2026-12-18 12:00"), "apner"},
		{"opens when it closes", func(f *signupform.Form) { opens("2026-12-17 16:00")(f); f.ClosesHours = 2 }, "apner"},
		{"closes after the start", func(f *signupform.Form) { f.ClosesHours = -1 }, "stenger_timer"},
		{"closes years before", func(f *signupform.Form) { f.ClosesHours = 100_000 }, "stenger_timer"},
		{"cancels after the start", func(f *signupform.Form) { f.CancelHours = -24 }, "avmelding_timer"},
		{"reminds after the start", func(f *signupform.Form) { f.Reminder, f.ReminderHours = signupform.HoursBefore, -2 }, "paminnelse_timer"},
		{"joins one date underway", func(f *signupform.Form) { f.JoinUnderway = true }, "underveis"},
		{"the series when people are on a date", func(f *signupform.Form) { f.Scope = signupform.WholeSeries }, "gjelder"},
		{"kept below nought", func(f *signupform.Form) { f.KeepDays = -1 }, "lagres_dager"},
		{"kept for ever", func(f *signupform.Form) { f.KeepDays = 36_500 }, "lagres_dager"},
		{"an answer kept longer than the rest", ask(questionnaire.Question{Kind: text.Kind, Label: "A?", Purpose: "B", KeepDays: 31}), "sporsmal_lagres_1"},
		{"a choice of nothing", ask(choice()), "sporsmal_valg_1"},
		{"a choice of one", ask(choice("Fisk", " ")), "sporsmal_valg_1"},
		{"a choice of the same", ask(choice("Fisk", "fisk")), "sporsmal_valg_1"},
		{"a question twice", ask(text, questionnaire.Question{Kind: text.Kind, Label: " ALLERGI? ", Purpose: "Mat"}), "sporsmal_2"},
		{"a question of no kind", ask(questionnaire.Question{Kind: "fil", Label: "A?", Purpose: "B"}), "sporsmal_type_1"},
		{"a question without words", ask(questionnaire.Question{Kind: text.Kind, Purpose: "B"}), "sporsmal_1"},
		{"a question without a purpose", ask(questionnaire.Question{Kind: text.Kind, Label: "A?"}), "sporsmal_formal_1"},
	}
	for _, test := range tests {
		f := w.Form(t)
		version := f.Version
		test.change(&f)
		var got []string
		for _, x := range fault.FieldsOf(w.SignUps.SaveForm(t.Context(), w.Group, w.Activity, version, f)) {
			got = append(got, x.Name)
		}
		if diff := cmp.Diff([]string{test.want}, got); diff != "" {
			t.Errorf("%s: fields (-want +got):\n%s", test.name, diff)
		}
		if w.Form(t).Version != version {
			t.Fatalf("%s: it was stored all the same", test.name)
		}
	}
}

// Before the first sign-up there is no counter yet, and the dates still hold.
func TestOpeningIsHeldAgainstTheDates(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*signupform.Form, *time.Time)
		opens  string
		want   bool // refused
	}{
		{"before the last date", nil, "2026-12-17 17:59", false},
		{"at the last date", nil, "2026-12-17 18:00", true},
		{"a series, before its first date", series(false), "2026-10-08 17:00", false},
		{"a series, after its first date", series(false), "2026-10-09 12:00", true},
		{"a series to join underway", series(true), "2026-10-09 12:00", false},
		{"a series to join underway, after its end", series(true), "2026-12-18 12:00", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w, f, at := newWorld(t), signupform.NewForm(), activitytest.At(test.opens)
			if test.change != nil {
				test.change(&f, &at)
			}
			f.OpensAt = &at
			err := w.SignUps.SaveForm(t.Context(), w.Group, w.Activity, 0, f)
			if got := len(fault.FieldsOf(err)) > 0; got != test.want || !got && err != nil {
				t.Errorf("refused: got %v (%v), want %v", got, err, test.want)
			}
		})
	}
}

func series(underway bool) func(*signupform.Form, *time.Time) {
	return func(f *signupform.Form, _ *time.Time) { f.Scope, f.JoinUnderway = signupform.WholeSeries, underway }
}

// Two questions never share an id, since the answers are kept under it.
func TestQuestionsHaveIDsOfTheirOwn(t *testing.T) {
	t.Parallel()
	f := signupform.NewForm()
	f.Questions = []questionnaire.Question{{ID: "q1", Label: "A"}, {ID: "q1", Label: "B"}, {Label: "C"}, {ID: "q3", Label: "D"}}
	var got []string
	for _, q := range f.Normal().Questions {
		got = append(got, q.ID)
	}
	if diff := cmp.Diff([]string{"q1", "q2", "q4", "q3"}, got); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
}

// A guardian's age means nothing where nobody's age is known.
func TestGuardianAgeAsksForAges(t *testing.T) {
	t.Parallel()
	f := signupform.NewForm()
	if f.AsksAges() {
		t.Error("a new form asks for ages")
	}
	f.GuardianAge = 13
	if !f.AsksAges() || !signupform.NeedsGuardian(f, signupform.Settings{GuardianAge: 15}, []string{"10-12"}, false) {
		t.Error("a form with an age for guardians does not ask for ages")
	}
}
