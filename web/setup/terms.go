// The terms for organisers: the draft, and publishing it.

package setup

import (
	"net/http"
	"net/url"
	"strconv"

	"frivilligsentral/internal/account/terms"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/markdown"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

const termsPath = root + "/vilkar"

type termsView struct {
	F       page.FormView
	Number  int    // of the version that holds
	Saved   string // when the draft was saved, "" where there is none
	Stored  string // what somebody else has saved meanwhile
	Publish string
}

// Terms is the form of the draft.
func (h *Handler) Terms(w http.ResponseWriter, r *http.Request) error {
	d, err := h.portal.Terms.Draft(r.Context(), page.From(r).Actor)
	if err != nil {
		return err
	}
	return h.termsForm(w, r, http.StatusOK, &form.Form{Values: termsValues(d)}, d, "")
}

func termsValues(d terms.Draft) url.Values {
	return url.Values{
		"tekst_nb": {d.TextNB}, "tekst_nn": {d.TextNN}, "tekst_en": {d.TextEN},
		"endret_nb": {d.ChangesNB}, "endret_nn": {d.ChangesNN}, "endret_en": {d.ChangesEN}, "versjon": {strconv.Itoa(d.Version)},
	}
}

func (h *Handler) termsForm(w http.ResponseWriter, r *http.Request, status int, f *form.Form, stored terms.Draft, clash string) error {
	e := page.From(r)
	now, err := h.portal.Terms.PublicCurrent(r.Context(), e.Site.ID)
	if err != nil {
		return err
	}
	v := termsView{F: e.Form(f), Number: now.Number, Stored: clash}
	if stored.SavedAt != nil {
		v.Saved, v.Publish = e.Lang.Ago(*stored.SavedAt, e.Now), e.URL(termsPath+"/publiser")
	}
	p := begin(r, e.T("Vilkår for arrangører"))
	p.HasErrors = v.F.Failed()
	return page.RenderStatus(w, r, status, termsPage(p, v))
}

// SaveTerms stores the draft, and goes on to publishing it when that button was pressed.
func (h *Handler) SaveTerms(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	d := terms.Draft{Words: terms.Words{
		TextNB: f.Text("tekst_nb", terms.MaxText), TextNN: f.Text("tekst_nn", terms.MaxText), TextEN: f.Text("tekst_en", terms.MaxText),
		ChangesNB: f.Text("endret_nb", terms.MaxChanges), ChangesNN: f.Text("endret_nn", terms.MaxChanges), ChangesEN: f.Text("endret_en", terms.MaxChanges),
	}}
	d.Version, _ = strconv.Atoi(f.Raw("versjon"))
	if f.Err() == nil {
		err = h.portal.Terms.SaveDraft(r.Context(), e.Actor, d)
	}
	switch {
	case fault.Is(err, fault.Conflict):
		stored, err := h.portal.Terms.Draft(r.Context(), e.Actor)
		if err != nil {
			return err
		}
		f.Values.Set("versjon", strconv.Itoa(stored.Version))
		return h.termsForm(w, r, http.StatusConflict, f, stored, i18n.Cut(stored.TextNB, 300))
	case f.Merge(err) || f.Err() != nil:
		return h.termsForm(w, r, http.StatusUnprocessableEntity, f, terms.Draft{}, "")
	case err != nil:
		return err
	}
	if f.Raw("gjor") == "publiser" {
		return page.Redirect(w, r, termsPath+"/publiser")
	}
	return page.Redirect(w, r, termsPath, e.T("Utkastet er lagret. Ingen ser det før du publiserer."))
}

type publishView struct {
	F       page.FormView
	Number  int // what the version will be called
	Reach   int // people who will be asked
	Version int // of the draft
	Texts   []publishText
	Problem string
}

type publishText struct{ Name, Lang, Text, Changes string }

// AskPublishTerms shows the draft as it will be read, and asks.
func (h *Handler) AskPublishTerms(w http.ResponseWriter, r *http.Request) error {
	return h.askPublish(w, r, http.StatusOK, nil, "")
}

func (h *Handler) askPublish(w http.ResponseWriter, r *http.Request, status int, f *form.Form, problem string) error {
	e := page.From(r)
	d, err := h.portal.Terms.Draft(r.Context(), e.Actor)
	if err != nil {
		return err
	}
	if d.SavedAt == nil {
		return page.Redirect(w, r, termsPath, e.T("Det er ikke noe utkast å publisere."))
	}
	now, err := h.portal.Terms.PublicCurrent(r.Context(), e.Site.ID)
	if err != nil {
		return err
	}
	v := publishView{F: e.Form(f), Number: now.Number + 1, Version: d.Version, Problem: problem}
	if v.Reach, err = h.portal.Terms.Reach(r.Context(), e.Actor); err != nil {
		return err
	}
	for _, x := range []struct {
		lang          i18n.Lang
		text, changes string
	}{{i18n.NB, d.TextNB, d.ChangesNB}, {i18n.NN, d.TextNN, d.ChangesNN}, {i18n.EN, d.TextEN, d.ChangesEN}} {
		if x.text != "" {
			v.Texts = append(v.Texts, publishText{Name: x.lang.Name(), Lang: e.Foreign(x.lang), Text: markdown.HTML(x.text), Changes: x.changes})
		}
	}
	p := begin(r, e.T("Publiser vilkårene"))
	p.HasErrors = v.F.Failed()
	return page.RenderStatus(w, r, status, publishPage(p, v))
}

// PublishTerms makes the draft that was looked at the terms that hold.
func (h *Handler) PublishTerms(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	version, err := strconv.Atoi(f.Raw("versjon"))
	if err != nil || version < 1 {
		return h.askPublish(w, r, http.StatusUnprocessableEntity, nil, "")
	}
	number, err := h.portal.Terms.Publish(r.Context(), e.Actor, version)
	switch {
	case fault.Is(err, fault.Conflict):
		return h.askPublish(w, r, http.StatusConflict, nil, e.Refusal(err))
	case f.Merge(err):
		d, err := h.portal.Terms.Draft(r.Context(), e.Actor)
		if err != nil {
			return err
		}
		f.Values = termsValues(d)
		return h.termsForm(w, r, http.StatusUnprocessableEntity, f, d, "")
	case err != nil:
		return err
	}
	return page.Redirect(w, r, termsPath, e.T("Versjon %d gjelder nå.", number))
}

// changesArgs is a field for what is new.
func changesArgs(p ui.Page, v termsView, name, label string, optional bool) ui.FieldArgs {
	return ui.FieldArgs{Kind: ui.Textarea, Name: name, Label: label, Value: v.F.Value(name), Error: v.F.Err(name), Rows: 3, MaxLength: terms.MaxChanges, Optional: optional, DirAuto: true}
}

// textArgs is a field for the terms themselves.
func textArgs(p ui.Page, v termsView, name, label string, optional bool) ui.FieldArgs {
	return ui.FieldArgs{Kind: ui.Textarea, Name: name, Label: label, Value: v.F.Value(name), Error: v.F.Err(name), Rows: 16, MaxLength: terms.MaxText, Optional: optional, DirAuto: true}
}
