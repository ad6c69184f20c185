package contact_test

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres/pgtest"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgxpool"
)

// noon is a Thursday in May, so that both dates and half years are easy to see.
var noon = time.Date(2026, 5, 14, 12, 0, 0, 0, i18n.Oslo)

// town is a municipality with topics and areas, and a clock that stands still.
type town struct {
	t     *testing.T
	pool  *pgxpool.Pool
	now   time.Time
	s     *contact.Service
	id    int64
	staff account.Actor // a contact manager
	rooms int64         // topics
	kids  int64
	north int64 // areas
	south int64
}

func newTown(t *testing.T) *town {
	t.Helper()
	x := &town{t: t, pool: pgtest.Pool(t), now: noon}
	x.s = contact.NewService(contact.Deps{Pool: x.pool, Now: func() time.Time { return x.now }})
	x.id = x.municipality("9901", "prove.example")
	x.staff = x.actor(x.id, account.ContactManager)
	x.rooms, x.kids = x.code("lokaler", "Lokaler"), x.code("barn", "Barn og unge")
	x.north, x.south = x.area("nord", "Nordbyen"), x.area("sor", "Sørbyen")
	return x
}

func (x *town) int(sql string, args ...any) int64 {
	x.t.Helper()
	var n int64
	if err := x.pool.QueryRow(context.Background(), sql, args...).Scan(&n); err != nil {
		x.t.Fatalf("%s: %v", sql, err)
	}
	return n
}

func (x *town) exec(sql string, args ...any) {
	x.t.Helper()
	if _, err := x.pool.Exec(context.Background(), sql, args...); err != nil {
		x.t.Fatalf("%s: %v", sql, err)
	}
}

func (x *town) municipality(number, host string) int64 {
	id := x.int(`insert into municipality (number, name) values ($1, $1) returning id`, number)
	x.exec(`insert into municipality_host (host, municipality_id) values ($1, $2)`, host, id)
	return id
}

func (x *town) code(slug, name string) int64 {
	return x.int(`insert into code (municipality_id, list, slug, name_nb) values ($1, 'topic', $2, $3) returning id`, x.id, slug, name)
}

func (x *town) area(slug, name string) int64 {
	return x.int(`insert into area (municipality_id, slug, name) values ($1, $2, $3) returning id`, x.id, slug, name)
}

func (x *town) actor(municipalityID int64, role account.Role) account.Actor {
	id := x.int(`insert into account (municipality_id, email, name, staff_role) values ($1, $2, 'Ansatt', $2::text) returning id`, municipalityID, string(role))
	return account.Actor{Door: account.StaffDoor, MunicipalityID: municipalityID, AccountID: id, Name: "Ansatt", Role: role}
}

// person makes a public contact for rooms in the whole municipality, unless edit says otherwise.
func (x *town) person(name string, edit ...func(*contact.Contact)) int64 {
	x.t.Helper()
	c := contact.Contact{Name: name, Email: strings.ReplaceAll(strings.ToLower(name), " ", ".") + "@prove.example", Public: true, ValidFrom: noon.AddDate(-1, 0, 0), Topics: []int64{x.rooms}}
	for _, e := range edit {
		e(&c)
	}
	id, err := x.s.Create(x.t.Context(), x.staff, c)
	if err != nil {
		x.t.Fatalf("create %s: %v", name, err)
	}
	return id
}

func (x *town) show(id int64) contact.Listed {
	x.t.Helper()
	c, err := x.s.Show(x.t.Context(), x.staff, id)
	if err != nil {
		x.t.Fatal(err)
	}
	return c
}

func (x *town) found(topic, area int64) []string {
	x.t.Helper()
	all, err := x.s.PublicFind(x.t.Context(), x.id, topic, area)
	if err != nil {
		x.t.Fatal(err)
	}
	return names(all)
}

func names(all []contact.Listed) []string {
	out := []string{}
	for _, c := range all {
		out = append(out, c.Name)
	}
	return out
}

