package tables_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/tables"
	"frivilligsentral/web/ui"
	"frivilligsentral/web/webtest"

	"github.com/google/go-cmp/cmp"
)

// ids are those of the rows that a page shows, in its order.
func ids(t *testing.T, p *webtest.Page) []int64 {
	t.Helper()
	var out []int64
	boxes := p.Find("tbody input[name=id]")
	for i := range boxes.Length() {
		value, _ := boxes.Eq(i).Attr("value")
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, n)
	}
	return out
}

// walk follows one of the pager's links to the end.
func walk(t *testing.T, c *webtest.Client, path, rel string) (pages [][]int64, last string) {
	t.Helper()
	for range 10 {
		p := c.Get(path).Want(http.StatusOK)
		pages, last = append(pages, ids(t, p)), path
		next, ok := p.Find(".pager a[rel=" + rel + "]").Attr("href")
		if !ok {
			return pages, last
		}
		path = next
	}
	t.Fatalf("%s: no end", path)
	return nil, ""
}

// sorted are 60 rows of each table: most have the same name, unit and moment, so
// that a page ends among equals.
func sorted(t *testing.T) *webtest.Site {
	t.Helper()
	s := webtest.New(t)
	s.Clock.Set(time.Date(2026, 10, 7, 8, 0, 0, 0, i18n.Oslo))
	const equal = `case when i < 3 then 'Anne ' || i when i > 57 then 'Øyvind ' || i else 'Kari' end, case when i % 2 = 0 then null else '2026-01-02'::timestamptz end`
	s.Exec(`insert into contact (municipality_id, name, confirmed_at) select $1, `+equal+` from generate_series(1, 60) i`, s.MunicipalityID)
	unit := s.Int(`insert into municipal_unit (municipality_id, name) values ($1, 'Kultur') returning id`, s.MunicipalityID)
	s.Exec(`update contact set unit_id = $1 where id % 3 > 0`, unit)
	s.Exec(`insert into organisation (municipality_id, name, confirmed_at, kind, status) select $1, `+equal+`, 'association', 'approved' from generate_series(1, 60) i`, s.MunicipalityID)
	category, organisation := s.Code("category", "annet", "Annet"), s.Int(`select min(id) from organisation`)
	s.Exec(`insert into activity (municipality_id, organisation_id, category_id, starts_at, duration_minutes, status, title, published_at, updated_at)
		select $1, $2, $3, '2026-10-08 18:00+02', 60, 'published', n, at, case when i < 5 then '2026-10-01'::timestamptz else '2026-09-01' end
		from (select i, `+equal+` from generate_series(1, 60) i) x (i, n, at)`, s.MunicipalityID, organisation, category)
	s.Exec(`insert into occurrence (activity_id, municipality_id, key, starts_at, ends_at)
		select id, municipality_id, 'a', '2026-10-08 18:00+02', '2026-10-08 19:00+02' from activity where id % 4 > 0`)
	return s
}

// Every order shows every row once, the same forwards and back, and "-" the same turned around.
func TestOrdersAcrossPages(t *testing.T) {
	t.Parallel()
	s := sorted(t)
	c := s.As(s.Staff(account.Coordinator))
	for path, sorts := range map[string]map[string]string{
		"/ansatt/kontakter": {
			"navn": `select array_agg(id order by name, id) from contact`, "bekreftet": `select array_agg(id order by confirmed_at nulls first, id) from contact`,
			"enhet": `select array_agg(id order by unit_id nulls first, id) from contact`,
		},
		"/ansatt/organisasjoner": {
			"navn": `select array_agg(id order by name, id) from organisation`, "registrert": `select array_agg(id order by created_at, id) from organisation`,
			"bekreftet": `select array_agg(id order by confirmed_at nulls first, id) from organisation`,
		},
		"/ansatt/aktiviteter": {
			"tittel": `select array_agg(id order by title, id) from activity`, "endret": `select array_agg(id order by updated_at, id) from activity`,
			"neste": `select array_agg(id order by id % 4 = 0, id) from activity`,
		},
	} {
		for sort, sql := range sorts {
			var want []int64
			if err := s.Pool.QueryRow(t.Context(), sql).Scan(&want); err != nil {
				t.Fatal(err)
			}
			for _, order := range []string{sort, "-" + sort} {
				pages, last := walk(t, c, path+"?sorter="+order, "next")
				if diff := cmp.Diff(want, slices.Concat(pages...)); diff != "" || len(pages) != 2 {
					t.Errorf("%s by %s, %d pages (-want +got):\n%s", path, order, len(pages), diff)
				}
				back, _ := walk(t, c, last, "prev")
				slices.Reverse(back)
				if diff := cmp.Diff(pages, back); diff != "" {
					t.Errorf("%s by %s back (-forwards +back):\n%s", path, order, diff)
				}
				slices.Reverse(want)
			}
		}
	}
}

