// The letter to a substitute who is given access to a list.

package letters

import (
	"context"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// SubstituteMail tells somebody that she has been given access to a list. It is
// no e-mail about a registration, so its kind has another beginning.
const SubstituteMail MailKind = "signup-substitute"

const substituteSQL = `-- letters.substitute
select p.id as account_id, p.email, p.name, p.lang, a.id as activity_id, a.municipality_id, a.title, org.name as organiser,
       coalesce((select c.name from centre c where c.municipality_id = m.id order by c.sort, c.id limit 1), m.name) as site_name,
       coalesce((select h.host from municipality_host h where h.municipality_id = m.id order by h.canonical desc, h.host limit 1), '') as host
from account p join activity a on a.id = @activity_id join organisation org on org.id = a.organisation_id join municipality m on m.id = a.municipality_id
where p.id = @account_id`

// GreetSubstitute writes to a new substitute with the link to the list.
func (s *Service) GreetSubstitute(ctx context.Context, tx pgx.Tx, activityID, accountID int64) error {
	type substitute struct {
		AccountID      int64
		Email, Name    string
		Lang           i18n.Lang
		ActivityID     int64
		MunicipalityID int64
		Title          string
		Organiser      string
		SiteName       string
		Host           string
	}
	to, err := postgres.One[substitute](ctx, tx, substituteSQL, pgx.StrictNamedArgs{"activity_id": activityID, "account_id": accountID})
	if err != nil {
		return err
	}
	l := to.Lang
	subject := l.T("Du er vikar for %s", to.Title)
	plain, markup, err := mail.Render(l, mail.Body{
		Title: subject, SiteName: to.SiteName, Greeting: l.T("Hei, %s!", to.Name),
		Paragraphs: []string{
			l.T("%s har bedt deg holde listen over dem som er påmeldt til «%s».", to.Organiser, to.Title),
			l.T("Du kan se hvem som kommer, krysse av for dem som møter, og sende melding til dem."),
		},
		Button: mail.Button{Text: l.T("Åpne listen"), URL: s.urlFor(to.Host) + l.Prefix() + ListPath(to.ActivityID)},
		After:  []string{l.T("Du finner listen igjen på oversikten din når du er logget inn.")},
	})
	if err != nil {
		return err
	}
	return s.mail.Queue(ctx, tx, mail.Message{
		MunicipalityID: to.MunicipalityID, To: to.Email, ToName: to.Name, FromName: to.SiteName, Lang: l, Kind: string(SubstituteMail),
		Subject: subject, Text: plain, HTML: markup,
	})
}