func (x *town) list(f contact.Filter) []string {
	x.t.Helper()
	p, err := x.s.List(x.t.Context(), x.staff, f)
	if err != nil {
		x.t.Fatal(err)
	}
	return names(p.Rows)
}

func (x *town) indexed(id int64) bool {
	return x.int(`select count(*) from search_document where kind = 'contact' and id = $1`, id) == 1
}

func substitute(id int64) func(*contact.Contact) {
	return func(c *contact.Contact) { c.SubstituteID = &id }
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestEndHandsOver(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	taker := x.person("Omar", func(c *contact.Contact) { c.Public, c.Topics, c.Areas = false, []int64{x.kids}, []int64{x.south} })
	leaver := x.person("Randi", substitute(taker), func(c *contact.Contact) { c.Areas = []int64{x.north} })
	other := x.person("Siri", substitute(leaver))

	got, err := x.s.End(t.Context(), x.staff, leaver, noon)
	if err != nil || got != taker {
		t.Fatalf("End: got %d, %v, want %d", got, err, taker)
	}
	c := x.show(taker)
	equal(t, "topics", c.Topics, []int64{x.rooms, x.kids})
	equal(t, "areas", c.Areas, []int64{x.north, x.south})
	equal(t, "public", c.Public, true)
	equal(t, "substitute of Siri", x.show(other).SubstituteName, "Omar")
	if !x.indexed(taker) {
		t.Error("the substitute who became public is not found by search")
	}

	x.now = noon.AddDate(0, 0, 1)
	equal(t, "who answers the day after", x.found(x.rooms, x.north), []string{"Omar", "Siri"})
}

func TestEndBySavingALastDay(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	taker := x.person("Omar", func(c *contact.Contact) { c.Topics = []int64{x.kids} })
	c := x.show(x.person("Randi", substitute(taker))).Contact
	last := noon.AddDate(0, 0, 10)
	c.ValidTo = &last
	if err := x.s.Update(t.Context(), x.staff, c); err != nil {
		t.Fatal(err)
	}
	equal(t, "topics of the substitute", x.show(taker).Topics, []int64{x.rooms, x.kids})
}

func TestEndWithoutSomebodyWhoStays(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	gone := x.person("Omar", func(c *contact.Contact) {
		last := noon.AddDate(0, 0, -1)
		c.ValidTo, c.Topics = &last, []int64{x.kids}
	})
	leaver := x.person("Randi", substitute(gone))
	equal(t, "contacts that end uncovered, before", x.list(contact.Filter{State: contact.Uncovered}), []string{})
	got, err := x.s.End(t.Context(), x.staff, leaver, noon)
	if err != nil || got != 0 {
		t.Fatalf("End: got %d, %v, want nobody", got, err)
	}
	equal(t, "topics of the one who left before", x.show(gone).Topics, []int64{x.kids})
	equal(t, "contacts that end uncovered", x.list(contact.Filter{State: contact.Uncovered}), []string{"Randi"})
}

func TestEndTooEarly(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	_, err := x.s.End(t.Context(), x.staff, x.person("Randi"), noon.AddDate(-2, 0, 0))
	if !fault.FieldsOf(err).Has("til") {
		t.Errorf("got %v, want an error on til", err)
	}
}

func TestWholeMunicipalityStaysWhole(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	whole := x.person("Omar")
	leaver := x.person("Randi", substitute(whole), func(c *contact.Contact) { c.Areas = []int64{x.north} })
	if _, err := x.s.End(t.Context(), x.staff, leaver, noon); err != nil {
		t.Fatal(err)
	}
	equal(t, "areas of one who answers everywhere", x.show(whole).Areas, []int64{})

	local := x.person("Siri", func(c *contact.Contact) { c.Areas = []int64{x.south} })
	everywhere := x.person("Kari", substitute(local))
	if _, err := x.s.End(t.Context(), x.staff, everywhere, noon); err != nil {
		t.Fatal(err)
	}
	equal(t, "areas of one who takes over from somebody who answered everywhere", x.show(local).Areas, []int64{})
}

func TestFindByArea(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	x.person("Anne") // the whole municipality
	x.person("Nora", func(c *contact.Contact) { c.Areas = []int64{x.north} })
	x.person("Sol", func(c *contact.Contact) { c.Areas = []int64{x.south} })
	x.person("Hemmelig", func(c *contact.Contact) { c.Public = false })
	x.person("Senere", func(c *contact.Contact) { c.ValidFrom = noon.AddDate(0, 0, 1) })
	equal(t, "everywhere", x.found(x.rooms, 0), []string{"Anne", "Nora", "Sol"})
	equal(t, "north, its own first", x.found(x.rooms, x.north), []string{"Nora", "Anne"})
	equal(t, "another topic", x.found(x.kids, 0), []string{})
	areas, err := x.s.PublicAreasOf(t.Context(), x.id, x.rooms)
	slices.Sort(areas)
	equal(t, "areas that matter", areas, []int64{x.north, x.south})
	counts, err2 := x.s.PublicTopicCounts(t.Context(), x.id)
	equal(t, "counts", counts, map[int64]int{x.rooms: 3})
	if err != nil || err2 != nil {
		t.Error(err, err2)
	}
}

func TestSubstituteIsNamedOnlyWhenPublic(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	hidden := x.person("Hemmelig", func(c *contact.Contact) { c.Public = false })
	x.person("Anne", substitute(hidden))
	all, err := x.s.PublicFind(t.Context(), x.id, x.rooms, 0)
	if err != nil || len(all) != 1 || all[0].SubstituteName != "" || all[0].SubstituteEmail != "" {
		t.Errorf("got %+v, %v, want Anne without the name of her substitute", all, err)
	}
}

func TestMerge(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	keep := x.person("Kari Hansen", func(c *contact.Contact) { c.Areas = []int64{x.north} })
	double := x.person("Kari  Hansen", func(c *contact.Contact) {
		c.Topics, c.Areas, c.Title, c.Phone = []int64{x.kids}, []int64{x.south}, "Rektor", "+4760001111"
	})
	x.exec(`update contact set import_key = 'kari' where id = $1`, double)
	boss := x.person("Boss", substitute(double))
	if err := x.s.Merge(t.Context(), x.staff, double, keep); err != nil {
		t.Fatal(err)
	}
	c := x.show(keep)
	equal(t, "topics", c.Topics, []int64{x.rooms, x.kids})
	equal(t, "areas", c.Areas, []int64{x.north, x.south})
	equal(t, "what was missing", []string{c.Title, c.Phone}, []string{"Rektor", "+4760001111"})
	equal(t, "what was there", c.Email, "kari.hansen@prove.example")
	equal(t, "substitute of Boss", *x.show(boss).SubstituteID, keep)
	equal(t, "the double leads on", *x.show(double).MergedInto, keep)
	equal(t, "key for imports", x.int(`select id from contact where import_key = 'kari' and merged_into is null`), keep)
	if x.indexed(double) {
		t.Error("the double is still found by search")
	}
	for what, err := range map[string]error{
		"again": x.s.Merge(t.Context(), x.staff, double, keep), "end": second(x.s.End(t.Context(), x.staff, double, noon)),
	} {
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("%s: got %v, want a conflict", what, err)
		}
	}
	if err := x.s.Merge(t.Context(), x.staff, keep, keep); !fault.Is(err, fault.Invalid) {
		t.Errorf("with itself: got %v, want it refused", err)
	}
}

