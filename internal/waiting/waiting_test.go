package waiting_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/notice"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/config"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/jobs/jobstest"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orglife"
	"frivilligsentral/internal/pagereport"
	"frivilligsentral/internal/portal"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/seal"
	"frivilligsentral/internal/waiting"

	"github.com/jackc/pgx/v5"
)

// world is a municipality with the whole portal, whose clock the test moves.
type world struct {
	*activitytest.World
	t *testing.T
	p *portal.Portal
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{World: activitytest.New(t), t: t}
	cfg, err := config.FromEnv(func(string) string { return "" })
	w.must(err)
	cfg.SealKey = seal.NewKey()
	_, err = w.Pool.Exec(t.Context(), `update organisation set confirmed_at = $1`, w.Now)
	w.must(err)
	w.p, err = portal.New(w.Pool, portal.Options{Config: cfg, Now: func() time.Time { return w.Now }})
	w.must(err)
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// round lets the round come back at a wall time of the autumn, and all that follows.
func (w *world) round(wall string) {
	w.t.Helper()
	w.Now = activitytest.At(wall)
	w.must(postgres.InTx(w.t.Context(), w.Pool, func(ctx context.Context, tx pgx.Tx) error { return w.p.Jobs.Enqueue(ctx, tx, waiting.RoundArgs{}, nil) }))
	w.work()
}

func (w *world) work() {
	w.t.Helper()
	jobstest.Work(w.t, w.Pool, w.p.Workers)
}

// told are the letters about what waits to somebody, the newest first.
func (w *world) told(who account.Actor) []mailtest.Mail {
	w.t.Helper()
	var out []mailtest.Mail
	for _, m := range mailtest.All(w.t, w.Pool, who.Email) {
		if m.Kind.String() == "waiting" {
			out = append(out, m)
		}
	}
	return out
}

func (w *world) wantTold(who account.Actor, n int, why string) {
	w.t.Helper()
	if got := len(w.told(who)); got != n {
		w.t.Fatalf("%s: %s has got %d letters about what waits, want %d", why, who.Email, got, n)
	}
}

func (w *world) choose(who account.Actor, k notice.Kind, often notice.Often) {
	w.t.Helper()
	w.must(w.p.Notices.SaveChoices(w.t.Context(), who, []notice.Choice{{Kind: k, Often: often}}))
}

// sendIn is an activity that waits for approval.
func (w *world) sendIn(title string, change ...func(*activity.Draft)) int64 {
	w.t.Helper()
	d := w.Draft()
	d.Title = title
	for _, c := range change {
		c(&d)
	}
	saved, err := w.p.Activities.Create(w.t.Context(), w.Group, w.Group.OrganisationID, d)
	w.must(err)
	status, err := w.p.Activities.Submit(w.t.Context(), w.Group, saved.ID, saved.Version)
	w.must(err)
	if status != activity.Submitted {
		w.t.Fatalf("got %s, want one that waits", status)
	}
	return saved.ID
}

func here(d *activity.Draft) { d.SignupMode = activity.HereSignup }

func (w *world) register(name string) {
	w.t.Helper()
	_, err := w.p.OrgLife.Register(w.t.Context(), orglife.Application{
		MunicipalityID: w.Staff.MunicipalityID, Group: true, Name: name, ApplicantName: "Lars Berg", ApplicantEmail: "lars." + strings.ToLower(name) + "@vel.example", Lang: i18n.NB, Terms: 1,
		Second: organisation.Contact{Name: "Mona Lie", Email: "mona@vel.example"}, Started: w.Now.Add(-time.Minute),
	})
	w.must(err)
}

// has says whether the letter has all of the words.
func (w *world) has(m mailtest.Mail, words ...string) {
	w.t.Helper()
	for _, word := range words {
		if !strings.Contains(m.TextBody, word) || !strings.Contains(m.HTMLBody, word) {
			w.t.Errorf("the letter does not say %q:\n%s", word, m.TextBody)
		}
	}
}

func TestLetterOfTheDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.round("2026-10-07 07:29")
	w.sendIn("Kortspill")
	w.register("Velgruppa")
	w.round("2026-10-07 07:29")
	w.wantTold(w.Staff, 0, "before the morning's time")
	w.round("2026-10-07 07:31")
	w.wantTold(w.Staff, 1, "in the morning")
	m := w.told(w.Staff)[0]
	stop := w.p.Notices.StopToken(w.Staff.MunicipalityID, w.Staff.AccountID)[:8] // its key: the rest is made anew each time
	if _, token, ok := strings.Cut(m.Unsubscribe, "/varsler/stopp/"); !ok || !strings.HasPrefix(m.Unsubscribe, "http") || token[:5] != stop[:5] {
		t.Errorf("got %q, want the address that ends the letters", m.Unsubscribe)
	}
	w.has(m, "En aktivitet venter på godkjenning: Kortspill", "Et lag eller en forening venter på svar: Velgruppa", "/ansatt#aktiviteter", "/ansatt#godkjenne",
		"Velg hvor ofte du vil ha denne e-posten", "/ansatt/konto#", "Slå av denne e-posten", m.Unsubscribe)
	if m.Subject != "2 ting venter på deg" {
		t.Errorf("got subject %q", m.Subject)
	}
	for _, person := range []string{"Lars", "Mona", "@vel.example"} {
		if strings.Contains(m.TextBody, person) {
			t.Errorf("the letter names a person, %s", person)
		}
	}
	w.wantTold(w.Reader, 0, "who can do nothing about it")
	w.wantTold(w.Stranger, 0, "of another municipality")
	w.wantTold(w.Group, 0, "for whom nothing waits")
	w.round("2026-10-07 09:00")
	w.round("2026-10-08 07:40")
	w.wantTold(w.Staff, 1, "nothing is new")
	w.sendIn("Boccia")
	w.round("2026-10-08 12:00")
	w.wantTold(w.Staff, 1, "the day's letters have been written")
	w.round("2026-10-09 08:00")
	w.wantTold(w.Staff, 2, "something is new")
	w.has(w.told(w.Staff)[0], "2 aktiviteter venter på godkjenning: Boccia, Kortspill", "Velgruppa")
	w.round("2026-10-15 08:00")
	w.wantTold(w.Staff, 2, "six days later")
	w.round("2026-10-16 08:00")
	w.wantTold(w.Staff, 3, "it has waited for a week")
}

