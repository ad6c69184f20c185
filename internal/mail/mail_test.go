package mail_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/jobs/jobstest"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"
)

func TestQueries(t *testing.T) {
	t.Parallel()
	pgtest.Queries(t)
}

const to = "kari.nordmann@example.no"

// office is a database, an outbox and the workers behind it.
type office struct {
	pool         *pgxpool.Pool
	outbox       *mail.Outbox
	workers      *river.Workers
	municipality int64
}

func newOffice(t *testing.T, smtpURL string) office {
	t.Helper()
	pool := pgtest.Pool(t)
	client, err := jobs.InsertOnly(pool)
	if err != nil {
		t.Fatal(err)
	}
	sender, err := mail.NewSender(smtpURL, "post@sentral.example.no")
	if err != nil {
		t.Fatal(err)
	}
	o := office{pool: pool, outbox: mail.NewOutbox(client, nil), workers: river.NewWorkers()}
	mail.Register(o.workers, pool, sender, o.outbox)
	o.municipality, err = postgres.Scalar[int64](t.Context(), pool,
		"insert into municipality (number, name) values ('9999', 'Fjellvik') returning id", nil)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func (o office) queue(t *testing.T, m mail.Message) error {
	t.Helper()
	return postgres.InTx(t.Context(), o.pool, func(ctx context.Context, tx pgx.Tx) error {
		return o.outbox.Queue(ctx, tx, m)
	})
}

func (o office) mustQueue(t *testing.T, m mail.Message) {
	t.Helper()
	if err := o.queue(t, m); err != nil {
		t.Fatal(err)
	}
}

func (o office) message() mail.Message {
	return mail.Message{
		MunicipalityID: o.municipality, To: to, ToName: "Kari Nordmann", FromName: "Fjellvik frivilligsentral",
		Lang: i18n.NN, Kind: kind.SignUpConfirm, Subject: "Påmeldinga di", Text: "Hei! https://a.example.no/x?t=1.\n",
		HTML:        `<p>Hei!</p>`,
		Unsubscribe: "https://a.example.no/varsler/stopp/x",
		Attachments: []mail.Attachment{{Name: "kurs.ics", Type: "text/calendar; method=PUBLISH; charset=utf-8", Data: []byte("BEGIN:VCALENDAR")}},
	}
}

func TestDelivered(t *testing.T) {
	t.Parallel()
	server := mailtest.NewServer(t, true)
	o := newOffice(t, "smtp://"+server.Addr+"?tls=required&ca="+server.CA)
	o.mustQueue(t, o.message())
	jobstest.Work(t, o.pool, o.workers)
	got := server.Received()
	if len(got) != 1 || got[0].From != "post@sentral.example.no" || got[0].To != to {
		t.Fatalf("got %+v, want one message to %s", got, to)
	}
	for name, want := range map[string]string{
		"Auto-Submitted": "auto-generated", "Content-Language": "nn",
		"List-Unsubscribe": "<https://a.example.no/varsler/stopp/x>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
		"From": `"Fjellvik frivilligsentral" <post@sentral.example.no>`,
	} {
		if value := got[0].Header.Get(name); value != want {
			t.Errorf("%s: got %q, want %q", name, value, want)
		}
	}
	for _, part := range []string{"multipart/alternative", "text/plain", "text/html", "text/calendar; method=PUBLISH", `"kurs.ics"`} {
		if !strings.Contains(got[0].Raw, part) {
			t.Errorf("message has no %s:\n%s", part, got[0].Raw)
		}
	}
	e := mailtest.Last(t, o.pool, to)
	if e.Status != mail.Sent || e.SentAt == nil || e.TextBody+e.HTMLBody != "" || len(e.Attachments) != 0 {
		t.Errorf("row: got %+v, want sent and emptied", e.Email)
	}
}

func TestServerTrouble(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		answers []mailtest.Answer
		first   mail.Status // after the first attempt
		second  mail.Status // after the next
	}{
		{"4xx, then fine", []mailtest.Answer{{Code: 451}}, mail.Queued, mail.Sent},
		{"4xx at the message, then fine", []mailtest.Answer{{Code: 452, AtData: true}}, mail.Queued, mail.Sent},
		{"dropped, then fine", []mailtest.Answer{{Drop: true}}, mail.Queued, mail.Sent},
		{"5xx", []mailtest.Answer{{Code: 550}}, mail.Bounced, mail.Bounced},
		{"5xx at the message", []mailtest.Answer{{Code: 554, AtData: true}}, mail.Bounced, mail.Bounced},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := mailtest.NewServer(t, false, test.answers...)
			o := newOffice(t, "smtp://"+server.Addr)
			o.mustQueue(t, o.message())
			for attempt, want := range []mail.Status{test.first, test.second} {
				for _, r := range jobstest.Try(t, o.pool, o.workers) {
					if strings.Contains(r.Err, "kari") {
						t.Errorf("the job's error names the receiver: %s", r.Err)
					}
				}
				e := mailtest.Last(t, o.pool, to)
				if e.Status != want || strings.Contains(e.LastError, "kari") {
					t.Errorf("attempt %d: got %s (%s), want %s", attempt+1, e.Status, e.LastError, want)
				}
				jobstest.MakeDue(t, o.pool)
			}
		})
	}
}

