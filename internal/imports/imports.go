// Package imports takes files in: first a preview of what each row would do, then,
// when somebody says yes, the same rows stored in one transaction. A batch keeps
// the file between the two steps and the answer per row afterwards.
//
// Life of a batch: previewed → stored, or discarded, or failed; a large one is storing
// on its way, by a job. The file itself is wiped as soon as nothing more is to come of
// it. What stops in the middle leaves nothing stored.
//
// Rights: contacts need import.contacts, the others import.all. A group may take in
// its own calendar: its batches belong to the organisation, and another group's are
// not found.
package imports

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Kind is what a file holds.
type Kind string

// The kinds of import.
const (
	Organisations Kind = "organisations"
	Contacts      Kind = "contacts"
	Activities    Kind = "activities"
	Calendar      Kind = "calendar" // what the municipality's own calendar says
)

// Kinds are all kinds, as they are offered.
var Kinds = []Kind{Contacts, Organisations, Activities, Calendar}

// Permission is what importing the kind needs.
func (k Kind) Permission() account.Permission {
	if k == Contacts {
		return account.ImportContacts
	}
	return account.ImportAll
}

// may says whether the actor may take in the kind, for the organisation where it
// belongs to one.
func may(by account.Actor, kind Kind, organisationID int64) error {
	if by.Door != account.GroupDoor {
		return by.Require(kind.Permission())
	}
	if kind != Activities {
		return fault.Missing(i18n.Mark("Vi finner ikke det du leter etter."))
	}
	return by.RequireOwn(account.EditOwnActivities, account.ImportAll, organisationID)
}

// The words of intake, under the names that pages use.
type (
	Outcome = intake.Outcome
	Change  = intake.Change
	Row     = intake.Row
)

// The outcomes of a row.
const (
	New       = intake.New
	Changed   = intake.Changed
	Unchanged = intake.Unchanged
	Refused   = intake.Refused
)

// Outcomes in the order in which they are counted and shown.
var Outcomes = intake.Outcomes

// File is an uploaded file with what the user chose for it.
type File struct {
	Name           string
	Data           []byte
	OrganisationID int64 // activities: whose they are
	Choices        intake.Choices
}

// Plan is what a file would do now. Apply does it, in the caller's transaction,
// fills in the rows' ObjectID, and tells now and then how many rows it has come to.
// Rows that are refused by then are left out.
type Plan struct {
	Rows  []Row
	Asked intake.Asked
	Apply func(ctx context.Context, tx pgx.Tx, done func(rows int)) error
}

// Source reads one kind of file. Plan must not write; an error means that the
// whole file is unreadable (an Invalid fault with a text for the user).
type Source interface {
	Plan(ctx context.Context, q postgres.Querier, by account.Actor, f File) (Plan, error)
}

// Counts are rows per outcome.
type Counts map[Outcome]int

// Count counts rows, without what is said of the whole file.
func Count(rows []Row) Counts {
	c := Counts{New: 0, Changed: 0, Unchanged: 0, Refused: 0}
	for _, r := range rows {
		if !r.Aside {
			c[r.Outcome]++
		}
	}
	return c
}

// Total is the number of rows.
func (c Counts) Total() int { return c[New] + c[Changed] + c[Unchanged] + c[Refused] }

// State is how far a batch has come.
type State string

// The states of a batch.
const (
	Previewed State = "previewed"
	Storing   State = "storing"
	Stored    State = "stored"
	Failed    State = "failed"
	Discarded State = "discarded"
)

// Batch is one file on its way in.
type Batch struct {
	ID               int64
	MunicipalityID   int64
	Kind             Kind
	OrganisationID   *int64
	OrganisationName string
	FileName         string
	State            State
	Counts           Counts
	Error            string
	Choices          intake.Choices
	Done             int // rows, while it is storing
	Remarked         int // rows that were stored with something said of them
	ReviewedAt       *time.Time
	CreatedBy        *int64
	CreatedByName    string
	CreatedAt        time.Time
	StoredAt         *time.Time
}

// Open says whether the rest of the batch is still to come: it can be stored or given up.
func (b Batch) Open() bool { return b.State == Previewed }

// MaxBytes is the largest file.
const MaxBytes = 10 << 20

func checkFile(kind Kind, f File) error {
	var e fault.Fields
	e.Check(len(f.Data) > 0, "fil", i18n.Mark("Velg en fil som ikke er tom."))
	e.Check(len(f.Data) <= MaxBytes, "fil", i18n.Mark("Filen er for stor. Den kan være på høyst 10 MB."))
	e.Check(kind != Activities || f.OrganisationID != 0, "organisasjon", i18n.Mark("Velg hvilken organisasjon aktivitetene hører til."))
	return e.Err()
}
