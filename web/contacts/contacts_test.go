package contacts_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/web/webtest"
)

// person makes a public contact for a topic and returns its id.
func person(s *webtest.Site, name string, topic int64) int64 {
	return personIn(s, s.MunicipalityID, name, topic)
}

func personIn(s *webtest.Site, municipalityID int64, name string, topic int64) int64 {
	id := s.Int(`insert into contact (municipality_id, name, title, email, phone, valid_from, confirmed_at)
	             values ($1, $2, 'Rådgiver', 'epost@kommunen.example', '+4760001111', '2020-01-01', $3) returning id`, municipalityID, name, s.Clock.Now())
	if topic != 0 {
		s.Exec(`insert into contact_topic (contact_id, code_id) values ($1, $2)`, id, topic)
	}
	return id
}

func path(id int64, rest string) string {
	return "/ansatt/kontakter/" + strconv.FormatInt(id, 10) + rest
}

func TestFindWithoutAnything(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	p := s.Anonymous().Get("/kommunen").Want(http.StatusOK)
	p.Has("h1", "Hvem kan hjelpe deg i kommunen?").Has(".empty", "Prøvevik frivilligsentral", "Ring 22 22 22 22")
	if p.Header.Get("Set-Cookie") != "" {
		t.Error("a public page sets a cookie")
	}
}

func TestFindByTopicAndArea(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	rooms := s.Code("topic", "lokaler", "Lokaler og utlån")
	north := s.Area("nord", "Nordbyen")
	kari, nora := person(s, "Kari Hansen", rooms), person(s, "Nora Lie", rooms)
	s.Exec(`insert into contact_area (contact_id, area_id) values ($1, $2)`, nora, north)
	s.Exec(`update contact set substitute_id = $1, office_hours = 'Svarer før kl. 14' where id = $2`, kari, nora)
	c := s.Anonymous()

	c.Get("/kommunen").Want(http.StatusOK).Has(".tile[href='/kommunen?tema=lokaler']", "Lokaler og utlån", "2 personer svarer").
		Has("#kontakter th[scope=row]", "Kari Hansen", "Nora Lie")
	c.Get("/kommunen?tema=lokaler").Want(http.StatusOK).Has("h1", "Hvem svarer om lokaler og utlån?").
		Has(".ds-chip[href='/kommunen?tema=lokaler&omrade=nord']", "Nordbyen")
	p := c.Get("/kommunen?tema=lokaler&omrade=nord").Want(http.StatusOK)
	p.Has(".person", "Nora Lie", "Rådgiver", "Svarer før kl. 14", "Vikar: Kari Hansen").Has(".person a[href='tel:+4760001111']", "60 00 11 11")
	if first := p.Find(".person__name").First().Text(); first != "Nora Lie" {
		t.Errorf("got %s first, want the one of the area", first)
	}
	c.Get("/en/kommunen?tema=lokaler").Want(http.StatusOK)
	c.Get("/kommunen?tema=finnes-ikke&omrade=%ff").Want(http.StatusOK).Has(".tile", "Lokaler")
}

func TestDirectorySearch(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	person(s, "Kari Hansen", s.Code("topic", "kultur", "Kultur"))
	c := s.Anonymous()
	c.Get("/kommunen?q=kultur").Want(http.StatusOK).Has("#kontakter", "Kari Hansen")
	c.Get("/kommunen?q=%25").Want(http.StatusOK).Has("#alle ~ .empty", "Ingen treff på «%»")
}

func TestRegister(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	topic := s.Code("topic", "kultur", "Kultur")
	person(s, "Kari Hansen", topic)
	s.Exec(`update contact set confirmed_at = $2 where id = $1`, person(s, "Per Olsen", 0), s.Clock.Now().AddDate(0, -7, 0))
	staff := s.As(s.Staff(account.ContactManager))
	staff.Get("/ansatt/kontakter").Want(http.StatusOK).Has("#treff", "2 kontakter").Has("#kontakter", "Kari Hansen", "Per Olsen", "Må bekreftes")
	staff.Get("/ansatt/kontakter?tema=kultur&q=kari").Has("#treff", "Én kontakt").Has(".chip-row", "«kari»", "Kultur").
		Has("a[href='/ansatt/kontakter.csv?q=kari&tema=kultur']", "CSV")
	staff.Get("/ansatt/kontakter?status=bekreft").Has("#kontakter", "Per Olsen").HasNot("#kontakter", "Kari")
	staff.Get("/ansatt/kontakter?q=finnesikke").Has(".empty", "Ingen kontakter passer")

	reader := s.As(s.Staff(account.Reader))
	reader.Get("/ansatt/kontakter").Want(http.StatusOK).HasNot("main", "Ny kontakt").HasNot("main", "Excel").HasNot("main", "Bekreft valgte")
	reader.Get("/ansatt/kontakter.csv").Want(http.StatusForbidden)
	reader.Get("/ansatt/kontakter/ny").Want(http.StatusForbidden)
	s.Anonymous().Get("/ansatt/kontakter").Want(http.StatusSeeOther)
}

