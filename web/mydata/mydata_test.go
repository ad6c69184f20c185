package mydata_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/questionnaire"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/webtest"
)

const (
	name  = "Turid Sporløs-Hansen"
	child = "Embla Sporløs-Hansen"
	email = "turid.sporlos@post.example"
	phone = "91234599"
	ask   = "/personvern/mine"
)

// place is a site with an activity that takes sign-ups with a question.
type place struct {
	*webtest.Site
	group          account.Actor
	activity, date int64
	organisation   int64
}

func newPlace(t *testing.T) *place {
	t.Helper()
	x := &place{Site: webtest.New(t)}
	x.organisation = x.Organisation("Strikkelaget")
	x.group = x.Member(x.organisation, account.GroupAdmin)
	now := x.Clock.Now()
	starts := now.AddDate(0, 0, 9)
	x.activity = x.Int(`insert into activity (municipality_id, organisation_id, title, category_id, starts_at, duration_minutes, status, published_at)
		values ($1, $2, 'Strikkekafé', $3, $4, 60, 'published', $5) returning id`, x.MunicipalityID, x.organisation, x.Code("category", "hobby", "Hobby"), starts, now)
	x.date = x.Int(`insert into occurrence (activity_id, municipality_id, key, starts_at, ends_at)
		values ($1, $2, '20300101T120000Z', $3, $4) returning id`, x.activity, x.MunicipalityID, starts, starts.Add(time.Hour))
	f := signupform.NewForm()
	places := 3
	f.Capacity, f.MaxParty, f.AskNames, f.NeedPhone, f.KeepDays = &places, 3, true, true, 20
	f.AskAges = true
	f.Questions = []questionnaire.Question{{Kind: questionnaire.Text, Label: "Hva vil du strikke?", Purpose: "Så vi har riktig garn", KeepDays: 7}}
	must(t, x.Portal.Registrations.SaveForm(t.Context(), x.group, x.activity, 0, f))
	return x
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// join signs Turid and her child up, and confirms.
func (x *place) join(t *testing.T) string {
	t.Helper()
	resident := account.Resident(x.MunicipalityID)
	in, err := x.Portal.Registrations.SignUp(t.Context(), resident, registration.Wish{
		ActivityID: x.activity, OccurrenceID: x.date, Name: name, Email: email, Phone: phone, Party: 2,
		Participants: []registration.Participant{{Name: name, AgeBand: "26-66"}, {Name: child, AgeBand: "6-9"}}, ContactIsGuardian: true, Answers: map[string]string{"q1": "Votter til " + child},
	})
	must(t, err)
	_, err = x.Portal.Registrations.ConfirmByToken(t.Context(), resident, in.Token)
	must(t, err)
	return in.Token
}

// link asks as a browser does, and is the path of the link in the e-mail.
func (x *place) link(t *testing.T) string {
	t.Helper()
	x.Anonymous().Post(ask, url.Values{"epost": {email}}).Follow().Has("h1", "Se etter en e-post")
	links := mailtest.Last(t, x.Pool, email).Links
	if len(links) == 0 {
		t.Fatal("no link in the e-mail")
	}
	u, err := url.Parse(links[0])
	must(t, err)
	return u.Path
}

func TestShowsAllThatIsHeld(t *testing.T) {
	t.Parallel()
	x := newPlace(t)
	x.join(t)
	x.Exec(`insert into organisation_contact (organisation_id, name, email) values ($1, $2, $3)`, x.organisation, name, "Turid.Sporlos@post.example")
	x.Exec(`insert into contact (municipality_id, name, email) values ($1, $2, $3)`, x.MunicipalityID, name, email)
	for range 3 { // one visit
		_, err := x.Portal.Rosters.List(t.Context(), x.group, roster.ListParams{ActivityID: x.activity, OccurrenceID: x.date})
		must(t, err)
	}
	x.Exec(`insert into audit_event (municipality_id, actor_kind, action, object, object_id, detail)
		values ($1, 'group', 'registration.export', 'activity', $2, jsonb_build_object('occurrence', $3::bigint))`, x.MunicipalityID, x.activity, x.date+1)
	must(t, x.Portal.Rosters.SetAttendance(t.Context(), x.group, x.Int(`select id from registration where email = $1`, email), 0, x.date, registration.Present))
	x.Exec(`with r as (insert into page_report (municipality_id, page, reason, body, email, created_at) values ($1, '/om', 'wrong', 'Døra er låst.', $2, $3) returning id)
		insert into page_report_answer (municipality_id, page_report_id, body, created_at) select $1, id, 'Nå er den åpen.', $3 from r`, x.MunicipalityID, email, x.Clock.Now())
	link := x.link(t)
	x.Anonymous().Get(link).Has("#meldt-fra", "/om", "Opplysninger som er feil", "Døra er låst.", "Svar: Nå er den åpen.")
	x.Anonymous().Get(link+"/slett").Has("form", "meldt fra om på sidene").Has("#uten-adresse", "bare med navn eller telefon")
	p := x.Anonymous().Get(link).Want(http.StatusOK).Has("[aria-labelledby=pameldinger]", "Strikkekafé", name, child, email, "Hva vil du strikke?", "Votter").
		Has("#har-sett", "Arrangøren", "Så på påmeldingslisten").Has("[aria-labelledby=andre]", "Kontaktperson for Strikkelaget").
		Has("[aria-labelledby=beholdes]", "bytte kontaktperson", "Kontakt i kommunen").Has("#eposter", "Du er påmeldt Strikkekafé")
	if got := p.Header.Get("Cache-Control") + " " + p.Header.Get("Referrer-Policy"); got != "no-store no-referrer" {
		t.Errorf("headers: got %q, want no-store no-referrer", got)
	}
	if got := p.Find("#har-sett li").Length(); got != 1 {
		t.Errorf("got %d looks, want the one visit to this date", got)
	}
	p.Has("[aria-labelledby=pameldinger]", "26–66 år", "kl. ", "Oppmøte", "Møtt")
	file := x.Anonymous().Get(link + "/data.json").Want(http.StatusOK)
	var got struct {
		Email   string
		SignUps []struct {
			Name, Phone string
			Answers     map[string]string

			Participants []map[string]any
		} `json:"sign_ups"`
	}
	must(t, json.Unmarshal([]byte(file.Body), &got))
	if got.Email != email || len(got.SignUps) != 1 || !strings.Contains(got.SignUps[0].Phone, phone) || got.SignUps[0].Answers["Hva vil du strikke?"] == "" {
		t.Errorf("file: got %+v", got)
	}
	for _, p := range got.SignUps[0].Participants {
		came, _ := p["attendance"].([]any)
		if _, internal := p["id"]; internal || len(came) != 1 {
			t.Errorf("file: got the participant %v, want attendance at one date and no number of ours", p)
		}
	}
	if file.Header.Get("Cache-Control") != "no-store" || !strings.HasPrefix(file.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("file: got the headers %v", file.Header)
	}
	for _, lang := range []string{"/nn", "/en"} {
		x.Anonymous().Get(lang + link).Want(http.StatusOK).Has("h1")
		x.Anonymous().Get(lang + link + "/slett").Want(http.StatusOK).Has("h1")
	}
}

func TestSameAnswerForEveryAddress(t *testing.T) {
	t.Parallel()
	x := newPlace(t)
	x.join(t)
	for _, address := range []string{email, "ukjent@post.example"} {
		p := x.Anonymous().Post(ask, url.Values{"epost": {address}}).Want(http.StatusSeeOther)
		if got := p.Header.Get("Location"); got != ask+"/sendt" {
			t.Errorf("%s: got %q", address, got)
		}
	}
	mailtest.Last(t, x.Pool, "ukjent@post.example")
	x.Anonymous().Post(ask, url.Values{}).Want(http.StatusUnprocessableEntity).Has("#feil a[href='#epost']", "Skriv e-postadressen")
	x.Anonymous().Post(ask, url.Values{"epost": {"tull"}}).Want(http.StatusUnprocessableEntity).Has("#feil", "gyldig")
	for range 2 {
		x.Anonymous().Post(ask, url.Values{"epost": {"ukjent@post.example"}}).Want(http.StatusSeeOther)
	}
	x.Anonymous().Post(ask, url.Values{"epost": {"UKJENT@post.example"}}).Want(http.StatusTooManyRequests).Has(".ds-alert", "flere e-poster")
}

func TestLinkThatDoesNotWork(t *testing.T) {
	t.Parallel()
	x := newPlace(t)
	link := x.link(t)
	x.Anonymous().Get(link).Want(http.StatusOK).Has(".ds-alert", "Vi har ikke noe annet")
	x.Clock.Advance(31 * time.Minute)
	for _, dead := range []string{link, ask + "/tull"} {
		for _, page := range []string{"", "/data.json", "/slett"} {
			x.Anonymous().Get(dead+page).Want(http.StatusNotFound).Has(".ds-alert", "virker ikke lenger").Has("#epost")
		}
		x.Anonymous().Post(dead+"/slett", nil).Want(http.StatusNotFound)
	}
}

func TestLinkIsForOneMunicipality(t *testing.T) {
	t.Parallel()
	x := newPlace(t)
	token := strings.TrimPrefix(x.link(t), ask+"/")
	other := x.Municipality("9902", "Nabovik", "nabovik.example")
	if _, err := x.Portal.OwnData.OpenByToken(t.Context(), other, token); err == nil {
		t.Error("the link opens in another municipality")
	}
}

func TestPrivacyPageSaysWhatTheFormsSay(t *testing.T) {
	t.Parallel()
	x := newPlace(t)
	x.Exec(`update municipality set signup_hold_minutes = 45, signup_offer_hours = 36, guardian_age = 13 where id = $1`, x.MunicipalityID)
	x.Portal.Municipalities.Forget(x.MunicipalityID)
	x.Anonymous().Get("/personvern").Want(http.StatusOK).Has("#formal", "20 dager etter siste dato", "45 minutter", "36 timer", "under 13 år").
		Has("#arrangorsporsmal", "Hva vil du strikke?", "Så vi har riktig garn", "7 dager etter siste dato", "Strikkekafé").
		Has("main a[href='/personvern/mine']", "Se, hent ut og slett")
}
