// Who is told when something is changed or called off.

package activityeditor

import (
	"net/http"
	"slices"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/web/page"
	"frivilligsentral/web/participants"
)

// reach says in words who is told when a date, or with occurrenceID 0 all of the
// activity, is changed or called off: nothing when nobody has signed up.
func (h *Handler) reach(r *http.Request, a activity.Activity, occurrenceID int64) ([]string, error) {
	if a.SignupMode != activity.HereSignup {
		return nil, nil
	}
	e := page.From(r)
	n, err := h.portal.Rosters.ReachOf(r.Context(), e.Actor, a.ID, occurrenceID)
	if err != nil || n.People+n.Waiting == 0 {
		return nil, err
	}
	return reachWords(e, n), nil
}

func reachWords(e *page.Env, n roster.Reach) []string {
	who := e.Lang.N("Én person er påmeldt.", "%d personer er påmeldt.", n.People)
	switch {
	case n.People == 0:
		who = e.Lang.N("Én person står på venteliste.", "%d personer står på venteliste.", n.Waiting)
	case n.Waiting > 0:
		who = e.T("%d er påmeldt, og %d står på venteliste.", n.People, n.Waiting)
	}
	all := []string{who + " " + e.T("De får e-post om endringen.")}
	if n.Unreached > 0 {
		all = append(all, e.Lang.N("Én kontaktperson har ikke en e-post som virker, og må ringes. Du får navnet og nummeret etterpå.",
			"%d kontaktpersoner har ikke en e-post som virker, og må ringes. Du får navnene og numrene etterpå.", n.Unreached))
	}
	return all
}

// afterwards is where one goes from something that people are told of: to those
// who must be rung about it, when there are any.
func (h *Handler) afterwards(r *http.Request, activityID int64, to string) (string, error) {
	e := page.From(r)
	calls, err := h.portal.Rosters.FindCalls(r.Context(), e.Actor, activityID)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
		return to, nil
	}
	if err != nil {
		return to, err
	}
	begun := e.Now.Add(-time.Second) // those from before are on the work list already
	if slices.ContainsFunc(calls, func(c roster.Call) bool { return c.Since.After(begun) }) {
		to = participants.CallsPath(e, activityID)
	}
	return to, nil
}
