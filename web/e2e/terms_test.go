package e2e

// Terms for organisers: changed by the municipality, asked again, accepted.

import (
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/web/webtest"
)

func TestTermsAreChangedAndAcceptedAgain(t *testing.T) {
	t.Parallel()
	site := webtest.Demo(t)
	group, staff := newTab(t, site), newTab(t, site)
	me := site.Account(account.GroupDoor, "bodil@solvikstrikkelag.example")
	group.logIn(site, me)
	group.open("/lag/aktiviteter/ny")
	group.sees("Ny aktivitet") // she has accepted the version before

	staff.logIn(site, site.Account(account.StaffDoor, "eskil.databerg@solvik.example"))
	staff.open("/ansatt/oppsett")
	staff.press("Vilkår for arrangører")
	staff.form(step{"tekst_nb": "# Kort og godt\n\n- Vær snill.\n- Si sant."})
	staff.press("Lagre og se over før publisering")
	staff.axe("a version before it is published")
	staff.press("Publiser versjon 3") // without what has changed
	staff.sees("Skriv hva som er endret")
	staff.axe("a refused version")
	staff.form(step{"endret_nb": "Vilkårene er mye kortere."})
	staff.press("Lagre og se over før publisering")
	staff.sees("Vær snill.", "Vilkårene er mye kortere.")
	staff.press("Publiser versjon 3")
	staff.sees("Versjon 3 gjelder nå.")

	group.open("/lag")
	group.sees("Du må godta vilkårene for arrangører")
	group.axe("a group that must accept the terms")
	group.press("Les og godta vilkårene")
	group.open("/lag/aktiviteter/ny") // asked before she can write anything
	group.sees("Nytt i versjon 3:", "Vilkårene er mye kortere.", "Si sant.")
	group.press("Godta og gå videre")
	group.sees("kryss av for at du godtar dem")
	group.axe("terms that are not accepted")
	group.choose("vilkar", "ja")
	group.press("Godta og gå videre")
	group.sees("Ny aktivitet", "Du har godtatt vilkårene")
	group.open("/lag/konto")
	group.sees("Godtok vilkårene for arrangører, versjon 3", "Godtok vilkårene for arrangører, versjon 2")

	staff.open("/ansatt/organisasjoner?q=Strikkelag")
	staff.press("Solvik strikkelag")
	staff.sees("Godtok vilkårene, versjon 3")
	staff.open("/vilkar")
	staff.press("Versjon 2")
	staff.sees("Denne versjonen gjelder ikke lenger")
}
