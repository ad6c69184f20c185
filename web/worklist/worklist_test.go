package worklist_test

import (
	"net/http"
	"strconv"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/web/webtest"
)

func str(n int64) string { return strconv.FormatInt(n, 10) }

func TestNothingToDo(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.As(s.Staff(account.Reader)).Get("/ansatt").Want(http.StatusOK).Has("h1", "Hei, Ansatt!").Has(".empty", "Alt er gjort")
	s.Anonymous().Get("/ansatt").Want(http.StatusSeeOther)
}

// fill makes one or more rows for every list.
func fill(s *webtest.Site) {
	m, now := s.MunicipalityID, s.Clock.Now()
	s.Exec(`insert into organisation (municipality_id, name, kind, applicant_name, applicant_email, applied_at)
	        values ($1, 'Velgruppa', 'group', 'Lars', 'lars@vel.example', $2)`, m, now)
	s.Exec(`insert into organisation (municipality_id, name, kind, status, confirmed_at)
	        values ($1, 'Historielaget', 'association', 'approved', $2)`, m, now.AddDate(0, -14, 0))
	for i := range 12 {
		s.Exec(`insert into contact (municipality_id, name, valid_from) values ($1, $2, '2020-01-01')`, m, "Kontakt "+strconv.Itoa(i+1))
	}
	s.Exec(`insert into contact (municipality_id, name, valid_from, valid_to, confirmed_at) values ($1, 'Vigdis', '2020-01-01', $2, $3)`, m, now.AddDate(0, 0, 5), now)
	s.Exec(`insert into import_batch (municipality_id, kind, file_name, file_hash, state, error) values ($1, 'contacts', 'feil.numbers', 'x', 'failed', 'Filen er tom.')`, m)
	s.Exec(`insert into import_batch (municipality_id, kind, file_name, file_hash, counts) values ($1, 'contacts', 'liste.csv', 'x', '{"new":8}')`, m)
	s.Exec(`insert into email (municipality_id, recipient, kind, subject, text_body, status) values ($1, 'terje@lag.example', 'login', 'Hemmelig kode 123456', 'x', 'failed')`, m)
}

func TestEverythingToDo(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	fill(s)
	p := s.As(s.Staff(account.Coordinator)).Get("/ansatt").Want(http.StatusOK)
	p.Has("[aria-labelledby=godkjenne]", "Lag og foreninger som venter på svar (1)", "Velgruppa", "Lars vil registrere laget", "Godkjenn")
	p.Has("[aria-labelledby=arlig]", "Historielaget", "Stemmer fortsatt")
	p.Has("[aria-labelledby=bekrefte]", "Kontakter som må bekreftes (12)", "Vis alle 12")
	if n := p.Find("[aria-labelledby=bekrefte] li").Length(); n != 10 {
		t.Errorf("got %d rows, want 10 and a link", n)
	}
	p.Has("[aria-labelledby=uten-vikar] a[href$='/rediger#vikar']", "Velg vikar")
	p.Has("[aria-labelledby=filer]", "feil.numbers", "Filen er tom.", "Fjern").Has("[aria-labelledby=forhandsvisninger]", "liste.csv", "8 rader", "Gå videre")
	p.Has("[aria-labelledby=epost]", "terje@lag.example", "Innlogging", "Send på nytt").HasNot("main", "123456")
	p.Has(".count[data-count='18']")
}

func TestEachSeesWhatTheyCanDo(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	fill(s)
	reader := s.As(s.Staff(account.Reader)).Get("/ansatt").Want(http.StatusOK)
	reader.Has("[aria-labelledby=bekrefte]", "Kontakt 1").HasNot("main form button", "").HasNot("main", "terje@lag.example").HasNot("main", "liste.csv")
	manager := s.As(s.Staff(account.ContactManager)).Get("/ansatt").Want(http.StatusOK)
	manager.Has("[aria-labelledby=bekrefte] button", "Stemmer fortsatt").Has("main", "liste.csv").HasNot("main", "Godkjenn").HasNot("main", "terje@lag.example")
}

func TestConfirmFromTheList(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	fill(s)
	staff := s.As(s.Staff(account.ContactManager))
	action, _ := staff.Get("/ansatt").Find("[aria-labelledby=bekrefte] form").First().Attr("action")
	p := staff.Post(action, nil)
	if got := p.Header.Get("Location"); got != "/ansatt" {
		t.Errorf("got location %q, want the work list", got)
	}
	p.Follow().Has(".flash", "Kontakten er bekreftet").Has("[aria-labelledby=bekrefte]", "(11)")
}

// A number that several ask for is not decided from the list: there nobody sees the others.
func TestContestedNumberIsNotApprovedFromTheList(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ask := func(name, email string) {
		s.Exec(`insert into organisation (municipality_id, name, kind, orgnr, applicant_name, applicant_email, applied_at)
			values ($1, $2, 'association', '974760673', 'Lars', $3, $4)`, s.MunicipalityID, name, email, s.Clock.Now())
	}
	ask("Koret", "ekte@lag.example")
	staff := s.As(s.Staff(account.Coordinator))
	alone := staff.Get("/ansatt").Has("[aria-labelledby=godkjenne] button", "Godkjenn").HasNot("[aria-labelledby=godkjenne]", "Flere venter")
	ask("Koret vårt", "tyv@evil.example")
	staff.Get("/ansatt").Has("[aria-labelledby=godkjenne]", "Flere venter på svar om samme nummer", "Se over").HasNot("[aria-labelledby=godkjenne]", "Godkjenn")
	action, _ := alone.Find("[aria-labelledby=godkjenne] form").First().Attr("action")
	staff.Post(action, nil).Want(http.StatusConflict).Has("main", "Flere venter på svar om det samme organisasjonsnummeret")
	if n := s.Int(`select count(*) from organisation where status = 'pending'`); n != 2 {
		t.Errorf("got %d that wait, want both", n)
	}
	own := s.Int(`select id from organisation where name = 'Koret'`)
	staff.Get("/ansatt/organisasjoner/"+str(own)).Has("main", "registrert flere ganger", "Koret vårt", "Godkjenn")
	staff.Post("/ansatt/organisasjoner/"+str(own)+"/godkjenn", nil).Follow().Has(".flash", "Godkjent")
}

