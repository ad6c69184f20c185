// What an import would do with each row.

package contact

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Import is what a contact list would do. Apply does it.
type Import struct {
	Rows  []intake.Row
	items []importItem
	svc   *Service
	by    account.Actor
}

// importItem is a row that is taken.
type importItem struct {
	row        int // index in Rows
	contact    Contact
	key        string
	newUnit    string // name of a unit that the row makes
	substitute string // who it is, when that person may be in the same file
}

const existingSQL = `-- contact.existing
select ` + listedColumns + `, coalesce(c.import_key, '') as import_key` + listedFrom + `
where c.municipality_id = @municipality_id and c.merged_into is null order by c.id`

type existing struct {
	Listed
	ImportKey string
}

const topicsSQL = `-- contact.topics
select id, slug, name_nb, name_nn, name_en from code where municipality_id = @municipality_id and list = 'topic'`

type namedCode struct {
	ID                           int64
	Slug, NameNB, NameNN, NameEN string
}

const areasSQL = `-- contact.areas
select id, slug, name from area where municipality_id = @municipality_id`

type namedArea struct {
	ID         int64
	Slug, Name string
}

// lookup is what the municipality has, by the names that files use.
type lookup struct {
	byKey  map[string]existing
	byName map[string][]existing // of persons, for substitutes
	units  map[string]int64
	topics map[string]int64
	areas  map[string]int64
	names  map[int64]string // of topics
	places map[int64]string // of areas
	inFile map[string]bool  // names and addresses of the file's own people
}

// PlanImport says what each row of a contact list would do. People are recognised
// by e-mail address, otherwise by name and unit. One bad row never costs the others.
func (s *Service) PlanImport(ctx context.Context, q postgres.Querier, by account.Actor, name string, data []byte) (*Import, error) {
	if err := by.Require(account.ImportContacts); err != nil {
		return nil, err
	}
	rows, unknown, err := readImport(ctx, name, data)
	if err != nil {
		return nil, err
	}
	have, err := readLookup(ctx, q, by.MunicipalityID)
	if err != nil {
		return nil, err
	}
	plan := &Import{svc: s, by: by}
	if len(unknown) > 0 && len(rows) > 0 {
		header := intake.Row{Number: max(1, rows[0].number-1), Outcome: intake.Unchanged, Label: i18n.Cut(strings.Join(unknown, ", "), 120)}
		for _, c := range unknown {
			header.Say(fmt.Sprintf(i18n.Mark("Kolonnen «%s» er ikke med."), i18n.Cut(c, 60)))
		}
		plan.Rows = append(plan.Rows, header)
	}
	first := map[string]int{}
	for _, r := range rows {
		have.inFile[fold(r.cells["name"])], have.inFile[fold(r.cells["email"])] = true, true
	}
	for _, r := range rows {
		plan.Rows = append(plan.Rows, intake.Row{Number: r.number, Label: r.cells["name"]})
		plan.take(len(plan.Rows)-1, r, have, first, s.Now())
	}
	return plan, nil
}

func readLookup(ctx context.Context, q postgres.Querier, municipalityID int64) (lookup, error) {
	l := lookup{byKey: map[string]existing{}, byName: map[string][]existing{}, units: map[string]int64{}, topics: map[string]int64{},
		areas: map[string]int64{}, names: map[int64]string{}, places: map[int64]string{}, inFile: map[string]bool{}}
	args := pgx.StrictNamedArgs{"municipality_id": municipalityID}
	people, err := postgres.Many[existing](ctx, q, existingSQL, args)
	if err != nil {
		return l, err
	}
	for _, p := range people {
		for _, k := range []string{p.ImportKey, key(p.Email, p.Name, p.UnitName), key("", p.Name, p.UnitName)} {
			if _, taken := l.byKey[k]; k != "" && !taken {
				l.byKey[k] = p
			}
		}
		l.byName[fold(p.Name)] = append(l.byName[fold(p.Name)], p)
	}
	units, err := postgres.Many[Unit](ctx, q, unitsSQL, args)
	if err != nil {
		return l, err
	}
	for _, u := range units {
		l.units[fold(u.Name)] = u.ID
	}
	return l, l.readCodes(ctx, q, args)
}

