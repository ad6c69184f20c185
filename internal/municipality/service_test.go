package municipality

import (
	"context"
	"errors"
	"frivilligsentral/internal/opening"
	"testing"
	"time"

	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres/pgtest"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgxpool"
)

var errNo = errors.New("may not")

// editor may do what it is told that it may.
type editor struct {
	municipality    int64
	codes, settings bool
}

func (e editor) MayEditCodes() error {
	if !e.codes {
		return errNo
	}
	return nil
}

func (e editor) MayEditSettings() error {
	if !e.settings {
		return errNo
	}
	return nil
}

func (e editor) Audit() audit.Actor {
	return audit.Actor{Kind: "staff", ID: 7, Name: "Kari", MunicipalityID: e.municipality}
}

// two are two municipalities with a portal each.
type two struct {
	t         *testing.T
	pool      *pgxpool.Pool
	s         *Service
	id, other int64
	by, there editor
}

func newTwo(t *testing.T) *two {
	t.Helper()
	w := &two{t: t, pool: pgtest.Pool(t)}
	w.s = NewService(Deps{Pool: w.pool})
	w.exec(`insert into municipality (number, name) values ('9901', 'Prøve'), ('9902', 'Nabo'), ('9903', 'Uten portal')`)
	w.id, w.other = w.host("9901", "prove.example"), w.host("9902", "nabo.example")
	w.by, w.there = editor{w.id, true, true}, editor{w.other, true, true}
	return w
}

