// The page's choices.

package signupsetup

import (
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/questionnaire"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/ui"
)

// fill gives a field what was typed and what is wrong with it.
func (v setupView) fill(f ui.FieldArgs) ui.FieldArgs {
	f.Error = v.F.Err(f.Name)
	if f.Kind == ui.Checkbox {
		f.Value, f.Checked = "1", v.F.Value(f.Name) != ""
		return f
	}
	f.Value = v.F.Value(f.Name)
	return f
}

func modeOptions(p ui.Page) []ui.Option {
	var out []ui.Option
	for _, m := range activity.SignupModes {
		out = append(out, ui.Option{Value: string(m), Label: p.T(m.Name())})
	}
	return out
}

func scopeOptions(p ui.Page) []ui.Option {
	return []ui.Option{
		{Value: string(signupform.OneDate), Label: p.T("Én dato om gangen"), Help: p.T("Hver dato har sine egne plasser.")},
		{Value: string(signupform.WholeSeries), Label: p.T("Hele serien"), Help: p.T("De samme personene kommer hver gang, som på et kurs.")},
	}
}

func groupOptions(p ui.Page) []ui.Option {
	return []ui.Option{
		{Value: string(signupform.SkipGroups), Label: p.T("Gå videre til den neste som får plass")},
		{Value: string(signupform.WaitForGroups), Label: p.T("Vent til det er plass til hele gruppen")},
	}
}

func reminderOptions(p ui.Page) []ui.Option {
	return []ui.Option{
		{Value: string(signupform.NoReminder), Label: p.T("Ingen")},
		{Value: string(signupform.DayBefore), Label: p.T("Dagen før")},
		{Value: string(signupform.HoursBefore), Label: p.T("Noen timer før")},
	}
}

func questionKinds(p ui.Page) []ui.Option {
	return []ui.Option{
		{Value: string(questionnaire.Text), Label: p.T("Tekst")},
		{Value: string(questionnaire.Choice), Label: p.T("Ett av flere valg")},
		{Value: string(questionnaire.YesNo), Label: p.T("Ja eller nei")},
	}
}
