// Package keyset pages long lists in named orders. A page begins where another
// ended, at a row's own key and id, so that the thousandth page costs what the
// first one does and no row is shown twice because another came in between.
//
// What stands in ORDER BY comes from a Go map; an address only names it.
package keyset

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"
)

// usual and most are how many rows a page has.
const (
	usual = 50
	most  = 20000
)

// Place is where a row stands in an order: its key as text, and its id, which
// decides between equal keys. ID 0 is before the first row.
type Place struct {
	At string
	ID int64
}

// Order is one order of a list. The statements take @at::text, @id::bigint and
// @limit, and begin at the first row when @id is 0.
type Order[T any] struct {
	Up, Down string
	Place    func(T) Place
	Fits     func(at string) bool // whether a cursor's key can be one; nil: every text can
}

// Orders are the orders of a list by the names that addresses use; with "-" in
// front of the name an order is turned around.
type Orders[T any] map[string]Order[T]

// Params say which page. At most one of After and Before is set.
type Params struct {
	Sort          string
	After, Before string // Page.Next and Page.Prev; what cannot be read is the beginning
	Limit         int    // 0: 50; at most 20,000
}

// Page is one page of a list. Next and Prev are the After and Before of the pages
// beside it, "" where there is nothing.
type Page[T any] struct {
	Rows       []T
	Next, Prev string
}

// Known is sort when the list has such an order, otherwise usual.
func (o Orders[T]) Known(sort, usual string) string {
	if _, ok := o[strings.TrimPrefix(sort, "-")]; ok {
		return sort
	}
	return usual
}

// Read reads a page. p.Sort must be known. The function reads with the statement,
// one row more than the page shows.
func (o Orders[T]) Read(p Params, read func(sql string, from Place, limit int) ([]T, error)) (Page[T], error) {
	name, down := strings.CutPrefix(p.Sort, "-")
	order, back := o[name], p.Before != ""
	if p.Limit <= 0 || p.Limit > most {
		p.Limit = usual
	}
	sql := order.Up
	if down != back {
		sql = order.Down
	}
	rows, err := read(sql, readCursor(p.After+p.Before, name, order.Fits), p.Limit+1)
	if err != nil {
		return Page[T]{}, err
	}
	return cut(rows, p, func(row T) string { return cursor(name, order.Place(row)) }), nil
}

func cut[T any](rows []T, p Params, at func(T) string) Page[T] {
	back, more := p.Before != "", len(rows) > p.Limit
	rows = rows[:min(len(rows), p.Limit)]
	if back {
		slices.Reverse(rows)
	}
	page := Page[T]{Rows: rows}
	if len(rows) == 0 {
		return page
	}
	if more || back {
		page.Next = at(rows[len(rows)-1])
	}
	if back && more || p.After != "" {
		page.Prev = at(rows[0])
	}
	return page
}

// cursor carries the order's name: a place in one order means nothing in another.
func cursor(order string, p Place) string {
	return base64.RawURLEncoding.EncodeToString([]byte(order + " " + strconv.FormatInt(p.ID, 10) + " " + p.At))
}

func readCursor(s, order string, fits func(string) bool) Place {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return Place{}
	}
	rest, ok := strings.CutPrefix(string(raw), order+" ")
	first, at, _ := strings.Cut(rest, " ")
	id, err := strconv.ParseInt(first, 10, 64)
	switch {
	case !ok || err != nil || id <= 0:
		return Place{}
	case strings.ToValidUTF8(at, "") != at || strings.ContainsRune(at, 0):
		return Place{}
	case fits != nil && !fits(at):
		return Place{}
	}
	return Place{At: at, ID: id}
}

// Moment is a time as a key, to the microsecond; none is "infinity" or "-infinity",
// the key of a row that has no time.
func Moment(t *time.Time, none string) string {
	if t == nil {
		return none
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// IsMoment says whether a key is one of Moment's.
func IsMoment(s string) bool {
	t, err := time.Parse(time.RFC3339Nano, s)
	return err == nil && t.Year() > 0 || s == "-infinity" || s == "infinity"
}
