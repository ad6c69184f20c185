// Two records of one contact person made one, and two again.

package contacts

import (
	"net/http"
	"strconv"
	"time"

	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

type mergeView struct {
	F         page.FormView
	C         contact.Listed
	Other     contact.Listed // ID 0: not chosen yet
	Choices   []ui.Option
	Rows      []difference // Stored is C's, Typed is Other's
	Suggested int64        // the one with the more recent confirmation
}

// AskMerge lets one choose the other record, and then shows both.
func (h *Handler) AskMerge(w http.ResponseWriter, r *http.Request) error {
	c, err := h.current(r)
	if err != nil {
		return err
	}
	return h.mergeForm(w, r, http.StatusOK, c, form.Query(r))
}

func (h *Handler) mergeForm(w http.ResponseWriter, r *http.Request, status int, c contact.Listed, f *form.Form) error {
	e := page.From(r)
	v := mergeView{F: e.Form(f), C: c, Suggested: c.ID}
	var err error
	if v.Choices, err = h.personOptions(r, c.ID, true); err != nil {
		return err
	}
	if id := f.ID("med"); id != 0 && id != c.ID {
		if v.Other, err = h.portal.Contacts.Show(r.Context(), e.Actor, id); err != nil {
			return err
		}
		if v.Rows, err = h.differences(r, c.Contact, v.Other.Contact); err != nil {
			return err
		}
		if later(v.Other.ConfirmedAt, c.ConfirmedAt) {
			v.Suggested = id
		}
	}
	p := e.Page(r, e.T("Slå sammen %s med en annen", c.Name))
	p.Active, p.HasErrors = "kontakter", v.F.Failed()
	return page.RenderStatus(w, r, status, mergePage(p, v))
}

func later(a, b *time.Time) bool { return a != nil && (b == nil || a.After(*b)) }

// Merge makes the two records one; the one named "behold" stays.
func (h *Handler) Merge(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	c, err := h.current(r)
	if err != nil {
		return err
	}
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	other, keep := f.ID("med"), f.ID("behold")
	f.Errs.Check(other != 0, "med", i18n.Mark("Velg hvem kontakten skal slås sammen med."))
	f.Errs.Check(other == 0 || keep == c.ID || keep == other, "behold", i18n.Mark("Velg hvilken av de to som skal beholdes."))
	from, into := other, c.ID
	if keep == other {
		from, into = c.ID, other
	}
	if f.Err() == nil {
		err = h.portal.Contacts.Merge(r.Context(), e.Actor, from, into)
	}
	if f.Merge(err) || f.Err() != nil {
		return h.mergeForm(w, r, http.StatusUnprocessableEntity, c, f)
	}
	if err != nil {
		return err
	}
	return page.Redirect(w, r, StaffPath(into, ""), e.T("De to er slått sammen til én."))
}

// Unmerge makes two of one again.
func (h *Handler) Unmerge(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	from, err := h.portal.Contacts.Unmerge(r.Context(), e.Actor, f.ID("sammenslaing"))
	if err != nil {
		return err
	}
	return page.Redirect(w, r, StaffPath(from, ""), e.T("De to er to kontakter igjen."))
}

func chosen(v mergeView) string {
	if s := v.F.Value("behold"); s != "" {
		return s
	}
	return strconv.FormatInt(v.Suggested, 10)
}
