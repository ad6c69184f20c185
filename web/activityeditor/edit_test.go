package activityeditor_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/webtest"
)

// world is a site with a category, a target group, a venue, a group and staff.
type world struct {
	*webtest.Site
	Organisation             int64
	Category, Seniors, Venue int64
	Group, Other, Staff      *webtest.Client
	Reader                   *webtest.Client
}

func newWorld(t *testing.T) *world {
	t.Helper()
	s := webtest.New(t)
	s.Clock.Set(time.Date(2026, 10, 7, 8, 0, 0, 0, i18n.Oslo))
	w := &world{Site: s, Organisation: s.Organisation("Strikkelaget")}
	w.Category, w.Seniors = s.Code("category", "handverk", "Håndverk"), s.Code("target_group", "eldre", "Eldre")
	w.Venue = s.Int(`insert into venue (municipality_id, name) values ($1, 'Biblioteket') returning id`, s.MunicipalityID)
	w.Group = s.As(s.Member(w.Organisation, account.GroupMember))
	w.Other = s.As(s.Member(s.Organisation("Turlaget"), account.GroupAdmin))
	w.Staff, w.Reader = s.As(s.Staff(account.Coordinator)), s.As(s.Staff(account.Reader))
	return w
}

// form is a weekly knitting café; pairs change it.
func (w *world) form(do string, pairs ...string) url.Values {
	v := url.Values{
		"gjor": {do}, "tittel": {"Strikkekafé"}, "type": {"activity"}, "kategori": {fmt.Sprint(w.Category)}, "kort": {"Strikk sammen med andre."},
		"beskrivelse": {"Ta med **garn**."}, "sprak": {"nb"}, "dato": {"2026-10-08"}, "fra": {"18:00"}, "til": {"20:00"}, "gjentas": {"uke"},
		"slutter": {"dato"}, "slutt_dato": {"2026-12-17"}, "sted": {fmt.Sprint(w.Venue)}, "malgruppe": {fmt.Sprint(w.Seniors)},
		"pristype": {"gratis"}, "holdes_pa": {"nb"}, "pamelding": {"none"},
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

// create stores an activity through the page and returns the path of its page.
func (w *world) create(t *testing.T, do string, pairs ...string) string {
	t.Helper()
	res := w.Group.Post("/lag/aktiviteter/ny", w.form(do, pairs...)).Want(303)
	return res.Header.Get("Location")
}

func TestNewActivityFromPreviewToPublished(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Group.Get("/lag/aktiviteter").Want(200).Has("main", "Ingen aktiviteter som kommer")
	w.Group.Get("/lag/aktiviteter/ny").Want(200).Has("h1", "Ny aktivitet").Has("fieldset#nar legend", "Når er det?")

	preview := w.Group.Post("/lag/aktiviteter/ny", w.form("datoer", "pause_fra_1", "2026-10-12", "pause_til_1", "2026-10-16", "pause_grunn_1", "høstferie")).Want(200)
	preview.Has("#datoene", "Hver torsdag kl. 18.00–20.00 fra 8. oktober til 17. desember, ikke 12.–16. oktober (høstferie)")
	if got := preview.Find("#datoene .date-list").First().Find("li").Length(); got != 10 {
		t.Errorf("preview lists %d dates, want 10", got)
	}
	if got, _ := preview.Find("#tittel").Attr("value"); got != "Strikkekafé" {
		t.Errorf("after the preview the title is %q, want it kept", got)
	}
	if n := w.Int(`select count(*) from activity`); n != 0 {
		t.Errorf("the preview stored %d activities", n)
	}

	path := w.create(t, "send")
	w.Group.Get(path).Want(200).Has("h1", "Strikkekafé").Has(".page-head", "Venter på godkjenning")
	w.Group.Get("/lag/aktiviteter?fane=sendt").Want(200).Has("tbody th", "Strikkekafé")
	w.Staff.Get("/ansatt/aktiviteter").Want(200).Has("main", "1 aktivitet venter på godkjenning").Has("tbody", "Strikkelaget")

	staff := strings.Replace(path, "/lag/", "/ansatt/", 1)
	w.Staff.Get(staff).Want(200).Has("#svar", "Skal den publiseres?").Has(".facts", "Hver torsdag", "Biblioteket", "Eldre")
	w.Staff.Post(staff+"/avsla", url.Values{"versjon": {"2"}}).Want(422).Has("#grunn-feil", "Skriv hvorfor")
	w.Staff.Post(staff+"/avsla", url.Values{"versjon": {"2"}, "grunn": {"Skriv hvor dere møtes."}}).Follow().Want(200).Has(".page-head", "Avslått")
	w.Group.Get(path).Want(200).Has("main", "Skriv hvor dere møtes.").Has("button[value=send]", "Send inn")
	again := w.form("send", "versjon", "3", "moteplass", "I andre etasje")
	w.Group.Post(path, again).Follow().Want(200)
	w.Staff.Post(staff+"/godkjenn", url.Values{"versjon": {"5"}}).Follow().Want(200).Has(".page-head", "Publisert")
	w.Group.Get("/lag/aktiviteter").Want(200).Has("tbody", "Strikkekafé", "11 datoer kommer")
}

func TestFormComesBackWithErrors(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	res := w.Group.Post("/lag/aktiviteter/ny", w.form("send", "tittel", "", "kort", "", "sted", "", "fra", "seks", "alder_fra", "90", "alder_til", "9")).Want(422)
	for id, words := range map[string]string{
		"tittel": "Skriv hva aktiviteten heter", "fra": "Skriv klokkeslettet slik: 18.00", "alder_til": "minst like høy",
	} {
		res.Has("#feil a[href='#"+id+"']", words).Has("#"+id+"-feil", words)
		if res.Find("#"+id).Length() != 1 {
			t.Errorf("the error summary points at #%s, which is there %d times", id, res.Find("#"+id).Length())
		}
	}
	if got, _ := res.Find("#fra").Attr("value"); got != "seks" {
		t.Errorf("the time came back as %q, want what was typed", got)
	}
	res = w.Group.Post("/lag/aktiviteter/ny", w.form("send", "kort", "", "sted", "")).Want(422)
	res.Has("#feil", "Skriv én setning", "Velg et sted")
	w.Group.Post("/lag/aktiviteter/ny", w.form("lagre", "kort", "", "sted", "")).Follow().Want(200).Has(".page-head", "Utkast")
	w.Group.Post("/lag/aktiviteter/ny", url.Values{"gjor": {"\x00\xff"}, "dato": {"99999999999"}, "kategori": {"-1"}, "antall": {"1e9"}}).Want(422)
}

func TestTwoPeopleSaveTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.create(t, "lagre")
	w.Group.Post(path, w.form("lagre", "versjon", "1", "tittel", "Garnkveld")).Want(303)
	second := w.Group.Post(path, w.form("lagre", "versjon", "1", "kort", "Ta med pinner.")).Want(409)
	second.Has("#forskjeller", "Tittel", "Garnkveld", "Strikkekafé", "Ta med pinner.")
	version, _ := second.Find("input[name=versjon]").Attr("value")
	if version != "2" {
		t.Fatalf("the form holds version %q, want the stored one, 2", version)
	}
	w.Group.Post(path, w.form("lagre", "versjon", version, "kort", "Ta med pinner.")).Follow().Want(200).Has("h1", "Strikkekafé")
}

func TestOneDateIsCancelledAndMoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.create(t, "send")
	w.Staff.Post(strings.Replace(path, "/lag/", "/ansatt/", 1)+"/godkjenn", url.Values{}).Want(303)
	first, _ := w.Group.Get(path).Find("a[href*='/datoer/']").First().Attr("href")
	w.Group.Get(first).Want(200).Has("h1", "Strikkekafé").Has("main", "Avlys denne datoen")
	w.Group.Post(first+"/avlys", url.Values{}).Want(422).Has("#grunn-feil", "Skriv hvorfor")
	w.Group.Post(first+"/avlys", url.Values{"grunn": {"Læreren er syk"}, "utgave": {"0"}}).Follow().Want(200).Has(".link-list", "Avlyst")
	w.Group.Post(first+"/avlys", url.Values{"grunn": {"Igjen"}, "utgave": {"0"}}).Want(409)
	w.Group.Get(first).Want(200).Has("main", "Læreren er syk")
	w.Group.Post(first+"/gjenopprett", url.Values{"utgave": {"1"}}).Follow().Want(200)
	w.Group.Post(first, url.Values{"dato": {"2026-10-09"}, "fra": {"17:00"}, "til": {"19:00"}}).Want(422).Has("#feil", "Skriv hvorfor tiden er endret")
	w.Group.Post(first, url.Values{"dato": {"2026-10-09"}, "fra": {"17:00"}, "til": {"19:00"}, "grunn": {"Biblioteket er stengt"}}).Follow().Want(200).
		Has(".link-list", "Endret", "9. oktober")
	w.Group.Get(path+"/datoer").Want(200).Has("main", "Endret: Biblioteket er stengt")
}

