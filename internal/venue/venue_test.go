package venue

import (
	"testing"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/postgres/pgtest"
)

func TestQueries(t *testing.T) { pgtest.Queries(t) }

func TestCheck(t *testing.T) {
	good := Venue{Name: "Samfunnshuset", Kind: "assembly_hall", PostalCode: "0301", Active: true}
	lat, lon, far, zero := 59.9, 10.7, 12.0, 0
	for _, c := range []struct {
		name  string
		edit  func(*Venue)
		field string // "" when it is right
	}{
		{"good", func(*Venue) {}, ""},
		{"no name", func(v *Venue) { v.Name = " " }, "navn"},
		{"unknown kind", func(v *Venue) { v.Kind = "castle" }, "type"},
		{"short postal code", func(v *Venue) { v.PostalCode = "301" }, "postnummer"},
		{"no room for anybody", func(v *Venue) { v.Capacity = &zero }, "plass"},
		{"position", func(v *Venue) { v.Latitude, v.Longitude = &lat, &lon }, ""},
		{"half a position", func(v *Venue) { v.Latitude = &lat }, "breddegrad"},
		{"outside Norway", func(v *Venue) { v.Latitude, v.Longitude = &far, &lon }, "breddegrad"},
		{"unknown flag", func(v *Venue) { v.Accessibility = []string{"teleport"} }, "tilgjengelighet"},
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
