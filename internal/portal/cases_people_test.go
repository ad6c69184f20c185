package portal_test

// The use cases about people: logging in, accounts, invitations, members, own data.

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/invitation"
	"frivilligsentral/internal/account/login"
	"frivilligsentral/internal/account/notice"
	"frivilligsentral/internal/account/terms"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/keyset"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/owndata"
)

// secret is the last part of the link in the newest e-mail to an address.
func (w *world) secret(to string) string {
	w.tb.Helper()
	links := mailtest.Last(w.tb, w.Pool, to).Links
	if len(links) == 0 {
		w.tb.Fatalf("no link in the e-mail to %s", to)
	}
	return links[0][strings.LastIndex(links[0], "/")+1:]
}

// colleague is another member of staff, to do something to.
func (w *world) colleague() account.Actor {
	w.made++
	return w.person(w.here, account.StaffDoor, account.Reader, 0, w.name("kollega"))
}

// mate is another member of the own group.
func (w *world) mate() account.Actor {
	w.made++
	return w.person(w.here, account.GroupDoor, account.GroupMember, w.here.own, w.name("lagkamerat"))
}

// holds is the version of the terms that holds here.
func (w *world) holds() int {
	v, err := w.Terms.PublicCurrent(w.ctx(), w.here.id)
	must(w.tb, err)
	return v.Number
}

func (w *world) name(of string) string { w.made++; return of + strconv.Itoa(w.made) }

// attempt asks to log in, and gives what proves it.
func (w *world) attempt() login.Confirm {
	w.exec(`delete from login_attempt`) // an address may ask only so often
	w.exec(`delete from mail_allowance`)
	a, browser := w.here.people[reader], account.NewSecret()
	in := login.Request{Door: account.StaffDoor, MunicipalityID: w.here.id, Email: a.Email, Browser: browser}
	must(w.tb, w.Logins.RequestLogin(w.ctx(), in))
	mail := mailtest.Last(w.tb, w.Pool, a.Email)
	return login.Confirm{Door: account.StaffDoor, MunicipalityID: w.here.id, Browser: browser, Token: w.secret(a.Email), Code: mail.Code}
}

// self are use cases about the one who acts.
func self(logs string, do func(w *world, by account.Actor) error) useCase {
	return useCase{may: loggedIn, also: true, self: true, logs: logs, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return by.AccountID, do(w, by) }
	}}
}

