package orglife_test

// A merge takes along what belongs to the organisation, and nothing of others.

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orglife"
	"frivilligsentral/internal/organisation/orgtest"
	"frivilligsentral/internal/postgres"

	"github.com/google/go-cmp/cmp"
)

// owned makes one row of each thing that can belong to an organisation, by the column that says so.
var owned = map[string]string{
	"activity.organisation_id": `insert into activity (municipality_id, organisation_id, title, category_id, starts_at, duration_minutes)
		select o.municipality_id, o.id, 'Øvelse', c.id, '2026-04-01', 60 from organisation o, code c where o.id = $1 and c.list = 'category' limit 1 returning id`,
	"activity_co_organiser.organisation_id": `insert into activity_co_organiser (activity_id, organisation_id) select a.id, $1 from activity a where a.title = 'Felles' returning activity_id`,
	"import_batch.organisation_id": `insert into import_batch (municipality_id, organisation_id, kind, file_name, file_hash)
		select municipality_id, id, 'activities', 'x.csv', sha256(id::text::bytea) from organisation where id = $1 returning id`,
	"invitation.organisation_id": `insert into invitation (municipality_id, email, name, organisation_id, group_role, token_hash, created_at, expires_at)
		select o.municipality_id, 'ny@lag.example', 'Ny', o.id, 'group_member', sha256(o.id::text::bytea), '2026-03-01', '2026-04-01' from organisation o where o.id = $1 returning id`,
	"membership.organisation_id":           `insert into membership (account_id, organisation_id, role) select id, $1, 'group_member' from account where name = 'medlem' returning account_id`,
	"organisation.parent_id":               `insert into organisation (municipality_id, name, kind, status, parent_id) select municipality_id, 'Gruppe', 'group', 'approved', id from organisation where id = $1 returning id`,
	"organisation_contact.organisation_id": `insert into organisation_contact (organisation_id, name) select id, 'Person ' || id from organisation where id = $1 returning id`,
	"staff_note.organisation_id":           `insert into staff_note (municipality_id, organisation_id, author_id, body) select municipality_id, $1, id, 'Et notat' from account limit 1 returning id`,
	"signup_template.organisation_id":      `insert into signup_template (municipality_id, organisation_id, name, settings) select municipality_id, id, 'Mal', '{}' from organisation where id = $1 returning id`,
}

// stays are columns that say what the organisation itself is.
var stays = []string{"organisation.merged_into", "organisation_area.organisation_id", "organisation_target_group.organisation_id", "organisation_local_kind.organisation_id"}

// goes is what is asked for again with the one that is left.
var goes = map[string]string{
	"organisation_role_fetch.organisation_id": `insert into organisation_role_fetch (municipality_id, organisation_id, fetched_at)
		select municipality_id, id, '2026-03-01' from organisation where id = $1 returning organisation_id`,
	"organisation_role_proposal.organisation_id": `insert into organisation_role_proposal (municipality_id, organisation_id, change, role, name, fingerprint, proposed_at)
		select municipality_id, id, 'begins', 'leader', 'Kari', sha256(id::text::bytea), '2026-03-01' from organisation where id = $1 returning id`,
}

const ownersSQL = `select c.conrelid::regclass::text || '.' || a.attname from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
where c.contype = 'f' and c.confrelid = 'organisation'::regclass order by 1`

// furnish gives an organisation one of each, and returns their ids.
func furnish(w *orgtest.World, id int64) map[string]int64 {
	ids := map[string]int64{}
	for column, sql := range owned {
		ids[column] = w.Int(sql, id)
	}
	return ids
}

// ground is what the things of owned stand on.
func ground(w *orgtest.World, third int64) {
	category := w.Int(`insert into code (municipality_id, list, slug, name_nb) values ($1, 'category', 'x', 'X') returning id`, w.Here)
	w.Int(`insert into activity (municipality_id, organisation_id, title, category_id, starts_at, duration_minutes)
		values ($1, $2, 'Felles', $3, '2026-04-01', 60) returning id`, w.Here, third, category)
	w.Int(`insert into account (municipality_id, email, name) values ($1, 'medlem@lag.example', 'medlem') returning id`, w.Here)
}

// wantAt fails unless all that belonged to from belongs to into.
func wantAt(t *testing.T, w *orgtest.World, from, into int64) {
	t.Helper()
	for column := range owned {
		table, name := split(column)
		if n := w.Int("select count(*) from "+table+" where "+name+" = $1", from); n != 0 {
			t.Errorf("%s: %d rows are left where they were", column, n)
		}
		if n := w.Int("select count(*) from "+table+" where "+name+" = $1", into); n == 0 {
			t.Errorf("%s: nothing has come along", column)
		}
	}
}

func split(column string) (table, name string) {
	table, name, _ = strings.Cut(column, ".")
	return table, name
}

