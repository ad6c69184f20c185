// Package town is the content of the invented municipalities as data: one JSON file per noun under
// data, read and joined by [Load]. Nobody in it
// exists: the people, the organisations, the e-mail addresses (reserved top domain .example), the
// phone numbers (series 60 and 68, which are not handed out in Norway) and the postal codes are made up.
//
// All dates are relative. A day is a number of days counted from the Monday of the current week in
// Europe/Oslo: 0 is this Monday, 6 this Sunday, 7 next Monday, -7 last Monday. Clock times are
// Europe/Oslo wall time, "18:00". The same week therefore always gives the same demo.
package town
