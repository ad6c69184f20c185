package signup_test

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/webtest"
)

// now is a Thursday morning.
var now = time.Date(2026, 5, 14, 9, 0, 0, 0, i18n.Oslo)

type world struct {
	*webtest.Site
	t        *testing.T
	staff    account.Actor
	activity int64
	dates    []activity.Occurrence
}

// newWorld has a knitting café next Thursday, weekly when repeat is set, with a
// sign-up form that has been changed by edit.
func newWorld(t *testing.T, weeks int, edit func(*signupform.Form)) world {
	t.Helper()
	s := webtest.New(t)
	s.Clock.Set(now)
	w := world{Site: s, t: t, staff: s.Staff(account.Coordinator)}
	d := activity.Draft{
		Kind: activity.Regular, Title: "Strikkekafé", Summary: "Vi strikker.", Lang: i18n.NB, CategoryID: s.Code("category", "handverk", "Håndverk"), PlaceNote: "Biblioteket",
		SignupMode: activity.HereSignup, Schedule: activity.Schedule{StartsAt: now.AddDate(0, 0, 7).Add(9 * time.Hour), DurationMinutes: 120},
	}
	if weeks > 1 {
		d.RRule = fmt.Sprintf("FREQ=WEEKLY;COUNT=%d", weeks)
	}
	saved, err := s.Portal.Activities.Create(t.Context(), w.staff, s.Organisation("Strikkelaget"), d)
	w.must(err)
	w.activity = saved.ID
	if edit != nil {
		f := signupform.NewForm()
		edit(&f)
		w.must(s.Portal.Registrations.SaveForm(t.Context(), w.staff, saved.ID, 0, f))
	}
	_, err = s.Portal.Activities.Submit(t.Context(), w.staff, saved.ID, saved.Version)
	w.must(err)
	w.dates, err = s.Portal.Activities.Occurrences(t.Context(), w.staff, saved.ID, time.Time{}, 100)
	w.must(err)
	return w
}

func (w world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func places(n int) func(*signupform.Form) {
	return func(f *signupform.Form) { f.Capacity = &n; f.MaxParty = min(n, 6) }
}

// path is the form of the n-th date, or of the series when n is negative.
func (w world) path(n int) string {
	path := fmt.Sprintf("/aktiviteter/%d/pamelding", w.activity)
	if n >= 0 {
		path += "/" + strconv.FormatInt(w.dates[n].ID, 10)
	}
	return path
}

// typed is a filled-in form, with more pairs of name and value.
func (w world) typed(name string, more ...string) url.Values {
	v := url.Values{
		"startet": {strconv.FormatInt(w.Clock.Now().Add(-time.Minute).Unix(), 10)}, "antall": {"1"}, "navn": {name},
		"epost": {email(name)}, "varsel": {"reminder"},
	}
	for i := 0; i+1 < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	return v
}

func email(name string) string {
	return strings.ToLower(strings.ReplaceAll(name, " ", ".")) + "@post.example"
}

// signUp sends the form for the first date and gives the path of the person's own page.
func (w world) signUp(name string, more ...string) string {
	w.t.Helper()
	w.Anonymous().Post(w.path(0), w.typed(name, more...)).Follow().Want(200).Has("h1", "Sjekk e-posten din")
	return w.link(email(name))
}

// link is the path of the newest link to an address.
func (w world) link(to string) string {
	w.t.Helper()
	w.WorkJobs()
	for _, l := range mailtest.Last(w.t, w.Pool, to).Links {
		if _, path, ok := strings.Cut(l, "/pamelding/"); ok {
			return "/pamelding/" + path
		}
	}
	w.t.Fatalf("no link to %s", to)
	return ""
}

// in signs up and confirms.
func (w world) in(name string, more ...string) string {
	w.t.Helper()
	path := w.signUp(name, more...)
	w.Anonymous().Post(path+"/bekreft", nil).Follow()
	return path
}

func (w world) count(where string) int64 {
	w.t.Helper()
	return w.Int("select count(*) from registration where " + where)
}
