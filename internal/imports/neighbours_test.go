// Batches beside batches: of the same people, of another municipality, older and newer.

package imports_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/imports"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/postgres/pgtest"
	"frivilligsentral/web/webtest"

	"github.com/google/go-cmp/cmp"
)

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

var unreadable = imports.File{Name: "rot.csv", Data: []byte("A;B\r\n1;2\r\n")}

// fail leaves a failed batch and returns its id.
func fail(t *testing.T, s *webtest.Site, by account.Actor) int64 {
	t.Helper()
	if _, err := s.Portal.Imports.Preview(t.Context(), by, imports.Contacts, unreadable); !fault.Is(err, fault.Invalid) {
		t.Fatalf("got %v, want an Invalid fault", err)
	}
	return s.Int("select max(id) from import_batch")
}

func TestOnlyTheBatchThatIsNamedChanges(t *testing.T) {
	t.Parallel()
	s := world(t)
	by, elsewhere := s.Staff(account.Coordinator), s.StaffIn(s.Municipality("9902", "Fjellby", "fjellby.example"), account.Coordinator)
	for _, actor := range []account.Actor{by, elsewhere} {
		preview(t, s, actor, imports.Contacts, contactsFile())
		fail(t, s, actor)
	}
	stored, discarded, failed := preview(t, s, by, imports.Contacts, contactsFile()), preview(t, s, by, imports.Contacts, contactsFile()), fail(t, s, by)
	rows := func(id int64, numbers ...int) []string {
		out := []string{fmt.Sprintf("import_batch %d", id)}
		for _, n := range numbers {
			out = append(out, fmt.Sprintf("import_row %d/%d", id, n))
		}
		return out
	}
	made := preview(t, s, by, imports.Contacts, contactsFile()).ID + 1 // the next
	for _, c := range []struct {
		name string
		do   func() error
		want []string
	}{
		{"preview", func() error {
			_, err := s.Portal.Imports.Preview(t.Context(), by, imports.Contacts, contactsFile())
			return err
		}, rows(made, 2, 3, 4, 5)},
		{"store", func() error { _, err := s.Portal.Imports.Store(t.Context(), by, stored.ID, false); return err }, rows(stored.ID, 2, 3)}, // refused rows are as they were
		{"discard", func() error { return s.Portal.Imports.Discard(t.Context(), by, discarded.ID) }, rows(discarded.ID)},
		{"discard what failed", func() error { return s.Portal.Imports.Discard(t.Context(), by, failed) }, rows(failed)},
		{"at once", func() error {
			_, err := s.Portal.Imports.Direct(t.Context(), by, imports.Contacts, contactsFile(), false)
			return err
		}, rows(made+1, 2, 3, 4, 5)},
		{"at once, but not really", func() error {
			_, err := s.Portal.Imports.Direct(t.Context(), by, imports.Contacts, contactsFile(), true)
			return err
		}, []string{}},
	} {
		equal(t, c.name, pgtest.Touched(t, s.Pool, []string{"import_batch", "import_row"}, func() { must(t, c.do()) }), c.want)
	}
	for id, want := range map[int64]string{made: "previewed t f", stored.ID: "stored f t", discarded.ID: "discarded f f", failed: "discarded f f", made + 1: "stored f t"} {
		// The state, whether the file is kept, and whether there is a time of storing.
		equal(t, fmt.Sprint("batch ", id), s.Int("select count(*) from import_batch where id = $1 and concat_ws(' ', state, content is not null, stored_at is not null) = $2", id, want), int64(1))
	}
	got, err := s.Portal.Imports.Batch(t.Context(), by, stored.ID)
	must(t, err)
	equal(t, "counts of what was stored", got.Counts, imports.Counts{imports.New: 2, imports.Changed: 0, imports.Unchanged: 0, imports.Refused: 2})
	equal(t, "rows with what was made", s.Int("select count(*) from import_row where batch_id = $1 and object_id is not null", stored.ID), int64(2))
	for what, err := range map[string]error{
		"store again":            second(s.Portal.Imports.Store(t.Context(), by, stored.ID, false)),
		"discard what is stored": s.Portal.Imports.Discard(t.Context(), by, stored.ID),
		"discard again":          s.Portal.Imports.Discard(t.Context(), by, discarded.ID),
		"store what is given up": second(s.Portal.Imports.Store(t.Context(), by, discarded.ID, false)),
	} {
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("%s: got %v, want a conflict", what, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// What is counted anew when it is stored is what is kept: somebody else was quicker.
func TestStoredCountsAreThoseOfTheMoment(t *testing.T) {
	t.Parallel()
	s := world(t)
	by := s.Staff(account.Coordinator)
	b := preview(t, s, by, imports.Contacts, contactsFile())
	_, err := s.Portal.Imports.Direct(t.Context(), by, imports.Contacts, contactsFile(), false)
	must(t, err)
	_, err = s.Portal.Imports.Store(t.Context(), by, b.ID, false)
	must(t, err)
	got, err := s.Portal.Imports.Batch(t.Context(), by, b.ID)
	must(t, err)
	page, err := s.Portal.Imports.Rows(t.Context(), by, b.ID, imports.RowParams{Outcome: imports.Unchanged, Limit: 10})
	must(t, err)
	if got.Counts[imports.Unchanged] != 2 || got.Counts.Total() != 4 || len(page.Rows) != 2 || got.Open() || !b.Open() {
		t.Errorf("got %+v and %d unchanged rows, want two", got, len(page.Rows))
	}
}

func TestListsOfBatches(t *testing.T) {
	t.Parallel()
	s := world(t)
	by, elsewhere := s.Staff(account.Coordinator), s.StaffIn(s.Municipality("9902", "Fjellby", "fjellby.example"), account.Coordinator)
	var all, failed []int64
	for range 4 {
		all = append(all, fail(t, s, by))
		fail(t, s, elsewhere)
	}
	slices.Reverse(all)
	failed = slices.Clone(all)
	all = append([]int64{preview(t, s, by, imports.Contacts, contactsFile()).ID}, all...)
	// What was touched again lies elsewhere on the disk.
	s.Exec("update import_batch set error = error where id = any($1)", []int64{all[1], all[3]})
	ids := func(list []imports.Batch, err error) []int64 {
		t.Helper()
		must(t, err)
		out := []int64{}
		for _, b := range list {
			out = append(out, b.ID)
		}
		return out
	}
	equal(t, "all", ids(s.Portal.Imports.List(t.Context(), by, 0, 10)), all)
	equal(t, "the newest two", ids(s.Portal.Imports.List(t.Context(), by, 0, 2)), all[:2])
	equal(t, "the two after them", ids(s.Portal.Imports.List(t.Context(), by, all[1], 2)), all[2:4])
	equal(t, "failed", ids(s.Portal.Imports.FailedBatches(t.Context(), by, 10)), failed)
	equal(t, "the newest two that failed", ids(s.Portal.Imports.FailedBatches(t.Context(), by, 2)), failed[:2])
}

func TestRowsOfOneBatch(t *testing.T) {
	t.Parallel()
	s := world(t)
	by := s.Staff(account.Coordinator)
	preview(t, s, by, imports.Contacts, contactsFile())
	b := preview(t, s, by, imports.Contacts, contactsFile())
	preview(t, s, by, imports.Contacts, contactsFile())
	s.Exec("update import_row set label = label where batch_id = $1 and number in (2, 4)", b.ID)
	for _, c := range []struct {
		p          imports.RowParams
		want       []int
		next, prev int
	}{
		{imports.RowParams{Limit: 10}, []int{2, 3, 4, 5}, 0, 0},
		{imports.RowParams{Limit: 4}, []int{2, 3, 4, 5}, 0, 0},
		{imports.RowParams{Limit: 2}, []int{2, 3}, 3, 0},
		{imports.RowParams{After: 3, Limit: 2}, []int{4, 5}, 0, 4},
		{imports.RowParams{Before: 4, Limit: 2}, []int{2, 3}, 3, 0},
		{imports.RowParams{Before: 5, Limit: 2}, []int{3, 4}, 4, 3},
		{imports.RowParams{After: 5, Limit: 2}, []int{}, 0, 0},
		{imports.RowParams{Outcome: imports.Refused, Limit: 10}, []int{4, 5}, 0, 0},
		{imports.RowParams{Outcome: imports.Refused, Before: 5, Limit: 10}, []int{4}, 4, 0},
		{imports.RowParams{Outcome: imports.New, Before: 5, Limit: 1}, []int{3}, 3, 3},
	} {
		page, err := s.Portal.Imports.Rows(t.Context(), by, b.ID, c.p)
		must(t, err)
		numbers := []int{}
		for _, r := range page.Rows {
			numbers = append(numbers, r.Number)
		}
		equal(t, fmt.Sprintf("%+v", c.p), []any{numbers, page.Next, page.Prev}, []any{c.want, c.next, c.prev})
	}
}

func TestFilesThatAreRefusedUnread(t *testing.T) {
	t.Parallel()
	s := world(t)
	by := s.Staff(account.Coordinator)
	lag := s.Organisation("Mitt lag")
	for _, c := range []struct {
		name string
		kind imports.Kind
		f    imports.File
		want []string
	}{
		{"empty", imports.Contacts, imports.File{Name: "a.csv"}, []string{"fil"}},
		{"a byte", imports.Contacts, imports.File{Name: "a.csv", Data: []byte("x")}, nil},
		{"as large as can be", imports.Contacts, imports.File{Name: "a.csv", Data: make([]byte, imports.MaxBytes)}, nil},
		{"a byte too large", imports.Contacts, imports.File{Name: "a.csv", Data: make([]byte, imports.MaxBytes+1)}, []string{"fil"}},
		{"nobody's activities", imports.Activities, imports.File{Name: "a.ics", Data: []byte("x")}, []string{"organisasjon"}},
		{"a group's activities", imports.Activities, imports.File{Name: "a.ics", Data: []byte("x"), OrganisationID: lag}, nil},
	} {
		for way, err := range map[string]error{
			"preview": second(s.Portal.Imports.Preview(t.Context(), by, c.kind, c.f)), "at once": second(s.Portal.Imports.Direct(t.Context(), by, c.kind, c.f, true)),
		} {
			var got []string
			for _, f := range fault.FieldsOf(err) {
				got = append(got, f.Name)
			}
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%s, %s: got %v, want an Invalid fault", c.name, way, err)
			}
			equal(t, c.name+", "+way, got, c.want)
		}
	}
	if err := second(s.Portal.Imports.Preview(t.Context(), by, "annet", contactsFile())); !fault.Is(err, fault.NotFound) {
		t.Errorf("a kind that there is not: got %v, want not found", err)
	}
	if err := second(s.Portal.Imports.Batch(t.Context(), account.Resident(s.MunicipalityID), 1)); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a resident: got %v, want forbidden", err)
	}
	equal(t, "what failed is in the log", s.Int("select count(*) from audit_event where action = 'import.failed' and detail->>'file' = 'a.csv'"), s.Int("select count(*) from import_batch where state = 'failed' and file_name = 'a.csv'"))
}

// Names and labels of strangers are made fit to show, and no longer than that.
func TestTextsOfAFileAreCleaned(t *testing.T) {
	t.Parallel()
	s := world(t)
	by := s.Staff(account.Coordinator)
	letters := func(n int) string { return strings.Repeat("å", n) }
	for _, c := range []struct{ name, want string }{
		{"en fil.csv", "en fil.csv"}, {"a\x7fb\tc\x1fd.csv", "abcd.csv"}, {"a\xff.csv", "a\uFFFD.csv"},
		{letters(196) + ".csv", letters(196) + ".csv"}, {letters(197) + ".csv", letters(197) + ".c…"},
	} {
		f := contactsFile()
		f.Name = c.name
		got, err := s.Portal.Imports.Batch(t.Context(), by, preview(t, s, by, imports.Contacts, f).ID)
		must(t, err)
		equal(t, c.name, got.FileName, c.want)
		_, err = s.Portal.Imports.Direct(t.Context(), by, imports.Contacts, f, false)
		must(t, err)
		equal(t, c.name+", at once", s.Int("select count(*) from import_batch where state = 'stored' and file_name = $1", c.want), int64(1))
	}
	var topics []string
	for n := range 30 { // each is said in a line of its own
		topics = append(topics, letters(30+n))
	}
	b := preview(t, s, by, imports.Contacts, imports.File{Name: "a.csv", Data: []byte("Navn;Tema\n" + letters(201) + ";\nKari;" + strings.Join(topics, "|") + "\n")})
	page, err := s.Portal.Imports.Rows(t.Context(), by, b.ID, imports.RowParams{Limit: 2})
	must(t, err)
	said := page.Rows[1].Remarks
	equal(t, "label and remarks", []int{len([]rune(page.Rows[0].Label)), len(said)}, []int{200, 20})
	equal(t, "the last of too many", said[19].In(i18n.NB), "Det er mer å si om raden enn det som står her.")
	b = preview(t, s, by, imports.Contacts, imports.File{Name: "a.csv", Data: []byte("Navn;E-post;Tema\nKari;k@b.no;Rom\x7ffart\n")})
	page, err = s.Portal.Imports.Rows(t.Context(), by, b.ID, imports.RowParams{Limit: 2})
	must(t, err)
	if got := page.Rows[0].Message(i18n.NB); strings.Contains(got, "\x7f") || !strings.Contains(got, "Romfart") {
		t.Errorf("got %q, want what is quoted cleaned", got)
	}
}

// A preview is given up a week after it was made; what was stored or failed stays.
func TestForgetAfterAWeek(t *testing.T) {
	t.Parallel()
	s := world(t)
	by := s.Staff(account.Coordinator)
	failed := fail(t, s, by)
	_, err := s.Portal.Imports.Direct(t.Context(), by, imports.Contacts, contactsFile(), false)
	must(t, err)
	stored := s.Int("select max(id) from import_batch")
	old, young := preview(t, s, by, imports.Contacts, contactsFile()).ID, preview(t, s, by, imports.Contacts, contactsFile()).ID
	given := preview(t, s, by, imports.Contacts, contactsFile()).ID
	must(t, s.Portal.Imports.Discard(t.Context(), by, given))
	now := s.Clock.Now()
	s.Exec("update import_batch set created_at = $2::timestamptz - interval '7 days 1 minute' where id <> all($1)", []int64{young, given}, now)
	s.Exec("update import_batch set created_at = $2::timestamptz - interval '6 days 23 hours 59 minutes' where id = any($1)", []int64{young, given}, now)
	n, err := imports.Forget(t.Context(), s.Pool, now)
	must(t, err)
	equal(t, "given up", n, int64(1))
	for id, want := range map[int64]string{old: "discarded f 0", young: "previewed t 4", given: "discarded f 4", stored: "stored f 4", failed: "failed f 0"} {
		equal(t, fmt.Sprint("batch ", id), s.Int(`select count(*) from import_batch b where id = $1
			and concat_ws(' ', state, content is not null, (select count(*) from import_row r where r.batch_id = b.id)) = $2`, id, want), int64(1))
	}
}

// Rows of organisations say what changes in people's words.
func TestChangesOfAnOrganisation(t *testing.T) {
	t.Parallel()
	s := world(t)
	by := s.Staff(account.Coordinator)
	take := func(file string) imports.Row {
		t.Helper()
		rows, err := s.Portal.Imports.Direct(t.Context(), by, imports.Organisations, imports.File{Name: "lag.csv", Data: []byte("Organisasjonsnummer;Navn;Telefon\n" + file)}, false)
		must(t, err)
		return rows[0]
	}
	first := take("974760673;Solvik kor;22222222\n")
	if first.Outcome != imports.New || first.ObjectID == nil || len(first.Changes) != 3 {
		t.Fatalf("got %+v, want it new, with number, name and phone", first)
	}
	changed := take("974760673;Solvik kor;22222223\n")
	equal(t, "changed", changed, imports.Row{Number: 2, Outcome: imports.Changed, Label: changed.Label, ObjectID: first.ObjectID,
		Changes: []imports.Change{{Field: organisation.FieldLabel("phone"), Old: "22 22 22 22", New: "22 22 22 23"}}})
	if refused := take("974760674;Solvik kor;\n"); refused.Outcome != imports.Refused || refused.Message(i18n.NB) == "" || strings.Contains(refused.Message(i18n.NB), "%") {
		t.Errorf("got %+v, want it refused with a reason", refused)
	}
}

// HTML in the cells of a table is stored as people read it.
func TestHTMLInTables(t *testing.T) {
	t.Parallel()
	s := world(t)
	by := s.Staff(account.Coordinator)
	const html = `<p>Vi &amp; dere <a href=""https://a.example/x"">her</a></p>`
	const plain = "Vi & dere her (https://a.example/x)"
	for _, c := range []struct {
		kind imports.Kind
		file string
		sql  string
		want string
	}{
		{imports.Contacts, "Navn;Notat;Treffetid\nKari;\"" + html + "\";\"man&ndash;fre\"\n", "select note || ' ' || office_hours from contact where name = 'Kari'", plain + " man–fre"},
		{imports.Organisations, "Navn;Organisasjonsnummer;Kort om laget\nSolvik kor;974760673;\"" + html + "\"\n", "select summary from organisation where orgnr = '974760673'", plain},
	} {
		for _, outcome := range []imports.Outcome{imports.New, imports.Unchanged} {
			rows, err := s.Portal.Imports.Direct(t.Context(), by, c.kind, imports.File{Name: "a.csv", Data: []byte(c.file)}, false)
			must(t, err)
			equal(t, string(c.kind), rows[0].Outcome, outcome)
		}
		var got string
		must(t, s.Pool.QueryRow(t.Context(), c.sql).Scan(&got))
		equal(t, string(c.kind), got, c.want)
	}
}
