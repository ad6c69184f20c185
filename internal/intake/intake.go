// Package intake has the words for what a file that comes in would do, row by
// row. Features answer in them; the imports package keeps and shows them.
package intake

import (
	"slices"
	"strings"

	"frivilligsentral/internal/i18n"
)

// Outcome is what a row would do, or did.
type Outcome string

// The outcomes of a row.
const (
	New       Outcome = "new"
	Changed   Outcome = "changed"
	Unchanged Outcome = "unchanged"
	Refused   Outcome = "refused"
)

// Outcomes in the order in which they are counted and shown.
var Outcomes = []Outcome{New, Changed, Unchanged, Refused}

// Change is one field's old and new value, as people read them. Field is bokmål
// source text, and so are the values where Words is set.
type Change struct {
	Field string `json:"field"`
	Old   string `json:"old"`
	New   string `json:"new"`
	Words bool   `json:"words,omitempty"` // the values are ours, and not what somebody wrote
}

// In is the change in a language.
func (c Change) In(l i18n.Lang) Change {
	c.Field = l.T(c.Field)
	if c.Words {
		c.Old, c.New = l.T(c.Old), l.T(c.New)
	}
	return c
}

// Row is the answer to one row of a file.
type Row struct {
	Number   int // as the user sees it in the file, from 1
	Outcome  Outcome
	Label    string // what the row is about: a name, an organisation number
	Message  string // why it was refused, or remarks, one a line; bokmål
	Changes  []Change
	ObjectID *int64 // what was made or changed
}

// Compare notes a change when old and new differ.
func (r *Row) Compare(field, old, new string) bool {
	if old == new {
		return false
	}
	r.Changes = append(r.Changes, Change{Field: field, Old: old, New: new})
	return true
}

// CompareYesNo notes a change from yes to no or the other way.
func (r *Row) CompareYesNo(field string, old, new bool) {
	if r.Compare(field, yesNo(old), yesNo(new)) {
		r.Changes[len(r.Changes)-1].Words = true
	}
}

func yesNo(b bool) string {
	if b {
		return i18n.Mark("Ja")
	}
	return i18n.Mark("Nei")
}

// Say adds a remark, once.
func (r *Row) Say(remark string) {
	lines := strings.Split(r.Message, "\n")
	switch {
	case remark == "" || slices.Contains(lines, remark):
	case r.Message == "":
		r.Message = remark
	default:
		r.Message += "\n" + remark
	}
}

// MessageIn is the message in a language, remark by remark.
func MessageIn(l i18n.Lang, message string) string {
	lines := strings.Split(message, "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = l.T(line)
		}
	}
	return strings.Join(lines, "\n")
}

// Refuse makes the row a refused one, for the reason.
func (r *Row) Refuse(reason string) {
	r.Outcome, r.Message, r.Changes = Refused, reason, nil
}
