package activity

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/search"
)

// full is a draft in which every field says something.
func full() Draft {
	six, twelve, price := 6, 12, 5000
	d := Draft{
		Kind: Course, Title: "Kor", Summary: "Syng med oss.", Description: "Vi **synger**.", Lang: i18n.NN, HeldIn: []string{"en"},
		AgeMin: &six, AgeMax: &twelve, Offer: Commercial, PriceOre: &price, PriceNote: "kaffe", VenueID: 7, AreaID: 8, PlaceNote: "rom 2",
		OnlineURL: "https://nett.example", Bring: "note", ContactName: "Kari", ContactPhone: "+4790000000", ContactEmail: "kari@kor.example",
		SignupMode: LinkSignup, SignupURL: "https://meld.example", CoOrganisers: []int64{9}, DatesShared: true,
		Schedule: Schedule{StartsAt: time.Date(2026, 10, 8, 18, 0, 0, 0, i18n.Oslo), DurationMinutes: 60},
	}
	for i, f := range Fields {
		f.Choose(&d, []int64{int64(100 + i)})
	}
	return d
}

var named = Names{
	Lang: i18n.NB, Now: time.Date(2026, 10, 7, 8, 0, 0, 0, i18n.Oslo),
	Codes:         func(ids []int64) []string { return slices.Repeat([]string{"kode"}, len(ids)) },
	Area:          func(int64) string { return "Nes" },
	Venue:         func(int64) string { return "Samfunnshuset" },
	Organisations: func([]int64) []string { return []string{"Turlaget"} },
	Languages:     func([]string) string { return "engelsk" },
}

func TestEveryFieldOfADraftIsInTheList(t *testing.T) {
	t.Parallel()
	holders := map[string][]string{}
	for _, f := range Fields {
		for _, h := range f.Holds {
			holders[h] = append(holders[h], f.Name)
		}
	}
	draft := reflect.TypeFor[Draft]()
	for i := range draft.NumField() {
		name := draft.Field(i).Name
		switch why := Leftover[name]; {
		case len(holders[name]) == 0 && why == "":
			t.Errorf("Draft.%s is in no Field, and Leftover does not say why", name)
		case len(holders[name]) > 1 || len(holders[name]) == 1 && why != "":
			t.Errorf("Draft.%s is in %v, and left over because %q", name, holders[name], why)
		}
		delete(holders, name)
	}
	for name, by := range holders {
		t.Errorf("%v hold %s, which a Draft does not have", by, name)
	}
}

// TestChangedSeesEveryField empties one field of Draft at a time.
func TestChangedSeesEveryField(t *testing.T) {
	t.Parallel()
	draft := reflect.TypeFor[Draft]()
	for i := range draft.NumField() {
		name := draft.Field(i).Name
		d := full()
		reflect.ValueOf(&d).Elem().Field(i).SetZero()
		var got []string
		for _, f := range Changed(full(), d) {
			got = append(got, f.Holds...)
		}
		if !slices.Contains(got, name) {
			t.Errorf("without %s the drafts differ in %v", name, got)
		}
	}
}

func TestEveryFieldHasWords(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, f := range Fields {
		if f.Label == "" || f.Words(full(), named) == "" {
			t.Errorf("%s: label %q, words %q", f.Name, f.Label, f.Words(full(), named))
		}
		if f.List != "" && len(f.Codes(full())) == 0 {
			t.Errorf("%s chooses from a list and has no codes", f.Name)
		}
		for _, in := range append([]string{f.Name}, f.Inputs...) {
			if owner, _ := FieldOf(in); owner.Name != f.Name {
				t.Errorf("input %q belongs to %q, want %q", in, owner.Name, f.Name)
			}
		}
		if seen[f.Name] {
			t.Errorf("%s is there twice", f.Name)
		}
		seen[f.Name] = true
	}
}

func TestFormOrder(t *testing.T) {
	t.Parallel()
	want := []string{"organisasjon", "tittel", "kategori", "kort", "dato", "fra", "ekstra", "pause_til_3", "sted", "alder_fra", "pristype", "pris", "pamelding_url", "medarrangor"}
	got := slices.SortedFunc(slices.Values([]string{"medarrangor", "pris", "pause_til_3", "pamelding_url", "ekstra", "pristype", "alder_fra", "sted", "fra", "dato", "kort", "kategori", "tittel", "organisasjon"}),
		func(a, b string) int { return FormOrder(a) - FormOrder(b) })
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

// TestCodesAreFound holds that a new code-list field needs nothing more to be filled, filtered by and shown.
func TestCodesAreFound(t *testing.T) {
	t.Parallel()
	f := code("vanskelighet", "Vanskelighetsgrad", municipality.List("difficulty"), "CategoryID", func(d *Draft) *int64 { return &d.CategoryID }).shown("star")
	var facts search.Facts
	d := full()
	f.Choose(&d, []int64{42, 7})
	f.facts(&facts, d)
	asked := search.Filter{Codes: [][]int64{{42, 43}}}.Lexemes()
	if !slices.Equal(f.Codes(d), []int64{42}) || f.Icon == "" {
		t.Errorf("holds %v, shown as %q", f.Codes(d), f.Icon)
	}
	if !slices.Contains(facts.Lexemes(), "~c42") || strings.Join(asked, " ") != "~c42 ~c43" {
		t.Errorf("found by %v, asked for by %v", facts.Lexemes(), asked)
	}
}
