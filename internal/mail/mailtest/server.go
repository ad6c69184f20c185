// A server that takes what is sent to it, or refuses as it is told.

package mailtest

import (
	"bytes"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	netmail "net/mail"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"
)

// Answer is how the server treats one message. The zero value accepts it.
type Answer struct {
	Code   int  // refuse the receiver with this SMTP code
	AtData bool // refuse the message instead of the receiver
	Drop   bool // close the connection in the middle of the message
}

// Received is a message that the server accepted.
type Received struct {
	From, To string
	Header   netmail.Header
	Raw      string // header and body as they came
}

// Server is a mail server on a socket of this machine.
type Server struct {
	Addr string // host:port
	CA   string // file with the certificate that STARTTLS presents, "" without TLS
	// Stored, when set before the first message comes, is called when the server
	// has a message and has not said so yet, with how many it has.
	Stored func(count int)

	mu       sync.Mutex
	answers  []Answer
	received []Received
}

// NewServer starts a server that gives the answers in order and accepts all
// messages after them. It stops with the test.
func NewServer(tb testing.TB, starttls bool, answers ...Answer) *Server {
	tb.Helper()
	s := &Server{answers: answers}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	s.Addr = listener.Addr().String()
	server := smtp.NewServer(s)
	server.Domain = "localhost"
	if starttls {
		server.TLSConfig, s.CA = certificate(tb)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener)
	}()
	tb.Cleanup(func() {
		_ = server.Close()
		<-done
	})
	return s
}

// certificate borrows the self-signed one that net/http's tests carry.
func certificate(tb testing.TB) (*tls.Config, string) {
	tb.Helper()
	web := httptest.NewTLSServer(nil)
	defer web.Close()
	file := filepath.Join(tb.TempDir(), "ca.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: web.Certificate().Raw})
	if err := os.WriteFile(file, block, 0o600); err != nil {
		tb.Fatal(err)
	}
	return &tls.Config{Certificates: web.TLS.Certificates}, file
}

// Received lists the accepted messages in order.
func (s *Server) Received() []Received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Received(nil), s.received...)
}

// NewSession begins a connection; it is for the SMTP library.
func (s *Server) NewSession(c *smtp.Conn) (smtp.Session, error) {
	return &session{server: s, conn: c.Conn()}, nil
}

func (s *Server) next() Answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.answers) == 0 {
		return Answer{}
	}
	answer := s.answers[0]
	s.answers = s.answers[1:]
	return answer
}

type session struct {
	server   *Server
	conn     net.Conn
	answer   Answer
	from, to string
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.from, s.answer = from, s.server.next()
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	if s.answer.AtData {
		return nil
	}
	return s.answer.err(to)
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if s.answer.Drop {
		_ = s.conn.Close()
		return errors.New("dropped")
	}
	if err := s.answer.err(s.to); err != nil {
		return err
	}
	parsed, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	s.server.store(Received{From: s.from, To: s.to, Header: parsed.Header, Raw: string(raw)})
	return nil
}

func (s *Server) store(r Received) {
	s.mu.Lock()
	s.received = append(s.received, r)
	count := len(s.received)
	s.mu.Unlock()
	if s.Stored != nil {
		s.Stored(count)
	}
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

func (a Answer) err(to string) error {
	if a.Code == 0 {
		return nil
	}
	return &smtp.SMTPError{Code: a.Code, EnhancedCode: smtp.EnhancedCode{a.Code / 100, 1, 1}, Message: "no mailbox " + to}
}
