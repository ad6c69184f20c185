package e2e

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"frivilligsentral/internal/questionnaire"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
)

func TestPersonSeesAndDeletesWhatIsHeld(t *testing.T) {
	t.Parallel()
	c := newClub(t, 1, func(f *signupform.Form) {
		places(2)(f)
		f.AskNames = true
		f.Questions = []questionnaire.Question{{Kind: questionnaire.Text, Label: "Hva vil du lage?", Purpose: "Vi kjøper inn.", KeepDays: 7}}
	})
	own := c.join("Turid Fjell", 2, registration.Participant{Name: "Turid Fjell"}, registration.Participant{Name: "Embla Fjell"})
	c.join("Per Dal", 1) // waits
	b, organiser := newTab(t, c.Site), newTab(t, c.Site)
	b.open(own + "/endre")
	b.form(step{"svar_q1": "Rømmegrøt fra setra"})
	b.press("Lagre endringene")
	organiser.logIn(c.Site, c.group)
	organiser.open(c.list("lag", "/"+num(c.id("Turid Fjell"))))
	organiser.sees("Turid Fjell", "Hva vil du lage?", "Rømmegrøt fra setra") // sealed where it is stored
	organiser.open(c.list("lag", ""))
	organiser.sees("Turid Fjell")

	b.open("/personvern")
	b.press("Se, hent ut og slett")
	b.press("Send meg en lenke")
	b.looks("asking for one's own data without an address")
	b.form(step{"epost": address("Turid Fjell")})
	b.press("Send meg en lenke")
	b.sees("Se etter en e-post")
	b.looks("one's own data, a link sent")
	b.open(c.linked(c.mailed(address("Turid Fjell"), "Opplysninger om deg hos Prøvevik frivilligsentral"), "/personvern/mine/"))
	b.sees("Familiekafé", "Turid Fjell", "Embla Fjell", "Så på påmeldingslisten", "Du er påmeldt Familiekafé")
	b.looks("one's own data")
	c.downloads(b)
	b.press("Slett opplysninger om meg")
	b.sees("Vil du slette det vi har om", "1 påmelding slettes")
	b.looks("deleting one's own data")
	b.press("Ja, slett")
	b.sees("Vi har slettet alt som kan slettes.")
	b.looks("one's own data, deleted")

	organiser.open(c.list("lag", ""))
	if text := organiser.text("main"); containsAny(text, "Turid", "Embla", "Fjell", "turid") {
		t.Errorf("the organiser's list still tells of her:\n%s", text)
	}
	c.mailed(address("Per Dal"), "Det er plass til deg på Familiekafé")
	if n := c.Int(`select count(*) from registration where name like '%Fjell%' or email like 'turid%'`); n != 0 {
		t.Errorf("got %d rows with her name, want none", n)
	}
	if n := c.Int(`select count(*) from participant where name like '%Fjell%'`); n != 0 {
		t.Errorf("got %d participants with her name, want none", n)
	}
	if status := b.open(own); status != http.StatusNotFound {
		t.Errorf("her old link: got status %d, want 404", status)
	}
	b.looks("a link that opens nothing")
}

// downloads takes the file that the page offers.
func (c *club) downloads(b *tab) {
	c.t.Helper()
	href := eval[string](b, `document.querySelector('`+b.mark("Last ned som fil (JSON)")+`').getAttribute("href")`)
	var got struct {
		SignUps []struct {
			Activity, Name string
			Participants   []struct{ Name string }
		} `json:"sign_ups"`
	}
	c.must(json.Unmarshal([]byte(b.get(href)), &got))
	if len(got.SignUps) != 1 || got.SignUps[0].Name != "Turid Fjell" || len(got.SignUps[0].Participants) != 2 || got.SignUps[0].Participants[1].Name != "Embla Fjell" {
		c.t.Errorf("the file has %+v, want her sign-up with two people", got)
	}
}

func TestGuardianConfirmsForAChild(t *testing.T) {
	t.Parallel()
	c := newClub(t, 1, func(f *signupform.Form) { places(2)(f); f.MaxParty, f.AskAges = 1, true })
	b := newTab(t, c.Site)
	b.run(window(320, true))
	b.open(c.form(0))
	b.sees("Er du under 15 år, må en foresatt bekrefte.")
	b.form(step{"startet": "1000", "navn": "Mina Lie", "epost": address("Mina Lie"), "alder_1": "13-14"})
	b.choose("foresatt", "annen")
	b.press("Meld på")
	b.sees("foresatt")
	if got := eval[int](b, `document.querySelectorAll("#feil a[href='#foresatt_navn'], #feil a[href='#foresatt_epost']").length`); got != 2 {
		t.Errorf("the summary names %d of the guardian's two fields\n%s", got, b.describe())
	}
	b.looks("a child's form without a guardian")
	b.form(step{"startet": "1000", "foresatt_navn": "Mor Lie", "foresatt_epost": "mor.lie@post.example"})
	b.press("Meld på")
	b.sees("Sjekk e-posten din")

	own := c.linked(c.mailed(address("Mina Lie"), "Bekreft påmeldingen til Familiekafé"), "/pamelding/")
	if n := c.Int(`select count(*) from email where recipient = 'mor.lie@post.example'`); n != 0 {
		t.Error("the guardian was written to before the child had confirmed her own address")
	}
	b.open(own)
	b.press("Bekreft påmeldingen")
	b.sees("Vi venter på den foresatte", "Mor Lie")
	b.looks("one's own page, waiting for the guardian")

	guardian := newTab(t, c.Site)
	asked := c.mailed("mor.lie@post.example", "Bekreft påmelding til Familiekafé")
	c.mentions(asked, "Mina Lie har meldt seg på", "fredag 15. mai 2026 kl. 09.00")
	link := c.linked(asked, "/pamelding/foresatt/")
	guardian.open(link)
	guardian.sees("Mina Lie har meldt seg på", "Vi venter på svaret ditt")
	guardian.looks("a guardian is asked")
	c.status("Mina Lie", registration.Unconfirmed) // looking at the link changes nothing
	guardian.press("Ja, det er greit")
	guardian.sees("Takk, du har bekreftet")
	guardian.looks("a guardian has confirmed")
	c.status("Mina Lie", registration.Confirmed)
	c.attached(c.mailed(address("Mina Lie"), "Du er påmeldt Familiekafé"))
	b.open(own)
	b.sees("Du er påmeldt")

	guardian.open(link) // used twice
	guardian.sees("Takk, du har bekreftet")
	c.Clock.Advance(24 * time.Hour)
	guardian.open(link + "x")
	guardian.sees("Lenken virker ikke lenger", "Få en ny lenke")
}
