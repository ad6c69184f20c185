// Where things are sent from, and what is searched for.

package records

import (
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/pagereport"
)

const (
	signUpNetworksSQL = `-- records.signUpNetworks
select count(*)::int as kept, (count(*) filter (where at <= @due))::int as due from signup_trace where municipality_id = @municipality_id`

	reportNetworksSQL = `-- records.reportNetworks
select count(*)::int as kept, (count(*) filter (where created_at < @due))::int as due from page_report where municipality_id = @municipality_id and network <> ''`

	wordsSQL = `-- records.words
select count(*)::int as kept, (count(*) filter (where x.n < 3 and x.month < date_trunc('month', @due::timestamptz)))::int as due from (
    select date_trunc('month', day) as month, sum(searches) over (partition by date_trunc('month', day), word) as n from search_word where municipality_id = @municipality_id) x`
)

var networks = []Kind{
	{
		Key: "signup_networks", Name: i18n.Mark("Nettverksadresser som påmeldinger kom fra"), What: i18n.Mark("Nettadressen en påmelding er sendt fra"), Why: i18n.Mark("Så ingen kan fylle opp plassene alene"),
		Basis: security, Keep: after(i18n.Mark("Slettes etter %s"), time.Hour), after: time.Hour, sql: signUpNetworksSQL,
	},
	{
		Key: "report_networks", Name: i18n.Mark("Nettverksadresser som meldinger om sider kom fra"), What: i18n.Mark("Hvilken nettverksadresse en melding om en side kom fra"), Why: i18n.Mark("Så ingen kan drukne oss i meldinger"),
		Basis: security, Keep: after(i18n.Mark("Slettes innen %s"), 2*pagereport.KeptNetwork), after: pagereport.KeptNetwork, sql: reportNetworksSQL,
	},
	{
		Key: "words", Name: i18n.Mark("Ord som det søkes etter, per dag"), What: i18n.Mark("Ord som det søkes etter"), Why: i18n.Mark("Så vi ser hva folk ikke finner"), Basis: notPersonal,
		Keep: always(i18n.Mark("Ord som er søkt etter færre enn tre ganger på en måned, slettes")), sql: wordsSQL,
	},
}
