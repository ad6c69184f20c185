// Package webtest is a whole site on a cloned database, for tests that send
// requests as somebody and look at the page by selector.
package webtest

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/terms"
	"frivilligsentral/internal/config"
	"frivilligsentral/internal/demo"
	"frivilligsentral/internal/jobs/jobstest"
	"frivilligsentral/internal/portal"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"
	"frivilligsentral/internal/seal"
	"frivilligsentral/web"

	"github.com/PuerkitoBio/goquery"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Site is a portal with one municipality ("Prøvevik", host "127.0.0.1") on a database of its own.
type Site struct {
	tb             testing.TB
	Portal         *portal.Portal
	Pool           *pgxpool.Pool
	Server         *httptest.Server
	MunicipalityID int64
	Clock          *Clock
}

// New makes the site. Options change the configuration before the server is built.
func New(tb testing.TB, options ...func(*config.Config)) *Site {
	tb.Helper()
	s := build(tb, options)
	s.MunicipalityID = s.Municipality("9901", "Prøvevik", "127.0.0.1")
	s.Server.Start()
	return s
}

// Demo makes a site with the invented municipality that the demonstration shows.
func Demo(tb testing.TB, options ...func(*config.Config)) *Site {
	tb.Helper()
	s := build(tb, options)
	if _, err := demo.Fill(context.Background(), s.Portal, demo.Options{Now: s.Clock.Now()}); err != nil {
		tb.Fatal(err)
	}
	s.MunicipalityID = s.Int(`select municipality_id from municipality_host where host = '127.0.0.1'`)
	s.Server.Start()
	return s
}

// For is the same site for another test, a part of the one that it was made for:
// what fails there fails there.
func (s *Site) For(tb testing.TB) *Site {
	other := *s
	other.tb = tb
	return &other
}

// build makes everything but the municipality; the server waits to be started.
func build(tb testing.TB, options []func(*config.Config)) *Site {
	tb.Helper()
	cfg, err := config.FromEnv(func(name string) string {
		return map[string]string{"RATE_LIMITS": "off", "LOG_LEVEL": "error", "PAGE_CACHE": "off"}[name]
	})
	if err != nil {
		tb.Fatal(err)
	}
	s := &Site{tb: tb, Pool: pgtest.Pool(tb), Clock: &Clock{}, Server: httptest.NewUnstartedServer(nil)}
	cfg.SealKey = seal.NewKey()
	cfg.BaseURL = &url.URL{Scheme: "http", Host: s.Server.Listener.Addr().String()}
	for _, o := range options {
		o(&cfg)
	}
	log := slog.New(slog.NewTextHandler(testWriter{tb}, &slog.HandlerOptions{Level: slog.LevelError}))
	if s.Portal, err = portal.New(s.Pool, portal.Options{Config: cfg, Log: log, Now: s.Clock.Now}); err != nil {
		tb.Fatal(err)
	}
	s.Server.Config.Handler = web.New(cfg, s.Portal, log)
	tb.Cleanup(s.Server.Close)
	return s
}

// Account is the actor of an account that exists already, at a door.
func (s *Site) Account(door account.Door, email string) account.Actor {
	s.tb.Helper()
	a := account.Actor{Door: door, MunicipalityID: s.MunicipalityID, Email: email, Lang: "nb"}
	err := s.Pool.QueryRow(context.Background(), `select a.id, a.name, coalesce(case when $3 = 'ansatt' then a.staff_role else m.role end, ''), coalesce(m.organisation_id, 0)
		from account a left join membership m on m.account_id = a.id and $3 = 'lag'
		where a.municipality_id = $1 and a.email = $2 limit 1`, s.MunicipalityID, email, string(door)).Scan(&a.AccountID, &a.Name, &a.Role, &a.OrganisationID)
	if err != nil {
		s.tb.Fatalf("account %s: %v", email, err)
	}
	return a
}

// WorkJobs does all jobs that wait: e-mails are sent to the mailbox.
func (s *Site) WorkJobs() {
	s.tb.Helper()
	jobstest.Work(s.tb, s.Pool, s.Portal.Workers)
}

