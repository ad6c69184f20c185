package portal_test

// A person in two organisations: what one of them does is not done to the other.

import (
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/accounttest"
	"frivilligsentral/internal/account/invitation"
	"frivilligsentral/internal/account/login"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/mail/mailtest"
)

// between is a member of the own group who is responsible in the neighbour's.
func (w *world) between() account.Actor {
	a := w.mate()
	w.exec(`insert into membership (account_id, organisation_id, role) values ($1, $2, 'group_admin')`, a.AccountID, w.here.rival)
	return a
}

func (w *world) role(a account.Actor, organisation int64) string {
	w.tb.Helper()
	var role string
	must(w.tb, w.Pool.QueryRow(w.ctx(), `select coalesce((select role from membership where account_id = $1 and organisation_id = $2), 'none')`, a.AccountID, organisation).Scan(&role))
	return role
}

func TestPersonInTwoOrganisations(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	by, a := w.here.people[responsible], w.between()
	must(t, w.Accounts.ChangeMemberRole(w.ctx(), by, w.here.own, a.AccountID, account.GroupAdmin))
	must(t, w.Accounts.ChangeMemberRole(w.ctx(), by, w.here.own, a.AccountID, account.GroupMember))
	if own, other := w.role(a, w.here.own), w.role(a, w.here.rival); own != "group_member" || other != "group_admin" {
		t.Errorf("after her role in one was changed: got %s and %s, want group_member and group_admin", own, other)
	}
	for _, id := range []int64{w.here.rival, 0, nowhere} {
		if err := w.Accounts.ChangeMemberRole(w.ctx(), by, id, a.AccountID, account.GroupMember); !fault.Is(err, fault.NotFound) {
			t.Errorf("change her role in organisation %d: got %v, want NotFound", id, err)
		}
		if err := w.Accounts.RemoveMember(w.ctx(), by, id, a.AccountID); !fault.Is(err, fault.NotFound) {
			t.Errorf("remove her from organisation %d: got %v, want NotFound", id, err)
		}
	}
	must(t, w.Accounts.RemoveMember(w.ctx(), by, w.here.own, a.AccountID))
	if own, other := w.role(a, w.here.own), w.role(a, w.here.rival); own != "none" || other != "group_admin" {
		t.Errorf("after she was removed from one: got %s and %s, want none and group_admin", own, other)
	}
	in, err := w.Logins.LoginDemo(w.ctx(), w.here.id, account.GroupDoor, a.Email, login.Browser{})
	must(t, err)
	if len(in.Organisations) != 1 || in.OrganisationID() != w.here.rival {
		t.Errorf("she acts for %v, want the other only", in.Organisations)
	}
	now, err := accounttest.BySession(w.ctx(), w.Accounts, a.Door, w.here.id, in.SessionID, w.here.own, 0, w.now)
	if err != nil || now.OrganisationID != w.here.rival || now.Role != account.GroupAdmin {
		t.Errorf("she acts for organisation %d as %s, error %v, want the other only", now.OrganisationID, now.Role, err)
	}
}

const nowhere = 999999999 // an id that nothing has

// Whoever is in one group may be invited to another, and not twice to the same.
func TestInvitedToASecondOrganisation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.between()
	invite := invitation.Invite{Email: w.here.people[member].Email, Name: "x", Role: account.GroupMember}
	if err := w.Invitations.InviteMember(w.ctx(), w.here.people[rival], w.here.rival, invite); err != nil {
		t.Errorf("invited to a second group: %v", err)
	}
	invite.Email = a.Email
	for _, id := range []int64{w.here.own, w.here.rival} {
		if err := w.Invitations.InviteMember(w.ctx(), w.here.people[system], id, invite); err == nil {
			t.Errorf("invited to organisation %d where she is: no error", id)
		}
	}
}

// The last responsible is counted in each organisation by itself.
func TestLastResponsibleOfEach(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.between() // responsible in the other does not count in this one
	by := w.here.people[responsible]
	if err := w.Accounts.RemoveMember(w.ctx(), by, w.here.own, by.AccountID); err != account.ErrLastGroupAdmin {
		t.Errorf("the last responsible leaves: got %v", err)
	}
	must(t, w.Accounts.ChangeMemberRole(w.ctx(), by, w.here.own, a.AccountID, account.GroupAdmin))
	if err := w.Accounts.RemoveMember(w.ctx(), by, w.here.own, by.AccountID); err != nil {
		t.Errorf("the last but one leaves: %v", err)
	}
}

// Letters about an activity go to the people of its organisation only.
func TestLettersOfOneOrganisation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.between()
	id, version := w.submitted(w.here)
	must(t, w.Activities.Approve(w.ctx(), w.here.people[coordinator], id, version))
	for who, want := range map[string]int{a.Email: 1, w.here.people[member].Email: 1, w.here.people[rival].Email: 0, w.here.people[partner].Email: 0} {
		if got := len(mailtest.All(t, w.Pool, who)); got != want {
			t.Errorf("letters to %s: got %d, want %d", who, got, want)
		}
	}
}

// The same file in two groups makes each its own activity.
func TestSameFileInTwoOrganisations(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, x := range []struct {
		role         string
		organisation int64
	}{{responsible, w.here.own}, {rival, w.here.rival}} {
		f := calendar(x.organisation)
		for _, want := range []string{"new", "unchanged"} {
			rows, err := w.Imports.Direct(w.ctx(), w.here.people[x.role], "activities", f, false)
			must(t, err)
			if len(rows) != 1 || string(rows[0].Outcome) != want {
				t.Errorf("the file for %s: got %v, want one row %s", x.role, rows, want)
			}
		}
	}
	if n := w.id(`select count(distinct organisation_id) from activity where import_uid = 'felles'`); n != 2 {
		t.Errorf("the activity is in %d organisations, want 2", n)
	}
}