func TestBounceStandsOnTheWorkListUntilRetried(t *testing.T) {
	t.Parallel()
	server := mailtest.NewServer(t, false, mailtest.Answer{Code: 550})
	o := newOffice(t, "smtp://"+server.Addr)
	o.mustQueue(t, o.message())
	jobstest.Work(t, o.pool, o.workers)
	list, err := mail.Trouble(t.Context(), o.pool, o.municipality, 10)
	if err != nil || len(list) != 1 {
		t.Fatalf("work list: got %v, %v; want the bounced one", list, err)
	}
	marks := fmt.Sprintf("select count(*) from email_address_status where municipality_id = %d and address = '%s'", o.municipality, to)
	equal(t, "marks on the address", o.int(t, marks), int64(1))
	retry := func(municipality int64) error {
		return postgres.InTx(t.Context(), o.pool, func(ctx context.Context, tx pgx.Tx) error {
			return o.outbox.Retry(ctx, tx, municipality, list[0].ID)
		})
	}
	if err := retry(o.municipality + 1); !fault.Is(err, fault.NotFound) {
		t.Errorf("retry by another municipality: got %v, want not found", err)
	}
	if err := retry(o.municipality); err != nil {
		t.Fatal(err)
	}
	jobstest.Work(t, o.pool, o.workers)
	if got := len(server.Received()); got != 1 {
		t.Errorf("after retry: got %d messages, want 1", got)
	}
	equal(t, "marks after delivery", o.int(t, marks), int64(0))
}

func TestTLSRequired(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		starttls bool
		query    func(*mailtest.Server) string
	}{
		{"server without STARTTLS", false, func(*mailtest.Server) string { return "?tls=required" }},
		{"certificate of nobody we know", true, func(*mailtest.Server) string { return "?tls=required" }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := mailtest.NewServer(t, test.starttls)
			o := newOffice(t, "smtp://"+server.Addr+test.query(server))
			o.mustQueue(t, o.message())
			jobstest.Try(t, o.pool, o.workers)
			if e := mailtest.Last(t, o.pool, to); e.Status != mail.Queued || e.LastError == "" || len(server.Received()) != 0 {
				t.Errorf("got %s (%s), %d messages; want it to wait", e.Status, e.LastError, len(server.Received()))
			}
		})
	}
}

// The two attempts carry the same Message-ID, so a receiver can drop a double.
func TestMessageIDIsStable(t *testing.T) {
	t.Parallel()
	server := mailtest.NewServer(t, false)
	o := newOffice(t, "smtp://"+server.Addr)
	o.mustQueue(t, o.message())
	jobstest.Work(t, o.pool, o.workers)
	id := mailtest.Last(t, o.pool, to).ID
	if _, err := postgres.Exec(t.Context(), o.pool, "update email set status = 'bounced', text_body = 'x' where id = @id", postgres.Args{"id": id}); err != nil {
		t.Fatal(err)
	}
	err := postgres.InTx(t.Context(), o.pool, func(ctx context.Context, tx pgx.Tx) error {
		return o.outbox.Retry(ctx, tx, o.municipality, id)
	})
	if err != nil {
		t.Fatal(err)
	}
	jobstest.Work(t, o.pool, o.workers)
	got := server.Received()
	if len(got) != 2 || got[0].Header.Get("Message-Id") == "" || got[0].Header.Get("Message-Id") != got[1].Header.Get("Message-Id") {
		t.Errorf("got %d messages with ids %v", len(got), got)
	}
}

