package web_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/shareddata"
	"frivilligsentral/web/form"
	"frivilligsentral/web/webtest"

	"github.com/PuerkitoBio/goquery"
	ics "github.com/arran4/golang-ical"
	"golang.org/x/net/html"
)

// naughty are strings that have broken other programs; a longer list stands in ../shared/data when it is there.
var naughty = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</title><svg/onload=alert(1)>`, `' onmouseover='alert(1)`, `javascript:alert(1)`,
	`</script><script>alert(1)</script>`, `=HYPERLINK("http://ond.example","Trykk")`, `@SUM(1+1)*cmd|'/c calc'!A0`, `-2+3+cmd|' /C calc'!A0`, "+47 22 22 22 22",
	`[trykk](javascript:alert(1))`, `![x](http://ond.example/x.png)`, `<a href="http://ond.example">x</a>`, `&lt;script&gt;`, `{{7*7}} ${7*7} <%= 7 %>`,
	"Robert'); DROP TABLE account;--", "%s%n%d%!", "a\u202eb", "e\u0301 Å ﷽ 👩‍👩‍👧‍👦", "Navn\r\nBcc: alle@eksempel.no", "BEGIN:VEVENT\r\nSUMMARY:x", "a;b,c\\n\\,d", "%0d%0aX: y", "\ufeffbom",
}

func hostileStrings(t *testing.T) []string {
	t.Helper()
	b, ok := shareddata.Read(t, "security/blns/blns.json")
	if !ok {
		return naughty
	}
	var more []string
	if err := json.Unmarshal(b, &more); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d strings of the Big List of Naughty Strings", len(more))
	return append(append([]string(nil), naughty...), more...)
}

// inText is how a one-line text shows: as a browser would join its blanks.
func inText(s string) string { return strings.Join(strings.Fields(form.Clean(s)), " ") }

// screen is a form and the pages where what it stores is seen.
type screen struct {
	name, path string
	fields     []string // one-line ones first
	lines      int      // how many of them are one-line and shown as they are
	pages      []string
	by         *webtest.Client
	set        url.Values // on top of what the page holds
}

func screens(x *town) []screen {
	id := func(kind string) string { return strconv.FormatInt(x.own[kind], 10) }
	admin := x.As(x.roles[string(account.Administrator)])
	group := x.As(x.roles[string(account.GroupAdmin)])
	return []screen{
		{
			"organisation", "/ansatt/organisasjoner/" + id("organisation") + "/endre", []string{"navn", "kort", "adresse", "om", "bli_med"}, 1,
			[]string{"/organisasjoner/" + id("organisation"), "/organisasjoner", "/ansatt/organisasjoner/" + id("organisation"), "/ansatt/organisasjoner", "/aktiviteter/" + id("activity")},
			admin, url.Values{"type": {"association"}},
		},
		{
			"own profile", "/lag/profil", []string{"kort", "adresse", "om", "bli_med"}, 0,
			[]string{"/organisasjoner/" + id("organisation"), "/lag", "/lag/profil"}, group, nil,
		},
		{
			"activity", "/ansatt/aktiviteter/" + id("activity") + "/rediger", []string{"tittel", "kort", "ta_med", "moteplass", "kontakt_navn", "pris_merknad", "beskrivelse"}, 1,
			[]string{"/aktiviteter/" + id("activity"), "/aktiviteter", "/ansatt/aktiviteter/" + id("activity"), "/ansatt/aktiviteter", "/"},
			admin, url.Values{"gjor": {"lagre"}},
		},
		{
			"contact", "/ansatt/kontakter/" + id("contact") + "/rediger", []string{"navn", "tittel", "treffetid", "adresse", "notat"}, 2,
			[]string{"/ansatt/kontakter/" + id("contact"), "/ansatt/kontakter", "/kommunen"}, admin, url.Values{"offentlig": {"ja"}, "tema": {strconv.FormatInt(x.Code("topic", "tema", "Tema"), 10)}},
		},
		{
			"venue", "/ansatt/steder/" + id("venue"), []string{"navn", "adresse", "utstyr", "beskrivelse"}, 1,
			[]string{"/steder/" + id("venue"), "/ansatt/steder"}, admin, url.Values{"aktiv": {"ja"}},
		},
	}
}

