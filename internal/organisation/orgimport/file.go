// Reading a file: a list with headings in any order, or JSON from a register.

package orgimport

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"frivilligsentral/internal/brreg"
	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/tabular"
)

// Candidate is one organisation that a file tells of: only what the file says.
type Candidate struct {
	Row    int    // as people count in the file
	OrgNr  string // nine digits
	Label  string // the name, or the number
	Source organisation.Source
	Values map[string]string // by field key; a value that the file does not have is not there
	Notes  []i18n.Phrase     // what was left out

	areas        []int64           // nil when the file says nothing of them; set by Plan
	localKinds   []int64           // likewise
	cells        map[string]string // of a table: as they stand in it, by column
	municipality string            // number, or name, where the file says it: what lies elsewhere is left out
	nameless     bool              // from Frivillighetsregisteret, which has no names
}

// List is what a file holds.
type List struct {
	Candidates []Candidate
	Refused    []intake.Row
	Columns    []intake.Question // what each heading of a table is taken for
	Header     int               // number of the row of headings; 0 for a register's file
}

// refuse says of a candidate why it cannot be used.
func refuse(c Candidate, why string, args ...any) *intake.Row {
	row := &intake.Row{Number: c.Row, Label: i18n.Cut(c.Label, 60)}
	row.Refuse(why, args...)
	return row
}

var tooLong = i18n.Mark("Navnet er for langt. Det kan ha høyst %d tegn.")

// importColumns are the columns of a list by the names that people give them; the first is the heading of our own export.
var importColumns = sync.OnceValue(func() []tabular.Column {
	return intake.InAllLanguages([]tabular.Column{
		{Key: "orgnr", Names: []string{"Organisasjonsnummer", "Orgnr", "Org.nr.", "Org nr", "Organisasjonsnr", "Foretaksnummer"}},
		{Key: "name", Names: []string{"Navn", "Organisasjon", "Organisasjonsnavn", "Lag", "Forening", "Lagets navn", "Foretaksnavn"}},
		{Key: "municipality", Names: []string{"Kommune", "Kommunenummer", "Kommunenr", "Forretningsadresse.kommunenummer", "Forretningsadresse.kommune"}},
		{Key: "org_form", Names: []string{"Organisasjonsform", "Orgform", "Form", "Organisasjonsform.kode"}},
		{Key: "website", Names: []string{"Nettsted", "Hjemmeside", "Nettside", "Nettadresse", "Web", "Url"}},
		{Key: "email_public", Names: []string{"E-post", "Epostadresse", "E-postadresse", "E-mail", "Mail"}},
		{Key: "email_private", Names: []string{"E-post for kommunen", "Intern e-post"}},
		{Key: "phone", Names: []string{"Telefon", "Tlf", "Telefonnummer", "Mobil", "Mobiltelefon"}},
		{Key: "address", Names: []string{"Adresse", "Gateadresse", "Besøksadresse", "Forretningsadresse", "Forretningsadresse.adresse"}},
		{Key: "postal_code", Names: []string{"Postnummer", "Postnr", "Forretningsadresse.postnummer"}},
		{Key: "icnpo", Names: []string{"ICNPO", "ICNPO-kode", "ICNPO-koder", "Kategori (ICNPO)"}},
		{Key: "summary", Names: []string{"Kort om laget", "Beskrivelse", "Formål", "Aktivitet", "Om", "Sammendrag"}},
		{Key: "members", Names: []string{"Medlemmer", "Antall medlemmer", "Medlemstall"}},
		{Key: "members_under_20", Names: []string{"Medlemmer under 20 år", "Medlemmer under 20", "Under 20 år"}},
		{Key: "founded_year", Names: []string{"Stiftet", "Stiftelsesår", "Stiftelsesdato"}},
		{Key: "in_voluntary_register", Names: []string{"I Frivillighetsregisteret", "Frivillighetsregisteret", "registrertIFrivillighetsregisteret"}},
		{Key: "lang", Names: []string{"Målform", "Språk"}},
		{Key: "kind", Names: []string{"Type"}},
		{Key: "local_kinds", Names: []string{"Lagstyper", "Lagstype", "Type lag", "Underkategori"}},
		{Key: "areas", Names: []string{"Områder", "Område", "Bydel", "Grend", "Areas"}},
		{Key: "contact", Names: []string{"Kontaktperson"}},
		{Key: "contact_role", Names: []string{"Kontaktpersonens rolle"}},
		{Key: "contact_email", Names: []string{"Kontaktpersonens e-post"}},
		{Key: "contact_phone", Names: []string{"Kontaktpersonens telefon"}},
		// Of our own export, and not changed by an import: see fixed.
		{Key: "status", Names: []string{"Status"}},
		{Key: "role_source", Names: []string{"Kilde til rollen"}},
		{Key: "role_since", Names: []string{"Rollen er kjent siden"}},
		{Key: "brreg", Names: []string{"Enhetsregisteret"}},
		{Key: "confirmed", Names: []string{"Sist bekreftet"}},
	})
})

