// The form that residents sign up with.

package signup

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

const (
	// trapField is a field that people do not see, and programs fill in.
	trapField = "firma_nettside"
	// least is how long a person needs at least to fill in the form.
	least = 2 * time.Second
)

// formView is the page where one signs up.
type formView struct {
	partyView
	subject
	When    string
	Terms   []string
	State   string
	Problem string      // why nothing was stored
	Waits   bool        // only the waiting list is left
	Left    string      // places that the party is too large for, "" for none
	Also    []ui.Option // further dates to choose
	Started string
}

// Form shows what one signs up for and asks who comes; where there are several
// dates and none is chosen, it lists them.
func (h *Handler) Form(w http.ResponseWriter, r *http.Request) error {
	page.Private(w)
	s, err := h.read(r)
	if err == noSignUp {
		return toActivity(w, r, s.ID)
	}
	if err != nil {
		return err
	}
	if s.mustChoose() {
		return h.choose(w, r, s)
	}
	if path := Path(s.ID, s.DateID); s.series() && s.DateID != 0 {
		return page.Redirect(w, r, Path(s.ID, 0))
	} else if page.From(r).Path != path && !s.series() {
		return page.Redirect(w, r, path)
	}
	f := &form.Form{Values: url.Values{mailField: {"reminder", "thanks"}}}
	return h.show(w, r, http.StatusOK, h.view(r, s, f))
}

func (h *Handler) view(r *http.Request, s subject, f *form.Form) formView {
	e := page.From(r)
	p := s.Signup
	v := formView{
		partyView: partyOf(e, f, p.Form, s.lang, e.URL(Path(s.ID, s.DateID))), subject: s, When: when(e.Lang, p.Slot, s.Starts, s.Ends, s.AllDay, e.Now),
		Terms: Terms(e.Lang, s.View, p, e.Now, false), State: State(e.Lang, p.Form, p.Slot, p.Gate, e.Now),
		Waits: p.Gate == signupform.OpenToWait || f.Checked("venteliste"), Started: strconv.FormatInt(e.Now.Unix(), 10),
	}
	v.Also = alsoOf(e, s, f)
	if typed := f.Raw("startet"); typed != "" {
		v.Started = typed
	}
	v.setYoung(e.Lang, youngUnder(p.Form, p.Settings))
	return v
}

// open says whether there is anything to fill in.
func (v formView) open() bool { return CanEnter(v.Signup.Gate) }

func (h *Handler) show(w http.ResponseWriter, r *http.Request, status int, v formView) error {
	e := page.From(r)
	p := quiet(r, e.T("Meld deg på %s", v.Title))
	p.HasErrors = v.Form.Failed()
	return page.RenderStatus(w, r, status, formPage(p, v))
}

// SignUp takes the form in.
func (h *Handler) SignUp(w http.ResponseWriter, r *http.Request) error {
	page.Private(w)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	s, err := h.read(r)
	if err == noSignUp || err == nil && (s.mustChoose() || s.series() && s.DateID != 0) {
		return page.Redirect(w, r, Path(s.ID, 0)) // the page shows what can be chosen
	}
	if err != nil {
		return err
	}
	if f.Raw(trapField) != "" {
		return page.Redirect(w, r, receivedPath(page.From(r), s, sentNothing(page.From(r), s), 1+len(also(s, f))))
	}
	if reshape(f, s.Signup.Form) {
		return h.show(w, r, http.StatusOK, h.view(r, s, f))
	}
	return h.signUp(w, r, s, f)
}

