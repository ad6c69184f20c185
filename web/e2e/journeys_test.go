package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/web/webtest"

	"github.com/chromedp/chromedp"
)

// get fetches a path with the tab's cookies and returns its text.
func (b *tab) get(path string) string {
	b.t.Helper()
	return eval[string](b, "fetch("+quote(path)+`, {cache: "no-store"}).then(r => r.text())`, chromedp.EvalAwaitPromise)
}

// residentFinds is a resident who looks for an activity and takes its calendar file.
func residentFinds(t *testing.T, site *webtest.Site) {
	b := newTab(t, site)
	b.run(window(320, true))
	b.open("/")
	b.fill("q", "strikkekafé torget")
	b.click(`main form [type=submit]`)
	b.sees("Strikkekafé på Torget")
	b.press("Strikkekafé på Torget")
	b.sees("Når", "Hvor", "Arrangør", "Gratis", "Solvik strikkelag")
	b.axe("an activity")

	href := eval[string](b, `[...document.querySelectorAll("main a[href*='.ics']")].at(-1).getAttribute("href")`)
	res, err := ical.Read(context.Background(), strings.NewReader(b.get(href)), ical.Limits{})
	if err != nil || len(res.Refused) > 0 || len(res.Events) == 0 {
		t.Fatalf("calendar file %s: %d events, refused %v, %v", href, len(res.Events), res.Refused, err)
	}
	for _, e := range res.Events {
		if !strings.Contains(e.Summary, "Strikkekafé på Torget") {
			t.Errorf("the calendar file has %q, want only the activity that was asked for", e.Summary)
		}
	}
	if cookies := eval[string](b, "document.cookie"); cookies != "" {
		t.Errorf("public pages set the cookie %q", cookies)
	}
}

// step is a short way to write a form.
type step map[string]string

func (b *tab) form(fields step) {
	b.t.Helper()
	for name, value := range fields {
		b.fill(name, value)
	}
}

func TestGroupRegistersLogsInAndPublishes(t *testing.T) {
	t.Parallel()
	site := webtest.Demo(t)
	group, staff := newTab(t, site), newTab(t, site)
	staff.logIn(site, site.Account(account.StaffDoor, "randi.torsvik@solvik.example"))

	group.open("/registrer")
	group.press("Send registreringen")
	group.axe("an empty registration") // 422 with an error summary
	group.choose("nummer", "nei")
	group.form(step{
		"startet": "1000", "navn": "Kveldsbadarane", "kort": "Vi bader i sjøen hele året.", "ditt_navn": "Sigrid Havn",
		"din_epost": "sigrid@kveldsbadarane.example", "din_telefon": "68 00 00 01",
		"kontakt2_navn": "Tor Fjære", "kontakt2_epost": "tor@kveldsbadarane.example", "kontakt2_telefon": "68 00 00 02",
	})
	group.choose("vilkar", "ja")
	group.press("Send registreringen")
	group.sees("Takk! Vi har fått registreringen")

	staff.open("/ansatt/organisasjoner?q=Kveldsbadarane")
	staff.press("Kveldsbadarane")
	staff.axe("a registration to approve")
	staff.press("Godkjenn")
	site.WorkJobs()

	group.open("/logg-inn")
	group.form(step{"epost": "sigrid@kveldsbadarane.example"})
	group.press("Send meg en kode")
	group.axe("check your mail")
	site.WorkJobs()
	group.open(mailedPath(t, site, "sigrid@kveldsbadarane.example", "/logg-inn/lenke/"))
	group.press("Logg inn")
	group.sees("Kveldsbadarane")
	group.axe("a group's overview")

	id := group.newWeeklyActivity(site)
	staff.open("/ansatt/aktiviteter/" + id)
	staff.press("Godkjenn")
	group.cancelOneDate(site, id)
}

// mailedPath is the path of the newest mailed link that holds part.
func mailedPath(t *testing.T, site *webtest.Site, to, part string) string {
	t.Helper()
	for _, link := range mailtest.Last(t, site.Pool, to).Links {
		if i := strings.Index(link, part); i >= 0 {
			return link[i:]
		}
	}
	t.Fatalf("no link with %q to %s", part, to)
	return ""
}

func (b *tab) newWeeklyActivity(site *webtest.Site) (id string) {
	b.t.Helper()
	b.open("/lag/aktiviteter/ny")
	b.press("Send inn")
	b.axe("an empty activity")
	first := site.Clock.Now().AddDate(0, 0, 7)
	b.form(step{
		"tittel": "Kveldsbad på Strandsida", "kort": "Et raskt dypp og varm saft.", "beskrivelse": "Vi bader sammen.\n\n- Ta med ullsokker",
		"dato": first.Format("2006-01-02"), "fra": "18:00", "til": "19:00", "antall": "6", "moteplass": "Flytebrygga på Strandsida",
	})
	eval[bool](b, `(() => { const s = document.querySelector("main [name=kategori]"); s.selectedIndex = 3; return true; })()`)
	b.choose("gjentas", "uke")
	b.choose("slutter", "antall")
	b.choose("pristype", "gratis")
	b.press("Se datoene")
	b.sees("Hver", "kl. 18.00–19.00")
	b.axe("the dates before saving")
	b.press("Send inn")
	b.axe("an activity sent in")
	return strconv.FormatInt(site.Int(`select id from activity where title = 'Kveldsbad på Strandsida'`), 10)
}

