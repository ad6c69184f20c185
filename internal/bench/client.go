// An HTTP client that measures.

package bench

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// clients is how many connections ask at the same time.
const clients = 32

// A target is one address with what is measured of it.
type target struct {
	name   string
	addr   string // host:port to connect to
	raw    []byte // the request
	status int    // the only right answer
	bytes  int    // of one answer, headers included
}

// request builds the target of a GET; headers are pairs of name and value.
func request(name, addr, host, path string, status int, headers ...string) *target {
	var b strings.Builder
	fmt.Fprintf(&b, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept-Encoding: gzip\r\nUser-Agent: bench\r\nAccept: text/html\r\n", path, host)
	for i := 0; i+1 < len(headers); i += 2 {
		fmt.Fprintf(&b, "%s: %s\r\n", headers[i], headers[i+1])
	}
	b.WriteString("\r\n")
	return &target{name: name, addr: addr, raw: []byte(b.String()), status: status}
}

// rate asks for d with all clients and returns answers per second. A wrong answer ends it.
func (t *target) rate(ctx context.Context, d time.Duration) (float64, error) {
	var done atomic.Int64
	var wg sync.WaitGroup
	var once sync.Once
	var failed error
	begin := time.Now()
	until := begin.Add(d)
	for range clients {
		wg.Go(func() {
			n, err := t.ask(ctx, until)
			done.Add(int64(n))
			if err != nil {
				once.Do(func() { failed = err })
			}
		})
	}
	wg.Wait()
	if failed != nil {
		return 0, fmt.Errorf("%s: %w", t.name, failed)
	}
	return float64(done.Load()) / time.Since(begin).Seconds(), nil
}

// ask sends the request over one connection, again and again. It is a client of its own because that of net/http
// costs as much as the server that is measured.
func (t *target) ask(ctx context.Context, until time.Time) (n int, err error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", t.addr)
	if err != nil {
		return 0, err
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(until.Add(10 * time.Second))
	r := bufio.NewReaderSize(conn, 1<<16)
	for time.Now().Before(until) && ctx.Err() == nil {
		if _, err := conn.Write(t.raw); err != nil {
			return n, err
		}
		status, size, err := readAnswer(r)
		if err != nil {
			return n, err
		}
		if status != t.status {
			return n, fmt.Errorf("got status %d, want %d", status, t.status)
		}
		t.bytes = size
		n++
	}
	return n, ctx.Err()
}

var errAnswer = errors.New("not an answer of HTTP/1.1")

// readAnswer reads one answer and throws the body away.
func readAnswer(r *bufio.Reader) (status, size int, err error) {
	line, err := r.ReadSlice('\n')
	if err != nil || len(line) < 12 {
		return 0, 0, errors.Join(errAnswer, err)
	}
	status = int(line[9]-'0')*100 + int(line[10]-'0')*10 + int(line[11]-'0')
	size = len(line)
	length, chunked := 0, false
	for {
		line, err = r.ReadSlice('\n')
		if err != nil {
			return status, size, err
		}
		size += len(line)
		if len(line) <= 2 {
			break
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		switch {
		case bytes.EqualFold(name, []byte("Content-Length")):
			length = decimal(bytes.TrimSpace(value))
		case bytes.EqualFold(name, []byte("Transfer-Encoding")):
			chunked = true
		}
	}
	if status == http.StatusNotModified {
		return status, size, nil
	}
	if !chunked {
		_, err = r.Discard(length)
		return status, size + length, err
	}
	n, err := discardChunks(r)
	return status, size + n, err
}

func discardChunks(r *bufio.Reader) (size int, err error) {
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return size, err
		}
		n := hexadecimal(bytes.TrimSpace(line))
		skipped, err := r.Discard(n + 2)
		size += len(line) + skipped
		if err != nil || n == 0 {
			return size, err
		}
	}
}

func decimal(b []byte) (n int) {
	for _, c := range b {
		if c >= '0' && c <= '9' {
			n = 10*n + int(c-'0')
		}
	}
	return n
}

func hexadecimal(b []byte) (n int) {
	for _, c := range b {
		switch {
		case c >= '0' && c <= '9':
			n = 16*n + int(c-'0')
		case c >= 'a' && c <= 'f':
			n = 16*n + int(c-'a') + 10
		}
	}
	return n
}

// fetch asks once by net/http for what has to be looked at, without following redirects.
func fetch(ctx context.Context, addr, host, path string, header http.Header) (*http.Response, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+addr+path, nil)
	if err != nil {
		return nil, nil, err
	}
	req.Host, req.Header = host, header.Clone()
	return do(req)
}

func do(req *http.Request) (*http.Response, []byte, error) {
	c := http.Client{
		Timeout:       30 * time.Second,
		Transport:     &http.Transport{DisableKeepAlives: true, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	resp, err := c.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	return resp, body, err
}