func (l *lookup) readCodes(ctx context.Context, q postgres.Querier, args pgx.StrictNamedArgs) error {
	codes, err := postgres.Many[namedCode](ctx, q, topicsSQL, args)
	if err != nil {
		return err
	}
	for _, c := range codes {
		l.names[c.ID] = c.NameNB
		for _, n := range []string{c.Slug, c.NameNB, c.NameNN, c.NameEN} {
			if n != "" {
				l.topics[fold(n)] = c.ID
			}
		}
	}
	areas, err := postgres.Many[namedArea](ctx, q, areasSQL, args)
	if err != nil {
		return err
	}
	for _, a := range areas {
		l.places[a.ID] = a.Name
		l.areas[fold(a.Slug)], l.areas[fold(a.Name)] = a.ID, a.ID
	}
	return nil
}

func fold(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }

// key is what a person is recognised by in this file and the next.
func key(email, name, unit string) string {
	if email != "" {
		return "e:" + strings.ToLower(email)
	}
	return "n:" + fold(name) + "|" + fold(unit)
}

// take decides one row.
func (p *Import) take(i int, r importRow, have lookup, first map[string]int, now time.Time) {
	row := &p.Rows[i]
	if len(r.refuse) > 0 {
		row.Refuse(strings.Join(r.refuse, "\n"))
		return
	}
	k := key(r.cells["email"], r.cells["name"], r.cells["unit"])
	if n, double := first[k]; double {
		row.Refuse(fmt.Sprintf(i18n.Mark("Samme person står på rad %d i filen."), n))
		return
	}
	first[k] = r.number
	old, known := have.byKey[k]
	if !known {
		old = existing{Listed: Listed{Contact: Contact{Public: true, ValidFrom: dateOf(now)}}}
	}
	item := importItem{row: i, contact: old.Contact, key: k}
	item.fill(r, have, row)
	if c := &item.contact; !known && r.public == nil && (len(c.Topics) == 0 || c.Email == "" && c.Phone == "") {
		c.Public = false // not said, and not enough to show
		row.Say(i18n.Mark("Vises ikke for innbyggere før den har et tema og e-post eller telefon."))
	}
	if err := item.contact.Check(); err != nil {
		row.Refuse(reasons(err))
		return
	}
	item.compare(row, old, have)
	switch {
	case !known:
		row.Outcome = intake.New
		for i := range row.Changes { // what is usual for a new one is no old value
			row.Changes[i].Old = ""
		}
	case len(row.Changes) == 0:
		row.Outcome, row.ObjectID = intake.Unchanged, &old.ID
		return
	default:
		row.Outcome, row.ObjectID = intake.Changed, &old.ID
	}
	p.items = append(p.items, item)
}

// fill puts the row's cells into the contact; a column that the file lacks stays as it is.
func (it *importItem) fill(r importRow, have lookup, row *intake.Row) {
	c := &it.contact
	text := func(column string, into *string, v string) {
		if r.has[column] {
			*into = v
		}
	}
	text("name", &c.Name, r.cells["name"])
	text("title", &c.Title, r.cells["title"])
	text("email", &c.Email, r.cells["email"])
	text("phone", &c.Phone, r.phone)
	text("hours", &c.OfficeHours, r.cells["hours"])
	text("address", &c.Address, r.cells["address"])
	text("postal_code", &c.PostalCode, r.postal)
	text("note", &c.Note, r.cells["note"])
	if r.public != nil {
		c.Public = *r.public
	}
	if r.from != nil {
		c.ValidFrom = dateOf(*r.from)
	}
	if r.has["to"] {
		c.ValidTo = datePtr(r.to)
	}
	it.fillLinks(r, have, row)
	it.fillUnit(r, have, row)
	it.fillSubstitute(r.cells["substitute"], have, row)
}

// fillSubstitute takes somebody who is here or in the same file; who is in neither is said.
func (it *importItem) fillSubstitute(who string, have lookup, row *intake.Row) {
	_, byMail := have.byKey[key(who, "", "")]
	switch {
	case who == "":
	case have.inFile[fold(who)] || byMail || len(have.byName[fold(who)]) == 1:
		it.substitute = who
	default:
		row.Say(fmt.Sprintf(i18n.Mark("Vi fant ikke vikaren «%s». Velg vikar på kontaktens side."), who))
	}
}

func (it *importItem) fillUnit(r importRow, have lookup, row *intake.Row) {
	name := r.cells["unit"]
	if !r.has["unit"] || name == "" {
		return
	}
	if id, ok := have.units[fold(name)]; ok {
		it.contact.UnitID = &id
		return
	}
	it.newUnit = name
	row.Say(fmt.Sprintf(i18n.Mark("Enheten «%s» er ny og blir laget."), name))
}

