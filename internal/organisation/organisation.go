// The types: an organisation, its contacts, what is shown of it and what somebody wants it to be.

package organisation

import (
	"strings"
	"time"

	"frivilligsentral/internal/i18n"
)

// Organisation is an association, foundation or group. Names of areas, target
// groups and ICNPO codes are in municipality.
type Organisation struct {
	ID                  int64
	MunicipalityID      int64
	Name                string
	RegisteredName      string // as Enhetsregisteret has it, in capitals
	Kind                Kind
	OrgNr               string // nine digits, "" for a group without
	OrgForm             string // "FLI"
	InVoluntaryRegister bool
	Grasrot             bool     // takes part in Grasrotandelen
	ICNPO               []string // codes, the most important first, at most three
	Summary             string
	Description         string // Markdown subset
	HowToJoin           string
	Lang                i18n.Lang // the language that the texts are written in
	EmailPublic         string
	EmailPrivate        string // for the municipality only
	Phone               string // E.164
	Website             string
	Address             string // never "c/o" a person's home
	PostalCode          string
	Members             *int
	MembersUnder20      *int
	FoundedYear         *int
	ParentID            int64 // 0: none
	TargetGroups        []int64
	LocalKinds          []int64 // of the municipality's own list, beside ICNPO
	Areas               []int64
	Status              Status
	StatusReason        string
	MergedInto          int64
	Source              Source
	FieldSource         map[string]Source // by field key
	BrregStatus         BrregStatus
	BrregCheckedAt      *time.Time
	ConfirmedAt         *time.Time
	ApplicantName       string // who waits for an answer; "" when nobody does
	ApplicantEmail      string
	ApplicantLang       i18n.Lang
	ApplicantPhone      string // E.164; of one who asks to act for an organisation that is here
	ApplicantPublic     bool   // she wants residents to see her as its contact person
	AppliedAt           *time.Time
	ApplicantTerms      int // the version of the terms for organisers that the applicant accepted then, 0: none
	CreatedAt           time.Time
	UpdatedAt           time.Time
	Version             int
}

// Waiting says whether somebody waits for the municipality's decision.
func (o Organisation) Waiting() bool { return o.Status == Pending || o.ApplicantEmail != "" }

// Stale says whether "opplysningene stemmer" was last said too long ago, or never.
func (o Organisation) Stale(now time.Time) bool {
	return o.Status == Approved && (o.ConfirmedAt == nil || o.ConfirmedAt.Before(StaleBefore(now)))
}

// StaleBefore is a year ago: what was confirmed before then has to be confirmed again.
func StaleBefore(now time.Time) time.Time { return now.AddDate(-1, 0, 0) }

// Contact is a person acting for an organisation (verv). Not an account: a chair may never log in.
type Contact struct {
	Name   string
	Role   ContactRole
	Email  string
	Phone  string // E.164
	Public bool   // shown to residents
	Source Source // of the role: who says that the person has it

	SourceAt     *time.Time // since when it is known, nil where nobody noted it
	InRegisterAt *time.Time // when Enhetsregisteret last had the same role, nil when it never did
	PublicAt     *time.Time // since when residents may see the person; nil when they may not, and where nobody noted it
	PrivateAt    *time.Time // since when residents no longer may; nil when they may, and where they never might
}

// Is says whether it is the same person in the same role, however the name is written.
func (c Contact) Is(role ContactRole, name string) bool {
	return c.Role == role && PersonKey(c.Name) == PersonKey(name)
}

// PersonKey is the name of a person without what only the writing makes different.
func PersonKey(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// KeepSources gives each contact that has no source yet that of the same person in the same role among those that are here,
// and from where there is none. Since when residents may see a person, or no longer may, goes by her, whatever her role.
func KeepSources(here, contacts []Contact, from Source, now time.Time) []Contact {
	taken := make([]bool, len(here))
	out := make([]Contact, 0, len(contacts))
	for _, c := range contacts {
		if c.Source == "" {
			c.Source, c.SourceAt = from, &now
			for i, old := range here {
				if !taken[i] && old.Is(c.Role, c.Name) {
					taken[i] = true
					c.Source, c.SourceAt, c.InRegisterAt = old.Source, old.SourceAt, old.InRegisterAt
					break
				}
			}
		} else if c.SourceAt == nil {
			c.SourceAt = &now
		}
		c.PublicAt, c.PrivateAt = seenSince(here, c, now)
		out = append(out, c)
	}
	return out
}

// seenSince is since when residents may see a person, or no longer may: from now, unless it was so already.
func seenSince(here []Contact, c Contact, now time.Time) (public, private *time.Time) {
	if c.Public {
		public = &now
	}
	for _, old := range here {
		switch {
		case PersonKey(old.Name) != PersonKey(c.Name):
		case old.Public && c.Public:
			return old.PublicAt, nil
		case old.Public:
			private = &now
		case !c.Public && old.PrivateAt != nil && (private == nil || private.Before(*old.PrivateAt)):
			private = old.PrivateAt
		}
	}
	return public, private
}

// Ref names another organisation.
type Ref struct {
	ID   int64
	Name string
}

// View is an organisation with its people and its kin. What residents get has
// only public contacts and none of the private fields.
type View struct {
	Organisation
	Contacts []Contact
	Parent   *Ref  // nil: none
	Children []Ref // approved ones

	SameNumber []SameNumber // for staff
}

// SameNumber is another registration with the same organisation number.
type SameNumber struct {
	Ref
	Status Status
}

// Draft is what somebody wants an organisation to be: the fields that a form
// changes, on top of the version that was read.
type Draft struct {
	Organisation
	Contacts []Contact
}

// ForgetApplicant empties what an applicant wrote about herself.
func (o *Organisation) ForgetApplicant() {
	o.ApplicantName, o.ApplicantEmail, o.AppliedAt, o.ApplicantTerms = "", "", nil, 0
	o.ApplicantPhone, o.ApplicantPublic = "", false
}
