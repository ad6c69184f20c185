package portal_test

// Every use case of the portal × every role, and the line that each leaves in the log.

import (
	"context"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/portal"
	"frivilligsentral/internal/postgres/pgtest"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
)

// useCase is one exported method of a service.
type useCase struct {
	may   []string // the roles that may; all others get Forbidden or NotFound
	alone string   // it takes no actor: the kind that the log says, or "" for a read
	also  bool     // another municipality's may too: it is about what is their own
	self  bool     // it is about the one who acts: without an account there is nothing to do
	// logs is the line in the log: action, kind of object, and the keys of the detail,
	// with their values (key=value, _ for a space) where they are the same each time;
	// "" means that nothing is changed.
	logs string
	// outside is that line when somebody else than the group does it, where it is another.
	outside string
	more    []string // further lines' actions, sorted
	// quiet says why something is changed without a line in the log.
	quiet string
	idle  bool // there is nothing of it in this world: it may change nothing
	// make makes what it is done to, so that it is there once for everybody who may not,
	// and anew for each who may.
	make func(*world) call
}

// call does it as somebody. What changes something gives the id of the object.
type call func(by account.Actor) (any, error)

// Who may, most often.
var (
	everybody  = everyRole
	staff      = []string{reader, contactManager, coordinator, administrator, system}
	contacts   = []string{contactManager, coordinator, administrator, system}
	managers   = []string{coordinator, administrator, system}
	chiefs     = []string{administrator, system}
	ownPeople  = append([]string{responsible}, managers...)
	editors    = append([]string{member, responsible}, managers...)
	listed     = append([]string{member, responsible, partner, guest}, managers...)
	readers    = append([]string{member, responsible, partner}, staff...)
	ownReaders = append([]string{member, responsible}, staff...)
	groups     = []string{member, responsible, partner, guest, rival}
	feedOwners = append([]string{coordinator, administrator}, groups...)
	loggedIn   = append([]string{reader, contactManager, coordinator, administrator}, groups...)
	opens      = append(slices.Clone(groups), staff...)
)

// reads says whether nothing is changed.
func (u useCase) reads() bool { return u.logs == "" && u.quiet == "" }

// cases are all of them, by the feature (the folder in internal) and their name.
func cases() map[string]useCase {
	all := map[string]useCase{}
	for _, some := range []map[string]useCase{
		accountCases, municipalityCases, organisationCases, contactCases, venueCases, activityCases, signUpCases, listCases, personCases, importCases, planningCases, bulkCases,
		noteCases, pageReportCases, articleCases,
	} {
		maps.Copy(all, some)
	}
	return all
}

// others are exported methods that are no use cases, and why.
var others = map[string]string{
	"organisation.Write": toTheRight, "organisation.RecordChange": toTheRight, "organisation.Record": toTheRight, "organisation.Store": toTheRight,
	"contact.Change": toTheRight, "activity.Change": toTheRight, "organisation.Change": toTheRight,
	"account.StartSession": toTheRight, "account.RequireFresh": toTheRight, "account.MayManagePeople": toTheRight,
	"AddWorkers": "built once", "Periodic": "built once",
	"Config": "no service", "Now": "the clock", "Pool": "not ours", "Keys": "no service", "Workers": "not ours", "Jobs": "of the queue", "Mail": "of the queue", "SearchLog": "a memory of what people search for",
	"municipality.Forget": "a cache", "municipality.PostalPlace": "a list that is the same everywhere",
	"account.StopToken": "a secret made of two numbers",
	"registration.In":   "a service in somebody's transaction",
}

const toTheRight = "for the packages beside it, in their transaction"

// methods are the use cases that the portal has, and which of others it has.
func methods() (all []string, left map[string]bool) {
	left = map[string]bool{}
	p := reflect.TypeFor[portal.Portal]()
	for i := range p.NumField() {
		f := p.Field(i)
		if others[f.Name] != "" {
			left[f.Name] = true
			continue
		}
		if f.Type.Kind() != reflect.Pointer {
			all = append(all, f.Name+", which is no pointer to a service")
			continue
		}
		_, path, _ := strings.Cut(f.Type.Elem().PkgPath(), "internal/")
		feature, _, _ := strings.Cut(path, "/")
		for j := range f.Type.NumMethod() {
			m := f.Type.Method(j).Name
			left[m], left[feature+"."+m] = true, true
			if others[m] == "" && others[feature+"."+m] == "" {
				all = append(all, feature+"."+m)
			}
		}
	}
	slices.Sort(all)
	return all, left
}

// A new use case is added to the tables of this package, with who may and what the log says.
func TestEveryUseCaseIsInTheTable(t *testing.T) {
	t.Parallel()
	all, left := methods()
	if diff := cmp.Diff(all, slices.Sorted(maps.Keys(cases()))); diff != "" {
		t.Errorf("use cases (-in the portal +in the table):\n%s", diff)
	}
	for name := range others {
		if !left[name] {
			t.Errorf("%s is among the methods that are no use cases, and is gone", name)
		}
	}
}

