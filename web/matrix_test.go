package web_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/web"
	"frivilligsentral/web/routes"
	"frivilligsentral/web/webtest"
)

// kinds says what {id} is at an address: the first prefix that fits decides. A
// new address with an id belongs here, so that the tests can ask for another's.
var kinds = [][2]string{
	{"/lag/konto/okt/{id}", "session"},
	{"/lag/personer/invitasjoner/{id}", "group_invitation"},
	{"/lag/personer/{id}", "member"},
	{"/lag/aktiviteter/{id}", "activity"},
	{"/lag/import/{id}", "import"},
	{"/ansatt/konto/okt/{id}", "session"},
	{"/ansatt/brukere/invitasjoner/{id}", "staff_invitation"},
	{"/ansatt/brukere/{id}", "account"},
	{"/ansatt/kontakter/visninger/{id}", "view"},
	{"/ansatt/organisasjoner/visninger/{id}", "view"},
	{"/ansatt/aktiviteter/visninger/{id}", "view"},
	{"/ansatt/kontakter/{id}", "contact"},
	{"/ansatt/enheter/{id}", "unit"},
	{"/ansatt/organisasjoner/{id}", "organisation"},
	{"/ansatt/aktiviteter/{id}", "activity"},
	{"/ansatt/steder/{id}", "venue"},
	{"/ansatt/sidemeldinger/{id}", "page_report"},
	{"/ansatt/nyheter/{id}", "article"},
	{"/ansatt/kalender/{id}", "calendar_entry"},
	{"/ansatt/import/{id}", "import"},
	{"/ansatt/endringer/{id}", "bulk_change"},
	{"/ansatt/epost/{id}", "email"},
	{"/ansatt/oppsett/omrader/{id}", "area"},
	{"/ansatt/oppsett/koder/{liste}/{id}", "code"},
	{"/ansatt/oppsett/synonymer/{id}", "synonym"},
	{"/aktiviteter/{id}", "activity"},
	{"/organisasjoner/{id}", "organisation"},
	{"/steder/{id}", "venue"},
	{"/demo/postkasse/{id}", "email"},
}

func kindOf(path string) string {
	for _, k := range kinds {
		if strings.HasPrefix(path, k[0]) {
			return k[1]
		}
	}
	return ""
}

// stricter are use cases that ask more than their route does: who may not do it
// to others may do it to herself.
var stricter = map[string]bool{
	"POST /lag/personer/{id}/fjern group_member": true,
}

const nobody = 999999999 // an id that no row has

// town is a site with things of its own, of another group and of another municipality.
type town struct {
	*webtest.Site
	server                *web.Server
	own, group, elsewhere map[string]int64
	roles                 map[string]account.Actor
	order                 []string
}

func newTown(t *testing.T) *town {
	t.Helper()
	site := webtest.New(t)
	server, ok := site.Server.Config.Handler.(*web.Server)
	if !ok {
		t.Fatalf("handler is %T, want *web.Server", site.Server.Config.Handler)
	}
	x := &town{Site: site, server: server}
	x.own = x.things(site.MunicipalityID, "Vår")
	x.group = x.things(site.MunicipalityID, "HEMMELIG nabo")
	x.elsewhere = x.things(site.Municipality("9902", "Nabovik", "nabovik.example"), "HEMMELIG")
	x.people()
	return x
}

func (x *town) people() {
	x.roles = map[string]account.Actor{"resident": account.Resident(x.MunicipalityID)}
	for _, r := range account.StaffRoles {
		x.roles[string(r)] = x.Staff(r)
	}
	for _, r := range account.GroupRoles {
		x.roles[string(r)] = x.Member(x.own["organisation"], r)
	}
	x.roles["another group's"] = x.Member(x.group["organisation"], account.GroupAdmin)
	x.roles["another municipality's"] = x.StaffIn(x.Int(`select municipality_id from organisation where id = $1`, x.elsewhere["organisation"]), account.Administrator)
	x.order = slices.Sorted(maps.Keys(x.roles))
}

// session is one of staff that ends in an hour.
func (x *town) session(accountID int64) int64 {
	return x.Int(`insert into login_session (account_id, door, created_at, last_seen_at, expires_at) values ($1, 'ansatt', $2, $2, $3) returning id`,
		accountID, x.Clock.Now(), x.Clock.Now().Add(time.Hour))
}

