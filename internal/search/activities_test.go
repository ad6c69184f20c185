package search_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/search"
)

func at(day, hour int) time.Time { return time.Date(2026, 5, day, hour, 0, 0, 0, i18n.Oslo) }

func ptr[T any](v T) *T { return &v }

func TestFilters(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.activity("Babysang", search.Facts{Free: true, TargetGroups: []int64{1}, Areas: []int64{7}, AgeMax: ptr(1), Kind: "course"}, at(5, 11))
	s.activity("Seniordans", search.Facts{TargetGroups: []int64{2}, Areas: []int64{8}, AgeMin: ptr(60), Languages: []string{"nb", "en"}}, at(6, 18))
	s.activity("Språkkafé", search.Facts{Free: true, TargetGroups: []int64{1, 2}, Organisations: []int64{5, 6}, Online: true,
		Accessibility: []string{"wheelchair", "hearing_loop"}, Venue: 4}, at(7, 18), at(9, 13))
	base := search.Filter{Municipality: s.municipality}
	for name, test := range map[string]struct {
		words  string
		filter search.Filter
		want   []string
	}{
		"nothing":            {filter: base, want: []string{"Babysang", "Seniordans", "Språkkafé"}},
		"no filter":          {want: []string{"Babysang", "Seniordans", "Språkkafé"}},
		"other municipality": {filter: search.Filter{Municipality: s.municipality + 1}},
		"category":           {filter: search.Filter{Municipality: s.municipality, Categories: []int64{s.category}}, want: []string{"Babysang", "Seniordans", "Språkkafé"}},
		"other category":     {filter: search.Filter{Categories: []int64{s.category + 1}}},
		"two categories":     {filter: search.Filter{Categories: []int64{s.category, s.category + 1}}, want: []string{"Babysang", "Seniordans", "Språkkafé"}},
		"free":               {filter: search.Filter{Free: true}, want: []string{"Babysang", "Språkkafé"}},
		"online":             {filter: search.Filter{Online: true}, want: []string{"Språkkafé"}},
		"one target group":   {filter: search.Filter{TargetGroups: []int64{2}}, want: []string{"Seniordans", "Språkkafé"}},
		"either area":        {filter: search.Filter{Areas: []int64{7, 8}}, want: []string{"Babysang", "Seniordans"}},
		"co-organiser":       {filter: search.Filter{Organisation: 6}, want: []string{"Språkkafé"}},
		"venue":              {filter: search.Filter{Venue: 4}, want: []string{"Språkkafé"}},
		"kind":               {filter: search.Filter{Kinds: []string{"course", "event"}}, want: []string{"Babysang"}},
		"language":           {filter: search.Filter{Language: "en"}, want: []string{"Seniordans"}},
		"all accessibility":  {filter: search.Filter{Accessibility: []string{"wheelchair", "hearing_loop"}}, want: []string{"Språkkafé"}},
		"one of two missing": {filter: search.Filter{Accessibility: []string{"wheelchair", "toilet"}}},
		"age 0":              {filter: search.Filter{Age: ptr(0)}, want: []string{"Babysang", "Språkkafé"}},
		"age 2":              {filter: search.Filter{Age: ptr(2)}, want: []string{"Språkkafé"}},
		"age 60":             {filter: search.Filter{Age: ptr(60)}, want: []string{"Seniordans", "Språkkafé"}},
		"Tuesday":            {filter: search.Filter{Weekdays: []int{2}}, want: []string{"Babysang"}},
		"Thursday evening":   {filter: search.Filter{Weekdays: []int{4}, TimesOfDay: []string{search.Evening}}, want: []string{"Språkkafé"}},
		"Saturday evening":   {filter: search.Filter{Weekdays: []int{6}, TimesOfDay: []string{search.Evening}}},
		"evenings":           {filter: search.Filter{TimesOfDay: []string{search.Evening}}, want: []string{"Seniordans", "Språkkafé"}},
		"words and filter":   {words: "kafe", filter: search.Filter{Municipality: s.municipality, Free: true}, want: []string{"Språkkafé"}},
		"signs":              {words: "%", filter: base},
		"odd code in a URL":  {filter: search.Filter{Language: "'|a&!("}},
	} {
		t.Run(name, func(t *testing.T) {
			got, hits := s.find(search.Params{Words: test.words, Filter: test.filter, Count: true})
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("activities (-want +got):\n%s", diff)
			}
			if hits.Total != len(test.want) {
				t.Errorf("total: got %d, want %d", hits.Total, len(test.want))
			}
		})
	}
}

