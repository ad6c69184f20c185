// The filters that most lists have: words, an entry of a list of the municipality, an area.

package filter

import (
	"frivilligsentral/internal/municipality"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
)

// SearchField is the name of the words to search for.
const SearchField = "q"

// Search is the words to search for; words says where the store is asked for them.
func Search[P any](words func(p *P) *string) Filter[P] {
	return Filter[P]{Name: SearchField, Read: func(e *page.Env, f *form.Form, p *P) Value {
		asked := f.Words(SearchField)
		*words(p) = asked
		return Words(e, asked)
	}}
}

// Words are what was searched for.
func Words(e *page.Env, s string) Value {
	if s == "" {
		return Value{}
	}
	return Value{Written: s, Label: e.T("«%s»", s)}
}

// Code is one entry of a list of the municipality, by its slug.
func Code[P any](name string, list municipality.List, id func(p *P) *int64) Filter[P] {
	return Filter[P]{Name: name, Read: func(e *page.Env, f *form.Form, p *P) Value {
		c, ok := e.Site.CodeBySlug(list, f.Raw(name))
		if !ok {
			return Value{}
		}
		*id(p) = c.ID
		return Value{Written: c.Slug, Label: c.Name(e.Lang)}
	}}
}

// Area is one area, by its slug.
func Area[P any](name string, id func(p *P) *int64) Filter[P] {
	return Filter[P]{Name: name, Read: func(e *page.Env, f *form.Form, p *P) Value {
		a, ok := e.Site.AreaBySlug(f.Raw(name))
		if !ok {
			return Value{}
		}
		*id(p) = a.ID
		return Value{Written: a.Slug, Label: a.Name}
	}}
}
