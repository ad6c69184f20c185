// How pages are sent, and what caches may keep.

package page

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"frivilligsentral/internal/account"

	"github.com/a-h/templ"
	"github.com/zeebo/xxh3"
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// PublicCache is what caches may do with pages that carry no personal state.
const PublicCache = "public, max-age=60, stale-while-revalidate=300"

// FeedCache lets calendar programs, search engines and caches keep a file for an hour.
const FeedCache = "public, max-age=3600"

// Private keeps a page with secrets in its address, or with personal state on a
// public address, out of caches and out of the Referer header.
func Private(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
}

// Render sends a component with status 200.
func Render(w http.ResponseWriter, r *http.Request, c templ.Component) error {
	return RenderStatus(w, r, http.StatusOK, c)
}

// RenderStatus renders to a buffer and then sends, so that a failing page never
// goes out half. Public pages get an ETag and may be kept; pages behind a door never.
func RenderStatus(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	buf := buffers.Get().(*bytes.Buffer)
	defer func() { buf.Reset(); buffers.Put(buf) }()
	if err := c.Render(r.Context(), buf); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	if cacheable(r, status) && h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", PublicCache)
	}
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	return Send(w, r, status, buf.Bytes())
}

// cacheable says whether the answer is the same for everybody.
func cacheable(r *http.Request, status int) bool {
	return From(r).Door == account.NoDoor && status == http.StatusOK && (r.Method == http.MethodGet || r.Method == http.MethodHead)
}

// Send writes body, with an ETag and 304 when the answer may be kept by caches.
func Send(w http.ResponseWriter, r *http.Request, status int, body []byte) error {
	h := w.Header()
	if strings.HasPrefix(h.Get("Cache-Control"), "public") && status == http.StatusOK {
		tag := etag(body)
		h.Set("ETag", tag)
		if Matches(r.Header.Get("If-None-Match"), tag) {
			h.Del("Content-Type")
			w.WriteHeader(http.StatusNotModified)
			return nil
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method == http.MethodHead {
		return nil
	}
	_, err := w.Write(body)
	return err
}

// JSON answers a script of our own with a value. It is not kept by anybody, unless the
// header says so already.
func JSON(w http.ResponseWriter, r *http.Request, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	return Send(w, r, http.StatusOK, b)
}

// etag is weak: compression changes the bytes, not the page.
func etag(body []byte) string {
	sum := xxh3.Hash128(body).Bytes() // every page is hashed: this takes microseconds
	return `W/"` + hex.EncodeToString(sum[:]) + `"`
}

// Matches says whether an If-None-Match header holds the tag.
func Matches(header, tag string) bool {
	for _, t := range strings.Split(header, ",") {
		t = strings.TrimSpace(t)
		if t == "*" || t == tag || "W/"+t == tag {
			return true
		}
	}
	return false
}

// Redirect answers a POST with 303. A flash text, when given, is shown on the next page.
func Redirect(w http.ResponseWriter, r *http.Request, path string, flash ...string) error {
	e := From(r)
	if len(flash) > 0 && e.Session != nil {
		e.Session.Flash(r.Context(), "success", flash[0])
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, e.URL(path), http.StatusSeeOther)
	return nil
}
