// Each use case changes what it names and nothing beside it: not another contact,
// not another unit, not the neighbour's of the same name.

package contact_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"

	"github.com/jackc/pgx/v5"
)

var tables = []string{"contact", "municipal_unit", "contact_topic", "contact_area", "search_document", "contact_double"}

func TestOnlyWhatIsNamedChanges(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	y := x.neighbour()
	// The same people in both towns, who stand in for each other.
	cast := func(x *town) (leaver, taker, boss, double, unit int64) {
		unit = *x.unit("Kultur")
		x.unit("Skole")
		taker = x.person("Omar", func(c *contact.Contact) { c.Public, c.Topics, c.Areas = false, []int64{x.kids}, []int64{x.south} })
		leaver = x.person("Randi", substitute(taker), func(c *contact.Contact) { c.Areas, c.UnitID = []int64{x.north}, &unit })
		boss = x.person("Siri", substitute(leaver))
		x.person("Tom", substitute(boss), func(c *contact.Contact) { c.Areas = []int64{x.south} })
		double = x.person("Omar To", func(c *contact.Contact) { c.Topics = []int64{x.kids}; c.Areas = []int64{x.south} })
		return
	}
	cast(y)
	leaver, taker, boss, double, unit := cast(x)
	row := func(table string, ids ...any) string { return table + " " + fmt.Sprint(ids...) }
	link := func(a, b int64) string { return fmt.Sprintf("%d/%d", a, b) }
	document := func(id int64) string { return fmt.Sprintf("search_document contact/%d", id) }

	for _, c := range []struct {
		name string
		do   func() error
		want []string
	}{
		{"confirm", func() error { return second(x.s.Confirm(t.Context(), x.staff, []int64{boss})) }, []string{row("contact", boss)}},
		{"change", func() error {
			c := x.show(boss).Contact
			c.Title, c.Topics, c.Areas = "Sjef", []int64{x.kids}, []int64{x.north}
			return x.s.Update(t.Context(), x.staff, c)
		}, []string{
			row("contact", boss), row("contact_area", link(boss, x.north)), row("contact_topic", link(boss, x.kids)),
			row("contact_topic", link(boss, x.rooms)), document(boss),
		}},
		{"name a unit anew", func() error {
			return second(x.s.SaveUnit(t.Context(), x.staff, contact.Unit{ID: unit, Name: "Bibliotek", Version: 1}))
		}, []string{row("municipal_unit", unit), document(leaver)}},
		{"end", func() error { return second(x.s.End(t.Context(), x.staff, leaver, noon.AddDate(0, 0, -1))) }, []string{
			row("contact", leaver), row("contact", taker), row("contact", boss), row("contact_topic", link(taker, x.rooms)),
			row("contact_area", link(taker, x.north)), document(leaver), document(taker),
		}},
		{"merge", func() error { return x.s.Merge(t.Context(), x.staff, double, taker) }, []string{
			row("contact", double), row("contact", taker), document(double),
		}},
		{"read a list in", func() error {
			return x.take("Navn;E-post;Tittel\nSiri;siri@prove.example;Leder\n")
		}, []string{row("contact", boss), document(boss)}},
	} {
		slices.Sort(c.want)
		equal(t, c.name, pgtest.Touched(t, x.pool, tables, func() {
			if err := c.do(); err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
		}), c.want)
	}
}

// take plans a file and stores it.
func (x *town) take(file string) error {
	return second(x.imported(file))
}

func (x *town) imported(file string) (*contact.Import, error) {
	plan, err := x.s.PlanImport(x.t.Context(), x.pool, x.staff, "kontakter.csv", []byte(file), intake.Choices{})
	if err != nil {
		return nil, err
	}
	return plan, x.apply(plan)
}

func (x *town) apply(plan *contact.Import) error {
	return postgres.InTx(x.t.Context(), x.pool, func(ctx context.Context, tx pgx.Tx) error { return plan.Apply(ctx, tx, func(int) {}) })
}

