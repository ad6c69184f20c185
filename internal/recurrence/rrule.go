// Rules as calendar files write them.

package recurrence

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"frivilligsentral/internal/i18n"
)

// The reasons for refusing a rule. Their texts are bokmål and may be shown to
// users through i18n.
var (
	ErrSyntax   = errors.New(i18n.Mark("Vi forstår ikke regelen for gjentakelse."))
	ErrTooOften = errors.New(i18n.Mark("En aktivitet kan ikke gjentas oftere enn hver dag."))
	ErrTooLarge = errors.New(i18n.Mark("Regelen for gjentakelse er for omfattende."))
)

const (
	maxRuleLength = 1000
	// maxInterval keeps rrule-go's integer arithmetic away from overflow, which
	// would loop without end.
	maxInterval = 1000
	maxCount    = 10000
	// maxTimesPerDay bounds BYHOUR × BYMINUTE × BYSECOND: the library makes the
	// whole product before it looks at any limit.
	maxTimesPerDay = 96
)

// Canonical reads one RRULE value and returns it in the one spelling that is
// stored: capitals, fixed order, no INTERVAL=1, sorted lists without repeats,
// UNTIL in UTC. A leading "RRULE:" and a trailing ";" are accepted. A UNTIL that
// is only a date means the end of that day in zone; one without Z is wall time
// in zone. A nil zone is Europe/Oslo. The empty rule stays empty.
func Canonical(rrule string, zone *time.Location) (string, error) {
	if strings.TrimSpace(rrule) == "" {
		return "", nil
	}
	option, err := parse(rrule, zone)
	if err != nil {
		return "", err
	}
	return option.RRuleString(), nil
}

// Validate reports why a rule cannot be used: ErrSyntax, ErrTooOften or
// ErrTooLarge, wrapped. The empty rule is valid and means one date.
func Validate(rrule string) error {
	_, err := Canonical(rrule, nil)
	return err
}

func parse(text string, zone *time.Location) (*rrule.ROption, error) {
	parts, err := split(text)
	if err != nil {
		return nil, err
	}
	for i, part := range parts {
		if date, ok := strings.CutPrefix(part, "UNTIL="); ok && len(date) == len("20060102") {
			parts[i] = part + "T235959"
		}
	}
	option, err := rrule.StrToROptionInLocation(strings.Join(parts, ";"), orOslo(zone))
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrSyntax, err)
	}
	if err := check(option); err != nil {
		return nil, err
	}
	normalise(option)
	if _, err := rrule.NewRRule(*option); err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrSyntax, err)
	}
	return option, nil
}

// split cuts a rule into its NAME=VALUE parts and refuses what the library
// would let through: a name twice, a DTSTART inside the rule, line breaks, and
// BYEASTER, which no other calendar program understands.
func split(text string) ([]string, error) {
	if len(text) > maxRuleLength {
		return nil, ErrTooLarge
	}
	if strings.ContainsAny(strings.TrimSpace(text), "\r\n") {
		return nil, ErrSyntax
	}
	text = strings.TrimPrefix(strings.ToUpper(strings.Join(strings.Fields(text), "")), "RRULE:") // "BYDAY=MO, WE"
	var parts []string
	seen := map[string]bool{"DTSTART": true, "BYEASTER": true}
	for part := range strings.SplitSeq(text, ";") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		name, _, _ := strings.Cut(part, "=")
		if seen[name] {
			return nil, fmt.Errorf("%w (%s)", ErrSyntax, name)
		}
		seen[name] = true
		parts = append(parts, part)
	}
	return parts, nil
}

func check(o *rrule.ROption) error {
	if o.Freq > rrule.DAILY {
		return ErrTooOften
	}
	times := max(1, len(unique(o.Byhour))) * max(1, len(unique(o.Byminute))) * max(1, len(unique(o.Bysecond)))
	if o.Interval > maxInterval || o.Count > maxCount || times > maxTimesPerDay {
		return ErrTooLarge
	}
	if o.Interval < 0 || o.Count < 0 || o.Wkst.N() != 0 {
		return ErrSyntax
	}
	if !o.Until.IsZero() && (o.Until.Year() < 1 || o.Until.Year() > 9998) {
		return ErrSyntax
	}
	return checkWeekdays(o)
}

// checkWeekdays refuses numbered weekdays where they have no meaning; in a month
// the library would reach outside its tables for a number above 5.
func checkWeekdays(o *rrule.ROption) error {
	limit := 0
	switch {
	case o.Freq == rrule.MONTHLY, o.Freq == rrule.YEARLY && len(o.Bymonth) > 0:
		limit = 5
	case o.Freq == rrule.YEARLY && len(o.Byweekno) == 0:
		limit = 53
	}
	for _, day := range o.Byweekday {
		if day.N() > limit || day.N() < -limit {
			return fmt.Errorf("%w (BYDAY)", ErrSyntax)
		}
	}
	return nil
}

// normalise sorts the lists and removes repeats: rrule-go 1.8.2 gives an
// occurrence twice for BYHOUR=9,9.
func normalise(o *rrule.ROption) {
	if o.Interval == 1 {
		o.Interval = 0
	}
	for _, list := range []*[]int{&o.Bysetpos, &o.Bymonth, &o.Bymonthday, &o.Byyearday, &o.Byweekno, &o.Byhour, &o.Byminute, &o.Bysecond} {
		*list = unique(*list)
	}
	slices.SortFunc(o.Byweekday, func(a, b rrule.Weekday) int {
		if a.N() != b.N() {
			return a.N() - b.N()
		}
		return a.Day() - b.Day()
	})
	o.Byweekday = slices.Compact(o.Byweekday)
}

func unique(list []int) []int {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

// correct adds what RFC 5545 means and rrule-go 1.8.2 does not do. Start is the
// first wall time.
func correct(o *rrule.ROption, start time.Time) {
	if len(o.Byweekno) > 0 && len(o.Byweekday) == 0 && len(o.Bymonthday) == 0 && len(o.Byyearday) == 0 {
		// A week number alone means the start's weekday in that week; the
		// library gives all seven days.
		o.Byweekday = []rrule.Weekday{fromWeekday(start.Weekday())}
	}
	if o.Freq == rrule.YEARLY && isLeapDay(start) && slices.Equal(o.Bymonthday, []int{29}) &&
		len(o.Bymonth)+len(o.Byweekno)+len(o.Byyearday)+len(o.Byweekday) == 0 {
		// "Yearly on the 29th" from a leap day means the leap day; the library
		// gives the 29th of every month.
		o.Bymonth = []int{2}
	}
}

func isLeapDay(t time.Time) bool { return t.Month() == time.February && t.Day() == 29 }

func fromWeekday(day time.Weekday) rrule.Weekday {
	days := [...]rrule.Weekday{rrule.SU, rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA}
	return days[day]
}

func toWeekday(day rrule.Weekday) time.Weekday { return time.Weekday((day.Day() + 1) % 7) }

func orOslo(zone *time.Location) *time.Location {
	if zone == nil {
		return i18n.Oslo
	}
	return zone
}
