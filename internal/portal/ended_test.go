package portal_test

// What has ended, was merged or has expired: each reading and writing of it.

import (
	"errors"
	"frivilligsentral/internal/activity/listing"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/accounttest"
	"frivilligsentral/internal/account/invitation"
	"frivilligsentral/internal/account/login"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orglist"
	"frivilligsentral/internal/registration"
)

// over is one thing done to something that is over. It is tried before the end too,
// where it only looks to the same thing, or else to another: then it is done.
type over struct {
	what string
	make func(w *world, x *thing)   // what is there
	end  func(w *world, x *thing)   // how it ends; nil: that it is there is what is wrong
	do   func(*world, *thing) error // errGone when it finds nothing
	want fault.Kind
	look bool
}

// thing is what it is about.
type thing struct {
	id, other, date int64
	token           string
	as              account.Actor
}

var errGone = fault.Missing("borte")

// found says that something was found.
func found[T any](all []T, err error, is func(T) bool) error {
	if err != nil {
		return err
	}
	for _, x := range all {
		if is(x) {
			return nil
		}
	}
	return errGone
}

func aContact(w *world, x *thing) {
	x.id = w.someone()
	must(w.tb, w.Contacts.Reindex(w.ctx(), w.here.id))
}

func contactLeft(w *world, x *thing) {
	w.exec(`update contact set valid_to = $2 where id = $1`, x.id, w.now.AddDate(0, 0, -1))
}

func contactMerged(w *world, x *thing) {
	must(w.tb, w.Contacts.Merge(w.ctx(), w.here.people[contactManager], x.id, w.here.substitute))
}

func anOrganisation(w *world, x *thing) {
	x.id = w.spare()
	x.as = w.person(w.here, account.GroupDoor, account.GroupAdmin, x.id, w.name("leder"))
	x.other = w.spare()
}

func organisationIs(status string) func(*world, *thing) {
	return func(w *world, x *thing) {
		w.exec(`update organisation set status = $2, merged_into = case $2 when 'merged' then $3::bigint end where id = $1`, x.id, status, x.other)
	}
}

func aStaff(w *world, x *thing) { x.as = w.colleague(); x.id = x.as.AccountID }

func accountEnded(w *world, x *thing) {
	w.exec(`update account set ended_at = $2 where id = $1`, x.id, w.now)
}

func anActivity(w *world, x *thing) { x.id, x.date, _ = w.open(w.here, 5) }

func activityIs(status string) func(*world, *thing) {
	return func(w *world, x *thing) {
		actor, version := w.here.people[member], w.version("activity", x.id)
		if status == "archived" {
			must(w.tb, w.Activities.Archive(w.ctx(), actor, x.id, version))
		} else {
			must(w.tb, w.Activities.Withdraw(w.ctx(), actor, x.id, version))
		}
	}
}

func anInvitation(w *world, x *thing) {
	x.id = w.invitation(w.here, w.here.own)
	x.token = w.secret(w.email(x.id))
}

func aSignUp(status registration.Status) func(*world, *thing) {
	return func(w *world, x *thing) {
		e := w.at(status)
		x.id, x.token, x.other, x.date = e.id, e.token, e.activity, e.date
	}
}

func signUpRemoved(w *world, x *thing) {
	must(w.tb, w.Registrations.Remove(w.ctx(), w.here.people[system], x.id, true))
}

// listedIn says whether the contact is among what residents are shown.
func contactsShown(read func(*world) ([]contact.Listed, error)) func(*world, *thing) error {
	return func(w *world, x *thing) error {
		all, err := read(w)
		return found(all, err, func(c contact.Listed) bool { return c.ID == x.id })
	}
}

func account1(w *world, x *thing) error {
	_, err := accounttest.BySession(w.ctx(), w.Accounts, x.as.Door, w.here.id, x.as.SessionID, x.as.OrganisationID, 0, w.now)
	return err
}

