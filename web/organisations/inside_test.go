package organisations_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/web/ui"
	"frivilligsentral/web/webtest"
)

// fields are what a browser would send of the form with the action.
func fields(t testing.TB, p *webtest.Page, action string) url.Values {
	t.Helper()
	out := url.Values{}
	form := p.Find("form[action='" + action + "']")
	if form.Length() != 1 {
		t.Fatalf("got %d forms to %s, want 1", form.Length(), action)
	}
	inputs := form.Find("input, textarea, select")
	for i := range inputs.Length() {
		x := inputs.Eq(i)
		name, _ := x.Attr("name")
		value, _ := x.Attr("value")
		kind, _ := x.Attr("type")
		_, checked := x.Attr("checked")
		switch {
		case name == "" || (kind == "checkbox" || kind == "radio") && !checked:
			continue
		case x.Is("textarea"):
			value = x.Text()
		case x.Is("select"):
			value, _ = x.Find("option[selected]").First().Attr("value")
		}
		out.Add(name, value)
	}
	return out
}

func TestOverview(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	id := lag(t, s, "Strikkelaget")
	c := s.As(s.Member(id, account.GroupAdmin))
	p := c.Get("/lag").Want(http.StatusOK).Has("h1", "Strikkelaget").Has("main", "Ny aktivitet", "Kopier en tidligere", "Skriv ut program", "Ingenting på programmet", "hvordan man blir med")
	if p.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("got Cache-Control %q, want no-store", p.Header.Get("Cache-Control"))
	}
	p.HasNot("main", "Stemmer opplysningene?")
	s.Exec(`update organisation set confirmed_at = $2 where id = $1`, id, s.Clock.Now().AddDate(0, -13, 0))
	c.Get("/lag").Has(".ds-alert", "Stemmer opplysningene?")
	c.Post("/lag/profil/bekreft", nil).Follow().Want(http.StatusOK).Has(".flash", "Takk!").HasNot("main", "Stemmer opplysningene?")
	s.As(s.Member(id, account.GroupMember)).Get("/lag").Want(http.StatusOK).HasNot("main", "Fyll ut profilen")
}

func TestOverviewTellsWhatWaits(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	id, category := lag(t, s, "Strikkelaget"), s.Code("category", "annet", "Annet")
	for title, status := range map[string]string{"Kladden": "draft", "Ikke godtatt": "refused"} {
		s.Exec(`insert into activity (municipality_id, organisation_id, title, category_id, starts_at, duration_minutes, status, status_reason)
			values ($1, $2, $3, $4, $6, 60, $5, 'Mangler sted')`, s.MunicipalityID, id, title, category, status, s.Clock.Now().AddDate(0, 0, 1))
	}
	s.As(s.Member(id, account.GroupMember)).Get("/lag").Want(http.StatusOK).Has("main", "Venter på dere", "Kladden", "Ikke godtatt", "Begrunnelse: Mangler sted")
}

// What lasts all day has no time.
func TestOverviewOfAllDay(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Clock.Set(time.Date(2026, 10, 7, 8, 0, 0, 0, i18n.Oslo))
	id, category := lag(t, s, "Strikkelaget"), s.Code("category", "annet", "Annet")
	a := s.Int(`insert into activity (municipality_id, organisation_id, title, category_id, starts_at, duration_minutes, all_day, status)
		values ($1, $2, 'Leir', $3, '2026-10-10T00:00:00+02:00', 1440, true, 'published') returning id`, s.MunicipalityID, id, category)
	s.Exec(`insert into occurrence (activity_id, municipality_id, key, starts_at, ends_at)
		values ($1, $2, 'en', '2026-10-10T00:00:00+02:00', '2026-10-11T00:00:00+02:00')`, a, s.MunicipalityID)
	s.As(s.Member(id, account.GroupMember)).Get("/lag").Want(http.StatusOK).Has("[aria-labelledby=neste]", "Leir", "Lørdag 10. oktober").HasNot("main", "00.00")
}