func TestConfirmChosen(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	a, b := person(s, "Kari Hansen", 0), person(s, "Per Olsen", 0)
	s.Exec(`update contact set confirmed_at = null`)
	staff := s.As(s.Staff(account.ContactManager))
	staff.Post("/ansatt/kontakter/bekreft", url.Values{"sok": {"?status=bekreft"}}).Want(http.StatusUnprocessableEntity).
		Has("#feil", "Kryss av for minst én kontakt")
	p := staff.Post("/ansatt/kontakter/bekreft", url.Values{"id": {strconv.FormatInt(a, 10), strconv.FormatInt(b, 10)}, "sok": {"?status=bekreft"}})
	if got := p.Header.Get("Location"); got != "/ansatt/kontakter?status=bekreft" {
		t.Errorf("got location %q, want the same list", got)
	}
	p.Follow().Has(".flash", "2 kontakter er bekreftet").Has(".empty", "Ingen kontakter passer")
}

func TestSavedViews(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	staff := s.As(s.Staff(account.Reader))
	staff.Post("/ansatt/kontakter/visninger", url.Values{"sok": {"?q=kari&farlig=1"}}).Want(http.StatusUnprocessableEntity).Has("#feil", "Skriv et navn")
	staff.Post("/ansatt/kontakter/visninger", url.Values{"sok": {"?q=kari&farlig=1"}, "visning": {"Karier"}}).Follow().
		Has(".saved-view a[href='/ansatt/kontakter?q=kari']", "Karier")
	id := strconv.FormatInt(s.Int(`select id from saved_view`), 10)
	s.As(s.Staff(account.Coordinator)).Post("/ansatt/kontakter/visninger/"+id+"/slett", nil).Want(http.StatusNotFound)
	staff.Post("/ansatt/kontakter/visninger/"+id+"/slett", nil).Follow().HasNot("main", "Karier")
}

func TestExport(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	person(s, "=Kari", s.Code("topic", "kultur", "Kultur"))
	staff := s.As(s.Staff(account.Coordinator))
	p := staff.Get("/ansatt/kontakter.csv?tema=kultur").Want(http.StatusOK)
	if !strings.Contains(p.Body, "'=Kari;Rådgiver;") || !strings.HasPrefix(p.Header.Get("Content-Disposition"), `attachment; filename="kontakter-`) {
		t.Errorf("got %q", p.Body)
	}
	if p := staff.Get("/ansatt/kontakter.xlsx").Want(http.StatusOK); !strings.HasPrefix(p.Body, "PK") {
		t.Error("the workbook is no zip file")
	}
}

func contactForm(topic int64) url.Values {
	return url.Values{"navn": {"Kari Hansen"}, "telefon": {"60 00 11 11"}, "tema": {strconv.FormatInt(topic, 10)}, "fra": {"2026-01-01"}, "offentlig": {"ja"}}
}

