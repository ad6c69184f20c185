package signupform_test

// What a form says where nobody has said anything.

import (
	"testing"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/registration/signupform"
)

func TestFormFillsInTheObvious(t *testing.T) {
	t.Parallel()
	f := signupform.Form{Instructions: " Ta med garn. "}.Normal()
	if f.MaxParty != 1 || f.Groups != signupform.SkipGroups || f.Reminder != signupform.NoReminder || f.ReminderHours != 24 || f.Instructions != "Ta med garn." {
		t.Errorf("got %+v, want one person, no reminder, and a day before where there is one", f)
	}
	f = signupform.Form{MaxParty: 3, Groups: signupform.WaitForGroups, Reminder: signupform.HoursBefore, ReminderHours: 2}.Normal()
	if f.MaxParty != 3 || f.Groups != signupform.WaitForGroups || f.Reminder != signupform.HoursBefore || f.ReminderHours != 2 {
		t.Errorf("got %+v, want what was said", f)
	}
}

// A band is let in when anybody in it may come.
func TestAgesAtTheEdges(t *testing.T) {
	t.Parallel()
	for band, want := range map[[3]int]bool{
		{6, 9, 14}: true, {6, 10, 14}: false, {13, 9, 13}: true, {13, 9, 12}: false, {10, 10, 12}: true,
	} {
		f := signupform.NewForm()
		f.AgeMin, f.AgeMax = number(band[1]), number(band[2])
		code := map[int]string{6: "6-9", 10: "10-12", 13: "13-14"}[band[0]]
		var fields fault.Fields
		f.CheckAges(&fields, []string{code})
		if got := len(fields) == 0; got != want {
			t.Errorf("%s, from %d to %d years: got %v, want let in %v", code, band[1], band[2], fields, want)
		}
	}
}