// ReadFile reads a list of organisations: CSV, TSV or XLSX with Norwegian headings in any order or columns that were
// chosen, or JSON from Enhetsregisteret or Frivillighetsregisteret (one answer, a page, or the bulk file, packed or not). A
// row that cannot be used is a refused one and costs no other; the error is for a file that cannot be read at all, and fit
// for the user.
func ReadFile(ctx context.Context, name string, data []byte, choices intake.Choices) (List, error) {
	head := bytes.TrimLeft(data[:min(len(data), 64)], "\xef\xbb\xbf \t\r\n")
	if bytes.HasPrefix(data, []byte{0x1f, 0x8b}) || bytes.HasPrefix(head, []byte("{")) || bytes.HasPrefix(head, []byte("[")) {
		all, refused, err := readRegister(ctx, data)
		return List{Candidates: all, Refused: refused}, err
	}
	table, err := tabular.Read(ctx, name, bytes.NewReader(data), tabular.Limits{})
	if err != nil {
		return List{}, err
	}
	at, columns := intake.MatchColumns(table, importColumns(), choices)
	if len(at.Found) == 0 {
		return List{}, fault.Refuse(i18n.Mark("Filen mangler kolonnen «Navn». Den første raden må ha navn på kolonnene."))
	}
	list := List{Columns: columns}
	if len(table.Rows) > 0 {
		list.Header = max(1, table.Rows[0].Number-1)
	}
	for _, row := range table.Rows {
		c, r := fromRow(row, at)
		if r != nil {
			list.Refused = append(list.Refused, *r)
		} else {
			list.Candidates = append(list.Candidates, c)
		}
	}
	return list, nil
}

// fromRow makes a candidate of a row of a table.
func fromRow(row tabular.Row, at intake.Columns) (Candidate, *intake.Row) {
	c := Candidate{Row: row.Number, Source: organisation.FromImport, Values: map[string]string{}, cells: map[string]string{}}
	for key := range at.Found {
		if c.cells[key] = at.Cell(row, key); key != "summary" {
			c.cells[key] = strings.Join(strings.Fields(c.cells[key]), " ")
		}
	}
	cell := func(key string) string { return c.cells[key] }
	c.Label = cell("name")
	if c.Label == "" {
		c.Label = cell("orgnr")
	}
	if number := cell("orgnr"); number != "" {
		var err error
		if c.OrgNr, err = i18n.ParseOrgNr(number); err != nil {
			return c, refuse(c, err.Error())
		}
	}
	switch _, named := at.Found["name"]; {
	case !named:
		return c, refuse(c, i18n.Mark("Velg hvilken kolonne som er navnet."))
	case cell("name") == "":
		return c, refuse(c, i18n.Mark("Navnet mangler."))
	case utf8.RuneCountInString(cell("name")) > organisation.MaxName:
		return c, refuse(c, tooLong, organisation.MaxName)
	}
	c.municipality = cell("municipality")
	c.setName(cell("name"))
	for _, key := range []string{"org_form", "summary", "icnpo", "website", "email_public", "email_private", "phone", "members", "members_under_20", "founded_year", "in_voluntary_register", "lang"} {
		c.setCell(key, cell(key))
	}
	if kind, ok := kindIn(cell("kind")); ok {
		c.Values["kind"] = string(kind)
	}
	c.setAddress(cell("address"), cell("postal_code"))
	return c, nil
}