func TestOverviewTellsWhoComes(t *testing.T) {
	t.Parallel()
	s := webtest.Demo(t)
	p := s.As(s.Account(account.GroupDoor, "bodil@solvikstrikkelag.example")).Get("/lag").Want(http.StatusOK)
	p.Has("[aria-labelledby=pameldte]", "Strikk og fjordutsikt", "6 påmeldte av 6", "1 på venteliste", "Fullt")
	p.Has("main", "Venter på dere", "Borghild Rønning", "Ring 60 00 12 34", "2 påmeldte, minst 4 må til", "1 av 5 er ikke krysset av")
	url, _ := p.Find("[aria-labelledby=pameldte] a").First().Attr("href")
	s.As(s.Account(account.GroupDoor, "bodil@solvikstrikkelag.example")).Get(url).Want(http.StatusOK)
	s.As(s.Account(account.GroupDoor, "gunnmarie@fikselagetsolvik.example")).Get("/lag").Has("[aria-labelledby=pameldte]", "Gubbegarasjen", "7 påmeldte av 6")
}

func TestProfile(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	area, kind := s.Area("vika", "Vika"), s.Code("local_kind", "handarbeid", "Håndarbeid")
	id := lag(t, s, "Strikkelaget", func(d *organisation.Draft) {
		d.Areas, d.Contacts = []int64{area}, []organisation.Contact{{Name: "Kari", Role: "leader", Email: "kari@x.example", Public: true}}
	})
	admin := s.Member(id, account.GroupAdmin)
	c := s.As(admin)
	page := c.Get("/lag/profil").Want(http.StatusOK).Has("h1", "Opplysninger om Strikkelaget")
	f := fields(t, page, "/lag/profil")
	f.Set("kort", "Vi strikker sokker.")
	f.Set("lagstype", ui.Itoa(kind))
	f.Set("kontakt3_navn", "Ola") // a row is left empty between
	f.Set("kontakt3_telefon", "22 22 22 2")
	p := c.Post("/lag/profil", f).Want(http.StatusUnprocessableEntity).Has(".ds-error-summary a[href='#kontakt2_telefon']", "gyldig telefonnummer")
	if got := p.Text("[name=kort]"); got != "Vi strikker sokker." {
		t.Errorf("got %q back, want what was typed", got)
	}
	f.Set("kontakt3_telefon", "22 22 22 22")
	f.Set("orgnr", "974760673") // not hers to change
	c.Post("/lag/profil", f).Follow().Want(http.StatusOK).Has(".flash", "lagret")
	public := s.Anonymous().Get("/organisasjoner/" + ui.Itoa(id) + "/strikkelaget").Want(http.StatusOK)
	public.Has("main", "Vi strikker sokker.", "Vika", "Kari", "Håndarbeid").HasNot("main", "Ola").HasNot("main", "974")
	if n := s.Int(`select count(*) from organisation_contact where organisation_id = $1`, id); n != 2 {
		t.Errorf("got %d contacts, want 2", n)
	}
	s.As(s.Member(id, account.GroupMember)).Get("/lag/profil").Want(http.StatusForbidden)
}

func TestProfileClash(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	id := lag(t, s, "Strikkelaget")
	c := s.As(s.Member(id, account.GroupAdmin))
	f := fields(t, c.Get("/lag/profil"), "/lag/profil")
	s.Exec(`update organisation set summary = 'Kommunens tekst', version = version + 1 where id = $1`, id)
	f.Set("kort", "Lagets tekst")
	p := c.Post("/lag/profil", f).Want(http.StatusConflict).Has("#forskjeller", "Kommunens tekst", "Lagets tekst")
	c.Post("/lag/profil", fields(t, p, "/lag/profil")).Want(http.StatusSeeOther)
	if n := s.Int(`select count(*) from organisation where id = $1 and summary = 'Lagets tekst'`, id); n != 1 {
		t.Error("the second attempt, made knowingly, is not stored")
	}
}

