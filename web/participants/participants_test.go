package participants_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/webtest"
)

// world is a published weekly knitting café on Thursdays, first 8 October 2026.
type world struct {
	*webtest.Site
	Group, Other, Staff *webtest.Client
	Path, Date          string // of the sign-ups; the first date
	activity            int64
	member              account.Actor
}

func newWorld(t *testing.T) *world {
	t.Helper()
	s := webtest.New(t)
	s.Clock.Set(time.Date(2026, 10, 7, 8, 0, 0, 0, i18n.Oslo))
	w := &world{Site: s}
	o := s.Organisation("Strikkelaget")
	category := s.Code("category", "handverk", "Håndverk")
	w.member = s.Member(o, account.GroupMember)
	w.Group, w.Other = s.As(w.member), s.As(s.Member(s.Organisation("Turlaget"), account.GroupAdmin))
	w.Staff = s.As(s.Staff(account.Coordinator))
	w.activity = s.Int(`insert into activity (municipality_id, organisation_id, title, category_id, starts_at, duration_minutes, rrule, status, published_at)
		values ($1, $2, 'Strikkekafé', $3, '2026-10-08T16:00:00Z', 120, 'FREQ=WEEKLY;BYDAY=TH;COUNT=2', 'published', $4) returning id`, s.MunicipalityID, o, category, s.Clock.Now())
	for i := range 2 {
		id := s.Int(`insert into occurrence (activity_id, municipality_id, key, starts_at, ends_at)
			values ($1, $2, $3, '2026-10-08T16:00:00Z'::timestamptz + $4 * interval '7 days', '2026-10-08T18:00:00Z'::timestamptz + $4 * interval '7 days') returning id`,
			w.activity, s.MunicipalityID, fmt.Sprintf("2026100%dT160000Z", i), i)
		if i == 0 {
			w.Date = fmt.Sprint(id)
		}
	}
	w.Path = fmt.Sprintf("/lag/aktiviteter/%d/pamelding", w.activity)
	return w
}

