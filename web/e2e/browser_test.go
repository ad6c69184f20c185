// Package e2e walks through the portal in a real browser: the journeys of a
// resident, a group and a coordinator, and every page type under axe (WCAG 2.2 A
// and AA, and best practice) in light, dark, at 320 px and without JavaScript.
package e2e

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/web/webtest"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// axe-core is under the Mozilla Public License 2.0.
//
//go:embed testdata/axe.min.js
var axeSource string

var browser struct {
	sync.Once
	ctx  context.Context
	stop func()
	err  error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if browser.stop != nil {
		browser.stop()
	}
	os.Exit(code)
}

// chromium finds the browser; without one the tests fail, they are not skipped.
func chromium() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("no Chromium: run the tests with make test, which installs it, or install the package chromium")
}

func startBrowser() {
	path, err := chromium()
	if err != nil {
		browser.err = err
		return
	}
	opts := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	opts = append(opts, chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("lang", "nb"))
	alloc, cancelAlloc := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, cancel := chromedp.NewContext(alloc)
	browser.ctx, browser.stop = ctx, func() { cancel(); cancelAlloc() }
	browser.err = chromedp.Do(ctx)
}

// tab is one browser tab with cookies of its own.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string
}

// newTab opens a tab on the site. It may take as long as the test program has, but
// for a minute in which the test says where it stood.
func newTab(t *testing.T, site *webtest.Site) *tab {
	t.Helper()
	browser.Do(startBrowser)
	if browser.err != nil {
		t.Fatal(browser.err)
	}
	ctx, cancel := chromedp.NewContext(browser.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil { // the first use opens the tab and must have no deadline
		t.Fatal(err)
	}
	if end, limited := t.Deadline(); limited {
		ctx, cancel = context.WithDeadline(ctx, end.Add(-time.Minute))
		t.Cleanup(cancel)
	}
	return &tab{t: t, ctx: ctx, base: site.Server.URL}
}

func (b *tab) run(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatalf("%v\n%s", err, b.describe())
	}
}

// eval runs script in the page and returns its value.
func eval[T any](b *tab, script string, opts ...chromedp.EvaluateOption) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script, opts...))
	if err != nil {
		b.t.Fatalf("%v\n%s", err, b.describe())
	}
	return v
}

// command sends a protocol command that returns nothing.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

// describe tells where the browser stands, for failure messages.
func (b *tab) describe() string {
	ctx, cancel := context.WithTimeout(b.ctx, 5*time.Second)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + "\n" + (document.querySelector("main") ?? document.body)?.innerText`))
	if err != nil {
		return err.Error()
	}
	if len(text) > 1500 {
		text = text[:1500] + " …"
	}
	return text
}

// logIn puts the session cookie of the actor into the tab.
func (b *tab) logIn(site *webtest.Site, a account.Actor) {
	b.t.Helper()
	c := site.Cookie(a)
	yes := true
	b.run(command(network.SetCookie, network.SetCookieParams{Name: c.Name, Value: c.Value, URL: b.base, HTTPOnly: &yes, SameSite: network.CookieSameSiteLax}))
}

// open goes to a path and waits for the page; the status is returned.
func (b *tab) open(path string) int64 {
	b.t.Helper()
	resp, err := chromedp.RunResponse(b.ctx, chromedp.Navigate(b.base+path))
	if err != nil {
		b.t.Fatalf("open %s: %v", path, err)
	}
	b.run(chromedp.WaitReady(chromedp.CSS("main")))
	if resp == nil {
		return http.StatusOK
	}
	return resp.Status
}

// click presses what the selector finds, where nothing may cover it, and waits for the next page.
func (b *tab) click(selector string) {
	b.t.Helper()
	covered := eval[string](b, fmt.Sprintf(`(() => {
		const e = document.querySelector(%s);
		if (!e) return "nothing matches";
		e.scrollIntoView({block: "center", behavior: "instant"});
		const r = e.getClientRects()[0], top = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
		return top && (e.contains(top) || top.contains(e)) ? "" : "covered by " + (top?.outerHTML ?? "nothing").slice(0, 200);
	})()`, quote(selector)))
	if covered != "" {
		b.t.Fatalf("click %s: %s\n%s", selector, covered, b.describe())
	}
	press := chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`(document.querySelector(`+quote(selector)+`).click(), true)`))
		return err
	})
	if _, err := chromedp.RunResponse(b.ctx, press); err != nil {
		b.t.Fatalf("click %s: %v\n%s", selector, err, b.describe())
	}
	b.run(chromedp.WaitReady(chromedp.CSS("main")))
}

// press presses the button or link with the text and waits for the next page.
func (b *tab) press(text string) {
	b.t.Helper()
	b.click(b.mark(text))
}

// mark finds the visible button or link in main with the text and returns a selector for it.
func (b *tab) mark(text string) string {
	b.t.Helper()
	script := fmt.Sprintf(`(() => {
		document.querySelectorAll("[data-e2e]").forEach(e => e.removeAttribute("data-e2e"));
		const want = %s;
		const all = [...document.querySelectorAll("main button, main a, main summary")].filter(e => e.checkVisibility());
		const hit = all.find(e => e.innerText.trim() === want) ?? all.find(e => e.innerText.trim().includes(want));
		hit?.setAttribute("data-e2e", "1");
		return !!hit;
	})()`, quote(text))
	if !eval[bool](b, script) {
		b.t.Fatalf("no button or link %q\n%s", text, b.describe())
	}
	return `[data-e2e="1"]`
}

func quote(s string) string {
	out, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(out)
}

// fill types into the field with the name, replacing what is there.
func (b *tab) fill(name, value string) {
	b.t.Helper()
	script := fmt.Sprintf(`(() => { const e = document.querySelector('main [name=%s]'); if (!e) return false; e.value = %s; return true; })()`,
		strings.ReplaceAll(quote(name), `'`, ``), quote(value))
	if !eval[bool](b, script) {
		b.t.Fatalf("no field %q\n%s", name, b.describe())
	}
}

