package owndata

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/answers"
	"frivilligsentral/internal/seal"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	kari      = "kari@post.example"
	neighbour = "kari@post.example.org" // begins as hers does
)

var noon = time.Date(2026, 5, 14, 12, 0, 0, 0, i18n.Oslo)

// world has two municipalities, and in each of them all that can be held about
// Kari's address and about a neighbour's with one much like it.
type world struct {
	t         *testing.T
	pool      *pgxpool.Pool
	now       time.Time
	s         *Service
	jobs      jobs.Enqueuer
	id, other int64
	keys      *seal.Keys
	held      map[string]held
}

// held are the ids of what is held about one address in one municipality.
type held struct {
	account, organisation, activity, occurrence, otherDate, slot, registration, guarded int64
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := newEmpty(t)
	for _, m := range []int64{w.id, w.other} {
		for _, email := range []string{kari, neighbour} {
			w.held[tag(m, email)] = w.fill(m, email, tag(m, email))
		}
	}
	return w
}

// newEmpty is the world before anything is held.
func newEmpty(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, pool: pgtest.Pool(t), now: noon, held: map[string]held{}}
	client, err := jobs.InsertOnly(w.pool)
	if err != nil {
		t.Fatal(err)
	}
	w.jobs = client
	if w.keys, err = seal.New(seal.NewKey(), ""); err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return w.now }
	letters := letter.Writer{Outbox: mail.NewOutbox(client, now)}
	w.s = NewService(Deps{Pool: w.pool, Letters: letters, Now: now,
		Registrations: registration.NewService(registration.Deps{Pool: w.pool, Letters: letters, Keys: w.keys, Now: now})})
	w.id, w.other = w.municipality("9901", "prove.example"), w.municipality("9902", "nabo.example")
	return w
}

func tag(municipality int64, email string) string { return fmt.Sprint(email, " in ", municipality) }

func (w *world) int(sql string, args ...any) (n int64) {
	w.t.Helper()
	if err := w.pool.QueryRow(context.Background(), sql, args...).Scan(&n); err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
	return n
}

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	if _, err := w.pool.Exec(context.Background(), sql, args...); err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
}

func (w *world) municipality(number, host string) int64 {
	id := w.int(`insert into municipality (number, name) values ($1, $1) returning id`, number)
	w.exec(`insert into municipality_host (host, municipality_id) values ($1, $2)`, host, id)
	w.exec(`insert into code (municipality_id, list, slug, name_nb) values ($1, 'category', 'kultur', 'Kultur')`, id)
	return id
}

