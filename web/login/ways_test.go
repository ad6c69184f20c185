package login_test

// The ways in: what the browser is given, where it is led, and what the pages say on the way.

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/config"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/web/login"
	"frivilligsentral/web/webtest"
)

// given is a cookie of an answer, nil when it gives none of the name.
func given(p *webtest.Page, name string) *http.Cookie {
	for _, c := range (&http.Response{Header: p.Header}).Cookies() {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// The secret of a browser lives as long as the e-mail, and goes when it has been used;
// that it has logged in before is kept for half a year.
func TestBrowsersAreBound(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	who := s.Staff(account.Reader)
	c := s.Anonymous()
	first := given(c.Post("/ansatt/logg-inn", webtest.Values("epost", who.Email)), "innlogging")
	if first == nil || first.MaxAge != 600 || !first.HttpOnly || first.SameSite != http.SameSiteLaxMode || first.Path != "/" || len(first.Value) < 20 {
		t.Fatalf("got the cookie %+v", first)
	}
	if again := given(c.Post("/ansatt/logg-inn", webtest.Values("epost", who.Email)), "innlogging"); again == nil || again.Value != first.Value {
		t.Errorf("asking once more gives another secret: %+v", again)
	}
	planted := s.Anonymous()
	planted.Header = http.Header{"Cookie": {"innlogging=kort"}}
	if fresh := given(planted.Post("/ansatt/logg-inn", webtest.Values("epost", "b@x.example")), "innlogging"); fresh == nil || fresh.Value == "kort" {
		t.Errorf("what is no secret is kept: %+v", fresh)
	}
	in := c.Post("/ansatt/logg-inn/kode", webtest.Values("kode", mailtest.Last(t, s.Pool, who.Email).Code)).Want(http.StatusSeeOther)
	if gone := given(in, "innlogging"); gone == nil || gone.MaxAge >= 0 || gone.Value != "" {
		t.Errorf("after the login: got %+v, want it gone", gone)
	}
	if known := given(in, "kjent"); known == nil || known.MaxAge != 180*24*60*60 || !known.HttpOnly || known.Value == "" {
		t.Errorf("after the login: got %+v, want the browser known for half a year", known)
	}
	if got := in.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control: got %q", got)
	}
}

// Why one must log in is said, and who is in already goes on.
func TestLoginSaysWhy(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	out, in := s.Anonymous(), s.As(s.Staff(account.Reader))
	const gone, fresh, page = "Du er logget ut.", "Dette er noe vi passer ekstra godt på", "Logg inn for å se siden."
	for path, want := range map[string]string{
		"/ansatt/logg-inn": "", "/ansatt/logg-inn?ut=1": gone, "/ansatt/logg-inn?grunn=fersk": fresh, "/ansatt/logg-inn?neste=/ansatt/konto": page,
		"/ansatt/logg-inn?ut=1&neste=/ansatt/konto": gone, "/ansatt/logg-inn?grunn=fersk&neste=/ansatt/konto": fresh, "/ansatt/logg-inn?grunn=annen": "",
	} {
		p := out.Get(path).Want(http.StatusOK).Has("h1", "ansatte")
		for _, text := range []string{gone, fresh, page} {
			if got := strings.Contains(p.Text("main"), text); got != (text == want) {
				t.Errorf("%s says %q: %v", path, text, got)
			}
		}
	}
	out.Get("/logg-inn").Want(http.StatusOK).Has("h1", "lag og foreninger").HasNot("h1", "ansatte")
	for path, want := range map[string]string{"/ansatt/logg-inn": "/ansatt", "/ansatt/logg-inn?neste=/ansatt/konto": "/ansatt/konto", "/ansatt/logg-inn?neste=//evil.example": "/ansatt"} {
		if got := in.Get(path).Want(http.StatusSeeOther).Header.Get("Location"); got != want {
			t.Errorf("%s for one who is in: got %s, want %s", path, got, want)
		}
	}
	in.Get("/ansatt/logg-inn?grunn=fersk").Want(http.StatusOK).Has("main", fresh)
}

// Who acts for several chooses, and only among those that are her own.
func TestChoosingWhomToActFor(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	first, second, foreign := s.Organisation("Vik IL"), s.Organisation("Nes kor"), s.Organisation("Turlaget")
	who := s.Member(first, account.GroupAdmin)
	s.Exec(`insert into membership (account_id, organisation_id, role) values ($1, $2, 'group_member')`, who.AccountID, second)
	c := s.Anonymous()
	c.Post("/logg-inn?neste=/lag/konto", webtest.Values("epost", who.Email)).Want(http.StatusSeeOther)
	in := c.Post("/logg-inn/kode?neste=/lag/konto", webtest.Values("kode", mailtest.Last(t, s.Pool, who.Email).Code)).Want(http.StatusSeeOther)
	choose := in.Header.Get("Location")
	if choose != "/lag/velg?neste=%2Flag%2Fkonto" {
		t.Fatalf("after the login: got %s, want the choice with the way on", choose)
	}
	shown := c.Get(choose).Want(http.StatusOK).Has("main", "Vik IL", "Nes kor").HasNot("main", "Turlaget")
	if action, _ := shown.Find("main form").Attr("action"); action != choose {
		t.Errorf("the form goes to %s, want %s", action, choose)
	}
	for _, id := range []int64{foreign, 0, 999_999} {
		c.Post(choose, webtest.Values("lag", strconv.FormatInt(id, 10))).Want(http.StatusNotFound)
	}
	before := c.Value("lag")
	chosen := c.Post(choose, webtest.Values("lag", strconv.FormatInt(second, 10))).Want(http.StatusSeeOther)
	if got := chosen.Header.Get("Location"); got != "/lag/konto" {
		t.Errorf("after the choice: got %s", got)
	}
	if c.Value("lag") == before {
		t.Error("rights have changed under the same id")
	}
	c.Get("/lag/konto").Want(http.StatusOK).Has(".user-box", "Nes kor").HasNot(".user-box", "Vik IL")
}

// Who has chosen a language meets it after the login, but not instead of the one that she reads now.
func TestLoginLeadsToOnesLanguage(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	who := s.Staff(account.Reader)
	s.Exec(`update account set lang = 'nn' where id = $1`, who.AccountID)
	for prefix, want := range map[string]string{"": "/nn/ansatt", "/en": "/en/ansatt", "/nn": "/nn/ansatt"} {
		c := s.Anonymous()
		c.Post(prefix+"/ansatt/logg-inn", webtest.Values("epost", who.Email)).Want(http.StatusSeeOther)
		in := c.Post(prefix+"/ansatt/logg-inn/kode", webtest.Values("kode", mailtest.Last(t, s.Pool, who.Email).Code))
		if got := in.Header.Get("Location"); got != want {
			t.Errorf("from %q: got %s, want %s", prefix, got, want)
		}
		s.Clock.Advance(16 * time.Minute)
	}
}

// From one network so many ask in an hour; the next is told to wait, and keeps what was typed.
func TestManyAskFromOneNetwork(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Clock.Stop()
	c := s.Anonymous()
	for n := range 20 {
		c.Post("/logg-inn", webtest.Values("epost", "nr"+strconv.Itoa(n)+"@x.example")).Want(http.StatusSeeOther)
	}
	p := c.Post("/logg-inn", webtest.Values("epost", "nr20@x.example")).Want(http.StatusTooManyRequests)
	if got, _ := p.Find("input[name=epost]").Attr("value"); got != "nr20@x.example" {
		t.Errorf("typed: got %q", got)
	}
	s.Clock.Advance(time.Hour)
	c.Post("/logg-inn", webtest.Values("epost", "nr20@x.example")).Want(http.StatusSeeOther)
}

// A code that was wrong is not shown again, and the way to a new e-mail keeps where one was going.
func TestWrongCode(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	who := s.Staff(account.Reader)
	c := s.Anonymous()
	sent := c.Post("/ansatt/logg-inn?neste=/ansatt/konto", webtest.Values("epost", who.Email)).Follow().Want(http.StatusOK).HasNot("title", "Feil")
	if sent.Find("main a[href='/ansatt/logg-inn?neste=%2Fansatt%2Fkonto']").Length() == 0 {
		t.Error("there is no way to ask for a new e-mail")
	}
	p := c.Post("/ansatt/logg-inn/kode?neste=/ansatt/konto", webtest.Values("kode", "123")).Want(http.StatusUnprocessableEntity).Has("title", "Feil")
	if got, _ := p.Find("input[name=kode]").Attr("value"); got != "" {
		t.Errorf("the wrong code is shown: %q", got)
	}
}

func TestNextAtTheEdges(t *testing.T) {
	t.Parallel()
	long := "/lag/" + strings.Repeat("x", 1995)
	for _, tc := range []struct {
		door       account.Door
		next, want string
	}{
		{account.GroupDoor, long, long}, {account.GroupDoor, long + "x", "/lag"}, {account.GroupDoor, "/lag?x=1", "/lag?x=1"}, {account.GroupDoor, "/lag/logg-inn/kode", "/lag"},
		{account.GroupDoor, "/lag/\x7f", "/lag"}, {account.GroupDoor, "/lag/a b", "/lag"}, {account.GroupDoor, `/lag/\x`, "/lag"}, {account.GroupDoor, "/lag/%5Cx", "/lag"}, {account.GroupDoor, "/lag/%zz", "/lag"},
		{account.GroupDoor, "/lag/%2e%2e/ansatt", "/lag"}, {account.StaffDoor, "/ansatt/kontakter?q=a%2F%2Fb", "/ansatt/kontakter?q=a%2F%2Fb"}, {account.StaffDoor, "/ansatt/logg-ut", "/ansatt"},
		{account.StaffDoor, "/ansatt/logg-inn", "/ansatt"}, {account.StaffDoor, "/lag", "/ansatt"},
	} {
		if got := login.SafeNext(tc.door, tc.next); got != tc.want {
			t.Errorf("%q: got %q, want %q", tc.next, got, tc.want)
		}
	}
	if login.WithNext("/a", "") != "/a" || login.WithNext("/a", "/b?c=d") != "/a?neste=%2Fb%3Fc%3Dd" || login.FirstPage(account.StaffDoor) != "/ansatt" {
		t.Error("the way back is lost")
	}
}

// What was typed in a form that came too late is there once each, in order.
func TestExpiredFormKeepsAll(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	p := s.Anonymous().Post("/ansatt/kontakter/ny", url.Values{"navn": {"Kari"}, "tema": {"2", "1"}, "adresse": {""}}).Want(http.StatusForbidden)
	var got []string
	for _, n := range p.Find("main form input[type=hidden]").Nodes {
		pair := map[string]string{}
		for _, a := range n.Attr {
			pair[a.Key] = a.Val
		}
		got = append(got, pair["name"]+"="+pair["value"])
	}
	if want := "adresse= navn=Kari tema=2 tema=1"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
	if p.Find("main a[href='/ansatt/logg-inn?neste=%2Fansatt']").Length() == 0 {
		t.Error("there is no way to log in")
	}
}

// Only a demonstration shows the mailbox beside the code.
func TestMailboxIsTheDemonstrations(t *testing.T) {
	t.Parallel()
	for _, demo := range []bool{true, false} {
		s := webtest.New(t, func(c *config.Config) { c.Demo = demo })
		p := s.Anonymous().Post("/logg-inn", webtest.Values("epost", "a@x.example")).Follow().Want(http.StatusOK)
		if got := p.Find("main a[href='/demo/postkasse']").Length() > 0; got != demo {
			t.Errorf("demonstration %v: the mailbox is shown: %v", demo, got)
		}
	}
}