func TestOnePerCause(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	m := o.message()
	m.Once = "first"
	o.mustQueue(t, m)
	o.mustQueue(t, m)
	if got := len(jobstest.Work(t, o.pool, o.workers)); got != 1 {
		t.Errorf("jobs: got %d, want 1", got)
	}
	if got := len(mailtest.All(t, o.pool, to)); got != 1 {
		t.Errorf("messages: got %d, want 1", got)
	}
}

// A job that runs in a process that is gone holds no lock, and nobody waits for
// the hour in which such jobs are found otherwise.
func TestStrandedMessageIsTakenUp(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		job  string // what has become of the job
		want int    // messages that arrive
	}{
		{"its process was killed", "state = 'running', attempt = 1, attempted_at = now() - interval '1 minute'", 1},
		{"given up without a word", "state = 'discarded', attempt = 12, attempted_at = now(), finalized_at = now()", 1},
		{"begun this moment", "state = 'running', attempt = 1, attempted_at = now() + interval '1 minute'", 0},
		{"waits for its next attempt", "state = 'retryable', attempt = 1, scheduled_at = now() + interval '1 hour'", 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := mailtest.NewServer(t, false)
			o := newOffice(t, "smtp://"+server.Addr)
			o.mustQueue(t, o.message())
			if _, err := postgres.Exec(t.Context(), o.pool, "update river_job set "+test.job, nil); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if err := mail.Resume(t.Context(), o.pool, o.outbox); err != nil {
					t.Fatal(err)
				}
			}
			got, err := postgres.Scalar[int](t.Context(), o.pool, "select count(*) from river_job where state = 'available'", nil)
			if err != nil || got != test.want {
				t.Errorf("new jobs: got %d, %v; want %d", got, err, test.want)
			}
			if _, err := postgres.Exec(t.Context(), o.pool, "delete from river_job where state = 'running'", nil); err != nil {
				t.Fatal(err)
			}
			jobstest.Work(t, o.pool, o.workers)
			if got := len(server.Received()); got != test.want {
				t.Errorf("got %d messages, want %d", got, test.want)
			}
		})
	}
}

func TestHeadersCannotBeInjected(t *testing.T) {
	t.Parallel()
	server := mailtest.NewServer(t, false)
	o := newOffice(t, "smtp://"+server.Addr)
	m := o.message()
	m.Subject = "Kurs\r\nBcc: ond@example.com\r\n\r\nnytt innhold"
	m.ToName = "Kari\r\nX-Ond: ja"
	m.FromName = "Sentral\nX-Ond: ja\u2028X-Ond: ja\x00"
	m.Attachments = []mail.Attachment{{Name: "a\r\nX-Ond: ja.ics", Type: "text/calendar\r\nX-Ond: ja", Data: []byte("x")}}
	o.mustQueue(t, m)
	jobstest.Work(t, o.pool, o.workers)
	got := server.Received()
	if len(got) != 1 {
		t.Fatalf("got %d messages, want 1", len(got))
	}
	for _, name := range []string{"Bcc", "X-Ond"} {
		if value := got[0].Header.Get(name); value != "" {
			t.Errorf("header %s: got %q, want none", name, value)
		}
	}
	if strings.Contains(got[0].Raw, "\nX-Ond") {
		t.Errorf("a part has the injected header:\n%s", got[0].Raw)
	}
}

func TestBadAddresses(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	for _, bad := range []string{"", "kari", "kari@example.no, ola@example.no", "Kari <kari@example.no>", "kari@example.no\r\nBcc: x@y.no", "k\x00@example.no"} {
		m := o.message()
		m.To = bad
		if err := o.queue(t, m); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: got %v, want a fault of kind Invalid", bad, err)
		}
	}
}

