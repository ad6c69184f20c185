// The tables that are filled, and the rows on their way.

package demo

import (
	"context"
	"fmt"
	"strings"

	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// A table is what is filled of one table of the database.
type table struct {
	name    string
	columns []string
	serial  bool // has an id of its own, the first column
}

func named(name, columns string) table {
	return table{name: name, columns: strings.Fields(columns)}
}

func numbered(name, columns string) table {
	return table{name: name, columns: append([]string{"id"}, strings.Fields(columns)...), serial: true}
}

// tables in the order in which they are stored: what is referred to comes first.
var (
	municipalities     = numbered("municipality", "number name default_lang theme controller privacy_email")
	hosts              = named("municipality_host", "host municipality_id canonical")
	centres            = numbered("centre", "municipality_id name owner_form orgnr address postal_code opening opening_note phone email about")
	areas              = numbered("area", "municipality_id slug name kind parent_id sort")
	codes              = numbered("code", "municipality_id list slug name_nb name_nn name_en pictogram age_min age_max sort")
	units              = numbered("municipal_unit", "municipality_id name parent_id sort")
	venues             = numbered("venue", "municipality_id name kind area_id address postal_code latitude longitude capacity accessibility description unit_id opening created_at updated_at")
	organisations      = numbered("organisation", "municipality_id name registered_name kind orgnr org_form in_voluntary_register grasrot icnpo summary description lang email_public email_private phone website members members_under_20 parent_id status status_reason source confirmed_at created_at updated_at applicant_name applicant_email applicant_lang applied_at applicant_terms")
	organisationAreas  = named("organisation_area", "organisation_id area_id")
	organisationGroups = named("organisation_target_group", "organisation_id code_id")
	organisationKinds  = named("organisation_local_kind", "organisation_id code_id")
	organisationPeople = numbered("organisation_contact", "organisation_id name role email phone public source source_at in_register_at public_at sort")
	roleProposals      = numbered("organisation_role_proposal", "municipality_id organisation_id change role name fingerprint proposed_at")
	roleFetches        = named("organisation_role_fetch", "organisation_id municipality_id fetched_at")
	accounts           = numbered("account", "municipality_id email name lang staff_role created_at last_login_at ended_at")
	memberships        = named("membership", "account_id organisation_id role created_at")
	termsVersions      = named("terms_version", "municipality_id number text_nb text_nn text_en changes_nb changes_nn changes_en published_at")
	termsAcceptances   = named("terms_acceptance", "account_id number municipality_id accepted_at occasion")
	notes              = numbered("staff_note", "municipality_id organisation_id activity_id page_report_id author_id body created_at")
	pageReports        = numbered("page_report", "municipality_id page about about_id reason body email lang created_at answered_at closed_at outcome")
	pageReportAnswers  = numbered("page_report_answer", "municipality_id page_report_id author_id body created_at")
	articles           = numbered("article", "municipality_id kind slug status group_id sort texts published_at shown_at created_at updated_at")
	contacts           = numbered("contact", "municipality_id unit_id name title email phone office_hours public substitute_id valid_from valid_to confirmed_at note created_at updated_at")
	contactTopics      = named("contact_topic", "contact_id code_id")
	contactAreas       = named("contact_area", "contact_id area_id")
	activities         = numbered("activity", "municipality_id organisation_id kind title summary description lang held_in category_id age_min age_max offer price_ore price_note venue_id area_id place_note online_url bring contact_name contact_phone contact_email starts_at duration_minutes rrule extra_dates materialised_to status dates_shared published_at source created_by created_at updated_at")
	activityGroups     = named("activity_target_group", "activity_id code_id")
	coOrganisers       = named("activity_co_organiser", "activity_id organisation_id")
	pauses             = numbered("activity_pause", "activity_id from_date to_date reason")
	occurrences        = numbered("occurrence", "activity_id municipality_id key starts_at ends_at postponed_end status reason original_start venue_id sequence updated_at")
	synonyms           = numbered("search_synonym", "municipality_id term alternatives one_way")
	emails             = numbered("email", "municipality_id recipient recipient_name sender_name kind about about_id subject text_body status attempts last_error created_at sent_at")
	calendarEntries    = numbered("calendar_entry", "municipality_id kind title starts_at ends_at all_day created_at updated_at")
	imports            = numbered("import_batch", "municipality_id kind file_name file_hash content state counts error created_by created_at stored_at")
	importRows         = named("import_row", "batch_id number outcome label remarks changes")
	events             = numbered("audit_event", "municipality_id at actor_kind actor_id actor_name action object object_id detail")
)

var allTables = []table{
	municipalities, hosts, centres, areas, codes, units, venues, organisations, organisationAreas, organisationGroups, organisationKinds, organisationPeople, roleProposals, roleFetches,
	accounts, memberships, termsVersions, termsAcceptances, contacts, contactTopics, contactAreas, activities, activityGroups, coOrganisers, pauses, occurrences, pageReports, pageReportAnswers, notes, articles,
	synonyms, emails, calendarEntries, imports, importRows, events,
}

// buffer holds rows until they are copied, and gives out ids.
type buffer struct {
	rows map[string][][]any
	last map[string]int64
}

// newBuffer begins the ids behind those that are there.
func newBuffer(ctx context.Context, tx pgx.Tx) (*buffer, error) {
	b := &buffer{rows: map[string][][]any{}, last: map[string]int64{}}
	for _, t := range allTables {
		if !t.serial {
			continue
		}
		last, err := postgres.Scalar[int64](ctx, tx, "select coalesce(max(id), 0) from "+t.name, nil)
		if err != nil {
			return nil, fmt.Errorf("read ids of %s: %w", t.name, err)
		}
		b.last[t.name] = last
	}
	return b, nil
}

// add keeps a row, without id, and returns the id that it gets (0 for tables without).
func (b *buffer) add(t table, values ...any) int64 {
	if !t.serial {
		b.rows[t.name] = append(b.rows[t.name], values)
		return 0
	}
	b.last[t.name]++
	id := b.last[t.name]
	b.rows[t.name] = append(b.rows[t.name], append([]any{id}, values...))
	return id
}

// flush stores the rows, and moves the counters of the ids behind them.
func (b *buffer) flush(ctx context.Context, tx pgx.Tx) error {
	for _, t := range allTables {
		rows := b.rows[t.name]
		if len(rows) == 0 {
			continue
		}
		delete(b.rows, t.name)
		if _, err := tx.CopyFrom(ctx, pgx.Identifier{t.name}, t.columns, pgx.CopyFromRows(rows)); err != nil {
			return fmt.Errorf("fill %s: %w", t.name, postgres.Fault(err))
		}
		if !t.serial {
			continue
		}
		_, err := tx.Exec(ctx, "select setval(pg_get_serial_sequence($1, 'id'), $2)", t.name, b.last[t.name])
		if err != nil {
			return fmt.Errorf("fill %s: %w", t.name, postgres.Fault(err))
		}
	}
	return nil
}
