// A list of contacts that comes in as a file, cell by cell.

package contact_test

import (
	"fmt"
	"strings"
	"testing"

	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/tabular"
)

func (x *town) planned(file string) []intake.Row {
	x.t.Helper()
	plan, err := x.s.PlanImport(x.t.Context(), x.pool, x.staff, "kontakter.csv", []byte(file), intake.Choices{})
	if err != nil {
		x.t.Fatal(err)
	}
	return plan.Rows
}

// Cells that make the row refused, beside those that hold just.
func TestCellsOfAnImport(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	x.code("vei", "Vei, skilt og dugnad")
	for _, c := range []struct{ column, cell, refused string }{
		{"Tittel", "Leder", ""}, {"Tittel", letters(121), "Teksten kan ha"},
		{"E-post", "a@b.no", ""}, {"E-post", "a@b", "E-post"}, {"E-post", "@b.no", "E-post"}, {"E-post", "a@c@b.no", "E-post"},
		{"E-post", "a b@c.no", "E-post"}, {"E-post", "ab.no", "E-post"}, {"E-post", "a<@b.no", "E-post"},
		{"E-post", strings.Repeat("a", 249) + "@b.no", ""}, {"E-post", strings.Repeat("a", 250) + "@b.no", "E-post"},
		{"Telefon", "60 00 11 11", ""}, {"Telefon", "ring", "Telefon"},
		{"Postnummer", "301", ""}, {"Postnummer", "12345", "Postnummer"},
		{"Gjelder fra", "1.2.2026", ""}, {"Gjelder fra", "snart", "Gjelder fra"}, {"Gjelder til", "31.12.2031", ""}, {"Gjelder til", "aldri", "Gjelder til"},
		{"Gjelder til", "1.1.2020", "Siste dag"},
		{"Tema", "Lokaler, Barn og unge", ""}, {"Tema", "lokaler / Vei, skilt og dugnad", ""},
		{"Område", "Nordbyen|Sørbyen", ""}, {"Område", "Hele kommunen", ""}, {"Område", "alle", ""},
		{"Offentlig", "kanskje", "ja eller nei"},
	} {
		rows := x.planned("Navn;" + c.column + "\nKari;\"" + c.cell + "\"\n")
		if got := rows[0]; (got.Outcome == intake.Refused) != (c.refused != "") || !strings.Contains(got.Message(i18n.NB), c.refused) {
			t.Errorf("%s %q: got %s (%s), want %q", c.column, c.cell, got.Outcome, got.Message(i18n.NB), c.refused)
		}
	}
	for _, c := range []struct{ column, cell, said string }{
		{"Tema", "Romfart", "«Romfart»"}, {"Tema", "Lokaler; Romfart; Havbruk", "«Havbruk»"}, {"Område", "Vestbyen", "«Vestbyen»"}, {"Enhet", "Ny avdeling", "«Ny avdeling»"},
		{"Vikar", "Ingen Her", "«Ingen Her»"},
	} { // what is not known here does not cost the person
		if got := x.planned("Navn;" + c.column + "\nKari;\"" + c.cell + "\"\n")[0]; got.Outcome != intake.New || !strings.Contains(got.Message(i18n.NB), c.said) {
			t.Errorf("%s %q: got %s (%s), want it taken, and %q said", c.column, c.cell, got.Outcome, got.Message(i18n.NB), c.said)
		}
	}
	if got := x.planned("Navn;E-post;Telefon;Gjelder fra\n;a@b;ring;snart\n")[0]; len(strings.Split(got.Message(i18n.NB), "\n")) != 4 {
		t.Errorf("four things wrong: got %q, want all said", got.Message(i18n.NB))
	}
	if got := x.planned("Navn;Sivilstand;Kjæledyr\nKari;gift;hund\n"); len(got) != 2 || got[0].Number != 1 || got[0].Outcome != intake.Unchanged ||
		!strings.Contains(got[0].Message(i18n.NB), "«Sivilstand»") || !strings.Contains(got[0].Message(i18n.NB), "«Kjæledyr»") || got[1].Outcome != intake.New {
		t.Errorf("columns that nobody knows: got %+v, want them said", got)
	}
	for _, c := range []struct {
		file string
		want string
	}{{"Bil\nVolvo\n", "Navn"}, {"\x00\x00", ""}} {
		if _, err := x.s.PlanImport(t.Context(), x.pool, x.staff, "a.csv", []byte(c.file), intake.Choices{}); !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Text(err), c.want) {
			t.Errorf("%q: got %v, want it refused", c.file, err)
		}
	}
	if rows := x.planned("Navn;Tittel\n;Leder\nKari;\nKARI;\n"); rows[0].Outcome != intake.Refused || rows[1].Outcome != intake.New ||
		rows[2].Outcome != intake.Refused || !strings.Contains(rows[2].Message(i18n.NB), "rad 3") {
		t.Errorf("without a name, and the same twice: got %+v", rows)
	}
}