var accountCases = map[string]useCase{
	"account.RequestLogin": {alone: "public", quiet: "the request is no login yet", make: func(w *world) call {
		return func(account.Actor) (any, error) { w.attempt(); return nil, nil }
	}},
	"account.CheckLink": {make: func(w *world) call {
		in := w.attempt()
		return func(account.Actor) (any, error) { return nil, w.Logins.CheckLink(w.ctx(), in) }
	}},
	"account.ConfirmLink": {alone: "staff", logs: "login.ok account", make: func(w *world) call {
		in := w.attempt()
		return func(account.Actor) (any, error) {
			out, err := w.Logins.ConfirmLink(w.ctx(), in)
			return out.AccountID, err
		}
	}},
	"account.ConfirmCode": {alone: "staff", logs: "login.ok account", make: func(w *world) call {
		in := w.attempt()
		return func(account.Actor) (any, error) {
			out, err := w.Logins.ConfirmCode(w.ctx(), in)
			return out.AccountID, err
		}
	}},
	"account.LoginDemo": {alone: "staff", logs: "login.demo account", make: func(w *world) call {
		return func(account.Actor) (any, error) {
			out, err := w.Logins.LoginDemo(w.ctx(), w.here.id, account.StaffDoor, w.here.people[reader].Email, login.Browser{})
			return out.AccountID, err
		}
	}},
	"account.PublicDemoPeople": {make: func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.Logins.PublicDemoPeople(w.ctx(), w.here.id, account.GroupDoor)
		}
	}},
	"account.Behind": {make: func(w *world) call {
		a := w.here.people[member]
		token := w.name("okt")
		must(w.tb, account.StoreSession(w.ctx(), w.Pool, token, []byte{1}, w.now.Add(time.Hour), a.SessionID, a.OrganisationID))
		return func(account.Actor) (any, error) {
			st, err := account.FindSession(w.ctx(), w.Pool, token, a.Door, w.now, w.now)
			if err != nil {
				return nil, err
			}
			return w.Accounts.Behind(w.ctx(), st, a.Door, w.here.id, 0, w.now)
		}
	}},
	"account.Organisations": {may: append([]string{system}, groups...), also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Accounts.Organisations(w.ctx(), by) }
	}},
	"account.Profile": {may: loggedIn, also: true, self: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Accounts.Profile(w.ctx(), by) }
	}},
	"account.Sessions": {may: loggedIn, also: true, self: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Accounts.Sessions(w.ctx(), by) }
	}},
	"account.Fresh": {may: append([]string{system}, loggedIn...), also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			fresh, err := w.Accounts.Fresh(w.ctx(), by)
			if err == nil && !fresh {
				err = account.ErrNotFresh
			}
			return fresh, err
		}
	}},
	"account.SaveProfile": self("account.change account", func(w *world, by account.Actor) error {
		return w.Accounts.SaveProfile(w.ctx(), by, account.Profile{Name: by.Name, Lang: "nn", Version: w.version("account", by.AccountID)})
	}),
	"account.Choices": {may: loggedIn, also: true, self: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Notices.Choices(w.ctx(), by) }
	}},
	"account.SaveChoices": self("account.notice account chosen", func(w *world, by account.Actor) error {
		var chosen []notice.Choice
		for _, k := range notice.Of(by) {
			chosen = append(chosen, notice.Choice{Kind: k, Often: notice.AtOnce})
		}
		return w.Notices.SaveChoices(w.ctx(), by, chosen)
	}),
	"account.StoppingByToken": {make: func(w *world) call {
		token := w.Notices.StopToken(w.here.id, w.here.people[administrator].AccountID)
		return func(account.Actor) (any, error) { return w.Notices.StoppingByToken(w.ctx(), w.here.id, token) }
	}},
	"account.StopByToken": {alone: "public", logs: "account.notice_stop account", make: func(w *world) call {
		id := w.here.people[administrator].AccountID
		token := w.Notices.StopToken(w.here.id, id)
		return func(account.Actor) (any, error) { return id, w.Notices.StopByToken(w.ctx(), w.here.id, token) }
	}},
	"account.RequestEmailChange": {may: loggedIn, also: true, self: true, quiet: "nothing is changed before it is confirmed", make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return nil, w.Accounts.RequestEmailChange(w.ctx(), by, w.name("ny")+"@post.example")
		}
	}},
	"account.ConfirmEmailChange": {may: loggedIn, also: true, self: true, logs: "account.email account", make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			if !by.LoggedIn() {
				return nil, w.Accounts.ConfirmEmailChange(w.ctx(), by, "")
			}
			to := w.name("nyere") + "@post.example"
			w.exec(`delete from email_change`)
			must(w.tb, w.Accounts.RequestEmailChange(w.ctx(), by, to))
			err := w.Accounts.ConfirmEmailChange(w.ctx(), by, w.secret(to))
			w.exec(`update account set email = $2 where id = $1`, by.AccountID, by.Email)
			w.exec(`update login_session set ended_at = null where id = $1`, by.SessionID)
			return by.AccountID, err
		}
	}},
	"account.Logout": self("logout account", func(w *world, by account.Actor) error { return w.Accounts.Logout(w.ctx(), w.again(by)) }),
	"account.LogoutEverywhere": self("logout.all account", func(w *world, by account.Actor) error {
		defer w.revive(by)
		return w.Accounts.LogoutEverywhere(w.ctx(), by)
	}),
	"account.EndSession": self("session.end account", func(w *world, by account.Actor) error {
		return w.Accounts.EndSession(w.ctx(), by, w.again(by).SessionID)
	}),
	"account.EndOwn": self("account.end account groups role", func(w *world, by account.Actor) error {
		if by.LoggedIn() {
			defer w.outlived(by)()
		}
		return w.Accounts.EndOwn(w.ctx(), w.again(by))
	}),
	"account.MayEndOwn": self("", func(w *world, by account.Actor) error {
		err := w.Accounts.MayEndOwn(w.ctx(), by)
		if errors.Is(err, account.ErrNotFresh) || fault.Is(err, fault.Conflict) { // an answer, to one who may ask
			return nil
		}
		return err
	}),
	"account.SessionsOf": {may: chiefs, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.Accounts.SessionsOf(w.ctx(), by, w.here.people[reader].AccountID)
		}
	}},
	"account.EndSessionsOf": {may: chiefs, logs: "session.end_all account", make: func(w *world) call {
		who := w.colleague().AccountID
		return func(by account.Actor) (any, error) { return who, w.Accounts.EndSessionsOf(w.ctx(), by, who) }
	}},
	"account.Staff": {may: chiefs, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Accounts.Staff(w.ctx(), by) }
	}},
	"account.StaffUser": {may: chiefs, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.Accounts.StaffUser(w.ctx(), by, w.here.people[reader].AccountID)
		}
	}},
	"account.ChangeStaffRole": {may: chiefs, logs: "user.role account from=reader to=coordinator", make: func(w *world) call {
		who := w.colleague().AccountID
		return func(by account.Actor) (any, error) {
			return who, w.Accounts.ChangeStaffRole(w.ctx(), by, who, account.Coordinator, 1)
		}
	}},
	"account.EndStaff": {may: chiefs, logs: "user.end account from=reader to=", make: func(w *world) call {
		who := w.colleague().AccountID
		return func(by account.Actor) (any, error) { return who, w.Accounts.EndStaff(w.ctx(), by, who, 1) }
	}},
	"account.MayEndStaff": {may: chiefs, make: func(w *world) call {
		who := w.colleague().AccountID
		return func(by account.Actor) (any, error) { return nil, w.Accounts.MayEndStaff(w.ctx(), by, who) }
	}},
	"account.Log": {may: managers, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			log, err := w.Accounts.Log(w.ctx(), by, account.LogQuery{Object: "activity"})
			if err != nil {
				return nil, err
			}
			return []any{log.Rows, log.More, fmt.Sprint(log.Subjects)}, nil
		}
	}},
	"account.InviteStaff": {may: chiefs, also: true, logs: "invitation.send invitation organisation_id role=reader", make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			err := w.Invitations.InviteStaff(w.ctx(), by, invitation.Invite{Email: w.name("ny") + "@post.example", Name: "Ny", Role: account.Reader})
			return w.id(`select max(id) from invitation`), err
		}
	}},
	"account.InviteMember": {may: ownPeople, logs: "invitation.send invitation organisation_id role=group_member", make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			err := w.Invitations.InviteMember(w.ctx(), by, w.here.own, invitation.Invite{Email: w.name("ny") + "@post.example", Name: "Ny", Role: account.GroupMember})
			return w.id(`select max(id) from invitation`), err
		}
	}},
	"account.InviteFirstAdministrator": {alone: "command", logs: "invitation.send invitation organisation_id role=administrator", make: func(w *world) call {
		return func(account.Actor) (any, error) {
			_, err := w.Invitations.InviteFirstAdministrator(w.ctx(), "her.example", w.name("forste")+"@post.example")
			return w.id(`select max(id) from invitation`), err
		}
	}},
	"account.ResendInvitation": {may: ownPeople, logs: "invitation.resend invitation", make: func(w *world) call {
		id := w.invitation(w.here, w.here.own)
		return func(by account.Actor) (any, error) { return id, w.Invitations.ResendInvitation(w.ctx(), by, id) }
	}},
	"account.WithdrawInvitation": {may: chiefs, logs: "invitation.withdraw invitation", make: func(w *world) call {
		id := w.invitation(w.here, 0)
		return func(by account.Actor) (any, error) { return id, w.Invitations.WithdrawInvitation(w.ctx(), by, id) }
	}},
	"account.StaffInvitations": {may: chiefs, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Invitations.StaffInvitations(w.ctx(), by) }
	}},
	"account.MemberInvitations": {may: ownPeople, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Invitations.MemberInvitations(w.ctx(), by, w.here.own) }
	}},
	"account.InvitationByToken": {make: func(w *world) call {
		token := w.secret(w.email(w.here.groupInvitation))
		return func(account.Actor) (any, error) { return w.Invitations.InvitationByToken(w.ctx(), w.here.id, token) }
	}},
	"account.AcceptInvitation": {alone: "group", logs: "invitation.accept account organisation_id role=group_member version", more: []string{"login.ok"}, make: func(w *world) call {
		token := w.secret(w.email(w.invitation(w.here, w.here.own)))
		return func(account.Actor) (any, error) {
			out, err := w.Invitations.AcceptInvitation(w.ctx(), invitation.Accept{Terms: w.holds(), MunicipalityID: w.here.id, Token: token})
			return out.AccountID, err
		}
	}},
	"account.GrantMembership": {alone: "staff", logs: "member.grant account organisation_id role=group_member", make: func(w *world) call {
		return func(account.Actor) (any, error) {
			var id int64
			err := pgx.BeginFunc(w.ctx(), w.Pool, func(tx pgx.Tx) (err error) {
				id, err = w.Accounts.GrantMembership(w.ctx(), tx, w.here.id, w.name("medlem")+"@post.example", "", w.here.own, account.GroupMember, w.here.people[coordinator])
				return err
			})
			return id, err
		}
	}},
	"account.Members": {may: ownReaders, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Accounts.Members(w.ctx(), by, w.here.own) }
	}},
	"account.ChangeMemberRole": {may: ownPeople, logs: "member.role account from=group_member organisation_id to=group_admin", make: func(w *world) call {
		who := w.mate().AccountID
		return func(by account.Actor) (any, error) {
			return who, w.Accounts.ChangeMemberRole(w.ctx(), by, w.here.own, who, account.GroupAdmin)
		}
	}},
	"account.RemoveMember": {may: ownPeople, logs: "member.remove account from=group_member organisation_id to=", make: func(w *world) call {
		who := w.mate().AccountID
		return func(by account.Actor) (any, error) { return who, w.Accounts.RemoveMember(w.ctx(), by, w.here.own, who) }
	}},
	"account.MayRemoveMember": {may: ownPeople, make: func(w *world) call {
		who := w.mate().AccountID
		return func(by account.Actor) (any, error) {
			return nil, w.Accounts.MayRemoveMember(w.ctx(), by, w.here.own, who)
		}
	}},
	"account.PublicCurrent": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.Terms.PublicCurrent(w.ctx(), w.here.id) }
	}},
	"account.PublicVersions": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.Terms.PublicVersions(w.ctx(), w.here.id, keyset.Params{}) }
	}},
	"account.PublicVersion": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.Terms.PublicVersion(w.ctx(), w.here.id, 1) }
	}},
	"account.AcceptedBy": {may: ownReaders, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			list, err := w.Terms.AcceptedBy(w.ctx(), by, w.here.own)
			if err == nil && len(list) == 0 {
				err = account.ErrMissing
			}
			return list, err
		}
	}},
	"account.Ask": {may: groups, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Terms.Ask(w.ctx(), by) }
	}},
	"account.Accept": {may: groups, also: true, self: true, logs: "terms.accept account version", make: func(w *world) call {
		return func(by account.Actor) (any, error) { return by.AccountID, w.Terms.Accept(w.ctx(), by, w.holds()) }
	}},
	"account.Draft": {may: chiefs, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Terms.Draft(w.ctx(), by) }
	}},
	"account.Reach": {may: chiefs, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Terms.Reach(w.ctx(), by) }
	}},
	"account.SaveDraft": {may: chiefs, also: true, logs: "terms.draft terms", make: func(w *world) call {
		w.exec(`delete from terms_draft`)
		return func(by account.Actor) (any, error) {
			return nil, w.Terms.SaveDraft(w.ctx(), by, terms.Draft{Words: terms.Words{TextNB: w.name("Vilkår ")}})
		}
	}},
	"account.Publish": {may: chiefs, also: true, logs: "terms.publish terms", make: func(w *world) call {
		w.exec(`delete from terms_draft`)
		must(w.tb, w.Terms.SaveDraft(w.ctx(), w.here.people[administrator], terms.Draft{Words: terms.Words{TextNB: w.name("Vilkår "), ChangesNB: "Nytt."}}))
		return func(by account.Actor) (any, error) {
			n, err := w.Terms.Publish(w.ctx(), by, 1)
			return int64(n), err
		}
	}},
	"account.Tidy": {alone: "system", quiet: "what nobody can see any more goes", make: func(w *world) call {
		w.exec(`insert into sessions (token, data, expiry) values ('utgått', '', $1)`, w.now.AddDate(0, 0, -1))
		return func(account.Actor) (any, error) { return nil, w.Accounts.Tidy(w.ctx()) }
	}},
}

