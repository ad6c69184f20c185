// An organisation of Frivillighetsregisteret.

package brreg

import "time"

// A Voluntary is an organisation in Frivillighetsregisteret, which has neither names nor addresses.
type Voluntary struct {
	OrgNr           string
	ICNPO           []string // codelist codes, the most important first; unknown codes are left out
	Grasrot         bool     // takes part in Grasrotandelen, and is not excluded from it now
	Status          string   // "innfoert", "slettet" …
	Registered      time.Time
	FirstRegistered time.Time
	Deleted         time.Time
}

// A Joined is what both registers know about one organisation.
type Joined struct {
	Enhet
	Voluntary *Voluntary // nil when it is not in Frivillighetsregisteret
}

// Join puts the registers together by organisation number, in the order of enheter. The last entry wins when a number
// stands twice in voluntary. rest are the voluntary organisations without an enhet.
func Join(enheter []Enhet, voluntary []Voluntary) (joined []Joined, rest []Voluntary) {
	byNumber := make(map[string]*Voluntary, len(voluntary))
	for i := range voluntary {
		byNumber[voluntary[i].OrgNr] = &voluntary[i]
	}
	joined = make([]Joined, len(enheter))
	used := make(map[string]bool, len(enheter))
	for i, e := range enheter {
		joined[i] = Joined{Enhet: e, Voluntary: byNumber[e.OrgNr]}
		used[e.OrgNr] = true
	}
	for i, v := range voluntary {
		if !used[v.OrgNr] && byNumber[v.OrgNr] == &voluntary[i] {
			rest = append(rest, v)
		}
	}
	return joined, rest
}
