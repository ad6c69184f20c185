// What every page knows of the municipality.

package page

import (
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/opening"
	"frivilligsentral/web/ui"
)

func (e *Env) address(c municipality.Centre) string {
	return strings.TrimSpace(c.Address + "\n" + codelist.Town(c.PostalCode, e.Site.Name))
}

// openingHours writes runs of weekdays with equal hours together: "mandag–torsdag 09.00–15.00".
func (e *Env) openingHours(c municipality.Centre) string {
	var lines []string
	for i, week := 0, c.Opening.Week; i < len(week); i++ {
		first := i
		for i+1 < len(week) && slices.Equal(week[i+1], week[first]) {
			i++
		}
		if len(week[first]) == 0 {
			continue
		}
		days := e.weekday(first + 1)
		if i > first {
			days += "–" + e.weekday(i+1)
		}
		lines = append(lines, days+" "+opening.Words(e.Lang, week[first]))
	}
	if len(lines) > 0 && c.Opening.ClosedOnHolidays {
		lines = append(lines, e.T("Stengt på helligdager."))
	}
	return strings.Join(lines, "\n")
}

// weekday names ISO weekday 1 (Monday) to 7 (Sunday).
func (e *Env) weekday(n int) string { return e.Lang.WeekdayName(time.Weekday(n % 7)) }

// nav is the menu behind a door: only what the role may open.
func (e *Env) nav() []ui.NavItem {
	if e.Door == account.GroupDoor {
		return e.groupNav()
	}
	return e.staffNav()
}

func (e *Env) item(key, label, path string) ui.NavItem {
	return ui.NavItem{Key: key, Label: e.T(label), URL: e.URL(path)}
}

func (e *Env) groupNav() []ui.NavItem {
	return []ui.NavItem{
		e.item("oversikt", i18n.Mark("Oversikt"), "/lag"),
		e.item("aktiviteter", i18n.Mark("Aktiviteter"), "/lag/aktiviteter"),
		e.item("planlegging", i18n.Mark("Planlegging"), "/lag/planlegging"),
		e.item("profil", i18n.Mark("Profil"), "/lag/profil"),
		e.item("personer", i18n.Mark("Personer"), "/lag/personer"),
	}
}

func (e *Env) staffNav() []ui.NavItem {
	work := e.item("arbeidsliste", i18n.Mark("Arbeidsliste"), "/ansatt")
	work.Count = e.Pending
	items := []ui.NavItem{
		work,
		e.item("kontakter", i18n.Mark("Kontakter"), "/ansatt/kontakter"),
		e.item("organisasjoner", i18n.Mark("Organisasjoner"), "/ansatt/organisasjoner"),
		e.item("aktiviteter", i18n.Mark("Aktiviteter"), "/ansatt/aktiviteter"),
		e.item("steder", i18n.Mark("Steder"), "/ansatt/steder"),
		e.item("nyheter", i18n.Mark("Nyheter"), "/ansatt/nyheter"),
	}
	if e.Actor.May(account.ImportContacts) {
		items = append(items, e.item("import", i18n.Mark("Import"), "/ansatt/import"))
	}
	if e.Actor.May(account.ManageCodes) || e.Actor.May(account.ReadAudit) || e.Actor.May(account.ManageUsers) {
		items = append(items, e.item("oppsett", i18n.Mark("Oppsett"), "/ansatt/oppsett"))
	}
	return items
}
