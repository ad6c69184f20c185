// Package activities is where groups and staff keep activities. What residents
// see of them is in package agenda.
package activities
