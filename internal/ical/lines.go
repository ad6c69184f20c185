// The lines of a file, whatever its encoding.

package ical

import (
	"bytes"
	"strings"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"golang.org/x/text/encoding/charmap"
)

// contentLine is an unfolded line with the number of its first line in the file.
type contentLine struct {
	number int
	text   string
}

// decode gives text for any bytes of an unfolded line: what is not UTF-8 is read as
// Windows-1252, of which Latin-1 is a part.
func decode(line string) string {
	if utf8.ValidString(line) {
		return line
	}
	text, err := charmap.Windows1252.NewDecoder().String(line)
	if err != nil {
		return strings.ToValidUTF8(line, "�")
	}
	return text
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// unfold joins folded lines and drops empty ones. Any line end counts. Bytes are
// joined before they are read as characters, since a fold may stand inside one
// (RFC 5545 3.1).
func unfold(data []byte) []contentLine {
	text := string(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	var lines []contentLine
	var current strings.Builder
	number, begun := 0, 0
	flush := func() {
		if line := current.String(); strings.TrimSpace(line) != "" {
			lines = append(lines, contentLine{begun, decode(line)})
		}
		current.Reset()
	}
	for line := range strings.SplitSeq(lineEnds.Replace(text), "\n") {
		number++
		if line != "" && (line[0] == ' ' || line[0] == '\t') && current.Len() > 0 {
			current.WriteString(line[1:])
			continue
		}
		flush()
		begun = number
		current.WriteString(line)
	}
	flush()
	return lines
}

// property is one line, its name and the names of its parameters in capitals.
// Text values are unescaped, except in CATEGORIES.
type property struct {
	name   string
	params map[string]string
	value  string
}

// parseLine reads one line. It reports false for one that is not a property.
func parseLine(line string) (p property, ok bool) {
	defer func() {
		if recover() != nil { // The library indexes past the end of some lines.
			p, ok = property{}, false
		}
	}()
	end := strings.IndexAny(line, ";:")
	if end <= 0 || paramMarks(line) > maxParams {
		return property{}, false
	}
	name := strings.ToUpper(strings.TrimSpace(line[:end]))
	rest := line[end:]
	if name == "CATEGORIES" {
		// The value type keeps the library from unescaping before we have split.
		rest = ";VALUE=X-RAW" + rest
	}
	base, err := ics.ParseProperty(ics.ContentLine(name + rest))
	if err != nil || base == nil {
		return property{}, false
	}
	p = property{name: name, params: map[string]string{}, value: strings.TrimSpace(base.Value)}
	for key, values := range base.ICalParameters {
		p.params[strings.ToUpper(key)] = strings.Join(values, ",")
	}
	return p, true
}

// maxParams bounds the parameters of a line. The library copies the rest of the
// line for each of them, so that a hostile line would take hours.
const maxParams = 100

// paramMarks counts the semicolons and commas before the value.
func paramMarks(line string) int {
	marks, quoted := 0, false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == ':':
			return marks
		case c == ';', c == ',':
			marks++
		}
	}
	return marks
}
