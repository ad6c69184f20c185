// The program under measurement, as a process of its own.

package bench

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// build makes the program as it is delivered and returns its path and size in bytes.
func build(ctx context.Context, dir string) (string, int64, error) {
	bin := filepath.Join(dir, "frivilligsentral")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", bin, "frivilligsentral/cmd/frivilligsentral")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", 0, fmt.Errorf("build: %w\n%s", err, out)
	}
	info, err := os.Stat(bin)
	if err != nil {
		return "", 0, err
	}
	return bin, info.Size(), nil
}

// server is a process that answers at an address.
type server struct {
	cmd  *exec.Cmd
	addr string
}

func (s *server) stop() {
	if s == nil || s.cmd.Process == nil {
		return
	}
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	done := make(chan struct{})
	go func() { _ = s.cmd.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(15 * time.Second):
		_ = s.cmd.Process.Kill()
		<-done
	}
}

// sealKey seals the answers of people who do not exist.
const sealKey = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

// startPortal starts the program and returns when it has answered its first page, with how long that took.
func startPortal(ctx context.Context, bin, dsn, host string, env ...string) (*server, time.Duration, error) {
	port, err := freePort()
	if err != nil {
		return nil, 0, err
	}
	s := &server{addr: net.JoinHostPort("127.0.0.1", port)}
	s.cmd = exec.CommandContext(ctx, bin, "serve")
	s.cmd.Env = append(os.Environ(), append([]string{
		"LISTEN=" + s.addr, "BASE_URL=http://" + net.JoinHostPort(host, port), "DATABASE_URL=" + dsn, "RATE_LIMITS=off", "LOG_LEVEL=error", "DEMO=on", "SEAL_KEY=" + sealKey,
	}, env...)...)
	s.cmd.Stderr, s.cmd.Stdout = os.Stderr, io.Discard
	begin := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, 0, err
	}
	for time.Since(begin) < 30*time.Second {
		resp, _, err := fetch(ctx, s.addr, host, "/", http.Header{})
		if err == nil && resp.StatusCode == http.StatusOK {
			return s, time.Since(begin), nil
		}
		if ctx.Err() != nil {
			break
		}
		time.Sleep(time.Millisecond)
	}
	s.stop()
	return nil, 0, fmt.Errorf("the portal does not answer at %s", s.addr)
}

func freePort() (string, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	_, port, err := net.SplitHostPort(ln.Addr().String())
	return port, firstError(err, ln.Close())
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// startBaseline starts this program once more as the baseline server.
func startBaseline(ctx context.Context, dsn string, headers []byte) (*server, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	s := &server{cmd: exec.CommandContext(ctx, self)}
	s.cmd.Env = append(os.Environ(), envBaseline+"="+dsn, envHeaders+"="+string(headers))
	s.cmd.Stderr = os.Stderr
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		s.stop()
		return nil, fmt.Errorf("start baseline server: %w", err)
	}
	s.addr = strings.TrimSpace(line)
	return s, nil
}

// memory is the resident memory of the process in bytes, 0 where the system does not tell.
func (s *server) memory() int64 {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kb << 10
		}
	}
	return 0
}

// logIn is the session cookie of a demo person.
func (s *server) logIn(ctx context.Context, host, email, door string) (string, error) {
	form := url.Values{"konto": {email}, "dor": {door}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+s.addr+"/demo/logg-inn", strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	req.Host = host
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	resp, _, err := do(req)
	if err != nil {
		return "", err
	}
	for _, c := range resp.Cookies() {
		if c.Name == door || c.Name == "__Host-"+door {
			return c.Name + "=" + c.Value, nil
		}
	}
	return "", fmt.Errorf("log in as %s: status %d without cookie", email, resp.StatusCode)
}
