package venue_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/opening"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"
	"frivilligsentral/internal/venue"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
)

// two are two municipalities with an area, a unit and a coordinator each.
type two struct {
	t            *testing.T
	pool         *pgxpool.Pool
	s            *venue.Service
	id, other    int64
	staff, there account.Actor
	area, unit   int64
	theirArea    int64
	theirUnit    int64
	changed      []int64 // the venues that others are told of
	broken       error   // what stops them from being told
}

// Enqueue makes the world the queue of jobs.
func (w *two) Enqueue(_ context.Context, _ pgx.Tx, args river.JobArgs, _ *river.InsertOpts) error {
	w.changed = append(w.changed, args.(venue.ChangedArgs).VenueID)
	return w.broken
}

func newTwo(t *testing.T) *two {
	t.Helper()
	w := &two{t: t, pool: pgtest.Pool(t)}
	w.s = venue.NewService(venue.Deps{Pool: w.pool, Jobs: w})
	w.id, w.staff, w.area, w.unit = w.municipality("9901")
	w.other, w.there, w.theirArea, w.theirUnit = w.municipality("9902")
	return w
}

func (w *two) municipality(number string) (id int64, by account.Actor, area, unit int64) {
	id = w.int(`insert into municipality (number, name) values ($1, $1) returning id`, number)
	by = account.Actor{Door: account.StaffDoor, MunicipalityID: id, Name: "Ansatt", Role: account.Coordinator,
		AccountID: w.int(`insert into account (municipality_id, email, name, staff_role) values ($1, 'ansatt@prove.example', 'Ansatt', 'coordinator') returning id`, id)}
	area = w.int(`insert into area (municipality_id, slug, name) values ($1, 'nord', 'Nordbyen') returning id`, id)
	unit = w.int(`insert into municipal_unit (municipality_id, name) values ($1, 'Eiendom') returning id`, id)
	return id, by, area, unit
}

func (w *two) int(sql string, args ...any) (n int64) {
	w.t.Helper()
	if err := w.pool.QueryRow(context.Background(), sql, args...).Scan(&n); err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
	return n
}

func (w *two) venue(by account.Actor, name string, edit ...func(*venue.Venue)) int64 {
	w.t.Helper()
	v := venue.Venue{Name: name, Kind: "library", Active: true}
	for _, e := range edit {
		e(&v)
	}
	id, err := w.s.Create(w.t.Context(), by, v)
	if err != nil {
		w.t.Fatalf("create %s: %v", name, err)
	}
	return id
}

