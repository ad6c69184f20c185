// Package form reads what people send. Values stay as they were typed, so that a
// refused form comes back with nothing lost; errors are collected per field and
// use cases add their own.
package form

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
)

// Limits of a posted form without files.
const (
	MaxBytes  = 1 << 20
	MaxFields = 2000
)

// Form is a posted (or queried) form with the errors found so far.
type Form struct {
	Values url.Values
	Errs   fault.Fields
}

// Read parses a POST body. Broken or oversized bodies are an Invalid or TooLarge fault.
func Read(w http.ResponseWriter, r *http.Request) (*Form, error) {
	if r.Body != nil && !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		r.Body = http.MaxBytesReader(w, r.Body, MaxBytes)
	}
	if err := r.ParseForm(); err != nil {
		var tooBig *http.MaxBytesError
		if errors.As(err, &tooBig) {
			return nil, fault.New(fault.TooLarge, i18n.Mark("Det du sendte, er for stort."))
		}
		return nil, fault.BadInput(fmt.Errorf("read form: %w", err))
	}
	if count(r.PostForm) > MaxFields {
		return nil, fault.Refuse(i18n.Mark("Skjemaet har for mange felt."))
	}
	return &Form{Values: clean(r.PostForm)}, nil
}

// Query reads the parameters of the address.
func Query(r *http.Request) *Form { return &Form{Values: clean(r.URL.Query())} }

func count(v url.Values) (n int) {
	for _, values := range v {
		n += len(values)
	}
	return n
}

// clean makes every name and value valid UTF-8 without control characters (Postgres
// refuses NUL), and line ends \n.
func clean(in url.Values) url.Values {
	out := make(url.Values, len(in))
	for k, vs := range in {
		k = Clean(k)
		for _, v := range vs {
			out[k] = append(out[k], Clean(v))
		}
	}
	return out
}

// Clean is a text of a stranger as it may go on; see i18n.CleanText.
func Clean(s string) string { return i18n.CleanText(s) }

// Raw is the first value as typed.
func (f *Form) Raw(name string) string { return f.Values.Get(name) }

// All are all values of a name, for check boxes.
func (f *Form) All(name string) []string { return f.Values[name] }

// Has reports whether the name was sent.
func (f *Form) Has(name string) bool { return f.Values.Has(name) }

// Checked reports whether a check box was ticked.
func (f *Form) Checked(name string) bool { return f.Values.Get(name) != "" }

// Line is one line of text, trimmed and with single spaces, at most max runes.
func (f *Form) Line(name string, max int) string {
	s := strings.Join(strings.Fields(f.Raw(name)), " ")
	f.limit(name, s, max)
	return s
}

// MaxWords is how many characters of a search are read.
const MaxWords = 100

// Words are what to search for: one line, cut where it is too long, since a search
// is answered and not refused.
func (f *Form) Words(name string) string {
	s := strings.Join(strings.Fields(Clean(f.Raw(name))), " ")
	if runes := []rune(s); len(runes) > MaxWords {
		s = strings.TrimSpace(string(runes[:MaxWords]))
	}
	return s
}

// Required is Line, with the message when it is empty.
func (f *Form) Required(name string, max int, msg string) string {
	s := f.Line(name, max)
	f.Errs.Check(s != "", name, msg)
	return s
}

// Text is several lines, trimmed, at most max runes.
func (f *Form) Text(name string, max int) string {
	s := strings.TrimSpace(f.Raw(name))
	f.limit(name, s, max)
	return s
}

func (f *Form) limit(name, s string, max int) {
	if n := utf8.RuneCountInString(s); n > max {
		f.Errs.Add(name, i18n.Mark("Skriv kortere. Teksten kan ha høyst %d tegn, og den har %d."), max, n)
	}
}

