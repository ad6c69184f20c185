package orglist_test

// What the register is narrowed by, each condition by itself, and what stands in its file.

import (
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orglist"
	"frivilligsentral/internal/organisation/orgtest"
	"frivilligsentral/internal/tabular"

	"github.com/google/go-cmp/cmp"
)

// set changes rows past the use cases.
func set(w *orgtest.World, sql string, args ...any) {
	w.T.Helper()
	if _, err := w.Pool.Exec(w.T.Context(), sql, args...); err != nil {
		w.T.Fatalf("%s: %v", sql, err)
	}
}

func names(rows []orglist.Row) string {
	var all []string
	for _, r := range rows {
		all = append(all, r.Name)
	}
	return strings.Join(all, ", ")
}

// register is three that are approved, one that waits, one that has ended, one that is gone.
func register(t *testing.T) *orgtest.World {
	t.Helper()
	w := orgtest.New(t)
	knit := w.Lag("Strikkelaget", func(d *organisation.Draft) {
		d.OrgNr, d.RegisteredName, d.EmailPublic, d.EmailPrivate = orgtest.OrgNr, "NES HÅNDARBEID", "post@garn.example", "leder@ull.example"
		d.Contacts = []organisation.Contact{{Name: "Åse Dahl", Role: "leader", Email: "ase@x.example", Phone: "+4722222222"}, {Name: "Bo Li", Role: "treasurer", Email: "bo@x.example"}}
	})
	w.Member(knit, account.GroupAdmin)
	walk, choir := w.Lag("Turlaget"), w.Lag("Koret", func(d *organisation.Draft) { d.Kind = organisation.Foundation })
	waits, ended, gone := w.Lag("Nye venner"), w.Lag("Skiklubben"), w.Lag("Turgruppa")
	set(w, "update organisation set brreg_status = 'bankrupt' where id = any($1)", []int64{walk, ended})
	set(w, "update organisation set confirmed_at = $2 where id = $1", walk, orgtest.Now.AddDate(-1, 0, 0).Add(-time.Second))
	set(w, "update organisation set confirmed_at = $2 where id = $1", knit, orgtest.Now.AddDate(-1, 0, 0))
	set(w, "update organisation set confirmed_at = null where id = any($1)", []int64{choir, ended})
	set(w, "update organisation set status = 'pending', applicant_name = 'Siri Moe', applicant_email = 'siri@x.example', applied_at = '2026-03-01Z', orgnr = $2 where id = $1", waits, orgtest.OrgNr)
	set(w, "update organisation set status = 'ended' where id = $1", ended)
	set(w, "update organisation set status = 'merged', merged_into = $2 where id = $1", gone, walk)
	set(w, "insert into organisation (municipality_id, name, kind, status) values ($1, 'Strikkelaget', 'association', 'approved')", w.Elsewhere.MunicipalityID)
	return w
}

func TestRegisterIsNarrowed(t *testing.T) {
	t.Parallel()
	w := register(t)
	ctx := t.Context()
	for what, tc := range map[string]struct {
		by   orglist.RegisterParams
		want string
	}{
		"nothing":              {orglist.RegisterParams{}, "Koret, Nye venner, Skiklubben, Strikkelaget, Turlaget"},
		"a name":               {orglist.RegisterParams{Words: " STRIKK "}, "Strikkelaget"},
		"a registered name":    {orglist.RegisterParams{Words: "håndarbeid"}, "Strikkelaget"},
		"a public address":     {orglist.RegisterParams{Words: "Garn.example"}, "Strikkelaget"},
		"a private address":    {orglist.RegisterParams{Words: "Ull.example"}, "Strikkelaget"},
		"a contact":            {orglist.RegisterParams{Words: "bo li"}, "Strikkelaget"},
		"an applicant":         {orglist.RegisterParams{Words: "siri"}, "Nye venner"},
		"a number":             {orglist.RegisterParams{Words: "974 760"}, "Nye venner, Strikkelaget"},
		"three digits":         {orglist.RegisterParams{Words: "974"}, "Nye venner, Strikkelaget"},
		"two digits":           {orglist.RegisterParams{Words: "97"}, ""},
		"the whole number":     {orglist.RegisterParams{Words: "974\u00a0760\u00a0673"}, "Nye venner, Strikkelaget"},
		"more than a number":   {orglist.RegisterParams{Words: "9747606731"}, ""},
		"a number and letters": {orglist.RegisterParams{Words: "974x"}, ""},
		"a status":             {orglist.RegisterParams{Status: organisation.Ended}, "Skiklubben"},
		"those that are gone":  {orglist.RegisterParams{Status: organisation.Merged}, "Turgruppa"},
		"a kind":               {orglist.RegisterParams{Kind: organisation.Foundation}, "Koret"},
		"a kind and words":     {orglist.RegisterParams{Kind: organisation.Foundation, Words: "tur"}, ""},
		"those that wait":      {orglist.RegisterParams{Show: orglist.ShowWaiting}, "Nye venner"},
		"not confirmed":        {orglist.RegisterParams{Show: orglist.ShowStale}, "Koret, Turlaget"},
		"nobody logs in":       {orglist.RegisterParams{Show: orglist.ShowAlone}, "Koret, Turlaget"},
		"gone by the register": {orglist.RegisterParams{Show: orglist.ShowTrouble}, "Turlaget"},
		"shown, and a kind":    {orglist.RegisterParams{Show: orglist.ShowStale, Kind: organisation.Foundation}, "Koret"},
	} {
		page, err := w.All(ctx, w.Reader, tc.by)
		if err != nil {
			t.Fatal(err)
		}
		if got := names(page.Rows); got != tc.want {
			t.Errorf("%s: got %s, want %s", what, got, tc.want)
		}
		_, rows, err := w.Export(ctx, w.Coordinator, "nb", tc.by)
		if err != nil {
			t.Fatal(err)
		}
		var exported []string
		for row := range rows {
			exported = append(exported, row[1].Text)
		}
		if got := strings.Join(exported, ", "); got != tc.want {
			t.Errorf("%s: the file has %s, want %s", what, got, tc.want)
		}
	}
	if n := w.Int("select count(*) from audit_event where action = 'organisation.export'"); n != 22 {
		t.Errorf("the log has %d files, want each", n)
	}
	n, err := w.PendingCount(ctx, w.Reader)
	if err != nil || n != 1 {
		t.Errorf("got %d that wait (%v), want 1", n, err)
	}
	rows, n, err := w.ExpiredConfirmations(ctx, w.Reader, 1)
	if err != nil || n != 2 || names(rows) != "Koret" {
		t.Errorf("not confirmed: got %s of %d (%v), want what never was of 2", names(rows), n, err)
	}
	set(w, "update account set ended_at = '2026-03-01Z' where email like '%@lag%'")
	if page, err := w.All(ctx, w.Reader, orglist.RegisterParams{Show: orglist.ShowAlone}); err != nil || names(page.Rows) != "Koret, Strikkelaget, Turlaget" {
		t.Errorf("whoever logged in is gone: got %s (%v)", names(page.Rows), err)
	}
}

