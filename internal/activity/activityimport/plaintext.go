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
var htmlTag = regexp.MustCompile(`(?is)<!--.*?-->|<!doctype[^<>]*>|</?(?:a|b|br|p|i|u|s|em|strong|small|sub|sup|span|div|section|article|header|footer|main|center|ul|ol|li|dl|dt|dd|table|tbody|thead|tr|td|th|h[1-6]|img|font|html|body|head|title|meta|link|script|style|blockquote|hr|pre|code|o:p)(?:\s[^<>]*)?/?>`)

// blockTag is of an element that breaks lines. Where there is one, line breaks in the text are mere space.
var blockTag = regexp.MustCompile(`(?i)<(?:br|p|div|ul|ol|li|table|tr|h[1-6]|section|article)(?:\s[^<>]*)?/?>`)

var (
	entity = regexp.MustCompile(`&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});`)
	unseen = []atom.Atom{atom.Style, atom.Head, atom.Script, atom.Title}
	blocks = []atom.Atom{atom.Section, atom.Article, atom.Header, atom.Footer, atom.Main, atom.Dl, atom.Dt, atom.Dd, atom.P, atom.Div, atom.Br, atom.Ul, atom.Ol, atom.Li, atom.Tr, atom.Table, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Hr, atom.Pre}
	space  = regexp.MustCompile(`[ \t\r\n]+`)
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
	return textOf(html.NewTokenizer(strings.NewReader(b.String())), blockTag.MatchString(s))
}

// textOf is the text of the tokens with a line for each block.
func textOf(z *html.Tokenizer, blocky bool) string {
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
			text := string(z.Text())
			if blocky {
				text = space.ReplaceAllString(text, " ")
			}
			if hidden == 0 {
				out.WriteString(text)
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			switch {
			case slices.Contains(unseen, t.DataAtom):
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
			case slices.Contains(unseen, t.DataAtom):
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
