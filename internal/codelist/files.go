// Reading the embedded lists.

package codelist

import (
	"embed"
	"strings"
)

//go:embed data/*.csv
var files embed.FS

// readList returns the rows of an embedded list without comments and heading. The lists are our own and never quoted,
// so a row with a wrong number of columns is a mistake made while editing: it is left out, and TestSizes tells.
func readList(name string, columns int) [][]string {
	raw, _ := files.ReadFile("data/" + name) // embedded: a missing file is an empty list, which TestSizes tells
	var rows [][]string
	heading := true
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if heading {
			heading = false
			continue
		}
		if cells := strings.Split(line, ";"); len(cells) == columns {
			rows = append(rows, cells)
		}
	}
	return rows
}
