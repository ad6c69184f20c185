// Doors, roles, permissions, and the actor that every use case takes.

package account

import (
	"slices"

	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
)

// Door is one of the two ways in. A session of one is never valid at the other.
type Door string

// The doors, and their first path segment: /ansatt/… and /lag/….
const (
	NoDoor     Door = ""
	StaffDoor  Door = "ansatt"
	GroupDoor  Door = "lag"
	SystemDoor Door = "system" // jobs and the command line
)

// Role is what someone may do, behind one of the doors.
type Role string

// Staff roles (kommunen) and group roles (lag).
const (
	Administrator  Role = "administrator"
	Coordinator    Role = "coordinator"
	ContactManager Role = "contact_manager"
	Reader         Role = "reader"

	GroupAdmin  Role = "group_admin"
	GroupMember Role = "group_member"
)

// StaffRoles are the roles of municipal staff, the strongest first.
var StaffRoles = []Role{Administrator, Coordinator, ContactManager, Reader}

// GroupRoles are the roles inside an organisation, the strongest first.
var GroupRoles = []Role{GroupAdmin, GroupMember}

// Name is what people call the role; bokmål source text.
func (r Role) Name() string {
	switch r {
	case Administrator:
		return i18n.Mark("Administrator")
	case Coordinator:
		return i18n.Mark("Koordinator")
	case ContactManager:
		return i18n.Mark("Kontaktansvarlig")
	case Reader:
		return i18n.Mark("Lesetilgang")
	case GroupAdmin:
		return i18n.Mark("Ansvarlig i laget")
	case GroupMember:
		return i18n.Mark("Medarbeider i laget")
	}
	return string(r)
}

// Permission is one thing that a role allows. The matrix below is the whole truth.
type Permission string

// The permissions of the staff pages and of a group's own pages.
const (
	ReadStaff          Permission = "staff.read"          // see the staff pages
	ManageContacts     Permission = "contact.manage"      // contacts and units
	ManageOrganisation Permission = "organisation.manage" // approve, refuse, merge, note
	ManageActivities   Permission = "activity.manage"     // approve and change any activity
	ManageVenues       Permission = "venue.manage"        // venues
	ManageArticles     Permission = "article.manage"      // news, pages, questions and answers
	ManageCodes        Permission = "code.manage"         // areas and code lists
	ManageUsers        Permission = "user.manage"         // staff accounts, settings
	ReadAudit          Permission = "audit.read"          // the log
	ImportContacts     Permission = "import.contacts"     // contact lists
	ImportAll          Permission = "import.all"          // organisations and activities too
	Export             Permission = "export"              // lists as files
	EditOwnActivities  Permission = "own.activity.edit"   // a group's own activities
	RunOwnActivities   Permission = "own.activity.run"    // their sign-ups, and calling off or taking back what is out
	EditOwnProfile     Permission = "own.profile.edit"    // a group's own profile
	InviteOwnPeople    Permission = "own.people.manage"   // a group's own people
	ReadOwn            Permission = "own.read"            // a group's own pages
)

var matrix = map[Role][]Permission{
	Administrator:  {ReadStaff, ManageContacts, ManageOrganisation, ManageActivities, ManageVenues, ManageArticles, ManageCodes, ManageUsers, ReadAudit, ImportContacts, ImportAll, Export},
	Coordinator:    {ReadStaff, ManageContacts, ManageOrganisation, ManageActivities, ManageVenues, ManageArticles, ManageCodes, ReadAudit, ImportContacts, ImportAll, Export},
	ContactManager: {ReadStaff, ManageContacts, ImportContacts, Export},
	Reader:         {ReadStaff},
	GroupAdmin:     {ReadOwn, RunOwnActivities, EditOwnActivities, EditOwnProfile, InviteOwnPeople},
	GroupMember:    {ReadOwn, RunOwnActivities, EditOwnActivities},
}

// needTerms are the permissions that a group's person has only when she has accepted the terms for organisers.
var needTerms = []Permission{EditOwnActivities, EditOwnProfile, InviteOwnPeople}