// Who may be shown after an import, by what the file says of it.
func TestPublicOfAnImport(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	n := 0
	for _, c := range []struct {
		cell, topic, email string
		public             bool
	}{
		{"ja", "Lokaler", "@b.no", true}, {"X", "Lokaler", "@b.no", true}, {"1", "Lokaler", "@b.no", true}, {"True", "Lokaler", "@b.no", true},
		{"sann", "Lokaler", "@b.no", true}, {"yes", "Lokaler", "@b.no", true}, {"Offentlig", "Lokaler", "@b.no", true}, {"", "Lokaler", "@b.no", true},
		{"nei", "Lokaler", "@b.no", false}, {"0", "Lokaler", "@b.no", false}, {"false", "Lokaler", "@b.no", false}, {"usann", "Lokaler", "@b.no", false},
		{"no", "Lokaler", "@b.no", false}, {"intern", "Lokaler", "@b.no", false}, {"-", "Lokaler", "@b.no", false},
		{"", "", "@b.no", false}, {"", "Lokaler", "", false},
	} {
		n++
		name, email := fmt.Sprintf("Person %d", n), c.email
		if email != "" {
			email = fmt.Sprintf("p%d%s", n, c.email)
		}
		plan, err := x.imported("Navn;E-post;Tema;Offentlig\n" + name + ";" + email + ";" + c.topic + ";" + c.cell + "\n")
		if err != nil {
			t.Fatal(err)
		}
		row := plan.Rows[0]
		if row.Outcome != intake.New || row.ObjectID == nil || (row.Message(i18n.NB) != "") != (c.cell == "" && !c.public) {
			t.Errorf("%+v: got %+v", c, row)
			continue
		}
		if got := x.show(*row.ObjectID); got.Public != c.public || got.Source != "import" {
			t.Errorf("%+v: got public %v, source %s", c, got.Public, got.Source)
		}
	}
}

