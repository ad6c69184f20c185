// The rules of a contact and a unit, each at its limit and one beyond.

package contact_test

import (
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
)

func refusedFields(err error) []string {
	out := []string{}
	for _, f := range fault.FieldsOf(err) {
		out = append(out, f.Name)
	}
	return out
}

func letters(n int) string { return strings.Repeat("å", n) }

func ptr[T any](v T) *T { return &v }

func TestContactRules(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		edit func(*contact.Contact)
		want []string
	}{
		{"good", func(*contact.Contact) {}, []string{}},
		{"no name", func(c *contact.Contact) { c.Name = " \t" }, []string{"navn"}},
		{"long name", func(c *contact.Contact) { c.Name = letters(120) }, []string{}},
		{"too long name", func(c *contact.Contact) { c.Name = letters(121) }, []string{"navn"}},
		{"long title", func(c *contact.Contact) { c.Title = letters(120) }, []string{}},
		{"too long title", func(c *contact.Contact) { c.Title = letters(121) }, []string{"tittel"}},
		{"long hours", func(c *contact.Contact) { c.OfficeHours = letters(200) }, []string{}},
		{"too long hours", func(c *contact.Contact) { c.OfficeHours = letters(201) }, []string{"treffetid"}},
		{"long address", func(c *contact.Contact) { c.Address = letters(200) }, []string{}},
		{"too long address", func(c *contact.Contact) { c.Address = letters(201) }, []string{"adresse"}},
		{"postal code", func(c *contact.Contact) { c.PostalCode = "0301" }, []string{}},
		{"short postal code", func(c *contact.Contact) { c.PostalCode = "301" }, []string{"postnummer"}},
		{"long note", func(c *contact.Contact) { c.Note = letters(2000) }, []string{}},
		{"too long note", func(c *contact.Contact) { c.Note = letters(2001) }, []string{"notat"}},
		{"public by phone", func(c *contact.Contact) { c.Email, c.Phone = "", "+4760001111" }, []string{}},
		{"public, not to be reached", func(c *contact.Contact) { c.Email = "" }, []string{"epost"}},
		{"internal, not to be reached", func(c *contact.Contact) { c.Public, c.Email = false, "" }, []string{}},
		{"no first day", func(c *contact.Contact) { c.ValidFrom = time.Time{} }, []string{"fra"}},
		{"one day", func(c *contact.Contact) { c.ValidTo = &c.ValidFrom }, []string{}},
		{"ends before it begins", func(c *contact.Contact) { c.ValidTo = ptr(c.ValidFrom.AddDate(0, 0, -1)) }, []string{"til"}},
		{"another's substitute", substitute(6), []string{}},
		{"its own substitute", substitute(7), []string{"vikar"}},
		{"new, of a substitute", func(c *contact.Contact) { c.ID, c.SubstituteID = 0, ptr(int64(0)) }, []string{}},
		{"public without topic", func(c *contact.Contact) { c.Topics = nil }, []string{"tema"}},
		{"internal without topic", func(c *contact.Contact) { c.Public, c.Topics = false, nil }, []string{}},
	} {
		good := contact.Contact{ID: 7, Name: "Kari", Email: "kari@prove.example", Public: true, ValidFrom: noon, Topics: []int64{1}}
		c.edit(&good)
		equal(t, c.name, refusedFields(good.Check()), c.want)
	}
}

func TestUnitRules(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		unit contact.Unit
		want []string
	}{
		{"good", contact.Unit{ID: 7, Name: letters(120), ParentID: ptr(int64(6)), OrgNr: ptr("974760673")}, []string{}},
		{"new", contact.Unit{Name: "Kultur", ParentID: ptr(int64(0))}, []string{}},
		{"no name", contact.Unit{Name: " "}, []string{"navn"}},
		{"too long name", contact.Unit{Name: letters(121)}, []string{"navn"}},
		{"wrong number", contact.Unit{Name: "Kultur", OrgNr: ptr("974760674")}, []string{"orgnr"}},
		{"under itself", contact.Unit{ID: 7, Name: "Kultur", ParentID: ptr(int64(7))}, []string{"over"}},
	} {
		equal(t, c.name, refusedFields(c.unit.Check()), c.want)
	}
}

