// What a folded part of the settings holds now.

package signupsetup

import (
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/ui"
)

// What follows says in few words what a folded part of the settings holds now. A
// number that was typed wrong opens the part instead, so it counts as none here.

func (v setupView) number(name string) int {
	n, err := strconv.Atoi(v.F.Value(name))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

func (v setupView) whenNow() string {
	p := v.Page
	opens := p.T("Åpen nå")
	if day, err := time.ParseInLocation("2006-01-02", v.F.Value("apner"), i18n.Oslo); err == nil {
		opens = p.T("Åpner %s", p.Lang.Date(day))
	}
	if n := v.number("stenger_timer"); n > 0 {
		return opens + ", " + p.N("stenger %d time før start", "stenger %d timer før start", n)
	}
	return opens + ", " + p.T("stenger når det starter")
}

func (v setupView) agesNow() string {
	p, from, to := v.Page, v.number("alder_fra"), v.number("alder_til")
	switch {
	case from > 0 && to > 0:
		return p.T("%d–%d år", from, to)
	case from > 0:
		return p.T("Fra %d år", from)
	case to > 0:
		return p.T("Til og med %d år", to)
	}
	return p.T("Alle aldre")
}

func (v setupView) asksNow() string {
	p := v.Page
	all := []string{p.T("Navn og e-post eller mobil")}
	for _, one := range []struct{ name, text string }{
		{"trenger_telefon", i18n.Mark("mobilnummer")}, {"spor_navn", i18n.Mark("navn på alle")}, {"spor_alder", i18n.Mark("alder")},
	} {
		if v.F.Value(one.name) != "" {
			all = append(all, p.T(one.text))
		}
	}
	if v.Questions > 0 {
		all = append(all, p.N("ett spørsmål", "%d spørsmål", v.Questions))
	}
	return strings.Join(all, ", ")
}

func (v setupView) lettersNow() string {
	p := v.Page
	reminder := map[string]string{
		string(signupform.DayBefore):   p.T("Påminnelse dagen før"),
		string(signupform.HoursBefore): p.N("Påminnelse %d time før", "Påminnelse %d timer før", v.number("paminnelse_timer")),
	}[v.F.Value("paminnelse")]
	if reminder == "" {
		reminder = p.T("Ingen påminnelse")
	}
	return reminder + ", " + keptFor(p, v.number("lagres_dager"))
}

func keptFor(p ui.Page, days int) string {
	return p.N("slettes etter %d dag", "slettes etter %d dager", days)
}
