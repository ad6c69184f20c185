package organisation

import (
	"context"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/municipality"

	"github.com/jackc/pgx/v5"
)

// letter is an e-mail of this feature: whom to, and what it says.
type letter struct {
	to, name      string
	lang          i18n.Lang
	kind, subject string
	cause         string
	body          mail.Body
}

func (s *Service) Send(ctx context.Context, tx pgx.Tx, site *municipality.Site, l letter) error {
	name := site.Centre().Name
	l.body.Title, l.body.SiteName = l.subject, name
	if l.name != "" {
		l.body.Greeting = l.lang.T("Hei, %s!", l.name)
	}
	plain, markup, err := mail.Render(l.lang, l.body)
	if err != nil {
		return err
	}
	return s.Mail.Queue(ctx, tx, mail.Message{
		MunicipalityID: site.ID, To: l.to, ToName: l.name, FromName: name, ReplyTo: site.Centre().Email, Lang: l.lang,
		Kind: l.kind, Subject: l.subject, Text: plain, HTML: markup, CauseKey: l.cause,
	})
}

func (s *Service) link(site *municipality.Site, lang i18n.Lang, path string) string {
	if s.URLFor == nil {
		return lang.Prefix() + path
	}
	return s.URLFor(site.Host) + lang.Prefix() + path
}

func ReceivedLetter(o Organisation) letter {
	l := o.ApplicantLang
	return letter{
		to: o.ApplicantEmail, name: o.ApplicantName, lang: l, kind: "organisation.received",
		subject: l.T("Vi har fått registreringen av %s", o.Name),
		body: mail.Body{
			Paragraphs: []string{
				l.T("Takk! Kommunen ser på registreringen. Det tar vanligvis noen få dager."),
				l.T("Du får en ny e-post når den er godkjent. Da kan du logge inn og legge inn aktiviteter."),
			},
			After: []string{l.T("Har du ikke registrert noe hos oss? Da kan du se bort fra denne e-posten.")},
		},
	}
}

func (s *Service) ApprovedLetter(site *municipality.Site, o Organisation) letter {
	l := o.ApplicantLang
	return letter{
		to: o.ApplicantEmail, name: o.ApplicantName, lang: l, kind: "organisation.approved",
		subject: l.T("Velkommen! %s er godkjent", o.Name),
		body: mail.Body{
			Paragraphs: []string{
				l.T("Nå er %s synlig for alle, og du er ansvarlig i laget.", o.Name),
				l.T("Logg inn med denne e-postadressen. Du får en lenke og en kode, og trenger ikke passord."),
				l.T("Begynn gjerne med å fylle ut profilen, og legg inn den første aktiviteten."),
			},
			Button: mail.Button{Text: l.T("Logg inn"), URL: s.link(site, l, "/logg-inn")},
		},
	}
}

func RefusedLetter(o Organisation, reason string) letter {
	l := o.ApplicantLang
	return letter{
		to: o.ApplicantEmail, name: o.ApplicantName, lang: l, kind: "organisation.refused",
		subject: l.T("Registreringen av %s er ikke godkjent", o.Name),
		body: mail.Body{
			Paragraphs: []string{l.T("Kommunen har ikke godkjent registreringen. Begrunnelsen er:"), reason},
			After:      []string{l.T("Svar på denne e-posten hvis du lurer på noe. Du kan registrere laget på nytt.")},
		},
	}
}

func (s *Service) reminderLetter(site *municipality.Site, r reminderRow) letter {
	l := r.Lang
	return letter{
		to: r.Email, name: r.PersonName, lang: l, kind: "organisation.confirm",
		subject: l.T("Stemmer opplysningene om %s?", r.Name),
		body: mail.Body{
			Paragraphs: []string{
				l.T("Det er over et år siden noen så over opplysningene om %s.", r.Name),
				l.T("Logg inn, se om alt stemmer, og trykk på «Opplysningene stemmer». Det tar et par minutter."),
			},
			Button: mail.Button{Text: l.T("Se over opplysningene"), URL: s.link(site, l, "/lag/profil")},
		},
	}
}
