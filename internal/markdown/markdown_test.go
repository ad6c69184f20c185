package markdown

import (
	"html"
	"regexp"
	"strings"
	"testing"
)

func TestHTML(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ source, want string }{
		"empty":                {"", ""},
		"paragraphs":           {"Hei.\n\nVelkommen!", "<p>Hei.</p>\n<p>Velkommen!</p>\n"},
		"line break is kept":   {"Storgata 1\n1234 Solvik", "<p>Storgata 1<br>\n1234 Solvik</p>\n"},
		"emphasis":             {"**Ta med** *sokker*", "<p><strong>Ta med</strong> <em>sokker</em></p>\n"},
		"list":                 {"- kaffe\n- kake", "<ul>\n<li>kaffe</li>\n<li>kake</li>\n</ul>\n"},
		"counted":              {"1. kaffe\n2. kake", "<ol>\n<li>kaffe</li>\n<li>kake</li>\n</ol>\n"},
		"counted in brackets":  {"Slik:\n\n1) kaffe\n\n2) kake", "<p>Slik:</p>\n<ol>\n<li>\n<p>kaffe</p>\n</li>\n<li>\n<p>kake</p>\n</li>\n</ol>\n"},
		"numbered from three":  {"3. kaffe\n4. kake", "<p>3. kaffe<br>\n4. kake</p>\n"},
		"a date":               {"24. desember er vi stengt.", "<p>24. desember er vi stengt.</p>\n"},
		"dates":                {"17. mai kl. 12.00\n\n24. desember er vi stengt.", "<p>17. mai kl. 12.00</p>\n<p>24. desember er vi stengt.</p>\n"},
		"dates in order":       {"Program:\n12. desember: grøt\n13. desember: lucia\n16. desember: fest", "<p>Program:<br>\n12. desember: grøt<br>\n13. desember: lucia<br>\n16. desember: fest</p>\n"},
		"a date in a list":     {"- 24. desember: grøt\n- 1. juledag: fri", "<ul>\n<li>24. desember: grøt</li>\n<li>1. juledag: fri</li>\n</ul>\n"},
		"the first of May":     {"1. mai går toget.", "<p>1. mai går toget.</p>\n"},
		"counted, then a date": {"1. kaffe\n2. kake\n\n24. desember er vi stengt.", "<p>1. kaffe<br>\n2. kake</p>\n<p>24. desember er vi stengt.</p>\n"},
		"all one":              {"1. kaffe\n1. kake", "<p>1. kaffe<br>\n1. kake</p>\n"},
		"a definition":         {"[2]: kake", "<p>[2]: kake</p>\n"},
		"heading is h3":        {"# Om oss", "<h3>Om oss</h3>\n"},
		"deeper is h4":         {"###### Om oss", "<h4>Om oss</h4>\n"},
		"link":                 {"[laget](https://lag.no)", `<p><a href="https://lag.no" rel="nofollow">laget</a></p>` + "\n"},
		"mail":                 {"[skriv](mailto:a@b.no)", `<p><a href="mailto:a@b.no" rel="nofollow">skriv</a></p>` + "\n"},
		"phone":                {"[ring](tel:+4722225555)", `<p><a href="tel:+4722225555" rel="nofollow">ring</a></p>` + "\n"},
		"bare address":         {"Se https://lag.no/x.", `<p>Se <a href="https://lag.no/x" rel="nofollow">https://lag.no/x</a>.</p>` + "\n"},
		"no pictures":          {"![en katt](https://a.no/k.png)", "<p>en katt</p>\n"},
		"html is text":         {"<b>fet</b>", "<p>&lt;b&gt;fet&lt;/b&gt;</p>\n"},
		"relative link":        {"[hit](/ansatt)", "<p>hit</p>\n"},
		"nested list":          {"- a\n    - b\n- c", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>\n"},
		"lone deep item":       {"        - a", "<ul>\n<li>a</li>\n</ul>\n"},
		"code is text":         {"    kode", "<p>kode</p>\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := HTML(test.source); got != test.want {
				t.Errorf("HTML(%q)\n got %q\nwant %q", test.source, got, test.want)
			}
		})
	}
}

