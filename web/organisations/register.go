// How a lag registers itself.

package organisations

import (
	"net/http"
	"strconv"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orglife"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/termsbox"
	"frivilligsentral/web/ui"
)

const registerPath = "/registrer"

type registerView struct {
	Form         page.FormView
	Started      string
	WithNumber   []ui.Option
	ICNPO        []ui.Option
	TargetGroups []ui.Option
	LocalKinds   []ui.Option
	Areas        []ui.Option
	Namesakes    []Ref // approved ones that are called the same
	Terms        int   // the version that holds
}

// anotherField says that the lag is another than those that are called the same.
const anotherField = "annet_lag"

// trapField is a field that people do not see, and programs fill in.
const trapField = "firma_nettside"

// RegisterForm is where a lag registers itself.
func (h *Handler) RegisterForm(w http.ResponseWriter, r *http.Request) error {
	return h.register(w, r, http.StatusOK, nil, nil)
}

func (h *Handler) register(w http.ResponseWriter, r *http.Request, status int, f *form.Form, namesakes []organisation.Organisation) error {
	e := page.From(r)
	v := registerView{
		Form: e.Form(f), Started: strconv.FormatInt(e.Now.Unix(), 10), ICNPO: IcnpoOptions(e, false),
		TargetGroups: CodeOptions(e, municipality.TargetGroups, false), LocalKinds: CodeOptions(e, municipality.LocalKinds, false), Areas: AreaOptions(e, false),
		WithNumber: []ui.Option{
			{Value: "ja", Label: e.T("Ja"), Help: e.T("Skriv nummeret under. Da henter vi det vi kan fra Enhetsregisteret.")},
			{Value: "nei", Label: e.T("Nei, vi er en gruppe uten nummer"), Help: e.T("Da trenger vi to kontaktpersoner.")},
		},
	}
	now, err := h.portal.Terms.PublicCurrent(r.Context(), e.Site.ID)
	if err != nil {
		return err
	}
	v.Terms = now.Number
	if typed := v.Form.Value("startet"); typed != "" {
		v.Started = typed
	}
	if f != nil {
		v.LocalKinds = ui.Choose(v.LocalKinds, f.All("lagstype")...)
		v.TargetGroups, v.Areas = ui.Choose(v.TargetGroups, f.All("malgruppe")...), ui.Choose(v.Areas, f.All("omrade")...)
	}
	for _, o := range namesakes {
		v.Namesakes = append(v.Namesakes, Ref{Name: o.Name, URL: e.URL(Path(o.ID, o.Name))})
	}
	p := e.Page(r, e.T("Registrer laget ditt"))
	p.Active, p.HasErrors = "lag", v.Form.Failed()
	return page.RenderStatus(w, r, status, registerPage(p, v))
}

// Register takes the form in.
func (h *Handler) Register(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	a := readApplication(page.From(r), f)
	var namesakes []organisation.Organisation
	if !f.Checked(anotherField) {
		if namesakes, err = h.portal.OrgLife.PublicNamesakes(r.Context(), a.MunicipalityID, a.Name); err != nil {
			return err
		}
		f.Errs.Check(len(namesakes) == 0, anotherField, i18n.Mark("Det er et lag her som heter det samme. Se om det er deres."))
	}
	if len(f.Errs) > 0 {
		typed := a
		typed.Second.Email, typed.Second.Phone = f.Typed("kontakt2_epost", a.Second.Email), f.Typed("kontakt2_telefon", a.Second.Phone)
		f.Also(typed.Check(page.From(r).Now))
	} else {
		_, err = h.portal.OrgLife.Register(r.Context(), a)
		if err == nil {
			return page.Redirect(w, r, registerPath+"/mottatt")
		}
		if !f.Merge(err) {
			return err
		}
	}
	return h.register(w, r, http.StatusUnprocessableEntity, f, namesakes)
}

func readApplication(e *page.Env, f *form.Form) orglife.Application {
	a := orglife.Application{
		MunicipalityID: e.Site.ID, OrgNr: f.Line("orgnr", 40), Name: f.Line("navn", organisation.MaxName), Summary: f.Text("kort", organisation.MaxSummary),
		EmailPublic: f.Email("epost"), Website: f.URL("nettsted"), Areas: f.IDs("omrade"), TargetGroups: f.IDs("malgruppe"), LocalKinds: f.IDs("lagstype"),
		ApplicantName: f.Line("ditt_navn", 120), ApplicantEmail: f.Email("din_epost"), ApplicantPhone: f.Phone("din_telefon"),
		ShowApplicant: f.Checked("vis_meg"), Lang: e.Lang, Terms: termsbox.Read(f), Trap: f.Raw(trapField),
		Second: organisation.Contact{Name: f.Line("kontakt2_navn", 120), Email: f.Email("kontakt2_epost"), Phone: f.Phone("kontakt2_telefon")},
	}
	a.Group = f.Raw("nummer") == "nei" || f.Raw("nummer") == "" && a.OrgNr == "" && a.Second.Name != ""
	if code := f.Raw("icnpo1"); code != "" {
		a.ICNPO = []string{code}
	}
	if n, err := strconv.ParseInt(f.Raw("startet"), 10, 64); err == nil && n > 0 && n < 1<<40 {
		a.Started = time.Unix(n, 0)
	}
	return a
}

// Received says what happens now.
func (h *Handler) Received(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	p := e.Page(r, e.T("Takk! Vi har fått registreringen"))
	p.Active, p.NoIndex = "lag", true
	return page.Render(w, r, receivedPage(p))
}

// RoleOptions are the roles of contact persons.
func RoleOptions(l i18n.Lang) []ui.Option {
	var out []ui.Option
	for _, role := range organisation.ContactRoles {
		out = append(out, ui.Option{Value: string(role), Label: l.T(role.Name())})
	}
	return out
}
