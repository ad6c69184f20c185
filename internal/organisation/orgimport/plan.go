// What an import would do with each row, and doing it.

package orgimport

import (
	"context"
	"errors"
	"slices"
	"strings"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Outcome is what an import does with a row.
type Outcome string

// The outcomes.
const (
	New       Outcome = "new"
	Changed   Outcome = "changed"
	Unchanged Outcome = "unchanged"
	Rejected  Outcome = "refused"
)

// PlannedRow is what an import would do with one row of the file.
type PlannedRow struct {
	Number   int
	Outcome  Outcome
	Label    string
	Message  string // bokmål text for the user, "" when there is nothing to say
	Args     []any
	Changes  []organisation.Change
	ObjectID int64 // the organisation, 0 when it is new
	OrgNr    string

	candidate Candidate
}

// Plan says what an import would do, and changes nothing. Organisations are matched by number, never by name; what a
// group or the municipality wrote is kept, and only facts of the registers change it. Of bulk files, organisations in
// other municipalities are left out. Actors need account.ImportAll.
func (s *Service) Plan(ctx context.Context, q postgres.Querier, by account.Actor, candidates []Candidate, refused []Refusal) ([]PlannedRow, error) {
	if err := by.Require(account.ImportAll); err != nil {
		return nil, err
	}
	site, err := s.Municipalities.Site(ctx, by.MunicipalityID)
	if err != nil {
		return nil, err
	}
	candidates = slices.DeleteFunc(slices.Clone(candidates), func(c Candidate) bool { return c.municipality != "" && c.municipality != site.Number })
	numbers := make([]string, len(candidates))
	for i, c := range candidates {
		numbers[i] = c.OrgNr
	}
	here, err := organisation.ByOrgNr(ctx, q, by.MunicipalityID, numbers...)
	if err != nil {
		return nil, err
	}
	rows := make([]PlannedRow, 0, len(candidates)+len(refused))
	seen := map[string]int{}
	for _, c := range candidates {
		old, found := here[c.OrgNr]
		row := plan(c, old, found)
		if first, twice := seen[c.OrgNr]; twice {
			row = row.refuse(i18n.Mark("Organisasjonsnummeret står også på rad %d."), first)
		} else {
			seen[c.OrgNr] = c.Row
		}
		rows = append(rows, row)
	}
	for _, r := range refused {
		rows = append(rows, PlannedRow{Number: r.Row, Outcome: Rejected, Label: r.Label, Message: r.Msg, Args: r.Args})
	}
	slices.SortStableFunc(rows, func(a, b PlannedRow) int { return a.Number - b.Number })
	return rows, nil
}

func (r PlannedRow) refuse(msg string, args ...any) PlannedRow {
	r.Outcome, r.Message, r.Args, r.Changes = Rejected, msg, args, nil
	return r
}

// plan decides about one row.
func plan(c Candidate, old organisation.Organisation, found bool) PlannedRow {
	row := PlannedRow{Number: c.Row, Label: c.Label, OrgNr: c.OrgNr, ObjectID: old.ID, candidate: c}
	if len(c.Notes) > 0 {
		row.Message, row.Args = i18n.Mark("Ikke tatt med: %s"), []any{strings.Join(c.Notes, " · ")}
	}
	switch {
	case found:
		row.Changes = changes(c, old)
		row.Outcome = Unchanged
		if len(row.Changes) > 0 {
			row.Outcome = Changed
		}
	case c.nameless:
		return row.refuse(i18n.Mark("Frivillighetsregisteret har ikke navn. Ta inn laget fra Enhetsregisteret først."))
	case c.Values["brreg_status"] == string(organisation.Deleted):
		return row.refuse(i18n.Mark("Organisasjonen er slettet fra Enhetsregisteret."))
	default:
		row.Outcome = New
		row.Changes = changes(c, fresh(c))
	}
	return row
}

// fresh is a new organisation before the values of the candidate are set.
func fresh(c Candidate) organisation.Organisation {
	return organisation.Organisation{OrgNr: c.OrgNr, Kind: organisation.KindOfForm(c.Values["org_form"]), Status: organisation.Approved, Source: c.Source, Lang: i18n.NB}
}

// changes are what the candidate would change of an organisation.
func changes(c Candidate, old organisation.Organisation) []organisation.Change {
	var out []organisation.Change
	for _, f := range organisation.Fields {
		value, ok := c.Values[f.Key]
		current := f.Get(&old)
		if !ok || value == current || !f.Fact && old.FieldSource[f.Key].Written() {
			continue
		}
		out = append(out, organisation.Change{Field: f.Key, Old: current, New: value})
	}
	return out
}

// apply sets the changes that still hold on an organisation.
func (r PlannedRow) apply(o *organisation.Organisation) {
	var set []organisation.Change
	for _, c := range r.Changes {
		f, ok := organisation.FieldByKey(c.Field)
		if ok && f.Get(o) == c.Old {
			f.Set(o, c.New)
			set = append(set, c)
		}
	}
	o.Mark(set, r.candidate.Source)
}

// Apply stores what was planned, in the caller's transaction. A row that cannot be stored becomes refused, with the
// reason, and costs no other; new rows get their ObjectID. Rows changed since Plan keep what others wrote meanwhile.
func (s *Service) Apply(ctx context.Context, tx pgx.Tx, by account.Actor, rows []PlannedRow) error {
	if err := by.Require(account.ImportAll); err != nil {
		return err
	}
	for i := range rows {
		if rows[i].Outcome != New && rows[i].Outcome != Changed {
			continue
		}
		err := postgres.InTx(ctx, tx, func(ctx context.Context, tx pgx.Tx) error { return s.applyRow(ctx, tx, by, &rows[i]) })
		var refused *fault.Error
		if errors.As(err, &refused) && refused.Kind != fault.Unavailable && refused.Kind != fault.Internal {
			rows[i] = rows[i].refuse(i18n.Mark("Raden kunne ikke lagres."))
			if refused.Msg != "" {
				rows[i] = rows[i].refuse(refused.Msg, refused.Args...)
			}
		} else if err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) applyRow(ctx context.Context, tx pgx.Tx, by account.Actor, row *PlannedRow) error {
	now := s.Now()
	o := fresh(row.candidate)
	o.MunicipalityID = by.MunicipalityID
	if row.Outcome == Changed {
		var err error
		if o, err = organisation.Lock(ctx, tx, by.MunicipalityID, row.ObjectID); err != nil {
			return err
		}
	}
	row.apply(&o)
	if row.candidate.Source == organisation.FromBrreg {
		o.BrregCheckedAt = &now
	}
	if o.Members != nil && o.MembersUnder20 != nil && *o.MembersUnder20 > *o.Members {
		return fault.Refuse(i18n.Mark("Det kan ikke være flere medlemmer under 20 år enn medlemmer i alt."))
	}
	id, err := s.Organisations.Save(ctx, tx, by, organisation.Draft{Organisation: o})
	row.ObjectID = id
	return err
}
