package orgimport_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
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
func importFile(w *orgtest.World, name string, data []byte) (map[intake.Outcome]int, []intake.Row) {
	w.T.Helper()
	candidates, refused, err := orgimport.ReadFile(w.T.Context(), name, data)
	if err != nil {
		w.T.Fatalf("%s: %v", name, err)
	}
	var p *orgimport.Import
	w.InTx(func(tx pgx.Tx) error {
		if p, err = w.Plan(w.T.Context(), tx, w.Coordinator, candidates, refused); err != nil {
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
	if counts, _ := importFile(w, "lag.csv", []byte(sheet)); counts[intake.Unchanged] != 2 || counts[intake.Refused] != 3 {
		t.Errorf("the second time: got %v, want 2 unchanged", counts)
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
		"empty": "", "no number": "Navn;By\nA;B\n", "other json": `{"a":1}`, "cut off": `[{"organisasjonsnummer":"974760673","navn":"A`,
	} {
		if _, _, err := orgimport.ReadFile(t.Context(), name, []byte(data)); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
}

func TestExportComesBack(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	importFile(w, "lag.csv", []byte(sheet))
	header, rows, err := w.Export(t.Context(), w.Coordinator, "nb", orglist.RegisterParams{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := tabular.WriteCSV(&b, header, rows); err != nil {
		t.Fatal(err)
	}
	if counts, planned := importFile(w, "eksport.csv", b.Bytes()); counts[intake.Unchanged] != 2 || len(planned) != 2 {
		t.Errorf("got %v %+v, want what was exported to be unchanged", counts, planned)
	}
}

func FuzzReadFile(f *testing.F) {
	f.Add([]byte(sheet))
	f.Add([]byte(`{"organisasjonsnummer":"974760673","navn":"A"}`))
	f.Add([]byte(`[{"organisasjonsnummer":"974760673","navn":"A"},{}]`))
	f.Add([]byte("\x1f\x8b"))
	f.Fuzz(func(t *testing.T, data []byte) {
		all, _, _ := orgimport.ReadFile(t.Context(), "fil", data)
		for _, c := range all {
			if len(c.OrgNr) != 9 || strings.Contains(strings.ToLower(c.Values["address"]), "c/o") {
				t.Errorf("got %+v, want a number and no home", c)
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
	if counts, rows := importFile(w, "lag.tsv", data); counts[intake.New] != 81 || len(rows) != 81 {
		t.Fatalf("got %v, want 81 new", counts)
	}
	if counts, _ := importFile(w, "lag.tsv", data); counts[intake.Unchanged] != 81 {
		t.Errorf("the second time: got %v, want 81 unchanged", counts)
	}
	wrong := bytes.Replace(data, []byte("\n923881247\t"), []byte("\n923881248\t"), 1)
	if counts, _ := importFile(w, "lag.tsv", wrong); counts[intake.Unchanged] != 80 || counts[intake.Refused] != 1 {
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
