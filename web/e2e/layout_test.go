package e2e

import (
	"context"
	"fmt"
	"regexp"
	"testing"

	"frivilligsentral/web/webtest"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// spacing is that of WCAG 1.4.12, which no text may be lost by.
const spacing = `(() => { const s = new CSSStyleSheet();
	s.replaceSync("*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important} p{margin-block-end:2em!important}");
	document.adoptedStyleSheets = [s]; return 0 })()`

// What a phone shows: nothing under the menu, nothing beside the screen.
func TestPhone(t *testing.T) {
	t.Parallel()
	site := webtest.Demo(t)
	b := newTab(t, site)
	b.run(window(320, true), scheme("light"), scriptOff(false))
	for _, path := range []string{"/", "/aktiviteter?visning=program", "/kommunen"} {
		b.open(path)
		b.fits(path)
		eval[int](b, spacing)
		b.fits(path + " with text spacing")
		covered := eval[bool](b, `(() => { const name = document.createRange(); name.selectNodeContents(document.querySelector(".site-name__name"));
			const menu = document.querySelector(".menu__button").getBoundingClientRect();
			return [...name.getClientRects()].some(r => r.right > menu.left && r.left < menu.right && r.bottom > menu.top && r.top < menu.bottom) })()`)
		if covered {
			t.Errorf("%s: the site's name lies under the menu's button", path)
		}
	}
	b.open("/kommunen")
	if out := eval[int](b, `[...document.querySelectorAll("#kontakter a")].filter(a => a.getBoundingClientRect().right > innerWidth).length`); out != 0 {
		t.Errorf("%d phone numbers and addresses lie beside the screen", out)
	}
}

// An ordinary activity is one sheet of paper.
func TestPrint(t *testing.T) {
	t.Parallel()
	site := webtest.Demo(t)
	b := newTab(t, site)
	b.open(fmt.Sprintf("/aktiviteter/%d", site.Int(`select min(l.activity_id) from live_activity l join activity a on a.id = l.activity_id where a.municipality_id = $1`, site.MunicipalityID)))
	var pdf []byte
	b.run(chromedp.Func(func(ctx context.Context, at *chromedp.Target) error {
		out, err := cdp.Call(ctx, at, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: 8.27, PaperHeight: 11.69})
		pdf = out.Data
		return err
	}))
	if got := len(sheets.FindAll(pdf, -1)); got != 1 {
		t.Errorf("got %d sheets, want 1", got)
	}
}

// sheets are the pages of a PDF as it names them.
var sheets = regexp.MustCompile(`/Type\s*/Page\b`)
