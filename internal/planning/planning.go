// Package planning helps organisers to find a date: what else happens then for the
// same people and area, what the municipality's own calendar says (school holidays,
// meetings), which evenings are free, and a month of it all. It also keeps that
// calendar, by hand and from calendar files, and forgets what in it is long over.
//
// Rights: whoever has a list of activities behind a door reads; staff with
// activity.manage change the calendar. Drafts are seen by others only when their
// organiser has said so, and then their title, organiser, dates and area; residents,
// search and calendar files never see any of this.
package planning

import (
	"strings"
	"time"
	"unicode/utf8"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Kind is what sort of thing an entry is.
type Kind string

// The kinds.
const (
	SchoolHoliday Kind = "school_holiday"
	Meeting       Kind = "meeting"
	Other         Kind = "other"
)

// Kinds are all kinds in the order of the form.
var Kinds = []Kind{SchoolHoliday, Meeting, Other}

// Name is what people call the kind; bokmål source text.
func (k Kind) Name() string {
	switch k {
	case SchoolHoliday:
		return i18n.Mark("Skoleferie")
	case Meeting:
		return i18n.Mark("Møte")
	case Other:
		return i18n.Mark("Annet")
	}
	return string(k)
}

// Entry is something in the municipality's calendar that organisers plan around.
type Entry struct {
	ID        int64
	Kind      Kind
	Title     string
	StartsAt  time.Time // all day: midnight in Oslo
	EndsAt    time.Time // exclusive; all day: midnight after the last day
	AllDay    bool
	Imported  bool // it came with a calendar file
	UpdatedAt time.Time
	Version   int // grows with every save; see Update
}

// Bounds of an entry.
const (
	MaxTitle = 120
	MaxDays  = 366
)

// Check is the rules of an entry; the field names are those of the form.
func (e Entry) Check() error {
	var f fault.Fields
	f.Check(e.Title != "", "tittel", i18n.Mark("Skriv hva det er."))
	f.Check(utf8.RuneCountInString(e.Title) <= MaxTitle, "tittel", i18n.Mark("Tittelen kan ha høyst %d tegn."), MaxTitle)
	f.Check(e.Kind == SchoolHoliday || e.Kind == Meeting || e.Kind == Other, "slag", i18n.Mark("Velg hva slags dag det er."))
	f.Check(!e.StartsAt.IsZero(), "fra_dato", i18n.Mark("Velg en dato."))
	if !e.StartsAt.IsZero() {
		end := "til_dato"
		if !e.AllDay && midnight(e.EndsAt, 0).Equal(midnight(e.StartsAt, 0)) {
			end = "til"
		}
		f.Check(e.EndsAt.After(e.StartsAt), end, i18n.Mark("Slutten må komme etter begynnelsen."))
		f.Check(!e.EndsAt.After(e.StartsAt.AddDate(0, 0, MaxDays)), "til_dato", i18n.Mark("Det kan vare høyst et år."))
	}
	return f.Err()
}

// normal is the entry with its title in one line.
func (e Entry) normal() Entry {
	e.Title = strings.Join(strings.Fields(e.Title), " ")
	return e
}

// Deps are what planning needs.
type Deps struct {
	Pool *pgxpool.Pool
	Now  func() time.Time // nil: time.Now
}

// Service has the use cases of planning.
type Service struct{ Deps }

// NewService makes the service.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	return &Service{Deps: d}
}
