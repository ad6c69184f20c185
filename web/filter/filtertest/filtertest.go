// Package filtertest walks the filters of a list, for the tests of those that have one.
package filtertest

import (
	"net/url"
	"reflect"
	"slices"
	"testing"

	"frivilligsentral/web/filter"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
)

// Walk sends values, which must have one at least for every filter, through the
// filters of a list: what is read and written is the same when read again, every
// filter has a value and asks the store for something, and its chip leads to the list
// without just it.
func Walk[P any](t testing.TB, s filter.Set[P], e *page.Env, values url.Values) {
	t.Helper()
	for _, wrong := range wrongs(s, e, values) {
		t.Error(wrong)
	}
}

func wrongs[P any](s filter.Set[P], e *page.Env, values url.Values) (wrong []string) {
	read := func(v url.Values) (P, []filter.Chosen) { return s.Read(e, &form.Form{Values: v}) }
	_, on := read(values)
	written := filter.Write(on)
	if _, again := read(written); !slices.Equal(on, again) {
		wrong = append(wrong, "read again is something else: "+written.Encode())
	}
	for i, chip := range filter.Chips(e, "/", written, on) {
		u, err := url.Parse(chip.URL)
		_, left := read(u.Query())
		if err != nil || chip.Text == "" || !slices.Equal(left, slices.Delete(slices.Clone(on), i, i+1)) {
			wrong = append(wrong, on[i].Name+": its chip takes away another, or says nothing")
		}
	}
	nothing, _ := read(url.Values{})
	for _, name := range s.Names() {
		if !written.Has(name) {
			wrong = append(wrong, name+": not understood: "+values.Get(name))
			continue
		}
		if asked, _ := read(url.Values{name: written[name]}); reflect.DeepEqual(asked, nothing) {
			wrong = append(wrong, name+": the store is asked for nothing")
		}
	}
	return wrong
}
