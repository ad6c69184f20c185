package embedded_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/postgres/embedded"
)

const childEnv = "EMBEDDED_TEST_STATE_DIR"

// TestMain lets the test program play the process that is killed.
func TestMain(m *testing.M) {
	dir := os.Getenv(childEnv)
	if dir == "" {
		os.Exit(m.Run())
	}
	s, err := embedded.Start(context.Background(), embedded.Config{StateDir: dir})
	if err != nil {
		_, _ = os.Stdout.WriteString("error " + err.Error() + "\n")
		os.Exit(1)
	}
	_, _ = os.Stdout.WriteString("ready " + s.DSN() + "\n")
	select {}
}

func TestStartReuseStop(t *testing.T) {
	t.Parallel()
	dir := stateDir(t)
	first := mustStart(t, dir)
	if got := ask(t, first.DSN(), "create table kept (n int); insert into kept values (7)"); got != "" {
		t.Errorf("create: got %q", got)
	}
	if err := first.Stop(t.Context()); err != nil {
		t.Fatalf("stop: %v", err)
	}
	if _, err := pgx.Connect(t.Context(), first.DSN()); err == nil {
		t.Error("the server answers after Stop")
	}
	second := mustStart(t, dir)
	if got := ask(t, second.DSN(), "select n::text from kept"); got != "7" {
		t.Errorf("after a second start: got %q, want 7", got)
	}
}

func TestServerIsUTF8WithNorwegianOrder(t *testing.T) {
	t.Parallel()
	s := mustStart(t, stateDir(t))
	const sql = `select string_agg(w, ' ' order by w collate "nb-x-icu") from unnest(array['å','ø','æ','z']) w`
	if got, want := ask(t, s.DSN(), sql), "z æ ø å"; got != want {
		t.Errorf("order: got %q, want %q", got, want)
	}
	if got := ask(t, s.DSN(), "SHOW listen_addresses"); got != "" {
		t.Errorf("listens on %q, want the socket only", got)
	}
}

func TestSecondUserJoins(t *testing.T) {
	t.Parallel()
	dir := stateDir(t)
	first := mustStart(t, dir)
	second := mustStart(t, dir)
	if err := second.Stop(t.Context()); err != nil {
		t.Fatalf("stop of the second: %v", err)
	}
	if got := ask(t, first.DSN(), "select 'alive'"); got != "alive" {
		t.Errorf("after the second's stop: got %q, want alive", got)
	}
}

func TestDifficultFolders(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		sub  string
		mode os.FileMode
	}{
		{"path too long for a socket", strings.Repeat("langt-navn-", 10), 0o755},
		{"parent closed to other users", "lukket", 0o700},
		{"blank and æøå", "min øy", 0o755},
		{"comma and plus", "a,b+c", 0o755},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			state := filepath.Join(stateDir(t), test.sub, "state")
			if err := os.MkdirAll(filepath.Dir(state), test.mode); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = embedded.Remove(state) })
			s := mustStart(t, state)
			if got := ask(t, s.DSN(), "select 'alive'"); got != "alive" {
				t.Errorf("got %q, want alive", got)
			}
		})
	}
}

// A program that is killed takes its server along, and the next start copes
// with what is left.
func TestStartAfterKill(t *testing.T) {
	t.Parallel()
	dir := stateDir(t)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 4096)
	n, _ := out.Read(line)
	if !strings.HasPrefix(string(line[:n]), "ready ") {
		t.Fatalf("child said %q", line[:n])
	}
	_ = cmd.Process.Signal(syscall.SIGKILL)
	_ = cmd.Wait()
	s := mustStart(t, dir)
	if got := ask(t, s.DSN(), "select 'alive'"); got != "alive" {
		t.Errorf("got %q, want alive", got)
	}
}

// A pid file may name another, living process after a restart of a container.
func TestStartWithForeignPid(t *testing.T) {
	t.Parallel()
	dir := stateDir(t)
	s := mustStart(t, dir)
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "postgres", "postmaster.pid"), []byte("1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	mustStart(t, dir)
}

func mustStart(t *testing.T, dir string) *embedded.Server {
	t.Helper()
	s, err := embedded.Start(t.Context(), embedded.Config{StateDir: dir})
	if err != nil {
		t.Fatalf("start: %v", err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := s.Stop(ctx); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
	return s
}

// stateDir is not t.TempDir: root's server must be able to reach it.
func stateDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "pg")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := embedded.Remove(dir); err != nil {
			t.Errorf("remove: %v", err)
		}
	})
	return dir
}

func ask(t *testing.T, dsn, sql string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatalf("connect: %v", err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	results, err := conn.PgConn().Exec(t.Context(), sql).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	last := results[len(results)-1]
	if len(last.Rows) == 0 {
		return ""
	}
	return string(last.Rows[0][0])
}
