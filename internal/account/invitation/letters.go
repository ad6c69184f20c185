// The letter that invites.

package invitation

import (
	"context"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// sendInvitation returns the link too, for the command line.
func (s *Service) sendInvitation(ctx context.Context, tx pgx.Tx, by account.Actor, i Invitation, token string) (string, error) {
	at, err := letter.SiteOf(ctx, tx, i.MunicipalityID)
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
	write, path := s.Accounts.Letters, "/invitasjon/"+token
	return write.Link(at, lang, path), write.Write(ctx, tx, at, letter.Letter{
		Kind: kind.Invited, About: i.ID, To: letter.Person{Email: i.Email, Name: i.Name, Lang: lang},
		Subject: invitationSubject(lang, at, i), Body: invitationBody(lang, by, i, path),
	})
}

func invitationSubject(lang i18n.Lang, at letter.Site, i Invitation) string {
	if i.StaffRole != "" {
		return lang.T("Du er invitert til %s sine sider for ansatte", at.Name)
	}
	return lang.T("Du er invitert til å bidra for %s", i.OrganisationName)
}

func invitationBody(lang i18n.Lang, by account.Actor, i Invitation, path string) mail.Body {
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
		Button:     mail.Button{Text: lang.T("Se invitasjonen"), URL: path},
		After:      []string{lang.T("Lenken virker i sju dager og kan brukes én gang. Den er bare til deg, så ikke send den videre.")},
	}
}

const langOfSQL = `-- invitation.langOf
select coalesce((select lang from account where municipality_id = @municipality_id and email = @email),
                (select default_lang from municipality where id = @municipality_id), 'nb')`

func langOf(ctx context.Context, tx pgx.Tx, municipalityID int64, email string) (i18n.Lang, error) {
	return postgres.Scalar[i18n.Lang](ctx, tx, langOfSQL, postgres.Args{"municipality_id": municipalityID, "email": email})
}

const organisationNameSQL = `-- invitation.organisationName
select name from organisation where id = @id`

func organisationName(ctx context.Context, tx pgx.Tx, id int64) (string, error) {
	return postgres.Scalar[string](ctx, tx, organisationNameSQL, postgres.Args{"id": id})
}
