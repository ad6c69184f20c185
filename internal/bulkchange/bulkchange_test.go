package bulkchange_test

// What a change does to each kind of record, what it leaves, and what comes back.

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/bulkchange"
	"frivilligsentral/internal/config"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/jobs/jobstest"
	"frivilligsentral/internal/portal"
	"frivilligsentral/internal/seal"

	"github.com/google/go-cmp/cmp"
)

// town is a portal on the database of a world of activities, with a contact manager.
type town struct {
	*activitytest.World
	*portal.Portal
	t        testing.TB
	contacts account.Actor
	rooms    int64 // topics
	kids     int64
	unit     int64
	south    int64 // an area
}

func newTown(t testing.TB) *town {
	t.Helper()
	w := activitytest.New(t)
	cfg, err := config.FromEnv(func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	cfg.SealKey = seal.NewKey()
	x := &town{World: w, t: t}
	if x.Portal, err = portal.New(w.Pool, portal.Options{Config: cfg, Now: func() time.Time { return w.Now }}); err != nil {
		t.Fatal(err)
	}
	x.contacts = w.Staff
	x.contacts.Role = account.ContactManager
	x.rooms, x.kids = x.code("lokaler"), x.code("barn")
	x.unit = w.ID(t, `insert into municipal_unit (municipality_id, name) values ($1, 'Kultur') returning id`, w.Staff.MunicipalityID)
	x.south = w.ID(t, `insert into area (municipality_id, slug, name) values ($1, 'sor', 'Sør') returning id`, w.Staff.MunicipalityID)
	return x
}

func (x *town) code(slug string) int64 {
	return x.ID(x.t, `insert into code (municipality_id, list, slug, name_nb) values ($1, 'topic', $2, $2) returning id`, x.Staff.MunicipalityID, slug)
}

// person is a public contact for rooms, in the areas.
func (x *town) person(name string, areas ...int64) int64 {
	id := x.ID(x.t, `insert into contact (municipality_id, name, email, public, valid_from) values ($1, $2, 'x@solvik.example', true, '2020-01-01') returning id`, x.Staff.MunicipalityID, name)
	x.ID(x.t, `insert into contact_topic (contact_id, code_id) values ($1, $2) returning code_id`, id, x.rooms)
	for _, a := range areas {
		x.ID(x.t, `insert into contact_area (contact_id, area_id) values ($1, $2) returning area_id`, id, a)
	}
	return id
}

func text(ids ...int64) []string {
	out := []string{}
	for _, id := range ids {
		out = append(out, strconv.FormatInt(id, 10))
	}
	return out
}

func edit(field string, how bulkchange.How, values ...string) bulkchange.Edit {
	return bulkchange.Edit{Field: field, How: how, Values: append([]string{}, values...)}
}

func (x *town) preview(by account.Actor, n bulkchange.Noun, ids []int64, edits ...bulkchange.Edit) int64 {
	x.t.Helper()
	id, err := x.BulkChanges.Preview(x.t.Context(), by, n, ids, edits, "")
	if err != nil {
		x.t.Fatalf("preview: %v", err)
	}
	return id
}

// outcomes are the rows of a change: name, outcome, and what is said of it.
func (x *town) outcomes(by account.Actor, id int64) []string {
	x.t.Helper()
	page, err := x.BulkChanges.Rows(x.t.Context(), by, id, bulkchange.RowParams{Limit: 100})
	if err != nil {
		x.t.Fatal(err)
	}
	var out []string
	for _, r := range page.Rows {
		line := r.Label + " " + string(r.Outcome)
		for _, remark := range r.Remarks {
			line += ": " + remark.In(i18n.NB)
		}
		out = append(out, line)
	}
	return out
}

func (x *town) want(by account.Actor, id int64, want ...string) {
	x.t.Helper()
	if diff := cmp.Diff(want, x.outcomes(by, id)); diff != "" {
		x.t.Errorf("rows (-want +got):\n%s", diff)
	}
}

func (x *town) store(by account.Actor, id int64) bulkchange.State {
	x.t.Helper()
	state, err := x.BulkChanges.Store(x.t.Context(), by, id)
	if err != nil {
		x.t.Fatalf("store: %v", err)
	}
	return state
}

func (x *town) undo(by account.Actor, id int64) bulkchange.State {
	x.t.Helper()
	state, err := x.BulkChanges.Undo(x.t.Context(), by, id)
	if err != nil {
		x.t.Fatalf("undo: %v", err)
	}
	return state
}

func (x *town) int(sql string, args ...any) int64 { x.t.Helper(); return x.ID(x.t, sql, args...) }

// logged is how many lines of an action the log has of one record.
func (x *town) logged(action string, id int64) int64 {
	return x.int(`select count(*) from audit_event where action = $1 and object_id = $2`, action, id)
}

func TestContactsChangeAndComeBack(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	whole, north, both := x.person("Anne"), x.person("Berit", x.Area), x.person("Carl", x.Area, x.south)
	was := x.Int64(`select version from contact where id = $1`, whole)
	id := x.preview(x.contacts, bulkchange.Contacts, []int64{whole, north, both, 987654},
		edit("tema", bulkchange.Add, text(x.kids)...), edit("enhet", bulkchange.Replace, text(x.unit)...), edit("omrade", bulkchange.Remove, text(x.Area)...))
	only := "Har ingen andre områder, og ville ha svart for hele kommunen. Bytt ut områdene i stedet."
	preview := []string{"Anne changed", "Berit refused: " + only, "Carl changed", " refused: Finnes ikke lenger."}
	x.want(x.contacts, id, preview...)
	if n := x.int(`select count(*) from contact_topic where code_id = $1`, x.kids); n != 0 || x.Int64(`select version from contact where id = $1`, whole) != was {
		t.Error("looking has changed something")
	}
	if state := x.store(x.contacts, id); state != bulkchange.Stored {
		t.Errorf("got %s", state)
	}
	x.want(x.contacts, id, preview...)
	got := func(id int64) string {
		c, err := x.Contacts.Show(t.Context(), x.contacts, id)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(c.UnitName, c.Topics, c.Areas, c.ConfirmedAt != nil)
	}
	if got, want := got(both), fmt.Sprint("Kultur", []int64{x.rooms, x.kids}, []int64{x.south}, false); got != want {
		t.Errorf("Carl: got %s, want %s", got, want)
	}
	if got, want := got(north), fmt.Sprint("", []int64{x.rooms}, []int64{x.Area}, false); got != want {
		t.Errorf("who was refused: got %s, want %s", got, want)
	}
	if found, err := x.Contacts.PublicFind(t.Context(), x.Staff.MunicipalityID, x.kids, 0); err != nil || len(found) != 2 {
		t.Errorf("residents find %d, %v", len(found), err)
	}
	if n := x.int(`select count(*) from search_document where kind = 'contact' and id = $1`, both); n != 1 || x.logged("contact.update", both) != 1 || x.logged("bulk.store", id) != 1 {
		t.Error("search or the log has not heard of it")
	}
	// Another field may change meanwhile; one of ours keeps the record as it is.
	x.exec(`update contact set phone = '+4799999999', version = version + 1 where id = $1`, whole)
	x.exec(`update contact set unit_id = null where id = $1`, both)
	x.undo(x.contacts, id)
	x.want(x.contacts, id, "Anne undone", "Berit refused: "+only, "Carl left: Er endret siden, og blir stående.", " refused: Finnes ikke lenger.")
	if got, want := got(whole), fmt.Sprint("", []int64{x.rooms}, []int64{}, false); got != want {
		t.Errorf("taken back: got %s, want %s", got, want)
	}
	if got, want := got(both), fmt.Sprint("", []int64{x.rooms, x.kids}, []int64{x.south}, false); got != want {
		t.Errorf("changed since: got %s, want %s", got, want)
	}
	if x.int(`select count(*) from contact where id = $1 and phone = '+4799999999'`, whole) != 1 {
		t.Error("taking back took more than what was ours")
	}
	for name, again := range map[string]func() error{
		"store": func() error { _, err := x.BulkChanges.Store(t.Context(), x.contacts, id); return err },
		"undo":  func() error { _, err := x.BulkChanges.Undo(t.Context(), x.contacts, id); return err },
		"drop":  func() error { return x.BulkChanges.Discard(t.Context(), x.contacts, id) },
	} {
		if err := again(); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s of what is taken back: got %v", name, err)
		}
	}
}

