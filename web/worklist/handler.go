// Package worklist is the first page of the municipality's side: what waits for
// somebody, each row with who, what, since when, and what to do about it. It reads
// many features at once, so it stands in web.
package worklist

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/portal"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"

	"github.com/jackc/pgx/v5"
)

// shown is how many rows a list has here; the link leads to the rest.
const shown = 10

// Handler has the work list.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }

type listView struct {
	Lists []list
	Total int
	Name  string // first name of whoever reads
}

type list struct {
	ID, Title string
	Count     int
	AllURL    string // "" when all are shown here
	Rows      []row
}

type row struct {
	Who, URL string
	What     string
	Since    time.Time
	Ago      string
	Actions  []action
}

// action is a POST, or with Link a link.
type action struct {
	ui.ButtonArgs
	Post    string
	Version int // sent along when above zero, so that only what was seen is approved
}

func (a action) hidden() [][2]string {
	if a.Version == 0 {
		return nil
	}
	return [][2]string{{"versjon", strconv.Itoa(a.Version)}}
}

// Show is /ansatt.
func (h *Handler) Show(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	v := listView{Name: firstName(e.Actor.Name)}
	var told matters
	var trouble []mail.Email
	reads := []func(context.Context, *page.Env) (list, error){
		h.organisations, h.activities, h.pageReports, h.roles,
		func(ctx context.Context, e *page.Env) (l list, err error) {
			if told, err = h.matters(ctx, e); err != nil {
				return l, err
			}
			return told.list(e), nil
		},
		h.withoutForm, h.stale, h.uncovered, h.confirmations, h.failedImports, h.remarkedImports, h.previews,
	}
	lists := make([]list, len(reads))
	parts := make([]func(context.Context) error, len(reads), len(reads)+1)
	for i, read := range reads {
		parts[i] = func(ctx context.Context) (err error) {
			lists[i], err = read(ctx, e)
			return err
		}
	}
	parts = append(parts, func(ctx context.Context) (err error) {
		trouble, err = h.trouble(ctx, e)
		return err
	})
	if err := postgres.Together(r.Context(), h.portal.Pool, parts...); err != nil {
		return err
	}
	lists = append(lists, emails(e, trouble, told))
	for _, l := range lists {
		if l.Count > 0 {
			v.Lists = append(v.Lists, l)
			v.Total += l.Count
		}
	}
	e.Pending = v.Total
	p := e.Page(r, e.T("Arbeidsliste"))
	p.Active = "arbeidsliste"
	return page.Render(w, r, listPage(p, v))
}

func (l list) heading() string { return l.Title + " (" + strconv.Itoa(l.Count) + ")" }

func firstName(name string) string {
	for i, r := range name {
		if r == ' ' {
			return name[:i]
		}
	}
	return name
}

func (l *list) all(e *page.Env, path string) {
	if l.Count > len(l.Rows) {
		l.AllURL = e.URL(path)
	}
}

// RetryEmail sends a message that did not arrive once more.
func (h *Handler) RetryEmail(w http.ResponseWriter, r *http.Request) error {
	return h.email(w, r, "mail.retry", i18n.Mark("E-posten sendes på nytt."), h.portal.Mail.Retry)
}

// DismissEmail takes a message that did not arrive off the list.
func (h *Handler) DismissEmail(w http.ResponseWriter, r *http.Request) error {
	return h.email(w, r, "mail.dismiss", i18n.Mark("E-posten er tatt av listen."), func(ctx context.Context, tx pgx.Tx, municipalityID, id int64) error {
		return mail.Dismiss(ctx, tx, municipalityID, id)
	})
}

func (h *Handler) email(w http.ResponseWriter, r *http.Request, event, flash string, do func(context.Context, pgx.Tx, int64, int64) error) error {
	e := page.From(r)
	if err := e.Actor.Require(account.ManageOrganisation); err != nil {
		return err
	}
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	err = postgres.InTx(r.Context(), h.portal.Pool, func(ctx context.Context, tx pgx.Tx) error {
		if err := do(ctx, tx, e.Site.ID, id); err != nil {
			return err
		}
		return audit.Record(ctx, tx, e.Now, e.Actor.Audit(), audit.Event{Action: event, Object: "email", ObjectID: id})
	})
	if err != nil {
		return err
	}
	return page.Redirect(w, r, "/ansatt", e.T(flash))
}