func (w *two) show(municipality, id int64) venue.Venue {
	w.t.Helper()
	v, err := w.s.PublicShow(w.t.Context(), municipality, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

func (w *two) list(f venue.Filter) venue.Page {
	w.t.Helper()
	p, err := w.s.List(w.t.Context(), w.staff, f)
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

// touch stores a venue's row anew: the database then comes upon it last unless it is told an order.
func (w *two) touch(id int64) {
	w.t.Helper()
	if _, err := w.pool.Exec(context.Background(), `update venue set updated_at = now() where id = $1`, id); err != nil {
		w.t.Fatal(err)
	}
}

func (w *two) found(id int64, lexeme string) bool {
	return w.int(`select count(*) from search_document where kind = 'venue' and id = $1 and lex::text like '%' || $2 || '%'`, id, lexeme) == 1
}

func names(all []venue.Venue) []string {
	out := []string{}
	for _, v := range all {
		out = append(out, v.Name)
	}
	return out
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// What is stored is read back whole, found by search, and logged.
func TestCreateAndUpdate(t *testing.T) {
	t.Parallel()
	w, ctx := newTwo(t), t.Context()
	lat, lon, room := 59.9, 10.7, 40
	full := venue.Venue{Name: "Grendehuset", Kind: "library", AreaID: &w.area, Address: "Storgata 1", PostalCode: "0301", Latitude: &lat, Longitude: &lon,
		Capacity: &room, Accessibility: []string{"lift"}, Equipment: "Prosjektor", Description: "To saler", UnitID: &w.unit, Active: true,
		Opening: opening.Hours{Week: [7][]opening.Interval{{{From: "09:00", To: "15:00"}, {From: "18:00", To: "24:00"}}}, ClosedOnHolidays: true, Exceptions: []opening.Exception{
			{From: "2190-12-24", To: "2190-12-26", Open: []opening.Interval{{From: "10:00", To: "12:00"}}, Note: "Jul"}, {From: "2020-01-01", To: "2020-01-01"},
		}}}
	id, err := w.s.Create(ctx, w.staff, full)
	if err != nil {
		t.Fatal(err)
	}
	full.ID, full.MunicipalityID, full.Version = id, w.id, 1
	full.Opening.Exceptions = full.Opening.Exceptions[:1] // the other is over
	ignoreTime := cmpopts.IgnoreFields(venue.Venue{}, "UpdatedAt")
	if diff := cmp.Diff(full, w.show(w.id, id), ignoreTime); diff != "" {
		t.Errorf("created (-want +got):\n%s", diff)
	}
	if !w.found(id, "grendehus") || !w.found(id, fmt.Sprint("~a", w.area, "'")) {
		t.Error("search does not know the new venue with its area")
	}
	neighbour := w.venue(w.staff, "Nabohuset")

	w.changed = nil
	north, east, seats := 60.1, 11.2, 41
	full = venue.Venue{ID: id, MunicipalityID: w.id, Name: "Samfunnshuset", Kind: "gym_hall", Address: "Storgata 2", PostalCode: "0302", Latitude: &north, Longitude: &east,
		Capacity: &seats, Accessibility: []string{}, Equipment: "Ribbevegg", Description: "En sal", Active: true, Version: 1}
	stale := full
	if err := w.s.Update(ctx, w.staff, full); err != nil {
		t.Fatal(err)
	}
	full.Version = 2
	if diff := cmp.Diff(full, w.show(w.id, id), ignoreTime); diff != "" {
		t.Errorf("changed (-want +got):\n%s", diff)
	}
	if !w.found(id, "samfunnshus") || w.found(id, "grendehus") {
		t.Error("search knows the venue by its old name")
	}
	if got := w.show(w.id, neighbour); got.Name != "Nabohuset" || got.Version != 1 {
		t.Errorf("the neighbour after the change: got %+v", got)
	}
	same(t, "told of the change", w.changed, []int64{id})
	if err := w.s.Update(ctx, w.staff, stale); !fault.Is(err, fault.Conflict) {
		t.Errorf("an old version: got %v, want a conflict", err)
	}
	full.Active = false
	if err := w.s.Update(ctx, w.staff, full); err != nil {
		t.Fatal(err)
	}
	if w.found(id, "") {
		t.Error("search finds a venue that is not in use")
	}
	if got := w.show(w.id, id); got.Active {
		t.Error("the venue is still in use")
	}
	if got := w.int(`select count(*) from audit_event where object = 'venue' and object_id = $1 and detail ->> 'name' = 'Samfunnshuset' and action = 'venue.update'`, id); got != 2 {
		t.Errorf("logged changes: got %d, want 2", got)
	}
	if got := w.int(`select count(*) from audit_event where object_id = $1 and action = 'venue.create' and actor_id = $2`, id, w.staff.AccountID); got != 1 {
		t.Errorf("logged creations: got %d, want 1", got)
	}
	broken := errors.New("cannot")
	w.broken = broken
	full.Version, full.Name = 3, "Noe annet"
	if err := w.s.Update(ctx, w.staff, full); !errors.Is(err, broken) || w.show(w.id, id).Name != "Samfunnshuset" {
		t.Errorf("when those told of the change fail nothing is changed: got %v", err)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	w, ctx := newTwo(t), t.Context()
	id := w.venue(w.staff, "Grendehuset")
	reader := w.staff
	reader.Role = account.Reader
	for _, c := range []struct {
		name  string
		by    account.Actor
		edit  func(*venue.Venue)
		kind  fault.Kind
		field string
	}{
		{"a reader", reader, func(*venue.Venue) {}, fault.Forbidden, ""},
		{"no name", w.staff, func(v *venue.Venue) { v.Name = "" }, fault.Invalid, "navn"},
		{"another municipality's area", w.staff, func(v *venue.Venue) { v.AreaID = &w.theirArea }, fault.Invalid, "omrade"},
		{"an area that is not", w.staff, func(v *venue.Venue) { n := int64(999999); v.AreaID = &n }, fault.Invalid, "omrade"},
		{"another municipality's unit", w.staff, func(v *venue.Venue) { v.UnitID = &w.theirUnit }, fault.Invalid, "enhet"},
		{"a unit that is not", w.staff, func(v *venue.Venue) { n := int64(999999); v.UnitID = &n }, fault.Invalid, "enhet"},
	} {
		v := w.show(w.id, id)
		c.edit(&v)
		_, created := w.s.Create(ctx, c.by, v)
		for what, err := range map[string]error{"create": created, "update": w.s.Update(ctx, c.by, v)} {
			if !fault.Is(err, c.kind) || c.field != "" && !fault.FieldsOf(err).Has(c.field) {
				t.Errorf("%s, %s: got %v, want kind %d on %q", c.name, what, err, c.kind, c.field)
			}
		}
	}
	v := w.show(w.id, id)
	if err := w.s.Update(ctx, w.there, v); !fault.Is(err, fault.NotFound) {
		t.Errorf("changed from another municipality: got %v, want not found", err)
	}
	if _, err := w.s.PublicShow(ctx, w.other, id); !fault.Is(err, fault.NotFound) || fault.Text(err) != "Vi finner ikke stedet." {
		t.Errorf("seen from another municipality: got %v, want not found", err)
	}
	if got := w.int(`select count(*) from venue`); got != 1 {
		t.Errorf("venues after refusals: got %d, want 1", got)
	}
}

// The same names stand in both municipalities: neither sees the other's.
func TestChoices(t *testing.T) {
	t.Parallel()
	w, ctx := newTwo(t), t.Context()
	closed := func(v *venue.Venue) { v.Active = false }
	b, a := w.venue(w.staff, "Bedehuset"), w.venue(w.staff, "Aulaen")
	a2 := w.venue(w.staff, "Aulaen")
	w.touch(a)
	gone := w.venue(w.staff, "Cirkus", closed)
	theirs := w.venue(w.there, "Aulaen")
	choices, err := w.s.PublicChoices(ctx, w.id)
	if err != nil {
		t.Fatal(err)
	}
	ids := []int64{}
	for _, v := range choices {
		ids = append(ids, v.ID)
	}
	same(t, "choices by name", ids, []int64{a, a2, b})
	rows, err := w.s.PublicByIDs(ctx, w.id, []int64{b, theirs, gone, a})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "found, in the order asked for", names(rows), []string{"Bedehuset", "Aulaen"})
	if rows, err := w.s.PublicByIDs(ctx, w.id, nil); err != nil || rows != nil {
		t.Errorf("none asked for: got %v, %v", rows, err)
	}
}

func TestListFilters(t *testing.T) {
	t.Parallel()
	w := newTwo(t)
	w.venue(w.staff, "Biblioteket", func(v *venue.Venue) { v.Address = "Torget 5"; v.AreaID = &w.area })
	w.venue(w.staff, "Aulaen", func(v *venue.Venue) { v.Kind = "auditorium"; v.Active = false })
	w.venue(w.staff, "100% kultur", func(v *venue.Venue) { v.Kind = "other" })
	w.venue(w.there, "Biblioteket")
	for _, c := range []struct {
		name string
		f    venue.Filter
		want []string
	}{
		{"all, those out of use too", venue.Filter{}, []string{"100% kultur", "Aulaen", "Biblioteket"}},
		{"by name", venue.Filter{Words: "BIBLIO"}, []string{"Biblioteket"}},
		{"by name and address", venue.Filter{Words: "torget bib"}, []string{"Biblioteket"}},
		{"one word does not fit", venue.Filter{Words: "bib storgata"}, []string{}},
		{"a per cent sign is one", venue.Filter{Words: "%"}, []string{"100% kultur"}},
		{"the ninth word is not asked for", venue.Filter{Words: "a u l a e n a u zzz"}, []string{"Aulaen"}},
		{"by kind", venue.Filter{Kind: "auditorium"}, []string{"Aulaen"}},
		{"by area", venue.Filter{Area: w.area}, []string{"Biblioteket"}},
		{"another's area", venue.Filter{Area: w.theirArea}, []string{}},
	} {
		same(t, c.name, names(w.list(c.f).Rows), c.want)
	}
}

// Pages go there and back; two of one name stand in the order that they were made.
func TestListPages(t *testing.T) {
	t.Parallel()
	w := newTwo(t)
	ids := []int64{}
	for _, name := range strings.Fields("E D B B B A") {
		ids = append(ids, w.venue(w.staff, name))
	}
	w.touch(ids[2])
	ids = []int64{ids[5], ids[2], ids[3], ids[4], ids[1], ids[0]}
	w.venue(w.there, "C")
	page := func(f venue.Filter) ([]int64, venue.Page) {
		p, got := w.list(f), []int64{}
		for _, v := range p.Rows {
			got = append(got, v.ID)
		}
		return got, p
	}
	first, p1 := page(venue.Filter{Limit: 2})
	second, p2 := page(venue.Filter{Limit: 2, After: p1.Next})
	third, p3 := page(venue.Filter{Limit: 2, After: p2.Next})
	same(t, "there", slices.Concat(first, second, third), ids)
	same(t, "ends", []string{p1.Prev, p3.Next}, []string{"", ""})
	back, b2 := page(venue.Filter{Limit: 2, Before: p3.Prev})
	same(t, "back to the second", back, second)
	back, b1 := page(venue.Filter{Limit: 2, Before: b2.Prev})
	same(t, "back to the first", back, first)
	same(t, "beside the first", []string{b1.Prev, b1.Next}, []string{"", p1.Next})
	same(t, "beside the second", []string{b2.Prev, b2.Next}, []string{p2.Prev, p2.Next})
	if _, err := w.pool.Exec(t.Context(), `insert into venue (municipality_id, name, kind) select $1, 'Z' || n, 'other' from generate_series(1, 600) n`, w.id); err != nil {
		t.Fatal(err)
	}
	for limit, want := range map[int]int{0: 50, -1: 50, 1: 1, 500: 500} {
		if rows, _ := page(venue.Filter{Limit: limit}); len(rows) != want {
			t.Errorf("limit %d: got %d rows, want %d", limit, len(rows), want)
		}
	}
}

// Search learns what was stored at once, of this municipality only.
func TestIndexAll(t *testing.T) {
	t.Parallel()
	w := newTwo(t)
	here, there := w.venue(w.staff, "Grendehuset"), w.venue(w.there, "Grendehuset")
	if _, err := w.pool.Exec(t.Context(), `delete from search_document`); err != nil {
		t.Fatal(err)
	}
	if err := postgres.InTx(t.Context(), w.pool, func(ctx context.Context, tx pgx.Tx) error { return venue.IndexAll(ctx, tx, w.id) }); err != nil {
		t.Fatal(err)
	}
	if !w.found(here, "grendehus") || w.found(there, "") {
		t.Error("search knows the wrong municipality's venues")
	}
}
