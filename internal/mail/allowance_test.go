// What nobody has shown to want: a few letters an hour to an address, then silence and
// a line in the log.

package mail_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/postgres"
)

// letterOf is a message of a kind.
func (o office) letterOf(k kind.Kind, change ...func(*mail.Message)) mail.Message {
	m := o.message()
	m.Kind, m.AboutID = k, 17
	for _, c := range change {
		c(&m)
	}
	return m
}

// by is the way a message takes: the outbox itself, or a part of a larger statement.
func (o office) ways(now *time.Time) map[string]func(*testing.T, mail.Message) {
	client, _ := jobs.InsertOnly(o.pool)
	outbox := mail.NewOutbox(client, func() time.Time { return *now })
	return map[string]func(*testing.T, mail.Message){
		"queue": func(t *testing.T, m mail.Message) {
			t.Helper()
			err := postgres.InTx(t.Context(), o.pool, func(ctx context.Context, tx pgx.Tx) error { return outbox.Queue(ctx, tx, m) })
			if err != nil {
				t.Error(err)
			}
		},
		"part": func(t *testing.T, m mail.Message) {
			t.Helper()
			args := postgres.Args{"id": m.AboutID}
			if err := mail.PartArgs(args, &m, *now); err != nil {
				t.Error(err)
			}
			if _, err := postgres.Exec(t.Context(), o.pool, "with mailed as (select @id::bigint as about_id), "+mail.Part+" select 1", args); err != nil {
				t.Error(err)
			}
		},
	}
}

func (o office) sentTo(t *testing.T, address string) int {
	t.Helper()
	return len(mailtest.All(t, o.pool, address))
}

func TestFewThatNobodyHasShownToWant(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	now := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	elsewhere := o.int(t, "insert into municipality (number, name) values ('9998', 'Solvik') returning id")
	at := func(address string) func(*mail.Message) { return func(m *mail.Message) { m.To = address } }
	for way, send := range o.ways(&now) {
		her := way + "@example.no"
		var bounded []kind.Kind
		for _, k := range kind.All() {
			if k.Bounded() && !k.Told() {
				bounded = append(bounded, k)
			}
		}
		for n := range mail.MaxUnproved + 20 { // whichever form
			send(t, o.letterOf(bounded[n%len(bounded)], at([]string{her, strings.ToUpper(her)}[n%2])))
		}
		equal(t, way+": of many at once", o.sentTo(t, her), 6)
		equal(t, way+": lines in the log", o.int(t, "select count(*) from audit_event where action = 'mail.held' and object_id = 17 and actor_kind = 'system'"), int64(1))
		o.exec(t, "delete from audit_event")

		for name, passes := range map[string]mail.Message{
			"another address":        o.letterOf(kind.SignUpConfirm, at("x"+her)),
			"another municipality":   o.letterOf(kind.SignUpConfirm, at(her), func(m *mail.Message) { m.MunicipalityID = elsewhere }),
			"what she has asked for": o.letterOf(kind.SignUpConfirmed, at(her)),
			"what happens to her":    o.letterOf(kind.SignUpOffer, at(her)),
			"to log in with":         o.letterOf(kind.Login, at(her)),
		} {
			before := o.int(t, "select count(*) from email")
			if send(t, passes); o.int(t, "select count(*) from email") != before+1 {
				t.Errorf("%s: %s is held", way, name)
			}
		}
		so := o.sentTo(t, her)
		now = now.Add(time.Hour - time.Second)
		send(t, o.letterOf(kind.SignUpConfirm, at(her)))
		equal(t, way+": just before the hour", o.sentTo(t, her), so)
		now = now.Add(time.Second)
		for range mail.MaxUnproved + 1 {
			send(t, o.letterOf(kind.SignUpConfirm, at(her)))
		}
		equal(t, way+": after the hour", o.sentTo(t, her), so+mail.MaxUnproved)
		if err := mail.Proved(t.Context(), o.pool, o.municipality, strings.ToUpper(her)); err != nil {
			t.Fatal(err)
		}
		send(t, o.letterOf(kind.SignUpConfirm, at(her)))
		equal(t, way+": when she has followed one", o.sentTo(t, her), so+mail.MaxUnproved+1)
		o.exec(t, "delete from audit_event")
	}
	equal(t, "addresses in the counts", o.int(t, "select count(*) from mail_allowance m where m::text like '%example%'"), int64(0))
	if err := mail.DeleteOld(t.Context(), o.pool, now.Add(time.Hour+time.Second)); err != nil {
		t.Fatal(err)
	}
	equal(t, "counts that are kept", o.int(t, "select count(*) from mail_allowance"), int64(0))
}

