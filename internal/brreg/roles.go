// Who has a role in a unit, as Enhetsregisteret has it.

package brreg

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// A Role is what a person has been elected or hired to in a unit. The register has birth dates too; they are never read.
type Role struct {
	Code string // "LEDE"
	Name string // "Kari Lie"
}

// maxRoles is more than any board has.
const maxRoles = 200

// wireRoles are the roles of a unit as Enhetsregisteret writes them. A role is held by a person or by another unit.
type wireRoles struct {
	Rollegrupper *[]struct {
		Roller []wireRole
	}
}

type wireRole struct {
	Type   struct{ Kode string }
	Person *struct {
		Navn   struct{ Fornavn, Mellomnavn, Etternavn string }
		ErDoed bool
	}
	Fratraadt, Avregistrert bool
}

// role is what a person has now; not ok is what a unit has, and what has ended.
func (w wireRole) role() (r Role, ok bool) {
	if w.Person == nil || w.Person.ErDoed || w.Fratraadt || w.Avregistrert {
		return Role{}, false
	}
	n := w.Person.Navn
	r = Role{Code: strings.TrimSpace(w.Type.Kode), Name: oneLine(n.Fornavn + " " + n.Mellomnavn + " " + n.Etternavn)}
	return r, r.Code != "" && r.Name != ""
}

// ParseRoles reads the roles that people have in a unit, in the order of the register. An answer that says nothing of roles is
// refused: nobody may be taken for one who has left because of it.
func ParseRoles(data []byte) ([]Role, error) {
	var w wireRoles
	if err := json.Unmarshal(data, &w); err != nil {
		return nil, fmt.Errorf("parse roles: %w", err)
	}
	if w.Rollegrupper == nil {
		return nil, fmt.Errorf("parse roles: %w", ErrNotRegister)
	}
	var out []Role
	for _, group := range *w.Rollegrupper {
		for _, raw := range group.Roller {
			if r, ok := raw.role(); ok && !slices.Contains(out, r) && len(out) < maxRoles {
				out = append(out, r)
			}
		}
	}
	return out, nil
}

// Roles looks up who has a role in the unit with an organisation number, written in any usual way.
func (c *Client) Roles(ctx context.Context, orgnr string) ([]Role, error) {
	data, err := c.byNumber(ctx, "/enhetsregisteret/api/enheter", orgnr, "roller")
	if err != nil {
		return nil, fmt.Errorf("look up roles: %w", err)
	}
	roles, err := ParseRoles(data)
	if err != nil {
		return nil, fmt.Errorf("look up roles: %w: %w", ErrUnavailable, err)
	}
	return roles, nil
}
