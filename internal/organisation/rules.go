// The rules of an organisation: what a form, an import and an application may say.

package organisation

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
)

// How long the texts may be, in characters.
const (
	MaxName        = 200
	MaxSummary     = 300
	MaxDescription = 5000
	MaxHowToJoin   = 1000
	MaxContacts    = 20
	MaxReason      = 500
)

// Check is the rules of an organisation; the field names are those of the form.
func (d Draft) Check(now time.Time) error {
	var f fault.Fields
	f.Check(strings.TrimSpace(d.Name) != "", "navn", i18n.Mark("Skriv navnet på laget."))
	Limit(&f, "navn", d.Name, MaxName)
	Limit(&f, "kort", d.Summary, MaxSummary)
	Limit(&f, "om", d.Description, MaxDescription)
	Limit(&f, "bli_med", d.HowToJoin, MaxHowToJoin)
	Limit(&f, "adresse", d.Address, 200)
	f.Check(!careOf(d.Address), "adresse", i18n.Mark("Ikke skriv en adresse hjemme hos noen. Adressen er synlig for alle."))
	f.Check(slices.Contains(Kinds, d.Kind), "type", i18n.Mark("Velg hva slags lag det er."))
	f.Check(slices.Contains(i18n.Langs, d.Lang), "sprak", i18n.Mark("Velg språket som tekstene er skrevet på."))
	f.Check(d.PostalCode == "" || KnownPostalCode(d.PostalCode), "postnummer", i18n.Mark("Postnummeret finnes ikke. Det har fire siffer."))
	f.Check(d.ParentID == 0 || d.ParentID != d.ID, "overordnet", i18n.Mark("Laget kan ikke være overordnet seg selv."))
	d.checkNumbers(&f, now)
	d.checkICNPO(&f)
	checkContacts(&f, d.Contacts)
	if d.OrgNr == "" && d.Kind == Group {
		f.Check(len(d.Contacts) >= 2, "kontakt2_navn", i18n.Mark("En gruppe uten organisasjonsnummer må ha minst to kontaktpersoner."))
	}
	return f.Err()
}

// Limit adds a field error when a text is too long.
func Limit(f *fault.Fields, name, text string, most int) {
	f.Check(utf8.RuneCountInString(text) <= most, name, i18n.Mark("Skriv kortere. Teksten kan ha høyst %d tegn, og den har %d."), most, utf8.RuneCountInString(text))
}

func (d Draft) checkNumbers(f *fault.Fields, now time.Time) {
	for _, n := range []struct {
		name  string
		value *int
	}{{"medlemmer", d.Members}, {"medlemmer_under_20", d.MembersUnder20}} {
		f.Check(n.value == nil || *n.value >= 0 && *n.value <= 1_000_000, n.name, i18n.Mark("Skriv et antall fra 0 til 1 000 000."))
	}
	f.Check(d.Members == nil || d.MembersUnder20 == nil || *d.MembersUnder20 <= *d.Members, "medlemmer_under_20",
		i18n.Mark("Det kan ikke være flere medlemmer under 20 år enn medlemmer i alt."))
	thisYear := now.In(i18n.Oslo).Year()
	f.Check(d.FoundedYear == nil || *d.FoundedYear >= 1700 && *d.FoundedYear <= thisYear, "stiftet", i18n.Mark("Skriv et årstall fra 1700 til %d."), thisYear)
}

func (d Draft) checkICNPO(f *fault.Fields) {
	f.Check(len(d.ICNPO) <= 3, "icnpo1", i18n.Mark("Velg høyst tre formål."))
	for i, code := range d.ICNPO {
		normal, ok := codelist.NormalizeICNPO(code)
		if !ok || normal != code || slices.Contains(d.ICNPO[:i], code) {
			f.Add("icnpo1", i18n.Mark("Velg tre ulike formål fra listen, eller færre."))
			return
		}
	}
}

func checkContacts(f *fault.Fields, contacts []Contact) {
	f.Check(len(contacts) <= MaxContacts, "kontakt1_navn", i18n.Mark("Du kan ha høyst %d kontaktpersoner."), MaxContacts)
	for i, c := range contacts {
		name := ContactField(i, "navn")
		f.Check(c.Name != "", name, i18n.Mark("Skriv navnet på kontaktpersonen."))
		Limit(f, name, c.Name, 120)
		f.Check(slices.Contains(ContactRoles, c.Role), ContactField(i, "rolle"), i18n.Mark("Velg en rolle."))
		reach := c.Email != "" || c.Phone != "" || c.Source == FromBrreg // the register tells who, not how to reach them
		f.Check(reach, ContactField(i, "epost"), i18n.Mark("Skriv e-post eller telefon, så noen kan få tak i personen."))
	}
}

// ContactField is the name of a form field of the contact person with the index.
func ContactField(index int, part string) string {
	return "kontakt" + strconv.Itoa(index+1) + "_" + part
}

// KnownPostalCode says whether there is such a postal code.
func KnownPostalCode(code string) bool {
	_, ok := codelist.PostalPlace(code)
	return ok
}

// careOf recognises "c/o" in what people type. What registers write is judged more strictly: see publicAddress.
func careOf(address string) bool {
	return strings.Contains(strings.ToLower(strings.Join(strings.Fields(address), "")), "c/o")
}

// OrgNrFault is the field error of a number that cannot be one.
func OrgNrFault(err error) error {
	for _, known := range []error{i18n.ErrOrgNrLength, i18n.ErrOrgNrFirst, i18n.ErrOrgNrCheck} {
		if errors.Is(err, known) {
			return &fault.Error{Kind: fault.Invalid, Fields: fault.Fields{{Name: "orgnr", Msg: known.Error()}}}
		}
	}
	return err
}
