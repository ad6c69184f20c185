package orgimport_test

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orgimport"
	"frivilligsentral/internal/organisation/orglist"
	"frivilligsentral/internal/organisation/orgtest"
	"frivilligsentral/internal/shareddata"
	"frivilligsentral/internal/tabular"

	"github.com/jackc/pgx/v5"
)

// importFile reads, plans and stores a file, and counts the outcomes.
func importFile(w *orgtest.World, name string, data []byte, answers ...intake.Answer) (map[intake.Outcome]int, []intake.Row) {
	w.T.Helper()
	list, err := orgimport.ReadFile(w.T.Context(), name, data, intake.Choices{Answers: answers})
	if err != nil {
		w.T.Fatalf("%s: %v", name, err)
	}
	var p *orgimport.Import
	w.InTx(func(tx pgx.Tx) error {
		if p, err = w.Plan(w.T.Context(), tx, w.Coordinator, list, intake.Choices{Answers: answers}); err != nil {
			return err
		}
		return p.Apply(w.T.Context(), tx, func(int) {})
	})
	counts := map[intake.Outcome]int{}
	for _, r := range p.Rows {
		counts[r.Outcome]++
	}
	return counts, p.Rows
}

const sheet = "\xef\xbb\xbfNavn;Org.nr.;E-post;Hjemmeside;Adresse;Postnr;Medlemmer\r\n" +
	"SOLVIK STRIKKELAG;974 760 673;post@strikk.example;www.strikk.example;Storgata 1;150;40\r\n" +
	"Turlaget;964965226;ikke-en-adresse;;c/o Kari Nordmann, Bakken 2;0150;\r\n" +
	"Feil siffer;964965227;;;;;\r\n" +
	";971526920;;;;;\r\n" +
	"Dobbelt;974760673;;;;;\r\n"

func TestImportSheet(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	counts, rows := importFile(w, "lag.csv", []byte(sheet))
	if counts[intake.New] != 2 || counts[intake.Refused] != 3 {
		t.Fatalf("got %v %+v, want 2 new and 3 refused", counts, rows)
	}
	if !strings.Contains(rows[1].Message(i18n.NB), "Adressen") {
		t.Errorf("got message %q, want it to say that the address is left out", rows[1].Message(i18n.NB))
	}
	here, err := organisation.ByOrgNr(t.Context(), w.Pool, w.Here, orgtest.OrgNr, "964965226")
	if err != nil {
		t.Fatal(err)
	}
	strikk, tur := here[orgtest.OrgNr], here["964965226"]
	if strikk.Name != "Solvik strikkelag" || strikk.Website != "https://www.strikk.example" || strikk.PostalCode != "0150" || *strikk.Members != 40 {
		t.Errorf("got %+v, want the values of the file, cleaned", strikk)
	}
	if strikk.Status != organisation.Approved || strikk.Source != organisation.FromImport || strikk.FieldSource["name"] != organisation.FromImport {
		t.Errorf("got status %s, source %s, field sources %v, want approved from an import", strikk.Status, strikk.Source, strikk.FieldSource)
	}
	if tur.Address != "" || tur.PostalCode != "" || tur.EmailPublic != "" {
		t.Errorf("got address %q and e-mail %q, want neither a home nor a wrong address", tur.Address, tur.EmailPublic)
	}
	if counts, rows := importFile(w, "lag.csv", []byte(sheet)); counts[intake.Unchanged] != 2 || counts[intake.Refused] != 3 {
		t.Errorf("the second time: got %v %+v, want 2 unchanged", counts, rows)
	}
}