// Actor is whoever acts: a resident (nobody in particular), municipal staff, a
// group's person, a job or the command line. Every use case takes one.
type Actor struct {
	Door           Door
	MunicipalityID int64
	AccountID      int64 // 0 unless logged in
	SessionID      int64 // login_session.id
	Name           string
	Email          string
	Role           Role
	OrganisationID int64 // the organisation that a group's person acts for now
	TermsDue       bool  // a group's person has not accepted the terms for organisers that hold now; see terms
	Lang           i18n.Lang
}

// Resident is someone without login.
func Resident(municipalityID int64) Actor { return Actor{MunicipalityID: municipalityID} }

// SystemActor acts for jobs (name "") and the command line (name "kommandolinje"); it may do everything in its municipality.
func SystemActor(municipalityID int64, name string) Actor {
	return Actor{Door: SystemDoor, MunicipalityID: municipalityID, Name: name}
}

// LoggedIn says whether a person stands behind the actor.
func (a Actor) LoggedIn() bool { return a.AccountID != 0 }

// May says whether the actor's role allows p. Group permissions hold for the
// actor's own organisation only: use Owns beside them.
func (a Actor) May(p Permission) bool {
	if a.Door == SystemDoor {
		return true
	}
	return a.hasRole(p) && !a.heldBack(p)
}

func (a Actor) hasRole(p Permission) bool {
	return a.AccountID != 0 && (a.Door == GroupDoor) == isGroupRole(a.Role) && slices.Contains(matrix[a.Role], p)
}

// heldBack says whether the terms must be accepted first.
func (a Actor) heldBack(p Permission) bool { return a.TermsDue && slices.Contains(needTerms, p) }

func isGroupRole(r Role) bool { return r == GroupAdmin || r == GroupMember }

// ErrTermsDue says that the role allows it, and that the terms for organisers must be accepted first.
var ErrTermsDue = fault.Denied(i18n.Mark("Les og godta vilkårene for arrangører først."))

// Require is a Forbidden fault unless the actor may p: ErrTermsDue where only the terms are in the way.
func (a Actor) Require(p Permission) error {
	switch {
	case a.May(p):
		return nil
	case a.hasRole(p) && a.heldBack(p):
		return ErrTermsDue
	}
	return fault.Denied(i18n.Mark("Du har ikke tilgang til dette."))
}

// In is a NotFound fault unless the thing belongs to the actor's municipality:
// what another municipality has is not the actor's to know of.
func (a Actor) In(municipalityID int64) error {
	if a.MunicipalityID == municipalityID {
		return nil
	}
	return fault.Missing(i18n.Mark("Vi finner ikke det du leter etter."))
}

// RequireOwn is nil when the actor may p for the organisation: a group's person
// for her own, or staff with the staff permission. Another group's thing is NotFound.
func (a Actor) RequireOwn(p, staff Permission, organisationID int64) error {
	if a.Door == GroupDoor {
		if a.OrganisationID != organisationID || organisationID == 0 {
			return fault.Missing(i18n.Mark("Vi finner ikke det du leter etter."))
		}
		return a.Require(p)
	}
	return a.Require(staff)
}

// Audit is the actor as the log keeps it.
func (a Actor) Audit() audit.Actor {
	kind := map[Door]string{NoDoor: "public", StaffDoor: "staff", GroupDoor: "group", SystemDoor: "system"}[a.Door]
	if a.Door == SystemDoor && a.Name != "" {
		kind = "command"
	}
	return audit.Actor{Kind: kind, ID: a.AccountID, Name: a.Name, MunicipalityID: a.MunicipalityID}
}

// MayEditCodes is for municipality.Editor: areas and code lists.
func (a Actor) MayEditCodes() error { return a.Require(ManageCodes) }

// MayEditSettings is for municipality.Editor: settings and centres.
func (a Actor) MayEditSettings() error { return a.Require(ManageUsers) }
