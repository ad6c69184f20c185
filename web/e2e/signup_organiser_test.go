package e2e

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
)

// date is the organiser's page for the n-th date.
func (c *club) date(n int) string {
	return fmt.Sprintf("/lag/aktiviteter/%d/datoer/%d", c.activity, c.dates[n].ID)
}

// public is the n-th date in the activity's own calendar file.
func (c *club) public(b *tab, n int) ical.Event {
	c.t.Helper()
	for _, e := range c.events([]byte(b.get(fmt.Sprintf("/aktiviteter/%d.ics", c.activity)))) {
		if strings.HasPrefix(e.UID, fmt.Sprintf("%d-%s@", c.activity, c.dates[n].Key)) {
			return e
		}
	}
	c.t.Fatalf("the activity's calendar file has lost the date %s", c.dates[n].Key)
	return ical.Event{}
}

// follows fails unless next is a later version of the same date.
func (c *club) follows(next, was ical.Event, status ical.Status, start time.Time) {
	c.t.Helper()
	if next.UID != was.UID || next.Sequence <= was.Sequence || next.Status != status || !next.Start.Equal(start) {
		c.t.Errorf("calendar file: got %s, sequence %d, %s at %s, want %s, sequence above %d, %s at %s",
			next.UID, next.Sequence, next.Status, next.Start, was.UID, was.Sequence, status, start)
	}
}

// waits is Ola, who has no place: what she is told says so and brings no date into her calendar.
func (c *club) waits(name string, m mailtest.Mail) bool {
	c.t.Helper()
	if name != "Ola Moe" {
		return false
	}
	c.mentions(m, "som du står på venteliste til")
	if len(m.Attachments) > 0 {
		c.t.Errorf("the letter to %s, who waits, has a calendar file", name)
	}
	return true
}

// because gives the reason in the form that the button is in, and presses it.
func (b *tab) because(button, reason string) {
	b.t.Helper()
	eval[bool](b, `(document.querySelector('`+b.mark(button)+`').form.elements.grunn.value = `+quote(reason)+`, true)`)
	b.press(button)
}

func TestOrganiserMovesAndCancelsADate(t *testing.T) {
	t.Parallel()
	c := newClub(t, 3, places(3))
	people := map[string]string{"Anna Vik": c.join("Anna Vik", 1), "Per Dal": c.join("Per Dal", 2), "Ola Moe": c.join("Ola Moe", 1)} // Ola waits
	c.WorkJobs()
	b := newTab(t, c.Site)
	b.logIn(c.Site, c.group)
	b.open(c.date(0))
	was, rest := c.attached(mailtest.Last(t, c.Pool, address("Anna Vik")))[0], c.public(b, 1)
	b.form(step{"fra": "17:30", "til": "19:30"})
	b.press("Lagre endringen")
	b.looks("a date moved without a reason")
	b.because("Lagre endringen", "Vi må ut tidligere.")
	b.sees("17.30–19.30")
	moved := was
	for name := range people {
		m := c.mailed(address(name), "Endret: Familiekafé")
		c.mentions(m, "Før: torsdag 21. mai 2026 kl. 18.00–20.00, Biblioteket", "Nå: torsdag 21. mai 2026 kl. 17.30–19.30, Biblioteket", "Grunn: Vi må ut tidligere.")
		if c.waits(name, m) {
			continue
		}
		moved = c.attached(m)[0]
		c.follows(moved, was, ical.Confirmed, c.dates[0].StartsAt.Add(-30*time.Minute))
	}

	b.open(c.date(0))
	b.press("Avlys datoen")
	b.looks("a date to be cancelled without a reason")
	b.because("Avlys datoen", "Kokken er syk.")
	for name, own := range people {
		m := c.mailed(address(name), "Avlyst: Familiekafé torsdag 21. mai 2026 kl. 17.30–19.30")
		c.mentions(m, "er avlyst", "Avlyst: torsdag 21. mai 2026 kl. 17.30–19.30", "Grunn: Kokken er syk.")
		if c.waits(name, m) {
			b.open(own)
			b.sees("Dette er avlyst")
			continue
		}
		if all := c.attached(m); len(all) != 1 {
			t.Errorf("the calendar file to %s has %d dates, want the one that is off", name, len(all))
		} else {
			c.follows(all[0], moved, ical.Cancelled, moved.Start)
		}
		b.open(own)
		b.sees("Dette er avlyst")
	}
	b.looks("one's own page, the date cancelled")
	c.follows(c.public(b, 0), moved, ical.Cancelled, moved.Start)
	if after := c.public(b, 1); after.Status != ical.Confirmed || after.Sequence != rest.Sequence {
		t.Errorf("the next date: got %s, sequence %d, want it as it was, sequence %d", after.Status, after.Sequence, rest.Sequence)
	}
	b.open(c.form(0))
	b.sees("Dette er avlyst.")
	b.looks("the form of a cancelled date")
	for name := range people { // told once of each
		if n := len(mailtest.All(t, c.Pool, address(name))); n > 5 {
			t.Errorf("%s got %d e-mails, want at most 5", name, n)
		}
	}
}

