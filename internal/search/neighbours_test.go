// Things beside things: of another municipality, another kind with the same id, the
// same title, the next page.

package search_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres/pgtest"
	"frivilligsentral/internal/search"
)

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// neighbour is another municipality in the same database.
func (s *site) neighbour() *site {
	n := *s
	n.municipality = s.id(`insert into municipality (number, name) values ('3219', 'Bø') returning id`)
	n.organisation = s.id(`insert into organisation (municipality_id, name, kind) values ($1, 'Laget', 'association') returning id`, n.municipality)
	n.category = s.id(`insert into code (municipality_id, list, slug, name_nb) values ($1, 'category', 'annet', 'Annet') returning id`, n.municipality)
	return &n
}

func keys(hits search.DocumentHits) []string {
	out := []string{}
	for _, h := range hits.Items {
		out = append(out, fmt.Sprintf("%s %s %d", h.Title, h.Kind, h.ID))
	}
	return out
}

func (s *site) documents(p search.Params) search.DocumentHits {
	s.t.Helper()
	if p.Filter.Municipality == 0 {
		p.Filter.Municipality = s.municipality
	}
	hits, err := search.Documents(s.t.Context(), s.pool, p)
	if err != nil {
		s.t.Fatal(err)
	}
	return hits
}

func TestDocumentsBesideOthers(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	other := s.neighbour()
	// The order of the list, and another one in which they are stored.
	want := []string{"Kor contact 3", "Kor contact 4", "Kor organisation 3", "Korps organisation 1", "Lag contact 9"}
	for _, i := range []int{3, 1, 4, 0, 2} {
		var title, kind string
		var id int64
		if _, err := fmt.Sscan(want[i], &title, &kind, &id); err != nil {
			t.Fatal(err)
		}
		s.document(kind, id, search.Doc{Title: title, Texts: []string{"ord"}}, search.Facts{Free: i == 4})
		other.document(kind, id+100, search.Doc{Title: title, Texts: []string{"ord"}}, search.Facts{})
	}
	mine := search.Filter{Municipality: s.municipality}
	equal(t, "other", len(other.documents(search.Params{Words: "ord"}).Items), 5)
	for name, c := range map[string]struct {
		p    search.Params
		want []string
	}{
		"all": {search.Params{Filter: mine}, want}, "by words": {search.Params{Filter: mine, Words: "ord"}, want},
		"one kind":           {search.Params{Filter: mine, Kinds: []string{"contact"}}, []string{want[0], want[1], want[4]}},
		"kind and words":     {search.Params{Filter: mine, Words: "kor", Kinds: []string{"contact"}}, want[:2]},
		"filter":             {search.Params{Filter: search.Filter{Municipality: s.municipality, Free: true}}, want[4:]},
		"dates mean nothing": {search.Params{Filter: mine, From: now.AddDate(9, 0, 0), To: now}, want},
	} {
		c.p.Count = true
		hits := s.documents(c.p)
		equal(t, name, keys(hits), c.want)
		equal(t, name+", total", hits.Total, len(c.want))
		for limit := 1; limit < len(want); limit++ {
			c.p.Limit = limit
			forwards, backwards, total := s.walkDocuments(c.p)
			equal(t, fmt.Sprint(name, ", forwards by ", limit), forwards, c.want)
			equal(t, fmt.Sprint(name, ", backwards by ", limit), backwards, c.want)
			equal(t, fmt.Sprint(name, ", total by ", limit), total, len(c.want))
		}
	}
	touched := pgtest.Touched(t, s.pool, []string{"search_document"}, func() {
		s.document("contact", 3, search.Doc{Title: "Nytt"}, search.Facts{})
		s.inTx(func(ctx context.Context, tx pgx.Tx) error { return search.RemoveDocument(ctx, tx, "organisation", 3) })
	})
	equal(t, "touched", touched, []string{"search_document contact/3", "search_document organisation/3"})
	equal(t, "after", keys(s.documents(search.Params{Filter: mine})), []string{want[1], want[3], want[4], "Nytt contact 3"})
}

