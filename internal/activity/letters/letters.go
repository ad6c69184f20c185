// Package letters writes to a group about an activity of its own.
package letters

import (
	"context"
	"fmt"
	"strconv"

	"frivilligsentral/internal/activity/choice"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// About is what the letters say of the activity.
type About struct {
	ID, MunicipalityID, OrganisationID int64

	Title   string
	Offer   choice.Offer
	Reason  string
	Version int
}

// peopleSQL is who is told about an organisation's activity: those who log in for
// it; when there is none, its own address.
const peopleSQL = `-- letters.people
with people as (
    select a.email, a.name, a.lang from membership m join account a on a.id = m.account_id and a.ended_at is null
    where m.organisation_id = @organisation_id)
select email, name, lang from people
union all
select o.email_private, '', o.lang from organisation o
where o.id = @organisation_id and o.email_private <> '' and not exists (select from people)`

// Approved says that it is published.
func Approved(l i18n.Lang, a About) letter.Letter {
	return letter.Letter{
		Kind: kind.ActivityApproved, Subject: l.T("%s er publisert", a.Title),
		Body: mail.Body{
			Paragraphs: []string{l.T("Aktiviteten «%s» er godkjent. Nå kan alle finne den.", a.Title)},
			Button:     mail.Button{Text: l.T("Se aktiviteten"), URL: "/aktiviteter/" + strconv.FormatInt(a.ID, 10)},
			After:      []string{l.T("Blir noe avlyst eller flyttet, si fra på sidene deres. Da ser alle det med en gang.")},
		},
	}
}

// Refused says what must be mended first.
func Refused(l i18n.Lang, a About) letter.Letter {
	return letter.Letter{
		Kind: kind.ActivityRefused, Subject: l.T("%s må rettes før den kan publiseres", a.Title),
		Body: mail.Body{
			Paragraphs: []string{l.T("Kommunen har sett på aktiviteten «%s» og ber dere rette den.", a.Title)},
			Facts:      []mail.Fact{{Label: l.T("Begrunnelse"), Value: a.Reason}},
			Button:     mail.Button{Text: l.T("Rett aktiviteten"), URL: "/lag/aktiviteter/" + strconv.FormatInt(a.ID, 10)},
			After:      []string{l.T("Det dere har skrevet, er tatt vare på. Send den inn på nytt når den er rettet.")},
		},
	}
}

// Offer says what kind of offer staff have said that it is.
func Offer(l i18n.Lang, a About) letter.Letter {
	return letter.Letter{
		Kind: kind.ActivityOffer, Subject: l.T("%s står nå som «%s»", a.Title, l.T(a.Offer.Name())),
		Body: mail.Body{
			Paragraphs: []string{l.T("Kommunen har endret hva slags tilbud aktiviteten «%s» er. Den står nå som «%s».", a.Title, l.T(a.Offer.Name()))},
			Facts:      []mail.Fact{{Label: l.T("Begrunnelse"), Value: a.Reason}},
			Button:     mail.Button{Text: l.T("Se aktiviteten"), URL: "/lag/aktiviteter/" + strconv.FormatInt(a.ID, 10)},
			After:      []string{l.T("Er dere uenige, ta kontakt med kommunen.")},
		},
	}
}

// Tell writes to the organisation's people, each in their own language, once for each version of the activity.
func Tell(ctx context.Context, tx pgx.Tx, w letter.Writer, a About, write func(i18n.Lang, About) letter.Letter) error {
	from, err := letter.SiteOf(ctx, tx, a.MunicipalityID)
	if err != nil {
		return fmt.Errorf("tell about activity %d: %w", a.ID, err)
	}
	people, err := postgres.Many[letter.Person](ctx, tx, peopleSQL, postgres.Args{"organisation_id": a.OrganisationID})
	if err != nil {
		return fmt.Errorf("tell about activity %d: %w", a.ID, err)
	}
	for _, p := range people {
		l := write(p.Lang, a)
		l.To, l.About, l.Once = p, a.ID, fmt.Sprintf("%d:%s", a.Version, p.Email)
		if err := w.Write(ctx, tx, from, l); err != nil {
			return fmt.Errorf("tell about activity %d: %w", a.ID, err)
		}
	}
	return nil
}
