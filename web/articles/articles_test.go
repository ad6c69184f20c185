package articles_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/search"
	"frivilligsentral/web/webtest"
)

var noon = time.Date(2026, 5, 14, 12, 0, 0, 0, i18n.Oslo)

func newSite(t *testing.T) (*webtest.Site, *webtest.Client) {
	t.Helper()
	s := webtest.New(t)
	s.Clock.Set(noon)
	return s, s.As(s.Staff(account.Coordinator))
}

// write makes an article, and is the path of its page for staff.
func write(c *webtest.Client, pairs ...string) string {
	p := c.Post("/ansatt/nyheter/ny", webtest.Values(append([]string{"type", "news"}, pairs...)...)).Want(http.StatusSeeOther)
	return p.Header.Get("Location")
}

// A draft is seen by nobody; published it stands on the front page, in the list and in search, until its last day is over.
func TestNewsFromDraftToFrontPageAndAway(t *testing.T) {
	t.Parallel()
	s, staff := newSite(t)
	guest := s.Anonymous()
	path := write(staff, "tittel_nb", "Ny åpningstid på torsdager", "ingress_nb", "Vi holder åpent til åtte.", "tekst_nb", "# Kveldsåpent\n\nFra **1. juni** er det kvelds\u00adåpent.\n\n- Kaffe\n- Kort", "til", "2026-06-15")
	for _, at := range []string{"/", "/nyheter", "/sok?q=åpningstid"} {
		guest.Get(at).HasNot("main", "Ny åpningstid")
	}
	guest.Get("/nyheter/ny-apningstid-pa-torsdager").Want(http.StatusNotFound)
	staff.Get(path).Want(http.StatusOK).Has("main .ds-tag", "Utkast").Has("main", "Ny åpningstid", "Til og med 15. juni 2026", "La inn en nyhet")
	staff.Post(path+"/publiser", nil).Follow().Has(".flash", "Publisert").Has("main a[href='/nyheter/ny-apningstid-pa-torsdager']").Has("main .ds-tag", "Publisert")
	if err := search.RefreshVocabulary(t.Context(), s.Pool); err != nil {
		t.Fatal(err)
	}
	s.Clock.Advance(2 * time.Minute)
	guest.Get("/").Want(http.StatusOK).Has("[aria-labelledby=nyheter]", "Ny åpningstid på torsdager", "Vi holder åpent til åtte.", "14. mai").Has("a[href='/nyheter/ny-apningstid-pa-torsdager']")
	guest.Get("/nyheter").Has("#nyheter", "Ny åpningstid på torsdager")
	guest.Get("/sok?q=åpningstid").Has("[aria-labelledby=artikler]", "Ny åpningstid på torsdager")
	guest.Get("/sitemap.xml").Want(http.StatusOK)
	p := guest.Get("/nyheter/ny-apningstid-pa-torsdager").Want(http.StatusOK).Has("article h1", "Ny åpningstid på torsdager").Has("article h2", "Kveldsåpent").Has("article strong", "1. juni").Has("article li", "Kaffe").HasNot("article .ds-alert", "")
	if data := p.Find("script[type='application/ld+json']").Text(); !strings.Contains(data, `"NewsArticle"`) || !strings.Contains(data, `"datePublished":"2026-05-14T12:00:00+02:00"`) {
		t.Errorf("for search engines: got %s", data)
	}
	if !strings.Contains(guest.Get("/sitemap.xml").Body, "/nyheter/ny-apningstid-pa-torsdager") {
		t.Error("the sitemap does not have it")
	}
	s.Clock.Set(time.Date(2026, 6, 15, 23, 59, 0, 0, i18n.Oslo))
	guest.Get("/nyheter/ny-apningstid-pa-torsdager").Want(http.StatusOK)
	s.Clock.Advance(2 * time.Minute)
	guest.Get("/nyheter/ny-apningstid-pa-torsdager").Want(http.StatusNotFound)
	for _, at := range []string{"/", "/nyheter", "/sok?q=åpningstid"} {
		guest.Get(at).HasNot("main", "Ny åpningstid")
	}
	staff = s.As(s.Staff(account.Coordinator))
	staff.Get(path).Has("main .ds-tag", "Perioden er over")
	staff.Post(path+"/avslutt", nil).Follow().Has(".flash", "ikke lenger synlig").Has("main .ds-tag", "Avsluttet")
	staff.Post(path+"/publiser", nil).Want(http.StatusUnprocessableEntity).Has("#feil", "Siste dag er passert")
}

