// The plain addresses: health, robots, the icon, security contact and reports.

package web

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"frivilligsentral/internal/postgres"
	"frivilligsentral/web/static"
)

// health says whether the portal can do its work: 200 when the database answers and can store something, 503 otherwise.
func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if err := s.portal.Pool.Ping(ctx); err != nil {
		unhealthy(w, `{"status":"nede","database":"svarer ikke"}`)
		return
	}
	if err := s.disk.check(ctx, s.portal.Pool, s.now()); err != nil {
		s.log.Warn("the database cannot store anything", "error", err)
		unhealthy(w, `{"status":"nede","database":"kan ikke lagre"}`)
		return
	}
	_, _ = io.WriteString(w, `{"status":"ok","database":"ok"}`+"\n")
}

func unhealthy(w http.ResponseWriter, says string) {
	w.Header().Set("Retry-After", retryAfter)
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = io.WriteString(w, says+"\n")
}

// diskLife is how long the answer about the disk holds: anybody may ask /helse, and each look writes a file.
const diskLife = 5 * time.Second

// diskCheck remembers whether the database could store something.
type diskCheck struct {
	mu   sync.Mutex
	good time.Time // when it last could
}

func (d *diskCheck) check(ctx context.Context, db postgres.Beginner, now time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if age := now.Sub(d.good); age >= 0 && age < diskLife {
		return nil
	}
	err := postgres.Writable(ctx, db)
	if err == nil {
		d.good = now
	}
	return err
}

func (s *Server) robots(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	fmt.Fprint(w, "User-agent: *\nDisallow: /lag/\nDisallow: /ansatt/\nDisallow: /logg-inn\nDisallow: /demo/\nDisallow: /sok\nDisallow: /meld-fra\n")
}

func (s *Server) favicon(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "public, max-age=3600") // the address changes with the file
	http.Redirect(w, r, static.Path("favicon.svg"), http.StatusFound)
}

// securityTxt tells where to report a weakness (RFC 9116).
func (s *Server) securityTxt(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	expires := s.now().AddDate(0, 6, 0).UTC().Format(time.RFC3339)
	fmt.Fprintf(w, "Contact: mailto:%s\nExpires: %s\nPreferred-Languages: nb, nn, en\nCanonical: %s/.well-known/security.txt\n",
		s.cfg.MailFrom, expires, s.cfg.BaseURL)
}

func (s *Server) changePassword(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "/logg-inn", http.StatusSeeOther)
}

// cspReport notes that a browser blocked something; the report's content is not kept.
func (s *Server) cspReport(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, 16<<10))
	s.log.Warn("content security policy report")
	w.WriteHeader(http.StatusNoContent)
}
