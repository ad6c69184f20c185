package intake_test

// What the words of a file mean here, and what is said of its rows and columns.

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/tabular"

	"github.com/google/go-cmp/cmp"
)

func TestAnswersTakeEachOthersPlace(t *testing.T) {
	t.Parallel()
	c := intake.Choices{Answers: []intake.Answer{{About: intake.Topic, Word: "Vei", Value: "1"}, {About: intake.Area, Word: "Vei", Value: "2"}}}
	after := c.With(intake.Answer{About: intake.Topic, Word: " VEI ", Value: "3"})
	want := map[intake.About]map[string]string{intake.Topic: {"vei": "3"}, intake.Area: {"vei": "2"}}
	if diff := cmp.Diff(want, after.Known()); diff != "" {
		t.Errorf("known (-want +got):\n%s", diff)
	}
	if len(after.Answers) != 2 || c.Answers[0].Value != "1" {
		t.Errorf("got %v, and %v before", after.Answers, c.Answers)
	}
	if more := after.With(intake.Answer{About: intake.Topic, Word: "Vann", Value: "4"}); len(more.Answers) != 3 {
		t.Errorf("another word: got %v", more.Answers)
	}
	if none := (intake.Choices{}).Known(); len(none[intake.Topic]) != 0 {
		t.Errorf("nothing chosen: got %v", none)
	}
}

func TestQuestionsThatAreOpen(t *testing.T) {
	t.Parallel()
	a := intake.Asked{
		Questions: []intake.Question{{Word: "Vei"}, {Word: "Vann", Value: "1"}, {Word: "Skog", Value: intake.Nothing}},
		Options:   map[intake.About][]intake.Option{intake.Topic: {intake.Leave(), {Value: "1", Label: "Vann"}}},
	}
	if got := a.Open(); got != 1 {
		t.Errorf("got %d open, want 1", got)
	}
	for value, want := range map[string]bool{"": true, "1": true, intake.Nothing: true, "2": false} {
		if got := a.Allows(intake.Topic, value); got != want {
			t.Errorf("%q: got %v, want %v", value, got, want)
		}
	}
	if a.Allows(intake.Area, "1") {
		t.Error("an answer to another question is allowed")
	}
}

var columns = []tabular.Column{{Key: "name", Names: []string{"Navn"}}, {Key: "email", Names: []string{"E-post", "Epost", "Mail"}}, {Key: "phone", Names: []string{"Telefon"}}}

// table is headings and rows, with "|" between the cells.
func table(lines ...string) tabular.Table {
	t := tabular.Table{Header: strings.Split(lines[0], "|")}
	for _, l := range lines[1:] {
		t.Rows = append(t.Rows, tabular.Row{Cells: strings.Split(l, "|")})
	}
	return t
}

// What a heading is taken for, and what somebody chose instead.
func TestColumnsOfAFile(t *testing.T) {
	t.Parallel()
	choose := func(pairs ...string) (c intake.Choices) {
		for i := 0; i < len(pairs); i += 2 {
			c = c.With(intake.Answer{About: intake.Column, Word: pairs[i], Value: pairs[i+1]})
		}
		return c
	}
	for name, tc := range map[string]struct {
		table   tabular.Table
		choices intake.Choices
		asked   string // heading=what it is taken for
		cells   string // of the first row: name, email, phone
	}{
		"known":                 {table("Navn|E-post|Telefon", "Ola|o@x|22"), intake.Choices{}, "Navn=name E-post=email Telefon=phone", "Ola o@x 22"},
		"one nobody knows":      {table("Navn|Sko", "Ola|42"), intake.Choices{}, "Navn=name Sko=", "Ola - -"},
		"an empty one":          {table("Navn|Sko", "Ola|"), intake.Choices{}, "Navn=name", "Ola - -"},
		"a known empty one":     {table("Navn|E-post", "Ola|"), intake.Choices{}, "Navn=name E-post=email", "Ola - -"},
		"without heading":       {table("Navn|", "Ola|42"), intake.Choices{}, "Navn=name", "Ola - -"},
		"chosen":                {table("Navn|Sko", "Ola|42"), choose("SKO", "phone"), "Navn=name Sko=phone", "Ola - 42"},
		"left out":              {table("Navn|E-post", "Ola|o@x"), choose("E-post", intake.Nothing), "Navn=name E-post=-", "Ola - -"},
		"chosen for another":    {table("Navn|E-post", "Ola|o@x"), choose("E-post", "phone"), "Navn=name E-post=phone", "Ola - o@x"},
		"chosen over a known":   {table("Navn|Sko", "Ola|Per"), choose("Sko", "name"), "Navn= Sko=name", "Per - -"},
		"two of a kind":         {table("Navn|E-post|Mail", "Ola|o@x|p@x"), intake.Choices{}, "Navn=name E-post=email Mail=email", "Ola o@x+p@x -"},
		"two that say the same": {table("Navn|E-post|Mail", "Ola|o@x|o@x"), intake.Choices{}, "Navn=name E-post=email Mail=email", "Ola o@x -"},
		"the second has it":     {table("Navn|E-post|Mail", "Ola||p@x", "Per|q@x|r@x"), intake.Choices{}, "Navn=name E-post=email Mail=email", "Ola p@x -"},
		"the second is left":    {table("Navn|E-post|Mail", "Ola|o@x|p@x"), choose("Mail", intake.Nothing), "Navn=name E-post=email Mail=-", "Ola o@x -"},
	} {
		c, questions := intake.MatchColumns(tc.table, columns, tc.choices)
		var asked, cells []string
		for _, q := range questions {
			asked = append(asked, q.Word+"="+q.Value)
		}
		for _, key := range []string{"name", "email", "phone"} {
			all := c.Cells(tc.table.Rows[0], key)
			cell := strings.Join(all, "+")
			if cell == "" {
				cell = "-"
			}
			cells = append(cells, cell)
			if got := c.Cell(tc.table.Rows[0], key); len(all) > 0 && got != all[0] || len(all) == 0 && got != "" {
				t.Errorf("%s: the first cell of %s: got %q of %v", name, key, got, all)
			}
		}
		if got := strings.Join(asked, " "); got != tc.asked {
			t.Errorf("%s: got %s, want %s", name, got, tc.asked)
		}
		if got := strings.Join(cells, " "); got != tc.cells {
			t.Errorf("%s: got the cells %s, want %s", name, got, tc.cells)
		}
	}
}

