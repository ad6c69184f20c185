// Laying letters out and putting them in the queue.

package letters

import (
	"context"
	"fmt"
	"time"

	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Deps are what the letters need.
type Deps struct {
	Pool   postgres.Database
	Mail   *mail.Outbox
	Now    func() time.Time         // nil: time.Now
	URLFor func(host string) string // scheme and host of a municipality's pages; nil: https
}

// Service writes the letters.
type Service struct {
	pool   postgres.Database
	mail   *mail.Outbox
	now    func() time.Time
	urlFor func(host string) string
}

// NewService makes the service.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	if d.URLFor == nil {
		d.URLFor = func(host string) string { return "https://" + host }
	}
	return &Service{pool: d.Pool, mail: d.Mail, now: d.Now, urlFor: d.URLFor}
}

// In is the service inside a transaction of the caller's, by her clock and with her outbox.
func (s *Service) In(tx pgx.Tx, m *mail.Outbox, now func() time.Time) *Service {
	return &Service{pool: tx, mail: m, now: now, urlFor: s.urlFor}
}

// First is the letter to confirm with, for the statement that signs somebody up.
func (s *Service) First(a About, r SignUp, token string, now time.Time) (mail.Message, error) {
	subject, body := Confirm.say(r.Lang, a, r, now)
	body.Facts = append(body.Facts, a.facts(r.Lang, now)...)
	body.Button.URL = s.urlFor(a.Host) + r.Lang.Prefix() + OwnPath(token)
	return message(a, r, Confirm.Kind, subject, body)
}

// Write sends a letter with a new link to the person, when she has an address.
func (s *Service) Write(ctx context.Context, tx pgx.Tx, r SignUp, write Letter, cause string) error {
	if r.Email == "" {
		return nil
	}
	about, err := ReadAbout(ctx, tx, r.SlotID)
	if err != nil {
		return err
	}
	return s.WriteAbout(ctx, tx, about, r, write, cause, "")
}

// WriteAbout takes a token that is stored already, or "" to make one.
func (s *Service) WriteAbout(ctx context.Context, tx pgx.Tx, a About, r SignUp, write Letter, cause, token string) error {
	if r.Email == "" {
		return nil
	}
	var files []mail.Attachment
	if write.calendar {
		var err error
		if files, err = s.calendar(ctx, tx, a, r.Lang, nil); err != nil {
			return err
		}
	}
	return s.writeFiles(ctx, tx, a, r, write, cause, token, files)
}

func (s *Service) writeFiles(ctx context.Context, tx pgx.Tx, a About, r SignUp, write Letter, cause, token string, files []mail.Attachment) error {
	now := s.now()
	subject, body := write.say(r.Lang, a, r, now)
	if token == "" {
		var err error
		if token, err = addToken(ctx, tx, r.ID, "own", now); err != nil {
			return err
		}
	}
	body.Facts = append(body.Facts, a.facts(r.Lang, now)...)
	body.Button.URL = s.urlFor(a.Host) + r.Lang.Prefix() + OwnPath(token)
	return s.post(ctx, tx, a, r, write.Kind, subject, body, files, cause)
}

func (s *Service) post(ctx context.Context, tx pgx.Tx, a About, to SignUp, kind MailKind, subject string, body mail.Body, files []mail.Attachment, cause string) error {
	m, err := message(a, to, kind, subject, body)
	if err != nil {
		return err
	}
	m.Attachments, m.CauseKey = files, cause
	return s.mail.Queue(ctx, tx, m)
}

// message lays an e-mail out; attachments and cause are its sender's.
func message(a About, to SignUp, kind MailKind, subject string, body mail.Body) (mail.Message, error) {
	body.Title, body.SiteName, body.Greeting = subject, a.SiteName, to.Lang.T("Hei, %s!", to.Name)
	body.Footer = to.Lang.T("Du får denne e-posten fordi du er meldt på noe hos %s.", a.SiteName)
	if kind == GuardianMail {
		body.Footer = to.Lang.T("Du får denne e-posten fordi noen har oppgitt deg som foresatt hos %s.", a.SiteName)
	} else if body.Button.URL != "" {
		body.Choices = mail.Button{Text: to.Lang.T("Velg hvilke e-poster du får"), URL: body.Button.URL + "/endre"}
	}
	plain, markup, err := mail.Render(to.Lang, body)
	return mail.Message{
		MunicipalityID: a.MunicipalityID, To: to.Email, ToName: to.Name, FromName: a.SiteName, ReplyTo: a.ContactEmail, Lang: to.Lang,
		Kind: string(kind), Subject: subject, Text: plain, HTML: markup,
	}, err
}

// Key names a cause of an e-mail; it must hold nothing personal.
func Key(kind MailKind, id int64, what any) string { return fmt.Sprintf("%s:%d:%v", kind, id, what) }
