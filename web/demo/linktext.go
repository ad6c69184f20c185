// Texts of e-mails with the addresses in them as links.

package demo

import (
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
)

// piece is a run of text; URL is set when it is a link.
type piece struct{ Text, URL string }

var link = regexp.MustCompile(`https?://[^\s<>"]*[^\s<>".,;:!?)]`)

// lines splits a plain text into lines with their links found.
func lines(text string) [][]piece {
	var out [][]piece
	for _, l := range strings.Split(strings.TrimSpace(text), "\n") {
		out = append(out, pieces(l))
	}
	return out
}

func pieces(line string) []piece {
	var out []piece
	from := 0
	for _, at := range link.FindAllStringIndex(line, -1) {
		if at[0] > from {
			out = append(out, piece{Text: line[from:at[0]]})
		}
		out = append(out, piece{Text: line[at[0]:at[1]], URL: line[at[0]:at[1]]})
		from = at[1]
	}
	if from < len(line) {
		out = append(out, piece{Text: line[from:]})
	}
	return out
}

var policy = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "strong", "br", "dl", "dt", "dd", "ul", "ol", "li")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto")
	p.SkipElementsContent("style", "script", "title", "head")
	return p
}()

// safe keeps of an e-mail's HTML what can stand inside our page: no styles, no
// headings of its own.
func safe(html string) string { return policy.Sanitize(html) }
