// What a change does to each record, whatever kind it is of.

package bulkchange

import (
	"context"
	"slices"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// source is a noun as the mechanism needs it.
type source interface {
	list() []Field
	// plan says what the edits would do to the records with these ids; it writes nothing.
	plan(ctx context.Context, q postgres.Querier, by account.Actor, ids []int64, edits []Edit) ([]Row, error)
	// store does it, and says what became of each.
	store(ctx context.Context, tx pgx.Tx, by account.Actor, ids []int64, edits []Edit) ([]Row, error)
	// undo gives the records of the rows what they had.
	undo(ctx context.Context, tx pgx.Tx, by account.Actor, rows []Row) error
}

// field is a Field of records of one type.
type field[T any] struct {
	Field
	get  func(T) []string
	put  func(*T, []string)
	fits func(T, Edit) error // what speaks against an edit of this record; nil: nothing ever does
	// source and from read and set where the value came from; nil where that is not remembered.
	source func(T) string
	from   func(*T, string)
}

// noun is a source for records of one type.
type noun[T any] struct {
	fields []field[T]
	id     func(T) int64
	label  func(T) string
	// read gives those of the ids that are the municipality's and can be changed. With hold
	// nobody else changes them before the transaction ends, where that is the noun's to see to.
	read func(ctx context.Context, q postgres.Querier, by account.Actor, ids []int64, hold bool) (map[int64]T, error)
	// check is the right and the rules of one record, as it was and as it would be.
	check func(by account.Actor, was, is T) error
	// save stores records; those that it refuses it names.
	save func(ctx context.Context, tx pgx.Tx, by account.Actor, records []T) (map[int64]error, error)
}

func (n noun[T]) list() []Field {
	out := make([]Field, len(n.fields))
	for i, f := range n.fields {
		out[i] = f.Field
	}
	return out
}

func (n noun[T]) plan(ctx context.Context, q postgres.Querier, by account.Actor, ids []int64, edits []Edit) ([]Row, error) {
	rows, _, err := n.planned(ctx, q, by, ids, edits, false)
	return rows, err
}

// planned gives beside the rows the records as they would be, of those that change.
func (n noun[T]) planned(ctx context.Context, q postgres.Querier, by account.Actor, ids []int64, edits []Edit, hold bool) ([]Row, []T, error) {
	all, err := n.read(ctx, q, by, ids, hold)
	if err != nil {
		return nil, nil, err
	}
	rows := make([]Row, 0, len(ids))
	var changed []T
	for _, id := range ids {
		was, ok := all[id]
		if !ok {
			rows = append(rows, Row{ObjectID: id, Outcome: Refused, Remarks: []i18n.Phrase{i18n.Say(gone)}})
			continue
		}
		row, is := n.one(by, was, edits)
		if row.Outcome == Changed {
			changed = append(changed, is)
		}
		rows = append(rows, row)
	}
	return rows, changed, nil
}

var gone = i18n.Mark("Finnes ikke lenger.")

// one is what the edits make of a record.
func (n noun[T]) one(by account.Actor, was T, edits []Edit) (Row, T) {
	row, is := Row{ObjectID: n.id(was), Label: n.label(was), Outcome: Unchanged, Before: Values{}, After: Values{}, Sources: map[string]string{}}, was
	for _, f := range n.fields {
		for _, e := range edits {
			if e.Field != f.Name {
				continue
			}
			old := f.values(is)
			f.put(&is, f.sorted(e.on(old)))
			if f.fits == nil || slices.Equal(old, f.values(is)) {
				continue
			}
			if err := f.fits(was, e); err != nil {
				return row.refused(err), was
			}
		}
		if before, after := f.values(was), f.values(is); !slices.Equal(before, after) {
			row.Outcome, row.Before[f.Name], row.After[f.Name] = Changed, before, after
			if f.source != nil {
				row.Sources[f.Name] = f.source(was)
			}
		}
	}
	if row.Outcome == Changed {
		if err := n.check(by, was, is); err != nil {
			return row.refused(err), was
		}
	}
	return row, is
}

// values are what a record has of the field; several stand in one order, and each once.
func (f field[T]) values(t T) []string { return f.sorted(f.get(t)) }

func (f field[T]) sorted(values []string) []string {
	out := append([]string{}, values...)
	if f.Many {
		slices.Sort(out)
		out = slices.Compact(out)
	}
	return out
}

func (r Row) refused(err error) Row {
	r.Outcome, r.Before, r.After, r.Sources, r.Remarks = Refused, nil, nil, nil, intake.Reasons(err)
	if len(r.Remarks) == 0 {
		r.Remarks = []i18n.Phrase{i18n.Say(i18n.Mark("Det kan ikke gjøres nå."))}
	}
	return r
}

func (n noun[T]) store(ctx context.Context, tx pgx.Tx, by account.Actor, ids []int64, edits []Edit) ([]Row, error) {
	rows, changed, err := n.planned(ctx, tx, by, ids, edits, true)
	if err != nil {
		return nil, err
	}
	refused, err := n.save(ctx, tx, by, changed)
	if err != nil {
		return nil, err
	}
	for i, r := range rows {
		if err := refused[r.ObjectID]; err != nil {
			rows[i] = r.refused(err)
		}
	}
	return rows, nil
}

func (n noun[T]) undo(ctx context.Context, tx pgx.Tx, by account.Actor, rows []Row) error {
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ObjectID
	}
	all, err := n.read(ctx, tx, by, ids, true)
	if err != nil {
		return err
	}
	var changed []T
	for i := range rows {
		r := &rows[i]
		now, ok := all[r.ObjectID]
		if !ok {
			r.leave(i18n.Say(gone))
			continue
		}
		if back, ok := n.back(by, r, now); ok {
			changed = append(changed, back)
		}
	}
	refused, err := n.save(ctx, tx, by, changed)
	if err != nil {
		return err
	}
	for i := range rows {
		if err := refused[rows[i].ObjectID]; err != nil {
			rows[i].leave(intake.Reasons(err)...)
		}
	}
	return nil
}

