// Package ical reads calendars that others made and writes those that people
// subscribe to (iCalendar, RFC 5545 and 7986).
//
// Reading is made for files as they are: wrong line ends, Latin-1, Windows zone
// names, cut-off files. Each event stands alone, so one that cannot be
// understood is refused with a reason in bokmål and never costs the others.
// golang-ical parses the lines; its calendar parser is not used, because it
// gives up a whole file for one bad line.
//
// Writing gives one VEVENT per date and no RRULE: too many calendar programs
// show the wrong dates of a rule, or only the first one. The writer is our own:
// golang-ical folds at words, escapes parameters with backslashes, and lets a
// line break in a URL or an organizer through as a new property.
//
// Nothing here reads a database.
package ical
