// A rule in words.

package recurrence

import (
	"strings"
	"time"

	"frivilligsentral/internal/i18n"
)

// maxNamed is how many exceptions a description names before it says how many
// more there are.
const maxNamed = 6

// Describe says the rule in words, without a full stop: "Hver torsdag kl.
// 18.00–20.00 fra 4. september til 18. desember, ikke 9.–13. oktober
// (høstferie)". Years other than that of now are written out. Pauses and single
// exceptions that are over at now are left out.
func Describe(l i18n.Lang, rule Rule, now time.Time) string {
	start := rule.Start.In(i18n.Oslo)
	end := rule.occurrence(start).End
	clock := ""
	if !rule.AllDay {
		clock = " " + l.TimeRange(start, end)
	}
	if rule.RRule == "" {
		return i18n.Capital(rule.day(l, start, end, now)) + clock + rule.exceptions(l, now)
	}
	text := l.T("Gjentas etter en egen regel")
	pattern, ok := PatternOf(rule.RRule, start)
	if ok {
		text = pattern.words(l, start)
	}
	if pattern.Kind == OnDate && pattern.Count == 0 && pattern.Until.IsZero() {
		return text + clock + rule.exceptions(l, now) // The first date is that date.
	}
	return text + clock + rule.span(l, now) + rule.exceptions(l, now)
}

func (r Rule) day(l i18n.Lang, start, end, now time.Time) string {
	if last := end.Add(-time.Second); r.AllDay && last.After(start) && !civil(last).Equal(civil(start)) {
		return l.DateRange(start, last, now)
	}
	return l.DateWeekday(start, now)
}

func (p Pattern) words(l i18n.Lang, start time.Time) string {
	n := p.Every
	switch p.Kind {
	case Daily:
		return pick(n, l.T("Hver dag"), l.T("Annenhver dag"), l.T("Hver %d. dag", n))
	case OnWeekdays:
		return p.weekly(l)
	case NthWeekday:
		day := p.numbered(l)
		return pick(n, l.T("%s i måneden", day), l.T("%s annenhver måned", day), l.T("%s hver %d. måned", day, n))
	case DayOfMonth:
		day := l.T("Den %d.", p.Nth)
		if p.Nth == -1 {
			day = l.T("Siste dag")
		}
		return pick(n, l.T("%s i måneden", day), l.T("%s annenhver måned", day), l.T("%s hver %d. måned", day, n))
	default:
		date := l.DateRange(start, start, start)
		return pick(n, l.T("Hvert år %s", date), l.T("Annethvert år %s", date), l.T("Hvert %d. år %s", n, date))
	}
}

func (p Pattern) weekly(l i18n.Lang) string {
	n := p.Every
	if len(p.Weekdays) == 7 {
		return pick(n, l.T("Hver dag"), l.T("Alle dager annenhver uke"), l.T("Alle dager hver %d. uke", n))
	}
	var names []string
	for _, day := range p.Weekdays {
		names = append(names, l.WeekdayName(day))
	}
	days := list(l, names)
	if len(names) == 1 {
		return pick(n, l.T("Hver %s", days), l.T("Annenhver %s", days), l.T("Hver %d. uke på %s", n, days))
	}
	return pick(n, l.T("Hver %s", days), l.T("Annenhver uke på %s", days), l.T("Hver %d. uke på %s", n, days))
}

func (p Pattern) numbered(l i18n.Lang) string {
	day := l.WeekdayName(p.Weekdays[0])
	switch p.Nth {
	case 1:
		return l.T("Første %s", day)
	case 2:
		return l.T("Andre %s", day)
	case 3:
		return l.T("Tredje %s", day)
	case 4:
		return l.T("Fjerde %s", day)
	}
	return l.T("Siste %s", day)
}

func pick(every int, one, two, many string) string {
	switch {
	case every <= 1:
		return one
	case every == 2:
		return two
	}
	return many
}

// span says when the rule begins and ends, with a space in front.
func (r Rule) span(l i18n.Lang, now time.Time) string {
	first := l.DateRange(r.Start, r.Start, now)
	option, err := parse(r.RRule, r.Zone)
	switch {
	case err == nil && option.Count > 0:
		return " " + l.T("fra %s", first) + ", " + l.N("%d gang", "%d ganger", option.Count)
	case err == nil && !option.Until.IsZero():
		last := r.last(option.Until)
		return " " + l.T("fra %s til %s", first, l.DateRange(last, last, now))
	}
	return " " + l.T("fra %s", first)
}

// last is the rule's real last date, which may lie days before UNTIL.
func (r Rule) last(until time.Time) time.Time {
	r.Pauses, r.Except, r.Dates = nil, nil, nil
	preview, err := r.Preview(r.Start, until.Add(time.Second), 0)
	if err != nil || preview.More || len(preview.Dates) == 0 {
		return until
	}
	return preview.Dates[len(preview.Dates)-1].Start
}

// exceptions names the pauses and the single dates that are added or fall out,
// with a comma in front of each list.
func (r Rule) exceptions(l i18n.Lang, now time.Time) string {
	today := civil(now.In(i18n.Oslo))
	var not, also []string
	for _, pause := range r.Pauses {
		if civil(pause.To).Before(today) {
			continue
		}
		text := l.DateRange(noon(pause.From), noon(pause.To), now)
		if pause.Reason != "" {
			text += " (" + pause.Reason + ")"
		}
		not = append(not, text)
	}
	not = append(not, upcoming(l, r.Except, now)...)
	also = upcoming(l, r.Dates, now)
	text := ""
	if len(also) > 0 {
		text += ", " + l.T("også %s", list(l, also))
	}
	if len(not) > 0 {
		text += ", " + l.T("ikke %s", list(l, not))
	}
	return text
}

func upcoming(l i18n.Lang, dates []time.Time, now time.Time) []string {
	var names []string
	for _, date := range dates {
		if !date.Before(now) {
			names = append(names, l.DateRange(date, date, now))
		}
	}
	return names
}

// noon puts a civil date safely inside its day in Oslo.
func noon(day time.Time) time.Time { return InZone(civil(day).Add(12*time.Hour), nil) }

// list joins names as speech does: "mandag, onsdag og fredag".
func list(l i18n.Lang, names []string) string {
	if len(names) > maxNamed {
		more := len(names) - maxNamed + 1
		names = append(names[:maxNamed-1:maxNamed-1], l.N("%d dato til", "%d datoer til", more))
	}
	if len(names) == 1 {
		return names[0]
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " " + l.T("og") + " " + names[last]
}
