// Which organisation here a candidate is: by number, by name, or as was chosen.

package orgimport

import (
	"context"
	"slices"
	"strconv"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/postgres"
)

// matcher knows what is here, and collects what is not certain.
type matcher struct {
	byNumber  map[string]organisation.Organisation
	byName    map[string][]organisation.Organisation // by NameKey
	areas     *named
	kinds     *named
	headings  map[string]string                  // of the columns, by key
	answers   map[intake.About]map[string]string // as intake.Choices.Known has them
	questions []intake.Question
	options   []intake.Option
	offered   map[int64]bool      // which of those here are among the options
	taken     map[int64]int       // rows by what they are here
	namesakes map[string][]string // areas as the file has them, by the name that groups without number have in common
	left      map[string]bool     // columns of which something is not taken
	emptied   int                 // rows in which something is stored where the file has nothing
}

// newMatcher is one for a list, before it has read what is here.
func newMatcher(list List, candidates []Candidate, choices intake.Choices, site *municipality.Site) *matcher {
	m := &matcher{
		areas: areasOf(site), kinds: localKindsOf(site), headings: map[string]string{}, answers: choices.Known(), offered: map[int64]bool{},
		taken: map[int64]int{}, namesakes: map[string][]string{}, left: map[string]bool{},
	}
	for _, q := range list.Columns {
		m.headings[q.Value] = q.Word
	}
	for i := range candidates {
		candidates[i].areas = m.readNamed(&candidates[i], "areas", m.areas)
		candidates[i].localKinds = m.readNamed(&candidates[i], "local_kinds", m.kinds)
		if c := candidates[i]; c.OrgNr == "" {
			key, where := organisation.NameKey(c.Values["name"]), intake.FoldWord(c.cells["areas"])
			if !slices.Contains(m.namesakes[key], where) {
				m.namesakes[key] = append(m.namesakes[key], where)
			}
		}
	}
	return m
}

// readNames reads those here that are called like a candidate.
func (m *matcher) readNames(ctx context.Context, q postgres.Querier, municipalityID int64, candidates []Candidate) error {
	wanted := map[string]bool{}
	for _, c := range candidates {
		if _, known := m.byNumber[c.OrgNr]; !known || c.OrgNr == "" {
			wanted[organisation.NameKey(c.Values["name"])] = true
		}
	}
	delete(wanted, "")
	var err error
	m.byName, err = organisation.ByNameKeys(ctx, q, municipalityID, wanted)
	return err
}

// plan decides about one candidate.
func (m *matcher) plan(c Candidate) item {
	it := m.find(c)
	if it.row.ObjectID == nil {
		return it
	}
	if first := m.taken[*it.row.ObjectID]; first != 0 {
		it.row.Refuse(i18n.Mark("Det samme laget står på rad %d."), first)
	} else {
		m.taken[*it.row.ObjectID] = c.Row
	}
	return it
}

func (m *matcher) find(c Candidate) item {
	if old, found := m.byNumber[c.OrgNr]; found && c.OrgNr != "" {
		return m.known(c, old)
	}
	alike := m.byName[organisation.NameKey(c.Values["name"])]
	namesake := c.OrgNr != "" && len(alike) > 0
	if c.OrgNr != "" { // another number is another organisation
		alike = slices.DeleteFunc(slices.Clone(alike), func(o organisation.Organisation) bool { return o.OrgNr != "" })
	} else if old, certain := m.sameGroup(c, alike); certain {
		return m.known(c, old)
	}
	if len(alike) == 0 || c.nameless || c.OrgNr == "" && m.allTaken(alike) {
		it := m.unknown(c)
		if namesake && it.row.Outcome == intake.New {
			it.row.Say(i18n.Mark("Det er et lag her som heter det samme, med et annet organisasjonsnummer."))
		}
		return it
	}
	return m.ask(c, alike)
}

// sameGroup is the group without number that has the candidate's name and areas: the only one of that name, when nothing
// is said of where either is.
func (m *matcher) sameGroup(c Candidate, alike []organisation.Organisation) (organisation.Organisation, bool) {
	var all, there []organisation.Organisation
	for _, o := range alike {
		if o.OrgNr == "" && m.taken[o.ID] == 0 {
			if all = append(all, o); c.areas != nil && slices.Equal(c.areas, o.Areas) {
				there = append(there, o)
			}
		}
	}
	switch {
	case len(there) == 1:
		return there[0], true
	case len(all) == 1 && len(alike) == 1 && len(m.namesakes[organisation.NameKey(c.Values["name"])]) == 1 && (len(c.areas) == 0 || len(all[0].Areas) == 0):
		return all[0], true
	}
	return organisation.Organisation{}, false
}

// allTaken says whether other rows of the file are those that have the name here.
func (m *matcher) allTaken(alike []organisation.Organisation) bool {
	return !slices.ContainsFunc(alike, func(o organisation.Organisation) bool { return m.taken[o.ID] == 0 })
}

// ask leaves open which of those that are called alike it is, until that is chosen.
func (m *matcher) ask(c Candidate, alike []organisation.Organisation) item {
	word := c.Label
	if len(m.namesakes[organisation.NameKey(c.Values["name"])]) > 1 && c.cells["areas"] != "" {
		word += ", " + c.cells["areas"]
	}
	word = i18n.Cut(word, 120)
	chosen := m.answers[intake.Group][intake.FoldWord(word)]
	m.questions = append(m.questions, intake.Question{About: intake.Group, Word: word, Rows: 1, Value: chosen})
	for _, o := range alike {
		option := intake.Option{Value: strconv.FormatInt(o.ID, 10), Label: o.Name}
		if o.OrgNr != "" {
			option.Label += " (" + i18n.OrgNr(o.OrgNr) + ")"
		} else if len(o.Areas) > 0 {
			option.Label += " (" + m.areas.wordsOf(o.Areas) + ")"
		}
		if !m.offered[o.ID] {
			m.offered[o.ID] = true
			m.options = append(m.options, option)
		}
		if option.Value == chosen {
			return m.known(c, o)
		}
	}
	it := m.unknown(c)
	switch chosen {
	case intake.Make:
	case intake.Nothing:
		it.row.Refuse(i18n.Mark("Du har valgt at raden ikke skal være med."))
	default:
		it.row.Refuse(i18n.Mark("Det er et lag her som heter det samme. Velg over listen om det er det, eller et nytt."))
	}
	return it
}

// asked are the questions with their options.
func (m *matcher) asked(columns []intake.Question) intake.Asked {
	asked := intake.Asked{Options: map[intake.About][]intake.Option{}}
	if len(columns) > 0 {
		asked.Questions, asked.Options[intake.Column] = slices.Clone(columns), intake.ColumnOptions(importColumns())
	}
	for _, n := range []*named{m.areas, m.kinds} {
		for i, q := range n.order {
			if i < mostAsked {
				asked.Questions = append(asked.Questions, *q)
			}
		}
		if len(n.order) > 0 {
			asked.Options[n.about] = n.options()
		}
	}
	if len(m.questions) > 0 {
		asked.Questions = append(asked.Questions, m.questions[:min(len(m.questions), mostAsked)]...)
		asked.Options[intake.Group] = append([]intake.Option{intake.Leave(), {Value: intake.Make, Label: i18n.Mark("Lag som nytt lag"), Words: true}}, m.options...)
	}
	return asked
}

// mostAsked is how many organisations one file is asked about; the rest is asked when those are settled.
const mostAsked = 100