func TestPagesForwardsAndBackwards(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, title := range []string{"Kor A", "Kor B", "Kor C"} {
		s.activity(title, search.Facts{}, at(10, 12)) // the same moment: the id decides
	}
	s.activity("Kor D", search.Facts{}, at(9, 12))
	s.activity("Kor E", search.Facts{}, at(11, 12))
	want := [][]string{{"Kor D", "Kor A"}, {"Kor B", "Kor C"}, {"Kor E"}}
	for name, p := range map[string]search.Params{
		"plain": {Filter: search.Filter{Municipality: s.municipality}}, "words": {Words: "kor"},
		"dates": {From: at(1, 0)}, "dates with words": {Words: "kor", To: at(30, 0)}, "titles first": {Words: "kor", Order: search.ByTitle},
	} {
		t.Run(name, func(t *testing.T) {
			p.Limit = 2
			var forwards, backwards [][]string
			page, hits := s.find(p)
			if !hits.Prev.IsZero() {
				t.Error("there is a page before the first")
			}
			forwards = append(forwards, page)
			for !hits.Next.IsZero() && len(forwards) < 9 {
				p.After = roundTrip(hits.Next)
				page, hits = s.find(p)
				forwards = append(forwards, page)
			}
			p.After = search.Cursor{}
			backwards = [][]string{page}
			for !hits.Prev.IsZero() && len(backwards) < 9 {
				p.Before = roundTrip(hits.Prev)
				page, hits = s.find(p)
				backwards = append([][]string{page}, backwards...)
			}
			if diff := cmp.Diff(want, forwards); diff != "" {
				t.Errorf("forwards (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(want, backwards); diff != "" {
				t.Errorf("backwards (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTitlesComeFirst(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	early := s.activity("Treff på biblioteket", search.Facts{}, at(5, 12))
	s.activity("Strikkekafé", search.Facts{}, at(9, 12))
	s.inTx(func(ctx context.Context, tx pgx.Tx) error {
		return search.IndexActivity(ctx, tx, now, search.Entry{ActivityID: early,
			Doc:         search.Doc{Title: "Treff på biblioteket", Texts: []string{"Ta med strikketøy"}},
			Facts:       search.Facts{Municipality: s.municipality, Categories: []int64{s.category}},
			Occurrences: []search.Occurrence{{ID: s.occurrence(early), Starts: at(5, 12), Ends: at(5, 13)}}})
	})
	got, _ := s.find(search.Params{Words: "strikk", Order: search.ByTitle})
	if diff := cmp.Diff([]string{"Strikkekafé", "Treff på biblioteket"}, got); diff != "" {
		t.Errorf("by title (-want +got):\n%s", diff)
	}
	first, hits := s.find(search.Params{Words: "strikk", Order: search.ByTitle, Limit: 1})
	second, hits2 := s.find(search.Params{Words: "strikk", Order: search.ByTitle, Limit: 1, After: roundTrip(hits.Next)})
	again, _ := s.find(search.Params{Words: "strikk", Order: search.ByTitle, Limit: 1, Before: roundTrip(hits2.Prev)})
	if diff := cmp.Diff([][]string{{"Strikkekafé"}, {"Treff på biblioteket"}, {"Strikkekafé"}}, [][]string{first, second, again}); diff != "" {
		t.Errorf("pages by title (-want +got):\n%s", diff)
	}
	got, _ = s.find(search.Params{Words: "strikk"})
	if diff := cmp.Diff([]string{"Treff på biblioteket", "Strikkekafé"}, got); diff != "" {
		t.Errorf("by time (-want +got):\n%s", diff)
	}
}

func (s *site) occurrence(activity int64) int64 {
	return s.id("select min(id) from occurrence where activity_id = $1", activity)
}

func TestDatesByDay(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.activity("Dans", search.Facts{}, at(5, 18), at(12, 18))
	s.entry("Festival", search.Facts{}, search.Occurrence{Starts: at(5, 12), Ends: at(7, 16)})
	s.entry("Nattkino", search.Facts{}, search.Occurrence{Starts: at(6, 20), Ends: at(7, 2)})
	s.entry("Avlyst tur", search.Facts{}, search.Occurrence{Starts: at(6, 9), Ends: at(6, 10), Cancelled: true})
	for name, test := range map[string]struct {
		p    search.Params
		want []string
	}{
		"Tuesday":            {search.Params{From: at(5, 0), To: at(6, 0)}, []string{"Festival", "Dans"}},
		"Wednesday":          {search.Params{From: at(6, 0), To: at(7, 0)}, []string{"Festival", "Avlyst tur", "Nattkino"}},
		"Thursday":           {search.Params{From: at(7, 0), To: at(8, 0)}, []string{"Festival"}},
		"evenings":           {search.Params{From: at(4, 0), Filter: search.Filter{TimesOfDay: []string{search.Evening}}}, []string{"Dans", "Nattkino", "Dans"}},
		"Tuesdays, words":    {search.Params{From: at(4, 0), Words: "dans", Filter: search.Filter{Weekdays: []int{2}}}, []string{"Dans", "Dans"}},
		"municipality":       {search.Params{To: at(6, 0), Filter: search.Filter{Municipality: s.municipality}}, []string{"Festival", "Dans"}},
		"other municipality": {search.Params{To: at(6, 0), Filter: search.Filter{Municipality: 99999}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			test.p.Count = true
			got, hits := s.find(test.p)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("dates (-want +got):\n%s", diff)
			}
			if hits.Total != len(test.want) {
				t.Errorf("total: got %d, want %d", hits.Total, len(test.want))
			}
		})
	}
}

func TestRollForward(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.activity("Ukentlig", search.Facts{}, at(5, 18), at(12, 18))
	s.activity("Én gang", search.Facts{}, at(5, 10))
	s.entry("Neste er avlyst", search.Facts{}, search.Occurrence{Starts: at(5, 9), Ends: at(5, 10)},
		search.Occurrence{Starts: at(6, 9), Ends: at(6, 10), Cancelled: true}, search.Occurrence{Starts: at(20, 9), Ends: at(20, 10)})
	if n, err := search.RollForward(t.Context(), s.pool, at(5, 9), 10); err != nil || n != 0 {
		t.Errorf("before any is over: got %d, %v, want 0", n, err)
	}
	for i, want := range []int{2, 1, 0} {
		if n, err := search.RollForward(t.Context(), s.pool, at(6, 0), 2); err != nil || n != want {
			t.Errorf("batch %d: got %d, %v, want %d", i, n, err, want)
		}
	}
	titles, hits := s.find(search.Params{})
	if diff := cmp.Diff([]string{"Ukentlig", "Neste er avlyst"}, titles); diff != "" {
		t.Fatalf("after a day (-want +got):\n%s", diff)
	}
	if !hits.Items[0].At.Equal(at(12, 18)) || !hits.Items[1].At.Equal(at(20, 9)) {
		t.Errorf("next dates: got %v and %v", hits.Items[0].At, hits.Items[1].At)
	}
	if left := s.id("select count(*) from live_occurrence"); left != 3 {
		t.Errorf("dates left: got %d, want 3", left)
	}
}

func TestIndexAgainAndRemove(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	id := s.activity("Gammelt navn", search.Facts{}, at(5, 18))
	occurrence := search.Occurrence{ID: s.occurrence(id), Starts: at(6, 18), Ends: at(6, 19)}
	s.reindex(id, "Nytt navn", search.Facts{}, occurrence)
	if _, hits := s.find(search.Params{Words: "gammelt"}); len(hits.Items) != 0 {
		t.Errorf("the old title is still found")
	}
	if _, hits := s.find(search.Params{Words: "nytt", From: at(1, 0)}); len(hits.Items) != 1 || !hits.Items[0].At.Equal(at(6, 18)) {
		t.Errorf("dates of the new title: got %+v", hits.Items)
	}
	occurrence.Starts, occurrence.Ends = now.Add(-2*time.Hour), now
	s.reindex(id, "Nytt navn", search.Facts{}, occurrence)
	if _, hits := s.find(search.Params{}); len(hits.Items) != 0 {
		t.Errorf("an activity that is over is still found")
	}
}

// Just below and just above the number at which a list goes over to its other road, each hit is on its pages once.
func TestBothRoadsFindTheSame(t *testing.T) {
	t.Parallel()
	for _, n := range []int{search.MaxTotal, search.MaxTotal + 1} {
		s := newSite(t)
		s.neighbour().many(50)
		s.many(n)
		for name, p := range map[string]search.Params{
			"activities": {Words: "dans"}, "dates": {Words: "dans", From: now}, "titles": {Words: "dans", Order: search.ByTitle},
			"free": {Filter: search.Filter{Free: true}}, "all": {}, "all dates": {From: now},
		} {
			t.Run(fmt.Sprint(n, " ", name), func(t *testing.T) {
				p.Limit = 100
				p.Filter.Municipality = s.municipality
				for _, back := range []bool{false, true} {
					seen := map[int64]bool{}
					var last search.Hit
					for range n/p.Limit + 2 {
						hits, err := search.Activities(t.Context(), s.pool, p)
						if err != nil {
							t.Fatal(err)
						}
						for i, h := range hits.Items {
							if seen[h.ActivityID] || i > 0 && h.At.Before(hits.Items[i-1].At) {
								t.Fatalf("backwards %v: %d at %s is there twice or out of order", back, h.ActivityID, h.At)
							}
							seen[h.ActivityID] = true
							last = h
						}
						next := hits.Next
						if back {
							next = hits.Prev
						}
						if next.IsZero() {
							if !back {
								p.Before = hits.Prev
							}
							break
						}
						if p.After = next; back {
							p.After, p.Before = search.Cursor{}, next
						}
					}
					want := n
					if back {
						want = n - (n-1)%p.Limit - 1 // what stands before the last page
					}
					if len(seen) != want {
						t.Errorf("backwards %v: got %d, want %d; the last is %+v", back, len(seen), want, last)
					}
					p.After = search.Cursor{}
				}
			})
		}
	}
}

func TestTotalStopsCounting(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.many(1500)
	_, hits := s.find(search.Params{Words: "dans", Count: true, Limit: 1})
	if hits.Total != search.MaxTotal || !hits.Capped {
		t.Errorf("got %d, capped %v, want %d and true", hits.Total, hits.Capped, search.MaxTotal)
	}
}

// many are n activities with a date each, made in SQL: all are free and have "dans", one in a thousand "sjelden".
func (s *site) many(n int) {
	s.t.Helper()
	for _, sql := range []string{`
		with made as (
			insert into activity (municipality_id, organisation_id, title, category_id, starts_at, duration_minutes)
			select @municipality, @organisation, 'Dans ' || i, @category, @now::timestamptz + i * interval '1 minute', 60 from generate_series(1, @n::integer) i
			returning id, starts_at, municipality_id, category_id)
		insert into live_activity (activity_id, municipality_id, category_id, next_at, next_occurrence_id, expires_at, lex)
		select id, municipality_id, category_id, starts_at, 0, starts_at, array_to_tsvector(array(
			select @municipality::bigint || ':' || l from unnest(array['dans', '=dans', '~gratis', 'ord' || id % 500] || case when id % 1000 = 7 then array['sjelden'] else '{}' end) l))
		from made`, `
		with made as (
			insert into occurrence (activity_id, municipality_id, key, starts_at, ends_at)
			select l.activity_id, l.municipality_id, 'x', l.next_at, l.next_at + interval '1 hour' from live_activity l
			where l.municipality_id = @municipality
			returning id, activity_id, municipality_id, starts_at, ends_at)
		insert into live_occurrence (occurrence_id, at, until, activity_id, municipality_id, slot)
		select id, starts_at, ends_at, activity_id, municipality_id, 0 from made`} {
		if _, err := s.pool.Exec(s.t.Context(), sql, pgx.NamedArgs{
			"municipality": s.municipality, "organisation": s.organisation, "category": s.category, "n": n, "now": now,
		}); err != nil {
			s.t.Fatal(err)
		}
	}
	if _, err := s.pool.Exec(s.t.Context(), "analyze live_activity, live_occurrence"); err != nil {
		s.t.Fatal(err)
	}
}
