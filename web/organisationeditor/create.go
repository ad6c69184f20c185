// A new organisation that staff know.

package organisationeditor

import (
	"net/http"
	"net/url"

	"frivilligsentral/internal/organisation"
	"frivilligsentral/web/form"
	"frivilligsentral/web/organisations"
	"frivilligsentral/web/page"
)

func newEditor() editor {
	return editor{action: organisations.TablePath + "/ny", back: organisations.TablePath}
}

// New is the form for an organisation that staff know.
func (h *Handler) New(w http.ResponseWriter, r *http.Request) error {
	f := &form.Form{Values: url.Values{"sprak": {"nb"}, "type": {string(organisation.Association)}}}
	return h.editForm(w, r, http.StatusOK, newEditor(), organisation.View{}, f, nil)
}

// Create stores it, approved.
func (h *Handler) Create(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	d := readDraft(f, true)
	f.Also(rules(e, f, organisation.View{}, d))
	if len(f.Errs) == 0 {
		id, err := h.portal.Organisations.Create(r.Context(), e.Actor, d)
		if err == nil {
			return page.Redirect(w, r, organisations.StaffPath(id, ""), e.T("Organisasjonen er lagt inn."))
		}
		if !f.Merge(err) {
			return err
		}
	}
	return h.editForm(w, r, http.StatusUnprocessableEntity, newEditor(), organisation.View{}, f, nil)
}
