package activitylist

import (
	"net/url"
	"slices"
	"testing"
	"time"
	"unicode/utf8"

	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/search"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/filter/filtertest"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui/drawing"

	"github.com/google/go-cmp/cmp"
)

var testSite = &municipality.Site{
	Municipality: municipality.Municipality{ID: 1, Name: "Prøvevik"},
	Lists: map[municipality.List][]municipality.Code{
		municipality.Categories: {
			{ID: 11, Slug: "tur", NameNB: "Tur", Active: true}, {ID: 12, Slug: "dans", NameNB: "Dans", Active: true},
			{ID: 13, Slug: "kor", NameNB: "Kor", Active: true}, {ID: 14, Slug: "spill", NameNB: "Spill"},
		},
		municipality.TargetGroups: {{ID: 21, Slug: "barn", NameNB: "Barn", Active: true}},
	},
	Areas: []municipality.Area{{ID: 31, Slug: "asen", Name: "Åsen", Active: true}},
}

func env(now time.Time) *page.Env { return &page.Env{Site: testSite, Lang: i18n.NB, Now: now} }

func TestFilters(t *testing.T) {
	t.Parallel()
	filtertest.Walk(t, listFilters, env(oslo("2026-05-14")), url.Values{
		"q": {"kor"}, "kategori": {"tur", "dans"}, "malgruppe": {"barn"}, "alder": {"8"}, "omrade": {"asen"}, "ukedag": {"son", "man"}, "tid": {"kveld"},
		"gratis": {"ja"}, "tilbud": {"kommersielt"}, "pamelding": {"uten"}, "sprak": {"en"}, "tilgjengelig": {"lift"}, "lag": {"7"},
	})
}

// A municipality may leave commercial offers out of its lists, until somebody asks for them or for one organiser.
func TestCommercialIsLeftOut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		hide  bool
		asked url.Values
		want  []string
	}{
		{false, nil, nil}, {true, nil, []string{"voluntary"}}, {true, url.Values{"q": {"kor"}, "gratis": {"ja"}}, []string{"voluntary"}},
		{true, url.Values{"tilbud": {"kommersielt"}}, []string{"commercial"}}, {true, url.Values{"tilbud": {"frivillig", "kommersielt"}}, []string{"voluntary", "commercial"}},
		{true, url.Values{"lag": {"7"}}, nil}, {false, url.Values{"tilbud": {"frivillig"}}, []string{"voluntary"}},
	} {
		e, site := env(oslo("2026-05-14")), *testSite
		site.HideCommercial, e.Site = c.hide, &site
		q := read(e, c.asked)
		if got := q.params(1, e.Now).Filter.Offers; !slices.Equal(got, c.want) {
			t.Errorf("%v, hidden %v: got %v, want %v", c.asked, c.hide, got, c.want)
		}
	}
}

// TestFilterByAnotherList holds that a filter by a new code list is one line.
func TestFilterByAnotherList(t *testing.T) {
	t.Parallel()
	set := filter.Set[asked]{codes("emne", "Emne", municipality.Categories, nil)}
	a, on := set.Read(env(oslo("2026-05-14")), &form.Form{Values: url.Values{"emne": {"dans", "tur", "aldri"}}})
	if diff := cmp.Diff([][]int64{{11, 12}}, a.Codes); diff != "" {
		t.Errorf("asked for (-want +got):\n%s", diff)
	}
	groups := set.Groups(env(oslo("2026-05-14")), on)
	if len(groups) != 1 || groups[0].Count != 2 || len(groups[0].Options) != 3 || groups[0].Options[2].Selected {
		t.Errorf("got %+v, want two of three ticked, and not what is out of use", groups)
	}
}

func oslo(day string) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, day, i18n.Oslo)
	if err != nil {
		panic(err)
	}
	return t
}

func TestSpan(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, now, from, to string }{
		{today, "2026-05-14", "2026-05-14", "2026-05-14"},
		{tomorrow, "2026-05-31", "2026-06-01", "2026-06-01"},
		{weekend, "2026-05-14", "2026-05-15", "2026-05-17"},
		{weekend, "2026-05-16", "2026-05-16", "2026-05-17"},
		{weekend, "2026-05-17", "2026-05-17", "2026-05-17"},
		{weekend, "2026-05-18", "2026-05-22", "2026-05-24"},
		{week, "2026-05-14", "2026-05-14", "2026-05-17"},
		{week, "2026-05-17", "2026-05-17", "2026-05-17"},
		{nextWeek, "2026-05-17", "2026-05-18", "2026-05-24"},
		{nextWeek, "2026-10-22", "2026-10-26", "2026-11-01"}, // the clock goes back on the 25th
	} {
		from, to := span(c.name, oslo(c.now).Add(15*time.Hour))
		if got := isoDay(from) + " " + isoDay(to); got != c.from+" "+c.to {
			t.Errorf("%s on %s: got %s, want %s %s", c.name, c.now, got, c.from, c.to)
		}
	}
}

