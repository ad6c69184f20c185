// Package activitycards is an activity as it stands in lists: the card that the
// front page, search, places and organisations show, the price, ages and languages
// in words, what is left of places, and what calendar files have in common.
package activitycards
