// Accounts, organisations and who acts for them, as rows.

package demo

import (
	"cmp"
	"crypto/sha256"
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/account/terms"
	"frivilligsentral/internal/demo/town"
	"frivilligsentral/internal/organisation"
)

// orgForms are the organisation forms that the kinds usually have in Enhetsregisteret.
var orgForms = map[string]string{
	"association": "FLI", "umbrella": "FLI", "foundation": "STI", "social_entrepreneur": "AS", "municipal_unit": "ORGL",
}

func (f *filler) addOrganisations() {
	first := f.last["organisation"]
	for i, o := range f.m.Organisations {
		f.organisationBy[o.Slug] = o
		f.organisations[o.Slug] = first + int64(i) + 1 // before they are added: one may be a branch of a later one
	}
	for i, o := range f.m.Organisations {
		id := f.addOrganisation(i, o)
		for _, slug := range o.Areas {
			f.add(organisationAreas, id, f.areas[slug])
		}
		for _, slug := range o.TargetGroups {
			f.add(organisationGroups, id, f.targetGroups[slug])
		}
		for _, k := range f.data.LocalKinds {
			if k.Fits(o.Name) {
				f.add(organisationKinds, id, f.localKinds[k.Slug])
			}
		}
		for sort, p := range o.Contacts {
			said, inRegister := source(o.Kind), (*time.Time)(nil)
			if p.Role == "deputy" && o.Number != "" { // as if the lag had accepted them
				at := f.ago(100+i%7, i)
				said, inRegister = "brreg", &at
			}
			since, public := f.ago(110+3*i, i), (*time.Time)(nil)
			if p.Public {
				public = &since
			}
			f.add(organisationPeople, id, p.Name, p.Role, p.Email, phone(p.Phone), p.Public, said, since, inRegister, public, sort)
		}
		if i%proposing == 4 && o.Status == "approved" && o.Number != "" {
			f.addProposals(i, id, o)
		}
	}
}

// proposing is how many organisations there are for each of which Enhetsregisteret says something else.
const proposing = 12

// addProposals makes what a board has been elected to since the lag wrote who has which role.
func (f *filler) addProposals(i int, id int64, o town.Organisation) {
	at := f.ago(2+i%9, i)
	f.add(roleFetches, id, f.id, at)
	for n, role := range []string{"leader", "board_member", "board_member"}[:1+i%3] {
		name := elected[(i+n)%len(elected)]
		fingerprint := sha256.Sum256([]byte(o.Slug + role + name))
		f.add(roleProposals, f.id, id, "begins", role, name, fingerprint[:], at)
	}
}

// elected are people whom the register has.
var elected = []string{"Turid Sandvær", "Amund Kleppe", "Sahra Warsame", "Gro Lindviksmoen", "Jon Arild Myhre", "Hanne Østerås", "Tomasz Wrona"}

func (f *filler) addOrganisation(i int, o town.Organisation) int64 {
	kind := organisation.Kind(o.Kind)
	if o.Slug == f.m.Centre.Organisation {
		kind = organisation.Centre
	}
	var number *string
	if o.Number != "" {
		number = &o.Number
	}
	registered := kind == organisation.Association && number != nil
	made := f.ago(120+3*i, i)
	var confirmed, applied *time.Time
	if o.Status == "approved" {
		at := f.day(o.ConfirmedDay).Add(10 * time.Hour)
		confirmed = &at
	}
	var applicant town.Person
	accepted := 0
	if o.Status == "pending" {
		made = f.ago(1+i%6, i)
		applicant, applied, accepted = o.Contacts[0], &made, 2
	}
	return f.add(organisations, f.id, o.Name, o.RegisteredName, string(kind), number, orgForms[o.Kind], registered, registered && i%3 != 0,
		o.ICNPO, o.Purpose, o.Description, o.Lang, o.EmailPublic, o.EmailPrivate, phone(o.Phone), o.Website, some(o.Members), under20(o),
		ref(f.organisations, cmp.Or(o.Parent, o.Umbrella)), o.Status, o.StatusReason, source(o.Kind), confirmed, made, made,
		applicant.Name, applicant.Email, o.Lang, applied, accepted)
}

// under20 is stated by those that state how many they are.
func under20(o town.Organisation) *int {
	if o.Members == 0 {
		return nil
	}
	return &o.MembersUnder20
}

func source(kind string) string {
	if kind == "municipal_unit" {
		return "staff"
	}
	return "self"
}

// undecided is the group's person who has not been here since the second version of the terms.
const undecided = 3

// addTerms makes two versions: the second one is the text that ships, and the first had less.
func (f *filler) addTerms() {
	now := terms.First()
	f.add(termsVersions, f.id, 1, without(now.TextNB), without(now.TextNN), without(now.TextEN), "", "", "", f.ago(400, 1))
	f.add(termsVersions, f.id, 2, now.TextNB, now.TextNN, now.TextEN,
		"Nytt punkt om dem som melder seg på: spør bare om det dere trenger å vite.",
		"Nytt punkt om dei som melder seg på: spør berre om det de treng å vite.",
		"New point about those who sign up: ask only for what you need to know.", f.ago(30, 2))
}

// without leaves out the fifth heading of the terms and what stands under it.
func without(text string) string {
	parts := strings.Split(text, "\n# ")
	return strings.Join(slices.Delete(parts, 5, 6), "\n# ")
}

func (f *filler) addAccounts() {
	for i, s := range f.m.Staff {
		var ended *time.Time
		login := f.ago(i, i+2)
		if s.Ended {
			at := f.ago(150, i)
			ended, login = &at, f.ago(156, i)
		}
		f.accounts[s.Email] = f.add(accounts, f.id, s.Email, s.Name, "nb", s.Role, f.ago(400, i), login, ended)
	}
	for i, g := range f.m.GroupLogins {
		lang := f.organisationBy[g.Organisation].Lang
		made := f.ago(200-i, i)
		id := f.add(accounts, f.id, g.Email, g.Name, lang, nil, made, f.ago(1+i, i), nil)
		f.accounts[g.Email] = id
		org := f.organisations[g.Organisation]
		f.add(memberships, id, org, "group_"+g.Role, made)
		f.add(termsAcceptances, id, 1, f.id, made, "registration")
		if i != undecided {
			f.add(termsAcceptances, id, 2, f.id, f.ago(1+i%20, i), "login")
		}
		if g.Role == "admin" {
			f.loginOf[g.Organisation] = id
		}
	}
}

func (f *filler) addContacts() {
	first := f.last["contact"]
	for i, c := range f.m.Contacts {
		f.contacts[c.Slug] = first + int64(i) + 1 // before they are added: substitutes refer to each other
	}
	for i, c := range f.m.Contacts {
		var validTo *time.Time
		if c.ValidToDay != 0 {
			to := f.date(c.ValidToDay)
			validTo = &to
		}
		made := f.day(c.ValidFromDay).Add(9 * time.Hour)
		confirmed := f.day(c.ConfirmedDay).Add(time.Duration(9+i%6) * time.Hour)
		id := f.add(contacts, f.id, ref(f.units, c.Unit), c.Name, c.Title, c.Email, phone(c.Phone), c.OfficeHours, c.Public,
			ref(f.contacts, c.Substitute), f.date(c.ValidFromDay), validTo, confirmed, c.Note, made, confirmed)
		for _, slug := range c.Topics {
			f.add(contactTopics, id, f.topics[slug])
		}
		for _, slug := range c.Areas {
			f.add(contactAreas, id, f.areas[slug])
		}
	}
}
