// Reading text with separators.

package tabular

import (
	"context"
	"strings"

	"frivilligsentral/internal/i18n"
)

// readCSV does not use encoding/csv: that one skips empty lines without counting them, turns CRLF in a cell into LF,
// does not know CR as a line end, and stops at the first quote out of place.
func readCSV(ctx context.Context, data []byte, limits Limits) (Table, error) {
	text, encoding, err := decode(data)
	if err != nil || strings.ContainsRune(text, 0) {
		return Table{}, ErrNotTable
	}
	rest, sep, told := separatorLine(text)
	if !told {
		sep = sniff(rest)
	}
	p := parser{text: rest, sep: sep}
	g, err := p.all(ctx, limits)
	if err != nil {
		return Table{}, err
	}
	t, err := g.table(limits)
	if err != nil {
		return Table{}, err
	}
	t.Encoding, t.Separator = encoding, string(sep)
	t.addTextWarnings(text, encoding, p.unclosed)
	return t, nil
}

func (t *Table) addTextWarnings(text, encoding string, unclosed []int) {
	for _, row := range unclosed {
		t.warn(row, i18n.Mark("Et anførselstegn åpner en tekst som aldri slutter. Raden er lest uten å ta hensyn til det."))
	}
	if encoding != "Windows-1252" && strings.ContainsRune(text, '\ufffd') {
		t.warn(0, i18n.Mark("Noen tegn i filen er ødelagt. Se etter � i det som er lest."))
	}
	if looksTwiceEncoded(text) {
		t.warn(0, i18n.Mark("Det ser ut til at æ, ø og å er ødelagt i filen. Lagre den på nytt som «CSV UTF-8» eller Excel."))
	}
}

// separatorLine reads the line "sep=;" that some programs put first to tell Excel the separator.
func separatorLine(text string) (rest string, sep byte, ok bool) {
	line, rest, _ := strings.Cut(text, "\n")
	line = strings.TrimRight(line, "\r")
	if len(line) == len("sep=;") && strings.EqualFold(line[:4], "sep=") && strings.Contains(";,\t|", line[4:]) {
		return rest, line[4], true
	}
	return text, 0, false
}

// A parser reads records one by one. sep is always ASCII, so that bytes can be compared.
type parser struct {
	text     string
	at       int
	sep      byte
	number   int   // of the record that was read last, empty ones counted
	unclosed []int // records with a quote that never ends
}

// maxUnclosed bounds the work on a file where every line begins with a quote that never ends.
const maxUnclosed = 20

func (p *parser) all(ctx context.Context, limits Limits) (grid, error) {
	var g grid
	for p.at < len(p.text) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		cells := p.record(limits.MaxCols + 1)
		if len(trimmedRight(cells)) > limits.MaxCols {
			return nil, ErrTooManyCols
		}
		if filled(cells) == 0 {
			continue
		}
		const titles = 50
		if len(g) > limits.MaxRows+titles {
			return nil, ErrTooManyRows
		}
		g = append(g, Row{Number: p.number, Cells: cells})
	}
	return g, nil
}

// record reads one record; cells after the first max are merged away, which only tells that there are too many.
func (p *parser) record(max int) []string {
	p.number++
	var cells []string
	for {
		cell, more := p.cell()
		if len(cells) < max || strings.TrimSpace(cell) != "" {
			cells = append(cells, cell)
		}
		if !more {
			return cells
		}
	}
}

// cell reads one cell and what ends it; more is false when that was a line end or the end of the file.
func (p *parser) cell() (cell string, more bool) {
	if p.at < len(p.text) && p.text[p.at] == '"' && len(p.unclosed) < maxUnclosed {
		if cell, ok := p.quoted(); ok {
			return cell, p.end()
		}
		p.unclosed = append(p.unclosed, p.number)
	}
	start := p.at
	n := strings.IndexAny(p.text[start:], string(p.sep)+"\r\n")
	if n < 0 {
		n = len(p.text) - start
	}
	p.at = start + n
	return p.text[start:p.at], p.end()
}

// quoted reads a cell in quotes and stops at what ends it. A quote that neither ends the cell nor is doubled is kept,
// as in "3" rør". Not ok, and nothing read, when the file ends first.
func (p *parser) quoted() (cell string, ok bool) {
	var b strings.Builder
	for i := p.at + 1; i < len(p.text); i++ {
		if p.text[i] != '"' {
			n := strings.IndexByte(p.text[i:], '"')
			if n < 0 {
				return "", false
			}
			b.WriteString(p.text[i : i+n])
			i += n
		}
		switch next := i + 1; {
		case next < len(p.text) && p.text[next] == '"':
			b.WriteByte('"')
			i++
		case next == len(p.text) || p.text[next] == p.sep || p.text[next] == '\r' || p.text[next] == '\n':
			p.at = next
			return b.String(), true
		default:
			b.WriteByte('"')
		}
	}
	return "", false
}

// end passes over a separator or a line end (CRLF, LF or CR).
func (p *parser) end() (more bool) {
	if p.at >= len(p.text) {
		return false
	}
	c := p.text[p.at]
	p.at++
	if c == '\r' && p.at < len(p.text) && p.text[p.at] == '\n' {
		p.at++
	}
	return c == p.sep
}
