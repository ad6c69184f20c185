// Finished public pages, kept in memory for a moment.

package web

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"frivilligsentral/internal/cache"
	"frivilligsentral/web/page"
	"frivilligsentral/web/static"

	"github.com/klauspost/compress/gzip"
)

// Finished public pages are kept for a moment: long enough to carry a rush, short
// enough that a change from another process (an import, a job) soon shows. A
// change made through this process shows at once.
const (
	cacheLife    = 5 * time.Second
	cacheBytes   = 64 << 20
	cacheMaxPage = 512 << 10
)

// pageCache keeps public answers in memory, per municipality.
type pageCache struct {
	pages       *cache.Cache[cacheKey, *cachedPage]
	generations sync.Map // municipality id → *atomic.Uint64, counts changes
}

type cacheKey struct {
	site       int64
	generation uint64
	address    string // language, path and query
}

type cachedPage struct {
	header http.Header
	etag   string
	plain  []byte
	packed []byte // gzip
}

func newPageCache() *pageCache {
	return &pageCache{pages: cache.New(cache.Options[cacheKey, *cachedPage]{
		Life: cacheLife, Most: cacheBytes,
		Weigh: func(k cacheKey, p *cachedPage) int { return len(k.address) + len(p.plain) + len(p.packed) + 1000 },
	})}
}

func (c *pageCache) generation(site int64) *atomic.Uint64 {
	if g, ok := c.generations.Load(site); ok {
		return g.(*atomic.Uint64)
	}
	g, _ := c.generations.LoadOrStore(site, new(atomic.Uint64))
	return g.(*atomic.Uint64)
}

// around answers public GETs from memory when it can, and forgets the
// municipality's pages after every other request.
func (c *pageCache) around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e := page.From(r)
		generation := c.generation(e.Site.ID)
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			defer generation.Add(1) // also when it panics: it may have changed something
			next.ServeHTTP(w, r)
			return
		}
		if len(r.URL.RawQuery) > 1000 {
			next.ServeHTTP(w, r)
			return
		}
		key := cacheKey{site: e.Site.ID, generation: generation.Load(), address: string(e.Lang) + r.URL.Path + "?" + r.URL.RawQuery}
		if p, ok := c.pages.Peek(key); ok {
			p.send(w, r)
			return
		}
		rec := &recorder{ResponseWriter: w}
		next.ServeHTTP(rec, r)
		if p := rec.page(r); p != nil {
			c.pages.Put(key, p)
		}
	})
}

func (p *cachedPage) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	for k, v := range p.header {
		h[k] = v
	}
	if page.Matches(r.Header.Get("If-None-Match"), p.etag) {
		h.Del("Content-Type")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := p.plain
	if p.packed != nil && static.Accepts(r.Header.Get("Accept-Encoding"), "gzip") {
		body = p.packed
		h.Set("Content-Encoding", "gzip")
		h.Add("Vary", "Accept-Encoding")
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // a reader who went away is no error of ours
	}
}

// recorder keeps a copy of what may be kept while it is sent.
type recorder struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
	skip   bool
}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
		h := w.Header()
		w.skip = status != http.StatusOK || !strings.HasPrefix(h.Get("Cache-Control"), "public") || h.Get("Set-Cookie") != "" || h.Get("ETag") == ""
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	if !w.skip && w.body.Len()+len(b) <= cacheMaxPage {
		w.body.Write(b)
	} else {
		w.skip = true
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

var keptHeaders = []string{"Content-Type", "Cache-Control", "Etag", "Content-Disposition", "Link", "Last-Modified", "Vary", "Cross-Origin-Resource-Policy"}

// page is what to keep, nil when the answer is not for everybody.
func (w *recorder) page(r *http.Request) *cachedPage {
	if w.skip || w.status == 0 || r.Method != http.MethodGet {
		return nil
	}
	p := &cachedPage{header: http.Header{}, etag: w.Header().Get("ETag"), plain: bytes.Clone(w.body.Bytes())}
	for _, k := range keptHeaders {
		if v := w.Header().Values(k); len(v) > 0 {
			p.header[k] = append([]string(nil), v...)
		}
	}
	var buf bytes.Buffer
	z, err := gzip.NewWriterLevel(&buf, 5)
	if err != nil {
		return p
	}
	if _, err := z.Write(p.plain); err != nil || z.Close() != nil {
		return p
	}
	p.packed = buf.Bytes()
	return p
}
