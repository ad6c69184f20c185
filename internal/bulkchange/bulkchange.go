// Package bulkchange changes the same of many records at once: contacts, activities
// or organisations. First it says what would become of each, then, when somebody says
// yes, all is done in one transaction, and for a day it can be taken back.
//
// Life of a change: previewed → stored → undone; a large one is storing, or undoing, on
// its way, by a job. A change that was given up, and all that a day has passed over, is
// deleted with its rows: what was done stands in the log of each record.
//
// Each record is asked for by itself, by the rules and through the use case that a
// single change goes through: one that cannot be changed says why and stops no other.
// Taking back gives each field what it had before; a record whose field somebody has
// changed since is left as it is, and says so. What names a contact person of an activity
// goes with her when she has herself erased, and is not brought back.
//
// Rights: contact.manage, activity.manage and organisation.manage, each for its own
// kind; a change of a kind that one has no right to is not found.
package bulkchange

import (
	"slices"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
)

// Most is how many records one change may be of.
const Most = 5000

// Undoable is how long after it was stored a change can be taken back.
const Undoable = 24 * time.Hour

// Noun is what kind of record is changed.
type Noun string

// The nouns.
const (
	Contacts      Noun = "contact"
	Activities    Noun = "activity"
	Organisations Noun = "organisation"
)

// Nouns are all of them.
var Nouns = []Noun{Contacts, Activities, Organisations}

// Permission is what changing records of the noun needs.
func (n Noun) Permission() account.Permission {
	switch n {
	case Activities:
		return account.ManageActivities
	case Organisations:
		return account.ManageOrganisation
	}
	return account.ManageContacts
}

// How says what an edit does with the values that a field has.
type How string

// Replace puts the edit's values in the place of all that were there. Add and Remove
// are for fields that have several.
const (
	Replace How = "replace"
	Add     How = "add"
	Remove  How = "remove"
)

// Edit is what is done with one field of all the records.
type Edit struct {
	Field  string   `json:"field"` // the name of a Field
	How    How      `json:"how"`
	Values []string `json:"values"` // as Field says
}

// on is what a field has after the edit.
func (e Edit) on(old []string) []string {
	out := []string{}
	switch e.How {
	case Add:
		out = append(append(out, old...), e.Values...)
	case Remove:
		for _, v := range old {
			if !slices.Contains(e.Values, v) {
				out = append(out, v)
			}
		}
	default:
		out = append(out, e.Values...)
	}
	return out
}

// Ref says what the values of a field are.
type Ref string

// The kinds of values: ids of the municipality's lists and registers, kinds of
// organisation, or texts.
const (
	Topic     Ref = "topic"
	Category  Ref = "category"
	Area      Ref = "area"
	Unit      Ref = "unit"
	Person    Ref = "contact"
	OrgKind   Ref = "kind"
	LocalKind Ref = "local_kind"
	Words     Ref = "words"
	Status    Ref = "status"
)

// Field is something that can be changed of many records at once.
type Field struct {
	Name  string
	Label string // bokmål source text
	Ref   Ref
	Many  bool // it has several values: Add and Remove make sense
	Empty bool // it may be without a value
}

// Values are the values of fields, by their names.
type Values map[string][]string

// Outcome is what a change would do to a record, did, or what became of it when it was taken back.
type Outcome string

// The outcomes.
const (
	Changed   Outcome = "changed"
	Unchanged Outcome = "unchanged" // it is so already
	Refused   Outcome = "refused"
	Undone    Outcome = "undone"
	Left      Outcome = "left" // changed since, and therefore not taken back
)

// Outcomes are all of them, in the order in which they are counted and shown.
var Outcomes = []Outcome{Changed, Undone, Left, Refused, Unchanged}

// Row is one record of a change.
type Row struct {
	Number   int // its place, from 1
	ObjectID int64
	Label    string // what the record was called; of a contact, what she is called now
	Outcome  Outcome
	Remarks  []i18n.Phrase // why it was refused or left
	Before   Values        // of the fields that change
	After    Values
	Sources  map[string]string // where the values before came from, of fields that remember it
}

// State is how far a change has come.
type State string

// The states of a change.
const (
	Previewed State = "previewed"
	Storing   State = "storing"
	Stored    State = "stored"
	Undoing   State = "undoing"
	Taken     State = "undone"
)

// Change is one change of many records.
type Change struct {
	ID            int64
	Noun          Noun
	Edits         []Edit
	Search        string // the list's address that it began from, without "?"
	State         State
	Done          int // rows, while it is under way
	Error         string
	CreatedBy     *int64
	CreatedByName string
	CreatedAt     time.Time
	StoredAt      *time.Time
	UndoneAt      *time.Time
	Counts        map[Outcome]int
}

// Total is how many records it is of.
func (c Change) Total() int {
	n := 0
	for _, o := range Outcomes {
		n += c.Counts[o]
	}
	return n
}

// Touched is how many records it has changed, taken back or not.
func (c Change) Touched() int { return c.Counts[Changed] + c.Counts[Undone] + c.Counts[Left] }

// Until is when it can no longer be taken back; zero for what is not stored.
func (c Change) Until() time.Time {
	if c.StoredAt == nil {
		return time.Time{}
	}
	return c.StoredAt.Add(Undoable)
}

// MayBeUndone says whether there is something to take back at now.
func (c Change) MayBeUndone(now time.Time) bool {
	return c.State == Stored && c.Counts[Changed] > 0 && now.Before(c.Until())
}
