// A card in a list of residents, and what such a list is asked for.

package listing

import (
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/place"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/search"
)

// Card is an activity in a list, with one date of it: the next, or the one that
// stands on the list's day. Names of category and area are in municipality.Site.
type Card struct {
	ID         int64
	Kind       activity.Kind
	Title      string
	Summary    string
	Lang       i18n.Lang
	HeldIn     []string // BCP 47
	CategoryID int64
	Codes      []int64 // what is chosen from other lists; cards show their names
	AgeMin     *int
	AgeMax     *int
	Offer      activity.Offer
	PriceOre   *int
	PriceNote  string
	place.Where
	OrganisationID   int64
	OrganisationName string
	SeriesCancelled  bool
	CancelReason     string // of the series
	Repeats          bool
	Version          int
	SignupMode       activity.SignupMode
	OccurrenceID     int64
	At               time.Time // where the card stands: the start, or midnight on the later days of a long date
	StartsAt         time.Time
	EndsAt           time.Time
	AllDay           bool
	OccurrenceStatus activity.OccurrenceStatus
	Reason           string // of the date
	OriginalStart    *time.Time
	Stamp            uint32 `db:"-"`          // changes with the card; 0: not known
	Reading          uint64 `db:"-" json:"-"` // which reading of this program the card is of; another one may tell otherwise
}

// Cancelled says whether the card's date is called off, alone or with the series.
func (c Card) Cancelled() bool {
	return c.SeriesCancelled || c.OccurrenceStatus == activity.DateCancelled
}

// Postponed says that the card's date waits for a new time.
func (c Card) Postponed() bool {
	return !c.SeriesCancelled && c.OccurrenceStatus == activity.Postponed
}

// Off says that nothing happens at the card's time.
func (c Card) Off() bool { return c.Cancelled() || c.Postponed() }

// WhyOff is the public reason, "" when none was given.
func (c Card) WhyOff() string {
	if c.Reason != "" && (c.OccurrenceStatus == activity.DateCancelled || c.Postponed()) {
		return c.Reason
	}
	return c.CancelReason
}

// Free says whether it costs nothing.
func (c Card) Free() bool { return c.PriceOre != nil && *c.PriceOre == 0 }

// Order is how a list is sorted.
type Order string

// The orders: by time; and those first whose title has all the words.
const (
	ByDate      Order = ""
	ByRelevance Order = "relevans"
)

// Params says what a list shows. Filter.Municipality is required. When From or
// To is set, the list has a card for each date in that time, ordered by date;
// otherwise one card per activity, with its next date.
type Params struct {
	Words  string
	Filter search.Filter
	From   time.Time
	To     time.Time // excluded
	Order  Order
	After  search.Cursor // the page after this; Page.Next
	Before search.Cursor // or the page before this; Page.Prev
	Limit  int           // 0: 25; at most 100
	Count  bool          // whether Total is wanted
	Exact  bool          // whether only what has all the words is wanted
}

// Page is one page of a list. Next and Prev, Alike, Without and Corrections ("Mente
// du …"), Total and Capped are search's.
type Page struct {
	search.Page
	Cards []Card
}
