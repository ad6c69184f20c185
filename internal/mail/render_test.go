package mail_test

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
)

func TestRender(t *testing.T) {
	t.Parallel()
	plain, markup, err := mail.Render(i18n.NB, mail.Body{
		Title: "Du er påmeldt", Greeting: "Hei, Kari!", Paragraphs: []string{"Vi gleder oss <b>veldig</b> & hilser."},
		Facts: []mail.Fact{{Label: "Når", Value: "torsdag 14. mai"}, {Label: "Hvor", Value: "Biblioteket"}},
		Code:  "482 913", Button: mail.Button{Text: "Se påmeldingen", URL: "https://x.example.no/p?a=1&b=2"},
		After: []string{"Passer det ikke? Meld deg av."}, SiteName: "Fjellvik frivilligsentral",
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `Hei, Kari!

Vi gleder oss <b>veldig</b> & hilser.

Når: torsdag 14. mai
Hvor: Biblioteket

Koden din: 482 913

Se påmeldingen:
https://x.example.no/p?a=1&b=2

Passer det ikke? Meld deg av.

-- 
Fjellvik frivilligsentral
Denne e-posten er sendt automatisk fra Fjellvik frivilligsentral.
`
	if diff := cmp.Diff(want, plain); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	page, err := goquery.NewDocumentFromReader(strings.NewReader(markup))
	if err != nil {
		t.Fatal(err)
	}
	for selector, want := range map[string]string{
		"h1": "Du er påmeldt", "main > p:nth-of-type(3)": "Vi gleder oss <b>veldig</b> & hilser.",
		".code strong": "482 913", ".button a": "Se påmeldingen", "dd:last-child": "Biblioteket",
	} {
		if got := page.Find(selector).Text(); got != want {
			t.Errorf("%s: got %q, want %q", selector, got, want)
		}
	}
	if href, _ := page.Find(".button a").Attr("href"); href != "https://x.example.no/p?a=1&b=2" {
		t.Errorf("link: got %q", href)
	}
	if lang, _ := page.Find("html").Attr("lang"); lang != "nb" {
		t.Errorf("lang: got %q, want nb", lang)
	}
}

// An address that is not a web address never becomes a link.
func TestRenderRefusesScriptLinks(t *testing.T) {
	t.Parallel()
	_, markup, err := mail.Render(i18n.NB, mail.Body{Title: "x", Button: mail.Button{Text: "x", URL: "javascript:alert(1)"}})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(markup, `href="javascript`) {
		t.Errorf("got a script link:\n%s", markup)
	}
}