// A substitute who is gone when a change is taken back keeps one contact as it is, and no other.
func TestUndoStopsNoOther(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	anne, berit, carl := x.person("Anne"), x.person("Berit"), x.person("Carl")
	x.exec(`update contact set substitute_id = $2 where id = $1`, anne, carl)
	id := x.preview(x.contacts, bulkchange.Contacts, []int64{anne, berit}, edit("vikar", bulkchange.Replace), edit("enhet", bulkchange.Replace, text(x.unit)...))
	x.store(x.contacts, id)
	x.exec(`update contact set merged_into = $2 where id = $1`, carl, berit)
	x.undo(x.contacts, id)
	x.want(x.contacts, id, "Anne left: Velg en vikar fra listen.", "Berit undone")
	if n := x.int(`select coalesce(sum(id), 0) from contact where unit_id is not null`); n != anne {
		t.Errorf("%d stand changed, want only Anne, %d", n, anne)
	}
}

// Int64 is one number; exec a statement.
func (x *town) Int64(sql string, args ...any) int64 { x.t.Helper(); return x.ID(x.t, sql, args...) }

func (x *town) exec(sql string, args ...any) {
	x.t.Helper()
	if _, err := x.World.Pool.Exec(x.t.Context(), sql, args...); err != nil {
		x.t.Fatalf("%s: %v", sql, err)
	}
}