func TestCreate(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	topic := s.Code("topic", "kultur", "Kultur")
	staff := s.As(s.Staff(account.ContactManager))
	staff.Get("/ansatt/kontakter/ny").Want(http.StatusOK).Has("form label", "Navn")
	staff.Post("/ansatt/kontakter/ny", url.Values{}).Want(http.StatusUnprocessableEntity).Has("#feil a[href='#navn']", "Skriv navnet på personen").
		Has("title", "Feil:")
	wrong := contactForm(topic)
	wrong.Set("epost", "ikke en adresse")
	p := staff.Post("/ansatt/kontakter/ny", wrong).Want(http.StatusUnprocessableEntity).Has("#feil", "gyldig e-postadresse")
	if v, _ := p.Find("#epost").Attr("value"); v != "ikke en adresse" {
		t.Errorf("got %q in the field, want what was typed", v)
	}
	if p.Find("input[name=tema][checked]").Length() != 1 {
		t.Error("the topic is no longer ticked")
	}
	staff.Post("/ansatt/kontakter/ny", contactForm(topic)).Follow().Want(http.StatusOK).Has("h1", "Kari Hansen").Has(".flash", "er lagt inn").
		Has(".history", "La inn kontakten")
}

func TestConflictShowsBothVersions(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	topic := s.Code("topic", "kultur", "Kultur")
	id := person(s, "Kari Hansen", topic)
	staff := s.As(s.Staff(account.ContactManager))
	f := contactForm(topic)
	f.Set("versjon", "1")
	f.Set("tittel", "Min tittel")
	s.Exec(`update contact set title = 'Deres tittel', version = 2 where id = $1`, id)
	p := staff.Post(path(id, "/rediger"), f).Want(http.StatusConflict)
	p.Has("#to-versjoner", "Noen andre har endret kontakten").Has("#versjoner tr", "tittel", "Deres tittel", "Min tittel")
	if v, _ := p.Find("input[name=versjon]").Attr("value"); v != "2" {
		t.Errorf("got version %s in the form, want 2", v)
	}
	f.Set("versjon", "2")
	staff.Post(path(id, "/rediger"), f).Follow().Has(".lead", "Min tittel").Has(".history", "Endret")
}

func TestEnd(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	id, omar := person(s, "Kari Hansen", s.Code("topic", "kultur", "Kultur")), person(s, "Omar Lindal", 0)
	staff := s.As(s.Staff(account.ContactManager))
	staff.Get(path(id, "/avslutt")).Want(http.StatusOK).Has(".ds-alert", "Ingen tar over")
	s.Exec(`update contact set substitute_id = $1 where id = $2`, omar, id)
	staff.Get(path(id, "/avslutt")).Has(".ds-alert", "Omar Lindal tar over")
	staff.Post(path(id, "/avslutt"), url.Values{"til": {"en dag"}}).Want(http.StatusUnprocessableEntity).Has("#feil", "Skriv datoen slik")
	staff.Post(path(id, "/avslutt"), url.Values{}).Want(http.StatusUnprocessableEntity).Has("#feil", "Skriv siste dag")
	staff.Post(path(id, "/avslutt"), url.Values{"til": {"2020-05-01"}}).Follow().Has(".flash", "Omar Lindal har tatt over").Has(".ds-tag", "Sluttet")
	staff.Get(path(omar, "")).Has(".facts", "Kultur")
}

func TestMerge(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	a, b := person(s, "Kari Hansen", 0), person(s, "Kari Hansen", s.Code("topic", "kultur", "Kultur"))
	staff := s.As(s.Staff(account.ContactManager))
	if err := s.Portal.Contacts.Reindex(t.Context(), s.MunicipalityID); err != nil { // as each night: the two were not saved by the pages
		t.Fatal(err)
	}
	staff.Get("/ansatt/kontakter").Has(".note a", "Sammenlign Kari Hansen og Kari Hansen")
	staff.Get(path(a, "/sla-sammen")).Want(http.StatusOK).Has("select#med option", "Kari Hansen")
	id := strconv.FormatInt(b, 10)
	staff.Get(path(a, "/sla-sammen?med="+id)).Want(http.StatusOK).Has("#ulikt tr", "temaer", "Kultur").Has("input[name=behold]")
	staff.Post(path(a, "/sla-sammen"), url.Values{"med": {id}}).Want(http.StatusUnprocessableEntity).Has("#feil", "Velg hvilken av de to")
	staff.Post(path(a, "/sla-sammen"), url.Values{"med": {id}, "behold": {strconv.FormatInt(a, 10)}}).Follow().Has(".facts", "Kultur")
	p := staff.Get(path(b, "")).Want(http.StatusSeeOther)
	if got := p.Header.Get("Location"); got != path(a, "") {
		t.Errorf("the merged one leads to %q, want %q", got, path(a, ""))
	}
	staff.Get(path(b, "/rediger")).Want(http.StatusNotFound)
	merge := staff.Get(path(a, "")).Has(".note", "Kari Hansen ble slått sammen med denne").Find("input[name=sammenslaing]").AttrOr("value", "")
	staff.Post(path(a, "/skill"), url.Values{"sammenslaing": {merge}}).Follow().Want(http.StatusOK).Has(".flash", "to kontakter igjen").Has(".note", "Kan være samme person", "Samme navn")
	staff.Get(path(b, "")).Want(http.StatusOK)
	staff.Post(path(a, "/skill"), url.Values{"sammenslaing": {merge}}).Want(http.StatusNotFound)
}