// What is told of a page is told of to those who may read it, and names nobody.
func TestPageReports(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.choose(w.Staff, notice.Other, notice.AtOnce)
	id, err := w.p.PageReports.Receive(t.Context(), pagereport.Told{
		MunicipalityID: w.Staff.MunicipalityID, Page: "/om", Reason: pagereport.Wrong, Body: "Kari er sur.", Email: "liv@post.example", Lang: i18n.NB, Started: w.Now.Add(-time.Minute),
	})
	w.must(err)
	w.work()
	w.wantTold(w.Staff, 1, "somebody has told of a page")
	m := w.told(w.Staff)[0]
	w.has(m, "Noen har meldt fra om en side", "/ansatt#sidemeldinger")
	for _, not := range []string{"Kari", "liv@"} {
		if strings.Contains(m.TextBody, not) {
			t.Errorf("the letter tells of %s", not)
		}
	}
	w.wantTold(w.Reader, 0, "who can do nothing about it")
	w.must(w.p.PageReports.Close(t.Context(), w.Staff, id, pagereport.Corrected))
	w.round("2026-10-15 08:01")
	w.wantTold(w.Staff, 1, "it is closed")
}

// What has been seen to and comes back is new.
func TestWhatComesBackIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.sendIn("Kortspill")
	w.sendIn("Boccia")
	w.round("2026-10-08 08:00")
	w.wantTold(w.Staff, 1, "two wait")
	w.must(w.p.Activities.Refuse(t.Context(), w.Staff, id, 0, "Skriv hvor det er."))
	w.round("2026-10-09 08:00")
	w.wantTold(w.Staff, 1, "one is seen to")
	_, err := w.p.Activities.Submit(t.Context(), w.Group, id, 0)
	w.must(err)
	w.round("2026-10-10 08:00")
	w.wantTold(w.Staff, 2, "it has come back")
}

func TestNever(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.choose(w.Staff, notice.Activities, notice.Never)
	w.sendIn("Kortspill")
	w.round("2026-10-08 08:00")
	w.wantTold(w.Staff, 0, "never of activities")
	w.register("Velgruppa")
	w.round("2026-10-09 08:00")
	w.wantTold(w.Staff, 1, "of organisations each day")
	if m := w.told(w.Staff)[0]; strings.Contains(m.TextBody, "Kortspill") || m.Subject != "Én ting venter på deg" {
		t.Errorf("the letter tells of what she does not want: %s\n%s", m.Subject, m.TextBody)
	}
}

