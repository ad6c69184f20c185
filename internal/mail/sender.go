// Sending over SMTP.

package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

const sendTimeout = 30 * time.Second

// Mailbox is the sender of development: it keeps every message in the database
// and sends nothing.
type Mailbox struct{}

// Send does nothing.
func (Mailbox) Send(context.Context, Email) error { return nil }

// Keeps is true: that is what the mailbox is for.
func (Mailbox) Keeps() bool { return true }

// SMTP sends through one mail server.
type SMTP struct {
	from    string
	domain  string
	host    string
	options []gomail.Option
}

// NewSender makes the sender of a setting. "" is the Mailbox; else
// smtp://user:password@host:port or smtps://…, with ?tls=required (the default,
// by STARTTLS), opportunistic or none (the default on this machine itself) and
// ?ca=file.pem for a private certificate authority. No error holds the password.
func NewSender(smtpURL, from string) (Sender, error) {
	if smtpURL == "" {
		return Mailbox{}, nil
	}
	from, err := address(from)
	if err != nil {
		return nil, errors.New("sender of e-mails: not an e-mail address")
	}
	u, err := url.Parse(smtpURL)
	if err != nil || u.Hostname() == "" {
		return nil, errors.New("SMTP URL: not a URL with a host")
	}
	options, err := clientOptions(u)
	if err != nil {
		return nil, fmt.Errorf("SMTP URL: %w", err)
	}
	_, domain, _ := strings.Cut(from, "@")
	s := &SMTP{from: from, domain: domain, host: u.Hostname(), options: append(options, gomail.WithHELO(domain))}
	if _, err := gomail.NewClient(s.host, s.options...); err != nil {
		return nil, fmt.Errorf("SMTP URL: %w", err)
	}
	return s, nil
}

func clientOptions(u *url.URL) ([]gomail.Option, error) {
	secure, err := transport(u)
	if err != nil {
		return nil, err
	}
	trust := &tls.Config{ServerName: u.Hostname(), MinVersion: tls.VersionTLS12}
	if file := u.Query().Get("ca"); file != "" {
		if trust.RootCAs, err = readCA(file); err != nil {
			return nil, err
		}
	}
	options := append(secure, gomail.WithTLSConfig(trust), gomail.WithTimeout(sendTimeout))
	if text := u.Port(); text != "" {
		port, err := strconv.Atoi(text)
		if err != nil {
			return nil, errors.New("the port is not a number")
		}
		options = append(options, gomail.WithPort(port))
	}
	if password, ok := u.User.Password(); ok {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	return options, nil
}

// transport comes first among the options: it sets the usual port, which an
// explicit one then overrides.
func transport(u *url.URL) ([]gomail.Option, error) {
	policy := u.Query().Get("tls")
	if policy == "" && loopback(u.Hostname()) {
		policy = "none"
	}
	switch {
	case u.Scheme == "smtps":
		return []gomail.Option{gomail.WithSSL(), gomail.WithPort(465)}, nil
	case u.Scheme != "smtp":
		return nil, errors.New("the scheme must be smtp or smtps")
	}
	switch policy {
	case "", "required":
		return []gomail.Option{gomail.WithTLSPolicy(gomail.TLSMandatory), gomail.WithPort(587)}, nil
	case "opportunistic":
		return []gomail.Option{gomail.WithTLSPolicy(gomail.TLSOpportunistic), gomail.WithPort(587)}, nil
	case "none":
		return []gomail.Option{gomail.WithTLSPolicy(gomail.NoTLS), gomail.WithPort(25)}, nil
	}
	return nil, errors.New("tls must be required, opportunistic or none")
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func readCA(file string) (*x509.CertPool, error) {
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("ca: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, errors.New("ca: no certificate in the file")
	}
	return pool, nil
}

// Keeps is false: a delivered message is the receiver's.
func (s *SMTP) Keeps() bool { return false }

// Send delivers one message over a connection of its own.
func (s *SMTP) Send(ctx context.Context, e Email) error {
	ctx, cancel := context.WithTimeout(ctx, 2*sendTimeout)
	defer cancel()
	msg, err := s.message(e)
	if err != nil {
		return err
	}
	client, err := gomail.NewClient(s.host, s.options...)
	if err != nil {
		return err
	}
	err = client.DialAndSendWithContext(ctx, msg)
	if err == nil || msg.IsDelivered() { // an error after acceptance must not send it twice
		return nil
	}
	return verdict(err)
}

// verdict tells what is final from what may pass. A 5xx to the sender's address
// or to our login is our own mistake, which somebody will mend: try again.
func verdict(err error) error {
	var send *gomail.SendError
	if !errors.As(err, &send) || send.ErrorCode() < 500 || send.ErrorCode() > 599 {
		return err
	}
	switch send.Reason {
	case gomail.ErrSMTPRcptTo, gomail.ErrSMTPData, gomail.ErrSMTPDataClose:
		return &Refusal{Code: send.ErrorCode(), Reason: send.Error()}
	}
	return err
}

func (s *SMTP) message(e Email) (*gomail.Msg, error) {
	msg := gomail.NewMsg()
	msg.FromMailAddress(&netmail.Address{Name: oneLine(e.SenderName), Address: s.from})
	msg.ToMailAddress(&netmail.Address{Name: oneLine(e.RecipientName), Address: e.Recipient})
	if e.ReplyTo != "" {
		msg.ReplyToMailAddress(&netmail.Address{Address: e.ReplyTo})
	}
	msg.Subject(oneLine(e.Subject))
	msg.SetDateWithValue(time.Now())
	msg.SetMessageIDWithValue(fmt.Sprintf("email-%d.%d@%s", e.ID, e.CreatedAt.UnixMicro(), s.domain))
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader(gomail.HeaderXAutoResponseSuppress, "All")
	msg.SetGenHeader(gomail.HeaderContentLang, string(e.Lang))
	if e.Unsubscribe != "" {
		msg.SetGenHeader("List-Unsubscribe", "<"+oneLine(e.Unsubscribe)+">")
		msg.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	msg.SetBodyString(gomail.TypeTextPlain, e.TextBody)
	if e.HTMLBody != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, e.HTMLBody)
	}
	for _, a := range e.Attachments {
		kind := gomail.WithFileContentType(gomail.ContentType(oneLine(a.Type)))
		if err := msg.AttachReader(oneLine(a.Name), bytes.NewReader(a.Data), kind); err != nil {
			return nil, fmt.Errorf("attach: %w", err)
		}
	}
	return msg, nil
}
