// The server that all tests share, and the template of their databases.

package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/embedded"
)

const (
	watchdogEnv = "FRIVILLIGSENTRAL_PGTEST_WATCHDOG"
	grace       = 20 * time.Second // a next test program soon after finds the server running
)

// admins are the few connections that make and drop databases.
var admins = sync.OnceValues(func() (*pgxpool.Pool, error) {
	dsn, err := serverDSN("")
	if err != nil {
		return nil, err
	}
	return postgres.Open(context.Background(), dsn, postgres.Options{MaxConns: 2, Application: "pgtest", StatementTimeout: -1})
})

// serverDSN is the connection string of a database on the server; "" is the
// one that is always there.
func serverDSN(database string) (string, error) {
	base, err := server()
	if err != nil || database == "" {
		return base, err
	}
	u, err := url.Parse(base)
	if err != nil {
		return "", fmt.Errorf("TEST_DATABASE_URL must be a URL: %w", err)
	}
	u.Path = "/" + database
	return u.String(), nil
}

var server = sync.OnceValues(func() (string, error) {
	if dsn := os.Getenv("TEST_DATABASE_URL"); dsn != "" {
		return dsn, nil
	}
	return throwAway()
})

// throwAway finds or starts the shared server. This program holds the users
// lock, shared, until it ends however it ends; the watchdog waits for that.
func throwAway() (string, error) {
	dir := folder()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	users, err := os.OpenFile(dir+".users", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return "", err
	}
	if err := flock(users, syscall.LOCK_SH); err != nil {
		return "", err
	}
	keep = users
	if err := os.MkdirAll(dir, 0o755); err != nil { // the watchdog may have cleared it meanwhile
		return "", err
	}
	s, err := embedded.Start(context.Background(), embedded.Config{StateDir: dir, Detached: true, Settings: map[string]string{
		"max_connections": "300", "shared_buffers": "48MB", "autovacuum": "off", "wal_level": "minimal",
		"max_wal_senders": "0", "max_wal_size": "256MB", "checkpoint_timeout": "1h", "deadlock_timeout": "50ms",
	}})
	if err != nil {
		return "", err
	}
	return s.DSN(), startWatchdog(dir)
}

// keep is never closed: the lock on it says that this program still uses the server.
//
//lint:ignore U1000 holding it is the use.
var keep *os.File

// folder is in memory where there is such a thing.
func folder() string {
	base := os.TempDir()
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() && syscall.Access("/dev/shm", 2) == nil {
		base = "/dev/shm"
	}
	return filepath.Join(base, "frivilligsentral-test-"+strconv.Itoa(os.Geteuid()))
}

// startWatchdog runs this same test program once more, detached, as the one that
// stops the server some time after its last user is gone.
func startWatchdog(dir string) error {
	only, err := watchdogLock(dir)
	if only == nil {
		return err
	}
	_ = flock(only, syscall.LOCK_UN) // the watchdog takes it itself
	_ = only.Close()
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), watchdogEnv+"="+dir)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start the watchdog of the test server: %w", err)
	}
	return cmd.Process.Release()
}

// init turns a test program that was started as the watchdog into it.
func init() {
	dir := os.Getenv(watchdogEnv)
	if dir == "" {
		return
	}
	if err := watch(dir, func() { time.Sleep(grace) }); err != nil {
		os.Exit(1)
	}
	os.Exit(0)
}

// watch waits until nobody has used the server for a while, and removes it.
func watch(dir string, while func()) error {
	only, err := watchdogLock(dir)
	if only == nil {
		return err
	}
	defer func() { _ = only.Close() }()
	users, err := os.OpenFile(dir+".users", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	for {
		if err := flock(users, syscall.LOCK_EX); err != nil { // waits for the last user
			return err
		}
		if err := flock(users, syscall.LOCK_UN); err != nil {
			return err
		}
		while()
		if flock(users, syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			return embedded.Remove(dir)
		}
	}
}

// watchdogLock is nil when there is a watchdog already.
func watchdogLock(dir string) (*os.File, error) {
	file, err := os.OpenFile(dir+".watchdog", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if flock(file, syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		return nil, file.Close()
	}
	return file, nil
}

func flock(file *os.File, how int) error {
	for {
		err := syscall.Flock(int(file.Fd()), how)
		if !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}
