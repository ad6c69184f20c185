package questionnaire_test

import (
	"fmt"
	"strings"
	"testing"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/questionnaire"

	"github.com/google/go-cmp/cmp"
)

// asked are questions with so many, each as change makes it.
func asked(n int, change func(*questionnaire.Question)) []questionnaire.Question {
	all := make([]questionnaire.Question, n)
	for i := range all {
		all[i] = questionnaire.Question{ID: fmt.Sprintf("q%d", i+1), Kind: questionnaire.Text, Label: fmt.Sprintf("Spørsmål %d", i), Purpose: "Mat"}
		if change != nil {
			change(&all[i])
		}
	}
	return all
}

func options(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("Valg %d", i)
	}
	return all
}

// Each question is taken at its limits and refused beyond them.
func TestQuestionsHaveLimits(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ø", 200)
	choice := func(o ...string) func(*questionnaire.Question) {
		return func(q *questionnaire.Question) { q.Kind, q.Options = questionnaire.Choice, o }
	}
	for name, tc := range map[string]struct {
		all  []questionnaire.Question
		want string // the field that is refused
	}{
		"none":                {nil, ""},
		"fifteen":             {asked(15, nil), ""},
		"sixteen":             {asked(16, nil), "sporsmal"},
		"the same again":      {append(asked(1, nil), asked(1, func(q *questionnaire.Question) { q.Label = "SPØRSMÅL 0" })...), "sporsmal_2"},
		"no words":            {asked(1, func(q *questionnaire.Question) { q.Label = "" }), "sporsmal_1"},
		"long":                {asked(1, func(q *questionnaire.Question) { q.Label = long }), ""},
		"too long":            {asked(1, func(q *questionnaire.Question) { q.Label = long + "ø" }), "sporsmal_1"},
		"yes or no":           {asked(1, func(q *questionnaire.Question) { q.Kind = questionnaire.YesNo }), ""},
		"some other kind":     {asked(1, func(q *questionnaire.Question) { q.Kind = "date" }), "sporsmal_type_1"},
		"one option":          {asked(1, choice(options(1)...)), "sporsmal_valg_1"},
		"two options":         {asked(1, choice(options(2)...)), ""},
		"twenty options":      {asked(1, choice(options(20)...)), ""},
		"one more":            {asked(1, choice(options(21)...)), "sporsmal_valg_1"},
		"an option twice":     {asked(1, choice("Fisk", "Kjøtt", "FISK")), "sporsmal_valg_1"},
		"no purpose":          {asked(1, func(q *questionnaire.Question) { q.Purpose = "" }), "sporsmal_formal_1"},
		"a long purpose":      {asked(1, func(q *questionnaire.Question) { q.Purpose = long }), ""},
		"too long a purpose":  {asked(1, func(q *questionnaire.Question) { q.Purpose = long + "ø" }), "sporsmal_formal_1"},
		"kept to the end":     {asked(1, func(q *questionnaire.Question) { q.KeepDays = 30 }), ""},
		"kept longer":         {asked(1, func(q *questionnaire.Question) { q.KeepDays = 31 }), "sporsmal_lagres_1"},
		"kept less than none": {asked(1, func(q *questionnaire.Question) { q.KeepDays = -1 }), "sporsmal_lagres_1"},
	} {
		var fields fault.Fields
		questionnaire.Check(&fields, tc.all, 30)
		if (tc.want == "") != (len(fields) == 0) || tc.want != "" && (len(fields) != 1 || !fields.Has(tc.want)) {
			t.Errorf("%s: got %v, want %q refused", name, fields, tc.want)
		}
	}
}

func TestAnswersAreChecked(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ø", 500)
	for name, tc := range map[string]struct {
		kind     questionnaire.Kind
		required bool
		optional bool
		answer   string
		refused  bool
	}{
		"nothing":               {questionnaire.Text, false, false, "", false},
		"nothing, and it must":  {questionnaire.Text, true, false, "", true},
		"nothing, at the desk":  {questionnaire.Text, true, true, "", false},
		"something":             {questionnaire.Text, true, false, "Fisk", false},
		"long":                  {questionnaire.Text, false, false, long, false},
		"too long":              {questionnaire.Text, false, false, long + "ø", true},
		"an option":             {questionnaire.Choice, false, false, "Fisk", false},
		"no option":             {questionnaire.Choice, false, false, "Is", true},
		"yes":                   {questionnaire.YesNo, false, false, "ja", false},
		"no":                    {questionnaire.YesNo, false, false, "nei", false},
		"neither":               {questionnaire.YesNo, false, false, "kanskje", true},
		"text that is a choice": {questionnaire.Text, false, false, "kanskje", false},
	} {
		all := []questionnaire.Question{{ID: "q1", Kind: tc.kind, Required: tc.required, Options: []string{"Fisk", "Kjøtt"}}}
		var fields fault.Fields
		questionnaire.CheckAnswers(&fields, all, map[string]string{"q1": tc.answer}, tc.optional)
		if got := fields.Has("svar_q1"); got != tc.refused || len(fields) > 1 {
			t.Errorf("%s: got %v, want it refused: %v", name, fields, tc.refused)
		}
	}
}

