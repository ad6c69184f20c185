// A message to all of a list, or to those chosen.

package participants

import (
	"net/http"
	"slices"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// messageView is a message to all of a list, or to those chosen.
type messageView struct {
	Page    ui.Page
	F       page.FormView
	Crumbs  []ui.Crumb
	Desk    roster.Desk
	Date    string
	Chosen  []receiver // nil: all
	People  int        // who get it
	Without int        // who have no e-mail
	Hidden  [][2]string
	Action  string
	BackURL string
}

type receiver struct {
	Name string
}

// Message is the page where a message is written.
func (h *Handler) Message(w http.ResponseWriter, r *http.Request) error {
	q := form.Query(r)
	if q.Raw("til") == "valgte" && len(q.IDs("id")) == 0 {
		q.Errs.Add("id", i18n.Mark("Kryss av for minst én person."))
		return h.list(w, r, q, q)
	}
	d, err := h.stored(r)
	if err != nil {
		return err
	}
	return h.showMessage(w, r, d, q)
}

func (h *Handler) showMessage(w http.ResponseWriter, r *http.Request, d roster.Desk, f *form.Form) error {
	e := page.From(r)
	_, chosen, err := h.dates(r, d, f)
	if err != nil {
		return err
	}
	list, err := h.portal.Rosters.List(r.Context(), e.Actor, roster.ListParams{ActivityID: d.ActivityID, OccurrenceID: chosen.ID, Limit: roster.MaxListed})
	if err != nil {
		return err
	}
	v := messageView{F: e.Form(f), Desk: d, Date: chosen.Text, Action: e.URL(Path(e, d.ActivityID, "/melding")), BackURL: e.URL(At(e, d.ActivityID, chosen.ID, ""))}
	if d.Form.Scope == signupform.WholeSeries {
		v.Date = e.T("Hele serien")
	}
	v.Page = NewPage(r, e.T("Send melding"), v.F)
	v.Crumbs = Crumbs(v.Page, e, d, v.Page.Title)
	v.Hidden = append(v.Hidden, [2]string{"dato", ui.Itoa(chosen.ID)})
	v.receivers(list.Rows, f.IDs("id"))
	return page.RenderStatus(w, r, v.F.Status(), messagePage(v))
}

func (v *messageView) receivers(rows []registration.Registration, ids []int64) {
	all := []registration.Status{registration.Confirmed, registration.Waiting, registration.Offered}
	for _, r := range rows {
		picked := slices.Contains(ids, r.ID)
		if len(ids) > 0 && !picked || len(ids) == 0 && !slices.Contains(all, r.Status) {
			continue
		}
		if picked {
			v.Chosen = append(v.Chosen, receiver{Name: r.Name})
			v.Hidden = append(v.Hidden, [2]string{"id", ui.Itoa(r.ID)})
		}
		if r.Email == "" || r.Status == registration.Unconfirmed {
			v.Without++
		} else {
			v.People++
		}
	}
}

// Send sends the message.
func (h *Handler) Send(w http.ResponseWriter, r *http.Request) error {
	f, d, err := h.read(w, r)
	if err != nil {
		return err
	}
	e := page.From(r)
	n, err := h.portal.Rosters.MessageTo(r.Context(), e.Actor, d.ActivityID, slotDate(d, date{ID: f.ID("dato")}), f.IDs("id"), f.Raw("emne"), f.Raw("melding"))
	if err != nil {
		if f.Merge(err) {
			return h.showMessage(w, r, d, f)
		}
		return err
	}
	return page.Redirect(w, r, At(e, d.ActivityID, f.ID("dato"), ""), e.Lang.N("Meldingen går til én person.", "Meldingen går til %d personer.", n))
}
