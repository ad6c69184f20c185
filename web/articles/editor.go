// Articles as staff see and write them.

package articles

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/article"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/web/auditlog"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

const staffPath = "/ansatt/nyheter"

func onePath(id int64, rest string) string { return staffPath + "/" + ui.Itoa(id) + rest }

type tag struct{ Kind, Text string }

// tagOf says whether residents see an article.
func tagOf(e *page.Env, a article.Article) tag {
	switch {
	case a.Coming(e.Now):
		return tag{"info", e.T("Vises fra %s", e.Lang.Date(*a.ShownAt))}
	case a.Over(e.Now):
		return tag{"neutral", e.T("Perioden er over")}
	case a.Status == article.Published:
		return tag{"success", e.T(a.Status.Name())}
	case a.Status == article.Draft:
		return tag{"warning", e.T(a.Status.Name())}
	}
	return tag{"neutral", e.T(a.Status.Name())}
}

type staffListView struct {
	Kind, Status    string
	Kinds, Statuses []ui.Option
	Filtered        bool
	MayWrite        bool
	Rows            []staffRow
	Prev, Next      string
}

type staffRow struct {
	URL, Title, Lang, Kind, Languages, Changed string
	Tag                                        tag
}

// Filters are what the list can be narrowed by.
var Filters = filter.Set[article.Filter]{
	{Name: "type", Read: func(e *page.Env, q *form.Form, f *article.Filter) filter.Value {
		if k := article.Kind(q.Raw("type")); slices.Contains(article.Kinds, k) {
			f.Kind = k
			return filter.Value{Written: string(k), Label: e.T(k.Name())}
		}
		return filter.Value{}
	}},
	{Name: "status", Read: func(e *page.Env, q *form.Form, f *article.Filter) filter.Value {
		if s := article.Status(q.Raw("status")); slices.Contains(article.Statuses, s) {
			f.Status = s
			return filter.Value{Written: string(s), Label: e.T(s.Name())}
		}
		return filter.Value{}
	}},
}

func kinds(e *page.Env) []ui.Option {
	var out []ui.Option
	for _, k := range article.Kinds {
		out = append(out, ui.Option{Value: string(k), Label: e.T(k.Name())})
	}
	return out
}

// List is all articles.
func (h *Handler) List(w http.ResponseWriter, r *http.Request) error {
	e, q := page.From(r), form.Query(r)
	f, on := Filters.Read(e, q)
	f.After, f.Before = q.Raw("etter"), q.Raw("for")
	found, err := h.portal.Articles.List(r.Context(), e.Actor, f)
	if err != nil {
		return err
	}
	keep := filter.Write(on)
	v := staffListView{Kind: keep.Get("type"), Status: keep.Get("status"), Kinds: kinds(e), Filtered: len(on) > 0, MayWrite: e.Actor.May(account.ManageArticles)}
	for _, s := range article.Statuses {
		v.Statuses = append(v.Statuses, ui.Option{Value: string(s), Label: e.T(s.Name())})
	}
	for _, a := range found.Rows {
		t, l := a.Texts.In(e.Lang)
		v.Rows = append(v.Rows, staffRow{
			URL: e.URL(onePath(a.ID, "")), Title: t.Title, Lang: e.Foreign(l), Kind: e.T(a.Kind.Name()), Languages: languages(a.Texts), Changed: e.Lang.Ago(a.UpdatedAt, e.Now), Tag: tagOf(e, a),
		})
	}
	v.Prev, v.Next = e.Beside(staffPath, keep, found.Prev, found.Next)
	return page.Render(w, r, staffListPage(begin(r, e.T("Nyheter og sider")), v))
}

// begin is a page of the editors.
func begin(r *http.Request, title string) ui.Page {
	p := page.From(r).Page(r, title)
	p.Active = "nyheter"
	return p
}

// languages are the languages that an article is written in: "Bokmål, English".
func languages(t article.Texts) string {
	out := ""
	for _, l := range i18n.Langs {
		if t[l].Title == "" {
			continue
		}
		if out != "" {
			out += ", "
		}
		out += l.Name()
	}
	return out
}

type staffShowView struct {
	article.Article
	Tag       tag
	KindName  string
	Period    string
	Group     string
	PublicURL string
	Versions  []version
	MayWrite  bool
	Errors    []ui.FieldError
	History   []historyLine
}

// version is the text in one language.
type version struct {
	reading
	Name string
}

type historyLine struct{ When, Who, What string }

// Show is one article, as it is in each language, with what has been done with it.
func (h *Handler) Show(w http.ResponseWriter, r *http.Request) error {
	return h.show(w, r, http.StatusOK, nil)
}