type testWriter struct{ tb testing.TB }

func (w testWriter) Write(p []byte) (int, error) {
	w.tb.Log(strings.TrimRight(string(p), "\n"))
	return len(p), nil
}

// Clock is the site's time: it runs until Set, Stop or Advance, then it stands still.
// Pages and jobs may ask it while the test sets it.
type Clock struct{ fixed atomic.Pointer[time.Time] }

// Now is the site's time.
func (c *Clock) Now() time.Time {
	if at := c.fixed.Load(); at != nil {
		return *at
	}
	return time.Now().Add(ahead)
}

// ahead is how far the sites' clocks are ahead of the real one. With a time in
// FRIVILLIGSENTRAL_TEST_NOW they begin there: no test depends on today's date.
var ahead = func() time.Duration {
	at := os.Getenv("FRIVILLIGSENTRAL_TEST_NOW")
	if at == "" {
		return 0
	}
	start, err := time.Parse(time.RFC3339, at)
	if err != nil {
		panic("FRIVILLIGSENTRAL_TEST_NOW: " + err.Error())
	}
	return time.Until(start)
}()

// Set stops the clock at t.
func (c *Clock) Set(t time.Time) { c.fixed.Store(&t) }

// Stop lets the clock stand where it is.
func (c *Clock) Stop() { c.Set(c.Now()) }

// Advance moves the clock on.
func (c *Clock) Advance(d time.Duration) { c.Set(c.Now().Add(d)) }

// Municipality makes a municipality with a portal at the host.
func (s *Site) Municipality(number, name, host string) int64 {
	s.tb.Helper()
	var id int64
	s.row(&id, `insert into municipality (number, name, county_number, county) values ($1, $2, '99', 'Prøvefylket') returning id`, number, name)
	s.Exec(`insert into municipality_host (host, municipality_id) values ($1, $2)`, host, id)
	s.Exec(`insert into centre (municipality_id, name, address, postal_code, phone, email)
	        values ($1, $2 || ' frivilligsentral', 'Storgata 1', '0001', '+4722222222', 'post@sentralen.example')`, id, name)
	return id
}

// Exec runs SQL that prepares data which no use case makes.
func (s *Site) Exec(sql string, args ...any) {
	s.tb.Helper()
	if _, err := s.Pool.Exec(context.Background(), sql, args...); err != nil {
		s.tb.Fatalf("%s: %v", sql, err)
	}
}

func (s *Site) row(into any, sql string, args ...any) {
	s.tb.Helper()
	if err := s.Pool.QueryRow(context.Background(), sql, args...).Scan(into); err != nil {
		s.tb.Fatalf("%s: %v", sql, err)
	}
}

// Int reads one number.
func (s *Site) Int(sql string, args ...any) int64 {
	s.tb.Helper()
	var n int64
	s.row(&n, sql, args...)
	return n
}

// Logged counts the lines of the log that say that somebody has done this to that, now.
func (s *Site) Logged(by account.Actor, action, object string, id int64) int64 {
	s.tb.Helper()
	a := by.Audit()
	return s.Int(`select count(*) from audit_event where municipality_id = $1 and actor_kind = $2 and actor_id = $3 and actor_name = $4
		and action = $5 and object = $6 and object_id = $7 and at = $8`, a.MunicipalityID, a.Kind, a.ID, a.Name, action, object, id, s.Clock.Now().Truncate(time.Microsecond))
}

// Code makes an entry of a code list and returns its id.
func (s *Site) Code(list, slug, name string) int64 {
	s.tb.Helper()
	return s.Int(`insert into code (municipality_id, list, slug, name_nb) values ($1, $2, $3, $4) returning id`, s.MunicipalityID, list, slug, name)
}

// Area makes an area and returns its id.
func (s *Site) Area(slug, name string) int64 {
	s.tb.Helper()
	return s.Int(`insert into area (municipality_id, slug, name) values ($1, $2, $3) returning id`, s.MunicipalityID, slug, name)
}

