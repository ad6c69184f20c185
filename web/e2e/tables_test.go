package e2e

import (
	"fmt"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/web/webtest"
)

// A table that somebody lives in all day shows rows, not what stands over them, and stays on the page.
func TestLongTables(t *testing.T) {
	t.Parallel()
	site := webtest.Demo(t)
	b := newTab(t, site)
	b.logIn(site, site.Staff(account.Administrator))
	busiest := site.Int(`select s.activity_id from signup_slot s join occurrence o on o.id = s.occurrence_id where s.municipality_id = $1 and s.starts_at > $2 and not s.cancelled
		group by s.activity_id, s.id order by s.taken + s.waiting desc limit 1`, site.MunicipalityID, site.Clock.Now().AddDate(0, 0, 1))
	date := site.Int(`select occurrence_id from signup_slot where activity_id = $1 and starts_at > $2 and not cancelled order by taken + waiting desc limit 1`, busiest, site.Clock.Now().AddDate(0, 0, 1))
	for path, rows := range map[string]string{
		"/ansatt/kontakter": "#kontakter tbody tr", "/ansatt/organisasjoner": "#organisasjoner tbody tr", "/ansatt/aktiviteter": "#aktiviteter tbody tr",
		fmt.Sprintf("/ansatt/aktiviteter/%d/pamelding?dato=%d", busiest, date): ".people__row",
	} {
		b.run(window(1280, false), scheme("light"), scriptOff(false))
		b.open(path)
		type seen struct {
			First, Least, Most float64
			Rows, Visible      int
		}
		got := eval[seen](b, `(() => { const all = [...document.querySelectorAll("`+rows+`")].map(e => e.getBoundingClientRect());
			const banner = document.querySelector(".demo-banner").getBoundingClientRect().bottom, heights = all.map(r => r.height);
			return {First: (all[0]?.top ?? 9999) - banner, Least: Math.min(...heights), Most: Math.max(...heights), Rows: all.length, Visible: all.filter(r => r.bottom - banner <= 800).length} })()`)
		table := rows[0] == '#' // in the list of people, who brings others has a second line
		if got.First > 320 || got.Least > 40 || table && (got.Most > 40 || got.Visible < min(got.Rows, 12)) {
			t.Errorf("%s: %+v, want the first row near the top, each one line, and twelve of them on the screen", path, got)
		}
		b.fits(path)
		b.run(window(320, true))
		b.open(path)
		b.fits(path + " on a phone")
	}
}