func TestImportKeepsWhatPeopleWrote(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	importFile(w, "lag.csv", []byte(sheet))
	here, err := organisation.ByOrgNr(t.Context(), w.Pool, w.Here, orgtest.OrgNr)
	if err != nil {
		t.Fatal(err)
	}
	id := here[orgtest.OrgNr].ID
	d := w.DraftOf(id)
	d.Name, d.EmailPublic = "Strikkelaget vårt", ""
	if err := w.Update(t.Context(), w.Member(id, account.GroupAdmin), d); err != nil {
		t.Fatal(err)
	}
	enhet := `{"organisasjonsnummer":"974760673","navn":"SOLVIK STRIKKE- OG HEKLELAG","organisasjonsform":{"kode":"FLI"},
		"epostadresse":"ny@strikk.example","telefon":"22 22 22 22","underAvvikling":true}`
	counts, rows := importFile(w, "enhet.json", []byte(enhet))
	if counts[intake.Changed] != 1 {
		t.Fatalf("got %v %+v, want one changed", counts, rows)
	}
	o := w.View(id)
	if o.Name != "Strikkelaget vårt" || o.EmailPublic != "" {
		t.Errorf("got name %q and e-mail %q, want what the group wrote", o.Name, o.EmailPublic)
	}
	if o.RegisteredName != "SOLVIK STRIKKE- OG HEKLELAG" || o.BrregStatus != organisation.Dissolving || o.Phone != "+4722222222" {
		t.Errorf("got registered name %q, status %q, phone %q, want the register's", o.RegisteredName, o.BrregStatus, o.Phone)
	}
	page := `{"_embedded":{"frivilligeOrganisasjoner":[
		{"organisasjonsnummer":"974760673","icnpoKategorier":[{"icnpoNummer":"4100","rekkefoelge":2},{"icnpoNummer":"01100","rekkefoelge":1}],"grasrotandel":{"deltarI":true}},
		{"organisasjonsnummer":"971526920","icnpoKategorier":[]}]},"_links":{}}`
	if counts, rows := importFile(w, "frivillig.json", []byte(page)); counts[intake.Changed] != 1 || counts[intake.Refused] != 1 {
		t.Errorf("got %v %+v, want one joined on its number and one without name refused", counts, rows)
	}
	if o := w.View(id); !slices.Equal(o.ICNPO, []string{"1100", "4100"}) || !o.Grasrot || !o.InVoluntaryRegister {
		t.Errorf("got ICNPO %v, grasrot %v, want them from Frivillighetsregisteret, ranked", o.ICNPO, o.Grasrot)
	}
}

func TestReadFileRefusesWhatIsNoList(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"empty": "", "no known column": "Bil;By\nA;B\n", "other json": `{"a":1}`, "cut off": `[{"organisasjonsnummer":"974760673","navn":"A`,
	} {
		if _, err := orgimport.ReadFile(t.Context(), name, []byte(data), intake.Choices{}); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
}

// exported is the register as our own file.
func exported(w *orgtest.World, l i18n.Lang, write func(io.Writer, []string, iter.Seq[[]tabular.Cell]) error) []byte {
	w.T.Helper()
	header, rows, err := w.Export(w.T.Context(), w.Coordinator, l, orglist.RegisterParams{})
	if err != nil {
		w.T.Fatal(err)
	}
	var b bytes.Buffer
	if err := write(&b, header, rows); err != nil {
		w.T.Fatal(err)
	}
	return b.Bytes()
}

func writeXLSX(b io.Writer, header []string, rows iter.Seq[[]tabular.Cell]) error {
	return tabular.WriteXLSX(b, "Lag", header, rows)
}

// area makes an area of the municipality.
func area(w *orgtest.World, name string) int64 {
	return w.Int(`insert into area (municipality_id, slug, name, kind) values ($1, lower($2), $2, 'grend') returning id`, w.Here, name)
}

func TestExportComesBack(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	north, south := area(w, "Nordbyen"), area(w, "Bakken, Lia og Dalen")
	importFile(w, "lag.csv", []byte(sheet))
	for _, name := range []string{"KFUM", "iPad-kafeen"} {
		w.Lag(name, func(d *organisation.Draft) {
			members := 12
			d.Kind, d.Areas, d.Summary, d.Website, d.Members = organisation.Umbrella, []int64{north, south}, "Vi møtes.\nAlle kan komme.", "http://Lag.example/Side", &members
			d.Phone, d.EmailPublic, d.Contacts = "+4722222222", "post@lag.example", []organisation.Contact{{Name: "Kari Vik", Role: "treasurer", Email: "kari@lag.example"}}
		})
	}
	for _, l := range i18n.Langs {
		for name, write := range map[string]func(io.Writer, []string, iter.Seq[[]tabular.Cell]) error{"csv": tabular.WriteCSV, "xlsx": writeXLSX} {
			counts, planned := importFile(w, "eksport."+name, exported(w, l, write))
			if counts[intake.Unchanged] != 4 || len(planned) != 4 {
				t.Errorf("%s, %s: got %v %+v, want what was exported to be unchanged", l, name, counts, planned)
			}
			for _, r := range planned {
				if len(r.Remarks) > 0 {
					t.Errorf("%s, %s: got %q of %s, want nothing to say", l, name, r.Message(i18n.NB), r.Label)
				}
			}
		}
	}
}

