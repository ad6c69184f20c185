// Taking a file in.

package imports

import (
	"errors"
	"io"
	"net/http"
	"path"
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/imports"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

type uploadView struct {
	Kind          imports.Kind
	Text          kindText
	Form          page.FormView
	Action        string
	Example       string
	Organisations []organisation.Ref
	Group         bool
	Batches       []batchView
	Next          string
	Crumbs        []ui.Crumb
}

// Upload is the first step for a kind of file: choose it.
func (h *Handler) Upload(k imports.Kind) page.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		f := &form.Form{Values: map[string][]string{"organisasjon": {form.Query(r).Raw("organisasjon")}}}
		return h.showUpload(w, r, http.StatusOK, k, f)
	}
}

func (h *Handler) showUpload(w http.ResponseWriter, r *http.Request, status int, k imports.Kind, f *form.Form) (err error) {
	e := page.From(r)
	v := uploadView{Kind: k, Text: kindTexts[k], Form: e.Form(f), Group: e.Door == account.GroupDoor}
	p := e.Page(r, e.T(v.Text.title))
	p.Active, p.HasErrors = active(e), v.Form.Failed()
	v.Crumbs, v.Action = crumbs(e, p.Title), base(e)
	switch {
	case v.Group:
		v.Batches, v.Next, err = h.batches(r, e)
	case k == imports.Activities:
		v.Organisations, err = h.portal.Organisations.PublicChoices(r.Context(), e.Site.ID)
	}
	if err != nil {
		return err
	}
	if !v.Group {
		v.Action += "/" + v.Text.slug
	}
	v.Example, v.Action = e.URL(v.Action+"/eksempel"), e.URL(v.Action)
	return page.RenderStatus(w, r, status, uploadPage(p, v))
}

// Preview takes the file and leads to what its rows would do. Nothing of it is
// stored but the file itself.
func (h *Handler) Preview(k imports.Kind) page.Handler {
	return func(w http.ResponseWriter, r *http.Request) error { return h.preview(w, r, k) }
}

func (h *Handler) preview(w http.ResponseWriter, r *http.Request, k imports.Kind) error {
	e := page.From(r)
	f, file, err := readUpload(w, r)
	if fault.Is(err, fault.TooLarge) {
		f.Errs.Add("fil", i18n.Mark("Filen er for stor. Den kan være på høyst 10 MB."))
		return h.showUpload(w, r, http.StatusRequestEntityTooLarge, k, f)
	}
	if err != nil {
		return err
	}
	file.OrganisationID = f.ID("organisasjon")
	if e.Door == account.GroupDoor {
		file.OrganisationID = e.Actor.OrganisationID
	}
	b, err := h.portal.Imports.Preview(r.Context(), e.Actor, k, file)
	if f.Merge(err) {
		for i := range f.Errs {
			if f.Errs[i].Name == "" {
				f.Errs[i].Name = "fil"
			}
		}
		return h.showUpload(w, r, http.StatusUnprocessableEntity, k, f)
	}
	if err != nil {
		return err
	}
	return page.Redirect(w, r, batchPath(e, b.ID))
}

// readUpload reads a multipart form with one file, in memory. The form comes back
// also when the file is too large.
func readUpload(w http.ResponseWriter, r *http.Request) (*form.Form, imports.File, error) {
	f := &form.Form{Values: map[string][]string{}}
	r.Body = http.MaxBytesReader(w, r.Body, imports.MaxBytes+64<<10)
	parts, err := r.MultipartReader()
	if err != nil {
		return f, imports.File{}, fault.BadInput(err)
	}
	var file imports.File
	for range 20 { // parts
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return f, file, uploadFault(err)
		}
		data, err := io.ReadAll(io.LimitReader(part, imports.MaxBytes+1))
		if err != nil {
			return f, file, uploadFault(err)
		}
		switch name := part.FormName(); {
		case name == "fil" && len(data) > imports.MaxBytes:
			return f, file, fault.New(fault.TooLarge, "")
		case name == "fil":
			file.Name, file.Data = fileName(part.FileName()), data
		case len(data) <= 1000:
			f.Values.Add(name, form.Clean(string(data)))
		}
	}
	return f, file, nil
}

func uploadFault(err error) error {
	var tooBig *http.MaxBytesError
	if errors.As(err, &tooBig) {
		return fault.New(fault.TooLarge, "")
	}
	return fault.BadInput(err)
}

// fileName is the last part of what the browser says; some send the whole path.
func fileName(s string) string {
	s = path.Base(strings.ReplaceAll(form.Clean(s), `\`, "/"))
	if s == "." || s == "/" {
		return "fil"
	}
	return s
}

func organisationOptions(refs []organisation.Ref) []ui.Option {
	out := make([]ui.Option, len(refs))
	for i, o := range refs {
		out[i] = ui.Option{Value: ui.Itoa(o.ID), Label: o.Name}
	}
	return out
}
