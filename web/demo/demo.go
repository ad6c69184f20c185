// Package demo is what only a demonstration has: logging in as anyone with one
// click, and a mailbox that shows every e-mail. Its routes do not exist when the
// demonstration is off.
package demo

import (
	"mime"
	"net/http"
	"strconv"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/login"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/portal"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// Enter begins the browser's session for a login and answers the request.
type Enter func(w http.ResponseWriter, r *http.Request, l login.Login) error

// Handler has the screens.
type Handler struct {
	portal *portal.Portal
	enter  Enter
}

// New makes the handler.
func New(p *portal.Portal, enter Enter) *Handler { return &Handler{portal: p, enter: enter} }

// Login logs in as a made-up person: the field konto is the e-mail address, dor
// ("ansatt" or "lag") the door, which the person's role decides when it is empty.
func (h *Handler) Login(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	door := account.NoDoor
	for _, d := range []account.Door{account.StaffDoor, account.GroupDoor} {
		if f.Raw("dor") == string(d) {
			door = d
		}
	}
	l, err := h.portal.Logins.LoginDemo(r.Context(), e.Site.ID, door, f.Raw("konto"), login.Browser{UserAgent: r.UserAgent()})
	if err != nil {
		return err
	}
	return h.enter(w, r, l)
}

const mailboxPath = "/demo/postkasse"

type mailboxView struct {
	Page  ui.Page
	Mails []mailRow
}

type mailRow struct {
	Subject, URL, To, When string
}

// mailboxSize is how many e-mails the mailbox shows.
const mailboxSize = 200

// Mailbox lists the e-mails that would have been sent, the newest first.
func (h *Handler) Mailbox(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	list, err := mail.Recent(r.Context(), h.portal.Pool, mailboxSize)
	if err != nil {
		return err
	}
	v := mailboxView{Page: e.Page(r, e.T("Prøvepostkassen"))}
	for _, m := range list {
		if !belongs(e, m) {
			continue
		}
		v.Mails = append(v.Mails, mailRow{
			Subject: m.Subject, URL: e.URL(mailboxPath + "/" + ui.Itoa(m.ID)), To: m.Recipient, When: e.Lang.When(m.CreatedAt, m.CreatedAt, false, e.Now),
		})
	}
	return h.render(w, r, &v.Page, func() error { return page.Render(w, r, mailboxPage(v)) })
}

func belongs(e *page.Env, m mail.Email) bool {
	return m.MunicipalityID == nil || *m.MunicipalityID == e.Site.ID
}

// render keeps the page out of caches: it is public, but not the same for long.
func (h *Handler) render(w http.ResponseWriter, _ *http.Request, p *ui.Page, do func() error) error {
	page.Private(w)
	p.NoIndex, p.Alternates, p.CanonicalURL = true, false, ""
	return do()
}

type mailView struct {
	Page    ui.Page
	Mail    mail.Email
	When    string
	Lines   [][]piece
	HTML    string
	Files   []ui.Option
	BackURL string
}

// Mail shows one e-mail: its text with links that work, and its HTML made safe.
func (h *Handler) Mail(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	m, err := h.read(r)
	if err != nil {
		return err
	}
	v := mailView{
		Page: e.Page(r, m.Subject), Mail: m, When: e.Lang.When(m.CreatedAt, m.CreatedAt, false, e.Now),
		Lines: lines(m.TextBody), HTML: safe(m.HTMLBody), BackURL: e.URL(mailboxPath),
	}
	for i, a := range m.Attachments {
		v.Files = append(v.Files, ui.Option{Label: a.Name, Value: e.URL(mailboxPath + "/" + ui.Itoa(m.ID) + "/vedlegg/" + strconv.Itoa(i+1))})
	}
	return h.render(w, r, &v.Page, func() error { return page.Render(w, r, mailPage(v)) })
}

// read finds the e-mail of the request.
func (h *Handler) read(r *http.Request) (mail.Email, error) {
	id, err := page.ID(r, "id")
	if err != nil {
		return mail.Email{}, err
	}
	m, err := mail.ByID(r.Context(), h.portal.Pool, id)
	if err == nil && !belongs(page.From(r), m) {
		err = missing()
	}
	return m, err
}

func missing() error { return fault.Missing(i18n.Mark("Vi finner ikke det du leter etter.")) }

// File is one attachment of an e-mail, counted from 1.
func (h *Handler) File(w http.ResponseWriter, r *http.Request) error {
	m, err := h.read(r)
	if err != nil {
		return err
	}
	n, err := page.ID(r, "fil")
	if err != nil {
		return err
	}
	if n > int64(len(m.Attachments)) {
		return missing()
	}
	a := m.Attachments[n-1]
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", a.Type)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.Name}))
	return page.Send(w, r, http.StatusOK, a.Data)
}

func (v mailView) to() string {
	if v.Mail.RecipientName == "" {
		return v.Mail.Recipient
	}
	return v.Mail.RecipientName + " · " + v.Mail.Recipient
}
