package accounts_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/web/webtest"
)

// What one who logs in looks after is in a calendar of her own, whose address is shown once and follows what she may do.
func TestOwnCalendar(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	own, other, centre := s.Organisation("Koret"), s.Organisation("Naboene"), s.Organisation("Sentralen")
	s.Exec(`update organisation set kind = 'centre' where id = $1`, centre)
	category := s.Code("category", "sang", "Sang")
	starts := s.Clock.Now().AddDate(0, 0, 7)
	for org, name := range map[int64]string{own: "Øving", other: "Naboøving", centre: "Kafé"} {
		for _, status := range []string{"draft", "published", "refused"} {
			id := s.Int(`insert into activity (municipality_id, organisation_id, title, category_id, starts_at, duration_minutes, status, published_at)
				values ($1, $2, $3, $4, $5, 60, $6, case when $6 = 'published' then $5::timestamptz end) returning id`, s.MunicipalityID, org, name+" "+status, category, starts, status)
			s.Exec(`insert into occurrence (activity_id, municipality_id, key, starts_at, ends_at) values ($1, $2, 'a', $3, $4)`, id, s.MunicipalityID, starts, starts.Add(time.Hour))
		}
	}
	read := func(address string, holds ...string) {
		t.Helper()
		p := s.Anonymous().Get(address).Want(http.StatusOK)
		if got := p.Header.Get("Cache-Control") + p.Header.Get("Content-Type"); !strings.Contains(got, "no-store") || !strings.Contains(got, "text/calendar") {
			t.Errorf("headers: got %s", got)
		}
		for _, title := range []string{"Øving draft", "Øving published", "Naboøving draft", "Naboøving published", "Kafé draft", "Kafé published", "Øving refused"} {
			want := false
			for _, h := range holds {
				want = want || h == title
			}
			prefix := "SUMMARY:"
			if strings.HasSuffix(title, "draft") {
				prefix = "SUMMARY:Ikke publisert: "
			}
			if got := strings.Contains(p.Body, prefix+title); got != want {
				t.Errorf("%s: got %v, want %v in\n%s", title, got, want, p.Body)
			}
		}
	}
	path := func(p *webtest.Page) string {
		t.Helper()
		address := p.Want(http.StatusOK).Has("[aria-labelledby=kalenderen]", "Vi viser den bare nå").Find("#kalender").AttrOr("value", "")
		_, path, found := strings.Cut(address, "/konto/")
		if !found {
			t.Fatalf("the address is %q", address)
		}
		return "/konto/" + path
	}
	me := s.Member(own, account.GroupAdmin)
	kari := s.As(me)
	kari.Get("/lag/konto").Has("[aria-labelledby=kalenderen]", "også det som ikke er publisert", "Lag kalenderen min")
	first := path(kari.Post("/lag/konto/kalender", nil))
	read(first, "Øving draft", "Øving published")
	read(first+".ics", "Øving draft", "Øving published")
	kari.Get("/lag/konto").Has("[aria-labelledby=kalenderen]", "Du har hatt en adresse siden").HasNot("main", strings.TrimPrefix(first, "/konto/kalender/"))
	second := path(kari.Post("/lag/konto/kalender", nil))
	s.Anonymous().Get(first).Want(http.StatusNotFound)
	s.Exec(`insert into membership (account_id, organisation_id, role) values ($1, $2, 'group_member')`, me.AccountID, other)
	read(second, "Øving draft", "Øving published", "Naboøving draft", "Naboøving published")
	s.Exec(`delete from membership where account_id = $1`, me.AccountID)
	read(second)

	boss := s.As(s.Staff(account.Coordinator))
	centres := path(boss.Post("/ansatt/konto/kalender", nil))
	read(centres, "Kafé draft", "Kafé published")
	boss.Post("/ansatt/konto/kalender/slutt", nil).Follow().Has(".flash", "Kalenderen er avsluttet").Has("[aria-labelledby=kalenderen]", "Lag kalenderen min")
	s.Anonymous().Get(centres).Want(http.StatusNotFound)
	reader := s.As(s.Staff(account.Reader))
	reader.Get("/ansatt/konto").HasNot("main", "Din egen kalender")
	reader.Post("/ansatt/konto/kalender", nil).Want(http.StatusForbidden)
	for _, lang := range []string{"/nn", "/en"} {
		kari.Get(lang + "/lag/velg")
		boss.Get(lang+"/ansatt/konto").Want(http.StatusOK).Has("[aria-labelledby=kalenderen]", "")
	}
}

// The calendar ends with the account, also when that is opened again later.
func TestOwnCalendarEndsWithTheAccount(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	org := s.Organisation("Koret")
	boss := s.Member(org, account.GroupAdmin)
	me := s.Member(org, account.GroupMember)
	address := s.As(me).Post("/lag/konto/kalender", nil).Want(http.StatusOK).Find("#kalender").AttrOr("value", "")
	_, path, _ := strings.Cut(address, "/konto/")
	s.Anonymous().Get("/konto/" + path).Want(http.StatusOK)
	if err := s.Portal.Accounts.RemoveMember(t.Context(), boss, org, me.AccountID); err != nil {
		t.Fatal(err)
	}
	s.Anonymous().Get("/konto/" + path).Want(http.StatusNotFound)
	s.Exec(`update account set ended_at = null where id = $1`, me.AccountID)
	s.Anonymous().Get("/konto/" + path).Want(http.StatusNotFound)
}