// Who reads another language is told in which one the text is.
func TestLanguageFallback(t *testing.T) {
	t.Parallel()
	s, staff := newSite(t)
	s.Municipality("9902", "Annenvik", "annen.example")
	path := write(staff, "type", "page", "tittel_nb", "Bli frivillig", "tekst_nb", "Vi trenger deg.", "tittel_en", "Volunteer", "tekst_en", "We need you.")
	staff.Post(path+"/publiser", nil).Want(http.StatusSeeOther)
	guest := s.Anonymous()
	guest.Get("/sider/bli-frivillig").Want(http.StatusOK).Has("h1", "Bli frivillig").HasNot("article .ds-alert", "").HasNot("article [lang]", "")
	guest.Get("/en/sider/bli-frivillig").Want(http.StatusOK).Has("h1", "Volunteer").Has("article", "We need you.").HasNot("article .ds-alert", "")
	guest.Get("/nn/sider/bli-frivillig").Want(http.StatusOK).Has("article .ds-alert", "Bokmål").Has("article [lang=nb] h1", "Bli frivillig").Has("article [lang=nb]", "Vi trenger deg.")
	guest.Get("/nyheter/bli-frivillig").Want(http.StatusNotFound)
	guest.Get("/nn/om").Has("main a[href='/nn/sider/bli-frivillig']", "Bli frivillig")
	guest.Host = "annen.example"
	guest.Get("/sider/bli-frivillig").Want(http.StatusNotFound)
}

// Questions stand in their groups, in the order that was chosen, and are found by search.
func TestQuestions(t *testing.T) {
	t.Parallel()
	s, staff := newSite(t)
	group := fmt.Sprint(s.Code("question_group", "pamelding", "Påmelding"))
	guest := s.Anonymous()
	guest.Get("/sporsmal-og-svar").Want(http.StatusOK).Has(".empty", "Ingen spørsmål ennå")
	for _, q := range [][]string{
		{"tittel_nb", "Koster det noe?", "tekst_nb", "Nei.", "gruppe", group, "rekkefolge", "2"}, {"tittel_nb", "Hvordan melder jeg meg på?", "tekst_nb", "Trykk på «Meld deg på».", "gruppe", group, "rekkefolge", "1"},
		{"tittel_nb", "Hvor er dere?", "tekst_nb", "På Torget.</script>"},
	} {
		staff.Post(write(staff, append([]string{"type", "question"}, q...)...)+"/publiser", nil).Want(http.StatusSeeOther)
	}
	p := guest.Get("/sporsmal-og-svar").Want(http.StatusOK)
	text := p.Text("main section")
	if a, b, c := strings.Index(text, "Hvordan melder"), strings.Index(text, "Koster det"), strings.Index(text, "Hvor er dere"); a < 0 || a > b || b > c {
		t.Errorf("got the order %d, %d, %d in %s", a, b, c, text)
	}
	p.Has("[aria-labelledby=om-pamelding]", "Påmelding", "Koster det noe?").Has("[aria-labelledby=om-annet]", "Annet", "Hvor er dere?").Has("#hvor-er-dere", "På Torget.")
	if data := p.Find("script[type='application/ld+json']").Text(); !strings.Contains(data, `"FAQPage"`) || strings.Contains(data, "</script") {
		t.Errorf("for search engines: got %s", data)
	}
	if err := search.RefreshVocabulary(t.Context(), s.Pool); err != nil {
		t.Fatal(err)
	}
	guest.Get("/sok?q=koster").Has("[aria-labelledby=artikler] a[href='/sporsmal-og-svar#koster-det-noe']", "Koster det noe?")
}

