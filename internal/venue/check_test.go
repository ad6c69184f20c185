package venue

import (
	"strings"
	"testing"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/postgres/pgtest"
)

func TestQueries(t *testing.T) { pgtest.Queries(t) }

// Each limit is tried at its end and just outside.
func TestCheck(t *testing.T) {
	good := Venue{Name: "Samfunnshuset", Kind: "assembly_hall", PostalCode: "0301", Active: true}
	at := func(lat, lon float64) func(*Venue) {
		return func(v *Venue) { v.Latitude, v.Longitude = &lat, &lon }
	}
	room := func(n int) func(*Venue) { return func(v *Venue) { v.Capacity = &n } }
	long := func(n int) string { return strings.Repeat("ø", n) }
	one := 60.0
	for _, c := range []struct {
		name  string
		edit  func(*Venue)
		field string // "" when it is right
	}{
		{"good", func(*Venue) {}, ""},
		{"no name", func(v *Venue) { v.Name = " " }, "navn"},
		{"longest name", func(v *Venue) { v.Name = long(120) }, ""},
		{"name too long", func(v *Venue) { v.Name = long(121) }, "navn"},
		{"unknown kind", func(v *Venue) { v.Kind = "castle" }, "type"},
		{"longest address", func(v *Venue) { v.Address = long(200) }, ""},
		{"address too long", func(v *Venue) { v.Address = long(201) }, "adresse"},
		{"longest description", func(v *Venue) { v.Description = long(3000) }, ""},
		{"description too long", func(v *Venue) { v.Description = long(3001) }, "beskrivelse"},
		{"longest equipment", func(v *Venue) { v.Equipment = long(500) }, ""},
		{"equipment too long", func(v *Venue) { v.Equipment = long(501) }, "utstyr"},
		{"no postal code", func(v *Venue) { v.PostalCode = "" }, ""},
		{"short postal code", func(v *Venue) { v.PostalCode = "301" }, "postnummer"},
		{"long postal code", func(v *Venue) { v.PostalCode = "N-0301" }, "postnummer"},
		{"postal code of letters", func(v *Venue) { v.PostalCode = "abcd" }, "postnummer"},
		{"no room for anybody", room(0), "plass"},
		{"room for one", room(1), ""},
		{"largest room", room(100000), ""},
		{"too large a room", room(100001), "plass"},
		{"southernmost, westernmost", at(57, 4), ""},
		{"northernmost, easternmost", at(81, 34), ""},
		{"too far south", at(56.9, 10), "breddegrad"},
		{"too far north", at(81.1, 10), "breddegrad"},
		{"too far west", at(60, 3.9), "lengdegrad"},
		{"too far east", at(60, 34.1), "lengdegrad"},
		{"latitude only", func(v *Venue) { v.Latitude = &one }, "breddegrad"},
		{"known flag", func(v *Venue) { v.Accessibility = []string{"lift"} }, ""},
		{"unknown flag", func(v *Venue) { v.Accessibility = []string{"lift", "teleport"} }, "tilgjengelighet"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := good
			c.edit(&v)
			fields := fault.FieldsOf(v.Check())
			if c.field == "" && len(fields) > 0 {
				t.Errorf("got %v, want no error", fields)
			}
			if c.field != "" && !fields.Has(c.field) {
				t.Errorf("got %v, want an error on %s", fields, c.field)
			}
		})
	}
}

func TestText(t *testing.T) {
	if got := Text(Kinds, "library"); got != "Bibliotek" {
		t.Errorf("known code: got %q", got)
	}
	if got := Text(Kinds, "castle"); got != "castle" {
		t.Errorf("unknown code: got %q, want the code", got)
	}
}