func (w *two) host(number, host string) int64 {
	w.t.Helper()
	id, err := w.s.AddHost(w.t.Context(), number, host)
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

func (w *two) exec(sql string, args ...any) {
	w.t.Helper()
	if _, err := w.pool.Exec(context.Background(), sql, args...); err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
}

func (w *two) int(sql string, args ...any) (n int) {
	w.t.Helper()
	if err := w.pool.QueryRow(context.Background(), sql, args...).Scan(&n); err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
	return n
}

func (w *two) site(id int64) *Site {
	w.t.Helper()
	site, err := w.s.Site(w.t.Context(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return site
}

func (w *two) logged(action, object string, id int64, name string) bool {
	return w.int(`select count(*) from audit_event where action = $1 and object = $2 and object_id = $3 and detail ->> 'name' = $4 and actor_id = 7`, action, object, id, name) == 1
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func wantKind(t *testing.T, what string, err error, kind fault.Kind, field string) {
	t.Helper()
	if !fault.Is(err, kind) || field != "" && !fault.FieldsOf(err).Has(field) {
		t.Errorf("%s: got %v, want kind %d on %q", what, err, kind, field)
	}
}

func TestAreas(t *testing.T) {
	t.Parallel()
	w, ctx := newTwo(t), t.Context()
	w.site(w.id) // is in memory, and must be read anew after each change
	save := func(by editor, a Area) (int64, error) { return w.s.SaveArea(ctx, by, a) }
	parent, err := save(w.by, Area{Name: "Sør", Kind: "bydel", Active: true})
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := save(w.there, Area{Name: "Sør", Kind: "bydel", Active: true})
	if err != nil {
		t.Fatal(err)
	}
	id, err := save(w.by, Area{Name: "Åsen", Kind: "grend", ParentID: &parent, Sort: 2, Active: true})
	if err != nil {
		t.Fatal(err)
	}
	want := Area{ID: id, MunicipalityID: w.id, Slug: "asen", Name: "Åsen", Kind: "grend", ParentID: &parent, Sort: 2, Active: true, Version: 1}
	got, _ := w.site(w.id).AreaByID(id)
	same(t, "made", got, want)
	if !w.logged("area.create", "area", id, "Åsen") {
		t.Error("the making is not logged")
	}

	want = Area{ID: id, MunicipalityID: w.id, Slug: "ny", Name: "Ny", Kind: "tettsted", Sort: -1, Version: 1}
	stale := want
	if _, err := save(w.by, want); err != nil {
		t.Fatal(err)
	}
	want.Version = 2
	got, _ = w.site(w.id).AreaBySlug("ny")
	same(t, "changed", got, want)
	if !w.logged("area.update", "area", id, "Ny") {
		t.Error("the change is not logged")
	}
	other, _ := w.site(w.id).AreaByID(parent)
	same(t, "the one beside it", other.Version, 1)
	same(t, "by sort", w.site(w.id).Areas, []Area{want, other})
	same(t, "to choose among", w.site(w.id).ActiveAreas(), []Area{other})
	if _, ok := w.site(w.id).AreaByID(theirs); ok {
		t.Error("another municipality's area is on the site")
	}
	if _, ok := w.site(w.id).AreaBySlug("asen"); ok {
		t.Error("the old slug still finds the area")
	}

	_, err = save(w.by, stale)
	wantKind(t, "an old version", err, fault.Conflict, "")
	_, err = save(w.there, want)
	wantKind(t, "from another municipality", err, fault.Conflict, "")
	_, err = save(w.by, Area{Name: "Sør", Kind: "bydel"})
	wantKind(t, "a taken slug", err, fault.Invalid, "adresse")
	_, err = save(w.by, Area{Name: "Nord", Kind: "bydel", ParentID: &theirs})
	wantKind(t, "under another municipality's", err, fault.Invalid, "over")
	_, err = save(w.by, Area{Name: "Nord", Kind: "fylke"})
	wantKind(t, "an unknown kind", err, fault.Invalid, "type")
	if _, err := save(editor{w.id, false, true}, Area{Name: "Nord", Kind: "bydel"}); !errors.Is(err, errNo) {
		t.Errorf("without the right: got %v", err)
	}
}

func TestAreaUnderItsOwn(t *testing.T) {
	t.Parallel()
	w, ctx := newTwo(t), t.Context()
	var ids [3]int64
	for i, name := range []string{"Øverst", "Midt", "Nederst"} {
		a := Area{Name: name, Kind: "grend", Active: true}
		if i > 0 {
			a.ParentID = &ids[i-1]
		}
		id, err := w.s.SaveArea(ctx, w.by, a)
		if err != nil {
			t.Fatal(err)
		}
		ids[i] = id
	}
	top, _ := w.site(w.id).AreaByID(ids[0])
	top.ParentID = &ids[2]
	_, err := w.s.SaveArea(ctx, w.by, top)
	wantKind(t, "the top under the bottom", err, fault.Invalid, "over")
	bottom, _ := w.site(w.id).AreaByID(ids[2])
	bottom.ParentID = &ids[0]
	if _, err := w.s.SaveArea(ctx, w.by, bottom); err != nil {
		t.Errorf("the bottom right under the top: got %v", err)
	}
	bottom.ParentID, bottom.Version = nil, 2
	if _, err := w.s.SaveArea(ctx, w.by, bottom); err != nil {
		t.Errorf("the bottom by itself: got %v", err)
	}
}

func TestCodes(t *testing.T) {
	t.Parallel()
	w, ctx := newTwo(t), t.Context()
	from, to, young, old := 6, 12, 7, 13
	ids := map[List]int64{}
	for _, kept := range CodeLists {
		list := kept.List
		if _, err := w.s.SaveCode(ctx, w.there, Code{List: list, NameNB: "Barn", Active: true}); err != nil {
			t.Fatal(err)
		}
		id, err := w.s.SaveCode(ctx, w.by, Code{List: list, NameNB: "Barn", NameNN: "Born", NameEN: "Children", Pictogram: "barn", AgeMin: &from, AgeMax: &to, Sort: 3, Active: true})
		if err != nil {
			t.Fatal(err)
		}
		ids[list] = id
		want := Code{ID: id, MunicipalityID: w.id, List: list, Slug: "barn", NameNB: "Barn", NameNN: "Born", NameEN: "Children", Pictogram: "barn", AgeMin: &from, AgeMax: &to, Sort: 3, Active: true, Version: 1}
		same(t, "the list "+string(list), w.site(w.id).Codes(list), []Code{want})
		got, ok := w.site(w.id).CodeByID(id)
		same(t, "by id", []any{got, ok}, []any{want, true})
		got, ok = w.site(w.id).CodeBySlug(list, "barn")
		same(t, "by slug", []any{got, ok}, []any{want, true})
	}
	if !w.logged("code.create", "code", ids[Topics], "Barn") {
		t.Error("the making is not logged")
	}
	want := Code{ID: ids[Topics], MunicipalityID: w.id, List: Topics, Slug: "unge", NameNB: "Unge", NameNN: "Ungdom", NameEN: "Youth", Pictogram: "unge", AgeMin: &young, AgeMax: &old, Sort: 1, Version: 1}
	moved := want
	moved.List = Categories
	_, err := w.s.SaveCode(ctx, w.by, moved)
	wantKind(t, "moved to another list", err, fault.Conflict, "")
	_, err = w.s.SaveCode(ctx, w.there, want)
	wantKind(t, "from another municipality", err, fault.Conflict, "")
	if _, err := w.s.SaveCode(ctx, w.by, want); err != nil {
		t.Fatal(err)
	}
	_, err = w.s.SaveCode(ctx, w.by, want)
	wantKind(t, "an old version", err, fault.Conflict, "")
	want.Version = 2
	same(t, "changed", w.site(w.id).Codes(Topics), []Code{want})
	same(t, "nothing left to choose", len(w.site(w.id).ActiveCodes(Topics)), 0)
	same(t, "the other list", w.site(w.id).ActiveCodes(Categories)[0].NameNB, "Barn")
	_, err = w.s.SaveCode(ctx, w.by, Code{List: Topics, NameNB: ""})
	wantKind(t, "no name", err, fault.Invalid, "navn")
	if _, err := w.s.SaveCode(ctx, editor{w.id, false, true}, Code{List: Topics, NameNB: "Eldre"}); !errors.Is(err, errNo) {
		t.Errorf("without the right: got %v", err)
	}
	for _, name := range []string{"C", "A", "B"} {
		if _, err := w.s.SaveCode(ctx, w.by, Code{List: Topics, NameNB: name, Active: true}); err != nil {
			t.Fatal(err)
		}
	}
	var names []string
	for _, c := range w.site(w.id).Codes(Topics) {
		names = append(names, c.NameNB)
	}
	same(t, "by sort, then name", names, []string{"A", "B", "C", "Unge"})
	for _, a := range []Area{{Name: "C"}, {Name: "A"}, {Name: "B", Sort: -1}} {
		a.Kind = "grend"
		if _, err := w.s.SaveArea(ctx, w.by, a); err != nil {
			t.Fatal(err)
		}
	}
	names = nil
	for _, a := range w.site(w.id).Areas {
		names = append(names, a.Name)
	}
	same(t, "areas by sort, then name", names, []string{"B", "A", "C"})
	site := w.site(w.id)
	_, byID := site.CodeByID(999999)
	_, bySlug := site.CodeBySlug("colour", "barn")
	same(t, "what is not there", []bool{byID, bySlug}, []bool{false, false})
}

func TestSettings(t *testing.T) {
	t.Parallel()
	w, ctx := newTwo(t), t.Context()
	w.site(w.id)
	m := w.site(w.id).Municipality
	m.DefaultLang, m.Theme, m.Controller, m.PrivacyEmail, m.AccessibilityURL = i18n.NN, "kommune2", "Kommunedirektøren", "ombud@prove.example", "https://uustatus.example/1"
	m.ApproveActivities, m.SignupHoldMinutes, m.SignupOfferHours, m.GuardianAge, m.SignupUnprovedPercent, m.ContactPublicDays = false, 31, 25, 16, 40, 60
	before := w.site(w.other).Municipality
	if err := w.s.SaveSettings(ctx, w.by, m); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "an old version", w.s.SaveSettings(ctx, w.by, m), fault.Conflict, "")
	m.Version++
	same(t, "changed", w.site(w.id).Municipality, m)
	w.s.Forget(w.other)
	same(t, "the neighbour", w.site(w.other).Municipality, before)
	if !w.logged("municipality.update", "municipality", w.id, "Prøve") {
		t.Error("the change is not logged")
	}
	m.Theme = "rosa"
	wantKind(t, "unknown colours", w.s.SaveSettings(ctx, w.by, m), fault.Invalid, "farger")
	if err := w.s.SaveSettings(ctx, editor{w.id, true, false}, m); !errors.Is(err, errNo) {
		t.Errorf("without the right: got %v", err)
	}
}

func TestCentres(t *testing.T) {
	t.Parallel()
	w, ctx := newTwo(t), t.Context()
	first, nr := w.site(w.id).Centre(), "974760673"
	same(t, "the centre to begin with", first.Name, "Prøve frivilligsentral")
	beside, err := w.s.SaveCentre(ctx, w.by, Centre{Name: "Vest frivilligsentral", OwnerForm: "municipal", Sort: 9})
	if err != nil {
		t.Fatal(err)
	}
	c := Centre{ID: first.ID, MunicipalityID: w.id, Name: "Nord frivilligsentral", OwnerForm: "association", OrgNr: &nr, Address: "Storgata 1", PostalCode: "0301",
		Opening: opening.Hours{Week: [7][]opening.Interval{{{From: "09:00", To: "15:00"}}}, ClosedOnHolidays: true}, OpeningNote: "Stengt i juli", Phone: "+4722334455", Email: "nord@prove.example",
		About: map[string]string{"nb": "Velkommen"}, Sort: 5, Version: 1}
	if _, err := w.s.SaveCentre(ctx, w.by, c); err != nil {
		t.Fatal(err)
	}
	_, err = w.s.SaveCentre(ctx, w.by, c)
	wantKind(t, "an old version", err, fault.Conflict, "")
	c.Version = 2
	_, err = w.s.SaveCentre(ctx, w.there, c)
	wantKind(t, "from another municipality", err, fault.Conflict, "")
	same(t, "changed", w.site(w.id).Centre(), c)
	same(t, "the one beside it", w.site(w.id).Centres[1].Name, "Vest frivilligsentral")
	if !w.logged("centre.update", "centre", c.ID, c.Name) {
		t.Error("the change is not logged")
	}
	ids := []int64{}
	for range 2 {
		id, err := w.s.SaveCentre(ctx, w.by, Centre{Name: "Sør frivilligsentral", OwnerForm: "municipal"})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	w.exec(`update centre set phone = '' where id = $1`, ids[0])
	w.s.Forget(w.id)
	got := []int64{}
	for _, c := range w.site(w.id).Centres {
		got = append(got, c.ID)
	}
	same(t, "by sort, then age", got, []int64{ids[0], ids[1], c.ID, beside})
	same(t, "the neighbour's", len(w.site(w.other).Centres), 1)
	_, err = w.s.SaveCentre(ctx, w.by, Centre{Name: "Huset", OwnerForm: "municipal"})
	wantKind(t, "a name without the word", err, fault.Invalid, "navn")
	if _, err := w.s.SaveCentre(ctx, editor{w.id, true, false}, c); !errors.Is(err, errNo) {
		t.Errorf("without the right: got %v", err)
	}
	same(t, "a site without a centre", (&Site{Municipality: Municipality{Name: "Nabo"}}).Centre().Name, "Nabo frivilligsentral")
}

// A host moves from one municipality to another; both sites know at once.
func TestHosts(t *testing.T) {
	t.Parallel()
	w, ctx := newTwo(t), t.Context()
	byHost := func(host string) int64 {
		t.Helper()
		site, err := w.s.ByHost(ctx, host)
		if err != nil {
			t.Fatalf("%s: %v", host, err)
		}
		return site.ID
	}
	same(t, "each its own", []int64{byHost("prove.example"), byHost("Nabo.EXAMPLE")}, []int64{w.id, w.other})
	w.exec(`update municipality set controller = '' where id = $1`, w.id)
	tenants, err := w.s.Tenants(ctx)
	if err != nil {
		t.Fatal(err)
	}
	ids := []int64{}
	for _, m := range tenants {
		ids = append(ids, m.ID)
	}
	same(t, "those with a portal", ids, []int64{w.id, w.other})
	same(t, "canonical hosts", []string{w.site(w.id).Host, w.site(w.other).Host}, []string{"prove.example", "nabo.example"})
	w.host("9901", "a.example")
	w.host("9901", "Frivillig.Prove.example")
	w.exec(`update municipality_host set canonical = host = 'frivillig.prove.example' where municipality_id = $1`, w.id)
	w.s.Forget(w.id)
	same(t, "the canonical of several", w.site(w.id).Host, "frivillig.prove.example")
	w.exec(`update municipality_host set canonical = false`)
	w.s.Forget(w.id)
	same(t, "the first of several", w.site(w.id).Host, "a.example")
	same(t, "a host is moved", w.host("9902", "a.example"), w.other)
	same(t, "and is found there", byHost("a.example"), w.other)
	if got := w.int(`select count(*) from centre`); got != 2 {
		t.Errorf("centres: got %d, want one each", got)
	}
	if got := w.int(`select count(*) from audit_event where action = 'municipality.host' and object = 'municipality' and object_id = $1 and detail ->> 'host' = 'a.example' and actor_kind = 'command'`, w.other); got != 1 {
		t.Errorf("logged: got %d, want 1", got)
	}
	_, err = w.s.ByHost(ctx, "ukjent.example")
	wantKind(t, "an unknown host", err, fault.NotFound, "")
	_, err = w.s.AddHost(ctx, "9999", "ukjent.example")
	wantKind(t, "an unknown municipality", err, fault.NotFound, "")
	w.exec(`update municipality set valid_to = '2026-01-01' where number = '9903'`)
	_, err = w.s.AddHost(ctx, "9903", "gammel.example")
	wantKind(t, "a municipality that is no more", err, fault.NotFound, "")
	_, err = w.s.Site(ctx, 999999)
	wantKind(t, "an unknown site", err, fault.NotFound, "")
}

// What is in memory is shown for a while after another process changed it, and no longer.
func TestMemory(t *testing.T) {
	t.Parallel()
	w, ctx := newTwo(t), t.Context()
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	w.s = NewService(Deps{Pool: w.pool, Now: func() time.Time { return now }})
	w.site(w.id)
	if _, err := w.s.ByHost(ctx, "prove.example"); err != nil {
		t.Fatal(err)
	}
	w.exec(`update municipality set controller = 'Ny' where id = $1`, w.id)
	w.exec(`update municipality_host set host = 'ny.example' where host = 'prove.example'`)
	now = now.Add(siteLife - time.Second)
	same(t, "from memory", w.site(w.id).Controller, "")
	if _, err := w.s.ByHost(ctx, "prove.example"); err != nil {
		t.Errorf("hosts from memory: got %v", err)
	}
	now = now.Add(2 * time.Second)
	same(t, "read anew", w.site(w.id).Controller, "Ny")
	if _, err := w.s.ByHost(ctx, "prove.example"); !fault.Is(err, fault.NotFound) {
		t.Errorf("hosts read anew: got %v, want not found", err)
	}
	if err := w.s.EnsureNationalLists(ctx); err != nil {
		t.Fatal(err)
	}
	list, err := w.s.ICNPO(ctx)
	if err != nil || len(list) != len(codelist.ICNPO()) {
		t.Fatalf("classes: got %d, %v", len(list), err)
	}
	for i, c := range list[1:] {
		if before := list[i].Code; len(before) > len(c.Code) || len(before) == len(c.Code) && before >= c.Code {
			t.Errorf("order: %s before %s", before, c.Code)
		}
	}
	w.exec(`delete from icnpo`)
	if again, err := w.s.ICNPO(ctx); err != nil || len(again) != len(list) {
		t.Errorf("classes from memory: got %d, %v", len(again), err)
	}
	same(t, "places", []string{w.s.PostalPlace("0001"), w.s.PostalPlace("0000")}, []string{"Oslo", ""})
}

// Names that changed are mended; others are not written.
func TestEnsureNationalListsMends(t *testing.T) {
	t.Parallel()
	ctx, pool := t.Context(), pgtest.Pool(t)
	w := &two{t: t, pool: pool, s: NewService(Deps{Pool: pool})}
	if err := w.s.EnsureNationalLists(ctx); err != nil {
		t.Fatal(err)
	}
	rows := `select (select count(*) from municipality where xmin::text::bigint >= $1::bigint) + (select count(*) from postal_code where xmin::text::bigint >= $1::bigint)
		+ (select count(*) from icnpo where xmin::text::bigint >= $1::bigint)`
	next := func() int { return w.int(`select pg_current_xact_id()::text::int`) }
	for _, wrong := range []string{
		`update municipality set name = 'X' where number = '0301'`, `update municipality set parallel_name = 'X' where number = '0301'`,
		`update municipality set county_number = 'X' where number = '0301'`, `update municipality set county = 'X' where number = '0301'`,
		`update postal_code set place = 'X' where code = '0001'`, `update icnpo set name_nb = 'X' where code = '1100'`,
		`update icnpo set name_nn = 'X' where code = '1100'`, `update icnpo set active = not active where code = '1100'`,
	} {
		w.exec(wrong)
		since := next()
		if err := w.s.EnsureNationalLists(ctx); err != nil {
			t.Fatal(err)
		}
		if got := w.int(rows, since); got != 1 {
			t.Errorf("%s: %d rows written, want 1", wrong, got)
		}
		if w.int(`select (select count(*) from municipality where 'X' in (name, parallel_name, county_number, county)) + (select count(*) from postal_code where place = 'X')
			+ (select count(*) from icnpo where 'X' in (name_nb, name_nn))`) != 0 {
			t.Errorf("%s: not mended", wrong)
		}
	}
	since := next()
	if err := w.s.EnsureNationalLists(ctx); err != nil {
		t.Fatal(err)
	}
	if got := w.int(rows, since); got != 0 {
		t.Errorf("once more: %d rows written, want none", got)
	}
}
