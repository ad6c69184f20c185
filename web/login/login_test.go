package login_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/web/login"
	"frivilligsentral/web/ui"
	"frivilligsentral/web/webtest"
)

func TestLoginByCode(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, login, inside string
		door                account.Door
	}{
		{"staff", "/ansatt/logg-inn", "/ansatt/konto", account.StaffDoor},
		{"group", "/logg-inn", "/lag/konto", account.GroupDoor},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := webtest.New(t)
			who := s.Staff(account.Coordinator)
			if test.door == account.GroupDoor {
				who = s.Member(s.Organisation("Vik IL"), account.GroupAdmin)
			}
			c := s.Anonymous()
			asked := c.Get(test.inside).Follow().Want(http.StatusOK).Has("main", "Logg inn for å se siden")
			action, _ := asked.Find("form[method=post]").First().Attr("action")
			sent := c.Post(action, webtest.Values("epost", strings.ToUpper(who.Email))).Follow().Want(http.StatusOK).Has("h1", "Se i e-posten din")
			action, _ = sent.Find("main form").Attr("action")

			code := mailtest.Last(t, s.Pool, who.Email).Code
			c.Post(action, webtest.Values("kode", "000000x")).Want(http.StatusUnprocessableEntity).Has(".ds-error-summary", "Koden stemmer ikke")
			in := c.Post(action, webtest.Values("kode", " "+code[:3]+" "+code[3:]+" "))
			if got := in.Header.Get("Location"); got != test.inside {
				t.Errorf("after login: got %q, want %q", got, test.inside)
			}
			in.Follow().Want(http.StatusOK).Has(".user-box__name", who.Name)
			c.Post(action, webtest.Values("kode", code)).Want(http.StatusUnprocessableEntity).Has("main", "virker ikke lenger")
		})
	}
}

func TestLoginByLink(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	who := s.Staff(account.Administrator)
	c := s.Anonymous()
	c.Post("/ansatt/logg-inn", webtest.Values("epost", who.Email)).Want(http.StatusSeeOther)
	link := webtest.LinkIn(t, mailtest.Last(t, s.Pool, who.Email))

	other := s.Anonymous()
	other.Get(link).Want(http.StatusOK).Has("main", "annen nettleser")
	other.Post(link, nil).Want(http.StatusConflict).Has("main", "skriv koden")

	shown := c.Get(link).Want(http.StatusOK).Has("main form button", "Logg inn")
	for name, want := range map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"} {
		if got := shown.Header.Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	c.Get("/ansatt/konto").Want(http.StatusSeeOther) // looking at the link logs nobody in
	in := c.Post(link, nil)
	if got := in.Header.Get("Location"); got != "/ansatt" {
		t.Errorf("after login: got %q, want /ansatt", got)
	}
	c.Get("/ansatt/konto").Want(http.StatusOK)
	c.Post(link, nil).Want(http.StatusConflict).Has("main", "Lenken er brukt")
	c.Get("/lag/konto").Want(http.StatusSeeOther) // the other door stays shut
}

func TestSameAnswerForUnknownAddress(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	who := s.Staff(account.Reader)
	s.Member(s.Organisation("Vik IL"), account.GroupMember)
	var pages []string
	for _, email := range []string{who.Email, "ukjent@eksempel.no", "group_member-1@lag.example"} {
		c := s.Anonymous()
		p := c.Post("/ansatt/logg-inn", webtest.Values("epost", email)).Follow().Want(http.StatusOK)
		pages = append(pages, p.Text("main"))
		if email != who.Email && len(mailtest.All(t, s.Pool, email)) != 0 {
			t.Errorf("%s: got an e-mail, want none", email)
		}
	}
	if pages[0] != pages[1] || pages[0] != pages[2] {
		t.Errorf("the pages differ: %q", pages)
	}
	if n := s.Int(`select count(*) from login_attempt`); n != 3 {
		t.Errorf("attempts: got %d, want 3", n)
	}
}