// things makes one of each kind, in a group of its own.
func (x *town) things(m int64, name string) map[string]int64 {
	now := x.Clock.Now()
	starts, tomorrow := now.AddDate(0, 0, 2), now.AddDate(0, 0, 1)
	o := x.Int(`insert into organisation (municipality_id, name, kind, status, confirmed_at) values ($1, $2, 'association', 'approved', $3) returning id`, m, name+" lag", now)
	slug := fmt.Sprintf("x%d", o)
	category := x.Int(`insert into code (municipality_id, list, slug, name_nb) values ($1, 'category', $2, $3) returning id`, m, slug, name)
	area := x.Int(`insert into area (municipality_id, slug, name) values ($1, $2, $3) returning id`, m, slug, name)
	person := x.Int(`insert into account (municipality_id, email, name) values ($1, $2, $3) returning id`, m, slug+"@lag.example", name+" person")
	staff := x.Int(`insert into account (municipality_id, email, name, staff_role) values ($1, $2, $3, 'coordinator') returning id`, m, slug+"@kommunen.example", name+" ansatt")
	x.Exec(`insert into membership (account_id, organisation_id, role) values ($1, $2, 'group_member')`, person, o)
	activity := x.Int(`insert into activity (municipality_id, organisation_id, title, category_id, starts_at, duration_minutes, status, published_at)
		values ($1, $2, $3, $4, $5, 60, 'published', $6) returning id`, m, o, name+" aktivitet", category, starts, now)
	date := x.Int(`insert into occurrence (activity_id, municipality_id, key, starts_at, ends_at)
		values ($1, $2, '20300101T120000Z', $3, $4) returning id`, activity, m, starts, starts.Add(2*time.Hour))
	x.Exec(`insert into signup_form (activity_id, municipality_id, settings, scope) values ($1, $2, '{"scope":"date","max_party":1,"keep_days":30}', 'date')`, activity, m)
	slot := x.Int(`insert into signup_slot (municipality_id, activity_id, scope, occurrence_id, starts_at, ends_at, taken, last_number)
		select $1, $2, 'date', o.id, o.starts_at, o.ends_at, 1, 1 from occurrence o where o.id = $3 returning id`, m, activity, date)
	return map[string]int64{
		"occurrence": date,
		"registration": x.Int(`insert into registration (municipality_id, activity_id, slot_id, number, status, holds, party_size, name, source)
			values ($1, $2, $3, 1, 'confirmed', 'place', 1, $4, 'desk') returning id`, m, activity, slot, name+" deltaker"),
		"synonym":      x.Int(`insert into search_synonym (municipality_id, term, alternatives) values ($1, $2, '{x}') returning id`, m, slug),
		"organisation": o, "code": category, "area": area, "member": person, "account": staff,
		"activity":         activity,
		"contact":          x.Int(`insert into contact (municipality_id, name, email) values ($1, $2, 'x@kommunen.example') returning id`, m, name+" kontakt"),
		"unit":             x.Int(`insert into municipal_unit (municipality_id, name) values ($1, $2) returning id`, m, name+" enhet"),
		"venue":            x.Int(`insert into venue (municipality_id, name) values ($1, $2) returning id`, m, name+" sted"),
		"session":          x.session(staff),
		"view":             x.Int(`insert into saved_view (account_id, page, name, query) values ($1, 'kontakter', $2, 'q=x') returning id`, staff, name+" visning"),
		"staff_invitation": x.Int(`insert into invitation (municipality_id, email, staff_role, token_hash, expires_at) values ($1, $2, 'reader', convert_to($2, 'UTF8'), $3) returning id`, m, slug+"-a@x.example", tomorrow),
		"group_invitation": x.Int(`insert into invitation (municipality_id, email, organisation_id, group_role, token_hash, expires_at) values ($1, $2, $3, 'group_member', convert_to($2, 'UTF8'), $4) returning id`, m, slug+"-b@x.example", o, tomorrow),
		"import": x.Int(`insert into import_batch (municipality_id, kind, organisation_id, file_name, file_hash) values ($1, 'activities', $2, $3, '') returning id`,
			m, o, name+".ics"),
		"bulk_change": x.Int(`insert into bulk_change (municipality_id, noun, edits, created_at) values ($1, 'contact', '[]', $2) returning id`, m, now),
		"article":     x.Int(`insert into article (municipality_id, kind, slug, texts, created_at, updated_at) values ($1, 'news', $2, jsonb_build_object('nb', jsonb_build_object('title', $3::text, 'body', 'x')), $4, $4) returning id`, m, slug, name+" nyhet", now),
		"page_report": x.Int(`insert into page_report (municipality_id, page, reason, body, email, created_at) values ($1, '/om', 'wrong', $2, 'x@x.example', $3) returning id`, m, name+" melding", now),
		"calendar_entry": x.Int(`insert into calendar_entry (municipality_id, kind, title, starts_at, ends_at, all_day, created_at, updated_at)
			values ($1, 'meeting', $2, $3, $4, false, $5, $5) returning id`, m, name+" møte", starts, starts.Add(time.Hour), now),
		"email": x.Int(`insert into email (municipality_id, recipient, kind, subject, text_body, status, attachments)
			values ($1, 'x@x.example', 'login', $2, $2, 'failed', '[{"name":"kalender.ics","type":"text/calendar","data":""}]') returning id`, m, name+" brev"),
	}
}

