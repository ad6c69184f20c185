package signup_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/questionnaire"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/webtest"
)

func TestActivityPageSaysHowOneSignsUp(t *testing.T) {
	t.Parallel()
	show := func(w world) string { return fmt.Sprintf("/aktiviteter/%d/strikkekafe", w.activity) }
	t.Run("one date", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, 1, places(4))
		w.in("Kari Nordmann", "antall", "3")
		p := w.Anonymous().Get(show(w)).Want(http.StatusOK)
		p.Has(".activity__do a[href='"+w.path(0)+"']", "Meld deg på").Has(".facts", "1 ledig plass", "Frist:", "inntil 4 personer")
		if got := p.Header.Get("Cache-Control"); !strings.HasPrefix(got, "public") || p.Header.Get("Set-Cookie") != "" {
			t.Errorf("got Cache-Control %q and Set-Cookie %q, want a public page without cookies", got, p.Header.Get("Set-Cookie"))
		}
	})
	t.Run("dates of a series", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, 3, places(4))
		p := w.Anonymous().Get(show(w)).Has(".facts", "hvilke datoer du melder deg på").Has(".dates a[href='"+w.path(2)+"']", "Meld deg på")
		p.Has(".activity__do a[href='"+w.path(-1)+"']", "Meld deg på").Has(".dates", "4 ledige plasser")
	})
	t.Run("whole series", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, 3, func(f *signupform.Form) { places(8)(f); f.Scope = signupform.WholeSeries })
		w.Anonymous().Get(show(w)).Has(".facts", "hele serien", "8 ledige plasser").Has(".activity__do a[href='"+w.path(-1)+"']", "Meld deg på")
	})
	t.Run("full", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, 1, places(1))
		w.in("Kari Nordmann")
		w.Anonymous().Get(show(w)).Has(".activity__do", "Stå på venteliste").Has(".facts", "Fullt")
	})
	t.Run("not open yet", func(t *testing.T) {
		t.Parallel()
		opens := now.Add(48 * time.Hour)
		w := newWorld(t, 1, func(f *signupform.Form) { f.OpensAt = &opens })
		w.Anonymous().Get(show(w)).Has(".activity__do", "Påmeldingen åpner").HasNot(".activity__do a.ds-button", "Meld")
	})
	t.Run("no form yet", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, 1, nil)
		w.Anonymous().Get(show(w)).Has(".activity__do", "ikke klar ennå").HasNot(".activity__do", "Bare kom")
	})
}

func TestFormFindsItsDate(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3, places(4))
	p := w.Anonymous().Get(w.path(-1)).Want(http.StatusOK).Has("h1", "Hvilken dato").Has("main a[href='"+w.path(1)+"']", "kl. 18.00–20.00")
	if got := p.Find(".hit-list li").Length(); got != 3 {
		t.Errorf("got %d dates, want 3", got)
	}
	w.Anonymous().Get(w.path(0)).Want(http.StatusOK).Has("form button", "Meld på").Has("meta[name=robots][content*=noindex]", "")
	w.Anonymous().Get(w.path(-1) + "/999999").Want(http.StatusNotFound)
	series := newWorld(t, 3, func(f *signupform.Form) { f.Scope = signupform.WholeSeries })
	series.Anonymous().Get(series.path(1)).Want(http.StatusSeeOther).Follow().Has("main", "hele serien")
	none := newWorld(t, 1, nil)
	if got := none.Anonymous().Get(none.path(-1)).Want(http.StatusSeeOther).Header.Get("Location"); got != fmt.Sprintf("/aktiviteter/%d", none.activity) {
		t.Errorf("without a form: leads to %q", got)
	}
}

func TestRefusedFormKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, func(f *signupform.Form) {
		f.AskNames, f.AskAges, f.NeedPhone = true, true, true
		f.Questions = []questionnaire.Question{{Kind: questionnaire.YesNo, Label: "Trenger du skyss?", Purpose: "Vi fyller bilene.", Required: true}}
	})
	w.Anonymous().Get(w.path(0)).Has("main", "Hvorfor vi spør: Vi fyller bilene.", "slettes 30 dager")
	p := w.Anonymous().Post(w.path(0), w.typed("Kari", "epost", "kari@", "antall", "2", "deltaker_1", "Ola", "alder_1", "26-66"))
	p.Want(http.StatusUnprocessableEntity).Has("title", "Feil:").Has("input[name=navn][value='Kari']", "").Has("input[name=epost][value='kari@']", "")
	p.Has("input[name=deltaker_1][value=Ola]", "").Has("select[name=alder_1] option[selected][value='26-66']", "")
	for _, id := range []string{"epost", "telefon", "deltaker_2", "alder_2", "svar_q1"} {
		p.Has("#feil a[href='#"+id+"']", "").Has("#"+id, "")
	}
	if got := w.count("true"); got != 0 {
		t.Errorf("got %d sign-ups, want none", got)
	}
}

func TestPeopleAreAddedAndRemoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, func(f *signupform.Form) { f.AskNames = true; f.MaxParty = 3 })
	c := w.Anonymous()
	p := c.Post(w.path(0), w.typed("Kari", "antall", "2", "deltaker_1", "Kari", "deltaker_2", "Ola", "flere", "ja")).Want(http.StatusOK)
	p.Has("input[name=deltaker_2][value=Ola]", "").Has("input[name=deltaker_3]", "").HasNot("button[name=flere]", "")
	p = c.Post(w.path(0), w.typed("Kari", "antall", "3", "deltaker_1", "Kari", "deltaker_2", "Ola", "deltaker_3", "Per", "fjern", "2")).Want(http.StatusOK)
	p.Has("input[name=deltaker_2][value=Per]", "").HasNot("input[name=deltaker_3]", "").Has("button[name=flere]", "")
	c.Post(w.path(0), w.typed("Kari", "flere", "ja")).Has("input[name=deltaker_1][value=Kari]", "") // not typed twice
}

func TestProgramsDoNotSignUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, places(4))
	w.Anonymous().Post(w.path(0), w.typed("Robot", "firma_nettside", "https://spam.example")).Follow().Has("h1", "Sjekk e-posten")
	for _, started := range []string{"", "x", fmt.Sprint(now.Unix())} {
		w.Anonymous().Post(w.path(0), w.typed("Robot", "startet", started)).Want(http.StatusUnprocessableEntity).Has("#feil", "litt fort")
	}
	if got := w.count("true"); got != 0 {
		t.Errorf("got %d sign-ups, want none", got)
	}
}

// ledTo is where the answer leads, without the secret of 26 letters at its end.
func ledTo(p *webtest.Page) string {
	to := p.Header.Get("Location")
	if i := strings.Index(to, "rett="); i > 0 && len(to) == i+len("rett=")+26 {
		return to[:i+len("rett=")]
	}
	return to
}

// Whoever types another's name and address gets the answer that anybody gets: only
// her own letter says what she is signed up for.
func TestStrangersLearnNothingFromTheAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, places(10))
	w.in("Kari Nordmann")
	for _, name := range []string{"Kari Nordmann", "Ola Nordmann"} {
		p := w.Anonymous().Post(w.path(0), w.typed(name)).Want(http.StatusSeeOther)
		if got := ledTo(p); got != fmt.Sprintf("/aktiviteter/%d/pamelding/mottatt?frist=180&rett=", w.activity) {
			t.Errorf("%s: leads to %q", name, got)
		}
	}
	w.WorkJobs()
	if got := mailtest.Last(t, w.Pool, email("Kari Nordmann")).TextBody; !strings.Contains(got, "påmeldt her fra før") {
		t.Errorf("her letter does not say that she is there already:\n%s", got)
	}
	for range 5 { // no more is held for one address, and the answer is as before
		p := w.Anonymous().Post(w.path(0), w.typed("Kari Nordmann")).Want(http.StatusSeeOther)
		if got := ledTo(p); got != fmt.Sprintf("/aktiviteter/%d/pamelding/mottatt?frist=180&rett=", w.activity) {
			t.Errorf("too many: leads to %q", got)
		}
	}
	if got := w.count("status = 'unconfirmed' and name = 'Kari Nordmann'"); got != 3 {
		t.Errorf("got %d unconfirmed of hers, want 3", got)
	}
}

// Where half of the places wait to be confirmed, nobody is promised one.
func TestUnconfirmedPlacesAreFew(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, places(2))
	w.Anonymous().Post(w.path(0), w.typed("Kari Nordmann")).Follow().Has(".note", "Vi holder av for deg")
	w.Anonymous().Post(w.path(0), w.typed("Ola Nordmann")).Follow().Has(".note", "så vi holder ikke av plass").HasNot("main", "Det er fullt")
	path := w.link(email("Ola Nordmann"))
	w.Anonymous().Get(path).Has(".ds-alert", "Du får plass når du bekrefter")
	w.Anonymous().Post(path+"/bekreft", nil).Follow().Has(".ds-alert", "Du er påmeldt")
}

func TestFullOffersTheWaitingList(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, places(2))
	w.in("Kari Nordmann")
	p := w.Anonymous().Post(w.path(0), w.typed("Ola Nordmann", "antall", "2")).Want(http.StatusOK)
	p.Has(".ds-alert", "kan stå på venteliste", "først på listen").Has("form button", "Sett meg på venteliste").Has("input[name=venteliste]", "")
	if got := w.count("true"); got != 1 {
		t.Fatalf("got %d sign-ups, want nobody on the list before it was accepted", got)
	}
	w.Anonymous().Post(w.path(0), w.typed("Ola Nordmann", "antall", "2", "venteliste", "ja")).Follow().Has(".ds-alert", "nummer 1 på listen").
		Has("main", "plass på ventelisten til").HasNot("main", "nesten påmeldt")
	none := 0
	full := newWorld(t, 1, func(f *signupform.Form) { places(1)(f); f.WaitingCapacity = &none })
	full.in("Kari Nordmann")
	full.Anonymous().Get(full.path(0)).Has(".ds-alert", "Det er fullt").HasNot("main form", "")
	full.Anonymous().Post(full.path(0), full.typed("Ola")).Want(http.StatusConflict).Has(".ds-alert", "Det er fullt")
}

