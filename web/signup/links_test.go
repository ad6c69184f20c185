package signup_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/registration/signupform"
)

// guardianFor are the fields of a child whose guardian is somebody else.
var guardianFor = []string{"alder_1", "10-12", "foresatt", "annen", "foresatt_navn", "Mor Nordmann", "foresatt_epost", "mor@post.example"}

// standing is a link and what its page says first.
type standing struct {
	name  string
	ages  bool
	link  func(w world) string // makes it so and gives the path of the page
	words string
	post  string // what the button on it sends, after the path; "" for none
	form  url.Values
	again int // status of the same once more: 303 when it has been done, 409 when it is too late
}

// standings are all the ways in which a live link may stand.
var standings = []standing{
	{"unconfirmed", false, func(w world) string { return w.signUp("Kari Nordmann") }, "Bekreft påmeldingen", "/bekreft", nil, 303},
	{"confirmed", false, func(w world) string { return w.in("Kari Nordmann") }, "Du er påmeldt", "/meld-av", nil, 303},
	{"changed", false, func(w world) string { return w.in("Kari Nordmann") }, "Du er påmeldt", "/endre", url.Values{"antall": {"1"}, "varsel": {"reminder"}}, 303},
	{"waiting", false, func(w world) string { w.in("Ola Nordmann"); return w.in("Kari Nordmann", "venteliste", "ja") }, "venteliste som nummer 1", "/meld-av", nil, 303},
	{"offered, yes", false, offer, "Det er blitt plass til deg", "/svar", url.Values{"svar": {"ja"}}, 303},
	{"offered, no", false, offer, "Det er blitt plass til deg", "/svar", url.Values{"svar": {"nei"}}, 303},
	{"confirmed too late", false, func(w world) string { defer w.Clock.Advance(4 * time.Hour); return w.signUp("Kari Nordmann") }, "Fristen for å bekrefte er ute", "/bekreft", nil, 409},
	{"answered too late", false, func(w world) string { defer w.Clock.Advance(25 * time.Hour); return offer(w) }, "Fristen for å svare er ute", "/svar", url.Values{"svar": {"ja"}}, 409},
	{"cancelled", false, func(w world) string {
		path := w.in("Kari Nordmann")
		w.Anonymous().Post(path+"/meld-av", nil).Want(http.StatusSeeOther)
		return path
	}, "Du er meldt av", "/bekreft", nil, 303},
	{"over", false, func(w world) string { path := w.in("Kari Nordmann"); w.Clock.Set(w.dates[0].EndsAt); return path }, "Dette er over", "/meld-av", nil, 409},
	{"waits for the guardian", true, func(w world) string { return w.in("Kari Nordmann", guardianFor...) }, "Vi venter på den foresatte", "/meld-av", nil, 303},
	{"the guardian's", true, guardian, "Vi venter på svaret ditt", "", nil, 303},
	{"a guardian's offer, yes", true, guardianOffer, "plass til Kari Nordmann", "/svar", url.Values{"svar": {"ja"}}, 303},
	{"a guardian's offer, no", true, guardianOffer, "plass til Kari Nordmann", "/svar", url.Values{"svar": {"nei"}}, 303},
	{"a guardian's offer too late", true, func(w world) string { defer w.Clock.Advance(25 * time.Hour); return guardianOffer(w) }, "Fristen for å svare er ute", "/svar", url.Values{"svar": {"ja"}}, 409},
	{"the guardian's too late", true, func(w world) string { defer w.Clock.Advance(49 * time.Hour); return guardian(w) }, "Fristen for å bekrefte er ute", "", nil, 409},
}

func offer(w world) string {
	first, path := w.in("Ola Nordmann"), w.in("Kari Nordmann", "venteliste", "ja")
	w.Anonymous().Post(first+"/meld-av", nil).Want(http.StatusSeeOther)
	return path
}

func guardian(w world) string {
	w.in("Kari Nordmann", guardianFor...)
	return w.link("mor@post.example")
}

