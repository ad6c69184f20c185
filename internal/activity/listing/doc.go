// Package listing has what is read of activities without changing them: the lists,
// the page and the calendars that residents see, a group's own lists, the staff's
// list and its export. One activity, and what may become of it, is in package
// activity.
package listing
