// Those who must be rung.

package participants

import (
	"net/http"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// callView is somebody who must be rung, since no e-mail reaches her.
type callView struct {
	ID    int64
	Name  string
	URL   string
	Phone string
	What  string // she does not know
	Party int
	Done  string // where the button goes
}

type callsView struct {
	Page    ui.Page
	Crumbs  []ui.Crumb
	Calls   []callView
	BackURL string
}

func callOf(e *page.Env, activityID int64, c roster.Call) callView {
	when := e.Lang.When(c.StartsAt, c.EndsAt, c.AllDay, e.Now)
	v := callView{
		ID: c.RegistrationID, Name: c.Name, Phone: i18n.Phone(c.Phone), Party: c.PartySize,
		URL: e.URL(Path(e, activityID, "/"+ui.Itoa(c.RegistrationID))), Done: e.URL(Path(e, activityID, "/"+ui.Itoa(c.RegistrationID)+"/ringt")),
		What: e.T("Vet ikke at %s er avlyst", when),
	}
	switch {
	case c.OccurrenceID == 0 && c.Kind == letters.CallCancelled:
		v.What = e.T("Vet ikke at det er avlyst")
	case c.OccurrenceID == 0 && c.Kind == letters.CallPostponed:
		v.What = e.T("Vet ikke at det er utsatt")
	case c.Kind == letters.CallPostponed:
		v.What = e.T("Vet ikke at %s er utsatt", when)
	case c.OccurrenceID == 0:
		v.What = e.T("Vet ikke at tid eller sted er endret")
	case c.Kind == letters.CallChanged:
		v.What = e.T("Vet ikke at tid eller sted er endret til %s", when)
	}
	return v
}

// callsOn are those to ring about one date, or about the series.
func (h *Handler) callsOn(r *http.Request, d roster.Desk, chosen date) ([]callView, error) {
	e := page.From(r)
	calls, err := h.portal.Rosters.Calls(r.Context(), e.Actor, d.ActivityID)
	var out []callView
	for _, c := range calls {
		if c.OccurrenceID == slotDate(d, chosen) {
			out = append(out, callOf(e, d.ActivityID, c))
		}
	}
	return out, err
}

// Calls are those of an activity who must be rung.
func (h *Handler) Calls(w http.ResponseWriter, r *http.Request) error {
	d, err := h.stored(r)
	if err != nil {
		return err
	}
	e := page.From(r)
	calls, err := h.portal.Rosters.Calls(r.Context(), e.Actor, d.ActivityID)
	if err != nil {
		return err
	}
	v := callsView{BackURL: e.URL(Path(e, d.ActivityID, ""))}
	for _, c := range calls {
		v.Calls = append(v.Calls, callOf(e, d.ActivityID, c))
	}
	v.Page = NewPage(r, e.T("Ring dem som ikke får e-post"), e.Form(nil))
	v.Crumbs = Crumbs(v.Page, e, d, v.Page.Title)
	return page.Render(w, r, callsPage(v))
}

// Called notes that somebody has rung, and goes back to where the button was.
func (h *Handler) Called(w http.ResponseWriter, r *http.Request) error {
	f, d, err := h.read(w, r)
	if err != nil {
		return err
	}
	id, err := h.listed(r, d)
	if err != nil {
		return err
	}
	e := page.From(r)
	if err := h.portal.Rosters.Called(r.Context(), e.Actor, id); err != nil {
		return err
	}
	to := Path(e, d.ActivityID, "/ring")
	switch f.Raw("fra") {
	case "liste":
		to = back(e, d, f)
	case "person":
		to = Path(e, d.ActivityID, "/"+ui.Itoa(id))
	}
	return page.Redirect(w, r, to, e.T("Det er notert at du har ringt."))
}

// CallsPath is where those stand who must be rung about an activity.
func CallsPath(e *page.Env, activityID int64) string { return Path(e, activityID, "/ring") }
