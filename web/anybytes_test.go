package web_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/web/routes"

	"github.com/PuerkitoBio/goquery"
)

// junk stands where an id or a token is wanted, escaped as in a request line.
var junk = []string{
	"0", "-1", "99999999999999999999", "9223372036854775807", "%00", "%ff", "..%2F..%2Fetc%2Fpasswd", "1;drop%20table%20account", "1%20or%201=1",
	"%E2%80%AE", "%27", "%25", "_", "%3Cscript%3E", "1.5", "0x1", "%0d%0aSet-Cookie:%20x=y", strings.Repeat("a", 3000), "%F0%9F%98%80", "+1", "%20",
}

// hostileValues are sent in every parameter, escaped.
var hostileValues = []string{
	"%00", "%ff%fe", "%E2%80%AE%D7%A9", "%27", "%25%25", "__", "%5C", "%3Cscript%3Ealert(1)%3C/script%3E", "-1", "99999999999999999999", "%0d%0a",
	"%22%3E%3Cimg%20src=x%3E", "(((", "%26%7C!:*", "a:*", "2026-13-45", "9999-12-31", "0001-01-01", "25.00", "NaN", "[]", "%7B%7D", "%F0%9F%98%80",
}

// names are parameters that some page reads; the others must not mind them.
var names = []string{
	"q", "side", "etter", "for", "fra", "til", "dato", "maned", "kategori", "malgruppe", "alder", "omrade", "ukedag", "tid", "gratis", "sprak", "tilgjengelig",
	"sorter", "tema", "kontakt", "organisasjon", "neste", "grunn", "ut", "status", "type", "versjon", "icnpo", "liste", "lag", "visning", "enhet", "sted",
}

// leaks are what no page may tell.
var leaks = regexp.MustCompile(`goroutine \d|SQLSTATE|ERROR:|runtime error|\.go:\d+|pgx|pq:|invalid byte sequence|nil pointer`)

type walker struct {
	*town
	t *testing.T
}

// check asks as somebody who is logged in already, and looks at the answer.
func (x *walker) check(cookie *http.Cookie, method, target, contentType, body string) *httptest.ResponseRecorder {
	x.t.Helper()
	r := httptest.NewRequest(method, "http://127.0.0.1/", strings.NewReader(body))
	u, err := url.ParseRequestURI(target)
	if err != nil {
		return nil // no server ever sees it
	}
	r.URL = u
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	if cookie != nil {
		r.AddCookie(cookie)
	}
	w := httptest.NewRecorder()
	x.server.ServeHTTP(w, r)
	shown := fmt.Sprintf("%s %.200s %.100q", method, target, body)
	if w.Code >= 500 {
		x.t.Errorf("%s: got %d", shown, w.Code)
	}
	if found := leaks.FindString(w.Body.String()); found != "" {
		x.t.Errorf("%s: the answer tells %q", shown, found)
	}
	return w
}

// people are those who walk: each door's most powerful, and nobody.
func (x *walker) people() map[string]account.Actor {
	return map[string]account.Actor{
		"resident": account.Resident(x.MunicipalityID), "group_admin": x.roles[string(account.GroupAdmin)], "administrator": x.roles[string(account.Administrator)],
	}
}

// may says whether somebody stands at the route's door at all; for others it is the login page.
func may(a account.Actor, r routes.Route) bool { return a.Door == r.Access.Door }

func (x *walker) cookie(a account.Actor) *http.Cookie {
	if !a.LoggedIn() {
		return nil
	}
	return x.Cookie(a)
}

func walk(t *testing.T, method string, visit func(x *walker, cookie *http.Cookie, r routes.Route)) {
	t.Helper()
	town := newTown(t)
	x := &walker{town: town, t: t}
	for _, a := range x.people() {
		cookie := x.cookie(a)
		for _, r := range town.server.Routes() {
			if r.Method == method && may(a, r) {
				visit(x, cookie, r)
			}
		}
		if a.LoggedIn() {
			if w := x.check(cookie, http.MethodGet, "/"+string(a.Door)+"/konto", "", ""); w.Code != http.StatusOK {
				t.Errorf("%s was thrown out on the way: %d", a.Name, w.Code)
			}
		}
	}
}

func TestAnyBytesInThePath(t *testing.T) {
	t.Parallel()
	walk(t, http.MethodGet, func(x *walker, cookie *http.Cookie, r routes.Route) {
		if !strings.Contains(r.Path, "{") {
			return
		}
		for _, bad := range junk {
			x.check(cookie, r.Method, param.ReplaceAllLiteralString(r.Path, bad), "", "")
		}
		// A good id and rubbish after it.
		first := true
		mixed := param.ReplaceAllStringFunc(r.Path, func(p string) string {
			if first {
				first = false
				return address(p, x.own)
			}
			return "%ff%00"
		})
		x.check(cookie, r.Method, mixed, "", "")
	})
}

func TestAnyBytesInTheQuery(t *testing.T) {
	t.Parallel()
	walk(t, http.MethodGet, func(x *walker, cookie *http.Cookie, r routes.Route) {
		path := address(r.Path, x.own)
		for i := 0; i < len(hostileValues); i += 3 { // pages share what reads a parameter
			bad, all := hostileValues[i], make([]string, len(names))
			for j, name := range names {
				all[j] = name + "=" + hostileValues[(i+j)%len(hostileValues)]
			}
			x.check(cookie, r.Method, path+"?"+strings.Join(all, "&"), "", "")
			x.check(cookie, r.Method, path+"?q="+bad+"&"+bad+"="+bad, "", "")
		}
		long := strings.Repeat("x", 10_000)
		for _, query := range []string{"q=" + long, long + "=1", "q=%zz", "q=a;b", "%", "=&=&&", strings.Repeat("q=a&", 3000), "fra=" + long, "kategori=" + strings.Repeat("1&kategori=", 2000)} {
			x.check(cookie, r.Method, path+"?"+query, "", "")
		}
	})
}

