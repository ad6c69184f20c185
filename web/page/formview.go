// A form as a screen shows it, and refusals in words.

package page

import (
	"errors"
	"net/http"

	"frivilligsentral/internal/fault"
	"frivilligsentral/web/form"
	"frivilligsentral/web/ui"
)

// FormView is a form as a screen shows it: values as typed and errors translated.
type FormView struct {
	env  *Env
	form *form.Form
}

// Form makes the view of a form; a nil form is an empty one.
func (e *Env) Form(f *form.Form) FormView {
	if f == nil {
		f = &form.Form{}
	}
	return FormView{env: e, form: f}
}

// Value is a field's text as typed.
func (v FormView) Value(name string) string { return v.form.Raw(name) }

// Checked reports whether value is among the field's values.
func (v FormView) Checked(name, value string) bool {
	for _, x := range v.form.All(name) {
		if x == value {
			return true
		}
	}
	return false
}

// Err is the translated error of a field, "" when it is in order.
func (v FormView) Err(name string) string {
	for _, f := range v.form.Errs {
		if f.Name == name {
			return v.env.T(f.Msg, f.Args...)
		}
	}
	return ""
}

// Errors are what is wrong with the fields, for the error summary.
func (v FormView) Errors() []ui.FieldError { return v.env.Errors(v.form.Errs) }

// Failed says whether there are errors: the page's title then says so and its status is 422.
func (v FormView) Failed() bool { return len(v.form.Errs) > 0 }

// Errors translates field errors for the error summary.
func (e *Env) Errors(fields fault.Fields) []ui.FieldError {
	out := make([]ui.FieldError, 0, len(fields))
	for _, f := range fields {
		out = append(out, ui.FieldError{ID: f.Name, Text: e.T(f.Msg, f.Args...)})
	}
	return out
}

// Status is that of a page with the form: 422 when it was refused.
func (v FormView) Status() int {
	if v.Failed() {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// Refusal is a refusal's text for the reader, "" for other errors.
func (e *Env) Refusal(err error) string {
	var f *fault.Error
	if errors.As(err, &f) && f.Msg != "" {
		return e.T(f.Msg, f.Args...)
	}
	return ""
}