// One column at a time is changed: it is told in people's words, stored, and nothing else is.
func TestChangesOfAnImport(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	vikar, other := x.person("Ola Vikar"), x.person("Per Vikar")
	library := x.unit("Bibliotek")
	x.unit("Skole")
	for _, c := range []struct {
		column, cell string
		change       intake.Change // without Field: unchanged
		field        string        // as Changed names it
	}{
		{"Tittel", "Leder", intake.Change{}, ""},
		{"Tittel", "Sjef", intake.Change{Field: "Tittel", Old: "Leder", New: "Sjef"}, "tittel"},
		{"Telefon", "60002222", intake.Change{Field: "Telefon", Old: "60 00 11 11", New: "60 00 22 22"}, "telefon"},
		{"Treffetid", "", intake.Change{Field: "Treffetid", Old: "Før 14"}, "treffetid"},
		{"Adresse", "Lia 2", intake.Change{Field: "Adresse", Old: "Lia 1", New: "Lia 2"}, "adresse"},
		{"Postnummer", "302", intake.Change{Field: "Postnummer", Old: "0301", New: "0302"}, "postnummer"},
		{"Poststed", "Oslo", intake.Change{}, ""},
		{"Notat", "Skriv", intake.Change{Field: "Notat", Old: "Ring", New: "Skriv"}, "notat"},
		{"Offentlig", "nei", intake.Change{Field: "Offentlig", Old: "Ja", New: "Nei", Words: true}, "offentlig"},
		{"Gjelder fra", "", intake.Change{}, ""},
		{"Gjelder fra", "1.2.2026", intake.Change{Field: "Gjelder fra", Old: "14.05.2025", New: "01.02.2026"}, "fra"},
		{"Gjelder til", "", intake.Change{Field: "Gjelder til", Old: "31.12.2031"}, "til"},
		{"Tema", "Lokaler, Barn og unge", intake.Change{Field: "Tema", Old: "Lokaler", New: "Barn og unge, Lokaler"}, "tema"},
		{"Område", "Sørbyen", intake.Change{Field: "Område", Old: "Nordbyen", New: "Sørbyen"}, "omrade"},
		{"Enhet", "", intake.Change{}, ""},
		{"Enhet", "bibliotek", intake.Change{}, ""},
		{"Enhet", "SKOLE", intake.Change{Field: "Enhet", Old: "Bibliotek", New: "Skole"}, "enhet"},
		{"Enhet", "Ny enhet", intake.Change{Field: "Enhet", Old: "Bibliotek", New: "Ny enhet"}, "enhet"},
		{"Vikar", "ola  vikar", intake.Change{}, ""},
		{"Vikar", "OLA.vikar@prove.example", intake.Change{}, ""},
		{"Vikar", "per.vikar@prove.example", intake.Change{Field: "Vikar", Old: "Ola Vikar", New: "per.vikar@prove.example"}, "vikar"},
		{"Vikar", "Per Vikar", intake.Change{Field: "Vikar", Old: "Ola Vikar", New: "Per Vikar"}, "vikar"},
	} {
		what := c.column + " " + c.cell
		id := x.person("Kari", func(k *contact.Contact) {
			k.UnitID, k.Title, k.Phone, k.OfficeHours, k.Address, k.PostalCode, k.Note = library, "Leder", "+4760001111", "Før 14", "Lia 1", "0301", "Ring"
			k.SubstituteID, k.ValidTo, k.Areas = &vikar, days(2057), []int64{x.north}
		})
		x.exec(`update contact set valid_to = '2031-12-31' where id = $1`, id)
		before := x.show(id).Contact
		plan, err := x.imported("Navn;E-post;" + c.column + "\nKari;KARI@prove.example;" + c.cell + "\n")
		if err != nil {
			t.Fatal(err)
		}
		row := plan.Rows[0]
		want, fields := intake.Row{Number: 2, Label: "Kari", Outcome: intake.Unchanged, ObjectID: &id}, []string{}
		if c.field != "" {
			want.Outcome, want.Changes, fields = intake.Changed, []intake.Change{c.change}, []string{c.field}
			if c.change.New == "Ny enhet" {
				want.Remarks = []i18n.Phrase{i18n.Say("Enheten «%s» er ny og blir laget.", "Ny enhet")}
			}
		}
		equal(t, what, row, want)
		equal(t, what+", stored", contact.Changed(before, x.show(id).Contact), fields)
		if c.field == "vikar" {
			equal(t, what, *x.show(id).SubstituteID, other)
		}
		x.exec(`update contact set merged_into = $1, import_key = null, email = '', name = 'x' where id = $2`, vikar, id)
	}
}

// Who is who in a file: by the key of an earlier import, the address, or name and unit.
func TestWhoIsWhoInAnImport(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	y := x.neighbour()
	y.person("Nabo", func(c *contact.Contact) { c.Email = "nabo@b.example" })
	y.unit("Felles")
	library := x.unit("Bibliotek")
	byUnit := x.person("Siri", func(c *contact.Contact) { c.UnitID, c.Phone = library, "+4760001111" })
	byMail := x.person("Tor", func(c *contact.Contact) { c.Email = "tor@b.example" })
	twin := x.person("Tvilling")
	x.person("Tvilling", func(c *contact.Contact) { c.Email = "t2@b.example" })
	ended := x.person("Gått", func(c *contact.Contact) { c.Email = "borte@b.example" })
	x.exec(`update contact set merged_into = $1 where id = $2`, twin, ended)
	plan, err := x.imported("Navn;E-post;Enhet;Tittel;Vikar\n" +
		"Siri;;Bibliotek;A;Tvilling\n" + // two of that name
		"Siri;;;A;\n" + // another unit, another Siri
		"Torbjørn;TOR@b.example;;A;Nabo\n" + // a neighbour's
		"Nabo;nabo@b.example;Felles;A;borte@b.example\n" + // a neighbour's, and one who was merged
		"Gått;borte@b.example;Felles;A;Torbjørn\n" + // merged; further up in the file
		"Selv;selv@b.example;FELLES;A;Selv\n") // herself
	if err != nil {
		t.Fatal(err)
	}
	type told struct {
		Outcome intake.Outcome
		Said    bool
	}
	got := []told{}
	for _, r := range plan.Rows {
		got = append(got, told{r.Outcome, strings.Contains(r.Message(i18n.NB), "vikaren")})
		if r.ObjectID == nil {
			t.Fatalf("got %+v, want it taken", r)
		}
	}
	// Nabo stands in the file too, so that the third row finds her there.
	equal(t, "outcomes", got, []told{
		{intake.Changed, true}, {intake.New, false}, {intake.Changed, false}, {intake.New, false}, {intake.New, false}, {intake.New, true},
	})
	equal(t, "by name and unit", *plan.Rows[0].ObjectID, byUnit)
	equal(t, "by address", *plan.Rows[2].ObjectID, byMail)
	equal(t, "substitute from the file", x.show(byMail).SubstituteID, plan.Rows[3].ObjectID)
	equal(t, "substitute further up", *x.show(*plan.Rows[4].ObjectID).SubstituteID, byMail)
	equal(t, "nobody stands in for herself", x.show(*plan.Rows[5].ObjectID).SubstituteID == nil, true)
	equal(t, "one new unit for three rows", x.int(`select count(*) from municipal_unit where municipality_id = $1 and name = 'Felles'`, x.id), int64(1))
	equal(t, "key of those who were changed", x.int(`select count(*) from contact where id = $1 and import_key = 'e:tor@b.example|torbjørn|'`, byMail), int64(1))
	// The key holds when address and name have changed since.
	x.exec(`update contact set email = 'ny@b.example', name = 'Ny' where id = $1`, byMail)
	equal(t, "by the key", *x.planned("Navn;E-post\nTor;tor@b.example\n")[0].ObjectID, byMail)
}

