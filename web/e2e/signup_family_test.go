package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
)

// opens decides about sign-up in the browser, as an organiser does.
func (c *club) opens(places, groups string) {
	c.t.Helper()
	b := newTab(c.t, c.Site)
	b.logIn(c.Site, c.group)
	b.open(c.list("lag", ""))
	b.looks("a list without a form")
	b.press("Sett opp påmelding")
	b.choose("pamelding", "here")
	b.form(step{"plasser": "mange", "storste_gruppe": "4"})
	b.press("Lagre oppsettet")
	b.sees("helt tall")
	b.looks("a setup with errors")
	b.form(step{"plasser": places, "beskjed": "Ta med forkle."})
	b.choose("grupper", groups)
	b.choose("spor_navn", "1")
	b.choose("spor_alder", "1")
	b.press("Lagre oppsettet")
	b.sees("Ingen har meldt seg på ennå")
	b.looks("an empty list")
}

// signsUpFamily fills in the form for four on the full date, and confirms by the mailed link.
func (c *club) signsUpFamily(b *tab) {
	c.t.Helper()
	b.open(c.form(0))
	b.sees("Det er fullt, men du kan stå på venteliste")
	b.looks("the form of a full date")
	b.form(step{"startet": "1000", "navn": "Kari Berg", "epost": address("Kari Berg"), "deltaker_1": "Kari Berg", "alder_1": "26-66"})
	for _, x := range [][3]string{{"2", "Nils Berg", "26-66"}, {"3", "Ida Berg", "6-9"}, {"4", "Emil Berg", ""}} {
		b.press("Legg til en person")
		b.form(step{"startet": "1000", "deltaker_" + x[0]: x[1], "alder_" + x[0]: x[2]})
	}
	b.choose("foresatt", "meg")
	b.press("Sett meg på venteliste")
	b.sees("Velg alder.")
	b.looks("a form with errors")
	b.form(step{"startet": "1000", "alder_4": "0-5"})
	b.press("Sett meg på venteliste")
	b.sees("Sjekk e-posten din", "Du er nummer 1 på listen når du har bekreftet.")
	b.looks("a sign-up received")

	own := c.linked(c.mailed(address("Kari Berg"), "Bekreft påmeldingen til Familiekafé"), "/pamelding/")
	b.open(own)
	b.sees("Bekreft at du vil stå på venteliste", "4 personer: Kari Berg, Nils Berg, Ida Berg, Emil Berg")
	b.looks("one's own page, not confirmed")
	c.status("Kari Berg", registration.Unconfirmed) // looking at the link changes nothing
	b.press("Bekreft påmeldingen")
	b.sees("Du står på venteliste som nummer 1")
	b.looks("one's own page, waiting")
	c.mailed(address("Kari Berg"), "Du står på venteliste til Familiekafé")
	if n := c.Int(`select count(*) from participant p join registration r on r.id = p.registration_id
		where r.name = 'Kari Berg' and (p.name, p.age_band) in (('Kari Berg', '26-66'), ('Nils Berg', '26-66'), ('Ida Berg', '6-9'), ('Emil Berg', '0-5'))`); n != 4 {
		c.t.Errorf("got %d of the family stored as they were typed, want 4", n)
	}
}

// cancels takes a party off the list by its own page.
func (c *club) cancels(b *tab, own string) {
	c.t.Helper()
	b.open(own)
	b.press("Meld av")
	b.sees("Vil du melde av?")
	b.press("Ja, meld av")
	b.sees("Du er meldt av")
}

