// An activity, its schedule and its dates as values, with the pure functions on them.

package activity

import (
	"time"

	"frivilligsentral/internal/activity/choice"
	"frivilligsentral/internal/activity/date"
	"frivilligsentral/internal/activity/schedule"
	"frivilligsentral/internal/i18n"
)

// What is chosen of an activity; see package choice.
type (
	Status     = choice.Status
	Kind       = choice.Kind
	Source     = choice.Source
	SignupMode = choice.SignupMode
	Offer      = choice.Offer
)

// The choices.
const (
	Drafted, Submitted, Published, Refused, Archived = choice.Drafted, choice.Submitted, choice.Published, choice.Refused, choice.Archived

	Regular, Course, Event           = choice.Regular, choice.Course, choice.Event
	BySelf, ByStaff, ByImport        = choice.BySelf, choice.ByStaff, choice.ByImport
	Voluntary, Commercial            = choice.Voluntary, choice.Commercial
	NoSignup, HereSignup, LinkSignup = choice.NoSignup, choice.HereSignup, choice.LinkSignup
)

// All of each, in the order of forms and lists.
var Statuses, Kinds, SignupModes, Offers = choice.Statuses, choice.Kinds, choice.SignupModes, choice.Offers

// Draft is everything that a person edits. Texts are trimmed by Normal, which
// every use case calls before Validate.
type Draft struct {
	Kind         Kind
	Title        string
	Summary      string
	Description  string    // Markdown subset, see package markdown
	Lang         i18n.Lang // the language the texts are written in
	HeldIn       []string  // BCP 47: the languages it is held in
	CategoryID   int64
	TargetGroups []int64
	AgeMin       *int // years, included; nil is open
	AgeMax       *int
	Offer        Offer
	PriceOre     *int // nil: not stated; 0: free, which no commercial offer is
	PriceNote    string
	VenueID      int64 // 0: none
	AreaID       int64 // 0: none, or that of the venue
	PlaceNote    string
	OnlineURL    string
	Bring        string
	ContactName  string
	ContactPhone string // E.164
	ContactEmail string
	SignupMode   SignupMode
	SignupURL    string
	CoOrganisers []int64
	DatesShared  bool // while it is a draft, other organisers may see its title and dates
	Schedule
}

// Schedule is when the activity is.
type Schedule = schedule.Schedule

// Pause is a run of days without it.
type Pause = schedule.Pause

// Activity is a draft with its place in the portal.
type Activity struct {
	ID               int64
	MunicipalityID   int64
	OrganisationID   int64
	OrganisationName string
	Draft
	Status       Status
	StatusReason string
	CancelledAt  *time.Time // the whole series is called off
	CancelReason string     // public
	PublishedAt  *time.Time
	Source       Source
	Sequence     int // of iCalendar: grows when times or cancellations change
	CreatedAt    time.Time
	UpdatedAt    time.Time
	Version      int // grows with every save; see Update
}

// Cancelled says whether the whole series is called off.
func (a Activity) Cancelled() bool { return a.CancelledAt != nil }

// One date of it; see package date.
type (
	Occurrence       = date.Date
	OccurrenceStatus = date.Status
)

// What has happened to a date, and how long one that is postponed waits.
const (
	Planned, DateCancelled, Moved, Postponed = date.Planned, date.Cancelled, date.Moved, date.Postponed

	PostponedFor = date.PostponedFor
)