// What a stranger causes keeps no letter away that somebody who is logged in causes, nor
// one to log in with; and one too many of hers fails, so that she is told and nothing is kept.
func TestWhoIsLoggedInIsTold(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	now := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	for range mail.MaxUnproved + 1 {
		o.ways(&now)["queue"](t, o.letterOf(kind.SignUpConfirm))
	}
	equal(t, "a stranger's letters", o.sentTo(t, o.message().To), mail.MaxUnproved)
	queue := func(m mail.Message) error {
		client, _ := jobs.InsertOnly(o.pool)
		outbox := mail.NewOutbox(client, func() time.Time { return now })
		return postgres.InTx(t.Context(), o.pool, func(ctx context.Context, tx pgx.Tx) error { return outbox.Queue(ctx, tx, m) })
	}
	for range 3 * mail.MaxUnproved {
		if err := queue(o.letterOf(kind.Login)); err != nil {
			t.Fatalf("to log in with: %v", err)
		}
	}
	equal(t, "with those to log in with", o.sentTo(t, o.message().To), 4*mail.MaxUnproved)
	for _, k := range []kind.Kind{kind.Invited, kind.EmailChange} {
		so, held := o.sentTo(t, o.message().To), o.int(t, "select count(*) from audit_event")
		for n := range mail.MaxUnproved {
			unsent := n%2 == 1 // counts as well
			if err := queue(o.letterOf(k, func(m *mail.Message) { m.Unsent = unsent })); err != nil {
				t.Errorf("%s %d: %v", k, n, err)
			}
		}
		equal(t, k.String(), o.sentTo(t, o.message().To), so+mail.MaxUnproved/2)
		for _, unsent := range []bool{false, true} {
			if err := queue(o.letterOf(k, func(m *mail.Message) { m.Unsent = unsent })); !errors.Is(err, mail.ErrTooMany) {
				t.Errorf("one %s too many: got %v, want her told", k, err)
			}
		}
		equal(t, k.String()+": lines in the log", o.int(t, "select count(*) from audit_event"), held)
		if err := mail.Proved(t.Context(), o.pool, o.municipality, o.message().To); err != nil {
			t.Fatal(err)
		}
		if err := queue(o.letterOf(k)); err != nil {
			t.Errorf("%s when she has followed one: %v", k, err)
		}
		m := o.letterOf(k)
		if err := mail.PartArgs(postgres.Args{}, &m, now); err == nil {
			t.Errorf("%s is taken as a part of a statement, which tells nobody", k)
		}
	}
}

// Several letters that answer one wish count as one; where that is one too many, all are held.
func TestBundleCountsOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	now := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	for way, send := range o.ways(&now) {
		her := way + "@example.no"
		for wish := range mail.MaxUnproved + 2 {
			for about := range int64(3) {
				send(t, o.letterOf(kind.SignUpLink, func(m *mail.Message) { m.To, m.Once, m.AboutID = her, fmt.Sprint(way, wish), about+1 }))
			}
		}
		equal(t, way, o.sentTo(t, her), 3*mail.MaxUnproved)
		equal(t, way+": lines in the log", o.int(t, "select count(*) from audit_event where action = 'mail.held'"), int64(1))
		o.exec(t, "delete from audit_event")
	}
}

func TestFewHoldsWhenManyComeAtOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	now := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	for way, send := range o.ways(&now) {
		var all sync.WaitGroup
		for range 4 * mail.MaxUnproved {
			all.Go(func() { send(t, o.letterOf(kind.SignUpGuardian, func(m *mail.Message) { m.To = way + "@example.no" })) })
		}
		all.Wait()
		equal(t, way, o.sentTo(t, way+"@example.no"), mail.MaxUnproved)
	}
}

// What somebody sits and waits for goes past what is sent to many, whichever way it takes.
func TestAwaitedLettersHaveAQueueOfTheirOwn(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	now := time.Now()
	awaited := map[kind.Kind]bool{kind.Login: true, kind.EmailChange: true, kind.SignUpAddress: true, kind.SignUpLink: true, kind.OwnDataLink: true}
	ways := o.ways(&now)
	ways["stranded"] = func(t *testing.T, m mail.Message) {
		ways["queue"](t, m)
		o.exec(t, "delete from river_job")
		if err := mail.Resume(t.Context(), o.pool, o.outbox); err != nil {
			t.Fatal(err)
		}
	}
	ways["retry"] = func(t *testing.T, m mail.Message) {
		ways["queue"](t, m)
		o.exec(t, "delete from river_job")
		o.exec(t, "update email set status = 'failed'")
		err := postgres.InTx(t.Context(), o.pool, func(ctx context.Context, tx pgx.Tx) error {
			return o.outbox.Retry(ctx, tx, o.municipality, o.int(t, "select max(id) from email"))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, k := range kind.All() {
		want := jobs.Mail
		if awaited[k] {
			want = jobs.Awaited
		}
		for way, send := range ways {
			if way == "part" && k.Bounded() && k.Told() {
				continue
			}
			o.exec(t, "delete from river_job")
			o.exec(t, "delete from email")
			o.exec(t, "delete from mail_allowance")
			send(t, o.letterOf(k))
			got, err := postgres.Scalars[string](t.Context(), o.pool, "select queue from river_job", nil)
			if err != nil || len(got) != 1 || got[0] != want {
				t.Errorf("%s, %s: got queues %v, %v; want %s", k, way, got, err, want)
			}
		}
	}
}
