// Municipalities, with their names in all languages.

package codelist

import (
	"strings"
	"sync"
)

// A Municipality is one of the 357 municipalities of 2024. Number is the key: names are shared (there are two Herøy
// and two Våler), and numbers change when municipalities merge, so store from when a number is valid.
type Municipality struct {
	Number       string // four digits, "0301"
	Name         string // the Norwegian name, "Hattfjelldal"
	CountyNumber string // two digits
	CountyName   string
	Names        []PlaceName // all official names in official order; only where there are more than one
}

// A PlaceName is an official name and the language that it is in, for the lang attribute of the page.
type PlaceName struct {
	Lang string // BCP 47: nb, se (Northern Sámi), smj (Lule Sámi), sma (South Sámi), fkv (Kven)
	Name string
}

// Parallel returns the official names in other languages than Norwegian.
func (m Municipality) Parallel() []PlaceName {
	var parallel []PlaceName
	for _, n := range m.Names {
		if n.Lang != "nb" {
			parallel = append(parallel, n)
		}
	}
	return parallel
}

// Municipalities returns all municipalities ordered by number.
func Municipalities() []Municipality { return municipalities().list }

// MunicipalityByNumber finds one municipality. A number that has lost its leading zero in a spreadsheet ("301") is understood.
func MunicipalityByNumber(number string) (Municipality, bool) {
	m, ok := municipalities().byNumber[padZeros(number, 4)]
	return m, ok
}

type municipalityIndex struct {
	list     []Municipality
	byNumber map[string]Municipality
}

var municipalities = sync.OnceValue(func() municipalityIndex {
	index := municipalityIndex{byNumber: map[string]Municipality{}}
	for _, row := range readList("municipalities.csv", 5) {
		m := Municipality{Number: row[0], Name: row[1], CountyNumber: row[2], CountyName: row[3], Names: parseNames(row[4])}
		index.list = append(index.list, m)
		index.byNumber[m.Number] = m
	}
	return index
})

func parseNames(cell string) []PlaceName {
	var names []PlaceName
	for part := range strings.SplitSeq(cell, ", ") {
		if lang, name, ok := strings.Cut(part, " "); ok {
			names = append(names, PlaceName{Lang: lang, Name: name})
		}
	}
	return names
}

// padZeros gives back the leading zeros that a spreadsheet took away.
func padZeros(digits string, width int) string {
	digits = strings.TrimSpace(digits)
	if digits == "" || len(digits) >= width {
		return digits
	}
	return strings.Repeat("0", width-len(digits)) + digits
}
