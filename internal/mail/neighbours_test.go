// Messages beside messages: each step touches the one that it is about, and each
// list has what belongs in it.

package mail_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/jobs/jobstest"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"
)

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func (o office) int(t *testing.T, sql string) int64 {
	t.Helper()
	n, err := postgres.Scalar[int64](t.Context(), o.pool, sql, nil)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return n
}

// crowd stores messages of every standing to the same addresses in two
// municipalities and in none, without a job, and marks on the addresses.
func (o office) crowd(t *testing.T) (elsewhere int64) {
	t.Helper()
	elsewhere = o.int(t, "insert into municipality (number, name) values ('9998', 'Solvik') returning id")
	o.exec(t, `insert into email (municipality_id, recipient, kind, subject, text_body, status)
		select m.id, a, 'login', 'x', 'x', s from (select id from municipality union all select null) m,
		unnest(array['`+to+`', 'ola@example.no']) a, unnest(array['queued', 'sent', 'failed', 'bounced']) s`)
	o.exec(t, `insert into email_address_status (municipality_id, address, reason, bounced_at)
		select m.id, a, 'x', now() - interval '1 day' from municipality m, unnest(array['`+to+`', 'ola@example.no']) a`)
	return elsewhere
}

func TestOnlyTheMessageThatIsMeant(t *testing.T) {
	t.Parallel()
	server := mailtest.NewServer(t, false, mailtest.Answer{Code: 451}, mailtest.Answer{Code: 550})
	o := newOffice(t, "smtp://"+server.Addr)
	o.crowd(t)
	o.mustQueue(t, o.message())
	id := o.int(t, "select max(id) from email")
	retry := func() {
		err := postgres.InTx(t.Context(), o.pool, func(ctx context.Context, tx pgx.Tx) error { return o.outbox.Retry(ctx, tx, o.municipality, id) })
		if err != nil {
			t.Fatal(err)
		}
	}
	message, mark := fmt.Sprint("email ", id), fmt.Sprintf("email_address_status %d/%s", o.municipality, to)
	for _, step := range []struct {
		name string
		do   func()
		want []string
		row  string // status, attempts, whether there is an error, whether it was sent
	}{
		{"put off", func() { jobstest.Try(t, o.pool, o.workers) }, []string{message}, "queued 1 t f"},
		{"refused", func() { jobstest.MakeDue(t, o.pool); jobstest.Try(t, o.pool, o.workers) }, []string{message, mark}, "bounced 2 t f"},
		{"once more", retry, []string{message}, "queued 2 f f"},
		{"sent", func() { jobstest.Work(t, o.pool, o.workers) }, []string{message, mark}, "sent 3 f t"},
	} {
		equal(t, step.name, pgtest.Touched(t, o.pool, []string{"email", "email_address_status"}, step.do), step.want)
		equal(t, step.name+", the row", o.int(t, "select count(*) from email where id = "+strconv.FormatInt(id, 10)+
			" and concat_ws(' ', status, attempts, last_error <> '', sent_at is not null) = '"+step.row+"'"), int64(1))
	}
}

// A message that belongs to no municipality leaves no mark, and one that was sent
// meanwhile is not sent again.
func TestMessagesThatAreNotTheUsualOnes(t *testing.T) {
	t.Parallel()
	server := mailtest.NewServer(t, false, mailtest.Answer{Code: 550})
	o := newOffice(t, "smtp://"+server.Addr)
	m := o.message()
	m.MunicipalityID = 0
	o.mustQueue(t, m)
	jobstest.Work(t, o.pool, o.workers)
	equal(t, "marks", o.int(t, "select count(*) from email_address_status"), int64(0))
	equal(t, "status", mailtest.Last(t, o.pool, to).Status, mail.Bounced)
	o.mustQueue(t, o.message())
	o.exec(t, "update email set status = 'sent'")
	jobstest.Work(t, o.pool, o.workers)
	equal(t, "messages", len(server.Received()), 0)
}

