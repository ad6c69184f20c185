// What differs between the roles that are here and those of the register.

package orgroles

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"frivilligsentral/internal/brreg"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/organisation"
)

// state is where a proposal stands.
type state string

const (
	waiting  state = "waiting"
	declined state = "declined"
	lapsed   state = "lapsed"
)

// held is a role that is here.
type held struct {
	ID           int64
	Name         string
	Role         organisation.ContactRole
	Source       organisation.Source
	InRegisterAt *time.Time
}

// remembered is a proposal of before.
type remembered struct {
	ID          int64
	Fingerprint []byte
	State       state
}

// proposed is a proposal as the register gives cause for it now.
type proposed struct {
	change      Change
	role        organisation.ContactRole
	name        string
	fingerprint []byte
}

func propose(organisationID int64, change Change, role organisation.ContactRole, name string) proposed {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d:%s:%s:%s", organisationID, change, role, organisation.PersonKey(name)))
	return proposed{change, role, name, sum[:]}
}

// outcome is what is to be written after a comparison.
type outcome struct {
	seen   []int64    // roles here that the register has too
	add    []proposed // new ones
	revive []proposed // that had lapsed
	drop   []int64    // proposals that the register gives no cause for any more
}

// compare says what follows from what the register has. asked: a person wants to know, so what lapsed is told again.
func compare(organisationID int64, here []held, register []brreg.Role, before []remembered, asked bool) outcome {
	var out outcome
	var now []proposed
	inRegister := rolesOf(register)
	for _, r := range inRegister {
		if !slices.ContainsFunc(here, r.is) {
			now = append(now, propose(organisationID, Begins, r.Role, r.Name))
		}
	}
	for _, h := range here {
		switch {
		case slices.ContainsFunc(inRegister, h.is):
			out.seen = append(out.seen, h.ID)
		case h.InRegisterAt != nil:
			now = append(now, propose(organisationID, Ends, h.Role, h.Name))
		}
	}
	for _, p := range now {
		i := slices.IndexFunc(before, func(r remembered) bool { return bytes.Equal(r.Fingerprint, p.fingerprint) })
		switch {
		case i < 0:
			out.add = append(out.add, p)
		case before[i].State == lapsed && asked:
			out.revive = append(out.revive, p)
		}
	}
	for _, r := range before {
		if !slices.ContainsFunc(now, func(p proposed) bool { return bytes.Equal(r.Fingerprint, p.fingerprint) }) {
			out.drop = append(out.drop, r.ID)
		}
	}
	return out
}

func (h held) is(other held) bool {
	return h.Role == other.Role && organisation.PersonKey(h.Name) == organisation.PersonKey(other.Name)
}

// rolesOf are the roles of the register that an organisation can have here, each once.
func rolesOf(register []brreg.Role) []held {
	var out []held
	for _, r := range register {
		h := held{Name: i18n.Cut(r.Name, 120), Role: roleOf[r.Code]}
		if h.Role != "" && !slices.ContainsFunc(out, h.is) {
			out = append(out, h)
		}
	}
	return out
}
