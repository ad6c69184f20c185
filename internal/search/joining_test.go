package search_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/search"
)

// Places and waiting lists are those of a date: the list by date has just the dates
// that were asked for, also without days.
func TestDatesByHowOneJoins(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	on := func(day int, j search.Joining, cancelled bool) search.Occurrence {
		return search.Occurrence{Starts: at(day, 12), Ends: at(day, 14), Joining: j, Cancelled: cancelled}
	}
	s.entry("Kurs", search.Facts{}, on(11, search.WaitingList, false), on(12, search.Places, false), on(13, search.Places, true), on(14, search.NotNow, false))
	s.entry("Tur", search.Facts{}, on(10, search.JustCome, false), on(15, search.JustCome, true))
	s.entry("Annet", search.Facts{}, on(10, search.NotNow, false))
	s.entry("Bare avlyst", search.Facts{}, on(10, search.Places, true))
	for name, c := range map[string]struct {
		ways []search.Joining
		from int
		want []string
	}{
		"places":                   {[]search.Joining{search.Places}, 0, []string{"Kurs 12"}},
		"waiting lists":            {[]search.Joining{search.WaitingList}, 0, []string{"Kurs 11"}},
		"either":                   {[]search.Joining{search.Places, search.WaitingList}, 0, []string{"Kurs 11", "Kurs 12"}},
		"places from a day":        {[]search.Joining{search.Places, search.WaitingList}, 12, []string{"Kurs 12"}},
		"places or just come":      {[]search.Joining{search.Places, search.JustCome}, 0, []string{"Tur 10", "Kurs 12"}},
		"just come, by activity":   {[]search.Joining{search.JustCome}, 0, []string{"Tur 10"}},
		"just come, from a day on": {[]search.Joining{search.JustCome}, 11, []string{"Tur 15"}}, // it is told that it is cancelled
	} {
		p := search.Params{Filter: search.Filter{Municipality: s.municipality, Joining: c.ways}, Count: true}
		if c.from != 0 {
			p.From = at(c.from, 0)
		}
		titles, hits := s.find(p)
		var got []string
		for i, h := range hits.Items {
			got = append(got, titles[i]+" "+h.At.Format("2"))
		}
		if diff := cmp.Diff(c.want, got); diff != "" || hits.Total != len(c.want) {
			t.Errorf("%s: total %d (-want +got):\n%s", name, hits.Total, diff)
		}
	}
}
