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
	"frivilligsentral/internal/plaintext"
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
	emptied   bool // the file has nothing where something is stored
	oldAreas  []int64
	oldKinds  []int64
	contact   *organisation.Contact // nil: those here stay
}

// Plan says what an import would do, and changes nothing. Organisations are matched by number. One without is matched by
// its name with those here that have none either; where that is not certain, it is asked about. What a group or the
// municipality wrote is kept, and only facts of the registers change it. Organisations in other municipalities are left
// out, with their number. What stands in a table and is not taken, is said. Actors need account.ImportAll.
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
	for _, c := range candidates {
		if summary := c.cells["summary"]; summary != "" {
			c.Values["summary"] = i18n.Cut(plaintext.Of(summary), organisation.MaxSummary)
		}
	}
	have := newMatcher(list, candidates, choices, site)
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
			id = organisation.NameKey(c.Values["name"]) + "|" + intake.FoldWord(c.cells["areas"])
		}
		if first, twice := seen[id]; twice {
			it.row.Refuse(i18n.Mark("Det samme laget står på rad %d."), first)
		} else {
			if seen[id] = c.Row; it.emptied {
				have.emptied++
			}
		}
		planned = append(planned, it)
	}
	if err := have.addContacts(ctx, q, planned); err != nil {
		return nil, err
	}
	for i := range list.Refused {
		planned = append(planned, item{row: &list.Refused[i]})
	}
	slices.SortStableFunc(planned, func(a, b item) int { return a.row.Number - b.row.Number })
	planned = list.aside(planned, have, len(list.Candidates)-len(candidates))
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

