// Package signup is where residents sign up for activities and keep what they have
// signed up for, without an account: the form, the page behind the link in the
// e-mail, the guardian's page, and getting the link again.
//
// A link in an e-mail is all that is needed to act, so these pages are in no cache,
// in no search engine and in no Referer header, and a GET changes nothing.
package signup

import (
	"context"
	"net/http"
	"time"

	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/portal"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"

	"github.com/go-chi/chi/v5"
)

const findPath = "/pamelding/finn"

// Handler has the pages.
type Handler struct {
	portal *portal.Portal
}

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }

// quiet begins a page that search engines never see.
func quiet(r *http.Request, title string) ui.Page {
	p := page.From(r).Page(r, title)
	p.Active, p.NoIndex, p.Alternates, p.CanonicalURL = "aktiviteter", true, false, ""
	return p
}

// subject is what somebody signs up for: a date or a series, or the dates to choose among.
type subject struct {
	listing.PageView
	Signup signupform.Page
	Slots  []signupform.Slot // the coming dates where one date is chosen
	DateID int64             // 0: the series, or not chosen yet

	lang         string      // of the activity's words, "" when it is the page's
	Where        string      // of the date, or of a series' next one
	Starts, Ends []time.Time // of a series' dates
}

const maxDates = 200

// noSignUp says that the activity is there and takes no sign-ups here.
var noSignUp error = fault.New(fault.Conflict, "")

// read finds the activity and its sign-up. An activity that residents cannot see is
// NotFound, one without sign-up here is noSignUp.
func (h *Handler) read(r *http.Request) (subject, error) {
	e, ctx := page.From(r), r.Context()
	id, err := page.ID(r, "id")
	if err != nil {
		return subject{}, err
	}
	s := subject{}
	if s.PageView, err = h.portal.ActivityLists.PublicPage(ctx, e.Site.ID, id); err != nil {
		return s, err
	}
	s.lang = e.Foreign(s.Lang)
	s.Slots, err = h.portal.SignupForms.Slots(ctx, e.Actor, id, e.Now, maxDates)
	if fault.Is(err, fault.NotFound) || err == nil && len(s.Slots) == 0 {
		return s, noSignUp
	}
	if err != nil {
		return s, err
	}
	if chi.URLParam(r, "dato") != "" {
		if s.DateID, err = page.ID(r, "dato"); err != nil {
			return s, err
		}
	} else if !s.series() && len(s.Slots) == 1 {
		s.DateID = s.Slots[0].OccurrenceID
	}
	return s, h.readSlot(ctx, e, &s)
}

func (h *Handler) readSlot(ctx context.Context, e *page.Env, s *subject) (err error) {
	if !s.series() && s.DateID == 0 {
		return nil
	}
	s.Signup, err = h.portal.SignupForms.SignUpPage(ctx, e.Actor, s.ID, s.DateID)
	s.Where = s.Signup.Place
	if err != nil || !s.series() {
		return err
	}
	all, err := h.portal.Activities.PublicOccurrences(ctx, e.Site.ID, s.ID, time.Time{}, maxDates)
	for _, o := range all {
		if !o.Off() {
			if s.Where == "" && o.EndsAt.After(e.Now) {
				s.Where = o.PlaceLine
			}
			s.Starts, s.Ends = append(s.Starts, o.StartsAt), append(s.Ends, o.EndsAt)
		}
	}
	return err
}

func (s subject) series() bool { return s.Slots[0].Scope == signupform.WholeSeries }

// mustChoose says that a date has to be chosen first.
func (s subject) mustChoose() bool { return !s.series() && s.DateID == 0 }

func (s subject) activityPath() string { return activitycards.NumberPath(s.ID) }

// toActivity leads to the activity's page, which says how one takes part.
func toActivity(w http.ResponseWriter, r *http.Request, id int64) error {
	return page.Redirect(w, r, activitycards.NumberPath(id))
}

func crumbs(p ui.Page, s subject, last string) []ui.Crumb {
	return []ui.Crumb{
		{Label: p.T("Aktiviteter"), URL: p.URL("/aktiviteter")}, {Label: s.Title, Lang: s.lang, URL: p.URL(s.activityPath())}, {Label: last},
	}
}
