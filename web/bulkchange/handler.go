// Package bulkchange has the pages that change the same of many records at once: what
// is to be changed of those that were ticked in a table, or of all that its search finds;
// what would become of each; and what was done, which can be taken back for a day. One
// set of screens serves all nouns.
package bulkchange

import (
	"context"
	"net/http"
	"net/url"

	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/bulkchange"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/organisation/orglist"
	"frivilligsentral/internal/portal"
	"frivilligsentral/web/activityeditor"
	"frivilligsentral/web/activitytables"
	"frivilligsentral/web/contacts"
	"frivilligsentral/web/form"
	"frivilligsentral/web/organisationregister"
	"frivilligsentral/web/organisations"
	"frivilligsentral/web/page"
	"frivilligsentral/web/tables"
	"frivilligsentral/web/ui"
)

// Path is where the changes of the last day stand.
const Path = "/ansatt/endringer"

// Handler has the screens.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }

// record is one that can be chosen.
type record struct {
	id   int64
	name string
}

// register is the table that a change of a noun begins from.
type register struct {
	path, active string
	title        string // bokmål source text
	menu         string
	names        []string // of the parameters that its search has
	// found are those that the search finds, one more than can be changed at once when there are so many.
	found func(h *Handler, ctx context.Context, e *page.Env, search *form.Form) ([]record, error)
	// chosen are those of the ids that the actor may see.
	chosen func(h *Handler, ctx context.Context, e *page.Env, ids []int64) ([]record, error)
}

// limit is how many a search is asked for.
const limit = bulkchange.Most + 1

var registers = map[bulkchange.Noun]register{
	bulkchange.Contacts: {
		path: contacts.TablePath, active: "kontakter", title: i18n.Mark("Endre flere kontakter"), menu: i18n.Mark("Kontakter"), names: contacts.Filters.Names(),
		found: func(h *Handler, ctx context.Context, e *page.Env, search *form.Form) ([]record, error) {
			f, _ := contacts.Filters.Read(e, search)
			f.Limit = limit
			page, err := h.portal.Contacts.List(ctx, e.Actor, f)
			return records(page.Rows, func(c contact.Listed) record { return record{c.ID, c.Name} }), err
		},
		chosen: func(h *Handler, ctx context.Context, e *page.Env, ids []int64) ([]record, error) {
			rows, err := h.portal.Contacts.Chosen(ctx, e.Actor, ids)
			return records(rows, func(c contact.Choice) record { return record{c.ID, c.Name} }), err
		},
	},
	bulkchange.Activities: {
		path: activityeditor.StaffPath, active: "aktiviteter", title: i18n.Mark("Endre flere aktiviteter"), menu: i18n.Mark("Aktiviteter"), names: activitytables.Filters.Names(),
		found: func(h *Handler, ctx context.Context, e *page.Env, search *form.Form) ([]record, error) {
			p, _ := activitytables.Filters.Read(e, search)
			p.Limit = limit
			page, err := h.portal.ActivityLists.StaffList(ctx, e.Actor, p)
			return records(page.Rows, activityRecord), err
		},
		chosen: func(h *Handler, ctx context.Context, e *page.Env, ids []int64) ([]record, error) {
			rows, err := h.portal.ActivityLists.Chosen(ctx, e.Actor, ids)
			return records(rows, activityRecord), err
		},
	},
	bulkchange.Organisations: {
		path: organisations.TablePath, active: "organisasjoner", title: i18n.Mark("Endre flere organisasjoner"), menu: i18n.Mark("Organisasjoner"), names: organisationregister.Filters.Names(),
		found: func(h *Handler, ctx context.Context, e *page.Env, search *form.Form) ([]record, error) {
			p, _ := organisationregister.Filters.Read(e, search)
			p.Limit = limit
			page, err := h.portal.OrgLists.All(ctx, e.Actor, p)
			return records(page.Rows, organisationRecord), err
		},
		chosen: func(h *Handler, ctx context.Context, e *page.Env, ids []int64) ([]record, error) {
			rows, err := h.portal.OrgLists.Chosen(ctx, e.Actor, ids)
			return records(rows, organisationRecord), err
		},
	},
}

func activityRecord(r listing.Row) record     { return record{r.ID, r.Title} }
func organisationRecord(r orglist.Row) record { return record{r.ID, r.Name} }

func records[T any](rows []T, of func(T) record) []record {
	out := make([]record, len(rows))
	for i, r := range rows {
		out[i] = of(r)
	}
	return out
}

// back is the search that a form came from, with nothing but what the table knows.
func (t register) back(f *form.Form) url.Values {
	return tables.Back(f.Raw("sok"), append(append([]string{}, t.names...), tables.SortField))
}

func (t register) crumbs(e *page.Env, back url.Values, last string) []ui.Crumb {
	return []ui.Crumb{{Label: e.T(t.menu), URL: e.URL(page.WithQuery(t.path, back))}, {Label: last}}
}

func changePath(id int64) string { return Path + "/" + ui.Itoa(id) }

// narrowed says whether a search leaves anything out.
func narrowed(v url.Values) bool { return len(page.Without(v, tables.SortField)) > 0 }

// Ask is the form: what is to be changed, and of which.
func (h *Handler) Ask(n bulkchange.Noun) page.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		f := form.Query(r)
		if len(f.IDs("id")) == 0 { // what a button of the table begins with is for those that are ticked
			for _, fd := range bulkchange.Fields(n) {
				f.Values.Del(fd.Name)
			}
		}
		return h.ask(w, r, n, http.StatusOK, f)
	}
}
