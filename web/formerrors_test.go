package web_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/questionnaire"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/internal/venue"
	"frivilligsentral/web/webtest"

	"github.com/PuerkitoBio/goquery"
)

// blank is a form of the site: where it stands, what is wrong with everything in
// it at once, and the least that it needs beside what it comes with.
type blank struct {
	name, path string
	by         *webtest.Client
	named      string     // a field of it, as pages have several
	wrong      url.Values // on top of what the page holds
	refused    []string   // the fields that are refused then, in the page's order
	needed     url.Values // on top of what the page holds
}

// formTown is a site with a group, an activity without sign-up and one that asks for everything.
type formTown struct {
	*webtest.Site
	admin, group   *webtest.Client
	bare, full     int64
	date, category int64
}

func newFormTown(t *testing.T) formTown {
	t.Helper()
	s := webtest.New(t)
	x := formTown{Site: s, category: s.Code("category", "handverk", "Håndverk")}
	s.Area("sentrum", "Sentrum")
	organisation := s.Organisation("Strikkelaget")
	x.admin, x.group = s.As(s.Staff(account.Administrator)), s.As(s.Member(organisation, account.GroupAdmin))
	x.bare, _ = x.activity(t, organisation, nil)
	form := signupform.NewForm()
	places := 20
	form.Capacity, form.AskNames, form.AskAges, form.NeedPhone = &places, true, true, true
	form.Questions = []questionnaire.Question{{Kind: questionnaire.YesNo, Label: "Har du garn?", Purpose: "Vi låner ut.", Required: true}, {Kind: questionnaire.YesNo, Label: "Har du pinner?", Purpose: "Vi låner ut.", Required: true}}
	x.full, x.date = x.activity(t, organisation, &form)
	return x
}

func (x formTown) activity(t *testing.T, organisation int64, form *signupform.Form) (id, date int64) {
	t.Helper()
	by := x.Staff(account.Coordinator)
	d := activity.Draft{
		Kind: activity.Regular, Title: "Strikkekafé", Summary: "Vi strikker.", Lang: i18n.NB, CategoryID: x.category, PlaceNote: "Biblioteket", SignupMode: activity.HereSignup,
		Schedule: activity.Schedule{StartsAt: x.Clock.Now().Truncate(time.Hour).AddDate(0, 0, 7), DurationMinutes: 120},
	}
	saved, err := x.Portal.Activities.Create(t.Context(), by, organisation, d)
	if err == nil && form != nil {
		err = x.Portal.Registrations.SaveForm(t.Context(), by, saved.ID, 0, *form)
	}
	if err == nil {
		_, err = x.Portal.Activities.Submit(t.Context(), by, saved.ID, saved.Version)
	}
	if err != nil {
		t.Fatal(err)
	}
	return saved.ID, x.Int(`select min(id) from occurrence where activity_id = $1`, saved.ID)
}

// with is pairs of a name and a value; a name may come twice.
func with(pairs ...string) url.Values { return webtest.Values(pairs...) }

