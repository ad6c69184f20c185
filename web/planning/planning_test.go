package planning_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

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
	for name, more := range map[string]url.Values{"all day": {"heldag": {"ja"}}, "without times": {}, "with times": {"fra": {"10"}, "til": {"12"}}} {
		more.Set("tittel", "Baklengs")
		more.Set("slag", "other")
		more.Set("fra_dato", "2026-10-16")
		more.Set("til_dato", "2026-10-12")
		wrong := staff.Post("/ansatt/kalender/ny", more).Want(422)
		if got := wrong.Find("#feil a[href='#til_dato']").Text(); got != "Siste dag: Siste dag kan ikke være før første dag." || wrong.Find("#feil a[href='#fra_dato']").Length() > 0 {
			t.Errorf("%s: of the last day it says %q", name, got)
		}
	}
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

// A full day leads to all that is planned on it, page by page, and what is published and what is not has its turn there.
func TestFullDayLeadsToAllOfIt(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Clock.Set(time.Date(2026, 12, 1, 8, 0, 0, 0, i18n.Oslo))
	s.Area("nes", "Nes")
	s.Code("category", "handverk", "Håndverk")
	own := s.Organisation("Strikkelaget")
	s.Exec(`with made as (
			insert into activity (municipality_id, organisation_id, title, summary, category_id, place_note, starts_at, duration_minutes, status, published_at, dates_shared)
			select $1, $2, 'Dans ' || i, 'Kort', (select min(id) from code), 'Ute', timestamptz '2026-12-25 09:00+01' + i * interval '1 minute', 60,
			       case when i > 10 then 'published' else 'draft' end, case when i > 10 then timestamptz '2026-11-01' end, true
			from generate_series(1, 60) i returning id, municipality_id, starts_at)
		insert into occurrence (activity_id, municipality_id, key, starts_at, ends_at) select id, municipality_id, 'x', starts_at, starts_at + interval '1 hour' from made`, s.MunicipalityID, own)
	group := s.As(s.Member(s.Organisation("Turlaget"), account.GroupMember))
	day := group.Get("/lag/planlegging?malgruppe=tull").Want(200).Find("section[aria-labelledby=dag-2026-12-25]")
	if drafts, all := day.Find("li:contains('Bare planlagt')").Length(), day.Find("li:contains('Dans')").Length(); drafts != 4 || all != 8 {
		t.Errorf("the month shows %d drafts among %d dates, want 4 among 8", drafts, all)
	}
	if text := day.Text(); !strings.Contains(text, "1. juledag") || !strings.Contains(text, "Det er 52 datoer til.") {
		t.Errorf("the month says %q of the day", text)
	}
	link, _ := day.Find("p a").Attr("href")
	seen := map[string]bool{}
	for pages := 0; link != ""; pages++ {
		p := group.Get(link).Want(200).Has("h1", "Planlagt fredag 25. desember").Has("main", "Helligdag", "1. juledag")
		p.Find("main .ds-list li:contains('Dans') a, main .ds-list li:contains('Dans') strong").Each(func(_ int, x *goquery.Selection) { seen[x.Text()] = true })
		if link, _ = p.Find("a[rel=next]").Attr("href"); pages > 2 {
			t.Fatal("the pages have no end")
		}
	}
	if len(seen) != 60 {
		t.Errorf("the day has %d dates, want 60", len(seen))
	}
	narrow := group.Get("/lag/planlegging/dag?dag=2026-12-25&omrade=nes").Want(200).HasNot("main", "Dans").Has(".chip-row", "Nes")
	if got, _ := narrow.Find("main p a").Attr("href"); got != "/lag/planlegging?maned=2026-12&omrade=nes" {
		t.Errorf("the month is at %q", got)
	}
	group.Get("/lag/planlegging/dag?dag=tull").Want(200).Has("h1", "Planlagt tirsdag 1. desember").Has("main", "Ingenting er planlagt.")
	s.As(s.Staff(account.Reader)).Get("/ansatt/planlegging/dag?dag=2026-12-25").Want(200).Has("main", "Dans 1")
}
