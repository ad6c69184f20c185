// What is answered while the portal is not ready: it starts, or its tables are being changed.

package web

import (
	"html"
	"io"
	"net/http"
	"strings"

	"frivilligsentral/internal/i18n"
)

// retryAfter is how long, in seconds, somebody who meets 503 or 429 is asked to wait.
const retryAfter = "60"

// startingPage needs nothing: no database, no municipality, no files.
const startingPage = `<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="10">
<title>{title}</title></head><body><main><h1>{title}</h1><p>{text}</p></main></body></html>
`

// Starting answers every address with 503 and when to try again.
func Starting() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		if r.URL.Path == "/helse" {
			h.Set("Content-Type", "application/json; charset=utf-8")
			unhealthy(w, `{"status":"starter"}`)
			return
		}
		lang, _ := i18n.SplitPath(r.URL.Path)
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Retry-After", "10")
		w.WriteHeader(http.StatusServiceUnavailable)
		if r.Method == http.MethodHead {
			return
		}
		_, _ = io.WriteString(w, strings.NewReplacer("{lang}", string(lang),
			"{title}", html.EscapeString(lang.T("Vi er straks tilbake")),
			"{text}", html.EscapeString(lang.T("Portalen starter. Siden kommer av seg selv om et øyeblikk."))).Replace(startingPage))
	})
}