// Whatever is typed into a form comes back as text: on pages, in calendar files,
// in tables and in e-mails.
func TestHostileStringsAreText(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	all := hostileStrings(t)
	for _, sc := range screens(x) {
		taken := 0
		for i := 0; i < len(all); i += len(sc.fields) {
			if typeIn(t, sc, all, i) {
				taken++
			}
		}
		if taken < len(all)/len(sc.fields)/2 {
			t.Errorf("%s: only %d of %d forms were taken", sc.name, taken, len(all)/len(sc.fields))
		}
	}
}

// typeIn fills the form's fields with the strings from the i-th on, and looks at the pages.
func typeIn(t *testing.T, sc screen, all []string, i int) (taken bool) {
	t.Helper()
	values := fieldsOf(sc.by.Get(sc.path).Want(http.StatusOK), sc.fields[0])
	for k, v := range sc.set {
		values[k] = v
	}
	typed := map[string]string{}
	for j, name := range sc.fields {
		if i+j < len(all) {
			typed[name] = all[i+j]
			values.Set(name, all[i+j])
		}
	}
	p := sc.by.Post(sc.path, values)
	switch p.Status {
	case http.StatusUnprocessableEntity:
		harmless(t, sc.name+" refused", p)
		return false
	case http.StatusSeeOther:
	default:
		t.Errorf("%s with %q: got %d %s", sc.name, typed, p.Status, p.Text("main")[:100])
		return false
	}
	for k, path := range sc.pages {
		if k > 1 && i/len(sc.fields)%4 != 0 {
			break // the first two show the most
		}
		p := sc.by.Get(path)
		if p.Status == http.StatusMovedPermanently { // to the address with the name
			p = sc.by.Get(p.Header.Get("Location"))
		}
		harmless(t, path, p.Want(http.StatusOK))
		for _, name := range sc.fields[:sc.lines] {
			if want := inText(typed[name]); k == 0 && !strings.Contains(p.Text("main"), want) {
				t.Errorf("%s: %s = %q does not show as text", path, name, want)
			}
		}
	}
	return true
}

// elements are those that our pages are made of; anything else came from a text.
var elements = strings.Fields(`html head meta title link script body header footer main nav section article aside div span p h1 h2 h3 h4 h5 h6 a ul ol li dl dt dd
	table caption thead tbody tfoot tr th td form fieldset legend label input select option optgroup textarea button details summary svg g path use symbol circle rect line
	ellipse polyline polygon title desc defs clippath mask img strong em b i small time address br hr blockquote code pre abbr figure figcaption dialog output mark search noscript
	datalist del s sub sup wbr template u-popover`)

