// The letter to a substitute who is given access to a list.

package letters

import (
	"context"

	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const substituteSQL = `-- letters.substitute
select p.email, p.name, p.lang, a.municipality_id, a.title, org.name as organiser
from account p join activity a on a.id = @activity_id join organisation org on org.id = a.organisation_id
where p.id = @account_id`

// GreetSubstitute writes to a new substitute with the link to the list.
func (s *Service) GreetSubstitute(ctx context.Context, tx pgx.Tx, activityID, accountID int64) error {
	type substitute struct {
		letter.Person
		MunicipalityID   int64
		Title, Organiser string
	}
	to, err := postgres.One[substitute](ctx, tx, substituteSQL, postgres.Args{"activity_id": activityID, "account_id": accountID})
	if err != nil {
		return err
	}
	from, err := letter.SiteOf(ctx, tx, to.MunicipalityID)
	if err != nil {
		return err
	}
	l := to.Lang
	return s.writer.Write(ctx, tx, from, letter.Letter{
		Kind: kind.NewSubstitute, About: activityID, To: to.Person, Subject: l.T("Du er vikar for %s", to.Title),
		Body: mail.Body{
			Paragraphs: []string{
				l.T("%s har bedt deg holde listen over dem som er påmeldt til «%s».", to.Organiser, to.Title),
				l.T("Du kan se hvem som kommer, krysse av for dem som møter, og sende melding til dem."),
			},
			Button: mail.Button{Text: l.T("Åpne listen"), URL: ListPath(activityID)},
			After:  []string{l.T("Du finner listen igjen på oversikten din når du er logget inn.")},
		},
	})
}