// A row says who can log in, who is its contact and how many others wait about its number.
func TestRegisterRows(t *testing.T) {
	t.Parallel()
	w := register(t)
	page, err := w.All(t.Context(), w.Reader, orglist.RegisterParams{Words: "974760673"})
	if err != nil || len(page.Rows) != 2 {
		t.Fatalf("got %d rows (%v)", len(page.Rows), err)
	}
	waits, knit := page.Rows[0], page.Rows[1]
	if knit.People != 1 || knit.Contact != "Åse Dahl" || knit.Beside != 1 || knit.Contested() || knit.Waiting() || knit.Email != "post@garn.example" || knit.OrgNr != orgtest.OrgNr {
		t.Errorf("got %+v", knit)
	}
	if waits.People != 0 || waits.Contact != "" || waits.Beside != 0 || waits.Contested() || !waits.Waiting() || waits.ApplicantName != "Siri Moe" {
		t.Errorf("got %+v", waits)
	}
	set(w, "update organisation set applicant_name = 'Per', applicant_email = 'per@x.example' where id = $1", knit.ID)
	page, err = w.All(t.Context(), w.Reader, orglist.RegisterParams{Words: "974760673"})
	if err != nil || !page.Rows[0].Contested() || !page.Rows[1].Contested() {
		t.Errorf("two ask for the number: got %+v (%v)", page.Rows, err)
	}
	chosen, err := w.Chosen(t.Context(), w.Reader, []int64{knit.ID, waits.ID, w.Int("select id from organisation where status = 'merged'"), w.Int("select id from organisation where municipality_id = $1", w.Elsewhere.MunicipalityID)})
	if err != nil || names(chosen) != "Nye venner, Strikkelaget" {
		t.Errorf("chosen: got %s (%v), want its own that are there", names(chosen), err)
	}
	if none, err := w.Chosen(t.Context(), w.Elsewhere, []int64{knit.ID}); err != nil || len(none) != 0 {
		t.Errorf("elsewhere: got %s (%v)", names(none), err)
	}
}

// The newest stand first among those that residents see.
func TestNewestAreShown(t *testing.T) {
	t.Parallel()
	w := register(t)
	set(w, "update organisation set created_at = created_at + id * interval '1 hour'")
	for limit, want := range map[int]string{1: "Koret", 9: "Koret, Turlaget, Strikkelaget"} {
		cards, err := w.PublicNewest(t.Context(), w.Here, limit)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range cards {
			got = append(got, c.Name)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("got %v, want %s", got, want)
		}
	}
	if cards, err := w.PublicCards(t.Context(), nil); err != nil || cards != nil {
		t.Errorf("of none: got %v (%v)", cards, err)
	}
}