func TestRetryAndDismiss(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	elsewhere := o.crowd(t)
	o.exec(t, "update email set last_error = 'x'")
	for _, c := range []struct {
		status       mail.Status
		municipality int64
		found        bool
	}{{mail.Queued, o.municipality, false}, {mail.Sent, o.municipality, false}, {mail.Failed, elsewhere, false}, {mail.Failed, o.municipality, true}, {mail.Bounced, o.municipality, true}} {
		id := o.int(t, fmt.Sprintf("select id from email where municipality_id = %d and status = '%s' and recipient = '%s'", o.municipality, c.status, to))
		for name, do := range map[string]func(tx pgx.Tx) error{
			"retry":   func(tx pgx.Tx) error { return o.outbox.Retry(t.Context(), tx, c.municipality, id) },
			"dismiss": func(tx pgx.Tx) error { return mail.Dismiss(t.Context(), tx, c.municipality, id) },
		} {
			want := []string{}
			if c.found {
				want = []string{fmt.Sprint("email ", id)}
			}
			var left int64
			equal(t, fmt.Sprint(name, " ", c), pgtest.Touched(t, o.pool, []string{"email"}, func() {
				err := postgres.InTx(t.Context(), o.pool, func(_ context.Context, tx pgx.Tx) error { return do(tx) })
				if (err == nil) != c.found || err != nil && !fault.Is(err, fault.NotFound) {
					t.Errorf("%s %v: got %v", name, c, err)
				}
				left = o.int(t, fmt.Sprintf("select count(*) from email where id = %d and (status, last_error) = ('queued', '')", id))
			}), want)
			equal(t, fmt.Sprint(name, " ", c, ", waits again"), left == 1, c.found && name == "retry")
			if c.found { // as it was, for the other
				o.exec(t, fmt.Sprintf(`insert into email (id, municipality_id, recipient, kind, subject, text_body, status, last_error) overriding system value
					values (%d, %d, '%s', 'login', 'x', 'x', '%s', 'x') on conflict (id) do update set status = excluded.status, last_error = 'x'`, id, o.municipality, to, c.status))
			}
		}
	}
}

func TestListsOfMessages(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	o.crowd(t)
	o.exec(t, "update email set text_body = text_body where id in (2, 9, 12)") // lies elsewhere on the disk now
	read := func(list []mail.Email, err error) []int64 {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		out := []int64{}
		for _, e := range list {
			out = append(out, e.ID)
		}
		return out
	}
	want := func(where string) []int64 {
		t.Helper()
		ids, err := postgres.Scalars[int64](t.Context(), o.pool, "select id from email where "+where+" order by id desc", nil)
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}
	all, hers := want("true"), want("recipient = '"+to+"'")
	trouble := want(fmt.Sprintf("municipality_id = %d and status in ('failed', 'bounced')", o.municipality))
	equal(t, "how many", []int{len(all), len(hers), len(trouble)}, []int{24, 12, 4})
	for limit := range 30 {
		equal(t, "recent", read(mail.Recent(t.Context(), o.pool, limit)), all[:min(limit, len(all))])
		equal(t, "to her", read(mail.To(t.Context(), o.pool, strings.ToUpper(to), limit)), hers[:min(limit, len(hers))])
		equal(t, "trouble", read(mail.Trouble(t.Context(), o.pool, o.municipality, limit)), trouble[:min(limit, len(trouble))])
	}
	for _, id := range all {
		e, err := mail.ByID(t.Context(), o.pool, id)
		if err != nil || e.ID != id {
			t.Errorf("by id %d: got %d, %v", id, e.ID, err)
		}
	}
	if _, err := mail.ByID(t.Context(), o.pool, all[0]+1); !fault.Is(err, fault.NotFound) {
		t.Errorf("got %v, want not found", err)
	}
}

