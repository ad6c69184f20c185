// The letter with the link and the code.

package login

import (
	"context"
	"net/url"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"

	"github.com/jackc/pgx/v5"
)

func (s *Service) sendLogin(ctx context.Context, tx pgx.Tx, in Request, who account.Person, with letterOf) error {
	at, err := letter.SiteOf(ctx, tx, in.MunicipalityID)
	if err != nil {
		return err
	}
	path := in.Door.Path("/logg-inn/lenke/" + with.token)
	if in.Next != "" {
		path += "?neste=" + url.QueryEscape(in.Next)
	}
	l := who.Lang
	return s.Accounts.Letters.Write(ctx, tx, at, letter.Letter{
		Kind: kind.Login, About: who.ID, To: letter.Person{Email: in.Email, Name: who.Name, Lang: l},
		Subject: l.T("Logg inn hos %s", at.Name),
		Body: mail.Body{
			Paragraphs: []string{l.T("Her er koden og lenken du ba om. De virker i ti minutter og kan brukes én gang.")},
			Code:       with.code,
			Button:     mail.Button{Text: l.T("Logg inn"), URL: path},
			After: []string{
				l.T("Lenken virker i nettleseren der du ba om den. Bruker du en annen, skriv koden i stedet."),
				l.T("Har du ikke bedt om å logge inn? Da kan du se bort fra denne e-posten. Ingen kommer inn uten den."),
			},
		},
	})
}