// setName keeps a name in capitals as the registered one, and suggests how to write it.
func (c *Candidate) setName(name string) {
	if strings.ToUpper(name) == name {
		c.Values["registered_name"] = name
	}
	c.Values["name"] = brreg.DisplayName(name)
}

// setAddress leaves out what may be somebody's home.
func (c *Candidate) setAddress(address, postalCode string) {
	if address == "" {
		return
	}
	e := brreg.Enhet{Form: c.Values["org_form"], Business: brreg.Address{Lines: []string{address}, PostalCode: postalCode}}
	clean, code := publicAddress(e)
	if clean == "" {
		c.Notes = append(c.Notes, i18n.Say(i18n.Mark("Adressen er hjemme hos noen, og er ikke med.")))
		return
	}
	c.Values["address"] = clean
	if code != "" {
		c.Values["postal_code"] = code
	}
}

// cellReaders clean a cell. Not ok: it cannot be used, and is left out.
var cellReaders = map[string]func(string) (string, bool){
	"org_form":              func(s string) (string, bool) { return strings.ToUpper(s), utf8.RuneCountInString(s) <= 5 },
	"summary":               func(s string) (string, bool) { return i18n.Cut(s, organisation.MaxSummary), true },
	"website":               readWebsite,
	"email_public":          readEmail,
	"email_private":         readEmail,
	"phone":                 i18n.ParsePhone,
	"members":               readCount(0, 1_000_000),
	"members_under_20":      readCount(0, 1_000_000),
	"founded_year":          readYear,
	"in_voluntary_register": readYesNo,
	"lang":                  readLang,
	"icnpo":                 readICNPO,
}

func (c *Candidate) setCell(key, value string) {
	if value == "" {
		return
	}
	clean, ok := cellReaders[key](value)
	if !ok {
		c.Notes = append(c.Notes, i18n.Say(i18n.Mark("«%s» i kolonnen «%s» forstår vi ikke, så det er ikke med."), i18n.Cut(value, 60), organisation.FieldLabel(key)))
		return
	}
	if clean != "" {
		c.Values[key] = clean
	}
}

func readWebsite(s string) (string, bool) {
	e, err := brreg.ParseEnhet([]byte(`{"organisasjonsnummer":"974760673","hjemmeside":` + strconv.Quote(s) + `}`))
	return e.Website, err == nil && e.Website != ""
}

func readEmail(s string) (string, bool) {
	s = intake.Addresses(s)
	at := strings.IndexByte(s, '@')
	ok := at > 0 && at == strings.LastIndexByte(s, '@') && strings.Contains(s[at:], ".") && !strings.ContainsAny(s, " <>,;\"()") && len(s) <= 254
	return strings.ToLower(s), ok
}

func readCount(least, most int) func(string) (string, bool) {
	return func(s string) (string, bool) {
		n, err := strconv.Atoi(strings.NewReplacer(" ", "", "\u00a0", "").Replace(s))
		return strconv.Itoa(n), err == nil && n >= least && n <= most
	}
}

func readYear(s string) (string, bool) {
	if d, ok := i18n.ParseDate(s); ok && len(s) > 4 {
		s = strconv.Itoa(d.Year())
	}
	return readCount(1700, 2200)(s)
}

