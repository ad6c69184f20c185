package filtertest

import (
	"net/url"
	"strings"
	"testing"

	"frivilligsentral/web/filter"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
)

type asked struct{ Words, Other string }

func TestWalk(t *testing.T) {
	t.Parallel()
	words := filter.Search(func(a *asked) *string { return &a.Words })
	other := func(read func(f *form.Form, a *asked) filter.Value) filter.Filter[asked] {
		return filter.Filter[asked]{Name: "annet", Read: func(_ *page.Env, f *form.Form, a *asked) filter.Value { return read(f, a) }}
	}
	tests := []struct {
		name  string
		other filter.Filter[asked]
		want  string // part of what is wrong, "" for nothing
	}{
		{"in order", other(func(f *form.Form, a *asked) filter.Value {
			a.Other = f.Raw("annet")
			return filter.Words(&page.Env{}, a.Other)
		}), ""},
		{"asks for nothing", other(func(f *form.Form, a *asked) filter.Value { return filter.Words(&page.Env{}, f.Raw("annet")) }), "asked for nothing"},
		{"says nothing", other(func(f *form.Form, a *asked) filter.Value {
			a.Other = f.Raw("annet")
			return filter.Value{Written: a.Other}
		}), "says nothing"},
		{"understands nothing", other(func(*form.Form, *asked) filter.Value { return filter.Value{} }), "not understood"},
		{"writes something else", other(func(f *form.Form, a *asked) filter.Value {
			a.Other = f.Raw("annet")
			return filter.Words(&page.Env{}, a.Other+strings.Repeat("x", len(a.Other)))
		}), "something else"},
	}
	for _, test := range tests {
		got := strings.Join(wrongs(filter.Set[asked]{words, test.other}, &page.Env{}, url.Values{"q": {"kor"}, "annet": {"y"}}), "\n")
		if test.want == "" && got != "" || !strings.Contains(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}
