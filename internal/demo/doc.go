// Package demo fills an empty installation with the invented municipalities of package town, with people
// who have used it for a while, so that everybody who starts the program sees it as it looks in use.
package demo
