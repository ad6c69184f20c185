// The text of a description that a calendar has written as HTML.

package activityimport

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// An element that people's words do not look like: "<100 kr" and "<kari@example.org>" are text.
var htmlTag = regexp.MustCompile(`(?i)</?(?:a|b|br|p|i|u|em|strong|span|div|ul|ol|li|table|tbody|thead|tr|td|th|h[1-6]|font|html|body|head|style|blockquote|hr|pre)(?:\s[^<>]*)?/?>`)

var (
	entity = regexp.MustCompile(`&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});`)
	blocks = []atom.Atom{atom.P, atom.Div, atom.Br, atom.Ul, atom.Ol, atom.Li, atom.Tr, atom.Table, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Hr, atom.Pre}
	breaks = regexp.MustCompile(`[ \t]*\n[ \t\n]*\n[ \t]*|[ \t]*\n[ \t]*`)
)

// plainText takes away the HTML that some calendars write into descriptions. The
// target of a link stands behind its text, and characters that are written as
// entities are themselves, also where there is no other HTML.
func plainText(s string) string {
	if !htmlTag.MatchString(s) {
		return strings.TrimSpace(strings.ReplaceAll(entity.ReplaceAllStringFunc(s, html.UnescapeString), "\u00a0", " "))
	}
	// What looks like a tag and is none would be taken away with the tags.
	marked := htmlTag.FindAllStringIndex(s, -1)
	var b strings.Builder
	at := 0
	for _, m := range marked {
		b.WriteString(strings.ReplaceAll(s[at:m[0]], "<", "&lt;"))
		b.WriteString(s[m[0]:m[1]])
		at = m[1]
	}
	b.WriteString(strings.ReplaceAll(s[at:], "<", "&lt;"))
	return textOf(html.NewTokenizer(strings.NewReader(b.String())))
}

// textOf is the text of the tokens with a line for each block.
func textOf(z *html.Tokenizer) string {
	var out strings.Builder
	target, hidden, begun := "", 0, 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			lines := breaks.ReplaceAllStringFunc(strings.ReplaceAll(out.String(), "\u00a0", " "), func(s string) string {
				return strings.Repeat("\n", min(strings.Count(s, "\n"), 2))
			})
			return strings.TrimSpace(lines)
		case html.TextToken:
			if hidden == 0 {
				out.WriteString(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			switch {
			case t.DataAtom == atom.Style || t.DataAtom == atom.Head:
				hidden++
			case t.DataAtom == atom.A:
				begun, target = out.Len(), href(t)
			case t.DataAtom == atom.Td || t.DataAtom == atom.Th:
				out.WriteString(" ")
			case t.DataAtom == atom.Li:
				out.WriteString("\n- ")
			case slices.Contains(blocks, t.DataAtom):
				out.WriteString("\n")
			}
		case html.EndTagToken:
			t := z.Token()
			switch {
			case t.DataAtom == atom.Style || t.DataAtom == atom.Head:
				hidden = max(0, hidden-1)
			case t.DataAtom == atom.A && target != "" && !strings.Contains(out.String()[begun:], target):
				out.WriteString(" (" + target + ")")
				target = ""
			case t.DataAtom == atom.P || t.DataAtom == atom.Table:
				out.WriteString("\n")
			}
		}
	}
}

// href is where a link leads, "" when that is no page and no address.
func href(t html.Token) string {
	for _, a := range t.Attr {
		if a.Key == "href" && (strings.HasPrefix(a.Val, "http://") || strings.HasPrefix(a.Val, "https://")) {
			return a.Val
		}
		if a.Key == "href" && strings.HasPrefix(a.Val, "mailto:") {
			return strings.TrimPrefix(a.Val, "mailto:")
		}
	}
	return ""
}
