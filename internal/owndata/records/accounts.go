// Those who log in.

package records

import (
	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
)

const (
	accountsSQL = `-- records.accounts
select count(*)::int as kept, (count(*) filter (where ended_at < @due))::int as due from account where municipality_id = @municipality_id`

	emailChangesSQL = `-- records.emailChanges
select count(*)::int as kept, (count(*) filter (where c.expires_at < @due))::int as due
from email_change c join account a on a.id = c.account_id where a.municipality_id = @municipality_id`

	accountCalendarsSQL = `-- records.accountCalendars
select count(*)::int as kept, (count(*) filter (where a.ended_at < @due))::int as due
from account_feed f join account a on a.id = f.account_id where f.municipality_id = @municipality_id`

	noticesSQL = `-- records.notices
select count(*)::int as kept, (count(*) filter (where a.ended_at < @due))::int as due
from notice_chosen n join account a on a.id = n.account_id where n.municipality_id = @municipality_id`

	sessionsSQL = `-- records.sessions
select count(*)::int as kept, (count(*) filter (where s.expires_at < @due))::int as due
from login_session s join account a on a.id = s.account_id where a.municipality_id = @municipality_id`

	attemptsSQL = `-- records.attempts
select count(*)::int as kept, (count(*) filter (where created_at < @due))::int as due from login_attempt where municipality_id = @municipality_id`

	knownSQL = `-- records.known
select count(*)::int as kept, (count(*) filter (where b.used_at < @due))::int as due
from known_browser b join account a on a.id = b.account_id where a.municipality_id = @municipality_id`

	invitationsSQL = `-- records.invitations
select count(*)::int as kept, (count(*) filter (where coalesce(accepted_at, expires_at) < @due))::int as due from invitation where municipality_id = @municipality_id`

	termsSQL = `-- records.terms
select count(*)::int as kept, (count(*) filter (where a.ended_at < @due))::int as due from terms_acceptance t join account a on a.id = t.account_id
where t.municipality_id = @municipality_id`
)

var kept = account.Kept()

var accounts = []Kind{
	{
		Key: "accounts", Name: i18n.Mark("Folk som logger inn, eller har gjort det"),
		What: i18n.Mark("Navn, e-post og telefon til folk som logger inn"), Why: i18n.Mark("Så bare de som skal, kan endre noe"),
		Basis: public, Keep: after(i18n.Mark("%s etter at tilgangen er avsluttet"), kept.Ended), after: kept.Ended,
		Columns: []string{"account.name", "account.email", "account.phone"}, sql: accountsSQL,
	},
	{
		Key: "email_changes", Name: i18n.Mark("Nye e-postadresser for innlogging"),
		What: i18n.Mark("Den nye e-postadressen, når noen som logger inn bytter"), Why: i18n.Mark("Så vi vet at adressen er riktig"),
		Basis: public, Keep: after(i18n.Mark("Slettes innen %s"), 3*day), after: day,
		Columns: []string{"email_change.email"}, sql: emailChangesSQL,
	},
	{
		Key: "account_calendars", Name: i18n.Mark("Egne kalendere til folk som logger inn"),
		What: i18n.Mark("At noen som logger inn har en egen kalender. Vi lagrer bare et avtrykk av den hemmelige adressen."), Why: i18n.Mark("Så kalenderen viser det de har ansvar for"),
		Basis: public, Keep: after(i18n.Mark("Til den avsluttes, og senest %s etter at tilgangen er avsluttet"), kept.Ended), after: kept.Ended, sql: accountCalendarsSQL,
	},
	{
		Key: "notices", Name: i18n.Mark("Valg av e-post om det som venter"),
		What: i18n.Mark("Hvilken e-post folk som logger inn har valgt å få, og når de valgte det"), Why: i18n.Mark("Så ingen får e-post de har sagt nei til"),
		Basis: public, Keep: after(i18n.Mark("%s etter at tilgangen er avsluttet"), kept.Ended), after: kept.Ended, sql: noticesSQL,
	},
	{
		Key: "sessions", Name: i18n.Mark("Innlogginger"),
		What: i18n.Mark("Når noen har vært logget inn, og fra hvilken nettleser"), Why: i18n.Mark("Så du kan se dine egne innlogginger, og logge ut andre steder"),
		Basis: security, Keep: after(i18n.Mark("%s etter at innloggingen er over"), kept.Sessions), after: kept.Sessions, sql: sessionsSQL,
	},
	{
		Key: "attempts", Name: i18n.Mark("Forsøk på å logge inn"),
		What: i18n.Mark("Når noen ber om å logge inn, og fra hvilken nettverksadresse"), Why: i18n.Mark("Så vi kan stanse misbruk"), Basis: security,
		Keep: func(r Rules) string {
			return r.Lang.T("Hele nettverksadressen i %s, resten av forsøket i %s. I loggen står innloggingen i %s.", Span(r.Lang, kept.FullIP), Span(r.Lang, kept.Attempts), Span(r.Lang, kept.LoginLog))
		}, after: kept.Attempts, sql: attemptsSQL,
	},
	{
		Key: "known", Name: i18n.Mark("Kjente nettlesere"),
		What: i18n.Mark("At en nettleser har vært logget inn før. Vi lagrer en kode, ikke hvilken nettleser det er."), Why: i18n.Mark("Så ingen kan stenge deg ute ved å be om innlogging i ditt navn"),
		Basis: security, Keep: after(i18n.Mark("%s etter siste innlogging"), kept.Known), after: kept.Known, sql: knownSQL,
	},
	{
		Key: "invitations", Name: i18n.Mark("Invitasjoner"),
		What: i18n.Mark("Navn og e-post i invitasjoner til å logge inn"), Why: i18n.Mark("Så rett person får tilgang"),
		Basis: public, Keep: after(i18n.Mark("%s etter at de er brukt eller gått ut"), kept.Invitations), after: kept.Invitations,
		Columns: []string{"invitation.name", "invitation.email"}, sql: invitationsSQL,
	},
	{
		Key: "terms", Name: i18n.Mark("At noen har godtatt vilkårene for arrangører"),
		What: i18n.Mark("Hvem som har godtatt vilkårene for arrangører, hvilken versjon og når"), Why: i18n.Mark("Så vi vet hva vi er enige om"),
		Basis: public, Keep: after(i18n.Mark("%s etter at tilgangen er avsluttet"), kept.Ended), after: kept.Ended, sql: termsSQL,
	},
}
