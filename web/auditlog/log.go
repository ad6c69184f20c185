// The page with who did what.

package auditlog

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

type logView struct {
	Page    ui.Page
	Form    page.FormView
	Topics  []ui.Option
	Rows    []logRow
	OlderTo string
	Newest  string // set when this is not the newest piece
	Person  string // set when narrowed to one
	All     string // without the person
}

type logRow struct {
	At               time.Time
	When             string
	Who, WhoURL      string
	What             string
	Object, WhereURL string
}

// Log is who did what in the municipality.
func (h *Handler) Log(w http.ResponseWriter, r *http.Request) error {
	e, f := page.From(r), form.Query(r)
	q := account.LogQuery{Action: topic(f), ActorID: f.ID("hvem"), BeforeID: f.ID("for"), Object: f.Line("hva-slags", 40), ObjectID: f.ID("nr")}
	if d := f.Date("fra"); d != nil {
		q.From = *d
	}
	if d := f.Date("til"); d != nil {
		q.To = d.AddDate(0, 0, 1)
	}
	log, err := h.portal.Accounts.Log(r.Context(), e.Actor, q)
	if err != nil {
		return err
	}
	v := logView{Page: e.Page(r, e.T("Logg")), Form: e.Form(f)}
	for _, t := range logTopics {
		v.Topics = append(v.Topics, ui.Option{Value: strings.TrimSuffix(t[0], "."), Label: e.T(t[1])})
	}
	for _, row := range log.Rows {
		v.Rows = append(v.Rows, rowOf(e, row, log.Names))
	}
	v.links(e, f, log)
	v.Page.Active, v.Page.HasErrors = "oppsett", v.Form.Failed()
	return page.RenderStatus(w, r, v.Form.Status(), logPage(v))
}

// topic is the prefix of the chosen topic; a topic that does not exist is none.
func topic(f *form.Form) string {
	for _, t := range logTopics {
		if strings.TrimSuffix(t[0], ".") == f.Raw("hva") {
			return t[0]
		}
	}
	return ""
}

func (v *logView) links(e *page.Env, f *form.Form, log account.Log) {
	keep := url.Values{}
	for _, name := range []string{"hva", "hvem", "fra", "til", "hva-slags", "nr"} {
		if f.Raw(name) != "" {
			keep.Set(name, f.Raw(name))
		}
	}
	if f.ID("for") != 0 {
		v.Newest = e.URL("/ansatt/logg?" + keep.Encode())
	}
	if log.More {
		older := cloneValues(keep)
		older.Set("for", ui.Itoa(log.Rows[len(log.Rows)-1].ID))
		v.OlderTo = e.URL("/ansatt/logg?" + older.Encode())
	}
	if f.ID("hvem") != 0 {
		keep.Del("hvem")
		v.All = e.URL("/ansatt/logg?" + keep.Encode())
		v.Person = e.T("én person")
		if len(log.Rows) > 0 && log.Rows[0].ActorName != "" {
			v.Person = log.Rows[0].ActorName
		}
	}
}

func cloneValues(in url.Values) url.Values {
	out := url.Values{}
	for k, v := range in {
		out[k] = v
	}
	return out
}

func rowOf(e *page.Env, r audit.Row, names map[int64]string) logRow {
	out := logRow{At: r.At, When: e.Lang.ShortDate(r.At) + " " + e.Lang.Time(r.At), Who: r.ActorName, What: sentence(e, r, names)}
	if r.ActorID != nil {
		out.WhoURL = e.URL("/ansatt/logg?hvem=" + ui.Itoa(*r.ActorID))
	}
	if out.Who == "" {
		out.Who = map[string]string{"public": e.T("Uten innlogging"), "system": e.T("Portalen selv"), "command": e.T("Kommandolinja")}[r.ActorKind]
	}
	out.WhereURL = objectURL(e, r)
	return out
}

// objectURL leads to what the row is about, "" when it has no page of its own.
func objectURL(e *page.Env, r audit.Row) string {
	base := map[string]string{
		"organisation": "/ansatt/organisasjoner/", "contact": "/ansatt/kontakter/", "activity": "/ansatt/aktiviteter/", "venue": "/ansatt/steder/", "import": "/ansatt/import/",
	}[r.Object]
	if base == "" || r.ObjectID == nil {
		return ""
	}
	return e.URL(base + ui.Itoa(*r.ObjectID))
}
