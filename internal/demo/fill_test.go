package demo

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/config"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/portal"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"
	"frivilligsentral/internal/seal"

	"github.com/google/go-cmp/cmp"
)

func TestQueries(t *testing.T) { pgtest.Queries(t) }

// noon is a Wednesday outside the school holidays.
var noon = time.Date(2026, time.March, 11, 12, 0, 0, 0, i18n.Oslo)

func filledPortal(t *testing.T, now time.Time) *portal.Portal {
	t.Helper()
	p, err := portal.New(pgtest.Pool(t), portal.Options{Config: site, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	filled, err := Fill(context.Background(), p, Options{Now: now, Host1: "127.0.0.1"})
	if err != nil || !filled {
		t.Fatalf("Fill() = %v, %v, want true, nil", filled, err)
	}
	return p
}

func count(t *testing.T, p *portal.Portal, sql string) int {
	t.Helper()
	n, err := postgres.Scalar[int](context.Background(), p.Pool, sql, postgres.Args{})
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return n
}

var site = config.Config{Demo: true, BaseURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, SealKey: seal.NewKey()}

const inSolvik = " municipality_id = (select id from municipality where number = '9901')"

func TestFill(t *testing.T) {
	t.Parallel()
	p := filledPortal(t, noon)
	for _, c := range []struct {
		name, sql string
		least     int
		most      int
	}{
		{"organisations", "select count(*) from organisation where" + inSolvik, 60, 60},
		{"venues", "select count(*) from venue where" + inSolvik, 12, 12},
		{"contacts", "select count(*) from contact where" + inSolvik, 25, 25},
		{"activities", "select count(*) from activity where" + inSolvik, 300, 300},
		{"activities of the second", "select count(*) from activity where not" + inSolvik, 12, 12},
		{"hosts", "select count(*) from municipality_host where" + inSolvik, 2, 2},
		{"canonical hosts", "select count(*) from municipality_host where canonical", 2, 2},
		{"occurrences", "select count(*) from occurrence where" + inSolvik, 4000, 20000},
		{"cancelled dates to come with a reason", "select count(*) from occurrence where status = 'cancelled' and starts_at > '2026-03-11' and reason <> ''", 5, 50},
		{"moved dates to come with a reason", "select count(*) from occurrence where status = 'moved' and starts_at > '2026-03-11' and reason <> ''", 5, 50},
		{"pauses", "select count(*) from activity_pause", 50, 2000},
		{"drafts", "select count(*) from activity where status = 'draft'", 5, 30},
		{"activities to approve", "select count(*) from activity where status = 'submitted'", 3, 30},
		{"organisations to approve", "select count(*) from organisation where status = 'pending' and applicant_email <> ''", 4, 4},
		{"contacts to confirm", "select count(*) from contact where confirmed_at < '2025-09-11'", 5, 12},
		{"failed imports", "select count(*) from import_batch where state = 'failed'", 1, 1},
		{"previewed imports with a refused row", "select count(*) from import_batch where state = 'previewed' and (counts->>'refused')::int > 0 and (counts->>'new')::int > 0", 1, 1},
		{"letters about nothing", "select count(*) from email where about = '' or about_id is null", 0, 0},
		{"failed e-mails", "select count(*) from email where status = 'failed'", 1, 1},
		{"log", "select count(*) from audit_event where" + inSolvik, 100, 300},
		{"published without a live row", "select count(*) from activity a where status = 'published' and not exists (select from live_activity l where l.activity_id = a.id)", 0, 0},
		{"live without being published", "select count(*) from live_activity l join activity a on a.id = l.activity_id where a.status <> 'published'", 0, 0},
		{"sign-ups", "select count(*) from registration where" + inSolvik, 70, 100},
		{"forms for sign-up here", "select count(*) from signup_form where" + inSolvik, 13, 13},
		{"sign-ups at others", "select count(*) from activity where signup_mode = 'link' and signup_url <> ''", 1, 1},
		{"a family of four that waits", "select count(*) from registration where status = 'waiting' and party_size = 4", 1, 1},
		{"waiting for a place", "select count(*) from registration where status = 'waiting'", 5, 5},
		{"offers that soon run out", "select count(*) from registration where status = 'offered' and offer_expires_at < '2026-03-11 15:00+01'", 1, 1},
		{"offers to somebody without e-mail", "select count(*) from registration where status = 'offered' and email = ''", 1, 1},
		{"not confirmed", "select count(*) from registration where status = 'unconfirmed' and not guardian_needed", 1, 1},
		{"waiting for a guardian", "select count(*) from registration where status = 'unconfirmed' and guardian_needed and confirmed_at is not null", 1, 1},
		{"letters to guardians", "select count(*) from email where kind = 'registration-guardian'", 1, 1},
		{"sign-ups for a series", "select count(*) from registration r join signup_slot s on s.id = r.slot_id where s.scope = 'series'", 8, 8},
		{"kinds of questions with answers", "select count(distinct q->>'kind') from signup_form f cross join jsonb_array_elements(nullif(f.settings->'questions', 'null')) q where exists (select from registration_answer n join registration r on r.id = n.registration_id where r.activity_id = f.activity_id and n.question = q->>'id')", 3, 3},
		{"ticked off", "select count(*) from attendance", 13, 15},
		{"thanked", "select count(*) from registration_sent where kind = 'thanks'", 4, 4},
		{"closed by hand", "select count(*) from signup_form where closed", 1, 1},
		{"not open yet", "select count(*) from signup_form where (settings->>'opens_at')::timestamptz > '2026-03-11'", 1, 1},
		{"let in on purpose", "select count(*) from registration where overbooked", 1, 1},
		{"substitutes", "select count(*) from signup_access", 1, 1},
		{"templates", "select count(*) from signup_template", 1, 1},
		{"addresses that refuse", "select count(*) from email_address_status s join registration r on r.email = s.address and r.municipality_id = s.municipality_id", 1, 1},
		{"people with two sign-ups to come", "select count(*) from (select r.email from registration r join signup_slot s on s.id = r.slot_id where r.email <> '' and s.ends_at > '2026-03-11 12:00+01' group by r.email having count(distinct r.activity_id) > 1) x", 1, 5},
		{"addresses that are not reserved", "select count(*) from registration where email <> '' and email not like '%.example'", 0, 0},
		{"letters that nobody has sent", "select count(*) from email where status = 'queued'", 0, 0},
		{"slots whose count is wrong", "select count(*) from signup_slot s where taken <> (select coalesce(sum(party_size), 0) from registration r where r.slot_id = s.id and r.holds = 'place') or waiting <> (select coalesce(sum(party_size), 0) from registration r where r.slot_id = s.id and r.holds = 'queue')", 0, 0},
		{"live dates", "select count(*) from live_occurrence", 2000, 20000},
		{"documents", "select count(*) from search_document where kind in ('organisation', 'contact', 'venue')", 80, 110},
		{"words", "select count(*) from search_vocabulary", 1000, 20000},
		{"staff who can log in", "select count(*) from account where staff_role is not null and ended_at is null and" + inSolvik, 5, 5},
		{"memberships", "select count(*) from membership", 8, 20},
	} {
		if got := count(t, p, c.sql); got < c.least || got > c.most {
			t.Errorf("%s: got %d, want %d to %d", c.name, got, c.least, c.most)
		}
	}
}

func TestFillAgainChangesNothing(t *testing.T) {
	t.Parallel()
	p := filledPortal(t, noon)
	before := dump(t, p)
	filled, err := Fill(context.Background(), p, Options{Now: noon.AddDate(0, 0, 3), Host1: "elsewhere.example"})
	if err != nil || filled {
		t.Fatalf("second Fill() = %v, %v, want false, nil", filled, err)
	}
	if diff := cmp.Diff(before, dump(t, p)); diff != "" {
		t.Errorf("the second fill changed (-before +after):\n%s", diff)
	}
	age, err := Age(context.Background(), p.Pool, noon.AddDate(0, 0, 15))
	if err != nil || age < Stale {
		t.Errorf("Age() = %v, %v, want more than %v", age, err, Stale)
	}
}

func TestFillIsTheSameEachTime(t *testing.T) {
	t.Parallel()
	first, second := dump(t, filledPortal(t, noon)), dump(t, filledPortal(t, noon))
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("two fills differ (-first +second):\n%s", diff)
	}
}

func TestFillKeepsMunicipalitiesApart(t *testing.T) {
	t.Parallel()
	p := filledPortal(t, noon)
	for _, sql := range []string{
		"select count(*) from activity a join organisation o on o.id = a.organisation_id where o.municipality_id <> a.municipality_id",
		"select count(*) from activity a join code c on c.id = a.category_id where c.municipality_id <> a.municipality_id",
		"select count(*) from activity a join venue v on v.id = a.venue_id where v.municipality_id <> a.municipality_id",
		"select count(*) from activity_target_group g join activity a on a.id = g.activity_id join code c on c.id = g.code_id where c.municipality_id <> a.municipality_id",
		"select count(*) from occurrence d join activity a on a.id = d.activity_id where d.municipality_id <> a.municipality_id",
		"select count(*) from live_activity d join activity a on a.id = d.activity_id where d.municipality_id <> a.municipality_id",
		"select count(*) from contact c join contact s on s.id = c.substitute_id where s.municipality_id <> c.municipality_id",
		"select count(*) from contact c join municipal_unit u on u.id = c.unit_id where u.municipality_id <> c.municipality_id",
		"select count(*) from membership m join organisation o on o.id = m.organisation_id join account a on a.id = m.account_id where o.municipality_id <> a.municipality_id",
	} {
		if got := count(t, p, sql); got != 0 {
			t.Errorf("%s: got %d, want 0", sql, got)
		}
	}
}

func TestFillStoppedInTheMiddleLeavesItEmpty(t *testing.T) {
	t.Parallel()
	p, err := portal.New(pgtest.Pool(t), portal.Options{Config: site})
	if err != nil {
		t.Fatal(err)
	}
	// What the search index refuses is refused late: by then the rows are there.
	if _, err := p.Pool.Exec(context.Background(), "alter table live_activity add constraint broken check (activity_id < 5)"); err != nil {
		t.Fatal(err)
	}
	o := Options{Now: noon, Host1: "127.0.0.1"}
	if filled, err := Fill(context.Background(), p, o); err == nil || filled {
		t.Fatalf("Fill() = %v, %v, want an error", filled, err)
	}
	if got := count(t, p, "select count(*) from municipality_host"); got != 0 {
		t.Errorf("hosts: got %d, want 0", got)
	}
	if _, err := p.Pool.Exec(context.Background(), "alter table live_activity drop constraint broken"); err != nil {
		t.Fatal(err)
	}
	if filled, err := Fill(context.Background(), p, o); err != nil || !filled {
		t.Errorf("Fill() = %v, %v, want true, nil", filled, err)
	}
}

// TestFillAnyDay is for holidays, summer time and ends of months.
func TestFillAnyDay(t *testing.T) {
	t.Parallel()
	for _, day := range []time.Time{
		time.Date(2026, time.March, 29, 3, 30, 0, 0, i18n.Oslo), time.Date(2026, time.October, 25, 2, 30, 0, 0, i18n.Oslo),
		time.Date(2027, time.December, 31, 23, 59, 0, 0, i18n.Oslo), time.Date(2028, time.February, 29, 0, 0, 0, 0, i18n.Oslo),
		time.Date(2026, time.July, 6, 9, 0, 0, 0, i18n.Oslo),
	} {
		p := filledPortal(t, day)
		if got := count(t, p, "select count(*) from activity a where status = 'published' and not exists (select from live_activity l where l.activity_id = a.id)"); got != 0 {
			t.Errorf("%s: %d published activities without a date to come", day.Format(time.DateOnly), got)
		}
		if got := count(t, p, "select count(*) from registration where status in ('offered', 'waiting') or guardian_needed"); got != 8 {
			t.Errorf("%s: %d wait, have an offer or need a guardian, want 8", day.Format(time.DateOnly), got)
		}
	}
}

// dump is every row of every table as text, without the tokens of links and what is sealed, which are random.
func dump(t *testing.T, p *portal.Portal) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	names, err := postgres.Scalars[string](context.Background(), p.Pool,
		"select tablename::text from pg_tables where schemaname = 'public' and tablename not like 'river%' and tablename not like 'goose%'", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		rows, err := postgres.Scalars[string](context.Background(), p.Pool, fmt.Sprintf("select (to_jsonb(t) - '{token_hash,text_body,html_body,sealed,sealed_by}'::text[])::text from %s t", name), nil)
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(rows)
		all[name] = rows
	}
	if len(strings.Join(all["activity"], "")) == 0 {
		t.Fatal("the dump has no activities")
	}
	return all
}