func TestLoginForm(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	c := s.Anonymous()
	c.Post("/logg-inn", webtest.Values("epost", "tull")).Want(http.StatusUnprocessableEntity).
		Has(".ds-error-summary", "gyldig e-postadresse").Has(`input[name=epost][value=tull]`)
	c.Post("/logg-inn/kode", webtest.Values()).Want(http.StatusUnprocessableEntity).Has("main", "Skriv de seks sifrene")
	for range 4 { // the fourth is held, and answered as the others
		c.Post("/logg-inn", webtest.Values("epost", "a@b.no")).Want(http.StatusSeeOther)
	}
	c.Get("/logg-inn/kode").Want(http.StatusOK).Has("input[autocomplete=one-time-code][inputmode=numeric]").Has("main", "vent et kvarter")
	c.Get("/logg-inn/lenke/finnes-ikke").Want(http.StatusOK).Has("main", "virker ikke lenger")
}

func TestSafeNext(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		next, want string
	}{
		{"", "/lag"}, {"/lag", "/lag"}, {"/lag/aktiviteter?side=2&q=å", "/lag/aktiviteter?side=2&q=å"}, {"/lag/ny", "/lag/ny"},
		{"//evil.example", "/lag"}, {`/\evil.example`, "/lag"}, {`\\evil.example`, "/lag"}, {"https://evil.example/lag", "/lag"},
		{"/lag//evil.example", "/lag"}, {"/lag/../ansatt", "/lag"}, {"javascript:alert(1)", "/lag"}, {"lag/ny", "/lag"},
		{"/lag/\tx", "/lag"}, {"/lag/\r\nSet-Cookie: x", "/lag"}, {"/ansatt", "/lag"}, {"/lagre", "/lag"},
		{"/lag/logg-ut", "/lag"}, {"/%2f/evil.example", "/lag"}, {"/lag/" + strings.Repeat("x", 3000), "/lag"},
	} {
		if got := login.SafeNext(account.GroupDoor, test.next); got != test.want {
			t.Errorf("%q: got %q, want %q", test.next, got, test.want)
		}
	}
}

func TestLogout(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	c := s.As(s.Staff(account.Reader))
	c.Get("/ansatt/konto").Want(http.StatusOK)
	out := c.Post("/ansatt/logg-ut", nil).Want(http.StatusSeeOther)
	if got, want := out.Header.Get("Clear-Site-Data"), `"cache", "storage"`; got != want {
		t.Errorf("Clear-Site-Data: got %q, want %q", got, want)
	}
	out.Follow().Want(http.StatusOK).Has("main", "Du er logget ut")
	c.Get("/ansatt/konto").Want(http.StatusSeeOther)
	if n := s.Int(`select count(*) from login_session where ended_at is null`); n != 0 {
		t.Errorf("open sessions: got %d, want 0", n)
	}
	c.Post("/ansatt/logg-ut", nil).Want(http.StatusSeeOther) // once more does no harm
}

func TestSessionTimes(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Clock.Stop()
	staff := s.As(s.Staff(account.Reader))
	group := s.As(s.Member(s.Organisation("Vik IL"), account.GroupMember))
	s.Exec(`update login_session set expires_at = created_at + interval '12 hours' where door = 'lag'`)
	for range 16 { // 7 h 44 min in steps under the idle limit
		s.Clock.Advance(29 * time.Minute)
		staff.Get("/ansatt/konto").Want(http.StatusOK)
	}
	s.Clock.Advance(17 * time.Minute) // past 8 h in all
	staff.Get("/ansatt/konto").Want(http.StatusSeeOther)
	group.Get("/lag/konto").Want(http.StatusOK)
	s.Clock.Advance(4 * time.Hour)
	group.Get("/lag/konto").Want(http.StatusSeeOther)

	idle := s.As(s.Staff(account.Coordinator))
	s.Clock.Advance(31 * time.Minute)
	idle.Get("/ansatt/konto").Want(http.StatusSeeOther)
}

