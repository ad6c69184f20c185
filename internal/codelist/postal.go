// Postal codes and their places.

package codelist

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// A PostalCode is a postal code and its place, written the way people write it ("Mo i Rana", not "MO I RANA").
type PostalCode struct{ Code, Place string }

// PostalPlace returns the place of a postal code. The four digits must be there: use i18n.ParsePostalCode first.
func PostalPlace(code string) (string, bool) {
	place, ok := postalCodes().places[code]
	return place, ok
}

// Town is a postal code with its place, as both stand in an address: "0001 Oslo". A
// code that is younger than our list gets the municipality's name.
func Town(code, municipality string) string {
	if code == "" {
		return ""
	}
	place, ok := PostalPlace(code)
	if !ok {
		place = municipality
	}
	return strings.TrimSpace(code + " " + place)
}

// Address is a street address with the post town behind it, in one line; each may be missing.
func Address(street, code, municipality string) string {
	return strings.Trim(street+", "+Town(code, municipality), ", ")
}

// PostalCodes returns all postal codes in order.
func PostalCodes() []PostalCode { return postalCodes().list }

type postalIndex struct {
	list   []PostalCode
	places map[string]string
}

var postalCodes = sync.OnceValue(func() postalIndex {
	rows := readList("postalcodes.csv", 2)
	index := postalIndex{list: make([]PostalCode, 0, len(rows)), places: make(map[string]string, len(rows))}
	for _, row := range rows {
		place := placeName(row[1])
		index.list = append(index.list, PostalCode{Code: row[0], Place: place})
		index.places[row[0]] = place
	}
	return index
})

// placeName writes a place that the register keeps in capitals with capitals only where they belong.
func placeName(capitals string) string {
	words := strings.Fields(strings.ToLower(capitals))
	for i, word := range words {
		if i > 0 && (word == "i" || word == "på" || word == "og" || word == "ved") {
			continue
		}
		parts := strings.Split(word, "-")
		for j, part := range parts {
			parts[j] = upperFirst(part)
		}
		words[i] = strings.Join(parts, "-")
	}
	return strings.Join(words, " ")
}

func upperFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}