func (b *tab) cancelOneDate(site *webtest.Site, id string) {
	b.t.Helper()
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		b.t.Fatal(err)
	}
	date := strconv.FormatInt(site.Int(`select id from occurrence where activity_id = $1 order by starts_at offset 1 limit 1`, n), 10)
	b.open("/lag/aktiviteter/" + id + "/datoer/" + date)
	b.axe("one date")
	b.form(step{"grunn": "Det er meldt storm."})
	b.press("Avlys datoen")
	b.open("/aktiviteter/" + id)
	b.sees("Kveldsbad på Strandsida", "Avlyst", "Det er meldt storm.")
	if live := site.Int(`select count(*) from occurrence where activity_id = $1 and status = 'planned'`, n); live != 5 {
		b.t.Errorf("got %d dates left, want 5 of 6", live)
	}
	if ics := b.get("/aktiviteter/" + id + ".ics"); !strings.Contains(ics, "STATUS:CANCELLED") {
		b.t.Error("the calendar file does not say that a date is cancelled")
	}
}

func TestCoordinatorImportsContactsAndFindsOne(t *testing.T) {
	t.Parallel()
	site := webtest.Demo(t)
	b := newTab(t, site)
	b.logIn(site, site.Account(account.StaffDoor, "randi.torsvik@solvik.example"))
	b.open("/ansatt")
	b.axe("the work list")
	b.open("/ansatt/import/kontakter")
	file := filepath.Join(t.TempDir(), "kontakter.csv")
	list := "Navn;Enhet;E-post;Telefon;Tema\r\nSolveig \xc5dland;Kulturenheten;solveig.aadland@solvik.example;68000011;Kultur\r\n" +
		"Uten Tema;Kulturenheten;uten@solvik.example;68000012;Drager\r\n;Kulturenheten;navnlos@solvik.example;68000013;Kultur\r\n"
	if err := os.WriteFile(file, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	b.run(chromedp.SetUploadFiles(chromedp.CSS("main input[type=file]"), []string{file}))
	b.click("main form[enctype] [type=submit]")
	b.sees("Solveig Ådland", "Drager", "Raden mangler navn")
	b.axe("an import's preview")
	b.press("Lagre")
	b.axe("an import's report")

	b.open("/kommunen?tema=kultur")
	b.sees("Solveig Ådland", "68 00 00 11")
	b.axe("who to contact")
	if n := site.Int(`select count(*) from contact where name = '' or name = 'Uten Tema' and public`); n != 0 {
		t.Errorf("%d of the row without a name and the one without a topic are stored or shown, want none", n)
	}
	if n := site.Int(`select count(*) from contact where name = 'Uten Tema'`); n != 1 {
		t.Errorf("the person whose topic nobody knows is stored %d times, want once", n)
	}
}

// A resident tells that something on a page is wrong; a coordinator answers and closes it.
func TestPageIsReportedAndAnswered(t *testing.T) {
	t.Parallel()
	site := webtest.Demo(t)
	resident, staff := newTab(t, site), newTab(t, site)
	resident.run(window(320, true))
	resident.open("/om")
	resident.click("footer a[rel=nofollow]")
	resident.press("Send meldingen")
	resident.axe("telling of a page, with errors")
	resident.choose("hva", "wrong")
	resident.form(step{"startet": "1000", "tekst": "Døra er låst på fredager.", "epost": "liv.strand@post.example"})
	resident.press("Send meldingen")
	resident.sees("Takk! Vi har fått meldingen")

	staff.logIn(site, site.Account(account.StaffDoor, "randi.torsvik@solvik.example"))
	staff.open(fmt.Sprintf("/ansatt/sidemeldinger/%d", site.Int(`select id from page_report where email = 'liv.strand@post.example'`)))
	staff.sees("Døra er låst på fredager.")
	staff.form(step{"svar": "Takk! Vi har rettet åpningstidene."})
	staff.press("Send svaret")
	staff.sees("Svaret er sendt på e-post.")
	staff.choose("utfall", "corrected")
	staff.press("Avslutt meldingen")
	staff.sees("Meldingen er avsluttet.", "Rettet")
	staff.axe("a report that is closed")
	site.WorkJobs()
	resident.open(mailedPath(t, site, "liv.strand@post.example", "/om"))
	resident.sees("Åpningstider")
}

// News go from a draft to the front page.
func TestNewsFromDraftToFrontPage(t *testing.T) {
	t.Parallel()
	site := webtest.Demo(t)
	resident, staff := newTab(t, site), newTab(t, site)
	staff.logIn(site, site.Account(account.StaffDoor, "randi.torsvik@solvik.example"))
	staff.open("/ansatt/nyheter")
	staff.press("Skriv noe nytt")
	staff.press("Lagre")
	staff.axe("an empty article")
	staff.form(step{"tittel_nb": "Vi pusser opp kjøkkenet", "ingress_nb": "Kafeen er stengt i uke 30.", "tekst_nb": "Vi åpner igjen mandagen etter.\n\n- Ny kaffemaskin"})
	staff.press("Forhåndsvis")
	staff.sees("Slik blir det", "Ny kaffemaskin", "Ikke lagret ennå")
	staff.press("Lagre")
	staff.sees("Utkast")
	resident.open("/nyheter")
	if strings.Contains(resident.text("main"), "kjøkkenet") {
		t.Error("residents see a draft")
	}
	staff.press("Publiser")
	staff.sees("Publisert", "Vi pusser opp kjøkkenet")
	staff.axe("an article that is published")
	site.Clock.Advance(2 * time.Minute)
	resident.open("/")
	resident.press("Vi pusser opp kjøkkenet")
	resident.sees("Vi åpner igjen mandagen etter.", "Ny kaffemaskin")
}
