// Norway's public holidays.

package opening

import (
	"time"

	"frivilligsentral/internal/i18n"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/no"
)

// holidays are those of lov om 1 og 17 mai (1947) and of helligdagsfredloven (1995) § 2. The two on Sundays, which
// the library leaves out, matter to what is open on Sundays.
var holidays = []struct {
	day  *cal.Holiday
	name string
}{
	{no.FoersteNyttaarsdag, i18n.Mark("1. nyttårsdag")},
	{no.Skjaertorsdag, i18n.Mark("Skjærtorsdag")},
	{no.Langfredag, i18n.Mark("Langfredag")},
	{aa.Easter, i18n.Mark("1. påskedag")},
	{no.AndrePaaskedag, i18n.Mark("2. påskedag")},
	{no.Arbeiderenesdag, i18n.Mark("1. mai")},
	{no.Grunnlovsdag, i18n.Mark("17. mai")},
	{no.Kristihimmelfartsdag, i18n.Mark("Kristi himmelfartsdag")},
	{aa.Pentecost, i18n.Mark("1. pinsedag")},
	{no.AndrePinsedag, i18n.Mark("2. pinsedag")},
	{no.FoersteJuledag, i18n.Mark("1. juledag")},
	{no.AndreJuledag, i18n.Mark("2. juledag")},
}

// Holiday is the name of the public holiday that t lies in, in Oslo, as bokmål source text; "" on other days.
func Holiday(t time.Time) string {
	t = t.In(i18n.Oslo)
	for _, h := range holidays {
		if day, _ := h.day.Calc(t.Year()); !day.IsZero() && day.Month() == t.Month() && day.Day() == t.Day() {
			return h.name
		}
	}
	return ""
}