func (h *Handler) show(w http.ResponseWriter, r *http.Request, status int, refused error) error {
	e := page.From(r)
	a, err := h.current(r)
	if err != nil {
		return err
	}
	v := staffShowView{
		Article: a, Tag: tagOf(e, a), KindName: e.T(a.Kind.Name()), Period: period(e, a), Versions: versions(e, a.Texts), MayWrite: e.Actor.May(account.ManageArticles),
		Errors: e.Errors(fault.FieldsOf(refused)), Group: e.Site.CodeName(e.Lang, a.GroupID),
	}
	if a.Shown(e.Now) {
		v.PublicURL = e.URL(Path(a.Kind, a.Slug))
	}
	rows, err := h.portal.Articles.History(r.Context(), e.Actor, a.ID)
	if err != nil {
		return err
	}
	for _, row := range rows {
		v.History = append(v.History, historyLine{When: e.Lang.Ago(row.At, e.Now), Who: row.ActorName, What: auditlog.Sentence(e, row)})
	}
	t, _ := a.Texts.In(e.Lang)
	p := begin(r, t.Title)
	p.HasErrors = refused != nil
	return page.RenderStatus(w, r, status, staffShowPage(p, v))
}

// versions are the texts of each language that there is.
func versions(e *page.Env, texts article.Texts) []version {
	var out []version
	for _, l := range i18n.Langs {
		if texts[l].Title != "" {
			v := version{readingOf(&page.Env{Lang: l, Site: e.Site}, article.Article{Texts: texts}), l.Name()}
			v.Lang = e.Foreign(l)
			out = append(out, v)
		}
	}
	return out
}

// period is from when until when an article is shown, in words.
func period(e *page.Env, a article.Article) string {
	switch {
	case a.ShownFrom != nil && a.ShownUntil != nil:
		return e.T("Fra %s til og med %s", e.Lang.Date(*a.ShownFrom), e.Lang.Date(lastDay(*a.ShownUntil)))
	case a.ShownFrom != nil:
		return e.T("Fra %s", e.Lang.Date(*a.ShownFrom))
	case a.ShownUntil != nil:
		return e.T("Til og med %s", e.Lang.Date(lastDay(*a.ShownUntil)))
	}
	return e.T("Fra den publiseres til den avsluttes")
}

// lastDay is the last day that something is shown which is shown until a midnight.
func lastDay(until time.Time) time.Time { return until.Add(-time.Minute) }

// Publish lets residents see an article.
func (h *Handler) Publish(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	err = h.portal.Articles.Publish(r.Context(), e.Actor, id)
	if fault.Is(err, fault.Invalid) {
		return h.show(w, r, http.StatusUnprocessableEntity, err)
	}
	if err != nil {
		return err
	}
	return page.Redirect(w, r, onePath(id, ""), e.T("Publisert."))
}

// End takes an article away from residents.
func (h *Handler) End(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	if err := h.portal.Articles.End(r.Context(), e.Actor, id); err != nil {
		return err
	}
	return page.Redirect(w, r, onePath(id, ""), e.T("Avsluttet. Den er ikke lenger synlig."))
}

// AskDelete asks whether a draft is to be deleted.
func (h *Handler) AskDelete(w http.ResponseWriter, r *http.Request) error {
	a, err := h.current(r)
	if err != nil {
		return err
	}
	e := page.From(r)
	back := onePath(a.ID, "")
	if !a.Deletable() {
		return page.Redirect(w, r, back, e.T("Bare det som aldri har vært publisert, kan slettes. Det andre kan avsluttes."))
	}
	t, _ := a.Texts.In(e.Lang)
	c := ui.ConfirmArgs{
		Title: e.T("Vil du slette utkastet «%s»?", t.Title), Text: e.T("Teksten blir borte på alle språk, og kan ikke hentes fram igjen."),
		Action: e.URL(onePath(a.ID, "/slett")), Button: e.T("Ja, slett utkastet"), CancelURL: e.URL(back), CancelText: e.T("Nei, behold det"), Danger: true,
	}
	return page.Render(w, r, deletePage(begin(r, c.Title), t.Title, c))
}

// Delete takes a draft away for good.
func (h *Handler) Delete(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	id, err := page.ID(r, "id")
	if err != nil {
		return err
	}
	if err := h.portal.Articles.Delete(r.Context(), e.Actor, id); err != nil {
		return err
	}
	return page.Redirect(w, r, staffPath, e.T("Utkastet er slettet."))
}

type editView struct {
	F       page.FormView
	Action  string
	Back    string
	Kind    article.Kind // "" when it is still to be chosen
	Kinds   []ui.Option
	Groups  []ui.Option
	Langs   []i18n.Lang
	Preview []version
	Outrun  bool
}

// New is the empty form.
func (h *Handler) New(w http.ResponseWriter, r *http.Request) error {
	f := &form.Form{Values: url.Values{"type": {string(article.News)}}}
	if k := article.Kind(form.Query(r).Raw("type")); slices.Contains(article.Kinds, k) {
		f.Values.Set("type", string(k))
	}
	return h.edit(w, r, http.StatusOK, article.Article{}, f, nil, false)
}

// Create stores a new one, or shows what it will look like.
func (h *Handler) Create(w http.ResponseWriter, r *http.Request) error {
	return h.save(w, r, article.Article{})
}