// The editor shows what a text will look like without storing it, loses nothing, and tells when others were faster.
func TestEditor(t *testing.T) {
	t.Parallel()
	s, staff := newSite(t)
	staff.Get("/ansatt/nyheter").Want(http.StatusOK).Has(".empty", "Ingenting her ennå").Has("a[href='/ansatt/nyheter/ny']")
	form := webtest.Values("type", "news", "tittel_nb", "Kafé", "tekst_nb", "# Velkommen\n\n<b>x</b>", "gjor", "se")
	staff.Post("/ansatt/nyheter/ny", form).Want(http.StatusOK).Has("[aria-labelledby=slik]", "Ikke lagret ennå", "Velkommen", "<b>x</b>").Has("textarea[name=tekst_nb]", "# Velkommen")
	if n := s.Int(`select count(*) from article`); n != 0 {
		t.Errorf("got %d stored by looking, want none", n)
	}
	form.Set("tekst_nb", "")
	staff.Post("/ansatt/nyheter/ny", form).Want(http.StatusUnprocessableEntity).Has("#feil a[href='#tekst_nb']").Has("input[name=tittel_nb][value=Kafé]")
	path := write(staff, "tittel_nb", "Kafé", "tekst_nb", "Velkommen", "fra", "2026-05-20", "til", "2026-05-21")
	edit := staff.Get(path + "/rediger").Want(http.StatusOK).Has("input[name=fra][value='2026-05-20']").Has("input[name=til][value='2026-05-21']").Has("input[name=adresse][value=kafe]")
	change := url.Values{"versjon": {edit.Find("[name=versjon]").AttrOr("value", "")}, "tittel_nb": {"Kveldskafé"}, "tekst_nb": {"Velkommen"}, "adresse": {"kafe"}}
	staff.Post(path+"/rediger", change).Follow().Has("h1", "Kveldskafé").Has("main", "Endret en nyhet")
	staff.Post(path+"/rediger", change).Want(http.StatusConflict).Has(".ds-alert", "Noen andre har endret").Has("input[name=tittel_nb][value=Kveldskafé]")
	staff.Get("/ansatt/nyheter?type=news&status=draft").Has("#artikler tbody", "Kveldskafé", "Bokmål", "Utkast")
	staff.Get("/ansatt/nyheter?status=published").Has(".empty")
	reader := s.As(s.Staff(account.Reader))
	reader.Get(path).Want(http.StatusOK).HasNot("main form button", "Publiser")
	reader.Get(path + "/rediger").Want(http.StatusForbidden)
	reader.Post(path+"/publiser", nil).Want(http.StatusForbidden)
	s.As(s.Staff(account.ContactManager)).Post("/ansatt/nyheter/ny", form).Want(http.StatusForbidden)
}

// A long list of news is paged.
func TestNewsArePaged(t *testing.T) {
	t.Parallel()
	s, _ := newSite(t)
	s.Exec(`insert into article (municipality_id, kind, slug, status, texts, published_at, shown_at, created_at, updated_at)
		select $1, 'news', 'n-' || n, 'published', jsonb_build_object('nb', jsonb_build_object('title', 'Nyhet ' || n, 'body', 'x')), $2, $2::timestamptz - n * interval '1 hour', $2, $2 from generate_series(1, 25) n`, s.MunicipalityID, noon)
	p := s.Anonymous().Get("/nyheter").Want(http.StatusOK)
	if n := p.Find("#nyheter > li").Length(); n != 20 {
		t.Errorf("got %d on the first page, want 20", n)
	}
	next := p.Find("main a[href*='etter=']").AttrOr("href", "")
	if n := s.Anonymous().Get(next).Want(http.StatusOK).Find("#nyheter > li").Length(); n != 5 {
		t.Errorf("got %d on the second page, want 5", n)
	}
	if n := s.Anonymous().Get("/").Find("[aria-labelledby=nyheter] article").Length(); n != 3 {
		t.Errorf("got %d on the front page, want 3", n)
	}
}

// A link that somebody has leads to the address that a text has now, in the language of the link.
func TestChangedAddress(t *testing.T) {
	t.Parallel()
	s, staff := newSite(t)
	guest := s.Anonymous()
	for kind, under := range map[string]string{"news": "/nyheter/", "page": "/sider/", "question": ""} {
		path := write(staff, "type", kind, "tittel_nb", "Gammelt navn", "tekst_nb", "Les mer.")
		staff.Post(path+"/publiser", nil).Want(http.StatusSeeOther)
		edit := staff.Get(path+"/rediger").Has("main", "gamle lenker fortsatt")
		change := webtest.Values("versjon", edit.Find("[name=versjon]").AttrOr("value", ""), "tittel_nb", "Nytt navn", "tekst_nb", "Les mer.")
		staff.Post(path+"/rediger", change).Want(http.StatusSeeOther)
		if kind == "question" {
			guest.Get("/sporsmal-og-svar").Want(http.StatusOK).Has("#nytt-navn", "Nytt navn").Has("#nytt-navn > #gammelt-navn", "")
			continue
		}
		for _, lang := range []string{"", "/nn", "/en"} {
			if to := guest.Get(lang + under + "gammelt-navn").Want(http.StatusMovedPermanently).Header.Get("Location"); to != lang+under+"nytt-navn" {
				t.Errorf("%s leads to %q", lang+under+"gammelt-navn", to)
			}
		}
		guest.Get(under+"nytt-navn").Want(http.StatusOK).Has("h1", "Nytt navn")
		guest.Get(under + "aldri-hatt").Want(http.StatusNotFound)
		staff.Post(path+"/avslutt", nil).Want(http.StatusSeeOther)
		guest.Get(under + "gammelt-navn").Want(http.StatusNotFound)
	}
}