func TestOtherMunicipalitysContact(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	other := s.Municipality("9902", "Annenvik", "annen.example")
	id := personIn(s, other, "Kari Hansen", 0)
	staff := s.As(s.Staff(account.Administrator))
	for _, rest := range []string{"", "/rediger", "/avslutt", "/sla-sammen"} {
		staff.Get(path(id, rest)).Want(http.StatusNotFound)
	}
	for _, rest := range []string{"/rediger", "/avslutt", "/sla-sammen", "/bekreft"} {
		staff.Post(path(id, rest), url.Values{"navn": {"X"}, "til": {"2026-01-01"}}).Want(http.StatusNotFound)
	}
	own := person(s, "Per Olsen", 0)
	staff.Get(path(own, "/sla-sammen?med="+strconv.FormatInt(id, 10))).Want(http.StatusNotFound)
	staff.Get("/ansatt/kontakter/0").Want(http.StatusNotFound)
	staff.Get("/ansatt/kontakter/abc").Want(http.StatusNotFound)
}

func TestUnits(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	staff := s.As(s.Staff(account.ContactManager))
	staff.Get("/ansatt/enheter").Want(http.StatusOK).Has(".empty", "Ingen enheter ennå")
	staff.Post("/ansatt/enheter/ny", url.Values{"orgnr": {"123"}}).Want(http.StatusUnprocessableEntity).Has("#feil", "Skriv navnet på enheten", "Organisasjonsnummeret")
	staff.Post("/ansatt/enheter/ny", url.Values{"navn": {"Oppvekst"}, "aktiv": {"ja"}}).Follow().Has("#enheter", "Oppvekst")
	id := strconv.FormatInt(s.Int(`select id from municipal_unit`), 10)
	staff.Post("/ansatt/enheter/ny", url.Values{"navn": {"Skolen"}, "over": {id}, "aktiv": {"ja"}}).Follow().Has("#enheter", "– Skolen")
	staff.Post("/ansatt/enheter/"+id, url.Values{"navn": {"Ny"}, "versjon": {"99"}}).Want(http.StatusConflict).Has(".ds-alert", "Noen andre har endret enheten")
	below := strconv.FormatInt(s.Int(`select id from municipal_unit where name = 'Skolen'`), 10)
	staff.Post("/ansatt/enheter/"+id, url.Values{"navn": {"Oppvekst"}, "over": {below}, "versjon": {"1"}}).Want(http.StatusUnprocessableEntity).Has("#feil", "under seg selv")
	s.As(s.Staff(account.Reader)).Get("/ansatt/enheter/" + id).Want(http.StatusForbidden)
	foreign := s.Int(`insert into municipal_unit (municipality_id, name) values ($1, 'Fremmed') returning id`, s.Municipality("9902", "Annenvik", "annen.example"))
	staff.Get("/ansatt/enheter/" + strconv.FormatInt(foreign, 10)).Want(http.StatusNotFound)
}

// What is done to one contact is told in words on her page.
func TestHistory(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	id := person(s, "Kari Hansen", 0)
	for _, action := range []string{"create", "update", "confirm", "end", "take_over", "merge", "substitute"} {
		s.Exec(`insert into audit_event (municipality_id, at, actor_kind, actor_name, action, object, object_id) values ($1, $2, 'staff', 'Siri', 'contact.' || $3::text, 'contact', $4)`,
			s.MunicipalityID, s.Clock.Now(), action, id)
	}
	s.As(s.Staff(account.ContactManager)).Get(path(id, "")).Want(http.StatusOK).Has("main", "Historikk", "La inn kontakten", "Satte en vikar").HasNot("main", "contact.")
}
