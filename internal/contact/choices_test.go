// What a file of contacts leaves open, and what is chosen for it.

package contact_test

import (
	"strings"
	"testing"

	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
)

func (x *town) chosen(file string, answers ...intake.Answer) *contact.Import {
	x.t.Helper()
	plan, err := x.s.PlanImport(x.t.Context(), x.pool, x.staff, "kontakter.csv", []byte(file), intake.Choices{Answers: answers})
	if err != nil {
		x.t.Fatal(err)
	}
	return plan
}

func asked(plan *contact.Import, about intake.About, word string) *intake.Question {
	for _, q := range plan.Asked.Questions {
		if q.About == about && q.Word == word {
			return &q
		}
	}
	return nil
}

// A word that nobody knows is asked about once, with how many rows have it, and means in all rows what is chosen.
func TestWordsOfAnImportAreChosenOnce(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	x.unit("Kultur og fritid")
	const file = "Navn;Tema;Område;Enhet;E-post\nKari;Romfart;Vestby;Kulturkontoret;k@b.no\nOla;Romfart, Lokaler;Vestby;kulturkontoret;o@b.no\n"
	plan := x.chosen(file)
	for about, word := range map[intake.About]string{intake.Topic: "Romfart", intake.Area: "Vestby", intake.Unit: "Kulturkontoret"} {
		q := asked(plan, about, word)
		if q == nil || q.Rows != 2 || (q.Value == "") != (about != intake.Unit) {
			t.Fatalf("%s: got %+v, want it asked for two rows", word, q)
		}
		value := ""
		for _, o := range plan.Asked.Options[about] {
			if o.Label == map[intake.About]string{intake.Topic: "Barn og unge", intake.Area: "Sørbyen", intake.Unit: "Kultur og fritid"}[about] {
				value = o.Value
			}
		}
		if !plan.Asked.Allows(about, value) || plan.Asked.Allows(about, "99999") {
			t.Errorf("%s: got the options %+v", word, plan.Asked.Options[about])
		}
		chosen := x.chosen(file, intake.Answer{About: about, Word: strings.ToUpper(word), Value: value})
		for _, r := range chosen.Rows {
			if strings.Contains(r.Message(i18n.NB), word) || strings.Contains(strings.ToLower(r.Message(i18n.NB)), "kulturkontoret") && about == intake.Unit {
				t.Errorf("%s is chosen: got %q", word, r.Message(i18n.NB))
			}
		}
		left := x.chosen(file, intake.Answer{About: about, Word: word, Value: intake.Nothing})
		if strings.Contains(left.Rows[0].Message(i18n.NB), word) || left.Rows[0].Outcome != intake.New {
			t.Errorf("%s is left out on purpose: got %+v, want nothing said", word, left.Rows[0])
		}
	}
	kids := intake.Answer{About: intake.Topic, Word: "romfart"}
	for _, o := range plan.Asked.Options[intake.Topic] {
		if o.Label == "Barn og unge" {
			kids.Value = o.Value
		}
	}
	plan = x.chosen(file, kids)
	if err := x.apply(plan); err != nil {
		t.Fatal(err)
	}
	equal(t, "topics", x.show(*plan.Rows[1].ObjectID).Topics, []int64{x.rooms, x.kids})
	equal(t, "one new unit", x.int("select count(*) from municipal_unit where lower(name) = 'kulturkontoret'"), int64(1))
	for _, r := range x.chosen(file, kids).Rows {
		if r.Outcome != intake.Unchanged {
			t.Errorf("the same file with the same answer: got %+v, want it unchanged", r)
		}
	}
}

