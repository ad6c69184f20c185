// Arguments of components.

package ui

import (
	"strings"

	"github.com/a-h/templ"
)

// Crumb is one step in the breadcrumbs; the last one has no URL.
type Crumb struct {
	Label, URL string
}

// CardArgs describes a card in a CardGrid. The children are what stands under
// the title: time, place, tags.
type CardArgs struct {
	// Title is the heading and URL where the whole card leads.
	Title, URL string
	// ID is unique on the page and ends up on the link; it is made from the
	// URL when empty.
	ID string
	// Level is the heading's level; 0 means 3.
	Level int
	// Kicker is a short line above the title.
	Kicker string
	// Pictogram is an activity category; shown when there is no ImageURL.
	Pictogram string
	// ImageURL with ImageAlt (empty for a decorative picture).
	ImageURL, ImageAlt string
	// Plain leaves out picture and pictogram.
	Plain bool
	// Muted is for what is cancelled or over; say so in words too.
	Muted bool
	// Lang is the title's language when it is not the page's.
	Lang string
}

// TileArgs describes a category tile.
type TileArgs struct {
	Label, URL string
	// Pictogram is an activity category; Icon is used instead when set.
	Pictogram, Icon string
	// Text is a short line under the label, such as a count in words.
	Text string
}

// ChipArgs describes a quick choice that is a link.
type ChipArgs struct {
	Label, URL string
	// Active is for the choice that is on.
	Active bool
	// Icon is optional.
	Icon string
}

// ButtonArgs describes a button or a link that looks like one.
type ButtonArgs struct {
	Label string
	// URL is for LinkButton and BigLink.
	URL string
	// Variant is "" (primary), "secondary" or "tertiary".
	Variant string
	// Color is "" (the theme's own), "danger", "accent" or "neutral".
	Color string
	// Size is "", "sm" or "lg".
	Size string
	// Icon stands before the label.
	Icon string
	// Name and Value are sent with the form; Type is "submit" when empty.
	Name, Value, Type string
	// FormAction sends the form somewhere else than its own action.
	FormAction string
	// Describe is added for screen readers when the label alone is not enough
	// ("Rediger" + "Strikkekafé").
	Describe string
	// Text is a second line, for BigLink.
	Text string
	// Download makes the link fetch a file.
	Download bool
}

// TableArgs describes a table in its scroll region.
type TableArgs struct {
	// ID is unique on the page; "tabell" when empty.
	ID string
	// Caption is the table's name; HideCaption keeps it for screen readers.
	Caption     string
	HideCaption bool
	// Dense uses less space, for staff lists.
	Dense bool
}

// SortArgs describes a column heading that sorts.
type SortArgs struct {
	Label, URL string
	// Dir is "asc" or "desc" when the table is sorted by this column, else "".
	Dir string
	// Numeric aligns the column to the right.
	Numeric bool
}

// ConfirmArgs describes a question before a POST that cannot be undone.
type ConfirmArgs struct {
	// Title asks ("Vil du slette Strikkekafé?"), Text says what happens then.
	Title, Text string
	// Action is where the POST goes, Button what the button says.
	Action, Button string
	// CancelURL and CancelText lead back.
	CancelURL, CancelText string
	// Danger colours the button.
	Danger bool
	// Hidden values are sent along, in order.
	Hidden [][2]string
}

// SearchArgs describes a search form.
type SearchArgs struct {
	// Action is where the GET goes; Name is "q" and ID "q" when empty.
	Action, Name, ID string
	// Label is read and shown unless HideLabel; Value is what was searched for.
	Label, Value string
	HideLabel    bool
	// SuggestURL answers ?q= with a JSON list of words.
	SuggestURL string
	// Large is for the front page.
	Large bool
	// Hidden values keep other filters, in order.
	Hidden [][2]string
	// Button is "Søk" when empty.
	Button string
}

// DemoPerson is one made-up account on the log-in page of a demonstration.
type DemoPerson struct {
	// Account is sent as the field "konto".
	Account, Name, Role string
}

// PageLink is one number in Pager.
type PageLink struct {
	Number  int
	URL     string
	Current bool
}

func (c CardArgs) id() string {
	if c.ID != "" {
		return c.ID
	}
	return "k-" + slug(c.URL)
}

func (c CardArgs) level() int {
	if c.Level == 0 {
		return 3
	}
	return c.Level
}

func (b ButtonArgs) attrs() templ.OrderedAttributes {
	var out templ.OrderedAttributes
	for _, kv := range [][2]string{
		{"data-variant", b.Variant}, {"data-color", b.Color}, {"data-size", b.Size},
		{"name", b.Name}, {"value", b.Value}, {"formaction", b.FormAction},
	} {
		if kv[1] != "" {
			out = append(out, templ.KeyValue[string, any]{Key: kv[0], Value: kv[1]})
		}
	}
	if b.Download {
		out = append(out, templ.KeyValue[string, any]{Key: "download", Value: true})
	}
	return out
}

func (b ButtonArgs) typ() string {
	if b.Type == "" {
		return "submit"
	}
	return b.Type
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

func (s SearchArgs) id() string {
	if s.ID != "" {
		return s.ID
	}
	return s.name()
}

func (s SearchArgs) name() string {
	if s.Name == "" {
		return "q"
	}
	return s.Name
}

// slug makes an id of a text or address.
func slug(s string) string {
	var b strings.Builder
	dash := false
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
			dash = false
		case !dash && b.Len() > 0:
			b.WriteByte('-')
			dash = true
		}
	}
	return strings.TrimSuffix(b.String(), "-")
}
