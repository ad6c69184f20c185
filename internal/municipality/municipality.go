// Package municipality knows the kommune: which host name is whose, its centres
// (frivilligsentraler), areas, code lists and settings. Every other row of the
// portal belongs to a municipality.
//
// What it answers is for everybody, and stands on pages that need no login: none of
// its reads takes an actor, and none tells of people. Changes take an Editor.
package municipality

import (
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/opening"
)

// Municipality is a kommune. Those with a host have a portal of their own.
type Municipality struct {
	ID                int64
	Number            string // kommunenummer, four digits; changes at reforms
	Name              string
	ParallelName      string // Sámi or Kven name, "" when none
	CountyNumber      string
	County            string
	DefaultLang       i18n.Lang
	Theme             string // colours: "kommune" or "kommune2"
	Controller        string // behandlingsansvarlig, for the privacy page
	PrivacyEmail      string // personvernombud
	AccessibilityURL  string // statement at uustatus.no; "" shows the portal's own page
	ApproveActivities bool   // activities of groups wait for a coordinator
	SignupHoldMinutes int    // how long an unconfirmed sign-up holds its place
	SignupOfferHours  int    // how long an offer from the waiting list stands
	GuardianAge       int    // years; under it a guardian confirms a sign-up

	SignupUnprovedPercent int  // of a date's places, what sign-ups may hold that nobody has answered for
	HideCommercial        bool // lists leave commercial offers out until somebody asks for them
	ContactPublicDays     int  // how long after its last date residents see who to contact about an activity

	Version int
}

// Centre is a frivilligsentral: a meeting place, and a link between kommune and voluntary sector.
type Centre struct {
	ID             int64
	MunicipalityID int64
	Name           string
	OwnerForm      string // municipal, association, foundation, cooperative, company, other
	OrgNr          *string
	Address        string
	PostalCode     string
	Opening        opening.Hours
	OpeningNote    string
	Phone          string // E.164
	Email          string
	About          map[string]string // by language tag
	Sort           int
	Version        int
}

// Area is a bydel, grend, skolekrets or tettsted.
type Area struct {
	ID             int64
	MunicipalityID int64
	Slug           string
	Name           string
	Kind           string
	ParentID       *int64
	Sort           int
	Active         bool
	Version        int
}

// Code is one entry of a code list. Entries are never deleted, only made inactive.
type Code struct {
	ID             int64
	MunicipalityID int64
	List           List
	Slug           string // stable, used in addresses
	NameNB         string
	NameNN         string
	NameEN         string
	Pictogram      string
	AgeMin         *int // target groups: years, inclusive
	AgeMax         *int
	Sort           int
	Active         bool
	Version        int
}

// Name is the entry's name in the language, bokmål when it has none.
func (c Code) Name(l i18n.Lang) string {
	switch {
	case l == i18n.NN && c.NameNN != "":
		return c.NameNN
	case l == i18n.EN && c.NameEN != "":
		return c.NameEN
	}
	return c.NameNB
}

// ICNPO is one code of the International Classification of Nonprofit
// Organizations as Frivillighetsregisteret uses it.
type ICNPO struct {
	Code      string
	GroupCode string
	NameNB    string
	NameNN    string
	Active    bool
}

// Name is the code's name; English pages show bokmål.
func (c ICNPO) Name(l i18n.Lang) string {
	if l == i18n.NN && c.NameNN != "" {
		return c.NameNN
	}
	return c.NameNB
}

// Site is all that pages need to know of a municipality, read together and kept
// in memory for a short while: 5–50 kB.
type Site struct {
	Municipality
	Host    string // canonical host, "" when it has none
	Centres []Centre
	Areas   []Area
	Lists   map[List][]Code // all entries of the municipality's code lists
}

// Centre is the first centre, for headers and footers.
func (s *Site) Centre() Centre {
	if len(s.Centres) == 0 {
		return Centre{MunicipalityID: s.ID, Name: s.Name + " frivilligsentral"}
	}
	return s.Centres[0]
}

// CodeByID finds an entry of any list.
func (s *Site) CodeByID(id int64) (Code, bool) {
	for _, list := range s.Lists {
		for _, c := range list {
			if c.ID == id {
				return c, true
			}
		}
	}
	return Code{}, false
}

// CodeBySlug finds an entry of one list.
func (s *Site) CodeBySlug(list List, slug string) (Code, bool) {
	for _, c := range s.Codes(list) {
		if c.Slug == slug {
			return c, true
		}
	}
	return Code{}, false
}

// Codes is one whole list, inactive entries too.
func (s *Site) Codes(list List) []Code { return s.Lists[list] }

// ActiveCodes are the entries that can be chosen.
func (s *Site) ActiveCodes(list List) []Code {
	var out []Code
	for _, c := range s.Codes(list) {
		if c.Active {
			out = append(out, c)
		}
	}
	return out
}

// AreaByID finds an area.
func (s *Site) AreaByID(id int64) (Area, bool) {
	for _, a := range s.Areas {
		if a.ID == id {
			return a, true
		}
	}
	return Area{}, false
}

// AreaBySlug finds an area.
func (s *Site) AreaBySlug(slug string) (Area, bool) {
	for _, a := range s.Areas {
		if a.Slug == slug {
			return a, true
		}
	}
	return Area{}, false
}

// CodeName is the name of an entry of any list, "" when there is none.
func (s *Site) CodeName(l i18n.Lang, id int64) string {
	c, _ := s.CodeByID(id)
	return c.Name(l)
}

// AreaName is the name of an area, "" when there is none.
func (s *Site) AreaName(id int64) string {
	a, _ := s.AreaByID(id)
	return a.Name
}

// CodeNames are the names of entries, of any list, in the order of the ids.
func (s *Site) CodeNames(l i18n.Lang, ids ...int64) []string {
	var names []string
	for _, id := range ids {
		if c, ok := s.CodeByID(id); ok {
			names = append(names, c.Name(l))
		}
	}
	return names
}

// AreaNames are the names of areas, in the order of the ids.
func (s *Site) AreaNames(ids ...int64) []string {
	var names []string
	for _, id := range ids {
		if a, ok := s.AreaByID(id); ok {
			names = append(names, a.Name)
		}
	}
	return names
}

// ActiveAreas are the areas that can be chosen.
func (s *Site) ActiveAreas() []Area {
	var out []Area
	for _, a := range s.Areas {
		if a.Active {
			out = append(out, a)
		}
	}
	return out
}