// guardianOffer is the link of a guardian whose child is offered a place.
func guardianOffer(w world) string {
	first := w.in("Ola Nordmann", "alder_1", "26-66")
	w.in("Kari Nordmann", append([]string{"venteliste", "ja"}, guardianFor...)...)
	w.Anonymous().Post(w.link("mor@post.example"), nil).Want(http.StatusSeeOther)
	w.Anonymous().Post(first+"/meld-av", nil).Want(http.StatusSeeOther)
	return w.link("mor@post.example")
}

func (s standing) world(t *testing.T) world {
	return newWorld(t, 1, func(f *signupform.Form) { places(1)(f); f.AskAges = s.ages })
}

func forGuardian(path string) bool { return strings.HasPrefix(path, "/pamelding/foresatt/") }

// looks are the ways in which people and programs look at a link.
var looks = []struct {
	method string
	header http.Header
}{
	{http.MethodGet, nil},
	{http.MethodHead, nil},
	{http.MethodGet, http.Header{"Sec-Purpose": {"prefetch;prerender"}, "Purpose": {"prefetch"}, "X-Moz": {"prefetch"}}},
	{http.MethodGet, http.Header{"User-Agent": {"Mozilla/5.0 (compatible; SafeLinks)"}, "Accept": {"*/*"}}},
}

// Whoever looks at a link, and at what lies below it, changes nothing: scanners of
// e-mail open every link, some of them before the receiver.
func TestLookingAtALinkChangesNothing(t *testing.T) {
	t.Parallel()
	for _, s := range standings {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			w := s.world(t)
			path := s.link(w)
			below := []string{"", "/endre", "/meld-av", "/kalender.ics", "/bekreft", "/svar"}
			if forGuardian(path) {
				below = []string{"", "/svar"}
			}
			was := w.Contents(t)
			for _, look := range looks {
				c := w.Anonymous()
				c.Header = look.header
				for _, more := range below {
					for _, lang := range []string{"", "/nn", "/en"} {
						p := c.Send(look.method, lang+path+more, "", nil)
						if p.Status != http.StatusOK && (p.Status != http.StatusSeeOther || p.Header.Get("Location") != lang+path) {
							t.Errorf("%s %s: got %d to %q, want the page or the way to it", look.method, more, p.Status, p.Header.Get("Location"))
						}
						if got := p.Header.Get("Cache-Control"); got != "no-store" {
							t.Errorf("%s %s: got Cache-Control %q, want no-store", look.method, more, got)
						}
					}
				}
			}
			w.Unchanged(t, was, "looking")
			w.Anonymous().Get(path).Want(http.StatusOK).Has(".ds-alert", s.words)
		})
	}
}

// The second time changes nothing, also not the log, and answers like the first or
// says that it is too late, with the way on.
func TestButtonsTwice(t *testing.T) {
	t.Parallel()
	for _, s := range standings {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			w := s.world(t)
			path, c := s.link(w), w.Anonymous()
			if s.name == "changed" {
				c.Post(path+"/endre", url.Values{"antall": {"1"}}).Want(http.StatusSeeOther)
			}
			first := c.Post(path+s.post, s.form).Want(s.again)
			was := w.Contents(t)
			for range 2 {
				if again := c.Post(path+s.post, s.form).Want(s.again); s.again == http.StatusConflict {
					again.Has(".ds-alert").Has("main a[href]")
				}
			}
			w.Unchanged(t, was, "the second time")
			if s.again == http.StatusSeeOther {
				first.Follow().Want(http.StatusOK)
			}
		})
	}
}

