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
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Import is what a list of organisations would do. Apply does it.
type Import struct {
	Rows  []intake.Row
	Asked intake.Asked // what the file leaves open
	items []item
	svc   *Service
	by    account.Actor
}

// item is a row that is taken.
type item struct {
	row       *intake.Row
	index     int // in the rows
	candidate Candidate
	changes   []organisation.Change
	numbered  bool // it gets the number that it lacked
}

// Plan says what an import would do, and changes nothing. Organisations are matched by number. One without is matched by
// its name with those here that have none either; where that is not certain, it is asked about. What a group or the
// municipality wrote is kept, and only facts of the registers change it. Organisations in other municipalities are left
// out, with their number. Actors need account.ImportAll.
func (s *Service) Plan(ctx context.Context, q postgres.Querier, by account.Actor, list List, choices intake.Choices) (*Import, error) {
	if err := by.Require(account.ImportAll); err != nil {
		return nil, err
	}
	site, err := s.Municipalities.Site(ctx, by.MunicipalityID)
	if err != nil {
		return nil, err
	}
	candidates := slices.DeleteFunc(slices.Clone(list.Candidates), func(c Candidate) bool { return elsewhere(c, site.Municipality) })
	numbers := make([]string, len(candidates))
	for i, c := range candidates {
		numbers[i] = c.OrgNr
	}
	have := matcher{choices: choices.Known()[intake.Group], offered: map[int64]bool{}}
	if have.byNumber, err = organisation.ByOrgNr(ctx, q, by.MunicipalityID, numbers...); err != nil {
		return nil, err
	}
	if err := have.readNames(ctx, q, by.MunicipalityID, candidates); err != nil {
		return nil, err
	}
	planned := make([]item, 0, len(candidates)+len(list.Refused)+1)
	seen := map[string]int{}
	for _, c := range candidates {
		it := have.plan(c)
		id := c.OrgNr
		if id == "" {
			id = organisation.NameKey(c.Values["name"])
		}
		if first, twice := seen[id]; twice {
			it.row.Refuse(i18n.Mark("Det samme laget står på rad %d."), first)
		} else {
			seen[id] = c.Row
		}
		planned = append(planned, it)
	}
	for i := range list.Refused {
		planned = append(planned, item{row: &list.Refused[i]})
	}
	slices.SortStableFunc(planned, func(a, b item) int { return a.row.Number - b.row.Number })
	planned = list.aside(planned, len(list.Candidates)-len(candidates))
	p := s.inOrder(by, planned)
	p.Asked = have.asked(list.Columns)
	return p, nil
}

// elsewhere says whether the file puts a candidate into another municipality, by its number or its name.
func elsewhere(c Candidate, here municipality.Municipality) bool {
	said := strings.TrimSuffix(intake.FoldWord(c.municipality), " kommune")
	return said != "" && said != here.Number && strings.TrimLeft(said, "0") != strings.TrimLeft(here.Number, "0") &&
		said != strings.TrimSuffix(intake.FoldWord(here.Name), " kommune")
}

// aside says of the whole list which columns are not taken, and how many rows are of other municipalities.
func (l List) aside(planned []item, others int) []item {
	row, untaken := intake.HeaderRow(l.Header, l.Columns)
	if others > 0 {
		if row.Label == "" {
			row.Label = i18n.Mark("Andre kommuner")
		}
		row.Say(i18n.Mark("%d rader gjelder andre kommuner, og er ikke med."), others)
	}
	switch {
	case !untaken && others == 0:
		return planned
	case l.Header > 0:
		return append([]item{{row: &row}}, planned...)
	}
	row.Number = 1
	if len(planned) > 0 {
		row.Number = planned[len(planned)-1].row.Number + 1
	}
	return append(planned, item{row: &row})
}

// inOrder is the import of the rows as they stand.
func (s *Service) inOrder(by account.Actor, planned []item) *Import {
	p := &Import{svc: s, by: by, Rows: make([]intake.Row, len(planned))}
	for i, it := range planned {
		p.Rows[i] = *it.row
		if it.row.Outcome == intake.New || it.row.Outcome == intake.Changed {
			it.row, it.index = &p.Rows[i], i
			p.items = append(p.items, it)
		}
	}
	return p
}