func TestFamilyGetsItsPlaces(t *testing.T) {
	t.Parallel()
	c := newClub(t, 1, nil)
	c.opens("4", "skip")
	anna, per := c.joinAdults("Anna Vik", 2), c.joinAdults("Per Dal", 2)
	b, other := newTab(t, c.Site), newTab(t, c.Site)
	c.signsUpFamily(b)
	family := b.path()
	c.joinAdults("Ola Moe", 1)
	c.counts(4, 5)

	c.cancels(other, anna) // two places: too few for the family, so the next gets one, as the organiser chose
	c.mailed(address("Ola Moe"), "Det er plass til deg på Familiekafé")
	c.status("Ola Moe", registration.Offered)
	b.open(family)
	b.sees("Du står på venteliste som nummer 1")
	c.cancels(other, per) // three
	c.counts(1, 4)
	c.status("Kari Berg", registration.Waiting)
	c.grows("5")

	offer := c.mailed(address("Kari Berg"), "Det er plass til deg på Familiekafé")
	c.mentions(offer, "plass til dere 4", "Svar innen", "fredag 15. mai 2026 kl. 09.00")
	if len(offer.Attachments) != 0 {
		t.Error("an offer carries a calendar file, want none before it is accepted")
	}
	b.open(c.linked(offer, "/pamelding/"))
	b.sees("Det er blitt plass til dere 4. Vil dere ha den?", "Svar innen")
	b.looks("one's own page, offered")
	c.status("Kari Berg", registration.Offered)
	b.press("Ja takk")
	b.sees("Du er påmeldt", "4 plasser", "Ta med forkle.")
	b.looks("one's own page, in")
	c.status("Kari Berg", registration.Confirmed)
	c.counts(5, 0)
	c.hasTheDate(b)
}

// joinAdults is join where ages and names are asked.
func (c *club) joinAdults(name string, party int) (own string) {
	c.t.Helper()
	var all []registration.Participant
	for i := range party {
		all = append(all, registration.Participant{Name: strings.TrimSpace(name + strings.Repeat(" jr.", i)), AgeBand: "26-66"})
	}
	return c.join(name, party, all...)
}

// grows gives the date more places in the browser.
func (c *club) grows(places string) {
	c.t.Helper()
	b := newTab(c.t, c.Site)
	b.logIn(c.Site, c.group)
	b.open(c.list("lag", ""))
	b.looks("a list with a queue")
	b.unfold("Andre plasser på denne datoen")
	b.form(step{"plasser": places})
	b.press("Endre plassene")
	b.sees("Kari Berg", "Har fått tilbud om plass")
}

// hasTheDate looks at the calendar file of the confirmation and behind the page's link.
func (c *club) hasTheDate(b *tab) {
	c.t.Helper()
	m := c.mailed(address("Kari Berg"), "Du er påmeldt Familiekafé")
	c.mentions(m, "4 plasser", "Ta med forkle.", "torsdag 21. mai")
	mailed, own := c.attached(m), c.events([]byte(b.get(b.path()+"/kalender.ics")))
	for _, e := range slices.Concat(mailed, own) {
		want := fmt.Sprintf("%d-%s@", c.activity, c.dates[0].Key)
		if !strings.HasPrefix(e.UID, want) || e.Status != ical.Confirmed || !e.Start.Equal(c.dates[0].StartsAt) {
			c.t.Errorf("calendar file: got %s, %s at %s, want %s…, confirmed at %s", e.UID, e.Status, e.Start, want, c.dates[0].StartsAt)
		}
	}
}

// Where the organiser has all wait for the group that is first, nobody passes it.
func TestAllWaitForTheFamily(t *testing.T) {
	t.Parallel()
	c := newClub(t, 1, func(f *signupform.Form) { places(4)(f); f.Groups = signupform.WaitForGroups })
	anna, per := c.join("Anna Vik", 2), c.join("Per Dal", 2)
	c.join("Kari Berg", 4)
	ola := c.join("Ola Moe", 1)
	b := newTab(t, c.Site)
	c.cancels(b, anna)
	b.open(ola)
	b.sees("Du står på venteliste som nummer 2")
	c.counts(2, 5)
	c.cancels(b, per)
	b.open(c.linked(c.mailed(address("Kari Berg"), "Det er plass til deg på Familiekafé"), "/pamelding/"))
	b.press("Nei takk")
	b.sees("Du er meldt av")
	b.looks("one's own page, declined")
	b.open(c.linked(c.mailed(address("Ola Moe"), "Det er plass til deg på Familiekafé"), "/pamelding/"))
	c.Clock.Advance(25 * time.Hour)
	b.press("Ja takk") // too late
	b.sees("Fristen for å svare er ute")
	b.looks("an offer answered too late")
	c.status("Ola Moe", registration.Offered)
	c.must(c.Portal.Registrations.Sweep(t.Context()))
	c.mailed(address("Ola Moe"), "Tilbudet om plass på Familiekafé har gått ut")
	b.open(ola)
	b.sees("Fristen for å svare er ute", "Meld deg på igjen")
	b.looks("one's own page, the offer out")
	c.counts(0, 0)
}