// An example is of the first row that has one, on one line and short.
func TestColumnsHaveAnExample(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("æ", 70)
	_, asked := intake.MatchColumns(table("Sko|Hatt", "|"+long, " 42\n x |"), columns, intake.Choices{})
	if len(asked) != 2 || asked[0].Example != "42 x" || len([]rune(asked[1].Example)) != 60 {
		t.Errorf("got %+v", asked)
	}
	options := intake.ColumnOptions(columns)
	if len(options) != 4 || options[0] != intake.Leave() || options[2] != (intake.Option{Value: "email", Label: "E-post", Words: true}) {
		t.Errorf("to choose from: got %+v", options)
	}
}

// What is not taken is told of once, eight columns at a time.
func TestColumnsThatAreNotTaken(t *testing.T) {
	t.Parallel()
	var asked []intake.Question
	for n := range 9 {
		asked = append(asked, intake.Question{About: intake.Column, Word: fmt.Sprintf("K%d", n)})
	}
	asked = append(asked, intake.Question{About: intake.Column, Word: "Navn", Value: "name"}, intake.Question{About: intake.Topic, Word: "Vei"})
	row, ok := intake.HeaderRow(3, asked)
	want := "Disse kolonnene i filen er ikke med: «K0», «K1», «K2», «K3», «K4», «K5», «K6», «K7».\nDisse kolonnene i filen er ikke med: «K8»."
	if !ok || row.Number != 3 || !row.Aside || row.Outcome != intake.Unchanged || row.Message(i18n.NB) != want {
		t.Errorf("got %v %+v:\n%s", ok, row, row.Message(i18n.NB))
	}
	if row, ok := intake.HeaderRow(0, asked[9:]); ok || row.Number != 1 || len(row.Remarks) != 0 {
		t.Errorf("all are taken: got %v %+v", ok, row)
	}
}

// Each thing is said once of a row, and no more than anybody reads.
func TestRemarksOfARow(t *testing.T) {
	t.Parallel()
	var r intake.Row
	r.Compare("Navn", "a", "b")
	r.Say("")
	for n := range 25 {
		for range 2 {
			r.Say("Ukjent: %d.", n)
		}
	}
	lines := strings.Split(r.Message(i18n.NB), "\n")
	if len(lines) != 20 || lines[0] != "Ukjent: 0." || lines[18] != "Ukjent: 18." || lines[19] != "Det er mer å si om raden enn det som står her." {
		t.Errorf("got %d:\n%s", len(lines), r.Message(i18n.NB))
	}
	r.Refuse("Skriv navnet.")
	if r.Outcome != intake.Refused || r.Message(i18n.NB) != "Skriv navnet." || len(r.Changes) != 0 {
		t.Errorf("refused: got %+v", r)
	}
}