// What the rules refuse when it is stored becomes the row's reason; the others are stored.
func TestRefusedWhileStoring(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	id := x.person("Kari")
	plan, err := x.s.PlanImport(t.Context(), x.pool, x.staff, "a.csv", []byte("Navn;E-post;Tittel;Vikar\nKari;kari@prove.example;Leder;Ola\nOla;ola@b.example;;\n"), intake.Choices{})
	if err != nil {
		t.Fatal(err)
	}
	x.exec(`update contact set version = version + 1 where id = $1`, id)
	if err := x.apply(plan); err != nil {
		t.Fatal(err)
	}
	if r := plan.Rows[0]; r.Outcome != intake.Refused || !strings.Contains(r.Message(i18n.NB), "Noen andre") || r.ObjectID != nil {
		t.Errorf("changed meanwhile: got %+v", r)
	}
	if r := plan.Rows[1]; r.Outcome != intake.New || r.ObjectID == nil {
		t.Errorf("beside it: got %+v", r)
	}
	if c := x.show(id); c.Title != "" || c.SubstituteID != nil {
		t.Errorf("got title %q, substitute %v, want neither", c.Title, c.SubstituteID)
	}
}

// written is the list of contacts as our own file.
func (x *town) written(l i18n.Lang) string {
	x.t.Helper()
	names := func(kind string) func(int64) string {
		return func(id int64) string {
			var name string
			if err := x.pool.QueryRow(x.t.Context(), map[string]string{"topic": `select name_nb from code where id = $1`, "area": `select name from area where id = $1`}[kind], id).Scan(&name); err != nil {
				x.t.Fatal(err)
			}
			return name
		}
	}
	header, rows, err := x.s.Export(x.t.Context(), x.staff, l, contact.Names{Topic: names("topic"), Area: names("area")}, contact.Filter{})
	if err != nil {
		x.t.Fatal(err)
	}
	var b strings.Builder
	if err := tabular.WriteCSV(&b, header, rows); err != nil {
		x.t.Fatal(err)
	}
	return b.String()
}

// What we export we take back unchanged: notes of several lines, people who share a mailbox or a name.
func TestOwnExportOfContactsComesBack(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	office := x.unit("Servicetorg")
	twin := x.person("Siri Tvilling", func(c *contact.Contact) { c.Email, c.Phone = "", "+4760001111" })
	x.person("Siri Tvilling", func(c *contact.Contact) { c.Email, c.Phone = "", "+4760002222" })
	x.person("Siri Tvilling", func(c *contact.Contact) { c.Email, c.Phone, c.Public = "", "", false })
	for _, name := range []string{"Kari Vik", "Kari Berg", "Ola Vik"} {
		x.person(name, func(c *contact.Contact) {
			c.Email, c.UnitID, c.Note, c.SubstituteID, c.ValidTo = "post@vik.example", office, "Første linje.\n\nTredje  linje.", &twin, days(2057)
		})
	}
	for _, l := range i18n.Langs {
		for _, r := range x.planned(x.written(l)) {
			if r.Outcome != intake.Unchanged || len(r.Remarks) > 0 {
				t.Errorf("%s: got %+v, want it unchanged, and nothing said", l, r)
			}
		}
	}
}

