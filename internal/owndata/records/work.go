// What work in the portal leaves.

package records

import (
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/imports"
)

const (
	logSQL = `-- records.log
select count(*)::int as kept, (count(*) filter (where at < @due))::int as due from audit_event where municipality_id = @municipality_id`

	looksSQL = `-- records.looks
select count(*)::int as kept, (count(*) filter (where at < @due))::int as due from audit_event
where municipality_id = @municipality_id and action in ('registration.look', 'registration.export')`

	notesSQL = `-- records.notes
select count(*)::int as kept, 0 as due from staff_note where municipality_id = @municipality_id`

	importsSQL = `-- records.imports
select count(*)::int as kept, (count(*) filter (where b.created_at < @due))::int as due from import_batch b where b.municipality_id = @municipality_id and b.content is not null`

	importRowsSQL = `-- records.importRows
select count(*)::int as kept, (count(*) filter (where b.created_at < @due))::int as due
from import_row r join import_batch b on b.id = r.batch_id where b.municipality_id = @municipality_id and b.kind <> 'calendar'`
)

var work = []Kind{
	{
		Key: "log", Name: i18n.Mark("Linjer i loggen over hvem som gjorde hva"), What: i18n.Mark("Hvem som har endret hva"), Why: i18n.Mark("Så feil kan rettes, og ingen endrer noe uten spor"),
		Basis: security, Keep: spanOf(audit.Kept), after: audit.Kept, Columns: []string{"audit_event.actor_name"}, sql: logSQL,
	},
	{
		Key: "looks", Name: i18n.Mark("Hvem som har sett lister med påmeldte"), What: i18n.Mark("Hvem som har sett en liste med påmeldte"), Why: i18n.Mark("Så du kan få vite hvem som har sett hva"), Basis: security,
		Keep: after(i18n.Mark("%s, og uten navnet ditt"), audit.Kept), after: audit.Kept, sql: looksSQL,
	},
	{
		Key: "notes", Name: i18n.Mark("Interne notater"),
		What: i18n.Mark("Notater som ansatte skriver til hverandre om lag, aktiviteter og meldinger, og hvem som skrev dem. De skal ikke handle om enkeltpersoner."), Why: i18n.Mark("Så den som tar over en sak, vet hva som er gjort"),
		Basis: public, Keep: always(i18n.Mark("Så lenge det de handler om finnes. Bare ansatte ser dem.")), after: standing, sql: notesSQL,
	},
	{
		Key: "imports", Name: i18n.Mark("Filer som er hentet inn og ikke lagret ennå"), What: i18n.Mark("Filer som ansatte og lag henter inn"), Why: i18n.Mark("Så de kan se over radene før de lagres"),
		Basis: public, Keep: after(i18n.Mark("Filen slettes når den er lagret eller forkastet, og alltid etter %s"), 7*day), after: 7 * day, sql: importsSQL,
	},
	{
		Key: "import_rows", Name: i18n.Mark("Rader fra filer som er hentet inn"), What: i18n.Mark("Hva hver rad i en fil endret, når noen henter inn kontakter, lag eller aktiviteter"), Why: i18n.Mark("Så feil i filen kan finnes og rettes"),
		Basis: public, Keep: after(i18n.Mark("%s etter at filen ble hentet inn. Rader som ikke ble lagret, slettes innen noen dager."), imports.KeptRows), after: imports.KeptRows,
		Columns: []string{"import_row.label", "import_row.changes"}, sql: importRowsSQL,
	},
}