// mailed asks to log in, and says whether a letter came.
func mailed(w *world, x *thing) error {
	w.exec(`delete from login_attempt`)
	w.exec(`delete from mail_allowance`)
	before := len(mailtest.All(w.tb, w.Pool, x.as.Email))
	in := login.Request{Door: x.as.Door, MunicipalityID: w.here.id, Email: x.as.Email, Browser: account.NewSecret()}
	if err := w.Logins.RequestLogin(w.ctx(), in); err != nil {
		return err
	}
	if len(mailtest.All(w.tb, w.Pool, x.as.Email)) == before {
		return errGone
	}
	return nil
}

func demoed(w *world, x *thing) error {
	_, err := w.Logins.LoginDemo(w.ctx(), w.here.id, x.as.Door, x.as.Email, login.Browser{})
	return err
}

var overs = []over{
	{"a contact who has left, found", aContact, contactLeft, contactsShown(func(w *world) ([]contact.Listed, error) {
		return w.Contacts.PublicFind(w.ctx(), w.here.id, w.here.topic, 0)
	}), fault.NotFound, true},
	{"a contact who has left, in the directory", aContact, contactLeft, contactsShown(func(w *world) ([]contact.Listed, error) {
		p, err := w.Contacts.PublicDirectory(w.ctx(), w.here.id, contact.Filter{Limit: 100})
		return p.Rows, err
	}), fault.NotFound, true},
	{"a contact who has left, by its id", aContact, contactLeft, contactsShown(func(w *world) ([]contact.Listed, error) {
		return w.Contacts.PublicByIDs(w.ctx(), w.here.id, w.all("contact"))
	}), fault.NotFound, true},
	{"a contact who has left, as somebody's substitute to choose", aContact, contactLeft, func(w *world, x *thing) error {
		all, err := w.Contacts.Choices(w.ctx(), w.here.people[reader], false)
		return found(all, err, func(c contact.Choice) bool { return c.ID == x.id })
	}, fault.NotFound, true},
	{"a contact who was merged, found", aContact, contactMerged, contactsShown(func(w *world) ([]contact.Listed, error) {
		return w.Contacts.PublicFind(w.ctx(), w.here.id, w.here.topic, 0)
	}), fault.NotFound, true},
	{"a contact who was merged, by its id", aContact, contactMerged, contactsShown(func(w *world) ([]contact.Listed, error) {
		return w.Contacts.PublicByIDs(w.ctx(), w.here.id, w.all("contact"))
	}), fault.NotFound, true},
	{"a contact who was merged, ended", aContact, contactMerged, func(w *world, x *thing) error {
		_, err := w.Contacts.End(w.ctx(), w.here.people[system], x.id, w.now)
		return err
	}, fault.Conflict, false},
	{"a contact who was merged, merged again", aContact, contactMerged, func(w *world, x *thing) error {
		return w.Contacts.Merge(w.ctx(), w.here.people[system], x.id, w.here.contact)
	}, fault.Conflict, false},
	{"another merged into a contact who was", aContact, contactMerged, func(w *world, x *thing) error {
		return w.Contacts.Merge(w.ctx(), w.here.people[system], w.someone(), x.id)
	}, fault.Conflict, false},
	{"a contact who was merged, confirmed", aContact, contactMerged, func(w *world, x *thing) error {
		_, err := w.Contacts.Confirm(w.ctx(), w.here.people[system], []int64{x.id})
		return err
	}, fault.NotFound, false},

	{"an organisation that has ended, shown", anOrganisation, organisationIs("ended"), func(w *world, x *thing) error {
		_, err := w.Organisations.PublicShow(w.ctx(), w.here.id, x.id)
		return err
	}, fault.NotFound, true},
	{"an organisation that has ended, as a card", anOrganisation, organisationIs("ended"), func(w *world, x *thing) error {
		all, err := w.OrgLists.PublicCards(w.ctx(), []int64{x.id})
		return found(all, err, func(c orglist.Card) bool { return c.ID == x.id })
	}, fault.NotFound, true},
	{"an organisation that has ended, among the newest", anOrganisation, organisationIs("ended"), func(w *world, x *thing) error {
		all, err := w.OrgLists.PublicNewest(w.ctx(), w.here.id, 1000)
		return found(all, err, func(c orglist.Card) bool { return c.ID == x.id })
	}, fault.NotFound, true},
	{"an organisation that has ended, to choose", anOrganisation, organisationIs("ended"), func(w *world, x *thing) error {
		all, err := w.Organisations.PublicChoices(w.ctx(), w.here.id)
		return found(all, err, func(c organisation.Ref) bool { return c.ID == x.id })
	}, fault.NotFound, true},
	{"an organisation that has ended, confirmed", anOrganisation, organisationIs("ended"), func(w *world, x *thing) error {
		return w.Organisations.Confirm(w.ctx(), w.here.people[system], x.id)
	}, fault.Conflict, false},
	{"an organisation that has ended, ended", anOrganisation, organisationIs("ended"), func(w *world, x *thing) error {
		return w.OrgLife.End(w.ctx(), w.here.people[system], x.id, "x")
	}, fault.Conflict, false},
	{"an organisation that is there, opened again", anOrganisation, nil, func(w *world, x *thing) error {
		return w.OrgLife.Reopen(w.ctx(), w.here.people[system], x.id)
	}, fault.Conflict, false},
	{"an organisation that is there, approved", anOrganisation, nil, func(w *world, x *thing) error {
		return w.OrgLife.Approve(w.ctx(), w.here.people[system], x.id)
	}, fault.Conflict, false},
	{"an organisation that is there, refused", anOrganisation, nil, func(w *world, x *thing) error {
		return w.OrgLife.Refuse(w.ctx(), w.here.people[system], x.id, "x")
	}, fault.Conflict, false},
	{"the session of an organisation that has ended", anOrganisation, organisationIs("ended"), account1, fault.NotFound, true},
	{"the session of an organisation that was refused", anOrganisation, organisationIs("refused"), account1, fault.NotFound, true},
	{"a login for an organisation that has ended", anOrganisation, organisationIs("ended"), mailed, fault.NotFound, true},
	{"a login for an organisation that was merged", anOrganisation, organisationIs("merged"), mailed, fault.NotFound, true},
	{"a demonstration of an organisation that has ended", anOrganisation, organisationIs("ended"), demoed, fault.NotFound, true},
	{"the people of an organisation that was merged", anOrganisation, organisationIs("merged"), func(w *world, x *thing) error {
		_, err := w.Accounts.Members(w.ctx(), w.here.people[reader], x.id)
		return err
	}, fault.NotFound, true},
	{"an invitation to an organisation that was merged", anOrganisation, organisationIs("merged"), func(w *world, x *thing) error {
		return w.Invitations.InviteMember(w.ctx(), w.here.people[system], x.id, invitation.Invite{Email: w.name("ny") + "@post.example", Name: "Ny", Role: account.GroupMember})
	}, fault.NotFound, true},
	{"an organisation that was merged, merged again", anOrganisation, organisationIs("merged"), func(w *world, x *thing) error {
		return w.OrgLife.Merge(w.ctx(), w.here.people[system], x.id, w.spare())
	}, fault.Invalid, false},
	{"another merged into an organisation that has ended", anOrganisation, organisationIs("ended"), func(w *world, x *thing) error {
		return w.OrgLife.Merge(w.ctx(), w.here.people[system], w.spare(), x.id)
	}, fault.Invalid, false},

	{"the session of an account that has ended", aStaff, accountEnded, account1, fault.NotFound, true},
	{"the profile of an account that has ended", aStaff, accountEnded, func(w *world, x *thing) error { _, err := w.Accounts.Profile(w.ctx(), x.as); return err }, fault.NotFound, true},
	{"a login of an account that has ended", aStaff, accountEnded, mailed, fault.NotFound, true},
	{"a demonstration of an account that has ended", aStaff, accountEnded, demoed, fault.NotFound, true},
	{"an account that has ended, among those to try", aStaff, accountEnded, func(w *world, x *thing) error {
		all, err := w.Logins.PublicDemoPeople(w.ctx(), w.here.id, account.StaffDoor)
		return found(all, err, func(p login.DemoPerson) bool { return p.Email == x.as.Email })
	}, fault.NotFound, true},
	{"a session that has ended", aStaff, func(w *world, x *thing) {
		w.exec(`update login_session set ended_at = $2 where id = $1`, x.as.SessionID, w.now)
	},
		account1, fault.NotFound, true},
	{"a session of a role that is gone", aStaff, func(w *world, x *thing) { w.exec(`update account set staff_role = null where id = $1`, x.id) },
		account1, fault.NotFound, true},

	{"an invitation that was withdrawn", anInvitation, func(w *world, x *thing) {
		must(w.tb, w.Invitations.WithdrawInvitation(w.ctx(), w.here.people[responsible], x.id))
	}, func(w *world, x *thing) error {
		_, err := w.Invitations.InvitationByToken(w.ctx(), w.here.id, x.token)
		return err
	}, fault.Conflict, true},
	{"an invitation that was sent again, by its old link", anInvitation, func(w *world, x *thing) {
		must(w.tb, w.Invitations.ResendInvitation(w.ctx(), w.here.people[responsible], x.id))
	}, func(w *world, x *thing) error {
		_, err := w.Invitations.InvitationByToken(w.ctx(), w.here.id, x.token)
		return err
	}, fault.Conflict, true},
	{"an invitation that was accepted", anInvitation, invitationAccepted, func(w *world, x *thing) error {
		_, err := w.Invitations.InvitationByToken(w.ctx(), w.here.id, x.token)
		return err
	}, fault.Conflict, true},
	{"an invitation that was accepted, withdrawn", anInvitation, invitationAccepted, func(w *world, x *thing) error {
		return w.Invitations.WithdrawInvitation(w.ctx(), w.here.people[responsible], x.id)
	}, fault.NotFound, false},
	{"an invitation that was accepted, sent again", anInvitation, invitationAccepted, func(w *world, x *thing) error {
		return w.Invitations.ResendInvitation(w.ctx(), w.here.people[responsible], x.id)
	}, fault.NotFound, false},

	{"an activity that was withdrawn, shown", anActivity, activityIs("draft"), func(w *world, x *thing) error {
		_, err := w.Activities.PublicShow(w.ctx(), w.here.id, x.id)
		return err
	}, fault.NotFound, true},
	{"an activity that was withdrawn, its page", anActivity, activityIs("draft"), func(w *world, x *thing) error {
		_, err := w.ActivityLists.PublicPage(w.ctx(), w.here.id, x.id)
		return err
	}, fault.NotFound, true},
	{"an activity that was withdrawn, in a calendar", anActivity, activityIs("draft"), func(w *world, x *thing) error {
		_, err := w.ActivityLists.PublicCalendar(w.ctx(), w.site(), w.here.id, x.id)
		return err
	}, fault.NotFound, true},
	{"an activity that was withdrawn, in the list", anActivity, activityIs("draft"), func(w *world, x *thing) error {
		page, err := w.ActivityLists.PublicList(w.ctx(), w.listing())
		return found(page.Cards, err, func(c listing.Card) bool { return c.ID == x.id })
	}, fault.NotFound, true},
	{"an activity that was withdrawn, told to search engines", anActivity, activityIs("draft"), func(w *world, x *thing) error {
		all, err := w.ActivityLists.PublicSitemap(w.ctx(), w.here.id, 0, 1000)
		return found(all, err, func(s listing.Sitemapped) bool { return s.ID == x.id })
	}, fault.NotFound, true},
	{"an activity that was withdrawn, to sign up for", anActivity, activityIs("draft"), func(w *world, x *thing) error {
		_, err := w.SignupForms.SignUpPage(w.ctx(), w.here.people[resident], x.id, x.date)
		return err
	}, fault.NotFound, true},
	{"an activity that was withdrawn, signed up for", anActivity, activityIs("draft"), signsUp, fault.NotFound, false},
	{"an activity that was archived, in the list", anActivity, activityIs("archived"), func(w *world, x *thing) error {
		page, err := w.ActivityLists.PublicList(w.ctx(), w.listing())
		return found(page.Cards, err, func(c listing.Card) bool { return c.ID == x.id })
	}, fault.NotFound, true},
	{"an activity that was archived, signed up for", anActivity, activityIs("archived"), signsUp, fault.NotFound, false},
	{"an activity that was archived, archived", anActivity, activityIs("archived"), func(w *world, x *thing) error {
		return w.Activities.Archive(w.ctx(), w.here.people[member], x.id, w.version("activity", x.id))
	}, fault.Conflict, false},
	{"an activity that is published, approved", anActivity, nil, func(w *world, x *thing) error {
		return w.Activities.Approve(w.ctx(), w.here.people[coordinator], x.id, w.version("activity", x.id))
	}, fault.Conflict, false},
	{"a date that was called off, signed up for", anActivity, func(w *world, x *thing) {
		must(w.tb, w.Activities.CancelOccurrence(w.ctx(), w.here.people[member], refOf(x.id, x.date), "Sykdom"))
	}, signsUp, fault.Conflict, true},
	{"a date that is over, signed up for", anActivity, func(w *world, _ *thing) { w.now = w.now.AddDate(0, 0, 9) }, signsUp, fault.Conflict, true},
	{"a date that is over, signed up for at the desk", anActivity, func(w *world, _ *thing) { w.now = w.now.AddDate(0, 0, 9) }, func(w *world, x *thing) error {
		_, err := w.Registrations.SignUpAtDesk(w.ctx(), w.here.people[member], wish(x.id, x.date, w.name("Sen")), false)
		return err
	}, fault.Conflict, true},
	{"a sign-up that is closed", anActivity, func(w *world, x *thing) {
		must(w.tb, w.SignupForms.CloseSignUp(w.ctx(), w.here.people[member], x.id, x.date, true))
	}, signsUp, fault.Conflict, true},

	{"a sign-up that was cancelled, changed", aSignUp(registration.Confirmed), signUpRemoved, func(w *world, x *thing) error {
		_, err := w.Registrations.ChangeByToken(w.ctx(), w.here.people[resident], x.token, registration.Change{Party: 1})
		return err
	}, fault.Conflict, false},
	{"a sign-up that was cancelled, corrected", aSignUp(registration.Confirmed), signUpRemoved, func(w *world, x *thing) error {
		_, err := w.Registrations.CorrectByToken(w.ctx(), w.here.people[resident], x.token, registration.Contact{Name: "Ny Person"})
		return err
	}, fault.Conflict, false},
	{"a sign-up that was cancelled, asked for another address", aSignUp(registration.Confirmed), signUpRemoved, func(w *world, x *thing) error {
		return w.Registrations.AskAddressByToken(w.ctx(), w.here.people[resident], x.token, "ny.adresse@post.example")
	}, fault.Conflict, false},
	{"a sign-up that was cancelled, given another address", aSignUp(registration.Confirmed), signUpRemoved, func(w *world, x *thing) error {
		return w.Registrations.CorrectAddressFor(w.ctx(), w.here.people[system], x.id, "ny.adresse@post.example")
	}, fault.Conflict, false},
	{"a sign-up that is over, given another address", aSignUp(registration.Confirmed), func(w *world, _ *thing) { w.now = w.now.AddDate(0, 0, 30) }, func(w *world, x *thing) error {
		return w.Registrations.CorrectAddressFor(w.ctx(), w.here.people[system], x.id, "ny.adresse@post.example")
	}, fault.Conflict, true},
	{"a sign-up that was cancelled, moved", aSignUp(registration.Confirmed), signUpRemoved, func(w *world, x *thing) error {
		return w.Registrations.Move(w.ctx(), w.here.people[system], x.id, w.roomy.later, registration.StayWhenFull)
	}, fault.Conflict, false},
	{"a sign-up that was cancelled, let in", aSignUp(registration.Waiting), signUpRemoved, func(w *world, x *thing) error {
		return w.Registrations.LetIn(w.ctx(), w.here.people[system], x.id, true)
	}, fault.Conflict, false},
	{"an offer that is answered already, accepted", aSignUp(registration.Offered), signUpRemoved, func(w *world, x *thing) error {
		_, err := w.Registrations.AcceptByToken(w.ctx(), w.here.people[resident], x.token)
		return err
	}, fault.Conflict, false},
	{"a sign-up that was made anonymous, by its link", aSignUp(registration.Confirmed), func(w *world, x *thing) {
		email := ""
		must(w.tb, w.Pool.QueryRow(w.ctx(), `select email from registration where id = $1`, x.id).Scan(&email))
		must(w.tb, w.OwnData.Erase(w.ctx(), w.here.id, email))
	}, func(w *world, x *thing) error {
		_, err := w.Registrations.ByToken(w.ctx(), w.here.people[resident], x.token)
		return err
	}, fault.NotFound, true},
	{"a sign-up whose place was not confirmed in time", aSignUp(registration.Unconfirmed), func(w *world, _ *thing) {
		w.now = w.now.Add(25 * time.Hour)
		must(w.tb, w.Registrations.Sweep(w.ctx()))
	}, func(w *world, x *thing) error {
		_, err := w.Registrations.ByToken(w.ctx(), w.here.people[resident], x.token)
		return err
	}, fault.NotFound, true},

	{"an import that was stored, stored again", aPreview, importStored, func(w *world, x *thing) error {
		_, err := w.Imports.Store(w.ctx(), w.here.people[member], x.id, false)
		return err
	}, fault.Conflict, false},
	{"an import that was stored, discarded", aPreview, importStored, func(w *world, x *thing) error {
		return w.Imports.Discard(w.ctx(), w.here.people[member], x.id)
	}, fault.Conflict, false},
	{"an import that was discarded, stored", aPreview, func(w *world, x *thing) {
		must(w.tb, w.Imports.Discard(w.ctx(), w.here.people[member], x.id))
	}, func(w *world, x *thing) error {
		_, err := w.Imports.Store(w.ctx(), w.here.people[member], x.id, false)
		return err
	}, fault.Conflict, false},
	{"a venue that is closed, to choose", func(w *world, x *thing) { x.id = w.here.venue }, func(w *world, x *thing) {
		w.exec(`update venue set active = false where id = $1`, x.id)
	}, func(w *world, x *thing) error {
		all, err := w.Venues.PublicChoices(w.ctx(), w.here.id)
		if err != nil {
			return err
		}
		for _, v := range all {
			if v.ID == x.id {
				return nil
			}
		}
		return errGone
	}, fault.NotFound, true},
}