func (x formTown) blanks() []blank {
	topic, next := x.Code("topic", "tema", "Tema"), x.Clock.Now().AddDate(0, 0, 8).Format(time.DateOnly)
	started := strconv.FormatInt(x.Clock.Now().Add(-time.Minute).Unix(), 10)
	signup := fmt.Sprintf("/aktiviteter/%d/pamelding/%d", x.full, x.date)
	return []blank{
		{
			"sign-up", signup, x.Anonymous(), "navn",
			with("startet", started, "antall", "3", "navn", "", "epost", "tull", "telefon", "12", "deltaker_1", "", "deltaker_2", "Ola Nordmann"),
			[]string{"navn", "epost", "telefon", "deltaker_1", "alder_1", "alder_2", "deltaker_3", "alder_3", "svar_q1", "svar_q2"},
			with("startet", started, "navn", "Kari Nordmann", "epost", "kari@post.example", "telefon", "22222222", "alder_1", "26-66", "svar_q1", "ja", "svar_q2", "nei"),
		},
		{
			"registration of a group", "/registrer", x.Anonymous(), "ditt_navn",
			with("startet", started, "nummer", "nei", "navn", "", "epost", "tull", "nettsted", "tull", "ditt_navn", "", "din_epost", "tull", "din_telefon", "12", "kontakt2_navn", "", "kontakt2_epost", "tull", "kontakt2_telefon", "12"),
			[]string{"navn", "epost", "nettsted", "ditt_navn", "din_epost", "din_telefon", "kontakt2_navn", "kontakt2_epost", "kontakt2_telefon", "vilkar"},
			with("startet", started, "vilkar", "ja", "vilkarversjon", "1", "nummer", "nei", "navn", "Kaffelaget", "ditt_navn", "Kari Nordmann", "din_epost", "kari@post.example", "kontakt2_navn", "Ola Nordmann", "kontakt2_epost", "ola@post.example"),
		},
		{
			"new article", "/ansatt/nyheter/ny", x.admin, "tittel_nb",
			with("type", "tull", "tittel_nb", "", "tekst_nb", "x", "tittel_nn", "x", "tekst_nn", "", "fra", "x", "til", "x", "adresse", "Å", "rekkefolge", "x"),
			[]string{"type", "tittel_nb", "tekst_nn", "fra", "til", "adresse", "rekkefolge"},
			with("tittel_nb", "Ny åpning", "tekst_nb", "Velkommen."),
		},
		{
			"telling of a page", "/meld-fra", x.Anonymous(), "tekst",
			with("startet", started, "side", "/finnes-ikke", "hva", "", "tekst", "", "epost", "tull"), []string{"side", "hva", "tekst", "epost"},
			with("startet", started, "side", "/om", "hva", "wrong", "tekst", "Døra er låst."),
		},
		{
			"set-up of sign-up", fmt.Sprintf("/lag/aktiviteter/%d/pamelding/oppsett", x.bare), x.group, "plasser",
			with("gjor", "lagre", "pamelding", "tull", "plasser", "x", "minst", "x", "storste_gruppe", "x", "grupper", "tull", "venteliste", "x", "apner", "x", "apner_kl", "x", "stenger_timer", "x", "avmelding_timer", "x",
				"alder_fra", "x", "alder_til", "x", "foresatt_alder", "x", "sporsmal_1", "Mat?", "sporsmal_type_1", "choice", "sporsmal_lagres_1", "x", "sporsmal_2", "Garn?", "sporsmal_type_2", "choice", "sporsmal_lagres_2", "x",
				"beskjed", strings.Repeat("x", signupform.MaxInstructions+1), "paminnelse", "tull", "paminnelse_timer", "x", "lagres_dager", "x"),
			[]string{
				"pamelding", "plasser", "minst", "storste_gruppe", "venteliste", "grupper", "apner", "apner_kl", "stenger_timer", "avmelding_timer", "alder_fra", "alder_til", "foresatt_alder",
				"sporsmal_valg_1", "sporsmal_formal_1", "sporsmal_lagres_1", "sporsmal_valg_2", "sporsmal_formal_2", "sporsmal_lagres_2", "beskjed", "paminnelse", "paminnelse_timer", "lagres_dager",
			},
			with("gjor", "lagre", "plasser", "2"),
		},
		{
			"the desk", fmt.Sprintf("/lag/aktiviteter/%d/pamelding/ny", x.full), x.group, "navn",
			with("navn", "", "epost", "tull", "telefon", "12", "antall", "x"), []string{"navn", "epost", "telefon", "antall", "alder_1"},
			with("navn", "Per Nordmann", "antall", "1", "alder_1", "26-66"),
		},
		{
			"new activity", "/ansatt/aktiviteter/ny", x.admin, "tittel",
			with("gjor", "lagre", "tittel", "", "dato", "x", "fra", "x", "til", "x", "gjentas", "uke", "slutter", "antall", "antall", "x", "unntak", "x", "nettadresse", "tull", "alder_fra", "x", "alder_til", "x",
				"pristype", "koster", "pris", "x", "pamelding", "link", "pamelding_url", "tull", "kontakt_telefon", "12", "kontakt_epost", "tull"),
			[]string{"organisasjon", "tittel", "kategori", "dato", "fra", "til", "antall", "unntak", "nettadresse", "alder_fra", "alder_til", "pris", "pamelding_url", "kontakt_telefon", "kontakt_epost"},
			with("gjor", "lagre", "organisasjon", strconv.FormatInt(x.Int(`select min(id) from organisation`), 10), "tittel", "Kafé", "kategori", strconv.FormatInt(x.category, 10), "dato", next, "fra", "18:00"),
		},
		{
			"new organisation", "/ansatt/organisasjoner/ny", x.admin, "navn",
			with("navn", "", "type", "tull", "orgnr", "123", "epost", "tull", "epost_intern", "tull", "telefon", "12", "nettsted", "tull", "postnummer", "x", "medlemmer", "x", "medlemmer_under_20", "x", "stiftet", "x",
				"kontakt1_epost", "tull", "kontakt2_telefon", "12"),
			[]string{"navn", "type", "orgnr", "epost", "epost_intern", "telefon", "nettsted", "postnummer", "medlemmer", "medlemmer_under_20", "stiftet", "kontakt1_navn", "kontakt1_epost", "kontakt2_navn", "kontakt2_telefon"},
			with("navn", "Turlaget"),
		},
		{
			"own profile", "/lag/profil", x.group, "kort",
			with("epost", "tull", "telefon", "12", "nettsted", "tull", "postnummer", "x", "medlemmer", "x", "kontakt1_epost", "tull"), []string{"epost", "telefon", "nettsted", "postnummer", "medlemmer", "kontakt1_navn", "kontakt1_epost"}, nil,
		},
		{
			"new contact", "/ansatt/kontakter/ny", x.admin, "navn",
			with("navn", "", "telefon", "12", "epost", "tull", "postnummer", "x", "fra", "", "til", "x"), []string{"navn", "telefon", "epost", "postnummer", "tema", "fra", "til"},
			with("navn", "Kari Nordmann", "telefon", "22222222", "tema", strconv.FormatInt(topic, 10)),
		},
		{
			"new unit", "/ansatt/enheter/ny", x.admin, "navn",
			with("navn", "", "telefon", "12", "epost", "tull", "nettsted", "tull", "orgnr", "123", "rekkefolge", "x"), []string{"navn", "telefon", "epost", "nettsted", "orgnr", "rekkefolge"}, with("navn", "Biblioteket"),
		},
		{
			"new venue", "/ansatt/steder/ny", x.admin, "navn",
			with("navn", "", "type", "tull", "postnummer", "x", "plass", "x", "breddegrad", "x", "lengdegrad", "x"), []string{"navn", "type", "postnummer", "breddegrad", "lengdegrad", "plass"}, with("navn", "Grendehuset", "type", venue.Kinds[0].Code),
		},
		{
			"new area", "/ansatt/oppsett/omrader/ny", x.admin, "navn",
			with("navn", "", "adresse", "Å", "type", "tull", "rekkefolge", "x"), []string{"navn", "type", "adresse", "rekkefolge"}, with("navn", "Nord", "type", "bydel"),
		},
		{
			"new code", "/ansatt/oppsett/koder/malgrupper/ny", x.admin, "navn",
			with("navn", "", "alder_fra", "x", "alder_til", "x", "rekkefolge", "x"), []string{"navn", "alder_fra", "alder_til", "rekkefolge"}, with("navn", "Voksne"),
		},
		{
			"settings", "/ansatt/oppsett/innstillinger", x.admin, "holdes",
			with("sprak", "tull", "farger", "tull", "godkjenne", "ja", "holdes", "x", "svarfrist", "x", "foresattalder", "x", "ubekreftet", "x", "kontaktdager", "x", "personvernombud", "tull", "erklaering", "http://a b"),
			[]string{"sprak", "farger", "kontaktdager", "holdes", "ubekreftet", "svarfrist", "foresattalder", "personvernombud", "erklaering"}, nil,
		},
		{
			"new centre", "/ansatt/oppsett/sentralen?sentral=ny", x.admin, "navn",
			with("navn", "", "eier", "tull", "orgnr", "123", "postnummer", "x", "telefon", "12", "epost", "tull", "apent_1", "x", "unntak_fra_1", "x"),
			[]string{"navn", "eier", "orgnr", "postnummer", "telefon", "epost", "apent_1", "unntak_fra_1"}, with("navn", "Nord frivilligsentral"),
		},
		{
			"invitation of staff", "/ansatt/brukere", x.admin, "epost",
			with("navn", "http://ond.example", "epost", "tull", "rolle", "tull"), []string{"navn", "epost", "rolle"}, nil,
		},
		{
			"own account", "/ansatt/konto", x.admin, "navn",
			with("navn", "", "telefon", "12", "sprak", "tull"), []string{"navn", "telefon", "sprak"}, with("navn", "Kari Nordmann"),
		},
	}
}