// plan decides about one row, of an organisation that is here or not.
func plan(c Candidate, old organisation.Organisation, found bool) item {
	it := item{row: &intake.Row{Number: c.Row, Label: c.Label}, candidate: c}
	it.row.SayAll(c.Notes...)
	switch {
	case found:
		it.row.ObjectID = &old.ID
		it.changes = changes(c, old)
		it.row.Outcome = intake.Unchanged
		tell(it.row, it.changes)
		if it.numbered = old.OrgNr == "" && c.OrgNr != ""; it.numbered {
			it.row.Compare(i18n.Mark("Organisasjonsnummer"), "", i18n.OrgNr(c.OrgNr))
		}
		if len(it.row.Changes) > 0 {
			it.row.Outcome = intake.Changed
		}
	case c.nameless:
		it.row.Refuse(i18n.Mark("Frivillighetsregisteret har ikke navn. Ta inn laget fra Enhetsregisteret først."))
	case c.Values["brreg_status"] == string(organisation.Deleted):
		it.row.Refuse(i18n.Mark("Organisasjonen er slettet fra Enhetsregisteret."))
	default:
		it.row.Outcome = intake.New
		it.changes = changes(c, fresh(c))
		if c.OrgNr == "" {
			it.row.Say(i18n.Mark("Laget har ikke organisasjonsnummer. Skriv inn to kontaktpersoner på siden til laget."))
		}
	}
	return it
}

// tell notes the changes as people read them.
func tell(row *intake.Row, changes []organisation.Change) {
	for _, c := range changes {
		if c.Field == "phone" {
			c.Old, c.New = i18n.Phone(c.Old), i18n.Phone(c.New)
		}
		row.Compare(organisation.FieldLabel(c.Field), c.Old, c.New)
	}
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
func (it item) apply(o *organisation.Organisation) {
	var set []organisation.Change
	for _, c := range it.changes {
		f, ok := organisation.FieldByKey(c.Field)
		if ok && f.Get(o) == c.Old {
			f.Set(o, c.New)
			set = append(set, c)
		}
	}
	o.Mark(set, it.candidate.Source)
}

// Apply stores what was planned, in the caller's transaction. A row that cannot be stored becomes refused, with the
// reason, and costs no other; new rows get their ObjectID. Rows changed since Plan keep what others wrote meanwhile.
func (p *Import) Apply(ctx context.Context, tx pgx.Tx, done func(rows int)) error {
	for _, it := range p.items {
		if it.row.Outcome == intake.Refused {
			continue
		}
		err := postgres.InTx(ctx, tx, func(ctx context.Context, tx pgx.Tx) error { return p.store(ctx, tx, it) })
		var refused *fault.Error
		if errors.As(err, &refused) && refused.Kind != fault.Unavailable && refused.Kind != fault.Internal {
			it.row.RefuseFor(err, i18n.Mark("Raden kunne ikke lagres."))
			it.row.ObjectID = nil
		} else if err != nil {
			return err
		}
		done(it.index + 1)
	}
	return nil
}

func (p *Import) store(ctx context.Context, tx pgx.Tx, it item) error {
	now := p.svc.Now()
	o := fresh(it.candidate)
	o.MunicipalityID = p.by.MunicipalityID
	if it.row.Outcome == intake.Changed {
		var err error
		if o, err = organisation.Lock(ctx, tx, p.by.MunicipalityID, *it.row.ObjectID); err != nil {
			return err
		}
	}
	it.apply(&o)
	if it.numbered && o.OrgNr == "" {
		o.OrgNr = it.candidate.OrgNr
	}
	if it.candidate.Source == organisation.FromBrreg {
		o.BrregCheckedAt = &now
	}
	if o.Members != nil && o.MembersUnder20 != nil && *o.MembersUnder20 > *o.Members {
		return fault.Refuse(i18n.Mark("Det kan ikke være flere medlemmer under 20 år enn medlemmer i alt."))
	}
	id, err := p.svc.Organisations.Save(ctx, tx, p.by, organisation.Draft{Organisation: o})
	it.row.ObjectID = &id
	return err
}
