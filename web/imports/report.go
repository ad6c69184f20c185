// What became of each row, as a file.

package imports

import (
	"iter"
	"net/http"
	"strings"

	"frivilligsentral/internal/imports"
	"frivilligsentral/internal/tabular"
	"frivilligsentral/web/page"
	"frivilligsentral/web/tables"
	"frivilligsentral/web/ui"
)

const reportLimit = 25000 // more than any file has rows

// Report is a batch's rows as a CSV file.
func (h *Handler) Report(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	all, err := h.portal.Imports.Rows(r.Context(), e.Actor, id, imports.RowParams{Limit: reportLimit})
	if err != nil {
		return err
	}
	header := []string{e.T("Rad"), e.T("Hva som skjer"), e.T("Hva det gjelder"), e.T("Merknad"), e.T("Endringer")}
	return sendCSV(w, "import-"+ui.Itoa(id), header, func(yield func([]tabular.Cell) bool) {
		for _, row := range all.Rows {
			text := tabular.Text
			if !yield([]tabular.Cell{
				tabular.Number(row.Number), text(e.T(outcomeTexts[row.Outcome].one)), text(row.Label),
				text(strings.ReplaceAll(row.Message(e.Lang), "\n", " ")), text(changesText(e, row.Changes)),
			}) {
				return
			}
		}
	})
}

func changesText(e *page.Env, changes []imports.Change) string {
	var parts []string
	for _, c := range changes {
		c = c.In(e.Lang)
		parts = append(parts, c.Field+": "+c.Old+" → "+c.New)
	}
	return strings.Join(parts, "; ")
}

func sendCSV(w http.ResponseWriter, name string, header []string, rows iter.Seq[[]tabular.Cell]) error {
	return tables.CSV.Send(w, tables.Export{Name: name, Header: header, Rows: rows})
}