func aPreview(w *world, x *thing) { x.id = w.previewed() }

func importStored(w *world, x *thing) {
	_, err := w.Imports.Store(w.ctx(), w.here.people[system], x.id, false)
	must(w.tb, err)
}

func invitationAccepted(w *world, x *thing) {
	_, err := w.Invitations.AcceptInvitation(w.ctx(), invitation.Accept{Terms: w.holds(), MunicipalityID: w.here.id, Token: x.token})
	must(w.tb, err)
}

func signsUp(w *world, x *thing) error {
	_, err := w.Registrations.SignUp(w.ctx(), w.here.people[resident], wish(x.id, x.date, w.name("Person")))
	return err
}

func refOf(activityID, date int64) activity.DateRef {
	return activity.DateRef{ActivityID: activityID, OccurrenceID: date}
}

func TestWhatIsOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, o := range overs {
		w.now = start
		x := &thing{}
		o.make(w, x)
		if o.end != nil {
			before := x
			if !o.look {
				before = &thing{}
				o.make(w, before)
			}
			if err := o.do(w, before); err != nil {
				t.Errorf("%s, before: got %v, want it done", o.what, err)
			}
			o.end(w, x)
		}
		var f *fault.Error
		err := o.do(w, x)
		if !errors.As(err, &f) || f.Kind != o.want {
			t.Errorf("%s: got %v, want a fault of kind %d", o.what, err, o.want)
		}
	}
}
