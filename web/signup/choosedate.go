// The page where one of several dates is chosen to sign up for.

package signup

import (
	"net/http"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/page"
)

// dateChoice is one date to choose.
type dateChoice struct {
	Slot  signupform.Slot
	When  string
	State string
	Waits bool   // only the waiting list is left
	URL   string // "" where one cannot sign up
}

// monthChoice is the dates of one month.
type monthChoice struct {
	Name  string
	Dates []dateChoice
}

// monthsOpen is how many months are seen without asking for more.
const monthsOpen = 2

func (h *Handler) choose(w http.ResponseWriter, r *http.Request, s subject) error {
	e := page.From(r)
	sp, err := h.portal.SignupForms.SignUpPage(r.Context(), e.Actor, s.ID, s.Slots[0].OccurrenceID)
	if err != nil {
		return err
	}
	var all []monthChoice
	for _, slot := range s.Slots {
		g := signupform.GateFor(e.Now, sp.Form, slot, 1)
		c := dateChoice{Slot: slot, When: when(e.Lang, slot, nil, nil, s.AllDay, e.Now), State: State(e.Lang, sp.Form, slot, g, e.Now), Waits: g == signupform.OpenToWait}
		if CanEnter(g) {
			c.URL = e.URL(Path(s.ID, slot.OccurrenceID))
		}
		name := i18n.Capital(e.Lang.Month(slot.StartsAt))
		if len(all) == 0 || all[len(all)-1].Name != name {
			all = append(all, monthChoice{Name: name})
		}
		m := &all[len(all)-1]
		m.Dates = append(m.Dates, c)
	}
	return page.Render(w, r, choosePage(quiet(r, e.T("Velg dato")), s, all))
}