// What was written about things whose time is up goes, but for what still waits.
func TestForgetAbout(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	o.crowd(t)
	o.exec(t, "truncate email")
	o.exec(t, `insert into email (municipality_id, recipient, kind, about, about_id, subject, text_body, status)
		select m.id, 'x@y.example', 'x', a, n, 'x', 'x', s from municipality m, unnest(array['`+string(kind.AboutRegistration)+`', '`+string(kind.AboutActivity)+`']) a,
		generate_series(1, 3) n, unnest(array['queued', 'sent', 'failed', 'bounced']) s`)
	if err := mail.ForgetAbout(t.Context(), o.pool, o.municipality, kind.AboutRegistration, []int64{1, 3}); err != nil {
		t.Fatal(err)
	}
	equal(t, "left", o.int(t, "select count(*) from email"), int64(48-6))
	equal(t, "gone", o.int(t, fmt.Sprintf("select count(*) from email where municipality_id = %d and about = '%s' and about_id in (1, 3) and status <> 'queued'",
		o.municipality, kind.AboutRegistration)), int64(0))
}

// A message is given up at its last attempt and not before.
func TestGivenUpAtTheLastAttempt(t *testing.T) {
	t.Parallel()
	server := mailtest.NewServer(t, false, mailtest.Answer{Code: 451}, mailtest.Answer{Code: 451})
	o := newOffice(t, "smtp://"+server.Addr)
	o.mustQueue(t, o.message())
	o.exec(t, "update river_job set attempt = "+strconv.Itoa(mail.MaxAttempts-2))
	for _, want := range []mail.Status{mail.Queued, mail.Failed} {
		jobstest.Try(t, o.pool, o.workers)
		equal(t, "status", mailtest.Last(t, o.pool, to).Status, want)
		jobstest.MakeDue(t, o.pool)
	}
}

// Only a job that would send the very message keeps it from being taken up.
func TestStrandedBesideOthers(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	for range 3 {
		o.mustQueue(t, o.message())
	}
	o.exec(t, "update email set status = 'sent' where id = 3")
	o.exec(t, "update river_job set kind = 'other.job' where args @> '{\"email_id\": 2}'")
	o.exec(t, "delete from river_job where args @> '{\"email_id\": 3}'")
	if err := mail.Resume(t.Context(), o.pool, o.outbox); err != nil {
		t.Fatal(err)
	}
	equal(t, "jobs", o.int(t, "select string_agg(args->>'email_id', '' order by id)::bigint from river_job where kind = 'mail.send'"), int64(12))
	if !mail.Registered(o.workers) {
		t.Error("a job has no worker")
	}
}

func TestMessageIsMadeFit(t *testing.T) {
	t.Parallel()
	server := mailtest.NewServer(t, false)
	o := newOffice(t, "smtp://"+server.Addr)
	m := o.message()
	m.To, m.ReplyTo, m.Lang, m.Subject, m.Text, m.HTML, m.Attachments = " "+to+"\n", " svar@example.no ", "", "To  ord\u2028og\u2029to\x00", "a\x00b\xff", "<p>\x00x\xff</p>", nil
	o.mustQueue(t, m)
	e := mailtest.Last(t, o.pool, to)
	equal(t, "stored", []any{e.Recipient, e.ReplyTo, e.Lang, e.Subject, e.TextBody, e.HTMLBody, len(e.Attachments)},
		[]any{to, "svar@example.no", i18n.NB, "To ord og to", "ab", "<p>x</p>", 0})
	equal(t, "attachments", o.int(t, "select count(*) from email where attachments = '[]'"), int64(1))
	jobstest.Work(t, o.pool, o.workers)
	header := server.Received()[0].Header
	equal(t, "headers", []string{header.Get("Reply-To"), header.Get("Subject"), header.Get("X-Auto-Response-Suppress")}, []string{"<svar@example.no>", "To ord og to", "All"})
	if _, err := header.Date(); err != nil {
		t.Errorf("date: %v", err)
	}
	o.mustQueue(t, o.message())
	jobstest.Work(t, o.pool, o.workers)
	equal(t, "no one to reply to", server.Received()[1].Header.Get("Reply-To"), "")
	for name, edit := range map[string]func(*mail.Message){
		"reply to nobody": func(m *mail.Message) { m.ReplyTo = "svar" }, "subject": func(m *mail.Message) { m.Subject = " \n" }, "text": func(m *mail.Message) { m.Text = "\x00" },
	} {
		m := o.message()
		edit(&m)
		if err := o.queue(t, m); err == nil {
			t.Errorf("%s: got nil, want it refused", name)
		}
	}
}

