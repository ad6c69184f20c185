// Short texts of the list: the folded filters, and the lines of the programme.

package activitylist

import (
	"strings"

	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/ui"
)

// filterSummary is what the folded filters are called on a phone.
func filterSummary(p ui.Page, f filters) string {
	if len(f.chips) == 0 {
		return p.T("Velg hva, når og hvor")
	}
	return p.N("Velg hva, når og hvor (%d valgt)", "Velg hva, når og hvor (%d valgt)", len(f.chips))
}

// moreOpen says whether something is chosen in the last group.
func (f filters) moreOpen() bool {
	if f.age != "" {
		return true
	}
	for _, options := range [][]ui.Option{f.language, f.organiser} {
		for _, o := range options {
			if o.Selected {
				return true
			}
		}
	}
	return false
}

// programLine is the second line of an entry in the programme.
func programLine(c activitycards.CardView) string {
	parts := []string{c.Where, c.Who, c.Price, c.Age, c.HeldIn}
	if c.Cancelled {
		parts = []string{c.Why, c.Where, c.Who}
	}
	var kept []string
	for _, s := range parts {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return strings.Join(kept, " · ")
}

func count(days []activitycards.Day) int {
	n := 0
	for _, d := range days {
		n += len(d.Cards)
	}
	return n
}
