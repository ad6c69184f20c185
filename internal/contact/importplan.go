// What an import would do with each row.

package contact

import (
	"context"
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/plaintext"
	"frivilligsentral/internal/postgres"
)

// Import is what a contact list would do. Apply does it.
type Import struct {
	Rows  []intake.Row
	Asked intake.Asked // what the file leaves open
	items []importItem
	svc   *Service
	by    account.Actor
}

// importItem is a row that is taken.
type importItem struct {
	row     int // index in Rows
	contact Contact
	key     string
	newUnit string // name of a unit that the row makes
	standIn person // the substitute that the file names
}

// person is somebody who may stand in: the id of a contact, or minus the number of a
// row that makes a new one. 0 is nobody.
type person int64

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

// lookup is what the municipality has, by the names that files use, and what the file
// leaves open.
type lookup struct {
	people  people
	called  map[string][]person // who is meant by a name or an address, for substitutes
	units   map[string]int64
	topics  map[string]int64
	areas   map[string]int64
	names   named                              // topics
	places  named                              // areas
	offices named                              // units
	choices map[intake.About]map[string]string // as intake.Choices.Known has them
	open    *questions
}

// PlanImport says what each row of a contact list would do, with what was chosen for
// the file. People are recognised as people.recognise has it. One bad row never costs
// the others.
func (s *Service) PlanImport(ctx context.Context, q postgres.Querier, by account.Actor, name string, data []byte, choices intake.Choices) (*Import, error) {
	if err := by.Require(account.ImportContacts); err != nil {
		return nil, err
	}
	file, err := readImport(ctx, name, data, choices)
	if err != nil {
		return nil, err
	}
	have, err := readLookup(ctx, q, by.MunicipalityID)
	if err != nil {
		return nil, err
	}
	have.choices, have.open = choices.Known(), &questions{columns: file.columns}
	plan := &Import{svc: s, by: by}
	if header, untaken := intake.HeaderRow(file.header, file.columns); untaken {
		plan.Rows = append(plan.Rows, header)
	}
	plan.takeAll(file, have, s.Now())
	plan.Asked = have.asked()
	return plan, ctx.Err()
}

// takeAll decides the rows. Who the file's people are is known before any of them is
// looked for as a substitute.
func (p *Import) takeAll(file importFile, have lookup, now time.Time) {
	meant := have.people.recognise(file.rows)
	for i, r := range file.rows {
		if meant[i].twin == 0 {
			have.call(meant[i].person(r), r.cells["name"], r.cells["email"])
		}
	}
	for i, r := range file.rows {
		p.Rows = append(p.Rows, intake.Row{Number: r.number, Label: r.cells["name"]})
		if !file.named {
			p.Rows[len(p.Rows)-1].Refuse(i18n.Mark("Velg hvilken kolonne som er navnet."))
			continue
		}
		p.take(len(p.Rows)-1, r, have, meant[i], now)
	}
}

// call notes that somebody is known by a name and an address.
func (l lookup) call(who person, names ...string) {
	for _, n := range names {
		if n = fold(n); n != "" && !slices.Contains(l.called[n], who) && len(l.called[n]) < 2 {
			l.called[n] = append(l.called[n], who)
		}
	}
}

func readLookup(ctx context.Context, q postgres.Querier, municipalityID int64) (lookup, error) {
	l := lookup{people: newPeople(), called: map[string][]person{}, units: map[string]int64{}, topics: map[string]int64{},
		areas: map[string]int64{}, names: named{}, places: named{}, offices: named{}}
	args := postgres.Args{"municipality_id": municipalityID}
	people, err := postgres.Many[existing](ctx, q, existingSQL, args)
	if err != nil {
		return l, err
	}
	for _, p := range people {
		l.people.add(&p)
		l.call(person(p.ID), p.Name, p.Email)
	}
	units, err := postgres.Many[Unit](ctx, q, unitsSQL, args)
	if err != nil {
		return l, err
	}
	for _, u := range units {
		l.units[fold(u.Name)], l.offices[u.ID] = u.ID, u.Name
	}
	return l, l.readCodes(ctx, q, args)
}

