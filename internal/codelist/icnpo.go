// Purposes of organisations, ICNPO.

package codelist

import (
	"strings"
	"sync"
)

// An ICNPOCode is a kind of voluntary organisation, or a group of such kinds. An organisation in Frivillighetsregisteret
// states up to three codes, ranked.
type ICNPOCode struct {
	Code      string // "1100", or "1" for a group
	GroupCode string // "1"; a group's own code for a group
	NameNB    string
	NameNN    string
	NameEN    string
	Group     bool // a heading, not to be chosen
	Active    bool // false: understood when read from the register, not offered to choose
}

// Name returns the name in the language: nynorsk for "nn", English for "en", bokmål for everything else.
func (c ICNPOCode) Name(lang string) string {
	switch lang {
	case "nn":
		return c.NameNN
	case "en":
		return c.NameEN
	}
	return c.NameNB
}

// ICNPO returns groups and codes in the register's order, each group before its codes.
func ICNPO() []ICNPOCode { return icnpo().list }

// ICNPOByCode finds a code or a group in any of the ways that it is written.
func ICNPOByCode(written string) (ICNPOCode, bool) {
	c, ok := icnpo().byCode[icnpoKey(written)]
	return c, ok
}

// NormalizeICNPO returns the code that "1100", "1 100" and "01100" all mean. Groups and unknown codes are not ok.
func NormalizeICNPO(written string) (code string, ok bool) {
	c, ok := ICNPOByCode(written)
	if !ok || c.Group {
		return "", false
	}
	return c.Code, true
}

type icnpoIndex struct {
	list   []ICNPOCode
	byCode map[string]ICNPOCode
}

var icnpo = sync.OnceValue(func() icnpoIndex {
	index := icnpoIndex{byCode: map[string]ICNPOCode{}}
	for _, row := range readList("icnpo.csv", 6) {
		c := ICNPOCode{Code: row[0], GroupCode: row[1], NameNB: row[2], NameNN: row[3], NameEN: row[4], Group: row[0] == row[1], Active: row[5] == "yes"}
		index.list = append(index.list, c)
		index.byCode[c.Code] = c
	}
	return index
})

// icnpoKey takes away what people and registers put in: spaces of any width, dots and one leading zero.
func icnpoKey(written string) string {
	key := strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '.', '\u00a0', '\u2009', '\u202f':
			return -1
		}
		return r
	}, written)
	return strings.TrimPrefix(key, "0")
}
