package keyset_test

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"frivilligsentral/internal/keyset"
)

type row struct {
	name string
	id   int64
}

var orders = keyset.Orders[row]{
	"navn": {Up: "up", Down: "down", Place: func(r row) keyset.Place { return keyset.Place{At: r.name, ID: r.id} }},
	"tid":  {Up: "up", Down: "down", Place: func(row) keyset.Place { return keyset.Place{At: "-infinity", ID: 1} }, Fits: keyset.IsMoment},
}

// stored is a table in the order of names; two have the same.
var stored = []row{{"Anne", 4}, {"Kari", 2}, {"Kari", 3}, {"Kari", 7}, {"Åse", 1}}

func read(sql string, from keyset.Place, limit int) ([]row, error) {
	rows := slices.Clone(stored)
	compare := func(a row) int {
		if c := strings.Compare(a.name, from.At); c != 0 {
			return c
		}
		return int(a.id - from.ID)
	}
	sign := 1
	if sql == "down" {
		slices.Reverse(rows)
		sign = -1
	}
	rows = slices.DeleteFunc(rows, func(r row) bool { return from.ID != 0 && compare(r)*sign <= 0 })
	return rows[:min(limit, len(rows))], nil
}

func TestEveryRowOnceBothWays(t *testing.T) {
	t.Parallel()
	for _, sort := range []string{"navn", "-navn"} {
		want := slices.Clone(stored)
		if sort == "-navn" {
			slices.Reverse(want)
		}
		var got, back []row
		p := keyset.Params{Sort: sort, Limit: 2}
		var last keyset.Page[row]
		for range 10 {
			page, err := orders.Read(p, read)
			if err != nil {
				t.Fatal(err)
			}
			if (page.Prev == "") != (len(got) == 0) {
				t.Errorf("%s: after %d rows Prev is %q", sort, len(got), page.Prev)
			}
			got, last = append(got, page.Rows...), page
			if p.After = page.Next; p.After == "" {
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", sort, got, want)
		}
		back = last.Rows
		for p = (keyset.Params{Sort: sort, Limit: 2, Before: last.Prev}); p.Before != ""; {
			page, err := orders.Read(p, read)
			if err != nil {
				t.Fatal(err)
			}
			back, p.Before = append(slices.Clone(page.Rows), back...), page.Prev
		}
		if !slices.Equal(back, want) {
			t.Errorf("%s back: got %v, want %v", sort, back, want)
		}
	}
}

func TestCursorsThatDoNotFitBegin(t *testing.T) {
	t.Parallel()
	page, err := orders.Read(keyset.Params{Sort: "navn", Limit: 2}, read)
	if err != nil {
		t.Fatal(err)
	}
	raw := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	for name, p := range map[string]keyset.Params{
		"another order's": {Sort: "tid", After: page.Next},
		"rubbish":         {Sort: "navn", After: "%%%"},
		"no id":           {Sort: "navn", After: raw("navn x Kari")},
		"negative id":     {Sort: "navn", After: raw("navn -1 Kari")},
		"not text":        {Sort: "navn", After: raw("navn 1 \xff")},
		"a zero byte":     {Sort: "navn", After: raw("navn 1 \x00")},
		"no moment":       {Sort: "tid", Before: raw("tid 1 i går")},
		"year zero":       {Sort: "tid", Before: raw("tid 1 0000-01-01T00:00:00Z")},
	} {
		_, err := orders.Read(p, func(_ string, from keyset.Place, _ int) ([]row, error) {
			if from != (keyset.Place{}) {
				t.Errorf("%s: begins at %v, want the beginning", name, from)
			}
			return nil, nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestKnown(t *testing.T) {
	t.Parallel()
	for sort, want := range map[string]string{"navn": "navn", "-tid": "-tid", "": "navn", "--navn": "navn", "id; drop table": "navn"} {
		if got := orders.Known(sort, "navn"); got != want {
			t.Errorf("%q: got %q, want %q", sort, got, want)
		}
	}
}
