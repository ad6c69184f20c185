// One lag as residents see it.

package organisations

import (
	"net/http"
	"strings"

	"frivilligsentral/internal/brreg"
	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/markdown"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orglist"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"

	"github.com/go-chi/chi/v5"
)

type showView struct {
	Facts
	Description string // safe HTML
	HowToJoin   string // safe HTML
	Contacts    []ContactView
	Coming      []activitycards.CardView
	ComingURL   string
	CalendarURL string
	Children    []Ref
	Others      []cardView
	OthersTitle string
	EditURL     string
}

// Facts are what the fact box says of an organisation.
type Facts struct {
	Name, Summary, Lang    string
	Kind                   string
	Pictogram              string
	Areas, For, Purposes   string
	LocalKinds             string
	Members                string
	Founded                string
	Email, Phone           string
	Website, WebsiteLabel  string
	Address                string
	OrgNr                  string
	InVoluntaryRegister    bool
	Parent                 *Ref
	Confirmed              string
	EmailPrivate           string // staff only
	RegisteredName, Status string // staff only
}

// ContactView is somebody with a role; Source says who says so.
type ContactView struct{ Name, Role, Email, Phone, Source string }

// Show is an organisation as residents see it.
func (h *Handler) Show(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	o, err := h.portal.Organisations.PublicShow(r.Context(), e.Site.ID, id)
	if err != nil {
		return err
	}
	if o.MergedInto != 0 {
		into, err := h.portal.Organisations.PublicShow(r.Context(), e.Site.ID, o.MergedInto)
		if err != nil {
			return err
		}
		return moved(w, r, e, Path(into.ID, into.Name))
	}
	if chi.URLParam(r, "slug") != slug(o.Name) {
		return moved(w, r, e, Path(o.ID, o.Name))
	}
	v, err := h.showView(r, e, o)
	if err != nil {
		return err
	}
	p := e.Page(r, o.Name)
	p.Active, p.Description = "lag", o.Summary
	return page.Render(w, r, showPage(p, v))
}

func (h *Handler) showView(r *http.Request, e *page.Env, o organisation.View) (showView, error) {
	v := showView{
		Facts: FactsOf(e, o), Description: markdown.HTML(o.Description), HowToJoin: markdown.HTML(o.HowToJoin), Contacts: Contacts(e, o.Contacts),
		Children: Refs(e, o.Children), ComingURL: e.URL(activitycards.ListPath + "?lag=" + ui.Itoa(o.ID)), CalendarURL: e.URL(activitycards.ListPath + ".ics?lag=" + ui.Itoa(o.ID)),
	}
	coming, err := h.coming(r, e, o.ID, 4)
	if err != nil {
		return v, err
	}
	v.Coming = activitycards.Cards(e, coming)
	if err := activitycards.AddPlaces(r.Context(), h.portal.SignupForms, e, v.Coming); err != nil {
		return v, err
	}
	return v, h.addOthers(r, e, o, &v)
}

// addOthers finds other lag of the same sort.
func (h *Handler) addOthers(r *http.Request, e *page.Env, o organisation.View, v *showView) error {
	if len(o.ICNPO) == 0 {
		return nil
	}
	c, ok := codelist.ICNPOByCode(o.ICNPO[0])
	if !ok {
		return nil
	}
	found, err := h.portal.OrgLists.PublicList(r.Context(), orglist.ListParams{MunicipalityID: e.Site.ID, ICNPO: c.GroupCode, Limit: 4})
	if err != nil {
		return err
	}
	for _, other := range found.Cards {
		if other.ID != o.ID && len(v.Others) < 3 {
			v.Others = append(v.Others, cards(e, []orglist.Card{other})...)
		}
	}
	v.OthersTitle = e.T("Andre lag innen %s", strings.ToLower(icnpoName(e.Lang, c.GroupCode)))
	return nil
}

func FactsOf(e *page.Env, o organisation.View) Facts {
	v := Facts{
		Name: o.Name, Summary: o.Summary, Lang: e.Foreign(o.Lang), Kind: e.T(o.Kind.Name()), Pictogram: pictogram(o.ICNPO),
		Areas: strings.Join(e.Site.AreaNames(o.Areas...), ", "), For: strings.Join(e.Site.CodeNames(e.Lang, o.TargetGroups...), ", "), LocalKinds: strings.Join(e.Site.CodeNames(e.Lang, o.LocalKinds...), ", "),
		Email: o.EmailPublic, Phone: i18n.Phone(o.Phone), Website: o.Website, WebsiteLabel: brreg.Enhet{Website: o.Website}.WebsiteLabel(),
		Address: address(e, o.Organisation), OrgNr: i18n.OrgNr(o.OrgNr), InVoluntaryRegister: o.InVoluntaryRegister, Members: members(e, o.Organisation),
	}
	var purposes []string
	for _, code := range o.ICNPO {
		purposes = append(purposes, icnpoName(e.Lang, code))
	}
	v.Purposes = strings.Join(purposes, ", ")
	if o.FoundedYear != nil {
		v.Founded = ui.Itoa(int64(*o.FoundedYear))
	}
	if o.Parent != nil {
		v.Parent = &Refs(e, []organisation.Ref{*o.Parent})[0]
	}
	if o.ConfirmedAt != nil {
		v.Confirmed = e.T("Opplysningene er bekreftet i %s.", e.Lang.Month(*o.ConfirmedAt))
	}
	return v
}

func address(e *page.Env, o organisation.Organisation) string {
	return codelist.Address(o.Address, o.PostalCode, e.Site.Name)
}

func members(e *page.Env, o organisation.Organisation) string {
	if o.Members == nil {
		return ""
	}
	n := *o.Members
	text := e.Lang.N("Ett medlem", "%s medlemmer", n, e.Lang.Number(n))
	if o.MembersUnder20 != nil && *o.MembersUnder20 > 0 {
		text += ", " + e.T("%s under 20 år", e.Lang.Number(*o.MembersUnder20))
	}
	return text
}

func Contacts(e *page.Env, list []organisation.Contact) []ContactView {
	var out []ContactView
	for _, c := range list {
		out = append(out, ContactView{Name: c.Name, Role: e.T(c.Role.Name()), Email: c.Email, Phone: i18n.Phone(c.Phone), Source: SourceOf(e, c)})
	}
	return out
}

// SourceOf says who says that somebody has the role, and since when.
func SourceOf(e *page.Env, c organisation.Contact) string {
	on := ""
	if c.SourceAt != nil {
		on = e.Lang.Date(*c.SourceAt)
	}
	words := map[organisation.Source][2]string{
		organisation.FromSelf:   {e.T("Oppgitt av laget"), e.T("Oppgitt av laget %s", on)},
		organisation.FromStaff:  {e.T("Oppgitt av kommunen"), e.T("Oppgitt av kommunen %s", on)},
		organisation.FromImport: {e.T("Fra en importert fil"), e.T("Fra en importert fil %s", on)},
		organisation.FromBrreg:  {e.T("Fra Enhetsregisteret"), e.T("Fra Enhetsregisteret %s", on)},
	}[c.Source]
	out := words[0]
	if on != "" {
		out = words[1]
	}
	if c.InRegisterAt != nil && c.Source != organisation.FromBrreg {
		out += ". " + e.T("Sto i Enhetsregisteret %s", e.Lang.Date(*c.InRegisterAt))
	}
	return out
}

// crumbs lead back to the list.
func crumbs(p ui.Page, name string) []ui.Crumb {
	return []ui.Crumb{{Label: p.T("Lag og foreninger"), URL: p.URL(ListPath)}, {Label: name}}
}
