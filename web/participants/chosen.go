// One action for several people on the list.

package participants

import (
	"context"
	"net/http"
	"path"
	"slices"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/web/page"
	"frivilligsentral/web/tables"
)

// forChosen is what can be done with those who are ticked, beside writing to them.
type forChosen struct {
	action, label, explain, button string
	fits                           func(registration.Registration) bool
	refusal                        string // of whom it does not fit
	question, done                 func(l i18n.Lang, n int) string
	do                             func(h *Handler, ctx context.Context, e *page.Env, id int64) error
}

var chosenActions = []forChosen{
	{
		action: "/valgte/bekreft", label: i18n.Mark("Bekreft de valgte"),
		fits: func(r registration.Registration) bool { return r.Status == registration.Unconfirmed }, refusal: i18n.Mark("Påmeldingen trenger ikke å bekreftes."),
		question: func(l i18n.Lang, n int) string {
			return l.N("Vil du bekrefte for én person?", "Vil du bekrefte for %d?", n)
		},
		explain: i18n.Mark("Gjør det når du vet at opplysningene er ekte. De som har e-post, får beskjed."), button: i18n.Mark("Ja, bekreft"),
		done: func(l i18n.Lang, n int) string {
			return l.N("Én påmelding er bekreftet.", "%d påmeldinger er bekreftet.", n)
		},
		do: func(h *Handler, ctx context.Context, e *page.Env, id int64) error {
			return h.portal.Registrations.ConfirmFor(ctx, e.Actor, id)
		},
	},
	{
		action: "/valgte/plass", label: i18n.Mark("Gi plass til de valgte"),
		fits: func(r registration.Registration) bool { return r.Status == registration.Waiting }, refusal: i18n.Mark("Personen står ikke på ventelisten."),
		question: func(l i18n.Lang, n int) string {
			return l.N("Vil du gi plass til én fra ventelisten?", "Vil du gi plass til %d fra ventelisten?", n)
		},
		explain: i18n.Mark("De får plass i den rekkefølgen de står, så lenge det er ledig. De som har e-post, får beskjed. Ring resten."), button: i18n.Mark("Ja, gi plass"),
		done: func(l i18n.Lang, n int) string { return l.N("Én har fått plass.", "%d har fått plass.", n) },
		do: func(h *Handler, ctx context.Context, e *page.Env, id int64) error {
			if err := h.portal.Registrations.LetIn(ctx, e.Actor, id, false); !fault.Is(err, fault.Conflict) {
				return err
			}
			return fault.Clash(i18n.Mark("Det er fullt. På siden til personen kan du gi plass likevel."))
		},
	},
	{
		action: "/valgte/fjern", label: i18n.Mark("Ta de valgte av listen"),
		fits: registration.Registration.Active, refusal: i18n.Mark("Personen står ikke på listen lenger."),
		question: func(l i18n.Lang, n int) string { return l.N("Vil du ta én av listen?", "Vil du ta %d av listen?", n) },
		explain:  i18n.Mark("De som har e-post, får beskjed om at plassen er borte. Ring resten. Plassene går til de neste på ventelisten."), button: i18n.Mark("Ja, ta av listen"),
		done: func(l i18n.Lang, n int) string { return l.N("Én er tatt av listen.", "%d er tatt av listen.", n) },
		do: func(h *Handler, ctx context.Context, e *page.Env, id int64) error {
			return h.portal.Registrations.Remove(ctx, e.Actor, id, false)
		},
	},
}

// choicesFor are the actions that fit somebody who is shown.
func (v listView) choicesFor() (all []forChosen) {
	for _, c := range chosenActions {
		if slices.ContainsFunc(v.Rows, func(r row) bool { return c.fits(r.Registration) }) {
			all = append(all, c)
		}
	}
	return all
}

// bulk is an action for those who are ticked on the list of the desk.
func (h *Handler) bulk(e *page.Env, d roster.Desk, c forChosen) tables.Bulk {
	fit := map[int64]bool{}
	return tables.Bulk{
		Table: h.table(e, d), Active: "aktiviteter", Action: c.action, None: i18n.Mark("Kryss av for minst én person."),
		Question: c.question, Explain: c.explain, Button: c.button, Done: c.done,
		Read: func(ctx context.Context, ids []int64) (out []tables.Chosen, err error) {
			rows, err := h.portal.Rosters.Chosen(ctx, e.Actor, d.ActivityID, ids)
			for _, p := range rows {
				fit[p.ID] = c.fits(registration.Registration{Status: p.Status, Holds: p.Holds})
				out = append(out, tables.Chosen{ID: p.ID, Name: p.Name, Note: e.T(p.Status.Name())})
			}
			return out, err
		},
		Do: func(ctx context.Context, row tables.Chosen) error {
			if !fit[row.ID] {
				return fault.Clash(c.refusal)
			}
			return c.do(h, ctx, e, row.ID)
		},
	}
}

// AskChosen asks before something is done with those who are ticked.
func (h *Handler) AskChosen(w http.ResponseWriter, r *http.Request) error {
	return h.onChosen(w, r, tables.Bulk.Ask)
}

// DoChosen does it, one by one, and says whom it was refused for and why.
func (h *Handler) DoChosen(w http.ResponseWriter, r *http.Request) error {
	return h.onChosen(w, r, tables.Bulk.Act)
}

func (h *Handler) onChosen(w http.ResponseWriter, r *http.Request, do func(tables.Bulk, http.ResponseWriter, *http.Request) error) error {
	d, err := h.stored(r)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(chosenActions, func(c forChosen) bool { return c.action == "/valgte/"+path.Base(r.URL.Path) })
	if i < 0 {
		return fault.Missing(i18n.Mark("Vi finner ikke det du leter etter."))
	}
	return do(h.bulk(page.From(r), d, chosenActions[i]), w, r)
}
