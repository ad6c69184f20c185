// Municipalities, with their names in all languages.

package codelist

import (
	"cmp"
	"slices"
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

// FullName returns all official names in official order, "Deatnu – Tana".
func (m Municipality) FullName() string {
	if len(m.Names) == 0 {
		return m.Name
	}
	names := make([]string, len(m.Names))
	for i, n := range m.Names {
		names[i] = n.Name
	}
	return strings.Join(names, " – ")
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

// A County is one of the 15 counties of 2024.
type County struct{ Number, Name string }

// Municipalities returns all municipalities ordered by number.
func Municipalities() []Municipality { return municipalities().list }

// MunicipalityByNumber finds one municipality. A number that has lost its leading zero in a spreadsheet ("301") is understood.
func MunicipalityByNumber(number string) (Municipality, bool) {
	m, ok := municipalities().byNumber[padZeros(number, 4)]
	return m, ok
}

// MunicipalitiesByName finds municipalities by any of their names, whatever the case and with or without " kommune".
// More than one may answer: then only the number can tell.
func MunicipalitiesByName(name string) []Municipality {
	return municipalities().byName[nameKey(name)]
}

// Counties returns all counties ordered by number.
func Counties() []County { return municipalities().counties }

type municipalityIndex struct {
	list     []Municipality
	byNumber map[string]Municipality
	byName   map[string][]Municipality
	counties []County
}

var municipalities = sync.OnceValue(func() municipalityIndex {
	index := municipalityIndex{byNumber: map[string]Municipality{}, byName: map[string][]Municipality{}}
	for _, row := range readList("municipalities.csv", 5) {
		m := Municipality{Number: row[0], Name: row[1], CountyNumber: row[2], CountyName: row[3], Names: parseNames(row[4])}
		index.add(m)
	}
	slices.SortFunc(index.counties, func(a, b County) int { return cmp.Compare(a.Number, b.Number) })
	return index
})

func (index *municipalityIndex) add(m Municipality) {
	index.list = append(index.list, m)
	index.byNumber[m.Number] = m
	for _, key := range nameKeys(m) {
		index.byName[key] = append(index.byName[key], m)
	}
	county := County{Number: m.CountyNumber, Name: m.CountyName}
	if !slices.Contains(index.counties, county) {
		index.counties = append(index.counties, county)
	}
}

func parseNames(cell string) []PlaceName {
	var names []PlaceName
	for part := range strings.SplitSeq(cell, ", ") {
		if lang, name, ok := strings.Cut(part, " "); ok {
			names = append(names, PlaceName{Lang: lang, Name: name})
		}
	}
	return names
}

func nameKeys(m Municipality) []string {
	keys := []string{nameKey(m.Name), nameKey(m.FullName())}
	if plain, _, ok := strings.Cut(m.Name, " ("); ok {
		keys = append(keys, nameKey(plain))
	}
	for _, n := range m.Names {
		keys = append(keys, nameKey(n.Name))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func nameKey(name string) string {
	key := strings.Join(strings.Fields(strings.ToLower(strings.ReplaceAll(name, "–", "-"))), " ")
	return strings.TrimSuffix(key, " kommune")
}

// padZeros gives back the leading zeros that a spreadsheet took away.
func padZeros(digits string, width int) string {
	digits = strings.TrimSpace(digits)
	if digits == "" || len(digits) >= width {
		return digits
	}
	return strings.Repeat("0", width-len(digits)) + digits
}
