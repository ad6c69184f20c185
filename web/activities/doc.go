// Package activities is everything about activities on the web. The public part:
// the list with its filters (list), the month calendar (calendar), one activity
// (show), all of them as iCalendar (ics). Cards are shared with the front page
// and the search page.
package activities
