// Letters to those who answer for an organisation.

package organisation

import (
	"context"

	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"

	"github.com/jackc/pgx/v5"
)

// Write queues a letter that can be answered: it has the centre's own address.
func (s *Service) Write(ctx context.Context, tx pgx.Tx, municipalityID int64, l letter.Letter) error {
	from, err := letter.SiteOf(ctx, tx, municipalityID)
	if err != nil {
		return err
	}
	return s.writeFrom(ctx, tx, from, l)
}

// writeFrom is Write by one who knows the portal already.
func (s *Service) writeFrom(ctx context.Context, tx pgx.Tx, from letter.Site, l letter.Letter) error {
	l.ReplyTo = from.Email
	return s.Letters.Write(ctx, tx, from, l)
}

func reminderLetter(r reminderRow) letter.Letter {
	l := r.Lang
	return letter.Letter{
		Kind: kind.OrganisationConfirm, To: letter.Person{Email: r.Email, Name: r.PersonName, Lang: l},
		Subject: l.T("Stemmer opplysningene om %s?", r.Name),
		Body: mail.Body{
			Paragraphs: []string{
				l.T("Det er over et år siden noen så over opplysningene om %s.", r.Name),
				l.T("Logg inn, se om alt stemmer, og trykk på «Opplysningene stemmer». Det tar et par minutter."),
			},
			Button: mail.Button{Text: l.T("Se over opplysningene"), URL: "/lag/profil"},
		},
	}
}
