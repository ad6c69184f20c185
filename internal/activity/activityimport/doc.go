// Package activityimport takes the events of calendar files in as activities of an
// organisation. Plan says what a file would do; the plan's Apply does it. What an
// activity may become stands in package activity.
package activityimport
