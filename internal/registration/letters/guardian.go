// The letters to a guardian, and of her no.

package letters

import (
	"context"
	"fmt"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"

	"github.com/jackc/pgx/v5"
)

// WriteGuardian asks a guardian to confirm.
func (s *Service) WriteGuardian(ctx context.Context, tx pgx.Tx, r SignUp) error {
	a, err := s.about(ctx, tx, r)
	if err != nil {
		return err
	}
	now, l := s.now(), r.Lang
	token, err := addToken(ctx, tx, r.ID, "guardian", now)
	if err != nil {
		return err
	}
	body := mail.Body{
		Paragraphs: []string{l.T("%s har meldt seg på «%s» og har oppgitt deg som foresatt. Bekreft at det er greit.", r.Name, a.Title)},
		Facts:      a.factsFor(l, r.Several),
		Button:     mail.Button{Text: l.T("Bekreft som foresatt"), URL: GuardianPath(token)},
		After:      []string{l.T("Er det ikke greit, kan du si nei på samme side. Svarer du ikke innen fristen, blir påmeldingen slettet.")},
		Footer:     l.T("Du får denne e-posten fordi noen har oppgitt deg som foresatt hos %s.", a.SiteName),
	}
	if len(r.Several) > 1 {
		body.Paragraphs = append(body.Paragraphs, l.T("Svaret ditt gjelder alle disse datoene:"))
	}
	if r.HoldExpiresAt != nil {
		body.Facts = append(body.Facts, mail.Fact{Label: l.T("Svar innen"), Value: dated(l, *r.HoldExpiresAt, *r.HoldExpiresAt, false)})
	}
	return s.writer.Write(ctx, tx, a.site(), letter.Letter{
		Kind: kind.SignUpGuardian, About: r.ID, Once: fmt.Sprint(r.Version),
		To:      letter.Person{Email: r.GuardianEmail, Name: r.GuardianName, Lang: l},
		Subject: l.T("Bekreft påmelding til %s", a.Title), Body: body, ReplyTo: a.ContactEmail,
	})
}

// GuardianNo tells the person that the guardian has said no.
var GuardianNo = Template{kind.SignUpCancelled, false, false, func(l i18n.Lang, a About, r SignUp) (string, mail.Body) {
	no := l.T("%s er oppgitt som foresatt og har sagt nei til påmeldingen. Du står ikke lenger på listen.", r.GuardianName)
	if len(r.Several) > 1 {
		no = l.T("%s er oppgitt som foresatt og har sagt nei til påmeldingen. Du står ikke lenger på listen for noen av disse datoene:", r.GuardianName)
	}
	return l.T("Du er meldt av %s", a.Title), mail.Body{Paragraphs: []string{no}, Button: button(l.T("Se påmeldingen"))}
}}
