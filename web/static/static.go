// Package static holds the built stylesheets, script, fonts and icons inside
// the binary and serves them under names that carry a hash of their content,
// so that browsers and caches may keep them for ever. The files in dist are
// made by web/assets/build.sh from the sources in web/assets.
package static

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed dist
var dist embed.FS

// Prefix is where Handler expects to be mounted.
const Prefix = "/static/"

// asset is one file with the compressed copies made when it was built.
type asset struct {
	url         string
	contentType string
	plain       []byte
	encoded     map[string][]byte
}

var byName, byURL = load(dist)

func load(files fs.FS) (names, urls map[string]*asset) {
	names, urls = map[string]*asset{}, map[string]*asset{}
	entries, err := fs.ReadDir(files, "dist")
	if err != nil {
		return names, urls
	}
	for _, e := range entries {
		name := e.Name()
		if ext := path.Ext(name); e.IsDir() || ext == ".br" || ext == ".gz" {
			continue
		}
		a := newAsset(files, name)
		names[name], urls[a.url] = a, a
	}
	return names, urls
}

func newAsset(files fs.FS, name string) *asset {
	plain, _ := fs.ReadFile(files, "dist/"+name)
	sum := sha256.Sum256(plain)
	ext := path.Ext(name)
	a := &asset{
		url:         Prefix + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext,
		contentType: contentType(name),
		plain:       plain,
		encoded:     map[string][]byte{},
	}
	for enc, suffix := range map[string]string{"br": ".br", "gzip": ".gz"} {
		if b, err := fs.ReadFile(files, "dist/"+name+suffix); err == nil {
			a.encoded[enc] = b
		}
	}
	return a
}

func contentType(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".woff2":
		return "font/woff2"
	case ".webmanifest":
		return "application/manifest+json"
	case ".json":
		if strings.HasPrefix(name, "speculation") {
			return "application/speculationrules+json"
		}
		return "application/json"
	}
	return mime.TypeByExtension(path.Ext(name))
}

// Path is the hashed URL of the file with this name in dist. An unknown name
// gives its plain address, which answers 404, so that the mistake is seen.
func Path(name string) string {
	if p, ok := Lookup(name); ok {
		return p
	}
	return Prefix + name
}

// Lookup is Path, telling whether the file exists.
func Lookup(name string) (string, bool) {
	a, ok := byName[name]
	if !ok {
		return "", false
	}
	return a.url, true
}

// Handler serves the files at their hashed URLs; mount it at Prefix without
// stripping. Answers may be kept for a year by anyone.
func Handler() http.Handler {
	return http.HandlerFunc(serve)
}

func serve(w http.ResponseWriter, r *http.Request) {
	a, ok := byURL[r.URL.Path]
	if !ok {
		w.Header().Set("Cache-Control", "no-store") // the next release may have it
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.contentType)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("X-Content-Type-Options", "nosniff")
	body := a.plain
	if len(a.encoded) > 0 {
		h.Add("Vary", "Accept-Encoding")
		if enc := accepted(r.Header.Get("Accept-Encoding"), a.encoded); enc != "" {
			h.Set("Content-Encoding", enc)
			body = a.encoded[enc]
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(body)
	}
}

// accepted picks brotli before gzip among what the client takes.
func accepted(header string, have map[string][]byte) string {
	for _, enc := range []string{"br", "gzip"} {
		if _, ok := have[enc]; ok && Accepts(header, enc) {
			return enc
		}
	}
	return ""
}

// Accepts says whether an Accept-Encoding header takes the coding: by its name, or by *; weight 0 is a no.
func Accepts(header, coding string) bool {
	others := false
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case coding:
			return wanted(params)
		case "*":
			others = wanted(params)
		}
	}
	return others
}

// wanted reads q=… of a coding; what cannot be read is a no.
func wanted(params string) bool {
	for param := range strings.SplitSeq(params, ";") {
		name, value, _ := strings.Cut(param, "=")
		if strings.EqualFold(strings.TrimSpace(name), "q") {
			q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			return err == nil && q > 0
		}
	}
	return true
}