// What stands in the file stands under its heading, in words.
func TestExportIsInWords(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	area := w.Int(`insert into area (municipality_id, slug, name) values ($1, 'vika', 'Vika') returning id`, w.Here)
	nes := w.Int(`insert into area (municipality_id, slug, name) values ($1, 'nes', 'Nes') returning id`, w.Here)
	number := func(n int) *int { return &n }
	w.Lag("Strikkelaget", func(d *organisation.Draft) {
		d.OrgNr, d.OrgForm, d.ICNPO, d.Summary, d.Areas = orgtest.OrgNr, "FLI", []string{"1100", "4100"}, "Vi strikker.", []int64{area, nes}
		d.EmailPublic, d.EmailPrivate, d.Phone, d.Website, d.Address, d.PostalCode = "post@x.example", "leder@x.example", "+4722222222", "https://x.example", "Storgata 1", "0150"
		d.Members, d.MembersUnder20, d.FoundedYear, d.InVoluntaryRegister, d.BrregStatus = number(30), number(4), number(1950), true, organisation.Bankrupt
		d.Contacts = []organisation.Contact{{Name: "Åse Dahl", Role: "leader", Email: "ase@x.example", Phone: "+4733333333"}, {Name: "Bo Li", Role: "treasurer", Email: "bo@x.example"}}
	})
	w.Lag("Turlaget")
	header, rows, err := w.Export(t.Context(), w.Coordinator, "nb", orglist.RegisterParams{})
	if err != nil {
		t.Fatal(err)
	}
	var got []map[string]tabular.Cell
	for row := range rows {
		if len(row) != len(header) {
			t.Fatalf("a row has %d cells under %d headings", len(row), len(header))
		}
		m := map[string]tabular.Cell{}
		for i, c := range row {
			if c != (tabular.Cell{}) {
				m[header[i]] = c
			}
		}
		got = append(got, m)
	}
	text := func(s string) tabular.Cell { return tabular.Texts(s)[0] }
	day := tabular.Day(orgtest.Now.In(i18n.Oslo))
	want := []map[string]tabular.Cell{{
		"Organisasjonsnummer": text(orgtest.OrgNr), "Navn": text("Strikkelaget"), "Type": text(i18n.NB.T(organisation.Association.Name())), "Organisasjonsform": text("FLI"),
		"Status": text(i18n.NB.T(organisation.Approved.Name())), "ICNPO": text("1100, 4100"), "Kort om laget": text("Vi strikker."), "Områder": text("Vika, Nes"),
		"E-post": text("post@x.example"), "E-post for kommunen": text("leder@x.example"), "Telefon": text("22 22 22 22"), "Nettsted": text("https://x.example"),
		"Adresse": text("Storgata 1"), "Postnummer": text("0150"), "Medlemmer": tabular.Number(30), "Medlemmer under 20 år": tabular.Number(4), "Stiftet": tabular.Number(1950),
		"I Frivillighetsregisteret": text("ja"), "Enhetsregisteret": text(i18n.NB.T(organisation.Bankrupt.Name())), "Kontaktperson": text("Åse Dahl"),
		"Kontaktpersonens rolle": text(i18n.NB.T(organisation.ContactRole("leader").Name())), "Kontaktpersonens e-post": text("ase@x.example"),
		"Kontaktpersonens telefon": text("33 33 33 33"), "Kilde til rollen": text(i18n.NB.T(organisation.FromStaff.Name())), "Rollen er kjent siden": day, "Sist bekreftet": day,
	}, {
		"Navn": text("Turlaget"), "Type": text(i18n.NB.T(organisation.Association.Name())), "Status": text(i18n.NB.T(organisation.Approved.Name())),
		"I Frivillighetsregisteret": text("nei"), "Sist bekreftet": day,
	}}
	if name := i18n.NB.T(organisation.NotAsked.Name()); name != "" {
		want[1]["Enhetsregisteret"] = text(name)
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(tabular.Cell{})); diff != "" {
		t.Errorf("the file (-want +got):\n%s", diff)
	}
}

// Every organisation that residents see gets its turn, and none more often than another.
func TestEachGetsItsTurn(t *testing.T) {
	t.Parallel()
	w := register(t)
	for _, limit := range []int{1, 2, 3, 9} {
		shown := map[string]int{}
		for turn := 20000; turn < 20000+3; turn++ {
			cards, err := w.PublicInTurn(t.Context(), w.Here, turn, limit)
			if err != nil {
				t.Fatal(err)
			}
			if len(cards) != min(limit, 3) {
				t.Errorf("%d at a time: got %d of 3", limit, len(cards))
			}
			for _, c := range cards {
				shown[c.Name]++
			}
		}
		for _, name := range []string{"Koret", "Turlaget", "Strikkelaget"} {
			if shown[name] != min(limit, 3) || len(shown) != 3 {
				t.Errorf("%d at a time, as many turns as there are: got %v, want each %d times", limit, shown, min(limit, 3))
			}
		}
	}
	if cards, err := w.PublicInTurn(t.Context(), 0, 1, 4); err != nil || len(cards) != 0 {
		t.Errorf("where there are none: got %v (%v)", cards, err)
	}
}
