package web_test

// Every cookie that any route sets: its flags, its name, and what is stored of it.

import (
	"crypto/sha256"
	"encoding/base64"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/web"
)

// cookies are the portal's; a new one belongs here, and on the page about cookies.
var cookies = map[string]bool{"ansatt": true, "lag": true, "innlogging": true, "kjent": true}

// jar is a browser at one server that remembers what it was told.
type jar struct {
	t      *testing.T
	h      http.Handler
	secure bool
	kept   map[string]string
	seen   map[string]bool
}

func (j *jar) send(method, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://127.0.0.1"+path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range j.kept {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	j.h.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		j.check(method+" "+path, c)
		j.kept[c.Name] = c.Value
		if c.MaxAge < 0 {
			delete(j.kept, c.Name)
		}
	}
	return w
}

func (j *jar) check(where string, c *http.Cookie) {
	name, prefixed := strings.CutPrefix(c.Name, "__Host-")
	if !cookies[name] || prefixed != j.secure {
		j.t.Errorf("%s sets the cookie %q", where, c.Name)
	}
	if !c.HttpOnly || c.Secure != j.secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
		j.t.Errorf("%s: %s, want HttpOnly, SameSite=Lax, Path=/, no Domain, and Secure %t", where, c, j.secure)
	}
	if c.Value != "" && len(c.Value) < 26 {
		j.t.Errorf("%s: the value of %s has %d characters, which can be guessed", where, c.Name, len(c.Value))
	}
	j.seen[name] = true
}

func (j *jar) value(name string) string {
	if j.secure {
		name = "__Host-" + name
	}
	return j.kept[name]
}

// login goes through the pages of a door with a code, as people do.
func (j *jar) login(x *town, who account.Actor) {
	j.t.Helper()
	x.Exec(`delete from login_attempt`)
	path := loginOf(who.Door)
	j.send(http.MethodGet, path, nil)
	if w := j.send(http.MethodPost, path, url.Values{"epost": {who.Email}}); w.Code != http.StatusSeeOther {
		j.t.Fatalf("POST %s: got %d", path, w.Code)
	}
	code := mailtest.Last(j.t, x.Pool, who.Email).Code
	if w := j.send(http.MethodPost, path+"/kode", url.Values{"kode": {code}}); w.Code != http.StatusSeeOther {
		j.t.Fatalf("POST %s/kode: got %d", path, w.Code)
	}
}

// opens says whether a session's value opens the door's first page.
func (j *jar) opens(door account.Door, value string) bool {
	other := &jar{t: j.t, h: j.h, secure: j.secure, kept: map[string]string{}, seen: map[string]bool{}}
	name := string(door)
	if j.secure {
		name = "__Host-" + name
	}
	other.kept[name] = value
	return other.send(http.MethodGet, "/"+string(door)+"/konto", nil).Code == http.StatusOK
}

func TestCookiesOfEveryRoute(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	cfg := x.Portal.Config
	https(&cfg)
	for secure, server := range map[bool]*web.Server{false: x.server, true: web.New(cfg, x.Portal, slog.New(slog.DiscardHandler))} {
		seen := map[string]bool{}
		for _, role := range []string{"administrator", "group_admin"} {
			j := &jar{t: t, h: server, secure: secure, kept: map[string]string{}, seen: seen}
			for _, r := range server.Routes() {
				if r.Access.Door != x.roles[role].Door && (r.Access.Door != account.NoDoor || role != "administrator") {
					continue
				}
				if r.Access.Permission != "" && j.value(string(r.Access.Door)) == "" {
					j.login(x, x.roles[role])
				}
				j.send(r.Method, address(r.Path, none), nil)
			}
		}
		for name := range cookies {
			if !seen[name] {
				t.Errorf("secure %t: no route sets the cookie %q", secure, name)
			}
		}
	}
}

// The session's id is a new one after each change of rights, and the old one is dead.
func TestSessionIDs(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	for _, role := range []string{"administrator", "group_admin"} {
		who := x.roles[role]
		door := string(who.Door)
		j := &jar{t: t, h: x.server, kept: map[string]string{}, seen: map[string]bool{}}
		planted := x.Cookie(who).Value
		j.kept[door] = planted
		j.login(x, who)
		first := j.value(door)
		if first == "" || first == planted || j.opens(who.Door, planted) || !j.opens(who.Door, first) {
			t.Errorf("%s: the id after login is %q, before %q: want a new one, and the old one dead", role, first, planted)
		}
		x.storedOnlyHashed(t, door, first)
		if who.Door != account.GroupDoor {
			continue
		}
		x.Exec(`insert into membership (account_id, organisation_id, role) values ($1, $2, 'group_member')`, who.AccountID, x.group["organisation"])
		j.send(http.MethodPost, "/lag/velg", url.Values{"lag": {strconv.FormatInt(x.group["organisation"], 10)}})
		second := j.value(door)
		if second == first || j.opens(who.Door, first) || !j.opens(who.Door, second) {
			t.Errorf("%s: the id after choosing another organisation is %q, before %q: want a new one, and the old one dead", role, second, first)
		}
	}
}

// storedOnlyHashed looks at the row of a session: neither the cookie's value nor what another door would make of it.
func (x *town) storedOnlyHashed(t *testing.T, door, value string) {
	t.Helper()
	sum := sha256.Sum256([]byte(door + ":" + value))
	if n := x.Int(`select count(*) from sessions where token = $1`, door+":"+base64.RawURLEncoding.EncodeToString(sum[:])); n != 1 {
		t.Errorf("%s: found %d sessions under the hash of the door's name and the cookie's value, want 1", door, n)
	}
	if n := x.Int(`select count(*) from sessions where position($1 in token) > 0 or position($1 in encode(data, 'escape')) > 0`, value); n != 0 {
		t.Errorf("%s: the cookie's value is stored as it is", door)
	}
}