func TestAnswersAreThoseAskedFor(t *testing.T) {
	t.Parallel()
	got := questionnaire.Answers(asked(3, nil), map[string]string{"q1": " Fisk ", "q2": " ", "q9": "Ukjent"})
	if diff := cmp.Diff(map[string]string{"q1": "Fisk"}, got); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
}

func TestAnswersInWords(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		kind         questionnaire.Kind
		answer, want string
	}{{questionnaire.YesNo, "ja", "Yes"}, {questionnaire.YesNo, "nei", "No"}, {questionnaire.Text, "ja", "ja"}, {questionnaire.Choice, "nei", "nei"}, {questionnaire.YesNo, "", ""}} {
		if got := (questionnaire.Question{Kind: tc.kind}).AnswerText(i18n.EN, tc.answer); got != tc.want {
			t.Errorf("%s %q: got %q, want %q", tc.kind, tc.answer, got, tc.want)
		}
	}
}

func TestQuestionsAreTrimmed(t *testing.T) {
	t.Parallel()
	given := []questionnaire.Question{
		{Kind: questionnaire.Choice, Label: " Hva \n spiser du? ", Purpose: " Mat  til alle", Options: []string{" Fisk ", "", " ", "Rødt  kjøtt"}},
		{Kind: questionnaire.Text, Label: "Annet", Options: []string{"Fisk"}},
	}
	want := []questionnaire.Question{
		{Kind: questionnaire.Choice, Label: "Hva spiser du?", Purpose: "Mat til alle", Options: []string{"Fisk", "Rødt kjøtt"}},
		{Kind: questionnaire.Text, Label: "Annet"},
	}
	if diff := cmp.Diff(want, questionnaire.Normal(given)); diff != "" {
		t.Errorf("questions (-want +got):\n%s", diff)
	}
	if given[0].Label != " Hva \n spiser du? " {
		t.Error("what was given is changed")
	}
}

// No answer stands under another question than it was given to.
func TestQuestionsKeepTheirIDs(t *testing.T) {
	t.Parallel()
	ids := func(all []questionnaire.Question) string {
		var s []string
		for _, q := range all {
			s = append(s, q.ID)
		}
		return strings.Join(s, " ")
	}
	q := func(ids ...string) (all []questionnaire.Question) {
		for _, id := range ids {
			all = append(all, questionnaire.Question{ID: id})
		}
		return all
	}
	for name, tc := range map[string]struct {
		given, stored, retired []questionnaire.Question
		asked, gone            string
	}{
		"the first":                 {q("", ""), nil, nil, "q1 q2", ""},
		"the same":                  {q("q1", "q2"), q("q1", "q2"), nil, "q1 q2", ""},
		"in another order":          {q("q2", "q1"), q("q1", "q2"), nil, "q2 q1", ""},
		"one more":                  {q("", "q1"), q("q1"), nil, "q2 q1", ""},
		"one is left out":           {q("q2"), q("q1", "q2"), nil, "q2", "q1"},
		"another instead":           {q("", "q2"), q("q1", "q2"), nil, "q3 q2", "q1"},
		"an id nobody gave":         {q("q7"), q("q1"), nil, "q2", "q1"},
		"one that was retired":      {q("q1", "q2"), q("q2"), q("q1"), "q3 q2", "q1"},
		"the same twice":            {q("q1", "q1"), q("q1"), nil, "q1 q2", ""},
		"behind those of long ago":  {q(""), nil, q("q1", "q2"), "q3", "q1 q2"},
		"all are left out, of many": {nil, q("q2", "q3"), q("q1"), "", "q1 q2 q3"},
	} {
		asked, gone := questionnaire.Following(tc.given, tc.stored, tc.retired)
		questionnaire.Name(asked, gone)
		if ids(asked) != tc.asked || ids(gone) != tc.gone {
			t.Errorf("%s: got %q and %q gone, want %q and %q", name, ids(asked), ids(gone), tc.asked, tc.gone)
		}
	}
}
