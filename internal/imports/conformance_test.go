package imports_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/imports"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/shareddata"
	"frivilligsentral/internal/tabular"
	"frivilligsentral/web/webtest"
)

func direct(t *testing.T, s *webtest.Site, kind imports.Kind, f imports.File) []imports.Row {
	t.Helper()
	rows, err := s.Portal.Imports.Direct(t.Context(), account.SystemActor(s.MunicipalityID, "kommandolinje"), kind, f, false)
	if err != nil {
		t.Fatalf("%s: %v", f.Name, err)
	}
	return rows
}

// anywhere is a file whose organisations are taken whichever municipality it puts them in.
func anywhere(f imports.File) imports.File {
	f.Choices = f.Choices.With(intake.Answer{About: intake.Column, Word: "kommune", Value: intake.Nothing})
	return f
}

func TestConformanceAssociations(t *testing.T) {
	t.Parallel()
	data, ok := shareddata.Read(t, "norway/lag-shared-no-house-numbers.tsv")
	if !ok {
		return
	}
	s := world(t)
	for _, step := range []struct {
		name string
		data []byte
		want imports.Counts
	}{
		{"first", data, imports.Counts{imports.New: 81}}, // the row of headings is told of, and is none
		{"again", data, imports.Counts{imports.Unchanged: 81}},
		{"one digit changed", bytes.Replace(data, []byte("\n923881247\t"), []byte("\n923881248\t"), 1), imports.Counts{imports.Unchanged: 80, imports.Refused: 1}},
	} {
		got := imports.Count(direct(t, s, imports.Organisations, anywhere(imports.File{Name: "lag.tsv", Data: step.data})))
		for _, o := range imports.Outcomes {
			if got[o] != step.want[o] {
				t.Errorf("%s: got %v, want %v", step.name, got, step.want)
				break
			}
		}
	}
	if n := s.Int("select count(distinct orgnr) from organisation"); n != 81 {
		t.Errorf("got %d organisations, want 81", n)
	}
}

// The registers' own files: Enhetsregisteret first, then Frivillighetsregisteret joined on the number.
func TestConformanceRegisters(t *testing.T) {
	t.Parallel()
	page, ok := shareddata.Read(t, "norway/frivillighetsregisteret-page.json")
	if !ok {
		return
	}
	s := world(t)
	for _, file := range append(shareddata.Glob(t, "norway/brreg-fixtures/enheter-*.json"), shareddata.Glob(t, "brreg/enheter-*.json")...) {
		if strings.Contains(file, "roller") {
			continue // people, and not ours to keep
		}
		data, err := os.ReadFile(file)
		must(t, err)
		f := imports.File{Name: filepath.Base(file), Data: data}
		rows := direct(t, s, imports.Organisations, f)
		checkTold(t, f.Name, rows)
		if got := imports.Count(direct(t, s, imports.Organisations, f)); got[imports.New]+got[imports.Changed] > 0 {
			t.Errorf("%s again: got %v, want nothing new", f.Name, got)
		}
		t.Logf("%s: %v", f.Name, imports.Count(rows))
	}
	voluntary := imports.File{Name: "frivillighetsregisteret-page.json", Data: page}
	rows := direct(t, s, imports.Organisations, voluntary)
	checkTold(t, voluntary.Name, rows)
	t.Logf("%s: %v", voluntary.Name, imports.Count(rows))
	// The same numbers under names: now they are joined, and icnpo 1 is the one that is ranked first.
	var list strings.Builder
	list.WriteString("Organisasjonsnummer;Navn\n")
	for _, row := range rows {
		list.WriteString(strings.ReplaceAll(row.Label, " ", "") + ";Lag nr. " + row.Label + "\n")
	}
	direct(t, s, imports.Organisations, imports.File{Name: "navn.csv", Data: []byte(list.String())})
	joined := imports.Count(direct(t, s, imports.Organisations, voluntary))
	if joined[imports.Changed] == 0 || joined[imports.Refused] > 0 || joined[imports.New] > 0 {
		t.Errorf("joined on the number: got %v, want all changed", joined)
	}
	if n := s.Int("select count(*) from organisation where address ilike '%c/o%'"); n > 0 {
		t.Errorf("got %d addresses at somebody's home", n)
	}
}

// checkTold fails when a row is left out without a reason.
func checkTold(t *testing.T, name string, rows []imports.Row) {
	t.Helper()
	for _, r := range rows {
		if r.Outcome == imports.Refused && r.Message(i18n.NB) == "" {
			t.Errorf("%s: row %d is refused without a reason", name, r.Number)
		}
	}
}

