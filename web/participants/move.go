// Moving somebody to another date, and what is chosen when that is full.

package participants

import (
	"net/http"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// whenFull is what the organiser has chosen for a date without room.
func whenFull(s string) registration.WhenFull {
	switch full := registration.WhenFull(s); full {
	case registration.WaitWhenFull, registration.OverbookWhenFull:
		return full
	}
	return registration.StayWhenFull
}

// fullOptions are asked for only when the chosen date has turned out to be full.
func fullOptions(p ui.Page) []ui.Option {
	return []ui.Option{
		{Value: string(registration.WaitWhenFull), Label: p.T("Sett personen sist på ventelisten"), Help: p.T("Plassen på den gamle datoen går til den neste.")},
		{Value: string(registration.OverbookWhenFull), Label: p.T("Gi plass selv om det er fullt"), Help: p.T("Det står i loggen at du gjorde det.")},
	}
}

// Move takes somebody to another date.
func (h *Handler) Move(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, func(f *form.Form, d roster.Desk, id int64) (string, error) {
		if f.ID("til") == 0 {
			return "", fault.Fields{{Name: "til", Msg: i18n.Mark("Velg datoen personen skal flyttes til.")}}.Err()
		}
		e := page.From(r)
		if err := h.portal.Registrations.Move(r.Context(), e.Actor, id, f.ID("til"), whenFull(f.Raw("fullt"))); err != nil {
			return "", err
		}
		told, err := h.told(r, d, id)
		return e.T("Personen er flyttet.") + " " + told, err
	})
}

// others are the dates that somebody can be moved to, with their places.
func (h *Handler) others(r *http.Request, d roster.Desk, p roster.Person) ([]ui.Option, error) {
	e := page.From(r)
	slots, err := h.portal.SignupForms.Slots(r.Context(), e.Actor, d.ActivityID, e.Now, 50)
	var out []ui.Option
	for _, s := range slots {
		if s.OccurrenceID == p.OccurrenceID || s.Cancelled {
			continue
		}
		label := e.Lang.When(s.StartsAt, s.EndsAt, p.AllDay, e.Now)
		switch free, limited := s.Free(); {
		case !limited:
		case free == 0:
			label += " – " + e.T("fullt")
		default:
			label += " – " + e.Lang.N("én ledig plass", "%d ledige plasser", free)
		}
		out = append(out, ui.Option{Value: ui.Itoa(s.OccurrenceID), Label: label})
	}
	return out, err
}
