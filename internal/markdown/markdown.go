// Package markdown turns what groups write into safe HTML. It knows a small part
// of Markdown: paragraphs, lists, emphasis, links and two levels of headings.
// Everything else, HTML first of all, is shown as the text it is or left out.
//
// goldmark reads the text; bluemonday then lets through only what is on its
// list, so that a fault in the one is caught by the other.
package markdown

import (
	"bytes"
	"html"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	gmhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// maxBytes bounds the work for one text; the rest is cut off.
const maxBytes = 64 << 10

// Headings stand under the page's own h1 and h2.
const firstHeading = 3

var reader = goldmark.New(
	goldmark.WithParser(parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewEmphasisParser(), 500),
			util.Prioritized(extension.NewLinkifyParser(
				extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"}),
			), 999),
		),
		parser.WithParagraphTransformers(util.Prioritized(parser.LinkReferenceParagraphTransformer, 100)),
		parser.WithASTTransformers(util.Prioritized(flatten{}, 100)),
	)),
	goldmark.WithRenderer(renderer.NewRenderer(renderer.WithNodeRenderers(util.Prioritized(gmhtml.NewRenderer(gmhtml.WithHardWraps()), 1000)))),
)

// flatten keeps headings to two levels and turns pictures into their texts.
type flatten struct{}

func (flatten) Transform(doc *ast.Document, source text.Reader, _ parser.Context) {
	var images []*ast.Image
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			n.Level = min(firstHeading+n.Level-1, firstHeading+1)
			n.SetAttributeString("id", nil)
		case *ast.Image:
			images = append(images, n)
		}
		return ast.WalkContinue, nil
	})
	for _, image := range images {
		parent := image.Parent()
		for child := image.FirstChild(); child != nil; child = image.FirstChild() {
			parent.InsertBefore(parent, image, child)
		}
		parent.RemoveChild(parent, image)
	}
}

var policy = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "ul", "ol", "li", "strong", "em", "h3", "h4", "hr")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("start").Matching(regexp.MustCompile(`^[0-9]{1,4}$`)).OnElements("ol")
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(false)
	p.RequireNoFollowOnLinks(true)
	return p
}()

var (
	indented = regexp.MustCompile(`(?m)^[ \t]+`)
	nested   = regexp.MustCompile(`(?m)^(?:\t| {2,})[ \t]*([-*+]|[0-9]{1,9}[.)])[ \t]`)
)

// outdent takes away the indentation that would be code, which this Markdown
// does not have and goldmark without it drops. Lists keep one level of nesting.
func outdent(source string) string {
	source = nested.ReplaceAllString(source, "\x00$1 ")
	source = indented.ReplaceAllString(source, "")
	return strings.ReplaceAll(source, "\x00", "   ")
}

// HTML is the text as safe HTML. It never fails: what cannot be understood is text.
func HTML(source string) string {
	source = outdent(strings.ReplaceAll(strings.ToValidUTF8(source[:min(len(source), maxBytes)], ""), "\x00", ""))
	var out bytes.Buffer
	if err := reader.Convert([]byte(source), &out); err != nil {
		return "<p>" + html.EscapeString(source) + "</p>"
	}
	return policy.Sanitize(out.String())
}

var (
	strip  = bluemonday.StrictPolicy()
	breaks = strings.NewReplacer("<br>", "\n", "<br/>", "\n", "<br />", "\n", "</p>", "\n\n", "</li>\n", "\n", "</li>", "\n", "</h3>", "\n\n", "</h4>", "\n\n")
	many   = regexp.MustCompile(`\n{3,}`)
)

// Plain is the text without marks, for search, e-mails and calendars.
func Plain(source string) string {
	plain := html.UnescapeString(strip.Sanitize(breaks.Replace(HTML(source))))
	lines := strings.Split(plain, "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.TrimSpace(many.ReplaceAllString(strings.Join(lines, "\n"), "\n\n"))
}
