// What a table tells of an organisation beside its fields: areas, a contact person, and what an import leaves as it is.

package orgimport

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/tabular"
)

// named are the areas or the local kinds of the municipality by the names that files use, with what the file leaves open.
type named struct {
	about   intake.About
	unknown string           // says of a word that nobody knows it here
	ids     map[string]int64 // by folded name
	names   map[int64]string
	open    map[string]*intake.Question
	order   []*intake.Question
}

func newNamed(about intake.About, unknown string) *named {
	return &named{about: about, unknown: unknown, ids: map[string]int64{}, names: map[int64]string{}, open: map[string]*intake.Question{}}
}

func (n *named) add(id int64, name string, words ...string) {
	for _, w := range append(words, name) {
		if w != "" {
			n.ids[intake.FoldWord(w)] = id
		}
	}
	n.names[id] = name
}

func areasOf(site *municipality.Site) *named {
	n := newNamed(intake.Area, i18n.Mark("Vi kjenner ikke området «%s», så det er ikke med. Velg hva det er over listen."))
	for _, a := range site.Areas {
		n.add(a.ID, a.Name, a.Slug)
	}
	return n
}

func localKindsOf(site *municipality.Site) *named {
	n := newNamed(intake.LocalKind, i18n.Mark("Vi kjenner ikke lagstypen «%s», så den er ikke med. Velg hva det er over listen."))
	for _, c := range site.Codes(municipality.LocalKinds) {
		n.add(c.ID, c.NameNB, c.Slug, c.NameNN, c.NameEN)
	}
	return n
}

func (n *named) wordsOf(ids []int64) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = n.names[id]
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// options are those that a name can stand for.
func (n *named) options() []intake.Option {
	options := make([]intake.Option, 0, len(n.names)+1)
	for id, name := range n.names {
		options = append(options, intake.Option{Value: strconv.FormatInt(id, 10), Label: name})
	}
	slices.SortFunc(options, func(a, b intake.Option) int {
		return cmp.Or(cmp.Compare(a.Label, b.Label), cmp.Compare(a.Value, b.Value))
	})
	return append([]intake.Option{intake.Leave()}, options...)
}