// fill stores one of everything, each with the tag in it.
func (w *world) fill(m int64, email, tag string) held {
	var h held
	loud := strings.ToUpper(email[:1]) + email[1:] // as people write it
	h.organisation = w.int(`insert into organisation (municipality_id, name, kind, status, applicant_name, applicant_email, applied_at, applicant_terms)
		values ($1, 'Lag ' || $2, 'group', 'approved', 'Søker ' || $2, $3, $4, 2) returning id`, m, tag, loud, noon)
	h.account = w.int(`insert into account (municipality_id, email, name, phone, created_at, last_login_at) values ($1, $2, 'Navn ' || $3, '1', $4, $4) returning id`, m, email, tag, noon)
	w.exec(`insert into account_feed (account_id, municipality_id, secret_hash, created_at) values ($1, $2, $3::text::bytea, $4)`, h.account, m, tag, noon)
	w.exec(`insert into membership (account_id, organisation_id, role) values ($1, $2, 'group_admin')`, h.account, h.organisation)
	w.exec(`insert into terms_version (municipality_id, number, text_nb) values ($1, 1, 'Vilkår') on conflict do nothing`, m)
	w.exec(`insert into terms_acceptance (account_id, number, municipality_id, accepted_at, occasion) values ($1, 1, $2, $3, 'login')`, h.account, m, noon.Add(2*time.Hour))
	w.exec(`insert into notice_chosen (municipality_id, at, account_id, chosen) values ($1, $2, $3, '{"sign_ups": "never"}')`, m, noon.Add(5*time.Hour), h.account)
	w.exec(`insert into login_session (account_id, door, user_agent, created_at, last_seen_at, expires_at) values ($1, 'lag', 'Leser ' || $2, $3, $3, $3)`, h.account, tag, noon)
	w.exec(`insert into email_change (account_id, email, token_hash, expires_at, created_at) values ($1, $2, $3::text::bytea, $4, $4)`, h.account, email, tag, noon)
	w.exec(`insert into organisation_contact (organisation_id, name, role, email, phone, public, public_at) values ($1, 'Leder ' || $2, 'leader', $3, '2', true, $4)`, h.organisation, tag, loud, noon.Add(time.Hour))
	w.exec(`insert into organisation_role_proposal (municipality_id, organisation_id, change, role, name, fingerprint, proposed_at)
		select $1, $2, 'begins', 'board_member', case n when 'Navn ' then n || $3 else n end, sha256((n || $3)::bytea), $4 from unnest('{"Navn ", "En annen "}'::text[]) n`, m, h.organisation, tag, noon)
	w.exec(`insert into contact (municipality_id, name, title, email, phone, valid_from) values ($1, 'Kontakt ' || $2, 'Rådgiver', $3, '3', '2026-01-01')`, m, tag, loud)
	w.exec(`insert into invitation (municipality_id, email, name, token_hash, created_at, expires_at, staff_role) values ($1, $2, 'Invitert ' || $3, ('i' || $3)::bytea, $4, $4, 'reader')`, m, loud, tag, noon)
	report := w.int(`insert into page_report (municipality_id, email, page, reason, body, created_at) values ($1, $2, '/om', 'wrong', 'Feil ' || $3, $4) returning id`, m, email, tag, noon)
	w.exec(`insert into page_report_answer (municipality_id, page_report_id, body, created_at) values ($1, $2, 'Svar ' || $3, $4)`, m, report, tag, noon)
	w.exec(`insert into email (municipality_id, recipient, recipient_name, kind, subject, text_body, created_at) values ($1, $2, 'Til ' || $3, 'login', 'Emne ' || $3, 'x', $4)`, m, loud, tag, noon)
	w.exec(`insert into email_address_status (municipality_id, address, bounced_at, reason) values ($1, $2, $3, 'Avvist ' || $4)`, m, email, noon, tag)
	w.exec(`insert into audit_event (municipality_id, at, actor_kind, actor_id, action) values ($1, $2, 'group', $3, 'gjort ' || $4)`, m, noon, h.account, tag)
	h.activity = w.int(`insert into activity (municipality_id, organisation_id, title, category_id, contact_name, contact_phone, contact_email, starts_at, duration_minutes, status, signup_mode)
		select $1, $2, 'Kafé ' || $3, id, 'Vert ' || $3, '4', $4, $5, 60, 'published', 'here' from code where municipality_id = $1 returning id`, m, h.organisation, tag, loud, noon)
	w.exec(`with c as (insert into bulk_change (municipality_id, noun, edits, state, created_at, stored_at) values ($1, 'activity', '[]', 'stored', $2, $2) returning id)
		insert into bulk_change_row (bulk_change_id, number, object_id, label, outcome, before, after) select id, 1, $3, 'Kafé', 'changed', jsonb_build_object('kontakt', $4::text[]), '{"kontakt": ["Ola", "5", ""]}' from c`,
		m, noon, h.activity, []string{"Før " + tag, "6", loud})
	w.exec(`insert into signup_form (activity_id, municipality_id, scope, keep_days, settings) values ($1, $2, 'date', 10,
		jsonb_build_object('questions', jsonb_build_array(jsonb_build_object('id', 'q1', 'label', 'Spørsmål ' || $3, 'purpose', 'Mat', 'keep_days', 3)),
		'retired', jsonb_build_array(jsonb_build_object('id', 'q2', 'label', 'Før ' || $3, 'kind', 'yesno'))))`, h.activity, m, tag)
	h.occurrence, h.otherDate = w.date(m, h.activity, "a", noon.AddDate(0, 0, 7)), w.date(m, h.activity, "b", noon.AddDate(0, 0, 14))
	h.slot = w.int(`insert into signup_slot (municipality_id, activity_id, scope, occurrence_id, starts_at, ends_at, taken)
		select municipality_id, activity_id, 'date', id, starts_at, ends_at, 2 from occurrence where id = $1 returning id`, h.occurrence)
	h.registration = w.signUp(m, h, email, "", "Person "+tag)
	w.exec(`update registration set mail_kinds = '{reminder}', answered_at = $2, mail_chosen_at = $3 where id = $1`, h.registration, noon.Add(4*time.Hour), noon.Add(3*time.Hour+time.Minute))
	h.guarded = w.signUp(m, h, "", loud, "Barn "+tag)
	w.exec(`update registration set guardian_confirmed_at = $2 where id = $1`, h.guarded, noon.Add(3*time.Hour))
	w.exec(`insert into registration_said (municipality_id, registration_id, at, what, guardian) values ($1, $2, $4, 'decline', false), ($1, $2, $5, 'cancel', false), ($1, $3, $6, 'accept', true), ($1, $3, $7, 'cancel', true)`,
		m, h.registration, h.guarded, noon.Add(6*time.Hour), noon.Add(7*time.Hour), noon.Add(8*time.Hour), noon.Add(9*time.Hour))
	w.exec(`insert into calendar_feed (municipality_id, email, secret_hash, created_at) values ($1, $2, $3::text::bytea, $4)`, m, email, tag, noon)
	w.exec(`insert into merging (municipality_id, object, from_id, into_id, before, merged_at) values ($1, 'contact', 1, 2, jsonb_build_object('kept', jsonb_build_object('name', 'Kopi ' || $2, 'email', $3::text)), $4)`, m, tag, loud, noon)
	w.exec(`insert into signup_link_wish (municipality_id, email, asked_at) values ($1, $2, $3)`, m, email, noon)
	w.exec(`insert into registration_token (registration_id, purpose, token_hash, email, created_at) values ($1, 'address', $2::text::bytea, $3, $4)`, h.guarded, tag, email, noon)
	w.exec(`insert into signup_access (activity_id, email, created_at) values ($1, $2, $3)`, h.activity, email, noon)
	w.exec(`with b as (insert into import_batch (municipality_id, kind, file_name, file_hash, state, created_at) values ($1, 'contacts', 'fil.csv', $2::text::bytea, 'stored', $3) returning id)
		insert into import_row (batch_id, number, outcome, label, changes) select id, 1, 'new', 'Rad ' || $2, jsonb_build_array(jsonb_build_object('field', 'epost', 'to', $4::text)) from b`, m, tag, noon, loud)
	hidden := w.int(`insert into organisation (municipality_id, name, kind, status) values ($1, 'Annet ' || $2, 'group', 'approved') returning id`, m, tag)
	w.exec(`insert into organisation_contact (organisation_id, name, role, email, private_at) values ($1, 'Leder ' || $2, 'leader', $3, $4)`, hidden, tag, loud, noon.Add(10*time.Hour))
	return h
}