// What is changed in our own file is taken, or said.
func TestChangesInTheExport(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	north, south := area(w, "Nordbyen"), area(w, "Sørbyen")
	importFile(w, "a.csv", []byte("Navn;Org.nr.;Område\nSolvik turlag;974760673;Nordbyen\nSolvik kor;964965226;\n"))
	here := func() (tur, kor organisation.Organisation) {
		all, err := organisation.ByOrgNr(t.Context(), w.Pool, w.Here, orgtest.OrgNr, "964965226")
		if err != nil {
			t.Fatal(err)
		}
		return all[orgtest.OrgNr], all["964965226"]
	}
	if tur, _ := here(); !slices.Equal(tur.Areas, []int64{north}) {
		t.Fatalf("a new one: got areas %v", tur.Areas)
	}
	_, rows := importFile(w, "b.csv", []byte("Navn;Organisasjonsnummer;Type;Status;Områder;Kontaktperson;Kontaktpersonens rolle;Kontaktpersonens e-post;Enhetsregisteret;Sist bekreftet\n"+
		"Solvik turlag;974760673;Råd eller paraplyorganisasjon;Avsluttet;Sørbyen, Hagan;Kari Vik;Leder;kari@vik.example;Konkurs;1.2.2026\n"))
	row := rows[len(rows)-1]
	tur, kor := here()
	if row.Outcome != intake.Changed || !slices.Equal(tur.Areas, []int64{south}) || tur.Kind != organisation.Umbrella || tur.Status != organisation.Approved {
		t.Errorf("got %+v of %+v, want area and type changed", row, tur)
	}
	if c := w.View(tur.ID).Contacts; len(c) != 1 || c[0].Name != "Kari Vik" || c[0].Role != "leader" || c[0].Email != "kari@vik.example" || c[0].Public {
		t.Errorf("got contacts %+v, want hers", c)
	}
	said := row.Message(i18n.NB)
	for _, want := range []string{"«Avsluttet» i kolonnen «Status»", "«Konkurs» i kolonnen «Enhetsregisteret»", "«1.2.2026»", "«Hagan»"} {
		if !strings.Contains(said, want) {
			t.Errorf("got %q, want %s said", said, want)
		}
	}
	if len(rows) != 2 || !rows[0].Aside || !strings.Contains(rows[0].Message(i18n.NB), "«Status», «Enhetsregisteret», «Sist bekreftet»") {
		t.Errorf("got %+v, want it said once of the file", rows)
	}
	_, rows = importFile(w, "c.csv", []byte("Navn;Organisasjonsnummer;Kontaktperson;Kontaktpersonens e-post;Områder\nSolvik turlag;974760673;Ola Berg;ola@vik.example;\nSolvik kor;964965226;Per;;\n"))
	if c := w.View(tur.ID).Contacts; len(c) != 1 || c[0].Name != "Kari Vik" || !strings.Contains(rows[1].Message(i18n.NB), "kontaktpersoner fra før") {
		t.Errorf("another contact person: got %+v, %+v", rows, c)
	}
	if said := rows[0].Message(i18n.NB); !strings.Contains(said, "«Kontaktperson»") || !strings.Contains(said, "én rad") || len(w.View(kor.ID).Contacts) != 0 {
		t.Errorf("nobody to reach, and an empty cell: got %q", said)
	}
	for source, told := range map[string]bool{"Importert fil": false, "": false, "Laget selv": true} { // an import does not say where a role is from
		_, rows = importFile(w, "k.csv", []byte("Navn;Organisasjonsnummer;Kontaktperson;Kilde til rollen;Kontaktpersonens e-post\nSolvik turlag;974760673;Kari Vik;"+source+";kari@vik.example\n"))
		if said := rows[0].Message(i18n.NB); strings.Contains(said, "«Kilde til rollen»") != told {
			t.Errorf("the source %q: got %q", source, said)
		}
	}
	d := w.DraftOf(tur.ID)
	d.EmailPublic = "vi@tur.example"
	if err := w.Update(t.Context(), w.Member(tur.ID, account.GroupAdmin), d); err != nil {
		t.Fatal(err)
	}
	if _, rows = importFile(w, "d.csv", []byte("Navn;Organisasjonsnummer;E-post\nSolvik turlag;974760673;andre@tur.example\n")); rows[0].Outcome != intake.Unchanged ||
		!strings.Contains(rows[0].Message(i18n.NB), "«andre@tur.example» i kolonnen «E-post» er ikke med") {
		t.Errorf("what the group wrote: got %+v", rows[0])
	}
	if _, rows = importFile(w, "e.csv", []byte("Navn;Organisasjonsnummer;Status\nBorte;971526920;Slått sammen\n")); rows[0].Outcome != intake.Refused {
		t.Errorf("one that was merged: got %+v, want it left out", rows[0])
	}
}

