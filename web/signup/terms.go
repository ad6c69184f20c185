// The rules of a sign-up, and its dates, in words.

package signup

import (
	"strconv"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration/signupform"
)

// Terms are the rules of a sign-up in short sentences: what one signs up for, until
// when, who may, and how many together. With several dates, the deadline is that of each.
func Terms(l i18n.Lang, a activity.View, p signupform.Page, now time.Time, several bool) []string {
	var all []string
	f := p.Form
	switch {
	case f.Scope == signupform.WholeSeries && a.Repeats():
		all = append(all, l.T("Du melder deg på hele serien, med alle datoene."))
	case a.Repeats():
		all = append(all, l.T("Du velger selv hvilke datoer du melder deg på."))
	}
	switch {
	case several && p.Form.ClosesHours > 0:
		all = append(all, l.N("Fristen er %d time før start.", "Fristen er %d timer før start.", p.Form.ClosesHours))
	case !several && (CanEnter(p.Gate) || p.Gate == signupform.NotYet):
		all = append(all, l.T("Frist: %s.", moment(l, p.Deadline, now)))
	}
	if ages := ageLimits(l, f); ages != "" {
		all = append(all, ages)
	}
	if f.MaxParty > 1 {
		all = append(all, l.T("Du kan melde på inntil %d personer sammen.", f.MaxParty))
	}
	if f.MinParticipants > 1 {
		all = append(all, l.T("Det må være minst %d påmeldte for at det blir noe av.", f.MinParticipants))
	}
	if age := youngUnder(f, p.Settings); age > 0 {
		all = append(all, l.T("Er du under %d år, må en foresatt bekrefte.", age))
	}
	return all
}

func ageLimits(l i18n.Lang, f signupform.Form) string {
	switch {
	case f.AgeMin != nil && f.AgeMax != nil:
		return l.T("For dem som er %d–%d år.", *f.AgeMin, *f.AgeMax)
	case f.AgeMin != nil:
		return l.T("For dem som er %d år eller eldre.", *f.AgeMin)
	case f.AgeMax != nil:
		return l.T("For dem som er %d år eller yngre.", *f.AgeMax)
	}
	return ""
}

// youngUnder is the age under which a guardian confirms; 0 where nobody so young
// may sign up, or no age is asked.
func youngUnder(f signupform.Form, s signupform.Settings) int {
	age := f.GuardianAge
	if age == 0 {
		age = s.GuardianAge
	}
	if !f.AsksAges() || f.AgeMin != nil && *f.AgeMin >= age {
		return 0
	}
	return age
}

// moment is a date with its time of day: "torsdag 14. mai kl. 18.00".
func moment(l i18n.Lang, t, now time.Time) string { return l.When(t, t, false, now) }

// when is the slot's date, or how often a series is and from when to when; the
// times are those of its dates.
func when(l i18n.Lang, s signupform.Slot, starts, ends []time.Time, allDay bool, now time.Time) string {
	if s.Scope == signupform.WholeSeries && len(starts) > 1 {
		return signupform.SeriesWhen(l, starts, ends, allDay, now)
	}
	return l.When(s.StartsAt, s.LastEnd(), allDay, now)
}

func positive(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 9999 {
		return 0
	}
	return n
}
