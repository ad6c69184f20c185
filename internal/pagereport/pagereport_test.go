package pagereport_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/jobs/jobstest"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/pagereport"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
)

func TestQueries(t *testing.T) { pgtest.Queries(t) }

var noon = time.Date(2026, 5, 14, 12, 0, 0, 0, i18n.Oslo)

// world is two municipalities; here has one of each thing that has a page.
type world struct {
	t           *testing.T
	pool        *pgxpool.Pool
	jobs        jobs.Enqueuer
	now         time.Time
	s           *pagereport.Service
	here, there account.Actor // coordinators
	activity    int64
	lag         int64
	contact     int64
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, pool: pgtest.Pool(t), now: noon}
	client, err := jobs.InsertOnly(w.pool)
	if err != nil {
		t.Fatal(err)
	}
	w.jobs = client
	now := func() time.Time { return w.now }
	w.s = pagereport.NewService(pagereport.Deps{Pool: w.pool, Jobs: client, Letters: letter.Writer{Outbox: mail.NewOutbox(client, now)}, Now: now})
	w.here, w.there = w.municipality("9901", "her.example"), w.municipality("9902", "der.example")
	m := w.here.MunicipalityID
	category := w.int(`insert into code (municipality_id, list, slug, name_nb) values ($1, 'category', 'x', 'X') returning id`, m)
	w.lag = w.int(`insert into organisation (municipality_id, name, kind, status) values ($1, 'Turlaget', 'association', 'approved') returning id`, m)
	w.activity = w.int(`insert into activity (municipality_id, organisation_id, title, category_id, starts_at, duration_minutes, status) values ($1, $2, 'Fjelltur', $3, $4, 60, 'published') returning id`,
		m, w.lag, category, noon)
	w.contact = w.int(`insert into contact (municipality_id, name, public) values ($1, 'Kari', true) returning id`, m)
	return w
}

func (w *world) municipality(number, host string) account.Actor {
	id := w.int(`insert into municipality (number, name) values ($1, $1) returning id`, number)
	w.int(`insert into municipality_host (host, municipality_id) values ($1, $2) returning 1`, host, id)
	w.int(`insert into centre (municipality_id, name, email) values ($1, 'Sentralen', 'post@sentralen.example') returning id`, id)
	return account.Actor{Door: account.StaffDoor, MunicipalityID: id, Name: "Siri", Role: account.Coordinator, Lang: i18n.NB,
		AccountID: w.int(`insert into account (municipality_id, email, name, staff_role) values ($1, 'siri@prove.example', 'Siri', 'coordinator') returning id`, id)}
}

func (w *world) int(sql string, args ...any) (n int64) {
	w.t.Helper()
	if err := w.pool.QueryRow(context.Background(), sql, args...).Scan(&n); err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
	return n
}

func (w *world) told(edit ...func(*pagereport.Told)) pagereport.Told {
	in := pagereport.Told{MunicipalityID: w.here.MunicipalityID, Page: "/om", Reason: pagereport.Wrong, Body: "Døra er låst.", Lang: i18n.NB, Started: w.now.Add(-time.Minute)}
	for _, e := range edit {
		e(&in)
	}
	return in
}

// tell is told, and must be taken in.
func (w *world) tell(edit ...func(*pagereport.Told)) int64 {
	w.t.Helper()
	id, err := w.s.Receive(w.t.Context(), w.told(edit...))
	if err != nil || id == 0 {
		w.t.Fatalf("got %d, %v", id, err)
	}
	return id
}

func text(s string) func(*pagereport.Told)  { return func(t *pagereport.Told) { t.Body = s } }
func page(s string) func(*pagereport.Told)  { return func(t *pagereport.Told) { t.Page = s } }
func email(s string) func(*pagereport.Told) { return func(t *pagereport.Told) { t.Email = s } }
func from(ip string) func(*pagereport.Told) { return func(t *pagereport.Told) { t.IP = ip } }