// readNamed finds those that the cell of the candidate names, or what was chosen for a name that nobody knows here; nil
// when it says nothing of them.
func (m *matcher) readNamed(c *Candidate, key string, n *named) []int64 {
	if c.cells[key] == "" {
		return nil
	}
	ids, unknown := intake.Resolve(c.cells[key], n.ids)
	for _, word := range unknown {
		chosen := m.askNamed(word, n)
		id, err := strconv.ParseInt(chosen, 10, 64)
		if _, known := n.names[id]; err == nil && known {
			ids = append(ids, id)
		} else if chosen != intake.Nothing {
			c.Notes = append(c.Notes, i18n.Say(n.unknown, i18n.Cut(word, 60)))
		}
	}
	if len(ids) == 0 && len(unknown) > 0 {
		return nil
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// askNamed notes a name that nobody knows here, and is what was chosen for it.
func (m *matcher) askNamed(word string, n *named) string {
	id := intake.FoldWord(word)
	q := n.open[id]
	if q == nil {
		q = &intake.Question{About: n.about, Word: i18n.Cut(word, 120), Value: m.answers[n.about][id]}
		n.open[id], n.order = q, append(n.order, q)
	}
	q.Rows++
	return q.Value
}

// readContact is the contact person of a row, nil when there is none who can be reached. Not ok: something stands there
// that cannot be used.
func (c Candidate) readContact() (person *organisation.Contact, ok bool) {
	name, email := c.cells["contact"], c.cells["contact_email"]
	if name == "" {
		return nil, email == "" && c.cells["contact_phone"] == ""
	}
	p := organisation.Contact{Name: i18n.Cut(name, 120), Role: "contact", Source: organisation.FromImport}
	ok = true
	for _, r := range organisation.ContactRoles {
		if intake.Means(c.cells["contact_role"], r.Name()) {
			p.Role = r
		}
	}
	if email != "" {
		var good bool
		if p.Email, good = readEmail(email); !good {
			p.Email, ok = "", false
		}
	}
	if phone := c.cells["contact_phone"]; phone != "" {
		var good bool
		if p.Phone, good = i18n.ParsePhone(phone); !good {
			p.Phone, ok = "", false
		}
	}
	if p.Email == "" && p.Phone == "" {
		return nil, false
	}
	return &p, ok
}

const firstContactsSQL = `-- orgimport.firstContacts
select distinct on (organisation_id) organisation_id, name, role, email, phone, source, source_at
from organisation_contact where organisation_id = any(@ids::bigint[]) order by organisation_id, sort, id`

type firstContact struct {
	OrganisationID int64
	Name           string
	Role           organisation.ContactRole
	Email, Phone   string
	Source         organisation.Source
	SourceAt       *time.Time
}

// sameRole says whether a row tells of the role's source and its date what stands here; an import changes neither.
func (c firstContact) sameRole(cells map[string]string) (source, since bool) {
	day, ok := tabular.ParseDate(cells["role_since"])
	return cells["role_source"] == "" || intake.Means(cells["role_source"], c.Source.Name()),
		cells["role_since"] == "" || ok && c.SourceAt != nil && day.Format(time.DateOnly) == c.SourceAt.In(i18n.Oslo).Format(time.DateOnly)
}

// addContacts puts the contact persons of the file beside those here: one is taken where there is none, and where there is
// another, that is said.
func (m *matcher) addContacts(ctx context.Context, q postgres.Querier, planned []item) error {
	var ids []int64
	for _, it := range planned {
		if it.row.ObjectID != nil && it.candidate.cells["contact"] != "" {
			ids = append(ids, *it.row.ObjectID)
		}
	}
	list, err := postgres.Many[firstContact](ctx, q, firstContactsSQL, postgres.Args{"ids": ids})
	if err != nil {
		return err
	}
	here := map[int64]firstContact{}
	for _, c := range list {
		here[c.OrganisationID] = c
	}
	for i := range planned {
		if it := &planned[i]; it.row.Outcome != intake.Refused {
			old, has := firstContact{}, false
			if it.row.ObjectID != nil {
				old, has = here[*it.row.ObjectID]
			}
			m.addContact(it, old, has)
		}
	}
	return nil
}

func (m *matcher) addContact(it *item, old firstContact, has bool) {
	person, ok := it.candidate.readContact()
	if !ok {
		m.left["contact"] = true
	}
	if source, since := old.sameRole(it.candidate.cells); !source || !since {
		m.left["role_source"], m.left["role_since"] = m.left["role_source"] || !source, m.left["role_since"] || !since
	}
	switch {
	case person == nil:
	case !has:
		it.contact = person
		it.row.Compare(i18n.Mark("Kontaktperson"), "", person.Name)
		it.row.Compare(i18n.Mark("Kontaktpersonens e-post"), "", person.Email)
		it.row.Compare(i18n.Mark("Kontaktpersonens telefon"), "", i18n.Phone(person.Phone))
		if it.row.Outcome == intake.Unchanged {
			it.row.Outcome = intake.Changed
		}
	default:
		cells := it.candidate.cells
		_, named := cells["contact_role"]
		if old.Name != person.Name || person.Email != "" && !strings.EqualFold(old.Email, person.Email) || person.Phone != "" && old.Phone != person.Phone ||
			named && cells["contact_role"] != "" && old.Role != person.Role {
			it.row.Say(i18n.Mark("Laget har kontaktpersoner fra før, så kontaktpersonen i filen er ikke med. Endre dem på siden til laget."))
		}
	}
}

// fixed are the columns of our own export that an import leaves as they are. ours says whether a cell holds what the
// export can write there, and same whether it is what stands here.
var fixed = []struct {
	key  string
	ours func(cell string) bool
	same func(cell string, o organisation.Organisation) bool
}{
	{"status", func(cell string) bool {
		return slices.ContainsFunc(organisation.Statuses, func(s organisation.Status) bool { return intake.Means(cell, s.Name()) })
	}, func(cell string, o organisation.Organisation) bool { return intake.Means(cell, o.Status.Name()) }},
	{"brreg", func(cell string) bool {
		return slices.ContainsFunc(organisation.BrregStatuses, func(s organisation.BrregStatus) bool { return intake.Means(cell, s.Name()) })
	}, func(cell string, o organisation.Organisation) bool { return intake.Means(cell, o.BrregStatus.Name()) }},
	{"confirmed", func(cell string) bool { _, ok := tabular.ParseDate(cell); return ok }, func(cell string, o organisation.Organisation) bool {
		day, ok := tabular.ParseDate(cell)
		return ok && o.ConfirmedAt != nil && day.Format("2006-01-02") == o.ConfirmedAt.In(i18n.Oslo).Format("2006-01-02")
	}},
}

// tellFixed says what the row has in columns that an import does not change, where it is not what stands here.
func (m *matcher) tellFixed(row *intake.Row, c Candidate, old organisation.Organisation) {
	for _, f := range fixed {
		cell := c.cells[f.key]
		if cell == "" || f.same(cell, old) {
			continue
		}
		m.left[f.key] = true
		if old.ID != 0 && f.ours(cell) {
			row.Say(i18n.Mark("«%s» i kolonnen «%s» er ikke med. Det endres på siden til laget."), i18n.Cut(cell, 60), m.headings[f.key])
		}
	}
}

// gone says whether the row is of an organisation that our own export calls refused or merged.
func (c Candidate) gone() bool {
	return intake.Means(c.cells["status"], organisation.Refused.Name()) || intake.Means(c.cells["status"], organisation.Merged.Name())
}

// kindIn is the kind that a word of ours stands for.
func kindIn(word string) (organisation.Kind, bool) {
	for _, k := range organisation.Kinds {
		if intake.Means(word, k.Name()) {
			return k, true
		}
	}
	return "", false
}
