package owndata

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"frivilligsentral/internal/owndata/records"
)

var (
	// unseen are the columns that what a person is shown does not hang on.
	unseen = map[string]string{
		"audit_event.actor_name": "her own name, beside what she has done", "bulk_change_row.after": "as before",
	}
	// stays are the tables that an erasure leaves, since others answer for what is in them: the page says so.
	stays = []string{"account", "activity", "audit_event", "contact", "organisation", "organisation_contact"}
)

// Whatever column has a person's address or name in it: she is shown it, and it goes with her or the page says why not.
func TestEveryColumnIsShownAndErased(t *testing.T) {
	t.Parallel()
	w := newEmpty(t)
	w.fill(w.id, kari, tag(w.id, kari))
	file := func() string {
		t.Helper()
		text, err := json.Marshal(w.about(w.id, kari))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	count := func(table, column string) int64 {
		return w.int(fmt.Sprintf(`select count(*) from %s where %s::text ~* 'kari@post'`, table, column))
	}
	var all []string
	for _, k := range records.All() {
		for _, c := range k.Columns {
			if !strings.Contains(c, "phone") { // beside the address or the name
				all = append(all, c)
			}
		}
	}
	before := file()
	for _, c := range all {
		table, column, _ := strings.Cut(c, ".")
		if unseen[c] != "" {
			continue
		}
		if count(table, column) == 0 {
			t.Errorf("%s: nobody is in it: fill it in the world of these tests", c)
		}
		kind := "text"
		if w.int(`select count(*) from information_schema.columns where table_name = $1 and column_name = $2 and data_type = 'jsonb'`, table, column) == 1 {
			kind = "jsonb"
		}
		swap := func(from, to string) {
			w.exec(fmt.Sprintf(`update %[1]s set %[2]s = regexp_replace(%[2]s::text, '([Kk])%[3]s@', '\1%[4]s@', 'g')::%[5]s where %[2]s::text ~* 'k%[3]s@post'`, table, column, from, to, kind))
		}
		swap("ari", "uri")
		if file() == before {
			t.Errorf("%s: what she is shown is the same without it", c)
		}
		swap("uri", "ari")
		if got := file(); got != before {
			t.Fatalf("%s is not as it was:\n%s\n%s", c, got, before)
		}
	}
	if err := w.s.Erase(t.Context(), w.id, kari); err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		table, column, _ := strings.Cut(c, ".")
		if n := count(table, column); n > 0 && !slices.Contains(stays, table) {
			t.Errorf("%s: %d rows are left of her", c, n)
		}
	}
}
