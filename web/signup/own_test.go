package signup_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/registration/signupform"
)

func TestOwnPageConfirmsChangesAndCancels(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, func(f *signupform.Form) { places(4)(f); f.Instructions = "Ring på døra." })
	c, path := w.Anonymous(), w.signUp("Kari Nordmann", "antall", "2")
	p := c.Get(path).Want(http.StatusOK).Has(".ds-alert", "Bekreft påmeldingen", "holder av").HasNot("main", "Ring på døra")
	for name, want := range map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"} {
		if got := p.Header.Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	p.Has("meta[name=robots][content*=noindex]", "").HasNot("link[rel=canonical]", "").HasNot("link[rel=alternate]", "")
	if got := w.count("status = 'unconfirmed'"); got != 1 {
		t.Errorf("a GET confirmed the sign-up")
	}
	for range 2 { // twice is as once
		c.Post(path+"/bekreft", nil).Follow().Has(".ds-alert", "Du er påmeldt", "2 plasser").Has("main", "Ring på døra", "Biblioteket")
	}
	c.Get(path+"/endre").Want(http.StatusOK).Has("input[name=antall][value='2']", "").Has("input[name=varsel][value=reminder][checked]", "")
	c.Post(path+"/endre", url.Values{"antall": {"9"}}).Want(http.StatusUnprocessableEntity).Has("#feil a[href='#antall']", "").Has("input[name=antall][value='9']", "")
	c.Post(path+"/endre", url.Values{"antall": {"3"}}).Follow().Has(".ds-alert", "3 plasser").Has("main", "Endringene er lagret", "1 ledig plass")
	c.Get(path+"/meld-av").Has("h1", "Vil du melde av?").Has("form[method=post] button", "Ja, meld av")
	for range 2 {
		c.Post(path+"/meld-av", nil).Follow().Has(".ds-alert", "Du er meldt av").Has("a.ds-button", "Meld deg på igjen")
	}
	c.Get(path + "/meld-av").Want(http.StatusSeeOther)
}

func TestCalendarFileOfASignUp(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		scope  signupform.Scope
		events int
	}{"one date": {signupform.OneDate, 1}, "series": {signupform.WholeSeries, 3}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, 3, func(f *signupform.Form) { f.Scope = tc.scope })
			date := 0
			if tc.scope == signupform.WholeSeries {
				date = -1
			}
			w.Anonymous().Post(w.path(date), w.typed("Kari Nordmann")).Follow()
			p := w.Anonymous().Get(w.link(email("Kari Nordmann")) + "/kalender.ics").Want(http.StatusOK)
			if got := strings.Count(p.Body, "BEGIN:VEVENT"); got != tc.events {
				t.Errorf("got %d events, want %d", got, tc.events)
			}
			if got := p.Header.Get("Cache-Control"); got != "no-store" {
				t.Errorf("got Cache-Control %q", got)
			}
		})
	}
}

func TestOfferIsAnswered(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ answer, want string }{
		"yes": {"ja", "Du er påmeldt"}, "no": {"nei", "Du er meldt av"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, 1, places(1))
			first, c := w.in("Kari Nordmann"), w.Anonymous()
			second := w.in("Ola Nordmann", "venteliste", "ja")
			c.Get(second).Has(".ds-alert", "venteliste som nummer 1")
			c.Post(first+"/meld-av", nil).Want(http.StatusSeeOther)
			c.Get(second).Has(".ds-alert", "Det er blitt plass til deg", "Svar innen").Has("form button", "Ja takk", "Nei takk")
			c.Post(second+"/svar", url.Values{"svar": {"kanskje"}}).Want(http.StatusOK).Has("form button", "Ja takk")
			c.Post(second+"/svar", url.Values{"svar": {tc.answer}}).Follow().Has(".ds-alert", tc.want)
		})
	}
}

func TestTooLateSaysWhatNow(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, places(1))
	c, path := w.Anonymous(), w.signUp("Kari Nordmann")
	w.Clock.Advance(181 * time.Minute)
	c.Get(path).Want(http.StatusOK).Has(".ds-alert", "Fristen for å bekrefte er ute")
	c.Post(path+"/bekreft", nil).Want(http.StatusConflict).Has(".ds-alert", "gitt videre")
	for _, p := range []string{"/pamelding/finnes-ikke", "/pamelding/foresatt/finnes-ikke", path + "x", path + "/meld-avx"} {
		c.Get(p).Want(http.StatusNotFound)
	}
	c.Get("/pamelding/finnes-ikke").Has("h1", "Lenken virker ikke").Has("a[href='/pamelding/finn']", "Få en ny lenke")
	c.Post("/pamelding/finnes-ikke/bekreft", nil).Want(http.StatusNotFound).Has("main", "ny lenke")

	late := newWorld(t, 1, places(1))
	own := late.in("Kari Nordmann")
	late.Clock.Set(late.dates[0].StartsAt.Add(time.Minute))
	late.Anonymous().Get(own).Has("main", "Fristen for å endre og melde av er ute")
	late.Anonymous().Post(own+"/meld-av", nil).Want(http.StatusConflict).Has(".ds-alert", "Ta kontakt med arrangøren")
	late.Anonymous().Get(own+"/endre").Want(http.StatusOK).Has("input[name=navn]", "").HasNot("input[name=antall]", "")
}

