// Starting and stopping the server.

package embedded

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"
)

var errExited = errors.New("the server ended while starting")

// process is the postgres that we started.
type process struct {
	cmd    *exec.Cmd
	exited chan struct{}
	mu     sync.Mutex
	tail   []string // last lines of its log, for error texts
}

// run starts the server and waits until it answers. The children of a server
// that was killed need a moment to let go of its memory, hence the second tries.
func (s *Server) run(ctx context.Context, cfg Config, bin string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		child, err := s.spawn(cfg, bin)
		if err != nil {
			return err
		}
		err = s.waitReady(ctx, "postgres", child.exited)
		if err == nil {
			return s.adopt(ctx, child)
		}
		said := child.lastWords()
		if !errors.Is(err, errExited) {
			_ = child.stop(context.WithoutCancel(ctx))
			return fmt.Errorf("%w: %s", err, said)
		}
		if !strings.Contains(said, "still in use") {
			return fmt.Errorf("%w: %s", err, said)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func (s *Server) spawn(cfg Config, bin string) (*process, error) {
	args := []string{"-D", s.place.data}
	for name, value := range s.settings(cfg) {
		args = append(args, "-c", name+"="+value)
	}
	cmd := exec.Command(filepath.Join(bin, "postgres"), args...)
	cmd.Dir, cmd.Env, cmd.SysProcAttr = s.place.data, environment(), attributes(s.place, cfg.Detached)
	child := &process{cmd: cmd, exited: make(chan struct{})}
	if cfg.Detached {
		file, err := os.Create(filepath.Join(s.place.state, "postgres.log"))
		if err != nil {
			return nil, err
		}
		defer func() { _ = file.Close() }()
		cmd.Stderr = file
		return child, child.start(nil, cfg.Log)
	}
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	return child, child.start(stderr, cfg.Log)
}

// start keeps to one locked thread until the server ends: the signal that the
// kernel sends when we die is bound to the thread that made the child.
func (c *process) start(stderr io.Reader, log *slog.Logger) error {
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := c.cmd.Start()
		started <- err
		if err != nil {
			return
		}
		if stderr != nil {
			c.follow(stderr, log)
		}
		_ = c.cmd.Wait()
		close(c.exited)
	}()
	return <-started
}

func (c *process) follow(stderr io.Reader, log *slog.Logger) {
	lines := bufio.NewScanner(stderr)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		level := slog.LevelDebug
		if strings.Contains(line, "PANIC:") {
			level = slog.LevelError
		}
		log.Log(context.Background(), level, "postgres", "line", line)
		c.mu.Lock()
		c.tail = append(c.tail, line)[max(0, len(c.tail)-9):]
		c.mu.Unlock()
	}
	_, _ = io.Copy(io.Discard, stderr) // after an overlong line: never let the server block on its log
}

func (c *process) lastWords() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return strings.Join(c.tail, " · ")
}

// stop asks for a fast shutdown and insists when the context ends.
func (c *process) stop(ctx context.Context) error {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT} {
		if err := c.cmd.Process.Signal(signal); errors.Is(err, os.ErrProcessDone) {
			return nil
		}
		select {
		case <-c.exited:
			return nil
		case <-ctx.Done():
			ctx = context.WithoutCancel(ctx)
		}
	}
	return nil
}

func (s *Server) settings(cfg Config) map[string]string {
	settings := map[string]string{
		"listen_addresses":        "",
		"unix_socket_directories": s.place.socket,
		"unix_socket_permissions": "0700",
		"port":                    port,
		"max_connections":         "60",
		"shared_buffers":          "128MB",
		"jit":                     "off", // our queries are short: compiling costs more than it gives
		"random_page_cost":        "1.1",
		"timezone":                "UTC",
		"log_timezone":            "UTC",
		"lc_messages":             "C",
		"log_min_messages":        "fatal", // error texts may hold personal data
		"log_min_error_statement": "panic",
		"logging_collector":       "off",
	}
	if !cfg.Durable {
		maps.Copy(settings, map[string]string{"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"})
	}
	maps.Copy(settings, cfg.Settings)
	return settings
}