// settings is a form with two places for one date; pairs change it.
func settings(pairs ...string) url.Values {
	v := url.Values{
		"gjor": {"lagre"}, "pamelding": {"here"}, "versjon": {"0"}, "gjelder": {"date"}, "plasser": {"2"}, "har_venteliste": {"ja"}, "storste_gruppe": {"2"},
		"grupper": {"skip"}, "paminnelse": {"day"}, "paminnelse_timer": {"24"}, "stenger_timer": {"0"}, "avmelding_timer": {"24"}, "lagres_dager": {"30"},
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func (w *world) open(t *testing.T, pairs ...string) {
	t.Helper()
	w.Group.Post(w.Path+"/oppsett", settings(pairs...)).Want(303)
}

// join signs somebody up at the desk and gives the path of the person's page.
func (w *world) join(t *testing.T, name string, party int) string {
	t.Helper()
	w.Group.Post(w.Path+"/ny", url.Values{"dato": {w.Date}, "navn": {name}, "antall": {fmt.Sprint(party)}, "epost": {strings.ToLower(name) + "@post.example"}}).Want(303)
	return fmt.Sprintf("%s/%d", w.Path, w.Int(`select id from registration where name = $1`, name))
}

func TestSettings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Group.Get(w.Path).Want(200).Has("main", "Her er det ingen påmelding ennå", "Sett opp påmelding")
	page := w.Group.Get(w.Path + "/oppsett").Want(200)
	if n := page.Find("input[name=gjelder][checked]").Length(); n != 0 {
		t.Errorf("a new form for a series has chosen one date or all of them by itself")
	}
	res := w.Group.Post(w.Path+"/oppsett", settings("gjelder", "", "plasser", "mange")).Want(422)
	res.Has("#feil a[href='#plasser']", "helt tall")
	res = w.Group.Post(w.Path+"/oppsett", settings("gjelder", "", "storste_gruppe", "3", "alder_fra", "20", "alder_til", "10", "sporsmal_1", "Hva kan du?", "sporsmal_type_1", "choice")).Want(422)
	for field, words := range map[string]string{
		"gjelder": "én dato eller hele serien", "storste_gruppe": "større enn antall plasser", "alder_til": "minst like høy",
		"sporsmal_valg_1": "to til", "sporsmal_formal_1": "hvorfor dere spør",
	} {
		res.Has("#feil a[href='#"+field+"']", words)
	}
	if got, _ := res.Find("#sporsmal_1").Attr("value"); got != "Hva kan du?" {
		t.Errorf("the question came back as %q, want what was typed", got)
	}
	w.open(t, "sporsmal_1", "Trenger du garn?", "sporsmal_type_1", "yesno", "sporsmal_formal_1", "Vi låner ut.", "sporsmal_lagres_1", "5")
	page = w.Group.Get(w.Path + "/oppsett").Want(200)
	if got, _ := page.Find("#plasser").Attr("value"); got != "2" {
		t.Errorf("stored places: got %q, want 2", got)
	}
	w.Group.Post(w.Path+"/oppsett", settings("beskjed", "Ta med garn")).Want(409).Has("main", "Noen andre har endret").Has("#beskjed", "Ta med garn")
	w.Group.Post(w.Path+"/oppsett", settings("versjon", "1", "gjor", "sporsmal")).Want(200).Has("#sporsmalet_1 legend", "Spørsmål 1")
	w.Group.Post(w.Path+"/oppsett", settings("versjon", "1", "gjor", "mal", "mal_navn", "Kafé", "beskjed", "Ta med garn")).Follow().Want(200).
		Has(".flash", "Malen «Kafé» er lagret").Has(".link-list", "Bruk «Kafé»").Has("#beskjed", "Ta med garn")
	w.Group.Post(w.Path+"/oppsett", settings("versjon", "1", "pamelding", "link")).Want(422).Has("#pamelding_url-feil", "Skriv nettadressen")
	w.Group.Post(w.Path+"/oppsett", settings("versjon", "1", "pamelding", "none")).Follow().Want(200)
	w.Group.Get(fmt.Sprintf("/lag/aktiviteter/%d", w.activity)).Want(200).Has(".columns__side", "Sett opp påmelding")
}

func TestListFromDeskToAttendance(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open(t)
	w.Group.Post(w.Path+"/ny", url.Values{"dato": {w.Date}, "antall": {"1"}}).Want(422).Has("#navn-feil", "Skriv navnet på den som skal meldes på")
	ola := w.join(t, "Ola", 2)
	w.Group.Post(w.Path+"/ny", url.Values{"dato": {w.Date}, "navn": {"Ola"}, "antall": {"1"}}).Want(200).Has("main", "Er du sikker?", "samme navn")
	kari := w.join(t, "Kari", 1)
	w.Group.Get(w.Path+"?dato="+w.Date).Want(200).Has(".people", "Ola", "Kari", "På venteliste").Has(".list-head", "0 ledige")
	w.Group.Get(w.Path+"?dato="+w.Date+"&q=kari").Want(200).HasNot(".people", "Ola")
	w.Group.Get(w.Path+"?dato="+w.Date+"&status=cancelled").Want(200).Has("main", "Ingen passer")
	if n := w.Int(`select count(*) from audit_event where action = 'registration.look'`); n == 0 {
		t.Error("looking at the list left no trace in the log")
	}
	w.Group.Get(w.Path+"?dato="+w.Date).HasNot(".attend", "")

	w.Group.Post(kari+"/plass", url.Values{}).Want(409).Has("h1", "selv om det er fullt")
	w.Group.Post(kari+"/plass", url.Values{"likevel": {"1"}}).Follow().Want(200).Has(".page-head", "Påmeldt").Has(".history", "Ga plass til noen på ventelisten")

	w.Clock.Advance(36 * time.Hour)
	w.Group = w.As(w.member) // the first log-in has run out
	list := w.Group.Get(w.Path + "?dato=" + w.Date).Want(200)
	if n := list.Find(".attend button[value=present]").Length(); n != 3 {
		t.Errorf("buttons to tick off: got %d, want 3", n)
	}
	person, _ := list.Find(".attend input[name=deltaker]").First().Attr("value")
	tick := url.Values{"dato": {w.Date}, "deltaker": {person}, "svar": {"present"}}
	list = w.Group.Post(ola+"/mott", tick).Follow().Want(200)
	if got, _ := list.Find(".attend button").First().Attr("aria-pressed"); got != "true" {
		t.Errorf("after the tap the button is pressed %q, want true", got)
	}
	csv := w.Group.Get(w.Path + "/liste.csv?dato=" + w.Date).Want(200)
	if ola, kari := strings.Index(csv.Body, "Ola"), strings.Index(csv.Body, "Kari"); ola < 0 || kari < ola {
		t.Errorf("the file is not in order of signing up: %q", csv.Body)
	}
	w.Group.Get(w.Path+"/utskrift?dato="+w.Date).Want(200).Has("#utskrift", "Ola", "Møtt")
	w.Group.Get(w.Path + "/liste.xlsx?dato=" + w.Date).Want(200)
}

func TestMoveRemoveMessageClose(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open(t)
	ola := w.join(t, "Ola", 1)
	w.Group.Post(ola+"/flytt", url.Values{}).Want(422).Has("#til-feil", "Velg datoen")
	to, _ := w.Group.Get(ola).Want(200).Find("#til option[value!='']").First().Attr("value")
	w.Group.Post(ola+"/flytt", url.Values{"til": {to}}).Follow().Want(200).Has(".facts", "15. oktober")
	w.Group.Post(ola+"/fjern", url.Values{}).Want(422).Has("#hvorfor-feil", "Velg hvorfor")

	w.Group.Get(w.Path+"/melding?til=valgte&dato="+to).Want(422).Has("#feil", "Kryss av for minst én")
	id := ola[strings.LastIndex(ola, "/")+1:]
	w.Group.Get(w.Path+"/melding?til=valgte&dato="+to+"&id="+id).Want(200).Has("main", "Én person får meldingen", "Ola")
	w.Group.Post(w.Path+"/melding", url.Values{"dato": {to}, "emne": {""}, "melding": {"Ta med pinner"}}).Want(422).Has("#emne-feil", "hva meldingen gjelder").Has("#melding", "Ta med pinner")
	w.Group.Post(w.Path+"/melding", url.Values{"dato": {to}, "emne": {"Pinner"}, "melding": {"Ta med pinner"}}).Follow().Want(200).Has(".flash", "én person")

	w.Group.Post(ola+"/fjern", url.Values{"hvorfor": {"vi"}, "begrunnelse": {"Vi må avlyse plassen."}}).Follow().Want(200).Has(".page-head", "Tatt av listen")
	w.Group.Post(w.Path+"/steng", url.Values{"dato": {w.Date}, "steng": {"1"}}).Follow().Want(200).Has("main .date-nav", "Stengt for nye")
	w.Group.Post(w.Path+"/steng", url.Values{"dato": {w.Date}}).Follow().Want(200).HasNot("main .date-nav", "Stengt")
	w.Group.Post(w.Path+"/plasser", url.Values{"dato": {w.Date}, "plasser": {"7"}}).Follow().Want(200).Has(".list-head", "7 ledige")
}

func TestWhoMayKeepTheList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open(t)
	ola := w.join(t, "Ola", 1)
	w.Other.Get(w.Path).Want(404)
	w.Other.Get(ola).Want(404)
	w.Other.Post(ola+"/fjern", url.Values{"hvorfor": {"vi"}}).Want(404)
	w.Staff.Get(strings.Replace(w.Path, "/lag/", "/ansatt/", 1)+"?dato="+w.Date).Want(200).Has(".people", "Ola")
	w.Group.Post(w.Path+"/oppsett/vikar", url.Values{"epost": {"ingen"}}).Want(422).Has("#epost-feil", "gyldig e-postadresse")
	email := w.Int(`select id from account where email like 'group_admin-%'`)
	address := fmt.Sprintf("group_admin-%d@lag.example", w.Int(`select organisation_id from membership where account_id = $1`, email))
	w.Group.Post(w.Path+"/oppsett/vikar", url.Values{"epost": {address}}).Follow().Want(200).Has("main", address).HasNot("main", "Person group_admin")
	// an address that nobody logs in with looks the same
	w.Group.Post(w.Path+"/oppsett/vikar", url.Values{"epost": {"ingen@lag.example"}}).Follow().Want(200).Has("main", "ingen@lag.example").Has("[role=status]", "Adressen er lagt til")
	w.Other.Get(w.Path+"?dato="+w.Date).Want(200).Has(".people", "Ola").HasNot("main", "Endre oppsettet")
	w.Other.Get(w.Path + "/oppsett").Want(403)
}