func (s *site) walkDocuments(p search.Params) (forwards, backwards []string, total int) {
	s.t.Helper()
	hits := s.documents(p)
	forwards, total = keys(hits), hits.Total
	for !hits.Next.IsZero() && len(forwards) < 50 {
		p.After = roundTrip(hits.Next)
		hits = s.documents(p)
		forwards = append(forwards, keys(hits)...)
	}
	backwards, p.After = keys(hits), search.Cursor{}
	for !hits.Prev.IsZero() && len(backwards) < 50 {
		p.Before = roundTrip(hits.Prev)
		hits = s.documents(p)
		backwards = append(keys(hits), backwards...)
	}
	return forwards, backwards, total
}

func TestActivitiesBesideOthers(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	other := s.neighbour()
	second := s.id(`insert into code (municipality_id, list, slug, name_nb) values ($1, 'category', 'sport', 'Sport') returning id`, s.municipality)
	for _, x := range []*site{s, other} {
		x.activity("Kor A", search.Facts{Codes: []int64{31}}, at(10, 12), at(12, 12))
		x.entry("Kor B", search.Facts{Codes: []int64{32}}, search.Occurrence{Starts: at(10, 12), Ends: at(10, 14), Joining: search.JustCome})
	}
	s.activity("Tur", search.Facts{Categories: []int64{second}}, at(9, 12))
	mine := search.Filter{Municipality: s.municipality}
	with := func(edit func(*search.Filter)) search.Filter {
		f := mine
		edit(&f)
		return f
	}
	for name, c := range map[string]struct {
		p    search.Params
		want []string
	}{
		"all":              {search.Params{Filter: mine}, []string{"Tur", "Kor A", "Kor B"}},
		"words":            {search.Params{Filter: mine, Words: "kor"}, []string{"Kor A", "Kor B"}},
		"one category":     {search.Params{Filter: with(func(f *search.Filter) { f.Categories = []int64{second} })}, []string{"Tur"}},
		"category, words":  {search.Params{Words: "kor", Filter: with(func(f *search.Filter) { f.Categories = []int64{s.category} })}, []string{"Kor A", "Kor B"}},
		"two categories":   {search.Params{Filter: with(func(f *search.Filter) { f.Categories = []int64{second, s.category} })}, []string{"Tur", "Kor A", "Kor B"}},
		"without sign-up":  {search.Params{Filter: with(func(f *search.Filter) { f.Joining = []search.Joining{search.JustCome} })}, []string{"Kor B"}},
		"codes":            {search.Params{Filter: with(func(f *search.Filter) { f.Codes = [][]int64{{31, 33}} })}, []string{"Kor A"}},
		"codes of two":     {search.Params{Filter: with(func(f *search.Filter) { f.Codes = [][]int64{{31, 32}, {32}} })}, []string{"Kor B"}},
		"dates":            {search.Params{Filter: mine, From: at(10, 0)}, []string{"Kor A", "Kor B", "Kor A"}},
		"dates to":         {search.Params{Filter: mine, To: at(10, 12)}, []string{"Tur"}},
		"dates, from then": {search.Params{Filter: mine, From: at(10, 12), To: at(12, 12)}, []string{"Kor A", "Kor B"}},
		"dates, words":     {search.Params{Filter: mine, Words: "kor", From: at(1, 0)}, []string{"Kor A", "Kor B", "Kor A"}},
		"dates, filter":    {search.Params{Filter: with(func(f *search.Filter) { f.Joining = []search.Joining{search.JustCome} }), From: at(1, 0)}, []string{"Kor B"}},
	} {
		c.p.Count = true
		got, hits := s.find(c.p)
		equal(t, name, got, c.want)
		equal(t, name+", total", hits.Total, len(c.want))
		var walked []string
		for c.p.Limit = 1; len(walked) < 9; {
			got, hits = s.find(c.p)
			walked = append(walked, got...)
			if c.p.After = roundTrip(hits.Next); hits.Next.IsZero() {
				break
			}
		}
		equal(t, name+", one by one", walked, c.want)
	}
	tables := []string{"live_activity", "live_occurrence"}
	equal(t, "rows of one that is removed", len(pgtest.Touched(t, s.pool, tables, func() {
		s.inTx(func(ctx context.Context, tx pgx.Tx) error {
			return search.RemoveActivity(ctx, tx, s.id("select min(id) from activity where title = 'Kor A'"))
		})
	})), 3)
	equal(t, "rows of one that is moved on", len(pgtest.Touched(t, s.pool, tables, func() {
		if n, err := search.RollForward(t.Context(), s.pool, at(9, 15), 10); err != nil || n != 1 {
			t.Errorf("got %d, %v, want one", n, err)
		}
	})), 2)
	got, _ := s.find(search.Params{})
	equal(t, "left", got, []string{"Kor B"})
}

