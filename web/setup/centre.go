// The centre: where it is, when it is open, and what it says of itself.

package setup

import (
	"net/http"
	"net/url"
	"strconv"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/opening"
	"frivilligsentral/web/form"
	"frivilligsentral/web/hours"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

const centrePath = root + "/sentralen"

// ownerForms are who can own a centre, with the words of the state grant.
var ownerForms = []struct{ code, text string }{
	{"municipal", i18n.Mark("Kommunen")}, {"association", i18n.Mark("Forening eller lag")}, {"foundation", i18n.Mark("Stiftelse")},
	{"cooperative", i18n.Mark("Samvirkeforetak")}, {"company", i18n.Mark("Aksjeselskap")}, {"other", i18n.Mark("Annet")},
}

type centreView struct {
	F      page.FormView
	Others []ui.ChipArgs // when there are several
	Owners []ui.Option
	Hours  hours.FormView
	Stored string
	Chosen string // id, or "ny"
}

// Centre is the form of the centre. With several, ?sentral= says which.
func (h *Handler) Centre(w http.ResponseWriter, r *http.Request) error {
	c, err := centreOf(r, form.Query(r).Raw("sentral"))
	if err != nil {
		return err
	}
	return h.centreForm(w, r, http.StatusOK, &form.Form{Values: centreValues(page.From(r), c)}, "")
}

// centreOf is the centre with the id, a new one for "ny", the first one for "".
func centreOf(r *http.Request, chosen string) (municipality.Centre, error) {
	e := page.From(r)
	if chosen == "ny" {
		return municipality.Centre{OwnerForm: "municipal", Sort: len(e.Site.Centres), Opening: opening.Hours{ClosedOnHolidays: true}}, nil
	}
	for _, c := range e.Site.Centres {
		if chosen == "" || ui.Itoa(c.ID) == chosen {
			return c, nil
		}
	}
	if chosen == "" {
		return e.Site.Centre(), nil
	}
	return municipality.Centre{}, fault.Missing(i18n.Mark("Vi finner ikke sentralen."))
}

// SaveCentre stores the centre.
func (h *Handler) SaveCentre(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	old, err := centreOf(r, f.Raw("sentral"))
	if err != nil {
		return err
	}
	c := readCentre(f)
	c.ID, c.Sort = old.ID, old.Sort
	f.Also(c.Check())
	if f.Err() == nil {
		_, err = h.portal.Municipalities.SaveCentre(r.Context(), e.Actor, c)
	}
	switch {
	case fault.Is(err, fault.Conflict):
		site, err := h.fresh(r)
		if err != nil {
			return err
		}
		for _, stored := range site.Centres {
			if stored.ID == c.ID {
				f.Values.Set("versjon", strconv.Itoa(stored.Version))
				return h.centreForm(w, r, http.StatusConflict, f, stored.Name+", "+stored.Address)
			}
		}
		return h.centreForm(w, r, http.StatusConflict, f, "–")
	case f.Merge(err) || f.Err() != nil:
		return h.centreForm(w, r, http.StatusUnprocessableEntity, f, "")
	case err != nil:
		return err
	}
	return page.Redirect(w, r, centrePath, e.T("%s er lagret.", c.Name))
}

func (h *Handler) centreForm(w http.ResponseWriter, r *http.Request, status int, f *form.Form, stored string) error {
	e := page.From(r)
	v := centreView{F: e.Form(f), Stored: stored, Chosen: f.Raw("sentral")}
	for _, o := range ownerForms {
		v.Owners = append(v.Owners, ui.Option{Value: o.code, Label: e.T(o.text)})
	}
	if len(e.Site.Centres) > 1 || v.Chosen == "ny" {
		for _, c := range e.Site.Centres {
			v.Others = append(v.Others, ui.ChipArgs{Label: c.Name, URL: e.URL(centrePath + "?sentral=" + ui.Itoa(c.ID)), Active: ui.Itoa(c.ID) == v.Chosen})
		}
	}
	v.Hours = hours.Form(e, f, v.F)
	p := begin(r, e.T("Frivilligsentralen"))
	p.HasErrors = v.F.Failed()
	return page.RenderStatus(w, r, status, centrePage(p, v))
}

func readCentre(f *form.Form) municipality.Centre {
	c := municipality.Centre{
		Name: f.Line("navn", 80), OwnerForm: f.OneOf("eier", "municipal", "municipal", "association", "foundation", "cooperative", "company", "other"),
		Address: f.Line("adresse", 200), OpeningNote: f.Line("apent_merknad", 200), Phone: f.Phone("telefon"), Email: f.Email("epost"),
		About: map[string]string{},
	}
	if s := f.Line("orgnr", 30); s != "" {
		if n, err := i18n.ParseOrgNr(s); err == nil {
			c.OrgNr = &n
		} else {
			f.Errs.Add("orgnr", i18n.Mark("Organisasjonsnummeret er ikke gyldig."))
		}
	}
	if code := f.Line("postnummer", 10); code != "" {
		var ok bool
		c.PostalCode, ok = i18n.ParsePostalCode(code)
		f.Errs.Check(ok, "postnummer", i18n.Mark("Postnummeret må ha fire siffer."))
	}
	for _, l := range i18n.Langs {
		if text := f.Text("om_"+string(l), 5000); text != "" {
			c.About[string(l)] = text
		}
	}
	c.Opening = hours.Read(f)
	c.Version, _ = strconv.Atoi(f.Raw("versjon"))
	return c
}

func centreValues(e *page.Env, c municipality.Centre) url.Values {
	v := url.Values{
		"navn": {c.Name}, "eier": {c.OwnerForm}, "adresse": {c.Address}, "postnummer": {c.PostalCode}, "apent_merknad": {c.OpeningNote},
		"telefon": {i18n.Phone(c.Phone)}, "epost": {c.Email}, "versjon": {strconv.Itoa(c.Version)}, "sentral": {ui.Itoa(c.ID)},
	}
	if c.ID == 0 {
		v.Set("sentral", "ny")
	}
	if c.OrgNr != nil {
		v.Set("orgnr", i18n.OrgNr(*c.OrgNr))
	}
	for l, text := range c.About {
		v.Set("om_"+l, text)
	}
	hours.Fill(e, v, c.Opening)
	return v
}