// send asks the server as somebody, with a new session each time: some routes end it.
func (x *town) send(as account.Actor, method, path string, form url.Values) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, "http://127.0.0.1"+path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if as.LoggedIn() {
		req.AddCookie(x.Cookie(as))
	}
	w := httptest.NewRecorder()
	x.server.ServeHTTP(w, req)
	return w
}

var param = regexp.MustCompile(`\{([a-z]+)[^}]*\}`)

// address fills in the parameters of a path with one of the things.
func address(path string, things map[string]int64) string {
	return param.ReplaceAllStringFunc(path, func(p string) string {
		switch name := param.FindStringSubmatch(p)[1]; name {
		case "id":
			return fmt.Sprint(things[kindOf(path)])
		case "dato":
			return fmt.Sprint(things["occurrence"])
		case "fil":
			return "1"
		case "nr":
			return fmt.Sprint(things["registration"])
		case "liste":
			return "kategorier"
		default:
			return "x"
		}
	})
}

// none are things that do not exist.
var none = func() map[string]int64 {
	out := map[string]int64{"occurrence": nobody, "registration": nobody}
	for _, k := range kinds {
		out[k[1]] = nobody
	}
	return out
}()

func loginOf(d account.Door) string {
	if d == account.StaffDoor {
		return "/ansatt/logg-inn"
	}
	return "/logg-inn"
}

// wanted says what a role may meet at a route, and whether w is that.
func wanted(r routes.Route, as account.Actor, municipality int64, w *httptest.ResponseRecorder) (string, bool) {
	toLogin := w.Code == http.StatusSeeOther && strings.HasPrefix(w.Header().Get("Location"), loginOf(r.Access.Door)+"?neste=")
	answered := slices.Contains([]int{http.StatusOK, http.StatusSeeOther, http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity}, w.Code)
	switch {
	case r.Access.Door == account.NoDoor || r.Access.Permission == "":
		return "an answer", answered
	case as.Door != r.Access.Door || as.MunicipalityID != municipality:
		if r.Method == http.MethodPost {
			return "403", w.Code == http.StatusForbidden
		}
		return "303 to the login page", toLogin
	case !as.May(r.Access.Permission):
		return "403", w.Code == http.StatusForbidden
	}
	return "an answer", answered && !toLogin
}

func TestEveryRouteForEveryRole(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	for _, r := range x.server.Routes() {
		for _, role := range x.order {
			w := x.send(x.roles[role], r.Method, address(r.Path, none), nil)
			if w.Code == http.StatusForbidden && stricter[r.Method+" "+r.Path+" "+role] {
				continue
			}
			if want, ok := wanted(r, x.roles[role], x.MunicipalityID, w); !ok {
				t.Errorf("%s %s as %s: got %d %s, want %s", r.Method, r.Path, role, w.Code, w.Header().Get("Location"), want)
			}
		}
	}
}

// Every route lies behind the door that its address names, so that none is open by mistake.
func TestRoutesLieBehindTheirDoor(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	seen := map[string]bool{}
	for _, r := range x.server.Routes() {
		want := account.NoDoor
		switch {
		case r.Path == "/ansatt" || strings.HasPrefix(r.Path, "/ansatt/"):
			want = account.StaffDoor
		case r.Path == "/lag" || strings.HasPrefix(r.Path, "/lag/") || strings.HasPrefix(r.Path, "/logg-inn"):
			want = account.GroupDoor
		}
		if r.Access.Door != want {
			t.Errorf("%s %s: got door %q, want %q", r.Method, r.Path, r.Access.Door, want)
		}
		atDoor := strings.Contains(r.Path, "/logg-inn") || strings.HasSuffix(r.Path, "/logg-ut")
		if want != account.NoDoor && r.Access.Permission == "" && !atDoor {
			t.Errorf("%s %s: has no permission", r.Method, r.Path)
		}
		if seen[r.Method+r.Path] {
			t.Errorf("%s %s: is there twice", r.Method, r.Path)
		}
		seen[r.Method+r.Path] = true
	}
}

