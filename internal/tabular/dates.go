// Dates, in whatever format a workbook shows them.

package tabular

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/i18n"

	"github.com/xuri/excelize/v2"
)

// dates knows which cells of a workbook are dates.
type dates struct {
	file    *excelize.File
	is1904  bool
	byStyle map[int]shows
}

// shows is what a format shows of a day: its year, and the time.
type shows struct{ date, clock bool }

func newDates(f *excelize.File) *dates {
	d := &dates{file: f, byStyle: map[int]shows{}}
	if props, err := f.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		d.is1904 = *props.Date1904
	}
	return d
}

var unsaid = regexp.MustCompile(`"[^"]*"|\[[^\]]*\]|\\.|_.|\*.`) // of a format code: texts, conditions, colours

// at is the date or time that a cell holds, as Norwegians write it: 01.12.2026, 01.12.2026 14.30.
func (d *dates) at(sheet, cell, raw string) (string, bool) {
	value, err := strconv.ParseFloat(raw, 64)
	if err != nil || value < 1 || value >= 2_958_466 { // 31.12.9999
		return "", false
	}
	style, err := d.file.GetCellStyle(sheet, cell)
	if err != nil {
		return "", false
	}
	is, known := d.byStyle[style]
	if !known {
		is = d.shows(style)
		d.byStyle[style] = is
	}
	if !is.date {
		return "", false
	}
	t, err := excelize.ExcelDateToTime(value, d.is1904)
	if err != nil {
		return "", false
	}
	if !is.clock || value == math.Trunc(value) {
		return t.Format("02.01.2006"), true
	}
	return t.Round(time.Minute).Format("02.01.2006 15.04"), true
}

// shows reads a format: one of the built-in ones (ECMA-376 18.8.30), or its code. What
// shows no year is left as it is shown.
func (d *dates) shows(style int) shows {
	s, err := d.file.GetStyle(style)
	if err != nil {
		return shows{}
	}
	if s.CustomNumFmt != nil {
		code := strings.ToLower(unsaid.ReplaceAllString(*s.CustomNumFmt, ""))
		system := strings.Contains(*s.CustomNumFmt, "[$-F800]") // the long date of whoever reads it
		return shows{system || strings.Contains(code, "y"), strings.Contains(code, "h")}
	}
	n := s.NumFmt
	return shows{n == 14 || n == 15 || n == 17 || n == 22 || n >= 27 && n <= 31 || n == 36 || n >= 50 && n <= 54 || n == 57 || n == 58, n == 22}
}

// ParseDate reads a day as lists have it: written in any of our ways, with a time of day
// behind it, or as the number that Excel stores for a day (25569 is 1.1.1970).
func ParseDate(s string) (time.Time, bool) {
	if t, ok := i18n.ParseDate(s); ok {
		return t, true
	}
	if day, clock, ok := strings.Cut(strings.TrimSpace(s), " "); ok {
		if _, _, ok := i18n.ParseClock(clock); ok {
			return i18n.ParseDate(day)
		}
	}
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 20_000 || n > 80_000 {
		return time.Time{}, false
	}
	t := time.Date(1899, 12, 30+n, 0, 0, 0, 0, i18n.Oslo)
	return t, true
}