func (w *world) email(invitation int64) string {
	var email string
	must(w.tb, w.Pool.QueryRow(w.ctx(), `select email from invitation where id = $1`, invitation).Scan(&email))
	return email
}

// again is the same person in a session of its own, to be ended.
func (w *world) again(by account.Actor) account.Actor {
	if by.LoggedIn() {
		by.SessionID = w.session(by)
	}
	return by
}

// outlived gives others what only the person answers for, and brings her back afterwards.
func (w *world) outlived(by account.Actor) func() {
	admin, mate := w.colleague(), w.mate()
	w.exec(`update account set staff_role = 'administrator' where id = $1`, admin.AccountID)
	w.exec(`insert into membership (account_id, organisation_id, role) select $1, organisation_id, 'group_admin' from membership where account_id = $2
		on conflict (account_id, organisation_id) do update set role = 'group_admin'`, mate.AccountID, by.AccountID)
	var role *string
	must(w.tb, w.Pool.QueryRow(w.ctx(), `select staff_role from account where id = $1`, by.AccountID).Scan(&role))
	groups, err := w.Pool.Query(w.ctx(), `select organisation_id, role from membership where account_id = $1`, by.AccountID)
	must(w.tb, err)
	type group struct {
		ID   int64
		Role string
	}
	all, err := pgx.CollectRows(groups, pgx.RowToStructByPos[group])
	must(w.tb, err)
	return func() {
		w.exec(`update account set staff_role = $2, ended_at = null where id = $1`, by.AccountID, role)
		for _, g := range all {
			w.exec(`insert into membership (account_id, organisation_id, role) values ($1, $2, $3) on conflict do nothing`, by.AccountID, g.ID, g.Role)
		}
		w.exec(`update login_session set ended_at = null where account_id = $1`, by.AccountID)
	}
}