// A burst is one letter, and the rest of it one an hour later.
func TestAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Now = activitytest.At("2026-10-08 09:00")
	w.round("2026-10-08 09:00")
	w.choose(w.Staff, notice.Activities, notice.AtOnce)
	w.choose(w.Staff, notice.Organisations, notice.AtOnce)
	for i := range 3 {
		w.sendIn(fmt.Sprintf("Tur %d", i+1))
	}
	w.work()
	w.wantTold(w.Staff, 1, "three were sent in")
	w.has(w.told(w.Staff)[0], "3 aktiviteter venter på godkjenning")
	w.Now = w.Now.Add(20 * time.Minute)
	w.sendIn("Tur 4")
	w.work()
	w.wantTold(w.Staff, 1, "within the hour")
	w.register("Velgruppa")
	w.work()
	w.wantTold(w.Staff, 2, "of another kind")
	if m := w.told(w.Staff)[0]; strings.Contains(m.TextBody, "Tur 4") {
		t.Errorf("a second letter within the hour tells of activities:\n%s", m.TextBody)
	}
	w.round("2026-10-08 09:50")
	w.wantTold(w.Staff, 2, "within the hour")
	w.round("2026-10-08 10:10")
	w.wantTold(w.Staff, 3, "an hour later")
	w.has(w.told(w.Staff)[0], "4 aktiviteter", "Tur 3 og 1 til")
	w.round("2026-10-08 11:20")
	w.wantTold(w.Staff, 3, "nothing is new")
	w.round("2026-10-09 08:00")
	w.wantTold(w.Staff, 3, "in the letter of the day there is nothing new either")
}

// An approved activity with sign-up here, and nothing set up, is told of at both doors.
func TestSignUpThatIsNotSetUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.choose(w.Group, notice.OwnActivities, notice.AtOnce)
	id := w.sendIn("Kortspill", here)
	w.work()
	w.wantTold(w.Group, 0, "it is not approved")
	w.must(w.p.Activities.Approve(t.Context(), w.Staff, id, 0))
	w.work()
	w.wantTold(w.Group, 1, "it is approved")
	w.has(w.told(w.Group)[0], "Nes strikkelag – En aktivitet har påmelding her, men den er ikke satt opp: Kortspill", "/lag/konto#")
	w.wantTold(w.Rival, 0, "another group")
	w.round("2026-10-08 08:00")
	w.wantTold(w.Staff, 1, "the next morning")
	w.has(w.told(w.Staff)[0], "påmelding her, men den er ikke satt opp: Kortspill", "/ansatt#uten-oppsett")
}

// That an activity is sent back is told at once by a letter of its own, and once more when it lies.
func TestActivityThatLies(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.sendIn("Kortspill")
	w.must(w.p.Activities.Refuse(t.Context(), w.Staff, id, 0, "Skriv hvor det er."))
	w.round("2026-10-08 08:00")
	w.wantTold(w.Group, 0, "it has been told of")
	w.round("2026-10-15 08:01")
	w.wantTold(w.Group, 1, "a week later")
	w.has(w.told(w.Group)[0], "En aktivitet må rettes før den kan publiseres: Kortspill")
}

// A date that was postponed is told of when it should have been, and as long as it waits for a new time.
func TestPostponedDateWithoutANewTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.sendIn("Kortspill")
	w.must(w.p.Activities.Approve(t.Context(), w.Staff, id, 0))
	var date activity.DateRef
	date.ActivityID = id
	var starts time.Time
	w.must(w.Pool.QueryRow(t.Context(), "select id, sequence, starts_at from occurrence where activity_id = $1 order by starts_at limit 1", id).Scan(&date.OccurrenceID, &date.Sequence, &starts))
	w.must(w.p.Activities.PostponeOccurrence(t.Context(), w.Group, date, "Snø i veien."))
	before := starts.In(i18n.Oslo).AddDate(0, 0, -1).Format("2006-01-02") + " 08:00"
	w.round(before)
	told := len(w.told(w.Group))
	w.round(starts.In(i18n.Oslo).AddDate(0, 0, 1).Format("2006-01-02") + " 08:00")
	w.wantTold(w.Group, told+1, "the day after it should have been")
	w.has(w.told(w.Group)[0], "En dato er utsatt og trenger en ny tid: Kortspill")
	w.wantTold(w.Rival, 0, "another group")
}