// Int is a whole number within bounds, nil when the field is empty.
func (f *Form) Int(name string, min, max int) *int {
	s := strings.TrimSpace(f.Raw(name))
	if s == "" {
		return nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < min || n > max {
		f.Errs.Add(name, i18n.Mark("Skriv et helt tall fra %d til %d."), min, max)
		return nil
	}
	return &n
}

// ID is a positive id, 0 when empty or not a number.
func (f *Form) ID(name string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(f.Raw(name)), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// IDs are all positive ids of a name, without doubles, at most 200.
func (f *Form) IDs(name string) []int64 {
	var out []int64
	seen := map[int64]bool{}
	for _, s := range f.All(name) {
		n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
		if err == nil && n > 0 && !seen[n] && len(out) < 200 {
			seen[n] = true
			out = append(out, n)
		}
	}
	return out
}

// Email is an address in lower case, "" when empty; wrong ones get an error.
func (f *Form) Email(name string) string {
	s := strings.TrimSpace(f.Raw(name))
	if s == "" {
		return ""
	}
	addr, ok := ParseEmail(s)
	f.Errs.Check(ok, name, i18n.Mark("Skriv en gyldig e-postadresse, for eksempel navn@eksempel.no."))
	return addr
}

// Phone is a number as E.164, "" when empty.
func (f *Form) Phone(name string) string {
	s := strings.TrimSpace(f.Raw(name))
	if s == "" {
		return ""
	}
	p, ok := i18n.ParsePhone(s)
	f.Errs.Check(ok, name, i18n.Mark("Skriv et gyldig telefonnummer, åtte siffer eller med landkode."))
	return p
}

// Date is midnight in Oslo of a date, nil when empty.
func (f *Form) Date(name string) *time.Time {
	s := strings.TrimSpace(f.Raw(name))
	if s == "" {
		return nil
	}
	d, ok := i18n.ParseDate(s)
	if !ok || d.Year() < 1900 || d.Year() > 2200 {
		f.Errs.Add(name, i18n.Mark("Skriv datoen slik: 17.05.2026."))
		return nil
	}
	return &d
}

// Clock is a time of day, nil when empty.
func (f *Form) Clock(name string) *Clock {
	s := strings.TrimSpace(f.Raw(name))
	if s == "" {
		return nil
	}
	h, m, ok := i18n.ParseClock(s)
	if !ok {
		f.Errs.Add(name, i18n.Mark("Skriv klokkeslettet slik: 18.00."))
		return nil
	}
	return &Clock{Hour: h, Minute: m}
}

// Clock is a wall time of day; 24.00 is midnight at the end of it.
type Clock struct{ Hour, Minute int }

// On is the clock's moment on a date, as wall time in Europe/Oslo.
func (c Clock) On(d time.Time) time.Time {
	d = d.In(i18n.Oslo)
	return time.Date(d.Year(), d.Month(), d.Day(), c.Hour, c.Minute, 0, 0, i18n.Oslo)
}

// Skipped says that clocks never show the time on that date: it lies in the hour
// that is lost when summer time begins.
func (c Clock) Skipped(d time.Time) bool {
	h, m, _ := c.On(d).Clock()
	return h != c.Hour%24 || m != c.Minute
}

// SkippedText is what people read at a Skipped time; bokmål source text.
var SkippedText = i18n.Mark("Dette klokkeslettet finnes ikke den natten, for da stilles klokken fram til sommertid. Velg et annet.")

// URL is an http(s) address, with https:// added when the scheme is missing.
func (f *Form) URL(name string) string {
	s := strings.TrimSpace(f.Raw(name))
	if s == "" {
		return ""
	}
	u, ok := ParseURL(s)
	f.Errs.Check(ok, name, i18n.Mark("Skriv en gyldig nettadresse, for eksempel https://eksempel.no."))
	return u
}

// OneOf is the value when it is among the allowed, otherwise an error and def.
func (f *Form) OneOf(name, def string, allowed ...string) string {
	s := f.Raw(name)
	if s == "" {
		return def
	}
	for _, a := range allowed {
		if s == a {
			return s
		}
	}
	f.Errs.Add(name, i18n.Mark("Velg ett av valgene."))
	return def
}

// Err is an Invalid fault when there are field errors.
func (f *Form) Err() error { return f.Errs.Err() }

// Merge adds the field errors of err to the form's and reports whether err was
// such a refusal; any other error is not the form's to show.
func (f *Form) Merge(err error) bool {
	if !fault.Is(err, fault.Invalid) {
		return false
	}
	fields := fault.FieldsOf(err)
	if len(fields) == 0 {
		var e *fault.Error
		if errors.As(err, &e) && e.Msg != "" {
			f.Errs.Add("", e.Msg, e.Args...)
			return true
		}
		f.Errs.Add("", i18n.Mark("Noe i skjemaet kan ikke brukes. Se over feltene."))
		return true
	}
	for _, e := range fields {
		if e.Name == "" || !f.Errs.Has(e.Name) {
			f.Errs = append(f.Errs, e)
		}
	}
	return true
}

// Typed is what was read of a field, or what was typed where that could not be
// read: for rules that ask only whether something is written.
func (f *Form) Typed(name, read string) string {
	if f.Errs.Has(name) {
		return strings.TrimSpace(f.Raw(name))
	}
	return read
}

// Also tells a form that is refused already what else is wrong with it: the field
// errors of err, at fields that are in order so far. Give it the rules for what
// was read, so that formats and rules are told together; a form without errors is
// left to its use case, which has the rules itself.
func (f *Form) Also(err error) {
	if len(f.Errs) == 0 {
		return
	}
	for _, e := range fault.FieldsOf(err) {
		if e.Name != "" && !f.Errs.Has(e.Name) {
			f.Errs = append(f.Errs, e)
		}
	}
}

// Numbered is the name of one of several fields of a kind, counted from 1.
func Numbered(name string, i int) string { return name + "_" + strconv.Itoa(i+1) }
