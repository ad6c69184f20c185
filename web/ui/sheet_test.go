package ui_test

import (
	"strings"
	"testing"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/ui/sheet"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"
)

func render(t testing.TB, c templ.Component) *goquery.Document {
	t.Helper()
	var b strings.Builder
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestSheet holds for every component what holds for every page.
func TestSheet(t *testing.T) {
	t.Parallel()
	for _, lang := range []i18n.Lang{i18n.NB, i18n.NN, i18n.EN} {
		for name, page := range sheet.Pages(lang) {
			t.Run(string(lang)+"/"+name, func(t *testing.T) {
				t.Parallel()
				doc := render(t, page)
				checkIDs(t, doc)
				checkFields(t, doc)
				checkHeadings(t, doc)
				checkPolicy(t, doc)
				checkNames(t, doc)
			})
		}
	}
}

func checkIDs(t *testing.T, doc *goquery.Document) {
	t.Helper()
	seen := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		id := s.AttrOr("id", "")
		if id == "" || seen[id] {
			t.Errorf("id %q is empty or used twice", id)
		}
		seen[id] = true
	})
	for _, attr := range []string{"for", "aria-describedby", "aria-labelledby", "list", "data-clickdelegatefor"} {
		doc.Find("[" + attr + "]").Each(func(_ int, s *goquery.Selection) {
			for id := range strings.FieldsSeq(s.AttrOr(attr, "")) {
				if !seen[id] {
					t.Errorf("%s=%q points at nothing", attr, id)
				}
			}
		})
	}
}

func checkFields(t *testing.T, doc *goquery.Document) {
	t.Helper()
	doc.Find("input, select, textarea").Each(func(_ int, s *goquery.Selection) {
		if s.AttrOr("type", "") == "hidden" || s.Closest("label").Length() > 0 {
			return
		}
		if label := doc.Find(`label[for="` + s.AttrOr("id", "") + `"]`); label.Length() != 1 {
			t.Errorf("field %q has %d labels, want 1", s.AttrOr("name", ""), label.Length())
		}
	})
}

func checkHeadings(t *testing.T, doc *goquery.Document) {
	t.Helper()
	if n := doc.Find("h1").Length(); n != 1 {
		t.Errorf("got %d h1, want 1", n)
	}
	if n := doc.Find("main#main").Length(); n != 1 {
		t.Errorf("got %d main#main, want 1", n)
	}
	last := 1
	doc.Find("main :is(h1,h2,h3,h4,h5,h6)").Each(func(_ int, s *goquery.Selection) {
		level := int(goquery.NodeName(s)[1] - '0')
		if level > last+1 {
			t.Errorf("heading %q jumps from level %d to %d", s.Text(), last, level)
		}
		last = level
	})
}

// checkPolicy finds what the content security policy would block.
func checkPolicy(t *testing.T, doc *goquery.Document) {
	t.Helper()
	if n := doc.Find("[style], style, script:not([src]), [onclick], [onload]").Length(); n != 0 {
		t.Errorf("got %d inline styles or scripts, want none", n)
	}
}

func checkNames(t *testing.T, doc *goquery.Document) {
	t.Helper()
	doc.Find("a, button, summary").Each(func(_ int, s *goquery.Selection) {
		if strings.TrimSpace(s.Text()) == "" && s.AttrOr("aria-label", "") == "" {
			html, _ := goquery.OuterHtml(s)
			t.Errorf("no name: %s", html)
		}
	})
	doc.Find("svg").Each(func(_ int, s *goquery.Selection) {
		if s.AttrOr("aria-hidden", "") != "true" {
			t.Error("a drawing is not hidden from screen readers")
		}
	})
}