// Organisation makes an approved organisation and returns its id.
func (s *Site) Organisation(name string) int64 {
	s.tb.Helper()
	return s.Int(`insert into organisation (municipality_id, name, kind, status, email_public, confirmed_at)
	              values ($1, $2, 'association', 'approved', 'post@lag.example', $3) returning id`, s.MunicipalityID, name, s.Clock.Now())
}

// Staff makes a staff account and returns its actor.
func (s *Site) Staff(role account.Role) account.Actor { return s.StaffIn(s.MunicipalityID, role) }

// StaffIn makes a staff account in a municipality.
func (s *Site) StaffIn(municipalityID int64, role account.Role) account.Actor {
	s.tb.Helper()
	email := fmt.Sprintf("%s@kommunen-%d.example", role, municipalityID)
	id := s.Int(`insert into account (municipality_id, email, name, staff_role) values ($1, $2, $3, $4)
	             on conflict (municipality_id, email) do update set ended_at = null returning id`, municipalityID, email, "Ansatt "+string(role), role)
	return account.Actor{Door: account.StaffDoor, MunicipalityID: municipalityID, AccountID: id, Name: "Ansatt " + string(role), Email: email, Role: role, Lang: "nb"}
}

// Member makes an account with a role in an organisation and returns its actor.
func (s *Site) Member(organisationID int64, role account.Role) account.Actor {
	s.tb.Helper()
	email := fmt.Sprintf("%s-%d@lag.example", role, organisationID)
	m := s.Int(`select municipality_id from organisation where id = $1`, organisationID)
	id := s.Int(`insert into account (municipality_id, email, name) values ($1, $2, $3)
	             on conflict (municipality_id, email) do update set ended_at = null returning id`, m, email, "Person "+string(role))
	s.Exec(`insert into membership (account_id, organisation_id, role) values ($1, $2, $3) on conflict do nothing`, id, organisationID, role)
	s.Agree(m, id)
	return account.Actor{Door: account.GroupDoor, MunicipalityID: m, AccountID: id, Name: "Person " + string(role), Email: email, Role: role, OrganisationID: organisationID, Lang: "nb"}
}

// Agree lets an account accept the terms for organisers that hold, when the groups of the test were made.
func (s *Site) Agree(municipalityID, accountID int64) {
	s.tb.Helper()
	err := postgres.InTx(context.Background(), s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		now, err := terms.Current(ctx, tx, municipalityID)
		if err != nil {
			return err
		}
		return terms.Accepted(ctx, tx, terms.Acceptance{MunicipalityID: municipalityID, AccountID: accountID, Number: now.Number, At: s.Clock.Now(), Occasion: terms.AtLogin})
	})
	if err != nil {
		s.tb.Fatal(err)
	}
}

// Client is a browser without script: it keeps cookies and does not follow redirects.
type Client struct {
	tb   testing.TB
	site *Site
	http *http.Client
	Host string // sent as Host when set
	// Header is sent with every request.
	Header http.Header
}