func second[T any](_ T, err error) error { return err }

func TestDoubles(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	mailbox := func(c *contact.Contact) { c.Email = "post@prove.example" }
	a := x.person("Kari Hansen")
	b := x.person("kari hansen", func(c *contact.Contact) { c.Email = ""; c.Phone = "+4760001111" })
	x.person("Per Olsen", mailbox)
	x.person("Anne Lie", mailbox) // shares the mailbox, is somebody else
	got, err := x.s.Doubles(t.Context(), x.staff)
	want := []contact.Double{{ID: a, Name: "Kari Hansen", OtherID: b, OtherName: "kari hansen"}}
	if err != nil || !cmp.Equal(got, want) {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
}

func TestStaleAfterHalfAYear(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	id := x.person("Randi")
	check := func(when time.Time, want int) {
		t.Helper()
		x.now = when
		n, err := x.s.StaleCount(t.Context(), x.staff)
		if err != nil || n != want {
			t.Errorf("%s: got %d, %v, want %d", when.Format(time.DateOnly), n, err, want)
		}
		if c := x.show(id); c.Stale(when) != (want == 1) {
			t.Errorf("%s: Stale is %v, want %v", when.Format(time.DateOnly), c.Stale(when), want == 1)
		}
	}
	check(noon.AddDate(0, 6, 0), 0)
	check(noon.AddDate(0, 6, 0).Add(time.Minute), 1)
	equal(t, "on the work list", x.list(contact.Filter{State: contact.StaleOnes}), []string{"Randi"})
	if n, err := x.s.Confirm(t.Context(), x.staff, []int64{id}); err != nil || n != 1 {
		t.Fatalf("Confirm: got %d, %v", n, err)
	}
	check(x.now, 0)
}

func TestVersionClash(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	first := x.show(x.person("Randi")).Contact
	other := first
	first.Title, other.Title = "Leder", "Sjef"
	if err := x.s.Update(t.Context(), x.staff, first); err != nil {
		t.Fatal(err)
	}
	if err := x.s.Update(t.Context(), x.staff, other); !fault.Is(err, fault.Conflict) {
		t.Errorf("got %v, want a conflict", err)
	}
	equal(t, "title", x.show(first.ID).Title, "Leder")
	rows, err := x.s.History(t.Context(), x.staff, first.ID)
	if err != nil || len(rows) != 2 {
		t.Fatalf("history: got %d rows, %v, want 2", len(rows), err)
	}
	fields, _ := json.Marshal(rows[0].Detail["fields"])
	equal(t, "fields in the log", string(fields), `["tittel"]`)
}

func TestOtherMunicipality(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	id := x.person("Randi")
	stranger := x.actor(x.municipality("9902", "andre.example"), account.Administrator)
	c := x.show(id).Contact
	unit, err := x.s.SaveUnit(t.Context(), x.staff, contact.Unit{Name: "Kultur", Active: true})
	if err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{
		"Show":    second(x.s.Show(t.Context(), stranger, id)),
		"Update":  x.s.Update(t.Context(), stranger, c),
		"End":     second(x.s.End(t.Context(), stranger, id, noon)),
		"Confirm": second(x.s.Confirm(t.Context(), stranger, []int64{id})),
		"Merge":   x.s.Merge(t.Context(), stranger, id, id+1),
		"Unit":    second(x.s.PublicUnit(t.Context(), stranger.MunicipalityID, unit)),
	} {
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: got %v, want not found", what, err)
		}
	}
	_, err = x.s.Create(t.Context(), stranger, contact.Contact{Name: "Ola", ValidFrom: noon, UnitID: &unit, SubstituteID: &id})
	if f := fault.FieldsOf(err); !f.Has("enhet") || !f.Has("vikar") {
		t.Errorf("unit and substitute of another municipality: got %v, want both refused", err)
	}
}