// The municipality's own kinds come by name in any language, an unknown one is asked about, and what is exported comes in again.
func TestLocalKinds(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	code := func(slug, nb, en string) int64 {
		return w.Int(`insert into code (municipality_id, list, slug, name_nb, name_en) values ($1, 'local_kind', $2, $3, $4) returning id`, w.Here, slug, nb, en)
	}
	choir, band := code("kor", "Kor og sanglag", "Choir"), code("korps", "Korps", "")
	read := func() []int64 {
		here, err := organisation.ByOrgNr(t.Context(), w.Pool, w.Here, orgtest.OrgNr)
		if err != nil {
			t.Fatal(err)
		}
		return here[orgtest.OrgNr].LocalKinds
	}
	const head = "Navn;Org.nr.;Lagstype\nSolvik musikk;974760673;"
	for _, step := range []struct {
		cell    string
		answers []intake.Answer
		outcome intake.Outcome
		said    string
		want    []int64
	}{
		{"choir, KORPS", nil, intake.New, "", []int64{choir, band}},
		{"Korps, Kor og sanglag", nil, intake.Unchanged, "", []int64{choir, band}},
		{"Storband", nil, intake.Unchanged, "«Storband»", []int64{choir, band}},
		{"Storband", []intake.Answer{{About: intake.LocalKind, Word: "storband", Value: strconv.FormatInt(band, 10)}}, intake.Changed, "", []int64{band}},
		{"Storband, Kor og sanglag", []intake.Answer{{About: intake.LocalKind, Word: "storband", Value: intake.Nothing}}, intake.Changed, "", []int64{choir}},
		{"", nil, intake.Unchanged, "", []int64{choir}},
	} {
		_, rows := importFile(w, "a.csv", []byte(head+step.cell+"\n"), step.answers...)
		row := rows[len(rows)-1]
		if got := read(); row.Outcome != step.outcome || !slices.Equal(got, step.want) || !strings.Contains(row.Message(i18n.NB), step.said) {
			t.Errorf("%q: got %v and %v, %q, want %v and %v", step.cell, row.Outcome, got, row.Message(i18n.NB), step.outcome, step.want)
		}
	}
}

// The preview of a new organisation shows what will be stored.
func TestPreviewOfNewOrganisations(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	area(w, "Nordbyen")
	_, rows := importFile(w, "a.csv", []byte("Navn;Org.nr.;Telefon;Type;Områder;I Frivillighetsregisteret\nSolvik turlag;974760673;22222222;Stiftelse;Nordbyen;ja\n"))
	got := map[string]string{}
	for _, c := range rows[0].Changes {
		if got[c.Field] = c.New; c.Old != "" {
			t.Errorf("%s: got an old value %q", c.Field, c.Old)
		}
	}
	want := map[string]string{"Navn": "Solvik turlag", "Organisasjonsnummer": i18n.OrgNr(orgtest.OrgNr), "Telefon": "22 22 22 22", "Type": "Stiftelse", "Områder": "Nordbyen", "I Frivillighetsregisteret": "Ja"}
	for field, value := range want {
		if got[field] != value {
			t.Errorf("%s: got %q, want %q", field, got[field], value)
		}
	}
}