func TestEveryUseCaseForEveryRole(t *testing.T) {
	t.Parallel()
	w := newWorld(t).both()
	said := map[string]bool{}
	all := cases()
	maps.Copy(all, variants)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		w.tryAll(t, name, all[name], said)
	}
	for _, action := range sentences(t) {
		if !said[action] && !elsewhere[action] {
			t.Errorf("%s: no use case in the table leaves this line in the log", action)
		}
		delete(said, action)
	}
	for action := range said {
		t.Errorf("%s: the log has no sentence for it, see web/auditlog", action)
	}
}

// elsewhere are the lines that pages write, and tests of pages read.
var elsewhere = map[string]bool{
	"synonym.add": true, "synonym.remove": true, "mail.retry": true, "mail.dismiss": true, "audit.forget": true,
}

// tryAll does one use case as everybody.
func (w *world) tryAll(t *testing.T, name string, u useCase, said map[string]bool) {
	t.Helper()
	if u.alone != "" || u.may == nil {
		do, where := u.make(w), ""
		if !u.reads() {
			where = w.ofThere()
		}
		was := pgtest.Fingerprints(t, w.Pool, where)
		w.done(t, name, u, do, account.Actor{}, said)
		pgtest.Unchanged(t, name, was, pgtest.Fingerprints(t, w.Pool, where))
		return
	}
	do, was := u.make(w), pgtest.Fingerprints(t, w.Pool, "")
	for _, role := range everyRole {
		if !slices.Contains(u.may, role) {
			u.refused(t, name+" as "+role, do, w.here.people[role])
		}
	}
	if !u.also {
		for _, role := range fromElsewhere {
			u.refused(t, name+" as "+role+" of another municipality", do, w.there.people[role])
		}
	}
	pgtest.Unchanged(t, name+" by those who may not", was, pgtest.Fingerprints(t, w.Pool, ""))
	where := ""
	if !u.reads() {
		where = w.ofThere()
	}
	was = pgtest.Fingerprints(t, w.Pool, where)
	may := u.may
	if len(may) == len(everyRole) {
		may = []string{resident, member, administrator, system} // it asks no role: some stand for all
	}
	for _, role := range may {
		if !u.reads() {
			do = u.make(w)
		}
		w.done(t, name+" as "+role, u, do, w.here.people[role], said)
	}
	pgtest.Unchanged(t, name+" by those who may", was, pgtest.Fingerprints(t, w.Pool, where))
}

func (w *world) ofThere() string { return "municipality_id = " + strconv.FormatInt(w.there.id, 10) }

func (u useCase) refused(t *testing.T, what string, do call, by account.Actor) {
	t.Helper()
	got, err := do(by)
	if u.self && !by.LoggedIn() && err == nil {
		return
	}
	if !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound) {
		t.Errorf("%s: got %v, error %v, want it refused", what, got, err)
	}
}

// line is a line of the log.
type line struct {
	At        time.Time
	ActorKind string
	ActorID   int64
	ActorName string
	Action    string
	Object    string
	ObjectID  int64
	Detail    string
}

const linesSQL = `select at, actor_kind, coalesce(actor_id, 0) as actor_id, actor_name, action, object, coalesce(object_id, 0) as object_id, detail::text as detail
	from audit_event where id > $1 order by id`

// done does what somebody may, and compares the log.
func (w *world) done(t *testing.T, what string, u useCase, do call, by account.Actor, said map[string]bool) {
	t.Helper()
	last := w.id(`select coalesce(max(id), 0) from audit_event`)
	var was map[string]string
	if u.quiet != "" {
		was = pgtest.Fingerprints(t, w.Pool, "")
	}
	got, err := do(by)
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	rows, err := w.Pool.Query(context.Background(), linesSQL, last)
	must(t, err)
	lines, err := pgx.CollectRows(rows, pgx.RowToStructByName[line])
	must(t, err)
	for _, l := range lines {
		said[l.Action] = true
		if !l.At.Equal(w.now) {
			t.Errorf("%s: %s happened at %s by the log, want the clock's %s", what, l.Action, l.At, w.now)
		}
	}
	if u.reads() {
		if len(lines) > 0 {
			t.Errorf("%s: the log says %v of what only reads", what, lines)
		}
		return
	}
	if u.quiet != "" {
		if !u.idle && maps.Equal(was, pgtest.Fingerprints(t, w.Pool, "")) {
			t.Errorf("%s: nothing is changed: it reads", what)
		}
		if len(lines) > 0 {
			t.Errorf("%s: the log says %v: say so in the table", what, lines)
		}
		return
	}
	u.compare(t, what, lines, by, got)
}