func TestTable(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	lag(t, s, "Koret", func(d *organisation.Draft) { d.OrgNr = "974760673" })
	lag(t, s, "Turlaget")
	s.Exec(`insert into organisation (municipality_id, name, kind, applicant_name, applicant_email) values ($1, 'Nye venner', 'group', 'Kari', 'k@x.example')`, s.MunicipalityID)
	c := s.As(s.Staff(account.Coordinator))
	p := c.Get("/ansatt/organisasjoner").Want(http.StatusOK).Has("#organisasjoner", "Koret", "Turlaget", "Nye venner", "Venter på godkjenning")
	p.Has("thead th[aria-sort=ascending]", "Navn")
	for query, want := range map[string]int{
		"?q=974+760": 1, "?q=tur": 1, "?vis=venter": 1, "?status=approved": 2, "?type=group": 1, "?sorter=-bekreftet": 3, "?sorter=tull&vis=tull": 3, "?vis=uten": 2, "?q=%00%FF": 0,
	} {
		if n := c.Get("/ansatt/organisasjoner" + query).Want(http.StatusOK).Find("#organisasjoner tbody tr").Length(); n != want {
			t.Errorf("%s: got %d rows, want %d", query, n, want)
		}
	}
	csv := c.Get("/ansatt/organisasjoner.csv?q=tur").Want(http.StatusOK)
	if !strings.Contains(csv.Body, "Turlaget") || strings.Contains(csv.Body, "Koret") {
		t.Errorf("got %q, want only what the list shows", csv.Body)
	}
	if xlsx := c.Get("/ansatt/organisasjoner.xlsx").Want(http.StatusOK); !strings.HasPrefix(xlsx.Body, "PK") {
		t.Error("the workbook is none")
	}
	reader := s.As(s.Staff(account.Reader))
	reader.Get("/ansatt/organisasjoner").Want(http.StatusOK).HasNot("main", "Ny organisasjon")
	reader.Get("/ansatt/organisasjoner.csv").Want(http.StatusForbidden)
}

func TestRecordDecides(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	id := s.Int(`insert into organisation (municipality_id, name, kind, applicant_name, applicant_email, applied_at)
		values ($1, 'Nye venner', 'association', 'Kari Nordmann', 'kari@x.example', $2) returning id`, s.MunicipalityID, s.Clock.Now().Add(-3*time.Hour))
	path := "/ansatt/organisasjoner/" + ui.Itoa(id)
	c := s.As(s.Staff(account.Coordinator))
	c.Get(path).Want(http.StatusOK).Has("main", "Laget venter på godkjenning", "Kari Nordmann sendte dette for 3 timer siden", "Godkjenn")
	c.Post(path+"/avslag", url.Values{"grunn": {"  "}}).Want(http.StatusUnprocessableEntity).Has("#grunn-feil", "Skriv en begrunnelse")
	c.Post(path+"/godkjenn", nil).Follow().Want(http.StatusOK).Has(".flash", "Godkjent").Has("main", "Kari Nordmann", "Ansvarlig i laget").HasNot("main", "venter på godkjenning")
	c.Post(path+"/godkjenn", nil).Want(http.StatusConflict)
	c.Post(path+"/notat", url.Values{"notat": {""}}).Want(http.StatusUnprocessableEntity)
	c.Post(path+"/notat", url.Values{"notat": {"Ringte Kari."}}).Follow().Has("main", "Ringte Kari.", "Ansatt coordinator")
	c.Post(path+"/inviter", url.Values{"epost": {"ola@x.example"}, "navn": {"Ola"}, "rolle": {"group_member"}}).Follow().Has(".flash", "sendt").Has("main", "ola@x.example")
	c.Post(path+"/avslutt", url.Values{"hvorfor": {"Lagt ned"}}).Follow().Has("main", "Avsluttet", "Begrunnelse: Lagt ned", "Åpne laget igjen", "Godkjente en organisasjon")
	c.Post(path+"/apne", nil).Follow().Has("main", "I orden")
	reader := s.As(s.Staff(account.Reader))
	reader.Get(path).Want(http.StatusOK).Has("main", "Ringte Kari.").HasNot("main", "Avslutt laget")
	for _, action := range []string{"/godkjenn", "/avslag", "/avslutt", "/apne", "/notat", "/inviter", "/bekreft", "/sla-sammen", "/endre"} {
		reader.Post(path+action, nil).Want(http.StatusForbidden)
	}
	elsewhere := s.StaffIn(s.Municipality("9902", "Annenvik", "annenvik.example"), account.Coordinator)
	other := s.As(elsewhere)
	other.Host = "annenvik.example"
	if got := other.Get(path).Status; got != http.StatusNotFound && got != http.StatusSeeOther {
		t.Errorf("staff of another municipality get %d, want not found or the way in", got)
	}
}

