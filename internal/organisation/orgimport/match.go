// Which organisation here a candidate is: by number, by name, or as was chosen.

package orgimport

import (
	"context"
	"slices"
	"strconv"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/postgres"
)

// matcher knows what is here, and collects what is not certain.
type matcher struct {
	byNumber  map[string]organisation.Organisation
	byName    map[string][]organisation.Organisation // by NameKey
	choices   map[string]string                      // by the folded name
	questions []intake.Question
	options   []intake.Option
	offered   map[int64]bool // which of those here are among the options
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
	if old, found := m.byNumber[c.OrgNr]; found && c.OrgNr != "" {
		return plan(c, old, true)
	}
	alike := m.byName[organisation.NameKey(c.Values["name"])]
	namesake := c.OrgNr != "" && len(alike) > 0
	if c.OrgNr != "" { // another number is another organisation
		alike = slices.DeleteFunc(slices.Clone(alike), func(o organisation.Organisation) bool { return o.OrgNr != "" })
	} else if len(alike) == 1 && alike[0].OrgNr == "" {
		return plan(c, alike[0], true)
	}
	if len(alike) == 0 || c.nameless {
		it := plan(c, organisation.Organisation{}, false)
		if namesake && it.row.Outcome == intake.New {
			it.row.Say(i18n.Mark("Det er et lag her som heter det samme, med et annet organisasjonsnummer."))
		}
		return it
	}
	return m.ask(c, alike)
}

// ask leaves open which of those that are called alike it is, until that is chosen.
func (m *matcher) ask(c Candidate, alike []organisation.Organisation) item {
	chosen := m.choices[intake.FoldWord(c.Label)]
	m.questions = append(m.questions, intake.Question{About: intake.Group, Word: c.Label, Rows: 1, Value: chosen})
	for _, o := range alike {
		option := intake.Option{Value: strconv.FormatInt(o.ID, 10), Label: o.Name}
		if o.OrgNr != "" {
			option.Label += " (" + i18n.OrgNr(o.OrgNr) + ")"
		}
		if !m.offered[o.ID] {
			m.offered[o.ID] = true
			m.options = append(m.options, option)
		}
		if option.Value == chosen {
			return plan(c, o, true)
		}
	}
	it := plan(c, organisation.Organisation{}, false)
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
		asked.Questions, asked.Options[intake.Column] = slices.Clone(columns), intake.ColumnOptions(importColumns)
	}
	if len(m.questions) > 0 {
		asked.Questions = append(asked.Questions, m.questions[:min(len(m.questions), mostAsked)]...)
		asked.Options[intake.Group] = append([]intake.Option{intake.Leave(), {Value: intake.Make, Label: i18n.Mark("Lag som nytt lag"), Words: true}}, m.options...)
	}
	return asked
}

// mostAsked is how many organisations one file is asked about; the rest is asked when those are settled.
const mostAsked = 100
