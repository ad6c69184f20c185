package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"frivilligsentral/internal/postgres/embedded"
)

// patience bounds what a test waits for; nothing is asserted about speed.
const patience = 2 * time.Minute

// process is the name under which the test program is the program itself.
const process = "frivilligsentral-process"

// copyOf puts the program where another user may run it.
func copyOf(t *testing.T, dir string) string {
	t.Helper()
	to := filepath.Join(dir, process)
	if _, err := os.Stat(to); err == nil {
		return to
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, b, 0o755); err != nil {
		t.Fatal(err)
	}
	return to
}

// program is the running binary.
type program struct {
	t       *testing.T
	cmd     *exec.Cmd
	url     string
	done    chan struct{} // closed when it has ended
	mu      sync.Mutex
	said    bytes.Buffer
	exit    error
	address chan string
}

// launch starts `serve` on a free port with its data in state.
func launch(t *testing.T, state string, as *syscall.Credential, env ...string) *program {
	t.Helper()
	p := &program{t: t, cmd: exec.Command(copyOf(t, state), "serve"), done: make(chan struct{}), address: make(chan string, 1)}
	p.cmd.Dir = state
	p.cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + state, "STATE_DIR=" + filepath.Join(state, "state"), "LISTEN=127.0.0.1:0", "DEMO=off", "LOG_FORMAT=json"}, env...)
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.cmd.Stderr = writer{p}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go p.follow(out)
	t.Cleanup(func() { p.kill() })
	return p
}

type writer struct{ p *program }

func (w writer) Write(b []byte) (int, error) {
	w.p.mu.Lock()
	defer w.p.mu.Unlock()
	return w.p.said.Write(b)
}

func (p *program) follow(out io.Reader) {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		_, after, found := strings.Cut(lines.Text(), "listening on ")
		if found {
			p.address <- strings.TrimSuffix(after, ")")
		}
	}
	p.exit = p.cmd.Wait()
	close(p.done)
}

func (p *program) log() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.said.String()
}

// ready waits until the program has told its address.
func (p *program) ready() *program {
	p.t.Helper()
	select {
	case a := <-p.address:
		p.url = "http://" + a
	case <-p.done:
		p.t.Fatalf("ended before it was ready: %v\n%s", p.exit, p.log())
	case <-time.After(patience):
		p.t.Fatalf("not ready\n%s", p.log())
	}
	return p
}

func (p *program) kill() {
	_ = p.cmd.Process.Kill()
	<-p.done
}

// ended waits for the end and gives the exit code.
func (p *program) ended() int {
	p.t.Helper()
	select {
	case <-p.done:
	case <-time.After(patience):
		p.t.Fatalf("does not end\n%s", p.log())
	}
	var exit *exec.ExitError
	if errors.As(p.exit, &exit) {
		return exit.ExitCode()
	}
	return 0
}

func (p *program) get(path string) (int, string) {
	p.t.Helper()
	res, err := http.Get(p.url + path)
	if err != nil {
		p.t.Fatalf("%s: %v\n%s", path, err, p.log())
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatalf("%s: %v", path, err)
	}
	return res.StatusCode, string(b)
}

// until asks until the answer has the status.
func (p *program) until(path string, status int) string {
	p.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); <-tick.C {
		if got, body := p.get(path); got == status {
			return body
		}
	}
	p.t.Fatalf("%s never answers %d\n%s", path, status, p.log())
	return ""
}

// data is the folder of the private server.
func data(state string) string {
	if where, err := os.ReadFile(filepath.Join(state, "state", "postgres.location")); err == nil {
		return strings.TrimSpace(string(where))
	}
	return filepath.Join(state, "state", "postgres")
}

// postmaster is the process id of the private server.
func postmaster(t *testing.T, state string) int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(data(state), "postmaster.pid"))
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

// alive is false for a process that has ended and that nobody has asked about.
func alive(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err == nil {
		_, after, _ := strings.Cut(string(stat), ") ")
		return !strings.HasPrefix(after, "Z")
	}
	_, err = os.Stat("/proc/self")
	return err != nil && pid > 0 && !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) // no /proc here
}

// folder is a place for state that the user who runs Postgres can reach.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "serve")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(embedded.Remove(filepath.Join(dir, "state")), os.RemoveAll(dir)); err != nil {
			t.Errorf("remove: %v", err)
		}
	})
	return dir
}

// users are those who may run the tests: us, and when we are root also nobody.
func users(t *testing.T) map[string]*syscall.Credential {
	t.Helper()
	out := map[string]*syscall.Credential{"this user": nil}
	if os.Geteuid() == 0 {
		out["an unprivileged user"] = &syscall.Credential{Uid: 65534, Gid: 65534}
	}
	return out
}

func TestServe(t *testing.T) {
	t.Parallel()
	for name, as := range users(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := folder(t)
			if as != nil {
				if err := os.Chown(state, int(as.Uid), int(as.Gid)); err != nil {
					t.Fatal(err)
				}
			}
			life(t, state, as)
		})
	}
}