// Edit is the form of an article.
func (h *Handler) Edit(w http.ResponseWriter, r *http.Request) error {
	a, err := h.current(r)
	if err != nil {
		return err
	}
	return h.edit(w, r, http.StatusOK, a, &form.Form{Values: valuesOf(a)}, nil, false)
}

// Update stores the changes of an article, or shows what it will look like.
func (h *Handler) Update(w http.ResponseWriter, r *http.Request) error {
	a, err := h.current(r)
	if err != nil {
		return err
	}
	return h.save(w, r, a)
}

func (h *Handler) current(r *http.Request) (article.Article, error) {
	id, err := page.ID(r, "id")
	if err != nil {
		return article.Article{}, err
	}
	return h.portal.Articles.Show(r.Context(), page.From(r).Actor, id)
}

func (h *Handler) save(w http.ResponseWriter, r *http.Request, old article.Article) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	a := read(f)
	a.ID = old.ID
	if a.ID != 0 {
		a.Kind = old.Kind
	}
	f.Also(a.Check())
	if f.Err() == nil && f.Raw("gjor") == "se" {
		if f.Merge(a.Check()) {
			return h.edit(w, r, http.StatusUnprocessableEntity, old, f, nil, false)
		}
		return h.edit(w, r, http.StatusOK, old, f, versions(e, a.Texts), false)
	}
	if f.Err() == nil && a.ID == 0 {
		a.ID, err = h.portal.Articles.Create(r.Context(), e.Actor, a)
	} else if f.Err() == nil {
		err = h.portal.Articles.Update(r.Context(), e.Actor, a)
	}
	switch {
	case fault.Is(err, fault.Conflict):
		stored, err := h.current(r)
		if err != nil {
			return err
		}
		f.Values.Set("versjon", strconv.Itoa(stored.Version))
		return h.edit(w, r, http.StatusConflict, stored, f, nil, true)
	case f.Merge(err) || f.Err() != nil:
		return h.edit(w, r, http.StatusUnprocessableEntity, old, f, nil, false)
	case err != nil:
		return err
	}
	return page.Redirect(w, r, onePath(a.ID, ""), e.T("Lagret."))
}

func (h *Handler) edit(w http.ResponseWriter, r *http.Request, status int, a article.Article, f *form.Form, preview []version, outrun bool) error {
	e := page.From(r)
	v := editView{F: e.Form(f), Action: staffPath + "/ny", Back: staffPath, Kinds: kinds(e), Langs: i18n.Langs, Preview: preview, Outrun: outrun, Kind: a.Kind}
	title := e.T("Skriv noe nytt")
	if a.ID != 0 {
		t, _ := a.Texts.In(e.Lang)
		title, v.Action, v.Back = e.T("Rediger %s", t.Title), onePath(a.ID, "/rediger"), onePath(a.ID, "")
	}
	for _, c := range e.Site.ActiveCodes(municipality.QuestionGroups) {
		v.Groups = append(v.Groups, ui.Option{Value: ui.Itoa(c.ID), Label: c.Name(e.Lang)})
	}
	p := begin(r, title)
	p.HasErrors = v.F.Failed()
	return page.RenderStatus(w, r, status, editPage(p, v))
}

func read(f *form.Form) article.Article {
	a := article.Article{
		Kind: article.Kind(f.Raw("type")), Slug: f.Line("adresse", article.MaxSlug), GroupID: f.ID("gruppe"), Texts: article.Texts{}, ShownFrom: f.Date("fra"),
	}
	for _, l := range i18n.Langs {
		a.Texts[l] = article.Text{
			Title: f.Line(article.Field("tittel", l), article.MaxTitle), Lead: f.Line(article.Field("ingress", l), article.MaxLead), Body: f.Text(article.Field("tekst", l), article.MaxBody),
		}
	}
	if d := f.Date("til"); d != nil {
		next := d.AddDate(0, 0, 1)
		a.ShownUntil = &next
	}
	if n := f.Int("rekkefolge", 0, 10000); n != nil {
		a.Sort = *n
	}
	a.Version, _ = strconv.Atoi(f.Raw("versjon"))
	return a
}

func valuesOf(a article.Article) url.Values {
	out := url.Values{"type": {string(a.Kind)}, "adresse": {a.Slug}, "versjon": {strconv.Itoa(a.Version)}, "rekkefolge": {strconv.Itoa(a.Sort)}}
	for _, l := range i18n.Langs {
		t := a.Texts[l]
		out.Set(article.Field("tittel", l), t.Title)
		out.Set(article.Field("ingress", l), t.Lead)
		out.Set(article.Field("tekst", l), t.Body)
	}
	if a.GroupID != 0 {
		out.Set("gruppe", ui.Itoa(a.GroupID))
	}
	if a.ShownFrom != nil {
		out.Set("fra", a.ShownFrom.In(i18n.Oslo).Format(time.DateOnly))
	}
	if a.ShownUntil != nil {
		out.Set("til", lastDay(*a.ShownUntil).In(i18n.Oslo).Format(time.DateOnly))
	}
	return out
}