func (u useCase) compare(t *testing.T, what string, lines []line, by account.Actor, object any) {
	t.Helper()
	words := strings.Fields(u.logs)
	if u.outside != "" && by.Door != account.GroupDoor {
		words = strings.Fields(u.outside)
	}
	var more []string
	var main []line
	for _, l := range lines {
		if l.Action == words[0] && len(main) == 0 {
			main = append(main, l)
		} else {
			more = append(more, l.Action)
		}
	}
	slices.Sort(more)
	if len(main) == 0 {
		t.Errorf("%s: the log says %v, want %s", what, lines, u.logs)
		return
	}
	if diff := cmp.Diff(u.more, more); diff != "" {
		t.Errorf("%s: further lines in the log (-want +got):\n%s", what, diff)
	}
	got := main[0]
	want := line{At: got.At, Action: words[0], Object: words[1], Detail: strings.Join(words[2:], " "), ActorKind: u.alone}
	want.ObjectID, _ = object.(int64)
	if u.alone == "" {
		a := by.Audit()
		want.ActorKind, want.ActorID, want.ActorName = a.Kind, a.ID, a.Name
	} else {
		got.ActorID, got.ActorName = 0, ""
	}
	got.Detail = known(t, got.Detail, words[2:])
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: the log (-want +got):\n%s", what, diff)
	}
}

// known are the keys of a detail, with the values that the table knows.
func known(t *testing.T, detail string, words []string) string {
	t.Helper()
	d := map[string]any{}
	must(t, json.Unmarshal([]byte(detail), &d))
	all := slices.Sorted(maps.Keys(d))
	for i, key := range all {
		if slices.ContainsFunc(words, func(k string) bool { return strings.HasPrefix(k, key+"=") }) {
			all[i] = key + "=" + strings.ReplaceAll(fmt.Sprint(d[key]), " ", "_")
		}
	}
	return strings.Join(all, " ")
}

// sentences are the actions that the log's page knows, read from its source.
func sentences(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../web/auditlog/sentences.go", nil, 0)
	must(t, err)
	var all []string
	ast.Inspect(file, func(n ast.Node) bool {
		if kv, ok := n.(*ast.KeyValueExpr); ok {
			if key, ok := kv.Key.(*ast.BasicLit); ok {
				action, err := strconv.Unquote(key.Value)
				must(t, err)
				all = append(all, action)
			}
		}
		return true
	})
	if len(all) == 0 {
		t.Fatal("no sentences found")
	}
	return all
}

// Two municipalities in which everything is alike: what one of them reads is the
// same whether or not the other is there.
func TestWhatAnotherMunicipalityHasIsNotRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	calls := w.reads()
	before := w.read(t, calls)
	w.both()
	w.restart() // what is kept in memory was read before
	after := w.read(t, calls)
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if diff := cmp.Diff(before[name], after[name]); diff != "" {
			t.Errorf("%s reads what another municipality has (-alone +with another):\n%s", name, diff)
		}
	}
}

// What anybody may read is told the municipality by the address: with another's it
// finds nothing of this one.
func TestPublicReadsAreOfOneMunicipality(t *testing.T) {
	t.Parallel()
	w := newWorld(t).both()
	for column, tables := range map[string][]string{
		"name": {"organisation", "contact", "venue", "municipal_unit", "area", "centre"}, "name_nb": {"code"}, "title": {"activity"},
	} {
		for _, table := range tables {
			w.exec(fmt.Sprintf(`update %s set %s = 'HEMMELIG ' || %s where municipality_id = $1`, table, column, column), w.here.id)
		}
	}
	here, away := w.here, *w.here
	away.id = w.there.id
	told := 0
	for name, u := range cases() {
		if !u.reads() || u.may != nil || installation[name] || byFound[name] {
			continue
		}
		do := u.make(w)
		got, err := do(account.Actor{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if strings.Contains(text(t, got), "HEMMELIG") {
			told++
		}
		w.here = &away
		got, err = do(account.Actor{})
		w.here = here
		if err != nil && !refusedOf(err) {
			t.Errorf("%s of another municipality: %v", name, err)
		}
		if err == nil && strings.Contains(text(t, got), "HEMMELIG") {
			t.Errorf("%s of another municipality tells of this one:\n%s", name, text(t, got))
		}
	}
	if told < 10 {
		t.Errorf("only %d reads tell of anything in their own municipality", told)
	}
}

// byFound are the reads of what was found in a municipality, and the one that finds it.
var byFound = map[string]bool{"organisation.PublicCards": true, "municipality.ByHost": true}

// reads are those that only read, ready to be called as the strongest who may.
func (w *world) reads() map[string]func() (any, error) {
	out := map[string]func() (any, error){}
	for name, u := range cases() {
		if !u.reads() || installation[name] {
			continue
		}
		by := w.here.people[administrator]
		if len(u.may) > 0 && !slices.Contains(u.may, administrator) {
			by = w.here.people[responsible]
		}
		do := u.make(w)
		out[name] = func() (any, error) { return do(by) }
	}
	return out
}

func (w *world) read(t *testing.T, calls map[string]func() (any, error)) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name, do := range calls {
		got, err := do()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		out[name] = text(t, got)
	}
	return out
}

// installation are the reads that are about all municipalities.
var installation = map[string]bool{"municipality.Tenants": true}