// Each rule of one contact holds for many, and what is so already is not touched.
func TestContactsThatCannotChange(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	anne, berit := x.person("Anne"), x.person("Berit", x.Area)
	for name, tc := range map[string]struct {
		edit bulkchange.Edit
		want []string
	}{
		"the last topic":    {edit("tema", bulkchange.Remove, text(x.rooms)...), []string{"Anne refused: Velg minst ett tema som kontakten svarer på.", "Berit refused: Velg minst ett tema som kontakten svarer på."}},
		"a topic they have": {edit("tema", bulkchange.Add, text(x.rooms)...), []string{"Anne unchanged", "Berit unchanged"}},
		"her own":           {edit("vikar", bulkchange.Replace, text(anne)...), []string{"Anne refused: En kontakt kan ikke være sin egen vikar.", "Berit changed"}},
		"an area more":      {edit("omrade", bulkchange.Add, text(x.south)...), []string{"Anne refused: Svarer for hele kommunen allerede. Bytt ut områdene for å snevre inn.", "Berit changed"}},
		"all areas":         {edit("omrade", bulkchange.Replace), []string{"Anne unchanged", "Berit changed"}},
		"these areas":       {edit("omrade", bulkchange.Replace, text(x.Area)...), []string{"Anne changed", "Berit unchanged"}},
		"no unit":           {edit("enhet", bulkchange.Replace), []string{"Anne unchanged", "Berit unchanged"}},
	} {
		t.Run(name, func(t *testing.T) {
			y := *x
			y.t = t
			y.want(x.contacts, y.preview(x.contacts, bulkchange.Contacts, []int64{anne, berit}, tc.edit), tc.want...)
		})
	}
}

