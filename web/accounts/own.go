// One's own account: name, address, language and sessions.

package accounts

import (
	"errors"
	"net/http"
	"strconv"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/owndata"
	"frivilligsentral/web/form"
	"frivilligsentral/web/login"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"

	"github.com/go-chi/chi/v5"
)

type ownView struct {
	Page          ui.Page
	Base          string // /lag/konto or /ansatt/konto
	Form          page.FormView
	EmailForm     page.FormView
	NoticeForm    page.FormView
	Notices       []noticeView
	Profile       account.Profile
	Sessions      []sessionView
	Organisations []account.Organisation
	LoginAgain    string // set when a fresh login is needed
	Consents      []owndata.Consent
	Leave         string // where she ends her access to the group, "" for staff
	Feed          feedView
}

// sessionView is one session in words.
type sessionView struct {
	ID            int64
	Where, Door   string
	Started, Seen string
	Current       bool
}

func (e ownView) url(rest string) string { return e.Page.URL(e.Base + rest) }

// Own is the person's own account: profile, address, sessions.
func (h *Handler) Own(w http.ResponseWriter, r *http.Request) error {
	return h.showOwn(w, r, ownForms{}, false)
}

// ownForms are the forms of the page that have come back; nil for those that are as stored.
type ownForms struct {
	profile, email, notices *form.Form
	feed                    string // the secret of her calendar, right after it was made
}

func (h *Handler) showOwn(w http.ResponseWriter, r *http.Request, back ownForms, again bool) error {
	e, ctx := page.From(r), r.Context()
	v := ownView{Base: login.FirstPage(e.Door) + "/konto", Form: e.Form(back.profile), EmailForm: e.Form(back.email)}
	var err error
	if v.Profile, err = h.portal.Accounts.Profile(ctx, e.Actor); err != nil {
		return err
	}
	sessions, err := h.portal.Accounts.Sessions(ctx, e.Actor)
	if err != nil {
		return err
	}
	v.Sessions = sessionViews(e, sessions)
	if e.Door == account.GroupDoor {
		if v.Organisations, err = h.portal.Accounts.Organisations(ctx, e.Actor); err != nil {
			return err
		}
		v.Leave = e.URL(removePath(e.Actor.AccountID))
	}
	if back.profile == nil {
		v.Form = e.Form(profileForm(v.Profile))
	}
	if err := h.addNotices(r, e, &v, back.notices); err != nil {
		return err
	}
	if v.Consents, err = h.portal.OwnData.ConsentsOf(ctx, e.Actor); err != nil {
		return err
	}
	if v.Feed, err = h.feedOf(r, e, back.feed); err != nil {
		return err
	}
	if again {
		v.LoginAgain = freshLoginURL(e, v.Base)
	}
	v.Page = e.Page(r, e.T("Min konto"))
	v.Page.HasErrors = v.Form.Failed() || v.EmailForm.Failed() || v.NoticeForm.Failed()
	code := max(v.Form.Status(), v.EmailForm.Status(), v.NoticeForm.Status())
	if again {
		code = http.StatusForbidden
	}
	return page.RenderStatus(w, r, code, ownPage(v))
}

// freshLoginURL leads to logging in again, and back.
func freshLoginURL(e *page.Env, back string) string {
	return e.URL(login.WithNext(login.Path(e.Door), back) + "&grunn=fersk")
}

func profileForm(p account.Profile) *form.Form {
	return &form.Form{Values: map[string][]string{
		"navn": {p.Name}, "telefon": {i18n.Phone(p.Phone)}, "sprak": {string(p.Lang)}, "versjon": {strconv.Itoa(p.Version)},
	}}
}

func sessionViews(e *page.Env, list []account.Session) []sessionView {
	out := make([]sessionView, 0, len(list))
	for _, s := range list {
		where := s.UserAgent
		if where == "" {
			where = e.T("Ukjent nettleser")
		}
		door := e.T("Lag og foreninger")
		if s.Door == account.StaffDoor {
			door = e.T("Ansatte i kommunen")
		}
		out = append(out, sessionView{
			ID: s.ID, Where: where, Door: door, Current: s.ID == e.Actor.SessionID,
			Started: e.Lang.When(s.CreatedAt, s.CreatedAt, false, e.Now), Seen: e.Lang.Ago(s.LastSeenAt, e.Now),
		})
	}
	return out
}

// SaveOwn changes name, telephone and language.
func (h *Handler) SaveOwn(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(f.Raw("versjon"))
	p := account.Profile{
		Name: f.Required("navn", 120, i18n.Mark("Skriv navnet ditt.")), Phone: f.Phone("telefon"),
		Lang: i18n.Lang(f.OneOf("sprak", "nb", "nb", "nn", "en")), Version: version,
	}
	f.Also(p.Check())
	if len(f.Errs) > 0 {
		return h.showOwn(w, r, ownForms{profile: f}, false)
	}
	if err := h.portal.Accounts.SaveProfile(r.Context(), e.Actor, p); err != nil {
		if f.Merge(err) {
			return h.showOwn(w, r, ownForms{profile: f}, false)
		}
		return err
	}
	return page.Redirect(w, r, login.FirstPage(e.Door)+"/konto", e.T("Opplysningene er lagret."))
}