// A link that opens nothing says so and how to get another, whatever is asked.
func TestLinksThatOpenNothing(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		ages bool
		path func(w world) string
	}{
		{"nobody's", false, func(world) string { return "/pamelding/abcdefghijklmnopqrstuvwxyz" }},
		{"garbage", false, func(world) string { return "/pamelding/%00%ff'%22%3Cscript%3E" }},
		{"cut off", false, func(w world) string { path := w.in("Kari Nordmann"); return path[:len(path)-1] }},
		{"a guardian's garbage", true, func(world) string { return "/pamelding/foresatt/x" }},
		{"a guardian's as one's own", true, func(w world) string { return strings.Replace(guardian(w), "/foresatt", "", 1) }},
		{"one's own as a guardian's", true, func(w world) string {
			return strings.Replace(w.in("Kari Nordmann", guardianFor...), "/pamelding", "/pamelding/foresatt", 1)
		}},
		{"of a sign-up that was released", false, func(w world) string {
			path := w.signUp("Kari Nordmann")
			w.Clock.Advance(4 * time.Hour)
			w.must(w.Portal.Registrations.Sweep(t.Context()))
			return path
		}},
		{"of a sign-up that is anonymous", false, func(w world) string {
			path := w.in("Kari Nordmann")
			w.Clock.Advance(60 * 24 * time.Hour)
			if n, err := w.Portal.Keeping.Anonymise(t.Context()); err != nil || n != 1 {
				t.Errorf("anonymised: got %d, %v; want 1", n, err)
			}
			return path
		}},
		{"of a guardian, deleted", true, func(w world) string {
			path := guardian(w)
			w.Clock.Advance(60 * 24 * time.Hour)
			w.must(w.Portal.Registrations.Sweep(t.Context()))
			return path
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := standing{ages: test.ages}.world(t)
			path := test.path(w)
			was := w.Contents(t)
			for _, look := range looks {
				c := w.Anonymous()
				c.Header = look.header
				p := c.Send(look.method, path, "", nil).Want(http.StatusNotFound)
				if look.method == http.MethodGet {
					p.Has("h1", "Lenken virker ikke").Has("a[href='/pamelding/finn']", "Få en ny lenke")
				}
			}
			posts := []string{"/bekreft", "/meld-av", "/endre", "/svar"}
			if forGuardian(path) {
				posts = []string{""}
			}
			for _, more := range posts {
				w.Anonymous().Post(path+more, url.Values{"svar": {"ja"}, "antall": {"1"}}).Want(http.StatusNotFound).Has("main", "ny lenke")
			}
			w.Unchanged(t, was, "a link that opens nothing")
		})
	}
}

// Whoever loses to somebody else in the database is told so, wherever she stands.
func TestOutrunIsTold(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		ages bool
		send func(w world) (path string, form url.Values)
	}{
		"the form":     {false, func(w world) (string, url.Values) { return w.path(0), w.typed("Ola Nordmann") }},
		"one's own":    {false, func(w world) (string, url.Values) { return w.signUp("Kari Nordmann") + "/bekreft", nil }},
		"a guardian's": {true, func(w world) (string, url.Values) { return guardian(w), nil }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := standing{ages: c.ages}.world(t)
			path, form := c.send(w)
			for _, sql := range []string{
				"create function lost() returns trigger language plpgsql as $$ begin raise exception 'lost' using errcode = '40P01'; end $$",
				"create trigger lost before insert or update on registration execute function lost()",
			} {
				_, err := w.Pool.Exec(t.Context(), sql)
				w.must(err)
			}
			w.Anonymous().Post(path, form).Want(http.StatusConflict).Has(".ds-alert", "Noen andre var raskere")
		})
	}
}

// A link in an e-mail of one municipality opens nothing in another.
func TestLinkIsForOneMunicipality(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, places(1))
	w.Municipality("9998", "Fjellby", "fjellby.example")
	path, c := w.in("Kari Nordmann"), w.Anonymous()
	c.Host = "fjellby.example"
	was := w.Contents(t)
	for _, more := range []string{"", "/endre", "/meld-av"} {
		c.Get(path + more).Want(http.StatusNotFound)
	}
	c.Post(path+"/meld-av", nil).Want(http.StatusNotFound)
	w.Unchanged(t, was, "a link of another municipality")
}
