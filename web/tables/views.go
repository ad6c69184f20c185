// Saved searches over a table.

package tables

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/savedview"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Table is where a table stands and what its address may say.
type Table struct {
	DB    *pgxpool.Pool
	Path  string   // the address, and the name under which views are kept
	Key   string   // the name under which the layout is kept, where it is not the address
	Names []string // of the parameters that a search has
	// Columns are those that a person can do without, beside the first.
	Columns []ui.Option
	// Show shows the table as q narrows it; posted is a form on it that was refused.
	Show func(w http.ResponseWriter, r *http.Request, status int, q, posted *form.Form) error
}

// ViewsRow is the row of saved views over a table.
type ViewsRow struct {
	Path  string
	Query string // what is shown, with "?" when there is anything
	Views []savedview.View
	Form  page.FormView
	Fixed bool // searches are not kept
	// Layout is how the person wants the table, of these columns.
	Layout  savedview.Layout
	Columns []ui.Option
}

// Shows says whether a column is to be seen.
func (v ViewsRow) Shows(column string) bool { return v.Layout.Shows(column) }

// Args describes the table as the person wants it.
func (v ViewsRow) Args(id, caption string) ui.TableArgs {
	return ui.TableArgs{ID: id, Caption: caption, HideCaption: true, Dense: true, Compact: v.Layout.Compact, Long: true}
}

// Row reads the person's views of the table.
func (t Table) Row(ctx context.Context, e *page.Env, query string, f page.FormView) (ViewsRow, error) {
	var views []savedview.View
	var layout savedview.Layout
	err := postgres.Together(ctx, t.DB, func(ctx context.Context) (err error) {
		views, err = savedview.List(ctx, t.DB, e.Actor.AccountID, t.Path)
		return err
	}, func(ctx context.Context) (err error) {
		layout, err = savedview.ReadLayout(ctx, t.DB, e.Actor.AccountID, t.key())
		return err
	})
	return ViewsRow{Path: t.Path, Query: query, Views: views, Form: f, Layout: layout, Columns: t.Columns}, err
}

// LayoutOf reads only how the person wants the table.
func (t Table) LayoutOf(r *http.Request, query string) (ViewsRow, error) {
	layout, err := savedview.ReadLayout(r.Context(), t.DB, page.From(r).Actor.AccountID, t.key())
	return ViewsRow{Path: t.Path, Query: query, Fixed: true, Layout: layout, Columns: t.Columns}, err
}

func (t Table) key() string {
	if t.Key != "" {
		return t.Key
	}
	return t.Path
}

// SaveLayout keeps which columns are shown, and how high the rows are.
func (t Table) SaveLayout(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	l := savedview.Layout{Compact: f.Checked("tett")}
	shown := f.All("kolonne")
	for _, c := range t.Columns {
		if !slices.Contains(shown, c.Value) {
			l.Hidden = append(l.Hidden, c.Value)
		}
	}
	if err := savedview.SaveLayout(r.Context(), t.DB, e.Actor.AccountID, t.key(), l); err != nil {
		return err
	}
	return page.Redirect(w, r, page.WithQuery(t.Path, t.back(f)), e.T("Tabellen er slik du ville ha den."))
}

// SaveView keeps the search shown under a name.
func (t Table) SaveView(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	back := t.back(f)
	v := savedview.View{Name: f.Line("visning", 60), Query: back.Encode()}
	if len(f.Errs) == 0 {
		err = savedview.Save(r.Context(), t.DB, e.Actor.AccountID, t.Path, v)
	}
	if f.Merge(err) || len(f.Errs) > 0 {
		return t.Show(w, r, http.StatusUnprocessableEntity, &form.Form{Values: back}, f)
	}
	if err != nil {
		return err
	}
	return page.Redirect(w, r, page.WithQuery(t.Path, back), e.T("Visningen «%s» er lagret.", v.Name))
}

// DeleteView forgets a saved search.
func (t Table) DeleteView(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	if err := savedview.Delete(r.Context(), t.DB, e.Actor.AccountID, t.Path, id); err != nil {
		return err
	}
	return page.Redirect(w, r, t.Path, e.T("Visningen er slettet."))
}

func (t Table) back(f *form.Form) url.Values { return Back(f.Raw("sok"), t.Names) }