// ChangeEmail mails a link to the new address.
func (h *Handler) ChangeEmail(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	email := f.Email("epost")
	f.Errs.Check(email != "" || len(f.Errs) > 0, "epost", i18n.Mark("Skriv den nye e-postadressen din."))
	if len(f.Errs) > 0 {
		return h.showOwn(w, r, ownForms{email: f}, false)
	}
	err = h.portal.Accounts.RequestEmailChange(r.Context(), e.Actor, email)
	switch {
	case errors.Is(err, account.ErrNotFresh):
		return h.showOwn(w, r, ownForms{email: f}, true)
	case f.Merge(err):
		return h.showOwn(w, r, ownForms{email: f}, false)
	case err != nil:
		return err
	}
	return page.Redirect(w, r, login.FirstPage(e.Door)+"/konto", e.T("Vi har sendt en e-post til den nye adressen. Trykk på lenken i den for å bekrefte."))
}

type emailLinkView struct {
	Page    ui.Page
	Action  string
	Problem string
	BackURL string
}

// EmailLink is the page of the link to a new address; it changes nothing.
func (h *Handler) EmailLink(w http.ResponseWriter, r *http.Request) error {
	return h.showEmailLink(w, r, nil)
}

func (h *Handler) showEmailLink(w http.ResponseWriter, r *http.Request, problem error) error {
	e := page.From(r)
	page.Private(w)
	v := emailLinkView{Page: e.Page(r, e.T("Bekreft den nye adressen")), Action: e.URL(e.Path), Problem: e.Refusal(problem), BackURL: e.URL(login.FirstPage(e.Door) + "/konto")}
	code := http.StatusOK
	if problem != nil {
		code = http.StatusConflict
	}
	return page.RenderStatus(w, r, code, emailLinkPage(v))
}

// ConfirmEmail makes the new address the account's.
func (h *Handler) ConfirmEmail(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	err := h.portal.Accounts.ConfirmEmailChange(r.Context(), e.Actor, chi.URLParam(r, "token"))
	if fault.Is(err, fault.Conflict) {
		return h.showEmailLink(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Redirect(w, r, login.FirstPage(e.Door)+"/konto", e.T("Den nye adressen er lagret. Bruk den neste gang du logger inn."))
}

// EndSession ends one of the person's own sessions; ending this one is logging out.
func (h *Handler) EndSession(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	if err := h.portal.Accounts.EndSession(r.Context(), e.Actor, id); err != nil {
		return err
	}
	if id == e.Actor.SessionID {
		return login.Leave(w, r)
	}
	return page.Redirect(w, r, login.FirstPage(e.Door)+"/konto", e.T("Innloggingen er avsluttet."))
}

// LogoutEverywhere ends all the person's sessions, at both doors.
func (h *Handler) LogoutEverywhere(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	if err := h.portal.Accounts.LogoutEverywhere(r.Context(), e.Actor); err != nil {
		return err
	}
	return login.Leave(w, r)
}

// AskEndOwn asks before somebody ends her own account, or says why she cannot yet.
func (h *Handler) AskEndOwn(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	return h.askEndOwn(w, r, http.StatusOK, h.portal.Accounts.MayEndOwn(r.Context(), e.Actor))
}

func (h *Handler) askEndOwn(w http.ResponseWriter, r *http.Request, code int, problem error) error {
	e := page.From(r)
	base := login.FirstPage(e.Door) + "/konto"
	return renderRemove(w, r, code, problem, removeView{
		Title: e.T("Vil du avslutte kontoen din?"), NotYet: e.T("Kontoen kan ikke avsluttes ennå"),
		Action: e.URL(base + "/avslutt"), Button: e.T("Avslutt kontoen min"), Back: e.URL(base), Hidden: asked,
		Text: e.T("Du blir logget ut overalt med en gang, og mister tilgangen til alle lagene dine. Har du innlogging som ansatt i kommunen, mister du den også. Det du har lagt inn, blir stående. Navnet og adressen din slettes om et år."),
	})
}

// asked goes along with the answer, so that only who has read the question gives it.
var asked = [][2]string{{"svar", "avslutt"}}

// EndOwn ends the person's own account, and logs her out.
func (h *Handler) EndOwn(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	if f.Raw("svar") != asked[0][1] {
		return h.askEndOwn(w, r, http.StatusUnprocessableEntity, nil)
	}
	if err := h.portal.Accounts.EndOwn(r.Context(), e.Actor); err != nil {
		return h.askEndOwn(w, r, http.StatusOK, err)
	}
	return login.Leave(w, r)
}
