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
	set   bool
	alike bool  // among hits that are only like the words
	tier  uint8 // which of the queries that follow one another
	at    time.Time
	id    int64
	key   string
}

const (
	cursorVersion = 1
	cursorAlike   = 2
)

// IsZero is true for no place.
func (c Cursor) IsZero() bool { return !c.set }

// String is the cursor for a URL, "" for the zero value.
func (c Cursor) String() string {
	if !c.set {
		return ""
	}
	b := []byte{cursorVersion, c.tier}
	if c.alike {
		b[1] |= cursorAlike
	}
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
	if err != nil || len(b) < 4 || b[0] != cursorVersion || b[1] > 1|cursorAlike {
		return Cursor{}
	}
	c := Cursor{set: true, tier: b[1] & 1, alike: b[1]&cursorAlike != 0}
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
