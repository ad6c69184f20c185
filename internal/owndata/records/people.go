// People whom others can turn to.

package records

import (
	"frivilligsentral/internal/bulkchange"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/merging"
	"frivilligsentral/internal/organisation/orgroles"
)

const (
	contactsSQL = `-- records.contacts
select count(*)::int as kept, 0 as due from contact where municipality_id = @municipality_id`

	activityContactsSQL = `-- records.activityContacts
select count(*)::int as kept, 0 as due from activity where municipality_id = @municipality_id and (contact_name <> '' or contact_phone <> '' or contact_email <> '')`

	bulkSQL = `-- records.bulk
select count(*)::int as kept, (count(*) filter (where c.created_at < @due))::int as due from bulk_change c join bulk_change_row r on r.bulk_change_id = c.id
where c.municipality_id = @municipality_id and r.before ? 'kontakt'`

	groupContactsSQL = `-- records.groupContacts
select count(*)::int as kept, 0 as due from organisation_contact c join organisation o on o.id = c.organisation_id where o.municipality_id = @municipality_id`

	applicantsSQL = `-- records.applicants
select count(*)::int as kept, 0 as due from organisation where municipality_id = @municipality_id and (applicant_email <> '' or applicant_name <> '' or applicant_phone <> '')`

	proposalsSQL = `-- records.proposals
select count(*)::int as kept, (count(*) filter (where proposed_at < @due))::int as due
from organisation_role_proposal where municipality_id = @municipality_id and state = 'waiting'`

	mergesSQL = `-- records.merges
select count(*)::int as kept, (count(*) filter (where merged_at <= @due))::int as due from merging where municipality_id = @municipality_id`
)

var people = []Kind{
	{
		Key: "contacts", Name: i18n.Mark("Folk som svarer for kommunen, eller har gjort det"),
		What: i18n.Mark("Navn, tittel, telefon og e-post til folk som svarer for kommunen"), Why: i18n.Mark("Så du finner den rette å spørre"),
		Basis: public, Keep: always(i18n.Mark("Vises til personen slutter. Ansatte kan se hvem som hadde oppgaven før.")), after: standing,
		Columns: []string{"contact.name", "contact.email", "contact.phone"}, sql: contactsSQL,
	},
	{
		Key: "activity_contacts", Name: i18n.Mark("Aktiviteter med kontaktperson"),
		What: i18n.Mark("Navn og telefon eller e-post til den som svarer på spørsmål om en aktivitet"), Why: i18n.Mark("Så du kan spørre"), Basis: public,
		Keep: func(r Rules) string {
			if r.ContactPublicDays == 0 {
				return r.Lang.T("På den åpne siden til siste dato er over")
			}
			return r.Lang.N("På den åpne siden til %d dag etter siste dato", "På den åpne siden til %d dager etter siste dato", r.ContactPublicDays)
		}, after: standing,
		Columns: []string{"activity.contact_name", "activity.contact_phone", "activity.contact_email"}, sql: activityContactsSQL,
	},
	{
		Key: "bulk", Name: i18n.Mark("Kontaktpersoner fra før mange aktiviteter ble endret på én gang, så det kan angres"),
		What: i18n.Mark("Hvem som var kontaktperson for en aktivitet før den ble endret sammen med mange andre"), Why: i18n.Mark("Så endringen kan angres"),
		Basis: public, Keep: after(i18n.Mark("Slettes innen %s"), 2*bulkchange.Undoable), after: 2 * bulkchange.Undoable,
		Columns: []string{"bulk_change_row.before", "bulk_change_row.after"}, sql: bulkSQL,
	},
	{
		Key: "group_contacts", Name: i18n.Mark("Kontaktpersoner i lag og foreninger"),
		What: i18n.Mark("Navn og telefon eller e-post til kontaktpersoner i lag og foreninger"), Why: i18n.Mark("Så du når laget"),
		Basis: public, Keep: always(i18n.Mark("Til laget endrer det. Laget bekrefter opplysningene hvert år, og velger selv hva som vises.")), after: standing,
		Columns: []string{"organisation_contact.name", "organisation_contact.email", "organisation_contact.phone"}, sql: groupContactsSQL,
	},
	{
		Key: "applicants", Name: i18n.Mark("Folk som har søkt om å registrere et lag"),
		What: i18n.Mark("Navn, e-post og telefon til den som søker om å registrere et lag"), Why: i18n.Mark("Så vi kan svare på søknaden"),
		Basis: public, Keep: always(i18n.Mark("Slettes når søknaden er avgjort")), after: standing,
		Columns: []string{"organisation.applicant_name", "organisation.applicant_email", "organisation.applicant_phone"}, sql: applicantsSQL,
	},
	{
		Key: "proposals", Name: i18n.Mark("Forslag om roller fra Enhetsregisteret"),
		What: i18n.Mark("Navn og rolle til folk som Enhetsregisteret oppgir i styret for et lag. Fødselsdatoen henter vi ikke."), Why: i18n.Mark("Så laget eller kommunen kan si om det stemmer"), Basis: public,
		Keep:  after(i18n.Mark("Navnet slettes når noen svarer nei, og ellers etter %s. Da har vi bare et avtrykk av det, så vi ikke foreslår det samme igjen. Andre ser ikke forslaget."), orgroles.KeepDays*day),
		after: orgroles.KeepDays * day, Columns: []string{"organisation_role_proposal.name"}, sql: proposalsSQL,
	},
	{
		Key: "merges", Name: i18n.Mark("Kopier fra før kontakter eller lag ble slått sammen"),
		What: i18n.Mark("Hva to kontakter eller to lag var før de ble slått sammen"), Why: i18n.Mark("Så en feil kan angres"),
		Basis: public, Keep: spanOf(merging.Days * day), after: merging.Days * day,
		Columns: []string{"merging.before"}, sql: mergesSQL,
	},
}
