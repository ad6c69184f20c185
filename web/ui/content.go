// What chips, tags and steps are made from.

package ui

import (
	"github.com/a-h/templ"
)

// ChipArgs describes a quick choice that is a link.
type ChipArgs struct {
	Label, URL string
	// Active is for the choice that is on.
	Active bool
	// Icon is optional.
	Icon string
}

func tagAttrs(kind string) templ.OrderedAttributes {
	if kind == "" {
		return nil
	}
	return templ.OrderedAttributes{{Key: "data-color", Value: kind}}
}

func stepClass(n, current int) string {
	switch {
	case n < current:
		return "steps__step steps__step--done"
	case n == current:
		return "steps__step steps__step--now"
	}
	return "steps__step"
}
