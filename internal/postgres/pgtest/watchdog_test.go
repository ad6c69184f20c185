package pgtest

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"frivilligsentral/internal/postgres/embedded"
)

// The server stays while a test program uses it and goes after the last one.
func TestWatchdog(t *testing.T) {
	t.Parallel()
	parent, err := os.MkdirTemp("", "watchdog")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(parent, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(parent) })
	dir := filepath.Join(parent, "state")
	server, err := embedded.Start(t.Context(), embedded.Config{StateDir: dir, Detached: true})
	if err != nil {
		t.Fatal(err)
	}
	user, err := os.OpenFile(dir+".users", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	// While the watchdog waits for the first time, somebody comes: it begins anew when she is gone.
	came, left, waits := make(chan struct{}), make(chan struct{}), 0
	done := make(chan error, 1)
	go func() {
		done <- watch(dir, func() {
			if waits++; waits > 1 {
				<-left
				return
			}
			if err := flock(user, syscall.LOCK_SH); err != nil {
				t.Error(err)
			}
			close(came)
		})
	}()
	select {
	case <-came:
	case err := <-done:
		t.Fatalf("the watchdog ended before it waited: %v", err)
	}
	if server.Pid() == 0 {
		t.Fatal("the server is gone while it is used")
	}
	if err := flock(user, syscall.LOCK_UN); err != nil {
		t.Fatal(err)
	}
	if server.Pid() == 0 {
		t.Fatal("the server is gone before the watchdog has waited again")
	}
	close(left)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); server.Pid() != 0 || waits != 2 || !os.IsNotExist(err) {
		t.Errorf("after the last user: process %d, folder %v, %d waits; want both gone after the second", server.Pid(), err, waits)
	}
}
