// The words of the calendar in each language.

package i18n

import "time"

// words is what the calendar needs to know about a language. It is kept here and
// not in the .po files, because the order of the parts differs and not only the words.
type words struct {
	months   [12]string
	weekdays [7]string // from Sunday, as time.Weekday
	short    [7]string
	dayPoint string // after the day of the month
	clock    string // before a time, with its space
	colon    string // between hours and minutes
	comma    string // between date and time
	today    string
	tomorrow string
	before   string // yesterday
	now      string
	ago      [2]string // before and after a span in the past
	in       string    // before a span in the future
	units    [6]forms  // minute, hour, day, week, month, year
}

var bokmaalWords = words{
	months: [12]string{"januar", "februar", "mars", "april", "mai", "juni",
		"juli", "august", "september", "oktober", "november", "desember"},
	weekdays: [7]string{"søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"},
	short:    [7]string{"søn", "man", "tir", "ons", "tor", "fre", "lør"},
	dayPoint: ".", clock: "kl. ", colon: ".", comma: " ",
	today: "i dag", tomorrow: "i morgen", before: "i går",
	now: "akkurat nå", ago: [2]string{"for ", " siden"}, in: "om ",
	units: [6]forms{{"minutt", "minutter"}, {"time", "timer"}, {"dag", "dager"},
		{"uke", "uker"}, {"måned", "måneder"}, {"år", "år"}},
}

var nynorskWords = words{
	months:   bokmaalWords.months,
	weekdays: [7]string{"sundag", "måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag"},
	short:    [7]string{"sun", "mån", "tys", "ons", "tor", "fre", "lau"},
	dayPoint: ".", clock: "kl. ", colon: ".", comma: " ",
	today: "i dag", tomorrow: "i morgon", before: "i går",
	now: "akkurat no", ago: [2]string{"for ", " sidan"}, in: "om ",
	units: [6]forms{{"minutt", "minutt"}, {"time", "timar"}, {"dag", "dagar"},
		{"veke", "veker"}, {"månad", "månader"}, {"år", "år"}},
}

var englishWords = words{
	months: [12]string{"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December"},
	weekdays: [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	short:    [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
	dayPoint: "", clock: "", colon: ":", comma: ", ",
	today: "today", tomorrow: "tomorrow", before: "yesterday",
	now: "just now", ago: [2]string{"", " ago"}, in: "in ",
	units: [6]forms{{"minute", "minutes"}, {"hour", "hours"}, {"day", "days"},
		{"week", "weeks"}, {"month", "months"}, {"year", "years"}},
}

func (l Lang) words() *words {
	switch l {
	case NN:
		return &nynorskWords
	case EN:
		return &englishWords
	}
	return &bokmaalWords
}

// MonthName is the name of a month: "mai". Lower case in Norwegian.
func (l Lang) MonthName(m time.Month) string { return l.words().months[(int(m)+11)%12] }

// WeekdayName is the name of a day of the week: "torsdag".
func (l Lang) WeekdayName(d time.Weekday) string { return l.words().weekdays[int(d)%7] }

// WeekdayShort is three letters for calendars: "tor".
func (l Lang) WeekdayShort(d time.Weekday) string { return l.words().short[int(d)%7] }
