// Asking for the e-mail that one logs in by.

package login

import (
	"net/http"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/login"
	"frivilligsentral/internal/fault"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

type loginView struct {
	Page     ui.Page
	Form     page.FormView
	Staff    bool
	Next     string
	Notice   string // why one has to log in
	Limited  string // asked too often
	LoggedIn bool   // already: for a fresh login
	Demo     []ui.DemoPerson
	Action   string
}

// Login is the page that asks for the e-mail address.
func (h *Handler) Login(w http.ResponseWriter, r *http.Request) error {
	e, q := page.From(r), form.Query(r)
	if e.Actor.LoggedIn() && q.Raw("grunn") != "fersk" {
		return page.Redirect(w, r, SafeNext(e.Door, q.Raw("neste")))
	}
	notice := ""
	switch {
	case q.Has("ut"):
		notice = e.T("Du er logget ut.")
	case q.Raw("grunn") == "fersk":
		notice = e.T("Dette er noe vi passer ekstra godt på. Logg inn på nytt for å gå videre.")
	case q.Raw("neste") != "":
		notice = e.T("Logg inn for å se siden.")
	}
	return h.showLogin(w, r, http.StatusOK, nil, notice, "")
}

func (h *Handler) showLogin(w http.ResponseWriter, r *http.Request, code int, f *form.Form, notice, limited string) error {
	e := page.From(r)
	people, err := h.demoPeople(r, e)
	if err != nil {
		return err
	}
	next := form.Query(r).Raw("neste")
	v := loginView{
		Form: e.Form(f), Staff: e.Door == account.StaffDoor, Next: next, Notice: notice, Limited: limited, LoggedIn: e.Actor.LoggedIn(),
		Demo: people, Action: e.URL(WithNext(Path(e.Door), next)),
	}
	title := e.T("Logg inn for lag og foreninger")
	if v.Staff {
		title = e.T("Logg inn for ansatte")
	}
	v.Page = e.Page(r, title)
	v.Page.HasErrors = v.Form.Failed()
	return page.RenderStatus(w, r, code, loginPage(v))
}

func (h *Handler) demoPeople(r *http.Request, e *page.Env) ([]ui.DemoPerson, error) {
	people, err := h.portal.Logins.PublicDemoPeople(r.Context(), e.Site.ID, e.Door)
	if err != nil {
		return nil, err
	}
	out := make([]ui.DemoPerson, 0, len(people))
	for _, p := range people {
		role := e.T(p.Role.Name())
		if p.Organisation != "" {
			role += " · " + p.Organisation
		}
		out = append(out, ui.DemoPerson{Account: p.Email, Name: p.Name, Role: role})
	}
	return out, nil
}

// RequestLogin mails a link and a code, and says the same whether or not the
// address is known.
func (h *Handler) RequestLogin(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	email := f.Email("epost")
	if len(f.Errs) > 0 {
		return h.showLogin(w, r, http.StatusUnprocessableEntity, f, "", "")
	}
	next := form.Query(r).Raw("neste")
	if next != "" {
		next = SafeNext(e.Door, next)
	}
	err = h.portal.Logins.RequestLogin(r.Context(), login.Request{
		Door: e.Door, MunicipalityID: e.Site.ID, Email: email, IP: e.IP, Browser: h.bind(w, r), Known: h.known(r), Next: next,
	})
	switch {
	case f.Merge(err):
		return h.showLogin(w, r, http.StatusUnprocessableEntity, f, "", "")
	case fault.Is(err, fault.TooMany):
		return h.showLogin(w, r, http.StatusTooManyRequests, f, "", e.Refusal(err))
	case err != nil:
		return err
	}
	return page.Redirect(w, r, WithNext(Path(e.Door)+"/kode", next))
}
