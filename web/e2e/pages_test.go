package e2e

import (
	"context"
	"fmt"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/bulkchange"
	"frivilligsentral/web/webtest"
)

// Error pages are pages too.
func TestErrorPages(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	b := newTab(t, site)
	b.everyMode("/finnes-ikke", 404)
	b.everyMode("/en/does-not-exist", 404)
}

// newest is the path of the newest row of a table in the demo municipality.
func newest(site *webtest.Site, pattern, table, where string) string {
	return fmt.Sprintf(pattern, site.Int(`select max(id) from `+table+` where municipality_id = $1 and `+where, site.MunicipalityID))
}

// newestArticle is the path of the newest of what the municipality has written.
func newestArticle(site *webtest.Site, path, kind string) string {
	id := site.Int(`select max(id) from article where municipality_id = $1 and kind = $2 and status = 'published'`, site.MunicipalityID, kind)
	slug := ""
	if err := site.Pool.QueryRow(context.Background(), `select slug from article where id = $1`, id).Scan(&slug); err != nil {
		return path
	}
	return path + slug
}

// Every type of page in the demo municipality, at each door. Nothing is changed,
// so one site serves them all.
func TestPages(t *testing.T) {
	t.Parallel()
	site := webtest.Demo(t)
	for name, look := range map[string]func(*testing.T, *webtest.Site){
		"resident": residentFinds, "public": publicPages, "group": groupPages, "staff": staffPages,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			look(t, site.For(t))
		})
	}
}

func publicPages(t *testing.T, site *webtest.Site) {
	b := newTab(t, site)
	called := site.Int(`select max(o.activity_id) from occurrence o join live_activity l on l.activity_id = o.activity_id
		where o.municipality_id = $1 and o.status = 'cancelled' and o.starts_at > $2`, site.MunicipalityID, site.Clock.Now())
	joined := site.Int(`select min(activity_id) from signup_form where municipality_id = $1`, site.MunicipalityID)
	for _, path := range []string{
		fmt.Sprintf("/aktiviteter/%d", joined), fmt.Sprintf("/aktiviteter/%d/pamelding", joined), "/pamelding/finn", "/personvern/mine",
		"/", "/nn", "/en", "/aktiviteter", "/aktiviteter?q=strikk&gratis=ja", "/aktiviteter?q=finnesikkeher", "/aktiviteter?naar=uka", "/aktiviteter?visning=program",
		"/aktiviteter/kalender", "/en/aktiviteter", fmt.Sprintf("/aktiviteter/%d", called), "/sok?q=kafe", "/sok", "/organisasjoner",
		newest(site, "/organisasjoner/%d", "organisation", "status = 'approved'"), "/registrer", "/kommunen", "/kommunen?tema=kultur",
		newest(site, "/steder/%d", "venue", "active and jsonb_array_length(opening -> 'exceptions') > 0"), "/om", "/personvern", "/tilgjengelighet", "/informasjonskapsler", "/vilkar", "/en/vilkar/1",
		"/nyheter", "/sporsmal-og-svar", "/sporsmal-og-svar?q=koster", newestArticle(site, "/nyheter/", "news"), newestArticle(site, "/en/sider/", "page"),
		"/meld-fra", "/meld-fra?side=/om", "/meld-fra/mottatt",
		"/logg-inn", "/ansatt/logg-inn", "/demo/postkasse",
	} {
		b.everyMode(path, 200)
	}
}

func groupPages(t *testing.T, site *webtest.Site) {
	b := newTab(t, site)
	me := site.Account(account.GroupDoor, "bodil@solvikstrikkelag.example")
	b.logIn(site, me)
	own := site.Int(`select max(activity_id) from live_activity join activity a on a.id = activity_id where a.organisation_id = $1`, me.OrganisationID)
	date := site.Int(`select max(id) from occurrence where activity_id = $1`, own)
	for _, path := range []string{
		"/lag", "/lag/aktiviteter", "/lag/aktiviteter?fane=utkast", "/lag/aktiviteter?fane=sendt", "/lag/aktiviteter/ny", fmt.Sprintf("/lag/aktiviteter/%d", own),
		fmt.Sprintf("/lag/aktiviteter/%d/datoer", own), fmt.Sprintf("/lag/aktiviteter/%d/datoer/%d", own, date),
		fmt.Sprintf("/lag/aktiviteter/%d/kopier", own), fmt.Sprintf("/lag/aktiviteter/%d/avlys", own),
		"/lag/vilkar", "/lag/planlegging", "/lag/planlegging/dag", "/lag/profil", "/lag/roller", "/lag/personer", "/lag/konto", "/lag/konto/avslutt", "/varsler/stopp/" + site.Portal.Notices.StopToken(site.MunicipalityID, me.AccountID), "/lag/import",
	} {
		b.everyMode(path, 200)
	}
}