func TestEmails(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	fill(s)
	s.Clock.Stop()
	by := s.Staff(account.Coordinator)
	staff, id := s.As(by), s.Int(`select id from email`)
	path := "/ansatt/epost/" + str(id)
	s.As(s.Staff(account.ContactManager)).Post(path+"/send", nil).Want(http.StatusForbidden)
	staff.Post(path+"/send", nil).Follow().Has(".flash", "sendes på nytt").HasNot("main", "terje@lag.example")
	staff.Post(path+"/fjern", nil).Want(http.StatusNotFound)
	s.Exec(`update email set status = 'bounced'`)
	staff.Get("/ansatt").Has("[aria-labelledby=epost]", "Adressen tar ikke imot")
	staff.Post(path+"/fjern", nil).Follow().Has(".flash", "tatt av listen").HasNot("main", "terje@lag.example")
	for _, action := range []string{"mail.retry", "mail.dismiss"} {
		if n := s.Logged(by, action, "email", id); n != 1 {
			t.Errorf("%s: got %d rows in the log, want 1", action, n)
		}
	}
	foreign := s.Int(`insert into email (municipality_id, recipient, kind, subject, text_body, status)
	                  values ($1, 'a@b.example', 'x', 'x', 'x', 'failed') returning id`, s.Municipality("9902", "Annenvik", "annen.example"))
	staff.Post("/ansatt/epost/"+str(foreign)+"/send", nil).Want(http.StatusNotFound)
	staff.Post("/ansatt/epost/"+str(foreign)+"/fjern", nil).Want(http.StatusNotFound)
}

func TestSignups(t *testing.T) {
	t.Parallel()
	s := webtest.Demo(t)
	p := s.As(s.Account(account.StaffDoor, "randi.torsvik@solvik.example")).Get("/ansatt").Want(http.StatusOK)
	p.Has("[aria-labelledby=pamelding]", "Jonas Viken", "Foresatte har ikke bekreftet", "Arvid Nesset", "arvid.nesset@post.example tar ikke imot e-post", "Åpne")
	p.HasNot("[aria-labelledby=epost]", "arvid.nesset@post.example")
	s.As(s.Staff(account.Reader)).Get("/ansatt").Want(http.StatusOK).HasNot("main", "Arvid Nesset")
	url, _ := p.Find("[aria-labelledby=pamelding] a:contains('Arvid Nesset')").Attr("href")
	s.As(s.Account(account.StaffDoor, "randi.torsvik@solvik.example")).Get(url).Want(http.StatusOK).Has("main", "Arvid Nesset")
}

// An approved activity with sign-up here, and nothing set up, waits for the group and for staff.
func TestSignUpThatIsNotSetUp(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	org := s.Organisation("Vik IL")
	d := activity.Draft{
		Title: "Kortspill", Summary: "Vi spiller kort.", Lang: "nb", CategoryID: s.Code("category", "kort", "Kort"), AreaID: s.Area("vik", "Vik"), PlaceNote: "Huset",
		SignupMode: activity.HereSignup, Schedule: activity.Schedule{StartsAt: s.Clock.Now().AddDate(0, 0, 3), DurationMinutes: 60},
	}
	by := s.Staff(account.Coordinator)
	saved, err := s.Portal.Activities.Create(t.Context(), by, org, d)
	if err == nil {
		_, err = s.Portal.Activities.Submit(t.Context(), by, saved.ID, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	staff, group := s.As(by), s.As(s.Member(org, account.GroupMember))
	path := "/aktiviteter/" + str(saved.ID) + "/pamelding/oppsett"
	staff.Get("/ansatt").Has("[aria-labelledby=uten-oppsett]", "Kortspill", "Vik IL", "Ingen kan melde seg på ennå").Has("a[href='/ansatt" + path + "']")
	staff.Get("/ansatt" + path).Want(http.StatusOK)
	group.Get("/lag").Has("main", "Venter på dere", "Kortspill", "Sett opp påmeldingen").Has("a[href='/lag" + path + "']")
	group.Get("/lag" + path).Want(http.StatusOK)
	s.As(s.Staff(account.Reader)).Get("/ansatt").HasNot("main", "Kortspill")
	s.Exec(`insert into signup_form (activity_id, municipality_id, settings, scope, capacity, waiting_capacity, strict_order, reminder, reminder_hours, thanks, keep_days, updated_at)
		values ($1, $2, '{}', 'date', 5, 0, false, 'none', 24, false, 30, $3)`, saved.ID, s.MunicipalityID, s.Clock.Now())
	staff.Get("/ansatt").HasNot("main", "Kortspill")
	group.Get("/lag").HasNot("main", "Ingen kan melde seg på ennå")
}