func TestWrongEdits(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	anne := []int64{x.person("Anne")}
	foreign := x.ID(t, `insert into area (municipality_id, slug, name) values ($1, 'x', 'X') returning id`, x.Stranger.MunicipalityID)
	for name, tc := range map[string]struct {
		noun  bulkchange.Noun
		ids   []int64
		edits []bulkchange.Edit
		field string
	}{
		"nobody":                   {bulkchange.Contacts, nil, []bulkchange.Edit{edit("enhet", bulkchange.Replace)}, "id"},
		"too many":                 {bulkchange.Contacts, make([]int64, bulkchange.Most+1), []bulkchange.Edit{edit("enhet", bulkchange.Replace)}, "id"},
		"nothing":                  {bulkchange.Contacts, anne, nil, ""},
		"an unknown field":         {bulkchange.Contacts, anne, []bulkchange.Edit{edit("navn", bulkchange.Replace, "x")}, ""},
		"a field of another":       {bulkchange.Contacts, anne, []bulkchange.Edit{edit("kategori", bulkchange.Replace, "1")}, ""},
		"adding to one":            {bulkchange.Contacts, anne, []bulkchange.Edit{edit("enhet", bulkchange.Add, text(x.unit)...)}, ""},
		"an unknown way":           {bulkchange.Contacts, anne, []bulkchange.Edit{edit("tema", "x", text(x.kids)...)}, ""},
		"adding nothing":           {bulkchange.Contacts, anne, []bulkchange.Edit{edit("tema", bulkchange.Add)}, "tema"},
		"no number":                {bulkchange.Contacts, anne, []bulkchange.Edit{edit("tema", bulkchange.Add, "x")}, "tema"},
		"another municipality's":   {bulkchange.Contacts, anne, []bulkchange.Edit{edit("omrade", bulkchange.Replace, text(foreign)...)}, "omrade"},
		"an entry of another list": {bulkchange.Contacts, anne, []bulkchange.Edit{edit("tema", bulkchange.Add, text(x.Category)...)}, "tema"},
		"two units":                {bulkchange.Contacts, anne, []bulkchange.Edit{edit("enhet", bulkchange.Replace, text(x.unit, x.unit)...)}, "enhet"},
		"no category":              {bulkchange.Activities, anne, []bulkchange.Edit{edit("kategori", bulkchange.Replace)}, "kategori"},
		"published":                {bulkchange.Activities, anne, []bulkchange.Edit{edit("status", bulkchange.Replace, "published", "")}, "status"},
		"nobody to ask":            {bulkchange.Activities, anne, []bulkchange.Edit{edit("kontakt", bulkchange.Replace, "", "+4799999999", "")}, "kontakt_navn"},
		"no way to ask":            {bulkchange.Activities, anne, []bulkchange.Edit{edit("kontakt", bulkchange.Replace, "Kari", "", "")}, "kontakt_telefon"},
		"no such kind":             {bulkchange.Organisations, anne, []bulkchange.Edit{edit("type", bulkchange.Replace, "x")}, "type"},
	} {
		_, err := x.BulkChanges.Preview(t.Context(), x.Staff, tc.noun, tc.ids, tc.edits, "")
		if !fault.Is(err, fault.Invalid) || !fault.FieldsOf(err).Has(tc.field) {
			t.Errorf("%s: got %v, want what is wrong with %q", name, err, tc.field)
		}
	}
	if n := x.int(`select count(*) from bulk_change`); n != 0 {
		t.Errorf("%d are kept", n)
	}
}