func readYesNo(s string) (string, bool) {
	yes, ok := intake.YesNo(s)
	if yes {
		return organisation.Yes, ok
	}
	return organisation.No, ok
}

func readLang(s string) (string, bool) {
	switch strings.ToLower(s) {
	case "bokmål", "nb":
		return "nb", true
	case "nynorsk", "nn":
		return "nn", true
	}
	return "", false
}

// readICNPO reads up to three codes, "1 200; 4100".
func readICNPO(s string) (string, bool) {
	var codes []string
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == '/' }) {
		code, ok := codelist.NormalizeICNPO(part)
		if ok && !slices.Contains(codes, code) && len(codes) < 3 {
			codes = append(codes, code)
		}
	}
	return strings.Join(codes, ", "), len(codes) > 0
}

// readRegister reads JSON from either register.
func readRegister(ctx context.Context, data []byte) ([]Candidate, []intake.Row, error) {
	kind, _, err := brreg.Detect(bytes.NewReader(data))
	if err != nil {
		return nil, nil, fault.Refuse(i18n.Mark("Filen kan ikke leses. Last den ned på nytt og prøv igjen."))
	}
	if kind.HasVoluntary() {
		return collect(brreg.ReadVoluntary(ctx, bytes.NewReader(data)), fromVoluntary)
	}
	return collect(brreg.ReadEnheter(ctx, bytes.NewReader(data)), func(e brreg.Enhet) (Candidate, *intake.Row) { return fromEnhet(e, kind) })
}

func collect[T any](entries func(func(T, error) bool), convert func(T) (Candidate, *intake.Row)) ([]Candidate, []intake.Row, error) {
	var all []Candidate
	var refused []intake.Row
	n := 0
	for entry, err := range entries {
		n++
		var bad *brreg.RefusedError
		if errors.As(err, &bad) {
			c, _ := convert(entry)
			c.Row = n
			refused = append(refused, *refuse(c, orgNrText(bad.Err)))
			continue
		}
		if err != nil {
			return nil, nil, readFault(err)
		}
		c, r := convert(entry)
		c.Row = n
		if r != nil {
			r.Number = n
			refused = append(refused, *r)
			continue
		}
		all = append(all, c)
	}
	return all, refused, nil
}

func readFault(err error) error {
	if fault.Is(err, fault.Invalid) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &fault.Error{Kind: fault.Invalid, Msg: i18n.Mark("Filen er ødelagt eller avkortet. Last den ned på nytt og prøv igjen."), Err: err}
}

func orgNrText(err error) string {
	if f := fault.FieldsOf(organisation.OrgNrFault(err)); len(f) > 0 {
		return f[0].Msg
	}
	return i18n.Mark("Oppføringen kan ikke leses.")
}

func fromEnhet(e brreg.Enhet, kind brreg.Kind) (Candidate, *intake.Row) {
	c := Candidate{OrgNr: e.OrgNr, Label: brreg.DisplayName(e.Name), Source: organisation.FromBrreg, Values: EnhetValues(e)}
	if c.Label == "" {
		c.Label = e.OrgNr
	}
	if kind == brreg.KindEnhetBulk {
		c.municipality = e.MunicipalityNumber
	}
	switch {
	case e.Form == "ENK" || e.Form == "PERS":
		return c, refuse(c, i18n.Mark("Dette er en person med eget foretak, ikke et lag."))
	case e.Name == "":
		return c, refuse(c, i18n.Mark("Navnet mangler."))
	case utf8.RuneCountInString(e.Name) > organisation.MaxName:
		return c, refuse(c, tooLong, organisation.MaxName)
	}
	return c, nil
}

func fromVoluntary(v brreg.Voluntary) (Candidate, *intake.Row) {
	c := Candidate{OrgNr: v.OrgNr, Label: i18n.OrgNr(v.OrgNr), Source: organisation.FromBrreg, Values: map[string]string{}, nameless: true}
	AddVoluntary(c.Values, v)
	return c, nil
}
