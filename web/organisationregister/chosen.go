// The register's saved searches, and confirming or approving many at once.

package organisationregister

import (
	"context"
	"net/http"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/organisations"
	"frivilligsentral/web/page"
	"frivilligsentral/web/tables"
	"frivilligsentral/web/ui"
)

func (h *Handler) staffTable() tables.Table {
	return tables.Table{
		DB: h.portal.Pool, Path: organisations.TablePath, Names: append(Filters.Names(), tables.SortField), Show: h.table,
		Columns: []ui.Option{{Value: "nummer", Label: i18n.Mark("Nummer")}, {Value: "status", Label: i18n.Mark("Status")}, {Value: "kontakt", Label: i18n.Mark("Kontakt")}, {Value: "epost", Label: i18n.Mark("E-post")}, {Value: "innlogging", Label: i18n.Mark("Kan logge inn")}, {Value: "bekreftet", Label: i18n.Mark("Bekreftet")}, {Value: "registrert", Label: i18n.Mark("Registrert")}},
	}
}

// SaveView keeps the search shown under a name.
func (h *Handler) SaveView(w http.ResponseWriter, r *http.Request) error {
	return h.staffTable().SaveView(w, r)
}

// SaveLayout keeps which columns are shown, and how high the rows are.
func (h *Handler) SaveLayout(w http.ResponseWriter, r *http.Request) error {
	return h.staffTable().SaveLayout(w, r)
}

// DeleteView forgets a saved search.
func (h *Handler) DeleteView(w http.ResponseWriter, r *http.Request) error {
	return h.staffTable().DeleteView(w, r)
}

// bulk is what the actions on several organisations have in common.
func (h *Handler) bulk(e *page.Env) tables.Bulk {
	return tables.Bulk{
		Table: h.staffTable(), Active: "organisasjoner", None: i18n.Mark("Kryss av for minst én organisasjon."),
		Read: func(ctx context.Context, ids []int64) ([]tables.Chosen, error) {
			rows, err := h.portal.OrgLists.Chosen(ctx, e.Actor, ids)
			var out []tables.Chosen
			for _, r := range rows {
				c := tables.Chosen{ID: r.ID, Name: r.Name, Note: rowTags(e, r)[0].Text}
				if r.Contested() {
					c.Note = contested(e)
				}
				out = append(out, c)
			}
			return out, err
		},
	}
}

func (h *Handler) confirmChosen(e *page.Env) tables.Bulk {
	b := h.bulk(e)
	b.Action, b.Button = "/bekreft", i18n.Mark("Ja, bekreft")
	b.Explain = i18n.Mark("Det betyr at dere vet at opplysningene fortsatt stemmer.")
	b.Question = func(l i18n.Lang, n int) string {
		return l.N("Vil du bekrefte opplysningene om én organisasjon?", "Vil du bekrefte opplysningene om %d organisasjoner?", n)
	}
	b.Done = func(l i18n.Lang, n int) string {
		return l.N("Én organisasjon er bekreftet.", "%d organisasjoner er bekreftet.", n)
	}
	b.Do = func(ctx context.Context, c tables.Chosen) error {
		return h.portal.Organisations.Confirm(ctx, e.Actor, c.ID)
	}
	return b
}

func (h *Handler) approveChosen(e *page.Env) tables.Bulk {
	b := h.bulk(e)
	b.Action, b.Button = "/godkjenn", i18n.Mark("Ja, godkjenn")
	b.Explain = i18n.Mark("De blir synlige for innbyggerne, og de som har søkt, får e-post med innlogging.")
	b.Question = func(l i18n.Lang, n int) string {
		return l.N("Vil du godkjenne én organisasjon?", "Vil du godkjenne %d organisasjoner?", n)
	}
	b.Done = func(l i18n.Lang, n int) string {
		return l.N("Én organisasjon er godkjent.", "%d organisasjoner er godkjent.", n)
	}
	b.Do = func(ctx context.Context, c tables.Chosen) error {
		return h.portal.OrgLife.ApproveListed(ctx, e.Actor, c.ID)
	}
	return b
}

// AskConfirmChosen asks whether to confirm those that were ticked.
func (h *Handler) AskConfirmChosen(w http.ResponseWriter, r *http.Request) error {
	return h.confirmChosen(page.From(r)).Ask(w, r)
}

// ConfirmChosen says that their details are right.
func (h *Handler) ConfirmChosen(w http.ResponseWriter, r *http.Request) error {
	return h.confirmChosen(page.From(r)).Act(w, r)
}

// AskApproveChosen asks whether to approve those that were ticked.
func (h *Handler) AskApproveChosen(w http.ResponseWriter, r *http.Request) error {
	return h.approveChosen(page.From(r)).Ask(w, r)
}

// ApproveChosen approves them, each by itself.
func (h *Handler) ApproveChosen(w http.ResponseWriter, r *http.Request) error {
	return h.approveChosen(page.From(r)).Act(w, r)
}
