// Package tables is what the municipality's long tables have in common: columns
// that sort, searches kept under a name, and one action for several rows, asked
// about first and answered row by row. All of it works without script.
package tables

import (
	"net/url"
	"slices"
	"strings"

	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// SortField names the order in an address.
const SortField = "sorter"

// Column is one that sorts: the order's name and the heading.
type Column struct{ Name, Label string }

// Headers are the headings of the columns that sort, by the order's name. q is the
// address without the place in the list; a second click turns the order around,
// and the usual order needs no word in the address.
func Headers(e *page.Env, path, now, usual string, q url.Values, columns ...Column) map[string]ui.SortArgs {
	out := map[string]ui.SortArgs{}
	for _, c := range columns {
		to, dir := c.Name, ""
		switch now {
		case c.Name:
			to, dir = "-"+c.Name, "asc"
		case "-" + c.Name:
			dir = "desc"
		}
		address := page.Without(q, SortField)
		if to != usual {
			address.Set(SortField, to)
		}
		out[c.Name] = ui.SortArgs{Label: c.Label, URL: e.URL(page.WithQuery(path, address)), Dir: dir}
	}
	return out
}

// Back reads the search of a table out of a form, and nothing but the names that
// the table knows: it becomes part of an address.
func Back(s string, names []string) url.Values {
	out := url.Values{}
	all, err := url.ParseQuery(strings.TrimPrefix(form.Clean(s), "?"))
	if err != nil {
		return out
	}
	for _, name := range names {
		for _, v := range all[name] {
			if v != "" {
				out.Add(name, v)
			}
		}
	}
	return out
}

// Tag is something that is so of a row, in one or two words.
type Tag struct{ Kind, Text string }

// gravestFirst puts what needs somebody soonest before the rest.
func gravestFirst(tags []Tag) []Tag {
	return slices.SortedStableFunc(slices.Values(tags), func(a, b Tag) int { return gravity[b.Kind] - gravity[a.Kind] })
}

var gravity = map[string]int{"danger": 3, "warning": 2, "info": 1}

// others are all but the first, for whoever asks.
func others(tags []Tag) string {
	var all []string
	for _, t := range tags[1:] {
		all = append(all, t.Text)
	}
	return strings.Join(all, ", ")
}

// RowID is the id of a row's check box. The first has the one that the error summary points to.
func RowID(i int, id int64) string {
	if i == 0 {
		return "id"
	}
	return "id-" + ui.Itoa(id)
}
