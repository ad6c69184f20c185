package portal_test

// The use cases about what residents tell of the pages, and about staff's notes.

import (
	"fmt"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/keyset"
	"frivilligsentral/internal/pagereport"
	"frivilligsentral/internal/staffnote"
)

func (w *world) told(x *town, text string) int64 {
	id, err := w.PageReports.Receive(w.ctx(), pagereport.Told{
		MunicipalityID: x.id, Page: "/om", Reason: pagereport.Wrong, Body: text, Email: "liv@post.example", Lang: i18n.NB, Started: w.now.Add(-time.Minute),
	})
	must(w.tb, err)
	return id
}

// report makes an open one for whoever does something with it. What others told is forgotten: only so many may be.
func (w *world) report() int64 {
	w.exec(`delete from page_report where id > $1`, w.here.report)
	w.exec(`delete from mail_allowance`)
	return w.told(w.here, w.name("Melding "))
}

func reported(logs string, do func(*world, account.Actor, int64) error) useCase {
	return useCase{may: managers, logs: logs, make: func(w *world) call {
		id := w.report()
		return func(by account.Actor) (any, error) { return id, do(w, by, id) }
	}}
}

var pageReportCases = map[string]useCase{
	"pagereport.Receive": {alone: "public", logs: "page_report.receive page_report about", make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.report(), nil }
	}},
	"pagereport.Answer": reported("page_report.answer page_report", func(w *world, by account.Actor, id int64) error {
		return w.PageReports.Answer(w.ctx(), by, id, "Takk!")
	}),
	"pagereport.Close": reported("page_report.close page_report outcome=corrected", func(w *world, by account.Actor, id int64) error {
		return w.PageReports.Close(w.ctx(), by, id, pagereport.Corrected)
	}),
	"pagereport.Reopen": {may: managers, logs: "page_report.reopen page_report", make: func(w *world) call {
		id := w.report()
		must(w.tb, w.PageReports.Close(w.ctx(), w.here.people[system], id, pagereport.Spam))
		return func(by account.Actor) (any, error) { return id, w.PageReports.Reopen(w.ctx(), by, id) }
	}},
	"pagereport.List": {may: managers, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.PageReports.List(w.ctx(), by, pagereport.Filter{State: pagereport.All})
		}
	}},
	"pagereport.Waiting": {may: managers, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.PageReports.Waiting(w.ctx(), by, 10) }
	}},
	"pagereport.OpenCount": {may: managers, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.PageReports.OpenCount(w.ctx(), by) }
	}},
	"pagereport.Show": {may: managers, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.PageReports.Show(w.ctx(), by, w.here.report) }
	}},
	"pagereport.History": {may: managers, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.PageReports.History(w.ctx(), by, w.here.report) }
	}},
}

var noteCases = map[string]useCase{
	"staffnote.Add": {may: managers, logs: "organisation.note organisation", make: func(w *world) call {
		id := w.spare()
		return func(by account.Actor) (any, error) {
			return id, w.StaffNotes.Add(w.ctx(), by, staffnote.Organisation, id, fmt.Sprint("Et notat om ", id))
		}
	}},
	"staffnote.List": {may: staff, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.StaffNotes.List(w.ctx(), by, staffnote.Organisation, w.here.own, keyset.Params{})
		}
	}},
}