func TestRefusedForWhatAnErrorSays(t *testing.T) {
	t.Parallel()
	var fields fault.Fields
	fields.Add("navn", "Skriv navnet.")
	fields.Add("antall", "Høyst %d.", 4)
	for name, tc := range map[string]struct {
		err  error
		want string
	}{
		"fields":    {fields.Err(), "Skriv navnet.\nHøyst 4."},
		"a refusal": {fault.Clash("Noen var før deg."), "Noen var før deg."},
		"a failure": {errors.New("disk"), "Raden kan ikke leses."},
		"no words":  {fault.BadInput(errors.New("disk")), "Raden kan ikke leses."},
	} {
		var r intake.Row
		r.RefuseFor(tc.err, "Raden kan ikke leses.")
		if got := r.Message(i18n.NB); got != tc.want || r.Outcome != intake.Refused {
			t.Errorf("%s: got %s %q, want %q", name, r.Outcome, got, tc.want)
		}
	}
}

func TestChangesOfARow(t *testing.T) {
	t.Parallel()
	var r intake.Row
	if r.Compare("Navn", "a", "a") || !r.Compare("Navn", "a", "b") {
		t.Error("what is the same is a change, or what differs is none")
	}
	r.CompareYesNo("Grasrot", true, true)
	r.CompareYesNo("Grasrot", false, true)
	want := []intake.Change{{Field: "Navn", Old: "a", New: "b"}, {Field: "Grasrot", Old: "Nei", New: "Ja", Words: true}}
	if diff := cmp.Diff(want, r.Changes); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

func TestNamesInACell(t *testing.T) {
	t.Parallel()
	known := map[string]int64{"vei, skilt og dugnad": 1, "vei": 2, "vann": 3, "nes/vik": 4, "hav / land": 5, "a, b, c, d, e, f": 6, "a, b, c, d, e, f, g": 7}
	for cell, tc := range map[string]struct {
		ids     []int64
		unknown []string
	}{
		"Vann; Vei":                 {[]int64{2, 3}, nil},
		"Vei, skilt og dugnad":      {[]int64{1}, nil},
		"Vei, Vei, VANN":            {[]int64{2, 3}, nil},
		"Nes/Vik":                   {[]int64{4}, nil},
		"Hav / Land":                {[]int64{5}, nil},
		"Vei ::: Vann":              {[]int64{2, 3}, nil},
		"Skog, Vei":                 {[]int64{2}, []string{"Skog"}},
		"Hele kommunen":             {[]int64{}, nil},
		"Whole municipality":        {[]int64{}, []string{"Whole municipality"}},
		"alle, Vann":                {[]int64{3}, nil},
		"A, B, C, D, E, F":          {[]int64{6}, nil},
		"A, B, C, D, E, F, G":       {[]int64{6}, []string{"G"}},
		"":                          {[]int64{}, nil},
		"Vei\nVann|Skog":            {[]int64{2, 3}, []string{"Skog"}},
		"Vei, skilt og dugnad, Nes": {[]int64{1}, []string{"Nes"}},
	} {
		ids, unknown := intake.Resolve(cell, known)
		if cell == "Whole municipality" && intake.Means(cell, "Hele kommunen") {
			tc.unknown = nil
		}
		if diff := cmp.Diff(tc.ids, ids); diff != "" {
			t.Errorf("%q: ids (-want +got):\n%s", cell, diff)
		}
		if diff := cmp.Diff(tc.unknown, unknown); diff != "" {
			t.Errorf("%q: unknown (-want +got):\n%s", cell, diff)
		}
	}
}

func TestWordsOfOurs(t *testing.T) {
	t.Parallel()
	for word, want := range map[string][2]bool{
		"Ja": {true, true}, " j ": {true, true}, "X": {true, true}, "1": {true, true}, "TRUE": {true, true}, "sann": {true, true}, "yes": {true, true}, "y": {true, true},
		"nei": {false, true}, "N": {false, true}, "0": {false, true}, "false": {false, true}, "usann": {false, true}, "no": {false, true}, "": {false, false}, "kanskje": {false, false},
	} {
		if yes, ok := intake.YesNo(word); yes != want[0] || ok != want[1] {
			t.Errorf("%q: got %v, %v, want %v", word, yes, ok, want)
		}
	}
	in := intake.InAllLanguages([]tabular.Column{{Key: "phone", Names: []string{"Telefon"}}, {Key: "none"}})
	for _, l := range i18n.Langs {
		if found, _, _ := tabular.Match([]string{l.T("Telefon")}, in); len(found) != 1 {
			t.Errorf("%s: the heading %q is not known", l, l.T("Telefon"))
		}
	}
	if len(in[1].Names) != 0 {
		t.Errorf("a column without names got %v", in[1].Names)
	}
	if intake.Means("Telefax", "Telefon") || !intake.Means(strings.ToUpper(i18n.EN.T("Telefon")), "Telefon") {
		t.Error("a word of ours in English is not known, or another is")
	}
}
