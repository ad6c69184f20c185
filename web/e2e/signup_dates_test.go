package e2e

// Several dates in one form, and an account that its owner ends.

import (
	"net/http"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/registration"
)

// Three dates are signed up for at once and confirmed with one link; one is given back, and
// the oldest letter still leads to all of them.
func TestThreeDatesAtOnce(t *testing.T) {
	t.Parallel()
	c := newClub(t, 4, places(1))
	b, kari := newTab(t, c.Site), address("Kari Berg")
	b.open(c.form(0))
	b.choose("datoer", num(c.dates[1].ID))
	b.choose("datoer", num(c.dates[2].ID))
	b.form(step{"startet": "1000", "epost": kari})
	b.press("Meld på")
	b.sees("Skriv navnet ditt")
	if n := eval[int](b, `document.querySelectorAll("main input[name=datoer]:checked").length`); n != 2 {
		t.Errorf("after a mistake %d further dates are ticked, want the 2 that were chosen", n)
	}
	b.looks("a form of three dates, with errors")
	b.form(step{"startet": "1000", "navn": "Kari Berg"})
	b.press("Meld på")
	b.sees("Sjekk e-posten din", "Du er nesten påmeldt 3 datoer av Familiekafé")
	b.looks("three dates received")

	first := c.mailed(kari, "Bekreft påmeldingen til Familiekafé")
	b.open(c.linked(first, "/pamelding/"))
	b.press("Bekreft påmeldingen")
	b.sees("Du er påmeldt", "Meld av alle datoene")
	b.looks("one's own page, one of three")
	confirmed := c.mailed(kari, "Du er påmeldt Familiekafé")
	c.mentions(confirmed, "Du er påmeldt 3 datoer", "21. mai", "28. mai", "4. juni")
	if got := len(c.events(confirmed.Attachments[0].Data)); got != 3 {
		t.Errorf("the calendar file has %d dates, want 3", got)
	}
	if n := len(mailtest.All(t, c.Pool, kari)); n != 2 {
		t.Errorf("three dates make %d letters, want one to confirm and one that says they are", n)
	}
	taken := func(want ...int64) {
		t.Helper()
		for i, w := range want {
			if n := c.Int(`select coalesce(max(taken), 0) from signup_slot where occurrence_id = $1`, c.dates[i].ID); n != w {
				t.Errorf("date %d has %d places taken, want %d", i+1, n, w)
			}
		}
	}
	taken(1, 1, 1, 0)

	c.cancels(b, b.path()) // the date of the letter: the others stand
	c.mailed(kari, "Du er meldt av Familiekafé")
	taken(0, 1, 1, 0)
	b.open(c.linked(first, "/pamelding/")) // the old letter
	b.sees("Du er meldt av")
	b.press("Se alt du er påmeldt")
	b.sees("Torsdag 28. mai", "Torsdag 4. juni", "Meldt av")
	b.looks("all that one is signed up for, one given back")
	b.press("Meld av alle 2 datoene av Familiekafé")
	b.looks("all dates given back, asked")
	b.press("Ja, meld av")
	b.sees("Du er meldt av. Vi har sendt deg en e-post om det.")
	taken(0, 0, 0, 0)
	if n := c.Int(`select count(*) from registration where name = 'Kari Berg' and status <> $1`, string(registration.Cancelled)); n != 0 {
		t.Errorf("%d of the dates are not given back", n)
	}
}

// A group's account is ended by its owner: told why not while nobody else is responsible,
// sent through a fresh login and back, and gone.
func TestAnAccountIsEndedByItsOwner(t *testing.T) {
	t.Parallel()
	c := newClub(t, 1, nil)
	b := newTab(t, c.Site)
	b.logIn(c.Site, c.group)
	b.open("/lag/konto")
	b.press("Avslutt kontoen min")
	b.sees("Kontoen kan ikke avsluttes ennå", "Du er den eneste ansvarlige i Strikkelaget")
	b.looks("an account that cannot be ended yet")
	b.press("Se hvem som er med i laget")
	c.Exec(`update membership set role = 'group_admin' where account_id = $1`, c.Member(c.group.OrganisationID, account.GroupMember).AccountID)

	c.Clock.Advance(6 * time.Minute)
	b.open("/lag/konto/avslutt")
	b.sees("Logg inn på nytt først")
	b.looks("an account to end, logged in long ago")
	b.press("Logg inn på nytt")
	b.form(step{"epost": c.group.Email})
	b.press("Send meg en kode")
	b.form(step{"kode": mailtest.Last(t, c.Pool, c.group.Email).Code})
	b.press("Logg inn")
	b.sees("Vil du avslutte kontoen din?") // back where she was
	b.looks("an account to end")
	b.press("Avslutt kontoen min")
	b.sees("Du er logget ut")
	b.open("/lag")
	b.sees("Logg inn for lag og foreninger")
	if n := c.Int(`select count(*) from account where id = $1 and ended_at is not null`, c.group.AccountID); n != 1 {
		t.Error("the account goes on")
	}
	if status := newTab(t, c.Site).open("/aktiviteter/" + num(c.activity)); status != http.StatusOK {
		t.Errorf("what she has made: got status %d, want 200", status)
	}
}
