// Letters to an organisation about its activity.

package activity

import (
	"context"
	"fmt"
	"strconv"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// peopleSQL is who is told about an organisation's activity: those who log in for
// it; when there is none, its own address.
const peopleSQL = `-- activity.people
with people as (
    select a.email, a.name, a.lang from membership m join account a on a.id = m.account_id and a.ended_at is null
    where m.organisation_id = @organisation_id)
select email, name, lang from people
union all
select o.email_private, '', o.lang from organisation o
where o.id = @organisation_id and o.email_private <> '' and not exists (select from people)`

type person struct {
	Email, Name string
	Lang        i18n.Lang
}

const siteSQL = `-- activity.site
select coalesce((select c.name from centre c where c.municipality_id = m.id order by c.sort, c.id limit 1), m.name) as name,
       coalesce((select h.host from municipality_host h where h.municipality_id = m.id order by h.canonical desc, h.host limit 1), '') as host
from municipality m where m.id = @id`

type site struct{ Name, Host string }

// letter is an e-mail about an activity: kind, subject and what it says.
type letter func(l i18n.Lang, a Activity) (kind, subject string, body mail.Body)

func approvedLetter(l i18n.Lang, a Activity) (string, string, mail.Body) {
	return "activity-approved", l.T("%s er publisert", a.Title), mail.Body{
		Paragraphs: []string{l.T("Aktiviteten «%s» er godkjent. Nå kan alle finne den.", a.Title)},
		Button:     mail.Button{Text: l.T("Se aktiviteten"), URL: "/aktiviteter/" + strconv.FormatInt(a.ID, 10)},
		After:      []string{l.T("Blir noe avlyst eller flyttet, si fra på sidene deres. Da ser alle det med en gang.")},
	}
}

func refusedLetter(l i18n.Lang, a Activity) (string, string, mail.Body) {
	return "activity-refused", l.T("%s må rettes før den kan publiseres", a.Title), mail.Body{
		Paragraphs: []string{l.T("Kommunen har sett på aktiviteten «%s» og ber dere rette den.", a.Title)},
		Facts:      []mail.Fact{{Label: l.T("Begrunnelse"), Value: a.StatusReason}},
		Button:     mail.Button{Text: l.T("Rett aktiviteten"), URL: "/lag/aktiviteter/" + strconv.FormatInt(a.ID, 10)},
		After:      []string{l.T("Det dere har skrevet, er tatt vare på. Send den inn på nytt når den er rettet.")},
	}
}

// tell writes to the organisation's people, each in their own language.
func (s *Service) tell(ctx context.Context, tx pgx.Tx, a Activity, write letter) error {
	from, err := postgres.One[site](ctx, tx, siteSQL, pgx.StrictNamedArgs{"id": a.MunicipalityID})
	if err != nil {
		return fmt.Errorf("tell about activity %d: %w", a.ID, err)
	}
	people, err := postgres.Many[person](ctx, tx, peopleSQL, pgx.StrictNamedArgs{"organisation_id": a.OrganisationID})
	if err != nil {
		return fmt.Errorf("tell about activity %d: %w", a.ID, err)
	}
	for _, p := range people {
		if err := s.send(ctx, tx, from, p, a, write); err != nil {
			return fmt.Errorf("tell about activity %d: %w", a.ID, err)
		}
	}
	return nil
}

func (s *Service) send(ctx context.Context, tx pgx.Tx, from site, to person, a Activity, write letter) error {
	kind, subject, body := write(to.Lang, a)
	body.Title, body.SiteName = subject, from.Name
	body.Button.URL = s.urlFor(from.Host) + to.Lang.Prefix() + body.Button.URL
	if to.Name != "" {
		body.Greeting = to.Lang.T("Hei, %s!", to.Name)
	}
	plain, markup, err := mail.Render(to.Lang, body)
	if err != nil {
		return err
	}
	return s.mail.Queue(ctx, tx, mail.Message{
		MunicipalityID: a.MunicipalityID, To: to.Email, ToName: to.Name, FromName: from.Name, Lang: to.Lang, Kind: kind,
		Subject: subject, Text: plain, HTML: markup, CauseKey: fmt.Sprintf("%s:%d:%d:%s", kind, a.ID, a.Version, to.Email),
	})
}
