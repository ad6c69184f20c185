// The page with who did what.

package auditlog

import (
	"net/http"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

const path = "/ansatt/logg"

type logView struct {
	Page   ui.Page
	Form   page.FormView
	Topics []ui.Option
	Rows   []logRow
	Older  string
	Newest string        // set when this is not the newest piece
	Hidden [][2]string   // filters that the form has no field for
	Chips  []filter.Chip // of the same
	Topic  string        // chosen
}

type logRow struct {
	At               time.Time
	When             string
	Who, WhoURL      string
	What             string
	Object, WhereURL string
}

// Names of the filters that links lead to, and that the form has no field for.
const (
	actorField  = "hvem"
	objectField = "hva-slags"
	numberField = "nr"
)

// logFilters are what the log can be narrowed by. The name of a person is known
// first when the rows are read.
var logFilters = filter.Set[account.LogQuery]{
	{Name: "hva", Read: func(e *page.Env, f *form.Form, q *account.LogQuery) filter.Value {
		for _, t := range logTopics {
			if written := strings.TrimSuffix(t[0], "."); written == f.Raw("hva") {
				q.Action = t[0]
				return filter.Value{Written: written, Label: e.T(t[1])}
			}
		}
		return filter.Value{}
	}},
	{Name: "fra", Read: func(e *page.Env, f *form.Form, q *account.LogQuery) filter.Value {
		d := f.Date("fra")
		if d == nil {
			return filter.Value{}
		}
		q.From = *d
		return filter.Value{Written: d.Format(time.DateOnly), Label: e.T("fra %s", e.Lang.Date(*d))}
	}},
	{Name: "til", Read: func(e *page.Env, f *form.Form, q *account.LogQuery) filter.Value {
		d := f.Date("til")
		if d == nil {
			return filter.Value{}
		}
		q.To = d.AddDate(0, 0, 1)
		return filter.Value{Written: d.Format(time.DateOnly), Label: e.T("til %s", e.Lang.Date(*d))}
	}},
	{Name: actorField, Read: func(e *page.Env, f *form.Form, q *account.LogQuery) filter.Value {
		if q.ActorID = f.ID(actorField); q.ActorID == 0 {
			return filter.Value{}
		}
		return filter.Value{Written: ui.Itoa(q.ActorID), Label: e.T("én person")}
	}},
	{Name: objectField, Read: func(e *page.Env, f *form.Form, q *account.LogQuery) filter.Value {
		for _, t := range logTopics {
			if object := f.Raw(objectField); object+"." == t[0] && objectPages[object] != "" {
				q.Object = object
				return filter.Value{Written: object, Label: e.T(t[1])}
			}
		}
		return filter.Value{}
	}},
	{Name: numberField, Read: func(e *page.Env, f *form.Form, q *account.LogQuery) filter.Value {
		if q.ObjectID = f.ID(numberField); q.ObjectID == 0 {
			return filter.Value{}
		}
		return filter.Value{Written: ui.Itoa(q.ObjectID), Label: e.T("Nummer %s", ui.Itoa(q.ObjectID))}
	}},
}

// Log is who did what in the municipality.
func (h *Handler) Log(w http.ResponseWriter, r *http.Request) error {
	e, f := page.From(r), form.Query(r)
	q, on := logFilters.Read(e, f)
	q.BeforeID = f.ID("for")
	log, err := h.portal.Accounts.Log(r.Context(), e.Actor, q)
	if err != nil {
		return err
	}
	v := logView{Page: e.Page(r, e.T("Logg")), Form: e.Form(f), Topic: filter.Write(on).Get("hva")}
	for _, t := range logTopics {
		v.Topics = append(v.Topics, ui.Option{Value: strings.TrimSuffix(t[0], "."), Label: e.T(t[1])})
	}
	for _, row := range log.Rows {
		v.Rows = append(v.Rows, rowOf(e, row, log))
	}
	v.links(e, q, on, log)
	v.Page.Active, v.Page.HasErrors = "oppsett", v.Form.Failed()
	return page.RenderStatus(w, r, v.Form.Status(), logPage(v))
}

func (v *logView) links(e *page.Env, q account.LogQuery, on []filter.Chosen, log account.Log) {
	keep := filter.Write(on)
	if q.BeforeID != 0 {
		v.Newest = e.URL(page.WithQuery(path, keep))
	}
	if log.More {
		v.Older = e.URL(page.WithQuery(path, page.Plus(keep, "for", ui.Itoa(log.Rows[len(log.Rows)-1].ID))))
	}
	var apart []filter.Chosen
	for _, c := range on {
		switch c.Name {
		case actorField, objectField, numberField:
			if c.Name == actorField && len(log.Rows) > 0 && log.Rows[0].ActorName != "" {
				c.Label = log.Rows[0].ActorName
			}
			apart, v.Hidden = append(apart, c), append(v.Hidden, [2]string{c.Name, c.Written})
		}
	}
	v.Chips = filter.Chips(e, path, keep, apart)
}

func rowOf(e *page.Env, r audit.Row, log account.Log) logRow {
	about := log.About(r)
	out := logRow{At: r.At, When: e.Lang.ShortDate(r.At) + " " + e.Lang.Time(r.At), Who: r.ActorName, What: sentence(e, r, about.Name)}
	if r.ActorID != nil {
		out.WhoURL = e.URL(path + "?" + actorField + "=" + ui.Itoa(*r.ActorID))
	}
	if out.Who == "" {
		out.Who = map[string]string{"public": e.T("Uten innlogging"), "system": e.T("Portalen selv"), "command": e.T("Kommandolinjen")}[r.ActorKind]
	}
	out.WhereURL = objectURL(e, r, about)
	return out
}

// objectPages are where the pages of what the log tells about stand.
var objectPages = map[string]string{
	"organisation": "/ansatt/organisasjoner", "contact": "/ansatt/kontakter", "activity": "/ansatt/aktiviteter", "venue": "/ansatt/steder", "import": "/ansatt/import",
	"unit": "/ansatt/enheter", "area": "/ansatt/oppsett/omrader", "page_report": "/ansatt/sidemeldinger",
	"article": "/ansatt/nyheter",
}

// objectLists are where those stand that have no page of their own, or several.
var objectLists = map[string]string{
	"code": "/ansatt/oppsett", "centre": "/ansatt/oppsett/sentralen", "municipality": "/ansatt/oppsett/innstillinger", "synonym": "/ansatt/oppsett/synonymer",
	"email": "/ansatt", "invitation": "/ansatt/brukere", "login": path + "?hva=log",
	"bulk_change": "/ansatt/endringer", // each is gone after a day
	"terms":       "/ansatt/oppsett/vilkar", "calendar": "/ansatt/kalender",
}

func idOf(r audit.Row) int64 {
	if r.ObjectID == nil {
		return 0
	}
	return *r.ObjectID
}

// objectURL leads to what the row is about: its page, what the log has of a person,
// or the list where it stands. It is "" when it is nowhere.
func objectURL(e *page.Env, r audit.Row, about account.Subject) string {
	id := ui.Itoa(idOf(r))
	switch base := objectPages[r.Object]; {
	case base != "" && r.ObjectID == nil:
		return e.URL(base)
	case base != "":
		return e.URL(base + "/" + id)
	case r.Object == "account" && r.ObjectID != nil:
		return e.URL(path + "?" + actorField + "=" + id)
	case r.Object == "registration" && about.Under != 0:
		return e.URL(objectPages["activity"] + "/" + ui.Itoa(about.Under) + "/pamelding/" + id)
	case objectLists[r.Object] != "":
		return e.URL(objectLists[r.Object])
	}
	return ""
}
