package registration_test

import (
	"testing"

	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/registration"
)

func asked(label string, days int) registration.Question {
	return registration.Question{Kind: registration.TextQuestion, Label: label, Purpose: "Mat", KeepDays: days}
}

// An answer never comes to stand under another question, and goes when it was promised.
func TestDeletedQuestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	date := w.open(t, 4, func(f *registration.Form) {
		f.Questions = []registration.Question{asked("Allergi?", 7), asked("Sko?", 20)}
	})
	wish := w.wish(date, "Ola Nes", 1)
	wish.Answers = map[string]string{"q1": "nøtter", "q2": "43"}
	in, err := w.s.SignUp(ctx, w.resident, wish)
	must(t, err)
	_, err = w.s.ConfirmByToken(ctx, w.resident, in.Token)
	must(t, err)

	save := func(questions ...registration.Question) []registration.Question {
		t.Helper()
		f, err := w.s.FormOf(ctx, w.Group, w.activity)
		must(t, err)
		f.Questions = questions
		must(t, w.s.SaveForm(ctx, w.Group, w.activity, f.Version, f))
		f, err = w.s.FormOf(ctx, w.Group, w.activity)
		must(t, err)
		return f.Questions
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
	_, err = w.s.Anonymise(ctx)
	must(t, err)
	if got := w.one(t, in.ID).Answers; got["q1"] != "" || got["q2"] != "43" {
		t.Errorf("after seven days: got %v, want only the shoes left", got)
	}
}