func TestMergeTakesAllAlong(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	columns, err := postgres.Scalars[string](context.Background(), w.Pool, ownersSQL, nil)
	if err != nil || len(columns) == 0 {
		t.Fatal(columns, err)
	}
	for _, column := range columns {
		if owned[column] == "" && goes[column] == "" && !slices.Contains(stays, column) {
			t.Errorf("%s: say whether a merge moves it", column)
		}
	}
	from, into, other := w.Lag("Nes IL"), w.Lag("Nes idrettslag"), w.Lag("Nes kor")
	ground(w, w.Lag("Nes velforening"))
	furnish(w, from)
	w.Int(`insert into signup_template (municipality_id, organisation_id, name, settings) values ($1, $2, 'Mal', '{}') returning id`, w.Here, into)
	for _, sql := range goes {
		w.Int(sql, from)
	}
	others := furnishOther(w, other)
	if err := w.Merge(t.Context(), w.Coordinator, from, into); err != nil {
		t.Fatal(err)
	}
	wantAt(t, w, from, into)
	for column := range goes {
		table, name := split(column)
		if n := w.Int("select count(*) from " + table + " where " + name + " is not null"); n != 0 {
			t.Errorf("%s: %d rows are left", column, n)
		}
	}
	if n := w.Int(`select count(distinct name) from signup_template where organisation_id = $1 and (name = 'Mal' or name = 'Mal (Nes IL)')`, into); n != 2 {
		t.Errorf("got %d of the two templates with one name, want both", n)
	}
	for column, id := range others {
		table, name := split(column)
		if got := w.Int("select "+name+" from "+table+" where id = $1", id); got != other {
			t.Errorf("%s: another's belongs to %d after the merge, want %d", column, got, other)
		}
	}
}

// furnishOther is furnish without what has no id of its own.
func furnishOther(w *orgtest.World, id int64) map[string]int64 {
	ids := furnish(w, id)
	delete(ids, "activity_co_organiser.organisation_id")
	delete(ids, "membership.organisation_id")
	return ids
}

// A yes to who waited beside the organisation that has the number takes along all that she has made meanwhile.
func TestApprovalTakesAllAlong(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	ctx := t.Context()
	holder := w.Lag("Fra registeret", func(d *organisation.Draft) { d.OrgNr, d.Summary = orgtest.OrgNr, "" })
	by := func(email string) orglife.Application {
		return application(w, func(a *orglife.Application) { a.ApplicantEmail = email })
	}
	if _, err := w.Register(ctx, by("tyv@evil.example")); err != nil {
		t.Fatal(err)
	}
	own, err := w.Register(ctx, by("ekte@strikk.example"))
	if err != nil {
		t.Fatal(err)
	}
	ground(w, w.Lag("Nes velforening"))
	furnish(w, own.ID)
	if err := w.Approve(ctx, w.Coordinator, own.ID); err != nil {
		t.Fatal(err)
	}
	wantAt(t, w, own.ID, holder)
	v := w.View(holder)
	if v.Name != "Fra registeret" || v.Summary != "Vi strikker." || v.ApplicantEmail != "tyv@evil.example" {
		t.Errorf("got name %q, summary %q and applicant %q, want gaps filled and the rest kept", v.Name, v.Summary, v.ApplicantEmail)
	}
}

// what is all that belongs to somebody, without when it was touched.
func (x belongings) of(t *testing.T, w *orgtest.World) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, table := range x {
		text, err := postgres.Scalar[string](t.Context(), w.Pool, `select coalesce(string_agg((to_jsonb(t) - 'updated_at' - 'version' - 'created_at')::text, E'\n' order by to_jsonb(t)::text), '') from `+table+" t", nil)
		if err != nil {
			t.Fatal(err)
		}
		all[table] = text
	}
	return all
}

type belongings []string

// Undone within a month, a merge leaves nothing behind: not with the one that was kept, and nothing is lost.
func TestUnmergeBringsAllBack(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	from, into := w.Lag("Nes IL"), w.Lag("Nes idrettslag")
	ground(w, w.Lag("Nes velforening"))
	furnish(w, from)
	w.Int(`insert into signup_template (municipality_id, organisation_id, name, settings) values ($1, $2, 'Mal', '{}') returning id`, w.Here, into)
	w.Int(`update organisation set website = 'https://nes.example', phone = '+4722222222', orgnr = '974760673' where id = $1 returning id`, from)
	w.Int(`update organisation set email_public = 'post@nes.example' where id = $1 returning id`, into)
	tables := belongings{"activity", "activity_co_organiser", "import_batch", "invitation", "membership", "organisation", "organisation_contact", "staff_note", "signup_template", "organisation_area", "organisation_target_group", "organisation_local_kind"}
	before := tables.of(t, w)
	if err := w.Merge(t.Context(), w.Coordinator, from, into); err != nil {
		t.Fatal(err)
	}
	merges, err := w.Merges(t.Context(), w.Coordinator, into)
	if err != nil || len(merges) != 1 || merges[0].FromID != from {
		t.Fatalf("got %+v, %v, want the merge", merges, err)
	}
	if _, err := w.Unmerge(t.Context(), w.Elsewhere, merges[0].ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("another municipality: got %v", err)
	}
	if back, err := w.Unmerge(t.Context(), w.Coordinator, merges[0].ID); err != nil || back != from {
		t.Fatalf("got %d, %v", back, err)
	}
	if diff := cmp.Diff(before, tables.of(t, w)); diff != "" {
		t.Errorf("after it was undone (-before +after):\n%s", diff)
	}
	if _, err := w.Unmerge(t.Context(), w.Coordinator, merges[0].ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("twice: got %v, want it gone", err)
	}
}

