// An event's times as a schedule.

package activityimport

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/schedule"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/recurrence"
)

var (
	errImportPast   = fault.Refuse(i18n.Mark("Alle datoene var over for mer enn 30 dager siden."))
	errImportEmpty  = fault.Refuse(i18n.Mark("Det blir ingen datoer av regelen i hendelsen."))
	errImportRule   = fault.Refuse(i18n.Mark("Regelen for gjentakelse er for omfattende."))
	errImportZone   = fault.Refuse(i18n.Mark("Gjentakelsen følger en annen tidssone enn den norske og gir for mange datoer."))
	errImportTooFar = fault.Refuse(i18n.Mark("Hendelsen er mer enn tre år fram i tid."))
)

// scheduleOf is an event's schedule from some days back on. A rule whose dates
// follow another clock than the Norwegian one becomes single dates.
func scheduleOf(e ical.Event, now time.Time) (activity.Schedule, error) {
	oldestEnd := now.AddDate(0, 0, -importDays)
	rule := e.Rule()
	minutes := int(rule.Duration / time.Minute)
	if minutes < 0 || minutes > schedule.MaxMinutes {
		return activity.Schedule{}, fault.Refuse(i18n.Mark("En dato kan vare i høyst 14 dager."))
	}
	from := oldestEnd.Add(-rule.Duration)
	dates, err := rule.Expand(from, importEnd(e, now), schedule.MaxDates)
	switch {
	case err != nil:
		return activity.Schedule{}, errImportRule
	case len(dates) == 0 && e.Start.After(now.AddDate(schedule.YearsAhead, 0, 0)):
		return activity.Schedule{}, errImportTooFar
	case len(dates) == 0 && e.End.Before(oldestEnd):
		return activity.Schedule{}, errImportPast
	case len(dates) == 0:
		return activity.Schedule{}, errImportEmpty
	}
	s := activity.Schedule{StartsAt: dates[0].Start, DurationMinutes: minutes, AllDay: e.AllDay}
	if e.RRule == "" {
		for _, d := range dates[1:] {
			s.ExtraDates = append(s.ExtraDates, d.Start)
		}
		return s, nil
	}
	return repeat(s, e, rule, dates, from, now)
}

// importEnd is how far ahead the dates of an event are looked at.
func importEnd(e ical.Event, now time.Time) time.Time {
	if e.RRule == "" || strings.Contains(e.RRule, "COUNT=") || strings.Contains(e.RRule, "UNTIL=") {
		return now.AddDate(schedule.YearsAhead, 0, 0)
	}
	return schedule.Horizon(now)
}

// repeat takes over the rule when it gives the same dates here.
func repeat(s activity.Schedule, e ical.Event, rule recurrence.Rule, dates []recurrence.Occurrence, from, now time.Time) (activity.Schedule, error) {
	ruled := s
	var err error
	if ruled.StartsAt, ruled.RRule, err = ruleFrom(rule, from, now); err != nil {
		return s, err
	}
	for _, t := range rule.Dates {
		if !t.Before(from) {
			ruled.ExtraDates = append(ruled.ExtraDates, t)
		}
	}
	for _, t := range rule.Except {
		if !t.Before(from) {
			ruled.ExceptDates = append(ruled.ExceptDates, t)
		}
	}
	here, err := ruled.Rule().Expand(from, importEnd(e, now), schedule.MaxDates)
	if err == nil && sameDates(here, dates) {
		return ruled, nil
	}
	if len(dates) > schedule.MaxExtraDates {
		return s, errImportZone
	}
	for _, d := range dates[1:] {
		s.ExtraDates = append(s.ExtraDates, d.Start)
	}
	return s, nil
}

var countPattern = regexp.MustCompile(`COUNT=\d+`)

// ruleFrom is the rule with its start moved to the first date from a day on: a
// series may have begun many years ago. A count becomes what is left of it.
func ruleFrom(rule recurrence.Rule, from, now time.Time) (time.Time, string, error) {
	rule.Dates, rule.Except = nil, nil
	next, err := rule.Expand(from, now.AddDate(schedule.YearsAhead, 0, 0), 1)
	if err != nil || len(next) == 0 {
		return rule.Start, rule.RRule, err // Only extra dates are left, or the rule begins later.
	}
	count := countPattern.FindString(rule.RRule)
	if count == "" || !rule.Start.Before(next[0].Start) {
		return next[0].Start, rule.RRule, nil
	}
	before, err := rule.Expand(rule.Start, next[0].Start, recurrence.Limit)
	total, _ := strconv.Atoi(count[len("COUNT="):]) // The pattern has digits only; a huge number leaves a huge rest.
	if err != nil || len(before) == recurrence.Limit || total <= len(before) {
		return time.Time{}, "", errImportRule
	}
	return next[0].Start, strings.Replace(rule.RRule, count, fmt.Sprintf("COUNT=%d", total-len(before)), 1), nil
}

func sameDates(a, b []recurrence.Occurrence) bool {
	return slices.EqualFunc(a, b, func(x, y recurrence.Occurrence) bool { return x.Start.Equal(y.Start) && x.End.Equal(y.End) })
}

// sameFrom says whether two schedules mean the same from now on.
func sameFrom(s, other activity.Schedule, now time.Time) bool {
	if countPattern.ReplaceAllString(s.RRule, "") != countPattern.ReplaceAllString(other.RRule, "") || s.AllDay != other.AllDay {
		return false
	}
	a, errA := s.Rule().Expand(now, s.End(now), schedule.MaxDates)
	b, errB := other.Rule().Expand(now, other.End(now), schedule.MaxDates)
	if len(a) == 0 && len(b) == 0 {
		return s.StartsAt.Equal(other.StartsAt) && s.DurationMinutes == other.DurationMinutes
	}
	return errors.Join(errA, errB) == nil && sameDates(a, b)
}

// inWords tells a schedule with its first coming dates, so that any change shows.
func inWords(s activity.Schedule, now time.Time) string {
	words := s.Words(i18n.NB, now)
	if s.RRule != "" || !s.Repeats() {
		return words
	}
	dates, err := s.Rule().Expand(now, s.End(now), 6)
	if err != nil || len(dates) == 0 {
		return words
	}
	var days []string
	for _, d := range dates {
		days = append(days, d.Start.In(i18n.Oslo).Format("02.01.2006 15.04"))
	}
	return words + " (" + strings.Join(days, ", ") + ")"
}