func TestActivitiesChangeAndComeBack(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	d := x.Draft()
	shown := x.Publish(t, d)
	d.Title = "Turgruppe"
	draft := x.Create(t, x.Staff, d).ID
	d.Title, d.SignupMode = "Fullt", activity.HereSignup
	full := x.Publish(t, d)
	x.exec(`insert into signup_slot (municipality_id, activity_id, scope, occurrence_id, starts_at, ends_at, taken, last_number)
		select municipality_id, activity_id, 'date', id, starts_at, ends_at, 2, 2 from occurrence where activity_id = $1 order by starts_at limit 1`, full)
	id := x.preview(x.Staff, bulkchange.Activities, []int64{shown, draft, full},
		edit("kategori", bulkchange.Replace, text(x.Sport)...), edit("kontakt", bulkchange.Replace, "Kari", "+4799999999", ""), edit("status", bulkchange.Replace, "archived", ""))
	refused := "Fullt refused: 2 er påmeldt eller står på venteliste. Avlys i stedet, så får alle beskjed."
	x.want(x.Staff, id, "Strikkekafé changed", "Turgruppe changed", refused)
	x.store(x.Staff, id)
	x.want(x.Staff, id, "Strikkekafé changed", "Turgruppe changed", refused)
	state := func(id int64) string {
		a, err := x.Activities.Get(t.Context(), x.Staff, id)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(a.Status, a.CategoryID, a.ContactName, a.ContactPhone, len(x.Dates(t, id)))
	}
	dates := 11
	if got, want := state(shown), fmt.Sprint(activity.Archived, x.Sport, "Kari", "+4799999999", dates); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := state(draft), fmt.Sprint(activity.Archived, x.Sport, "Kari", "+4799999999", 0); got != want {
		t.Errorf("a draft: got %s, want %s", got, want)
	}
	found := func(id int64) int64 { return x.int(`select count(*) from live_activity where activity_id = $1`, id) }
	if found(shown) != 0 || found(full) != 1 || x.logged("activity.archive", shown) != 1 || x.logged("activity.update", shown) != 1 || x.logged("activity.update", full) != 0 {
		t.Error("search or the log has not heard of it")
	}
	x.undo(x.Staff, id)
	x.want(x.Staff, id, "Strikkekafé undone", "Turgruppe undone", refused)
	if got, want := state(shown), fmt.Sprint(activity.Published, x.Category, "", "", dates); got != want {
		t.Errorf("taken back: got %s, want %s", got, want)
	}
	if got, want := state(draft), fmt.Sprint(activity.Drafted, x.Category, "", "", dates); got != want {
		t.Errorf("a draft taken back: got %s, want %s", got, want)
	}
	if found(shown) != 1 || found(draft) != 0 || x.logged("activity.unarchive", shown) != 1 {
		t.Error("search or the log has not heard that it is back")
	}
	// What is archived already cannot be changed, and a reason why it was sent back comes back too.
	x.exec(`update activity set status = 'refused', status_reason = 'Mangler sted' where id = $1`, draft)
	x.exec(`update activity set status = 'archived' where id = $1`, shown)
	id = x.preview(x.Staff, bulkchange.Activities, []int64{shown, draft}, edit("omrade", bulkchange.Replace, text(x.south)...), edit("status", bulkchange.Replace, "archived", ""))
	x.want(x.Staff, id, "Strikkekafé refused: Aktiviteten er arkivert. Lag en kopi for å bruke den på nytt.", "Turgruppe changed")
	x.store(x.Staff, id)
	x.undo(x.Staff, id)
	if n := x.int(`select count(*) from activity where id = $1 and status = 'refused' and status_reason = 'Mangler sted' and area_id is null`, draft); n != 1 {
		t.Error("the reason is gone")
	}
}

// Between looking and storing somebody may change or end things: what is stored is what holds then.
func TestStoredIsWhatHoldsThen(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	shown, other := x.Publish(t, x.Draft()), x.Publish(t, x.Draft())
	id := x.preview(x.Staff, bulkchange.Activities, []int64{shown, other}, edit("kategori", bulkchange.Replace, text(x.Sport)...))
	if err := x.Activities.Archive(t.Context(), x.Staff, shown, 0); err != nil {
		t.Fatal(err)
	}
	x.store(x.Staff, id)
	x.want(x.Staff, id, "Strikkekafé refused: Aktiviteten er arkivert. Lag en kopi for å bruke den på nytt.", "Strikkekafé changed")
	// Nobody has said yes to more than what the preview said would change.
	anne, berit := x.person("Anne", x.Area), x.person("Berit", x.Area, x.south)
	id = x.preview(x.contacts, bulkchange.Contacts, []int64{anne, berit}, edit("omrade", bulkchange.Remove, text(x.Area)...))
	x.ID(t, `insert into contact_area (contact_id, area_id) values ($1, $2) returning area_id`, anne, x.south)
	x.store(x.contacts, id)
	if n := x.int(`select coalesce(sum(contact_id), 0) from contact_area where area_id = $1`, x.Area); n != anne {
		t.Errorf("in the area is %d, want only Anne, %d, who was not to change", n, anne)
	}
}