func TestGuardianConfirms(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, func(f *signupform.Form) { places(4)(f); f.AskAges = true })
	young := []string{"alder_1", "10-12"}
	w.Anonymous().Post(w.path(0), w.typed("Ola Nordmann", young...)).Want(http.StatusUnprocessableEntity).
		Has("#feil a[href='#foresatt']", "").Has("#foresattdel #foresatt", "").Has("#foresattdel", "Velg om du er foresatt").HasNot("#feil a[href='#foresatt_navn']", "")
	w.Anonymous().Post(w.path(0), w.typed("Ola Nordmann", append(young, "foresatt", "annen")...)).Has("#feil a[href='#foresatt_navn']", "").Has("#feil a[href='#foresatt_epost']", "")
	own := w.in("Ola Nordmann", append(young, "foresatt", "annen", "foresatt_navn", "Kari Nordmann", "foresatt_epost", "mor@post.example")...)
	w.Anonymous().Get(own).Has(".ds-alert", "Vi venter på den foresatte", "Kari Nordmann")
	link := w.link("mor@post.example")
	if !strings.HasPrefix(link, "/pamelding/foresatt/") {
		t.Fatalf("the guardian's link is %s", link)
	}
	w.Anonymous().Get(link).Has("main", "Ola Nordmann", "Strikkekafé").Has("form button", "Ja, det er greit")
	for range 2 {
		w.Anonymous().Post(link, nil).Follow().Has(".ds-alert", "du har bekreftet").HasNot("main form", "").Has("main a[href='"+link+"/nei']", "Meld av")
	}
	w.Anonymous().Get(own).Has(".ds-alert", "Du er påmeldt")
}

// A guardian who is told of a free place says yes or no to it on her page.
func TestGuardianAnswersAnOffer(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]struct{ guardian, child string }{
		"ja":  {"du har bekreftet", "Du er påmeldt"},
		"nei": {"gjelder ikke lenger", "Du er meldt av"},
	} {
		t.Run(answer, func(t *testing.T) {
			t.Parallel()
			w := standing{ages: true}.world(t)
			link, c := guardianOffer(w), w.Anonymous()
			c.Get(link).Has(".ds-alert", "plass til Kari Nordmann", "Svar innen").Has("form[action='"+link+"/svar'] button", "Ja takk", "Nei takk")
			c.Post(link+"/svar", url.Values{"svar": {answer}}).Follow().Has(".ds-alert", want.guardian).HasNot("main form", "")
			w.WorkJobs()
			c.Get(w.link(email("Kari Nordmann"))).Has(".ds-alert", want.child)
		})
	}
}

func TestLinkIsSentAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, places(4))
	own := w.in("Kari Nordmann")
	var pages []string
	for _, to := range []string{email("Kari Nordmann"), "ukjent@post.example"} {
		pages = append(pages, w.Anonymous().Post("/pamelding/finn", url.Values{"epost": {to}}).Follow().Text("main"))
	}
	if pages[0] != pages[1] {
		t.Errorf("the answer tells who is signed up: %q and %q", pages[0], pages[1])
	}
	again := w.link(email("Kari Nordmann"))
	if again == own {
		t.Errorf("no new link was sent")
	}
	w.Anonymous().Get(again).Has(".ds-alert", "Du er påmeldt")
	w.Anonymous().Post("/pamelding/finn", url.Values{"epost": {"kari"}}).Want(http.StatusUnprocessableEntity).Has("input[name=epost][value=kari]", "")
}

func TestChangeToAChildAsksTheGuardian(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, func(f *signupform.Form) { places(4)(f); f.AskAges = true })
	own := w.in("Ola Nordmann", "alder_1", "26-66")
	c := w.Anonymous()
	c.Get(own+"/endre").Has("#foresattdel", "under 15 år").HasNot("input[name=foresatt][checked]", "")
	mother := w.in("Mor Nordmann", "alder_1", "6-9", "foresatt", "meg")
	c.Get(mother+"/endre").Has("input[name=foresatt][value=meg][checked]", "")
	young := url.Values{"antall": {"1"}, "alder_1": {"6-9"}}
	c.Post(own+"/endre", young).Want(http.StatusUnprocessableEntity).Has("#feil a[href='#foresatt']", "")
	young.Set("foresatt", "annen")
	young.Set("foresatt_navn", "Kari Nordmann")
	young.Set("foresatt_epost", "mor@post.example")
	c.Post(own+"/endre", young).Follow().Has(".ds-alert", "Vi venter på den foresatte")
	w.Anonymous().Post(w.link("mor@post.example"), nil).Follow().Has(".ds-alert", "du har bekreftet")
	c.Get(own).Has(".ds-alert", "Du er påmeldt")
}

