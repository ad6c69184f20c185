package home_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/webtest"
)

var now = time.Date(2026, 5, 14, 10, 0, 0, 0, i18n.Oslo) // a Thursday

func TestFrontPage(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Clock.Set(now)
	staff, ctx := s.Staff(account.Coordinator), context.Background()
	craft, group := s.Code("category", "handverk", "Håndverk"), s.Organisation("Strikkelaget")
	s.Code("category", "tom", "Ingenting her")
	s.Code("topic", "transport", "Transport")
	s.Exec(`insert into code (municipality_id, list, slug, name_nb, age_min, age_max) values ($1, 'target_group', 'barn', 'Barn', 6, 12)`, s.MunicipalityID)
	s.Exec(`update centre set opening = '{"week": [null, null, null, [{"from": "09:00", "to": "15:00"}], [{"from": "10:00", "to": "14:00"}], null, null], "closed_on_holidays": true}' where municipality_id = $1`, s.MunicipalityID)
	d := activity.Draft{
		Title: "Strikkekafé", Summary: "Vi strikker.", Lang: i18n.NB, CategoryID: craft, PlaceNote: "Biblioteket",
		Schedule: activity.Schedule{StartsAt: now.Add(8 * time.Hour), DurationMinutes: 90, RRule: "FREQ=DAILY;COUNT=20"},
	}
	saved, err := s.Portal.Activities.Create(ctx, staff, group, d)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Portal.Activities.Submit(ctx, staff, saved.ID, saved.Version); err != nil {
		t.Fatal(err)
	}
	p := s.Anonymous().Get("/").Want(http.StatusOK)
	p.Has("h1", "Hva skjer i Prøvevik?").Has("form[action='/sok'] input[name=q]", "")
	p.Has("a[href='/aktiviteter?naar=idag']", "I dag").Has("a[href='/aktiviteter?malgruppe=barn']", "For barn")
	p.Has(".happening h3", "I dag, torsdag 14. mai", "I morgen, fredag 15. mai").Has(".happening article", "Strikkekafé", "kl. 18.00")
	if got := p.Find(".happening article").Length(); got != 8 {
		t.Errorf("got %d dates, want 8", got)
	}
	p.Has(".tile[href='/aktiviteter?kategori=handverk']", "Håndverk", "1 aktivitet").HasNot(".tile", "Ingenting her")
	// It is Ascension Day.
	p.Has("section:contains('Stikk innom')", "Stengt nå Åpner fredag 15. mai kl. 10.00.", "torsdag 09.00–15.00", "Stengt på helligdager.", "14. mai: Stengt Kristi himmelfartsdag", "Storgata 1")
	p.Has("footer", "torsdag 09.00–15.00", "Stengt på helligdager.")
	s.Anonymous().Get("/om").Want(http.StatusOK).Has("main", "Stengt nå", "Kristi himmelfartsdag")
	s.Clock.Set(now.AddDate(0, 0, 1).Add(time.Hour))
	s.Anonymous().Get("/").Want(http.StatusOK).Has("section:contains('Stikk innom')", "Åpent nå Til kl. 14.00").HasNot("section:contains('Stikk innom')", "himmelfart")
	s.Clock.Set(now)
	p.Has("form[action='/kommunen'] select[name=tema] option[value=transport]", "Transport")
	p.Has("section:contains('Nye lag')", "Strikkelaget")
	if p.Header.Get("Set-Cookie") != "" || p.Header.Get("ETag") == "" {
		t.Errorf("got cookie %q and ETag %q, want none and one", p.Header.Get("Set-Cookie"), p.Header.Get("ETag"))
	}
	for _, prefix := range []string{"/nn", "/en"} {
		s.Anonymous().Get(prefix).Want(http.StatusOK).Has("a[href='"+prefix+"/aktiviteter']", "")
	}
}

// Each group gets as many days on the front page as any other, and the page says how they are chosen.
func TestEachGroupGetsItsDays(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	names := []string{"Koret", "Turlaget", "Strikkelaget", "Vik IL", "Sanitetsforeningen"}
	for _, name := range names {
		s.Organisation(name)
	}
	days := map[string]int{}
	for day := range names {
		s.Clock.Set(now.AddDate(0, 0, day))
		p := s.Anonymous().Get("/").Want(http.StatusOK).Has("[aria-labelledby=bli-kjent]", "Alle får like mange dager")
		for _, name := range p.Find("[aria-labelledby=bli-kjent] article").EachIter() {
			for _, n := range names {
				if strings.Contains(name.Text(), n) {
					days[n]++
				}
			}
		}
	}
	for _, name := range names {
		if days[name] != 3 {
			t.Errorf("over %d days: got %v, want each on 3 of them", len(names), days)
			break
		}
	}
}

func TestEmptyFrontPage(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Anonymous().Get("/").Want(http.StatusOK).Has(".empty", "Det er ikke lagt inn noe ennå", "Registrer laget ditt")
}
