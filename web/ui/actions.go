// What buttons and action links are made from.

package ui

import (
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"
)

func (c ConfirmArgs) color() string {
	if c.Danger {
		return "danger"
	}
	return ""
}

func (c ConfirmArgs) cancelText(p Page) string {
	if c.CancelText != "" {
		return c.CancelText
	}
	return p.T("Avbryt")
}

func (s SearchArgs) button(p Page) string {
	if s.Button != "" {
		return s.Button
	}
	return p.T("Søk")
}

func (s SearchArgs) suggest() templ.OrderedAttributes {
	if s.SuggestURL == "" {
		return nil
	}
	return templ.OrderedAttributes{
		{Key: "list", Value: s.id() + "-forslag"},
		{Key: "data-suggest", Value: s.SuggestURL},
	}
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

func langAttr(code string) templ.OrderedAttributes {
	if code == "" {
		return nil
	}
	return templ.OrderedAttributes{{Key: "lang", Value: code}}
}

func stepClass(n, current int) string {
	switch {
	case n < current:
		return "steps__step steps__step--done"
	case n == current:
		return "steps__step steps__step--now"
	}
	return "steps__step"
}

// initials are the first letters of the first and last name.
func initials(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return ""
	}
	first, _ := utf8.DecodeRuneInString(words[0])
	if len(words) == 1 {
		return string(first)
	}
	last, _ := utf8.DecodeRuneInString(words[len(words)-1])
	return string(first) + string(last)
}
