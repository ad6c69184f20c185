// What buttons, questions and search forms are made from.

package ui

import (
	"github.com/a-h/templ"
)

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
	// Form is the id of the form that it sends, when it stands outside it.
	Form string
	// Describe is added for screen readers when the label alone is not enough
	// ("Rediger" + "Strikkekafé").
	Describe string
	// Text is a second line, for BigLink.
	Text string
}

// ConfirmArgs describes a question before a POST that cannot be undone.
type ConfirmArgs struct {
	// Own are somebody's own words for Text's Gap, OwnLang their language when not the page's.
	Own, OwnLang string
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

func (b ButtonArgs) attrs() templ.OrderedAttributes {
	var out templ.OrderedAttributes
	for _, kv := range [][2]string{
		{"data-variant", b.Variant}, {"data-color", b.Color}, {"data-size", b.Size},
		{"name", b.Name}, {"value", b.Value}, {"formaction", b.FormAction}, {"form", b.Form},
	} {
		if kv[1] != "" {
			out = append(out, templ.KeyValue[string, any]{Key: kv[0], Value: kv[1]})
		}
	}
	return out
}

func (b ButtonArgs) typ() string {
	if b.Type == "" {
		return "submit"
	}
	return b.Type
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
