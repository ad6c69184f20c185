// The registers' JSON, and what becomes of it.

package brreg

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/i18n"
)

// wireEnhet is a unit as Enhetsregisteret writes it. adresse[] holds nulls and empty strings; deleted units have a
// number, a name, a form and slettedato, and nothing else.
type wireEnhet struct {
	Organisasjonsnummer string
	Navn                string
	Organisasjonsform   struct{ Kode, Beskrivelse string }
	Hjemmeside          string
	Epostadresse        string
	Telefon, Mobil      string

	Postadresse, Forretningsadresse, Beliggenhetsadresse *wireAddress

	RegistreringsdatoEnhetsregisteret         string
	Stiftelsesdato                            string
	Slettedato, Nedleggelsesdato              string
	RegistrertIFrivillighetsregisteret        bool
	Maalform                                  string
	VedtektsfestetFormaal, Aktivitet          []*string
	Konkurs, UnderAvvikling                   bool
	UnderTvangsavviklingEllerTvangsopplosning bool
	OverordnetEnhet                           string
}

type wireAddress struct {
	Adresse                                []*string
	Postnummer, Poststed                   string
	Kommunenummer, Kommune, Land, Landkode string
}

func (w wireEnhet) orgNr() string { return strings.TrimSpace(w.Organisasjonsnummer) }

func (w wireEnhet) clean() Enhet {
	e := Enhet{
		OrgNr: w.orgNr(), Name: oneLine(w.Navn),
		Form: w.Organisasjonsform.Kode, FormName: w.Organisasjonsform.Beskrivelse,
		Website: cleanWebsite(w.Hjemmeside), Email: cleanEmail(w.Epostadresse), Phone: cleanPhone(w.Telefon, w.Mobil),
		Business: w.Forretningsadresse.clean(), Postal: w.Postadresse.clean(),
		Language: languages[strings.ToLower(w.Maalform)], Purpose: paragraph(w.VedtektsfestetFormaal), Activity: paragraph(w.Aktivitet),
		InVoluntaryRegister: w.RegistrertIFrivillighetsregisteret,
		Bankrupt:            w.Konkurs, Dissolving: w.UnderAvvikling || w.UnderTvangsavviklingEllerTvangsopplosning,
		Parent: strings.TrimSpace(w.OverordnetEnhet), Subunit: w.OverordnetEnhet != "" || w.Beliggenhetsadresse != nil,
		Founded: date(w.Stiftelsesdato), Registered: date(w.RegistreringsdatoEnhetsregisteret),
		Deleted: date(cmp.Or(w.Slettedato, w.Nedleggelsesdato)),
	}
	if w.Forretningsadresse == nil {
		e.Business = w.Beliggenhetsadresse.clean()
	}
	e.MunicipalityNumber = cmp.Or(e.Business.MunicipalityNumber, e.Postal.MunicipalityNumber)
	e.PostalCode = cmp.Or(e.Business.PostalCode, e.Postal.PostalCode)
	return e
}

func (w *wireAddress) clean() Address {
	if w == nil {
		return Address{}
	}
	code, country := strings.TrimSpace(w.Postnummer), cmp.Or(w.Landkode, "NO")
	if norwegian, ok := i18n.ParsePostalCode(code); ok && country == "NO" {
		code = norwegian
	}
	return Address{
		Lines: lines(w.Adresse), PostalCode: code, Place: oneLine(w.Poststed),
		MunicipalityNumber: w.Kommunenummer, Municipality: oneLine(w.Kommune), CountryCode: country, Country: oneLine(w.Land),
	}
}

// wireVoluntary is an organisation as Frivillighetsregisteret writes it. icnpoKategorier is not sorted.
type wireVoluntary struct {
	Organisasjonsnummer          string
	FrivilligOrganisasjonsstatus string
	InnfoertDato                 string
	FoersteGangInnfoert          string
	SlettetDato                  string
	Grasrotandel                 *struct {
		DeltarI              bool
		Utestengelsesperiode any
	}
	IcnpoKategorier []wireICNPO
}

type wireICNPO struct {
	IcnpoNummer string
	Rekkefoelge int
}

func (w wireVoluntary) orgNr() string { return strings.TrimSpace(w.Organisasjonsnummer) }

func (w wireVoluntary) clean() Voluntary {
	status := w.FrivilligOrganisasjonsstatus
	v := Voluntary{
		OrgNr: w.orgNr(), Status: status[strings.LastIndexByte(status, '.')+1:],
		Registered: date(w.InnfoertDato), FirstRegistered: date(w.FoersteGangInnfoert), Deleted: date(w.SlettetDato),
	}
	if g := w.Grasrotandel; g != nil {
		v.Grasrot = g.DeltarI && g.Utestengelsesperiode == nil
	}
	slices.SortStableFunc(w.IcnpoKategorier, func(a, b wireICNPO) int { return cmp.Compare(a.Rekkefoelge, b.Rekkefoelge) })
	for _, k := range w.IcnpoKategorier {
		if code, ok := codelist.NormalizeICNPO(k.IcnpoNummer); ok && !slices.Contains(v.ICNPO, code) {
			v.ICNPO = append(v.ICNPO, code)
		}
	}
	return v
}

var languages = map[string]string{"bokmål": "nb", "nynorsk": "nn"}

// date reads "2017-10-20", with or without a time after it; anything else is no date.
func date(s string) time.Time {
	if len(s) > len(time.DateOnly) {
		s = s[:len(time.DateOnly)]
	}
	t, err := time.ParseInLocation(time.DateOnly, s, i18n.Oslo)
	if err != nil {
		return time.Time{}
	}
	return t
}

func lines(raw []*string) []string {
	var kept []string
	for _, line := range raw {
		if line == nil {
			continue
		}
		if s := oneLine(*line); s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// paragraph joins a text that the register has cut at 70 characters.
func paragraph(raw []*string) string { return strings.Join(lines(raw), " ") }

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