func TestOrganisationsChangeAndComeBack(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	one, two := x.Group.OrganisationID, x.Rival.OrganisationID
	craft := x.int(`insert into code (municipality_id, list, slug, name_nb) values ($1, 'local_kind', 'handarbeid', 'Håndarbeid') returning id`, x.Staff.MunicipalityID)
	id := x.preview(x.Staff, bulkchange.Organisations, []int64{one, two}, edit("type", bulkchange.Replace, "foundation"), edit("omrade", bulkchange.Add, text(x.Area)...),
		edit("lagstype", bulkchange.Add, text(craft)...))
	x.want(x.Staff, id, "Nes strikkelag changed", "Nes turlag changed")
	x.store(x.Staff, id)
	kind := func(id int64) string {
		o, err := x.Organisations.Get(t.Context(), x.Staff, id)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(o.Kind, o.Areas, o.LocalKinds)
	}
	if got, want := kind(one), fmt.Sprint("foundation", []int64{x.Area}, []int64{craft}); got != want || x.logged("organisation.update", one) != 1 {
		t.Errorf("got %s, want %s", got, want)
	}
	if n := x.int(`select count(*) from river_job where kind = 'organisation.changed'`); n != 2 {
		t.Errorf("%d are told, want 2", n)
	}
	x.exec(`update organisation set kind = 'association' where id = $1`, two)
	x.undo(x.Staff, id)
	x.want(x.Staff, id, "Nes strikkelag undone", "Nes turlag left: Er endret siden, og blir stående.")
	if got, want := kind(one), fmt.Sprint("association", []int64{}, []int64{}); got != want {
		t.Errorf("taken back: got %s, want %s", got, want)
	}
	if n := x.int(`select count(*) from organisation where id = $1 and field_source->>'kind' is null`, one); n != 1 {
		t.Error("the kind that came back is held for written by staff")
	}
	x.exec(`update organisation set field_source = '{"kind": "brreg"}' where id = $1`, one)
	id = x.preview(x.Staff, bulkchange.Organisations, []int64{one}, edit("type", bulkchange.Replace, "foundation"))
	x.store(x.Staff, id)
	if n := x.int(`select count(*) from organisation where id = $1 and field_source->>'kind' = 'staff'`, one); n != 1 {
		t.Error("what staff wrote is not held for theirs")
	}
	x.undo(x.Staff, id)
	if n := x.int(`select count(*) from organisation where id = $1 and field_source->>'kind' = 'brreg'`, one); n != 1 {
		t.Error("the register's kind is not the register's any more")
	}
	// A group without a number must have two people to ask.
	id = x.preview(x.Staff, bulkchange.Organisations, []int64{one}, edit("type", bulkchange.Replace, "group"))
	x.want(x.Staff, id, "Nes strikkelag refused: En gruppe uten organisasjonsnummer må ha minst to kontaktpersoner.")
}

