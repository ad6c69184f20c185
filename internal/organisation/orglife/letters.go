// Letters to whoever asks to register an organisation or to act for it.

package orglife

import (
	"strings"

	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/organisation"
)

func applicant(o organisation.Organisation) letter.Person {
	return letter.Person{Email: o.ApplicantEmail, Name: o.ApplicantName, Lang: o.ApplicantLang}
}

// receivedLetter says that an application is here. left are the names of what was written and is not kept.
func receivedLetter(o organisation.Organisation, left []string) letter.Letter {
	l := o.ApplicantLang
	out := letter.Letter{
		Kind: kind.OrganisationReceived, About: o.ID, To: applicant(o),
		Subject: l.T("Vi har fått registreringen av %s", o.Name),
		Body: mail.Body{
			Paragraphs: []string{
				l.T("Takk! Kommunen ser på registreringen. Det tar vanligvis noen få dager."),
				l.T("Du får en ny e-post når den er godkjent. Da kan du logge inn og legge inn aktiviteter."),
				l.T("Du har godtatt vilkårene for arrangører, versjon %d. Du finner dem nederst på nettstedet.", o.ApplicantTerms),
			},
			After: []string{l.T("Har du ikke registrert noe hos oss? Da kan du se bort fra denne e-posten.")},
		},
	}
	if len(left) > 0 {
		names := make([]string, len(left))
		for i, name := range left {
			names[i] = l.T(name)
		}
		out.Body.Paragraphs = append(out.Body.Paragraphs, l.T("Laget står her fra før, så dette fra skjemaet er ikke lagret: %s. Når du kan logge inn, kan du legge det inn på profilen.", strings.Join(names, ", ")))
	}
	return out
}

func approvedLetter(o organisation.Organisation) letter.Letter {
	l := o.ApplicantLang
	return letter.Letter{
		Kind: kind.OrganisationApproved, About: o.ID, To: applicant(o),
		Subject: l.T("Velkommen! %s er godkjent", o.Name),
		Body: mail.Body{
			Paragraphs: []string{
				l.T("Nå er %s synlig for alle, og du er ansvarlig i laget.", o.Name),
				l.T("Logg inn med denne e-postadressen. Du får en lenke og en kode, og trenger ikke passord."),
				l.T("Begynn gjerne med å fylle ut profilen, og legg inn den første aktiviteten."),
			},
			Button: mail.Button{Text: l.T("Logg inn"), URL: "/logg-inn"},
		},
	}
}

func refusedLetter(o organisation.Organisation, reason string) letter.Letter {
	l := o.ApplicantLang
	return letter.Letter{
		Kind: kind.OrganisationRefused, About: o.ID, To: applicant(o),
		Subject: l.T("Registreringen av %s er ikke godkjent", o.Name),
		Body: mail.Body{
			Paragraphs: []string{l.T("Kommunen har ikke godkjent registreringen. Begrunnelsen er:"), reason},
			After:      []string{l.T("Svar på denne e-posten hvis du lurer på noe. Du kan registrere laget på nytt.")},
		},
	}
}
