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
	"strconv"
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

// What bounds the work for one text: what is longer is cut off, and one that has more
// marks than people write is shown as it is typed, since the time that marks take
// grows with the square of their number.
const (
	maxBytes = 64 << 10
	maxMarks = 1000
	maxDepth = 20 // marks of lists on one line
)

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

var (
	// markers are what Markdown takes for the marks of lists at the beginning of a line.
	markers = regexp.MustCompile(`(?m)^(?:[ \t]*(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]+|$))+`)
	number  = regexp.MustCompile(`([0-9])([.)])`)
)

// asTyped makes the numbers among them text.
func asTyped(source string) string {
	return markers.ReplaceAllStringFunc(source, func(marks string) string { return number.ReplaceAllString(marks, `$1\$2`) })
}

// counts says whether every numbered list plainly counts 1, 2, 3. "24. desember" is
// a date, and Markdown would give a list of dates numbers of its own.
func counts(doc ast.Node, source []byte) bool {
	plainly := true
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if list, ok := n.(*ast.List); entering && ok && list.IsOrdered() {
			i := 0
			for item := list.FirstChild(); item != nil; item = item.NextSibling() {
				i++
				plainly = plainly && numberOf(item, source) == i
			}
			plainly = plainly && i > 1
		}
		return ast.WalkContinue, nil
	})
	return plainly
}

var typedNumber = regexp.MustCompile(`([0-9]{1,9})[.)]$`)

// numberOf is the number that is typed before an item's text, -1 when it has no text.
func numberOf(item ast.Node, source []byte) int {
	first := item.FirstChild()
	if first == nil || first.Type() != ast.TypeBlock || first.Lines().Len() == 0 {
		return -1
	}
	before := source[:first.Lines().At(0).Start]
	before = bytes.TrimRight(before[bytes.LastIndexByte(before, '\n')+1:], " \t")
	typed := typedNumber.FindSubmatch(before)
	if typed == nil {
		return -1
	}
	n, err := strconv.Atoi(string(typed[1]))
	if err != nil {
		return -1
	}
	return n
}

// HTML is the text as safe HTML. It never fails: what cannot be understood is text.
func HTML(source string) string {
	source = clean(source)
	if overdone(source) {
		return "<p>" + strings.ReplaceAll(html.EscapeString(source), "\n", "<br>\n") + "</p>\n"
	}
	doc := reader.Parser().Parse(text.NewReader([]byte(source)))
	if !counts(doc, []byte(source)) {
		return render(asTyped(source))
	}
	return render(source)
}

// overdone says whether there are more marks than people write.
func overdone(source string) bool {
	marks := 0
	for _, r := range source {
		if strings.ContainsRune("*_[]", r) {
			marks++
		}
	}
	for _, m := range markers.FindAllString(source, -1) {
		if len(strings.Fields(m)) > maxDepth {
			return true
		}
	}
	return marks > maxMarks
}

func clean(source string) string {
	return outdent(strings.ReplaceAll(strings.ToValidUTF8(source[:min(len(source), maxBytes)], ""), "\x00", ""))
}

func render(source string) string {
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

// Plain is the text without marks, for search, e-mails and calendars. Numbers stay as
// they are typed, those of lists too.
func Plain(source string) string {
	source = clean(source)
	if overdone(source) {
		return strings.TrimSpace(source)
	}
	plain := html.UnescapeString(strip.Sanitize(breaks.Replace(render(asTyped(source)))))
	lines := strings.Split(plain, "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.TrimSpace(many.ReplaceAllString(strings.Join(lines, "\n"), "\n\n"))
}

var raised = strings.NewReplacer("<h3>", "<h2>", "</h3>", "</h2>", "<h4>", "<h3>", "</h4>", "</h3>")

// Page is HTML for a text that is a whole page: its headings stand right under the page's h1.
func Page(source string) string { return raised.Replace(HTML(source)) }