func (w *world) date(m, activity int64, key string, at time.Time) int64 {
	return w.int(`insert into occurrence (activity_id, municipality_id, key, starts_at, ends_at) values ($1, $2, $3, $4, $4::timestamptz + interval '1 hour') returning id`, activity, m, key, at)
}

func (w *world) signUp(m int64, h held, email, guardian, name string) int64 {
	id := w.int(`insert into registration (municipality_id, activity_id, slot_id, number, status, holds, party_size, name, email, phone, guardian_name, guardian_email, source, created_at)
		values ($1, $2, $3, (select count(*) + 1 from registration where slot_id = $3), 'confirmed', 'place', 1, $4, $5, '5', 'Foresatt til ' || $4, $6, 'web', $7) returning id`, m, h.activity, h.slot, name, email, guardian, noon)
	w.answer(h.activity, id)
	p := w.int(`insert into participant (registration_id, name, age_band) values ($1, $2, '13-17') returning id`, id, name)
	w.exec(`insert into attendance (participant_id, occurrence_id, state) values ($1, $3, 'absent'), ($1, $2, 'present')`, p, h.occurrence, h.otherDate)
	w.exec(`insert into email (municipality_id, recipient, kind, about, about_id, subject, text_body, created_at) values ($1, 'leder@lag.example', 'signup-new', 'registration', $3::bigint, $2, 'x', $4)`, m, name, id, noon)
	return id
}

func (w *world) answer(activityID, registrationID int64) {
	w.t.Helper()
	err := postgres.InTx(w.t.Context(), w.pool, func(ctx context.Context, tx pgx.Tx) error {
		return answers.Put(ctx, tx, w.keys, activityID, registrationID, map[string]string{"q1": "ja", "q2": "nei", "q9": "kanskje"})
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) about(m int64, email string) Data {
	w.t.Helper()
	d, err := w.s.About(w.t.Context(), m, email)
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
