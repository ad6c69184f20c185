package portal_test

// The use cases of planning.

import (
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/planning"

	"github.com/jackc/pgx/v5"
)

func (w *world) meeting() planning.Entry {
	at := w.now.AddDate(0, 0, 8)
	return planning.Entry{Kind: planning.Meeting, Title: w.name("Møte "), StartsAt: at, EndsAt: at.Add(time.Hour)}
}

// scheduled is an entry of its own.
func (w *world) scheduled() planning.Entry {
	w.tb.Helper()
	e := w.meeting()
	id, err := w.Planning.Create(w.ctx(), w.here.people[system], e)
	must(w.tb, err)
	e.ID, e.Version = id, 1
	return e
}

func (w *world) span() planning.Span {
	at := w.now.AddDate(0, 0, 8)
	return planning.Span{From: at, To: at.Add(time.Hour)}
}

func (w *world) audience() planning.Audience {
	return planning.Audience{VenueID: w.here.venue, AreaID: w.here.area}
}

var planningCases = map[string]useCase{
	"planning.Create": {may: managers, also: true, logs: "calendar.create calendar_entry title", make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Planning.Create(w.ctx(), by, w.meeting()) }
	}},
	"planning.Update": {may: managers, logs: "calendar.update calendar_entry title", make: func(w *world) call {
		e := w.scheduled()
		return func(by account.Actor) (any, error) { return e.ID, w.Planning.Update(w.ctx(), by, e) }
	}},
	"planning.Remove": {may: managers, logs: "calendar.remove calendar_entry title", make: func(w *world) call {
		e := w.scheduled()
		return func(by account.Actor) (any, error) { return e.ID, w.Planning.Remove(w.ctx(), by, e.ID, 1) }
	}},
	"planning.Entry": {may: managers, make: func(w *world) call {
		e := w.scheduled()
		return func(by account.Actor) (any, error) { return w.Planning.Entry(w.ctx(), by, e.ID) }
	}},
	"planning.Entries": {may: opens, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.Planning.Entries(w.ctx(), by, planning.EntryParams{})
		}
	}},
	"planning.Clashes": {may: opens, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.Planning.Clashes(w.ctx(), by, []planning.Span{w.span()}, w.audience())
		}
	}},
	"planning.Marked": {may: opens, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.Planning.Marked(w.ctx(), by, []planning.Span{w.span()})
		}
	}},
	"planning.FreeDays": {may: opens, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.Planning.FreeDays(w.ctx(), by, w.span(), w.audience(), 5)
		}
	}},
	"planning.Month": {may: opens, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.Planning.Month(w.ctx(), by, planning.MonthParams{Year: w.now.Year(), Month: w.now.Month()})
		}
	}},
	"planning.OnDay": {may: opens, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.Planning.OnDay(w.ctx(), by, planning.DayParams{Date: w.now.AddDate(0, 0, 8)})
		}
	}},
	"planning.PlanImport": {may: managers, also: true, make: func(w *world) call {
		data := []byte("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Ferie\r\nDTSTART:" + w.now.AddDate(0, 0, 8).UTC().Format("20060102T150405Z") + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
		return func(by account.Actor) (any, error) {
			var rows any
			err := pgx.BeginFunc(w.ctx(), w.Pool, func(tx pgx.Tx) error {
				p, err := w.Planning.PlanImport(w.ctx(), tx, by, data)
				if err == nil {
					rows = p.Rows
				}
				return err
			})
			return rows, err
		}
	}},
}
