package about_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/config"
	"frivilligsentral/internal/owndata/records"
	"frivilligsentral/web/webtest"
)

func TestPagesInAllLanguages(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	for _, lang := range []string{"", "/nn", "/en"} {
		for _, path := range []string{"/om", "/tilgjengelighet", "/personvern", "/informasjonskapsler"} {
			p := s.Anonymous().Get(lang + path).Want(http.StatusOK).Has("h1").Has("link[hreflang=nn]")
			if p.Header.Get("Set-Cookie") != "" || !strings.HasPrefix(p.Header.Get("Cache-Control"), "public") || p.Header.Get("ETag") == "" {
				t.Errorf("%s%s: got the headers %v, want a page that caches may keep", lang, path, p.Header)
			}
		}
	}
}

func TestPrivacySaysWhatTheSettingsSay(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, func(c *config.Config) { c.BrregURL = "https://data.brreg.no" })
	p := s.Anonymous().Get("/personvern")
	p.Has("[aria-labelledby=ansvar]", "Prøvevik kommune er behandlingsansvarlig", "post@sentralen.example").Has("#mottakere ~ ul", "Enhetsregisteret")
	p.Has("#formal", "ett år etter at tilgangen er avsluttet", "Hele nettverksadressen i én time, resten av forsøket i 30 dager")
	webtest.New(t).Anonymous().Get("/personvern").HasNot("main", "Enhetsregisteret og")
}

func TestAccessibilityStatement(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Anonymous().Get("/tilgjengelighet").Has("main", "post@sentralen.example", "Diskrimineringsnemnda").HasNot("main", "uustatus.no")
	s.Exec(`update municipality set accessibility_url = 'https://uustatus.no/nb/erklaringer/publisert/1' where id = $1`, s.MunicipalityID)
	s.Portal.Municipalities.Forget(s.MunicipalityID)
	s.Anonymous().Get("/tilgjengelighet").Has("main a[href^='https://uustatus.no/']", "uustatus.no")
}

func TestTextInAnotherLanguageIsMarked(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Exec(`update centre set about = '{"nb":"Velkommen inn."}'`)
	s.Anonymous().Get("/en/om").Has("[lang=nb] .prose", "Velkommen inn.")
	s.Anonymous().Get("/om").Has(".prose", "Velkommen inn.").HasNot("main [lang=nb]", "")
}

// TestCookiesAreListed compares the page with the cookies that logging in sets.
func TestCookiesAreListed(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	listed := s.Anonymous().Get("/informasjonskapsler").Text("#kapsler")
	for _, path := range []string{"/logg-inn", "/ansatt/logg-inn"} {
		p := s.Anonymous().Post(path, url.Values{"epost": {"noen@eksempel.example"}})
		for _, c := range p.Header.Values("Set-Cookie") {
			if name, _, _ := strings.Cut(c, "="); !strings.Contains(listed, name) {
				t.Errorf("%s sets %s, which the page does not list", path, name)
			}
		}
	}
	for _, a := range []account.Actor{s.Staff(account.Reader), s.Member(s.Organisation("Laget"), account.GroupAdmin)} {
		if name := s.Cookie(a).Name; !strings.Contains(listed, name) {
			t.Errorf("the session cookie %s is not listed", name)
		}
	}
}

// The privacy page counts what is kept, and what of it goes soon.
func TestPrivacyCounts(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Clock.Stop()
	s.Exec(`delete from audit_event`)
	s.Exec(`insert into account (municipality_id, email, name, created_at, ended_at) values ($1, 'a@x.example', 'A', $2, null), ($1, 'b@x.example', 'B', $2, $3), ($1, 'c@x.example', 'C', $2, $4)`,
		s.MunicipalityID, s.Clock.Now().AddDate(-3, 0, 0), s.Clock.Now().AddDate(0, 0, -340), s.Clock.Now().AddDate(0, 0, -330))
	neighbour := s.Int(`insert into municipality (number, name, county_number, county) values ('9977', 'Nabovik', '99', 'Fylket') returning id`)
	s.Exec(`insert into account (municipality_id, email, name) values ($1, 'n@x.example', 'N')`, neighbour)
	s.Exec(`insert into page_report (municipality_id, page, reason, body, email, created_at, closed_at, outcome) values ($1, '/om', 'wrong', 'x', 'a@x.example', $2, null, null),
		($1, '/om', 'wrong', 'x', 'a@x.example', $2, $3, 'spam'), ($1, '/om', 'wrong', 'x', 'a@x.example', $2, $4, 'spam'), ($1, '/om', 'wrong', 'x', '', $2, $3, 'spam')`,
		s.MunicipalityID, s.Clock.Now().AddDate(-3, 0, 0), s.Clock.Now().AddDate(0, 0, -340), s.Clock.Now().AddDate(0, 0, -330))
	s.Exec(`with c as (insert into bulk_change (municipality_id, noun, edits, created_at) values ($1, 'activity', '[]', $2) returning id)
		insert into bulk_change_row (bulk_change_id, number, object_id, label, outcome, before) select id, n, n, 'A', 'changed', case n when 1 then '{"kontakt": ["A", "", ""]}' else '{}' end::jsonb from c, generate_series(1, 2) n`,
		s.MunicipalityID, s.Clock.Now())
	s.Anonymous().Get("/personvern").Has("#antall-accounts", "ikke talt ennå") // the page itself counts nothing
	if err := s.Portal.OwnData.Count(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := s.Anonymous().Get("/personvern").Want(http.StatusOK)
	p.Has("#antall-bulk", ": 1", "Slettes de neste 30 dagene: 1")
	p.Has("#antall-page_reports", "svar: 3", "Slettes de neste 30 dagene: 1")
	p.Has("#antall-accounts", "eller har gjort det: 3", "Slettes de neste 30 dagene: 1")
	p.Has("#antall-contacts", ": 0", "Slettes ikke etter en viss tid").HasNot("#lagret", "ikke talt ennå")
	all := records.All()
	if listed, counted := p.Find("#formal > li").Length(), p.Find("#lagret > li").Length(); listed != len(all) || counted != len(all) {
		t.Errorf("got %d kinds listed and %d counted, want each of %d in both", listed, counted, len(all))
	}
	for _, k := range all {
		p.Has("#formal", k.What).Has("#lagret", k.Name)
	}
}
