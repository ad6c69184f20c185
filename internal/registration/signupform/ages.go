// Age bands, whose ages fit a form, and when a guardian must confirm.

package signupform

import (
	"slices"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/questionnaire"
)

// Band is a group of ages, which is as exact as anybody is asked.
type Band struct {
	Code     string
	From, To int // years, both included
}

// Bands are the age bands, the youngest first.
var Bands = []Band{
	{"0-5", 0, 5}, {"6-9", 6, 9}, {"10-12", 10, 12}, {"13-14", 13, 14}, {"15-17", 15, 17},
	{"18-25", 18, 25}, {"26-66", 26, 66}, {"67+", 67, 120},
}

// BandOf finds a band by its code.
func BandOf(code string) (Band, bool) {
	for _, b := range Bands {
		if b.Code == code {
			return b, true
		}
	}
	return Band{}, false
}

// Name is what people call the band.
func (b Band) Name(l i18n.Lang) string {
	if b.Code == "67+" {
		return l.T("67 år eller eldre")
	}
	return l.T("%d–%d år", b.From, b.To)
}

// CheckAges says which of the bands the form does not let in.
func (f Form) CheckAges(fields *fault.Fields, bands []string) {
	if !f.AsksAges() {
		return
	}
	for i, code := range bands {
		name := questionnaire.Field("alder", i)
		band, known := BandOf(code)
		switch {
		case !known:
			fields.Add(name, i18n.Mark("Velg alder."))
		case f.AgeMin != nil && band.To < *f.AgeMin:
			fields.Add(name, i18n.Mark("Dette er for dem som er %d år eller eldre."), *f.AgeMin)
		case f.AgeMax != nil && band.From > *f.AgeMax:
			fields.Add(name, i18n.Mark("Dette er for dem som er %d år eller yngre."), *f.AgeMax)
		}
	}
}

// AsksAges says whether the page asks each participant's age band: where the ages
// decide something, whatever is ticked.
func (f Form) AsksAges() bool {
	return f.AskAges || f.AgeMin != nil || f.AgeMax != nil || f.GuardianAge > 0
}

// NeedsGuardian says whether a guardian must confirm: somebody may be under the
// age, and the one who signs up is not herself the guardian.
func NeedsGuardian(f Form, settings Settings, bands []string, contactIsGuardian bool) bool {
	if contactIsGuardian || !f.AsksAges() {
		return false
	}
	age := f.GuardianAge
	if age == 0 {
		age = settings.GuardianAge
	}
	return slices.ContainsFunc(bands, func(code string) bool {
		band, known := BandOf(code)
		return known && band.From < age
	})
}