// Who has no right to a kind does not find its changes; another municipality's are nobody's.
func TestWhoseChange(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	id := x.preview(x.Staff, bulkchange.Activities, []int64{x.Publish(t, x.Draft())}, edit("kategori", bulkchange.Replace, text(x.Sport)...))
	for name, by := range map[string]account.Actor{"a contact manager": x.contacts, "another municipality's": x.Stranger} {
		if _, err := x.BulkChanges.Get(t.Context(), by, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s looks: got %v", name, err)
		}
		if _, err := x.BulkChanges.Store(t.Context(), by, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s stores: got %v", name, err)
		}
	}
	for name, by := range map[string]account.Actor{"a reader": x.Reader, "a group": x.Group} {
		if _, err := x.BulkChanges.Preview(t.Context(), by, bulkchange.Activities, []int64{1}, []bulkchange.Edit{edit("kategori", bulkchange.Replace, text(x.Sport)...)}, ""); !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	foreign := x.ID(t, `insert into contact (municipality_id, name) values ($1, 'Fremmed') returning id`, x.Stranger.MunicipalityID)
	mine := x.preview(x.Staff, bulkchange.Contacts, []int64{foreign}, edit("enhet", bulkchange.Replace, text(x.unit)...))
	x.want(x.Staff, mine, " refused: Finnes ikke lenger.")
	x.store(x.Staff, mine)
	if n := x.int(`select count(*) from contact where unit_id is not null`); n != 0 {
		t.Error("another municipality's contact is changed")
	}
}

// A day is a day: to its last moment a change comes back, and then it is forgotten with what it knew.
func TestADay(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	anne, berit := x.person("Anne"), x.person("Berit")
	first := x.preview(x.contacts, bulkchange.Contacts, []int64{anne}, edit("enhet", bulkchange.Replace, text(x.unit)...))
	x.store(x.contacts, first)
	second := x.preview(x.contacts, bulkchange.Contacts, []int64{berit}, edit("enhet", bulkchange.Replace, text(x.unit)...))
	x.World.Now = x.World.Now.Add(time.Hour)
	x.store(x.contacts, second)
	seen := x.preview(x.contacts, bulkchange.Contacts, []int64{berit}, edit("enhet", bulkchange.Replace))
	if c, err := x.BulkChanges.Latest(t.Context(), x.contacts, bulkchange.Contacts); err != nil || c == nil || c.ID != second {
		t.Errorf("the latest is %v, %v", c, err)
	}
	other := x.contacts
	other.AccountID = x.Reader.AccountID
	if c, err := x.BulkChanges.Latest(t.Context(), other, bulkchange.Contacts); err != nil || c != nil {
		t.Errorf("another's latest is %v, %v", c, err)
	}
	x.World.Now = x.World.Now.Add(bulkchange.Undoable - time.Hour)
	if _, err := x.BulkChanges.Undo(t.Context(), x.contacts, first); !fault.Is(err, fault.Conflict) {
		t.Errorf("after a day: got %v", err)
	}
	x.World.Now = x.World.Now.Add(time.Hour - time.Second)
	x.undo(x.contacts, second)
	x.World.Now = x.World.Now.Add(2 * time.Second)
	if n, err := bulkchange.Forget(t.Context(), x.World.Pool, x.World.Now); err != nil || n != 3 {
		t.Errorf("forgets %d, %v", n, err)
	}
	if n := x.int(`select count(*) from bulk_change_row`); n != 0 {
		t.Errorf("%d rows are kept", n)
	}
	for _, id := range []int64{first, second, seen} {
		if _, err := x.BulkChanges.Get(t.Context(), x.contacts, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("got %v", err)
		}
	}
}

// Many are changed by a job, all or none, and taken back by one.
func TestManyByAJob(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	x.exec(`insert into contact (municipality_id, name, valid_from, public) select $1, 'Person ' || n, '2020-01-01', false from generate_series(1, 701) n`, x.Staff.MunicipalityID)
	rows, err := x.World.Pool.Query(t.Context(), `select id from contact order by id`)
	if err != nil {
		t.Fatal(err)
	}
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	id := x.preview(x.contacts, bulkchange.Contacts, ids, edit("enhet", bulkchange.Replace, text(x.unit)...), edit("tema", bulkchange.Add, text(x.kids)...))
	if state := x.store(x.contacts, id); state != bulkchange.Storing {
		t.Fatalf("got %s", state)
	}
	if _, err := x.BulkChanges.Store(t.Context(), x.contacts, id); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "nå") {
		t.Errorf("once more: got %v", err)
	}
	in := func() int64 { return x.int(`select count(*) from contact where unit_id = $1`, x.unit) }
	if in() != 0 {
		t.Error("something is changed before the job")
	}
	jobstest.Work(t, x.World.Pool, x.Workers)
	c, err := x.BulkChanges.Get(t.Context(), x.contacts, id)
	if err != nil || c.State != bulkchange.Stored || c.Counts[bulkchange.Changed] != 701 || in() != 701 {
		t.Errorf("got %s %v, %d changed, %v", c.State, c.Counts, in(), err)
	}
	if n := x.int(`select count(*) from audit_event where action = 'contact.update'`); n != 701 {
		t.Errorf("the log has %d lines", n)
	}
	if state := x.undo(x.contacts, id); state != bulkchange.Undoing {
		t.Fatalf("got %s", state)
	}
	jobstest.Work(t, x.World.Pool, x.Workers)
	if in() != 0 || x.int(`select count(*) from contact_topic`) != 0 {
		t.Error("not all came back")
	}
}