// Every field that is given is stored, at first and when it is changed.
func TestEveryFieldIsStored(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	kari, ola, library, school := x.person("Kari"), x.person("Ola"), x.unit("Bibliotek"), x.unit("Skole")
	first := contact.Contact{
		UnitID: library, Name: "Anne", Title: "Leder", Email: "anne@prove.example", Phone: "+4760001111", OfficeHours: "Før kl. 14",
		Address: "Storgata 1", PostalCode: "0301", Public: true, SubstituteID: &kari, ValidFrom: *days(-3), Note: "Ring",
		Topics: []int64{x.rooms}, Areas: []int64{x.north},
	}
	check := func(id int64, want contact.Contact) {
		t.Helper()
		got := x.show(id)
		equal(t, "fields that differ", contact.Changed(want, got.Contact), []string{})
		equal(t, "version, confirmed, source", []any{got.Version, got.ConfirmedAt.Equal(x.now), got.Source}, []any{want.Version, true, "staff"})
	}
	id, err := x.s.Create(t.Context(), x.staff, first)
	if err != nil {
		t.Fatal(err)
	}
	first.Version = 1
	check(id, first)
	x.now = noon.AddDate(0, 0, 1)
	other := contact.Contact{
		ID: id, Version: 1, UnitID: school, Name: "Anna", Title: "Sjef", Email: "anna@prove.example", Phone: "+4760002222", OfficeHours: "Etter kl. 14",
		Address: "Lillegata 1", PostalCode: "0302", Public: false, SubstituteID: &ola, ValidFrom: *days(-2), ValidTo: days(9), Note: "Skriv",
		Topics: []int64{x.kids}, Areas: []int64{x.south},
	}
	if err := x.s.Update(t.Context(), x.staff, other); err != nil {
		t.Fatal(err)
	}
	other.Version = 2
	check(id, other)
	equal(t, "confirmed by", x.int(`select confirmed_by from contact where id = $1`, id), x.staff.AccountID)
	if at := x.show(id).UpdatedAt; !at.Equal(x.now) {
		t.Errorf("updated: got %v, want %v", at, x.now)
	}
}

func TestEveryFieldOfAUnitIsStored(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	kultur, skole := x.unit("Kultur"), x.unit("Skole")
	y := x.neighbour()
	foreign := y.unit("Kultur")
	u := contact.Unit{MunicipalityID: x.id, Name: "Bibliotek", ParentID: kultur, OrgNr: ptr("974760673"), Phone: "+4760001111", Email: "b@prove.example",
		Website: "https://b.example", Sort: 3, Active: true}
	for version := 1; version <= 2; version++ {
		id, err := x.s.SaveUnit(t.Context(), x.staff, u)
		if err != nil {
			t.Fatal(err)
		}
		u.ID, u.Version = id, version
		got, err := x.s.PublicUnit(t.Context(), x.id, id)
		equal(t, fmt.Sprint("unit ", err), got, u)
		if version == 1 {
			u = contact.Unit{ID: id, MunicipalityID: x.id, Name: "Bibliotek og kino", ParentID: skole, Phone: "+4760002222", Email: "k@prove.example", Website: "https://k.example", Sort: -1, Version: 1}
		}
	}
	for name, edit := range map[string]func(*contact.Unit){
		"its own child":             func(c *contact.Unit) { c.ID, c.Version, c.ParentID = *skole, 1, &u.ID },
		"under a neighbour's":       func(c *contact.Unit) { c.ParentID = foreign },
		"under one that is unknown": func(c *contact.Unit) { c.ParentID = ptr(int64(99999)) },
	} {
		bad := u
		edit(&bad)
		equal(t, name, refusedFields(second(x.s.SaveUnit(t.Context(), x.staff, bad))), []string{"over"})
	}
	all, err := x.s.PublicUnits(t.Context(), x.id)
	got := []string{}
	for _, u := range all {
		got = append(got, u.Name)
	}
	equal(t, fmt.Sprint("units in their order ", err), got, []string{"Bibliotek og kino", "Kultur", "Skole"})
}