func TestLastSeenIsWrittenOnceAMinute(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Clock.Stop()
	c := s.As(s.Staff(account.Reader))
	version := func() int64 { return s.Int(`select xmin::text::bigint from login_session`) }
	before := version()
	for range 5 {
		s.Clock.Advance(10 * time.Second)
		c.Get("/ansatt/konto").Want(http.StatusOK)
	}
	if got := version(); got != before {
		t.Errorf("the row was written within a minute")
	}
	s.Clock.Advance(11 * time.Second)
	c.Get("/ansatt/konto").Want(http.StatusOK)
	if got := version(); got == before {
		t.Errorf("the row was not written after a minute")
	}
}

// A login gives a new session id: who planted the old one has nothing.
func TestNewSessionIDAtLogin(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	who := s.Staff(account.Reader)
	c := s.As(who)
	planted := c.Value("ansatt")
	c.Post("/ansatt/logg-inn", webtest.Values("epost", who.Email)).Want(http.StatusSeeOther)
	code := mailtest.Last(t, s.Pool, who.Email).Code
	c.Post("/ansatt/logg-inn/kode", webtest.Values("kode", code)).Want(http.StatusSeeOther)
	if now := c.Value("ansatt"); now == "" || now == planted {
		t.Errorf("the session's id is %q, before the login %q: want a new one", now, planted)
	}
	c.Get("/ansatt/konto").Want(http.StatusOK)
	old := s.Anonymous()
	old.Header = http.Header{"Cookie": {"ansatt=" + planted}}
	old.Get("/ansatt/konto").Want(http.StatusSeeOther)
}

// The staff cookie's value in the group's cookie opens nothing, and the other way round.
func TestOtherDoorsCookie(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	staff := s.Staff(account.Administrator)
	member := s.Member(s.Organisation("Vik IL"), account.GroupAdmin)
	for _, test := range []struct {
		name, as, path string
		who            account.Actor
		want           int
	}{
		{"staff at the group door", "lag", "/lag/konto", staff, http.StatusSeeOther},
		{"group at the staff door", "ansatt", "/ansatt/konto", member, http.StatusSeeOther},
		{"staff at the staff door", "ansatt", "/ansatt/konto", staff, http.StatusOK},
		{"group at the group door", "lag", "/lag/konto", member, http.StatusOK},
	} {
		req := httptest.NewRequest(http.MethodGet, "http://127.0.0.1"+test.path, nil)
		req.AddCookie(&http.Cookie{Name: test.as, Value: s.Cookie(test.who).Value})
		w := httptest.NewRecorder()
		s.Server.Config.Handler.ServeHTTP(w, req)
		if w.Code != test.want {
			t.Errorf("%s: got %d, want %d", test.name, w.Code, test.want)
		}
	}
}

func TestExpiredFormIsKept(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	c := s.Anonymous()
	p := c.Post("/lag/personer", webtest.Values("navn", "Kari \"K\" Nordmann", "epost", "kari@eksempel.no")).Want(http.StatusForbidden).Has("h1", "Du er logget ut")
	if got, _ := p.Find("input[name=navn]").Attr("value"); got != `Kari "K" Nordmann` {
		t.Errorf("kept text: got %q", got)
	}
	if got, _ := p.Find("main form").Attr("action"); got != "/lag/personer" {
		t.Errorf("action: got %q", got)
	}
}

func TestDisabledAccountIsOut(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	who := s.Staff(account.Coordinator)
	c := s.As(who)
	c.Get("/ansatt/konto").Want(http.StatusOK)
	admin := s.As(s.Staff(account.Administrator))
	path := "/ansatt/brukere/" + ui.Itoa(who.AccountID)
	page := admin.Get(path + "/avslutt").Want(http.StatusOK)
	version, _ := page.Find("input[name=versjon]").Attr("value")
	admin.Post(path+"/avslutt", webtest.Values("versjon", version)).Follow().Want(http.StatusOK).Has(".flash", "Tilgangen er avsluttet")
	c.Get("/ansatt/konto").Want(http.StatusSeeOther)
	admin.Get(path).Want(http.StatusNotFound)
}