func (h *Handler) signUp(w http.ResponseWriter, r *http.Request, s subject, f *form.Form) error {
	e := page.From(r)
	wish := readWish(e, s, f)
	if h.portal.Config.RateLimits {
		wish.Network = account.IPKey(e.IP)
	}
	if tooFast(e, f) {
		f.Errs.Add("", i18n.Mark("Det gikk litt fort. Se over, og send en gang til."))
		return h.show(w, r, http.StatusUnprocessableEntity, h.view(r, s, f))
	}
	if h.mustOffer(e, s, wish, f) {
		v := h.view(r, s, f)
		v.Waits = true
		switch free, _ := s.Signup.Slot.Free(); {
		case free == 1 && wish.Party > 1:
			v.Left = e.T("Det er bare én ledig plass.")
		case free > 0 && free < wish.Party:
			v.Left = e.T("Det er bare %d ledige plasser.", free)
		}
		return h.show(w, r, http.StatusOK, v)
	}
	in, err := h.portal.Registrations.SignUp(r.Context(), e.Actor, wish)
	switch {
	case f.Merge(err):
		askWhoIsGuardian(f)
		return h.show(w, r, http.StatusUnprocessableEntity, h.view(r, s, f))
	case fault.Is(err, fault.Conflict):
		v := h.view(r, s, f)
		v.Problem, v.Waits = why(e, err), false
		return h.show(w, r, http.StatusConflict, v)
	case err != nil:
		return err
	case wish.Email == "":
		return page.Redirect(w, r, letters.OwnPath(in.Token)) // her only way to the link
	}
	return page.Redirect(w, r, receivedPath(e, s, in, 1+len(wish.Also))) // the same for all, whatever the address is signed up for
}

// mustOffer says whether the waiting list has to be offered first: nobody comes on
// it without having been told.
func (h *Handler) mustOffer(e *page.Env, s subject, w registration.Wish, f *form.Form) bool {
	p := s.Signup
	return !f.Checked("venteliste") && w.Party > 0 && w.Party <= p.Form.MaxParty && signupform.GateFor(e.Now, p.Form, p.Slot, w.Party) == signupform.OpenToWait
}

func tooFast(e *page.Env, f *form.Form) bool {
	n, err := strconv.ParseInt(f.Raw("startet"), 10, 64)
	return err != nil || n <= 0 || n > 1<<40 || e.Now.Sub(time.Unix(n, 0)) < least
}

// noAddress stands for an address that cannot be one, so that the use case
// refuses it together with all else.
const noAddress = "?"

func address(f *form.Form, name string) string {
	s := f.Raw(name)
	if s == "" {
		return ""
	}
	if a, ok := form.ParseEmail(s); ok {
		return a
	}
	return noAddress
}

func readWish(e *page.Env, s subject, f *form.Form) registration.Wish {
	party, _ := strconv.Atoi(f.Raw(partyField)) // 0 is refused with the field named
	return registration.Wish{
		ActivityID: s.ID, OccurrenceID: s.DateID, Also: also(s, f), Name: f.Raw("navn"), Email: address(f, "epost"), Phone: f.Raw("telefon"), Lang: e.Lang,
		Party: party, Participants: participants(f, party), ContactIsGuardian: f.Raw("foresatt") == "meg",
		GuardianName: f.Raw("foresatt_navn"), GuardianEmail: address(f, "foresatt_epost"),
		Answers: answers(f, s.Signup.Form), MailKinds: mailKinds(f),
	}
}

// askWhoIsGuardian puts what is wrong on the question that was not answered, not
// on the fields that only one of its answers needs.
func askWhoIsGuardian(f *form.Form) {
	if f.Raw("foresatt")+f.Raw("foresatt_navn")+f.Raw("foresatt_epost") != "" {
		return
	}
	i := slices.IndexFunc(f.Errs, func(x fault.Field) bool { return x.Name == "foresatt_navn" })
	if i < 0 {
		return
	}
	f.Errs[i] = fault.Field{Name: "foresatt", Msg: i18n.Mark("Velg om du er foresatt, eller om du skriver navnet på en.")}
	f.Errs = slices.DeleteFunc(f.Errs, func(x fault.Field) bool { return x.Name == "foresatt_epost" })
}

func (v partyView) guardianOptions(p ui.Page) []ui.Option {
	return []ui.Option{
		{Value: "meg", Label: p.T("Jeg er forelder eller foresatt")},
		{Value: "annen", Label: p.T("Nei, jeg er selv under %d år", v.Young), Help: p.T("Skriv hvem som er foresatt under. Vi sender en e-post, og den foresatte må bekrefte.")},
	}
}

func (v formView) waitTitle(p ui.Page) string {
	if v.Left != "" {
		return p.T("Dere kan stå på venteliste")
	}
	return p.T("Det er fullt, men du kan stå på venteliste")
}
