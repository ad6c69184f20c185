// Package contact knows whom to contact in the municipality: units in a tree, and
// named people with topics and areas, a substitute, and how to reach them.
//
// Life of a contact: made by staff or an import, valid from a date, reconfirmed
// every six months (otherwise it stands on the work list), ended when the person
// leaves; then the substitute takes the topics and areas over in the same step.
// Doubles are merged. Nothing is deleted: who answered for what stays known.
//
// Rights: everybody reads public, valid contacts; staff read all; contact.manage changes.
package contact

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
)

// ReconfirmAfter is how long a contact's details are trusted.
const ReconfirmAfter = 6 // months

// Contact is a named person in the municipality.
type Contact struct {
	ID             int64
	MunicipalityID int64
	UnitID         *int64
	Name           string
	Title          string
	Email          string
	Phone          string // E.164
	OfficeHours    string // "Svarer oftest før kl. 14"
	Address        string // of the office
	PostalCode     string // four digits
	Public         bool   // shown to residents
	SubstituteID   *int64
	ValidFrom      time.Time  // date
	ValidTo        *time.Time // date, the last day; nil: until further notice
	ConfirmedAt    *time.Time
	Source         string // staff, import, self
	Note           string // for staff only
	MergedInto     *int64
	UpdatedAt      time.Time
	Version        int
	Topics         []int64 // ids of the code list "topic"
	Areas          []int64 // empty: the whole municipality
}

// Listed is a contact with the names that lists and cards show.
type Listed struct {
	Contact
	UnitName        string
	SubstituteName  string
	SubstitutePhone string
	SubstituteEmail string
}

// ValidOn says whether the contact answers on the day of t.
func (c Contact) ValidOn(t time.Time) bool {
	day := t.In(i18n.Oslo).Format(time.DateOnly)
	return c.MergedInto == nil && c.ValidFrom.Format(time.DateOnly) <= day && (c.ValidTo == nil || day <= c.ValidTo.Format(time.DateOnly))
}

// Stale says whether somebody should ask if the details are still right.
func (c Contact) Stale(now time.Time) bool {
	return c.ValidOn(now) && (c.ConfirmedAt == nil || c.ConfirmedAt.Before(now.AddDate(0, -ReconfirmAfter, 0)))
}

// Changed names the form fields in which two versions of a contact differ.
func Changed(a, b Contact) []string {
	out := []string{}
	for _, f := range []struct {
		name string
		same bool
	}{
		{"navn", a.Name == b.Name}, {"tittel", a.Title == b.Title}, {"enhet", same(a.UnitID, b.UnitID)},
		{"epost", a.Email == b.Email}, {"telefon", a.Phone == b.Phone}, {"treffetid", a.OfficeHours == b.OfficeHours},
		{"adresse", a.Address == b.Address}, {"postnummer", a.PostalCode == b.PostalCode}, {"offentlig", a.Public == b.Public},
		{"vikar", same(a.SubstituteID, b.SubstituteID)}, {"fra", dateOf(a.ValidFrom).Equal(dateOf(b.ValidFrom))},
		{"til", sameDay(a.ValidTo, b.ValidTo)}, {"tema", sameIDs(a.Topics, b.Topics)}, {"omrade", sameIDs(a.Areas, b.Areas)},
		{"notat", a.Note == b.Note},
	} {
		if !f.same {
			out = append(out, f.name)
		}
	}
	return out
}

func same(a, b *int64) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }

func sameDay(a, b *time.Time) bool {
	return (a == nil) == (b == nil) && (a == nil || dateOf(*a).Equal(dateOf(*b)))
}

