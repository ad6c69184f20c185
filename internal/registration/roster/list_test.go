package roster_test

import (
	"slices"
	"testing"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/registration/roster"
)

// TestListPages walks a list of five forwards and back again, two at a time.
func TestListPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 10, nil)
	for _, name := range []string{"Anne", "Bo", "Cato", "Dina", "Eli"} {
		w.Join(t, date, name, 1)
	}
	var seen [][]string
	read := func(after, before string) roster.List {
		list, err := w.Rosters.List(t.Context(), w.Group, roster.ListParams{ActivityID: w.Activity, OccurrenceID: date, After: after, Before: before, Limit: 2})
		must(t, err)
		var names []string
		for _, r := range list.Rows {
			names = append(names, r.Name)
		}
		seen = append(seen, names)
		return list
	}
	first := read("", "")
	third := read(read(first.Next, "").Next, "")
	again := read("", read("", third.Prev).Prev)
	want := [][]string{{"Anne", "Bo"}, {"Cato", "Dina"}, {"Eli"}, {"Cato", "Dina"}, {"Anne", "Bo"}}
	if !slices.EqualFunc(seen, want, slices.Equal) {
		t.Errorf("got the pages %v, want %v", seen, want)
	}
	if first.Prev != "" || third.Next != "" || again.Prev != "" {
		t.Errorf("there are pages before the first or after the last: %q, %q, %q", first.Prev, third.Next, again.Prev)
	}
}

func TestDatesAreForThoseWhoKeepTheList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 2, nil)
	guest := w.stranger(t)
	_, err := w.Rosters.Dates(t.Context(), guest, w.Activity, time.Time{}, 10)
	wantKind(t, err, fault.NotFound)
	must(t, w.Rosters.AddSubstitute(t.Context(), w.Group, w.Activity, "iver@koret.example"))
	dates, err := w.Rosters.Dates(t.Context(), guest, w.Activity, time.Time{}, 10)
	must(t, err)
	if len(dates) == 0 || dates[0].ID != date {
		t.Errorf("got the dates %v, want %d first", dates, date)
	}
}
