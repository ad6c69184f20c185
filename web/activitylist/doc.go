// Package activitylist is what residents look for activities in: the list with its
// filters, date for date, as a programme for paper, the month, and the same as a
// calendar to subscribe to. One activity is in activitypage, its card in
// activitycards, and what groups and staff do with it in activityeditor.
package activitylist
