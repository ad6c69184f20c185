package imports_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/web/webtest"
)

const people = "Navn;Tittel;E-post;Telefon;Tema\r\nKari Nordmann;Rådgiver;kari@kommunen.example;22222222;Kultur\r\nFeil Nummer;;;ring;Romfart\r\n"

const calendar = "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:a\nSUMMARY:Sangkveld\nLOCATION:Huset\nDTSTART;TZID=Europe/Oslo:20200102T180000\n" +
	"DTEND;TZID=Europe/Oslo:20200102T200000\nRRULE:FREQ=WEEKLY\nEND:VEVENT\nBEGIN:VEVENT\nUID:b\nSUMMARY:Uten tid\nEND:VEVENT\nEND:VCALENDAR\n"

func site(t *testing.T) *webtest.Site {
	t.Helper()
	s := webtest.New(t)
	s.Code("topic", "kultur", "Kultur")
	s.Code("category", "annet", "Annet")
	return s
}

// send uploads a file with other fields beside it.
func send(t *testing.T, c *webtest.Client, path, name, data string, fields ...string) *webtest.Page {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(fields); i += 2 {
		if err := w.WriteField(fields[i], fields[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile("fil", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write([]byte(data)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return c.Send(http.MethodPost, path, w.FormDataContentType(), &b)
}

func TestContactList(t *testing.T) {
	t.Parallel()
	s := site(t)
	c := s.As(s.Staff(account.ContactManager))
	c.Get("/ansatt/import").Want(200).Has("main", "Hent inn kontakter", "Ingen filer ennå").HasNot("main", "Hent inn aktiviteter")
	c.Get("/ansatt/import/kontakter").Want(200).Has("form[enctype='multipart/form-data'] input[type=file][name=fil]").Has(".steps [aria-current=step]", "Velg fil")

	p := send(t, c, "/ansatt/import/kontakter", `C:\mine filer\kontakter.csv`, people).Follow().Want(200)
	p.Has("h1", "Hent inn kontakter").Has("main", "kontakter.csv", "Ingenting er lagret ennå").Has(".steps [aria-current=step]", "Se over")
	p.Has("#importrader tbody tr:nth-child(1)", "Ny", "Kari Nordmann").Has("#importrader tbody tr:nth-child(2)", "Ikke med", "Telefonnummeret er ikke gyldig")
	batch := p.Find("form[action$='/lagre']").AttrOr("action", "")
	if batch == "" || s.Int("select count(*) from contact") != 0 {
		t.Fatalf("got the action %q, want a button to store and nothing stored", batch)
	}
	base := strings.TrimSuffix(batch, "/lagre")
	c.Get(base+"?vis=refused").Want(200).Has("#importrader tbody", "Feil Nummer").HasNot("#importrader tbody", "Kari")
	c.Get(base + "?vis=%00&etter=x&for=-1").Want(200)

	done := c.Post(batch, nil).Follow().Want(200)
	done.Has("[role=status]", "1 ny, 1 ikke med").Has("main", "Importen er lagret").Has(".steps li:last-child", "ferdig")
	done.Has("#importrader a[href^='/ansatt/kontakter/']", "Kari Nordmann")
	c.Post(batch, nil).Follow().Want(200).Has("main", "Ingenting er lagret to ganger")
	c.Post(base+"/forkast", nil).Follow().Want(200).Has("main", "allerede lagret")
	if n := s.Int("select count(*) from contact"); n != 1 {
		t.Errorf("got %d contacts, want 1", n)
	}
	report := c.Get(base + "/rapport.csv").Want(200)
	if !strings.Contains(report.Body, `Feil Nummer;"Telefonnummeret er ikke gyldig. Vi kjenner ikke temaet «Romfart»`) || report.Header.Get("Content-Type") != "text/csv; charset=utf-8" {
		t.Errorf("report: got %s\n%s", report.Header.Get("Content-Type"), report.Body)
	}

	changed := strings.Replace(people, "Rådgiver", "Leder", 1)
	p = send(t, c, "/ansatt/import/kontakter", "kontakter.csv", changed).Follow()
	p.Has("#importrader tbody tr:nth-child(1)", "Endret", "Tittel").Has("#importrader del", "Rådgiver").Has("#importrader ins", "Leder")
	discard := p.Find("form[action$='/forkast']").AttrOr("action", "")
	c.Post(discard, nil).Follow().Want(200).Has("[role=status]", "Filen er forkastet").Has("#importer", "Forkastet", "Lagret")
	c.Post(strings.TrimSuffix(discard, "/forkast")+"/lagre", nil).Follow().Has("main", "allerede forkastet")
}

func TestWrongFiles(t *testing.T) {
	t.Parallel()
	s := site(t)
	c := s.As(s.Staff(account.Coordinator))
	send(t, c, "/ansatt/import/kontakter", "tom.csv", "").Want(422).Has("ds-error-summary a[href='#fil']", "ikke er tom").Has("#fil-feil", "ikke er tom")
	send(t, c, "/ansatt/import/kontakter", "bil.csv", "Bil;Farge\nVolvo;Rød\n").Want(422).Has("#fil-feil", "Navn")
	send(t, c, "/ansatt/import/kontakter", "stor.csv", strings.Repeat("Navn;Tittel\n", 900_000)).Want(413).Has("#fil-feil", "10 MB")
	send(t, c, "/ansatt/import/aktiviteter", "a.ics", calendar).Want(422).Has("#organisasjon-feil", "Velg hvilken organisasjon")
	c.Post("/ansatt/import/kontakter", url.Values{"fil": {"x"}}).Want(422)
	c.Send(http.MethodPost, "/ansatt/import/kontakter", "multipart/form-data; boundary=x", strings.NewReader("--x\r\nrubbish")).Want(422)
	c.Get("/ansatt/import").Want(200).Has("#importer", "bil.csv", "Kunne ikke leses")
	failed := c.Get("/ansatt/import").Find("#importer a").AttrOr("href", "")
	c.Get(failed).Want(200).Has("main", "Filen kunne ikke leses", "Prøv en annen fil").HasNot("form", "Lagre")
	for _, path := range []string{"/ansatt/import/999999", "/ansatt/import/abc", "/ansatt/import/999999999999999999999", "/ansatt/import/9/rapport.csv"} {
		c.Get(path).Want(404)
	}
}

func TestExamplesComeIn(t *testing.T) {
	t.Parallel()
	s := site(t)
	organisation := s.Organisation("Solvik husflidslag")
	c := s.As(s.Staff(account.Coordinator))
	for kind, rows := range map[string]int{"kontakter": 2, "organisasjoner": 2, "aktiviteter": 2} {
		example := c.Get("/ansatt/import/" + kind + "/eksempel").Want(200)
		name := "eksempel" + map[bool]string{true: ".ics", false: ".csv"}[kind == "aktiviteter"]
		p := send(t, c, "/ansatt/import/"+kind, name, example.Body, "organisasjon", fmt.Sprint(organisation)).Follow().Want(200)
		p.Has(".stat-row .stat:nth-child(1)", fmt.Sprint(rows), "Nye").Has(".stat-row .stat:nth-child(4)", "0")
		c.Post(p.Find("form[action$='/lagre']").AttrOr("action", ""), nil).Follow().Want(200).Has("main", "Importen er lagret")
	}
	if n := s.Int("select count(*) from activity where status = 'published'"); n != 2 {
		t.Errorf("got %d published activities, want the 2 of the example", n)
	}
}

func TestGroupCalendar(t *testing.T) {
	t.Parallel()
	s := site(t)
	mine, other := s.Organisation("Solvik kor"), s.Organisation("Solvik turlag")
	c, rival, staff := s.As(s.Member(mine, account.GroupMember)), s.As(s.Member(other, account.GroupAdmin)), s.As(s.Staff(account.Coordinator))
	c.Get("/lag/import").Want(200).Has("main", "Hent inn aktiviteter", "Ingen filer ennå")
	// The organisation is the group's own, whatever the form says.
	p := send(t, c, "/lag/import", "kor.ics", calendar, "organisasjon", fmt.Sprint(other)).Follow().Want(200)
	p.Has("#importrader tbody tr:nth-child(1)", "Ny", "Sangkveld").Has("#importrader tbody tr:nth-child(2)", "Ikke med", "mangler starttid")
	store := p.Find("form[action$='/lagre']").AttrOr("action", "")
	base := strings.TrimSuffix(store, "/lagre")
	rival.Get(base).Want(404)
	rival.Get(base + "/rapport.csv").Want(404)
	rival.Post(store, nil).Want(404)
	rival.Post(base+"/forkast", nil).Want(404)
	staff.Get(strings.Replace(base, "/lag/", "/ansatt/", 1)).Want(200).Has("main", "kor.ics")
	c.Post(store, nil).Follow().Want(200).Has("#importrader a[href^='/lag/aktiviteter/']", "Sangkveld")
	if n := s.Int("select count(*) from activity where organisation_id = $1 and status = 'submitted'", mine); n != 1 {
		t.Errorf("got %d activities waiting for approval, want 1", n)
	}
	c.Get("/lag/import").Want(200).Has("#importer", "kor.ics", "Lagret")
	rival.Get("/lag/import").Want(200).HasNot("main", "kor.ics")
}

func TestWhoMayImport(t *testing.T) {
	t.Parallel()
	s := site(t)
	manager, reader := s.As(s.Staff(account.ContactManager)), s.As(s.Staff(account.Reader))
	for _, path := range []string{"/ansatt/import/organisasjoner", "/ansatt/import/aktiviteter"} {
		manager.Get(path).Want(403)
		send(t, manager, path, "a.csv", people).Want(403)
	}
	reader.Get("/ansatt/import").Want(403)
	send(t, reader, "/ansatt/import/kontakter", "a.csv", people).Want(403)
	s.Anonymous().Get("/ansatt/import").Want(303)
	s.Anonymous().Get("/lag/import").Want(303)
}

// What a file leaves open is chosen on its page, once, and so is what is left out of it.
func TestChoosingOnThePreview(t *testing.T) {
	t.Parallel()
	s := site(t)
	c := s.As(s.Staff(account.ContactManager))
	file := "Ansatt;E-post;Tema;Kjæledyr\r\nKari;kari@kommunen.example;Romfart;hund\r\nOla;ola@kommunen.example;Romfart;\r\n"
	p := send(t, c, "/ansatt/import/kontakter", "k.csv", file).Follow().Want(200)
	p.Has("details[open] summary", "2 ting å velge").Has("fieldset", "For eksempel: Kari").Has("#importrader", "Velg hvilken kolonne som er navnet").HasNot("main", "Lagre de nye som utkast")
	base := strings.TrimSuffix(p.Find("form[action$='/ord']").AttrOr("action", ""), "/ord")
	p = c.Post(base+"/ord", url.Values{"om_0": {"column:Ansatt"}, "svar_0": {"name"}, "om_1": {"column:Kjæledyr"}, "svar_1": {"-"}}).Follow().Want(200)
	p.Has("[role=status]", "husket til neste fil").Has("#importrader tbody", "Kari").Has("fieldset", "Står i 2 rader").Has("details[open] summary", "én ting å velge")
	for i := range 10 {
		if n := fmt.Sprint(i); p.Find("input[name=om_"+n+"]").AttrOr("value", "") == "topic:Romfart" {
			culture := p.Find("select[name=svar_"+n+"] option:last-child").AttrOr("value", "")
			p = c.Post(base+"/ord", url.Values{"om_0": {"topic:Romfart"}, "svar_0": {culture}}).Follow().Want(200)
		}
	}
	p.HasNot("#importrader tbody", "Romfart").HasNot("details[open] summary", "å velge")
	c.Post(base+"/ord", url.Values{"om_0": {"topic:Romfart"}, "svar_0": {"drop table"}}).Want(422)
	p = c.Post(base+"/utvalg", url.Values{"rad": {"2", "3"}, "ta_med": {"3"}, "vis": {""}}).Follow().Want(200)
	p.Has("#importrader tbody tr:nth-child(1)", "Ikke med", "Du har valgt").Has("input[name=ta_med][value='3'][checked]")
	if p.Find("input[name=ta_med][value='2'][checked]").Length() != 0 {
		t.Error("a row that is left out is still chosen")
	}
	c.Post(base+"/lagre", nil).Follow().Want(200)
	if n := s.Int("select count(*) from contact where name = 'Ola'"); n != 1 || s.Int("select count(*) from contact") != 1 {
		t.Error("want Ola stored, alone")
	}
	rival := s.As(s.Member(s.Organisation("Solvik kor"), account.GroupAdmin))
	for _, path := range []string{"/ord", "/utvalg", "/gjennomgatt"} {
		rival.Post("/lag/import"+strings.TrimPrefix(base, "/ansatt/import")+path, nil).Want(404)
	}
}

// A row that was stored with something said of it waits on the work list until somebody has looked.
func TestRemarksWaitOnTheWorkList(t *testing.T) {
	t.Parallel()
	s := site(t)
	c := s.As(s.Staff(account.Coordinator))
	file := "Navn;E-post;Tema\r\nKari;kari@kommunen.example;Romfart\r\nOla;ola@kommunen.example;Kultur\r\n"
	p := send(t, c, "/ansatt/import/kontakter", "k.csv", file).Follow()
	p = c.Post(p.Find("form[action$='/lagre']").AttrOr("action", ""), nil).Follow().Want(200).Has("main", "Én rad ble lagret med en merknad")
	work := c.Get("/ansatt").Want(200).Has("main", "Filer som ble lagret med merknader", "k.csv")
	link := work.Find("a[href*='vis=merknad']").AttrOr("href", "")
	c.Get(link).Want(200).Has("#importrader tbody", "Kari", "Romfart").HasNot("#importrader tbody", "Ola")
	c.Post(p.Find("form[action$='/gjennomgatt']").AttrOr("action", ""), nil).Follow().Want(200).HasNot("main", "Merk som gjennomgått")
	c.Get("/ansatt").Want(200).HasNot("main", "Filer som ble lagret med merknader")
}

// A large file says how far it has come, with and without script, and what became of it.
func TestProgressOfALargeFile(t *testing.T) {
	t.Parallel()
	s := site(t)
	c := s.As(s.Staff(account.ContactManager))
	var file strings.Builder
	file.WriteString("Navn;E-post\r\n")
	for i := range 400 {
		fmt.Fprintf(&file, "Person %d;p%d@kommunen.example\r\n", i, i)
	}
	p := send(t, c, "/ansatt/import/kontakter", "mange.csv", file.String()).Follow()
	store := p.Find("form[action$='/lagre']").AttrOr("action", "")
	p = c.Post(store, nil).Follow().Want(200).Has("[role=status][data-follow]", "Lagrer 0 av 400 rader").HasNot("main form", "Lagre")
	follow := p.Find("[data-follow]").AttrOr("data-follow", "")
	if got := c.Get(follow).Want(200); !strings.Contains(got.Body, "Lagrer 0 av 400 rader") || got.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("got %s", got.Body)
	}
	c.Post(store, nil).Follow().Want(200).Has("main", "Importen blir lagret nå")
	s.WorkJobs()
	if got := c.Get(follow).Want(200); got.Body != `{"text":"","done":0}` {
		t.Errorf("afterwards: got %s, want nothing more to follow", got.Body)
	}
	c.Get(strings.TrimSuffix(store, "/lagre")).Want(200).Has("main", "Importen er lagret").Has(".stat-row .stat:nth-child(1)", "400")
}