// life goes through what happens to a server: it starts, its Postgres dies, it is
// killed, it starts again, it is asked to stop.
func life(t *testing.T, state string, as *syscall.Credential) {
	began := time.Now()
	p := launch(t, state, as).ready()
	t.Logf("first start: %v", time.Since(began).Round(time.Millisecond))
	if body := p.until("/helse", http.StatusOK); !strings.Contains(body, `"status":"ok"`) {
		t.Errorf("/helse says %s", body)
	}
	postgresDies(t, p, state)

	left := postmaster(t, state)
	p.kill()
	began = time.Now()
	p = launch(t, state, as).ready()
	t.Logf("start after kill -9: %v", time.Since(began).Round(time.Millisecond))
	p.until("/helse", http.StatusOK)
	if alive(left) && left != postmaster(t, state) {
		t.Errorf("the Postgres left behind (process %d) still runs", left)
	}

	pid := postmaster(t, state)
	stopsInOrder(t, p)
	if alive(pid) {
		t.Errorf("Postgres (process %d) outlives the server", pid)
	}
	began = time.Now()
	p = launch(t, state, as).ready()
	t.Logf("second start: %v", time.Since(began).Round(time.Millisecond))
	p.until("/helse", http.StatusOK)
}

// postgresDies kills Postgres and keeps it from starting: pages are 503 with a
// code. When it can start again, the pages come back by themselves.
func postgresDies(t *testing.T, p *program, state string) {
	t.Helper()
	pid, settings := postmaster(t, state), filepath.Join(data(state), "postgresql.conf")
	good, err := os.ReadFile(settings)
	if err != nil {
		t.Fatal(err)
	}
	overwrite(t, settings, "this is no setting\n")
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if body := p.until("/helse", http.StatusServiceUnavailable); !strings.Contains(body, `"status":"nede"`) {
		t.Errorf("/helse without Postgres says %s", body)
	}
	for _, path := range []string{"/", "/ansatt/logg-inn", "/en/aktiviteter"} {
		p.until(path, http.StatusServiceUnavailable) // its children answer for a moment longer
		res, err := http.Get(p.url + path)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if id := res.Header.Get("X-Request-Id"); res.StatusCode != http.StatusServiceUnavailable || id == "" || !bytes.Contains(body, []byte(id)) {
			t.Errorf("%s without Postgres: got %d, want 503 and a code on the page", path, res.StatusCode)
		}
	}
	overwrite(t, settings, string(good))
	p.until("/helse", http.StatusOK)
	p.until("/", http.StatusNotFound) // there is no municipality in this database
	if again := postmaster(t, state); again == pid || !alive(again) {
		t.Errorf("Postgres after its death: got process %d, want another than %d", again, pid)
	}
}

// overwrite keeps the file's owner.
func overwrite(t *testing.T, path, text string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// stopsInOrder asks the server to stop while a request is half sent: that one is
// answered, new ones are not taken, and the exit code says that all is well.
func stopsInOrder(t *testing.T, p *program) {
	t.Helper()
	addr := strings.TrimPrefix(p.url, "http://")
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	answers := bufio.NewReader(conn)
	fmt.Fprintf(conn, "POST /csp HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
	if line, err := answers.ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") {
		t.Fatalf("got %q %v, want the server to wait for the body", line, err)
	}
	_, _ = answers.ReadString('\n')
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for closed := false; !closed; {
		other, err := net.Dial("tcp", addr)
		if closed = err != nil; !closed {
			_ = other.Close()
		}
	}
	fmt.Fprint(conn, "late")
	res, err := http.ReadResponse(answers, nil)
	if err != nil || res.StatusCode != http.StatusNoContent {
		t.Errorf("the request in flight: got %v %v, want 204", res, err)
	}
	if code := p.ended(); code != exitOK {
		t.Errorf("exit code after SIGTERM: got %d, want 0\n%s", code, p.log())
	}
}

func TestBusyPortIsToldAtOnce(t *testing.T) {
	t.Parallel()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ln.Close() }()
	state := folder(t)
	p := launch(t, state, nil, "LISTEN="+ln.Addr().String())
	if code := p.ended(); code != exitRefused || !strings.Contains(p.log(), "address already in use") {
		t.Errorf("got exit code %d and %q, want 1 and why", code, p.log())
	}
	if _, err := os.Stat(filepath.Join(state, "state")); err == nil {
		t.Error("it made a database before it looked at the port")
	}
}

func TestWrongSettings(t *testing.T) {
	t.Parallel()
	p := launch(t, folder(t), nil, "LISTEN=8080", "BASE_URL=https://x.no", "DEMO=on", "SMTP_URL=http://hemmelig")
	if code := p.ended(); code != exitUsage {
		t.Errorf("exit code: got %d, want 2", code)
	}
	for _, name := range []string{"LISTEN", "DEMO", "SMTP_URL"} {
		if !strings.Contains(p.log(), name) {
			t.Errorf("%s is not named in %q", name, p.log())
		}
	}
	if strings.Contains(p.log(), "hemmelig") {
		t.Errorf("it repeats a secret: %q", p.log())
	}
}

func TestSlowClientsAreBounded(t *testing.T) {
	t.Parallel()
	s := server(http.NotFoundHandler(), slog.New(slog.DiscardHandler))
	for name, d := range map[string]time.Duration{
		"ReadHeaderTimeout": s.ReadHeaderTimeout, "ReadTimeout": s.ReadTimeout, "WriteTimeout": s.WriteTimeout, "IdleTimeout": s.IdleTimeout,
	} {
		if d <= 0 || d > patience {
			t.Errorf("%s: got %v, want a bound", name, d)
		}
	}
	if s.MaxHeaderBytes <= 0 || s.MaxHeaderBytes > 1<<20 {
		t.Errorf("MaxHeaderBytes: got %d, want a bound", s.MaxHeaderBytes)
	}
	if s.WriteTimeout <= s.ReadTimeout {
		t.Error("WriteTimeout counts from the header: it must be longer than ReadTimeout")
	}
}
