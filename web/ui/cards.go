// What cards and tiles are made from.

package ui

import (
	"strings"
	"unicode/utf8"
)

// CardArgs describes a card in a CardGrid. The children are what stands under
// the title: time, place, tags.
type CardArgs struct {
	// Title is the heading and URL where the whole card leads.
	Title, URL string
	// ID is unique on the page and ends up on the link; it is made from the
	// URL when empty.
	ID string
	// Level is the heading's level; 0 means 3.
	Level int
	// Kicker is a short line above the title.
	Kicker string
	// Pictogram is an activity category; shown when there is no ImageURL.
	Pictogram string
	// ImageURL with ImageAlt (empty for a decorative picture).
	ImageURL, ImageAlt string
	// Plain leaves out picture and pictogram.
	Plain bool
	// Muted is for what is cancelled or over; say so in words too.
	Muted bool
	// Lang is the title's language when it is not the page's.
	Lang string
}

// TileArgs describes a category tile.
type TileArgs struct {
	Label, URL string
	// Pictogram is an activity category; Icon is used instead when set.
	Pictogram, Icon string
	// Text is a short line under the label, such as a count in words.
	Text string
}

func (c CardArgs) id() string {
	if c.ID != "" {
		return c.ID
	}
	return "k-" + slug(c.URL)
}

func (c CardArgs) level() int {
	if c.Level == 0 {
		return 3
	}
	return c.Level
}

// initials are the first letters of the first and last name.
func initials(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return ""
	}
	first, _ := utf8.DecodeRuneInString(words[0])
	if len(words) == 1 {
		return string(first)
	}
	last, _ := utf8.DecodeRuneInString(words[len(words)-1])
	return string(first) + string(last)
}
