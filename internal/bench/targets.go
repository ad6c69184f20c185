// The addresses that are measured.

package bench

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// The addresses that are measured.
const (
	listPath     = "/aktiviteter"
	searchPath   = "/aktiviteter?q=strikk"
	calendarPath = "/aktiviteter/kalender"
	staffPath    = "/ansatt/aktiviteter"
	contactsPath = "/ansatt/kontakter"
)

// Names of the targets; those of a page have the number of activities behind them.
const (
	b1, b2, b3  = "B1", "B2", "B3"
	list        = "list"
	listSearch  = "search"
	calendar    = "calendar"
	show        = "activity"
	staffList   = "staff list"
	cachedList  = "cached list"
	notModified = "304"
)

func sized(name string, d *database) string { return fmt.Sprintf("%s %d", name, d.corpus.n) }

// showPath is the page of an activity of the measured municipality.
func (d *database) showPath() string {
	for i := range d.corpus.n {
		if it := d.corpus.item(i, false); it.town.municipality == d.corpus.measured().municipality {
			return fmt.Sprintf("%s/%d", listPath, it.id)
		}
	}
	return listPath
}

// targets are the baselines and every page that answers.
func (r *run) targets(ctx context.Context) ([]*target, error) {
	all := []*target{
		request(b1, r.baseline.addr, "127.0.0.1", "/b1", http.StatusOK),
		request(b2, r.baseline.addr, "127.0.0.1", "/b2", http.StatusOK),
		request(b3, r.baseline.addr, "127.0.0.1", "/b3", http.StatusOK),
	}
	for _, d := range r.databases {
		for _, p := range []struct{ name, path string }{
			{list, listPath}, {listSearch, searchPath}, {calendar, calendarPath}, {show, d.showPath()},
		} {
			t, err := r.page(ctx, d, d.fresh, sized(p.name, d), p.path)
			if err != nil {
				return nil, err
			}
			all = append(all, t)
		}
	}
	d := r.largest()
	for _, add := range []func(context.Context, *database) (*target, error){r.staffTarget, r.cachedTarget, r.notModifiedTarget} {
		t, err := add(ctx, d)
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	var there []*target
	for _, t := range all {
		if t != nil {
			there = append(there, t)
		}
	}
	return there, nil
}

// page is a target when the address answers 200, following one redirect; otherwise nil.
func (r *run) page(ctx context.Context, d *database, s *server, name, path string, headers ...string) (*target, error) {
	h := http.Header{}
	for i := 0; i+1 < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	for range 2 {
		resp, _, err := fetch(ctx, s.addr, d.corpus.host(), path, h)
		if err != nil {
			return nil, err
		}
		if resp.StatusCode == http.StatusOK {
			return request(name, s.addr, d.corpus.host(), path, http.StatusOK, headers...), nil
		}
		if resp.StatusCode < 300 || resp.StatusCode > 399 {
			break
		}
		next, err := resp.Location()
		if err != nil {
			break
		}
		path = next.RequestURI()
	}
	r.report.note("%s: %s does not answer, so it is not measured.", name, path)
	return nil, nil
}

// staffTarget is a list behind the staff's door.
func (r *run) staffTarget(ctx context.Context, d *database) (*target, error) {
	cookie, err := d.fresh.logIn(ctx, d.corpus.host(), StaffEmail, "ansatt")
	if err != nil {
		return nil, err
	}
	t, err := r.page(ctx, d, d.fresh, staffList, staffPath, "Cookie", cookie)
	if err != nil || t != nil {
		return t, err
	}
	return r.page(ctx, d, d.fresh, staffList, contactsPath, "Cookie", cookie)
}

func (r *run) cachedTarget(ctx context.Context, d *database) (*target, error) {
	return r.page(ctx, d, d.cached, cachedList, listPath)
}

// notModifiedTarget asks for the list as a browser does that has it.
func (r *run) notModifiedTarget(ctx context.Context, d *database) (*target, error) {
	resp, _, err := fetch(ctx, d.cached.addr, d.corpus.host(), listPath, http.Header{"Accept-Encoding": {"gzip"}})
	if err != nil || resp.Header.Get("ETag") == "" {
		return nil, err
	}
	return request(notModified, d.cached.addr, d.corpus.host(), listPath, http.StatusNotModified, "If-None-Match", resp.Header.Get("ETag")), nil
}

// weighMemory reads the memory of a program that has just started, and while it is asked by all clients.
func (r *run) weighMemory(ctx context.Context) error {
	d := r.largest()
	s, _, err := startPortal(ctx, r.bin, d.dsn, d.corpus.host(), "PAGE_CACHE=off")
	if err != nil {
		return err
	}
	defer s.stop()
	time.Sleep(500 * time.Millisecond)
	idle := s.memory()
	done := make(chan error, 1)
	go func() {
		_, err := request("memory", s.addr, d.corpus.host(), listPath, http.StatusOK).rate(ctx, 2*r.Each)
		done <- err
	}()
	most := int64(0)
	for {
		select {
		case err := <-done:
			r.report.add("memory, idle", "≤ 40 MB", megabytes(idle), idle <= 40<<20)
			r.report.add("memory at 32 connections", "≤ 80 MB", megabytes(most), most <= 80<<20)
			return err
		case <-time.After(50 * time.Millisecond):
			most = max(most, s.memory())
		}
	}
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/(1<<20)) }

// timeStarts starts the program again and again, on a database that is migrated and running.
func (r *run) timeStarts(ctx context.Context) error {
	d := r.largest()
	var all []float64
	for range max(r.Rounds, 3) {
		s, took, err := startPortal(ctx, r.bin, d.dsn, d.corpus.host())
		if err != nil {
			return err
		}
		s.stop()
		all = append(all, float64(took.Microseconds())/1000)
	}
	r.report.add("start to first page", "≤ 60 ms", fmt.Sprintf("%.0f ms", median(all)), median(all) <= 60)
	r.report.add("program, stripped, with assets", "≤ 22 MB", megabytes(r.size), r.size <= 22<<20)
	return nil
}
