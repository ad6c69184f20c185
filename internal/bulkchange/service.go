// How the service is made, and the use cases: preview, store, undo, discard, look.

package bulkchange

import (
	"context"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// atOnce is how many records are changed while somebody waits for the page.
const atOnce = 100

// Deps are what the use cases need.
type Deps struct {
	Pool          *pgxpool.Pool
	Jobs          jobs.Enqueuer
	Contacts      *contact.Service
	Activities    *activity.Service
	Organisations *organisation.Service
	Now           func() time.Time // nil: time.Now
}

// Service has the use cases of changes of many records.
type Service struct {
	Deps
	sources map[Noun]source
}

// NewService makes the service.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	return &Service{Deps: d, sources: sources(d.Contacts, d.Activities, d.Organisations, d.Now)}
}

// may says whether the actor may change records of the noun: a group changes its own on their own pages.
func may(by account.Actor, n Noun) error {
	if by.Door == account.GroupDoor {
		return fault.Missing(i18n.Mark("Vi finner ikke det du leter etter."))
	}
	return by.Require(n.Permission())
}

// Fields are what can be changed of records of the noun, in the order of the form.
func Fields(n Noun) []Field {
	if src := sources(nil, nil, nil, nil)[n]; src != nil {
		return src.list()
	}
	return nil
}

// Preview works out what the edits would do to the records with these ids and keeps it
// as a change that nobody has stored; search is the list's address, to come back to. Ids
// that are not the municipality's are refused row by row. What is wrong with the edits is
// fault.Invalid with the fields' names.
func (s *Service) Preview(ctx context.Context, by account.Actor, n Noun, ids []int64, edits []Edit, search string) (int64, error) {
	if err := may(by, n); err != nil {
		return 0, err
	}
	src, ok := s.sources[n]
	if !ok {
		return 0, missing()
	}
	if err := s.check(ctx, by, src, ids, edits); err != nil {
		return 0, err
	}
	rows, err := src.plan(ctx, s.Pool, by, ids, edits)
	if err != nil {
		return 0, err
	}
	c := Change{Noun: n, Counts: count(rows)}
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		if c.ID, err = postgres.Scalar[int64](ctx, tx, insertSQL, postgres.Args{
			"municipality_id": by.MunicipalityID, "noun": string(n), "edits": edits, "search": search, "by": by.AccountID, "now": s.Now(),
		}); err != nil {
			return err
		}
		if err := insertRows(ctx, tx, c.ID, rows); err != nil {
			return err
		}
		return s.record(ctx, tx, by, "bulk.preview", c)
	})
	return c.ID, err
}

func count(rows []Row) map[Outcome]int {
	out := map[Outcome]int{}
	for _, r := range rows {
		out[r.Outcome]++
	}
	return out
}

func (s *Service) record(ctx context.Context, tx pgx.Tx, by account.Actor, action string, c Change) error {
	return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: action, Object: "bulk_change", ObjectID: c.ID, Detail: map[string]any{
		"noun": string(c.Noun), "changed": c.Counts[Changed] + c.Counts[Undone], "refused": c.Counts[Refused] + c.Counts[Left],
	}})
}

// check is the rules of the edits themselves, whatever records they are for.
func (s *Service) check(ctx context.Context, by account.Actor, src source, ids []int64, edits []Edit) error {
	var f fault.Fields
	f.Check(len(ids) > 0, "id", i18n.Mark("Ingen er valgt."))
	f.Check(len(ids) <= Most, "id", i18n.Mark("Høyst %d kan endres på én gang. Snevre inn søket."), Most)
	f.Check(len(edits) > 0, "", i18n.Mark("Velg hva som skal endres."))
	var refs []string
	var values []int64
	var names []string
	for _, e := range edits {
		fd, ok := fieldOf(src.list(), e.Field)
		if !ok || !fd.Many && e.How != Replace || !slices.Contains([]How{Replace, Add, Remove}, e.How) {
			f.Add("", i18n.Mark("Velg hva som skal endres."))
			continue
		}
		f.Check(len(e.Values) > 0 || fd.Empty && e.How == Replace, fd.Name, i18n.Mark("Velg minst én."))
		switch fd.Ref {
		case Words:
			checkPerson(&f, fd.Name, e.Values)
		case Status:
			f.Check(slices.Equal(e.Values, []string{string(activity.Archived), ""}), fd.Name, i18n.Mark("Velg ett av valgene."))
		case OrgKind:
			f.Check(len(e.Values) == 1 && slices.Contains(organisation.Kinds, organisation.Kind(e.Values[0])), fd.Name, i18n.Mark("Velg ett av valgene."))
		default:
			f.Check(fd.Many || len(e.Values) <= 1, fd.Name, i18n.Mark("Velg ett av valgene."))
			for _, v := range e.Values {
				id, err := strconv.ParseInt(v, 10, 64)
				f.Check(err == nil, fd.Name, i18n.Mark("Velg ett av valgene."))
				refs, values, names = append(refs, string(fd.Ref)), append(values, id), append(names, fd.Name)
			}
		}
	}
	if len(f) > 0 || len(refs) == 0 {
		return f.Err()
	}
	place, err := postgres.Scalar[int](ctx, s.Pool, unknownSQL, postgres.Args{"municipality_id": by.MunicipalityID, "refs": refs, "ids": values})
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err == nil {
		f.Add(names[place-1], i18n.Mark("Velg ett av valgene."))
	}
	return firstOf(err, f.Err())
}

