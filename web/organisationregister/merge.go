// Two records that are the same organisation.

package organisationregister

import (
	"net/http"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/organisation/orglist"
	"frivilligsentral/web/form"
	"frivilligsentral/web/organisations"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

type mergeView struct {
	ID      int64
	Name    string
	OrgNr   string
	Into    []ui.Option
	Suggest []ui.Option // those with a like name
	Form    page.FormView
}

// MergeForm asks which organisation this is the same as.
func (h *Handler) MergeForm(w http.ResponseWriter, r *http.Request) error {
	return h.merge(w, r, http.StatusOK, nil)
}

func (h *Handler) merge(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	o, err := h.portal.Organisations.Get(r.Context(), e.Actor, id)
	if err != nil {
		return err
	}
	all, err := h.portal.Organisations.PublicChoices(r.Context(), e.Site.ID)
	if err != nil {
		return err
	}
	v := mergeView{ID: id, Name: o.Name, OrgNr: i18n.OrgNr(o.OrgNr), Form: e.Form(f)}
	for _, c := range all {
		if c.ID != id {
			v.Into = append(v.Into, ui.Option{Value: ui.Itoa(c.ID), Label: c.Name})
		}
	}
	alike, err := h.portal.OrgLists.PublicList(r.Context(), orglist.ListParams{MunicipalityID: e.Site.ID, Words: o.Name, Limit: 5})
	if err != nil {
		return err
	}
	for _, c := range alike.Cards {
		if c.ID != id {
			v.Suggest = append(v.Suggest, ui.Option{Value: ui.Itoa(c.ID), Label: c.Name})
		}
	}
	p := e.Page(r, e.T("Slå sammen %s med et annet lag", o.Name))
	p.Active, p.HasErrors = "organisasjoner", v.Form.Failed()
	return page.RenderStatus(w, r, status, mergePage(p, v))
}

// Unmerge makes two registrations of one again.
func (h *Handler) Unmerge(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	from, err := h.portal.OrgLife.Unmerge(r.Context(), e.Actor, f.ID("sammenslaing"))
	if err != nil {
		return err
	}
	return page.Redirect(w, r, organisations.StaffPath(from, ""), e.T("De to er to lag igjen."))
}

// Merge makes two registrations one.
func (h *Handler) Merge(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	into := f.ID("inn_i")
	f.Errs.Check(into != 0, "inn_i", i18n.Mark("Velg laget som skal bli stående."))
	if len(f.Errs) == 0 {
		err := h.portal.OrgLife.Merge(r.Context(), e.Actor, id, into)
		if err == nil {
			return page.Redirect(w, r, organisations.StaffPath(into, ""), e.T("Lagene er slått sammen. Gamle lenker leder hit."))
		}
		if !f.Merge(err) {
			return err
		}
	}
	return h.merge(w, r, http.StatusUnprocessableEntity, f)
}