func TestThingOf(t *testing.T) {
	t.Parallel()
	for page, want := range map[string]string{
		"/": " 0", "/om": " 0", "/aktiviteter": " 0", "/aktiviteter?q=7": " 0", "/aktiviteter/kalender": " 0", "/aktiviteter/7": "activity 7", "/aktiviteter/7/fjelltur?x=1": "activity 7",
		"/aktiviteter/7.ics": "activity 7", "/aktiviteter/7/pamelding/9": "activity 7", "/organisasjoner/8/turlaget": "organisation 8", "/steder/9": "venue 9", "/steder/-9": " 0", "/kommunen/3": " 0",
	} {
		if thing, id := pagereport.ThingOf(page); fmt.Sprint(thing, " ", id) != want {
			t.Errorf("%s: got %s %d, want %s", page, thing, id, want)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	w := &world{now: noon}
	long := func(n int) string { return strings.Repeat("ø", n) }
	for name, c := range map[string]struct {
		edit  func(*pagereport.Told)
		field string // "-" when it is right
	}{
		"good":                {func(*pagereport.Told) {}, "-"},
		"in two seconds":      {func(t *pagereport.Told) { t.Started = noon.Add(-2 * time.Second) }, ""},
		"in three seconds":    {func(t *pagereport.Told) { t.Started = noon.Add(-3 * time.Second) }, "-"},
		"never begun":         {func(t *pagereport.Told) { t.Started = time.Time{} }, ""},
		"no page":             {page(""), "side"},
		"another site's":      {page("https://x.example/"), "side"},
		"the longest page":    {page("/" + long(499)), "-"},
		"too long a page":     {page("/" + long(500)), "side"},
		"no reason":           {func(t *pagereport.Told) { t.Reason = "" }, "hva"},
		"an unknown reason":   {func(t *pagereport.Told) { t.Reason = "angry" }, "hva"},
		"no text":             {text(""), "tekst"},
		"the longest text":    {text(long(3000)), "-"},
		"too long a text":     {text(long(3001)), "tekst"},
		"no address":          {email(""), "-"},
		"no address at all":   {email("kari"), "epost"},
		"too long an address": {email(strings.Repeat("a", 242) + "@post.example"), "epost"},
	} {
		err := w.told(c.edit).Check(noon)
		if c.field == "-" && err != nil || c.field != "-" && !fault.FieldsOf(err).Has(c.field) {
			t.Errorf("%s: got %v, want an error at %q", name, err, c.field)
		}
	}
}

// Only what residents see, or saw, can be told of, and each report knows what it is about.
func TestWhatItIsAbout(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	m, there := w.here.MunicipalityID, w.there.MunicipalityID
	draft := w.int(`insert into activity (municipality_id, organisation_id, title, category_id, starts_at, duration_minutes) select municipality_id, organisation_id, 'Kladd', category_id, starts_at, 60 from activity where id = $1 returning id`, w.activity)
	pending := w.int(`insert into organisation (municipality_id, name, kind) values ($1, 'Nye', 'association') returning id`, m)
	hidden := w.int(`insert into contact (municipality_id, name, public) values ($1, 'Skjult', false) returning id`, m)
	foreign := w.int(`insert into organisation (municipality_id, name, kind, status) values ($1, 'Naboen', 'association', 'approved') returning id`, there)
	wrote := func(kind, slug, status, lang string, at *time.Time) int64 {
		return w.int(`insert into article (municipality_id, kind, slug, status, texts, published_at, shown_at, created_at, updated_at)
			values ($1, $2, $3, $4, jsonb_build_object($5::text, jsonb_build_object('title', 'Om ' || $3, 'body', 'x')), $6, $6, $7, $7) returning id`, m, kind, slug, status, lang, at, noon)
	}
	news := wrote("news", "fest", "published", "nn", &noon)
	wrote("page", "fest", "ended", "en", &noon)
	wrote("news", "kladd", "draft", "nb", nil)
	soon := noon.Add(time.Hour)
	wrote("news", "snart", "published", "nb", &soon)
	w.int(`insert into article_address (municipality_id, kind, slug, article_id) values ($1, 'news', 'gammel', $2) returning 1`, m, news)
	for _, c := range []struct {
		page    string
		contact int64
		title   string // "" when there is no such page
	}{
		{"/nyheter/fest?x=1", 0, "Om fest"}, {"/sider/fest", 0, "Om fest"}, {"/nyheter/gammel", 0, "Om fest"}, {"/nyheter/kladd", 0, ""}, {"/nyheter/snart", 0, ""}, {"/sider/gammel", 0, ""},
		{fmt.Sprintf("/aktiviteter/%d/fjelltur", w.activity), 0, "Fjelltur"}, {fmt.Sprintf("/organisasjoner/%d", w.lag), 0, "Turlaget"}, {"/kommunen?tema=kultur", w.contact, "Kari"},
		{fmt.Sprintf("/aktiviteter/%d", draft), 0, ""}, {fmt.Sprintf("/organisasjoner/%d", pending), 0, ""}, {"/kommunen", hidden, ""}, {fmt.Sprintf("/organisasjoner/%d", foreign), 0, ""}, {"/steder/999999", 0, ""},
	} {
		id, err := w.s.Receive(ctx, w.told(page(c.page), text(c.page), func(t *pagereport.Told) { t.ContactID = c.contact }))
		if c.title == "" {
			if !fault.FieldsOf(err).Has("side") {
				t.Errorf("%s: got %v, want no such page", c.page, err)
			}
			continue
		}
		v, err2 := w.s.Show(ctx, w.here, id)
		if err != nil || err2 != nil || v.Title != c.title || v.Page != c.page {
			t.Errorf("%s: got %q of %s (%v, %v), want %q", c.page, v.Title, v.Page, err, err2, c.title)
		}
	}
}

func (w *world) try(what string, want error, edit ...func(*pagereport.Told)) {
	w.t.Helper()
	if _, err := w.s.Receive(w.t.Context(), w.told(edit...)); !errors.Is(err, want) {
		w.t.Errorf("%s: got %v, want %v", what, err, want)
	}
}

// A stranger can cause only so much: from one network, with one address, about one page, in a day.
func TestBounds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := 0
	another := func(t *pagereport.Told) { n++; t.Body = fmt.Sprint("Nummer ", n) }
	for range pagereport.MaxPerNetwork {
		w.try("from one network", nil, another, from("10.0.0.1"))
	}
	w.try("one too many from there", pagereport.ErrTooManyFromNetwork, another, from("10.0.0.1"))
	w.try("from there to another municipality", pagereport.ErrTooManyFromNetwork, another, from("10.0.0.1"), func(t *pagereport.Told) { t.MunicipalityID = w.there.MunicipalityID })
	w.try("from elsewhere", nil, another, from("10.0.0.2"))
	w.now = noon.Add(time.Hour - time.Second)
	w.try("just before an hour", pagereport.ErrTooManyFromNetwork, another, from("10.0.0.1"))
	w.now = noon.Add(time.Hour)
	w.try("an hour later", nil, another, from("10.0.0.1"), page("/"))
	for range pagereport.MaxPerPage - 11 {
		w.try("about one page", nil, another, page("/om?x="+fmt.Sprint(n)))
	}
	w.try("one too many about the page", pagereport.ErrTooManyOfPage, another)
	w.try("whatever its query", pagereport.ErrTooManyOfPage, another, page("/om?y=1"))
	w.try("the neighbour's page", nil, another, func(t *pagereport.Told) { t.MunicipalityID = w.there.MunicipalityID })
	w.int(`with closed as (update page_report set closed_at = $1, outcome = 'spam' where page = '/om' and body = 'Nummer 1' returning 1) select count(*) from closed`, w.now)
	w.try("when one is closed", nil, another)
	for range pagereport.MaxPerAddress {
		w.try("with one address", nil, another, page("/personvern"), email("kari@post.example"))
	}
	w.try("one too many with it", pagereport.ErrTooManyForAddress, another, page("/personvern"), email(" Kari@post.example"))
	w.now = w.now.Add(24 * time.Hour)
	w.try("a day later", nil, another, page("/personvern"), email("kari@post.example"))
	w.int(`with more as (insert into page_report (municipality_id, page, reason, body, created_at) select $1, '/side' || n, 'wrong', 'x', $2 from generate_series(1, $3::int) n returning 1) select count(*) from more`,
		w.here.MunicipalityID, w.now, pagereport.MaxPerDay-2)
	w.try("the last of a day", nil, another, page("/sok"))
	w.try("one too many in a day", pagereport.ErrTooManyToday, another, page("/sok"))
	w.try("to the neighbour", nil, another, page("/sok"), func(t *pagereport.Told) { t.MunicipalityID = w.there.MunicipalityID })
}

// What is sent twice is one report, and what a program sends is none; both are answered as any other.
func TestOnceAndTrap(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	w.tell()
	for what, in := range map[string]pagereport.Told{"again": w.told(), "a program": w.told(func(t *pagereport.Told) { t.Trap, t.Reason = "x", "" })} {
		if _, err := w.s.Receive(ctx, in); err != nil {
			t.Errorf("%s: got %v", what, err)
		}
	}
	if n := w.int(`select count(*) from page_report`); n != 1 {
		t.Errorf("got %d reports, want 1", n)
	}
	if n := w.int(`select count(*) from river_job where kind = 'notice.arisen' and args ->> 'What' = 'other' or kind = 'notice.arisen' and args ->> 'what' = 'other'`); n != 1 {
		t.Errorf("got %d jobs that tell staff, want 1", n)
	}
	w.now = noon.Add(time.Hour)
	w.tell()
}

// An answer is a letter in the language of whoever told, and is kept; without an address there is none.
func TestAnswer(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	id := w.tell(email("kari@post.example"), func(t *pagereport.Told) { t.Lang = i18n.NN })
	if err := w.s.Answer(ctx, w.here, id, " Takk!\n\nDøra er open no. "); err != nil {
		t.Fatal(err)
	}
	m := mailtest.Last(t, w.pool, "kari@post.example")
	if m.Kind.String() != "page-report-answer" || !strings.Contains(m.TextBody, "Takk!") || !strings.Contains(m.TextBody, "Døra er open no.") || strings.Contains(m.TextBody, "Døra er låst.") {
		t.Errorf("got %s: %s", m.Kind, m.TextBody)
	}
	if len(m.Links) == 0 || m.Links[0] != "https://her.example/nn/om" {
		t.Errorf("got links %v", m.Links)
	}
	if got := w.int(`select count(*) from email where reply_to = 'post@sentralen.example' and about = 'page_report' and about_id = $1`, id); got != 1 {
		t.Errorf("got %d letters that can be answered, want 1", got)
	}
	v, err := w.s.Show(ctx, w.here, id)
	if err != nil || len(v.Answers) != 1 || v.Answers[0].Author != "Siri" || v.Answers[0].Body != "Takk!\n\nDøra er open no." || v.AnsweredAt == nil || !v.AnsweredAt.Equal(noon) || !v.Open() {
		t.Errorf("got %+v, %v", v, err)
	}
	for body, want := range map[string]bool{"": false, strings.Repeat("ø", 3001): false, strings.Repeat("ø", 3000): true} {
		if err := w.s.Answer(ctx, w.here, id, body); want != (err == nil) || !want && !fault.FieldsOf(err).Has("svar") {
			t.Errorf("%d characters: got %v", len([]rune(body)), err)
		}
	}
	for n := range mail.MaxUnproved - 2 {
		for range 2 { // a form that is sent twice
			if err := w.s.Answer(ctx, w.here, id, fmt.Sprint("Mer ", n)); err != nil {
				t.Fatal(err)
			}
		}
	}
	kept := w.int(`select count(*) from page_report_answer`)
	if err := w.s.Answer(ctx, w.here, id, "Enda mer"); !errors.Is(err, mail.ErrTooMany) || w.int(`select count(*) from page_report_answer`) != kept {
		t.Errorf("one letter too many: got %v", err)
	}
	if err := w.s.Answer(ctx, w.here, w.tell(page("/")), "Takk"); !fault.Is(err, fault.Invalid) {
		t.Errorf("to nobody: got %v", err)
	}
	if err := w.s.Close(ctx, w.here, id, pagereport.Corrected); err != nil {
		t.Fatal(err)
	}
	if err := w.s.Answer(ctx, w.here, id, "Takk"); !fault.Is(err, fault.Conflict) {
		t.Errorf("when it is closed: got %v", err)
	}
}

func TestCloseAndReopen(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	id := w.tell()
	if err := w.s.Close(ctx, w.here, id, "gone"); !fault.FieldsOf(err).Has("utfall") {
		t.Errorf("an unknown outcome: got %v", err)
	}
	for _, o := range pagereport.Outcomes {
		if err := w.s.Close(ctx, w.here, id, o); err != nil {
			t.Fatal(err)
		}
		if v, err := w.s.Show(ctx, w.here, id); err != nil || v.Outcome != o || v.Open() {
			t.Errorf("%s: got %+v, %v", o, v.Report, err)
		}
		if err := w.s.Close(ctx, w.here, id, o); !fault.WasOutrun(err) {
			t.Errorf("closed by somebody else: got %v", err)
		}
		if err := w.s.Reopen(ctx, w.here, id); err != nil {
			t.Fatal(err)
		}
		if v, err := w.s.Show(ctx, w.here, id); err != nil || v.Outcome != "" || !v.Open() {
			t.Errorf("opened again: got %+v, %v", v.Report, err)
		}
	}
	if err := w.s.Reopen(ctx, w.here, id); err != nil || w.int(`select count(*) from audit_event where action = 'page_report.reopen'`) != int64(len(pagereport.Outcomes)) {
		t.Errorf("opening one that is open: got %v, want nothing to happen", err)
	}
	for what, do := range map[string]func() error{
		"show": func() error { _, err := w.s.Show(ctx, w.there, id); return err }, "close": func() error { return w.s.Close(ctx, w.there, id, pagereport.Spam) },
		"reopen": func() error { return w.s.Reopen(ctx, w.there, id) }, "answer": func() error { return w.s.Answer(ctx, w.there, id, "x") },
		"history": func() error { _, err := w.s.History(ctx, w.there, id); return err },
	} {
		if err := do(); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s from another municipality: got %v", what, err)
		}
	}
}