func sameIDs(a, b []int64) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// Check is the rules of a contact; the field names are those of the form.
func (c Contact) Check() error {
	var f fault.Fields
	f.Check(strings.TrimSpace(c.Name) != "", "navn", i18n.Mark("Skriv navnet på personen."))
	f.Check(utf8.RuneCountInString(c.Name) <= 120, "navn", i18n.Mark("Navnet kan ha høyst %d tegn."), 120)
	f.Check(utf8.RuneCountInString(c.Title) <= 120, "tittel", i18n.Mark("Teksten kan ha høyst %d tegn."), 120)
	f.Check(utf8.RuneCountInString(c.OfficeHours) <= 200, "treffetid", i18n.Mark("Teksten kan ha høyst %d tegn."), 200)
	f.Check(utf8.RuneCountInString(c.Address) <= 200, "adresse", i18n.Mark("Adressen kan ha høyst %d tegn."), 200)
	f.Check(c.PostalCode == "" || len(c.PostalCode) == 4, "postnummer", i18n.Mark("Postnummeret må ha fire siffer."))
	f.Check(utf8.RuneCountInString(c.Note) <= 2000, "notat", i18n.Mark("Notatet kan ha høyst %d tegn."), 2000)
	f.Check(!c.Public || c.Email != "" || c.Phone != "", "epost", i18n.Mark("En offentlig kontakt må ha e-post eller telefon."))
	f.Check(!c.ValidFrom.IsZero(), "fra", i18n.Mark("Skriv når kontakten gjelder fra."))
	f.Check(c.ValidTo == nil || !c.ValidTo.Before(c.ValidFrom), "til", i18n.Mark("Siste dag kan ikke være før første dag."))
	f.Check(c.SubstituteID == nil || *c.SubstituteID != c.ID || c.ID == 0, "vikar", i18n.Mark("En kontakt kan ikke være sin egen vikar."))
	f.Check(!c.Public || len(c.Topics) > 0, "tema", i18n.Mark("Velg minst ett tema som kontakten svarer på."))
	return f.Err()
}

// Unit is a part of the municipality's organisation: a department, a school, a library.
type Unit struct {
	ID             int64
	MunicipalityID int64
	Name           string
	ParentID       *int64
	OrgNr          *string
	Phone          string
	Email          string
	Website        string
	Sort           int
	Active         bool
	Version        int
}

// Check is the rules of a unit.
func (u Unit) Check() error {
	var f fault.Fields
	f.Check(strings.TrimSpace(u.Name) != "", "navn", i18n.Mark("Skriv navnet på enheten."))
	f.Check(utf8.RuneCountInString(u.Name) <= 120, "navn", i18n.Mark("Navnet kan ha høyst %d tegn."), 120)
	f.Check(u.OrgNr == nil || validOrgNr(*u.OrgNr), "orgnr", i18n.Mark("Organisasjonsnummeret er ikke gyldig."))
	f.Check(u.ParentID == nil || *u.ParentID != u.ID || u.ID == 0, "over", i18n.Mark("En enhet kan ikke ligge under seg selv."))
	return f.Err()
}

func validOrgNr(s string) bool {
	_, err := i18n.ParseOrgNr(s)
	return err == nil
}

// Node is a unit with its depth in the tree, 0 at the top.
type Node struct {
	Unit
	Depth int
}

// Tree orders units depth first, children after their parent in the order of the
// slice. A unit whose parent is missing stands at the top; cycles are cut.
func Tree(units []Unit) []Node {
	children := map[int64][]Unit{}
	known := map[int64]bool{}
	for _, u := range units {
		known[u.ID] = true
	}
	for _, u := range units {
		parent := int64(0)
		if u.ParentID != nil && known[*u.ParentID] {
			parent = *u.ParentID
		}
		children[parent] = append(children[parent], u)
	}
	var out []Node
	seen := map[int64]bool{}
	var walk func(parent int64, depth int)
	walk = func(parent int64, depth int) {
		for _, u := range children[parent] {
			if !seen[u.ID] {
				seen[u.ID] = true
				out = append(out, Node{u, depth})
				walk(u.ID, depth+1)
			}
		}
	}
	walk(0, 0)
	for _, u := range units { // a cycle has no way in from the top
		if !seen[u.ID] {
			seen[u.ID] = true
			out = append(out, Node{u, 0})
			walk(u.ID, 1)
		}
	}
	return out
}
