// Letters, and what people tell us.

package records

import (
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/pagereport"
)

const (
	emailsSQL = `-- records.emails
select count(*)::int as kept, (count(*) filter (where e.status <> 'queued' and e.created_at < @due::timestamptz - make_interval(days => coalesce(
        (select k.days from unnest(@kinds::text[], @days::int[]) k (kind, days) where k.kind = e.kind), @otherwise))))::int as due
from email e where e.municipality_id = @municipality_id`

	bouncesSQL = `-- records.bounces
select count(*)::int as kept, 0 as due from email_address_status where municipality_id = @municipality_id`

	allowancesSQL = `-- records.allowances
select count(*)::int as kept, (count(*) filter (where since < @due))::int as due from mail_allowance where municipality_id = @municipality_id`

	reportsSQL = `-- records.reports
select count(*)::int as kept, (count(*) filter (where closed_at < @due))::int as due from page_report where municipality_id = @municipality_id and email <> ''`

	ownDataSQL = `-- records.ownData
select count(*)::int as kept, (count(*) filter (where created_at < @due))::int as due from own_data_link where municipality_id = @municipality_id`
)

var mailed = []Kind{
	{
		Key: "emails", Name: i18n.Mark("E-poster i loggen"), What: i18n.Mark("E-post som vi sender"), Why: i18n.Mark("Så vi vet at den kom fram"), Basis: public,
		Keep:    after(i18n.Mark("Innholdet slettes når e-posten er levert. At den er sendt, står i %s."), time.Duration(mail.KeptDays())*day),
		Columns: []string{"email.recipient", "email.recipient_name"}, sql: emailsSQL,
	},
	{
		Key: "bounces", Name: i18n.Mark("Adresser som avviser e-post"),
		What: i18n.Mark("At en e-postadresse ikke tar imot e-post"), Why: i18n.Mark("Så arrangøren kan ringe i stedet"),
		Basis: public, Keep: always(i18n.Mark("Til e-post kommer fram til adressen igjen, eller du sletter det")), after: standing,
		Columns: []string{"email_address_status.address"}, sql: bouncesSQL,
	},
	{
		Key: "allowances", Name: i18n.Mark("Tall på e-poster den siste timen"),
		What: i18n.Mark("Hvor mange e-poster en adresse har fått den siste timen. Vi lagrer en kode, ikke adressen."), Why: i18n.Mark("Så ingen kan fylle postkassen din med e-post herfra"),
		Basis: security, Keep: always(i18n.Mark("Slettes innen et døgn")), after: time.Hour, sql: allowancesSQL,
	},
	{
		Key: "page_reports", Name: i18n.Mark("Meldinger om sider, der noen vil ha svar"),
		What: i18n.Mark("Det du skriver når du melder fra om en side, og e-postadressen hvis du vil ha svar"), Why: i18n.Mark("Så vi kan rette det, og svare deg"),
		Basis: public, Keep: after(i18n.Mark("%s etter at meldingen er avsluttet. Bare ansatte ser den."), pagereport.Kept), after: pagereport.Kept,
		Columns: []string{"page_report.email", "page_report.body"}, sql: reportsSQL,
	},
	{
		Key: "own_data", Name: i18n.Mark("Ønsker om å se egne opplysninger"),
		What: i18n.Mark("At noen har bedt om å se egne opplysninger"), Why: i18n.Mark("Så lenken virker, og ingen kan be om tusen av dem"), Basis: security,
		Keep:  always(i18n.Mark("Lenken virker i en halv time. Adressen lagres bare i kryptert form, og slettes etter noen timer.")),
		after: 2 * time.Hour, sql: ownDataSQL,
	},
}
