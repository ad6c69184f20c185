// Laying letters out and putting them in the queue.

package letters

import (
	"context"
	"slices"
	"time"

	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Deps are what the letters need.
type Deps struct {
	Pool    postgres.Database
	Letters letter.Writer
	Now     func() time.Time // nil: time.Now
}

// Service writes the letters.
type Service struct {
	pool   postgres.Database
	writer letter.Writer
	now    func() time.Time
}

// NewService makes the service.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	return &Service{pool: d.Pool, writer: d.Letters, now: d.Now}
}

// In is the service inside a transaction of the caller's, by her clock and with her outbox.
func (s *Service) In(tx pgx.Tx, m *mail.Outbox, now func() time.Time) *Service {
	return &Service{pool: tx, writer: letter.Writer{Outbox: m, URLFor: s.writer.URLFor}, now: now}
}

// First is the letter to confirm with for one date, for the statement that signs somebody up.
func (s *Service) First(a About, r SignUp, token string) (mail.Message, error) {
	l := Confirm.to(a, r, token)
	l.Once = "first"
	return s.writer.Message(a.site(), l)
}

// WriteFirst is the letter to confirm with for all the dates of a form.
func (s *Service) WriteFirst(ctx context.Context, tx pgx.Tx, r SignUp, token string) error {
	about, err := s.about(ctx, tx, r)
	if err != nil {
		return err
	}
	l := Confirm.to(about, r, token)
	l.Once = "first"
	return s.writer.Write(ctx, tx, about.site(), l)
}

// Write sends a letter with a new link to the person, when she has an address, and to
// the guardian who has confirmed.
func (s *Service) Write(ctx context.Context, tx pgx.Tx, r SignUp, tmpl Template, once string) error {
	if !r.reached() {
		return nil
	}
	about, err := s.about(ctx, tx, r)
	if err != nil {
		return err
	}
	return s.writeAbout(ctx, tx, about, r, tmpl, once)
}

// writeAbout is Write with what is known of the slot already.
func (s *Service) writeAbout(ctx context.Context, tx pgx.Tx, a About, r SignUp, tmpl Template, once string) error {
	if !r.reached() {
		return nil
	}
	var files []mail.Attachment
	if tmpl.calendar {
		var err error
		if files, err = s.calendar(ctx, tx, a, r.Lang, nil); err != nil {
			return err
		}
	}
	return s.writeFiles(ctx, tx, a, r, tmpl, once, files)
}

func (s *Service) writeFiles(ctx context.Context, tx pgx.Tx, a About, r SignUp, tmpl Template, once string, files []mail.Attachment) error {
	if r.Email != "" {
		token, err := addToken(ctx, tx, r.ID, "own", s.now())
		if err != nil {
			return err
		}
		l := tmpl.to(a, r, token)
		l.Files, l.Once = files, once
		if err := s.writer.Write(ctx, tx, a.site(), l); err != nil {
			return err
		}
	}
	if slices.Contains(hersAlone, tmpl.Kind) {
		return nil
	}
	l := tmpl.to(a, r, "")
	l.Files, l.Once = files, once
	return s.tellGuardian(ctx, tx, a, r, l)
}

// hersAlone are letters that only the person herself can do something with.
var hersAlone = []kind.Kind{kind.SignUpConfirm, kind.SignUpLink, kind.SignUpThanks}

// tellGuardian gives a guardian who has confirmed what the person is told.
func (s *Service) tellGuardian(ctx context.Context, tx pgx.Tx, a About, r SignUp, l letter.Letter) error {
	if !r.GuardianKnows {
		return nil
	}
	token, err := addToken(ctx, tx, r.ID, "guardian", s.now())
	if err != nil {
		return err
	}
	l.About, l.To, l.Once = r.ID, letter.Person{Email: r.GuardianEmail, Name: r.GuardianName, Lang: r.Lang}, l.Once+"-guardian"
	l.Body.Paragraphs = append([]string{r.Lang.T("Dette gjelder %s, som du er foresatt for. Slik er beskjeden til %s:", r.Name, r.Name)}, l.Body.Paragraphs...)
	l.Body.Button.URL, l.Body.Links, l.Body.Choices = GuardianPath(token), nil, mail.Button{}
	if l.Kind != kind.SignUpOffer { // which she can answer; the rest she only reads
		l.Body.Button.Text = r.Lang.T("Se påmeldingen")
	}
	for _, d := range r.Several { // each she can take back alone
		if d.RegistrationID == r.ID {
			continue
		}
		other, err := addToken(ctx, tx, d.RegistrationID, "guardian", s.now())
		if err != nil {
			return err
		}
		l.Body.Links = append(l.Body.Links, mail.Button{Text: r.Lang.T("Se påmeldingen %s", d.when(r.Lang)), URL: GuardianPath(other)})
	}
	l.Body.Footer = r.Lang.T("Du får denne e-posten fordi noen har oppgitt deg som foresatt hos %s.", a.SiteName)
	return s.writer.Write(ctx, tx, a.site(), l)
}

// to is the letter as the person gets it: with the facts and the way to her own page.
func (t Template) to(a About, r SignUp, token string) letter.Letter {
	subject, body := t.say(r.Lang, a, r)
	body.Facts = append(body.Facts, a.factsFor(r.Lang, r.Several)...)
	body.Button.URL = OwnPath(token)
	if t.all {
		body.Button.URL = AllPath(token)
	}
	return own(a, r, letter.Letter{Kind: t.Kind, Subject: subject, Body: body}, token)
}

// own addresses a letter to the person of the token: on her own page she chooses what she gets.
func own(a About, r SignUp, l letter.Letter, token string) letter.Letter {
	l.To, l.About, l.ReplyTo = letter.Person{Email: r.Email, Name: r.Name, Lang: r.Lang}, r.ID, a.ContactEmail
	l.Body.Footer = r.Lang.T("Du får denne e-posten fordi du er meldt på noe hos %s.", a.SiteName)
	if l.Kind != kind.SignUpCancelled && l.Kind != kind.SignUpExpired { // nothing more is to come
		l.Body.Choices = mail.Button{Text: r.Lang.T("Velg hvilke e-poster du får"), URL: OwnPath(token) + "/endre"}
	}
	return l
}