// Which pairs may be one person, and which are not.
func TestWhoMayBeOne(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	library := x.unit("Bibliotek")
	in := func(unit *int64, email, phone string) func(*contact.Contact) {
		return func(c *contact.Contact) { c.UnitID, c.Email, c.Phone = unit, email, phone }
	}
	x.person("Anne Berg", in(nil, "", "+4760001111"))
	x.person("ANNE BERG", in(library, "", "+4760001111"))         // name and phone
	x.person("Anne Berg", in(x.unit("Skole"), "a@b.example", "")) // name only
	x.person("Bo Lie", in(library, "bo@b.example", ""))
	x.person("bo lie", in(library, "bl@b.example", "")) // name and unit
	x.person("Eva Dahl", in(nil, "EVA@b.example", ""))
	x.person("Eva Moe", in(library, "eva@b.example", "")) // first name and address
	x.person("Gro Vik", in(nil, "vik@b.example", ""))
	x.person("Geir Vik", in(library, "vik@b.example", "")) // last name and address
	x.person("Ine Ås", in(nil, "vik@b.example", ""))       // address only
	x.person("Gro Vik", in(library, "v@b.example", ""), func(c *contact.Contact) { c.Name = "Merket" })
	x.exec(`update contact set merged_into = (select min(id) from contact), name = 'Bo Lie' where name = 'Merket'`)
	x.neighbour().person("Anne Berg", in(nil, "", "+4760001111"))
	got := []string{}
	pairs, err := x.s.Doubles(t.Context(), x.staff)
	for _, p := range pairs {
		got = append(got, p.Name+" – "+p.OtherName)
	}
	equal(t, fmt.Sprint("pairs ", err), got, []string{"Anne Berg – ANNE BERG", "Bo Lie – bo lie", "Eva Dahl – Eva Moe", "Gro Vik – Geir Vik"})
	x.exec(`insert into contact (municipality_id, name, valid_from) select $1, 'Zoe', '2026-01-01' from generate_series(1, 12)`, x.id)
	if err := x.s.Reindex(t.Context(), x.id); err != nil { // stored without asking: the night finds them
		t.Fatal(err)
	}
	pairs, err = x.s.Doubles(t.Context(), x.staff)
	if err != nil || len(pairs) != 50 || pairs[4].ID > pairs[5].ID || pairs[4].OtherID > pairs[5].OtherID {
		t.Errorf("got %d pairs, %v, want 50 in their order", len(pairs), err)
	}
}

// What the one who stays has already, she keeps; what is empty is filled.
func TestMergeFillsWhatIsEmpty(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	full := func(n string) func(*contact.Contact) {
		sub, unit := x.person("Vikar "+n), x.unit("Enhet "+n)
		return func(c *contact.Contact) {
			c.UnitID, c.SubstituteID, c.Title, c.Email, c.Phone = unit, &sub, "T"+n, n+"@b.example", "+476000111"+n
			c.OfficeHours, c.Address, c.PostalCode = "H"+n, "A"+n, "030"+n
		}
	}
	bare := func(c *contact.Contact) { c.Public, c.Email = false, "" }
	for name, stays := range map[string]func(*contact.Contact){"bare": bare, "full": full("1")} {
		into, from := x.person("Blir "+name, stays), x.person("Går "+name, full("2"))
		want := x.show(into).Contact
		if name == "bare" {
			want = x.show(from).Contact
		}
		if err := x.s.Merge(t.Context(), x.staff, from, into); err != nil {
			t.Fatal(err)
		}
		want.Name, want.Public, want.Topics = "Blir "+name, name == "full", []int64{x.rooms}
		equal(t, "fields that differ, "+name, contact.Changed(want, x.show(into).Contact), []string{})
		equal(t, "merged once more", x.show(from).Version, 2)
	}
	// Her substitute is the one she becomes: nobody stands in for herself.
	into := x.person("Siri", bare)
	from := x.person("Siri S", substitute(into))
	if err := x.s.Merge(t.Context(), x.staff, from, into); err != nil {
		t.Fatal(err)
	}
	if c := x.show(into); c.SubstituteID != nil || c.Public {
		t.Errorf("got substitute %v, public %v, want neither", c.SubstituteID, c.Public)
	}
}