func firstOf(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// checkPerson is the rules of a contact person: name, phone and e-mail, or nothing at all for nobody.
func checkPerson(f *fault.Fields, name string, values []string) {
	switch len(values) {
	case 0:
		return
	case 3:
	default:
		f.Add(name, i18n.Mark("Velg ett av valgene."))
		return
	}
	f.Check(values[0] != "", name+"_navn", i18n.Mark("Skriv navnet på kontaktpersonen."))
	f.Check(utf8.RuneCountInString(values[0]) <= 100, name+"_navn", i18n.Mark("Navnet kan ha høyst %d tegn."), 100)
	f.Check(values[1] != "" || values[2] != "", name+"_telefon", i18n.Mark("Skriv e-post eller telefon, så noen kan få tak i personen."))
}

func (s *Service) nouns(by account.Actor) []string {
	out := []string{}
	for _, n := range Nouns {
		if may(by, n) == nil {
			out = append(out, string(n))
		}
	}
	return out
}

func (s *Service) args(by account.Actor, nouns ...string) postgres.Args {
	// What was stored late in its day is shown until that day is over.
	return postgres.Args{"municipality_id": by.MunicipalityID, "nouns": nouns, "since": s.Now().Add(-2 * Undoable)}
}

// Get is one change of the actor's municipality, of a kind that the actor may change.
func (s *Service) Get(ctx context.Context, by account.Actor, id int64) (Change, error) {
	nouns := s.nouns(by)
	if len(nouns) == 0 {
		return Change{}, by.Require(account.ManageContacts)
	}
	args := s.args(by, nouns...)
	args["id"] = id
	c, err := postgres.One[Change](ctx, s.Pool, getSQL, args)
	if fault.Is(err, fault.NotFound) {
		err = missing()
	}
	return c, err
}

// List is what was stored within a day, or is under way, the newest first and older
// than before (0: from the newest), of kinds that the actor may change.
func (s *Service) List(ctx context.Context, by account.Actor, before int64, limit int) ([]Change, error) {
	nouns := s.nouns(by)
	if len(nouns) == 0 {
		return nil, by.Require(account.ManageContacts)
	}
	args := s.args(by, nouns...)
	args["before"], args["limit"] = before, limit
	return postgres.Many[Change](ctx, s.Pool, listSQL, args)
}

// Latest is the actor's own last change of the noun while it can be taken back, nil when there is none.
func (s *Service) Latest(ctx context.Context, by account.Actor, n Noun) (*Change, error) {
	if err := by.Require(account.ReadStaff); err != nil {
		return nil, err
	}
	args := s.args(by, string(n))
	args["by"] = by.AccountID
	c, err := postgres.One[Change](ctx, s.Pool, latestSQL, args)
	if fault.Is(err, fault.NotFound) || err == nil && (may(by, n) != nil || !c.MayBeUndone(s.Now())) {
		return nil, nil
	}
	return &c, err
}

// RowParams says which rows of a change are wanted: those of one outcome ("" means
// all), after or before a row's number, at most Limit. A number is its place and never
// changes, so it needs no cursor of keyset's.
type RowParams struct {
	Outcome       Outcome
	After, Before int
	Limit         int
}

// RowPage is a part of a change's rows, with the numbers that the parts after and before it begin from; 0 where there is none.
type RowPage struct {
	Rows       []Row
	Next, Prev int
}

// Rows are a change's rows, in the order in which they were chosen.
func (s *Service) Rows(ctx context.Context, by account.Actor, id int64, p RowParams) (RowPage, error) {
	if _, err := s.Get(ctx, by, id); err != nil {
		return RowPage{}, err
	}
	sql, from, back := rowsSQL, p.After, p.Before > 0
	if back {
		sql, from = rowsBackSQL, p.Before
	}
	rows, err := postgres.Many[Row](ctx, s.Pool, sql, postgres.Args{"id": id, "outcome": string(p.Outcome), "from": from, "limit": p.Limit + 1})
	if err != nil || len(rows) == 0 {
		return RowPage{}, err
	}
	more := len(rows) > p.Limit
	rows = rows[:min(len(rows), p.Limit)]
	if back {
		slices.Reverse(rows)
	}
	page := RowPage{Rows: rows}
	if more || back {
		page.Next = rows[len(rows)-1].Number
	}
	if more && back || !back && p.After > 0 {
		page.Prev = rows[0].Number
	}
	return page, nil
}

// Store does what the preview said, all in one transaction: those that can no longer be
// changed by then say why, and those that could not be changed are left, whatever has become of them. A large change comes back as Storing, and a job does it.
func (s *Service) Store(ctx context.Context, by account.Actor, id int64) (State, error) {
	return s.begin(ctx, by, id, Previewed)
}

// Undo takes a change back within a day: each record that nobody has changed since gets
// what it had. A large change comes back as Undoing, and a job does it.
func (s *Service) Undo(ctx context.Context, by account.Actor, id int64) (State, error) {
	return s.begin(ctx, by, id, Stored)
}

// begin stores a change that is previewed, and takes one back that is stored.
func (s *Service) begin(ctx context.Context, by account.Actor, id int64, from State) (State, error) {
	c, err := s.Get(ctx, by, id)
	if err != nil {
		return "", err
	}
	var state State
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := lock(ctx, tx, by, id, from); err != nil {
			return err
		}
		if from == Stored && !s.Now().Before(c.Until()) {
			return fault.Clash(i18n.Mark("Det er gått mer enn ett døgn, og endringen kan ikke angres lenger."))
		}
		if c.Counts[Changed] <= atOnce {
			state, err = s.finish(ctx, tx, by, c, from, func(int) {})
			return err
		}
		state = map[State]State{Previewed: Storing, Stored: Undoing}[from]
		if err := s.setState(ctx, tx, by, id, state, ""); err != nil {
			return err
		}
		args := workArgs{ChangeID: id, MunicipalityID: by.MunicipalityID, Door: by.Door, AccountID: by.AccountID, Role: by.Role}
		if err := s.Jobs.Enqueue(ctx, tx, args, nil); err != nil {
			return err
		}
		return s.record(ctx, tx, by, "bulk.begin", c)
	})
	return state, err
}

