// Who may open, read, create and edit an activity.

package activity

import (
	"slices"

	"frivilligsentral/internal/account"
)

// MayOpen is for whoever has a list of activities behind a door.
func MayOpen(actor account.Actor) error {
	if actor.Door == account.GroupDoor {
		return actor.Require(account.ReadOwn)
	}
	return actor.Require(account.ReadStaff)
}

// mayRead lets a group read its own activities and those it co-organises, and
// staff those of their municipality.
func mayRead(actor account.Actor, a Activity) error {
	if err := actor.In(a.MunicipalityID); err != nil {
		return Missing()
	}
	if actor.Door == account.GroupDoor && a.OrganisationID != actor.OrganisationID && !slices.Contains(a.CoOrganisers, actor.OrganisationID) {
		return Missing()
	}
	return MayOpen(actor)
}

// mayEdit lets a group change its own activities, and staff who manage
// activities those of their municipality.
func mayEdit(actor account.Actor, a Activity) error {
	return mayDo(actor, account.EditOwnActivities, a)
}

// mayEnd lets them call off, take back and put away, also before a group's person
// has accepted the terms.
func mayEnd(actor account.Actor, a Activity) error { return mayDo(actor, account.RunOwnActivities, a) }

func mayDo(actor account.Actor, p account.Permission, a Activity) error {
	if err := mayRead(actor, a); err != nil {
		return err
	}
	return actor.RequireOwn(p, account.ManageActivities, a.OrganisationID)
}

// MayCreate lets a group create for itself, and staff for any organisation.
func MayCreate(actor account.Actor, organisationID int64) error {
	return actor.RequireOwn(account.EditOwnActivities, account.ManageActivities, organisationID)
}

// MayEdit says whether the activity is the actor's to change, for pages that show
// the buttons; the use cases ask for the terms too.
func MayEdit(actor account.Actor, a Activity) bool { return mayEnd(actor, a) == nil }
