// Approving several activities at once.

package activitytables

import (
	"context"
	"net/http"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/page"
	"frivilligsentral/web/tables"
)

// bulk is what the actions on several activities have in common.
func (h *Handler) bulk(e *page.Env) tables.Bulk {
	return tables.Bulk{
		Table: h.staffTable(), Active: "aktiviteter", None: i18n.Mark("Kryss av for minst én aktivitet."),
		Read: func(ctx context.Context, ids []int64) ([]tables.Chosen, error) {
			rows, err := h.portal.ActivityLists.Chosen(ctx, e.Actor, ids)
			var out []tables.Chosen
			for _, r := range rows {
				out = append(out, tables.Chosen{ID: r.ID, Name: r.Title, Note: r.OrganisationName + ", " + e.T(r.Status.Name()), Version: r.Version})
			}
			return out, err
		},
	}
}

func (h *Handler) approveChosen(e *page.Env) tables.Bulk {
	b := h.bulk(e)
	b.Action, b.Button, b.Explain = "/godkjenn", i18n.Mark("Ja, godkjenn"), i18n.Mark("De blir synlige for innbyggerne, og lagene får e-post.")
	b.Question = func(l i18n.Lang, n int) string {
		return l.N("Vil du godkjenne én aktivitet?", "Vil du godkjenne %d aktiviteter?", n)
	}
	b.Done = func(l i18n.Lang, n int) string {
		return l.N("Én aktivitet er publisert. Laget får e-post.", "%d aktiviteter er publisert. Lagene får e-post.", n)
	}
	b.Do = func(ctx context.Context, c tables.Chosen) error {
		return h.portal.Activities.Approve(ctx, e.Actor, c.ID, c.Version)
	}
	return b
}

// AskApproveChosen asks whether to approve those that were ticked.
func (h *Handler) AskApproveChosen(w http.ResponseWriter, r *http.Request) error {
	return h.approveChosen(page.From(r)).Ask(w, r)
}

// ApproveChosen approves them, each by itself.
func (h *Handler) ApproveChosen(w http.ResponseWriter, r *http.Request) error {
	return h.approveChosen(page.From(r)).Act(w, r)
}