// Every calendar sample is answered, event by event; what cannot be read is an Invalid fault.
func TestConformanceCalendars(t *testing.T) {
	t.Parallel()
	samples, ok := shareddata.Path(t, "events")
	if !ok {
		return
	}
	s := world(t)
	organisation := s.Organisation("Solvik kor")
	actor := account.SystemActor(s.MunicipalityID, "kommandolinje")
	files := 0
	for _, folder := range []string{"icaljs", "golang-ical", "libical"} {
		must(t, filepath.WalkDir(filepath.Join(samples, folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || filepath.Ext(path) == ".json" {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			files++
			f := imports.File{Name: filepath.Base(path), Data: data, OrganisationID: organisation}
			rows, err := s.Portal.Imports.Direct(t.Context(), actor, imports.Activities, f, false)
			if err != nil && !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", path, err)
			}
			checkTold(t, f.Name, rows)
			again, err := s.Portal.Imports.Direct(t.Context(), actor, imports.Activities, f, false)
			if got := imports.Count(again); got[imports.New]+got[imports.Changed] > 0 {
				t.Errorf("%s again: got %v, %v; want nothing new", path, got, err)
			}
			return nil
		}))
	}
	if files < 40 {
		t.Errorf("read %d files, want all samples", files)
	}
}

// Tables that nobody made for us: every row is read, with its letters right.
func TestConformanceTables(t *testing.T) {
	t.Parallel()
	data, ok := shareddata.Read(t, "norway/ssb-klass-orgnr-kommune-1236.latin1.csv")
	if !ok {
		return
	}
	table, err := tabular.Read(t.Context(), "klass.csv", bytes.NewReader(data), tabular.Limits{})
	must(t, err)
	names, _, _ := tabular.Match(table.Header, []tabular.Column{{Key: "name", Names: []string{"sourceName"}}})
	letters := 0
	for _, row := range table.Rows {
		name := names.Cell(row, "name")
		if strings.ContainsAny(name, "ÆØÅ") {
			letters++
		}
		if strings.ContainsRune(name, '\uFFFD') || name == "" {
			t.Errorf("row %d: got %q", row.Number, name)
		}
	}
	if len(table.Rows) != 356 || letters < 80 {
		t.Errorf("got %d rows, %d with Norwegian letters; want 356 and many", len(table.Rows), letters)
	}
}

// The national list of schools as municipal units: each row finds its municipality by number, none is lost.
func TestConformanceSchools(t *testing.T) {
	t.Parallel()
	data, ok := shareddata.Read(t, "norway/skoler-nsr-2025.csv")
	if !ok {
		return
	}
	table, err := tabular.Read(t.Context(), "skoler.csv", bytes.NewReader(data), tabular.Limits{})
	must(t, err)
	found, missing, _ := tabular.Match(table.Header, []tabular.Column{
		{Key: "orgnr", Names: []string{"orgnr"}, Required: true}, {Key: "name", Names: []string{"navn"}, Required: true},
		{Key: "municipality", Names: []string{"kommunenummer"}, Required: true},
	})
	if len(missing) > 0 || len(table.Rows) != 3420 {
		t.Fatalf("got %d rows, without the columns %v; want 3420 and all", len(table.Rows), missing)
	}
	known := map[string]bool{}
	for _, m := range codelist.Municipalities() {
		known[m.Number] = true
	}
	schools := map[string][]contact.Unit{}
	odd, abroad := map[string]int{}, 0
	for _, row := range table.Rows {
		u := contact.Unit{Name: found.Cell(row, "name"), Active: true}
		number := found.Cell(row, "municipality")
		if orgnr, err := i18n.ParseOrgNr(found.Cell(row, "orgnr")); err == nil {
			u.OrgNr = &orgnr
		} else {
			abroad++ // Norwegian schools in other countries have numbers of their own.
		}
		if u.Name == "" {
			t.Errorf("row %d has no name", row.Number)
		}
		if !known[number] {
			odd[number]++
		}
		schools[number] = append(schools[number], u)
	}
	if abroad != 12 || odd["2599"] != 12 || len(odd) > 2 {
		t.Errorf("got %d without organisation number, unknown municipalities %v; want the 12 abroad, and Svalbard", abroad, odd)
	}
	s := world(t)
	by := s.Staff(account.Coordinator)
	for _, u := range schools["1103"] {
		u.MunicipalityID = s.MunicipalityID
		if _, err := s.Portal.Contacts.SaveUnit(t.Context(), by, u); err != nil {
			t.Errorf("%s: %v", u.Name, err)
		}
	}
	if got := s.Int("select count(*) from municipal_unit"); got != int64(len(schools["1103"])) || got < 20 {
		t.Errorf("got %d units, want the %d schools of the municipality", got, len(schools["1103"]))
	}
}
