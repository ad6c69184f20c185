package orglife_test

// A merge takes along what belongs to the organisation, and nothing of others.

import (
	"testing"

	"frivilligsentral/internal/organisation/orgtest"
)

func TestMergeTakesOnlyItsOwn(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	from, into, other := w.Lag("Nes IL"), w.Lag("Nes idrettslag"), w.Lag("Nes kor")
	things := map[string]string{
		"organisation_note": `insert into organisation_note (organisation_id, author_id, body) select $1, id, 'Et notat' from account limit 1 returning id`,
		"invitation": `insert into invitation (municipality_id, email, name, organisation_id, group_role, token_hash, created_at, expires_at)
			select o.municipality_id, 'ny@lag.example', 'Ny', o.id, 'group_member', sha256(o.id::text::bytea), now(), now() from organisation o where o.id = $1 returning id`,
	}
	owners := map[string][2]int64{}
	for table, sql := range things {
		owners[table] = [2]int64{w.Int(sql, from), w.Int(sql, other)}
	}
	if err := w.Merge(t.Context(), w.Coordinator, from, into); err != nil {
		t.Fatal(err)
	}
	for table, rows := range owners {
		for i, want := range []int64{into, other} {
			if got := w.Int("select organisation_id from "+table+" where id = $1", rows[i]); got != want {
				t.Errorf("%s %d belongs to %d after the merge, want %d", table, i, got, want)
			}
		}
	}
}
