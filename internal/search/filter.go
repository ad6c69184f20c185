// Facts of a thing and filters on them, as lexemes; ages as bands.

package search

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/search/norwegian"
)

// Times of day, as Filter and the slots of occurrences know them. They are those of Oslo.
const (
	Morning   = "am" // before 12
	Afternoon = "pm" // from 12 to 17
	Evening   = "ev" // from 17
)

var timesOfDay = []string{Morning, Afternoon, Evening}

// Joining says how one comes to take part in a date. The numbers are those of the tables.
type Joining int16

// The ways: not now, or not known; there are places; only the waiting list is open; without sign-up.
const (
	NotNow Joining = iota
	Places
	WaitingList
	JustCome
)

var joiningWords = map[Joining]string{Places: "~ledig", WaitingList: "~venteliste", JustCome: "~utenpamelding"}

func joiningLexemes(ways []Joining) []string {
	var all []string
	for _, w := range ways {
		if word := joiningWords[w]; word != "" {
			all = append(all, word)
		}
	}
	return all
}

// A Filter is what a visitor narrows a list with; a zero field does not narrow.
// Several values of one field widen (or), several fields narrow (and); only
// Accessibility demands all its values, since someone needs all of them.
type Filter struct {
	Municipality  int64
	Categories    []int64
	TargetGroups  []int64
	Codes         [][]int64 // of other code lists, one group per list
	Areas         []int64
	Organisation  int64
	Venue         int64
	Free          bool
	Online        bool
	Joining       []Joining
	Kinds         []string // the feature's own, such as "course"
	Offers        []string // the feature's own, such as "commercial"
	Language      string   // BCP 47, one that the activity is held in
	Accessibility []string // flags of the venue
	Weekdays      []int    // 1 Monday to 7 Sunday
	TimesOfDay    []string // Morning, Afternoon, Evening
	Age           *int     // years
}

// Facts are what a thing answers filters with. Weekdays and times of day follow
// from its occurrences.
type Facts struct {
	Municipality   int64
	Categories     []int64
	TargetGroups   []int64
	Codes          []int64 // of other code lists
	Areas          []int64
	Organisations  []int64 // the organiser and the co-organisers
	Venue          int64
	Free, Online   bool
	Kind, Offer    string
	Languages      []string
	Accessibility  []string
	AgeMin, AgeMax *int // years, both included; nil is open
}

// Lexemes are f's values as they stand in the index. (What Filter asks for, one
// group per field; see Filter.groups.) The municipality is none: it stands in front of all, see In.
func (f Facts) Lexemes() []string {
	all := ids("~k", f.Categories...)
	all = append(all, ids("~t", f.TargetGroups...)...)
	all = append(all, ids("~c", f.Codes...)...)
	all = append(all, ids("~a", f.Areas...)...)
	all = append(all, ids("~o", f.Organisations...)...)
	all = append(all, ids("~v", f.Venue)...)
	all = append(all, names("~l", f.Languages...)...)
	all = append(all, names("~x", f.Accessibility...)...)
	all = append(all, names("~kind-", f.Kind)...)
	all = append(all, names("~offer-", f.Offer)...)
	if f.Free {
		all = append(all, "~gratis")
	}
	if f.Online {
		all = append(all, "~nett")
	}
	return append(all, ageCover(f.AgeMin, f.AgeMax)...)
}

// groups is the filter as lexemes: or inside a group, and between groups.
func (f Filter) groups() [][]string {
	all := [][]string{
		ids("~k", f.Categories...), ids("~t", f.TargetGroups...), ids("~a", f.Areas...),
		ids("~o", f.Organisation), ids("~v", f.Venue), names("~l", f.Language), names("~kind-", f.Kinds...), names("~offer-", f.Offers...),
		f.slotLexemes(), ageBands(f.Age), joiningLexemes(f.Joining),
	}
	for _, list := range f.Codes {
		all = append(all, ids("~c", list...))
	}
	for _, flag := range names("~x", f.Accessibility...) {
		all = append(all, []string{flag})
	}
	if f.Free {
		all = append(all, []string{"~gratis"})
	}
	if f.Online {
		all = append(all, []string{"~nett"})
	}
	return slices.DeleteFunc(all, func(group []string) bool { return len(group) == 0 })
}

