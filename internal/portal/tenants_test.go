package portal_test

// Every statement on a table of municipalities names the municipality.

import (
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"frivilligsentral/internal/postgres/pgtest"

	"github.com/jackc/pgx/v5"
)

// tenantless are the statements that name no municipality, by feature. All of the first
// find their rows by an id that the same use case has looked up in the actor's
// municipality (or compares with it, of what it has read), by what only its owner has, or by
// lexemes, in front of each of which the municipality stands.
var tenantless = append(strings.Fields(`
	account.deleteInvitation account.endIfUnused account.endWithGroup account.reviveWithGroup account.markAccepted account.members account.organisationName account.organisationsOf
	account.profile account.renewInvitation account.saveProfile account.setEmail account.setStaffRole account.startSession
	activity.cancel activity.cards activity.changeDates activity.coming activity.dropComing activity.dropDates activity.entry activity.events activity.freeKeys activity.holding
	activity.importedDates activity.indexedDates activity.hold activity.materialised activity.occurrence activity.people activity.peopleOn activity.setDate
	activity.setImportHash activity.signupAges activity.status activity.stored activity.toReindex activity.turn activity.update activity.why
	contact.topicNames mail.bounced mail.insert mail.take mail.unsent
	organisation.activitiesBack organisation.batchesBack organisation.belonging organisation.childrenBack organisation.coOrganisersBack
	organisation.invitationsBack organisation.templatesBack organisation.becomeMerged organisation.cards organisation.dropCoOrganisers organisation.dropFetch organisation.dropProposals organisation.hasMembers organisation.mergedInto
	organisation.moveActivities organisation.moveBatches organisation.moveChildren organisation.moveCoOrganisers organisation.moveInvitations
	organisation.moveMarks organisation.moveNotes organisation.notesBack organisation.reminded organisation.reminder
	registration.addSlot registration.attend registration.attendRest registration.calls registration.change registration.close registration.confirmNow
	registration.correct registration.count registration.counts registration.dateGone registration.delete registration.dropEmpty
	registration.elsewhere registration.fitSlot registration.holdAlike registration.holding registration.is registration.limits
	registration.listDown registration.listUp
	registration.lockForm registration.lockSlot registration.move registration.newGuardian registration.offeredSince registration.overbook
	registration.ownCapacity registration.ownDates registration.personSlot registration.position registration.queue registration.receivers
	registration.setDates registration.setMode registration.setStatus registration.signUp registration.signupURL registration.slot registration.was
	registration.slots registration.slotsOf registration.span registration.substitute registration.tell
	search.clearOccurrences search.countActivities search.countDocuments search.removeActivity search.removeDocument`), everywhere...)

// everywhere are jobs that do the same in all municipalities, limits that count one
// network whichever portal it asks, the list of host names, and the mailbox of the
// demonstration.
var everywhere = strings.Fields(`
	activity.due activity.givenUp audit.forget contact.tenants mail.byID mail.recent mail.to municipality.hosts organisation.due
	registration.forgetDue registration.heldOut registration.offersOut registration.reminders registration.thanks
	account.maskIPs account.tidyAccounts account.tidyAttempts account.tidyInvitations account.tidyLoginLog
	bulkchange.forget imports.forget imports.forgetRows merging.forget mail.clean mail.cleanAllowance mail.stranded owndata.count owndata.drop owndata.tidy registration.oldTraces
	organisation.forgetProposed organisation.toLookAt registration.otherKey
	article.turned pagereport.forget pagereport.forgetNetworks planning.forgetEntries
	registration.forgetAnswers registration.turns search.rollForward search.addNewWords search.forgetNewWords`)

var (
	// compared finds the municipality beside what it must be: a column that is only read says nothing.
	compared = regexp.MustCompile(`(?i)municipality_id\s*(?:=|in\b|is not distinct)|=\s*(?:nullif\()?@?(?:\w+\.)?municipality_id\b|using \(municipality_id`)
	// written is a row that is given its municipality by whoever writes it.
	written = regexp.MustCompile(`(?is)insert into \w+ (?:as \w+ )?\([^)]*\bmunicipality_id\b[^)]*\)\s*(?:overriding system value\s+)?(?:values\b|select [^;]*?\bfrom (?:unnest|jsonb_to_recordset)\()`)
)

var names = regexp.MustCompile(`(?is)\b(?:from|join|update|into|using)\s+([a-z_]+)`)

func TestEveryStatementNamesTheMunicipality(t *testing.T) {
	t.Parallel()
	tables := tenantTables(t)
	used := map[string]bool{}
	for name, sql := range statements(t) {
		var of []string
		for _, m := range names.FindAllStringSubmatch(sql, -1) {
			if slices.Contains(tables, m[1]) {
				of = append(of, m[1])
			}
		}
		if len(of) == 0 || compared.MatchString(sql) || written.MatchString(sql) {
			continue
		}
		if !slices.Contains(tenantless, name) {
			t.Errorf("%s reads or writes %v and names no municipality: name it, or say above why none is needed", name, of)
		}
		used[name] = true
	}
	for _, name := range tenantless {
		if !used[name] {
			t.Errorf("%s is among those that name no municipality, and it does or is gone", name)
		}
	}
}

func tenantTables(t *testing.T) []string {
	t.Helper()
	rows, err := pgtest.Tx(t).Query(t.Context(), `select table_name from information_schema.columns where table_schema = 'public' and column_name = 'municipality_id'`)
	must(t, err)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	must(t, err)
	return tables
}

var comment = regexp.MustCompile(`--[^\n]*`)

// statements are the SQL constants of the program, by package and name, without their comments.
func statements(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, root := range []string{"..", "../../web"} {
		must(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.IsDir() || slices.Contains([]string{"demo", "bench", "testdata", "cmd", "node_modules", "pgtest"}, d.Name()) {
				if err == nil && d.IsDir() {
					return filepath.SkipDir
				}
				return err
			}
			for name, sql := range pgtest.Constants(t, path) {
				out[featureOf(path)+"."+strings.TrimSuffix(name, "SQL")] = comment.ReplaceAllString(sql, "")
			}
			return nil
		}))
	}
	if len(out) < 100 {
		t.Fatalf("only %d statements found", len(out))
	}
	return out
}

// featureOf is the folder of internal or web that a package lies in: statements move between its packages.
func featureOf(path string) string {
	rest := strings.TrimPrefix(strings.TrimPrefix(path, "../../"), "../")
	if feature, _, _ := strings.Cut(rest, "/"); feature != "web" {
		return feature
	}
	return rest
}
