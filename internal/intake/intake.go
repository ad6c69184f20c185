// Package intake has the words for what a file that comes in would do, row by
// row. Features answer in them; the imports package keeps and shows them.
package intake

import (
	"errors"
	"slices"
	"strings"

	"frivilligsentral/internal/fault"
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
	Label    string        // what the row is about: a name, an organisation number
	Remarks  []i18n.Phrase // why it was refused, or what else there is to say of it
	Changes  []Change
	ObjectID *int64 // what was made or changed
	Aside    bool   `db:"-"` // it is about the whole file, and none of its rows
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

// mostRemarks is how many remarks a row may have: a file can have a thousand things
// that are not taken, and nobody reads that many.
const mostRemarks = 20

// Say adds a remark, once. The text is marked for the catalogue where it stands.
func (r *Row) Say(text string, args ...any) { r.SayAll(i18n.Say(text, args...)) }

// SayAll adds remarks, each once.
func (r *Row) SayAll(remarks ...i18n.Phrase) {
	for _, p := range remarks {
		if p.Text == "" || slices.ContainsFunc(r.Remarks, func(o i18n.Phrase) bool { return o.In(i18n.NB) == p.In(i18n.NB) }) {
			continue
		}
		if len(r.Remarks) >= mostRemarks {
			r.Remarks[mostRemarks-1] = i18n.Say(i18n.Mark("Det er mer å si om raden enn det som står her."))
			return
		}
		r.Remarks = append(r.Remarks, p)
	}
}

// Message is all remarks in a language, one a line.
func (r Row) Message(l i18n.Lang) string {
	lines := make([]string, len(r.Remarks))
	for i, p := range r.Remarks {
		lines[i] = p.In(l)
	}
	return strings.Join(lines, "\n")
}

// Refuse makes the row a refused one, for the reason.
func (r *Row) Refuse(reason string, args ...any) { r.RefuseAll(i18n.Say(reason, args...)) }

// RefuseAll makes the row a refused one, for all that is wrong with it.
func (r *Row) RefuseAll(reasons ...i18n.Phrase) {
	r.Outcome, r.Remarks, r.Changes = Refused, nil, nil
	r.SayAll(reasons...)
}

// RefuseFor makes the row a refused one for what an error tells users, or for
// otherwise when it tells them nothing.
func (r *Row) RefuseFor(err error, otherwise string) {
	reasons := Reasons(err)
	if len(reasons) == 0 {
		reasons = []i18n.Phrase{i18n.Say(otherwise)}
	}
	r.RefuseAll(reasons...)
}

// Reasons are what an error tells users: of each field, or of all.
func Reasons(err error) []i18n.Phrase {
	var reasons []i18n.Phrase
	for _, f := range fault.FieldsOf(err) {
		reasons = append(reasons, i18n.Say(f.Msg, f.Args...))
	}
	var f *fault.Error
	if len(reasons) == 0 && errors.As(err, &f) && f.Msg != "" {
		reasons = append(reasons, i18n.Say(f.Msg, f.Args...))
	}
	return reasons
}
