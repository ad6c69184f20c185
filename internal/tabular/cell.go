// What is written into a cell.

package tabular

import (
	"strconv"
	"time"
)

// Cell is a cell that is written: a text, or a day, a moment or a number with the text that
// stands for it where cells are text only.
type Cell struct {
	Text  string
	value any // time.Time (a wall time), float64; nil for a text
	clock bool
}

// Text is a cell that is taken as it is.
func Text(s string) Cell { return Cell{Text: s} }

// Texts are cells that are taken as they are.
func Texts(all ...string) []Cell {
	cells := make([]Cell, len(all))
	for i, s := range all {
		cells[i] = Text(s)
	}
	return cells
}

// Day is the day that t shows in its own zone; the zero time is an empty cell.
func Day(t time.Time) Cell {
	if t.IsZero() {
		return Cell{}
	}
	return Cell{Text: t.Format(dayLayout), value: time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)}
}

// Moment is the day and the time of day that t shows in its own zone, to the minute; the
// zero time is an empty cell.
func Moment(t time.Time) Cell {
	if t.IsZero() {
		return Cell{}
	}
	return Cell{Text: t.Format(momentLayout), value: time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), 0, 0, time.UTC), clock: true}
}

// Number is a number that people add up, and not one that names something.
func Number(n int) Cell { return Cell{Text: strconv.Itoa(n), value: float64(n)} }

const (
	dayLayout    = "02.01.2006"
	momentLayout = "02.01.2006 15:04"
)