func TestOneDateIsPostponed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.create(t, "send")
	w.Staff.Post(strings.Replace(path, "/lag/", "/ansatt/", 1)+"/godkjenn", url.Values{}).Want(303)
	first, _ := w.Group.Get(path).Find("a[href*='/datoer/']").First().Attr("href")
	w.Group.Get(first).Want(200).Has("main", "Utsett uten ny dato")
	w.Group.Post(first+"/utsett", url.Values{"grunn": {" "}}).Want(422).Has("#grunn-feil", "Skriv hvorfor det er utsatt").Has("#feil a[href='#grunn']", "Skriv hvorfor")
	w.Group.Post(first+"/utsett", url.Values{"grunn": {"Læreren er syk"}, "utgave": {"0"}}).Follow().Want(200).Has(".link-list", "Utsatt").HasNot(".link-list", "Avlyst")
	w.Group.Get("/lag").Want(200).Has("main", "Venter på dere", "Sett en ny dato innen").Has("main a[href='"+first+"']", "")
	w.Group.Post(first+"/utsett", url.Values{"grunn": {"Igjen"}, "utgave": {"0"}}).Want(409)
	page := w.Group.Get(first).Want(200).Has("main", "Denne datoen er utsatt", "Læreren er syk", "Sett ny dato", "Den går likevel som planlagt")
	if got, _ := page.Find("#dato").Attr("value"); got != "" {
		t.Errorf("the new date is %q before anybody has chosen it", got)
	}
	w.Group.Get(path+"/datoer").Want(200).Has("main", "Utsatt, ny dato kommer: Læreren er syk")
	public := strings.TrimPrefix(path, "/lag") + "/strikkekafe"
	w.Group.Get(public).Want(200).Has(".dates__off", "Utsatt, ny dato kommer", "Læreren er syk")
	w.Group.Get("/aktiviteter?visning=program").Want(200).Has(".program", "Utsatt")
	w.Group.Post(first, url.Values{"dato": {"2026-11-13"}, "fra": {"17:00"}, "til": {"19:00"}, "grunn": {"Læreren er frisk"}, "utgave": {"1"}}).Follow().Want(200).
		Has(".link-list", "Endret", "13. november")
	w.Group.Get(public).Want(200).HasNot("main", "Utsatt")
	w.Other.Post(first+"/utsett", url.Values{"grunn": {"x"}}).Want(404)
	w.Exec("update occurrence set status = 'postponed', reason = 'Snø', postponed_end = ends_at, ends_at = ends_at + interval '180 days' where id = $1", first[strings.LastIndex(first, "/")+1:])
	w.Exec("delete from occurrence where id <> $1", first[strings.LastIndex(first, "/")+1:])
	w.Group.Get(public).Want(200).Has("script[type='application/ld+json']", "https://schema.org/EventPostponed", `"endDate":"2026-11-13T19:00:00+01:00"`).HasNot("main", "Bare kom")
}