func staffPages(t *testing.T, site *webtest.Site) {
	b := newTab(t, site)
	b.logIn(site, site.Account(account.StaffDoor, "eskil.databerg@solvik.example"))
	joined := site.Int(`select min(activity_id) from signup_form where municipality_id = $1`, site.MunicipalityID)
	for _, path := range []string{
		fmt.Sprintf("/ansatt/aktiviteter/%d/pamelding", joined), fmt.Sprintf("/ansatt/aktiviteter/%d/pamelding/oppsett", joined),
		"/ansatt/kontakter/endre", "/ansatt/aktiviteter/endre", "/ansatt/organisasjoner/endre", "/ansatt/endringer", manyChanged(t, site),
		"/ansatt", "/ansatt/kontakter", "/ansatt/kontakter/ny", newest(site, "/ansatt/kontakter/%d", "contact", "true"), "/ansatt/enheter",
		"/ansatt/organisasjoner", newest(site, "/ansatt/organisasjoner/%d", "organisation", "status = 'pending'"),
		newest(site, "/ansatt/aktiviteter/%d/tilbud", "activity", "status = 'published'"),
		newest(site, "/ansatt/organisasjoner/%d/endre", "organisation", "status = 'approved'"),
		newest(site, "/ansatt/organisasjoner/%d/roller", "organisation", "id in (select organisation_id from organisation_role_proposal)"),
		"/ansatt/aktiviteter", newest(site, "/ansatt/aktiviteter/%d", "activity", "status = 'submitted'"),
		newest(site, "/ansatt/aktiviteter/%d/rediger", "activity", "status = 'published'"),
		"/ansatt/nyheter", "/ansatt/nyheter/ny", newest(site, "/ansatt/nyheter/%d", "article", "kind = 'news'"), newest(site, "/ansatt/nyheter/%d/rediger", "article", "kind = 'question'"),
		newest(site, "/ansatt/nyheter/%d/slett", "article", "status = 'draft'"),
		"/ansatt/sidemeldinger?status=alle", newest(site, "/ansatt/sidemeldinger/%d", "page_report", "answered_at is not null"),
		"/ansatt/planlegging", "/ansatt/planlegging/dag", "/ansatt/kalender", "/ansatt/kalender/ny", newest(site, "/ansatt/kalender/%d", "calendar_entry", "true"), "/ansatt/import/kalender",
		"/ansatt/steder", "/ansatt/steder/ny", newest(site, "/ansatt/steder/%d", "venue", "jsonb_array_length(opening -> 'exceptions') > 0"), "/ansatt/import", "/ansatt/import/kontakter",
		newest(site, "/ansatt/import/%d", "import_batch", "state = 'previewed'"), "/ansatt/oppsett", "/ansatt/oppsett/omrader",
		"/ansatt/oppsett/koder/kategorier", "/ansatt/oppsett/sentralen", "/ansatt/oppsett/innstillinger", "/ansatt/oppsett/synonymer",
		"/ansatt/oppsett/soketreff", "/ansatt/oppsett/vilkar", "/ansatt/brukere", "/ansatt/logg", "/ansatt/konto", "/ansatt/konto/avslutt",
	} {
		b.everyMode(path, 200)
	}
}

// manyChanged is the path of a change of three contacts that nobody has stored.
func manyChanged(t *testing.T, site *webtest.Site) string {
	t.Helper()
	first := site.Int(`select min(id) from contact where municipality_id = $1`, site.MunicipalityID)
	by := site.Account(account.StaffDoor, "eskil.databerg@solvik.example")
	id, err := site.Portal.BulkChanges.Preview(t.Context(), by, bulkchange.Contacts, []int64{first, first + 1, first + 2},
		[]bulkchange.Edit{{Field: "enhet", How: bulkchange.Replace}, {Field: "omrade", How: bulkchange.Replace}}, "q=a")
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("/ansatt/endringer/%d", id)
}