// harmless fails when a text of a user has become anything but text.
func harmless(t *testing.T, where string, p *webtest.Page) {
	t.Helper()
	known := map[string]bool{}
	for _, e := range elements {
		known[e] = true
	}
	p.Find("*").Each(func(_ int, s *goquery.Selection) {
		n := s.Nodes[0]
		if !known[strings.ToLower(n.Data)] && !strings.HasPrefix(n.Data, "ds-") && !strings.HasPrefix(n.Data, "u-") {
			t.Errorf("%s: an element <%s>", where, n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(strings.ToLower(a.Key), "on") || a.Key == "style" || a.Key == "srcdoc" || a.Key == "background" {
				t.Errorf("%s: <%s %s=%q>", where, n.Data, a.Key, a.Val)
			}
			if a.Key == "href" || a.Key == "src" || a.Key == "action" || a.Key == "formaction" {
				link(t, where, n, a.Val)
			}
		}
		if n.Data == "script" {
			script(t, where, s)
		}
	})
}

func script(t *testing.T, where string, s *goquery.Selection) {
	t.Helper()
	if s.AttrOr("type", "") == "application/ld+json" {
		if !json.Valid([]byte(s.Text())) {
			t.Errorf("%s: linked data that is no JSON: %s", where, s.Text())
		}
		return
	}
	if strings.TrimSpace(s.Text()) != "" || !strings.HasPrefix(s.AttrOr("src", ""), "/static/") {
		t.Errorf("%s: a script %s", where, s.Text())
	}
}

// link fails for addresses that run something, and for things that load from elsewhere.
func link(t *testing.T, where string, n *html.Node, value string) {
	t.Helper()
	u, err := url.Parse(value)
	if err != nil {
		t.Errorf("%s: <%s> with the address %q", where, n.Data, value)
		return
	}
	switch u.Scheme {
	case "", "mailto", "tel", "webcal":
	case "http", "https":
		if n.Data != "a" && n.Data != "link" {
			t.Errorf("%s: <%s> loads %q", where, n.Data, value)
		}
	default:
		t.Errorf("%s: <%s> with the address %q", where, n.Data, value)
	}
}

// In a calendar file the title is the title, and nothing begins a line of its own.
func TestHostileStringsInCalendarFiles(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	c := x.Anonymous()
	for i, s := range hostileStrings(t) {
		title := inText(s)
		if title == "" || len([]rune(title)) > 100 || i > 150 {
			continue
		}
		x.Exec(`update activity set title = $2, summary = $2, description = $2, place_note = $2 where id = $1`, x.own["activity"], title)
		p := c.Get("/aktiviteter/" + strconv.FormatInt(x.own["activity"], 10) + ".ics").Want(http.StatusOK)
		cal, err := ics.ParseCalendar(strings.NewReader(p.Body))
		if err != nil {
			t.Errorf("%q: %v", title, err)
			continue
		}
		events := cal.Events()
		if len(events) == 0 || events[0].GetProperty(ics.ComponentPropertySummary) == nil {
			t.Errorf("%q: no event in\n%s", title, p.Body)
			continue
		}
		if got := events[0].GetProperty(ics.ComponentPropertySummary).Value; got != title {
			t.Errorf("summary: got %q, want %q", got, title)
		}
		for _, e := range events {
			if len(e.Attendees()) > 0 || e.GetProperty(ics.ComponentPropertyAttach) != nil || len(e.Alarms()) > 0 {
				t.Errorf("%q makes properties of its own:\n%s", title, p.Body)
			}
		}
		for line := range strings.SplitSeq(p.Body, "\r\n") {
			if len(line) > 75 || strings.ContainsAny(line, "\n\r\x00") {
				t.Errorf("%q: line of %d bytes: %q", title, len(line), line)
			}
		}
	}
}

// Cells that a spreadsheet would run begin with an apostrophe.
func TestHostileStringsInTables(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	admin := x.As(x.roles[string(account.Administrator)])
	for i, s := range hostileStrings(t) {
		if name := inText(s); name != "" && len([]rune(name)) <= 100 && i < 300 {
			x.Exec(`insert into contact (municipality_id, name, title, email) values ($1, $2, $2, 'x@kommunen.example')`, x.MunicipalityID, name)
			x.Exec(`insert into organisation (municipality_id, name, kind, status, confirmed_at) values ($1, $2, 'association', 'approved', $3) on conflict do nothing`, x.MunicipalityID, name, x.Clock.Now())
		}
	}
	for _, what := range []string{"kontakter", "organisasjoner", "aktiviteter"} {
		text := admin.Get("/ansatt/" + what + ".csv").Want(http.StatusOK).Body
		r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
		r.Comma = ';'
		rows, err := r.ReadAll() // all rows equally long, or it fails
		if err != nil || len(rows) < 2 {
			t.Fatalf("%s: %d rows, %v", what, len(rows), err)
		}
		for _, row := range rows {
			for _, cell := range row {
				harmlessCell(t, what+".csv", cell)
			}
		}
		for _, cell := range sharedStrings(t, admin.Get("/ansatt/"+what+".xlsx").Want(http.StatusOK).Body) {
			if !signedNumber.MatchString(cell) { // a text that is a number with a sign runs nothing
				harmlessCell(t, what+".xlsx", cell)
			}
		}
	}
}

var signedNumber = regexp.MustCompile(`^[+-][0-9][0-9 .,]*$`)

func harmlessCell(t *testing.T, where, cell string) {
	t.Helper()
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) && cell != "-" {
		t.Errorf("%s: a cell begins with %q", where, cell)
	}
}

