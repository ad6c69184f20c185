// A group's own activities.

package activitytables

import (
	"net/http"
	"slices"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/activityeditor"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

type mineView struct {
	Page       ui.Page
	Tab        listing.Tab
	Tabs       []tabLink
	Words      string
	Rows       []rowView
	Prev, Next string
	NewURL     string // "" for those who may only read
	ImportURL  string // likewise
	ClearURL   string
	Elsewhere  *tabLink // with nothing in this tab: one that has something
}

type tabLink struct {
	Label, URL string
	Active     bool
}

// rowView is an activity in a list: texts, no decisions.
type rowView struct {
	listing.Row
	URL        string
	TitleLang  string
	When, Note string
	Owner      string // in a group's list: who arranges, when it is not the group itself
	Category   string
	CopyURL    string
	Changed    string
}

var tabNames = map[listing.Tab]string{
	listing.ComingTab: i18n.Mark("Kommende"),
	listing.PastTab:   i18n.Mark("Tidligere"),
	listing.SentTab:   i18n.Mark("Sendt inn"),
	listing.DraftTab:  i18n.Mark("Utkast"),
}

// Mine is a group's own list, in tabs.
func (h *Handler) Mine(w http.ResponseWriter, r *http.Request) error {
	e, q := page.From(r), form.Query(r)
	tab := listing.Tab(q.Raw("fane"))
	if !slices.Contains(listing.Tabs, tab) {
		tab = listing.ComingTab
	}
	words := q.Words(filter.SearchField)
	rows, err := h.portal.ActivityLists.Mine(r.Context(), e.Actor, tab, listing.RowParams{
		Words: words, After: q.Raw("etter"), Before: q.Raw("for"),
	})
	if err != nil {
		return err
	}
	path := e.DoorPath("/aktiviteter")
	shown := page.Plus(page.Plus(nil, "fane", string(tab)), filter.SearchField, words)
	v := mineView{Tab: tab, Words: words, Page: e.Page(r, e.T("Aktiviteter")), ClearURL: e.URL(page.WithQuery(path, page.Without(shown, filter.SearchField)))}
	v.Page.Active = "aktiviteter"
	if e.Actor.May(account.EditOwnActivities) {
		v.NewURL, v.ImportURL = e.URL(path+"/ny"), e.URL(e.DoorPath("/import"))
	}
	for _, t := range listing.Tabs {
		v.Tabs = append(v.Tabs, tabLink{Label: e.T(tabNames[t]), URL: e.URL(page.WithQuery(path, page.Plus(shown, "fane", string(t)))), Active: t == tab})
	}
	for _, row := range rows.Rows {
		v.Rows = append(v.Rows, rowOf(e, row))
	}
	if len(v.Rows) == 0 && words == "" {
		if v.Elsewhere, err = h.elsewhere(r, e, v.Tabs, tab); err != nil {
			return err
		}
	}
	v.Prev, v.Next = e.Beside(path, shown, rows.Prev, rows.Next)
	return page.Render(w, r, minePage(v))
}

// elsewhere is the first other tab that has something, nil when none has.
func (h *Handler) elsewhere(r *http.Request, e *page.Env, links []tabLink, from listing.Tab) (*tabLink, error) {
	for i, t := range listing.Tabs {
		if t == from {
			continue
		}
		found, err := h.portal.ActivityLists.Mine(r.Context(), e.Actor, t, listing.RowParams{Limit: 1})
		if err != nil {
			return nil, err
		}
		if len(found.Rows) > 0 {
			return &links[i], nil
		}
	}
	return nil, nil
}

func rowOf(e *page.Env, row listing.Row) rowView {
	v := rowView{
		Row: row, URL: e.URL(activityeditor.Path(e, row.ID, "")), Category: e.Site.CodeName(e.Lang, row.CategoryID), Changed: e.Lang.Ago(row.UpdatedAt, e.Now),
	}
	v.TitleLang = e.Foreign(row.Lang)
	if row.OrganisationID != e.Actor.OrganisationID {
		v.Owner = row.OrganisationName
	} else {
		v.CopyURL = e.URL(activityeditor.Path(e, row.ID, "/kopier"))
	}
	switch {
	case row.NextAt != nil:
		v.When = e.Lang.DateWeekday(*row.NextAt, e.Now)
	case row.LastAt != nil:
		v.When = e.T("sist %s", e.Lang.DateWeekday(*row.LastAt, e.Now))
	}
	v.Note = datesNote(e, row)
	return v
}

// datesNote says how many dates are coming, and how many of them are called off.
func datesNote(e *page.Env, row listing.Row) string {
	switch {
	case row.SeriesCancelled || row.Coming == 0:
		return ""
	case row.PostponedDates > 0:
		return e.Lang.N("%d dato kommer", "%d datoer kommer", row.Coming) + ", " + e.Lang.N("%d er utsatt", "%d er utsatt", row.PostponedDates)
	case row.CancelledDates > 0:
		return e.Lang.N("%d dato kommer", "%d datoer kommer", row.Coming) + ", " + e.Lang.N("%d er avlyst", "%d er avlyst", row.CancelledDates)
	}
	return e.Lang.N("%d dato kommer", "%d datoer kommer", row.Coming)
}

func (v mineView) caption() string {
	return v.Page.T("Aktiviteter: %s", v.Page.T(tabNames[v.Tab]))
}

func (v mineView) whenLabel() string {
	if v.Tab == listing.ComingTab {
		return v.Page.T("Neste dato")
	}
	return v.Page.T("Dato")
}

func (v mineView) emptyText() string {
	switch v.Tab {
	case listing.PastTab:
		return v.Page.T("Ingen tidligere aktiviteter ennå.")
	case listing.SentTab:
		return v.Page.T("Ingenting venter på svar fra kommunen.")
	case listing.DraftTab:
		return v.Page.T("Ingen utkast.")
	}
	return v.Page.T("Ingen aktiviteter som kommer.")
}
