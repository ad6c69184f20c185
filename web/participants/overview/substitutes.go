// Lists that somebody keeps for another organiser.

package overview

import (
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/web/page"
	"frivilligsentral/web/participants"
)

// SubstituteView is a list that somebody keeps for another organiser.
type SubstituteView struct {
	Title, Lang, URL string
	What             string // whose it is, and when it is next
}

// Substitutes put the lists that somebody is a substitute for into words.
func Substitutes(e *page.Env, all []roster.SubstituteList) []SubstituteView {
	var out []SubstituteView
	for _, l := range all {
		v := SubstituteView{Title: l.Title, URL: e.URL(participants.Path(e, l.ActivityID, "")), What: l.Organiser + " · " + e.T("ingen flere datoer")}
		v.Lang = e.Foreign(l.Lang)
		if l.NextAt != nil && l.NextEnds != nil {
			v.What = l.Organiser + " · " + e.Lang.When(*l.NextAt, *l.NextEnds, false, e.Now)
		}
		out = append(out, v)
	}
	return out
}
