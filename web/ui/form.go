// What fields of a form are made from.

package ui

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"frivilligsentral/internal/questionnaire"
	"frivilligsentral/web/ui/fieldlist"

	"github.com/a-h/templ"
)

// Kinds of Field.
const (
	Text       = "text"
	Email      = "email"
	Tel        = "tel"
	URLField   = "url"
	Number     = "number"
	Date       = "date"
	TimeOfDay  = "time"
	Search     = "search"
	Textarea   = "textarea"
	Select     = "select"
	Checkbox   = "checkbox"
	Checkboxes = "checkboxes"
	Radios     = "radios"
	File       = "file"
)

// Option is one choice in a select, checkbox group or radio group.
type Option struct {
	Value, Label string
	// Help is a line under a checkbox or radio.
	Help string
	// Group is the optgroup's label; consecutive options share one.
	Group string
	// Lang is the language of Label, when not the page's.
	Lang string
	// Selected marks the option as chosen.
	Selected bool
}

// FieldArgs describes one form field. Only Name and Label are needed.
type FieldArgs struct {
	// Kind is one of the constants Text … File; empty means Text.
	Kind string
	// Name is the field's name in the form; ID defaults to it.
	Name, ID string
	// Label and Help are translated; Value is as typed; Error is the
	// translated message, empty when the field is in order.
	Label, Help, Value, Error string
	// Required tells the browser and the reader, Optional adds the tag
	// "Valgfritt". Say at the top of the form what unmarked fields are.
	Required, Optional bool
	// Checked is for Checkbox.
	Checked bool
	// Options are for Select, Checkboxes, Radios.
	Options []Option
	// Blank is the label of an empty first choice in a Select.
	Blank string
	// Autocomplete and InputMode are the attributes of the same name.
	Autocomplete, InputMode string
	// Min, Max, Step are for numbers, dates and times.
	Min, Max, Step string
	// MaxLength counts characters; with Counter a textarea shows what is left.
	MaxLength int
	// Counter shows characters left (textarea, needs script; harmless without).
	Counter bool
	// Rows is the height of a textarea, Size the width of an input in characters.
	Rows, Size int
	// Prefix and Suffix are short affixes such as "kr".
	Prefix, Suffix string
	// Accept is for File.
	Accept string
	// Placeholder is an example of what to write, beside a label that is hidden.
	Placeholder string
	// Whose is what the error summary calls the field where the label alone does
	// not say whose it is.
	Whose string
	// HideLabel keeps the label for screen readers only.
	HideLabel bool
	// Lang is the language that the value is written in, when not the page's.
	Lang string
	// LabelLang is the language of Label, of the options and of what stands in Help's Gap,
	// when not the page's: OwnHelp.
	LabelLang, OwnHelp string
	// DirAuto lets the browser find the writing direction, for free text.
	DirAuto bool
}

// FieldError is what is wrong with a field, for the error summary: the field's name and what to do.
type FieldError = fieldlist.Error

// FieldsetArgs describes a group of fields.
type FieldsetArgs struct {
	ID, Legend, Help, Error string
	// Size is the legend's heading size: "" is a label, "sm" and "md" are
	// headings for the sections of a long form.
	Size string
	// Folded: the legend is for screen readers only, as the fold around says it.
	Folded bool
}

// listed is the field as the error summary knows it.
func (f FieldArgs) listed() fieldlist.Field {
	return fieldlist.Field{ID: f.id(), Name: f.Name, Label: f.Label, Whose: f.Whose, Failed: f.Error != ""}
}

// attrs are the attributes that a control only has when they say something.
func (f FieldArgs) attrs() templ.OrderedAttributes {
	var out templ.OrderedAttributes
	text := func(name, value string) {
		if value != "" {
			out = append(out, templ.KeyValue[string, any]{Key: name, Value: value})
		}
	}
	kind := f.kind()
	if kind != Textarea && kind != Select && kind != Checkbox && kind != File {
		text("value", f.Value)
	}
	text("autocomplete", f.Autocomplete)
	text("inputmode", f.InputMode)
	text("min", f.Min)
	text("max", f.Max)
	text("step", f.Step)
	text("accept", f.Accept)
	text("lang", f.Lang)
	text("placeholder", f.Placeholder)
	text("aria-describedby", f.describedBy())
	if !f.Counter {
		text("maxlength", positive(f.MaxLength))
	}
	f.sizeAttrs(text)
	if f.Error != "" {
		text("aria-invalid", "true")
	}
	if f.DirAuto {
		text("dir", "auto")
	}
	if f.Required {
		out = append(out, templ.KeyValue[string, any]{Key: "required", Value: true})
	}
	return out
}

func (f FieldArgs) sizeAttrs(text func(name, value string)) {
	switch f.kind() {
	case Textarea, File, Checkbox:
	case Date, TimeOfDay, Select:
		text("data-width", "auto")
	case Number:
		text("data-size-chars", positive(f.Size))
	default:
		text("size", positive(f.Size))
	}
}