func TestMailboxKeepsBodies(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	text, html, err := mail.Render(i18n.NB, mail.Body{Title: "Logg inn", Code: "123 456", Button: mail.Button{Text: "Logg inn", URL: "https://x.example.no/t?a=1&b=2"}})
	if err != nil {
		t.Fatal(err)
	}
	m := o.message()
	m.Text, m.HTML = text, html
	o.mustQueue(t, m)
	jobstest.Work(t, o.pool, o.workers)
	last := mailtest.Last(t, o.pool, to)
	if last.Status != mail.Sent || last.Code != "123 456" || len(last.Links) != 1 || last.Links[0] != "https://x.example.no/t?a=1&b=2" {
		t.Errorf("got status %s, code %q, links %v", last.Status, last.Code, last.Links)
	}
	recent, err := mail.Recent(t.Context(), o.pool, 5)
	if err != nil || len(recent) != 1 || len(recent[0].Attachments) != 1 {
		t.Errorf("recent: got %+v, %v; want the one with its attachment", recent, err)
	}
	if one, err := mail.ByID(t.Context(), o.pool, last.ID); err != nil || one.HTMLBody != html {
		t.Errorf("by id: got %v, %v", one, err)
	}
}

// The clean-up comes round by itself; what it takes is below.
func TestCleanUpIsAJob(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	o.mustQueue(t, o.message())
	jobstest.Work(t, o.pool, o.workers)
	o.exec(t, "update email set created_at = now() - interval '31 days'")
	client, err := jobs.New(o.pool, o.workers, jobs.Config{Periodic: mail.Periodic()})
	if err != nil {
		t.Fatal(err)
	}
	enqueueClean(t, o, client)
	jobstest.Work(t, o.pool, o.workers)
	if got := len(mailtest.All(t, o.pool, to)); got != 0 {
		t.Errorf("after the clean-up: got %d, want none", got)
	}
}

// The log of each kind of letter is kept to the second for as long as its entry
// says. What has not been sent stays, and so does what failed until then.
func TestLogIsKeptForItsTime(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	sent := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	type row struct {
		kind   string
		status mail.Status
		days   int // 0: for good
	}
	rows := []row{{"bygone", mail.Sent, kind.LogDays}, {"login", mail.Failed, kind.LogDays}, {"login", mail.Bounced, kind.LogDays}, {"login", mail.Queued, 0}}
	for _, k := range kind.All() {
		rows = append(rows, row{k.String(), mail.Sent, k.KeptDays()})
	}
	for _, r := range rows {
		o.exec(t, "truncate email")
		o.exec(t, `insert into email (municipality_id, recipient, kind, subject, text_body, status, created_at)
			values (`+strconv.FormatInt(o.municipality, 10)+`, 'x@y.example', '`+r.kind+`', 'x', 'x', '`+string(r.status)+`', '`+sent.Format(time.RFC3339)+`')`)
		end := sent.AddDate(0, 0, r.days)
		for _, look := range []struct {
			at   time.Time
			want int
		}{{end.Add(-time.Second), 1}, {end, 1}, {end.Add(time.Second), 0}} {
			if r.days == 0 {
				look.at, look.want = look.at.AddDate(1, 0, 0), 1
			}
			if err := mail.DeleteOld(t.Context(), o.pool, look.at); err != nil {
				t.Fatal(err)
			}
			if got := len(mailtest.All(t, o.pool, "x@y.example")); got != look.want {
				t.Errorf("%s, %s, %v after: got %d, want %d", r.kind, r.status, look.at.Sub(sent), got, look.want)
			}
		}
		if r.days > mail.KeptDays() {
			t.Errorf("%s is kept for %d days, and %d are told", r.kind, r.days, mail.KeptDays())
		}
	}
}

