package portal_test

// How long each thing lasts: a second before it works, a second after it does not.

import (
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/accounttest"
	"frivilligsentral/internal/account/invitation"
	"frivilligsentral/internal/account/login"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/owndata"
	"frivilligsentral/internal/registration"
)

// lasting is made at the world's start, and used at another time. The lives are
// written out: what people are told must not follow a constant.
type lasting struct {
	life time.Duration
	make func(*world) func() error
}

// login asks to log in as the person, and gives what proves it.
func (w *world) login(a account.Actor) login.Confirm {
	w.tb.Helper()
	w.exec(`delete from login_attempt`)
	w.exec(`delete from mail_allowance`)
	in := login.Request{Door: a.Door, MunicipalityID: a.MunicipalityID, Email: a.Email, Browser: account.NewSecret()}
	must(w.tb, w.Logins.RequestLogin(w.ctx(), in))
	m := mailtest.Last(w.tb, w.Pool, a.Email)
	link := m.Links[0]
	return login.Confirm{Door: a.Door, MunicipalityID: a.MunicipalityID, Browser: in.Browser, Token: link[strings.LastIndex(link, "/")+1:], Code: m.Code}
}

// session is a login of the person, looked at with an idle limit.
func loggedInFor(role string, idle time.Duration) func(*world) func() error {
	return func(w *world) func() error {
		a := w.here.people[role]
		in, err := w.Logins.ConfirmLink(w.ctx(), w.login(a))
		must(w.tb, err)
		return func() error {
			_, err := accounttest.BySession(w.ctx(), w.Accounts, a.Door, a.MunicipalityID, in.SessionID, a.OrganisationID, idle, w.now)
			return err
		}
	}
}

var lives = map[string]lasting{
	"the link to log in": {10 * time.Minute, func(w *world) func() error {
		in := w.login(w.here.people[reader])
		return func() error { _, err := w.Logins.ConfirmLink(w.ctx(), in); return err }
	}},
	"the code to log in": {10 * time.Minute, func(w *world) func() error {
		in := w.login(w.here.people[reader])
		return func() error { _, err := w.Logins.ConfirmCode(w.ctx(), in); return err }
	}},
	"the page of the link to log in": {10 * time.Minute, func(w *world) func() error {
		in := w.login(w.here.people[reader])
		return func() error { return w.Logins.CheckLink(w.ctx(), in) }
	}},
	"an invitation": {7 * 24 * time.Hour, func(w *world) func() error {
		token := w.secret(w.email(w.invitation(w.here, w.here.own)))
		return func() error {
			_, err := w.Invitations.AcceptInvitation(w.ctx(), invitation.Accept{Terms: w.holds(), MunicipalityID: w.here.id, Token: token})
			return err
		}
	}},
	"the page of an invitation": {7 * 24 * time.Hour, func(w *world) func() error {
		token := w.secret(w.email(w.invitation(w.here, 0)))
		return func() error { _, err := w.Invitations.InvitationByToken(w.ctx(), w.here.id, token); return err }
	}},
	"an invitation sent again": {8 * 24 * time.Hour, func(w *world) func() error {
		id := w.invitation(w.here, w.here.own)
		w.now = w.now.AddDate(0, 0, 1)
		must(w.tb, w.Invitations.ResendInvitation(w.ctx(), w.here.people[system], id))
		w.now = start
		token := w.secret(w.email(id))
		return func() error { _, err := w.Invitations.InvitationByToken(w.ctx(), w.here.id, token); return err }
	}},
	"a fresh login": {5 * time.Minute, func(w *world) func() error {
		a := w.again(w.here.people[administrator])
		return func() error {
			return w.Invitations.InviteStaff(w.ctx(), a, invitation.Invite{Email: w.name("ny") + "@post.example", Name: "Ny", Role: account.Reader})
		}
	}},
	"a login of staff":            {8 * time.Hour, loggedInFor(reader, 0)},
	"a login of staff, unused":    {30 * time.Minute, loggedInFor(reader, account.StaffIdle)},
	"a login of a group's person": {12 * time.Hour, loggedInFor(member, 0)},
	"a link to one's own data": {30 * time.Minute, func(w *world) func() error {
		to := w.name("egne") + "@post.example"
		must(w.tb, w.OwnData.Ask(w.ctx(), owndata.Asked{MunicipalityID: w.here.id, Email: to, Lang: "nb"}))
		token := w.secret(to)
		return func() error { _, err := w.OwnData.OpenByToken(w.ctx(), w.here.id, token); return err }
	}},
	"the link to a new address": {time.Hour, func(w *world) func() error {
		a, to := w.colleague(), w.name("ny")+"@post.example"
		must(w.tb, w.Accounts.RequestEmailChange(w.ctx(), a, to))
		token := w.secret(to)
		return func() error { return w.Accounts.ConfirmEmailChange(w.ctx(), a, token) }
	}},
	"an unconfirmed place": {25 * time.Minute, func(w *world) func() error {
		e := w.at(registration.Unconfirmed)
		return func() error {
			_, err := w.Registrations.ConfirmByToken(w.ctx(), w.here.people[resident], e.token)
			return err
		}
	}},
	"an unconfirmed place, swept": {25 * time.Minute, func(w *world) func() error {
		e := w.at(registration.Unconfirmed)
		return func() error {
			must(w.tb, w.Registrations.Sweep(w.ctx()))
			_, err := w.Registrations.ByToken(w.ctx(), w.here.people[resident], e.token)
			return err
		}
	}},
	"an offer": {7 * time.Hour, func(w *world) func() error {
		e := w.at(registration.Offered)
		return func() error {
			_, err := w.Registrations.AcceptByToken(w.ctx(), w.here.people[resident], e.token)
			return err
		}
	}},
}

func TestLifetimes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(`update municipality set signup_hold_minutes = 25, signup_offer_hours = 7`)
	for name, x := range lives {
		for _, at := range []time.Duration{x.life - time.Second, x.life + time.Second} {
			w.now = start
			use := x.make(w)
			w.now = start.Add(at)
			if err := use(); at < x.life && err != nil || at > x.life && !refusedOf(err) {
				t.Errorf("%s, %s after it was made: got error %v", name, at, err)
			}
		}
	}
}
