// Package terms is the terms for organisers: as everybody reads them, with the versions
// before, and as a group's people accept them. The municipality writes them in package setup.
package terms

import (
	"math"
	"net/http"
	"strconv"

	agreement "frivilligsentral/internal/account/terms"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/keyset"
	"frivilligsentral/internal/markdown"
	"frivilligsentral/internal/portal"
	"frivilligsentral/web/form"
	"frivilligsentral/web/login"
	"frivilligsentral/web/page"
	"frivilligsentral/web/termsbox"

	"github.com/go-chi/chi/v5"
)

// Handler has the pages.
type Handler struct{ portal *portal.Portal }

// New makes the handler.
func New(p *portal.Portal) *Handler { return &Handler{portal: p} }

// versionView is one version in the reader's language.
type versionView struct {
	Number      int
	Name        string // "Versjon 2, fra 3. mars 2026"
	URL         string
	Text        string // safe HTML
	TextLang    string // when it is not the page's
	Changes     string
	ChangesLang string
}

func viewOf(e *page.Env, v agreement.Version) versionView {
	text, lang := v.Text(e.Lang)
	changes, changesLang := v.Changes(e.Lang)
	out := versionView{
		Number: v.Number, Name: e.T("Versjon %d", v.Number), URL: e.URL(termsbox.Path + "/" + strconv.Itoa(v.Number)), Text: markdown.HTML(text),
		TextLang: e.Foreign(lang), Changes: changes, ChangesLang: e.Foreign(changesLang),
	}
	if v.PublishedAt != nil {
		out.Name = e.T("Versjon %d, fra %s", v.Number, e.Lang.Date(*v.PublishedAt))
	}
	return out
}

type publicView struct {
	versionView
	Holds  bool
	Before []versionView // the versions before, on the page of the one that holds

	Prev, Next string // the pages of Before
}

// Current is /vilkar: the terms that hold, and the way to those before.
func (h *Handler) Current(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	now, err := h.portal.Terms.PublicCurrent(r.Context(), e.Site.ID)
	if err != nil {
		return err
	}
	q := form.Query(r)
	found, err := h.portal.Terms.PublicVersions(r.Context(), e.Site.ID, keyset.Params{After: q.Raw("etter"), Before: q.Raw("for")})
	if err != nil {
		return err
	}
	v := publicView{versionView: viewOf(e, now), Holds: true}
	for _, old := range found.Rows {
		if old.Number != now.Number {
			v.Before = append(v.Before, viewOf(e, old))
		}
	}
	v.Prev, v.Next = e.Beside(termsbox.Path+"#tidligere", nil, found.Prev, found.Next)
	return page.Render(w, r, publicPage(e.Page(r, e.T("Vilkår for arrangører")), v))
}

// Former is one version by its number.
func (h *Handler) Former(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	now, err := h.portal.Terms.PublicCurrent(r.Context(), e.Site.ID)
	if err != nil {
		return err
	}
	number, err := strconv.Atoi(chi.URLParam(r, "nummer"))
	if err != nil || number > math.MaxInt32 || strconv.Itoa(number) != chi.URLParam(r, "nummer") {
		return fault.Missing(i18n.Mark("Vi finner ikke siden du leter etter."))
	}
	v, err := h.portal.Terms.PublicVersion(r.Context(), e.Site.ID, number)
	if err != nil {
		return err
	}
	p := e.Page(r, e.T("Vilkår for arrangører, versjon %d", v.Number))
	p.NoIndex = v.Number != now.Number
	return page.Render(w, r, publicPage(p, publicView{versionView: viewOf(e, v), Holds: v.Number == now.Number}))
}

type askView struct {
	versionView
	F      page.FormView
	Due    bool
	Before int
	Since  []versionView
	Next   string
}

// Ask shows what a group's person is asked to accept.
func (h *Handler) Ask(w http.ResponseWriter, r *http.Request) error {
	return h.ask(w, r, nil, form.Query(r).Raw("neste"))
}

func (h *Handler) ask(w http.ResponseWriter, r *http.Request, f *form.Form, next string) error {
	e := page.From(r)
	asked, err := h.portal.Terms.Ask(r.Context(), e.Actor)
	if err != nil {
		return err
	}
	v := askView{versionView: viewOf(e, asked.Version), F: e.Form(f), Due: asked.Due, Before: asked.Before, Next: login.SafeNext(e.Door, next)}
	for _, x := range asked.Since {
		if s := viewOf(e, x); s.Changes != "" {
			v.Since = append(v.Since, s)
		}
	}
	p := e.Page(r, e.T("Vilkår for arrangører"))
	p.HasErrors = v.F.Failed()
	return page.RenderStatus(w, r, v.F.Status(), askPage(p, v))
}

// Accept takes the answer, and goes on to where she was.
func (h *Handler) Accept(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	err = h.portal.Terms.Accept(r.Context(), e.Actor, termsbox.Read(f))
	if f.Merge(err) {
		return h.ask(w, r, f, f.Raw("neste"))
	}
	if err != nil {
		return err
	}
	return page.Redirect(w, r, login.SafeNext(e.Door, f.Raw("neste")), e.T("Takk! Du har godtatt vilkårene."))
}
