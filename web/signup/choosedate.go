// Choosing dates: the page where one of several is chosen, and the further ones in the form.

package signup

import (
	"net/http"
	"slices"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
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

const alsoField = "datoer"

// alsoOf are the other dates that one may come to as well, those after the chosen one first, with
// the ones that were ticked.
func alsoOf(e *page.Env, s subject, f *form.Form) []ui.Option {
	if s.series() {
		return nil
	}
	ticked, first := also(s, f), 0
	for i, slot := range s.Slots {
		if slot.OccurrenceID == s.DateID {
			first = i + 1
		}
	}
	order := append(slices.Clone(s.Slots[first:]), s.Slots[:first]...) // what comes after it, then what is before it
	var all []ui.Option
	for _, slot := range order {
		g := signupform.GateFor(e.Now, s.Signup.Form, slot, 1)
		chosen := slices.Contains(ticked, slot.OccurrenceID)
		if slot.OccurrenceID == s.DateID || !chosen && !CanEnter(g) {
			continue
		}
		all = append(all, ui.Option{
			Value: ui.Itoa(slot.OccurrenceID), Label: when(e.Lang, slot, nil, nil, s.AllDay, e.Now), Help: State(e.Lang, s.Signup.Form, slot, g, e.Now), Selected: chosen,
		})
	}
	return all
}

// alsoOpen says that the further dates are seen at once: few, some of them ticked, or wrong.
func (v formView) alsoOpen() bool {
	return len(v.Also) <= 3 || v.Form.Err(alsoField) != "" || slices.ContainsFunc(v.Also, func(o ui.Option) bool { return o.Selected })
}

// also are the further dates that are ticked; those of a series are all in it already.
func also(s subject, f *form.Form) []int64 {
	if s.series() {
		return nil
	}
	return slices.DeleteFunc(f.IDs(alsoField), func(id int64) bool { return id == s.DateID })
}

// alsoHelp says what several dates mean, and how many may be ticked where there are more.
func alsoHelp(p ui.Page, v formView) string {
	text := p.T("Du får én e-post for alle, og hver dato har sin egen plass.")
	if len(v.Also) > registration.MostDates-1 {
		text += " " + p.T("Velg inntil %d til.", registration.MostDates-1)
	}
	return text
}
