// What a schedule may be.

package schedule

import (
	"slices"
	"time"
	"unicode/utf8"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/recurrence"
)

// Limits of a schedule. The form uses them too.
const (
	MaxMinutes     = 14 * 24 * 60 // of one date
	MaxExtraDates  = 200
	maxExceptDates = 400
	maxPauses      = 30
	maxReason      = 100 // characters, of a pause
)

// How far from now a date may lie.
const (
	oldest     = 2 // years back
	YearsAhead = 3 // and years ahead
)

// Check holds the schedule against the limits, and makes sure that there is something to come to.
func (s Schedule) Check(f *fault.Fields, now time.Time) {
	before := len(*f)
	f.Check(Sane(s.StartsAt, now), "dato", i18n.Mark("Velg en dato fra de siste %d årene til %d år fram i tid."), oldest, YearsAhead)
	f.Check(s.DurationMinutes >= 0, "til", i18n.Mark("Slutten må være etter starten."))
	f.Check(s.DurationMinutes <= MaxMinutes, "til", i18n.Mark("En dato kan vare i høyst 14 dager. Bruk gjentakelse eller flere datoer."))
	f.Check(!s.AllDay || s.DurationMinutes%(24*60) == 0, "til", i18n.Mark("Velg hele dager."))
	far := func(t time.Time) bool { return !Sane(t, now) }
	f.Check(len(s.ExtraDates) <= MaxExtraDates, "datoer", i18n.Mark("Skriv høyst %d datoer."), MaxExtraDates)
	f.Check(!slices.ContainsFunc(s.ExtraDates, far), "datoer", i18n.Mark("Velg en dato fra de siste %d årene til %d år fram i tid."), oldest, YearsAhead)
	f.Check(len(s.ExceptDates) <= maxExceptDates, "unntak", i18n.Mark("Skriv høyst %d datoer."), maxExceptDates)
	f.Check(len(s.Pauses) <= maxPauses, "pause_fra_1", i18n.Mark("Skriv høyst %d pauser."), maxPauses)
	for i, p := range s.Pauses {
		p.check(f, i)
	}
	if err := recurrence.Validate(s.RRule); err != nil {
		f.Add("gjentas", i18n.Mark("Vi forstår ikke regelen for gjentakelse."))
	}
	if len(*f) == before {
		s.checkDates(f, now)
	}
}

// Sane says whether a date lies within reason from now.
func Sane(t, now time.Time) bool {
	return t.After(now.AddDate(-oldest, 0, 0)) && t.Before(now.AddDate(YearsAhead, 0, 0))
}

func (p Pause) check(f *fault.Fields, i int) {
	suffix := string(rune('1' + min(i, 8)))
	from, to := p.From.Format(time.DateOnly), p.To.Format(time.DateOnly)
	f.Check(from <= to, "pause_til_"+suffix, i18n.Mark("Pausen må slutte etter at den begynner."))
	n := utf8.RuneCountInString(p.Reason)
	f.Check(n <= maxReason, "pause_grunn_"+suffix, i18n.Mark("Skriv kortere. Teksten kan ha høyst %d tegn, og den har %d."), maxReason, n)
}

// checkDates makes sure that there is something to come to, and not too much.
func (s Schedule) checkDates(f *fault.Fields, now time.Time) {
	dates, err := s.Expand(now)
	switch {
	case err != nil:
		f.Add("gjentas", i18n.Mark("Regelen for gjentakelse er for omfattende."))
	case len(dates) == 0:
		f.Add("dato", i18n.Mark("Det blir ingen datoer. Se over datoen, gjentakelsen og pausene."))
	case len(dates) >= MaxDates:
		f.Add("gjentas", i18n.Mark("Det blir flere enn %d datoer. Velg færre."), MaxDates)
	}
}
