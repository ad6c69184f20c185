package registration_test

import (
	"testing"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/registration/signupform"
)

// The form and its activity cannot say what no person and no date fulfils.
func TestFormFitsItsActivity(t *testing.T) {
	t.Parallel()
	six, twelve, eighteen := 6, 12, 18
	for name, tc := range map[string]struct {
		change func(*signupform.Form)
		want   string // the field, "" for none
	}{
		"adults at a children's activity":          {func(f *signupform.Form) { f.AgeMin = &eighteen }, "alder_fra"},
		"below the activity's lowest":              {func(f *signupform.Form) { low := 3; f.AgeMax = &low }, "alder_til"},
		"some of the children":                     {func(f *signupform.Form) { f.AgeMin, f.AgeMax = &six, &twelve }, ""},
		"closed for all the next dates":            {func(f *signupform.Form) { f.ClosesHours = 2160 }, "stenger_timer"},
		"closed a week before":                     {func(f *signupform.Form) { f.ClosesHours = 168 }, ""},
		"a series that closes three months before": {func(f *signupform.Form) { f.ClosesHours, f.Scope = 2160, signupform.WholeSeries }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			d := w.Draft()
			d.AgeMin, d.AgeMax = &six, &twelve
			w.Activity = w.Publish(t, d)
			f := signupform.NewForm()
			tc.change(&f)
			err := w.SignUps.SaveForm(t.Context(), w.Group, w.Activity, 0, f)
			if tc.want == "" {
				must(t, err)
			} else if !fault.FieldsOf(err).Has(tc.want) {
				t.Errorf("got %v, want %s refused", err, tc.want)
			}
		})
	}
}

func TestActivityFitsItsForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	twelve, eighteen := 12, 18
	w.Open(t, 4, func(f *signupform.Form) { f.AgeMin = &eighteen })
	d := w.Draft()
	d.SignupMode, d.AgeMax = activity.HereSignup, &twelve
	_, err := w.Service.Update(t.Context(), w.Group, w.Activity, w.version(t), d, activity.Falling{})
	if !fault.FieldsOf(err).Has("alder_til") {
		t.Errorf("got %v, want alder_til refused", err)
	}
}