// chunk is how many records are read, changed and told of at a time.
const chunk = 100

// finish does all of a change, or takes all of it back, and notes what became of each record.
func (s *Service) finish(ctx context.Context, tx pgx.Tx, by account.Actor, c Change, from State, done func(int)) (State, error) {
	rows, err := allRows(ctx, tx, c.ID)
	if err != nil {
		return "", err
	}
	state, action, do := Stored, "bulk.store", s.storeSome
	if from == Stored || from == Undoing {
		state, action, do = Taken, "bulk.undo", s.undoSome
	}
	n := 0
	for some := range slices.Chunk(rows, chunk) {
		if err := do(ctx, tx, by, c, some); err != nil {
			return "", err
		}
		n += len(some)
		done(n)
	}
	if err := updateRows(ctx, tx, c.ID, rows); err != nil {
		return "", err
	}
	if err := s.setState(ctx, tx, by, c.ID, state, ""); err != nil {
		return "", err
	}
	c.Counts = count(rows)
	return state, s.record(ctx, tx, by, action, c)
}

// storeSome changes those of some rows that the preview said would change, and puts what became of each in the row's place.
func (s *Service) storeSome(ctx context.Context, tx pgx.Tx, by account.Actor, c Change, rows []Row) error {
	changed, at := changing(rows)
	ids := make([]int64, len(changed))
	for i, r := range changed {
		ids[i] = r.ObjectID
	}
	now, err := s.sources[c.Noun].store(ctx, tx, by, ids, c.Edits)
	for i, r := range now {
		if r.Number = changed[i].Number; r.Label == "" && c.Noun != Contacts {
			r.Label = changed[i].Label
		}
		rows[at[i]] = r
	}
	return err
}

// changing are the rows that change or have changed, and their places.
func changing(rows []Row) (changed []Row, at []int) {
	for i, r := range rows {
		if r.Outcome == Changed {
			changed, at = append(changed, r), append(at, i)
		}
	}
	return changed, at
}

// undoSome takes back what was changed among some rows.
func (s *Service) undoSome(ctx context.Context, tx pgx.Tx, by account.Actor, c Change, rows []Row) error {
	changed, at := changing(rows)
	if err := s.sources[c.Noun].undo(ctx, tx, by, changed); err != nil {
		return err
	}
	for i, r := range changed {
		rows[at[i]] = r
	}
	return nil
}

// Discard gives a change up that nobody has stored.
func (s *Service) Discard(ctx context.Context, by account.Actor, id int64) error {
	c, err := s.Get(ctx, by, id)
	if err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := lock(ctx, tx, by, id, Previewed); err != nil {
			return err
		}
		if _, err := postgres.Exec(ctx, tx, deleteSQL, postgres.Args{"id": id, "municipality_id": by.MunicipalityID}); err != nil {
			return err
		}
		return s.record(ctx, tx, by, "bulk.discard", c)
	})
}
