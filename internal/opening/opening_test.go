package opening_test

// When a place is open: what is read and refused, what holds on a day, and when that turns.

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/opening"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", "  ": "", "09.00–15.00": "09.00–15.00", "9-15": "09.00–15.00", "9:30 – 15": "09.30–15.00", "kl. 9 til 15": "09.00–15.00",
		"18-21, 9-15": "09.00–15.00, 18.00–21.00", "9–15 og 18–21": "09.00–15.00, 18.00–21.00", "18-24": "18.00–24.00", "18-00": "18.00–24.00",
		"åpent": "!", "9": "!", "9-10-11": "!", "25-26": "!", "9-15,": "!", "9.61-10": "!",
	} {
		var f fault.Fields
		got := opening.Words(i18n.NB, opening.Parse(&f, "x", text))
		if len(f) > 0 {
			got = "!"
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// usual is nine to three on weekdays, with an evening on Tuesdays.
func usual(exceptions ...opening.Exception) opening.Hours {
	h := opening.Hours{ClosedOnHolidays: true, Exceptions: exceptions}
	for i := range 5 {
		h.Week[i] = hours("9-15")
	}
	h.Week[1] = hours("9-15, 18-21")
	return h
}

func hours(text string) []opening.Interval {
	var f fault.Fields
	out := opening.Parse(&f, "x", text)
	if len(f) > 0 {
		panic(text) // a typing error in a test
	}
	return out
}

func except(from, to, open, note string) opening.Exception {
	return opening.Exception{From: from, To: to, Open: hours(open), Note: note}
}

func at(wall string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", wall, i18n.Oslo)
	if err != nil {
		panic(err) // a typing error in a test
	}
	return t
}

// Each limit is tried at its end and just outside.
func TestCheck(t *testing.T) {
	t.Parallel()
	many := make([]opening.Exception, 61)
	for i := range many {
		day := time.Date(2026, 1, 1+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		many[i] = except(day, day, "", "")
	}
	for name, tc := range map[string]struct {
		h     opening.Hours
		field string // "" when it is right
	}{
		"usual":             {usual(), ""},
		"until midnight":    {opening.Hours{Week: [7][]opening.Interval{{{From: "20:00", To: "24:00"}}}}, ""},
		"past midnight":     {opening.Hours{Week: [7][]opening.Interval{{{From: "20:00", To: "02:00"}}}}, "apent_1"},
		"no time at all":    {opening.Hours{Week: [7][]opening.Interval{6: {{From: "10:00", To: "10:00"}}}}, "apent_7"},
		"one after another": {opening.Hours{Week: [7][]opening.Interval{{{From: "09:00", To: "12:00"}, {From: "12:00", To: "15:00"}}}}, ""},
		"into each other":   {opening.Hours{Week: [7][]opening.Interval{{{From: "09:00", To: "12:00"}, {From: "11:59", To: "15:00"}}}}, "apent_1"},
		"no clock":          {opening.Hours{Week: [7][]opening.Interval{{{From: "9:00", To: "12:00"}}}}, "apent_1"},
		"after the day":     {opening.Hours{Week: [7][]opening.Interval{{{From: "09:00", To: "24:01"}}}}, "apent_1"},
		"four a day":        {opening.Hours{Week: [7][]opening.Interval{hours("1-2,3-4,5-6,7-8")}}, ""},
		"five a day":        {opening.Hours{Week: [7][]opening.Interval{append(hours("1-2,3-4,5-6,7-8"), hours("9-10")...)}}, "apent_1"},
		"no date":           {usual(except("", "", "", "")), "unntak_fra_1"},
		"not a day":         {usual(except("2026-02-30", "2026-02-30", "", "")), "unntak_fra_1"},
		"backwards":         {usual(except("2026-12-24", "2026-12-23", "", "")), "unntak_til_1"},
		"the same twice":    {usual(except("2026-12-24", "2026-12-24", "", ""), except("2026-12-24", "2026-12-24", "9-10", "")), "unntak_fra_2"},
		"one in a period":   {usual(except("2026-12-24", "2026-12-24", "", ""), except("2026-12-20", "2026-12-28", "9-10", "")), ""},
		"hours of one":      {usual(except("2026-12-24", "2026-12-24", "9-10", ""), opening.Exception{From: "2026-12-25", To: "2026-12-25", Open: []opening.Interval{{From: "10:00", To: "09:00"}}}), "unntak_apent_2"},
		"a long note":       {usual(except("2026-12-24", "2026-12-24", "", strings.Repeat("å", 120))), ""},
		"too long a note":   {usual(except("2026-12-24", "2026-12-24", "", strings.Repeat("å", 121))), "unntak_merknad_1"},
		"sixty":             {usual(many[:60]...), ""},
		"one too many":      {usual(many...), "unntak_fra_1"},
	} {
		var f fault.Fields
		tc.h.Check(&f)
		if tc.field == "" && len(f) > 0 || tc.field != "" && (len(f) != 1 || !f.Has(tc.field)) {
			t.Errorf("%s: got %v, want %q", name, f, tc.field)
		}
	}
}

// The one date goes before the holiday, the holiday before the period, and the period before the week.
func TestOn(t *testing.T) {
	t.Parallel()
	h := usual(except("2026-12-24", "2027-01-03", "10-12", "Jul"), except("2026-12-25", "2026-12-25", "14-16", "Gudstjeneste"), except("2026-07-01", "2026-07-31", "", "Sommer"))
	for day, want := range map[string]string{
		"2026-12-23": "09.00–15.00", "2026-12-24": "10.00–12.00 special Jul", "2026-12-25": "14.00–16.00 special Gudstjeneste 1. juledag",
		"2026-12-26": " special 2. juledag", "2026-12-27": " special Jul", "2026-12-28": "10.00–12.00 special Jul", "2027-01-01": " special 1. nyttårsdag",
		"2027-01-04": "09.00–15.00", "2026-07-01": " special Sommer", "2026-07-31": " special Sommer", "2026-08-01": "", "2026-12-01": "09.00–15.00, 18.00–21.00",
	} {
		d := h.On(at(day + " 23:30"))
		got := opening.Words(i18n.NB, d.Open)
		if d.Special {
			got += " special"
		}
		for _, s := range []string{d.Note, d.Holiday} {
			if s != "" {
				got += " " + s
			}
		}
		if got != want || d.Date.Format("2006-01-02 15:04") != day+" 00:00" {
			t.Errorf("%s: got %q on %s, want %q", day, got, d.Date, want)
		}
	}
	h.ClosedOnHolidays = false
	if d := h.On(at("2026-05-14 12:00")); len(d.Open) != 1 || d.Special || d.Holiday != "Kristi himmelfartsdag" {
		t.Errorf("a place that is open on holidays: got %+v", d)
	}
}

// Of two periods one in the other, the shorter holds in its days.
func TestPeriodInAPeriod(t *testing.T) {
	t.Parallel()
	h := usual(except("2026-06-22", "2026-08-14", "10-14", "Sommer"), except("2026-07-06", "2026-07-24", "", "Fellesferie"))
	for day, want := range map[string]string{"2026-07-03": "10.00–14.00 Sommer", "2026-07-06": " Fellesferie", "2026-07-24": " Fellesferie", "2026-07-27": "10.00–14.00 Sommer"} {
		d := h.On(at(day + " 12:00"))
		if got := opening.Words(i18n.NB, d.Open) + " " + d.Note; got != want {
			t.Errorf("%s: got %q, want %q", day, got, want)
		}
	}
}

// What meets what comes next closes with that, past midnight too.
func TestUntilItReallyCloses(t *testing.T) {
	t.Parallel()
	h := opening.Hours{Week: [7][]opening.Interval{hours("9-12, 12-15"), hours("18-24"), hours("0-2"), hours("20-24"), hours("0-24"), hours("0-24"), hours("0-3")}}
	for when, want := range map[string]string{
		"2026-11-30 10:00": "15:00", "2026-12-01 19:00": "02:00", "2026-12-02 01:59": "02:00", "2026-12-03 21:00": "", "2026-12-04 12:00": "", "2026-12-05 12:00": "03:00", "2026-12-06 02:00": "03:00",
	} {
		if now := h.At(at(when)); !now.Open || now.Until != want {
			t.Errorf("%s: got %+v, want until %q", when, now, want)
		}
	}
	h.Week[2] = nil
	if now := h.At(at("2026-12-01 19:00")); now.Until != "24:00" {
		t.Errorf("closed the day after: got %+v", now)
	}
}

func TestHolidays(t *testing.T) {
	t.Parallel()
	for year, want := range map[int]string{
		2026: "01-01 04-02 04-03 04-05 04-06 05-01 05-14 05-17 05-24 05-25 12-25 12-26",
		2027: "01-01 03-25 03-26 03-28 03-29 05-01 05-06 05-16 05-17 12-25 12-26", // 17 May is 2. pinsedag
		2038: "01-01 04-22 04-23 04-25 04-26 05-01 05-17 06-03 06-13 06-14 12-25 12-26",
	} {
		var got []string
		for d := time.Date(year, 1, 1, 12, 0, 0, 0, i18n.Oslo); d.Year() == year; d = d.AddDate(0, 0, 1) {
			if opening.Holiday(d) != "" {
				got = append(got, d.Format("01-02"))
			}
		}
		if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%d (-want +got):\n%s", year, diff)
		}
	}
	// A day is a day in Oslo.
	if got := opening.Holiday(time.Date(2026, 5, 16, 22, 30, 0, 0, time.UTC)); got != "17. mai" {
		t.Errorf("half past midnight in Oslo: got %q", got)
	}
}

func TestAt(t *testing.T) {
	t.Parallel()
	h := usual(except("2026-12-24", "2026-12-31", "", "Jul"))
	for when, want := range map[string]string{
		"2026-12-01 08:59": "opens 2026-12-01 09:00", "2026-12-01 09:00": "until 15:00", "2026-12-01 14:59": "until 15:00", "2026-12-01 15:00": "opens 2026-12-01 18:00",
		"2026-12-01 21:00": "opens 2026-12-02 09:00", "2026-12-04 15:00": "opens 2026-12-07 09:00", "2026-12-23 15:00": "opens 2027-01-04 09:00",
		"2026-10-25 02:30": "opens 2026-10-26 09:00", // the night that summer time ends
	} {
		now := h.At(at(when))
		got := "until " + now.Until
		if !now.Open {
			got = "opens " + now.Next.In(i18n.Oslo).Format("2006-01-02 15:04")
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", when, got, want)
		}
	}
	if now := (opening.Hours{}).At(at("2026-12-01 12:00")); now.Open || !now.Next.IsZero() {
		t.Errorf("nothing known: got %+v", now)
	}
}

func TestCovers(t *testing.T) {
	t.Parallel()
	h := usual(except("2026-12-07", "2026-12-08", "", "Dugnad"))
	h.Week[2] = append(hours("0-12"), hours("12-24")...)
	h.Week[3] = hours("0-10")
	for name, tc := range map[string]struct {
		from, to string
		allDay   bool
		want     bool
	}{
		"inside":              {"2026-12-01 10:00", "2026-12-01 12:00", false, true},
		"to its ends":         {"2026-12-01 09:00", "2026-12-01 15:00", false, true},
		"too early":           {"2026-12-01 08:59", "2026-12-01 12:00", false, false},
		"too late":            {"2026-12-01 10:00", "2026-12-01 15:01", false, false},
		"in the evening":      {"2026-12-01 18:00", "2026-12-01 21:00", false, true},
		"across the pause":    {"2026-12-01 14:00", "2026-12-01 19:00", false, false},
		"a Sunday":            {"2026-12-06 12:00", "2026-12-06 13:00", false, false},
		"closed for once":     {"2026-12-07 10:00", "2026-12-07 12:00", false, false},
		"a holiday":           {"2026-12-25 10:00", "2026-12-25 12:00", false, false},
		"across what meets":   {"2026-12-02 11:00", "2026-12-02 13:00", false, true},
		"until midnight":      {"2026-12-02 20:00", "2026-12-03 00:00", false, true},
		"past midnight":       {"2026-12-02 20:00", "2026-12-03 09:00", false, true},
		"the morning after":   {"2026-12-02 20:00", "2026-12-03 10:01", false, false},
		"a whole day":         {"2026-12-01 00:00", "2026-12-02 00:00", true, true},
		"days, one is closed": {"2026-12-04 00:00", "2026-12-06 00:00", true, false},
	} {
		if got := h.Covers(at(tc.from), at(tc.to), tc.allDay); got != tc.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

// Days that follow each other with the same are told once, and what is so anyway not at all.
func TestSpecials(t *testing.T) {
	t.Parallel()
	h := usual(except("2026-12-21", "2026-12-31", "10-12", "Jul"), except("2026-12-30", "2026-12-30", "", "Telling"))
	var got []string
	for _, s := range h.Specials(at("2026-12-22 18:00"), 14) {
		got = append(got, fmt.Sprint(s.From.Format("02.01"), "–", s.To.Format("02.01"), " ", opening.Words(i18n.NB, s.Open), s.Note, s.Holiday))
	}
	want := []string{"22.12–24.12 10.00–12.00Jul", "25.12–25.12 1. juledag", "28.12–29.12 10.00–12.00Jul", "30.12–30.12 Telling", "31.12–31.12 10.00–12.00Jul", "01.01–01.01 1. nyttårsdag"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("specials (-want +got):\n%s", diff)
	}
}

// What is over goes, the rest stands in order, and all of it is stored and read back whole.
func TestCurrent(t *testing.T) {
	t.Parallel()
	h := usual(except("2026-12-24", "2026-12-24", "", "Jul"), except("2026-12-01", "2026-12-02", "", "I går"), except("2026-12-01", "2026-12-03", "9-10", "Til i dag"))
	got := h.Current(at("2026-12-03 12:00"))
	if len(got.Exceptions) != 2 || got.Exceptions[0].Note != "Til i dag" || len(h.Exceptions) != 3 {
		t.Errorf("got %+v", got.Exceptions)
	}
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var back opening.Hours
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got, back); diff != "" {
		t.Errorf("read back (-stored +read):\n%s", diff)
	}
	for name, tc := range map[string]struct {
		h    opening.Hours
		want bool
	}{"nothing": {opening.Hours{ClosedOnHolidays: true}, false}, "a day": {usual(), true}, "an exception": {opening.Hours{Exceptions: h.Exceptions}, true}} {
		if tc.h.Known() != tc.want {
			t.Errorf("%s: got %v", name, tc.h.Known())
		}
	}
}