// aside says of the whole list which columns are not taken, or not all of them, and how many rows are of other
// municipalities.
func (l List) aside(planned []item, m *matcher, others int) []item {
	row, _ := intake.HeaderRow(l.Header, l.Columns)
	var names []string
	for _, q := range l.Columns {
		if m.left[q.Value] {
			names = append(names, "«"+i18n.Cut(q.Word, 60)+"»")
		}
	}
	if len(names) > 0 {
		row.Say(i18n.Mark("Ikke alt i disse kolonnene er med: %s."), strings.Join(names, ", "))
	}
	switch {
	case m.emptied == 1:
		row.Say(i18n.Mark("Tomme celler endrer ikke det som er lagret fra før. Det gjelder én rad."))
	case m.emptied > 1:
		row.Say(i18n.Mark("Tomme celler endrer ikke det som er lagret fra før. Det gjelder %d rader."), m.emptied)
	}
	switch {
	case others == 1:
		row.Say(i18n.Mark("Én rad gjelder en annen kommune, og er ikke med."))
	case others > 1:
		row.Say(i18n.Mark("%d rader gjelder andre kommuner, og er ikke med."), others)
	}
	if row.Label == "" {
		row.Label = strings.Join(names, ", ")
	}
	if row.Label == "" && others > 0 {
		row.Label = i18n.Mark("Andre kommuner")
	}
	switch {
	case len(row.Remarks) == 0:
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

// known decides about a row of an organisation that is here.
func (m *matcher) known(c Candidate, old organisation.Organisation) item {
	it := item{row: &intake.Row{Number: c.Row, Label: c.Label, Outcome: intake.Unchanged, ObjectID: &old.ID}, candidate: c}
	it.row.SayAll(c.Notes...)
	var kept []string
	it.changes, kept = changes(c, old)
	for _, key := range kept {
		it.row.Say(i18n.Mark("«%s» i kolonnen «%s» er ikke med, for det som står her, er skrevet av laget eller kommunen."), i18n.Cut(c.cells[key], 60), m.headings[key])
	}
	tell(it.row, it.changes)
	if it.numbered = old.OrgNr == "" && c.OrgNr != ""; it.numbered {
		it.row.Compare(i18n.Mark("Organisasjonsnummer"), "", i18n.OrgNr(c.OrgNr))
	}
	m.compareLists(&it, old)
	m.tellFixed(it.row, c, old)
	if c.cells["kind"] != "" && c.Values["kind"] == "" {
		m.left["kind"] = true
	}
	it.emptied = m.empties(c, old)
	if len(it.row.Changes) > 0 {
		it.row.Outcome = intake.Changed
	}
	return it
}

// compareLists takes the areas and local kinds of the file where they are others.
func (m *matcher) compareLists(it *item, old organisation.Organisation) {
	it.oldAreas, it.candidate.areas = compareNamed(it.row, i18n.Mark("Områder"), m.areas, old.Areas, it.candidate.areas)
	it.oldKinds, it.candidate.localKinds = compareNamed(it.row, i18n.Mark("Lagstyper"), m.kinds, old.LocalKinds, it.candidate.localKinds)
}

// compareNamed takes those of the file where they are others than the old ones; nil where nothing is taken.
func compareNamed(row *intake.Row, label string, n *named, old, said []int64) (was, taken []int64) {
	if said == nil || !row.Compare(label, n.wordsOf(old), n.wordsOf(said)) {
		return old, nil
	}
	return old, said
}

// empties says whether the file has nothing where something is stored.
func (m *matcher) empties(c Candidate, old organisation.Organisation) bool {
	for key, stored := range map[string][]int64{"areas": old.Areas, "local_kinds": old.LocalKinds} {
		if cell, has := c.cells[key]; has && cell == "" && len(stored) > 0 {
			return true
		}
	}
	return slices.ContainsFunc(organisation.Fields, func(f organisation.Field) bool {
		cell, has := c.cells[f.Key]
		return has && cell == "" && f.Get(&old) != "" && f.Key != "lang"
	})
}

// unknown decides about a row of an organisation that is not here: all that is stored of it is shown.
func (m *matcher) unknown(c Candidate) item {
	it := item{row: &intake.Row{Number: c.Row, Label: c.Label}, candidate: c}
	switch {
	case c.nameless:
		it.row.Refuse(i18n.Mark("Frivillighetsregisteret har ikke navn. Ta inn laget fra Enhetsregisteret først."))
		return it
	case c.Values["brreg_status"] == string(organisation.Deleted):
		it.row.Refuse(i18n.Mark("Organisasjonen er slettet fra Enhetsregisteret."))
		return it
	case c.gone():
		it.row.Refuse(i18n.Mark("Laget har statusen «%s» i filen, så det blir ikke lagt inn på nytt."), c.cells["status"])
		return it
	}
	it.row.SayAll(c.Notes...)
	it.row.Outcome = intake.New
	it.changes, _ = changes(c, fresh(c))
	if c.OrgNr != "" {
		it.row.Compare(i18n.Mark("Organisasjonsnummer"), "", i18n.OrgNr(c.OrgNr))
	}
	tell(it.row, it.changes)
	m.compareLists(&it, organisation.Organisation{})
	for i := range it.row.Changes { // what is usual for a new one is no old value
		it.row.Changes[i].Old = ""
	}
	m.tellFixed(it.row, c, fresh(c))
	if c.cells["kind"] != "" && c.Values["kind"] == "" {
		m.left["kind"] = true
	}
	if c.OrgNr == "" && c.cells["contact"] == "" {
		it.row.Say(i18n.Mark("Laget har ikke organisasjonsnummer. Skriv inn to kontaktpersoner på siden til laget."))
	}
	return it
}

// tell notes the changes as people read them.
func tell(row *intake.Row, changes []organisation.Change) {
	for _, c := range changes {
		if c.Field == "phone" {
			c.Old, c.New = i18n.Phone(c.Old), i18n.Phone(c.New)
		}
		was, is := organisation.FieldWords(i18n.NB, c.Field, c.Old), organisation.FieldWords(i18n.NB, c.Field, c.New)
		if row.Compare(organisation.FieldLabel(c.Field), was, is) {
			row.Changes[len(row.Changes)-1].Words = is != c.New || was != c.Old
		}
	}
}

// fresh is a new organisation before the values of the candidate are set.
func fresh(c Candidate) organisation.Organisation {
	return organisation.Organisation{OrgNr: c.OrgNr, Kind: organisation.KindOfForm(c.Values["org_form"]), Status: organisation.Approved, Source: c.Source, Lang: i18n.NB}
}

// changes are what the candidate would change of an organisation, and kept the columns of which it would have, had people
// here not written what stands there. A cell as our own export writes it changes nothing.
func changes(c Candidate, old organisation.Organisation) (out []organisation.Change, kept []string) {
	for _, f := range organisation.Fields {
		value, ok := c.Values[f.Key]
		current := f.Get(&old)
		if !ok || value == current || c.asExported(f.Key, old) {
			continue
		}
		if f.Fact || !old.FieldSource[f.Key].Written() {
			out = append(out, organisation.Change{Field: f.Key, Old: current, New: value})
		} else if c.cells[f.Key] != "" {
			kept = append(kept, f.Key)
		}
	}
	return out, kept
}

// asExported says whether the cell that a value comes from holds what stands here.
func (c Candidate) asExported(key string, old organisation.Organisation) bool {
	cell := c.cells[key]
	switch key {
	case "registered_name":
		return c.cells["name"] != "" && c.cells["name"] == old.Name
	case "phone":
		return cell != "" && cell == i18n.Phone(old.Phone)
	}
	f, _ := organisation.FieldByKey(key)
	return cell != "" && cell == f.Get(&old)
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
	if it.candidate.areas != nil && slices.Equal(o.Areas, it.oldAreas) {
		o.Areas = it.candidate.areas
	}
	if it.candidate.localKinds != nil && slices.Equal(o.LocalKinds, it.oldKinds) {
		o.LocalKinds = it.candidate.localKinds
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
	d := organisation.Draft{Organisation: o}
	if it.contact != nil {
		here, err := postgres.Many[firstContact](ctx, tx, firstContactsSQL, postgres.Args{"ids": []int64{o.ID}})
		if err != nil {
			return err
		}
		if len(here) == 0 {
			d.Contacts = []organisation.Contact{*it.contact}
		}
	}
	id, err := p.svc.Organisations.Save(ctx, tx, p.by, d)
	it.row.ObjectID = &id
	return err
}
