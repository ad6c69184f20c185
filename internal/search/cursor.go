// Where a page of hits begins, as a text in an address.

package search

import (
	"encoding/base64"
	"encoding/binary"
	"strings"
	"time"
	"unicode/utf8"
)

// A Cursor is a place between two lines of a list, so that "neste" and
// "forrige" go on from there whatever has been added since. The zero value is
// no place: the beginning.
type Cursor struct {
	set  bool
	road road  // how the hits answer the words
	tier uint8 // which of the queries that follow one another
	at   time.Time
	id   int64
	key  string
}

// road is how hits were come by: what is further on is only looked for when nothing was found before.
type road uint8

const (
	exactly    road = iota // all words
	similarly              // words that are like them
	partly                 // most of the words
	roads                  // how many there are
	tiersKept  = 3         // of a list, at most
	cursorMark = 2         // the first byte, another one when the rest means something else
)

// IsZero is true for no place.
func (c Cursor) IsZero() bool { return !c.set }

// String is the cursor for a URL, "" for the zero value.
func (c Cursor) String() string {
	if !c.set {
		return ""
	}
	b := []byte{cursorMark, byte(c.road)*tiersKept + c.tier}
	b = binary.AppendVarint(b, c.at.UnixMicro())
	b = binary.AppendVarint(b, c.id)
	return base64.RawURLEncoding.EncodeToString(append(b, c.key...))
}

// ParseCursor reads what String wrote. Anything else is the zero value: the
// list starts from the beginning, as it would for an old link.
func ParseCursor(s string) Cursor {
	if len(s) > 2000 {
		return Cursor{}
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) < 4 || b[0] != cursorMark || b[1] >= byte(roads)*tiersKept {
		return Cursor{}
	}
	c := Cursor{set: true, tier: b[1] % tiersKept, road: road(b[1] / tiersKept)}
	micro, n := binary.Varint(b[2:])
	if n <= 0 {
		return Cursor{}
	}
	id, m := binary.Varint(b[2+n:])
	if m <= 0 {
		return Cursor{}
	}
	c.at, c.id, c.key = time.UnixMicro(micro).UTC(), id, string(b[2+n+m:])
	if !utf8.ValidString(c.key) || strings.ContainsRune(c.key, 0) || c.at.Year() < 1 || c.at.Year() > 9999 {
		return Cursor{}
	}
	return c
}
