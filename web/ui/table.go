// What tables and their headings are made from.

package ui

import (
	"github.com/a-h/templ"
)

// TableArgs describes a table in its scroll region.
type TableArgs struct {
	// ID is unique on the page; "tabell" when empty.
	ID string
	// Caption is the table's name; HideCaption keeps it for screen readers.
	Caption     string
	HideCaption bool
	// Dense uses less space, for staff lists.
	Dense bool
	// Compact rows are as low as they can be.
	Compact bool
	// Long tables are lived in: on a wide screen the headings stay in view.
	Long bool
	// Stacked makes each row a block of its own on a phone, so that nothing lies beside
	// the screen; for tables whose cells say by themselves what they are.
	Stacked bool
}

// SortArgs describes a column heading that sorts.
type SortArgs struct {
	Label, URL string
	// Dir is "asc" or "desc" when the table is sorted by this column, else "".
	Dir string
}

func (t TableArgs) id() string {
	if t.ID == "" {
		return "tabell"
	}
	return t.ID
}

func (s SortArgs) ariaSort() string {
	return map[string]string{"asc": "ascending", "desc": "descending"}[s.Dir]
}

func ariaSort(s SortArgs) templ.OrderedAttributes {
	if s.ariaSort() == "" {
		return nil
	}
	return templ.OrderedAttributes{{Key: "aria-sort", Value: s.ariaSort()}}
}

func (s SortArgs) icon() string {
	switch s.Dir {
	case "asc":
		return "sort-asc"
	case "desc":
		return "sort-desc"
	}
	return "sort"
}

func (s SortArgs) words(p Page) string {
	switch s.Dir {
	case "asc":
		return p.T(", sortert stigende. Sorter synkende")
	case "desc":
		return p.T(", sortert synkende. Sorter stigende")
	}
	return p.T(", sorter")
}
