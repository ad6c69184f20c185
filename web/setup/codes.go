// The municipality's own lists of codes.

package setup

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
	"frivilligsentral/web/ui/drawing"

	"github.com/go-chi/chi/v5"
)

// codeList is one of the municipality's own lists on its pages.
type codeList struct{ municipality.CodeList }

func (c codeList) path() string { return codesPath(c.CodeList) }

func codesPath(c municipality.CodeList) string { return root + "/koder/" + c.Slug }

func listOf(r *http.Request) (codeList, error) {
	i := slices.IndexFunc(municipality.CodeLists, func(c municipality.CodeList) bool { return c.Slug == chi.URLParam(r, "liste") })
	if i < 0 {
		return codeList{}, fault.Missing(i18n.Mark("Vi finner ikke listen."))
	}
	return codeList{municipality.CodeLists[i]}, nil
}

type codesView struct {
	codeList
	Codes []municipality.Code
}

// Codes is one list.
func (h *Handler) Codes(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	c, err := listOf(r)
	if err != nil {
		return err
	}
	v := codesView{codeList: c, Codes: e.Site.Codes(c.List)}
	return page.Render(w, r, codesPage(begin(r, e.T(c.Title)), v))
}

type codeView struct {
	codeList
	F        page.FormView
	Action   string
	Pictures []ui.Option
	Stored   string
	Made     bool
}

// NewCode is the empty form.
func (h *Handler) NewCode(w http.ResponseWriter, r *http.Request) error {
	c, err := listOf(r)
	if err != nil {
		return err
	}
	return h.codeForm(w, r, http.StatusOK, c, municipality.Code{}, &form.Form{Values: url.Values{"aktiv": {"ja"}}}, "")
}

// EditCode is the form of an entry.
func (h *Handler) EditCode(w http.ResponseWriter, r *http.Request) error {
	c, code, err := codeOf(r)
	if err != nil {
		return err
	}
	return h.codeForm(w, r, http.StatusOK, c, code, &form.Form{Values: codeValues(code)}, "")
}

func codeOf(r *http.Request) (codeList, municipality.Code, error) {
	c, err := listOf(r)
	if err != nil {
		return c, municipality.Code{}, err
	}
	id, err := page.ID(r, "id")
	if err != nil {
		return c, municipality.Code{}, err
	}
	code, ok := page.From(r).Site.CodeByID(id)
	if !ok || code.List != c.List {
		return c, code, fault.Missing(i18n.Mark("Vi finner ikke dette i listen."))
	}
	return c, code, nil
}

// CreateCode stores a new entry.
func (h *Handler) CreateCode(w http.ResponseWriter, r *http.Request) error {
	c, err := listOf(r)
	if err != nil {
		return err
	}
	return h.saveCode(w, r, c, municipality.Code{})
}

// UpdateCode stores the changes of an entry.
func (h *Handler) UpdateCode(w http.ResponseWriter, r *http.Request) error {
	c, code, err := codeOf(r)
	if err != nil {
		return err
	}
	return h.saveCode(w, r, c, code)
}

func (h *Handler) saveCode(w http.ResponseWriter, r *http.Request, c codeList, old municipality.Code) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	code := readCode(f, c.CodeList)
	code.ID = old.ID
	f.Also(code.Check())
	if f.Err() == nil {
		_, err = h.portal.Municipalities.SaveCode(r.Context(), e.Actor, code)
	}
	switch {
	case fault.Is(err, fault.Conflict):
		site, err := h.fresh(r)
		if err != nil {
			return err
		}
		stored, _ := site.CodeByID(code.ID)
		f.Values.Set("versjon", strconv.Itoa(stored.Version))
		return h.codeForm(w, r, http.StatusConflict, c, old, f, stored.NameNB)
	case f.Merge(err) || f.Err() != nil:
		return h.codeForm(w, r, http.StatusUnprocessableEntity, c, old, f, "")
	case err != nil:
		return err
	}
	return page.Redirect(w, r, c.path(), e.T("%s er lagret.", code.NameNB))
}

func readCode(f *form.Form, list municipality.CodeList) municipality.Code {
	c := municipality.Code{
		List: list.List, NameNB: f.Line("navn", 80), NameNN: f.Line("navn_nn", 80), NameEN: f.Line("navn_en", 80), Slug: f.Line("adresse", 60),
		Active: f.Checked("aktiv"), Sort: number(f, "rekkefolge"),
	}
	c.Version, _ = strconv.Atoi(f.Raw("versjon"))
	if list.Ages {
		c.AgeMin, c.AgeMax = f.Int("alder_fra", 0, 120), f.Int("alder_til", 0, 120)
	}
	if name := f.Raw("tegning"); list.Drawn && slices.Contains(pictures(list.List), name) {
		c.Pictogram = name
	}
	return c
}

// pictures are the drawings that fit a list: big ones for categories, line icons for topics.
func pictures(list municipality.List) []string {
	if list == municipality.Categories {
		return drawing.PictogramNames()
	}
	return drawing.IconNames()
}

func (h *Handler) codeForm(w http.ResponseWriter, r *http.Request, status int, c codeList, code municipality.Code, f *form.Form, stored string) error {
	e := page.From(r)
	v := codeView{codeList: c, F: e.Form(f), Action: c.path() + "/ny", Stored: stored, Made: code.ID != 0}
	title := e.T(c.New)
	if code.ID != 0 {
		title, v.Action = e.T("Rediger %s", code.NameNB), c.path()+"/"+ui.Itoa(code.ID)
	}
	if v.Drawn {
		for _, name := range pictures(c.List) {
			v.Pictures = append(v.Pictures, ui.Option{Value: name, Label: name})
		}
	}
	p := begin(r, title)
	p.HasErrors = v.F.Failed()
	return page.RenderStatus(w, r, status, codePage(p, v))
}

func codeValues(c municipality.Code) url.Values {
	v := url.Values{
		"navn": {c.NameNB}, "navn_nn": {c.NameNN}, "navn_en": {c.NameEN}, "adresse": {c.Slug}, "tegning": {c.Pictogram},
		"rekkefolge": {strconv.Itoa(c.Sort)}, "versjon": {strconv.Itoa(c.Version)},
	}
	if c.AgeMin != nil {
		v.Set("alder_fra", strconv.Itoa(*c.AgeMin))
	}
	if c.AgeMax != nil {
		v.Set("alder_til", strconv.Itoa(*c.AgeMax))
	}
	if c.Active {
		v.Set("aktiv", "ja")
	}
	return v
}

// ages is "6–12 år", "fra 60 år", or "".
func ages(p ui.Page, c municipality.Code) string {
	switch {
	case c.AgeMin != nil && c.AgeMax != nil:
		return p.T("%d–%d år", *c.AgeMin, *c.AgeMax)
	case c.AgeMin != nil:
		return p.T("Fra %d år", *c.AgeMin)
	case c.AgeMax != nil:
		return p.T("Til %d år", *c.AgeMax)
	}
	return ""
}