// What the job meets that it cannot pass leaves nothing changed, and says so.
func TestAJobThatStops(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	x.exec(`insert into contact (municipality_id, name, valid_from, public) select $1, 'Person ' || n, '2020-01-01', false from generate_series(1, 301) n`, x.Staff.MunicipalityID)
	ids := []int64{}
	for n := range int64(301) {
		ids = append(ids, x.int(`select min(id) from contact`)+n)
	}
	id := x.preview(x.contacts, bulkchange.Contacts, ids, edit("enhet", bulkchange.Replace, text(x.unit)...))
	x.store(x.contacts, id)
	x.exec(`alter table contact add constraint broken check (unit_id is null or name <> 'Person 250')`)
	jobstest.Try(t, x.World.Pool, x.Workers)
	c, err := x.BulkChanges.Get(t.Context(), x.contacts, id)
	if err != nil || c.State != bulkchange.Previewed || c.Error == "" {
		t.Errorf("got %s %q, %v", c.State, c.Error, err)
	}
	if n := x.int(`select count(*) from contact where unit_id is not null`); n != 0 {
		t.Errorf("%d are changed", n)
	}
}

// The fields of each noun have names of their own and words.
func TestFields(t *testing.T) {
	t.Parallel()
	for _, n := range bulkchange.Nouns {
		seen := map[string]bool{}
		for _, f := range bulkchange.Fields(n) {
			if f.Name == "" || f.Label == "" || f.Ref == "" || seen[f.Name] {
				t.Errorf("%s: %+v", n, f)
			}
			seen[f.Name] = true
		}
		if len(seen) < 2 {
			t.Errorf("%s has only %v", n, slices.Collect(maps.Keys(seen)))
		}
	}
}

// Whoever has herself erased is in no change any more, and nobody brings her back by taking one back.
func TestErasedStaysAway(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	kari := func(d *activity.Draft) {
		d.ContactName, d.ContactPhone, d.ContactEmail = "Kari Borte", "+4799999999", "Kari@Borte.example"
	}
	a, b := x.Draft(), x.Draft()
	kari(&a)
	kari(&b)
	first, second := x.Publish(t, a), x.Publish(t, b)
	berit := x.person("Berit")
	edits := []bulkchange.Edit{edit("kontakt", bulkchange.Replace, "Ola", "+4788888888", "")}
	only := x.preview(x.Staff, bulkchange.Activities, []int64{first}, edits...)
	both := x.preview(x.Staff, bulkchange.Activities, []int64{second}, append(edits, edit("kategori", bulkchange.Replace, text(x.Sport)...))...)
	seen := x.preview(x.Staff, bulkchange.Activities, []int64{first}, edits...)
	back := x.preview(x.Staff, bulkchange.Activities, []int64{first, second}, edit("kontakt", bulkchange.Replace, "Kari Borte", "", "kari@borte.example"))
	person := x.preview(x.contacts, bulkchange.Contacts, []int64{berit}, edit("tema", bulkchange.Add, text(x.kids)...))
	x.store(x.Staff, only)
	x.store(x.Staff, both)
	if err := x.OwnData.Erase(t.Context(), x.Staff.MunicipalityID, "kari@borte.example"); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"borte", "99999999", "berit"} {
		if n := x.int(`select count(*) from bulk_change c left join bulk_change_row r on r.bulk_change_id = c.id where (c.edits::text || r::text) ilike '%' || $1 || '%'`, name); n != 0 {
			t.Errorf("%s is in %d rows", name, n)
		}
	}
	x.want(x.Staff, only, "Strikkekafé left: Kontaktpersonen fra før er slettet hos oss, og kan ikke settes inn igjen.")
	x.want(x.Staff, both, "Strikkekafé changed")
	x.want(x.Staff, seen, "Strikkekafé changed")
	x.want(x.contacts, person, "Berit changed")
	if _, err := x.BulkChanges.Get(t.Context(), x.Staff, back); !fault.Is(err, fault.NotFound) {
		t.Errorf("what would put her back: got %v", err)
	}
	x.undo(x.Staff, both)
	if n := x.int(`select count(*) from activity where contact_name = 'Ola' and category_id <> $1`, x.Sport); n != 2 {
		t.Errorf("%d activities have the new person and their old category, want both", n)
	}
	if c, err := x.BulkChanges.Get(t.Context(), x.Staff, only); err != nil || c.MayBeUndone(x.World.Now) {
		t.Errorf("nothing is left to take back: %v, %v", c.Counts, err)
	}
}