// Two groups of one name in two places are two, in the file and here.
func TestGroupsOfOneNameInTwoAreas(t *testing.T) {
	t.Parallel()
	for _, known := range []bool{true, false} {
		w := orgtest.New(t)
		if known {
			area(w, "Sentrum")
			area(w, "Nordbyen")
		}
		list := []byte("Navn;Område\nSykluslaget Nytt;Sentrum\nSykluslaget nytt;Nordbyen\n")
		if counts, rows := importFile(w, "a.csv", list); counts[intake.New] != 2 {
			t.Fatalf("got %v %+v, want two", counts, rows)
		}
		counts, rows := importFile(w, "a.csv", list)
		if known && counts[intake.Unchanged] != 2 || counts[intake.New] != 0 || !known && counts[intake.Refused] != 2 {
			t.Errorf("again: got %v %+v, want each known, or asked about", counts, rows)
		}
		one := fmt.Sprint(w.Int("select min(id) from organisation where name ilike 'sykluslaget%'"))
		both := []intake.Answer{{About: intake.Group, Word: "Sykluslaget nytt, Hagan", Value: one}, {About: intake.Group, Word: "Sykluslaget nytt, Lia", Value: one}}
		if _, rows = importFile(w, "c.csv", []byte("Navn;Område\nSykluslaget nytt;Hagan\nSykluslaget nytt;Lia\n"), both...); rows[0].Outcome == intake.Refused || rows[1].Outcome != intake.Refused ||
			!strings.Contains(rows[1].Message(i18n.NB), "rad 2") {
			t.Errorf("two rows that are chosen to be one: got %+v", rows)
		}
		if _, rows = importFile(w, "b.csv", []byte("Navn\nSykluslaget nytt\n")); rows[0].Outcome != intake.Refused || !strings.Contains(rows[0].Message(i18n.NB), "heter det samme") {
			t.Errorf("without area: got %+v, want it asked about", rows[0])
		}
	}
}

// A group without number is known by its name the next time; where the name is that of others, it is asked about.
func TestGroupsWithoutNumber(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	importFile(w, "lag.csv", []byte("Navn;Org.nr.\nSolvik idrettslag;974760673\n"))
	const list = "Navn;E-post\nStrikkekafeen;strikk@lag.example\nIdrettslaget Solvik;il@lag.example\nSTRIKKEKAFEEN;\n"
	counts, rows := importFile(w, "grupper.csv", []byte(list))
	if counts[intake.New] != 1 || rows[0].ObjectID == nil || !strings.Contains(rows[0].Message(i18n.NB), "to kontaktpersoner") {
		t.Fatalf("got %+v, want the first taken, and what it lacks said", rows)
	}
	if !strings.Contains(rows[1].Message(i18n.NB), "heter det samme") || !strings.Contains(rows[2].Message(i18n.NB), "rad 2") {
		t.Errorf("got %q and %q, want the second asked about, and the third told apart", rows[1].Message(i18n.NB), rows[2].Message(i18n.NB))
	}
	if counts, rows = importFile(w, "grupper.csv", []byte(list)); counts[intake.Unchanged] != 1 || *rows[0].ObjectID == 0 {
		t.Errorf("the same file again: got %+v, want it unchanged", rows)
	}
	here, err := organisation.ByOrgNr(t.Context(), w.Pool, w.Here, orgtest.OrgNr)
	if err != nil {
		t.Fatal(err)
	}
	answer := intake.Answer{About: intake.Group, Word: "Idrettslaget Solvik", Value: fmt.Sprint(here[orgtest.OrgNr].ID)}
	if _, rows = importFile(w, "grupper.csv", []byte(list), answer); rows[1].Outcome != intake.Changed || *rows[1].ObjectID != here[orgtest.OrgNr].ID {
		t.Errorf("chosen: got %+v, want that club", rows[1])
	}
	answer.Value = intake.Make
	if _, rows = importFile(w, "grupper.csv", []byte(list), answer); rows[1].Outcome != intake.New || *rows[1].ObjectID == here[orgtest.OrgNr].ID {
		t.Errorf("a new one: got %+v", rows[1])
	}
}

// A group that has got a number since is asked about, and takes it.
func TestGroupThatGotANumber(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	_, rows := importFile(w, "a.csv", []byte("Navn\nStrikkekafeen\n"))
	id := *rows[0].ObjectID
	answer := intake.Answer{About: intake.Group, Word: "Strikkekafeen", Value: fmt.Sprint(id)}
	_, rows = importFile(w, "b.csv", []byte("Navn;Org.nr.\nStrikkekafeen;974760673\n"), answer)
	here, err := organisation.ByOrgNr(t.Context(), w.Pool, w.Here, orgtest.OrgNr)
	if err != nil || rows[0].Outcome != intake.Changed || here[orgtest.OrgNr].ID != id {
		t.Errorf("got %+v, %v, want the number at the group that was here", rows, err)
	}
}

