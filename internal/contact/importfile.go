// Reading a file of contacts, row by row.

package contact

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/tabular"
)

// importColumns are the columns of a contact list, by the names that
// municipalities give them, the first as we call it. Only the name is needed; a column that is not in the
// file leaves what is stored as it is.
var importColumns = sync.OnceValue(func() []tabular.Column {
	return intake.InAllLanguages([]tabular.Column{
		{Key: "name", Names: wholeName},
		{Key: "title", Names: []string{"Tittel", "Stilling", "Rolle", "Title", "Job Title", "Organization Title", "Organization 1 - Title"}},
		{Key: "unit", Names: []string{"Enhet", "Eining", "Avdeling", "Tjenestested", "Virksomhet", "Unit", "Department", "Organization Department"}},
		{Key: "phone", Names: []string{"Telefon", "Tlf", "Mobil", "Telefonnummer", "Mobiltelefon", "Phone", "Mobile Phone", "Phone 1 - Value", "Telefon (arbeid)", "Business Phone"}},
		{Key: "email", Names: []string{"E-post", "Epost", "E-postadresse", "Mail", "E-mail", "Email", "E-mail Address", "E-mail 1 - Value"}},
		{Key: "topics", Names: []string{"Tema", "Temaer", "Fagområde", "Ansvarsområde", "Topics"}},
		{Key: "areas", Names: []string{"Område", "Områder", "Bydel", "Grend", "Geografisk område", "Areas"}},
		{Key: "substitute", Names: []string{"Vikar", "Stedfortreder", "Substitute"}},
		{Key: "public", Names: []string{"Offentlig", "Vises offentlig", "Publiseres", "Public"}},
		{Key: "from", Names: []string{"Gjelder fra", "Fra", "Fra dato", "Gyldig fra"}},
		{Key: "to", Names: []string{"Gjelder til", "Til", "Til dato", "Gyldig til"}},
		{Key: "hours", Names: []string{"Treffetid", "Treffes", "Kontortid", "Åpningstid"}},
		{Key: "address", Names: []string{"Adresse", "Besøksadresse", "Gateadresse"}},
		{Key: "postal_code", Names: []string{"Postnummer", "Postnr", "Post nr"}},
		{Key: "place", Names: []string{"Poststed", "Sted"}},   // follows from the postal code; read so that it is not called unknown
		{Key: "confirmed", Names: []string{"Sist bekreftet"}}, // of our own export; somebody confirms here
		{Key: "note", Names: []string{"Notat", "Notater", "Merknad", "Kommentar", "Notes"}},
	})
})

var (
	nameColumn = i18n.Mark("Navn")
	wholeName  = []string{nameColumn, "Namn", "Kontaktperson", "Kontakt", "Fullt navn", "Name"}
)

// importRow is a row as it stands in the file, with what is wrong with it.
type importRow struct {
	number int
	cells  map[string]string
	has    map[string]bool // columns that the file has
	phone  string
	postal string
	from   *time.Time
	to     *time.Time
	public *bool
	refuse []i18n.Phrase // all that is wrong
}

// first, middle and last are the parts of a name in the exports of Outlook and Google.
var (
	first  = []string{"Fornavn", "First Name", "Given Name"}
	middle = []string{"Mellomnavn", "Middle Name", "Additional Name"}
	last   = []string{"Etternavn", "Last Name", "Family Name"}
)

// nameParts are what a whole name is made of, and what tells how somebody is addressed.
var nameParts = []tabular.Column{
	{Key: "name", Names: wholeName}, {Key: "first", Names: first}, {Key: "middle", Names: middle}, {Key: "last", Names: last},
	{Key: "position", Names: []string{"Stilling", "Job Title"}}, {Key: "address", Names: []string{"Tittel", "Title"}},
}

