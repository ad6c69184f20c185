// The next dates with sign-up, in words.

package overview

import (
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/page"
	"frivilligsentral/web/participants"
)

// ComingView is a date that a group keeps the list of.
type ComingView struct {
	Title, Lang, URL string
	When             string
	People, Queue    string
	Note             string // "" when all is as it should
	Kind             string // of the note
	Organiser        string // another's activity
}

// ComingDates put the next dates with sign-up into words.
func ComingDates(e *page.Env, all []roster.Coming) []ComingView {
	views := make([]ComingView, len(all))
	for i, c := range all {
		v := ComingView{
			Title: c.Title, URL: e.URL(participants.At(e, c.ActivityID, c.DateID, "")), When: i18n.Capital(e.Lang.When(c.NextAt, c.NextEnds, c.AllDay, e.Now)),
			People: signedUp(e, c.Slot, signupform.GateFor(e.Now, c.Settings, c.Slot, 1) == signupform.Over),
		}
		v.Lang = e.Foreign(c.Lang)
		if c.Waiting > 0 {
			v.Queue = e.T("%d på venteliste", c.Waiting)
		}
		if c.Guest {
			v.Organiser = c.Organiser
		}
		v.Note, v.Kind = unusual(e, c)
		views[i] = v
	}
	return views
}

func signedUp(e *page.Env, s signupform.Slot, over bool) string {
	switch {
	case s.Taken == 0 && over:
		return e.T("Ingen påmeldte")
	case s.Taken == 0:
		return e.T("Ingen påmeldte ennå")
	case s.Capacity == nil:
		return e.Lang.N("%d påmeldt", "%d påmeldte", s.Taken)
	}
	return e.T("%d påmeldte av %d", s.Taken, *s.Capacity)
}

// unusual is the one thing that is out of the ordinary about a date.
func unusual(e *page.Env, c roster.Coming) (text, kind string) {
	switch gate := signupform.GateFor(e.Now, c.Settings, c.Slot, 1); {
	case gate == signupform.Shut:
		return e.T("Stengt"), ""
	case gate == signupform.NotYet && c.Settings.OpensAt != nil:
		return e.T("Åpner %s", moment(e, *c.Settings.OpensAt)), "info"
	case c.Scope == signupform.WholeSeries:
		return e.T("Hele serien"), "info"
	case gate == signupform.Over:
		return e.T("Fristen er ute"), ""
	case gate == signupform.OpenToWait || gate == signupform.Full:
		return e.T("Fullt"), "success"
	}
	return "", ""
}
