package planning_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/planning"
	"frivilligsentral/web/webtest"
)

func TestOurCalendar(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Clock.Set(time.Date(2026, 10, 7, 8, 0, 0, 0, i18n.Oslo))
	staff, reader := s.As(s.Staff(account.Coordinator)), s.As(s.Staff(account.Reader))
	staff.Get("/ansatt/kalender").Want(200).Has(".empty", "Ingenting i kalenderen.")
	staff.Get("/ansatt/oppsett").Want(200).Has("main", "Kalenderen vår")
	bad := staff.Post("/ansatt/kalender/ny", url.Values{"fra_dato": {"2026-10-12"}, "til": {"20"}}).Want(422)
	bad.Has("#feil", "Skriv hva det er.", "Velg hva slags dag det er.", "Skriv når det begynner, for eksempel 18.00.")
	if got, _ := bad.Find("#fra_dato").Attr("value"); got != "2026-10-12" {
		t.Errorf("the date that was typed has become %q", got)
	}
	staff.Post("/ansatt/kalender/ny", url.Values{"tittel": {"Baklengs"}, "slag": {"other"}, "heldag": {"ja"}, "fra_dato": {"2026-10-16"}, "til_dato": {"2026-10-12"}}).
		Want(422).Has("#feil", "Slutten må komme etter begynnelsen.")
	f := url.Values{"tittel": {"Høstferie"}, "slag": {"school_holiday"}, "heldag": {"ja"}, "fra_dato": {"2026-10-12"}, "til_dato": {"2026-10-16"}}
	staff.Post("/ansatt/kalender/ny", f).Follow().Has(".flash", "Høstferie er lagret.").Has("#kalender tbody", "Høstferie", "Skoleferie", "12.–16. oktober")
	reader.Get("/ansatt/kalender").Want(200).Has("#kalender", "Høstferie").HasNot("main", "Ny i kalenderen")
	path := "/ansatt/kalender/" + strconv.FormatInt(s.Int(`select id from calendar_entry`), 10)
	reader.Get(path).Want(403)
	edit := staff.Get(path).Want(200)
	for field, want := range map[string]string{"fra_dato": "2026-10-12", "til_dato": "2026-10-16"} {
		if got, _ := edit.Find("#" + field).Attr("value"); got != want {
			t.Errorf("%s: got %q, want %q", field, got, want)
		}
	}
	f = url.Values{"versjon": {"1"}, "tittel": {"Kommunestyret"}, "slag": {"meeting"}, "fra_dato": {"2026-10-12"}, "fra": {"17"}, "til": {"21"}}
	staff.Post(path, f).Follow().Has("#kalender", "Kommunestyret", "Møte", "kl. 17.00–21.00")
	staff.Post(path, f).Want(http.StatusConflict).Has(".ds-alert", "Nå står det: Kommunestyret")
	staff.Post(path+"/fjern", url.Values{"versjon": {"1"}}).Want(http.StatusConflict)
	staff.Post(path+"/fjern", url.Values{"versjon": {"2"}}).Follow().Has(".flash", "Kommunestyret er fjernet.").Has(".empty", "Ingenting i kalenderen.")
}

