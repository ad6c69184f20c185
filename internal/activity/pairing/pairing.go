// Package pairing says which of a new schedule's dates each stored date becomes, so
// that whoever is signed up for one comes along to the right one.
package pairing

import (
	"slices"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/recurrence"
)

// Date is a date that is stored.
type Date struct {
	ID     int64
	Key    string
	Start  time.Time // what the schedule gave
	Coming bool      // false: over, or begun, so that it becomes no other
}

// Schedule is what the dates are to become.
type Schedule struct {
	Dates []recurrence.Occurrence // in order
	Begin time.Time               // where it says that it begins
	Moves map[int64]string        // by the id of a stored date: the key of what it becomes
}

// None is in the place of a new date where a stored one becomes none.
const None = -1

// Of gives for each stored date the index of the new one that it becomes, and the
// coming new ones that no stored one becomes.
//
// Where there are as many as before and they are others, or a series begins earlier
// or later, each becomes the one in its place in the list. Else dates are recognised
// by key, then as Moves says, then by their day, so that a cancelled Thursday stays
// cancelled when the series moves from 18.00 to 19.00; then by their place in the week
// and in the list where there are as many.
func Of(stored []Date, s Schedule, now time.Time) (becomes []int, free []int) {
	p := pairs{stored: stored, dates: s.Dates, becomes: make([]int, len(stored))}
	taken := map[int]bool{}
	byKey := map[string]int{}
	for i, d := range s.Dates {
		byKey[d.Key] = i
	}
	for i, d := range stored {
		p.becomes[i] = None
		at, kept := byKey[d.Key]
		switch {
		case d.Coming:
			p.left = append(p.left, i)
		case kept:
			p.becomes[i], taken[at] = at, true
		}
	}
	for i, d := range s.Dates {
		if !taken[i] && (len(stored) == 0 || d.Start.After(now)) {
			p.free = append(p.free, i)
		}
	}
	slices.SortStableFunc(p.left, func(a, b int) int { return stored[a].Start.Compare(stored[b].Start) })
	if len(s.Moves) == 0 && p.shifted(s.Begin) {
		p.pair(func(Date, recurrence.Occurrence) bool { return true })
		return p.becomes, p.free
	}
	p.pair(func(d Date, to recurrence.Occurrence) bool { return d.Key == to.Key })
	p.pair(func(d Date, to recurrence.Occurrence) bool { return s.Moves[d.ID] == to.Key })
	p.pair(sameDay)
	p.pair(p.sameWeek())
	if len(p.left) == len(p.free) {
		p.pair(func(Date, recurrence.Occurrence) bool { return true })
	}
	return p.becomes, p.free
}

type pairs struct {
	stored  []Date
	dates   []recurrence.Occurrence
	becomes []int
	left    []int // stored dates that become none yet
	free    []int // new dates that none becomes yet
}

// pair lets each date that is left become the first free one that is alike.
func (p *pairs) pair(alike func(Date, recurrence.Occurrence) bool) {
	p.left = slices.DeleteFunc(p.left, func(i int) bool {
		at := slices.IndexFunc(p.free, func(to int) bool { return alike(p.stored[i], p.dates[to]) })
		if at >= 0 {
			p.becomes[i] = p.free[at]
			p.free = slices.Delete(p.free, at, at+1)
		}
		return at >= 0
	})
}

// shifted says whether the dates are as many, and others: none is on a day that was
// there, or those that are stand equally far from their old places in the list, up to its
// end, in a schedule that begins with the first of them. One that was put off, and one
// that was replaced by another, leaves the rest where they are.
func (p *pairs) shifted(begin time.Time) bool {
	n := len(p.left)
	if n == 0 || n != len(p.free) {
		return false
	}
	for by := 1 - n; by < n; by++ { // how much later in the list the days now stand
		if p.alike(max(0, by), max(0, -by), n-max(by, -by)) {
			return by != 0 && p.dates[p.free[0]].Start.Equal(begin)
		}
	}
	days := map[time.Time]bool{}
	for _, to := range p.free {
		days[i18n.Midnight(p.dates[to].Start)] = true
	}
	return !slices.ContainsFunc(p.left, func(i int) bool { return days[i18n.Midnight(p.stored[i].Start)] })
}

// alike says whether so many dates, from these places on, are on the same days.
func (p *pairs) alike(left, free, many int) bool {
	for i := range many {
		if !sameDay(p.stored[p.left[left+i]], p.dates[p.free[free+i]]) {
			return false
		}
	}
	return true
}

func sameDay(d Date, to recurrence.Occurrence) bool {
	return i18n.Midnight(d.Start).Equal(i18n.Midnight(to.Start))
}

// sameWeek pairs within weeks that have as many dates before and after.
func (p *pairs) sameWeek() func(Date, recurrence.Occurrence) bool {
	more := map[[2]int]int{} // by week: how many more are stored
	for _, i := range p.left {
		more[week(p.stored[i].Start)]++
	}
	for _, i := range p.free {
		more[week(p.dates[i].Start)]--
	}
	return func(d Date, to recurrence.Occurrence) bool {
		return more[week(to.Start)] == 0 && week(d.Start) == week(to.Start)
	}
}

func week(t time.Time) [2]int {
	year, n := t.In(i18n.Oslo).ISOWeek()
	return [2]int{year, n}
}
