package organisations_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/web/ui"
	"frivilligsentral/web/webtest"
)

// lag makes an approved organisation by the use case, so that it can be found.
func lag(t testing.TB, s *webtest.Site, name string, edit ...func(*organisation.Draft)) int64 {
	t.Helper()
	d := organisation.Draft{Organisation: organisation.Organisation{Name: name, Kind: organisation.Association, Lang: "nb"}}
	for _, e := range edit {
		e(&d)
	}
	id, err := s.Portal.Organisations.Create(context.Background(), s.Staff(account.Coordinator), d)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestList(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	area, barn := s.Area("vika", "Vika"), s.Code("target_group", "barn", "Barn")
	lag(t, s, "Åsen idrettslag", func(d *organisation.Draft) {
		d.ICNPO, d.Areas, d.Summary = []string{"1200"}, []int64{area}, "Fotball og ski for alle."
	})
	lag(t, s, "Barneteateret", func(d *organisation.Draft) { d.ICNPO, d.TargetGroups = []string{"1100"}, []int64{barn} })
	c := s.Anonymous()
	kor := s.Code("local_kind", "kor", "Kor")
	lag(t, s, "Sangbråten", func(d *organisation.Draft) { d.ICNPO, d.LocalKinds = []string{"1100"}, []int64{kor} })
	p := c.Get("/organisasjoner").Want(http.StatusOK).Has("h1", "3 lag og foreninger i Prøvevik").Has("main", "Fotball og ski", "Vika", "Barn").Has(".card:contains(Sangbråten)", "Kor")
	if len(p.Header.Values("Set-Cookie")) > 0 || p.Header.Get("ETag") == "" {
		t.Errorf("got cookies %v and ETag %q, want a page that caches may keep", p.Header.Values("Set-Cookie"), p.Header.Get("ETag"))
	}
	for query, want := range map[string]string{
		"?icnpo=1200": "Åsen idrettslag", "?malgruppe=barn": "Barneteateret", "?omrade=vika": "Åsen idrettslag", "?lagstype=kor": "Sangbråten", "?q=ski": "Åsen idrettslag",
	} {
		p := c.Get("/organisasjoner" + query).Want(http.StatusOK)
		p.Has("h1", "Ett lag passer").Has(".card h2", want).Has("[data-removable]", "")
		if n := p.Find(".card").Length(); n != 1 {
			t.Errorf("%s: got %d cards, want 1", query, n)
		}
	}
	c.Get("/organisasjoner?q=xyzxyz").Want(http.StatusOK).Has(".empty", "Ingen lag passer", "Vis alle lag")
	c.Get("/organisasjoner?icnpo=%FF%00&omrade=<b>&etter=%21&for=x").Want(http.StatusOK).Has("h1", "3 lag")
	c.Get("/en/organisasjoner").Want(http.StatusOK)
}

func TestListPages(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	for i := range 30 {
		lag(t, s, "Lag "+strings.Repeat("i", i+1))
	}
	first := s.Anonymous().Get("/organisasjoner").Want(http.StatusOK).Has("h1", "30 lag").HasNot("form", "Lagstype") // the municipality has no list of them
	next, _ := first.Find("a[rel=next]").Attr("href")
	second := s.Anonymous().Get(next).Want(http.StatusOK)
	if n := second.Find(".card").Length(); n != 6 {
		t.Errorf("got %d cards on the second page, want 6", n)
	}
	back, _ := second.Find("a[rel=prev]").Attr("href")
	if n := s.Anonymous().Get(back).Want(http.StatusOK).Find(".card").Length(); n != 24 {
		t.Errorf("got %d cards on the way back, want 24", n)
	}
}

func TestShow(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Municipality("9902", "Annenvik", "annenvik.example")
	parent := lag(t, s, "Idrettsrådet")
	id := lag(t, s, "Åsen strikkelag", func(d *organisation.Draft) {
		d.OrgNr, d.ICNPO, d.ParentID, d.Website, d.Phone = "974760673", []string{"1300"}, parent, "https://www.strikk.example/om", "+4722222222"
		d.Summary, d.Description, d.HowToJoin = "Vi strikker.", "Kom **som du er**.\n\n<script>alert(1)</script>", "Bare møt opp."
		d.EmailPrivate = "hemmelig@strikk.example"
		d.Contacts = []organisation.Contact{
			{Name: "Kari Nordmann", Role: "leader", Phone: "+4799999999", Public: true}, {Name: "Ola Skjult", Role: "treasurer", Email: "ola@strikk.example"},
		}
	})
	c, path := s.Anonymous(), "/organisasjoner/"+ui.Itoa(id)+"/asen-strikkelag"
	p := c.Get(path).Want(http.StatusOK).Has("h1", "Åsen strikkelag")
	p.Has("main", "Vi strikker.", "som du er", "Slik blir du med", "Bare møt opp.", "Kari Nordmann", "Leder", "974 760 673", "Idrettsrådet", "Opplysningene er bekreftet i", "strikk.example/om")
	for _, secret := range []string{"Ola Skjult", "hemmelig@", "ola@strikk.example", "<script>alert"} {
		if strings.Contains(p.Body, secret) {
			t.Errorf("the page tells residents %q", secret)
		}
	}
	for _, wrong := range []string{"/organisasjoner/" + ui.Itoa(id), "/organisasjoner/" + ui.Itoa(id) + "/feil-navn"} {
		if got := c.Get(wrong).Want(http.StatusMovedPermanently).Header.Get("Location"); got != path {
			t.Errorf("%s leads to %q, want %q", wrong, got, path)
		}
	}
	for _, none := range []string{"/organisasjoner/999999", "/organisasjoner/x", "/organisasjoner/-1/a", "/organisasjoner/99999999999999999999"} {
		c.Get(none).Want(http.StatusNotFound)
	}
	c.Host = "annenvik.example"
	c.Get(path).Want(http.StatusNotFound)
}

func TestShowMerged(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	from, into := lag(t, s, "Gamle laget"), lag(t, s, "Nye laget")
	if err := s.Portal.OrgLife.Merge(context.Background(), s.Staff(account.Coordinator), from, into); err != nil {
		t.Fatal(err)
	}
	got := s.Anonymous().Get("/organisasjoner/" + ui.Itoa(from) + "/gamle-laget").Want(http.StatusMovedPermanently).Header.Get("Location")
	if want := "/organisasjoner/" + ui.Itoa(into) + "/nye-laget"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRegister(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	c := s.Anonymous()
	started, _ := c.Get("/registrer").Want(http.StatusOK).Has("h1", "Registrer laget ditt").Find("[name=startet]").Attr("value")
	if started == "" {
		t.Fatal("the form does not say when it was shown")
	}
	old := "1"
	f := url.Values{
		"startet": {old}, "nummer": {"ja"}, "orgnr": {"974760674"}, "navn": {"<b>Strikkelaget</b>"}, "ditt_navn": {"Kari"}, "din_epost": {"kari@"}, "vilkar": {"ja"}, "vilkarversjon": {"1"},
	}
	p := c.Post("/registrer", f).Want(http.StatusUnprocessableEntity).Has(".ds-error-summary", "gyldig e-postadresse")
	if typed, _ := p.Find("[name=navn]").Attr("value"); typed != "<b>Strikkelaget</b>" {
		t.Errorf("got name %q back, want what was typed", typed)
	}
	f.Set("din_epost", "kari@strikk.example")
	c.Post("/registrer", f).Want(http.StatusUnprocessableEntity).Has("#orgnr-feil", "stemmer ikke")
	f.Set("orgnr", "974 760 673")
	f.Set("startet", started)
	c.Post("/registrer", f).Want(http.StatusUnprocessableEntity).Has(".ds-error-summary", "litt fort")
	f.Set("startet", old)
	c.Post("/registrer", f).Follow().Want(http.StatusOK).Has("h1", "Takk")
	if n := s.Int(`select count(*) from organisation where status = 'pending' and orgnr = '974760673' and applicant_email = 'kari@strikk.example'`); n != 1 {
		t.Errorf("got %d waiting, want 1", n)
	}
	c.Post("/registrer", f).Follow().Want(http.StatusOK).Has("h1", "Takk") // sent twice
	f.Set("din_epost", "en.annen@strikk.example")
	c.Post("/registrer", f).Follow().Want(http.StatusOK).Has("h1", "Takk") // answered the same, and waits beside it
	for email, want := range map[string]int64{"kari@strikk.example": 1, "en.annen@strikk.example": 1} {
		if n := s.Int(`select count(*) from organisation where status = 'pending' and orgnr = '974760673' and applicant_email = $1`, email); n != want {
			t.Errorf("%s: got %d waiting, want %d", email, n, want)
		}
	}
	f.Set("ditt_navn", "Du har vunnet www.evil.example")
	c.Post("/registrer", f).Want(http.StatusUnprocessableEntity).Has("#ditt_navn-feil", "bare navnet")
}

func TestRegisterTrap(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	f := url.Values{"startet": {"1"}, "nummer": {"nei"}, "navn": {"X"}, "firma_nettside": {"http://spam.example"}}
	s.Anonymous().Post("/registrer", f).Want(http.StatusSeeOther)
	if n := s.Int(`select count(*) from organisation`); n != 0 {
		t.Errorf("got %d organisations, want none", n)
	}
}

func TestRegistrationTellsEverythingThatIsWrongAtOnce(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	p := s.Anonymous().Post("/registrer", url.Values{"startet": {"1000"}, "nummer": {"ja"}, "orgnr": {"123456789"}, "navn": {"Laget"}, "din_epost": {"feil"}}).Want(http.StatusUnprocessableEntity)
	for _, field := range []string{"orgnr", "din_epost", "ditt_navn", "vilkar"} {
		p.Has(`.ds-error-summary a[href="#` + field + `"]`)
	}
}