// strangers are the actors of a route's door and whose things they must not reach.
func (x *town) strangers(d account.Door) map[string]struct {
	as     account.Actor
	things map[string]int64
} {
	type pair = struct {
		as     account.Actor
		things map[string]int64
	}
	switch d {
	case account.StaffDoor:
		return map[string]pair{"another municipality's": {x.roles["administrator"], x.elsewhere}}
	case account.GroupDoor:
		mixed := maps.Clone(x.own)
		mixed["occurrence"], mixed["registration"] = x.group["occurrence"], x.group["registration"]
		return map[string]pair{
			"another group's": {x.roles["group_admin"], x.group}, "another municipality's": {x.roles["group_admin"], x.elsewhere},
			"another group's date of its own": {x.roles["group_admin"], mixed},
		}
	}
	return map[string]pair{"another municipality's": {x.roles["resident"], x.elsewhere}}
}

func TestOthersThingsDoNotExist(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	before := x.Contents(t)
	for _, r := range x.server.Routes() {
		if !strings.Contains(r.Path, "{id}") {
			continue
		}
		kind := kindOf(r.Path)
		if kind == "" {
			t.Errorf("%s %s: say in kinds what {id} is", r.Method, r.Path)
			continue
		}
		for whose, s := range x.strangers(r.Access.Door) {
			if s.things[kind] == x.own[kind] && !strings.Contains(r.Path, "{dato}") && !strings.Contains(r.Path, "{nr}") {
				continue
			}
			w := x.send(s.as, r.Method, address(r.Path, s.things), nil)
			ok := w.Code == http.StatusNotFound || r.Method == http.MethodPost && w.Code == http.StatusUnprocessableEntity
			if !ok {
				t.Errorf("%s %s, %s %s: got %d, want 404", r.Method, r.Path, whose, kind, w.Code)
			}
			if strings.Contains(w.Body.String(), "HEMMELIG") {
				t.Errorf("%s %s, %s %s: the page tells of it", r.Method, r.Path, whose, kind)
			}
		}
	}
	x.Unchanged(t, before, "what is another's", moving...)
}

// Looking changes nothing: mail programs, search engines and browsers open links on their own.
func TestNoGetChangesAnything(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	x.own["session"] = x.session(x.roles["administrator"].AccountID)
	before := x.Contents(t)
	for _, r := range x.server.Routes() {
		if r.Method != http.MethodGet {
			continue
		}
		as := map[account.Door]string{account.NoDoor: "resident", account.StaffDoor: "administrator", account.GroupDoor: "group_admin"}[r.Access.Door]
		w := x.send(x.roles[as], r.Method, address(r.Path, x.own), nil)
		if w.Code >= http.StatusInternalServerError || w.Code == http.StatusForbidden {
			t.Errorf("GET %s as %s: got %d", r.Path, as, w.Code)
		}
		if w.Code == http.StatusNotFound && strings.Contains(r.Path, "{id}") {
			t.Errorf("GET %s as %s, its own %s: got 404", r.Path, as, kindOf(r.Path))
		}
	}
	x.Unchanged(t, before, "looking", moving...)
}

// Whatever bytes come, the answer is a page and never our own fault.
func TestAnyBytes(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	junk := url.Values{}
	for _, name := range []string{"q", "navn", "epost", "telefon", "rolle", "dato", "fra", "til", "side", "for", "etter", "neste", "kode", "tittel", "id", "lag", "versjon", "sort", "konto"} {
		junk.Add(name, "\x00\xff'\";--<script>\u202e\r\n99999999999999999999")
	}
	for _, r := range x.server.Routes() {
		as := x.roles[map[account.Door]string{account.NoDoor: "resident", account.StaffDoor: "administrator", account.GroupDoor: "group_admin"}[r.Access.Door]]
		paths := []string{address(r.Path, x.own)}
		if strings.Contains(r.Path, "{") {
			for _, bad := range []string{"0", "-1", "99999999999999999999", "%00", "%ff", "%27", "..%2f..", "%2f"} {
				paths = append(paths, param.ReplaceAllString(r.Path, bad))
			}
		}
		for _, path := range paths {
			query, body := path+"?"+junk.Encode(), url.Values(nil)
			if r.Method == http.MethodPost {
				body = junk
			}
			if w := x.send(as, r.Method, query, body); w.Code >= http.StatusInternalServerError {
				t.Errorf("%s %s: got %d", r.Method, path, w.Code)
			}
		}
	}
}

// moving are the tables that a page view may write: who was here, and when.
var moving = []string{"sessions", "login_session", "audit_event", "login_attempt"}
