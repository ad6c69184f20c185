// Finished pages: packed once, sent many times, and kept by what they are made of.

package page

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/cache"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/web/static"

	"github.com/a-h/templ"
	"github.com/klauspost/compress/gzip"
	"github.com/zeebo/xxh3"
)

// Finished is the body of an answer for everybody, as it is and packed. It is not changed any more.
type Finished struct {
	tag                       string
	plain, packed             []byte
	plainLength, packedLength []string // as headers have them
}

// packLevel is worth its time for what is packed once and sent often.
const packLevel = 5

// Finish packs a copy of body.
func Finish(body []byte) (*Finished, error) {
	var buf bytes.Buffer
	z, err := gzip.NewWriterLevel(&buf, packLevel)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(body); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	f := &Finished{tag: etag(body), plain: bytes.Clone(body), packed: bytes.Clone(buf.Bytes())}
	f.plainLength, f.packedLength = []string{strconv.Itoa(len(f.plain))}, []string{strconv.Itoa(len(f.packed))}
	return f, nil
}

// Size is how many bytes it takes.
func (f *Finished) Size() int { return len(f.plain) + len(f.packed) }

var gzipCoding = []string{"gzip"}

// Send answers with the body in the way the reader takes it, or with 304 when she has it, and says which status
// and how many bytes. The headers that say what it is are set already.
func (f *Finished) Send(w http.ResponseWriter, r *http.Request) (status, n int) {
	h := w.Header()
	h.Set("ETag", f.tag)
	if Matches(r.Header.Get("If-None-Match"), f.tag) {
		h.Del("Content-Type")
		w.WriteHeader(http.StatusNotModified)
		return http.StatusNotModified, 0
	}
	body, length := f.plain, f.plainLength
	if static.Accepts(r.Header.Get("Accept-Encoding"), "gzip") {
		body, length = f.packed, f.packedLength
		h["Content-Encoding"] = gzipCoding
	}
	h["Content-Length"] = length
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // a reader who went away is no error of ours
	}
	return http.StatusOK, len(body)
}

// Keeper is a writer that wants to know what is sent through it as a whole.
type Keeper interface{ Keep(*Finished) }

// Made are finished public pages by what they are made of: whoever has read the parts anew, and finds them as they
// were, sends the page without making it. It is never older than its parts.
type Made struct {
	pages *cache.Cache[madeOf, *Finished]
}

// madeOf is everything that a page depends on. Pages tell days apart, not hours.
type madeOf struct {
	site    *municipality.Site // as it is in memory: another one when it is read anew
	lang    i18n.Lang
	address string
	day     string
	parts   xxh3.Uint128
}

// Pages live so long at most, and take no more memory than this.
const (
	madeLife  = 10 * time.Minute
	madeBytes = 32 << 20
)

// NewMade keeps nothing yet. The clock is time.Now when nil.
func NewMade(now func() time.Time) *Made {
	return &Made{cache.New(cache.Options[madeOf, *Finished]{
		Life: madeLife, Most: madeBytes, Now: now, Weigh: func(k madeOf, f *Finished) int { return f.Size() + len(k.address) + 500 },
	})}
}

// Render sends the public page that is made of the parts, from memory when it has been made of the same. Parts are all
// that it shows beside what Env knows, each in a form that is another when what is shown is another.
func (m *Made) Render(w http.ResponseWriter, r *http.Request, parts []string, build func() (templ.Component, error)) error {
	e := From(r)
	key := madeOf{
		site: e.Site, lang: e.Lang, address: e.Path, day: i18n.Midnight(e.Now).Format(time.DateOnly),
		parts: xxh3.HashString128(strings.Join(parts, "\x00")),
	}
	f, ok := m.pages.Peek(key)
	if !ok {
		c, err := build()
		if err != nil {
			return err
		}
		buf := buffers.Get().(*bytes.Buffer)
		defer func() { buf.Reset(); buffers.Put(buf) }()
		if err := c.Render(r.Context(), buf); err != nil {
			return err
		}
		if f, err = Finish(buf.Bytes()); err != nil {
			return err
		}
		m.pages.Put(key, f)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", PublicCache)
	if k, ok := w.(Keeper); ok {
		k.Keep(f)
	}
	f.Send(w, r)
	return nil
}
