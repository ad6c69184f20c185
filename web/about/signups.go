// What the privacy page says about signing up.

package about

import (
	"time"

	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/owndata"
	"frivilligsentral/internal/registration"
	"frivilligsentral/web/page"
)

// signUpPurposes are the rows about signing up, made from the municipality's
// settings and the forms that are open.
func signUpPurposes(e *page.Env, forms owndata.Promise) []purpose {
	agreement := e.T("Avtalen om å delta, personvernforordningen artikkel 6 nr. 1 b")
	public, security := e.T("Oppgave i allmenn interesse, personvernforordningen artikkel 6 nr. 1 e"), e.T("Sikkerhet, artikkel 6 nr. 1 e og artikkel 32")
	rows := []purpose{
		{e.T("Påmelding: navn, e-post eller mobil, hvor mange dere er, og svar på arrangørens spørsmål"), e.T("Så arrangøren vet hvem som kommer, og du får beskjed om endringer"), agreement,
			signUpKept(e.Lang, forms) + " " + e.T("Da er det bare tall igjen.")},
		{e.T("Påmelding som ikke er bekreftet"), e.T("Så plassen er din mens du bekrefter"), agreement,
			e.T("Slettes etter %s. Uten e-post: etter %s, hvis arrangøren ikke bekrefter.", minutes(e.Lang, e.Site.SignupHoldMinutes), days(e.Lang, int(registration.PhoneHold/(24*time.Hour))))},
		{e.T("Nettadressen en påmelding er sendt fra"), e.T("Så ingen kan fylle opp plassene alene"), security, e.T("Slettes etter %s", hourWords(e.Lang, 1))},
		{e.T("Plass på ventelisten"), e.T("Så du får tilbud når noe blir ledig"), agreement,
			e.T("Til siste dato er over. Et tilbud står i %s.", hourWords(e.Lang, e.Site.SignupOfferHours))},
	}
	if age := e.Site.GuardianAge; age > 0 {
		rows = append(rows, purpose{
			e.T("Navn og e-post til en foresatt, når deltakeren er under %d år", age), e.T("Så en voksen sier ja"), public, e.T("Slettes sammen med påmeldingen"),
		})
	}
	return append(rows,
		purpose{e.T("Hvem som har sett en liste med påmeldte"), e.T("Så du kan få vite hvem som har sett hva"), security, e.T("%s, og uten navnet ditt", span(e, audit.Kept))},
		purpose{e.T("At noen har bedt om å se egne opplysninger"), e.T("Så lenken virker, og ingen kan be om tusen av dem"), security,
			e.T("Lenken virker i %s. Adressen lagres bare i kryptert form, og slettes etter noen timer.", minutes(e.Lang, int(owndata.LinkLife/time.Minute)))},
	)
}

func minutes(l i18n.Lang, n int) string {
	if n >= 60 && n%60 == 0 {
		return hourWords(l, n/60)
	}
	return l.N("ett minutt", "%d minutter", n)
}

func days(l i18n.Lang, n int) string { return l.N("én dag", "%d dager", n) }

func hourWords(l i18n.Lang, n int) string { return l.N("én time", "%d timer", n) }

// signUpKept is how long, as the open forms say.
func signUpKept(l i18n.Lang, f owndata.Promise) string {
	if f.LeastDays == f.MostDays {
		return keepText(l, f.MostDays) + "."
	}
	return l.T("Fra %d til %d dager etter siste dato. Det står når du melder deg på.", f.LeastDays, f.MostDays)
}

// keepText is a time after the last date.
func keepText(l i18n.Lang, days int) string {
	if days == 0 {
		return l.T("Til siste dato er over")
	}
	return l.N("Én dag etter siste dato", "%d dager etter siste dato", days)
}
