// What signing up leaves.

package records

import (
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/keeping"
	"frivilligsentral/internal/registration/letters"
)

// The rule by which the job deletes sign-ups.
const signUpGoes = `(r.status in ('waiting', 'offered', 'expired_offer', 'unconfirmed') and s.ends_at <= @due
        or least(s.ends_at, case when r.holds = 'none' then r.cancelled_at end) + make_interval(days => coalesce(f.keep_days, 30)) <= @due)`

const signUpsFrom = `
from registration r join signup_slot s on s.id = r.slot_id left join signup_form f on f.activity_id = r.activity_id
where r.municipality_id = @municipality_id and r.anonymised_at is null`

const (
	signUpsSQL = `-- records.signUps
select count(*)::int as kept, (count(*) filter (where ` + signUpGoes + `))::int as due` + signUpsFrom + ` and r.status not in ('unconfirmed', 'waiting', 'offered')`

	unconfirmedSQL = `-- records.unconfirmed
select count(*)::int as kept, (count(*) filter (where r.hold_expires_at <= @due or ` + signUpGoes + `))::int as due` + signUpsFrom + ` and r.status = 'unconfirmed'`

	waitingSQL = `-- records.waiting
select count(*)::int as kept, (count(*) filter (where ` + signUpGoes + `))::int as due` + signUpsFrom + ` and r.status in ('waiting', 'offered')`

	guardiansSQL = `-- records.guardians
select count(*)::int as kept, (count(*) filter (where ` + signUpGoes + `))::int as due` + signUpsFrom + ` and (r.guardian_email <> '' or r.guardian_name <> '')`

	answersSQL = `-- records.answers
select count(*)::int as kept, (count(*) filter (where s.ends_at + make_interval(days => coalesce((
        select (q ->> 'keep_days')::int from jsonb_array_elements(case jsonb_typeof(f.settings -> 'questions') when 'array' then f.settings -> 'questions' else '[]' end
            || coalesce(f.settings -> 'retired', '[]')) q where q ->> 'id' = n.question limit 1), f.keep_days, 30)) <= @due))::int as due
from registration_answer n join registration r on r.id = n.registration_id join signup_slot s on s.id = r.slot_id left join signup_form f on f.activity_id = r.activity_id
where r.municipality_id = @municipality_id`

	linkWishesSQL = `-- records.linkWishes
select (count(*))::int as kept, (count(*) filter (where x.at <= @due))::int as due from (
    select asked_at as at from signup_link_wish where municipality_id = @municipality_id
    union all select t.created_at from registration_token t join registration r on r.id = t.registration_id
    where t.purpose = 'address' and r.municipality_id = @municipality_id) x`

	substitutesSQL = `-- records.substitutes
select count(*)::int as kept, (count(*) filter (where x.created_at < @due))::int as due
from signup_access x join activity a on a.id = x.activity_id where a.municipality_id = @municipality_id and x.account_id is null`

	calendarsSQL = `-- records.calendars
select count(*)::int as kept, 0 as due from calendar_feed where municipality_id = @municipality_id`
)