// What is invented is no reason to refuse a demonstration; anybody who could get mail is.
func TestRealPeople(t *testing.T) {
	t.Parallel()
	p := filledPortal(t, noon)
	if err := p.Municipalities.EnsureNationalLists(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		sql  string
		want bool
	}{
		"the demonstration itself":        {"select 1", false},
		"somebody tries it with her own":  {accountIn("9901", "kari@post.no"), false},
		"a measured municipality":         {accountIn("4601", "ansatt@bench.example"), false},
		"an account":                      {accountIn("4601", "kari@bergen.no"), true},
		"an address that only looks made": {accountIn("4601", "kari@example.no"), true},
		"an invitation": {`insert into invitation (municipality_id, email, token_hash, expires_at)
			select id, 'kari@bergen.no', 'x', '2026-04-01' from municipality where number = '4601'`, true},
		"a contact":                 {`insert into contact (municipality_id, name, email) select id, 'Kari', 'kari@bergen.no' from municipality where number = '4601'`, true},
		"a contact without address": {`insert into contact (municipality_id, name) select id, 'Kari' from municipality where number = '4601'`, false},
	} {
		tx, err := p.Pool.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec(t.Context(), tt.sql); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, err := RealPeople(t.Context(), tx); err != nil || got != tt.want {
			t.Errorf("%s: got %v, %v, want %v", name, got, err, tt.want)
		}
		if err := tx.Rollback(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func accountIn(municipality, email string) string {
	return fmt.Sprintf("insert into account (municipality_id, email, name) select id, '%s', 'Kari' from municipality where number = '%s'", email, municipality)
}
