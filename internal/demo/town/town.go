// What a municipality of the demo consists of.

package town

import (
	"slices"
	"strings"

	"frivilligsentral/internal/opening"
)

// Data is everything an empty installation is filled with.
type Data struct {
	Categories     []Category
	TargetGroups   []TargetGroup
	Topics         []Topic
	LocalKinds     []LocalKind
	Synonyms       []Synonym
	Municipalities []Municipality // the first one is the main one, Solvik
}

// Text is a short text in bokmål, nynorsk and English.
type Text struct {
	NB string `json:"nb"`
	NN string `json:"nn"`
	EN string `json:"en"`
}

// LocalKind is what some organisations are, in the municipality's own words.
type LocalKind struct {
	Slug  string   `json:"slug"`
	Name  Text     `json:"name"`
	Words []string `json:"words"` // one of them stands in the name of such an organisation, in lower case
}

// Fits says whether an organisation of the name is one.
func (k LocalKind) Fits(name string) bool {
	return slices.ContainsFunc(k.Words, func(w string) bool { return strings.Contains(strings.ToLower(name), w) })
}

// Category is a public top-level category, from the national list of the frivilligsentraler.
type Category struct {
	Slug   string  `json:"slug"`
	Name   Text    `json:"name"`
	Icon   string  `json:"icon"`   // name of the drawn pictogram
	Weight float64 `json:"weight"` // percent of all activities, national statistics
}

// TargetGroup says who an activity is for. Age bounds are whole years; 0 means no bound.
type TargetGroup struct {
	Slug   string `json:"slug"`
	Name   Text   `json:"name"`
	AgeMin int    `json:"age_min"`
	AgeMax int    `json:"age_max"`
}

// Topic is an answer to "Hva gjelder det?" on the page about the municipality.
type Topic struct {
	Slug      string `json:"slug"`
	Name      Text   `json:"name"`
	Help      Text   `json:"help"`
	Icon      string `json:"icon"`
	NeedsArea bool   `json:"needs_area"` // who answers depends on where you live
}

// Synonym is a set of words that mean the same in a search.
type Synonym struct {
	Words []string `json:"words"`
	Note  string   `json:"note"`
}

// Municipality is one kommune with all that belongs to it. References between the nouns are slugs.
type Municipality struct {
	Number      string `json:"number"` // four digits, not in use by any real kommune
	Name        string `json:"name"`
	Place       string `json:"place"` // "Hva skjer i Solvik?"
	Slug        string `json:"slug"`  // folder of its data, usable in a host name
	DefaultLang string `json:"default_lang"`
	Centre      Centre `json:"centre"`

	Areas         []Area         `json:"-"`
	Venues        []Venue        `json:"-"`
	Organisations []Organisation `json:"-"`
	Units         []Unit         `json:"-"` // parents come before their children
	Contacts      []Contact      `json:"-"`
	Activities    []Activity     `json:"-"`
	Staff         []Staff        `json:"-"`
	GroupLogins   []GroupLogin   `json:"-"`
}

// Centre is the frivilligsentral.
type Centre struct {
	Name         string    `json:"name"`
	Organisation string    `json:"organisation"` // slug of the organisation that is the centre
	Address      string    `json:"address"`
	PostalCode   string    `json:"postal_code"`
	PostalPlace  string    `json:"postal_place"`
	Phone        string    `json:"phone"`
	Email        string    `json:"email"`
	OpeningHours []Opening `json:"opening_hours"` // days that are missing are closed
	About        Text      `json:"about"`         // Markdown
}

// Opening is the opening hours of one weekday.
type Opening struct {
	Weekday string `json:"weekday"` // mo tu we th fr sa su
	Open    string `json:"open"`
	Close   string `json:"close"`
	Note    string `json:"note"`
}

// Area is a bydel, grend, skolekrets or tettsted.
type Area struct {
	Slug   string `json:"slug"`
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	Parent string `json:"parent"`
}

// Venue is a place where things happen.
type Venue struct {
	Slug          string   `json:"slug"`
	Name          string   `json:"name"`
	Type          string   `json:"type"` // one of venue.Types
	Address       string   `json:"address"`
	PostalCode    string   `json:"postal_code"`
	PostalPlace   string   `json:"postal_place"`
	Area          string   `json:"area"`
	Lat           float64  `json:"lat"`
	Lon           float64  `json:"lon"`
	Capacity      int      `json:"capacity"`      // people
	Accessibility []string `json:"accessibility"` // of venue.AccessibilityFlags
	Owner         string   `json:"owner"`         // slug of a municipal unit
	Description   string   `json:"description"`

	Opening *opening.Hours `json:"opening"` // nil: not known
}

// Unit is a municipal unit.
type Unit struct {
	Slug   string `json:"slug"`
	Name   string `json:"name"`
	Parent string `json:"parent"` // empty for the kommune itself
}

// Contact is a named person in the municipality.
type Contact struct {
	Slug         string   `json:"slug"`
	Name         string   `json:"name"`
	Title        string   `json:"title"`
	Unit         string   `json:"unit"`
	Phone        string   `json:"phone"`
	Email        string   `json:"email"`
	Topics       []string `json:"topics"`
	Areas        []string `json:"areas"` // empty: the whole kommune
	Substitute   string   `json:"substitute"`
	OfficeHours  string   `json:"office_hours"`
	Public       bool     `json:"public"`
	ValidFromDay int      `json:"valid_from_day"`
	ValidToDay   int      `json:"valid_to_day"` // 0: no end
	ConfirmedDay int      `json:"confirmed_day"`
	Note         string   `json:"note"` // internal
}

// Staff is a municipal user that can log in.
type Staff struct {
	Name  string `json:"name"`
	Email string `json:"email"`
	Role  string `json:"role"` // coordinator, contact_manager, reader, administrator
	Ended bool   `json:"ended"`
	Note  string `json:"note"`
}

// GroupLogin is a user of an organisation that can log in.
type GroupLogin struct {
	Name         string `json:"name"`
	Email        string `json:"email"`
	Organisation string `json:"organisation"`
	Role         string `json:"role"` // admin or member
}

// In is the text in a language, bokmål when it has no other.
func (t Text) In(lang string) string {
	switch lang {
	case "nn":
		return t.NN
	case "en":
		return t.EN
	}
	return t.NB
}