func TestPageSizes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.many(120)
	for limit, want := range map[int]int{0: 25, -1: 25, 1: 1, 100: 100, 101: 100} {
		for _, p := range []search.Params{{}, {Words: "dans"}, {Filter: search.Filter{Municipality: s.municipality}}} {
			p.Limit = limit
			_, hits := s.find(p)
			equal(t, fmt.Sprintf("limit %d of %+v", limit, p), len(hits.Items), want)
		}
	}
}

func TestTotalAtItsLimit(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.many(search.MaxTotal)
	_, hits := s.find(search.Params{Words: "dans", Count: true, Limit: 1})
	equal(t, "total of a thousand", []any{hits.Total, hits.Capped}, []any{search.MaxTotal, false})
	if _, hits = s.find(search.Params{Words: "dans", Limit: 1}); hits.Total != -1 {
		t.Errorf("not asked for: got %d, want -1", hits.Total)
	}
}

// The parts of the day turn at twelve and five, in Oslo, on every day of the week.
func TestTimesOfTheDay(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	moment := func(day, hour, minute int) time.Time { return time.Date(2026, 5, day, hour, minute, 0, 0, i18n.Oslo) }
	for name, when := range map[string]time.Time{"0": moment(4, 11, 59), "1": moment(5, 12, 0), "2": moment(6, 16, 59), "3": moment(7, 17, 0), "4": moment(8, 23, 59), "5": moment(9, 0, 0), "6": moment(10, 17, 0)} {
		s.activity(name, search.Facts{}, when)
	}
	for _, c := range []struct {
		days  []int
		parts []string
		want  []string
	}{
		{nil, []string{search.Morning}, []string{"0", "5"}}, {nil, []string{search.Afternoon}, []string{"1", "2"}}, {nil, []string{search.Evening}, []string{"3", "4", "6"}},
		{[]int{1}, nil, []string{"0"}}, {[]int{6, 7}, nil, []string{"5", "6"}}, {[]int{7}, []string{search.Evening}, []string{"6"}}, {[]int{7}, []string{search.Morning}, nil},
		{[]int{2, 3, 4}, []string{search.Afternoon, search.Evening}, []string{"1", "2", "3"}},
	} {
		f := search.Filter{Municipality: s.municipality, Weekdays: c.days, TimesOfDay: c.parts}
		now, _ := s.find(search.Params{Filter: f})
		equal(t, fmt.Sprint("activities ", c), now, c.want)
		dates, _ := s.find(search.Params{Filter: f, To: at(30, 0)})
		equal(t, fmt.Sprint("dates ", c), dates, c.want)
	}
}