func (l *lookup) readCodes(ctx context.Context, q postgres.Querier, args postgres.Args) error {
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

func fold(s string) string { return intake.FoldWord(s) }

// take decides one row.
func (p *Import) take(i int, r importRow, have lookup, who meant, now time.Time) {
	row := &p.Rows[i]
	known := who.old != nil
	old := existing{Listed: Listed{Contact: Contact{Public: !r.hidden, ValidFrom: dateOf(now)}}}
	if known {
		old = *who.old
	}
	item := importItem{row: i, contact: old.Contact, key: have.people.free(r.key(), who.old)}
	switch {
	case r.useless():
		item.fillLinks(r, have, row) // what is not known here is wrong too
		row.RefuseAll(append(slices.Clone(r.wrong), row.Remarks...)...)
		return
	case who.twin != 0:
		row.Refuse(i18n.Mark("Samme person står på rad %d i filen."), who.twin)
		return
	case who.several:
		row.Refuse(i18n.Mark("Det er flere her som heter «%s». Skriv e-post eller telefon, så vi vet hvem det er."), r.cells["name"])
		return
	}
	if row.SayAll(r.wrong...); len(r.wrong) > 0 {
		row.Say(i18n.Mark("Det som er galt, er ikke med. Resten av raden er med."))
	}
	row.SayAll(r.said...)
	item.fill(r, have, row)
	item.fillSubstitute(r.cells["substitute"], old, who.person(r), have, row)
	if c := &item.contact; !known && r.public == nil && (len(c.Topics) == 0 || c.Email == "" && c.Phone == "") {
		c.Public = false // not said, and not enough to show
		row.Say(i18n.Mark("Vises ikke for innbyggere før den har et tema og e-post eller telefon."))
	}
	if err := item.contact.Check(); err != nil {
		said := row.Remarks
		row.RefuseFor(err, notUsed)
		row.SayAll(said...)
		return
	}
	item.compare(row, old, have, r.cells["substitute"])
	switch {
	case !known:
		row.Outcome = intake.New
		if who.sharer != "" {
			row.Say(i18n.Mark("%s har den samme e-postadressen. Vi tar dette for en annen person. Se om det er riktig."), who.sharer)
		} else if slices.ContainsFunc(have.called[fold(r.cells["name"])], func(who person) bool { return who > 0 }) {
			row.Say(i18n.Mark("Det er en kontakt her som heter det samme, med annen e-post eller enhet. Se om det er samme person."))
		}
		for i := range row.Changes { // what is usual for a new one is no old value
			row.Changes[i].Old = ""
		}
	case len(row.Changes) == 0:
		row.Outcome, row.ObjectID = intake.Unchanged, &old.ID
		return
	default:
		row.Outcome, row.ObjectID = intake.Changed, &old.ID
		if fold(old.Name) != fold(item.contact.Name) {
			row.Say(i18n.Mark("Navnet er et annet enn det som står her. Se om det er samme person."))
		}
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
	text("address", &c.Address, r.cells["address"])
	text("postal_code", &c.PostalCode, r.postal)
	if r.cells["note"] != c.Note {
		text("note", &c.Note, plaintext.Of(r.cells["note"]))
	}
	if r.cells["hours"] != c.OfficeHours {
		text("hours", &c.OfficeHours, strings.Join(strings.Fields(plaintext.Of(r.cells["hours"])), " "))
	}
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
}

// fillSubstitute takes the one person who is meant, here or in the same file.
func (it *importItem) fillSubstitute(who string, old existing, self person, have lookup, row *intake.Row) {
	if who == "" {
		return
	}
	switch found := have.called[fold(who)]; {
	case old.SubstituteID != nil && fold(old.SubstituteName) == fold(who) && len(found) != 1:
		it.standIn = person(*old.SubstituteID)
	case len(found) == 0:
		row.Say(noSubstitute, who)
	case len(found) > 1:
		row.Say(i18n.Mark("Det er flere som kan være vikaren «%s». Skriv e-postadressen, eller velg vikar på kontaktens side."), who)
	case found[0] == self:
		row.Say(i18n.Mark("Ingen kan være sin egen vikar, så vikaren er ikke med."))
	default:
		it.standIn = found[0]
	}
}

var noSubstitute = i18n.Mark("Vi fant ikke vikaren «%s». Velg vikar på kontaktens side.")

func (it *importItem) fillUnit(r importRow, have lookup, row *intake.Row) {
	name := r.cells["unit"]
	if !r.has["unit"] || name == "" {
		return
	}
	if id, ok := have.units[fold(name)]; ok {
		it.contact.UnitID = &id
		return
	}
	chosen := have.ask(intake.Unit, name)
	if id, ok := have.offices.id(chosen); ok {
		it.contact.UnitID = &id
		return
	}
	if chosen == intake.Nothing {
		return
	}
	it.newUnit = name
	row.Say(i18n.Mark("Enheten «%s» er ny og blir laget."), name)
}

// fillLinks takes the topics and areas that are known, or chosen for what is not; the rest
// is said, and what is stored is then only added to.
func (it *importItem) fillLinks(r importRow, have lookup, row *intake.Row) {
	for _, link := range []struct {
		column string
		about  intake.About
		known  map[string]int64
		named  named
		into   *[]int64
		text   string
	}{
		{"topics", intake.Topic, have.topics, have.names, &it.contact.Topics, i18n.Mark("Vi kjenner ikke temaet «%s», så det er ikke med. Velg hva det er over listen.")},
		{"areas", intake.Area, have.areas, have.places, &it.contact.Areas, i18n.Mark("Vi kjenner ikke området «%s», så det er ikke med. Velg hva det er over listen.")},
	} {
		if !r.has[link.column] {
			continue
		}
		ids, unknown := intake.Resolve(r.cells[link.column], link.known)
		left := false
		for _, word := range unknown {
			chosen := have.ask(link.about, word)
			if id, ok := link.named.id(chosen); ok {
				ids = append(ids, id)
			} else if left = true; chosen != intake.Nothing {
				row.Say(link.text, i18n.Cut(word, 60))
			}
		}
		if left {
			ids = append(ids, *link.into...)
		}
		slices.Sort(ids)
		*link.into = slices.Compact(ids)
	}
}

// compare notes what differs from what is stored, in people's words.
func (it *importItem) compare(row *intake.Row, old existing, have lookup, substitute string) {
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
		row.Compare(i18n.Mark("Enhet"), old.UnitName, have.offices[*c.UnitID])
	}
	if it.standIn != 0 && (o.SubstituteID == nil || person(*o.SubstituteID) != it.standIn) {
		row.Compare(i18n.Mark("Vikar"), old.SubstituteName, substitute)
	}
}

func names(ids []int64, by named) string {
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
