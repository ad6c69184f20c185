package static

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func get(t *testing.T, method, path, encoding string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	r.Header.Set("Accept-Encoding", encoding)
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w.Result()
}

func TestHandler(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, file, accept string
		wantType, wantEnc  string
	}{
		{"stylesheet in brotli", "app.css", "gzip, deflate, br", "text/css; charset=utf-8", "br"},
		{"stylesheet in gzip", "app.css", "gzip", "text/css; charset=utf-8", "gzip"},
		{"stylesheet when brotli is refused", "app.css", "br;q=0, gzip", "text/css; charset=utf-8", "gzip"},
		{"stylesheet as it is", "app-kommune2.css", "", "text/css; charset=utf-8", ""},
		{"script", "app.js", "br", "text/javascript; charset=utf-8", "br"},
		{"font is compressed already", "inter-latin.woff2", "br", "font/woff2", ""},
		{"manifest", "site.webmanifest", "br", "application/manifest+json", "br"},
		{"speculation rules", "speculation.json", "", "application/speculationrules+json", ""},
		{"icon", "favicon.svg", "", "image/svg+xml", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			resp := get(t, http.MethodGet, Path(tt.file), tt.accept)
			if resp.StatusCode != http.StatusOK {
				t.Fatalf("GET %s: got %d, want 200", Path(tt.file), resp.StatusCode)
			}
			want := map[string]string{
				"Content-Type": tt.wantType, "Content-Encoding": tt.wantEnc,
				"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff",
			}
			for key, value := range want {
				if got := resp.Header.Get(key); got != value {
					t.Errorf("%s: got %q, want %q", key, got, value)
				}
			}
		})
	}
}

func TestHandlerRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, method, path string
		want               int
	}{
		{"name without hash", http.MethodGet, Prefix + "app.css", http.StatusNotFound},
		{"old hash", http.MethodGet, Prefix + "app.0000000000.css", http.StatusNotFound},
		{"compressed copy by name", http.MethodGet, Prefix + "app.css.br", http.StatusNotFound},
		{"other method", http.MethodPost, Path("app.css"), http.StatusMethodNotAllowed},
		{"head", http.MethodHead, Path("app.css"), http.StatusOK},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := get(t, tt.method, tt.path, "").StatusCode; got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}

// The goals are those of the README: what a first visit may weigh.
func TestWeight(t *testing.T) {
	t.Parallel()
	for name, limit := range map[string]int{"app.css": 14 << 10, "app-kommune2.css": 14 << 10, "app.js": 6 << 10} {
		if got := len(byName[name].encoded["br"]); got == 0 || got > limit {
			t.Errorf("%s: got %d bytes in brotli, want 1 to %d", name, got, limit)
		}
	}
}

func TestStylesheetsPointAtHashedFiles(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"app.css", "app-kommune2.css", "site.webmanifest"} {
		body, err := io.ReadAll(get(t, http.MethodGet, Path(name), "").Body)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range strings.Split(string(body), Prefix)[1:] {
			url := Prefix + part[:strings.IndexAny(part, `")`)]
			if byURL[url] == nil {
				t.Errorf("%s points at %s, which is not served", name, url)
			}
		}
	}
}

// A weight of nothing is a no, whichever way it is written.
func TestAccepts(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]bool{
		"gzip": true, "GZIP": true, "br, gzip": true, "gzip;q=0.5": true, "gzip; q=1.000": true, "*": true, "br;q=0, *;q=0.1": true,
		"": false, "br": false, "identity": false, "x-gzip": false, "gzip;q=0": false, "gzip; q=0": false, "gzip ;q = 0.0": false, "GZIP;Q=0.000": false,
		"br, gzip;q=0": false, "gzip;q=0, *": false, "*;q=0": false, "gzip;q=nei": false, "gzip;x=1;q=0": false,
	} {
		if got := Accepts(header, "gzip"); got != want {
			t.Errorf("Accept-Encoding %q: got %v, want %v", header, got, want)
		}
	}
}