func TestRights(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	id := x.person("Randi")
	reader := x.actor(x.id, account.Reader)
	if _, err := x.s.List(t.Context(), reader, contact.Filter{}); err != nil {
		t.Errorf("a reader reads: got %v", err)
	}
	c := x.show(id).Contact
	for what, err := range map[string]error{
		"Create":   second(x.s.Create(t.Context(), reader, c)),
		"Update":   x.s.Update(t.Context(), reader, c),
		"End":      second(x.s.End(t.Context(), reader, id, noon)),
		"Confirm":  second(x.s.Confirm(t.Context(), reader, []int64{id})),
		"Merge":    x.s.Merge(t.Context(), reader, id, id),
		"SaveUnit": second(x.s.SaveUnit(t.Context(), reader, contact.Unit{Name: "X"})),
		"Export":   third(x.s.Export(t.Context(), reader, i18n.NB, contact.Names{}, contact.Filter{})),
		"resident": second(x.s.List(t.Context(), account.Resident(x.id), contact.Filter{})),
	} {
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: got %v, want forbidden", what, err)
		}
	}
}

func third[A, B any](_ A, _ B, err error) error { return err }

func TestReindexFollowsTheDate(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	later := x.person("Senere", func(c *contact.Contact) { c.ValidFrom = noon.AddDate(0, 0, 2) })
	ends := x.person("Snart borte", func(c *contact.Contact) {
		last := noon.AddDate(0, 0, 1)
		c.ValidTo = &last
	})
	if x.indexed(later) || !x.indexed(ends) {
		t.Fatal("before: got the wrong ones in search")
	}
	x.now = noon.AddDate(0, 0, 2)
	if err := x.s.Reindex(t.Context(), x.id); err != nil {
		t.Fatal(err)
	}
	if !x.indexed(later) || x.indexed(ends) {
		t.Errorf("two days later: got %v and %v, want the new one only", x.indexed(later), x.indexed(ends))
	}
}