func TestHeadingsAndUnknownOrders(t *testing.T) {
	t.Parallel()
	s := sorted(t)
	c := s.As(s.Staff(account.Coordinator))
	for path, usual := range map[string]string{
		"/ansatt/kontakter": "th[aria-sort=ascending] a[href='/ansatt/kontakter?sorter=-navn']", "/ansatt/organisasjoner": "th[aria-sort=ascending] a[href='/ansatt/organisasjoner?sorter=-navn']",
		"/ansatt/aktiviteter": "th[aria-sort=descending] a[href='/ansatt/aktiviteter?sorter=endret']",
	} {
		c.Get(path).Want(http.StatusOK).Has(usual)
		first := ids(t, c.Get(path))
		cursor, _ := c.Get(path).Find(".pager a[rel=next]").Attr("href")
		at, err := url.Parse(cursor)
		if err != nil {
			t.Fatal(err)
		}
		for query, why := range map[string]string{
			"?sorter=tull": "an unknown order", "?sorter=--navn": "two signs", "?sorter=id%3Bdrop+table": "code", "?etter=tull": "no cursor",
		} {
			if diff := cmp.Diff(first, ids(t, c.Get(path+query).Want(http.StatusOK))); diff != "" {
				t.Errorf("%s, %s: the list is another (-want +got):\n%s", path, why, diff)
			}
		}
		other := path + "?sorter=bekreftet"
		if path == "/ansatt/aktiviteter" {
			other = path + "?sorter=neste"
		}
		if diff := cmp.Diff(ids(t, c.Get(other)), ids(t, c.Get(other+"&etter="+at.Query().Get("etter")))); diff != "" {
			t.Errorf("%s: a cursor of another order does not begin anew:\n%s", other, diff)
		}
	}
	c.Get("/ansatt/aktiviteter?q=Kari&sorter=neste").Has("input[type=hidden][name=sorter][value=neste]").
		Has("th a[href='/ansatt/aktiviteter?q=Kari&sorter=-neste']", "Neste dato").Has("a[href='/ansatt/aktiviteter.csv?q=Kari&sorter=neste']")
}

func TestSavedViewsOfAllTables(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	reader, other := s.As(s.Staff(account.Reader)), s.As(s.Staff(account.Coordinator))
	for path, query := range map[string]string{
		"/ansatt/organisasjoner": "q=kor&sorter=-bekreftet&status=approved", "/ansatt/aktiviteter": "q=kor&sorter=tittel&status=submitted",
	} {
		reader.Post(path+"/visninger", url.Values{"sok": {"?" + query}}).Want(http.StatusUnprocessableEntity).Has("#feil", "Skriv et navn")
		reader.Post(path+"/visninger", url.Values{"sok": {"?" + query + "&farlig=1"}, "visning": {"Koret"}}).Follow().
			Has(".saved-view a[aria-current=true][href='"+path+"?"+query+"']", "Koret")
		other.Get(path).HasNot("main", "Koret")
		id := s.Int(`select id from saved_view where page = $1`, path)
		other.Post(path+"/visninger/"+ui.Itoa(id)+"/slett", nil).Want(http.StatusNotFound)
		reader.Post(path+"/visninger/"+ui.Itoa(id)+"/slett", nil).Follow().HasNot("main", "Koret")
	}
}

// foreign makes an organisation and an activity that wait in another municipality.
func foreign(s *webtest.Site) (organisation, activity int64) {
	m := s.Municipality("9902", "Nabovik", "nabovik.example")
	category := s.Int(`insert into code (municipality_id, list, slug, name_nb) values ($1, 'category', 'x', 'X') returning id`, m)
	return waiting(s, m, category, "HEMMELIG")
}

