// Correcting the address of a sign-up without losing the place.

package signup

import (
	"net/http"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// correctPath is where whoever has just filled in the form corrects the address.
func correctPath(token string) string { return "/pamelding/rett/" + token }

// addressView is a form with one address.
type addressView struct {
	Form          page.FormView
	Lead, Problem string
	Action, Back  string
	Button        string
	Sent          bool
}

// Correct is the page where the address is typed again, while nobody has answered for the sign-up.
func (h *Handler) Correct(w http.ResponseWriter, r *http.Request) error {
	return h.correct(w, r, nil, nil)
}

func (h *Handler) correct(w http.ResponseWriter, r *http.Request, f *form.Form, problem error) error {
	e := page.From(r)
	return showAddress(w, r, e.T("Rett e-postadressen"), addressView{
		Form: e.Form(f), Problem: e.Refusal(problem), Sent: r.URL.Query().Has("sendt"), Action: e.URL(correctPath(token(r))), Button: e.T("Send e-posten på nytt"),
		Lead: e.T("Skrev du feil adresse da du meldte deg på? Skriv den riktige, så sender vi e-posten dit. Du beholder plassen."),
	})
}

// showAddress is a page with a field for one address.
func showAddress(w http.ResponseWriter, r *http.Request, title string, v addressView) error {
	page.Private(w)
	p := quiet(r, title)
	p.HasErrors = v.Form.Failed()
	status := v.Form.Status()
	if v.Problem != "" {
		status = http.StatusConflict
	}
	return page.RenderStatus(w, r, status, addressPage(p, v))
}

// SaveCorrect sends the link to the new address. The answer is the same whatever became of it.
func (h *Handler) SaveCorrect(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	e, network := page.From(r), ""
	if h.portal.Config.RateLimits {
		network = account.IPKey(e.IP)
	}
	err = h.portal.Registrations.CorrectByForm(r.Context(), e.Actor, token(r), address(f, "epost"), network)
	switch {
	case f.Merge(err):
		return h.correct(w, r, f, nil)
	case fault.Is(err, fault.Conflict):
		return h.correct(w, r, f, err)
	case err != nil:
		return err
	}
	return page.Redirect(w, r, correctPath(token(r))+"?sendt=ja")
}

// NewAddress is the page where the person asks to be written to at another address.
func (h *Handler) NewAddress(w http.ResponseWriter, r *http.Request) error {
	return h.newAddress(w, r, nil, nil)
}

func (h *Handler) newAddress(w http.ResponseWriter, r *http.Request, f *form.Form, problem error) error {
	e := page.From(r)
	o, err := h.portal.Registrations.ByToken(r.Context(), e.Actor, token(r))
	if fault.Is(err, fault.NotFound) {
		return lost(w, r, err)
	}
	if err != nil {
		return err
	}
	if problem == nil && !o.CanCorrect(e.Now) {
		return page.Redirect(w, r, letters.OwnPath(token(r)))
	}
	v := addressView{
		Form: e.Form(f), Problem: e.Refusal(problem), Sent: r.URL.Query().Has("sendt"), Action: e.URL(letters.OwnPath(token(r)) + "/epost"),
		Back: e.URL(letters.OwnPath(token(r))), Button: e.T("Send lenken"),
		Lead: e.T("Vi sender en lenke til den nye adressen. Når du har åpnet den, skriver vi dit. Du beholder plassen."),
	}
	if o.Email != "" {
		v.Lead += " " + e.T("Nå skriver vi til %s.", o.Email)
	}
	return showAddress(w, r, e.T("Bruk en annen e-postadresse"), v)
}

// AskAddress sends the link to the new address.
func (h *Handler) AskAddress(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	err = h.portal.Registrations.AskAddressByToken(r.Context(), page.From(r).Actor, token(r), address(f, "epost"))
	switch {
	case fault.Is(err, fault.NotFound):
		page.Private(w)
		return lost(w, r, err)
	case f.Merge(err):
		return h.newAddress(w, r, f, nil)
	case fault.Is(err, fault.Conflict):
		return h.newAddress(w, r, f, err)
	case err != nil:
		return err
	}
	return page.Redirect(w, r, letters.OwnPath(token(r))+"/epost?sendt=ja")
}

type askedView struct {
	letters.Asked
	Problem string
	Action  string
}

// Address is the page of the link to a new address; it changes nothing.
func (h *Handler) Address(w http.ResponseWriter, r *http.Request) error {
	return h.address(w, r, nil)
}

func (h *Handler) address(w http.ResponseWriter, r *http.Request, problem error) error {
	page.Private(w)
	e := page.From(r)
	asked, err := h.portal.Registrations.AddressByToken(r.Context(), e.Actor, token(r))
	if fault.Is(err, fault.NotFound) {
		return lost(w, r, err)
	}
	if err != nil {
		return err
	}
	status := http.StatusOK
	if problem != nil {
		status = http.StatusConflict
	}
	return page.RenderStatus(w, r, status, askedPage(quiet(r, e.T("Bekreft den nye adressen")), askedView{
		Asked: asked, Problem: e.Refusal(problem), Action: e.URL(letters.AddressPath(token(r))),
	}))
}

// ConfirmAddress makes the new address the sign-up's, and leads to its page.
func (h *Handler) ConfirmAddress(w http.ResponseWriter, r *http.Request) error {
	page.Private(w)
	own, err := h.portal.Registrations.ConfirmAddress(r.Context(), page.From(r).Actor, token(r))
	switch {
	case fault.Is(err, fault.NotFound):
		return lost(w, r, err)
	case fault.Is(err, fault.Conflict):
		return h.address(w, r, err)
	case err != nil:
		return err
	}
	return page.Redirect(w, r, letters.OwnPath(own)+"?lagret=ja")
}

// minutesOf is how long a sign-up waits for its confirmation, in whole minutes.
func minutesOf(e *page.Env, in registration.SignedUp) int {
	return int(in.HoldEnds.Sub(e.Now).Minutes())
}

// lasting is a time in words: "3 timer", "45 minutter".
func lasting(p ui.Page, minutes int) string {
	if minutes > 0 && minutes%60 == 0 {
		return p.N("én time", "%d timer", minutes/60)
	}
	return p.N("ett minutt", "%d minutter", minutes)
}