// What lasts over midnight, for days, or for nobody knows how long.
func TestDaysOfAnOccurrence(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	until := func(n int) time.Time { return at(n, 6) }
	for name, c := range map[string]struct {
		starts, ends time.Time
		cancelled    bool
		want         []time.Time
	}{
		"an hour":             {at(5, 12), at(5, 13), false, []time.Time{at(5, 12)}},
		"without an end":      {at(5, 12), at(5, 12), false, []time.Time{at(5, 12)}},
		"to the small hours":  {at(5, 20), until(6), false, []time.Time{at(5, 20)}},
		"a little longer":     {at(5, 20), until(6).Add(time.Second), false, []time.Time{at(5, 20), at(6, 0)}},
		"over by then":        {at(3, 20), at(4, 10), false, []time.Time{}},
		"over a second later": {at(3, 20), at(4, 10).Add(time.Second), false, []time.Time{at(4, 0)}},
		"for ever":            {at(5, 12), at(5, 12).AddDate(0, 0, 200), true, nil}, // 60 days
	} {
		id := s.entry(name, search.Facts{}, search.Occurrence{Starts: c.starts, Ends: c.ends, Cancelled: c.cancelled})
		rows, err := s.pool.Query(t.Context(), "select at from live_occurrence where activity_id = $1 and cancelled = $2 order by at", id, c.cancelled)
		if err != nil {
			t.Fatal(err)
		}
		got, err := pgx.CollectRows(rows, pgx.RowTo[time.Time])
		if err != nil {
			t.Fatal(err)
		}
		if c.want == nil {
			equal(t, name, len(got), 60)
			continue
		}
		if !slices.EqualFunc(got, c.want, time.Time.Equal) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

func TestSuggestionsOfOneMunicipality(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	other := s.neighbour()
	for i, title := range []string{"Sjakk", "Sjakk", "Sjø", "Sjokolade", "Dans"} {
		s.document("a", int64(i+1), search.Doc{Title: title, Texts: []string{"sjeldent"}}, search.Facts{})
	}
	other.document("a", 99, search.Doc{Title: "Sjonglering"}, search.Facts{})
	s.refresh()
	for _, c := range []struct {
		municipality int64
		typed        string
		limit        int
		want         []string
	}{
		{s.municipality, "sj", 10, []string{"sjakk", "sjokolade", "sjø"}}, {s.municipality, "sj", 1, []string{"sjakk"}}, {s.municipality, "sj", 0, []string{"sjakk"}},
		{other.municipality, "sj", 10, []string{"sjonglering"}}, {0, "sj", 10, []string{"sjakk", "sjokolade", "sjonglering", "sjø"}},
		{s.municipality, "dans sjo", 10, []string{"dans sjokolade"}}, {s.municipality, "kolade", 10, []string{"sjokolade"}}, {other.municipality, "kolade", 10, nil},
		{s.municipality, "kol", 10, []string{"sjokolade"}}, {s.municipality, "ko", 10, nil}, {s.municipality, "", 10, nil}, {s.municipality, "sjel", 10, nil},
	} {
		got, err := search.Suggest(t.Context(), s.pool, c.municipality, c.typed, c.limit)
		equal(t, fmt.Sprint(c, err), got, c.want)
	}
	// What is gone is not offered, and what stays is counted anew.
	s.inTx(func(ctx context.Context, tx pgx.Tx) error {
		for _, id := range []int64{1, 2, 3} {
			if err := search.RemoveDocument(ctx, tx, "a", id); err != nil {
				return err
			}
		}
		return nil
	})
	s.document("a", 6, search.Doc{Title: "Sjokolade"}, search.Facts{})
	s.refresh()
	got, err := search.Suggest(t.Context(), s.pool, 0, "sj", 10)
	equal(t, fmt.Sprint("after ", err), got, []string{"sjokolade", "sjonglering"})
	equal(t, "the word that is gone", s.id("select count(*) from search_vocabulary where word = 'sjakk'"), int64(0))
	equal(t, "counted anew", s.id("select documents from search_vocabulary_municipality where word = 'sjokolade' and municipality_id = $1", s.municipality), int64(2))
	equal(t, "in titles", s.id("select titles from search_vocabulary_municipality where word = 'sjokolade' and municipality_id = $1", s.municipality), int64(2))
}

func TestSynonymsBesideOthers(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	other := s.neighbour()
	put := func(x *site, term string, alternatives ...string) (int64, error) {
		return search.PutSynonym(t.Context(), s.pool, x.municipality, term, alternatives, false)
	}
	id, err := put(s, "Symjing", "Svømming", "symjing")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := put(other, "symjing", "bading"); err != nil {
		t.Fatal(err)
	}
	if again, err := put(s, "symjing", "BADING", "svømming"); err != nil || again != id {
		t.Errorf("the same word again: got %d, %v, want %d", again, err, id)
	}
	own := func(x *site) []search.Synonym {
		t.Helper()
		all, err := search.ListSynonyms(t.Context(), s.pool, x.municipality)
		if err != nil || !all[len(all)-1].Everywhere {
			t.Fatalf("got %v, %v, want everybody's last", all, err)
		}
		return slices.DeleteFunc(all, func(y search.Synonym) bool { return y.Everywhere })
	}
	equal(t, "own", own(s), []search.Synonym{{ID: id, Term: "symjing", Alternatives: []string{"bading", "svømming"}, Lang: i18n.NB}})
	many := func(n int) []string {
		var all []string
		for i := range n {
			all = append(all, fmt.Sprint("ord", i))
		}
		return all
	}
	long := func(n int) []string {
		var all []string
		for i := range n {
			all = append(all, strings.Repeat(string(rune('a'+i)), 40))
		}
		return all
	}
	for name, c := range map[string]struct {
		term         string
		alternatives []string
		want         []string
	}{
		"long": {strings.Repeat("å", 39) + " " + strings.Repeat("å", 20), []string{"x"}, nil}, "too long": {strings.Repeat("å", 40) + " " + strings.Repeat("å", 20), []string{"x"}, []string{"ord"}}, "no word": {" %", []string{"x"}, []string{"ord"}},
		"none": {"a", nil, []string{"betyr"}}, "itself": {"a", []string{"A", "%"}, []string{"betyr"}}, "ten": {"b", many(10), nil}, "eleven": {"c", many(11), []string{"betyr"}},
		"long ones": {"d", long(10), nil}, "longer ones": {"e", append(long(9), long(1)[0]+" x"), []string{"betyr"}},
	} {
		_, err := put(s, c.term, c.alternatives...)
		var got []string
		for _, f := range fault.FieldsOf(err) {
			got = append(got, f.Name)
		}
		equal(t, name, got, c.want)
	}
	everybodys := s.id("select min(id) from search_synonym where municipality_id is null")
	for _, c := range []struct {
		x     *site
		id    int64
		found bool
	}{{other, id, false}, {s, everybodys, false}, {s, id, true}, {s, id, false}} {
		want := 0
		if c.found {
			want = 1
		}
		equal(t, fmt.Sprint("rows deleted ", c.id), len(pgtest.Touched(t, s.pool, []string{"search_synonym"}, func() {
			if err := search.DeleteSynonym(t.Context(), s.pool, c.x.municipality, c.id); (err == nil) != c.found || err != nil && !fault.Is(err, fault.NotFound) {
				t.Errorf("delete %d: got %v, want it found: %v", c.id, err, c.found)
			}
		})), want)
	}
	if _, err := s.pool.Exec(t.Context(), `insert into search_synonym (municipality_id, term, alternatives) select $1, 'fylt' || n, '{x}' from generate_series(1, $2::int) n`,
		s.municipality, 499-s.id("select count(*) from search_synonym where municipality_id = $1", s.municipality)); err != nil {
		t.Fatal(err)
	}
	if _, err := put(s, "den siste", "x"); err != nil {
		t.Errorf("number 500: got %v", err)
	}
	if _, err := put(s, "en til", "x"); !fault.FieldsOf(err).Has("ord") {
		t.Errorf("number 501: got %v, want it refused", err)
	}
	if _, err := put(s, "den siste", "y"); err != nil {
		t.Errorf("one that is there: got %v", err)
	}
	if _, err := put(other, "en til", "x"); err != nil {
		t.Errorf("the neighbour's third: got %v", err)
	}
}
