package portal_test

// The use cases of changing many records at once.

import (
	"strconv"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/bulkchange"
)

const bulkDetail = " bulk_change changed noun refused"

// manyChanged is a change of a contact of its own, which gets another unit.
func (w *world) manyChanged() (contact, id int64) {
	w.tb.Helper()
	contact = w.id(`insert into contact (municipality_id, name, public, valid_from) values ($1, $2, false, '2020-01-01') returning id`, w.here.id, w.name("Anne "))
	id, err := w.BulkChanges.Preview(w.ctx(), w.here.people[system], bulkchange.Contacts, []int64{contact}, w.toUnit(), "")
	must(w.tb, err)
	return contact, id
}

func (w *world) toUnit() []bulkchange.Edit {
	return []bulkchange.Edit{{Field: "enhet", How: bulkchange.Replace, Values: []string{strconv.FormatInt(w.here.unit, 10)}}}
}

var bulkCases = map[string]useCase{
	"bulkchange.Preview": {may: contacts, also: true, logs: "bulk.preview" + bulkDetail, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.BulkChanges.Preview(w.ctx(), by, bulkchange.Contacts, []int64{w.here.contact}, w.toUnit(), "")
		}
	}},
	"bulkchange.Store": {may: contacts, logs: "bulk.store" + bulkDetail, more: []string{"contact.update"}, make: func(w *world) call {
		_, id := w.manyChanged()
		return func(by account.Actor) (any, error) { _, err := w.BulkChanges.Store(w.ctx(), by, id); return id, err }
	}},
	"bulkchange.Undo": {may: contacts, logs: "bulk.undo" + bulkDetail, more: []string{"contact.update"}, make: func(w *world) call {
		_, id := w.manyChanged()
		_, err := w.BulkChanges.Store(w.ctx(), w.here.people[system], id)
		must(w.tb, err)
		return func(by account.Actor) (any, error) { _, err := w.BulkChanges.Undo(w.ctx(), by, id); return id, err }
	}},
	"bulkchange.Discard": {may: contacts, logs: "bulk.discard" + bulkDetail, make: func(w *world) call {
		_, id := w.manyChanged()
		return func(by account.Actor) (any, error) { return id, w.BulkChanges.Discard(w.ctx(), by, id) }
	}},
	"bulkchange.Get": {may: contacts, make: func(w *world) call {
		_, id := w.manyChanged()
		return func(by account.Actor) (any, error) { return w.BulkChanges.Get(w.ctx(), by, id) }
	}},
	"bulkchange.Rows": {may: contacts, make: func(w *world) call {
		_, id := w.manyChanged()
		return func(by account.Actor) (any, error) {
			return w.BulkChanges.Rows(w.ctx(), by, id, bulkchange.RowParams{Limit: 10})
		}
	}},
	"bulkchange.List": {may: contacts, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.BulkChanges.List(w.ctx(), by, 0, 10) }
	}},
	"bulkchange.Latest": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.BulkChanges.Latest(w.ctx(), by, bulkchange.Contacts) }
	}},
}
