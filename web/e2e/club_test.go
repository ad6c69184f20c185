package e2e

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/webtest"

	"github.com/chromedp/chromedp"
)

// today is a Thursday morning; the club's first date is the Thursday after.
var today = time.Date(2026, 5, 14, 9, 0, 0, 0, i18n.Oslo)

// club is a site with one published activity, Thursdays 18–20.
type club struct {
	*webtest.Site
	t            *testing.T
	group, staff account.Actor
	activity     int64
	dates        []activity.Occurrence
}

// newClub has as many weekly dates as weeks says, and a sign-up form as edit makes it (nil: none yet).
func newClub(t *testing.T, weeks int, edit func(*signupform.Form)) *club {
	t.Helper()
	s := webtest.New(t)
	s.Clock.Set(today)
	c := &club{Site: s, t: t, staff: s.Staff(account.Coordinator), group: s.Member(s.Organisation("Strikkelaget"), account.GroupAdmin)}
	d := activity.Draft{
		Kind: activity.Regular, Title: "Familiekafé", Summary: "Vi lager mat sammen.", Lang: i18n.NB, CategoryID: s.Code("category", "mat", "Mat"),
		PlaceNote: "Biblioteket", SignupMode: activity.HereSignup, Schedule: activity.Schedule{StartsAt: today.AddDate(0, 0, 7).Add(9 * time.Hour), DurationMinutes: 120},
	}
	if weeks > 1 {
		d.RRule = fmt.Sprintf("FREQ=WEEKLY;COUNT=%d", weeks)
	}
	saved, err := s.Portal.Activities.Create(t.Context(), c.staff, c.group.OrganisationID, d)
	c.must(err)
	c.activity = saved.ID
	if edit != nil {
		f := signupform.NewForm()
		edit(&f)
		c.must(s.Portal.Registrations.SaveForm(t.Context(), c.staff, saved.ID, 0, f))
	}
	_, err = s.Portal.Activities.Submit(t.Context(), c.staff, saved.ID, saved.Version)
	c.must(err)
	c.dates, err = s.Portal.Activities.Occurrences(t.Context(), c.staff, saved.ID, time.Time{}, 100)
	c.must(err)
	c.WorkJobs()
	return c
}

func (c *club) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// form is where residents sign up for the n-th date.
func (c *club) form(n int) string {
	return fmt.Sprintf("/aktiviteter/%d/pamelding/%d", c.activity, c.dates[n].ID)
}

// list is where the organiser keeps who comes, with rest after it.
func (c *club) list(door, rest string) string {
	return fmt.Sprintf("/%s/aktiviteter/%d/pamelding%s", door, c.activity, rest)
}

// id is the person's sign-up.
func (c *club) id(name string) int64 {
	c.t.Helper()
	return c.Int(`select id from registration where name = $1`, name)
}

func address(name string) string {
	return strings.ToLower(strings.ReplaceAll(name, " ", ".")) + "@post.example"
}

// signUp signs a party up for the first date without a browser and gives the path
// of its own page; it has not confirmed yet.
func (c *club) signUp(name string, party int, all ...registration.Participant) (own string) {
	c.t.Helper()
	in, err := c.Portal.Registrations.SignUp(c.t.Context(), account.Resident(c.MunicipalityID), registration.Wish{
		ActivityID: c.activity, OccurrenceID: c.dates[0].ID, Name: name, Email: address(name), Lang: i18n.NB, Party: party, Participants: all, Force: true,
	})
	c.must(err)
	return letters.OwnPath(in.Token)
}

// join is signUp, and confirmed.
func (c *club) join(name string, party int, all ...registration.Participant) (own string) {
	c.t.Helper()
	own = c.signUp(name, party, all...)
	_, err := c.Portal.Registrations.ConfirmByToken(c.t.Context(), account.Resident(c.MunicipalityID), own[strings.LastIndex(own, "/")+1:])
	c.must(err)
	return own
}

// mailed is the newest e-mail to somebody, which must have the subject.
func (c *club) mailed(to, subject string) mailtest.Mail {
	c.t.Helper()
	c.WorkJobs()
	m := mailtest.Last(c.t, c.Pool, to)
	if m.Subject != subject {
		c.t.Fatalf("newest e-mail to %s: got the subject %q, want %q", to, m.Subject, subject)
	}
	return m
}

