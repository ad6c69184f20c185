package e2e

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"frivilligsentral/internal/questionnaire"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
)

// visit opens a path and looks at the page.
func (b *tab) visit(path, what string) {
	b.t.Helper()
	if status := b.open(path); status != http.StatusOK {
		b.t.Errorf("%s: got status %d, want 200", path, status)
	}
	b.looks(what)
}

// asking is a form with a question of each kind.
func asking(f *signupform.Form) {
	places(3)(f)
	f.MaxParty, f.AskNames, f.AskAges, f.CancelHours, f.Instructions = 2, true, true, 24, "Ta med forkle."
	f.Questions = []questionnaire.Question{
		{Kind: questionnaire.Text, Label: "Hva vil du lage?", Purpose: "Vi kjøper inn.", KeepDays: 7},
		{Kind: questionnaire.Choice, Label: "Hvor vil du sitte?", Options: []string{"Ved vinduet", "Innerst"}, Purpose: "Vi dekker bord.", KeepDays: 7},
		{Kind: questionnaire.YesNo, Label: "Trenger du skyss?", Purpose: "Vi fyller bilene.", KeepDays: 7},
	}
}

// What residents meet beside the journeys.
func TestSignUpPages(t *testing.T) {
	t.Parallel()
	c := newClub(t, 2, asking)
	own, late := c.joinAdults("Anna Vik", 1), c.newcomer("Per Dal")
	b := newTab(t, c.Site)
	b.visit(fmt.Sprintf("/aktiviteter/%d/pamelding", c.activity), "choosing a date")
	b.visit(c.form(0), "a form with questions")
	b.form(step{"startet": "1000", "navn": "Anna Vik", "epost": address("Anna Vik"), "alder_1": "26-66"})
	b.press("Meld på")
	b.sees("Sjekk e-posten din") // whatever the address is signed up for already
	b.looks("the form is sent")

	b.visit(own+"/endre", "changing a sign-up")
	b.press("Legg til en person")
	b.press("Lagre endringene")
	b.sees("Velg alder.")
	b.looks("changing a sign-up, with errors")
	b.visit(own+"/meld-av", "a cancellation is asked about")
	b.visit(own+"/alle", "all that one is signed up for")
	b.press("Lag kalenderen min")
	b.looks("one's own calendar, just made")

	b.open(late)
	c.Clock.Advance(181 * time.Minute)
	b.press("Bekreft påmeldingen")
	b.sees("plassen er gitt videre")
	b.looks("confirmed too late")
	b.visit(late, "one's own page, the hold out")
	c.must(c.Portal.Registrations.Sweep(t.Context()))
	if status := b.open(late); status != http.StatusNotFound {
		t.Errorf("a link whose sign-up was released: got status %d, want 404", status)
	}
	b.sees("Lenken virker ikke lenger", "Få en ny lenke")

	b.open("/pamelding/finn")
	b.press("Send meg lenken")
	b.looks("asking for the link without an address")
	b.form(step{"epost": address("Anna Vik")})
	b.press("Send meg lenken")
	b.sees("Sjekk e-posten din")
	b.looks("asking for the link, sent")
	again := c.linked(c.mailed(address("Anna Vik"), "Lenken din til Familiekafé"), "/pamelding/")

	c.Clock.Set(c.dates[0].StartsAt.Add(-time.Hour))
	b.open(again)
	b.sees("Fristen for å endre og melde av er ute")
	b.looks("one's own page, the deadline past")
}

// newcomer has signed up and not confirmed.
func (c *club) newcomer(name string) (own string) {
	c.t.Helper()
	return c.signUp(name, 1, registration.Participant{Name: name, AgeBand: "26-66"})
}

// What organisers and staff meet, behind both doors.
func TestParticipantPages(t *testing.T) {
	t.Parallel()
	c := newClub(t, 2, asking)
	b := newTab(t, c.Site)
	c.joinAdults("Anna Vik", 1)
	gone := c.joinAdults("Bo Ek", 1)
	c.newcomer("Per Dal")
	c.joinAdults("Ola Moe", 1)
	c.joinAdults("Lise Aas", 1)
	c.cancels(b, gone) // Ola gets an offer, Lise still waits

	b.logIn(c.Site, c.staff)
	for _, x := range []struct{ rest, what string }{
		{"", "the list"}, {"/" + num(c.id("Anna Vik")), "a person"}, {"/ny", "the desk"}, {"/melding", "a message"}, {"/oppsett", "the setup"}, {"/utskrift", "the list on paper"},
	} {
		b.visit(c.list("ansatt", x.rest), x.what+" behind the staff's door")
	}
	b = newTab(t, c.Site)
	b.logIn(c.Site, c.group)
	for _, x := range []struct{ rest, what string }{
		{"", "the list"}, {"?q=finnesikke", "the list, nobody found"}, {"/" + num(c.id("Anna Vik")), "a person"}, {"/" + num(c.id("Per Dal")), "a person, not confirmed"},
		{"/" + num(c.id("Ola Moe")), "a person, offered"}, {"/" + num(c.id("Bo Ek")), "a person, cancelled"}, {"/ny", "the desk"},
		{"/ring", "who must be rung"}, {"/melding?til=valgte&dato=" + num(c.dates[0].ID) + "&id=" + num(c.id("Anna Vik")), "a message to one"}, {"/oppsett", "the setup"}, {"/utskrift", "the list on paper"},
	} {
		b.visit(c.list("lag", x.rest), x.what+" behind the group's door")
	}
	c.refusals(b)
}

// refusals are the pages that say what is missing, or ask once more.
func (c *club) refusals(b *tab) {
	c.t.Helper()
	b.open(c.list("lag", ""))
	b.press("Send melding til de valgte")
	b.sees("Kryss av for minst én")
	b.looks("nobody chosen for a message")
	b.open(c.list("lag", "/melding"))
	b.press("Send")
	b.looks("a message without words")
	b.open(c.list("lag", "/ny"))
	b.press("Meld på")
	b.sees("Skriv navnet")
	b.looks("the desk, with errors")
	b.form(step{"navn": "Eva Rud", "deltaker_1": "Eva Rud", "alder_1": "67+"})
	b.choose("overbook", "1")
	b.press("Meld på")
	b.sees("Er du sikker?", "én flere enn det er plass til")
	b.looks("the desk, overbooking")
	b.open(c.list("lag", "/"+num(c.id("Lise Aas"))))
	b.press("Gi plass nå")
	b.sees("Det står i loggen at du gjorde det.")
	b.looks("letting somebody in beyond the places")
	b.open(c.list("lag", "/"+num(c.id("Anna Vik"))))
	b.unfold("Flytt til en annen dato")
	b.press("Flytt")
	b.looks("moving somebody nowhere")
	b.open(c.list("lag", "/oppsett"))
	b.form(step{"plasser": "mange", "sporsmal_formal_1": ""})
	b.press("Lagre oppsettet")
	b.looks("the setup of questions, with errors")
}
