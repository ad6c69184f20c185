package main

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"
	"frivilligsentral/internal/seal"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	letters  = 60
	killedAt = 20 // the server has so many, and has not answered for the last one
	atOnce   = 2  // messages that the program sends at the same time
)

// The program is killed in the worst moment, when the mail server has taken a
// message and the program has not heard so. All messages arrive; only those that
// were on their way may come twice, and then with the same Message-ID.
func TestKilledWhileItSendsMail(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	queueLetters(t, pool)
	server := mailtest.NewServer(t, false)
	taken, gone := make(chan struct{}), make(chan struct{})
	var once sync.Once
	server.Stored = func(count int) {
		if count >= killedAt {
			once.Do(func() { close(taken) })
			<-gone
		}
	}
	state, env := folder(t), []string{"DATABASE_URL=" + pool.Config().ConnString(), "SMTP_URL=smtp://" + server.Addr, "MAIL_FROM=post@sentral.example.no", "SEAL_KEY=" + seal.NewKey()}
	first := launch(t, state, nil, env...).ready()
	select {
	case <-taken:
	case <-time.After(patience):
		t.Fatalf("the program sends no mail\n%s", first.log())
	}
	first.kill()
	inFlight := killedSends(t, pool)
	close(gone)
	second := launch(t, state, nil, env...).ready()
	untilSent(t, pool, second)
	arrived(t, server, inFlight)
}

// queueLetters is one transaction that causes an e-mail to each of many people.
func queueLetters(t *testing.T, pool *pgxpool.Pool) {
	t.Helper()
	client, err := jobs.InsertOnly(pool)
	if err != nil {
		t.Fatal(err)
	}
	outbox := mail.NewOutbox(client, nil)
	err = postgres.InTx(t.Context(), pool, func(ctx context.Context, tx pgx.Tx) error {
		for i := range letters {
			m := mail.Message{
				To: fmt.Sprintf("person%d@post.example", i), FromName: "Sentralen", Kind: kind.SignUpConfirmed, AboutID: int64(i), Subject: "Du er påmeldt",
				Text: "Hei!", Once: "first",
			}
			if err := outbox.Queue(ctx, tx, m); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// killedSends is how many jobs nobody works on any more.
func killedSends(t *testing.T, pool *pgxpool.Pool) int {
	t.Helper()
	n, err := postgres.Scalar[int](t.Context(), pool, "select count(*) from river_job where kind = 'mail.send' and state = 'running'", nil)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func untilSent(t *testing.T, pool *pgxpool.Pool, p *program) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); <-tick.C {
		left, err := postgres.Scalar[int](t.Context(), pool, "select count(*) from email where status <> 'sent'", nil)
		if err != nil {
			t.Fatal(err)
		}
		if left == 0 {
			return
		}
	}
	t.Fatalf("the e-mails of the killed process are not sent\n%s", p.log())
}

func arrived(t *testing.T, server *mailtest.Server, inFlight int) {
	t.Helper()
	ids, twice := map[string]string{}, 0
	for _, r := range server.Received() {
		id := r.Header.Get("Message-Id")
		before, again := ids[r.To]
		if again {
			twice++
		}
		if id == "" || again && before != id {
			t.Errorf("%s: got Message-ID %q and %q, want the same", r.To, before, id)
		}
		ids[r.To] = id
	}
	if len(ids) != letters {
		t.Errorf("got e-mail to %d people, want %d", len(ids), letters)
	}
	if twice > min(inFlight, atOnce) {
		t.Errorf("%d people got it twice, want at most the %d that were on their way", twice, min(inFlight, atOnce))
	}
	t.Logf("%d jobs were cut off, %d messages came twice with the same Message-ID", inFlight, twice)
}
