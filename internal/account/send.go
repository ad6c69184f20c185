package account

import (
	"context"
	"fmt"
	"net/url"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

type siteRow struct {
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
type letter struct {
	municipalityID int64
	to, name       string
	lang           i18n.Lang
	kind, subject  string
	body           mail.Body
}

func site(ctx context.Context, tx pgx.Tx, municipalityID int64) (siteRow, error) {
	return postgres.One[siteRow](ctx, tx, siteSQL, pgx.StrictNamedArgs{"id": municipalityID})
}

func (s *Service) send(ctx context.Context, tx pgx.Tx, at siteRow, l letter) error {
	l.body.Title, l.body.SiteName = l.subject, at.Name
	if l.name != "" {
		l.body.Greeting = l.lang.T("Hei, %s!", l.name)
	}
	plain, markup, err := mail.Render(l.lang, l.body)
	if err != nil {
		return err
	}
	return s.Mail.Queue(ctx, tx, mail.Message{
		MunicipalityID: l.municipalityID, To: l.to, ToName: l.name, FromName: at.Name, Lang: l.lang,
		Kind: l.kind, Subject: l.subject, Text: plain, HTML: markup,
	})
}

func (s *Service) link(at siteRow, lang i18n.Lang, path string) string {
	return s.URLFor(at.Host) + lang.Prefix() + path
}

func (s *Service) sendLogin(ctx context.Context, tx pgx.Tx, in LoginRequest, who loginRow, token, code string) error {
	at, err := site(ctx, tx, in.MunicipalityID)
	if err != nil {
		return err
	}
	path := in.Door.path("/logg-inn/lenke/" + token)
	if in.Next != "" {
		path += "?neste=" + url.QueryEscape(in.Next)
	}
	l := who.Lang
	return s.send(ctx, tx, at, letter{
		municipalityID: in.MunicipalityID, to: in.Email, name: who.Name, lang: who.Lang,
		kind: "login", subject: l.T("Logg inn hos %s", at.Name),
		body: mail.Body{
			Paragraphs: []string{l.T("Her er koden og lenka du ba om. De virker i ti minutter og kan brukes én gang.")},
			Code:       code,
			Button:     mail.Button{Text: l.T("Logg inn"), URL: s.link(at, who.Lang, path)},
			After: []string{
				l.T("Lenka virker i nettleseren der du ba om den. Bruker du en annen, skriv koden i stedet."),
				l.T("Har du ikke bedt om å logge inn? Da kan du se bort fra denne e-posten. Ingen kommer inn uten den."),
			},
		},
	})
}

// sendInvitation returns the link too, for the command line.
func (s *Service) sendInvitation(ctx context.Context, tx pgx.Tx, by Actor, i Invitation, token string) (string, error) {
	at, err := site(ctx, tx, i.MunicipalityID)
	if err != nil {
		return "", err
	}
	lang, err := langOf(ctx, tx, i.MunicipalityID, i.Email)
	if err != nil {
		return "", err
	}
	if i.OrganisationID != 0 && i.OrganisationName == "" {
		if i.OrganisationName, err = organisationName(ctx, tx, i.OrganisationID); err != nil {
			return "", err
		}
	}
	link := s.link(at, lang, "/invitasjon/"+token)
	return link, s.send(ctx, tx, at, letter{
		municipalityID: i.MunicipalityID, to: i.Email, name: i.Name, lang: lang, kind: "invitation",
		subject: invitationSubject(lang, at, i), body: invitationBody(lang, by, i, link),
	})
}

func invitationSubject(lang i18n.Lang, at siteRow, i Invitation) string {
	if i.StaffRole != "" {
		return lang.T("Du er invitert til %s sine sider for ansatte", at.Name)
	}
	return lang.T("Du er invitert til å bidra for %s", i.OrganisationName)
}

func invitationBody(lang i18n.Lang, by Actor, i Invitation, link string) mail.Body {
	intro := lang.T("Du er invitert som %s.", lang.T(i.Role().Name()))
	if by.LoggedIn() && by.Name != "" {
		intro = lang.T("%s har invitert deg som %s.", by.Name, lang.T(i.Role().Name()))
	}
	paragraphs := []string{intro}
	if i.StaffRole == "" {
		paragraphs = append(paragraphs, lang.T("Da kan du legge inn aktiviteter og holde opplysningene om %s oppdatert.", i.OrganisationName))
	}
	return mail.Body{
		Paragraphs: append(paragraphs, lang.T("Trykk på knappen og si ja. Du trenger ikke passord.")),
		Button:     mail.Button{Text: lang.T("Se invitasjonen"), URL: link},
		After:      []string{lang.T("Lenka virker i sju dager og kan brukes én gang. Den er bare til deg, så ikke send den videre.")},
	}
}

const langOfSQL = `-- account.langOf
select coalesce((select lang from account where municipality_id = @municipality_id and email = @email),
                (select default_lang from municipality where id = @municipality_id), 'nb')`

func langOf(ctx context.Context, tx pgx.Tx, municipalityID int64, email string) (i18n.Lang, error) {
	return postgres.Scalar[i18n.Lang](ctx, tx, langOfSQL, pgx.StrictNamedArgs{"municipality_id": municipalityID, "email": email})
}

const organisationNameSQL = `-- account.organisationName
select name from organisation where id = @id`

func organisationName(ctx context.Context, tx pgx.Tx, id int64) (string, error) {
	return postgres.Scalar[string](ctx, tx, organisationNameSQL, pgx.StrictNamedArgs{"id": id})
}

func (s *Service) sendEmailChange(ctx context.Context, tx pgx.Tx, by Actor, email, token string) error {
	at, err := site(ctx, tx, by.MunicipalityID)
	if err != nil {
		return err
	}
	path := "/lag/konto/lenke/" + token
	if by.Door == StaffDoor {
		path = "/ansatt/konto/lenke/" + token
	}
	l := by.Lang
	return s.send(ctx, tx, at, letter{
		municipalityID: by.MunicipalityID, to: email, name: by.Name, lang: by.Lang, kind: "email-change", subject: l.T("Bekreft den nye e-postadressen din"),
		body: mail.Body{
			Paragraphs: []string{l.T("Du har bedt om å bruke denne adressen når du logger inn hos %s.", at.Name)},
			Button:     mail.Button{Text: l.T("Bekreft adressen"), URL: s.link(at, by.Lang, path)},
			After:      []string{l.T("Lenka virker i én time. Har du ikke bedt om dette, kan du se bort fra denne e-posten.")},
		},
	})
}

// sendEmailChanged tells the old address, in case it was not the person who changed it.
func (s *Service) sendEmailChanged(ctx context.Context, tx pgx.Tx, by Actor) error {
	at, err := site(ctx, tx, by.MunicipalityID)
	if err != nil {
		return fmt.Errorf("tell the old address: %w", err)
	}
	l := by.Lang
	return s.send(ctx, tx, at, letter{
		municipalityID: by.MunicipalityID, to: by.Email, name: by.Name, lang: by.Lang, kind: "email-changed", subject: l.T("E-postadressen din er endret"),
		body: mail.Body{Paragraphs: []string{
			l.T("Du logger ikke lenger inn hos %s med denne adressen.", at.Name),
			l.T("Var det ikke du som endret den? Ta kontakt med oss med en gang."),
		}},
	})
}
