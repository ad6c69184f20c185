package registration

import (
	"time"

	"frivilligsentral/internal/i18n"
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

// QuestionKind is how a question is answered.
type QuestionKind string

// The kinds of question. The answer to a YesNo is "ja" or "nei".
const (
	TextQuestion   QuestionKind = "text"
	ChoiceQuestion QuestionKind = "choice"
	YesNoQuestion  QuestionKind = "yesno"
)

// Question is one of the organiser's own.
type Question struct {
	ID       string       `json:"id"` // stable within the form: "q1", "q2", …; SaveForm fills in what is empty
	Kind     QuestionKind `json:"kind"`
	Label    string       `json:"label"`
	Options  []string     `json:"options,omitempty"` // of a choice
	Required bool         `json:"required"`
	Purpose  string       `json:"purpose"`   // why it is asked; shown
	KeepDays int          `json:"keep_days"` // after the last date; at most the form's
}

// AnswerText is an answer in words: "ja" and "nei" are codes, other answers what
// somebody wrote or chose.
func (q Question) AnswerText(l i18n.Lang, answer string) string {
	switch {
	case q.Kind == YesNoQuestion && answer == "ja":
		return l.T("Ja")
	case q.Kind == YesNoQuestion && answer == "nei":
		return l.T("Nei")
	}
	return answer
}

// Form is what the organiser has decided about signing up for one activity.
type Form struct {
	Scope           Scope       `json:"scope"`
	Capacity        *int        `json:"capacity"`         // people; nil: no limit
	WaitingCapacity *int        `json:"waiting_capacity"` // people; nil: no limit, 0: no waiting list
	MinParticipants int         `json:"min_participants"` // 0: none
	OpensAt         *time.Time  `json:"opens_at"`         // nil: open already
	ClosesHours     int         `json:"closes_hours"`     // before the start
	CancelHours     int         `json:"cancel_hours"`     // before the start: until then people change and cancel themselves
	JoinUnderway    bool        `json:"join_underway"`    // a series: sign-up stays open after the first date
	AgeMin          *int        `json:"age_min"`          // years, included
	AgeMax          *int        `json:"age_max"`
	GuardianAge     int         `json:"guardian_age"` // under it a guardian confirms; 0: the municipality's
	MaxParty        int         `json:"max_party"`    // largest party; 1: no groups
	Groups          GroupPolicy `json:"groups"`
	NeedPhone       bool        `json:"need_phone"`
	AskAges         bool        `json:"ask_ages"`  // age band of each
	AskNames        bool        `json:"ask_names"` // name of each
	Questions       []Question  `json:"questions"`
	Retired         []Question  `json:"retired,omitempty"` // no longer asked; their ids are never used again, and answers go when they are due
	Instructions    string      `json:"instructions"`      // goes into the confirmation
	Reminder        Reminder    `json:"reminder"`
	ReminderHours   int         `json:"reminder_hours"` // with HoursBefore
	Thanks          bool        `json:"thanks"`         // thank those who came
	KeepDays        int         `json:"keep_days"`      // after the last date; then names, addresses and answers go
	Closed          bool        `json:"-"`              // by hand; see CloseSignUp
	Version         int         `json:"-"`              // 0: none is stored yet
}

// NewForm is what an organiser starts from.
func NewForm() Form {
	return Form{
		Scope: OneDate, MaxParty: 6, Groups: SkipGroups, Reminder: DayBefore, ReminderHours: 24, Thanks: true, KeepDays: 30,
	}
}

// Template is a form that an organisation uses again.
type Template struct {
	ID   int64
	Name string
	Form Form
}

// Band is a group of ages, which is as exact as anybody is asked.
type Band struct {
	Code     string
	From, To int // years, both included
}

// Bands are the age bands, the youngest first.
var Bands = []Band{
	{"0-5", 0, 5}, {"6-9", 6, 9}, {"10-12", 10, 12}, {"13-14", 13, 14}, {"15-17", 15, 17},
	{"18-25", 18, 25}, {"26-66", 26, 66}, {"67+", 67, 120},
}

// BandOf finds a band by its code.
func BandOf(code string) (Band, bool) {
	for _, b := range Bands {
		if b.Code == code {
			return b, true
		}
	}
	return Band{}, false
}

// Name is what people call the band.
func (b Band) Name(l i18n.Lang) string {
	if b.Code == "67+" {
		return l.T("67 år eller eldre")
	}
	return l.T("%d–%d år", b.From, b.To)
}
