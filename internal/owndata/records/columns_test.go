package records

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/postgres/pgtest"

	"github.com/jackc/pgx/v5"
)

// named finds columns that may hold who somebody is: a name, an address, a number, or what something was before.
var named = regexp.MustCompile(`name|mail|phone|recipient|reply_to|address|label|before|changes|actor|person|^word$|^body$|text_body`)

// otherwise are the columns that the kinds do not name, with the reason.
var otherwise = map[string]string{
	"area.name": "a place", "code.*": "a list", "icnpo.*": "a list", "municipality.*": "the municipality",
	"centre.*": "the centre's own", "municipal_unit.*": "a unit's own", "venue.*": "a place",
	"organisation.name": "a group", "organisation.registered_name": "a group", "organisation.phone": "the group's own", "organisation.address": "the group's own",
	"organisation.email_public": "the group's own", "organisation.email_private": "the group's own",
	"contact.address": "where a contact sits at work", "saved_view.name": "a choice of filters", "signup_template.name": "a form",
	"import_batch.file_name": "a file", "bulk_change_row.label": "a title, beside before and after", "terms_version.*": "a published text", "terms_draft.*": "a text to be published",
	"email.text_body": "goes when the letter is delivered", "email.sender_name": "the centre's", "email.reply_to": "the centre's or the organiser's, gone with the letter's text",
	"registration.mail_kinds": "a choice", "staff_note.body": "written about groups and activities; counted as notes",
	"page_report_answer.body": "goes with its report", "search_word.word": "never with who", "search_vocabulary.*": "words of published texts", "search_vocabulary_municipality.*": "words of published texts",
	"search_new_word.word": "words of published texts, for minutes", "import_answer.word": "a value of a file's column, as codes",
	"audit_event.actor_kind": "staff or group", "login_attempt.email_hash": "a hash", "own_data_link.email_hash": "a hash",
	"river_queue.*": "the library's", "river_leader.*": "the library's",
}

// TestEveryColumnWithSomebodyInIt holds the tables against the kinds.
func TestEveryColumnWithSomebodyInIt(t *testing.T) {
	t.Parallel()
	rows, err := pgtest.Tx(t).Query(t.Context(), `select c.table_name || '.' || c.column_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
		where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type in ('text', 'jsonb', 'bytea', 'ARRAY', 'character varying') and c.table_name not like 'goose%' order by 1`)
	if err != nil {
		t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	var covered []string
	for _, k := range All() {
		covered = append(covered, k.Columns...)
	}
	used := map[string]bool{}
	for _, c := range all {
		table, column, _ := strings.Cut(c, ".")
		if !named.MatchString(column) || slices.Contains(covered, c) {
			continue
		}
		switch {
		case otherwise[c] != "":
			used[c] = true
		case otherwise[table+".*"] != "":
			used[table+".*"] = true
		default:
			t.Errorf("%s may hold who somebody is: let a kind have it, or say here why not", c)
		}
	}
	for _, c := range covered {
		if !slices.Contains(all, c) {
			t.Errorf("a kind has the column %s, which is not there", c)
		}
	}
	for c := range otherwise {
		if !used[c] {
			t.Errorf("%s is among the exceptions, and is covered or gone", c)
		}
	}
}

// Each kind says all that the page shows, and has a key of its own.
func TestEveryKindIsWhole(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, k := range All() {
		keep := k.Keep(Rules{Lang: "nb", HoldMinutes: 30, OfferHours: 24})
		if seen[k.Key] || k.Key == "" || k.Name == "" || k.What == "" || k.Why == "" || k.Basis == "" || keep == "" || k.sql == "" {
			t.Errorf("%q lacks something: %+v", k.Key, k)
		}
		if k.Standing() == strings.Contains(k.sql, "@due") {
			t.Errorf("%s: it has a time, or counts nothing as due", k.Key)
		}
		seen[k.Key] = true
	}
}

func TestSpan(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		45 * time.Minute: "45 minutter", time.Hour: "én time", 36 * time.Hour: "36 timer", 48 * time.Hour: "2 dager", 365 * day: "ett år", 90 * time.Minute: "90 minutter",
	} {
		if got := Span("nb", d); got != want {
			t.Errorf("%v: got %q, want %q", d, got, want)
		}
	}
}