var signUps = []Kind{
	{
		Key: "signups", Name: i18n.Mark("Påmeldinger med navn"),
		What: i18n.Mark("Påmelding: navn, e-post eller mobil, hvor mange dere er, hva du har takket ja og nei til, og svar på arrangørens spørsmål"), Why: i18n.Mark("Så arrangøren vet hvem som kommer, og du får beskjed om endringer"),
		Basis: agreement, Keep: func(r Rules) string { return signUpKept(r) + " " + r.Lang.T("Da er det bare tall igjen.") },
		Columns: []string{"registration.name", "registration.email", "registration.phone", "participant.name"}, sql: signUpsSQL,
	},
	{
		Key: "answers", Name: i18n.Mark("Svar på arrangørers spørsmål"),
		What: i18n.Mark("Svar på arrangørens spørsmål, i kryptert form"), Why: i18n.Mark("Så arrangøren kan ta hensyn til det"),
		Basis: agreement, Keep: always(i18n.Mark("Det står ved hvert spørsmål, og aldri lenger enn påmeldingen")), sql: answersSQL,
	},
	{
		Key: "unconfirmed", Name: i18n.Mark("Påmeldinger som ikke er bekreftet"),
		What: i18n.Mark("Påmelding som ikke er bekreftet"), Why: i18n.Mark("Så plassen er din mens du bekrefter"), Basis: agreement,
		Keep: func(r Rules) string {
			return r.Lang.T("Slettes etter %s. Uten e-post: etter %s, hvis arrangøren ikke bekrefter.", Span(r.Lang, time.Duration(r.HoldMinutes)*time.Minute), Days(r.Lang, int(registration.PhoneHold/day)))
		}, sql: unconfirmedSQL,
	},
	{
		Key: "waiting", Name: i18n.Mark("Plasser på ventelister"),
		What: i18n.Mark("Plass på ventelisten"), Why: i18n.Mark("Så du får tilbud når noe blir ledig"), Basis: agreement,
		Keep: func(r Rules) string {
			return r.Lang.T("Til siste dato er over. Et tilbud står i %s.", Span(r.Lang, time.Duration(r.OfferHours)*time.Hour))
		}, sql: waitingSQL,
	},
	{
		Key: "guardians", Name: i18n.Mark("Foresatte i påmeldinger"),
		What: i18n.Mark("Navn og e-post til en foresatt, når deltakeren er for ung til å melde seg på alene"), Why: i18n.Mark("Så en voksen sier ja"),
		Basis: public, Keep: func(r Rules) string {
			text := r.Lang.T("Slettes sammen med påmeldingen")
			if r.GuardianAge > 0 {
				text += ". " + r.Lang.T("Vi spør når en deltaker er under %d år.", r.GuardianAge)
			}
			return text
		},
		Columns: []string{"registration.guardian_name", "registration.guardian_email"}, sql: guardiansSQL,
	},
	{
		Key: "link_wishes", Name: i18n.Mark("Ønsker om ny lenke eller ny e-postadresse"),
		What: i18n.Mark("E-postadressen din, når du ber om lenkene dine på nytt eller bytter adresse på en påmelding"), Why: i18n.Mark("Så lenkene kommer dit de skal"),
		Basis: agreement, Keep: after(i18n.Mark("Slettes innen %s"), 2*letters.AddressLife), after: letters.AddressLife,
		Columns: []string{"signup_link_wish.email", "registration_token.email"}, sql: linkWishesSQL,
	},
	{
		Key: "calendars", Name: i18n.Mark("Egne kalendere over påmeldinger"),
		What: i18n.Mark("At du har en egen kalender over påmeldingene dine. Vi lagrer e-postadressen din og et avtrykk av den hemmelige adressen."), Why: i18n.Mark("Så kalenderen følger påmeldingene dine"),
		Basis: agreement, Keep: always(i18n.Mark("Til du avslutter den, eller vi ikke lenger har noen påmelding fra deg")), after: standing,
		Columns: []string{"calendar_feed.email"}, sql: calendarsSQL,
	},
	{
		Key: "substitutes", Name: i18n.Mark("Vikarer som ikke logger inn"),
		What: i18n.Mark("E-postadressen til en vikar som ikke logger inn"), Why: i18n.Mark("Så arrangøren ser hvem som er bedt om å holde listen"),
		Basis: public, Keep: spanOf(keeping.KeepNobody), after: keeping.KeepNobody,
		Columns: []string{"signup_access.email"}, sql: substitutesSQL,
	},
}

// signUpKept is how long, as the open forms say.
func signUpKept(r Rules) string {
	if r.LeastDays == r.MostDays {
		return AfterLast(r.Lang, r.MostDays) + "."
	}
	return r.Lang.T("Fra %d til %d dager etter siste dato. Det står når du melder deg på.", r.LeastDays, r.MostDays)
}
