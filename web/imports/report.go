// What became of each row, as a file.

package imports

import (
	"iter"
	"net/http"
	"strconv"
	"strings"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/imports"
	"frivilligsentral/internal/tabular"
	"frivilligsentral/web/page"
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
	return sendCSV(w, "import-"+ui.Itoa(id)+".csv", header, func(yield func([]string) bool) {
		for _, row := range all.Rows {
			if !yield([]string{strconv.Itoa(row.Number), e.T(outcomeTexts[row.Outcome].one), row.Label, e.T(row.Message), changesText(e, row.Changes)}) {
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
	attach(w, "text/csv; charset=utf-8", name)
	if err := tabular.WriteCSV(w, header, rows); err != nil {
		return fault.Down(err)
	}
	return nil
}

func attach(w http.ResponseWriter, contentType, name string) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
}
