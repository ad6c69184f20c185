// What is wrong with questions, and with the answers to them.

package questionnaire

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
)

// Limits of the fields. The pages use them too.
const (
	MaxQuestions = 15
	MaxOptions   = 20
	MaxAnswer    = 500
)

// Field is the name of a numbered form field: "sporsmal_1" for index 0.
func Field(name string, i int) string { return name + "_" + strconv.Itoa(i+1) }

// Check says what is wrong with the questions, with the names of the page's fields.
// No answer is kept longer than keepDays.
func Check(fields *fault.Fields, all []Question, keepDays int) {
	fields.Check(len(all) <= MaxQuestions, "sporsmal", i18n.Mark("Still høyst %d spørsmål."), MaxQuestions)
	asked := map[string]bool{}
	for i, q := range all {
		q.check(fields, i, keepDays)
		label := strings.ToLower(q.Label)
		fields.Check(label == "" || !asked[label], Field("sporsmal", i), i18n.Mark("Dette spørsmålet står her fra før."))
		asked[label] = true
	}
}

func (q Question) check(fields *fault.Fields, i, keepDays int) {
	fields.Check(q.Label != "" && utf8.RuneCountInString(q.Label) <= 200, Field("sporsmal", i), i18n.Mark("Skriv spørsmålet, høyst 200 tegn."))
	kinds := []Kind{Text, Choice, YesNo}
	fields.Check(slices.Contains(kinds, q.Kind), Field("sporsmal_type", i), i18n.Mark("Velg ett av valgene."))
	fields.Check(q.Kind != Choice || len(q.Options) >= 2 && len(q.Options) <= MaxOptions, Field("sporsmal_valg", i),
		i18n.Mark("Skriv fra to til %d valg, ett på hver linje."), MaxOptions)
	fields.Check(!twice(q.Options), Field("sporsmal_valg", i), i18n.Mark("To av valgene er like."))
	fields.Check(q.Purpose != "" && utf8.RuneCountInString(q.Purpose) <= 200, Field("sporsmal_formal", i), i18n.Mark("Skriv hvorfor dere spør. De som melder seg på, kan lese det."))
	fields.Check(q.KeepDays >= 0 && q.KeepDays <= keepDays, Field("sporsmal_lagres", i), i18n.Mark("Svaret kan ikke lagres lenger enn påmeldingen, %d dager."), keepDays)
}

func twice(options []string) bool {
	seen := map[string]bool{}
	for _, o := range options {
		if o = strings.ToLower(o); seen[o] {
			return true
		}
		seen[o] = true
	}
	return false
}

// Answers are those given to the questions, by id, trimmed and without empty ones.
func Answers(all []Question, given map[string]string) map[string]string {
	answers := map[string]string{}
	for _, q := range all {
		if a := strings.TrimSpace(given[q.ID]); a != "" {
			answers[q.ID] = a
		}
	}
	return answers
}

// CheckAnswers says what is wrong with the answers. With optional, those that are
// required may be left out.
func CheckAnswers(fields *fault.Fields, all []Question, answers map[string]string, optional bool) {
	for _, q := range all {
		answer, name := answers[q.ID], "svar_"+q.ID
		switch {
		case answer == "":
			fields.Check(!q.Required || optional, name, i18n.Mark("Svar på spørsmålet."))
		case q.Kind == Choice && !slices.Contains(q.Options, answer), q.Kind == YesNo && answer != "ja" && answer != "nei":
			fields.Add(name, i18n.Mark("Velg ett av valgene."))
		case utf8.RuneCountInString(answer) > MaxAnswer:
			fields.Add(name, i18n.Mark("Skriv kortere. Teksten kan ha høyst %d tegn, og den har %d."), MaxAnswer, utf8.RuneCountInString(answer))
		}
	}
}
