package e2e

import (
	"context"
	"strings"
	"testing"

	"frivilligsentral/internal/ical"
	"frivilligsentral/web/webtest"

	"github.com/chromedp/chromedp"
)

// get fetches a path with the tab's cookies and returns its text.
func (b *tab) get(path string) string {
	b.t.Helper()
	return eval[string](b, "fetch("+quote(path)+").then(r => r.text())", chromedp.EvalAwaitPromise)
}

func TestResidentFindsAnActivityAndItsCalendarFile(t *testing.T) {
	t.Parallel()
	site := webtest.Demo(t)
	b := newTab(t, site)
	b.run(window(320, true))
	b.open("/")
	b.fill("q", "strikk")
	b.click(`main form [type=submit]`)
	b.sees("Strikkekafé på Torget")
	b.press("Strikkekafé på Torget")
	b.sees("Når", "Hvor", "Arrangør", "Gratis", "Solvik strikkelag")
	b.axe("an activity")

	href := eval[string](b, `[...document.querySelectorAll("main a[href*='.ics']")].at(-1).getAttribute("href")`)
	res, err := ical.Read(context.Background(), strings.NewReader(b.get(href)), ical.Limits{})
	if err != nil || len(res.Refused) > 0 || len(res.Events) == 0 {
		t.Fatalf("calendar file %s: %d events, refused %v, %v", href, len(res.Events), res.Refused, err)
	}
	for _, e := range res.Events {
		if !strings.Contains(e.Summary, "Strikkekafé på Torget") {
			t.Errorf("the calendar file has %q, want only the activity that was asked for", e.Summary)
		}
	}
	if cookies := eval[string](b, "document.cookie"); cookies != "" {
		t.Errorf("public pages set the cookie %q", cookies)
	}
}
