// A letter as text and as HTML.

package mail

import (
	_ "embed" // the layouts
	"fmt"
	html "html/template"
	"strings"
	text "text/template"

	"frivilligsentral/internal/i18n"
)

// Body is what a message says; Render lays it out. All texts are in the
// receiver's language and plain: markup in them is shown, not obeyed.
type Body struct {
	Title      string // heading; usually the subject
	Greeting   string // "Hei, Kari!"
	Paragraphs []string
	Facts      []Fact // when, where, who
	Code       string // one-time code, shown large
	Button     Button // the one thing to do
	Links      []Button
	After      []string
	Footer     string // why the receiver gets this; "" for the usual sentence
	Choices    Button // where the receiver chooses what she gets; stands in the footer
	Stop       Button // where the receiver ends such letters at once, without logging in; stands beside it
	SiteName   string
}

// Fact is a line such as "Sted: Biblioteket".
type Fact struct{ Label, Value string }

// Button is a link that stands out. Without URL there is none.
type Button struct{ Text, URL string }

//go:embed layout.html
var htmlSource string

//go:embed layout.txt
var textSource string

var (
	htmlLayout = html.Must(html.New("layout.html").Parse(htmlSource))
	textLayout = text.Must(text.New("layout.txt").Parse(textSource))
)

type view struct {
	Body
	Lang      i18n.Lang
	CodeLabel string
	LinkHelp  string
}

// Render gives the text and the HTML part of a message.
func Render(lang i18n.Lang, b Body) (plain, markup string, err error) {
	if b.Footer == "" {
		b.Footer = lang.T("Denne e-posten er sendt automatisk fra %s.", b.SiteName)
	}
	v := view{
		Body: b, Lang: lang,
		CodeLabel: lang.T("Koden din"),
		LinkHelp:  lang.T("Virker ikke knappen? Kopier denne adressen til nettleseren:"),
	}
	var p, m strings.Builder
	if err := textLayout.Execute(&p, v); err != nil {
		return "", "", fmt.Errorf("render e-mail: %w", err)
	}
	if err := htmlLayout.Execute(&m, v); err != nil {
		return "", "", fmt.Errorf("render e-mail: %w", err)
	}
	return strings.TrimSpace(p.String()) + "\n", m.String(), nil
}
