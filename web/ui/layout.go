// What the frame says of the door, the user and the message shown once.

package ui

import (
	"strings"
)

func (p Page) door() string {
	if p.Door == "" {
		return DoorPublic
	}
	return p.Door
}

// doorName is the line under the centre's name: which door one is behind.
func (p Page) doorName() string {
	switch p.Door {
	case DoorGroup:
		return p.T("For lag og foreninger")
	case DoorStaff:
		return p.T("For ansatte")
	}
	return p.Site.MunicipalityName
}

func (u User) subtitle() string {
	var parts []string
	for _, s := range []string{u.OrganisationName, u.RoleName} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " · ")
}

func (f Flash) kind() string {
	if f.Kind == "" {
		return "info"
	}
	return f.Kind
}

func (f Flash) role() string {
	if f.Kind == "danger" || f.Kind == "warning" {
		return "alert"
	}
	return "status"
}