func TestOrganiserPostponesADate(t *testing.T) {
	t.Parallel()
	c := newClub(t, 3, places(3))
	people := map[string]string{"Anna Vik": c.join("Anna Vik", 3), "Ola Moe": c.join("Ola Moe", 1)} // Ola waits
	c.WorkJobs()
	b := newTab(t, c.Site)
	b.logIn(c.Site, c.group)
	b.open(c.date(0))
	was := c.attached(mailtest.Last(t, c.Pool, address("Anna Vik")))[0]
	b.press("Utsett datoen")
	b.looks("a date to be postponed without a reason")
	b.because("Utsett datoen", "Kokken er syk.")
	b.sees("Utsatt")
	later := was
	for name, own := range people {
		m := c.mailed(address(name), "Utsatt: Familiekafé torsdag 21. mai 2026 kl. 18.00–20.00")
		c.mentions(m, "er utsatt", "Grunn: Kokken er syk.", "når den nye datoen er klar")
		if !c.waits(name, m) {
			later = c.attached(m)[0]
			c.follows(later, was, ical.Tentative, was.Start)
		}
		b.open(own)
		b.sees("Dette er utsatt")
	}
	b.looks("one's own page, the date postponed")
	c.follows(c.public(b, 0), was, ical.Tentative, was.Start)
	b.open(c.form(0))
	b.sees("Dette er utsatt.")
	b.looks("the form of a postponed date")
	b.open(c.list("lag", "?dato="+num(c.dates[0].ID)))
	b.sees("Utsatt")

	c.Clock.Advance(40 * 24 * time.Hour) // its time has passed
	b.logIn(c.Site, c.group)
	b.open(c.date(0))
	b.sees("Denne datoen er utsatt")
	b.looks("a postponed date, its time over")
	b.form(step{"dato": "2026-08-20"})
	b.because("Lagre endringen", "Kokken er frisk.")
	for name, own := range people {
		m := c.mailed(address(name), "Endret: Familiekafé")
		c.mentions(m, "Var utsatt fra: torsdag 21. mai 2026 kl. 18.00–20.00", "Ny dato: torsdag 20. august 2026 kl. 18.00–20.00", "Grunn: Kokken er frisk.")
		if !c.waits(name, m) {
			c.follows(c.attached(m)[0], later, ical.Confirmed, time.Date(2026, 8, 20, 18, 0, 0, 0, i18n.Oslo))
		}
		b.open(own)
		b.sees("20. august")
	}
	b.looks("one's own page, the date set anew")
}

// smallest fails when something to tap in the list is under 24 px, or ticking off under 44.
func (b *tab) smallest(what string) {
	b.t.Helper()
	small := eval[[]string](b, `(() => {
		const all = [...document.querySelectorAll("main button, main a, main input, main select, main summary")].filter(e => e.checkVisibility() && e.type !== "hidden");
		return all.filter(e => {
			const r = e.getBoundingClientRect(), least = e.closest(".attend") ? 44 : 24;
			return getComputedStyle(e).display !== "inline" && (r.width < least || r.height < least);
		}).map(e => Math.round(e.getBoundingClientRect().width) + " × " + Math.round(e.getBoundingClientRect().height) + ": " + e.outerHTML.slice(0, 160));
	})()`)
	for _, s := range small {
		b.t.Errorf("%s: too small to tap, %s", what, s)
	}
	if n := eval[int](b, `document.querySelectorAll(".attend button").length`); n == 0 {
		b.t.Errorf("%s: nothing to tick off", what)
	}
}

