// What became of each row, as a file.

package imports

import (
	"iter"
	"net/http"
	"strconv"
	"strings"

	"frivilligsentral/internal/imports"
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
	header := []string{e.T("Rad"), e.T("Hva skjer"), e.T("Hva det gjelder"), e.T("Merknad"), e.T("Endringer")}
	return sendCSV(w, "import-"+ui.Itoa(id), header, func(yield func([]string) bool) {
		for _, row := range all.Rows {
			if !yield([]string{strconv.Itoa(row.Number), e.T(outcomeTexts[row.Outcome].one), row.Label, strings.ReplaceAll(row.Message(e.Lang), "\n", " "), changesText(e, row.Changes)}) {
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

func sendCSV(w http.ResponseWriter, name string, header []string, rows iter.Seq[[]string]) error {
	return tables.CSV.Send(w, tables.Export{Name: name, Header: header, Rows: rows})
}
