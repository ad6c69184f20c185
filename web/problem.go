// How errors become pages.

package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/login"
	"frivilligsentral/web/page"
)

func notFound(http.ResponseWriter, *http.Request) error {
	return fault.Missing(i18n.Mark("Vi finner ikke siden du leter etter."))
}

func methodNotAllowed(http.ResponseWriter, *http.Request) error {
	return fault.Missing(i18n.Mark("Vi finner ikke siden du leter etter."))
}

// answer turns a handler's error into the page that fits it.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, errLogin) {
		s.toLogin(w, r)
		return
	}
	if errors.Is(err, account.ErrTermsDue) {
		s.toTerms(w, r)
		return
	}
	s.problem(w, r, err)
}

// toTerms asks a group's person to accept the terms, and leads back to where she was
// afterwards. What she has typed is kept.
func (s *Server) toTerms(w http.ResponseWriter, r *http.Request) {
	e := page.From(r)
	if r.Method != http.MethodPost {
		http.Redirect(w, r, e.URL(login.WithNext(page.TermsPath, e.Path)), http.StatusSeeOther)
		return
	}
	if err := login.TermsDue(w, r); err != nil {
		s.problem(w, r, err)
	}
}

// toLogin sends people to their own door, and back to where they were afterwards.
// A form that was sent too late keeps its text.
func (s *Server) toLogin(w http.ResponseWriter, r *http.Request) {
	e := page.From(r)
	if r.Method == http.MethodPost {
		if err := login.Expired(w, r); err != nil {
			s.problem(w, r, err)
		}
		return
	}
	http.Redirect(w, r, e.URL(login.WithNext(login.Path(e.Door), e.Path)), http.StatusSeeOther)
}

var statusOf = map[fault.Kind]int{
	fault.NotFound: http.StatusNotFound, fault.Forbidden: http.StatusForbidden, fault.Invalid: http.StatusUnprocessableEntity,
	fault.Conflict: http.StatusConflict, fault.TooMany: http.StatusTooManyRequests, fault.Unavailable: http.StatusServiceUnavailable,
	fault.TooLarge: http.StatusRequestEntityTooLarge, fault.Internal: http.StatusInternalServerError,
}

// problem sends the error page, and logs what is our own fault. Users see only
// texts that were written for them.
func (s *Server) problem(w http.ResponseWriter, r *http.Request, err error) {
	e := page.From(r)
	kind := fault.KindOf(err)
	if errors.Is(err, context.DeadlineExceeded) && kind == fault.Internal {
		kind = fault.Unavailable
	}
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // nobody is waiting
	}
	if statusOf[kind] >= 500 {
		s.log.Log(r.Context(), blame(r), "request failed", "request", e.RequestID, "method", r.Method, "path", s.loggedPath(r.URL.Path), "error", err)
	}
	s.sendProblem(w, r, kind, err)
}

// gone says that the reader has closed the connection. Half a body, or an answer that cannot be written, is then
// nobody's mistake.
func gone(r *http.Request) bool { return errors.Is(r.Context().Err(), context.Canceled) }

// blame is the level of a failure: an error is what a person must look at.
func blame(r *http.Request) slog.Level {
	if gone(r) {
		return slog.LevelInfo
	}
	return slog.LevelError
}

// sendProblem sends the page of a problem that has been logged.
func (s *Server) sendProblem(w http.ResponseWriter, r *http.Request, kind fault.Kind, err error) {
	e, status := page.From(r), statusOf[kind]
	h := w.Header()
	for _, name := range []string{"ETag", "Last-Modified", "Location", "Content-Disposition", "Content-Length", "Content-Encoding", "Vary"} {
		h.Del(name)
	}
	h.Set("Cache-Control", "no-store")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests {
		h.Set("Retry-After", retryAfter)
	}
	asked := r
	r = r.WithContext(context.WithoutCancel(r.Context())) // the page must come out also when the time is up
	s.dress(r, kind)
	if rerr := page.RenderStatus(w, r, status, problemPage(problemView(r, kind, err))); rerr != nil {
		s.log.Log(r.Context(), blame(asked), "problem page", "request", e.RequestID, "error", rerr)
		http.Error(w, "Noe gikk galt. "+e.RequestID, status)
	}
}

// dress gives an error page that comes before the municipality is known its name
// and colours, when that asks nothing of a database that may be away.
func (s *Server) dress(r *http.Request, kind fault.Kind) {
	if page.From(r).Site.ID != 0 || kind == fault.Unavailable || kind == fault.Internal {
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	_ = s.findSite(r.WithContext(ctx)) // without it the page is plainer
}
