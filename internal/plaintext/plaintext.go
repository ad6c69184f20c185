// Package plaintext reads the text of what some program has written as HTML, in calendars and tables that people take in.
package plaintext

import (
	"net/url"
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

// Of takes away the HTML that some programs write into texts. The
// target of a link stands behind its text, and characters that are written as
// entities are themselves, also where there is no other HTML.
func Of(s string) string {
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
	var out htmlText
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out.text()
		case html.TextToken:
			text := string(z.Text())
			if blocky {
				text = space.ReplaceAllString(text, " ")
			}
			if out.hidden == 0 {
				out.WriteString(text)
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			out.start(z.Token())
		case html.EndTagToken:
			out.end(z.Token().DataAtom)
		}
	}
}

// htmlText gathers the text of a page.
type htmlText struct {
	strings.Builder
	hidden int    // how many elements that show nothing are open
	target string // of the link that is open
	begun  int    // where its text begins
}

func (t *htmlText) start(tag html.Token) {
	switch {
	case slices.Contains(unseen, tag.DataAtom):
		t.hidden++
	case tag.DataAtom == atom.A:
		t.endLink()
		t.begun, t.target = t.Len(), href(tag)
	case tag.DataAtom == atom.Img && t.hidden == 0:
		t.WriteString(attribute(tag, "alt"))
	case tag.DataAtom == atom.Td || tag.DataAtom == atom.Th:
		t.WriteString(" ")
	case tag.DataAtom == atom.Li:
		t.WriteString("\n- ")
	case slices.Contains(blocks, tag.DataAtom):
		t.WriteString("\n")
	}
}

func (t *htmlText) end(tag atom.Atom) {
	switch {
	case slices.Contains(unseen, tag):
		t.hidden = max(0, t.hidden-1)
	case tag == atom.A:
		t.endLink()
	case tag == atom.P || tag == atom.Table:
		t.WriteString("\n")
	}
}

// endLink writes where the open link leads, unless its text says it.
func (t *htmlText) endLink() {
	text := t.String()[t.begun:]
	switch {
	case strings.TrimSpace(text) == "":
		t.WriteString(t.target)
	case !strings.Contains(strings.ToLower(text), strings.ToLower(t.target)):
		t.WriteString(" (" + t.target + ")")
	}
	t.target, t.begun = "", t.Len()
}

func (t *htmlText) text() string {
	t.endLink()
	lines := breaks.ReplaceAllStringFunc(strings.ReplaceAll(t.String(), "\u00a0", " "), func(s string) string {
		return strings.Repeat("\n", min(strings.Count(s, "\n"), 2))
	})
	return strings.TrimSpace(lines)
}

func attribute(tag html.Token, name string) string {
	for _, a := range tag.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// href is where a link leads as people write it, "" when that is nowhere outside the page.
func href(tag html.Token) string {
	target := attribute(tag, "href")
	u, err := url.Parse(target)
	if err != nil || strings.HasPrefix(target, "#") {
		return ""
	}
	switch u.Scheme {
	case "javascript", "vbscript", "data", "blob", "file", "cid", "about":
		return ""
	case "mailto", "tel":
		address, err := url.PathUnescape(u.Opaque)
		if err != nil {
			return u.Opaque
		}
		return address
	}
	return target
}