// back is a record with what it had before, unless somebody has changed it since or a rule stands against it.
func (n noun[T]) back(by account.Actor, r *Row, now T) (T, bool) {
	is := now
	for _, f := range n.fields {
		before, ours := r.Before[f.Name]
		if !ours {
			continue
		}
		if !slices.Equal(f.values(now), r.After[f.Name]) {
			r.leave(i18n.Say(i18n.Mark("Er endret siden, og blir stående.")))
			return now, false
		}
		f.put(&is, before)
		if source, ok := r.Sources[f.Name]; ok && f.from != nil {
			f.from(&is, source)
		}
	}
	if err := n.check(by, now, is); err != nil {
		r.leave(intake.Reasons(err)...)
		return now, false
	}
	r.Outcome = Undone
	return is, true
}

func (r *Row) leave(why ...i18n.Phrase) { r.Outcome, r.Remarks = Left, why }

// singly saves records one by one, each in a savepoint of its own, so that one that is refused leaves nothing behind.
func singly[T any](id func(T) int64, one func(ctx context.Context, tx pgx.Tx, by account.Actor, t T) error) func(context.Context, pgx.Tx, account.Actor, []T) (map[int64]error, error) {
	return func(ctx context.Context, tx pgx.Tx, by account.Actor, records []T) (map[int64]error, error) {
		refused := map[int64]error{}
		for _, t := range records {
			err := postgres.InTx(ctx, tx, func(ctx context.Context, tx pgx.Tx) error { return one(ctx, tx, by, t) })
			if refusal(err) {
				refused[id(t)] = err
			} else if err != nil {
				return nil, err
			}
		}
		return refused, nil
	}
}

// together saves records all at once, and one by one when a rule of one stands against it: that stops no other.
func together[T any](id func(T) int64, all func(ctx context.Context, tx pgx.Tx, by account.Actor, records []T) error) func(context.Context, pgx.Tx, account.Actor, []T) (map[int64]error, error) {
	each := singly(id, func(ctx context.Context, tx pgx.Tx, by account.Actor, t T) error { return all(ctx, tx, by, []T{t}) })
	return func(ctx context.Context, tx pgx.Tx, by account.Actor, records []T) (map[int64]error, error) {
		err := postgres.InTx(ctx, tx, func(ctx context.Context, tx pgx.Tx) error { return all(ctx, tx, by, records) })
		if len(fault.FieldsOf(err)) > 0 {
			return each(ctx, tx, by, records)
		}
		return nil, err
	}
}

// refusal says whether an error is about the record, and not about the program.
func refusal(err error) bool {
	switch fault.KindOf(err) {
	case fault.NotFound, fault.Forbidden, fault.Invalid, fault.Conflict:
		return err != nil
	}
	return false
}

// fieldOf finds a field by its name.
func fieldOf(fields []Field, name string) (Field, bool) {
	i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return fields[i], true
}
