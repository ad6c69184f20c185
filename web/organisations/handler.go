// Package organisations is lag og foreninger as residents see them: the list, one of
// them, and how a lag registers itself.
package organisations

import (
	"net/http"

	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/portal"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// Handler has the pages.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }

// Path is the address of an organisation without language prefix.
func Path(id int64, name string) string {
	return ListPath + "/" + ui.Itoa(id) + "/" + slug(name)
}

func slug(name string) string {
	if s := municipality.Slug(name); s != "" {
		return s
	}
	return "lag"
}

// StaffPath is the address of an organisation in the municipality's register.
func StaffPath(id int64, rest string) string { return TablePath + "/" + ui.Itoa(id) + rest }

// pictograms draw an ICNPO group where there is no photo; the rest get that of "lag".
var pictograms = map[string]string{
	"1": "handverk-hobby-musikk", "2": "kurs", "3": "en-til-en-hjelp", "4": "en-til-en-hjelp", "5": "fysisk-aktivitet", "6": "hjem",
	"7": "kommunen", "8": "sosiale-moteplasser", "9": "inkludering", "13": "lag", "14": "inkludering",
}

// pictogram is the drawing for an organisation with these ICNPO codes.
func pictogram(icnpo []string) string {
	if len(icnpo) == 0 {
		return "lag"
	}
	switch icnpo[0] {
	case "1200":
		return "fysisk-aktivitet"
	case "1300":
		return "sosiale-moteplasser"
	}
	if c, ok := codelist.ICNPOByCode(icnpo[0]); ok && pictograms[c.GroupCode] != "" {
		return pictograms[c.GroupCode]
	}
	return "lag"
}

func icnpoName(l i18n.Lang, code string) string {
	if c, ok := codelist.ICNPOByCode(code); ok {
		return c.Name(string(l))
	}
	return code
}

// IcnpoOptions are the codes under their groups; with wholeGroups a group can be chosen too.
func IcnpoOptions(e *page.Env, wholeGroups bool) []ui.Option {
	var out []ui.Option
	group := ""
	for _, c := range codelist.ICNPO() {
		switch {
		case c.Group:
			group = c.Name(string(e.Lang))
			if wholeGroups && c.Active {
				out = append(out, ui.Option{Value: c.Code, Label: e.T("Alt innen %s", group), Group: group})
			}
		case c.Active:
			out = append(out, ui.Option{Value: c.Code, Label: c.Name(string(e.Lang)), Group: group})
		}
	}
	return out
}

func CodeOptions(e *page.Env, list municipality.List, bySlug bool) []ui.Option {
	var out []ui.Option
	for _, c := range e.Site.ActiveCodes(list) {
		value := ui.Itoa(c.ID)
		if bySlug {
			value = c.Slug
		}
		out = append(out, ui.Option{Value: value, Label: c.Name(e.Lang)})
	}
	return out
}

func AreaOptions(e *page.Env, bySlug bool) []ui.Option {
	var out []ui.Option
	for _, a := range e.Site.ActiveAreas() {
		value := ui.Itoa(a.ID)
		if bySlug {
			value = a.Slug
		}
		out = append(out, ui.Option{Value: value, Label: a.Name})
	}
	return out
}

// moved answers 301: the page has one address only.
func moved(w http.ResponseWriter, r *http.Request, e *page.Env, path string) error {
	w.Header().Set("Cache-Control", page.PublicCache)
	http.Redirect(w, r, e.URL(path), http.StatusMovedPermanently)
	return nil
}

// Ref is a link to another organisation.
type Ref struct{ Name, URL string }

func Refs(e *page.Env, list []organisation.Ref) []Ref {
	var out []Ref
	for _, r := range list {
		out = append(out, Ref{Name: r.Name, URL: e.URL(Path(r.ID, r.Name))})
	}
	return out
}

// coming are the next activities of an organisation.
func (h *Handler) coming(r *http.Request, e *page.Env, id int64, limit int) ([]listing.Card, error) {
	return h.portal.ActivityLists.PublicUpcoming(r.Context(), e.Site.ID, id, limit)
}

// TablePath is the address of the municipality's register.
const TablePath = "/ansatt/organisasjoner"