var hostile = []string{
	"<script>alert(1)</script>",
	"[x](javascript:alert(1))",
	"[x](JaVaScRiPt:alert(1))",
	"[x](\u0001javascript:alert(1))",
	"[x](data:text/html;base64,PHNjcmlwdD4=)",
	"[x](vbscript:msgbox)",
	"<a href=\"javascript:alert(1)\">x</a>",
	"<img src=x onerror=alert(1)>",
	"![x](javascript:alert(1))",
	"[x]: javascript:alert(1)\n\n[x]",
	"[a](https://b.no \"x\\\" onclick=\\\"alert(1)\")",
	"<https://b.no\" onmouseover=\"alert(1)>",
	"<svg><style><img src=x onerror=alert(1)></style></svg>",
	"</p><iframe src=//evil.no></iframe>",
	"# x {onclick=alert(1)}",
	"[x](https://a.no/\"onmouseover=alert(1))",
	strings.Repeat("[", 5000) + "x" + strings.Repeat("](y)", 5000),
	strings.Repeat("> ", 3000) + "dyp",
	strings.Repeat("*a_", 5000),
	"\x00\xff\xfe<b>",
	strings.Repeat("1. ", 20000) + "<b>",
	strings.Repeat("[x](", 10000) + "<b>",
	strings.Repeat("*a_", 20000) + "<b>", // took a minute
}

var (
	elements = regexp.MustCompile(`<[^>]*>`)
	harmless = regexp.MustCompile(`^</?(p|br|ul|ol|li|strong|em|h3|h4|hr)( start="[0-9]{1,4}")?/?>$|^</a>$|^<a href="(https?|mailto|tel):[^"<>]*" rel="nofollow">$`)
)

func checkHarmless(t *testing.T, source string) {
	t.Helper()
	for _, tag := range elements.FindAllString(HTML(source), -1) {
		if !harmless.MatchString(tag) {
			t.Errorf("HTML(%.80q) has %s", source, tag)
		}
	}
}

func TestHTMLIsHarmless(t *testing.T) {
	t.Parallel()
	for _, source := range hostile {
		checkHarmless(t, source)
	}
}

func FuzzHTML(f *testing.F) {
	for _, source := range hostile {
		f.Add(source)
	}
	f.Fuzz(checkHarmless)
}

// digits are those of a text without what is no text: addresses of links and
// pictures, and numbers of characters.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

func checkDigits(t *testing.T, source string) {
	t.Helper()
	if strings.ContainsAny(source, "&\\") || strings.Contains(source, "](") || len(source) > maxBytes {
		return
	}
	want := digits(strings.ToValidUTF8(source, ""))
	if got := digits(Plain(source)); got != want {
		t.Errorf("Plain(%q) has the digits %s, want %s", source, got, want)
	}
	shown := elements.ReplaceAllString(HTML(source), "")
	if got := digits(html.UnescapeString(shown)); !strings.Contains(HTML(source), "<ol") && got != want {
		t.Errorf("HTML(%q) shows the digits %s, want %s", source, got, want)
	}
}

// No digit that somebody types is changed or lost: dates, times, prices and numbers
// of rooms are what people act on.
func FuzzDigits(f *testing.F) {
	for _, source := range append(hostile, "24. desember er vi stengt", "12. a\n13. b\n16. c", "- 24. desember", "1. a\n2. b\n\n24. c", "# 3. x", "1.\n2. x", "\t7) x", "1. 2. 3. x", "[1]: 2", "0. x\n1. y") {
		f.Add(source)
	}
	f.Fuzz(checkDigits)
}

func TestPlain(t *testing.T) {
	t.Parallel()
	got := Plain("# Kafé & kake\n\n**Alle** er [velkomne](https://a.no).\n\n- én\n- to <b>\n\n\n\nSlutt")
	want := "Kafé & kake\n\nAlle er velkomne.\n\nén\nto <b>\n\nSlutt"
	if got != want {
		t.Errorf("Plain\n got %q\nwant %q", got, want)
	}
}

// A text that is a whole page has its headings right under the page's own.
func TestPageHeadings(t *testing.T) {
	t.Parallel()
	want := "<h2>En &lt;h3&gt;</h2>\n<h3>To</h3>\n<p>&lt;h3&gt;</p>\n"
	if got := Page("# En <h3>\n\n## To\n\n<h3>"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