// filled is the form as the page holds it, with values on top.
func (b blank) filled(t *testing.T, on url.Values) (action string, values url.Values) {
	t.Helper()
	p := b.by.Get(b.path).Want(http.StatusOK)
	values = fieldsOf(p, b.named)
	if len(values) == 0 {
		t.Fatalf("no form with %s at %s", b.named, b.path)
	}
	maps.Copy(values, on)
	return p.Find("main form[method=post]").Has("[name='"+b.named+"']").First().AttrOr("action", b.path), values
}

// All that is wrong with a form is told at once: one line for each field, each
// with the field's name in it, a link to it, and in the page's order.
func TestFormsTellAllThatIsWrongAtOnce(t *testing.T) {
	t.Parallel()
	x := newFormTown(t)
	for _, b := range x.blanks() {
		action, values := b.filled(t, b.wrong)
		p := b.by.Post(action, values).Want(http.StatusUnprocessableEntity)
		var links, texts []string
		for _, a := range p.Find("#feil li").EachIter() {
			links = append(links, strings.TrimPrefix(a.Find("a").AttrOr("href", ""), "#"))
			texts = append(texts, strings.Join(strings.Fields(a.Text()), " "))
		}
		if !slices.Equal(links, b.refused) {
			t.Errorf("%s: the summary links to\n%v, want\n%v\n%v", b.name, links, b.refused, strings.Join(texts, "\n"))
		}
		for i, text := range texts {
			if slices.Contains(texts[:i], text) {
				t.Errorf("%s: the line %q stands twice", b.name, text)
			}
			if label := labelOf(p, links[i]); label == "" || !strings.Contains(text, label) {
				t.Errorf("%s: the line of #%s is %q, want the field's name %q in it", b.name, links[i], text, label)
			}
		}
		if order := inOrder(p, links); !slices.Equal(order, links) {
			t.Errorf("%s: the lines come as %v, the fields as %v", b.name, links, order)
		}
	}
}

