// An activity, its schedule and its dates as values, with the pure functions on them.

package activity

import (
	"time"

	"frivilligsentral/internal/activity/choice"
	"frivilligsentral/internal/activity/place"
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

// OccurrenceStatus is what has happened to one date.
type OccurrenceStatus string

// The statuses of a date.
const (
	Planned       OccurrenceStatus = "planned"
	DateCancelled OccurrenceStatus = "cancelled"
	Moved         OccurrenceStatus = "moved"     // changed in time or place
	Postponed     OccurrenceStatus = "postponed" // does not happen when it should have; nobody knows yet when
)

// Occurrence is one date of an activity.
type Occurrence struct {
	ID            int64
	ActivityID    int64
	Key           string // stable, see recurrence.KeyFormat
	StartsAt      time.Time
	EndsAt        time.Time
	OverAt        time.Time // when nothing more can become of it: its end, of a postponed date when nobody waits for a new one any more
	AllDay        bool
	Status        OccurrenceStatus
	Reason        string     // public
	OriginalStart *time.Time // set when moved in time
	OwnVenueID    int64      // 0: where the activity is
	OwnPlaceNote  string     // "": that of the activity
	place.Where              // where it is in the end
	Sequence      int
}

// Cancelled says whether this date is called off.
func (o Occurrence) Cancelled() bool { return o.Status == DateCancelled }

// Postponed says that this date waits for a new time.
func (o Occurrence) Postponed() bool { return o.Status == Postponed }

// Off says that this date does not happen at its time.
func (o Occurrence) Off() bool { return o.Cancelled() || o.Postponed() }

// PostponedFor is how long after its time a postponed date waits for a new one.
const PostponedFor = 180 * 24 * time.Hour

// postpone takes the time from the date.
func (o *Occurrence) postpone(reason string) {
	o.Status, o.Reason, o.OverAt = Postponed, reason, o.StartsAt.Add(PostponedFor)
}
