// When it happens: the fields of a schedule, read and written.

package activityeditor

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/recurrence"
	"frivilligsentral/web/form"
)

// How often, as the form asks it (field "gjentas").
const (
	once        = "en"
	someDates   = "flere"
	weekly      = "uke"
	everySecond = "annenhver"
	monthly     = "maned"
	ownRule     = "egen" // a rule that the form cannot show; only kept, never made here
)

// When it ends (field "slutter").
const (
	endsOn    = "dato"
	endsAfter = "antall"
	endsNever = "aldri"
)

const (
	minPauses = 2 // rows that are always there
	maxPauses = 9
	maxCount  = 200
	maxLines  = 200 // of a list of dates
)

// readSchedule reads the part of the form about when. Errors that only the form
// can see are added to it; the rest are the feature's.
func readSchedule(f *form.Form) activity.Schedule {
	day := f.Date("dato")
	dated := day != nil
	if !dated {
		f.Errs.Check(f.Errs.Has("dato"), "dato", i18n.Mark("Velg en dato."))
		day = &beforeAll
	}
	s := activity.Schedule{AllDay: f.Checked("heldag")}
	if s.AllDay {
		s.StartsAt, s.DurationMinutes = *day, wholeDays(f, *day)
	} else {
		s.StartsAt, s.DurationMinutes = readClocks(f, *day)
	}
	if how := f.OneOf("gjentas", once, once, someDates, weekly, everySecond, monthly, ownRule); how != once {
		s.ExtraDates = readDates(f, extraField(how), s.StartsAt)
		s.ExceptDates = readDates(f, "unntak", s.StartsAt)
		s.RRule = readRule(f, how, s.StartsAt)
		s.Pauses = readPauses(f)
		f.Errs.Check(how != someDates || len(s.ExtraDates) > 0 || f.Errs.Has("datoer"), "datoer", i18n.Mark("Skriv de andre datoene."))
	}
	if !dated {
		return activity.Schedule{}
	}
	return s
}

// beforeAll stands for a date that could not be read: the other fields are then
// held to how they are written, and none comes before it.
var beforeAll = time.Date(1900, 1, 1, 0, 0, 0, 0, i18n.Oslo)

// extraField is where single dates are written: they are all there is, or they
// come on top of a rule.
func extraField(how string) string {
	if how == someDates {
		return "datoer"
	}
	return "ekstra"
}

const dayMinutes = 24 * 60

// wholeDays is how long an all-day activity lasts.
func wholeDays(f *form.Form, first time.Time) int {
	last := f.Date("til_dato")
	if last == nil {
		return dayMinutes
	}
	return (daysFrom(first, *last) + 1) * dayMinutes
}

func daysFrom(a, b time.Time) int { return int((b.Sub(a) + 12*time.Hour).Hours()) / 24 }

// readClocks gives the start and the length by the clock on the wall. What begins
// in the evening and ends at night ends the next day.
func readClocks(f *form.Form, day time.Time) (time.Time, int) {
	from, to, last := f.Clock("fra"), f.Clock("til"), f.Date("til_dato")
	if from == nil {
		if !f.Errs.Has("fra") {
			f.Errs.Add("fra", i18n.Mark("Skriv når det begynner, for eksempel 18.00."))
		}
		return day, 0
	}
	f.Errs.Check(!from.Skipped(day), "fra", form.SkippedText)
	start := recurrence.InZone(time.Date(day.Year(), day.Month(), day.Day(), from.Hour, from.Minute, 0, 0, time.UTC), i18n.Oslo)
	if to == nil {
		return start, 0
	}
	minutes := (to.Hour-from.Hour)*60 + to.Minute - from.Minute
	if last != nil {
		return start, minutes + daysFrom(day, *last)*dayMinutes
	}
	if minutes < 0 && from.Hour >= 15 && to.Hour <= 6 {
		minutes += dayMinutes
	}
	return start, minutes
}

