package account

// The letters of a changed address.

import (
	"context"
	"fmt"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

type SiteRow struct {
	Municipality string
	Name         string // what mail programs show as sender
	Host         string
}

const siteSQL = `-- account.site
select m.name as municipality,
       coalesce((select c.name from centre c where c.municipality_id = m.id order by c.sort, c.id limit 1), m.name) as name,
       coalesce((select h.host from municipality_host h where h.municipality_id = m.id order by h.canonical desc, h.host limit 1), '') as host
from municipality m where m.id = @id`

// letter is an e-mail of this feature: whom to, and what it says.
type Letter struct {
	MunicipalityID int64
	To, Name       string
	Lang           i18n.Lang
	Kind, Subject  string
	Body           mail.Body
}

func Site(ctx context.Context, tx pgx.Tx, municipalityID int64) (SiteRow, error) {
	return postgres.One[SiteRow](ctx, tx, siteSQL, pgx.StrictNamedArgs{"id": municipalityID})
}

func (s *Service) Send(ctx context.Context, tx pgx.Tx, at SiteRow, l Letter) error {
	l.Body.Title, l.Body.SiteName = l.Subject, at.Name
	if l.Name != "" {
		l.Body.Greeting = l.Lang.T("Hei, %s!", l.Name)
	}
	plain, markup, err := mail.Render(l.Lang, l.Body)
	if err != nil {
		return err
	}
	return s.Mail.Queue(ctx, tx, mail.Message{
		MunicipalityID: l.MunicipalityID, To: l.To, ToName: l.Name, FromName: at.Name, Lang: l.Lang,
		Kind: l.Kind, Subject: l.Subject, Text: plain, HTML: markup,
	})
}

func (s *Service) Link(at SiteRow, lang i18n.Lang, path string) string {
	return s.URLFor(at.Host) + lang.Prefix() + path
}

func (s *Service) sendEmailChange(ctx context.Context, tx pgx.Tx, by Actor, email, token string) error {
	at, err := Site(ctx, tx, by.MunicipalityID)
	if err != nil {
		return err
	}
	path := "/lag/konto/lenke/" + token
	if by.Door == StaffDoor {
		path = "/ansatt/konto/lenke/" + token
	}
	l := by.Lang
	return s.Send(ctx, tx, at, Letter{
		MunicipalityID: by.MunicipalityID, To: email, Name: by.Name, Lang: by.Lang, Kind: "email-change", Subject: l.T("Bekreft den nye e-postadressen din"),
		Body: mail.Body{
			Paragraphs: []string{l.T("Du har bedt om å bruke denne adressen når du logger inn hos %s.", at.Name)},
			Button:     mail.Button{Text: l.T("Bekreft adressen"), URL: s.Link(at, by.Lang, path)},
			After:      []string{l.T("Lenka virker i én time. Har du ikke bedt om dette, kan du se bort fra denne e-posten.")},
		},
	})
}

// sendEmailChanged tells the old address, in case it was not the person who changed it.
func (s *Service) sendEmailChanged(ctx context.Context, tx pgx.Tx, by Actor) error {
	at, err := Site(ctx, tx, by.MunicipalityID)
	if err != nil {
		return fmt.Errorf("tell the old address: %w", err)
	}
	l := by.Lang
	return s.Send(ctx, tx, at, Letter{
		MunicipalityID: by.MunicipalityID, To: by.Email, Name: by.Name, Lang: by.Lang, Kind: "email-changed", Subject: l.T("E-postadressen din er endret"),
		Body: mail.Body{Paragraphs: []string{
			l.T("Du logger ikke lenger inn hos %s med denne adressen.", at.Name),
			l.T("Var det ikke du som endret den? Ta kontakt med oss med en gang."),
		}},
	})
}