func waiting(s *webtest.Site, m, category int64, name string) (organisation, activity int64) {
	organisation = s.Int(`insert into organisation (municipality_id, name, kind, status, applicant_name, applicant_email)
		values ($1, $2, 'association', 'pending', 'Kari', $2 || '@lag.example') returning id`, m, name)
	owner := s.Int(`insert into organisation (municipality_id, name, kind, status) values ($1, $2 || ' lag', 'association', 'approved') returning id`, m, name)
	activity = s.Int(`insert into activity (municipality_id, organisation_id, title, category_id, starts_at, duration_minutes, status)
		values ($1, $2, $3, $4, $5, 60, 'submitted') returning id`, m, owner, name, category, s.Clock.Now().AddDate(0, 0, 2))
	return organisation, activity
}

// answer posts what the question's form would send.
func answer(t *testing.T, c *webtest.Client, p *webtest.Page, more ...string) *webtest.Page {
	t.Helper()
	form := p.Want(http.StatusOK).Find("form.confirm")
	action, _ := form.Attr("action")
	v := url.Values{"id": more}
	inputs := form.Find("input")
	for i := range inputs.Length() {
		name, _ := inputs.Eq(i).Attr("name")
		value, _ := inputs.Eq(i).Attr("value")
		v.Add(name, value)
	}
	return c.Post(action, v)
}

func TestApproveChosenOrganisations(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	category := s.Code("category", "annet", "Annet")
	a, _ := waiting(s, s.MunicipalityID, category, "Koret")
	b, _ := waiting(s, s.MunicipalityID, category, "Turlaget")
	done := s.Organisation("Ferdig")
	secret, _ := foreign(s)
	c := s.As(s.Staff(account.Coordinator))
	c.Get("/ansatt/organisasjoner").Has("button[formaction='/ansatt/organisasjoner/godkjenn']", "Godkjenn valgte")
	c.Get("/ansatt/organisasjoner/godkjenn?sok=%3Fvis%3Dventer").Want(http.StatusUnprocessableEntity).Has("#feil a[href='#id']", "Kryss av for minst én")
	c.Get("/ansatt/organisasjoner/godkjenn?id=" + ui.Itoa(secret)).Want(http.StatusNotFound)

	ask := c.Get(fmt.Sprintf("/ansatt/organisasjoner/godkjenn?sok=%%3Fvis%%3Dventer&id=%d&id=%d&id=%d&id=%d", a, b, done, secret))
	ask.Has("h1", "Vil du godkjenne 3 organisasjoner?").Has("#valgte", "Koret (Venter på godkjenning)", "Turlaget").HasNot("main", "HEMMELIG")
	if n := s.Int(`select count(*) from organisation where status = 'pending'`); n != 3 {
		t.Errorf("the question left %d that wait, want 3", n)
	}
	p := answer(t, c, ask, ui.Itoa(secret)).Want(http.StatusOK)
	p.Has("main", "2 organisasjoner er godkjent", "2 gikk ikke").Has("#avvist", "Ferdig: Noen andre har avgjort saken", "Nummer "+ui.Itoa(secret)).HasNot("main", "HEMMELIG").
		Has("a[href='/ansatt/organisasjoner?vis=venter']", "Tilbake")
	if n := s.Int(`select count(*) from organisation where id = $1 and status = 'pending'`, secret); n != 1 {
		t.Error("another municipality's organisation was approved")
	}
	if n := s.Int(`select count(*) from audit_event where action = 'organisation.approve'`); n != 2 {
		t.Errorf("got %d entries in the log, want one for each", n)
	}
	s.WorkJobs()
	if n := s.Int(`select count(*) from email where recipient in ('Koret@lag.example', 'Turlaget@lag.example')`); n != 2 {
		t.Errorf("got %d e-mails, want one for each", n)
	}
}

// Of several that ask for one number none is approved together with others.
func TestContestedNumbersAreNotApprovedTogether(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	category := s.Code("category", "annet", "Annet")
	a, _ := waiting(s, s.MunicipalityID, category, "Koret")
	b, _ := waiting(s, s.MunicipalityID, category, "Koret vårt")
	alone, _ := waiting(s, s.MunicipalityID, category, "Turlaget")
	s.Exec(`update organisation set orgnr = '974760673' where id in ($1, $2)`, a, b)
	c := s.As(s.Staff(account.Coordinator))
	c.Get("/ansatt/organisasjoner?vis=venter").Has("tbody", "Flere venter på svar om samme nummer")
	ask := c.Get(fmt.Sprintf("/ansatt/organisasjoner/godkjenn?id=%d&id=%d&id=%d", a, b, alone))
	ask.Has("#valgte", "Koret (Flere venter på svar om samme nummer)", "Turlaget (Venter på godkjenning)")
	answer(t, c, ask).Has("main", "Én organisasjon er godkjent", "2 gikk ikke").Has("#avvist", "Koret: Flere venter på svar", "Koret vårt: Flere venter på svar")
	if n := s.Int(`select count(*) from organisation where status = 'pending'`); n != 2 {
		t.Errorf("got %d that wait, want the two with one number", n)
	}
}

