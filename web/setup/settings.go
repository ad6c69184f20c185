// Settings of the municipality.

package setup

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

const settingsPath = root + "/innstillinger"

type settingsView struct {
	F      page.FormView
	Langs  []ui.Option
	Themes []ui.Option
	Stored string
}

// Settings is the form of what the municipality decides itself.
func (h *Handler) Settings(w http.ResponseWriter, r *http.Request) error {
	m := page.From(r).Site.Municipality
	return h.settingsForm(w, r, http.StatusOK, &form.Form{Values: settingsValues(m)}, "")
}

// themeNames are what people call the colours.
var themeNames = map[string]string{municipality.Themes[0]: i18n.Mark("Grønn"), municipality.Themes[1]: i18n.Mark("Blå")}

// SaveSettings stores them.
func (h *Handler) SaveSettings(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	m := municipality.Municipality{
		Name: e.Site.Name, DefaultLang: i18n.Lang(f.Raw("sprak")), Theme: f.Raw("farger"), Controller: f.Line("ansvarlig", 200),
		PrivacyEmail: f.Email("personvernombud"), AccessibilityURL: f.URL("erklaering"), ApproveActivities: f.Raw("godkjenne") == "ja",
	}
	m.SignupHoldMinutes = whole(f, "holdes")
	m.SignupOfferHours = whole(f, "svarfrist")
	m.GuardianAge = whole(f, "foresattalder")
	m.SignupUnprovedPercent = whole(f, "ubekreftet")
	m.ContactPublicDays, m.HideCommercial = whole(f, "kontaktdager"), f.Raw("skjul_kommersielle") == "ja"
	m.Version, _ = strconv.Atoi(f.Raw("versjon"))
	f.Also(m.Check())
	if f.Err() == nil {
		err = h.portal.Municipalities.SaveSettings(r.Context(), e.Actor, m)
	}
	switch {
	case fault.Is(err, fault.Conflict):
		site, err := h.fresh(r)
		if err != nil {
			return err
		}
		f.Values.Set("versjon", strconv.Itoa(site.Version))
		return h.settingsForm(w, r, http.StatusConflict, f, e.T("språk %s, farger %s", site.DefaultLang.Name(), strings.ToLower(e.T(themeNames[site.Theme]))))
	case f.Merge(err) || f.Err() != nil:
		return h.settingsForm(w, r, http.StatusUnprocessableEntity, f, "")
	case err != nil:
		return err
	}
	return page.Redirect(w, r, settingsPath, e.T("Innstillingene er lagret."))
}

func (h *Handler) settingsForm(w http.ResponseWriter, r *http.Request, status int, f *form.Form, stored string) error {
	e := page.From(r)
	v := settingsView{F: e.Form(f), Stored: stored, Themes: []ui.Option{
		{Value: municipality.Themes[0], Label: e.T(themeNames[municipality.Themes[0]])}, {Value: municipality.Themes[1], Label: e.T(themeNames[municipality.Themes[1]])},
	}}
	for _, l := range i18n.Langs {
		v.Langs = append(v.Langs, ui.Option{Value: string(l), Label: l.Name()})
	}
	p := begin(r, e.T("Innstillinger"))
	p.HasErrors = v.F.Failed()
	return page.RenderStatus(w, r, status, settingsPage(p, v))
}

// whole is a number as typed; what is none lies outside all limits.
func whole(f *form.Form, name string) int {
	if n, err := strconv.Atoi(strings.TrimSpace(f.Raw(name))); err == nil {
		return n
	}
	return -1
}

func limit(n int) string { return strconv.Itoa(n) }

func settingsValues(m municipality.Municipality) url.Values {
	v := url.Values{
		"sprak": {string(m.DefaultLang)}, "farger": {m.Theme}, "ansvarlig": {m.Controller}, "personvernombud": {m.PrivacyEmail},
		"erklaering": {m.AccessibilityURL}, "versjon": {strconv.Itoa(m.Version)}, "godkjenne": {"nei"}, "skjul_kommersielle": {"nei"},
		"holdes": {strconv.Itoa(m.SignupHoldMinutes)}, "svarfrist": {strconv.Itoa(m.SignupOfferHours)}, "foresattalder": {strconv.Itoa(m.GuardianAge)},
		"ubekreftet": {strconv.Itoa(m.SignupUnprovedPercent)}, "kontaktdager": {strconv.Itoa(m.ContactPublicDays)},
	}
	if m.ApproveActivities {
		v.Set("godkjenne", "ja")
	}
	if m.HideCommercial {
		v.Set("skjul_kommersielle", "ja")
	}
	return v
}