func TestWholeSeries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.create(t, "send")
	w.Group.Get(path+"/avlys").Want(200).Has("h1", "Vil du avlyse Strikkekafé?")
	w.Group.Post(path+"/avlys", url.Values{}).Want(422).Has("#grunn-feil", "Skriv hvorfor")
	w.Group.Post(path+"/avlys", url.Values{"grunn": {"Vannskade"}}).Follow().Want(200).Has("main", "Hele aktiviteten er avlyst", "Vannskade")
	w.Group.Post(path+"/gjenopprett", url.Values{}).Follow().Want(200).HasNot("main", "Vannskade")
	w.Group.Post(path+"/trekk", url.Values{}).Follow().Want(200).Has(".page-head", "Utkast")
	w.Group.Post(path+"/kopier", url.Values{"dato": {"2027-01-14"}}).Follow().Want(200).Has(".page-head", "Utkast")
	w.Group.Post(path+"/arkiver", url.Values{}).Follow().Want(200).Has(".page-head", "Arkivert")
	w.Group.Post(path+"/arkiver", url.Values{}).Want(409)
}

func TestOthersDoNotSeeIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.create(t, "send")
	w.Other.Get(path).Want(404)
	w.Other.Post(path, w.form("lagre", "versjon", "1")).Want(404)
	w.Other.Post(path+"/avlys", url.Values{"grunn": {"x"}}).Want(404)
	staff := strings.Replace(path, "/lag/", "/ansatt/", 1)
	w.Reader.Get(staff).Want(200).HasNot("main", "Godkjenn og publiser")
	w.Reader.Post(staff+"/godkjenn", url.Values{}).Want(403)
	w.Reader.Get(staff + "/rediger").Want(403)
	w.Group.Get("/lag/aktiviteter/0").Want(404)
	w.Group.Get("/lag/aktiviteter/99999999999999999999").Want(404)
}