func TestAnyBytesInTheBody(t *testing.T) {
	t.Parallel()
	var fields []string
	for i, name := range append([]string{"navn", "epost", "tittel", "beskrivelse", "telefon", "kode", "konto", "rolle", "id", "begrunnelse", "organisasjonsnummer"}, names...) {
		fields = append(fields, name+"="+hostileValues[i%len(hostileValues)])
	}
	const urlencoded = "application/x-www-form-urlencoded"
	bodies := []struct{ contentType, body string }{
		{urlencoded, ""},
		{urlencoded, strings.Join(fields, "&")},
		{urlencoded, "%zz=%zz;"},
		{urlencoded, "navn=" + strings.Repeat("%00", 2000)},
		{urlencoded, "\x00\xff\xfe=\x00"},
		{"application/json", `{"navn":["x"]}`},
		{"", "navn=x"},
		{"rubbish; ; ;", "navn=x"},
		{"multipart/form-data", "navn=x"},
		{"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"fil\"; filename=\"../../x\"\r\n\r\nhalf"},
		{"multipart/form-data; boundary=x", "--x\r\nrubbish\r\n\r\n--x--"},
	}
	walk(t, http.MethodPost, func(x *walker, cookie *http.Cookie, r routes.Route) {
		if strings.Contains(r.Path, "logg-ut") {
			return // ends the walk
		}
		path := address(r.Path, x.own)
		for _, b := range bodies {
			x.check(cookie, r.Method, path, b.contentType, b.body)
		}
		for _, bad := range junk[:6] {
			if strings.Contains(r.Path, "{") {
				x.check(cookie, r.Method, param.ReplaceAllLiteralString(r.Path, bad), urlencoded, "navn=x")
			}
		}
	})
}

func TestTooLargeBodies(t *testing.T) {
	t.Parallel()
	x := &walker{town: newTown(t), t: t}
	admin := x.cookie(x.roles[string(account.Administrator)])
	big := "navn=" + strings.Repeat("x", 2<<20)
	for _, r := range x.server.Routes() {
		if r.Method != http.MethodPost || r.Access.Door == account.GroupDoor {
			continue
		}
		if w := x.check(admin, r.Method, address(r.Path, x.own), "application/x-www-form-urlencoded", big); w.Code < 300 && r.Path != "/csp" {
			t.Errorf("%s took 2 MB: %d", r.Path, w.Code)
		}
		if strings.Contains(r.Path, "logg-ut") {
			admin = x.cookie(x.roles[string(account.Administrator)])
		}
	}
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	part, err := m.CreateFormFile("fil", "kontakter.csv")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write(bytes.Repeat([]byte("navn;epost\r\n"), 1<<20))
	_ = m.Close()
	for _, path := range []string{"/ansatt/import/kontakter", "/ansatt/import/organisasjoner", "/ansatt/import/aktiviteter"} {
		if w := x.check(admin, http.MethodPost, path, m.FormDataContentType(), b.String()); w.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("%s with 12 MB: got %d, want 413", path, w.Code)
		}
	}
}

func TestFirstOfDuplicatedParametersWins(t *testing.T) {
	t.Parallel()
	x := &walker{town: newTown(t), t: t}
	w := x.check(nil, http.MethodGet, "/aktiviteter?q=f%C3%B8rste&q=andre", "", "")
	d, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got := d.Find("main input[name=q]").First().AttrOr("value", ""); got != "første" {
		t.Errorf("search field: got %q, want første", got)
	}
	w = x.check(nil, http.MethodPost, "/logg-inn", "application/x-www-form-urlencoded", "epost=galt&epost=rett@eksempel.no")
	if d, err = goquery.NewDocumentFromReader(w.Body); err != nil {
		t.Fatal(err)
	}
	if got := d.Find("input[name=epost]").AttrOr("value", ""); w.Code != http.StatusUnprocessableEntity || got != "galt" {
		t.Errorf("form: got %d and %q, want 422 and galt", w.Code, got)
	}
	w = x.check(nil, http.MethodPost, "/logg-inn?epost=rett@eksempel.no", "application/x-www-form-urlencoded", "annet=1")
	if w.Code != http.StatusUnprocessableEntity {
		t.Errorf("field in the address: got %d, want 422: the body counts", w.Code)
	}
}

// Reading changes nothing: what may be written is when somebody was last seen, what
// was searched for, and that an export was taken.
func TestGetChangesNothing(t *testing.T) {
	t.Parallel()
	town := newTown(t)
	x := &walker{town: town, t: t}
	for _, a := range x.people() {
		cookie := x.cookie(a)
		before := town.Contents(t)
		for _, r := range town.server.Routes() {
			if r.Method == http.MethodGet && may(a, r) {
				x.check(cookie, r.Method, address(r.Path, x.own), "", "")
			}
		}
		town.Unchanged(t, before, string(a.Role)+" who looks", "sessions", "login_session", "audit_event", "search_word")
	}
}
