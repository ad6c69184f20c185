package activity

import (
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/search"
)

// Card is an activity in a list, with one date of it: the next, or the one that
// stands on the list's day. Names of category and area are in municipality.Site.
type Card struct {
	ID               int64
	Kind             Kind
	Title            string
	Summary          string
	Lang             i18n.Lang
	HeldIn           []string // BCP 47
	CategoryID       int64
	AreaID           int64 // 0: none
	AgeMin           *int
	AgeMax           *int
	PriceOre         *int
	PriceNote        string
	VenueID          int64 // of the date; 0: none
	VenueName        string
	PlaceNote        string
	OnlineURL        string
	OrganisationID   int64
	OrganisationName string
	SeriesCancelled  bool
	CancelReason     string // of the series
	Repeats          bool
	Version          int
	SignupMode       SignupMode
	OccurrenceID     int64
	At               time.Time // where the card stands: the start, or midnight on the later days of a long date
	StartsAt         time.Time
	EndsAt           time.Time
	AllDay           bool
	OccurrenceStatus OccurrenceStatus
	Reason           string // of the date
	OriginalStart    *time.Time
	Stamp            uint32 `db:"-"` // changes with the card; 0: not known
}

// Cancelled says whether the card's date is called off, alone or with the series.
func (c Card) Cancelled() bool { return c.SeriesCancelled || c.OccurrenceStatus == DateCancelled }

// WhyCancelled is the public reason, "" when none was given.
func (c Card) WhyCancelled() string {
	if c.OccurrenceStatus == DateCancelled && c.Reason != "" {
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

// ListParams says what a list shows. Filter.Municipality is required. When From or
// To is set, the list has a card for each date in that time, ordered by date;
// otherwise one card per activity, with its next date.
type ListParams struct {
	Words  string
	Filter search.Filter
	From   time.Time
	To     time.Time // excluded
	Order  Order
	After  search.Cursor // the page after this; ListPage.Next
	Before search.Cursor // or the page before this; ListPage.Prev
	Limit  int           // 0: 25; at most 100
	Count  bool          // whether Total is wanted
}

// ListPage is one page of a list. Next and Prev, Alike and Corrections ("Mente
// du …"), Total and Capped are search's.
type ListPage struct {
	search.Page
	Cards []Card
}

// Organiser is an organisation as an activity's page shows it.
type Organiser struct {
	ID      int64  `json:"id"`
	Name    string `json:"name"`
	Summary string `json:"summary"`
	Phone   string `json:"phone"`
	Email   string `json:"email"`
	Website string `json:"website"`
}

// Place is a venue as an activity's page shows it.
type Place struct {
	ID            int64    `json:"id"`
	Name          string   `json:"name"`
	Address       string   `json:"address"`
	PostalCode    string   `json:"postal_code"`
	AreaID        int64    `json:"area_id"`
	Latitude      *float64 `json:"latitude"`
	Longitude     *float64 `json:"longitude"`
	Accessibility []string `json:"accessibility"`
	Description   string   `json:"description"`
}

// View is all that the page of one activity shows.
type View struct {
	Activity
	Organiser       Organiser
	CoOrganisedWith []Organiser
	Place           *Place       // nil: none
	Next            []Occurrence // the first coming dates, cancelled and moved ones too
	Coming          int          // how many dates are coming in all
	Last            *time.Time   // end of the last date known
	Past            bool         // nothing more is coming, or it is archived: tell search engines not to index
}

// NextDate is the first coming date that is not cancelled, nil when there is none.
func (v View) NextDate() *Occurrence {
	for i := range v.Next {
		if !v.Next[i].Cancelled() && !v.Activity.Cancelled() {
			return &v.Next[i]
		}
	}
	return nil
}

// MonthItem is one line in a day of the month calendar.
type MonthItem struct {
	ActivityID   int64
	OccurrenceID int64
	Title        string
	Lang         i18n.Lang
	CategoryID   int64
	StartsAt     time.Time // on the second and later days of a long date: midnight
	AllDay       bool
	Cancelled    bool
}

// Day is one day of the month calendar: the first lines and how many there are in all.
type Day struct {
	Date  time.Time // midnight in Oslo
	Items []MonthItem
	Count int
}

// Tab is one of the three lists that a group keeps of its own activities.
type Tab string

// The tabs. What is submitted or refused stands with the drafts.
const (
	ComingTab Tab = "kommende"
	PastTab   Tab = "tidligere"
	DraftTab  Tab = "utkast"
)

// Tabs are all tabs in order.
var Tabs = []Tab{ComingTab, PastTab, DraftTab}

// Row is an activity in a list behind the doors.
type Row struct {
	ID               int64
	Title            string
	Lang             i18n.Lang
	OrganisationID   int64
	OrganisationName string
	CategoryID       int64
	Status           Status
	StatusReason     string
	SeriesCancelled  bool
	NextAt           *time.Time // next date that is not over, nil when none
	LastAt           *time.Time // start of the last date
	Coming           int        // coming dates
	CancelledDates   int        // of those, called off
	UpdatedAt        time.Time
	Version          int
}

// RowPage is one page of such a list.
type RowPage struct {
	Rows       []Row
	Next, Prev string // opaque cursors for After and Before; "" where there is nothing
}

// RowParams narrows and pages such a list.
type RowParams struct {
	Words          string // part of the title or the organisation's name
	Status         Status // "": all
	OrganisationID int64  // 0: all
	CategoryID     int64  // 0: all
	Sort           Sort   // of StaffList: LastUpdated when empty or unknown
	After, Before  string
	Limit          int // as in keyset.Params
}
