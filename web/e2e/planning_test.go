package e2e

// Finding a date that clashes with nothing, and changing many at once with the way back.

import (
	"fmt"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/web/webtest"
)

// Staff keep the municipality's calendar, a group plans around it and shares a draft's
// dates, and another organiser sees them.
func TestAnOrganiserFindsADate(t *testing.T) {
	t.Parallel()
	site := webtest.Demo(t)
	staff, group := newTab(t, site), newTab(t, site)
	staff.logIn(site, site.Account(account.StaffDoor, "randi.torsvik@solvik.example"))
	group.logIn(site, site.Account(account.GroupDoor, "bodil@solvikstrikkelag.example"))
	day := site.Clock.Now().AddDate(0, 0, 40).Format("2006-01-02")

	staff.open("/ansatt/kalender/ny")
	staff.press("Lagre")
	staff.axe("an empty entry of the calendar")
	staff.form(step{"tittel": "Folkemøte om skolen", "slag": "meeting", "fra_dato": day})
	staff.press("Lagre")
	staff.sees("Folkemøte om skolen er lagret.", "Møte")

	group.run(window(320, true))
	group.open("/lag/aktiviteter/ny")
	group.form(step{"tittel": "Strikkemaraton", "kort": "Vi strikker hele kvelden.", "dato": day, "fra": "18:00", "til": "21:00", "moteplass": "Klubbhuset"})
	group.choose("gjentas", "en")
	group.press("Se datoene")
	group.sees("kommunens kalender", "Folkemøte om skolen", "De neste ledige")
	group.axe("what else there is on the date")
	group.fits("what else there is on the date")
	group.click("#datoene button[name=ledig_dag]")
	if got := eval[string](group, `document.querySelector("main [name=dato]").value`); got <= day {
		t.Errorf("the free evening fills the date with %q, want a day after %s", got, day)
	}
	group.form(step{"kategori": fmt.Sprint(site.Int(`select id from code where municipality_id = $1 and list = 'category' order by sort limit 1`, site.MunicipalityID))})
	group.choose("vis_datoer", "ja")
	group.press("Lagre utkast")
	group.sees("Strikkemaraton", "Utkast")

	month := site.Int(`select to_char(starts_at at time zone 'Europe/Oslo', 'YYYYMM')::int from activity where title = 'Strikkemaraton' and dates_shared and status = 'draft'`)
	staff.open(fmt.Sprintf("/ansatt/planlegging?maned=%d-%02d", month/100, month%100))
	staff.sees("Strikkemaraton", "Bare planlagt")
	staff.axe("the month of planning")
}

// From the list to the change of many, and back again.
func TestManyAreChangedAndTakenBack(t *testing.T) {
	t.Parallel()
	site := webtest.Demo(t)
	b := newTab(t, site)
	b.logIn(site, site.Account(account.StaffDoor, "randi.torsvik@solvik.example"))
	without := func() int64 { return site.Int(`select count(*) from contact where unit_id is null`) }
	before := without()

	b.run(window(320, true))
	b.open("/ansatt/kontakter")
	eval[int](b, `[...document.querySelectorAll("main input[name=id]")].slice(0, 3).map(e => e.checked = true).length`)
	b.press("Endre flere …")
	b.sees("De du har krysset av: 3 kontakter")
	b.axe("what is to be changed")
	b.fill("enhet", "0")
	b.press("Se hva som endres")
	b.sees("Ingenting er endret ennå")
	b.axe("what would be changed")
	b.fits("what would be changed")
	b.press("Endre nå")
	b.sees("Angre endringen")
	if without() <= before {
		t.Errorf("still %d contacts are without a unit", before)
	}
	b.press("Angre endringen")
	b.sees("Endringen er angret")
	b.axe("what was taken back")
	if got := without(); got != before {
		t.Errorf("got %d contacts without a unit, want %d as before", got, before)
	}
}