func TestClashesStandInThePreview(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.create(t, "send")
	res := w.Other.Post("/lag/aktiviteter/ny", w.form("datoer", "tittel", "Kortkveld", "gjentas", "en", "fra", "19:00", "til", "21:00")).Want(200)
	res.Has("#datoene", "Dette skjer samtidig", "Strikkekafé – Strikkelaget", "samme sted", "Ikke godkjent ennå")
	res = w.Other.Post("/lag/aktiviteter/ny", w.form("datoer", "tittel", "Kortkveld", "gjentas", "en", "fra", "20:00", "til", "21:00")).Want(200)
	res.HasNot("#datoene", "Dette skjer samtidig").Has("#datoene", "Dette er samme dag, til en annen tid", "Strikkekafé – Strikkelaget")
}

// That there is nothing else is said only of what was looked at.
func TestWhatWasLookedAtIsSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	nothing, some := "Vi finner ikke noe annet de dagene", "Vi har sett etter annet på de 400 første datoene."
	for name, tc := range map[string]struct {
		sent     []string
		has, not string
	}{
		"few dates":            {nil, nothing, some},
		"a year of dates":      {[]string{"slutt_dato", "2027-09-30"}, "Helligdager og kommunens kalender", some},
		"many dates":           {[]string{"gjentas", "egen", "egen_regel", "FREQ=DAILY;COUNT=450"}, some, "xxx"},
		"nobody and nowhere":   {[]string{"malgruppe", "", "sted", "", "moteplass", "Ute"}, "Velg målgruppe, område eller sted", nothing},
		"dates that have been": {[]string{"dato", "2026-09-03", "slutt_dato", "2026-09-24"}, "", nothing},
	} {
		res := w.Other.Post("/lag/aktiviteter/ny", w.form("datoer", tc.sent...))
		if res.Has("main", tc.has).HasNot("main", tc.not); t.Failed() {
			t.Fatal(name)
		}
	}
}

// A long series is told of another one once, with all the dates that they have in common, and the way to the rest.
func TestSeriesClashWithAllOfTheirDates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.create(t, "send", "slutt_dato", "2027-03-18")
	long := w.form("datoer", "tittel", "Kortkveld", "slutt_dato", "2027-03-25")
	res := w.Other.Post("/lag/aktiviteter/ny", long).Want(200).Has("#datoene", "Dette skjer samtidig", "22. oktober kl. 18.00–20.00 og 21 datoer til").HasNot("#datoene", "Se alt i planleggingskalenderen")
	if n := res.Find("#datoene li:contains('Strikkekafé')").Length(); n != 1 {
		t.Errorf("the series is told %d times", n)
	}
	for n := range 12 {
		w.create(t, "send", "tittel", fmt.Sprint("Kafé ", n), "gjentas", "en")
	}
	res = w.Other.Post("/lag/aktiviteter/ny", long).Want(200).Has("#datoene", "Det er 1 aktivitet til.")
	if got, _ := res.Find("#datoene .ds-alert a").Attr("href"); got != "/lag/planlegging?maned=2026-10" {
		t.Errorf("all of them are at %q", got)
	}
}

