// Finished public pages, kept in memory for a moment.

package web

import (
	"bytes"
	"crypto/rand"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"frivilligsentral/internal/cache"
	"frivilligsentral/web/page"
)

// Finished public pages are kept for a moment: long enough to carry a rush, short
// enough that a change from another process (an import, a job) soon shows. A
// change made through this process shows at once.
const (
	cacheLife    = 5 * time.Second
	cacheBytes   = 32 << 20
	cacheMaxPage = 512 << 10
)

// pageCache keeps public answers in memory, for all municipalities.
type pageCache struct {
	pages       *cache.Cache[string, *cachedPage]
	generations sync.Map // municipality id → *atomic.Uint64, counts changes
}

// cachedPage is an answer with all its headers but the request's own.
type cachedPage struct {
	*page.Finished
	site       int64
	generation uint64
	header     http.Header
}

func newPageCache() *pageCache {
	return &pageCache{pages: cache.New(cache.Options[string, *cachedPage]{
		Life: cacheLife, Most: cacheBytes,
		Weigh: func(k string, p *cachedPage) int { return len(k) + p.Size() + 3000 },
	})}
}

func (c *pageCache) generation(site int64) *atomic.Uint64 {
	if g, ok := c.generations.Load(site); ok {
		return g.(*atomic.Uint64)
	}
	g, _ := c.generations.LoadOrStore(site, new(atomic.Uint64))
	return g.(*atomic.Uint64)
}

// longestKept is how long an address may be whose answer is kept.
const longestKept = 1000

// pageKey is the address as it was asked for.
func pageKey(r *http.Request) string { return r.Host + "\x00" + r.RequestURI }

// front answers reads from memory when it can, before anything else is done for them: what is kept is the same
// for everybody, and costs no more to send than to refuse.
func (c *pageCache) front(next http.Handler, log func(w http.ResponseWriter, r *http.Request, status, bytes int)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			if p, ok := c.pages.Peek(pageKey(r)); ok && p.generation == c.generation(p.site).Load() {
				w.Header().Set("X-Request-Id", rand.Text()[:12])
				maps.Copy(w.Header(), p.header)
				status, n := p.Send(w, r)
				log(w, r, status, n)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// keep keeps what public reads are answered, and forgets the municipality's pages after every other request.
func (c *pageCache) keep(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e := page.From(r)
		generation := c.generation(e.Site.ID)
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			defer generation.Add(1) // also when it panics: it may have changed something
			next.ServeHTTP(w, r)
			return
		}
		if len(r.RequestURI) > longestKept || r.Method == http.MethodHead || hasOwnLanguage(e) {
			next.ServeHTTP(w, r)
			return
		}
		rec := &recorder{ResponseWriter: w}
		before := generation.Load()
		next.ServeHTTP(rec, r)
		if p := rec.page(); p != nil {
			p.site, p.generation = e.Site.ID, before
			c.pages.Put(pageKey(r), p)
		}
	})
}

// recorder keeps a copy of what may be kept while it is sent.
type recorder struct {
	http.ResponseWriter
	status   int
	header   http.Header // as they were when the answer began
	body     bytes.Buffer
	finished *page.Finished // what is sent, where the page knows it
	skip     bool
}

// Keep is page.Keeper.
func (w *recorder) Keep(f *page.Finished) { w.finished = f }

// ownHeaders are the request's own, or said anew when the page is sent.
var ownHeaders = []string{"X-Request-Id", "Content-Length", "Content-Encoding", "Date"}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
		h := w.Header()
		w.skip = status != http.StatusOK || !strings.HasPrefix(h.Get("Cache-Control"), "public") || h.Get("Set-Cookie") != "" || h.Get("ETag") == ""
		if !w.skip {
			w.header = h.Clone()
			for _, own := range ownHeaders {
				w.header.Del(own)
			}
			if !slices.ContainsFunc(w.header.Values("Vary"), func(v string) bool { return strings.Contains(v, "Accept-Encoding") }) {
				w.header.Add("Vary", "Accept-Encoding")
			}
		}
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	switch {
	case w.skip || w.finished != nil:
	case w.body.Len()+len(b) <= cacheMaxPage:
		w.body.Write(b)
	default:
		w.skip = true
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// page is what to keep, nil when the answer is not for everybody.
func (w *recorder) page() *cachedPage {
	if w.skip || w.status == 0 {
		return nil
	}
	if w.finished == nil {
		f, err := page.Finish(w.body.Bytes())
		if err != nil {
			return nil
		}
		w.finished = f
	}
	return &cachedPage{Finished: w.finished, header: w.header}
}
