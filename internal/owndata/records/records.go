// Package records is the one list of the kinds of records that name somebody: why they are kept, on what ground, how
// long, how many there are and how many go soon. The privacy page is made of it, and tests hold the tables against it:
// a column with somebody's name, number or address belongs to a kind here, or a test says why not.
package records

import (
	"time"

	"frivilligsentral/internal/i18n"
)

// Soon is how far ahead Due looks.
const Soon = 30 * 24 * time.Hour

// Rules are what a municipality and its forms say about keeping.
type Rules struct {
	Lang              i18n.Lang
	ContactPublicDays int
	HoldMinutes       int // an unconfirmed sign-up
	OfferHours        int // an offer of a place
	GuardianAge       int // below it a guardian says yes; 0: never
	LeastDays         int // sign-ups are kept after the last date, by the form that keeps them shortest
	MostDays          int // and longest
}

// Basis is what allows that something is kept.
type Basis string

// The grounds, in bokmål source text.
var (
	agreement   = Basis(i18n.Mark("Avtalen om å delta, personvernforordningen artikkel 6 nr. 1 b"))
	public      = Basis(i18n.Mark("Oppgave i allmenn interesse, personvernforordningen artikkel 6 nr. 1 e"))
	security    = Basis(i18n.Mark("Sikkerhet, artikkel 6 nr. 1 e og artikkel 32"))
	notPersonal = Basis(i18n.Mark("Ikke personopplysninger: bare ordet og hvor mange ganger, aldri hvem"))
)

// Kind is one kind of records. Its texts are bokmål source texts.
type Kind struct {
	Key       string // its name in the table of counts
	Name      string // what is counted, short
	What, Why string
	Basis     Basis
	Keep      func(Rules) string
	Columns   []string // table.column of what names somebody

	sql   string        // counts those of a municipality: kept, and due as of the moment @due
	after time.Duration // @due is Soon less this: how long a record is kept
}

// Standing says that nothing of the kind goes by time: somebody takes it away.
func (k Kind) Standing() bool { return k.after < 0 }

// standing is the after of a kind that has no time.
const standing = -1

// All are the kinds, in the order of the page.
func All() []Kind {
	var all []Kind
	for _, part := range [][]Kind{signUps, people, accounts, mailed, work, networks} {
		all = append(all, part...)
	}
	return all
}

const day = 24 * time.Hour

// always is a text without numbers.
func always(text string) func(Rules) string {
	return func(r Rules) string { return r.Lang.T(text) }
}

// after is a text with a time in it.
func after(text string, d time.Duration) func(Rules) string {
	return func(r Rules) string { return r.Lang.T(text, Span(r.Lang, d)) }
}

// spanOf is only a time.
func spanOf(d time.Duration) func(Rules) string {
	return func(r Rules) string { return Span(r.Lang, d) }
}

// Span writes a duration in the largest whole unit: an hour, 30 days, a year.
func Span(l i18n.Lang, d time.Duration) string {
	days := int(d / day)
	switch {
	case days >= 365 && days%365 == 0:
		return l.N("ett år", "%d år", days/365)
	case days > 0 && d%day == 0:
		return Days(l, days)
	case d%time.Hour == 0:
		return l.N("én time", "%d timer", int(d/time.Hour))
	}
	return l.N("ett minutt", "%d minutter", int(d/time.Minute))
}

// Days writes a number of days.
func Days(l i18n.Lang, n int) string { return l.N("én dag", "%d dager", n) }

// AfterLast writes a time after the last date.
func AfterLast(l i18n.Lang, days int) string {
	if days == 0 {
		return l.T("Til siste dato er over")
	}
	return l.N("Én dag etter siste dato", "%d dager etter siste dato", days)
}
