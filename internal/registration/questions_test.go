package registration_test

import (
	"testing"

	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/questionnaire"
	"frivilligsentral/internal/registration/signupform"
)

func asked(label string, days int) questionnaire.Question {
	return questionnaire.Question{Kind: questionnaire.Text, Label: label, Purpose: "Mat", KeepDays: days}
}

// An answer never comes to stand under another question, and goes when it was promised.
func TestDeletedQuestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	date := w.Open(t, 4, func(f *signupform.Form) {
		f.Questions = []questionnaire.Question{asked("Allergi?", 7), asked("Sko?", 20)}
	})
	wish := w.Wish(date, "Ola Nes", 1)
	wish.Answers = map[string]string{"q1": "nøtter", "q2": "43"}
	in, err := w.SignUps.SignUp(ctx, w.Resident, wish)
	must(t, err)
	_, err = w.SignUps.ConfirmByToken(ctx, w.Resident, in.Token)
	must(t, err)

	save := func(questions ...questionnaire.Question) []questionnaire.Question {
		t.Helper()
		f := w.Form(t)
		f.Questions = questions
		must(t, w.SignUps.SaveForm(ctx, w.Group, w.Activity, f.Version, f))
		return w.Form(t).Questions
	}
	old := asked("Sko?", 20)
	old.ID = "q2"
	if got := save(old, asked("Bil?", 20)); got[0].ID != "q2" || got[1].ID != "q3" {
		t.Errorf("got %+v, want q2 kept and the new one as q3", got)
	}
	from := asked("Hund?", 20) // as a template has it
	from.ID = "q1"
	if got := save(from); got[0].ID != "q4" {
		t.Errorf("a question of a template: got %s, want q4", got[0].ID)
	}
	w.Now = activitytest.At("2026-10-15 20:01")
	_, err = w.Keeping.Anonymise(ctx)
	must(t, err)
	if got := w.One(t, in.ID).Answers; got["q1"] != "" || got["q2"] != "43" {
		t.Errorf("after seven days: got %v, want only the shoes left", got)
	}
}
