package organisation

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/brreg"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
)

// patience is how long somebody who registers waits for Brønnøysund.
const patience = 2 * time.Second

// lookUp asks the registers about a number. It never stands in the way: without an answer it returns the zero value.
func (s *Service) lookUp(ctx context.Context, orgnr string) (values map[string]string, status BrregStatus) {
	if s.Registry == nil {
		return nil, NotAsked
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	e, err := s.Registry.Enhet(ctx, orgnr)
	switch {
	case errors.Is(err, brreg.ErrDeleted):
		return nil, Deleted
	case errors.Is(err, brreg.ErrNotFound):
		return nil, NotFound
	case err != nil:
		slog.InfoContext(ctx, "no answer from enhetsregisteret", "error", err)
		return nil, NotAsked
	}
	values = enhetValues(e)
	if v, err := s.Registry.Voluntary(ctx, orgnr); err == nil {
		addVoluntary(values, v)
	}
	return values, BrregStatus(values["brreg_status"])
}

// enhetValues is what Enhetsregisteret knows, by field key; empty values are left out.
func enhetValues(e brreg.Enhet) map[string]string {
	status := Active
	switch {
	case e.IsDeleted():
		status = Deleted
	case e.Bankrupt:
		status = Bankrupt
	case e.Dissolving:
		status = Dissolving
	}
	values := map[string]string{
		"registered_name": e.Name, "name": brreg.DisplayName(e.Name), "org_form": e.Form, "brreg_status": string(status),
		"website": e.Website, "email_public": strings.ToLower(e.Email), "phone": e.Phone, "lang": e.Language,
		"summary": cutText(firstSentence(e.Purpose), MaxSummary), "in_voluntary_register": "",
	}
	if !e.IsDeleted() { // a deleted unit has lost everything but its name
		values["in_voluntary_register"] = map[bool]string{true: yes, false: no}[e.InVoluntaryRegister]
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
	return cutText(strings.Join(at.Lines, ", "), 200), knownOrEmpty(at.PostalCode)
}

func knownOrEmpty(code string) string {
	code, ok := i18n.ParsePostalCode(code)
	if !ok || !knownPostalCode(code) {
		return ""
	}
	return code
}

// addVoluntary adds what Frivillighetsregisteret knows.
func addVoluntary(values map[string]string, v brreg.Voluntary) {
	values["in_voluntary_register"], values["grasrot"] = yes, no
	if !v.Deleted.IsZero() {
		values["in_voluntary_register"] = no
	}
	if v.Grasrot {
		values["grasrot"] = yes
	}
	if len(v.ICNPO) > 0 {
		values["icnpo"] = strings.Join(v.ICNPO[:min(3, len(v.ICNPO))], ", ")
	}
}

// fill sets values where the organisation has none, and facts always.
func (o *Organisation) fill(values map[string]string, from Source) {
	var set []Change
	for _, f := range fields {
		value, ok := values[f.key]
		old := f.get(o)
		if !ok || value == old || old != "" && !f.fact {
			continue
		}
		f.set(o, value)
		set = append(set, Change{Field: f.key})
	}
	o.mark(set, from)
}

func firstSentence(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if i := strings.Index(text, ". "); i > 0 {
		return text[:i+1]
	}
	return text
}

func cutText(text string, most int) string {
	r := []rune(text)
	if len(r) <= most {
		return text
	}
	return strings.TrimSpace(string(r[:most-1])) + "…"
}

// orgNrFault is the field error of a number that cannot be one.
func orgNrFault(err error) error {
	for _, known := range []error{i18n.ErrOrgNrLength, i18n.ErrOrgNrFirst, i18n.ErrOrgNrCheck} {
		if errors.Is(err, known) {
			return &fault.Error{Kind: fault.Invalid, Fields: fault.Fields{{Name: "orgnr", Msg: known.Error()}}}
		}
	}
	return err
}

func firstICNPO(codes []string) []string { return slices.Clone(codes[:min(3, len(codes))]) }
