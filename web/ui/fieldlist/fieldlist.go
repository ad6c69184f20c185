// Package fieldlist knows the fields of a page from rendering it: what each is
// called, what it belongs to and in which order they stand. The error summary is
// written from it, so that its lines say what the page says.
package fieldlist

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"
)

// Field is one field as the page shows it.
type Field struct {
	ID     string // what a link leads to
	Name   string // what an error calls it
	Label  string
	Whose  string // said instead of the label in the summary
	Failed bool   // its error stands beside it
	legend string // of the nearest fieldset around
	set    bool   // it is a fieldset itself
}

// List is the fields so far. A nil list takes none.
type List struct {
	fields  []Field
	legends []string
	asked   [][]Error
}

// Error is what is wrong with a field: its name, and what to do. As a line of the
// summary it has the id to link to, "" for none, and the words in full.
type Error struct {
	ID, Text string
}

type key struct{}

// With gives a context in which fields are listed.
func With(ctx context.Context) (context.Context, *List) {
	l := &List{}
	return context.WithValue(ctx, key{}, l), l
}

// From is the list of a context, nil when there is none.
func From(ctx context.Context) *List {
	l, _ := ctx.Value(key{}).(*List)
	return l
}

// Add lists a field.
func (l *List) Add(f Field) {
	if l == nil {
		return
	}
	if n := len(l.legends); n > 0 {
		f.legend = l.legends[n-1]
	}
	l.fields = append(l.fields, f)
}

// Enter lists a fieldset; what comes until Leave is in it.
func (l *List) Enter(id, legend string, failed bool) {
	if l == nil {
		return
	}
	l.Add(Field{ID: id, Name: id, Label: legend, Failed: failed, set: true})
	l.legends = append(l.legends, legend)
}

// Leave ends the innermost fieldset.
func (l *List) Leave() {
	if l != nil && len(l.legends) > 0 {
		l.legends = l.legends[:len(l.legends)-1]
	}
}

// Ask keeps the errors of a summary for when all fields are known, and gives its number.
func (l *List) Ask(errs []Error) int {
	l.asked = append(l.asked, errs)
	return len(l.asked) - 1
}

// Asked are the lines of all summaries that were asked for, by number. Has says
// whether the page has an id, for what is no field and yet can be linked to.
func (l *List) Asked(has func(id string) bool) [][]Error {
	out := make([][]Error, len(l.asked))
	for i, errs := range l.asked {
		out[i] = l.Lines(errs)
		for j, line := range out[i] {
			if line.ID != "" && l.find(line.ID) < 0 && !has(line.ID) {
				out[i][j].ID = ""
			}
		}
	}
	return out
}

// Lines are the errors in the order of the page, one for each field and with the
// field's name first. What has no field on the page comes before the others.
func (l *List) Lines(errs []Error) []Error {
	type placed struct {
		at   int
		line Error
	}
	var all []placed
	said := map[Error]bool{}
	for _, e := range errs {
		about := Error{ID: e.ID}
		if e.ID == "" {
			about.Text = e.Text
		}
		if said[about] {
			continue
		}
		said[about] = true
		at := l.find(e.ID)
		if at >= 0 {
			e = Error{ID: l.fields[at].ID, Text: join(l.title(at), e.Text)}
		}
		all = append(all, placed{at, e})
	}
	slices.SortStableFunc(all, func(a, b placed) int { return cmp.Compare(a.at, b.at) })
	lines := make([]Error, len(all))
	for i, p := range all {
		lines[i] = p.line
	}
	return lines
}

// find is where the field with a name stands, -1 when nowhere. Of several with the
// name it is the one that shows an error.
func (l *List) find(name string) int {
	if l == nil || name == "" {
		return -1
	}
	first := -1
	for i, f := range l.fields {
		if f.Name != name && f.ID != name {
			continue
		}
		if f.Failed {
			return i
		}
		if first < 0 {
			first = i
		}
	}
	return first
}

// title is what the summary calls a field: its label, with the legend around it
// where several fields have the label.
func (l *List) title(at int) string {
	f := l.fields[at]
	if f.Whose != "" {
		return f.Whose
	}
	twin := func(x Field) bool { return !x.set && x.ID != f.ID && x.Label == f.Label }
	if f.set || f.legend == "" || f.legend == f.Label || !slices.ContainsFunc(l.fields, twin) {
		return f.Label
	}
	return strings.TrimRight(f.Label, ":") + " (" + f.legend + ")"
}

// longest is how many characters of a label are said.
const longest = 80

func join(title, text string) string {
	title = strings.TrimSpace(title)
	if utf8.RuneCountInString(title) > longest {
		short := string([]rune(title)[:longest])
		if i := strings.LastIndexByte(short, ' '); i > 0 {
			short = short[:i]
		}
		title = short + "…"
	}
	switch {
	case title == "":
		return text
	case strings.ContainsAny(title[len(title)-1:], "?!.:"):
		return title + " " + text
	}
	return title + ": " + text
}