// Lexemes are all lexemes that f asks for, for tests and logs.
func (f Filter) Lexemes() []string { return slices.Concat(f.groups()...) }

// withoutTimes is f without what the day list asks of each occurrence instead.
func (f Filter) withoutTimes() Filter {
	f.Weekdays, f.TimesOfDay = nil, nil
	return f
}

// slots are the weekdays and times of day as one number each, nil for any.
func (f Filter) slots() []int16 {
	var all []int16
	if len(f.Weekdays)+len(f.TimesOfDay) == 0 {
		return nil
	}
	for day := 1; day <= 7; day++ {
		for part, name := range timesOfDay {
			if wanted(f.Weekdays, day) && wanted(f.TimesOfDay, name) {
				all = append(all, int16((day-1)*3+part))
			}
		}
	}
	return all
}

func wanted[T comparable](list []T, v T) bool { return len(list) == 0 || slices.Contains(list, v) }

func (f Filter) slotLexemes() []string {
	switch {
	case len(f.Weekdays) == 0 && len(f.TimesOfDay) == 0:
		return nil
	case len(f.TimesOfDay) == 0:
		return numbers("~d", f.Weekdays)
	case len(f.Weekdays) == 0:
		return names("~", f.TimesOfDay...)
	}
	return numbers("~s", f.slots())
}

// slot is the weekday and time of day of a moment in Oslo.
func slot(at time.Time) int16 {
	at = at.In(i18n.Oslo)
	part := 0
	switch {
	case at.Hour() >= 17:
		part = 2
	case at.Hour() >= 12:
		part = 1
	}
	return int16((int(at.Weekday())+6)%7*3 + part)
}

// slotFacts are the lexemes of the slots that an activity's coming occurrences fall in.
func slotFacts(slots []int16) []string {
	var all []string
	for _, s := range slots {
		all = append(all, fmt.Sprint("~s", s), fmt.Sprint("~d", s/3+1), "~"+timesOfDay[s%3])
	}
	return all
}

func ids(prefix string, values ...int64) []string {
	var all []string
	for _, v := range values {
		if v != 0 {
			all = append(all, prefix+strconv.FormatInt(v, 10))
		}
	}
	return all
}

func numbers[T int | int16](prefix string, values []T) []string {
	var all []string
	for _, v := range values {
		all = append(all, prefix+strconv.Itoa(int(v)))
	}
	return all
}

// names keep only what a code can consist of, since they may come from a URL.
// One with nothing left still narrows: to nothing.
func names(prefix string, values ...string) []string {
	var all []string
	for _, v := range values {
		if v == "" {
			continue
		}
		all = append(all, prefix+strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
				return r
			}
			return -1
		}, strings.ToLower(norwegian.Cut(v, norwegian.MaxWord))))
	}
	return all
}

// Ages are stored as the fewest bands whose widths are powers of two that make
// up the range: 6 to 15 is 6–7 and 8–15. A range is at most 12 lexemes, and
// an age asks for the 8 bands it lies in, whatever the ranges are.
const ageLevels = 7 // 2^7: ages 0 to 127

// ageCover are the bands of a range, both ends included. Without limits it is the one band of all ages.
func ageCover(from, to *int) []string {
	lo, hi := 0, 1<<ageLevels-1
	if from != nil {
		lo = max(lo, *from)
	}
	if to != nil {
		hi = min(hi, *to)
	}
	var all []string
	for lo <= hi {
		level := 0
		for level < ageLevels && lo%(2<<level) == 0 && lo+2<<level-1 <= hi {
			level++
		}
		all = append(all, ageBand(level, lo))
		lo += 1 << level
	}
	return all
}

// ageBands are all bands that an age lies in, nil for no age.
func ageBands(age *int) []string {
	if age == nil {
		return nil
	}
	years := min(max(*age, 0), 1<<ageLevels-1)
	var all []string
	for level := range ageLevels + 1 {
		all = append(all, ageBand(level, years))
	}
	return all
}

func ageBand(level, years int) string { return fmt.Sprintf("~g%d.%d", level, years>>level) }
