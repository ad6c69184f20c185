// What is kept of people, in words: both lists of the privacy page.

package about

import (
	"time"

	"frivilligsentral/internal/owndata"
	"frivilligsentral/internal/owndata/records"
	"frivilligsentral/web/page"
)

// kindRow is one kind of records: what is kept and why, and how much there is now.
type kindRow struct {
	Key, Name, What, Why, Basis, Keep string
	Counted                           bool
	Kept, Due                         string // Due is "" where nothing goes by time
}

// kindRows are all kinds, and when the last of them was counted.
func kindRows(e *page.Env, forms owndata.Promise, held map[string]records.Held) (rows []kindRow, at time.Time) {
	rules := records.Rules{
		Lang: e.Lang, ContactPublicDays: e.Site.ContactPublicDays, HoldMinutes: e.Site.SignupHoldMinutes, OfferHours: e.Site.SignupOfferHours, GuardianAge: e.Site.GuardianAge,
		LeastDays: forms.LeastDays, MostDays: forms.MostDays,
	}
	for _, k := range records.All() {
		row := kindRow{Key: k.Key, Name: e.T(k.Name), What: e.T(k.What), Why: e.T(k.Why), Basis: e.T(string(k.Basis)), Keep: k.Keep(rules)}
		if n, ok := held[k.Key]; ok {
			row.Counted, row.Kept = true, e.Lang.Number(n.Kept)
			if !k.Standing() {
				row.Due = e.Lang.Number(n.Due)
			}
			if n.CountedAt.After(at) {
				at = n.CountedAt
			}
		}
		rows = append(rows, row)
	}
	return rows, at
}
