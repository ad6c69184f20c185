// Package filter is what a list can be narrowed by. Each filter is described once:
// its name, what an address must say for it, what it asks the store for, and its
// words. Reading, writing, chips and boxes to tick all come from that.
package filter

import (
	"net/url"
	"slices"

	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
)

// Filter is one way to narrow a list; P is what the store is asked.
type Filter[P any] struct {
	Name string // in addresses and forms
	// Read puts what it understands of the form into p, and tells how that is
	// written and called; an empty Value means that nothing is chosen.
	Read func(e *page.Env, f *form.Form, p *P) Value

	boxes *boxes[P] // of one that Several made
}

type boxes[P any] struct {
	label   string
	read    func(e *page.Env, f *form.Form, p *P) []Value
	options func(e *page.Env, on []Chosen) []ui.Option
}

// Choice is one of those that a filter chooses among.
type Choice[K any] struct {
	Value
	Key K    // what the store knows it by
	Off bool // no longer offered; an address that says it is understood
}

const maxChosen = 30 // values of one filter that are read

// Several is a filter of which several may be chosen, as boxes to tick under a label
// (bokmål source text). What is chosen comes in the order of the choices, and ask is
// called when there is any.
func Several[P, K any](name, label string, choices func(*page.Env) []Choice[K], ask func(p *P, chosen []K)) Filter[P] {
	read := func(e *page.Env, f *form.Form, p *P) (on []Value) {
		sent := f.All(name)
		sent = sent[:min(len(sent), maxChosen)]
		var keys []K
		for _, c := range choices(e) {
			if slices.Contains(sent, c.Written) {
				on, keys = append(on, c.Value), append(keys, c.Key)
			}
		}
		if len(keys) > 0 {
			ask(p, keys)
		}
		return on
	}
	options := func(e *page.Env, on []Chosen) (all []ui.Option) {
		for _, c := range choices(e) {
			if !c.Off {
				all = append(all, ui.Option{Value: c.Written, Label: c.Label, Selected: slices.Contains(on, Chosen{name, c.Value})})
			}
		}
		return all
	}
	return Filter[P]{Name: name, boxes: &boxes[P]{label, read, options}}
}

func (x Filter[P]) values(e *page.Env, f *form.Form, p *P) []Value {
	if x.boxes != nil {
		return x.boxes.read(e, f, p)
	}
	if v := x.Read(e, f, p); v.Written != "" {
		return []Value{v}
	}
	return nil
}

// Group is the boxes to tick of one filter.
type Group struct {
	Name, Label string
	Options     []ui.Option
	Count       int // how many are ticked
}

// Groups are the boxes of the filters that have any to tick.
func (s Set[P]) Groups(e *page.Env, on []Chosen) []Group {
	var all []Group
	for _, x := range s {
		if x.boxes == nil {
			continue
		}
		g := Group{Name: x.Name, Label: e.T(x.boxes.label), Options: x.boxes.options(e, on)}
		for _, o := range g.Options {
			if o.Selected {
				g.Count++
			}
		}
		if len(g.Options) > 0 {
			all = append(all, g)
		}
	}
	return all
}

// Value is what is chosen: as an address has it, and in words.
type Value struct{ Written, Label string }

// Chosen is a filter that is on.
type Chosen struct {
	Name string
	Value
}

// Chip is a filter that is on, with the address of the list without it.
type Chip struct{ Text, URL string }

// Set is the filters of a list, in the order of their chips.
type Set[P any] []Filter[P]

// Read understands a form or an address; what cannot be understood is left out.
func (s Set[P]) Read(e *page.Env, f *form.Form) (p P, on []Chosen) {
	for _, x := range s {
		for _, v := range x.values(e, f, &p) {
			on = append(on, Chosen{x.Name, v})
		}
	}
	return p, on
}

// Names are the filters' names.
func (s Set[P]) Names() []string {
	names := make([]string, len(s))
	for i, x := range s {
		names[i] = x.Name
	}
	return names
}

// Write is what is chosen as an address has it.
func Write(on []Chosen) url.Values {
	v := url.Values{}
	for _, c := range on {
		v.Add(c.Name, c.Written)
	}
	return v
}

// Chips are the filters that are on; q is the whole address that is shown, with
// the order and without the place in the list.
func Chips(e *page.Env, path string, q url.Values, on []Chosen) []Chip {
	var chips []Chip
	for _, c := range on {
		without := url.Values{}
		for name, values := range q {
			without[name] = values
			if name == c.Name {
				without[name] = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == c.Written })
			}
		}
		chips = append(chips, Chip{c.Label, e.URL(page.WithQuery(path, without))})
	}
	return chips
}
