package pgtest

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

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
	if err := flock(user, syscall.LOCK_SH); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- watch(dir, time.Millisecond) }()
	select {
	case err := <-done:
		t.Fatalf("the watchdog ended while the server is used: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	if server.Pid() == 0 {
		t.Fatal("the server is gone while it is used")
	}
	if err := flock(user, syscall.LOCK_UN); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); server.Pid() != 0 || !os.IsNotExist(err) {
		t.Errorf("after the last user: process %d, folder %v; want both gone", server.Pid(), err)
	}
}