// choose ticks the radio button or check box with the name and value.
func (b *tab) choose(name, value string) {
	b.t.Helper()
	script := fmt.Sprintf(`(() => { const e = [...document.querySelectorAll("main input")].find(e => e.name === %s && e.value === %s); if (!e) return false; e.checked = true; return true; })()`,
		quote(name), quote(value))
	if !eval[bool](b, script) {
		b.t.Fatalf("no choice %s=%s\n%s", name, value, b.describe())
	}
}

// text is what the selector shows.
func (b *tab) text(selector string) string {
	b.t.Helper()
	return eval[string](b, fmt.Sprintf(`[...document.querySelectorAll(%s)].map(e => e.innerText).join("\n")`, quote(selector)))
}

// sees fails unless the page's main part shows the texts.
func (b *tab) sees(texts ...string) {
	b.t.Helper()
	body := strings.Join(strings.Fields(b.text("main")), " ")
	for _, want := range texts {
		if !strings.Contains(body, want) {
			b.t.Errorf("the page does not say %q\n%s", want, b.describe())
		}
	}
}

func window(width int64, phone bool) chromedp.Action[chromedp.Void] {
	return command(emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 900, DeviceScaleFactor: 1, Mobile: phone})
}

func scheme(name string) chromedp.Action[chromedp.Void] {
	return command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: name}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
}

func scriptOff(off bool) chromedp.Action[chromedp.Void] {
	return command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off})
}

type violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML    string `json:"html"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

// axeRun looks for breaches of WCAG 2.2 A and AA, and of best practice.
const axeRun = `axe.run(document, {%s, resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations))`

// What axe looks for. A page is judged by all rules once; looked at in another
// way, only by the rules whose answer may be another then.
const (
	everyRule   = `runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]`
	paintRules  = `runOnly: {type: "rule", values: ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]}`
	markupRules = everyRule + `, rules: {"color-contrast": {enabled: false}, "link-in-text-block": {enabled: false}}`
)

// axe judges the page as it stands by every rule and fails on each violation.
func (b *tab) axe(what string) {
	b.t.Helper()
	b.judge(what, everyRule)
}

// judge runs axe with some of its rules.
func (b *tab) judge(what, rules string) {
	b.t.Helper()
	b.run(scriptOff(false)) // axe itself needs timers; the page's own scripts stay unloaded
	if !eval[bool](b, `"axe" in window`) {
		eval[int](b, axeSource+";0")
	}
	out := eval[string](b, fmt.Sprintf(axeRun, rules), chromedp.EvalAwaitPromise)
	var found []violation
	if err := json.Unmarshal([]byte(out), &found); err != nil {
		b.t.Fatalf("axe on %s: %v", what, err)
	}
	for _, v := range found {
		for _, n := range v.Nodes {
			b.t.Errorf("%s: %s (%s)\n  %s\n  %s", what, v.ID, v.Help, n.HTML, strings.ReplaceAll(n.Summary, "\n", "\n  "))
		}
	}
}

// fits fails when the page is wider than the window: at 320 px that is 400 % zoom (WCAG 1.4.10).
func (b *tab) fits(what string) {
	b.t.Helper()
	widest := eval[struct {
		Page, Window int
		Culprit      string
	}](b, `(() => { const w = document.documentElement.clientWidth;
		const bad = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > w + 1 && !e.closest(".table-wrap, [role=region]")).at(-1);
		return {Page: document.documentElement.scrollWidth, Window: w, Culprit: bad ? bad.outerHTML.slice(0, 200) : ""}; })()`)
	if widest.Page > widest.Window {
		b.t.Errorf("%s: the page is %d px wide in a window of %d px: %s", what, widest.Page, widest.Window, widest.Culprit)
	}
}

// everyMode looks at a page at 320 px, in dark, and in light without script.
func (b *tab) everyMode(path string, wantStatus int64) {
	b.t.Helper()
	b.run(window(1280, false), scheme("light"), scriptOff(false))
	if got := b.open(path); got != wantStatus {
		b.t.Errorf("%s: got status %d, want %d", path, got, wantStatus)
		return
	}
	b.looks(path)
	b.run(scheme("light"), scriptOff(true))
	b.open(path)
	b.judge(path+" without script", markupRules)
}
