// Package fault holds the errors that the portal tells people about. A text in
// a fault is fit for users (bokmål, a key of the translation catalogue); every
// other error is shown as "something went wrong" with an id.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what sort of refusal an error is; web turns it into a status.
type Kind int

// The kinds, and the HTTP status that each becomes.
const (
	Internal    Kind = iota // 500
	NotFound                // 404
	Forbidden               // 403
	Invalid                 // 422
	Conflict                // 409
	TooMany                 // 429
	Unavailable             // 503
	TooLarge                // 413
)

// Error is a refusal with a text for the user and, for Invalid, one text per field.
type Error struct {
	Kind   Kind
	Msg    string // bokmål source text; "" means the kind's usual text
	Args   []any  // for the verbs in Msg
	Fields Fields
	Outrun bool  // of a Conflict: somebody else has changed the same thing meanwhile
	Err    error // the cause, for the log only
}

// Field is what is wrong with one form field.
type Field struct {
	Name string // the form field's name
	Msg  string // bokmål source text, says what to do
	Args []any
}

// Fields are field errors in the order of the form.
type Fields []Field

func (e *Error) Error() string {
	s := e.Msg
	if len(e.Args) > 0 {
		s = fmt.Sprintf(e.Msg, e.Args...)
	}
	for _, f := range e.Fields {
		s += fmt.Sprintf(" [%s: %s]", f.Name, fmt.Sprintf(f.Msg, f.Args...))
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	if s == "" {
		s = "fault"
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// New makes a refusal of the kind with a text for the user.
func New(k Kind, msg string, args ...any) *Error { return &Error{Kind: k, Msg: msg, Args: args} }

// Missing says that what was asked for does not exist (or is not the asker's to know of).
func Missing(msg string, args ...any) error { return New(NotFound, msg, args...) }

// Denied says that the actor may not do this.
func Denied(msg string, args ...any) error { return New(Forbidden, msg, args...) }

// Clash says that a rule stands against it as things are now: it is full, too late, done already.
func Clash(msg string, args ...any) error { return New(Conflict, msg, args...) }

// Outrun says that somebody else has changed the same thing meanwhile.
func Outrun(msg string, args ...any) error {
	return &Error{Kind: Conflict, Msg: msg, Args: args, Outrun: true}
}

// WasOutrun says whether err is a conflict because somebody else was faster; one
// that the database alone has found is.
func WasOutrun(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == Conflict && (e.Outrun || e.Msg == "" && len(e.Fields) == 0)
}

// Down says that something the portal depends on cannot be reached.
func Down(err error) error { return &Error{Kind: Unavailable, Err: err} }

// BadInput says that the input cannot be used; err is for the log.
func BadInput(err error) error { return &Error{Kind: Invalid, Err: err} }

// Refuse says that the input as a whole cannot be used, with a text for the user.
func Refuse(msg string, args ...any) error { return New(Invalid, msg, args...) }

// KindOf is the kind of the first fault in err's chain, Internal when there is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is a fault of the kind.
func Is(err error, k Kind) bool { return err != nil && KindOf(err) == k }

// FieldsOf are the field errors that err carries.
func FieldsOf(err error) Fields {
	var e *Error
	if errors.As(err, &e) {
		return e.Fields
	}
	return nil
}

// Add appends a field error.
func (f *Fields) Add(name, msg string, args ...any) {
	*f = append(*f, Field{Name: name, Msg: msg, Args: args})
}

// Check appends a field error unless ok.
func (f *Fields) Check(ok bool, name, msg string, args ...any) {
	if !ok {
		f.Add(name, msg, args...)
	}
}

// Err is nil when there are no field errors, otherwise an Invalid fault.
func (f Fields) Err() error {
	if len(f) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Fields: f}
}

// Has reports whether the field has an error.
func (f Fields) Has(name string) bool {
	for _, x := range f {
		if x.Name == name {
			return true
		}
	}
	return false
}

// Text is the first text for users in err, with its arguments in place: bokmål,
// for lists where a sentence is all there is room for. It is "" when there is none.
func Text(err error) string {
	for _, f := range FieldsOf(err) {
		return fmt.Sprintf(f.Msg, f.Args...)
	}
	var e *Error
	if !errors.As(err, &e) || e.Msg == "" {
		return ""
	}
	return fmt.Sprintf(e.Msg, e.Args...)
}
