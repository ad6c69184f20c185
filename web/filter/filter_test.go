package filter_test

// What an address narrows a list to, and how it is taken away again.

import (
	"fmt"
	"net/url"
	"testing"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"

	"github.com/google/go-cmp/cmp"
)

// asked is what a store is asked for.
type asked struct {
	Words    string
	Category int64
	Area     int64
	Days     []int
}

func set(days int) filter.Set[asked] {
	return filter.Set[asked]{
		filter.Search(func(p *asked) *string { return &p.Words }),
		filter.Code("kategori", municipality.Categories, func(p *asked) *int64 { return &p.Category }),
		filter.Area("omrade", func(p *asked) *int64 { return &p.Area }),
		filter.Several("dag", i18n.Mark("Dag"), func(*page.Env) (all []filter.Choice[int]) {
			for n := range days {
				written := fmt.Sprint(n)
				all = append(all, filter.Choice[int]{Value: filter.Value{Written: written, Label: "Dag " + written}, Key: n, Off: n == 3})
			}
			return all
		}, func(p *asked, chosen []int) { p.Days = chosen }),
	}
}

func env() *page.Env {
	return &page.Env{Lang: i18n.NB, Site: &municipality.Site{
		Lists: map[municipality.List][]municipality.Code{municipality.Categories: {{ID: 5, Slug: "tur", NameNB: "Tur"}}},
		Areas: []municipality.Area{{ID: 6, Slug: "nes", Name: "Nes"}},
	}}
}

func TestAddressesNarrow(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		sent url.Values
		want asked
		back string // as an address has what is on
	}{
		"nothing":         {nil, asked{}, ""},
		"empty":           {url.Values{"q": {" "}, "kategori": {""}, "omrade": {""}, "dag": {""}}, asked{}, ""},
		"words":           {url.Values{"q": {" kor  sang "}}, asked{Words: "kor sang"}, "q=kor+sang"},
		"an entry":        {url.Values{"kategori": {"tur"}}, asked{Category: 5}, "kategori=tur"},
		"no entry":        {url.Values{"kategori": {"ukjent"}}, asked{}, ""},
		"an area":         {url.Values{"omrade": {"nes"}}, asked{Area: 6}, "omrade=nes"},
		"no area":         {url.Values{"omrade": {"ukjent"}}, asked{}, ""},
		"several":         {url.Values{"dag": {"4", "1", "9", "1"}}, asked{Days: []int{1, 4}}, "dag=1&dag=4"},
		"one not offered": {url.Values{"dag": {"3"}}, asked{Days: []int{3}}, "dag=3"},
		"all":             {url.Values{"q": {"kor"}, "kategori": {"tur"}, "omrade": {"nes"}, "dag": {"0"}}, asked{"kor", 5, 6, []int{0}}, "dag=0&kategori=tur&omrade=nes&q=kor"},
	} {
		p, on := set(5).Read(env(), &form.Form{Values: tc.sent})
		if diff := cmp.Diff(tc.want, p); diff != "" {
			t.Errorf("%s: asked (-want +got):\n%s", name, diff)
		}
		if got := filter.Write(on).Encode(); got != tc.back {
			t.Errorf("%s: got %q back, want %q", name, got, tc.back)
		}
	}
}

// So many values of one filter are read, and no more.
func TestManyValues(t *testing.T) {
	t.Parallel()
	sent := url.Values{}
	for n := range 40 {
		sent.Add("dag", fmt.Sprint(n))
	}
	if p, on := set(40).Read(env(), &form.Form{Values: sent}); len(p.Days) != 30 || len(on) != 30 {
		t.Errorf("got %d of them, want 30", len(p.Days))
	}
}

// Each chip says what is on in words, and leads to the list without it and with all else.
func TestChipsTakeAway(t *testing.T) {
	t.Parallel()
	q := url.Values{"q": {"kor"}, "dag": {"1", "4"}, "kategori": {"tur"}, "sorter": {"navn"}}
	e := env()
	_, on := set(5).Read(e, &form.Form{Values: q})
	want := []filter.Chip{
		{Text: "«kor»", URL: "/liste?dag=1&dag=4&kategori=tur&sorter=navn"},
		{Text: "Tur", URL: "/liste?dag=1&dag=4&q=kor&sorter=navn"},
		{Text: "Dag 1", URL: "/liste?dag=4&kategori=tur&q=kor&sorter=navn"},
		{Text: "Dag 4", URL: "/liste?dag=1&kategori=tur&q=kor&sorter=navn"},
	}
	if diff := cmp.Diff(want, filter.Chips(e, "/liste", q, on)); diff != "" {
		t.Errorf("chips (-want +got):\n%s", diff)
	}
	if len(q["dag"]) != 2 {
		t.Errorf("the address is changed to %v", q)
	}
}

// The boxes are those offered, with those ticked that are on.
func TestBoxesToTick(t *testing.T) {
	t.Parallel()
	e := env()
	_, on := set(5).Read(e, &form.Form{Values: url.Values{"dag": {"1", "3"}, "q": {"1"}}})
	want := []filter.Group{{Name: "dag", Label: "Dag", Count: 1, Options: []ui.Option{
		{Value: "0", Label: "Dag 0"}, {Value: "1", Label: "Dag 1", Selected: true}, {Value: "2", Label: "Dag 2"}, {Value: "4", Label: "Dag 4"},
	}}}
	if diff := cmp.Diff(want, set(5).Groups(e, on)); diff != "" {
		t.Errorf("boxes (-want +got):\n%s", diff)
	}
	if none := set(0).Groups(e, nil); len(none) != 0 {
		t.Errorf("nothing to tick: got %v", none)
	}
	if got := set(5).Names(); !cmp.Equal(got, []string{"q", "kategori", "omrade", "dag"}) {
		t.Errorf("names: got %v", got)
	}
}

func TestWhyHitsAreOnlyLikeTheWords(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		typed   string
		without []string
		want    string
	}{
		{"kor", nil, "Annet."},
		{" kor ", []string{"kor"}, "Ingenting har ordet «kor». Her er det som har en del av det."},
		{"kor sang", []string{"sang"}, "Ingenting har alle ordene. Dette fant vi uten «sang»."},
		{"kor sang dans", []string{"sang", "dans"}, "Ingenting har alle ordene. Hvert treff mangler minst ett av disse: sang, dans."},
	} {
		if got := filter.ExplainAlike(i18n.NB, tc.typed, tc.without, "Annet."); got != tc.want {
			t.Errorf("%q: got %q, want %q", tc.typed, got, tc.want)
		}
	}
}