// The same person at two doors gets what belongs to each, by its own letter.
func TestEndedAccountsAreNotToldAndDoorsAreApart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sendIn("Kortspill")
	w.ID(t, `insert into membership (account_id, organisation_id, role) values ($1, $2, 'group_member') returning account_id`, w.Staff.AccountID, w.Group.OrganisationID)
	id := w.sendIn("Boccia", here)
	w.must(w.p.Activities.Approve(t.Context(), w.Staff, id, 0))
	w.ID(t, `update account set ended_at = $2 where id = $1 returning id`, w.Group.AccountID, w.Now)
	w.round("2026-10-08 08:00")
	w.wantTold(w.Group, 0, "the account is ended")
	w.wantTold(w.Staff, 2, "two doors")
	for _, m := range w.told(w.Staff) {
		if strings.Contains(m.TextBody, "/lag") && strings.Contains(m.TextBody, "/ansatt") {
			t.Errorf("one letter leads to both doors:\n%s", m.TextBody)
		}
	}
}

func TestChoices(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, k := range notice.Of(w.Staff) {
		w.choose(w.Staff, k, notice.Never)
	}
	got, err := w.p.Notices.Choices(t.Context(), w.Staff)
	if err != nil || len(got) != 5 {
		t.Fatalf("got %v, %v; want the five kinds of staff", got, err)
	}
	for _, c := range got {
		if c.Often != notice.Never {
			t.Errorf("%s: got %s", c.Kind, c.Often)
		}
	}
	for who, want := range map[account.Actor]int{w.Group: 2, w.Reader: 0} {
		if got, err := w.p.Notices.Choices(t.Context(), who); err != nil || len(got) != want {
			t.Errorf("%s: got %v, %v; want %d kinds", who.Email, got, err, want)
		}
	}
	if err := w.p.Notices.SaveChoices(t.Context(), w.Group, []notice.Choice{{Kind: notice.Activities, Often: notice.Daily}}); err == nil {
		t.Error("a group's person chose of what waits for staff")
	}
	if err := w.p.Notices.SaveChoices(t.Context(), w.Group, []notice.Choice{{Kind: notice.SignUps, Often: "hourly"}}); err == nil {
		t.Error("something that is no choice is stored")
	}
}

// A link of a letter ends all letters to its receiver, and to nobody else.
func TestStopByToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, here := t.Context(), w.Staff.MunicipalityID
	token := w.p.Notices.StopToken(here, w.Staff.AccountID)
	for name, wrong := range map[string]struct {
		municipality int64
		token        string
	}{
		"another municipality":        {w.Stranger.MunicipalityID, token},
		"no token":                    {here, ""},
		"no base64":                   {here, "å" + token},
		"cut":                         {here, token[:len(token)-2]},
		"an account that is not here": {here, w.p.Notices.StopToken(here, w.Stranger.AccountID)},
	} {
		if err := w.p.Notices.StopByToken(ctx, wrong.municipality, wrong.token); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: got %v, want nothing to be there", name, err)
		}
	}
	w.sendIn("Kortspill")
	for range 2 {
		w.must(w.p.Notices.StopByToken(ctx, here, token))
	}
	if n := w.ID(t, `select count(*) from audit_event where action = 'account.notice_stop'`); n != 1 {
		t.Errorf("got %d lines in the log, want 1", n)
	}
	w.round("2026-10-08 08:00")
	w.wantTold(w.Staff, 0, "it was stopped")
	if got, err := w.p.Notices.Choices(ctx, w.Group); err != nil || got[0].Often != notice.Daily {
		t.Errorf("somebody else: got %v, %v, want nothing changed", got, err)
	}
	w.choose(w.Staff, notice.Activities, notice.Daily)
	if who, err := w.p.Notices.StoppingByToken(ctx, here, token); err != nil || who.Stopped {
		t.Errorf("chosen anew: got %+v, %v", who, err)
	}
	w.ID(t, `update account set ended_at = now() where id = $1 returning id`, w.Staff.AccountID)
	if _, err := w.p.Notices.StoppingByToken(ctx, here, token); !fault.Is(err, fault.NotFound) {
		t.Errorf("an ended account: got %v", err)
	}
}