func TestRecordEditAndMerge(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	from, into := lag(t, s, "Koret i Vika"), lag(t, s, "Vika kor")
	c := s.As(s.Staff(account.Coordinator))
	path := "/ansatt/organisasjoner/" + ui.Itoa(from)
	f := fields(t, c.Get(path+"/endre").Want(http.StatusOK), path+"/endre")
	f.Set("orgnr", "974760674")
	c.Post(path+"/endre", f).Want(http.StatusUnprocessableEntity).Has("#orgnr-feil", "stemmer ikke")
	f.Set("orgnr", "974760673")
	f.Set("type", "umbrella")
	c.Post(path+"/endre", f).Follow().Want(http.StatusOK).Has("main", "974 760 673", "Råd eller paraplyorganisasjon")
	c.Post(path+"/sla-sammen", nil).Want(http.StatusUnprocessableEntity).Has("#inn_i-feil", "Velg laget")
	c.Get(path+"/sla-sammen").Want(http.StatusOK).Has("#inn_i", "Vika kor")
	c.Post(path+"/sla-sammen", url.Values{"inn_i": {ui.Itoa(into)}}).Follow().Want(http.StatusOK).Has("h1", "Vika kor").Has("main", "974 760 673")
	c.Get(path).Want(http.StatusOK).Has("main", "slått sammen med et annet")
}

func TestNew(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	c := s.As(s.Staff(account.Coordinator))
	f := fields(t, c.Get("/ansatt/organisasjoner/ny").Want(http.StatusOK), "/ansatt/organisasjoner/ny")
	c.Post("/ansatt/organisasjoner/ny", f).Want(http.StatusUnprocessableEntity).Has("#navn-feil", "Skriv navnet")
	f.Set("navn", "Nytt lag")
	c.Post("/ansatt/organisasjoner/ny", f).Follow().Want(http.StatusOK).Has("h1", "Nytt lag").Has("main", "I orden")
}

func TestNaughtyInput(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	id := lag(t, s, "Koret")
	c := s.As(s.Staff(account.Coordinator))
	long := strings.Repeat("æ", 5500)
	for _, text := range []string{"\x00\xff", long, "'; drop table organisation; --", "\u202e\ufeff", "<script>alert(1)</script>"} {
		f := url.Values{}
		for _, name := range []string{
			"navn", "kort", "om", "bli_med", "epost", "telefon", "nettsted", "adresse", "postnummer", "medlemmer", "stiftet", "icnpo1", "sprak", "type", "orgnr",
			"overordnet", "omrade", "malgruppe", "versjon", "kontakt1_navn", "kontakt1_rolle", "nummer", "ditt_navn", "din_epost", "startet", "kontakt2_navn",
			"grunn", "hvorfor", "notat", "inn_i", "rolle",
		} {
			f.Set(name, text)
		}
		s.Anonymous().Post("/registrer", f).Want(http.StatusUnprocessableEntity)
		for _, path := range []string{"/ny", "/" + ui.Itoa(id) + "/endre", "/" + ui.Itoa(id) + "/avslag", "/" + ui.Itoa(id) + "/notat", "/" + ui.Itoa(id) + "/sla-sammen", "/" + ui.Itoa(id) + "/inviter"} {
			p := c.Post("/ansatt/organisasjoner"+path, f)
			if p.Status >= 500 || strings.Contains(p.Body, "<script>alert") {
				t.Errorf("%s with %.20q: got status %d", path, text, p.Status)
			}
		}
	}
}