// Anonymous is a resident's browser.
func (s *Site) Anonymous() *Client {
	s.tb.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.tb.Fatal(err)
	}
	return &Client{tb: s.tb, site: s, http: &http.Client{
		Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// As is the browser of somebody logged in at the actor's door.
func (s *Site) As(a account.Actor) *Client {
	s.tb.Helper()
	c := s.Anonymous()
	if !a.LoggedIn() {
		return c
	}
	cookie := s.Cookie(a)
	u, err := url.Parse(s.Server.URL)
	if err != nil {
		s.tb.Fatal(err)
	}
	c.http.Jar.SetCookies(u, []*http.Cookie{cookie})
	return c
}

// Cookie is the session cookie of somebody logged in at the actor's door.
func (s *Site) Cookie(a account.Actor) *http.Cookie {
	s.tb.Helper()
	sessionID := s.Int(`insert into login_session (account_id, door, created_at, last_seen_at, expires_at)
	                    values ($1, $2, $3::timestamptz, $3, $3::timestamptz + interval '8 hours') returning id`, a.AccountID, a.Door, s.Clock.Now())
	cookie, err := web.TestCookie(s.Server.Config.Handler, a.Door, sessionID, a.OrganisationID)
	if err != nil {
		s.tb.Fatal(err)
	}
	return cookie
}

// Value is that of a cookie which the browser has, "" without it.
func (c *Client) Value(cookie string) string {
	c.tb.Helper()
	u, err := url.Parse(c.site.Server.URL)
	if err != nil {
		c.tb.Fatal(err)
	}
	for _, kept := range c.http.Jar.Cookies(u) {
		if kept.Name == cookie {
			return kept.Value
		}
	}
	return ""
}

// Get asks for a page.
func (c *Client) Get(path string) *Page { c.tb.Helper(); return c.do(http.MethodGet, path, "", nil) }

// Post sends a form.
func (c *Client) Post(path string, form url.Values) *Page {
	c.tb.Helper()
	return c.do(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// Send sends a body of any type.
func (c *Client) Send(method, path, contentType string, body io.Reader) *Page {
	c.tb.Helper()
	return c.do(method, path, contentType, body)
}

func (c *Client) do(method, path, contentType string, body io.Reader) *Page {
	c.tb.Helper()
	req, err := http.NewRequest(method, c.site.Server.URL+path, body)
	if err != nil {
		c.tb.Fatal(err)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	if c.Host != "" {
		req.Host = c.Host
	}
	for name, values := range c.Header {
		req.Header[name] = values
	}
	res, err := c.http.Do(req)
	if err != nil {
		c.tb.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		c.tb.Fatal(err)
	}
	if bad := garbled.FindString(string(b)); bad != "" && strings.HasPrefix(res.Header.Get("Content-Type"), "text/") {
		c.tb.Errorf("%s: a text has %q in it: its numbers or names do not fit it", path, bad)
	}
	return &Page{tb: c.tb, client: c, Status: res.StatusCode, Header: res.Header, Body: string(b), path: path}
}

// garbled is what package fmt writes where a text and what it is about do not fit.
var garbled = regexp.MustCompile(`%!(?:[a-zA-Z]\(|\(EXTRA)`)

// Page is an answer.
type Page struct {
	tb     testing.TB
	client *Client
	path   string
	doc    *goquery.Document
	Status int
	Header http.Header
	Body   string
}

// Want fails unless the status is the wanted one.
func (p *Page) Want(status int) *Page {
	p.tb.Helper()
	if p.Status != status {
		p.tb.Fatalf("%s: got status %d, want %d\n%s", p.path, p.Status, status, p.Text("main"))
	}
	return p
}

// Follow goes where a 303 points.
func (p *Page) Follow() *Page {
	p.tb.Helper()
	p.Want(http.StatusSeeOther)
	return p.client.Get(p.Header.Get("Location"))
}

// Find selects elements.
func (p *Page) Find(selector string) *goquery.Selection {
	p.tb.Helper()
	if p.doc == nil {
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(p.Body))
		if err != nil {
			p.tb.Fatal(err)
		}
		p.doc = doc
	}
	return p.doc.Find(selector)
}

// Text is the text of what the selector finds, with single spaces.
func (p *Page) Text(selector string) string {
	p.tb.Helper()
	return strings.Join(strings.Fields(p.Find(selector).Text()), " ")
}

// Has fails unless the selector finds something whose text holds all the words.
func (p *Page) Has(selector string, words ...string) *Page {
	p.tb.Helper()
	found := p.Find(selector)
	if found.Length() == 0 {
		p.tb.Fatalf("%s: nothing matches %q in\n%s", p.path, selector, p.Text("main"))
	}
	text := p.Text(selector)
	for _, w := range words {
		if !strings.Contains(text, w) {
			p.tb.Errorf("%s: %q has the text %q, want it to hold %q", p.path, selector, text, w)
		}
	}
	return p
}

// HasNot fails when the selector finds something whose text holds the words ("" means anything).
func (p *Page) HasNot(selector, words string) *Page {
	p.tb.Helper()
	if found := p.Find(selector); found.Length() > 0 && strings.Contains(p.Text(selector), words) {
		p.tb.Errorf("%s: %q has the text %q, want it without %q", p.path, selector, p.Text(selector), words)
	}
	return p
}