// What is planned and not published is for organisers alone, and only when it is shared.
func TestSharedDatesAreForOrganisersOnly(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Clock.Set(time.Date(2026, 10, 7, 8, 0, 0, 0, i18n.Oslo))
	category, area := s.Code("category", "handverk", "Håndverk"), s.Area("nes", "Nes")
	own := s.Organisation("Strikkelaget")
	group := s.Member(own, account.GroupAdmin)
	draft := func(title string, shared bool) {
		t.Helper()
		_, err := s.Portal.Activities.Create(t.Context(), group, own, activity.Draft{
			Kind: activity.Regular, Title: title, Summary: "HEMMELIG kort", Lang: i18n.NB, CategoryID: category, AreaID: area, PlaceNote: "HEMMELIG sted", SignupMode: activity.NoSignup, DatesShared: shared,
			Schedule: activity.Schedule{StartsAt: time.Date(2026, 10, 20, 18, 0, 0, 0, i18n.Oslo), DurationMinutes: 60},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	draft("Julemarked", true)
	draft("HEMMELIG plan", false)
	rival, staff, mine := s.As(s.Member(s.Organisation("Turlaget"), account.GroupMember)), s.As(s.Staff(account.Reader)), s.As(group)
	for path, by := range map[string]*webtest.Client{"/lag/planlegging": rival, "/ansatt/planlegging": staff} {
		by.Get(path).Want(200).Has("main", "Julemarked – Strikkelaget, Nes", "Bare planlagt", "kl. 18.00–19.00").HasNot("main", "HEMMELIG")
	}
	mine.Get("/lag/planlegging").Want(200).Has("main", "Julemarked", "HEMMELIG plan", "Utkastet deres")
	s.Exec(`update occurrence set starts_at = starts_at + interval '1 day', ends_at = ends_at + interval '2 days' where activity_id = (select id from activity where title = 'Julemarked')`)
	both := rival.Get("/lag/planlegging").Want(200)
	for _, day := range []string{"21", "22"} {
		both.Has("section[aria-labelledby=dag-2026-10-"+day+"]", "Julemarked", "onsdag 21. oktober kl. 18.00 – torsdag 22. oktober kl. 19.00")
	}
	both.HasNot("main", "23. oktober")
	id := s.Int(`select id from activity where title = 'Julemarked'`)
	rival.Get(fmt.Sprintf("/lag/aktiviteter/%d", id)).Want(404)
	s.WorkJobs()
	out := s.Anonymous()
	out.Get("/lag/planlegging").Want(303)
	for _, path := range []string{"/aktiviteter", "/aktiviteter?q=julemarked", "/sok?q=julemarked", "/aktiviteter/kalender"} {
		out.Get(path).Want(200).HasNot("main", "Julemarked –").HasNot("main", "HEMMELIG")
	}
	out.Get(fmt.Sprintf("/aktiviteter/%d", id)).Want(404)
	out.Get(fmt.Sprintf("/aktiviteter/%d/kalender.ics", id)).Want(404)
}

func TestMonthOfPlanning(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Clock.Set(time.Date(2026, 10, 7, 8, 0, 0, 0, i18n.Oslo))
	s.Area("nes", "Nes")
	at := time.Date(2026, 10, 8, 17, 0, 0, 0, i18n.Oslo)
	if _, err := s.Portal.Planning.Create(t.Context(), s.Staff(account.Coordinator), planning.Entry{Kind: planning.Meeting, Title: "Kommunestyret", StartsAt: at, EndsAt: at.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	group := s.As(s.Member(s.Organisation("Turlaget"), account.GroupMember))
	p := group.Get("/lag/planlegging?omrade=nes").Want(200).Has("h1", "Planleggings\u00adkalender").Has("main", "Oktober 2026", "Kommunestyret").Has("nav", "Planlegging")
	first := p.Find("[role=group] a").First()
	if got, _ := first.Attr("href"); got != "/lag/aktiviteter/ny?dato=2026-10-09" {
		t.Errorf("the first free evening is %q, want the day after the meeting", got)
	}
	if got, _ := p.Find("nav a[rel=next]").Attr("href"); got != "/lag/planlegging?maned=2026-11&omrade=nes" {
		t.Errorf("the next month is at %q", got)
	}
	group.Get("/lag/planlegging?maned=2026-11").Want(200).Has("main", "November 2026", "Ingenting er planlagt.")
	group.Get("/lag/planlegging?maned=tull&omrade=x&malgruppe=y").Want(200).Has("main", "Oktober 2026")
	s.As(s.Staff(account.Reader)).Get("/ansatt/planlegging").Want(200).Has("[role=group]", "9. oktober").HasNot("[role=group] a", "oktober")
}