func TestAnswersAreKeptShort(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"550 <kari@example.no> unknown\r\nbye": "550 <…> unknown bye", strings.Repeat("å", 300): strings.Repeat("å", 300), strings.Repeat("å", 301): strings.Repeat("å", 300) + "…",
	} {
		equal(t, in, mail.WithoutAddress(in, "kari@example.no"), want)
	}
}

// What is not this machine is called with TLS unless the setting says otherwise.
func TestHowTheServerIsCalled(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{
		"smtp://smtp.example.no": "TLSMandatory smtp.example.no:587", "smtp://10.0.0.1": "TLSMandatory 10.0.0.1:587", "smtp://10.0.0.1:26": "TLSMandatory 10.0.0.1:26",
		"smtp://localhost": "NoTLS localhost:25", "smtp://127.0.0.1": "NoTLS 127.0.0.1:25", "smtp://localhost?tls=required": "TLSMandatory localhost:587",
		"smtp://smtp.example.no?tls=opportunistic": "TLSOpportunistic smtp.example.no:587", "smtp://smtp.example.no?tls=none": "NoTLS smtp.example.no:25",
		"smtps://smtp.example.no": "TLSMandatory smtp.example.no:465",
	} {
		s, err := mail.NewSender(url, "post@example.no")
		if err != nil {
			t.Fatal(err)
		}
		client, err := mail.Client(s)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, url, client.TLSPolicy()+" "+client.ServerAddr(), want)
	}
	if _, err := mail.NewSender("smtp://smtp.example.no", "ingen"); err == nil {
		t.Error("a sender without an address is taken")
	}
}

// A message that goes as part of a statement is stored as Queue stores it.
func TestPartIsQueue(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	part := func(m *mail.Message) error {
		args := postgres.Args{"id": int64(7)}
		if err := mail.PartArgs(args, m, time.Now()); err != nil {
			return err
		}
		_, err := postgres.Exec(t.Context(), o.pool, "with mailed as (select @id::bigint as about_id), "+mail.Part+" select 1", args)
		return err
	}
	m := o.message()
	m.AboutID, m.ReplyTo = 7, "svar@example.no"
	o.mustQueue(t, m)
	if err := part(&m); err != nil {
		t.Fatal(err)
	}
	equal(t, "rows that differ", o.int(t, "select count(distinct to_jsonb(e) - 'id' - 'created_at') from email e"), int64(1))
	equal(t, "jobs that differ", o.int(t, "select count(distinct (kind, queue, max_attempts, (args->>'email_id')::bigint - (select min(id) from email e where e.id >= (args->>'email_id')::bigint))) from river_job"), int64(1))
	m.Once = "first"
	o.mustQueue(t, m)
	for _, again := range []*mail.Message{&m, nil} {
		if err := part(again); err != nil {
			t.Fatal(err)
		}
	}
	equal(t, "messages and jobs", []int64{o.int(t, "select count(*) from email"), o.int(t, "select count(*) from river_job")}, []int64{3, 3})
	m.To = "ingen"
	if err := part(&m); !fault.Is(err, fault.Invalid) {
		t.Errorf("a bad address: got %v, want it refused", err)
	}
}