// Erasing one person leaves every other's mail alone, whatever its kind and ids
// look like, and that of the same address in another municipality.
func TestEraseOnePerson(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	other := o
	var err error
	other.municipality, err = postgres.Scalar[int64](t.Context(), o.pool, "insert into municipality (number, name) values ('9998', 'Solvik') returning id", nil)
	if err != nil {
		t.Fatal(err)
	}
	const guardian, stranger = "mor@example.no", "ola@example.no"
	for _, x := range []struct {
		office office
		to     string
		kind   kind.Kind
		id     int64
		stays  bool
	}{
		{o, to, kind.SignUpConfirm, 1, false},
		{o, strings.ToUpper(to), kind.Login, 7, false},
		{o, guardian, kind.SignUpGuardian, 1, false}, // about her sign-up
		{o, stranger, kind.SignUpConfirm, 11, true},  // an id that begins alike
		{o, stranger, kind.SignUpConfirmed, 11, true},
		{o, stranger, kind.ActivityApproved, 1, true}, // the same id of another thing
		{o, stranger, kind.NewSubstitute, 1, true},
		{o, stranger, kind.OrganisationConfirm, 1, true},
		{o, stranger, kind.OwnDataLink, 0, true},
		{o, "x" + to, kind.Login, 8, true},       // an address that ends alike
		{other, to, kind.SignUpConfirm, 2, true}, // another municipality's
		{other, guardian, kind.SignUpGuardian, 1, true},
	} {
		m := x.office.message()
		m.To, m.Kind, m.AboutID, m.Once, m.Subject = x.to, x.kind, x.id, fmt.Sprint(x.office.municipality, x.to), fmt.Sprint(x.stays)
		x.office.mustQueue(t, m)
	}
	o.exec(t, "insert into email_address_status (municipality_id, address, reason) select m.id, a, 'x' from municipality m, unnest(array['"+to+"', '"+stranger+"']) a")
	if n, err := mail.Erase(t.Context(), o.pool, o.municipality, strings.ToUpper(to), kind.AboutRegistration, []int64{1}); err != nil || n != 4 {
		t.Errorf("erased: got %d, %v; want three messages and a mark", n, err)
	}
	left, err := mail.Recent(t.Context(), o.pool, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range left {
		if e.Subject != "true" {
			t.Errorf("left: %s to %s", e.Kind, e.Recipient)
		}
	}
	if len(left) != 9 {
		t.Errorf("left: got %d messages, want 9", len(left))
	}
	if marks, err := postgres.Scalar[int](t.Context(), o.pool, "select count(*) from email_address_status", nil); err != nil || marks != 3 {
		t.Errorf("marks left: got %d, %v; want 3", marks, err)
	}
}

// What is forgotten of one thing is forgotten in its municipality only, and the
// letters about it only: not by the address that they went to.
func TestForgetAboutOneThing(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	other, err := postgres.Scalar[int64](t.Context(), o.pool, "insert into municipality (number, name) values ('9998', 'Solvik') returning id", nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range []struct {
		municipality int64
		kind         kind.Kind
		id           int64
	}{
		{o.municipality, kind.SignUpConfirm, 1}, {o.municipality, kind.SignUpGuardian, 1}, // these go
		{other, kind.SignUpConfirm, 1}, {o.municipality, kind.SignUpConfirm, 11}, {o.municipality, kind.ActivityApproved, 1}, {o.municipality, kind.Login, 1},
	} {
		m := o.message()
		m.MunicipalityID, m.Kind, m.AboutID, m.Once, m.Subject = x.municipality, x.kind, x.id, strconv.Itoa(i), strconv.Itoa(i)
		o.mustQueue(t, m)
	}
	o.exec(t, "update email set status = 'sent'")
	if err := mail.ForgetAbout(t.Context(), o.pool, o.municipality, kind.AboutRegistration, []int64{1}); err != nil {
		t.Fatal(err)
	}
	left := ""
	for _, e := range mailtest.All(t, o.pool, to) {
		left += e.Subject
	}
	if left != "5432" {
		t.Errorf("left: got %s, want 5432", left)
	}
}

// A message must be of a kind that is on the list.
func TestUnlistedKindIsRefused(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	for _, k := range []kind.Kind{{}, kind.Named("registration-new")} {
		m := o.message()
		m.Kind = k
		if err := o.queue(t, m); err == nil {
			t.Errorf("%q: got nil, want an error", k)
		}
	}
}

func (o office) exec(t *testing.T, sql string) {
	t.Helper()
	if _, err := postgres.Exec(t.Context(), o.pool, sql, nil); err != nil {
		t.Fatal(err)
	}
}

func enqueueClean(t *testing.T, o office, e jobs.Enqueuer) {
	t.Helper()
	err := postgres.InTx(t.Context(), o.pool, func(ctx context.Context, tx pgx.Tx) error {
		return e.Enqueue(ctx, tx, mail.CleanArgs(), nil)
	})
	if err != nil {
		t.Fatal(err)
	}
}