func TestListPagesBothWays(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	for i := range 7 {
		x.person("Person " + strconv.Itoa(i+1))
	}
	page := func(f contact.Filter) contact.Page {
		f.Limit = 3
		p, err := x.s.List(t.Context(), x.staff, f)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	first := page(contact.Filter{})
	middle := page(contact.Filter{After: first.Next})
	last := page(contact.Filter{After: middle.Next})
	back := page(contact.Filter{Before: last.Prev})
	equal(t, "middle", names(middle.Rows), []string{"Person 4", "Person 5", "Person 6"})
	equal(t, "last", names(last.Rows), []string{"Person 7"})
	equal(t, "back", names(back.Rows), names(middle.Rows))
	equal(t, "first again", names(page(contact.Filter{Before: back.Prev}).Rows), names(first.Rows))
	equal(t, "ends", []string{first.Prev, last.Next}, []string{"", ""})
	equal(t, "the start, come back to, has no previous page", page(contact.Filter{Before: back.Prev}).Prev, "")
}

func TestSearchWords(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	x.person("Kari Hansen", func(c *contact.Contact) { c.Phone, c.Title = "+4760001111", "Rektor" })
	x.person("Per 100% Olsen")
	for _, c := range []struct {
		words string
		want  []string
	}{
		{"hansen kari", []string{"Kari Hansen"}}, {"60 00 11 11", []string{"Kari Hansen"}}, {"rektor", []string{"Kari Hansen"}},
		{"%", []string{"Per 100% Olsen"}}, {"_", []string{}}, {`\`, []string{}}, {"kari olsen", []string{}}, {"", []string{"Kari Hansen", "Per 100% Olsen"}},
	} {
		equal(t, "words "+c.words, x.list(contact.Filter{Words: c.words}), c.want)
	}
	dir, err := x.s.PublicDirectory(t.Context(), x.id, contact.Filter{Words: "lokaler hansen"})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "directory by topic and name", names(dir.Rows), []string{"Kari Hansen"})
}

func TestExportLeavesATrace(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	x.person("Kari Hansen")
	name := func(int64) string { return "Lokaler" }
	header, rows, err := x.s.Export(t.Context(), x.staff, i18n.NB, contact.Names{Topic: name, Area: name}, contact.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	all := slices.Collect(rows)
	if len(all) != 1 || len(all[0]) != len(header) || all[0][0].Text != "Kari Hansen" || all[0][5].Text != "Lokaler" {
		t.Errorf("got %v under %v", all, header)
	}
	equal(t, "log", x.int(`select count(*) from audit_event where action = 'contact.export'`), int64(1))
}
