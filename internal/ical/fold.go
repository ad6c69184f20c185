// Writing properties: escaping, and folding long lines.

package ical

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// text writes a property of type TEXT; an empty one is left out.
func (w *writer) text(name, value string) { w.raw(name, escape(clean(value))) }

// raw writes a property whose value needs no escaping; an empty one is left out.
func (w *writer) raw(name, value string) {
	if value != "" {
		w.line(name + ":" + value)
	}
}

// maxOctets is the length of a line without its end (RFC 5545 section 3.1).
const maxOctets = 75

// line writes one content line, folded between characters. It is the last guard
// against a line break that would begin a new property.
func (w *writer) line(s string) {
	s = strings.NewReplacer("\r", "", "\n", "", "\x00", "").Replace(s)
	for limit := maxOctets; len(s) > limit; limit = maxOctets - 1 {
		cut := limit
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		w.put(s[:cut] + "\r\n ")
		s = s[cut:]
	}
	w.put(s + "\r\n")
}

func (w *writer) put(s string) {
	if w.err == nil {
		_, w.err = w.w.WriteString(s)
	}
}

var escaper = strings.NewReplacer(`\`, `\\`, "\n", `\n`, ";", `\;`, ",", `\,`)

func escape(s string) string { return escaper.Replace(s) }

// uri drops what cannot be part of an address; a space or a control character
// means that it is no address at all.
func uri(s string) string {
	s = strings.TrimSpace(s)
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }) || !utf8.ValidString(s) {
		return ""
	}
	return s
}
