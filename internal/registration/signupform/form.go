// Package signupform is what the organiser has decided about signing up for an
// activity: the form with its questions, ages, deadlines and templates, and the
// slots that count its places.
package signupform

import (
	"time"

	"frivilligsentral/internal/questionnaire"
)

// Scope says what one sign-up is for; never silently one for the other.
type Scope string

// The scopes: one date, or the whole series.
const (
	OneDate     Scope = "date"
	WholeSeries Scope = "series"
)

// GroupPolicy says what happens when a place is free but the next party is larger.
type GroupPolicy string

// The policies: the next one that fits gets it, or all wait for the first.
const (
	SkipGroups    GroupPolicy = "skip"
	WaitForGroups GroupPolicy = "wait"
)

// Reminder says when those signed up are reminded.
type Reminder string

// The choices: not at all, at the same time the day before, some hours before.
const (
	NoReminder  Reminder = "none"
	DayBefore   Reminder = "day"
	HoursBefore Reminder = "hours"
)

// Form is what the organiser has decided about signing up for one activity.
type Form struct {
	Scope           Scope                    `json:"scope"`
	Capacity        *int                     `json:"capacity"`         // people; nil: no limit
	WaitingCapacity *int                     `json:"waiting_capacity"` // people; nil: as Slot.QueueBound says, 0: no waiting list
	MinParticipants int                      `json:"min_participants"` // 0: none
	OpensAt         *time.Time               `json:"opens_at"`         // nil: open already
	ClosesHours     int                      `json:"closes_hours"`     // before the start
	CancelHours     int                      `json:"cancel_hours"`     // before the start: until then people change and cancel themselves
	JoinUnderway    bool                     `json:"join_underway"`    // a series: sign-up stays open after the first date
	AgeMin          *int                     `json:"age_min"`          // years, included
	AgeMax          *int                     `json:"age_max"`
	GuardianAge     int                      `json:"guardian_age"` // under it a guardian confirms; 0: the municipality's
	MaxParty        int                      `json:"max_party"`    // largest party; 1: no groups
	Groups          GroupPolicy              `json:"groups"`
	NeedPhone       bool                     `json:"need_phone"`
	AskAges         bool                     `json:"ask_ages"`  // age band of each
	AskNames        bool                     `json:"ask_names"` // name of each
	Questions       []questionnaire.Question `json:"questions"`
	Retired         []questionnaire.Question `json:"retired,omitempty"` // no longer asked; their ids are never used again, and answers go when they are due
	Instructions    string                   `json:"instructions"`      // goes into the confirmation
	Reminder        Reminder                 `json:"reminder"`
	ReminderHours   int                      `json:"reminder_hours"` // with HoursBefore
	Thanks          bool                     `json:"thanks"`         // thank those who came
	KeepDays        int                      `json:"keep_days"`      // after the last date; then names, addresses and answers go
	Closed          bool                     `json:"-"`              // by hand; see CloseSignUp
	Version         int                      `json:"-"`              // 0: none is stored yet
}

// NewForm is what an organiser starts from.
func NewForm() Form {
	return Form{
		Scope: OneDate, MaxParty: 6, Groups: SkipGroups, Reminder: DayBefore, ReminderHours: 24, Thanks: true, KeepDays: 30,
	}
}