// The page of one date tells of its series too.
func TestOneDateMeetsItsSeries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.create(t, "send", "gjentas", "flere", "datoer", "2026-10-09\n2026-10-10", "dato", "2026-10-08")
	date := fmt.Sprintf("%s/datoer/%d", path, w.Int(`select min(id) from occurrence`))
	res := w.Group.Get(date).Want(200).HasNot("main", "Dette skjer samtidig")
	if got, _ := res.Find("main .chip-row a").Attr("href"); !strings.Contains(got, "dato=2026-10-11") {
		t.Errorf("the first free day is at %q, want the one after the series", got)
	}
	w.Exec(`update occurrence set starts_at = '2026-10-08 19:00+02', ends_at = '2026-10-08 21:00+02' where id = (select max(id) from occurrence)`)
	w.Group.Get(date).Want(200).Has("main", "Dette skjer samtidig", "samme aktivitet")
	onto := url.Values{"dato": {"2026-10-09"}, "fra": {"18:00"}, "til": {"20:00"}, "sted": {fmt.Sprint(w.Venue)}, "grunn": {"Foredrag"}}
	refused := w.Group.Post(date, onto).Want(422).Has("#feil a[href='#dato']", "Aktiviteten har en annen dato som begynner da.")
	if got, _ := refused.Find("#grunn").Attr("value"); got != "Foredrag" {
		t.Errorf("the reason that was typed has become %q", got)
	}
}

// What the municipality's calendar says is told, and the free evenings fill the date.
func TestAFreeEveningIsChosen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Int(`insert into calendar_entry (municipality_id, kind, title, starts_at, ends_at, all_day, created_at, updated_at)
		values ($1, 'school_holiday', 'Høstferie', '2026-10-07 22:00Z', '2026-10-09 22:00Z', true, '2026-10-01', '2026-10-01') returning id`, w.MunicipalityID)
	res := w.Other.Post("/lag/aktiviteter/ny", w.form("datoer", "tittel", "Kortkveld", "gjentas", "en")).Want(200)
	res.Has("#datoene", "I kommunens kalender", "Høstferie – Skoleferie", "De neste ledige kveldene")
	button := res.Find("#datoene button[form=aktivitet][name=ledig_dag]").First()
	if got, _ := button.Attr("value"); got != "2026-10-10" {
		t.Fatalf("the first free evening is %q, want the day after the holiday", got)
	}
	// The button sends the form without any other: what was typed stays.
	res = w.Other.Post("/lag/aktiviteter/ny", w.form("", "tittel", "Kortkveld", "gjentas", "en", "ledig_dag", "2026-10-10")).Want(200)
	res.Has("#datoene .date-list", "10. oktober")
	for field, want := range map[string]string{"dato": "2026-10-10", "fra": "18:00", "tittel": "Kortkveld"} {
		if got, _ := res.Find("#" + field).Attr("value"); got != want {
			t.Errorf("%s: got %q, want %q", field, got, want)
		}
	}
	if n := w.Int(`select count(*) from activity`); n != 0 {
		t.Errorf("choosing an evening stored %d activities", n)
	}
	// The same on the page of one date, by links.
	path := w.create(t, "send", "gjentas", "en")
	date := fmt.Sprintf("%s/datoer/%d", path, w.Int(`select id from occurrence`))
	res = w.Group.Get(date).Want(200).Has("main", "Høstferie", "De neste ledige kveldene")
	link, _ := res.Find("main a[href*='dato=2026-10-10']").Attr("href")
	if link != date+"?dato=2026-10-10#flytt" {
		t.Fatalf("the link is %q", link)
	}
	if got, _ := w.Group.Get(date + "?dato=2026-10-10").Want(200).Find("#dato").Attr("value"); got != "2026-10-10" {
		t.Errorf("the date is filled with %q", got)
	}
	// What else there is is told of the day in the form, before anything is stored.
	w.Group.Get(date+"?dato=2026-10-10").Has("#samtidig h2", "10. oktober").HasNot("#samtidig", "Høstferie – Skoleferie")
	typed := []string{"dato", "2026-10-08", "fra", "12:00", "til", "13:00", "grunn", "Vi vil se", "utgave", "0"}
	w.Group.Post(date, webtest.Values(append(typed, "se", "ja")...)).Want(200).Has("#samtidig h2", "i morgen kl. 12.00–13.00").Has("#samtidig", "Høstferie").Has("#fra[value='12:00']", "")
	if n := w.Int(`select count(*) from occurrence where starts_at <> '2026-10-08 16:00Z'`); n != 0 {
		t.Error("looking has moved the date")
	}
	typed[0+1] = "finnes ikke"
	w.Group.Post(date, webtest.Values(append(typed, "se", "ja")...)).Want(422).Has("#samtidig", "")
}