// The list has what is asked for, the newest first, page by page; the work list has those that have waited the longest.
func TestList(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	var ids []int64
	for i := range 5 {
		w.now = noon.Add(time.Duration(i/2) * time.Minute) // two at once
		ids = append(ids, w.tell(text(fmt.Sprint(i)), email("kari@post.example"), func(t *pagereport.Told) { t.Reason = pagereport.Reasons[i] }))
	}
	w.int(`insert into page_report (municipality_id, page, reason, body, created_at) values ($1, '/om', 'wrong', 'x', $2) returning id`, w.there.MunicipalityID, noon)
	for i, do := range map[int]func(int64) error{
		1: func(id int64) error { return w.s.Answer(ctx, w.here, id, "Takk") },
		2: func(id int64) error { return w.s.Close(ctx, w.here, id, pagereport.Spam) },
	} {
		if err := do(ids[i]); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		f    pagereport.Filter
		want []int
	}{
		"open": {pagereport.Filter{}, []int{4, 3, 1, 0}}, "unanswered": {pagereport.Filter{State: pagereport.Unanswered}, []int{4, 3, 0}},
		"answered": {pagereport.Filter{State: pagereport.Answered}, []int{1}}, "closed": {pagereport.Filter{State: pagereport.Closed}, []int{2}},
		"all": {pagereport.Filter{State: pagereport.All}, []int{4, 3, 2, 1, 0}}, "one reason": {pagereport.Filter{State: pagereport.All, Reason: pagereport.Broken}, []int{2}},
	} {
		var got []int64
		for _, size := range []int{100, 2} {
			got = nil
			for f, more := c.f, true; more; {
				f.Limit = size
				p, err := w.s.List(ctx, w.here, f)
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range p.Rows {
					got = append(got, r.ID)
				}
				f.After, more = p.Next, p.Next != ""
			}
			var want []int64
			for _, i := range c.want {
				want = append(want, ids[i])
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, %d at a time (-want +got):\n%s", name, size, diff)
			}
		}
	}
	waiting, err := w.s.Waiting(ctx, w.here, 2)
	if err != nil || len(waiting) != 2 || waiting[0].ID != ids[0] || waiting[1].ID != ids[1] {
		t.Errorf("waiting: got %+v, %v", waiting, err)
	}
	if n, err := w.s.OpenCount(ctx, w.here); err != nil || n != 4 {
		t.Errorf("open: got %d, %v", n, err)
	}
}