// fillLinks takes the topics and areas that are known; those that are not are said, and
// what is stored is then only added to.
func (it *importItem) fillLinks(r importRow, have lookup, row *intake.Row) {
	for _, link := range []struct {
		column string
		known  map[string]int64
		into   *[]int64
		text   string
	}{
		{"topics", have.topics, &it.contact.Topics, i18n.Mark("Vi kjenner ikke temaet «%s», så det er ikke med. Legg det til under Oppsett, eller skriv det som der.")},
		{"areas", have.areas, &it.contact.Areas, i18n.Mark("Vi kjenner ikke området «%s», så det er ikke med. Legg det til under Oppsett, eller skriv det som der.")},
	} {
		if !r.has[link.column] {
			continue
		}
		ids, unknown := resolve(r.cells[link.column], link.known)
		for _, name := range unknown {
			row.Say(fmt.Sprintf(link.text, i18n.Cut(name, 60)))
		}
		if len(unknown) > 0 {
			ids = append(ids, *link.into...)
			slices.Sort(ids)
			ids = slices.Compact(ids)
		}
		*link.into = ids
	}
}

// resolve finds the ids of names. "Vei, skilt og dugnad" is one topic although it
// holds a comma, so the longest run of parts that is a name counts. "Hele kommunen"
// is no area.
func resolve(cell string, known map[string]int64) (ids []int64, unknown []string) {
	ids = []int64{}
	parts := list(cell)
	for len(parts) > 0 {
		id, n := longest(parts, known)
		switch first := fold(parts[0]); {
		case n > 0 && !slices.Contains(ids, id):
			ids = append(ids, id)
		case n == 0 && first != "hele kommunen" && first != "alle":
			unknown = append(unknown, parts[0])
		}
		parts = parts[max(n, 1):]
	}
	slices.Sort(ids)
	return ids, unknown
}

// mostParts is how many separators a name may hold.
const mostParts = 6

// longest is the name that the most parts from the first on make together.
func longest(parts []string, known map[string]int64) (id int64, n int) {
	for n := min(len(parts), mostParts); n > 0; n-- {
		for _, between := range []string{", ", "/", " / ", "; "} {
			if id, ok := known[fold(strings.Join(parts[:n], between))]; ok {
				return id, n
			}
		}
	}
	return 0, 0
}

// compare notes what differs from what is stored, in people's words.
func (it *importItem) compare(row *intake.Row, old existing, have lookup) {
	c, o := it.contact, old.Contact
	row.Compare(i18n.Mark("Navn"), o.Name, c.Name)
	row.Compare(i18n.Mark("Tittel"), o.Title, c.Title)
	row.Compare(i18n.Mark("E-post"), o.Email, c.Email)
	row.Compare(i18n.Mark("Telefon"), i18n.Phone(o.Phone), i18n.Phone(c.Phone))
	row.Compare(i18n.Mark("Treffetid"), o.OfficeHours, c.OfficeHours)
	row.Compare(i18n.Mark("Adresse"), o.Address, c.Address)
	row.Compare(i18n.Mark("Postnummer"), o.PostalCode, c.PostalCode)
	row.Compare(i18n.Mark("Notat"), o.Note, c.Note)
	row.CompareYesNo(i18n.Mark("Offentlig"), o.Public, c.Public)
	row.Compare(i18n.Mark("Gjelder fra"), day(&o.ValidFrom), day(&c.ValidFrom))
	row.Compare(i18n.Mark("Gjelder til"), day(o.ValidTo), day(c.ValidTo))
	row.Compare(i18n.Mark("Tema"), names(o.Topics, have.names), names(c.Topics, have.names))
	row.Compare(i18n.Mark("Område"), names(o.Areas, have.places), names(c.Areas, have.places))
	if it.newUnit != "" {
		row.Compare(i18n.Mark("Enhet"), old.UnitName, it.newUnit)
	} else if c.UnitID != nil && (o.UnitID == nil || *o.UnitID != *c.UnitID) {
		row.Compare(i18n.Mark("Enhet"), old.UnitName, unitName(*c.UnitID, have))
	}
	if it.substitute != "" && fold(it.substitute) != fold(old.SubstituteName) && !strings.EqualFold(it.substitute, old.SubstituteEmail) {
		row.Compare(i18n.Mark("Vikar"), old.SubstituteName, it.substitute)
	}
}

func unitName(id int64, have lookup) string {
	for n, u := range have.units {
		if u == id {
			return n
		}
	}
	return ""
}

func names(ids []int64, by map[int64]string) string {
	var out []string
	for _, id := range ids {
		out = append(out, by[id])
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

func day(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Format("02.01.2006")
}
