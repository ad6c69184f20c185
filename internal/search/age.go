package search

import "fmt"

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
