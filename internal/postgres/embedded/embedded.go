// Package embedded runs a private Postgres beside the program, so that a
// machine with nothing set up can serve and test the portal. The server
// listens on a Unix socket only, keeps its data under the state directory and
// stops with the program that started it.
package embedded

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	owner    = "frivilligsentral" // superuser of the private server, and its database
	port     = "5432"             // only the name of the socket file
	patience = 30 * time.Second   // for a start, recovery included
)

// Config says where the private server lives and how careful it must be.
type Config struct {
	// StateDir holds the data; it is made when missing.
	StateDir string
	// Log gets the server's own messages. Nil means silence.
	Log *slog.Logger
	// Durable keeps fsync on. Without it a power cut may destroy the data.
	Durable bool
	// NoInstall forbids installing Postgres with the system's package manager.
	NoInstall bool
	// Detached lets the server outlive this process and logs to a file beside
	// the data. It is meant for tests: the caller must see to it that somebody stops it.
	Detached bool
	// Settings are extra postgresql.conf settings, for instance max_connections.
	Settings map[string]string
}

// Server is a running private Postgres. When its process dies, another is started.
type Server struct {
	place place
	lock  *os.File // nil when another process owns the server
	log   *slog.Logger

	mu       sync.Mutex
	child    *process // nil when the server was found running, or between two
	stopping chan struct{}
	watched  chan struct{} // closed when nobody starts another; nil when nobody watches
}

// Start finds or installs Postgres, makes the data folder the first time, starts
// the server and returns when it answers. When another process already runs the
// server of the same StateDir, that one is used and Stop leaves it alone.
func Start(ctx context.Context, cfg Config) (*Server, error) {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	s, err := start(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("private Postgres: %w", err)
	}
	return s, nil
}

func start(ctx context.Context, cfg Config) (*Server, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute) // an installation may download for minutes
	defer cancel()
	where, err := findPlace(cfg)
	if err != nil {
		return nil, err
	}
	s := &Server{place: where, log: cfg.Log, stopping: make(chan struct{})}
	joined, err := s.lockOrJoin(ctx, cfg.Detached)
	if err != nil || joined {
		return s, err
	}
	if err := s.launch(ctx, cfg); err != nil {
		s.unlock()
		return nil, err
	}
	if cfg.Detached { // the caller coordinates from here on
		s.unlock()
		return s, nil
	}
	s.watched = make(chan struct{})
	go s.watch(cfg)
	return s, nil
}

// lockOrJoin takes the lock, or finds that the process that has it runs a
// server that answers. It waits for one that starts or stops at the moment.
func (s *Server) lockOrJoin(ctx context.Context, wait bool) (joined bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		s.lock, err = lockFile(filepath.Join(s.place.state, "postgres.lock"), wait)
		if !errors.Is(err, errLocked) {
			return false, err
		}
		if err = s.ping(ctx, owner); err == nil {
			s.log.Info("using the private Postgres of another process", "data", s.place.data)
			return true, nil
		}
		select {
		case <-ctx.Done():
			return false, fmt.Errorf("another process holds %s but its server does not answer: %w", s.place.state, err)
		case <-tick.C:
		}
	}
}

// unlock lets go at once, also when a child that is just being made has a copy
// of the open file.
func (s *Server) unlock() {
	_ = syscall.Flock(int(s.lock.Fd()), syscall.LOCK_UN)
	_ = s.lock.Close()
	s.lock = nil
}

func (s *Server) launch(ctx context.Context, cfg Config) error {
	if cfg.Detached && s.ping(ctx, owner) == nil {
		return nil
	}
	bin, err := findBinaries(ctx, cfg, s.place.dataVersion())
	if err != nil {
		return err
	}
	fresh, err := initialise(ctx, cfg, bin, s.place)
	if err != nil {
		return err
	}
	if err := s.place.clearStale(ctx); err != nil {
		return err
	}
	if err := s.run(ctx, cfg, bin); err != nil {
		return err
	}
	if !fresh && s.ping(ctx, owner) == nil {
		return nil
	}
	return s.ensureDatabase(ctx)
}

// DSN is the connection string of the server's own database.
func (s *Server) DSN() string { return s.dsn(owner) }

// Pid is the process id of the server, 0 when it is not running.
func (s *Server) Pid() int { return s.place.postmasterPid() }

func (s *Server) dsn(database string) string {
	q := url.Values{"host": {s.place.socket}, "port": {port}, "user": {owner}, "sslmode": {"disable"}}
	return "postgres:///" + database + "?" + strings.ReplaceAll(q.Encode(), "+", "%20") // pgx keeps a +
}

// Stop shuts the server down: sessions are ended, data is written. It does
// nothing when another process owns the server.
func (s *Server) Stop(ctx context.Context) error {
	s.mu.Lock()
	child := s.child
	if child == nil && s.watched == nil {
		s.mu.Unlock()
		return nil
	}
	first := s.end()
	s.mu.Unlock()
	if !first {
		return nil
	}
	var err error
	if child != nil {
		err = child.stop(ctx)
	}
	if s.watched != nil {
		<-s.watched
	}
	if s.lock != nil {
		s.unlock()
	}
	return err
}

// end tells the watcher to start no more, and whether it is the first to say so.
func (s *Server) end() bool {
	select {
	case <-s.stopping:
		return false
	default:
		close(s.stopping)
		return true
	}
}

func (s *Server) ping(ctx context.Context, database string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.dsn(database))
	if err != nil {
		return err
	}
	return conn.Close(ctx)
}

// waitReady polls until the server answers, the context ends or exited is closed.
func (s *Server) waitReady(ctx context.Context, database string, exited <-chan struct{}) error {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		err := s.ping(ctx, database)
		if err == nil {
			return nil
		}
		select {
		case <-exited:
			return errExited
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-tick.C:
		}
	}
}

func (s *Server) ensureDatabase(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.dsn("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	var exists bool
	err = conn.QueryRow(ctx, "select exists (select from pg_database where datname = $1)", owner).Scan(&exists)
	if err != nil || exists {
		return err
	}
	_, err = conn.Exec(ctx, "create database "+pgx.Identifier{owner}.Sanitize())
	return err
}

// Remove stops the server of a state folder, whoever started it, and deletes
// the folder: for throw-away data only.
func Remove(stateDir string) error {
	p, err := findPlace(Config{StateDir: stateDir, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	err = p.clearStale(context.Background())
	return errors.Join(err, os.RemoveAll(p.data), os.RemoveAll(p.socket), os.RemoveAll(p.state))
}

// Tool is the path of one of Postgres's programs, such as pg_dump.
func Tool(name string) (string, error) {
	for _, dir := range candidates() {
		if path := filepath.Join(dir, name); executable(path) {
			return path, nil
		}
	}
	return "", fmt.Errorf("%s: %w", name, errMissing)
}