// labelOf is what the page calls a field: the words of its label or legend that
// stand before any comma, "" when there is no such field.
func labelOf(p *webtest.Page, id string) string {
	field := p.Find("[id='" + id + "']")
	label := p.Find("label[for='" + id + "']")
	if kind := field.AttrOr("type", ""); kind == "radio" || kind == "checkbox" && field.Closest("fieldset").Find("[name='"+field.AttrOr("name", "")+"']").Length() > 1 {
		label = field.Closest("fieldset").Find("legend").First()
	} else if goquery.NodeName(field) == "fieldset" {
		label = field.Find("legend").First()
	}
	label.Find(".ds-tag").Remove()
	name, _, _ := strings.Cut(strings.Join(strings.Fields(label.Text()), " "), ",")
	return name
}

// inOrder are the ids in the order in which their elements stand.
func inOrder(p *webtest.Page, ids []string) []string {
	var found []string
	for _, s := range p.Find("main [id]").EachIter() {
		if id := s.AttrOr("id", ""); slices.Contains(ids, id) && !slices.Contains(found, id) {
			found = append(found, id)
		}
	}
	return found
}

// A new form whose required fields are filled in is never refused for what it
// came with itself.
func TestFormsAreNotRefusedForTheirOwnDefaults(t *testing.T) {
	t.Parallel()
	x := newFormTown(t)
	for _, b := range x.blanks() {
		if b.needed == nil && b.name != "own profile" && b.name != "settings" {
			continue
		}
		action, values := b.filled(t, b.needed)
		if p := b.by.Post(action, values); p.Status != http.StatusSeeOther {
			t.Errorf("%s: got %d, want 303: %s", b.name, p.Status, p.Text("#feil"))
		}
	}
	if got := x.Int(`select (settings ->> 'max_party')::int from signup_form where activity_id = $1`, x.bare); got != 2 {
		t.Errorf("largest party of a form with 2 places: got %d, want 2", got)
	}
	x.setupFollows(t)
}

// setupFollows changes what other values of a stored set-up hang on.
func (x formTown) setupFollows(t *testing.T) {
	t.Helper()
	b := blank{path: fmt.Sprintf("/lag/aktiviteter/%d/pamelding/oppsett", x.full), by: x.group, named: "plasser"}
	for _, change := range []struct {
		name   string
		on     url.Values
		status int
	}{
		{"a party typed larger than the places", with("gjor", "lagre", "plasser", "3", "storste_gruppe", "7"), http.StatusUnprocessableEntity},
		{"fewer places", with("gjor", "lagre", "plasser", "3"), http.StatusSeeOther},
		{"shorter keeping", with("gjor", "lagre", "lagres_dager", "0"), http.StatusSeeOther},
	} {
		action, values := b.filled(t, change.on)
		if p := b.by.Post(action, values); p.Status != change.status {
			t.Errorf("%s: got %d, want %d: %s", change.name, p.Status, change.status, p.Text("#feil"))
		}
	}
}
