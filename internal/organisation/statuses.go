// The values that a status, kind, role, source and answer of the register can have, and what people call them.

package organisation

import (
	"slices"
	"strings"

	"frivilligsentral/internal/i18n"
)

// Status is where an organisation stands.
type Status string

// The statuses.
const (
	Pending  Status = "pending"
	Approved Status = "approved"
	Refused  Status = "refused"
	Ended    Status = "ended"
	Merged   Status = "merged"
)

// Statuses are all statuses in the order of a list.
var Statuses = []Status{Pending, Approved, Refused, Ended, Merged}

// Name is what people call the status; bokmål source text.
func (s Status) Name() string {
	switch s {
	case Pending:
		return i18n.Mark("Venter på godkjenning")
	case Approved:
		return i18n.Mark("Godkjent")
	case Refused:
		return i18n.Mark("Avslått")
	case Ended:
		return i18n.Mark("Avsluttet")
	case Merged:
		return i18n.Mark("Slått sammen")
	}
	return string(s)
}

// Kind is what sort of organisation it is.
type Kind string

// The kinds.
const (
	Association        Kind = "association"
	Foundation         Kind = "foundation"
	Group              Kind = "group"
	SocialEntrepreneur Kind = "social_entrepreneur"
	MunicipalUnit      Kind = "municipal_unit"
	Umbrella           Kind = "umbrella"
	Centre             Kind = "centre"
)

// Kinds are all kinds in the order of a list.
var Kinds = []Kind{Association, Group, Foundation, Umbrella, SocialEntrepreneur, Centre, MunicipalUnit}

// Name is what people call the kind; bokmål source text.
func (k Kind) Name() string {
	switch k {
	case Association:
		return i18n.Mark("Lag eller forening")
	case Foundation:
		return i18n.Mark("Stiftelse")
	case Group:
		return i18n.Mark("Gruppe uten organisasjonsnummer")
	case SocialEntrepreneur:
		return i18n.Mark("Sosial entreprenør")
	case MunicipalUnit:
		return i18n.Mark("Kommunal enhet")
	case Umbrella:
		return i18n.Mark("Råd eller paraplyorganisasjon")
	case Centre:
		return i18n.Mark("Frivilligsentral")
	}
	return string(k)
}

// KindOfForm is the kind that an organisation form usually is.
func KindOfForm(form string) Kind {
	switch form {
	case "STI":
		return Foundation
	case "KOMM", "ORGL", "FYLK", "KF":
		return MunicipalUnit
	case "AS", "SA", "ASA":
		return SocialEntrepreneur
	}
	return Association
}

// businessForms are organisation forms of Enhetsregisteret that are there to earn money.
var businessForms = []string{"AS", "ASA", "ENK", "ANS", "DA", "KS", "NUF", "SE"}

// IsBusiness says whether what has the form is a business. What stands in
// Frivillighetsregisteret is none, whatever its form.
func IsBusiness(orgForm string, inVoluntaryRegister bool) bool {
	return slices.Contains(businessForms, strings.ToUpper(orgForm)) && !inVoluntaryRegister
}

// ContactRole is the verv of a contact person.
type ContactRole string

// ContactRoles are all roles in the order of a list.
var ContactRoles = []ContactRole{"contact", "leader", "deputy", "board_member", "alternate", "treasurer", "secretary", "manager", "activity_leader", "police_certificate"}

// Name is what people call the role; bokmål source text.
func (r ContactRole) Name() string {
	switch r {
	case "contact":
		return i18n.Mark("Kontaktperson")
	case "leader":
		return i18n.Mark("Leder")
	case "deputy":
		return i18n.Mark("Nestleder")
	case "board_member":
		return i18n.Mark("Styremedlem")
	case "alternate":
		return i18n.Mark("Varamedlem")
	case "treasurer":
		return i18n.Mark("Kasserer")
	case "secretary":
		return i18n.Mark("Sekretær")
	case "manager":
		return i18n.Mark("Daglig leder")
	case "activity_leader":
		return i18n.Mark("Aktivitetsleder")
	case "police_certificate":
		return i18n.Mark("Ansvarlig for politiattester")
	}
	return string(r)
}

// Source is where an organisation or a value came from.
type Source string

// The sources. Values of the first two are never overwritten by a register.
const (
	FromSelf   Source = "self"
	FromStaff  Source = "staff"
	FromImport Source = "import"
	FromBrreg  Source = "brreg"
)

// Name is what people call the source; bokmål source text.
func (s Source) Name() string {
	switch s {
	case FromSelf:
		return i18n.Mark("Laget selv")
	case FromStaff:
		return i18n.Mark("Kommunen")
	case FromImport:
		return i18n.Mark("Importert fil")
	case FromBrreg:
		return i18n.Mark("Brønnøysundregistrene")
	}
	return string(s)
}

// Written says whether a person wrote the value here.
func (s Source) Written() bool { return s == FromSelf || s == FromStaff }

// BrregStatus is what Enhetsregisteret last said of an organisation number.
type BrregStatus string

// The answers of the register. "" is not asked, or no answer.
const (
	NotAsked   BrregStatus = ""
	Active     BrregStatus = "active"
	NotFound   BrregStatus = "not_found"
	Bankrupt   BrregStatus = "bankrupt"
	Dissolving BrregStatus = "dissolving"
	Deleted    BrregStatus = "deleted"
)

// BrregStatuses are all answers.
var BrregStatuses = []BrregStatus{NotAsked, Active, NotFound, Bankrupt, Dissolving, Deleted}

// Name is the answer in words; bokmål source text.
func (s BrregStatus) Name() string {
	switch s {
	case Active:
		return i18n.Mark("Står i Enhetsregisteret")
	case NotFound:
		return i18n.Mark("Finnes ikke i Enhetsregisteret")
	case Bankrupt:
		return i18n.Mark("Konkurs")
	case Dissolving:
		return i18n.Mark("Under avvikling")
	case Deleted:
		return i18n.Mark("Slettet fra Enhetsregisteret")
	}
	return i18n.Mark("Ikke sjekket")
}