func TestConfirmChosenOrganisations(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	pending, _ := waiting(s, s.MunicipalityID, s.Code("category", "annet", "Annet"), "Nye")
	a, b := s.Organisation("Koret"), s.Organisation("Turlaget")
	s.Exec(`update organisation set confirmed_at = null`)
	c := s.As(s.Staff(account.Coordinator))
	ask := c.Get(fmt.Sprintf("/ansatt/organisasjoner/bekreft?sok=%%3Fvis%%3Dubekreftet&id=%d&id=%d", a, b)).Has("h1", "Vil du bekrefte opplysningene om 2 organisasjoner?")
	answer(t, c, ask).Follow().Has(".flash", "2 organisasjoner er bekreftet").HasNot("tbody", "Koret")
	answer(t, c, ask, ui.Itoa(pending)).Has("#avvist", "Nye: Bare et godkjent lag kan bekreftes").Has("main", "Én gikk ikke")
}

func TestApproveChosenActivities(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	category := s.Code("category", "annet", "Annet")
	_, a := waiting(s, s.MunicipalityID, category, "Kor")
	_, b := waiting(s, s.MunicipalityID, category, "Tur")
	_, changed := waiting(s, s.MunicipalityID, category, "Endret")
	_, secret := foreign(s)
	c := s.As(s.Staff(account.Coordinator))
	ask := c.Get(fmt.Sprintf("/ansatt/aktiviteter/godkjenn?sok=%%3Fstatus%%3Dsubmitted&id=%d&id=%d&id=%d&id=%d", a, b, changed, secret))
	ask.Has("h1", "Vil du godkjenne 3 aktiviteter?").Has("#valgte", "Kor", "Kor lag").HasNot("main", "HEMMELIG")
	s.Exec(`update activity set version = version + 1 where id = $1`, changed)
	answer(t, c, ask, ui.Itoa(secret)).Want(http.StatusOK).Has("main", "2 aktiviteter er publisert", "2 gikk ikke").Has("#avvist", "Endret: ", "Nummer "+ui.Itoa(secret))
	if n := s.Int(`select count(*) from activity where status = 'submitted' and id in ($1, $2)`, changed, secret); n != 2 {
		t.Errorf("got %d left as they were, want the changed one and the foreign one", n)
	}
	if n := s.Int(`select count(*) from audit_event where action = 'activity.approve'`); n != 2 {
		t.Errorf("got %d entries in the log, want one for each", n)
	}
}

func TestReaderOnlyReads(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	organisation, activity := waiting(s, s.MunicipalityID, s.Code("category", "annet", "Annet"), "Koret")
	c := s.As(s.Staff(account.Reader))
	for path, id := range map[string]int64{"/ansatt/organisasjoner/bekreft": organisation, "/ansatt/organisasjoner/godkjenn": organisation, "/ansatt/aktiviteter/godkjenn": activity} {
		c.Get(path + "?id=" + ui.Itoa(id)).Want(http.StatusForbidden)
		c.Post(path, url.Values{"id": {ui.Itoa(id)}}).Want(http.StatusForbidden)
	}
	c.Get("/ansatt/organisasjoner").Want(http.StatusOK).Has("tbody", "Koret").HasNot("tbody input", "").HasNot("main", "valgte")
	c.Get("/ansatt/aktiviteter").Want(http.StatusOK).Has("tbody", "Koret").HasNot("tbody input", "").HasNot("main", "valgte")
	if n := s.Int(`select count(*) from activity where status = 'published'`); n != 0 {
		t.Error("a reader published an activity")
	}
}

func TestBackKeepsAllValues(t *testing.T) {
	t.Parallel()
	got := tables.Back("?kategori=tur&kategori=&kategori=dans&q=kor&farlig=1", []string{"q", "kategori", "sorter"})
	if diff := cmp.Diff(url.Values{"kategori": {"tur", "dans"}, "q": {"kor"}}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
