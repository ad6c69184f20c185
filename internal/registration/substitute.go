package registration

import (
	"context"
	"fmt"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// SubstituteMail tells somebody that she has been given access to a list. It is
// no e-mail about a registration, so its kind has another beginning.
const SubstituteMail MailKind = "signup-substitute"

// ListPath is where a group keeps who has signed up for an activity.
func ListPath(activityID int64) string {
	return fmt.Sprintf("/lag/aktiviteter/%d/pamelding", activityID)
}

const substituteSQL = `-- registration.substitute
select p.id as account_id, p.email, p.name, p.lang, a.id as activity_id, a.municipality_id, a.title, org.name as organiser,
       coalesce((select c.name from centre c where c.municipality_id = m.id order by c.sort, c.id limit 1), m.name) as site_name,
       coalesce((select h.host from municipality_host h where h.municipality_id = m.id order by h.canonical desc, h.host limit 1), '') as host
from account p join activity a on a.id = @activity_id join organisation org on org.id = a.organisation_id join municipality m on m.id = a.municipality_id
where p.id = @account_id`

// greet writes to a new substitute with the link to the list.
func (s *Service) greet(ctx context.Context, tx pgx.Tx, activityID, accountID int64) error {
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

// SubstituteList is a list that somebody keeps who is not of the organiser's.
type SubstituteList struct {
	ActivityID int64
	Title      string
	Lang       i18n.Lang // of the title
	Organiser  string
	NextAt     *time.Time // the date that comes next, or takes place now; nil for none
	NextEnds   *time.Time
}

const substituteListsSQL = `-- registration.substituteLists
select a.id as activity_id, a.title, a.lang, org.name as organiser, d.starts_at as next_at, d.ends_at as next_ends
from signup_access x join activity a on a.id = x.activity_id and a.municipality_id = @municipality_id and a.status = 'published'
join signup_form f on f.activity_id = a.id join organisation org on org.id = a.organisation_id
left join lateral (select o.starts_at, o.ends_at from occurrence o where o.activity_id = a.id and o.status <> 'cancelled' and o.ends_at > @now
                   order by o.starts_at limit 1) d on true
where x.account_id = @account_id and a.organisation_id <> @organisation_id
  and not exists (select from activity_co_organiser c where c.activity_id = a.id and c.organisation_id = @organisation_id)
  and exists (select from occurrence o where o.activity_id = a.id and o.ends_at > @now::timestamptz - interval '60 days')
order by d.starts_at nulls last, a.id limit 20`

// SubstituteLists are the lists that the actor has been asked to keep, also for
// a while after the last date: attendance comes late.
func (s *Service) SubstituteLists(ctx context.Context, actor account.Actor) ([]SubstituteList, error) {
	if !actor.LoggedIn() || actor.Door != account.GroupDoor {
		return nil, nil
	}
	return postgres.Many[SubstituteList](ctx, s.pool, substituteListsSQL, pgx.StrictNamedArgs{
		"municipality_id": actor.MunicipalityID, "organisation_id": actor.OrganisationID, "account_id": actor.AccountID, "now": s.now(),
	})
}
