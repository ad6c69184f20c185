// The fields of a draft, and which of them differ between two.

package activity

import (
	"reflect"
	"slices"
	"time"

	"frivilligsentral/internal/i18n"
)

// A Field is one thing that a person edits, for the log and for the page that
// shows two versions side by side.
type Field struct {
	Name  string // the form's name
	Label string // bokmål source text
	value func(Draft) any
}

// Fields are all fields of a draft in the order of the form.
var Fields = []Field{
	{"tittel", i18n.Mark("Tittel"), func(d Draft) any { return d.Title }},
	{"type", i18n.Mark("Type"), func(d Draft) any { return d.Kind }},
	{"kort", i18n.Mark("Kort om aktiviteten"), func(d Draft) any { return d.Summary }},
	{"beskrivelse", i18n.Mark("Beskrivelse"), func(d Draft) any { return d.Description }},
	{"sprak", i18n.Mark("Språket i teksten"), func(d Draft) any { return d.Lang }},
	{"holdes_pa", i18n.Mark("Språk på aktiviteten"), func(d Draft) any { return d.HeldIn }},
	{"kategori", i18n.Mark("Kategori"), func(d Draft) any { return d.CategoryID }},
	{"malgruppe", i18n.Mark("Målgrupper"), func(d Draft) any { return d.TargetGroups }},
	{"alder_fra", i18n.Mark("Alder fra"), func(d Draft) any { return value(d.AgeMin) }},
	{"alder_til", i18n.Mark("Alder til"), func(d Draft) any { return value(d.AgeMax) }},
	{"pris", i18n.Mark("Pris"), func(d Draft) any { return value(d.PriceOre) }},
	{"pris_merknad", i18n.Mark("Merknad om prisen"), func(d Draft) any { return d.PriceNote }},
	{"dato", i18n.Mark("Når"), func(d Draft) any { return d.Schedule.comparable() }},
	{"sted", i18n.Mark("Sted"), func(d Draft) any { return d.VenueID }},
	{"omrade", i18n.Mark("Område"), func(d Draft) any { return d.AreaID }},
	{"moteplass", i18n.Mark("Rom eller møteplass"), func(d Draft) any { return d.PlaceNote }},
	{"nettadresse", i18n.Mark("Nettadresse for digitalt møte"), func(d Draft) any { return d.OnlineURL }},
	{"ta_med", i18n.Mark("Ta med"), func(d Draft) any { return d.Bring }},
	{"kontakt_navn", i18n.Mark("Kontaktperson"), func(d Draft) any { return d.ContactName }},
	{"kontakt_telefon", i18n.Mark("Telefon"), func(d Draft) any { return d.ContactPhone }},
	{"kontakt_epost", i18n.Mark("E-post"), func(d Draft) any { return d.ContactEmail }},
	{"pamelding", i18n.Mark("Påmelding"), func(d Draft) any { return []string{string(d.SignupMode), d.SignupURL} }},
	{"medarrangor", i18n.Mark("Medarrangører"), func(d Draft) any { return d.CoOrganisers }},
}

// Changed are the fields in which two drafts differ.
func Changed(old, new Draft) []Field {
	old, new = old.Normal(), new.Normal()
	var changed []Field
	for _, f := range Fields {
		if !same(f.value(old), f.value(new)) {
			changed = append(changed, f)
		}
	}
	return changed
}

// changes are the names of the fields that differ, for the log: never their
// content, which may name people.
func (d Draft) changes(new Draft) []string {
	names := []string{}
	for _, f := range Changed(d, new) {
		names = append(names, f.Name)
	}
	return names
}

// same is deep equality where an empty list is nil.
func same(a, b any) bool {
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	if x.Kind() == reflect.Slice && x.Len() == 0 && y.Kind() == reflect.Slice && y.Len() == 0 {
		return true
	}
	return reflect.DeepEqual(a, b)
}

func value(n *int) int {
	if n == nil {
		return -1
	}
	return *n
}

// comparable is the schedule in one zone, with pauses as days.
func (s Schedule) comparable() []any {
	utc := func(times []time.Time) []string {
		var all []string
		for _, t := range times {
			all = append(all, t.UTC().Format(time.RFC3339))
		}
		slices.Sort(all)
		return all
	}
	var pauses []string
	for _, p := range s.Pauses {
		pauses = append(pauses, p.From.Format(time.DateOnly)+" "+p.To.Format(time.DateOnly)+" "+p.Reason)
	}
	slices.Sort(pauses)
	return []any{utc([]time.Time{s.StartsAt}), s.DurationMinutes, s.AllDay, s.RRule, utc(s.ExtraDates), utc(s.ExceptDates), pauses}
}
