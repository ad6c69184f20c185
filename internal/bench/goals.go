// Each figure beside the goal that it is held against.

package bench

import (
	"context"
	"fmt"
	"time"
)

// askPages counts queries and bytes.
func (r *run) askPages(ctx context.Context) error {
	d := r.largest()
	in, err := newInside(ctx, d.dsn, d.corpus.host())
	if err != nil {
		return err
	}
	defer in.close()
	staff := in.logIn(StaffEmail, "ansatt")
	for _, p := range []struct {
		what, path, cookie string
		most               int
	}{
		{"list", listPath, "", 1}, {"activity", d.showPath(), "", 2}, {"search", searchPath, "", 2}, {"calendar", calendarPath, "", 1},
	} {
		q := in.ask(p.path, p.cookie)
		what := "queries, " + p.what
		if q.status != 200 && q.status != 301 && q.status != 308 {
			r.report.info(what, fmt.Sprintf("status %d", q.status))
			continue
		}
		r.report.add(what, fmt.Sprintf("≤ %d", p.most), fmt.Sprintf("%d in %d round trips", q.statements, q.trips), q.statements <= p.most)
	}
	path := staffPath
	q := in.ask(path, staff)
	if q.status != 200 {
		path = contactsPath
		q = in.ask(path, staff)
	}
	r.report.add("rows written by a logged-in page view", "0", fmt.Sprintf("%d (%d queries in %d round trips)", q.writes, q.statements, q.trips), q.writes == 0)
	return r.askWeight(ctx, d)
}

func (r *run) askWeight(ctx context.Context, d *database) error {
	w, err := weigh(ctx, d.fresh, d.corpus.host(), listPath)
	if err != nil {
		return err
	}
	kb := func(n int) string { return fmt.Sprintf("%.1f kB", float64(n)/1000) }
	r.report.add("html of the list, gzip", "≤ 7 kB", kb(w.html), w.html <= 7000)
	r.report.add("css", "≤ 14 kB", kb(w.css), w.css <= 14000)
	r.report.add("js", "≤ 6 kB", kb(w.js), w.js <= 6000)
	r.report.add("first view with the font", "≤ 100 kB", kb(w.total()), w.total() <= 100_000)
	r.report.add("requests of the first view", "≤ 4", fmt.Sprint(w.requests), w.requests <= 4)
	return nil
}

// judge puts the rates beside the goals.
func (r *run) judge() {
	d := r.largest()
	done := r.report.lines
	r.report.lines = nil
	for _, g := range []struct {
		what, a, b string
		least      float64
	}{
		{"list of 25 from Postgres", sized(list, d), b3, 0.60},
		{"list from the page cache", cachedList, b1, 0.65},
		{"304", notModified, b1, 1.3},
		{"logged-in list", staffList, sized(list, d), 0.90},
		{"activity page", sized(show, d), b2, 0.50},
	} {
		r.ratio(g.what, g.a, g.b, g.least)
	}
	r.judgeSQL(d)
	r.judgeGrowth()
	r.report.lines = append(r.report.lines, done...)
	for _, name := range []string{b1, b2, b3, sized(list, d), sized(listSearch, d), sized(calendar, d), sized(show, d), staffList, cachedList, notModified} {
		if len(r.rates[name]) > 0 {
			r.report.info("per second: "+name, fmt.Sprintf("%.0f", median(r.rates[name])))
		}
	}
	for _, d := range r.databases {
		if d.loaded == 0 {
			continue
		}
		r.report.info(fmt.Sprintf("loading %d activities", d.corpus.n), d.loaded.Round(time.Second).String())
	}
}

func (r *run) ratio(what, a, b string, least float64) {
	if len(r.rates[a]) == 0 {
		return
	}
	got := r.rates.ratio(a, b)
	goal := fmt.Sprintf("≥ %.0f %% of %s", 100*least, b)
	r.report.add(what, goal, fmt.Sprintf("%.0f %%", 100*got), got >= least)
}

func (r *run) judgeSQL(d *database) {
	s := d.sql
	if len(s.pk) == 0 {
		return
	}
	within := func(what string, t times, p50, p99 time.Duration) {
		ok := t.at(0.5) <= p50 && t.at(0.99) <= p99
		r.report.add(fmt.Sprintf("%s, %d activities", what, d.corpus.n), fmt.Sprintf("p50 ≤ %s, p99 ≤ %s", ms(p50), ms(p99)),
			fmt.Sprintf("%s, %s, most %s", ms(t.at(0.5)), ms(t.at(0.99)), ms(t.at(1))), ok)
	}
	within("search", s.search, time.Millisecond, 10*time.Millisecond)
	r.report.add("search, slowest", "≤ 50 ms", ms(s.search.at(1)), s.search.at(1) <= 50*time.Millisecond)
	within("typos and parts of words", s.similar, time.Millisecond, 5*time.Millisecond)
	within("autocomplete", s.suggest, time.Millisecond, 5*time.Millisecond)
	times := float64(s.month.at(0.5)) / float64(max(s.pk.at(0.5), 1))
	within("calendar month with places", s.monthPlaces, 10*time.Millisecond, 50*time.Millisecond)
	r.report.add("calendar month", "p50 ≤ 2 × pk", fmt.Sprintf("%.1f × (%s, pk %s)", times, ms(s.month.at(0.5)), ms(s.pk.at(0.5))), times <= 2)
}

// judgeGrowth compares the smallest with the largest database.
func (r *run) judgeGrowth() {
	small, large := r.databases[0], r.largest()
	if small == large {
		return
	}
	between := fmt.Sprintf(" from %d to %d", small.corpus.n, large.corpus.n)
	for _, name := range []string{list, listSearch, show} {
		if got := r.rates.ratio(sized(name, small), sized(name, large)); got > 0 {
			r.report.add(name+" page"+between, "≤ 1.25 ×", fmt.Sprintf("%.2f ×", got), got <= 1.25)
		}
	}
	if len(large.sql.pk) == 0 {
		return
	}
	for _, g := range []struct {
		what         string
		small, large times
	}{
		{"search", small.sql.search, large.sql.search}, {"typos", small.sql.similar, large.sql.similar},
		{"autocomplete", small.sql.suggest, large.sql.suggest}, {"month", small.sql.month, large.sql.month},
	} {
		got := float64(g.large.at(0.5)) / float64(max(g.small.at(0.5), 1))
		r.report.add(g.what+" SQL"+between, "p50 ≤ 3 ×", fmt.Sprintf("%.1f ×", got), got <= 3)
	}
}