// Who has a question writes some of its words on the page of questions.
func TestQuestionsAreSearched(t *testing.T) {
	t.Parallel()
	s, staff := newSite(t)
	guest := s.Anonymous()
	guest.Get("/sporsmal-og-svar").HasNot("main input[type=search]", "")
	for _, q := range [][]string{{"tittel_nb", "Koster det noe?", "ingress_nb", "Kort sagt: nei.", "tekst_nb", "Alle aktivitetene er gratis."}, {"tittel_nb", "Hvor er dere?", "tekst_nb", "På Torget."}} {
		staff.Post(write(staff, append([]string{"type", "question"}, q...)...)+"/publiser", nil).Want(http.StatusSeeOther)
	}
	guest.Get("/sporsmal-og-svar").Want(http.StatusOK).Has("main form[action='/sporsmal-og-svar'] input[name=q]", "").Has("#koster-det-noe .lead", "Kort sagt: nei.").HasNot("meta[name=robots]", "")
	p := guest.Get("/nn/sporsmal-og-svar?q=gratis+aktivitet").Want(http.StatusOK).Has("#koster-det-noe", "Koster det noe?").HasNot("#hvor-er-dere", "").Has("[role=status]", "gratis aktivitet").Has("meta[name=robots]", "").Has("main a[href='/nn/sporsmal-og-svar']", "")
	if v := p.Find("main input[name=q]").AttrOr("value", ""); v != "gratis aktivitet" {
		t.Errorf("what was searched for: got %q", v)
	}
	guest.Get("/sporsmal-og-svar?q="+url.QueryEscape("<b>flyplass")).Want(http.StatusOK).Has("[role=status]", "Ingen treff på «<b>flyplass».").HasNot("main h3", "").Has("main input[name=q]", "").Has("main a[href^='/sok?q=']", "").Has("main a[href='/kommunen']", "")
}

// A draft that never was published is deleted after a question; what residents have seen is not.
func TestDraftDeleted(t *testing.T) {
	t.Parallel()
	s, staff := newSite(t)
	path := write(staff, "tittel_nb", "Skrevet feil", "tekst_nb", "x")
	staff.Get(path).Has("main a[href='"+path+"/slett']", "Slett utkastet")
	s.As(s.Staff(account.Reader)).Get(path).HasNot("main", "Slett utkastet")
	staff.Get(path+"/slett").Want(http.StatusOK).Has("main form[method=post]", "Ja, slett").Has("main h1", "Vil du slette utkastet «Skrevet feil»?")
	staff.Post(path+"/slett", nil).Follow().Has(".flash", "Utkastet er slettet").HasNot("main", "Skrevet feil")
	staff.Get(path).Want(http.StatusNotFound)
	s.As(s.Staff(account.Administrator)).Get("/ansatt/logg").Has("main", "Slettet et utkast", "Skrevet feil")

	seen := write(staff, "tittel_nb", "Sett av alle", "tekst_nb", "x")
	staff.Post(seen+"/publiser", nil).Follow()
	for _, step := range []string{"", "/avslutt"} {
		if step != "" {
			staff.Post(seen+step, nil).Follow()
		}
		staff.Get(seen).HasNot("main", "Slett utkastet")
		staff.Get(seen+"/slett").Follow().Has(".flash", "aldri har vært publisert")
		staff.Post(seen+"/slett", nil).Want(http.StatusConflict)
	}
	staff.Get(seen).Want(http.StatusOK)
}
