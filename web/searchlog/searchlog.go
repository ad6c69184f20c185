// Package searchlog counts what residents search for, without anything about who.
package searchlog

import (
	"net/http"
	"sync"
	"time"

	"frivilligsentral/internal/portal"
	"frivilligsentral/web/page"
)

const logEvery = time.Minute

// Log adds what residents search for to the portal's search log. Counts
// are stored at most once a minute, so that a page view writes no row.
type Log struct {
	portal *portal.Portal

	mu     sync.Mutex
	stored time.Time
}

// New makes a log; the pages that have a search share one.
func New(p *portal.Portal) *Log { return &Log{portal: p} }

// Add counts one search. A log that cannot be stored is no reason to fail: it is
// tried again with the next search.
func (l *Log) Add(r *http.Request, words string, hits int) {
	e := page.From(r)
	l.portal.SearchLog.Add(e.Site.ID, e.Now, words, hits)
	l.mu.Lock()
	due := !l.stored.IsZero() && e.Now.Sub(l.stored) >= logEvery
	if due || l.stored.IsZero() {
		l.stored = e.Now
	}
	l.mu.Unlock()
	if due {
		_ = l.portal.SearchLog.Flush(r.Context(), l.portal.Pool)
	}
}
