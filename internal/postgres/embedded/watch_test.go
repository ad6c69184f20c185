package embedded_test

import (
	"context"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// A server that dies is started again, and Stop ends that one too.
func TestStartsAgainWhenItDies(t *testing.T) {
	t.Parallel()
	s := mustStart(t, stateDir(t))
	ask(t, s.DSN(), "create table kept (n int); insert into kept values (7)")
	ask(t, s.DSN(), "CHECKPOINT") // throw-away servers write lazily
	for _, signal := range []syscall.Signal{syscall.SIGKILL, syscall.SIGINT} {
		pid := s.Pid()
		if err := syscall.Kill(pid, signal); err != nil {
			t.Fatal(err)
		}
		conn := answer(t, s.DSN(), func() bool { return s.Pid() != 0 && s.Pid() != pid })
		var n int
		if err := conn.QueryRow(t.Context(), "select n from kept").Scan(&n); err != nil || n != 7 {
			t.Errorf("after %v: got %d %v, want 7", signal, n, err)
		}
		_ = conn.Close(t.Context())
	}
	pid := s.Pid()
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, 0); err == nil {
		t.Errorf("process %d lives after Stop", pid)
	}
	if err := s.Stop(t.Context()); err != nil {
		t.Errorf("a second stop: %v", err)
	}
}

// answer waits until ready is true and the server takes a connection.
func answer(t *testing.T, dsn string, ready func() bool) *pgx.Conn {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if ready() {
			if conn, err := pgx.Connect(ctx, dsn); err == nil {
				return conn
			}
		}
		select {
		case <-ctx.Done():
			t.Fatal("the server does not come back")
		case <-tick.C:
		}
	}
}