func TestGuardianSaysNo(t *testing.T) {
	t.Parallel()
	for name, yes := range map[string]bool{"at once": false, "after yes": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, 1, func(f *signupform.Form) { places(1)(f); f.AskAges = true })
			own := w.in("Kari Nordmann", guardianFor...)
			link, c := w.link("mor@post.example"), w.Anonymous()
			if yes {
				c.Post(link, nil).Want(http.StatusSeeOther)
			} else {
				c.Get(link).Has("form button", "Ja, det er greit", "Nei, det er ikke greit")
			}
			c.Get(link+"/nei").Want(http.StatusOK).Has("form[action='"+link+"/nei'] button", "Ja, meld av")
			for range 2 {
				c.Post(link+"/nei", nil).Follow().Has(".ds-alert", "gjelder ikke lenger").HasNot("main form", "")
			}
			c.Get(link + "/nei").Want(http.StatusSeeOther)
			c.Get(own).Has(".ds-alert", "Du er meldt av").Has("main", "1 ledig plass")
		})
	}
}

// Her name, her number and her reminders she puts right herself, also when it is
// too late to change who comes, and while an offer stands.
func TestCorrectsHerself(t *testing.T) {
	t.Parallel()
	right := url.Values{"navn": {"Kari Ås"}, "telefon": {"900 00 001"}}
	late := newWorld(t, 1, func(f *signupform.Form) { places(4)(f); f.CancelHours = 24 })
	own := late.in("Kari Nordmann")
	late.Clock.Set(late.dates[0].StartsAt.Add(-time.Hour))
	c := late.Anonymous()
	c.Get(own).Has("main a[href='"+own+"/endre']", "Rett navn").HasNot("main a[href='"+own+"/meld-av']", "").Has(".columns__side", "Ta kontakt med arrangøren")
	c.Get(own+"/endre").Has("input[name=navn][value='Kari Nordmann']", "").Has("input[name=varsel][checked]", "").Has("main a[href='"+own+"/epost']", "Bruk en annen e-postadresse").HasNot("input[name=antall]", "")
	c.Post(own+"/endre", url.Values{"navn": {""}, "telefon": {"12"}}).Want(http.StatusUnprocessableEntity).Has("#feil a[href='#navn']", "").Has("#feil a[href='#telefon']", "")
	c.Post(own+"/endre", right).Follow().Has("main", "Endringene er lagret").Has(".facts", "Kari Ås")
	if got := late.count("mail_kinds = '{}' and phone = '+4790000001'"); got != 1 {
		t.Errorf("after the deadline: got %d corrected, want 1", got)
	}
	w := newWorld(t, 1, places(1))
	standing := offer(w)
	w.Anonymous().Post(standing+"/endre", right).Follow().Has(".ds-alert", "Det er blitt plass til deg").Has("form button", "Ja takk")
	if got := w.count("mail_kinds = '{}' and status = 'offered'"); got != 1 {
		t.Errorf("with an offer: got %d corrected, want 1", got)
	}
}

func TestOwnPageSaysWhatHolds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3, func(f *signupform.Form) {
		places(8)(f)
		f.Scope, f.Instructions = signupform.WholeSeries, "Ring på døra.\nTa med kopp."
	})
	c := w.Anonymous()
	const rhythm = "torsdag kl. 18.00–20.00, 3 ganger, 21. mai–4. juni"
	c.Get(w.path(-1)).Has(".page-head", rhythm)
	c.Post(w.path(-1), w.typed("Kari Nordmann")).Follow()
	own := w.link(email("Kari Nordmann"))
	c.Get(own).Has(".facts", rhythm, "7 ledige plasser").HasNot("main a[href$='.ics']", "")
	p := c.Post(own+"/bekreft", nil).Follow().Has("main a[href$='.ics']", "Ta med i kalenderen").Has("#beskjed + p", "Ring på døra.", "Ta med kopp.")
	if got := p.Find("#beskjed + p br").Length(); got != 1 {
		t.Errorf("got %d line breaks in the message, want 1", got)
	}
}

// Called off: why is on the page, and what to do before one comes is not.
func TestOwnPageOfACancelledDate(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, func(f *signupform.Form) { places(4)(f); f.Instructions = "Ring på døra." })
	own := w.in("Kari Nordmann")
	w.Exec("update occurrence set status = 'cancelled', reason = 'Vannlekkasje i kjelleren' where id = $1", w.dates[0].ID)
	w.must(w.Portal.Registrations.TellChanges(t.Context(), w.activity))
	w.Anonymous().Get(own).Has(".ds-alert", "avlyst", "Vannlekkasje i kjelleren.").HasNot("main", "Ring på døra").HasNot("main a[href$='.ics']", "")
}