// A closed report goes a year after it was closed, and where one came from an hour after it came.
func TestTidy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell(from("10.0.0.1"))
	closed := w.tell(page("/"), from("10.0.0.1"))
	if err := w.s.Close(t.Context(), w.here, closed, pagereport.Spam); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		after           time.Duration
		networks, there int64
	}{{pagereport.KeptNetwork, 2, 2}, {pagereport.KeptNetwork + time.Second, 0, 2}, {pagereport.Kept, 0, 2}, {pagereport.Kept + time.Second, 0, 1}} {
		w.now = noon.Add(c.after)
		workers := river.NewWorkers()
		w.s.AddWorkers(workers)
		if err := postgres.InTx(t.Context(), w.pool, func(ctx context.Context, tx pgx.Tx) error {
			_, err := tx.Exec(ctx, `delete from river_job`)
			return errors.Join(err, w.jobs.Enqueue(ctx, tx, pagereport.TidyArgs{}, nil))
		}); err != nil {
			t.Fatal(err)
		}
		jobstest.Work(t, w.pool, workers)
		if n, r := w.int(`select count(*) from page_report where network <> ''`), w.int(`select count(*) from page_report`); n != c.networks || r != c.there {
			t.Errorf("after %v: got %d with a network and %d in all, want %d and %d", c.after, n, r, c.networks, c.there)
		}
	}
	if jobs := w.s.Periodic(); len(jobs) != 1 {
		t.Errorf("periodic jobs: got %d, want 1", len(jobs))
	}
}