func TestDatesOfADraftAreShared(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.create(t, "lagre", "vis_datoer", "ja")
	if w.Group.Get(path).Want(200).Find("#vis_datoer[checked]").Length() != 1 {
		t.Error("the box is not ticked when the form is opened again")
	}
	w.Group.Post(path, w.form("lagre", "versjon", "1")).Want(303)
	if n := w.Int(`select count(*) from activity where not dates_shared`); n != 1 {
		t.Error("the dates are still shared")
	}
}

func TestStaffEditAndExport(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.form("send", "organisasjon", fmt.Sprint(w.Organisation))
	res := w.Staff.Post("/ansatt/aktiviteter/ny", v).Want(303)
	path := res.Header.Get("Location")
	w.Staff.Get(path).Want(200).Has(".page-head", "Publisert")
	w.Staff.Get(path+"/rediger").Want(200).Has("button[value=lagre]", "Lagre endringene")
	w.Staff.Post(path+"/rediger", w.form("lagre", "versjon", "2", "gjentas", "en")).Follow().Want(200).Has("main", "10 datoer er tatt bort")
	csv := w.Staff.Get("/ansatt/aktiviteter.csv?q=strikk").Want(200)
	if !strings.Contains(csv.Body, "Strikkekafé") {
		t.Errorf("the file lacks the activity: %q", csv.Body)
	}
	w.Reader.Get("/ansatt/aktiviteter.csv").Want(403)
	w.Staff.Get("/ansatt/aktiviteter?status=draft&q=finnes+ikke&kategori=x&etter=tull").Want(200).Has("main", "Ingen aktiviteter passer")
	w.Staff.Post("/ansatt/aktiviteter/ny", w.form("lagre")).Want(422).Has("#organisasjon-feil", "Velg hvem som arrangerer")
}

// Saving says how many of those signed up have come along to another day.
func TestSavingSaysHowManyAreMoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.Staff.Post("/ansatt/aktiviteter/ny", w.form("send", "organisasjon", fmt.Sprint(w.Organisation), "gjentas", "en")).Want(303).Header.Get("Location")
	w.Int(`insert into signup_slot (municipality_id, activity_id, scope, occurrence_id, starts_at, ends_at, taken)
		select municipality_id, activity_id, 'date', id, starts_at, ends_at, 2 from occurrence returning id`)
	w.Staff.Post(path+"/rediger", w.form("datoer", "versjon", "2", "gjentas", "en", "dato", "2026-10-14")).Want(200).Has("#datoene", "2 påmeldte flyttes til nye datoer, og får beskjed når du lagrer.")
	w.Staff.Post(path+"/rediger", w.form("lagre", "versjon", "2", "gjentas", "en", "dato", "2026-10-14")).Follow().Want(200).Has("main", "2 påmeldte er flyttet til nye datoer, og får beskjed.")
}

// Dates on which the place is closed are told before and after saving, to the coordinator too, and stop nobody.
func TestDatesOutsideOpeningHours(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Exec(`update municipality set approve_activities = true`)
	preview := func(want string) {
		t.Helper()
		p := w.Group.Post("/lag/aktiviteter/ny", w.form("datoer")).Want(200)
		if want == "" {
			p.HasNot("#datoene", "utenfor åpningstidene")
			return
		}
		p.Has("#datoene", want)
	}
	preview("") // nobody knows
	w.Exec(`update venue set opening = '{"week":[[],[],[],[{"from":"17:00","to":"20:00"}],[],[],[]],"closed_on_holidays":true}' where id = $1`, w.Venue)
	preview("")
	w.Exec(`update venue set opening = jsonb_set(opening, '{exceptions}', '[{"from":"2026-10-22","to":"2026-10-22","note":"Maling"},{"from":"2026-10-29","to":"2026-10-29","open":[{"from":"10:00","to":"12:00"}]}]') where id = $1`, w.Venue)
	preview("2 datoer er utenfor åpningstidene til stedet")
	preview("stengt (Maling)")
	preview("åpent 10.00–12.00")
	path := w.create(t, "send")
	w.Group.Get(path).Want(200).Has(".flash", "Aktiviteten er sendt inn.", "2 datoer er utenfor åpningstidene til stedet.")
	w.Staff.Get(strings.Replace(path, "/lag/", "/ansatt/", 1)).Want(200).Has("#svar, [aria-labelledby=svar]", "2 datoer er utenfor åpningstidene til stedet", "Maling")
	w.Group.Post("/lag/aktiviteter/ny", w.form("lagre", "tittel", "Utkast", "sted", "")).Follow().HasNot(".flash", "utenfor")
}