func TestChangedNamesEachField(t *testing.T) {
	t.Parallel()
	full := contact.Contact{
		UnitID: ptr(int64(1)), SubstituteID: ptr(int64(2)), ValidFrom: noon, ValidTo: ptr(noon), Topics: []int64{1, 2}, Areas: []int64{3, 4},
	}
	for _, c := range []struct {
		edit func(*contact.Contact)
		want []string
	}{
		{func(*contact.Contact) {}, []string{}},
		{func(c *contact.Contact) { c.Name = "x" }, []string{"navn"}},
		{func(c *contact.Contact) { c.Title = "x" }, []string{"tittel"}},
		{func(c *contact.Contact) { c.UnitID = nil }, []string{"enhet"}},
		{func(c *contact.Contact) { c.UnitID = ptr(int64(9)) }, []string{"enhet"}},
		{func(c *contact.Contact) { c.UnitID = ptr(int64(1)) }, []string{}},
		{func(c *contact.Contact) { c.Email = "x" }, []string{"epost"}},
		{func(c *contact.Contact) { c.Phone = "x" }, []string{"telefon"}},
		{func(c *contact.Contact) { c.OfficeHours = "x" }, []string{"treffetid"}},
		{func(c *contact.Contact) { c.Address = "x" }, []string{"adresse"}},
		{func(c *contact.Contact) { c.PostalCode = "x" }, []string{"postnummer"}},
		{func(c *contact.Contact) { c.Public = true }, []string{"offentlig"}},
		{func(c *contact.Contact) { c.SubstituteID = ptr(int64(9)) }, []string{"vikar"}},
		{func(c *contact.Contact) { c.ValidFrom = noon.AddDate(0, 0, 1) }, []string{"fra"}},
		{func(c *contact.Contact) { c.ValidFrom = noon.Add(time.Hour) }, []string{}},
		{func(c *contact.Contact) { c.ValidTo = nil }, []string{"til"}},
		{func(c *contact.Contact) { c.ValidTo = ptr(noon.AddDate(0, 0, 1)) }, []string{"til"}},
		{func(c *contact.Contact) { c.ValidTo = ptr(noon.Add(time.Hour)) }, []string{}},
		{func(c *contact.Contact) { c.Topics = []int64{2, 1} }, []string{}},
		{func(c *contact.Contact) { c.Topics = []int64{1} }, []string{"tema"}},
		{func(c *contact.Contact) { c.Areas = []int64{4, 3} }, []string{}},
		{func(c *contact.Contact) { c.Areas = nil }, []string{"omrade"}},
		{func(c *contact.Contact) { c.Note = "x" }, []string{"notat"}},
	} {
		b := full
		c.edit(&b)
		equal(t, "changed", contact.Changed(full, b), c.want)
		equal(t, "changed back", contact.Changed(b, full), c.want)
	}
}

// ValidOn, Stale and TakesOver turn at the date in Oslo.
func TestDaysOfAContact(t *testing.T) {
	t.Parallel()
	midnight := time.Date(2026, 5, 14, 0, 0, 0, 0, i18n.Oslo)
	day := time.Date(2026, 5, 14, 0, 0, 0, 0, time.UTC)
	one := contact.Contact{ValidFrom: day, ValidTo: &day}
	for at, want := range map[time.Time]bool{
		midnight.Add(-time.Second): false, midnight: true, midnight.AddDate(0, 0, 1).Add(-time.Second): true, midnight.AddDate(0, 0, 1): false,
	} {
		if one.ValidOn(at) != want || one.Stale(at) != want {
			t.Errorf("%v: valid %v, stale %v, want %v", at, one.ValidOn(at), one.Stale(at), want)
		}
	}
	one.MergedInto = ptr(int64(3))
	if one.ValidOn(noon) {
		t.Error("a merged contact answers")
	}
	leaver := contact.Contact{SubstituteID: ptr(int64(5))}
	for _, c := range []struct {
		name       string
		substitute contact.Contact
		want       bool
	}{
		{"until further notice", contact.Contact{ID: 5}, true},
		{"answers the day after", contact.Contact{ID: 5, ValidTo: ptr(day.AddDate(0, 0, 1))}, true},
		{"leaves the same day", contact.Contact{ID: 5, ValidTo: &day}, false},
		{"another", contact.Contact{ID: 6}, false},
		{"merged", contact.Contact{ID: 5, MergedInto: ptr(int64(8))}, false},
	} {
		if got := contact.TakesOver(leaver, c.substitute, noon); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
	if contact.TakesOver(contact.Contact{}, contact.Contact{}, noon) {
		t.Error("nobody's substitute takes over")
	}
}

func TestTree(t *testing.T) {
	t.Parallel()
	unit := func(id int64, parent ...int64) contact.Unit {
		u := contact.Unit{ID: id}
		if len(parent) > 0 {
			u.ParentID = &parent[0]
		}
		return u
	}
	type place struct {
		ID    int64
		Depth int
	}
	got := []place{}
	// 9 has a parent that is not there; 7 and 8 are each other's.
	for _, n := range contact.Tree([]contact.Unit{unit(3, 1), unit(1), unit(2), unit(4, 3), unit(5, 1), unit(7, 8), unit(8, 7), unit(9, 99)}) {
		got = append(got, place{n.ID, n.Depth})
	}
	equal(t, "the tree", got, []place{{1, 0}, {3, 1}, {4, 2}, {5, 1}, {2, 0}, {9, 0}, {7, 0}, {8, 1}})
}

// What is too long is told how long it may be, and that is so.
func TestLimitsAsTheyAreTold(t *testing.T) {
	t.Parallel()
	good := contact.Contact{Name: "Kari", Email: "kari@prove.example", Public: true, ValidFrom: noon, Topics: []int64{1}}
	for name, set := range map[string]func(*contact.Contact, int){
		"navn": func(c *contact.Contact, n int) { c.Name = letters(n) }, "tittel": func(c *contact.Contact, n int) { c.Title = letters(n) },
		"treffetid": func(c *contact.Contact, n int) { c.OfficeHours = letters(n) }, "adresse": func(c *contact.Contact, n int) { c.Address = letters(n) },
		"notat": func(c *contact.Contact, n int) { c.Note = letters(n) },
	} {
		c := good
		set(&c, 10_000)
		fields := fault.FieldsOf(c.Check())
		if len(fields) != 1 || fields[0].Name != name || len(fields[0].Args) != 1 {
			t.Fatalf("%s: got %+v", name, fields)
		}
		most := fields[0].Args[0].(int)
		set(&c, most)
		equal(t, name+" as long as it may be", refusedFields(c.Check()), []string{})
	}
	long := fault.FieldsOf(contact.Unit{Name: letters(121)}.Check())
	if len(long) != 1 || long[0].Args[0] != 120 {
		t.Errorf("a unit's name: got %+v, want 120 told", long)
	}
}