// ticks taps a button beside a person's name on the phone, with or without the page's scripts.
func (b *tab) ticks(c *club, name, label string, script bool) {
	b.t.Helper()
	b.run(window(320, true), scriptOff(!script))
	b.open(c.list("lag", ""))
	sel := fmt.Sprintf(`(() => { const hit = [...document.querySelectorAll(".attend button")].find(e => e.textContent.replace(/\s+/g, " ").trim() === %s);
		hit?.setAttribute("data-e2e", "1"); return !!hit })()`, quote(label+" "+name))
	if !eval[bool](b, sel) {
		b.t.Fatalf("no button %q for %s\n%s", label, name, b.describe())
	}
	b.click(`[data-e2e="1"]`)
}

// pressed are the buttons that are down, as a screen reader says them.
func (b *tab) pressed() string {
	b.t.Helper()
	return eval[string](b, `[...document.querySelectorAll(".attend [aria-pressed=true]")].map(e => e.textContent.replace(/\s+/g, " ").trim()).join(", ")`)
}

func TestOrganiserTicksOffOnAPhone(t *testing.T) {
	t.Parallel()
	c := newClub(t, 1, func(f *signupform.Form) { places(4)(f); f.AskNames = true; f.MaxParty = 2 })
	c.join("Anna Vik", 2, registration.Participant{Name: "Anna Vik"}, registration.Participant{Name: "Bo Vik"})
	c.join("Per Dal", 1)
	b := newTab(t, c.Site)
	c.Clock.Set(time.Date(2026, 5, 21, 17, 55, 0, 0, i18n.Oslo)) // people are coming in
	b.logIn(c.Site, c.group)
	for _, script := range []bool{false, true} {
		b.ticks(c, "Anna Vik", "Møtt", script)
		b.ticks(c, "Bo Vik", "Ikke møtt", script)
		b.ticks(c, "Per Dal", "Ikke møtt", script)
		b.ticks(c, "Per Dal", "Møtt", script) // the wrong one first
		if got, want := b.pressed(), "Møtt Anna Vik, Ikke møtt Bo Vik, Møtt Per Dal"; got != want {
			t.Errorf("with script %v: got %q pressed, want %q", script, got, want)
		}
		b.fits("the list on a phone")
		b.smallest("the list on a phone")
		c.exports(b, map[string]string{"Anna Vik": "Møtt", "Bo Vik": "Ikke møtt", "Per Dal": "Møtt"})
		for name, label := range map[string]string{"Anna Vik": "Møtt", "Bo Vik": "Ikke møtt", "Per Dal": "Møtt"} {
			b.ticks(c, name, label, script) // once more takes it back
		}
		if got := b.pressed(); got != "" {
			t.Errorf("with script %v: got %q pressed after taking all back", script, got)
		}
	}
	b.ticks(c, "Anna Vik", "Møtt", true)
	b.looks("the list on the day")
	if n := c.Int(`select count(*) from attendance where state = 'present' and occurrence_id = $1`, c.dates[0].ID); n != 1 {
		t.Errorf("got %d stored as present, want 1", n)
	}
}

// exports fails unless the CSV file has the attendance of each.
func (c *club) exports(b *tab, want map[string]string) {
	c.t.Helper()
	b.run(scriptOff(false))
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.get(c.list("lag", "/liste.csv")), "\ufeff")))
	r.Comma = ';'
	rows, err := r.ReadAll()
	c.must(err)
	got := map[string]string{}
	for _, row := range rows[1:] {
		got[row[3]] = row[10]
	}
	for name, state := range want {
		if got[name] != state {
			c.t.Errorf("the export has %q for %s, want %q in\n%v", got[name], name, state, rows)
		}
	}
}
