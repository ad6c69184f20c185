// What one reads when the form is sent: that there is an e-mail to open.

package signup

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/registration"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// receivedPath holds nothing personal: only how long there is to confirm, the position
// in the queue, or that no place is held before then, and what corrects the address.
func receivedPath(e *page.Env, s subject, in registration.SignedUp, dates int) string {
	q := url.Values{"frist": {strconv.Itoa(minutesOf(e, in))}, "rett": {in.Correct}}
	if dates > 1 {
		q.Set("datoer", strconv.Itoa(dates))
	}
	switch {
	case in.Room:
		q.Set("ledig", "ja")
	case in.Position > 0:
		q.Set("ko", strconv.Itoa(in.Position))
	}
	return Path(s.ID, 0) + "/mottatt?" + q.Encode()
}

// sentNothing is what whoever is no person is answered: the same as all others.
func sentNothing(e *page.Env, s subject) registration.SignedUp {
	return registration.SignedUp{HoldEnds: e.Now.Add(time.Duration(s.Signup.Settings.HoldMinutes) * time.Minute), Correct: account.NewSecret()}
}

type receivedView struct {
	subject
	Position int
	Room     bool   // there are places, and none is held
	Minutes  int    // to confirm in
	Dates    int    // that were chosen
	Correct  string // where the address is corrected, "" when that is not known
}

// lead says what to do now, and what comes of it.
func (v receivedView) lead(p ui.Page) string {
	if v.Dates > 1 {
		return p.T("Du er nesten påmeldt %d datoer av %s. Åpne e-posten vi har sendt, og trykk på lenken for å bekrefte alle.", v.Dates, v.Title)
	}
	if v.Position > 0 {
		return p.T("Du får snart en plass på ventelisten til %s. Åpne e-posten vi har sendt, og trykk på lenken for å bekrefte.", v.Title)
	}
	return p.T("Du er nesten påmeldt %s. Åpne e-posten vi har sendt, og trykk på lenken for å bekrefte.", v.Title)
}

// held says how long it waits for the confirmation.
func (v receivedView) held(p ui.Page) string {
	if v.Room {
		return p.T("Mange har meldt seg på uten å bekrefte ennå, så vi holder ikke av plass. Du får plass når du bekrefter, så lenge det er ledig. Gjør det innen %s.", lasting(p, v.Minutes))
	}
	if v.Position > 0 {
		return p.T("Vi holder av nummeret ditt i %s. Bekrefter du ikke da, sletter vi det du skrev.", lasting(p, v.Minutes))
	}
	return p.T("Vi holder av for deg i %s. Bekrefter du ikke da, går plassen til andre, og vi sletter det du skrev.", lasting(p, v.Minutes))
}

// Received says that there is an e-mail to open now.
func (h *Handler) Received(w http.ResponseWriter, r *http.Request) error {
	page.Private(w)
	e := page.From(r)
	s, err := h.read(r)
	if err == noSignUp {
		return toActivity(w, r, s.ID)
	}
	if err != nil {
		return err
	}
	if s.mustChoose() { // any date knows the settings
		s.DateID = s.Slots[0].OccurrenceID
		if err := h.readSlot(r.Context(), e, &s); err != nil {
			return err
		}
	}
	q := r.URL.Query()
	v := receivedView{subject: s, Position: positive(q.Get("ko")), Minutes: s.Signup.Settings.HoldMinutes, Room: q.Get("ledig") != "", Dates: min(positive(q.Get("datoer")), registration.MostDates)}
	if v.Dates > 1 {
		v.Position = 0 // of one of the dates: the letter says it of each
	}
	if n := positive(q.Get("frist")); n > 0 && n < v.Minutes {
		v.Minutes = n
	}
	if q.Get("rett") != "" {
		v.Correct = e.URL(correctPath(url.PathEscape(q.Get("rett"))))
	}
	return page.Render(w, r, receivedPage(quiet(r, e.T("Sjekk e-posten din")), v))
}
