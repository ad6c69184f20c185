// Package activityeditor is where groups and staff keep one activity: the form with
// its preview, its dates, what is done with it, and how staff read it and answer.
package activityeditor