// sharedStrings are the texts of a workbook, and it fails when a cell holds a formula.
func sharedStrings(t *testing.T, workbook string) []string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, ".xml") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(f.Name, "xl/worksheets/") && bytes.Contains(b, []byte("<f>")) {
			t.Errorf("%s has a formula", f.Name)
		}
		for d := xml.NewDecoder(bytes.NewReader(b)); ; {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
			if start, ok := token.(xml.StartElement); ok && start.Name.Local == "t" {
				var text string
				if err := d.DecodeElement(&text, &start); err != nil {
					t.Fatal(err)
				}
				out = append(out, text)
			}
		}
	}
	return out
}

// Who registers with a hostile name sends nobody a header or a script.
func TestHostileStringsInMail(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	admin := x.As(x.roles[string(account.Administrator)])
	taken := 0
	for i, s := range hostileStrings(t) {
		if i%5 != 0 && i >= len(naughty) {
			continue
		}
		c := x.Anonymous()
		values := fieldsOf(c.Get("/registrer").Want(http.StatusOK), "navn")
		for name, v := range map[string]string{
			"navn": s + " " + strconv.Itoa(i), "kort": s, "ditt_navn": s, "din_epost": "kari@eksempel.no", "din_telefon": "22222222", "nummer": "nei",
			"kontakt2_navn": s, "kontakt2_epost": "ola@eksempel.no", "kontakt2_telefon": "22222223", "startet": "1000", "epost": "lag@eksempel.no", "vilkar": "ja",
		} {
			values.Set(name, v)
		}
		p := c.Post("/registrer", values)
		if harmless(t, "/registrer", p); p.Status == http.StatusSeeOther {
			taken++
		} else if p.Status != http.StatusUnprocessableEntity && p.Status != http.StatusTooManyRequests {
			t.Errorf("%q: got %d", s, p.Status)
		}
	}
	if taken < 10 {
		t.Fatalf("only %d registrations were taken", taken)
	}
	harmless(t, "/ansatt", admin.Get("/ansatt").Want(http.StatusOK))
	harmless(t, "/ansatt/logg", admin.Get("/ansatt/logg").Want(http.StatusOK))
	mails(t, x)
}

func mails(t *testing.T, x *town) {
	t.Helper()
	rows, err := x.Pool.Query(t.Context(), `select id, recipient, subject, html_body from email where html_body <> ''`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	n := 0
	for ; rows.Next(); n++ {
		var id int64
		var to, subject, markup string
		if err := rows.Scan(&id, &to, &subject, &markup); err != nil {
			t.Fatal(err)
		}
		if n < 30 {
			path := "/demo/postkasse/" + strconv.FormatInt(id, 10)
			harmless(t, path, x.Anonymous().Get(path).Want(http.StatusOK))
		}
		if strings.ContainsAny(subject+to, "\r\n\x00") {
			t.Errorf("e-mail %d: subject %q to %q", id, subject, to)
		}
		d, err := goquery.NewDocumentFromReader(strings.NewReader(markup))
		if err != nil {
			t.Fatal(err)
		}
		d.Find("script, img, iframe, object, form, svg, [onerror], [onload], [onmouseover], a[href^='javascript:']").Each(func(_ int, s *goquery.Selection) {
			t.Errorf("e-mail %d (%s) holds <%s>", id, subject, goquery.NodeName(s))
		})
	}
	if err := rows.Err(); err != nil || n == 0 {
		t.Errorf("%d e-mails, %v", n, err)
	}
}