func TestWithoutEmailThePageIsTheLink(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, places(2))
	w.Anonymous().Post(w.path(0), w.typed("Kari Nordmann", "epost", "", "telefon", "40000001")).Follow().Want(http.StatusOK).
		Has(".ds-alert", "Arrangøren må bekrefte").Has(".note", "Ta vare på adressen").HasNot("form[action*='/bekreft']", "")
	if got := w.count("status = 'unconfirmed'"); got != 1 {
		t.Errorf("got %d unconfirmed, want one", got)
	}
}

func TestTooLargeAPartyReadsWhatIsLeft(t *testing.T) {
	t.Parallel()
	none := 0
	w := newWorld(t, 1, func(f *signupform.Form) { places(4)(f); f.WaitingCapacity = &none })
	w.in("Kari Nordmann", "antall", "3")
	w.Anonymous().Post(w.path(0), w.typed("Ola", "antall", "2")).Want(http.StatusUnprocessableEntity).Has("#feil a[href='#antall']", "bare én ledig plass")

	long := newWorld(t, 1, places(4))
	long.Anonymous().Post(long.path(0), long.typed("Ola", "antall", "9999999999")).Want(http.StatusUnprocessableEntity).Has("#feil a[href='#antall']", "Velg fra 1 til 4")
	long.in("Kari Nordmann", "antall", "3")
	p := long.Anonymous().Post(long.path(0), long.typed("Ola", "antall", "2")).Want(http.StatusOK)
	p.Has(".ds-alert", "bare én ledig plass", "kan stå på venteliste").HasNot(".ds-alert", "Det er fullt")

	one := 1
	short := newWorld(t, 1, func(f *signupform.Form) { places(1)(f); f.WaitingCapacity = &one })
	short.in("Kari Nordmann")
	short.in("Per Nordmann", "venteliste", "ja")
	p = short.Anonymous().Post(short.path(0), short.typed("Ola", "venteliste", "ja")).Want(http.StatusConflict)
	p.Has(".ds-alert", "ventelisten er også full").HasNot(".ds-alert", "du kan stå på venteliste")
}

func TestFormIsShortWhereItCan(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3, func(f *signupform.Form) {
		places(1)(f)
		f.AskAges, f.KeepDays = true, 0
		f.Questions = []questionnaire.Question{{Kind: questionnaire.Text, Label: "Allergier?", Purpose: "Vi lager mat"}}
	})
	p := w.Anonymous().Get(w.path(0)).Has(".page-head", "kl. 18.00–20.00", "Biblioteket").HasNot("form", "0 dager")
	p.Has("form", "Svaret slettes når siste dato er over", "De slettes når siste dato er over")
	p.Has("#foresattdel", "under 15 år").Has("optgroup:first-of-type", "10–12 år").HasNot("optgroup:first-of-type", "15–17 år")
	w.in("Kari Nordmann", "alder_1", "26-66")
	p = w.Anonymous().Get(w.path(-1)).Has(".hit-list .ds-tag", "Venteliste").Has("h2", "Mai 2026")
	if got := p.Find(".hit-list .ds-tag").Length(); got != 1 {
		t.Errorf("got %d dates marked as full, want 1", got)
	}
}

// Two may be asked for the name of each; one alone is the one who signs up.
func TestNamesFromTwoOn(t *testing.T) {
	t.Parallel()
	for most, want := range map[int]bool{1: false, 2: true} {
		w := newWorld(t, 1, func(f *signupform.Form) { f.AskNames, f.MaxParty = true, most })
		p := w.Anonymous().Get(w.path(0)).Want(http.StatusOK)
		if got := p.Find("input[name^=deltaker_]").Length() > 0; got != want {
			t.Errorf("parties of %d at most: the names of each are asked for: %v, want %v", most, got, want)
		}
	}
}

// What people have typed, and what they are told of it, is kept by no cache.
func TestAnswersAreKeptByNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, places(2))
	for name, form := range map[string]url.Values{"with an error": w.typed("Ola", "epost", "tull"), "as it should be": w.typed("Ola")} {
		p := w.Anonymous().Post(w.path(0), form)
		if got := p.Header.Get("Cache-Control"); !strings.Contains(got, "no-store") {
			t.Errorf("%s: got Cache-Control %q, want no-store", name, got)
		}
	}
}

// Who has said that the waiting list will do is not asked again when something else is wrong,
// and where there is only the list the form is for that from the start.
func TestWaitingListStaysTicked(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, places(2))
	w.in("Per Nordmann")
	w.Anonymous().Get(w.path(0)).Has("form button", "Meld").HasNot("input[name=venteliste]", "")
	p := w.Anonymous().Post(w.path(0), w.typed("Ola", "antall", "2", "epost", "tull", "venteliste", "ja")).Want(http.StatusUnprocessableEntity)
	p.Has("input[name=venteliste]", "").Has("form button", "Sett meg på venteliste")
	w.in("Kari Nordmann")
	w.Anonymous().Get(w.path(0)).Has("input[name=venteliste]", "").Has("form button", "Sett meg på venteliste")
}