func (f FieldArgs) choiceType() string {
	if f.Kind == Radios {
		return "radio"
	}
	return "checkbox"
}

func (f FieldArgs) checkboxValue() string {
	if f.Value == "" {
		return "ja"
	}
	return f.Value
}

func (f FieldArgs) optionAttrs(i int, o Option) templ.OrderedAttributes {
	var out templ.OrderedAttributes
	if o.Help != "" {
		out = append(out, templ.KeyValue[string, any]{Key: "aria-describedby", Value: f.optionID(i) + "-om"})
	}
	if f.Error != "" {
		out = append(out, templ.KeyValue[string, any]{Key: "aria-invalid", Value: "true"})
	}
	return out
}

func describes(ids string) templ.OrderedAttributes {
	if ids == "" {
		return nil
	}
	return templ.OrderedAttributes{{Key: "aria-describedby", Value: ids}}
}

func (a FieldsetArgs) id() string {
	if a.ID == "" {
		return slug(a.Legend)
	}
	return a.ID
}

func (f FieldArgs) id() string {
	if f.ID != "" {
		return f.ID
	}
	return f.Name
}

func (f FieldArgs) kind() string {
	if f.Kind == "" {
		return Text
	}
	return f.Kind
}

// optionID gives the first option the id of the group, so that the link in the
// error summary lands on something that takes focus.
func (f FieldArgs) optionID(i int) string {
	if i == 0 {
		return f.id()
	}
	return f.id() + "-" + strconv.Itoa(i+1)
}

// describedBy lists the ids of the error and the help text, in reading order.
func (f FieldArgs) describedBy() string {
	return describedBy(f.id(), f.Error, f.Help)
}

func describedBy(id, errText, help string) string {
	var ids []string
	if errText != "" {
		ids = append(ids, id+"-feil")
	}
	if help != "" {
		ids = append(ids, id+"-hjelp")
	}
	return strings.Join(ids, " ")
}

func (f FieldArgs) rows() string {
	if f.Rows == 0 {
		return "5"
	}
	return strconv.Itoa(f.Rows)
}

func positive(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// optionGroups splits options into runs with the same Group.
func optionGroups(opts []Option) [][]Option {
	var out [][]Option
	for i, o := range opts {
		if i == 0 || o.Group != opts[i-1].Group {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], o)
	}
	return out
}

// Choose marks the options whose value is among values; the given slice is
// left as it was.
func Choose(opts []Option, values ...string) []Option {
	out := make([]Option, len(opts))
	copy(out, opts)
	for i := range out {
		for _, v := range values {
			if out[i].Value == v {
				out[i].Selected = true
			}
		}
	}
	return out
}

// AnswerOptions are the answers that a question of an organiser can have, for those
// that are not free text.
// lang is the language that the organiser has written them in, when not the page's.
func AnswerOptions(p Page, q questionnaire.Question, lang string) []Option {
	if q.Kind == questionnaire.YesNo {
		return YesNo(p)
	}
	all := make([]Option, len(q.Options))
	for i, o := range q.Options {
		all[i] = Option{Value: o, Label: o, Lang: lang}
	}
	return all
}

// YesNo are the two answers to a question.
func YesNo(p Page) []Option {
	return []Option{{Value: "ja", Label: p.T("Ja")}, {Value: "nei", Label: p.T("Nei")}}
}

// ErrorSummary lists what must be put right before a form can be sent; it is
// empty without errors. Its lines name the fields and stand in their order, which
// is known only when the page is rendered to its end: Layout then writes them
// where the summary stands. With script it takes focus when the page opens.
func ErrorSummary(p Page, errs []FieldError) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		fields := fieldlist.From(ctx)
		if len(errs) == 0 {
			return nil
		}
		if fields == nil {
			return errorSummary(p, fields.Lines(errs)).Render(ctx, w)
		}
		_, err := io.WriteString(w, summaryMark(fields.Ask(errs)))
		return err
	})
}

// summaryMark stands where a summary comes; no text of a page holds one, as < is escaped in all.
func summaryMark(n int) string { return fmt.Sprintf("<!--error-summary %d-->", n) }

// summarised is its children with the error summaries written where they stand.
func summarised(p Page) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		children := templ.GetChildren(ctx)
		ctx, fields := fieldlist.With(templ.ClearChildren(ctx))
		b := templ.GetBuffer()
		defer templ.ReleaseBuffer(b)
		if err := children.Render(ctx, b); err != nil {
			return err
		}
		html := b.Bytes()
		has := func(id string) bool { return bytes.Contains(html, []byte(` id="`+templ.EscapeString(id)+`"`)) }
		for n, lines := range fields.Asked(has) {
			before, after, _ := bytes.Cut(html, []byte(summaryMark(n)))
			if _, err := w.Write(before); err != nil {
				return err
			}
			if err := errorSummary(p, lines).Render(ctx, w); err != nil {
				return err
			}
			html = after
		}
		_, err := w.Write(html)
		return err
	})
}
