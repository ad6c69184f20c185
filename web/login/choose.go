// Which organisation to act for.

package login

import (
	"net/http"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

type chooseView struct {
	Page          ui.Page
	Action        string
	Organisations []account.Organisation
	Current       int64
}

// Choose asks which organisation to act for, when there are several.
func (h *Handler) Choose(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	list, err := h.portal.Accounts.Organisations(r.Context(), e.Actor)
	if err != nil {
		return err
	}
	v := chooseView{
		Page: e.Page(r, e.T("Hvem vil du gjøre noe for?")), Organisations: list, Current: e.Actor.OrganisationID,
		Action: e.URL(WithNext("/lag/velg", form.Query(r).Raw("neste"))),
	}
	return page.Render(w, r, choosePage(v))
}

// Chosen acts for the chosen organisation from now on; one that is not the
// person's own does not exist for her.
func (h *Handler) Chosen(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	list, err := h.portal.Accounts.Organisations(r.Context(), e.Actor)
	if err != nil {
		return err
	}
	id := f.ID("lag")
	for _, o := range list {
		if o.ID == id {
			if err := e.Session.ChooseOrganisation(r.Context(), id); err != nil {
				return err
			}
			return page.Redirect(w, r, SafeNext(e.Door, form.Query(r).Raw("neste")))
		}
	}
	return fault.Missing(i18n.Mark("Vi finner ikke det du leter etter."))
}
