// Taking many off a list at once who have not confirmed.

package participants

import (
	"net/http"
	"slices"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

type unprovedView struct {
	Page    ui.Page
	Crumbs  []ui.Crumb
	Names   []string
	Confirm ui.ConfirmArgs
}

// unprovedAtOnce is what one page takes; see form.IDs.
const unprovedAtOnce = 200

// AskUnproved asks before those chosen are taken off the list, or all of the date
// where none is chosen. Whoever has confirmed is not among them.
func (h *Handler) AskUnproved(w http.ResponseWriter, r *http.Request) error {
	d, err := h.stored(r)
	if err != nil {
		return err
	}
	e, q := page.From(r), form.Query(r)
	_, chosen, err := h.dates(r, d, q)
	if err != nil {
		return err
	}
	list, err := h.portal.Rosters.List(r.Context(), e.Actor, roster.ListParams{
		ActivityID: d.ActivityID, OccurrenceID: chosen.ID, Statuses: []registration.Status{registration.Unconfirmed}, Limit: roster.MaxListed,
	})
	if err != nil {
		return err
	}
	ids := q.IDs("id")
	v := unprovedView{Confirm: ui.ConfirmArgs{
		Action: e.URL(Path(e, d.ActivityID, "/ubekreftet")), CancelURL: e.URL(At(e, d.ActivityID, chosen.ID, "")), Danger: true, Hidden: [][2]string{{"dato", ui.Itoa(chosen.ID)}},
	}}
	for _, x := range list.Rows {
		if x.Unproved() && (len(ids) == 0 || slices.Contains(ids, x.ID)) && len(v.Names) < unprovedAtOnce {
			v.Names = append(v.Names, x.Name)
			v.Confirm.Hidden = append(v.Confirm.Hidden, [2]string{"id", ui.Itoa(x.ID)})
		}
	}
	if len(v.Names) == 0 {
		return page.Redirect(w, r, At(e, d.ActivityID, chosen.ID, ""), e.T("Ingen av dem er ubekreftet."))
	}
	v.Page = NewPage(r, e.Lang.N("Vil du ta én ubekreftet påmelding av listen?", "Vil du ta %d ubekreftede påmeldinger av listen?", len(v.Names)), e.Form(nil))
	v.Crumbs = Crumbs(v.Page, e, d, e.T("Ikke bekreftet"))
	v.Confirm.Title, v.Confirm.Button = v.Page.Title, e.T("Ta av listen")
	v.Confirm.Text = e.T("De får ikke beskjed, for vi vet ikke om opplysningene er ekte. Plassene går til de neste.")
	return page.Render(w, r, unprovedPage(v))
}

// RemoveUnproved takes them off the list.
func (h *Handler) RemoveUnproved(w http.ResponseWriter, r *http.Request) error {
	f, d, err := h.read(w, r)
	if err != nil {
		return err
	}
	ids := f.IDs("id")
	if len(ids) == 0 {
		f.Errs.Add("id", i18n.Mark("Kryss av for minst én person."))
		return h.list(w, r, f, f)
	}
	e := page.From(r)
	n, err := h.portal.Registrations.RemoveUnproved(r.Context(), e.Actor, d.ActivityID, ids)
	if err != nil {
		return err
	}
	return page.Redirect(w, r, At(e, d.ActivityID, f.ID("dato"), ""), e.Lang.N("Én er tatt av listen.", "%d er tatt av listen.", n))
}

// unproved counts those shown whom nobody has answered for.
func (v listView) unproved() int {
	n := 0
	for _, r := range v.Rows {
		if r.Unproved() {
			n++
		}
	}
	return n
}
