// A unit of Enhetsregisteret.

package brreg

import (
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/i18n"
)

// An Enhet is a unit in Enhetsregisteret, cleaned: web addresses have a scheme, telephone numbers are E.164, empty lines
// are gone. Dates are midnight in Oslo, and zero when the register has none.
type Enhet struct {
	OrgNr               string
	Name                string // as registered, in capitals; see DisplayName
	Form                string // "FLI"
	FormName            string
	Website             string // "https://…", only http and https, the host in ASCII; "" when it is no web address
	Email               string
	Phone               string
	Business            Address // forretningsadresse, or beliggenhetsadresse of a subunit
	Postal              Address
	MunicipalityNumber  string // of the business address, else the postal address
	PostalCode          string // of the same
	Language            string // "nb", "nn" or ""
	Purpose             string // vedtektsfestet formål
	Activity            string
	InVoluntaryRegister bool
	Bankrupt            bool
	Dissolving          bool   // under (tvangs)avvikling
	Parent              string // organisation number of the unit that a subunit belongs to
	Subunit             bool
	Founded             time.Time
	Registered          time.Time
	Deleted             time.Time
}

// An Address is an address as registered. Don't show it to the public: use Enhet.PublicAddress.
type Address struct {
	Lines              []string
	PostalCode         string
	Place              string
	MunicipalityNumber string
	Municipality       string
	CountryCode        string // "NO"
	Country            string
}

// IsDeleted reports whether the unit is no longer in the register.
func (e Enhet) IsDeleted() bool { return !e.Deleted.IsZero() }

// Check returns one of i18n's ErrOrgNr values when the number cannot be an organisation number. Examples in the
// register's own documentation fail it.
func (e Enhet) Check() error {
	_, err := i18n.ParseOrgNr(e.OrgNr)
	return err
}

// PublicAddress returns the address to show to everybody, "Violgata 14, 1776 Halden", or "" when it may be somebody's
// home: when any line of any address is a c/o line, or the unit is a person.
func (e Enhet) PublicAddress() string {
	if e.Form == "ENK" || e.Form == "PERS" || e.Business.careOf() || e.Postal.careOf() {
		return ""
	}
	if len(e.Business.Lines) > 0 {
		return e.Business.text()
	}
	if len(e.Postal.Lines) > 0 {
		return e.Postal.text()
	}
	return ""
}

// careOfSigns are the ways in which people say that the address is at somebody's: a wrong guess hides an address, a
// missed one tells where somebody lives.
var careOfSigns = []string{"c/o", "c\\o", "co/", "c.o.", "c/-", "℅", "v/", "ved ", "att:", "att.", "att ", "attn"}

func (a Address) careOf() bool {
	return slices.ContainsFunc(a.Lines, func(line string) bool {
		line = strings.ToLower(strings.Join(strings.Fields(line), " "))
		packed := strings.ReplaceAll(line, " ", "")
		return strings.Contains(packed, "c/o") || slices.ContainsFunc(careOfSigns, func(sign string) bool {
			return strings.HasPrefix(line, sign) || strings.HasPrefix(packed, sign)
		})
	})
}

func (a Address) text() string {
	parts := slices.Clone(a.Lines)
	place := a.Place
	if p, ok := codelist.PostalPlace(a.PostalCode); ok {
		place = p
	}
	if town := strings.TrimSpace(a.PostalCode + " " + place); town != "" {
		parts = append(parts, town)
	}
	if a.CountryCode != "" && a.CountryCode != "NO" && a.Country != "" {
		parts = append(parts, a.Country)
	}
	return strings.Join(parts, ", ")
}