func TestReadAndWrite(t *testing.T) {
	t.Parallel()
	now := oslo("2026-05-14").Add(9 * time.Hour)
	for _, c := range []struct{ name, in, out string }{
		{"nothing", "", ""},
		{"words", "q=+strikk++kafe%00", "q=strikk+kafe"},
		{"a span", "naar=helga&fra=&til=x", "naar=helga"},
		{"days and a span", "naar=helga&fra=2026-06-01", "fra=2026-06-01"},
		{"days in wrong order", "fra=20.5.2026&til=2026-05-18", "fra=2026-05-18&til=2026-05-20"},
		{"days far away", "fra=1900-01-01&til=2199-01-01", ""},
		{"no such codes", "kategori=x&malgruppe=y&omrade=z&sprak=xx&tilgjengelig=heis&naar=aldri&ukedag=x&tid=natt&visning=3d", ""},
		{"all", "kategori=tur&kategori=tur&malgruppe=barn&omrade=asen&alder=8&ukedag=son&ukedag=man&tid=kveld&gratis=1&sprak=en&tilgjengelig=lift&lag=7&visning=dato",
			"alder=8&gratis=ja&kategori=tur&lag=7&malgruppe=barn&omrade=asen&sprak=en&tid=kveld&tilgjengelig=lift&ukedag=man&ukedag=son&visning=dato"},
		{"ages beyond sense", "alder=-1", ""},
		{"odd numbers", "alder=1e3&lag=-2&etter=%ff", ""},
	} {
		v, err := url.ParseQuery(c.in)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.out, read(env(now), v).values().Encode()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestFilterOfQuery(t *testing.T) {
	t.Parallel()
	v := url.Values{"kategori": {"tur"}, "malgruppe": {"barn"}, "omrade": {"asen"}, "ukedag": {"fre"}, "tid": {"formiddag"}, "gratis": {"ja"}, "til": {"2026-05-20"}}
	now := oslo("2026-05-14").Add(9 * time.Hour)
	p := read(env(now), v).params(1, now)
	want := search.Filter{
		Municipality: 1, Categories: []int64{11}, TargetGroups: []int64{21}, Areas: []int64{31}, Weekdays: []int{5}, TimesOfDay: []string{search.Morning}, Free: true,
	}
	if diff := cmp.Diff(want, p.Filter); diff != "" {
		t.Errorf("filter (-want +got):\n%s", diff)
	}
	if !p.From.Equal(oslo("2026-05-14")) || !p.To.Equal(oslo("2026-05-21")) {
		t.Errorf("got %s to %s, want from today until the 20th is over", p.From, p.To)
	}
}

// FuzzRead holds what is true for any address: it is understood, its chips have
// texts, and what is written is read the same.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "q=%27%22%3C&naar=idag", "fra=2026-05-01&til=x&kategori=tur&etter=AQAB", "alder=999999999999999999999&ukedag=man&%zz", "q=\xff\xfe&q=\x00"} {
		f.Add(s)
	}
	now := oslo("2026-05-14").Add(9 * time.Hour)
	e := env(now)
	f.Fuzz(func(t *testing.T, s string) {
		v, _ := url.ParseQuery(s)
		q := read(e, v)
		if !utf8.ValidString(q.Words) || utf8.RuneCountInString(q.Words) > form.MaxWords {
			t.Fatalf("words %q", q.Words)
		}
		again := read(e, q.values())
		if a, b := q.values().Encode(), again.values().Encode(); a != b {
			t.Fatalf("got %q, then %q", a, b)
		}
		for _, c := range q.named("Laget").chips(e, activitycards.ListPath, nil) {
			if c.Text == "" || c.URL == e.URL(q.firstPage().at(activitycards.ListPath)) {
				t.Fatalf("chip %q does not take anything away from %q", c.Text, q.values().Encode())
			}
		}
		q.params(1, now)
		readMonth(v.Get("maned"), now)
	})
}

func TestAges(t *testing.T) {
	t.Parallel()
	n := func(i int) *int { return &i }
	for _, c := range []struct {
		low, high *int
		want      string
	}{
		{nil, nil, ""}, {n(0), nil, ""}, {n(6), n(12), "6–12 år"}, {n(18), nil, "fra 18 år"}, {nil, n(5), "til 5 år"}, {n(7), n(7), "7 år"}, {n(0), n(5), "til 5 år"},
	} {
		if got := activitycards.Ages(i18n.NB, c.low, c.high); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// Totals that are kept in memory are of one municipality, whatever its number is.
func TestTotalsAreOfOneMunicipality(t *testing.T) {
	t.Parallel()
	now, seen := oslo("2026-05-14"), map[string]int64{}
	for _, id := range []int64{1, 10, 0xD800, 0xD801, 1 << 21, 1<<21 + 1, 1 << 40} {
		key := query{}.totalKey(listing.Params{Filter: search.Filter{Municipality: id}}, now)
		if other, found := seen[key]; found {
			t.Errorf("%d and %d share their totals", other, id)
		}
		seen[key] = id
	}
}

func TestFinishedCardsAgeByTheSitesClock(t *testing.T) {
	t.Parallel()
	now := oslo("2026-05-14")
	m := newMemory(func() time.Time { return now })
	key := cardKey{occurrence: 1}
	m.cards.Put(key, &drawing.Fragment{})
	if _, ok := m.cards.Peek(key); !ok {
		t.Error("a new card is not kept")
	}
	now = now.Add(2 * memoryLife)
	if _, ok := m.cards.Peek(key); ok {
		t.Error("an old card is kept")
	}
}