// linked is the path of the link in an e-mail that goes below part.
func (c *club) linked(m mailtest.Mail, part string) string {
	c.t.Helper()
	for _, link := range m.Links {
		if i := strings.Index(link, part); i >= 0 {
			return link[i:]
		}
	}
	c.t.Fatalf("no link with %q in %q to %s", part, m.Subject, m.Recipient)
	return ""
}

// attached are the dates in the calendar file of an e-mail.
func (c *club) attached(m mailtest.Mail) []ical.Event {
	c.t.Helper()
	if len(m.Attachments) != 1 || !strings.HasPrefix(m.Attachments[0].Type, "text/calendar") {
		c.t.Fatalf("%q to %s: got %d attachments, want one calendar file", m.Subject, m.Recipient, len(m.Attachments))
	}
	return c.events(m.Attachments[0].Data)
}

func (c *club) events(file []byte) []ical.Event {
	c.t.Helper()
	res, err := ical.Read(c.t.Context(), bytes.NewReader(file), ical.Limits{})
	if err != nil || len(res.Refused) > 0 || len(res.Events) == 0 {
		c.t.Fatalf("calendar file: %d events, refused %v, %v\n%s", len(res.Events), res.Refused, err, file)
	}
	return res.Events
}

// mentions fails unless the e-mail's text has the words.
func (c *club) mentions(m mailtest.Mail, words ...string) {
	c.t.Helper()
	text := strings.Join(strings.Fields(m.TextBody), " ")
	for _, w := range words {
		if !strings.Contains(text, w) {
			c.t.Errorf("%q to %s does not say %q:\n%s", m.Subject, m.Recipient, w, m.TextBody)
		}
	}
}

// counts fails unless the first date has so many places taken and people waiting.
func (c *club) counts(taken, waiting int64) {
	c.t.Helper()
	gotTaken := c.Int(`select taken from signup_slot where occurrence_id = $1`, c.dates[0].ID)
	gotWaiting := c.Int(`select waiting from signup_slot where occurrence_id = $1`, c.dates[0].ID)
	if gotTaken != taken || gotWaiting != waiting {
		c.t.Errorf("got %d places taken and %d waiting, want %d and %d", gotTaken, gotWaiting, taken, waiting)
	}
}

// status fails unless the person's sign-up stands so.
func (c *club) status(name string, want registration.Status) {
	c.t.Helper()
	if c.Int(`select count(*) from registration where name = $1 and status = $2`, name, string(want)) != 1 {
		c.t.Errorf("%s is not %q", name, want)
	}
}

func places(n int) func(*signupform.Form) {
	return func(f *signupform.Form) { f.Capacity, f.MaxParty = &n, min(n, 6) }
}

func num(n int64) string { return strconv.FormatInt(n, 10) }

// path is where the tab stands.
func (b *tab) path() string { b.t.Helper(); return eval[string](b, "location.pathname") }

// unfold opens what lies under the words.
func (b *tab) unfold(text string) {
	b.t.Helper()
	eval[bool](b, `(document.querySelector('`+b.mark(text)+`').parentElement.open = true)`)
}

// looks checks the page as it stands with axe: at 320 px in light, and on a desk in
// dark, without asking for it again, so that answers to forms can be looked at too.
func (b *tab) looks(what string) {
	b.t.Helper()
	b.run(scriptOff(false))
	b.turn([]chromedp.Action[chromedp.Void]{window(320, true), scheme("light")}, `document.documentElement.clientWidth === 320 && !matchMedia("(prefers-color-scheme: dark)").matches`)
	b.axe(what + " at 320 px")
	b.fits(what)
	b.turn([]chromedp.Action[chromedp.Void]{window(1280, false), scheme("dark")}, `document.documentElement.clientWidth > 1200 && matchMedia("(prefers-color-scheme: dark)").matches`)
	b.judge(what+" in dark", paintRules)
}

// turn changes how the page is looked at, and draws all of it anew: Chromium
// leaves the old colour on some texts when the scheme changes under them.
func (b *tab) turn(changes []chromedp.Action[chromedp.Void], drawn string) {
	b.t.Helper()
	b.run(changes...)
	eval[bool](b, `new Promise(done => {
		const root = document.documentElement.style;
		const look = () => requestAnimationFrame(() => `+drawn+` ? (root.display = "none", document.body.offsetHeight, root.display = "", done(true)) : look());
		look();
	})`, chromedp.EvalAwaitPromise)
}

func containsAny(s string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}
