// What is asked for and what is found.

package search

import (
	"slices"
	"time"
)

// Order is how a list of hits is sorted.
type Order int

// ByTime sorts activities by their next date and documents by title. ByTitle
// puts those first whose title has all the words as they are, and those last that
// only have something that begins with them or means the same; then it does the same.
const (
	ByTime Order = iota
	ByTitle
)

const (
	defaultLimit = 25
	maxLimit     = 100
	// MaxTotal is where counting stops: more is "over 1000 treff".
	MaxTotal = 1000
)

// Params are what to look for and which page of it.
type Params struct {
	Words    string
	Filter   Filter
	Synonyms Synonyms
	// From and To choose dates, To not included. When one is set, Activities
	// answers with dates instead of activities, in order of time. So does a filter
	// that asks for places or a waiting list: they are those of a date.
	From, To time.Time
	Order    Order
	// After is Hits.Next, and Before Hits.Prev, of the page shown; zero for the first page.
	After, Before Cursor
	Limit         int      // 25 when zero, at most 100
	Count         bool     // whether Total is wanted
	Exact         bool     // whether only what has all the words is wanted
	Kinds         []string // of Documents; nil for all
}

// A Hit is one line of the list: an activity with its next date, or one date.
type Hit struct {
	ActivityID   int64
	OccurrenceID int64
	At           time.Time // the start, or midnight on the later days of a long one
	Cancelled    bool      // only told of dates
	// Stamp changes each time the activity is indexed: with everything that its
	// card shows, so what is made of a hit may be kept by it.
	Stamp uint32
}

// A DocumentHit is one document found.
type DocumentHit struct {
	Kind  string
	ID    int64
	Title string
}

// Page is what all answers have beside their lines.
type Page struct {
	Next, Prev Cursor // zero where there is no such page
	// Alike is true when nothing had the words and these are the ones that come closest.
	Alike bool
	// Without are the words, as typed and folded, that hits had to be found without: each of Items, which are then
	// Alike, lacks at least one of them.
	Without []string
	// Corrections are what was probably meant ("Mente du …"), best first.
	Corrections []string
	Total       int  // when asked for; -1 when not known
	Capped      bool // Total is MaxTotal and there are more
}

// Hits is the answer of Activities.
type Hits struct {
	Page
	Items []Hit
}

// DocumentHits is the answer of Documents.
type DocumentHits struct {
	Page
	Items []DocumentHit
}

func (p Params) limit() int {
	if p.Limit <= 0 {
		return defaultLimit
	}
	return min(p.Limit, maxLimit)
}

func (p Params) byDate() bool { return !p.From.IsZero() || !p.To.IsZero() || p.Filter.AsksPlaces() }

// Ways are what a date must offer where each is asked: nil for all dates of an activity that is found.
func (f Filter) Ways() []Joining {
	if !f.AsksPlaces() {
		return nil
	}
	return f.Joining
}

// AsksPlaces says whether f asks for what each date has of its own.
func (f Filter) AsksPlaces() bool {
	return slices.Contains(f.Joining, Places) || slices.Contains(f.Joining, WaitingList)
}
