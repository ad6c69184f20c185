package participants_test

// How dates and people stand, in words.

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/i18n"
)

// Beside each name stands until when it stands, where that is so.
func TestListSaysUntilWhen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open(t, "plasser", "9", "har_venteliste", "ja")
	names := map[string]string{
		"Alma":  "status = 'confirmed', holds = 'place'",
		"Bodil": "status = 'offered', holds = 'place', offered_at = '2026-10-07 06:00Z', offer_expires_at = '2026-10-07 18:00Z'",
		"Cato":  "status = 'unconfirmed', holds = 'place', email = '', phone = '+4760001111', confirmed_at = null, hold_expires_at = '2026-10-07 18:00Z'",
		"Dina":  "status = 'unconfirmed', holds = 'place', confirmed_at = null, hold_expires_at = '2026-10-07 18:00Z'",
		"Erik":  "status = 'unconfirmed', holds = 'queue', confirmed_at = null, hold_expires_at = '2026-10-07 18:00Z'",
		"Frida": "status = 'confirmed', holds = 'place', overbooked = true",
		"Gro":   "status = 'waiting', holds = 'queue'",
	}
	for name := range names {
		w.join(t, name, 1)
	}
	for name, set := range names {
		w.Exec("update registration set "+set+" where name = $1", name)
	}
	const offer, ring, held, over = "Tilbudet står til", "Har ikke e-post. Ring, og bekreft før", "Plassen holdes til", "Fikk plass selv om det var fullt"
	for name, want := range map[string]string{"Alma": "", "Bodil": offer, "Cato": ring, "Dina": held, "Erik": "", "Frida": over, "Gro": ""} {
		text := w.Group.Get(w.Path + "?" + url.Values{"dato": {w.Date}, "q": {name}}.Encode()).Want(200).Text("main")
		if !strings.Contains(text, name) {
			t.Errorf("%s is not on the list", name)
		}
		for _, note := range []string{offer, ring, held, over} {
			if got := strings.Contains(text, note); got != (note == want) {
				t.Errorf("%s: %q: got %v", name, note, got)
			}
		}
	}
}

// What the desk cannot do comes back with the reason and what was typed.
func TestDeskIsRefusedWithItsForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open(t)
	w.join(t, "Ola", 2)
	form := func(name string) url.Values {
		return url.Values{"dato": {w.Date}, "navn": {name}, "antall": {"1"}, "epost": {"kari@post.example"}}
	}
	w.Group.Post(w.Path+"/ny", form("")).Want(422).Has("#feil a[href='#navn']")
	w.Exec("update occurrence set status = 'cancelled', reason = 'Syk' where id = $1::text::bigint", w.Date)
	w.Exec("update signup_slot set cancelled = true")
	w.Group.Post(w.Path+"/ny", form("Kari")).Want(422).Has("#feil", "avlyst").Has("main", "Derfor kan du ikke melde på noen her.")
	if n := w.Int("select count(*) from registration"); n != 1 {
		t.Errorf("%d are signed up, want one", n)
	}
}

// Somebody can be signed up on the list until the date is over, unless it is off; who came can be ticked off from midnight.
func TestListOffersWhatCanBeDone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open(t)
	w.join(t, "Ola", 1)
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 10, day, hour, minute, 0, 0, i18n.Oslo) }
	for name, tc := range map[string]struct {
		now       time.Time
		off       bool
		add, tick bool
	}{
		"the day before": {at(7, 23, 59), false, true, false}, "midnight": {at(8, 0, 0), false, true, true}, "it takes place": {at(8, 19, 59), false, true, true},
		"it is over": {at(8, 20, 0), false, false, true}, "off, before": {at(7, 12, 0), true, false, false}, "off, the same day": {at(8, 12, 0), true, false, false},
	} {
		w.Clock.Set(tc.now)
		w.Exec("update login_session set last_seen_at = $1, expires_at = $1::timestamptz + interval '8 hours'", tc.now)
		w.Exec("update signup_slot set cancelled = $1", tc.off)
		w.Exec("update occurrence set status = case when $1 then 'cancelled' else 'planned' end where id = $2::text::bigint", tc.off, w.Date)
		p := w.Group.Get(w.Path + "?q=ola&dato=" + w.Date).Want(200)
		if back, ok := p.Find("main form.attend input[name=sok]").First().Attr("value"); ok && back != "?dato="+w.Date+"&q=ola" {
			t.Errorf("%s: a tick leads back to %q", name, back)
		}
		if got := p.Find("main a[href*='/pamelding/ny']").Length() > 0; got != tc.add {
			t.Errorf("%s: one can be signed up: got %v, want %v", name, got, tc.add)
		}
		if got := p.Find("main form.attend").Length() > 0; got != tc.tick {
			t.Errorf("%s: one can be ticked off: got %v, want %v", name, got, tc.tick)
		}
	}
}
