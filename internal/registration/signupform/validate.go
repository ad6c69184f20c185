// What is wrong with a form, and what contradicts what.

package signupform

import (
	"slices"
	"strings"
	"unicode/utf8"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/questionnaire"
)

// Limits of the fields. The pages use them too.
const (
	MaxName         = 100
	MaxInstructions = 1000
	MaxPartyLimit   = 50

	MaxPlaces   = 10_000
	maxHours    = 90 * 24
	maxKeepDays = 730
)

// Normal is the form with texts trimmed and the obvious filled in.
func (f Form) Normal() Form {
	if f.MaxParty == 0 {
		f.MaxParty = 1
	}
	if f.Groups == "" {
		f.Groups = SkipGroups
	}
	if f.Reminder == "" {
		f.Reminder = NoReminder
	}
	if f.ReminderHours == 0 {
		f.ReminderHours = 24
	}
	f.Instructions = strings.TrimSpace(f.Instructions)
	f.Questions = questionnaire.Normal(f.Questions)
	questionnaire.Name(f.Questions, f.Retired)
	return f
}

// After is the checked form that comes after the stored one.
func (f Form) After(stored Form) (Form, error) {
	f.Retired = slices.Clone(stored.Retired)
	if stored.Version != 0 {
		f.Questions, f.Retired = questionnaire.Following(f.Questions, stored.Questions, stored.Retired)
	}
	f = f.Normal()
	return f, f.Validate()
}

// Validate says what is wrong with a form, and what contradicts what, field by
// field with the names of the page, or nil.
func (f Form) Validate() error {
	var fields fault.Fields
	fields.Check(f.Scope == OneDate || f.Scope == WholeSeries, "gjelder", i18n.Mark("Velg om påmeldingen gjelder én dato eller hele serien."))
	f.checkPlaces(&fields)
	f.checkTimes(&fields)
	f.checkAgeLimits(&fields)
	fields.Check(f.KeepDays >= 0 && f.KeepDays <= maxKeepDays, "lagres_dager", i18n.Mark("Skriv et helt tall fra %d til %d."), 0, maxKeepDays)
	n := utf8.RuneCountInString(f.Instructions)
	fields.Check(n <= MaxInstructions, "beskjed", i18n.Mark("Skriv kortere. Teksten kan ha høyst %d tegn, og den har %d."), MaxInstructions, n)
	questionnaire.Check(&fields, f.Questions, f.KeepDays)
	return fields.Err()
}

func (f Form) checkPlaces(fields *fault.Fields) {
	fields.Check(f.Capacity == nil || *f.Capacity >= 1 && *f.Capacity <= MaxPlaces, "plasser", i18n.Mark("Skriv et helt tall fra %d til %d."), 1, MaxPlaces)
	fields.Check(f.WaitingCapacity == nil || *f.WaitingCapacity >= 0 && *f.WaitingCapacity <= MaxPlaces, "venteliste",
		i18n.Mark("Skriv et helt tall fra %d til %d."), 0, MaxPlaces)
	fields.Check(f.MaxParty >= 1 && f.MaxParty <= MaxPartyLimit, "storste_gruppe", i18n.Mark("Skriv et helt tall fra %d til %d."), 1, MaxPartyLimit)
	fields.Check(f.Capacity == nil || *f.Capacity < 1 || f.MaxParty <= *f.Capacity, "storste_gruppe", i18n.Mark("En gruppe kan ikke være større enn antall plasser."))
	fields.Check(f.MinParticipants >= 0 && f.MinParticipants <= MaxPlaces, "minst", i18n.Mark("Skriv et helt tall fra %d til %d."), 0, MaxPlaces)
	fields.Check(f.Capacity == nil || f.MinParticipants <= *f.Capacity, "minst", i18n.Mark("Det laveste antallet kan ikke være høyere enn antall plasser."))
	fields.Check(f.Groups == SkipGroups || f.Groups == WaitForGroups, "grupper", i18n.Mark("Velg ett av valgene."))
}

func (f Form) checkTimes(fields *fault.Fields) {
	fields.Check(f.ClosesHours >= 0 && f.ClosesHours <= maxHours, "stenger_timer", i18n.Mark("Skriv et helt tall fra %d til %d."), 0, maxHours)
	fields.Check(f.CancelHours >= 0 && f.CancelHours <= maxHours, "avmelding_timer", i18n.Mark("Skriv et helt tall fra %d til %d."), 0, maxHours)
	fields.Check(!f.JoinUnderway || f.Scope == WholeSeries, "underveis", i18n.Mark("Bare en hel rekke kan ha påmelding underveis."))
	known := f.Reminder == NoReminder || f.Reminder == DayBefore || f.Reminder == HoursBefore
	fields.Check(known, "paminnelse", i18n.Mark("Velg ett av valgene."))
	fields.Check(f.Reminder != HoursBefore || f.ReminderHours >= 1 && f.ReminderHours <= 168, "paminnelse_timer",
		i18n.Mark("Skriv et helt tall fra %d til %d."), 1, 168)
}

// checkStart refuses a form whose sign-up would never be open. The slot is the last coming one.
func (f Form) checkStart(s Slot) error {
	var fields fault.Fields
	fields.Check(f.OpensAt == nil || f.OpensAt.Before(f.Deadline(s)), "apner", i18n.Mark("Påmeldingen må åpne før den stenger."))
	return fields.Err()
}

func (f Form) checkAgeLimits(fields *fault.Fields) {
	ok := func(n *int) bool { return n == nil || *n >= 0 && *n <= 120 }
	fields.Check(ok(f.AgeMin), "alder_fra", i18n.Mark("Skriv et helt tall fra %d til %d."), 0, 120)
	fields.Check(ok(f.AgeMax), "alder_til", i18n.Mark("Skriv et helt tall fra %d til %d."), 0, 120)
	ordered := f.AgeMin == nil || f.AgeMax == nil || *f.AgeMin <= *f.AgeMax
	fields.Check(ordered, "alder_til", i18n.Mark("Den høyeste alderen må være minst like høy som den laveste."))
	fields.Check(f.GuardianAge >= 0 && f.GuardianAge <= 18, "foresatt_alder", i18n.Mark("Skriv et helt tall fra %d til %d."), 0, 18)
}