// What lies in other municipalities is left out, and counted, whether the file has numbers or names of them.
func TestOtherMunicipalitiesAreCounted(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	var number, name string
	if err := w.Pool.QueryRow(t.Context(), "select number, name from municipality where id = $1", w.Here).Scan(&number, &name); err != nil {
		t.Fatal(err)
	}
	for _, here := range []string{number, strings.ToUpper(name)} {
		counts, rows := importFile(w, "a.csv", []byte("navn;kommune;orgnr;fylke\nA lag;"+here+";974760673;x\nB lag;0301;964965226;x\nC lag;Bergen;971526920;x\n"))
		if len(rows) != 2 || counts[intake.Refused] != 0 || !strings.Contains(rows[0].Message(i18n.NB), "2 rader gjelder andre kommuner") || !strings.Contains(rows[0].Message(i18n.NB), "«fylke»") {
			t.Errorf("%s: got %+v, want one taken, two counted, and the column told", here, rows)
		}
	}
}

// Names that are one however they are written, and names that are not.
func TestNameKey(t *testing.T) {
	t.Parallel()
	for _, same := range [][2]string{{"Solvik IL", "Idrettslaget Solvik"}, {"SOLVIK  Turlag", "Solvik turlag."}, {"Nes Husflidslag", "Husflidslaget Nes"}} {
		if organisation.NameKey(same[0]) != organisation.NameKey(same[1]) {
			t.Errorf("%q and %q: got two", same[0], same[1])
		}
	}
	for _, two := range [][2]string{{"Solvik kor", "Solvik barnekor"}, {"Nes IL", "Solvik IL"}, {"Lag 1", "Lag 2"}} {
		if organisation.NameKey(two[0]) == organisation.NameKey(two[1]) {
			t.Errorf("%q and %q: got one", two[0], two[1])
		}
	}
}

func FuzzReadFile(f *testing.F) {
	f.Add([]byte(sheet))
	f.Add([]byte(`{"organisasjonsnummer":"974760673","navn":"A"}`))
	f.Add([]byte(`[{"organisasjonsnummer":"974760673","navn":"A"},{}]`))
	f.Add([]byte("\x1f\x8b"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, _ := orgimport.ReadFile(t.Context(), "fil", data, intake.Choices{})
		all := list.Candidates
		for _, c := range all {
			if c.OrgNr != "" && len(c.OrgNr) != 9 || strings.Contains(strings.ToLower(c.Values["address"]), "c/o") {
				t.Errorf("got %+v, want a whole number or none, and no home", c)
			}
		}
	})
}

func TestConformanceAssociations(t *testing.T) {
	t.Parallel()
	data, ok := shareddata.Read(t, "norway/lag-shared-no-house-numbers.tsv")
	if !ok {
		return
	}
	w := orgtest.New(t)
	if _, rows := importFile(w, "lag.tsv", data); len(rows) != 1 || !strings.Contains(rows[0].Message(i18n.NB), "81 rader gjelder andre kommuner") {
		t.Fatalf("got %+v, want those of other municipalities counted", rows)
	}
	anywhere := intake.Answer{About: intake.Column, Word: "kommune", Value: intake.Nothing}
	if counts, _ := importFile(w, "lag.tsv", data, anywhere); counts[intake.New] != 81 {
		t.Fatalf("got %v, want 81 new", counts)
	}
	if counts, _ := importFile(w, "lag.tsv", data, anywhere); counts[intake.Unchanged] != 82 { // and the row of headings
		t.Errorf("the second time: got %v, want 81 unchanged", counts)
	}
	wrong := bytes.Replace(data, []byte("\n923881247\t"), []byte("\n923881248\t"), 1)
	if counts, _ := importFile(w, "lag.tsv", wrong, anywhere); counts[intake.Unchanged] != 81 || counts[intake.Refused] != 1 {
		t.Errorf("one digit changed: got %v, want 80 unchanged and 1 refused", counts)
	}
}

func TestConformanceRegisters(t *testing.T) {
	t.Parallel()
	page, ok := shareddata.Path(t, "norway/frivillighetsregisteret-page.json")
	if !ok {
		return
	}
	files := append(shareddata.Glob(t, "norway/brreg-fixtures/*enhe*.json"), page)
	w := orgtest.New(t)
	for _, file := range files {
		if strings.Contains(file, "roller") {
			continue // persons: not ours to keep
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		first, _ := importFile(w, filepath.Base(file), data)
		second, _ := importFile(w, filepath.Base(file), data)
		if second[intake.New]+second[intake.Changed] != 0 {
			t.Errorf("%s: the second time %v, want nothing new", file, second)
		}
		t.Logf("%s: %v", filepath.Base(file), first)
	}
	if n := w.Int(`select count(*) from organisation where address ilike '%c/o%'`); n != 0 {
		t.Errorf("got %d addresses at somebody's home, want none", n)
	}
}
