// Short texts of the list: the folded filters, and the lines of the programme.

package activitylist

import (
	"slices"

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
	return f.age != "" || f.organiser.text != "" || slices.ContainsFunc(f.language, func(o ui.Option) bool { return o.Selected })
}

// programWords are what stands in the second line of an entry in the programme.
func programWords(c activitycards.CardView) []words {
	parts := []words{{c.Where, c.WhereLang}, {c.Who, ""}, {c.Commercial, ""}, {c.Price, ""}, {c.Age, ""}, {c.HeldIn, ""}}
	if c.Cancelled || c.Postponed {
		parts = []words{{c.Why, c.Lang}, {c.Where, c.WhereLang}, {c.Who, ""}}
	}
	return slices.DeleteFunc(parts, func(w words) bool { return w.text == "" })
}

// words are a few words in a language, "" for the page's.
type words struct{ text, lang string }

func count(days []activitycards.Day) int {
	n := 0
	for _, d := range days {
		n += len(d.Cards)
	}
	return n
}
