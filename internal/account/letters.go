// The letters of a changed address, and of an account that is ended.

package account

import (
	"context"
	"fmt"

	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"

	"github.com/jackc/pgx/v5"
)

// sendEmailChange sends nothing to an address that is taken, and counts it all the same.
func (s *Service) sendEmailChange(ctx context.Context, tx pgx.Tx, by Actor, email, token string, taken bool) error {
	at, err := letter.SiteOf(ctx, tx, by.MunicipalityID)
	if err != nil {
		return err
	}
	path := "/lag/konto/lenke/" + token
	if by.Door == StaffDoor {
		path = "/ansatt/konto/lenke/" + token
	}
	l := by.Lang
	return s.Letters.Write(ctx, tx, at, letter.Letter{
		Kind: kind.EmailChange, About: by.AccountID, To: letter.Person{Email: email, Name: by.Name, Lang: l}, Unsent: taken,
		Subject: l.T("Bekreft den nye e-postadressen din"),
		Body: mail.Body{
			Paragraphs: []string{l.T("Du har bedt om å bruke denne adressen når du logger inn hos %s.", at.Name)},
			Button:     mail.Button{Text: l.T("Bekreft adressen"), URL: path},
			After:      []string{l.T("Lenken virker i én time. Har du ikke bedt om dette, kan du se bort fra denne e-posten.")},
		},
	})
}

// sendEmailChanged tells the old address, in case it was not the person who changed it.
func (s *Service) sendEmailChanged(ctx context.Context, tx pgx.Tx, by Actor) error {
	at, err := letter.SiteOf(ctx, tx, by.MunicipalityID)
	if err != nil {
		return fmt.Errorf("tell the old address: %w", err)
	}
	l := by.Lang
	return s.Letters.Write(ctx, tx, at, letter.Letter{
		Kind: kind.EmailChanged, About: by.AccountID, To: letter.Person{Email: by.Email, Name: by.Name, Lang: l},
		Subject: l.T("E-postadressen din er endret"),
		Body: mail.Body{Paragraphs: []string{
			l.T("Du logger ikke lenger inn hos %s med denne adressen.", at.Name),
			l.T("Var det ikke du som endret den? Ta kontakt med oss med en gang."),
		}},
	})
}

// sendEnded tells the person, in case it was somebody else who did it.
func (s *Service) sendEnded(ctx context.Context, tx pgx.Tx, by Actor) error {
	at, err := letter.SiteOf(ctx, tx, by.MunicipalityID)
	if err != nil {
		return err
	}
	l := by.Lang
	return s.Letters.Write(ctx, tx, at, letter.Letter{
		Kind: kind.AccountEnded, About: by.AccountID, To: letter.Person{Email: by.Email, Name: by.Name, Lang: l},
		Subject: l.T("Kontoen din er avsluttet"),
		Body: mail.Body{Paragraphs: []string{
			l.T("Du kan ikke lenger logge inn hos %s. Det du har lagt inn, blir stående. Navnet og adressen din slettes om et år.", at.Name),
			l.T("Var det ikke du som avsluttet kontoen? Ta kontakt med oss med en gang."),
		}},
	})
}