// readDates reads one date a line, each with a time of its own or that of start.
func readDates(f *form.Form, name string, start time.Time) []time.Time {
	var dates []time.Time
	lines := strings.FieldsFunc(f.Raw(name), func(r rune) bool { return r == '\n' || r == ';' })
	for i, line := range lines {
		line = strings.TrimSpace(line)
		if line == "" || i >= maxLines {
			continue
		}
		at, ok := readLine(line, start)
		if !ok {
			f.Errs.Add(name, i18n.Mark("Vi forstår ikke datoen «%s». Skriv én dato per linje, slik: 17.05.2026."), shorten(line, 40))
			return dates
		}
		dates = append(dates, at)
	}
	return dates
}

// shorten cuts a text that is quoted in a message.
func shorten(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}

func readLine(line string, start time.Time) (time.Time, bool) {
	dayText, clockText, timed := strings.Cut(strings.ToLower(line), "kl")
	day, ok := i18n.ParseDate(strings.Trim(dayText, " ,"))
	if !ok {
		return time.Time{}, false
	}
	h, m, _ := start.In(i18n.Oslo).Clock()
	if timed {
		if h, m, ok = i18n.ParseClock(strings.Trim(clockText, " .")); !ok {
			return time.Time{}, false
		}
	}
	return recurrence.InZone(time.Date(day.Year(), day.Month(), day.Day(), h, m, 0, 0, time.UTC), i18n.Oslo), true
}

// readRule makes the rule of a recurrence, "" for single dates.
func readRule(f *form.Form, how string, start time.Time) string {
	var p recurrence.Pattern
	switch how {
	case weekly, everySecond:
		p = recurrence.Weekly(start, readWeekdays(f), map[string]int{weekly: 1, everySecond: 2}[how])
	case monthly:
		p = readMonthly(f, start)
	case ownRule:
		rule, err := recurrence.Canonical(f.Raw("egen_regel"), nil)
		f.Errs.Check(err == nil, "gjentas", i18n.Mark("Vi forstår ikke regelen for gjentakelse."))
		return rule
	default:
		return ""
	}
	rule, err := readEnd(f, p, start).RRule()
	f.Errs.Check(err == nil, "gjentas", i18n.Mark("Vi forstår ikke regelen for gjentakelse."))
	return rule
}

func readWeekdays(f *form.Form) []time.Weekday {
	var days []time.Weekday
	for _, s := range f.All("ukedag") {
		if n, err := strconv.Atoi(s); err == nil && n >= 1 && n <= 7 {
			days = append(days, time.Weekday(n%7))
		}
	}
	return days
}

// readMonthly takes what is not chosen from the first date.
func readMonthly(f *form.Form, start time.Time) recurrence.Pattern {
	nth, err := strconv.Atoi(f.Raw("nummer"))
	if err != nil || nth < -1 || nth > 4 {
		nth = 0
	}
	weekday := start.In(i18n.Oslo).Weekday()
	if n, err := strconv.Atoi(f.Raw("manedsdag")); err == nil && n >= 1 && n <= 7 {
		weekday = time.Weekday(n % 7)
	}
	return recurrence.MonthlyNth(start, nth, weekday)
}

func readEnd(f *form.Form, p recurrence.Pattern, start time.Time) recurrence.Pattern {
	switch f.OneOf("slutter", endsOn, endsOn, endsAfter, endsNever) {
	case endsAfter:
		n := f.Int("antall", 1, maxCount)
		if n == nil {
			f.Errs.Check(f.Errs.Has("antall"), "antall", i18n.Mark("Skriv hvor mange ganger."))
			return p
		}
		return p.Times(*n)
	case endsOn:
		last := f.Date("slutt_dato")
		switch {
		case last == nil:
			f.Errs.Check(f.Errs.Has("slutt_dato"), "slutt_dato", i18n.Mark("Velg den siste datoen, eller velg at aktiviteten fortsetter."))
		case last.AddDate(0, 0, 1).Before(start):
			f.Errs.Add("slutt_dato", i18n.Mark("Den siste datoen må være etter den første."))
		default:
			return p.UntilDate(*last)
		}
	}
	return p
}