// What somebody has done since the merge stays, and after a month it cannot be undone.
func TestUnmergeKeepsWhatWasChangedSince(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	from, into := w.Lag("Nes IL"), w.Lag("Nes idrettslag")
	w.Int(`update organisation set website = 'https://nes.example', phone = '+4722222222' where id = $1 returning id`, from)
	if err := w.Merge(t.Context(), w.Coordinator, from, into); err != nil {
		t.Fatal(err)
	}
	w.Int(`update organisation set website = 'https://ny.example' where id = $1 returning id`, into)
	w.At = w.At.AddDate(0, 0, 30).Add(time.Minute)
	if merges, err := w.Merges(t.Context(), w.Coordinator, into); err != nil || len(merges) != 0 {
		t.Errorf("after a month: got %+v, %v, want none", merges, err)
	}
	w.At = w.At.Add(-2 * time.Minute)
	merges, err := w.Merges(t.Context(), w.Coordinator, into)
	if err != nil || len(merges) != 1 {
		t.Fatalf("got %+v, %v", merges, err)
	}
	if _, err := w.Unmerge(t.Context(), w.Coordinator, merges[0].ID); err != nil {
		t.Fatal(err)
	}
	o, err := w.Get(t.Context(), w.Coordinator, into)
	if err != nil || o.Website != "https://ny.example" || o.Phone != "" {
		t.Errorf("got website %q and phone %q, %v, want what was changed kept, and what was lent gone", o.Website, o.Phone, err)
	}
}

// Who may be the same is told with what the two have in common.
func TestAlike(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	me, named, phone := w.Lag("Nes IL"), w.Lag("Nes idrettslag"), w.Lag("Turgruppa")
	w.Lag("Nes kor")
	for _, id := range []int64{me, phone} {
		w.Int(`update organisation set phone = '+4722222222' where id = $1 returning id`, id)
	}
	alike, err := w.Alike(t.Context(), w.Coordinator, me)
	if err != nil || len(alike) != 2 || alike[0].ID != named || !alike[0].SameName || alike[1].ID != phone || !alike[1].SamePhone || alike[1].SameName {
		t.Errorf("got %+v, %v", alike, err)
	}
	if same, err := w.PublicNamesakes(t.Context(), w.Here, "idrettslaget NES"); err != nil || len(same) != 2 {
		t.Errorf("namesakes: got %d, %v, want both", len(same), err)
	}
}

// Who has applied twice, or logs in for a group of nearly that name, is told of.
func TestAlikeByPeople(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	knit := w.Lag("Solvik strikkelag")
	member := w.Member(knit, account.GroupAdmin)
	w.Lag("Solvik sykkellag")
	applied := func(name, email, phone string) int64 {
		id := w.Int(`insert into organisation (municipality_id, name, kind, status, applicant_name, applicant_email, applied_at, source, created_at, updated_at)
			values ($1, $2, 'group', 'pending', 'Kari', $3, $4, 'self', $4, $4) returning id`, w.Here, name, email, w.At)
		w.Int(`insert into organisation_contact (organisation_id, name, email, phone) values ($1, 'Kari', $2, $3) returning id`, id, email, phone)
		return id
	}
	again := applied("Strikkelaget i Solvik", member.Email, "")
	first, second, third := applied("Turgjengen", "kari@vik.example", "+4790000001"), applied("Gåtur torsdag", "KARI@vik.example", ""), applied("Bålkos", "ola@vik.example", "+4790000001")
	for _, c := range []struct {
		what       string
		id         int64
		want       []int64
		near, same bool
	}{
		{"nearly the name, and an account", again, []int64{knit}, true, true},
		{"the other way", knit, []int64{again}, true, true},
		{"the same applicant, and her number", first, []int64{third, second}, false, true},
		{"the same number", third, []int64{first}, false, true},
	} {
		alike, err := w.Alike(t.Context(), w.Coordinator, c.id)
		if err != nil {
			t.Fatal(err)
		}
		var ids []int64
		for _, a := range alike {
			ids = append(ids, a.ID)
			if a.SameName || a.NearName != c.near || a.SamePerson != c.same {
				t.Errorf("%s: got %+v", c.what, a)
			}
		}
		if !slices.Equal(ids, c.want) {
			t.Errorf("%s: got %v, want %v", c.what, ids, c.want)
		}
	}
}
