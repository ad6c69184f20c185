// Addresses: with their values, of the pages beside the one shown, and behind the door.

package page

import (
	"net/url"
	"slices"
	"strings"

	"frivilligsentral/internal/account"
)

// Names in an address of the place in a list: what comes after it, or before it.
const (
	afterField  = "etter"
	beforeField = "for"
)

// Query is the part of an address after the path, "" when nothing is asked for.
func Query(v url.Values) string {
	if s := v.Encode(); s != "" {
		return "?" + s
	}
	return ""
}

// WithQuery is an address with its query, before the "#" when path has one.
func WithQuery(path string, v url.Values) string {
	path, anchor, found := strings.Cut(path, "#")
	path += Query(v)
	if found {
		path += "#" + anchor
	}
	return path
}

// Without is v without names; v stays as it is.
func Without(v url.Values, names ...string) url.Values {
	out := url.Values{}
	for name, values := range v {
		if !slices.Contains(names, name) {
			out[name] = values
		}
	}
	return out
}

// Plus is v with one value of a name, or without the name when the value is ""; v
// stays as it is.
func Plus(v url.Values, name, value string) url.Values {
	out := Without(v, name)
	if value != "" {
		out.Set(name, value)
	}
	return out
}

// Beside are the addresses of the pages of a list before and after the one shown, ""
// where there is none. v is the address without the place in the list.
func (e *Env) Beside(path string, v url.Values, prev, next string) (before, after string) {
	v = Without(v, beforeField, afterField)
	if prev != "" {
		before = e.URL(WithQuery(path, Plus(v, beforeField, prev)))
	}
	if next != "" {
		after = e.URL(WithQuery(path, Plus(v, afterField, next)))
	}
	return before, after
}

// DoorPath is where what has a page behind both doors lives at the request's door:
// "/lag/aktiviteter" or "/ansatt/aktiviteter".
func (e *Env) DoorPath(rest string) string {
	if e.Door == account.StaffDoor {
		return "/ansatt" + rest
	}
	return "/lag" + rest
}