func readPauses(f *form.Form) []activity.Pause {
	var pauses []activity.Pause
	for i := 1; i <= maxPauses; i++ {
		n := strconv.Itoa(i)
		from, to := f.Date("pause_fra_"+n), f.Date("pause_til_"+n)
		if from == nil && to == nil {
			continue
		}
		if from == nil {
			from = to
		}
		if to == nil {
			to = from
		}
		pauses = append(pauses, activity.Pause{From: *from, To: *to, Reason: f.Line("pause_grunn_"+n, activity.MaxName)})
	}
	return pauses
}

// scheduleValues fills the form with a schedule.
func scheduleValues(v url.Values, s activity.Schedule) {
	start, end := s.StartsAt.In(i18n.Oslo), s.EndsAt().In(i18n.Oslo)
	v.Set("dato", start.Format(time.DateOnly))
	switch {
	case s.AllDay:
		v.Set("heldag", "ja")
		if last := end.AddDate(0, 0, -1); last.After(start) {
			v.Set("til_dato", last.Format(time.DateOnly))
		}
	default:
		v.Set("fra", start.Format("15:04"))
		if s.DurationMinutes > 0 {
			v.Set("til", end.Format("15:04"))
		}
		if s.DurationMinutes >= dayMinutes || start.YearDay() != end.YearDay() && (start.Hour() < 15 || end.Hour() > 6) {
			v.Set("til_dato", end.Format(time.DateOnly))
		}
	}
	v.Set(extraField(map[bool]string{true: someDates}[s.RRule == ""]), dateLines(s, s.ExtraDates))
	v.Set("unntak", dateLines(s, s.ExceptDates))
	for i, p := range s.Pauses {
		n := strconv.Itoa(i + 1)
		v.Set("pause_fra_"+n, p.From.Format(time.DateOnly))
		v.Set("pause_til_"+n, p.To.Format(time.DateOnly))
		v.Set("pause_grunn_"+n, p.Reason)
	}
	ruleValues(v, s)
}

func dateLines(s activity.Schedule, dates []time.Time) string {
	var lines []string
	for _, d := range dates {
		line := d.In(i18n.Oslo).Format("02.01.2006")
		if clock := d.In(i18n.Oslo).Format("15.04"); clock != s.StartsAt.In(i18n.Oslo).Format("15.04") {
			line += " kl. " + clock
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func ruleValues(v url.Values, s activity.Schedule) {
	v.Set("slutter", endsOn)
	if s.RRule == "" {
		v.Set("gjentas", map[bool]string{true: someDates, false: once}[len(s.ExtraDates) > 0])
		return
	}
	p, ok := recurrence.PatternOf(s.RRule, s.StartsAt)
	switch {
	case ok && p.Kind == recurrence.OnWeekdays && p.Every <= 2:
		v.Set("gjentas", map[bool]string{true: everySecond, false: weekly}[p.Every == 2])
		for _, d := range p.Weekdays {
			v.Add("ukedag", strconv.Itoa((int(d)+6)%7+1))
		}
	case ok && p.Kind == recurrence.NthWeekday && p.Every <= 1:
		v.Set("gjentas", monthly)
		v.Set("nummer", strconv.Itoa(p.Nth))
		v.Set("manedsdag", strconv.Itoa((int(p.Weekdays[0])+6)%7+1))
	default:
		v.Set("gjentas", ownRule)
		v.Set("egen_regel", s.RRule)
		return
	}
	switch {
	case p.Count > 0:
		v.Set("slutter", endsAfter)
		v.Set("antall", strconv.Itoa(p.Count))
	case p.Until.IsZero():
		v.Set("slutter", endsNever)
	default:
		v.Set("slutt_dato", p.Until.In(i18n.Oslo).Format(time.DateOnly))
	}
}

// pauseRows is how many rows for pauses the form shows: those in use and one
// more, two at least.
func pauseRows(f *form.Form) []string {
	last := 0
	for i := 1; i <= maxPauses; i++ {
		if n := strconv.Itoa(i); f.Raw("pause_fra_"+n)+f.Raw("pause_til_"+n)+f.Raw("pause_grunn_"+n) != "" {
			last = i
		}
	}
	var rows []string
	for i := range min(max(last+1, minPauses), maxPauses) {
		rows = append(rows, strconv.Itoa(i+1))
	}
	return slices.Clip(rows)
}