// A column is what is chosen for it, and the one that was taken for the same is then open.
func TestColumnsOfAnImportAreChosen(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	const file = "Ansatt;Tittel;Privat e-post;Kjæledyr\nKari;Leder;kari@b.no;hund\n"
	plan := x.chosen(file)
	if len(plan.Rows) != 2 || plan.Rows[1].Outcome != intake.Refused || asked(plan, intake.Column, "Ansatt") == nil {
		t.Fatalf("no column of names: got %+v, want it asked for", plan.Rows)
	}
	name := intake.Answer{About: intake.Column, Word: "Ansatt", Value: "name"}
	plan = x.chosen(file, name, intake.Answer{About: intake.Column, Word: "Privat e-post", Value: "email"}, intake.Answer{About: intake.Column, Word: "Kjæledyr", Value: intake.Nothing})
	if len(plan.Rows) != 1 || plan.Rows[0].Label != "Kari" || plan.Rows[0].Outcome != intake.New || plan.Asked.Open() != 0 {
		t.Fatalf("got %+v, %+v, want Kari and nothing open", plan.Rows, plan.Asked)
	}
	if err := x.apply(plan); err != nil {
		t.Fatal(err)
	}
	equal(t, "e-mail", x.show(*plan.Rows[0].ObjectID).Email, "kari@b.no")
	plan = x.chosen(file, name, intake.Answer{About: intake.Column, Word: "Kjæledyr", Value: "title"})
	if q := asked(plan, intake.Column, "Tittel"); q == nil || q.Value != "" {
		t.Errorf("another column is the title: got %+v, want this one open", q)
	}
	if c := plan.Rows[1].Changes; len(c) != 1 || c[0].New != "hund" {
		t.Errorf("got %+v, want the chosen column", plan.Rows[1].Changes)
	}
}

// Columns without a word in them are no question.
func TestEmptyColumnsAreNotAskedFor(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	plan := x.chosen("Navn;Fax;Notat\nKari;;\n")
	if asked(plan, intake.Column, "Fax") != nil || len(plan.Rows) != 1 {
		t.Errorf("got %+v, want nothing asked of an empty column", plan)
	}
}

// Our own export in any language comes in unchanged.
func TestOwnExportComesBackInEveryLanguage(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	ola := x.person("Ola Vikar")
	x.person("Kari Nordmann", func(c *contact.Contact) {
		c.UnitID, c.SubstituteID, c.ValidTo, c.Note, c.Areas = x.unit("Bibliotek"), &ola, days(300), "Ring etter ti", []int64{x.north}
		c.Phone, c.Title, c.OfficeHours, c.Address, c.PostalCode = "+4760001111", "Leder", "Før 14", "Lia 1", "0301"
	})
	x.person("Skjult", func(c *contact.Contact) { c.Public = false })
	topics, areas := map[int64]string{x.rooms: "Lokaler", x.kids: "Barn og unge"}, map[int64]string{x.north: "Nordbyen", x.south: "Sørbyen"}
	names := contact.Names{Topic: func(id int64) string { return topics[id] }, Area: func(id int64) string { return areas[id] }}
	for _, l := range i18n.Langs {
		header, rows, err := x.s.Export(t.Context(), x.staff, l, names, contact.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		file := strings.Join(header, ";") + ";\n"
		for r := range rows {
			for _, c := range r {
				file += c.Text + ";"
			}
			file += "\n"
		}
		plan := x.chosen(file)
		equal(t, string(l)+": rows", len(plan.Rows), 3)
		for _, r := range plan.Rows {
			if r.Outcome != intake.Unchanged || len(r.Remarks) > 0 {
				t.Errorf("%s: got %+v of\n%s\nwant it unchanged and nothing said", l, r, file)
			}
		}
	}
}

// What is said of a row is told in the reader's language, with the file's words as they are.
func TestRemarksInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	row := x.chosen("Navn;Tema;E-post\nKari;Romfart;k@b.no\n").Rows[0]
	for l, want := range map[i18n.Lang]string{i18n.NB: "Vi kjenner ikke temaet «Romfart»", i18n.NN: "Vi kjenner ikkje temaet «Romfart»", i18n.EN: "We don't know the topic “Romfart”"} {
		if got := row.Message(l); !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want %q in it", l, got, want)
		}
	}
}
