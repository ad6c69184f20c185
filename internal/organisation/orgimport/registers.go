// What the registers in Brønnøysund know, as values of an organisation's fields.

package orgimport

import (
	"strings"

	"frivilligsentral/internal/brreg"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/organisation"
)

// EnhetValues is what Enhetsregisteret knows, by field key; empty values are left out.
func EnhetValues(e brreg.Enhet) map[string]string {
	status := organisation.Active
	switch {
	case e.IsDeleted():
		status = organisation.Deleted
	case e.Bankrupt:
		status = organisation.Bankrupt
	case e.Dissolving:
		status = organisation.Dissolving
	}
	values := map[string]string{
		"registered_name": e.Name, "name": brreg.DisplayName(e.Name), "org_form": e.Form, "brreg_status": string(status),
		"website": e.Website, "email_public": strings.ToLower(e.Email), "phone": e.Phone, "lang": e.Language,
		"summary": i18n.Cut(firstSentence(e.Purpose), organisation.MaxSummary), "in_voluntary_register": "",
	}
	if !e.IsDeleted() { // a deleted unit has lost everything but its name
		values["in_voluntary_register"] = map[bool]string{true: organisation.Yes, false: organisation.No}[e.InVoluntaryRegister]
	}
	values["address"], values["postal_code"] = publicAddress(e)
	for k, v := range values {
		if v == "" {
			delete(values, k)
		}
	}
	return values
}

// publicAddress is the street address and the postal code, both "" when it may be somebody's home.
func publicAddress(e brreg.Enhet) (address, postalCode string) {
	if e.PublicAddress() == "" {
		return "", ""
	}
	at := e.Business
	if len(at.Lines) == 0 {
		at = e.Postal
	}
	return i18n.Cut(strings.Join(at.Lines, ", "), 200), knownOrEmpty(at.PostalCode)
}

func knownOrEmpty(code string) string {
	code, ok := i18n.ParsePostalCode(code)
	if !ok || !organisation.KnownPostalCode(code) {
		return ""
	}
	return code
}

// AddVoluntary adds what Frivillighetsregisteret knows.
func AddVoluntary(values map[string]string, v brreg.Voluntary) {
	values["in_voluntary_register"], values["grasrot"] = organisation.Yes, organisation.No
	if !v.Deleted.IsZero() {
		values["in_voluntary_register"] = organisation.No
	}
	if v.Grasrot {
		values["grasrot"] = organisation.Yes
	}
	if len(v.ICNPO) > 0 {
		values["icnpo"] = strings.Join(v.ICNPO[:min(3, len(v.ICNPO))], ", ")
	}
}

func firstSentence(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if i := strings.Index(text, ". "); i > 0 {
		return text[:i+1]
	}
	return text
}
