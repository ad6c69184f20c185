// Attributes that a control only has when they say something.

package ui

import "github.com/a-h/templ"

// attrs are the attributes that a control only has when they say something.
func (f FieldArgs) attrs() templ.OrderedAttributes {
	var out templ.OrderedAttributes
	text := func(name, value string) {
		if value != "" {
			out = append(out, templ.KeyValue[string, any]{Key: name, Value: value})
		}
	}
	flag := func(name string, on bool) {
		if on {
			out = append(out, templ.KeyValue[string, any]{Key: name, Value: true})
		}
	}
	kind := f.kind()
	if kind != Textarea && kind != Select && kind != Checkbox && kind != File && kind != Password {
		text("value", f.Value)
	}
	text("autocomplete", f.Autocomplete)
	text("inputmode", f.InputMode)
	text("pattern", f.Pattern)
	text("min", f.Min)
	text("max", f.Max)
	text("step", f.Step)
	text("accept", f.Accept)
	text("list", f.listID())
	text("data-suggest", f.SuggestURL)
	text("lang", f.Lang)
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
	flag("required", f.Required)
	flag("multiple", f.Multiple)
	flag("readonly", f.ReadOnly)
	flag("disabled", f.Disabled)
	flag("autofocus", f.Autofocus)
	return out
}

func (f FieldArgs) sizeAttrs(text func(name, value string)) {
	switch f.kind() {
	case Textarea, File, Checkbox:
	case Date, TimeOfDay, DateTime, Select:
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