// An address that is shared does not make one person of two, and nobody is renamed unsaid.
func TestSharedMailboxOfAnImport(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	kari := x.person("Kari Vik", func(c *contact.Contact) { c.Email = "post@vik.example" })
	for _, c := range []struct {
		rows    string
		outcome intake.Outcome
		said    string
	}{
		{"Ola Vik;post@vik.example\n", intake.New, "Kari Vik har den samme e-postadressen"},
		{"Kari Berg;post@vik.example\n", intake.Changed, "Navnet er et annet"},
		{"KARI VIK;post@vik.example\n", intake.Changed, ""},
		{"Kari Berg;post@vik.example\nKari Vik;post@vik.example\n", intake.New, "den samme e-postadressen"},
		{"Ola;ola@vik.example\nOla;ola@vik.example\n", intake.New, ""},
	} {
		rows := x.planned("Navn;E-post\n" + c.rows)
		if got := rows[0]; got.Outcome != c.outcome || !strings.Contains(got.Message(i18n.NB), c.said) || got.Outcome == intake.Changed && *got.ObjectID != kari {
			t.Errorf("%q: got %+v, want %s and %q", c.rows, got, c.outcome, c.said)
		}
	}
	if _, err := x.imported("Navn;E-post\nOla Vik;post@vik.example\nPer Vik;post@vik.example\n"); err != nil {
		t.Fatal(err)
	}
	for _, r := range x.planned("Navn;E-post\nPer Vik;post@vik.example\nOla Vik;post@vik.example\n") {
		if r.Outcome != intake.Unchanged {
			t.Errorf("again: got %+v", r)
		}
	}
	x.person("Kari Vik", func(c *contact.Contact) { c.Email = "kari@vik.example" })
	if got := x.planned("Navn\nKari Vik\n")[0]; got.Outcome != intake.Refused || !strings.Contains(got.Message(i18n.NB), "flere her som heter «Kari Vik»") {
		t.Errorf("one of two: got %+v, want it asked about", got)
	}
}

// What is wrong beside a name and a way to reach her is left out and said, all at once.
func TestDoubtsOfAnImport(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	for _, c := range []struct {
		header, cells, field, value string
		said                        []string
	}{
		{"E-post;Telefon", "a@b.no;ring", "E-post", "a@b.no", []string{"Telefonnummeret"}},
		{"E-post;Telefon", "a@b;60001111", "Telefon", i18n.Phone("+4760001111"), []string{"E-postadressen"}},
		{"E-post;Gjelder fra;Gjelder til;Postnummer;Offentlig", "a@b.no;snart;aldri;12345;kanskje", "E-post", "a@b.no", []string{"fra", "til", "Postnummeret", "ja eller nei"}},
		{"E-mail 1 - Value;Phone 1 - Value", "a@b.no ::: c@b.no;+47 60 00 11 11 ::: 60002222", "Telefon", i18n.Phone("+4760001111"), []string{"c@b.no", "60002222"}},
		{"E-post", "tull ::: c@b.no", "E-post", "c@b.no", []string{"tull"}},
		{"Business Phone;Mobile Phone", ";60001111", "Telefon", i18n.Phone("+4760001111"), nil},
		{"Business Phone;Mobile Phone", "60002222;60001111", "Telefon", i18n.Phone("+4760002222"), []string{"60001111"}},
		{"Telefon;Stilling;Tittel", "60001111;;Leder", "Tittel", "Leder", nil},
	} {
		rows := x.planned("Navn;" + c.header + "\nKari;" + c.cells + "\n")
		got := rows[len(rows)-1]
		value := ""
		for _, change := range got.Changes {
			if change.Field == c.field {
				value = change.New
			}
		}
		if len(rows) != 1 || got.Outcome != intake.New || value != c.value {
			t.Errorf("%s: got %+v, want it stored with %s", c.cells, rows, c.value)
		}
		for _, said := range c.said {
			if !strings.Contains(got.Message(i18n.NB), said) {
				t.Errorf("%s: got %q, want %q said", c.cells, got.Message(i18n.NB), said)
			}
		}
	}
	if got := x.planned("Navn;Telefon;Tema\nKari;ring;Romfart\n")[0]; got.Outcome != intake.Refused || !strings.Contains(got.Message(i18n.NB), "«Romfart»") || !strings.Contains(got.Message(i18n.NB), "Telefonnummeret") {
		t.Errorf("nobody to reach: got %+v, want it refused, with the topic said too", got)
	}
}
