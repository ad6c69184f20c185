// Telling of a page.

package pagereports

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/article"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/pagereport"
	"frivilligsentral/web/articles"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

type tellView struct {
	Form    page.FormView
	Page    string // known already, "" when the reader has to write it
	Contact string // the number of a contact, see contactField
	Started string
	Reasons []ui.Option
	Problem string // told too often
	Back    string
}

const (
	// contactField is whom a report is about, on a page with several.
	contactField = "kontakt"
	// trapField is a field that people do not see, and programs fill in.
	trapField = "nettside"
)

// Tell is the form.
func (h *Handler) Tell(w http.ResponseWriter, r *http.Request) error {
	return h.tell(w, r, http.StatusOK, form.Query(r), "")
}

func (h *Handler) tell(w http.ResponseWriter, r *http.Request, status int, f *form.Form, problem string) error {
	e := page.From(r)
	v := tellView{Form: e.Form(f), Started: f.Raw("startet"), Problem: problem}
	if r.Method != http.MethodPost {
		v.Started = strconv.FormatInt(e.Now.Unix(), 10)
	}
	if at, ok := h.pageOf(e, f.Raw("side")); ok && !f.Errs.Has("side") {
		v.Page, v.Back = at, e.URL(at)
	}
	if id := f.ID(contactField); id > 0 {
		v.Contact = ui.Itoa(id)
	}
	for _, reason := range pagereport.Reasons {
		v.Reasons = append(v.Reasons, ui.Option{Value: string(reason), Label: e.T(reason.Name())})
	}
	p := e.Page(r, e.T("Meld fra om en side"))
	p.NoIndex, p.HasErrors, p.ReportURL = true, v.Form.Failed(), ""
	return page.RenderStatus(w, r, status, tellPage(p, v))
}

// Send takes the form in.
func (h *Handler) Send(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	f, err := form.Read(w, r)
	if err != nil {
		return err
	}
	t := pagereport.Told{
		MunicipalityID: e.Site.ID, ContactID: f.ID(contactField), Reason: pagereport.Reason(f.Raw("hva")), Body: f.Text("tekst", pagereport.MaxText),
		Email: f.Email("epost"), Lang: e.Lang, IP: e.IP, Trap: f.Raw(trapField),
	}
	if n, err := strconv.ParseInt(f.Raw("startet"), 10, 64); err == nil && n > 0 && n < 1<<40 {
		t.Started = time.Unix(n, 0)
	}
	known := false
	if t.Page, known = h.pageOf(e, f.Raw("side")); known {
		if known, err = h.written(r.Context(), e, t.Page); err != nil {
			return err
		}
	}
	if !known {
		f.Errs = append(f.Errs, fault.FieldsOf(pagereport.NoPage())...)
		t.Page = "/" // what else is wrong is told too
	}
	if t.Trap == "" {
		f.Also(t.Check(e.Now))
	}
	if f.Err() == nil || t.Trap != "" {
		_, err = h.portal.PageReports.Receive(r.Context(), t)
		if err == nil {
			return page.Redirect(w, r, page.TellPath+"/mottatt")
		}
	}
	switch {
	case fault.Is(err, fault.TooMany):
		return h.tell(w, r, http.StatusTooManyRequests, f, e.Refusal(err))
	case err != nil && !f.Merge(err):
		return err
	}
	return h.tell(w, r, http.StatusUnprocessableEntity, f, "")
}

// written says whether the municipality has the text that a page is of; other pages it has.
func (h *Handler) written(ctx context.Context, e *page.Env, at string) (bool, error) {
	path, _, _ := strings.Cut(at, "?")
	for _, x := range []struct {
		kind  article.Kind
		under string
	}{{article.News, articles.NewsPath}, {article.Page, articles.PagesPath}} {
		slug, of := strings.CutPrefix(path, x.under+"/")
		if !of {
			continue
		}
		_, err := h.portal.Articles.PublicShow(ctx, e.Site.ID, x.kind, slug)
		if fault.Is(err, fault.NotFound) {
			_, err = h.portal.Articles.PublicMoved(ctx, e.Site.ID, x.kind, slug)
		}
		if fault.Is(err, fault.NotFound) {
			return false, nil
		}
		return err == nil, err
	}
	return true, nil
}

// Received says what happens now.
func (h *Handler) Received(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	p := e.Page(r, e.T("Takk! Vi har fått meldingen"))
	p.NoIndex, p.ReportURL = true, ""
	return page.Render(w, r, receivedPage(p))
}
