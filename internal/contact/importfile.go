// Reading a file of contacts, row by row.

package contact

import (
	"bytes"
	"context"
	"slices"
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
		{Key: "phone", Names: []string{"Telefon", "Tlf", "Mobil", "Telefonnummer", "Mobiltelefon", "Phone", "Mobile Phone", "Phone 1 - Value", "Telefon (arbeid)", "Business Phone",
			"Phone 2 - Value", "Phone 3 - Value", "Business Phone 2", "Telefon (arbeid) 2", "Home Phone", "Telefon (privat)", "Primary Phone"}},
		{Key: "email", Names: []string{"E-post", "Epost", "E-postadresse", "Mail", "E-mail", "Email", "E-mail Address", "E-mail 1 - Value", "E-mail 2 - Value", "E-mail 2 Address", "E-post 2, adresse"}},
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
	wrong  []i18n.Phrase // all that is wrong; where she has a name and can be reached, only that is left out
	said   []i18n.Phrase // what else is not taken
	reach  bool          // by an address or a number
	hidden bool          // it is not clear whether she may be shown
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
	if len(found.Found) == 0 {
		return importFile{}, fault.Refuse(i18n.Mark("Filen mangler kolonnen «Navn». Den første raden må ha navn på kolonnene."))
	}
	file := importFile{columns: columns}
	_, file.named = found.Found["name"]
	file.rows = make([]importRow, 0, len(table.Rows))
	if len(table.Rows) > 0 {
		file.header = table.Rows[0].Number - 1
	}
	for _, r := range table.Rows {
		row := importRow{number: r.Number, cells: map[string]string{}, has: map[string]bool{}}
		for _, c := range importColumns() {
			if _, ok := found.Found[c.Key]; ok {
				row.has[c.Key] = true
				row.cells[c.Key] = cell(found, r, c.Key)
			}
		}
		row.read()
		file.rows = append(file.rows, row)
	}
	return file, nil
}

// cell is a cell as it is read: a note keeps its lines, and of addresses and numbers there may be several, in one column
// or more.
func cell(found intake.Columns, r tabular.Row, key string) string {
	switch key {
	case "note":
		return found.Cell(r, key)
	case "email", "phone":
		return strings.Join(found.Cells(r, key), "; ")
	}
	return strings.Join(strings.Fields(found.Cell(r, key)), " ")
}

// read checks the cells one by one; all that is wrong is told. What is wrong beside a name and a way to reach her
// does not cost the person: it is left out.
func (r *importRow) read() {
	r.readPhone()
	r.readEmail()
	r.reach = r.phone != "" || r.cells["email"] != ""
	r.readPostalCode()
	r.from = r.date("from", i18n.Mark("«Gjelder fra» er ikke en dato."))
	r.to = r.date("to", i18n.Mark("«Gjelder til» er ikke en dato."))
	r.readPublic()
	if r.cells["name"] == "" {
		r.wrong = slices.Insert(r.wrong, 0, i18n.Say(i18n.Mark("Raden mangler navn.")))
	}
}

// useless says whether the row cannot be used for what is wrong with it.
func (r *importRow) useless() bool { return r.cells["name"] == "" || len(r.wrong) > 0 && !r.reach }

// doubt notes what is wrong with a column, which then leaves what is stored as it is.
func (r *importRow) doubt(column, reason string) {
	r.wrong, r.has[column], r.cells[column] = append(r.wrong, i18n.Say(reason)), false, ""
}

// first takes the first good one of several values, and says which are not taken.
func (r *importRow) first(column string, good func(string) bool, reason, others string) {
	if r.cells[column] == "" {
		return
	}
	all, left := intake.Values(r.cells[column]), []string{}
	taken := ""
	for _, v := range all {
		if taken == "" && good(v) {
			taken = v
		} else {
			left = append(left, i18n.Cut(v, 60))
		}
	}
	if taken == "" {
		r.doubt(column, reason)
		return
	}
	if r.cells[column] = taken; len(left) > 0 {
		r.said = append(r.said, i18n.Say(others, strings.Join(left, ", ")))
	}
}

func (r *importRow) readPhone() {
	r.first("phone", func(s string) bool { _, ok := i18n.ParsePhone(s); return ok }, i18n.Mark("Telefonnummeret er ikke gyldig."),
		i18n.Mark("Bare ett telefonnummer er med. Disse er ikke med: %s."))
	if s := r.cells["phone"]; s != "" {
		r.phone, _ = i18n.ParsePhone(s)
	}
}

func (r *importRow) readEmail() {
	r.cells["email"] = intake.Addresses(strings.ToLower(r.cells["email"]))
	r.first("email", func(s string) bool {
		local, domain, ok := strings.Cut(s, "@")
		return ok && local != "" && strings.Contains(domain, ".") && !strings.ContainsAny(s, " <>\"") && strings.Count(s, "@") == 1 && len(s) <= 254
	}, i18n.Mark("E-postadressen er ikke gyldig."), i18n.Mark("Bare én e-postadresse er med. Disse er ikke med: %s."))
}

func (r *importRow) readPostalCode() {
	if s := r.cells["postal_code"]; s != "" {
		var ok bool
		if r.postal, ok = i18n.ParsePostalCode(s); !ok {
			r.doubt("postal_code", i18n.Mark("Postnummeret er ikke gyldig."))
		}
	}
}

func (r *importRow) date(key, reason string) *time.Time {
	s := r.cells[key]
	if s == "" {
		return nil
	}
	d, ok := tabular.ParseDate(s)
	if !ok {
		r.doubt(key, reason)
		return nil
	}
	return &d
}

func (r *importRow) readPublic() {
	s := fold(r.cells["public"])
	if s == "" {
		return
	}
	yes, ok := intake.YesNo(s)
	if yes = yes || s == "offentlig"; !ok && !yes && s != "intern" && s != "-" {
		r.doubt("public", i18n.Mark("Skriv ja eller nei i kolonnen «Offentlig»."))
		r.hidden = true
		return
	}
	r.public = &yes
}