func (w *world) revive(by account.Actor) {
	w.exec(`update login_session set ended_at = null where id = $1`, by.SessionID)
}

var personCases = map[string]useCase{
	"owndata.About": {make: func(w *world) call {
		return func(account.Actor) (any, error) {
			d, err := w.OwnData.About(w.ctx(), w.here.id, "per.deltaker@post.example")
			return d, err
		}
	}},
	"owndata.ConsentsOf": {may: loggedIn, also: true, self: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.OwnData.ConsentsOf(w.ctx(), by) }
	}},
	"owndata.PublicPromises": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.OwnData.PublicPromises(w.ctx(), w.here.id) }
	}},
	"owndata.PublicHeld": {make: func(w *world) call {
		return func(account.Actor) (any, error) { return w.OwnData.PublicHeld(w.ctx(), w.here.id) }
	}},
	"owndata.Count": {alone: "system", quiet: "numbers, and nothing of anybody", make: func(w *world) call {
		must(w.tb, w.OwnData.Count(w.ctx()))
		w.exec(`update held_count set kept = kept + 1 where municipality_id = $1`, w.here.id) // which the next count finds
		return func(account.Actor) (any, error) { return nil, w.OwnData.Count(w.ctx()) }
	}},
	"owndata.Ask": {alone: "public", quiet: "a link is no look yet", make: func(w *world) call {
		return func(account.Actor) (any, error) {
			return nil, w.OwnData.Ask(w.ctx(), owndata.Asked{MunicipalityID: w.here.id, Email: w.name("spor") + "@post.example", Lang: "nb"})
		}
	}},
	"owndata.OpenByToken": {make: func(w *world) call {
		to := w.name("apner") + "@post.example"
		must(w.tb, w.OwnData.Ask(w.ctx(), owndata.Asked{MunicipalityID: w.here.id, Email: to, Lang: "nb"}))
		token := w.secret(to)
		return func(account.Actor) (any, error) {
			_, err := w.OwnData.OpenByToken(w.ctx(), w.here.id, token)
			return nil, err
		}
	}},
	"owndata.Erase": {alone: "public", logs: "owndata.erase owndata sign_ups", more: []string{"registration.forget"}, make: func(w *world) call {
		who := w.name("Slettes")
		w.signUp(w.here, w.here.activity, w.here.later, who)
		return func(account.Actor) (any, error) {
			return nil, w.OwnData.Erase(w.ctx(), w.here.id, strings.ToLower(who)+"@post.example")
		}
	}},
	"registration.HeldAbout": {make: func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.Registrations.HeldAbout(w.ctx(), w.here.id, "per.deltaker@post.example")
		}
	}},
	"registration.ForgetAbout": {alone: "public", logs: "registration.forget registration activity", make: func(w *world) call {
		who := w.name("Glemmes")
		id, _ := w.signUp(w.here, w.here.activity, w.here.later, who)
		return func(account.Actor) (any, error) {
			_, err := w.Registrations.ForgetAbout(w.ctx(), w.here.id, strings.ToLower(who)+"@post.example")
			return id, err
		}
	}},
}