// wholeNames makes the column of names from its parts, where the file has only those.
// There, "Tittel" is how somebody is addressed when her position stands beside it; it
// is told apart, so that it is said not to be taken.
func wholeNames(t *tabular.Table) {
	found, _, _ := tabular.Match(t.Header, nameParts)
	_, whole := found["name"]
	if _, ok := found["last"]; whole || !ok {
		return
	}
	if _, ok := found["position"]; ok {
		if i, ok := found["address"]; ok {
			t.Header[i] += " (tiltale)"
		}
	}
	for _, key := range []string{"first", "middle", "last"} {
		if i, ok := found[key]; ok {
			t.Header[i] = ""
		}
	}
	t.Header = append(t.Header, nameColumn)
	for i, r := range t.Rows {
		name := strings.Join(strings.Fields(found.Cell(r, "first")+" "+found.Cell(r, "middle")+" "+found.Cell(r, "last")), " ")
		t.Rows[i].Cells = append(r.Cells, name)
	}
}

// importFile is a contact list that was read.
type importFile struct {
	rows    []importRow
	columns []intake.Question // what each heading is taken for
	header  int               // number of the row of headings
	named   bool              // there is a column of names
}

// readImport reads a contact list; an unreadable file is an Invalid fault.
func readImport(ctx context.Context, name string, data []byte, choices intake.Choices) (importFile, error) {
	table, err := tabular.Read(ctx, name, bytes.NewReader(data), tabular.Limits{})
	if err != nil {
		return importFile{}, err
	}
	wholeNames(&table)
	found, columns := intake.MatchColumns(table, importColumns(), choices)
	if len(found) == 0 {
		return importFile{}, fault.Refuse(i18n.Mark("Filen mangler kolonnen «Navn». Den første raden må ha navn på kolonnene."))
	}
	file := importFile{columns: columns}
	_, file.named = found["name"]
	file.rows = make([]importRow, 0, len(table.Rows))
	if len(table.Rows) > 0 {
		file.header = table.Rows[0].Number - 1
	}
	for _, r := range table.Rows {
		row := importRow{number: r.Number, cells: map[string]string{}, has: map[string]bool{}}
		for _, c := range importColumns() {
			if _, ok := found[c.Key]; ok {
				row.has[c.Key] = true
				row.cells[c.Key] = strings.Join(strings.Fields(found.Cell(r, c.Key)), " ")
			}
		}
		row.read()
		file.rows = append(file.rows, row)
	}
	return file, nil
}

// read checks the cells one by one; all that is wrong is told.
func (r *importRow) read() {
	r.require(r.cells["name"] != "", i18n.Mark("Raden mangler navn."))
	r.readPhone()
	r.readEmail()
	r.readPostalCode()
	r.from = r.date("from", i18n.Mark("«Gjelder fra» er ikke en dato."))
	r.to = r.date("to", i18n.Mark("«Gjelder til» er ikke en dato."))
	r.readPublic()
}

func (r *importRow) require(ok bool, reason string) {
	if !ok {
		r.refuse = append(r.refuse, i18n.Say(reason))
	}
}

func (r *importRow) readPhone() {
	if s := r.cells["phone"]; s != "" {
		var ok bool
		r.phone, ok = i18n.ParsePhone(s)
		r.require(ok, i18n.Mark("Telefonnummeret er ikke gyldig."))
	}
}

func (r *importRow) readEmail() {
	s := strings.ToLower(r.cells["email"])
	r.cells["email"] = s
	if s == "" {
		return
	}
	local, domain, ok := strings.Cut(s, "@")
	r.require(ok && local != "" && strings.Contains(domain, ".") && !strings.ContainsAny(s, " ,;<>\"") && strings.Count(s, "@") == 1 && len(s) <= 254,
		i18n.Mark("E-postadressen er ikke gyldig."))
}

func (r *importRow) readPostalCode() {
	if s := r.cells["postal_code"]; s != "" {
		var ok bool
		r.postal, ok = i18n.ParsePostalCode(s)
		r.require(ok, i18n.Mark("Postnummeret er ikke gyldig."))
	}
}

func (r *importRow) date(key, reason string) *time.Time {
	s := r.cells[key]
	if s == "" {
		return nil
	}
	d, ok := tabular.ParseDate(s)
	r.require(ok, reason)
	return &d
}

func (r *importRow) readPublic() {
	s := strings.ToLower(r.cells["public"])
	if s == "" {
		return
	}
	yes, ok := intake.YesNo(s)
	yes = yes || s == "offentlig"
	r.require(ok || yes || s == "intern" || s == "-", i18n.Mark("Skriv ja eller nei i kolonnen «Offentlig»."))
	r.public = &yes
}
