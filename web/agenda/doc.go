// Package agenda is what residents see of activities: the list with its filters
// (list), the month (calendar), one activity (show), all of them as iCalendar
// (ics), and the sitemap. Its cards stand on the front page and the search page
// too. What groups and staff do with activities is in package activities.
package agenda
