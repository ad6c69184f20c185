package portal_test

// The use cases about signing up, and about the organiser's list.

import (
	"slices"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/internal/registration/signupform"
)

// entry is one sign-up on an activity of its own, with a place or waiting for one.
type entry struct {
	activity, date, later, id int64
	token                     string
}

// at makes an entry that is in a state.
func (w *world) at(status registration.Status) entry {
	w.tb.Helper()
	switch status {
	case registration.Waiting, registration.Offered:
		e := w.alone(1)
		first := e.id
		e.id, e.token = w.signUp(w.here, e.activity, e.date, w.name("Person"))
		if status == registration.Offered {
			must(w.tb, w.Registrations.Remove(w.ctx(), w.here.people[system], first, true))
		}
		return e
	}
	if w.roomy.activity == 0 {
		w.roomy = w.alone(1000)
	}
	e := w.roomy
	in, err := w.Registrations.SignUp(w.ctx(), w.here.people[resident], wish(e.activity, e.date, w.name("Person")))
	must(w.tb, err)
	e.id, e.token = in.ID, in.Token
	if status == registration.Confirmed {
		_, err = w.Registrations.ConfirmByToken(w.ctx(), w.here.people[resident], in.Token)
		must(w.tb, err)
	}
	return e
}

// alone makes an entry with a place on an activity of its own.
func (w *world) alone(places int) entry {
	w.tb.Helper()
	var e entry
	e.activity, e.date, e.later = w.open(w.here, places)
	e.id, e.token = w.signUp(w.here, e.activity, e.date, w.name("Foran"))
	return e
}

// own does something with one's own link: it is the link that opens.
func own(status registration.Status, logs string, more []string, do func(*world, account.Actor, entry) (registration.Own, error)) useCase {
	return useCase{may: everybody, logs: logs, more: more, make: func(w *world) call {
		e := w.at(status)
		return func(by account.Actor) (any, error) {
			got, err := do(w, by, e)
			if logs == "" {
				return got, err
			}
			return e.id, err
		}
	}}
}

// onList does something to one of the organiser's list.
func onList(status registration.Status, logs string, do func(*world, account.Actor, entry) error) useCase {
	return useCase{may: listed, logs: logs, make: func(w *world) call {
		e := w.at(status)
		return func(by account.Actor) (any, error) { return e.id, do(w, by, e) }
	}}
}

// onActivity does something to the sign-up of an activity with one sign-up.
func onActivity(may []string, logs string, do func(*world, account.Actor, entry) error) useCase {
	return useCase{may: may, logs: logs, make: func(w *world) call {
		e := w.alone(1)
		return func(by account.Actor) (any, error) { return e.activity, do(w, by, e) }
	}}
}

// guarded is a sign-up that a guardian must confirm, with the guardian's token.
func (w *world) guarded() (int64, string) {
	w.tb.Helper()
	id, _ := w.published(w.here)
	f := signupform.NewForm()
	f.AskAges, f.GuardianAge = true, 15
	must(w.tb, w.Registrations.SaveForm(w.ctx(), w.here.people[system], id, 0, f))
	date := w.id(`select min(id) from occurrence where activity_id = $1`, id)
	name := w.name("Barn")
	x := wish(id, date, name)
	x.Participants, x.GuardianName, x.GuardianEmail = []registration.Participant{{Name: name, AgeBand: "10-12"}}, "Mor", w.name("mor")+"@post.example"
	in, err := w.Registrations.SignUp(w.ctx(), w.here.people[resident], x)
	must(w.tb, err)
	_, err = w.Registrations.ConfirmByToken(w.ctx(), w.here.people[resident], in.Token)
	must(w.tb, err)
	return in.ID, w.secret(x.GuardianEmail)
}

// askedAddress is a sign-up that has asked for another address, with the token of the letter to it.
func (w *world) askedAddress() (int64, string) {
	w.tb.Helper()
	e, email := w.at(registration.Confirmed), w.name("ny")+"@post.example"
	must(w.tb, w.Registrations.AskAddressByToken(w.ctx(), w.here.people[resident], e.token, email))
	return e.id, w.secret(email)
}

func guardian(logs string, do func(*world, account.Actor, string) (registration.Own, error)) useCase {
	return useCase{may: everybody, logs: logs, make: func(w *world) call {
		id, token := w.guarded()
		return func(by account.Actor) (any, error) {
			got, err := do(w, by, token)
			if logs == "" {
				return got.Status, err
			}
			return id, err
		}
	}}
}

// offeredGuardian is guardian for an offer that stands.
func offeredGuardian(logs string, do func(*world, account.Actor, string) (registration.Own, error)) useCase {
	c := guardian(logs, do)
	c.make = func(w *world) call {
		id, token := w.guarded()
		_, err := w.Registrations.GuardianConfirm(w.ctx(), w.here.people[resident], token)
		must(w.tb, err)
		w.exec(`update registration set status = 'offered', offered_at = $2, offer_expires_at = $3 where id = $1`, id, w.now, w.now.Add(time.Hour))
		return func(by account.Actor) (any, error) {
			_, err := do(w, by, token)
			return id, err
		}
	}
	return c
}

var signUpCases = map[string]useCase{
	"registration.SignUp": {may: everybody, logs: "registration.sign_up registration activity holds=place people=1", make: func(w *world) call {
		id, date, _ := w.open(w.here, 100)
		return func(by account.Actor) (any, error) {
			in, err := w.Registrations.SignUp(w.ctx(), by, wish(id, date, w.name("Ny")))
			return in.ID, err
		}
	}},
	"registration.SignUpPage": {may: everybody, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.SignupForms.SignUpPage(w.ctx(), by, w.here.activity, w.here.date)
		}
	}},
	"registration.Slots": {may: everybody, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.SignupForms.Slots(w.ctx(), by, w.here.activity, w.now, 10)
		}
	}},
	"registration.PublicPlacesAt": {make: func(w *world) call {
		return func(account.Actor) (any, error) {
			return w.SignupForms.PublicPlacesAt(w.ctx(), w.here.id, []int64{w.here.date, w.here.later})
		}
	}},
	"registration.ByToken": {may: everybody, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Registrations.ByToken(w.ctx(), by, w.here.token) }
	}},
	"registration.CalendarByToken": {may: everybody, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			_, events, err := w.Registrations.CalendarByToken(w.ctx(), by, w.here.token, listing.CalendarSite{Host: "x", Absolute: func(path string) string { return path }})
			return events, err
		}
	}},
	"registration.ConfirmByToken": own(registration.Unconfirmed, "registration.confirm registration activity", nil,
		func(w *world, by account.Actor, e entry) (registration.Own, error) {
			return w.Registrations.ConfirmByToken(w.ctx(), by, e.token)
		}),
	"registration.ChangeByToken": own(registration.Confirmed, "registration.change registration activity people=1", nil,
		func(w *world, by account.Actor, e entry) (registration.Own, error) {
			return w.Registrations.ChangeByToken(w.ctx(), by, e.token, registration.Change{Party: 1, MailKinds: []string{}})
		}),
	"registration.CorrectByToken": own(registration.Confirmed, "registration.change registration activity people=1", nil,
		func(w *world, by account.Actor, e entry) (registration.Own, error) {
			return w.Registrations.CorrectByToken(w.ctx(), by, e.token, registration.Contact{Name: "Nytt Navn"})
		}),
	"registration.AskAddressByToken": {may: everybody, quiet: "nothing is changed before the letter is answered", make: func(w *world) call {
		e := w.at(registration.Confirmed)
		return func(by account.Actor) (any, error) {
			return nil, w.Registrations.AskAddressByToken(w.ctx(), by, e.token, w.name("ny")+"@post.example")
		}
	}},
	"registration.AddressByToken": {may: everybody, make: func(w *world) call {
		_, token := w.askedAddress()
		return func(by account.Actor) (any, error) { return w.Registrations.AddressByToken(w.ctx(), by, token) }
	}},
	"registration.ConfirmAddress": {may: everybody, logs: "registration.address registration activity", make: func(w *world) call {
		id, token := w.askedAddress()
		return func(by account.Actor) (any, error) {
			_, err := w.Registrations.ConfirmAddress(w.ctx(), by, token)
			return id, err
		}
	}},
	"registration.CorrectByForm": {may: everybody, logs: "registration.address registration activity", make: func(w *world) call {
		e := w.alone(100)
		in, err := w.Registrations.SignUp(w.ctx(), w.here.people[resident], wish(e.activity, e.date, w.name("Person")))
		must(w.tb, err)
		return func(by account.Actor) (any, error) {
			err := w.Registrations.CorrectByForm(w.ctx(), by, in.Correct, w.name("ny")+"@post.example", "")
			if err == nil && by.MunicipalityID != w.here.id {
				err = registration.Missing() // whatever becomes of it is answered in the same way: nothing may be changed
			}
			return in.ID, err
		}
	}},
	"registration.AllByToken": {may: everybody, make: func(w *world) call {
		e := w.at(registration.Confirmed)
		return func(by account.Actor) (any, error) { return w.Mine.AllByToken(w.ctx(), by, e.token) }
	}},
	"registration.NewFeedByToken": {may: everybody, logs: "registration.feed registration", make: func(w *world) call {
		e := w.at(registration.Confirmed)
		return func(by account.Actor) (any, error) {
			_, err := w.Mine.NewFeedByToken(w.ctx(), by, e.token)
			return e.id, err
		}
	}},
	"registration.PublicFeed": {may: everybody, make: func(w *world) call {
		e := w.at(registration.Confirmed)
		secret, err := w.Mine.NewFeedByToken(w.ctx(), w.here.people[resident], e.token)
		must(w.tb, err)
		return func(by account.Actor) (any, error) {
			return w.Mine.PublicFeed(w.ctx(), by.MunicipalityID, secret, w.site())
		}
	}},
	"registration.Tidy": {alone: "system", quiet: "what nobody can see any more goes", make: func(w *world) call {
		e := w.at(registration.Confirmed)
		_, err := w.Mine.NewFeedByToken(w.ctx(), w.here.people[resident], e.token)
		must(w.tb, err)
		w.exec(`update registration set email = '' where id = $1`, e.id)
		return func(account.Actor) (any, error) { return e.id, w.Mine.Tidy(w.ctx()) }
	}},
	"registration.EndFeedByToken": {may: everybody, logs: "registration.feed_end registration", make: func(w *world) call {
		e := w.at(registration.Confirmed)
		_, err := w.Mine.NewFeedByToken(w.ctx(), w.here.people[resident], e.token)
		must(w.tb, err)
		return func(by account.Actor) (any, error) { return e.id, w.Mine.EndFeedByToken(w.ctx(), by, e.token) }
	}},
	"registration.CancelByToken": own(registration.Confirmed, "registration.cancel registration activity", nil,
		func(w *world, by account.Actor, e entry) (registration.Own, error) {
			return w.Registrations.CancelByToken(w.ctx(), by, e.token)
		}),
	"registration.FormByToken": {may: everybody, make: func(w *world) call {
		e := w.at(registration.Confirmed)
		return func(by account.Actor) (any, error) { return w.Registrations.FormByToken(w.ctx(), by, e.token) }
	}},
	"registration.CancelFormByToken": {may: everybody, logs: "registration.cancel registration activity", make: func(w *world) call {
		e := w.at(registration.Confirmed)
		return func(by account.Actor) (any, error) {
			return e.id, w.Registrations.CancelFormByToken(w.ctx(), by, e.token)
		}
	}},
	"registration.AcceptByToken": own(registration.Offered, "registration.accept registration activity", nil,
		func(w *world, by account.Actor, e entry) (registration.Own, error) {
			return w.Registrations.AcceptByToken(w.ctx(), by, e.token)
		}),
	"registration.DeclineByToken": own(registration.Offered, "registration.decline registration activity", nil,
		func(w *world, by account.Actor, e entry) (registration.Own, error) {
			return w.Registrations.DeclineByToken(w.ctx(), by, e.token)
		}),
	"registration.GuardianByToken": guardian("", func(w *world, by account.Actor, token string) (registration.Own, error) {
		return w.Registrations.GuardianByToken(w.ctx(), by, token)
	}),
	"registration.GuardianConfirm": guardian("registration.confirm registration activity", func(w *world, by account.Actor, token string) (registration.Own, error) {
		return w.Registrations.GuardianConfirm(w.ctx(), by, token)
	}),
	"registration.GuardianCancel": guardian("registration.cancel registration activity", func(w *world, by account.Actor, token string) (registration.Own, error) {
		return w.Registrations.GuardianCancel(w.ctx(), by, token)
	}),
	"registration.GuardianAccept": offeredGuardian("registration.accept registration activity", func(w *world, by account.Actor, token string) (registration.Own, error) {
		return w.Registrations.GuardianAccept(w.ctx(), by, token)
	}),
	"registration.GuardianDecline": offeredGuardian("registration.decline registration activity", func(w *world, by account.Actor, token string) (registration.Own, error) {
		return w.Registrations.GuardianDecline(w.ctx(), by, token)
	}),
	"registration.ResendLink": {alone: "public", quiet: "the letter goes to whom it is about", make: func(w *world) call {
		return func(account.Actor) (any, error) {
			return nil, w.Registrations.ResendLink(w.ctx(), w.here.people[resident], "per.deltaker@post.example")
		}
	}},
	"registration.TellChanges": {alone: "system", logs: "registration.notice activity dates=1 people=1", make: func(w *world) call {
		e := w.alone(1)
		w.exec(`update occurrence set status = 'cancelled', reason = 'Sykdom', sequence = sequence + 1 where id = $1`, e.date)
		return func(account.Actor) (any, error) { return e.activity, w.Registrations.TellChanges(w.ctx(), e.activity) }
	}},
	"registration.ReleaseUnconfirmed": {alone: "system", logs: "registration.release registration activity", make: func(w *world) call {
		w.exec(`update registration set hold_expires_at = null where status = 'unconfirmed'`)
		e := w.at(registration.Unconfirmed)
		w.exec(`update registration set hold_expires_at = $2 where id = $1`, e.id, w.now.Add(-1))
		return func(account.Actor) (any, error) {
			_, err := w.Registrations.ReleaseUnconfirmed(w.ctx())
			return e.id, err
		}
	}},
	"registration.ExpireOffers": {alone: "system", logs: "registration.offer_expired registration activity", make: func(w *world) call {
		w.exec(`update registration set offer_expires_at = null where status = 'offered'`)
		e := w.at(registration.Offered)
		w.exec(`update registration set offer_expires_at = $2 where id = $1`, e.id, w.now.Add(-1))
		return func(account.Actor) (any, error) { _, err := w.Registrations.ExpireOffers(w.ctx()); return e.id, err }
	}},
	"registration.Sweep": {alone: "system", quiet: "the two above, when there is something", idle: true, make: func(w *world) call {
		return func(account.Actor) (any, error) { return nil, w.Registrations.Sweep(w.ctx()) }
	}},
	"registration.TellSearch": {alone: "system", quiet: "only what search knows", make: func(w *world) call {
		e := w.alone(1)
		return func(account.Actor) (any, error) { return nil, w.SignupForms.TellSearch(w.ctx(), w.here.id, e.activity) }
	}},
	"registration.Turns": {alone: "system", quiet: "only what search knows, of all that is due", idle: true, make: func(w *world) call {
		w.exec(`delete from signup_turn`)
		return func(account.Actor) (any, error) { return nil, w.SignupForms.Turns(w.ctx()) }
	}},
	"registration.Remind": {alone: "system", quiet: "only letters", make: func(w *world) call {
		e := w.alone(1)
		w.exec(`update registration set confirmed_at = $2 where id = $1`, e.id, w.now.AddDate(0, 0, -2))
		w.exec(`update signup_known set starts_at = $2 where slot_id = (select slot_id from registration where id = $1)`, e.id, w.now.Add(12*time.Hour))
		return func(account.Actor) (any, error) { return nil, w.Registrations.Remind(w.ctx()) }
	}},
	"registration.Anonymise": {alone: "system", logs: "registration.anonymise registration count=1", make: func(w *world) call {
		e := w.alone(1)
		w.exec(`update signup_slot set starts_at = $2, ends_at = $2 where activity_id = $1`, e.activity, w.now.AddDate(-1, 0, 0))
		w.exec(`update occurrence set starts_at = $2, ends_at = $2 where activity_id = $1`, e.activity, w.now.AddDate(-1, 0, 0))
		return func(account.Actor) (any, error) { _, err := w.Keeping.Anonymise(w.ctx()); return nil, err }
	}},
}

var listCases = map[string]useCase{
	"registration.SaveForm": {may: editors, logs: "registration.form activity capacity questions scope", make: func(w *world) call {
		id, _ := w.published(w.here)
		return func(by account.Actor) (any, error) {
			return id, w.Registrations.SaveForm(w.ctx(), by, id, 0, signupform.NewForm())
		}
	}},
	"registration.StopSignUp": {may: editors, logs: "registration.stop activity mode", make: func(w *world) call {
		id, _, _ := w.open(w.here, 1)
		return func(by account.Actor) (any, error) { return id, w.SignupForms.StopSignUp(w.ctx(), by, id, "") }
	}},
	"registration.SetCapacity": onActivity(listed, "registration.capacity activity capacity occurrence", func(w *world, by account.Actor, e entry) error {
		n := 7
		return w.Registrations.SetCapacity(w.ctx(), by, e.activity, e.date, &n)
	}),
	"registration.CloseSignUp": onActivity(listed, "registration.close activity closed occurrence", func(w *world, by account.Actor, e entry) error {
		return w.SignupForms.CloseSignUp(w.ctx(), by, e.activity, e.date, true)
	}),
	"registration.MessageTo": onActivity(listed, "registration.message activity occurrence people=1", func(w *world, by account.Actor, e entry) error {
		_, err := w.Rosters.MessageTo(w.ctx(), by, e.activity, e.date, nil, "Hei", "Ta med ullsokker.")
		return err
	}),
	"registration.AddSubstitute": onActivity(editors, "registration.substitute activity account", func(w *world, by account.Actor, e entry) error {
		return w.Rosters.AddSubstitute(w.ctx(), by, e.activity, w.here.people[rival].Email)
	}),
	"registration.RemoveSubstitute": onActivity(editors, "registration.substitute_end activity account", func(w *world, by account.Actor, e entry) error {
		return w.Rosters.RemoveSubstitute(w.ctx(), by, e.activity, w.here.people[guest].Email)
	}),
	"registration.Export": onActivity(listed, "registration.export activity occurrence rows", func(w *world, by account.Actor, e entry) error {
		_, err := cells(w.Rosters.Export(w.ctx(), by, i18n.NB, roster.ListParams{ActivityID: e.activity, OccurrenceID: e.date}))
		return err
	}),
	"registration.List": onActivity(listed, "registration.look activity occurrence rows", func(w *world, by account.Actor, e entry) error {
		_, err := w.Rosters.List(w.ctx(), by, roster.ListParams{ActivityID: e.activity, OccurrenceID: e.date})
		return err
	}),
	"registration.One": onList(registration.Confirmed, "registration.look registration activity", func(w *world, by account.Actor, e entry) error {
		_, err := w.Rosters.One(w.ctx(), by, e.id)
		return err
	}),
	"registration.PersonOf": onList(registration.Confirmed, "registration.look registration activity", func(w *world, by account.Actor, e entry) error {
		_, err := w.Rosters.PersonOf(w.ctx(), by, e.id)
		return err
	}),
	"registration.Remove": onList(registration.Confirmed, "registration.remove registration activity own_wish", func(w *world, by account.Actor, e entry) error {
		return w.Registrations.Remove(w.ctx(), by, e.id, false)
	}),
	"registration.RemoveUnproved": onList(registration.Unconfirmed, "registration.remove registration activity own_wish", func(w *world, by account.Actor, e entry) error {
		_, err := w.Registrations.RemoveUnproved(w.ctx(), by, e.activity, []int64{e.id})
		return err
	}),
	"registration.SendLinks": {alone: "system", quiet: "only letters, to whom they are about", make: func(w *world) call {
		must(w.tb, w.Registrations.ResendLink(w.ctx(), w.here.people[resident], "per.deltaker@post.example"))
		return func(account.Actor) (any, error) { return nil, w.Registrations.SendLinks(w.ctx()) }
	}},
	"registration.AnswerOffer": onList(registration.Offered, "registration.accept registration activity", func(w *world, by account.Actor, e entry) error {
		return w.Registrations.AnswerOffer(w.ctx(), by, e.id, true)
	}),
	"registration.ConfirmFor": onList(registration.Unconfirmed, "registration.confirm registration activity", func(w *world, by account.Actor, e entry) error {
		return w.Registrations.ConfirmFor(w.ctx(), by, e.id)
	}),
	"registration.CorrectAddressFor": onList(registration.Confirmed, "registration.address registration activity", func(w *world, by account.Actor, e entry) error {
		return w.Registrations.CorrectAddressFor(w.ctx(), by, e.id, w.name("ny")+"@post.example")
	}),
	"registration.LetIn": onList(registration.Waiting, "registration.let_in registration activity overbooked", func(w *world, by account.Actor, e entry) error {
		return w.Registrations.LetIn(w.ctx(), by, e.id, true)
	}),
	"registration.Move": onList(registration.Confirmed, "registration.move registration activity from overbooked to", func(w *world, by account.Actor, e entry) error {
		return w.Registrations.Move(w.ctx(), by, e.id, e.later, registration.StayWhenFull)
	}),
	"registration.Called": {may: listed, logs: "registration.called registration activity", make: func(w *world) call {
		e := w.at(registration.Confirmed)
		w.exec(`insert into signup_call (registration_id, kind, since) values ($1, 'changed', $2)`, e.id, w.now)
		return func(by account.Actor) (any, error) { return e.id, w.Rosters.Called(w.ctx(), by, e.id) }
	}},
	"registration.SignUpAtDesk": {may: listed, logs: "registration.sign_up registration activity holds=place people=1", make: func(w *world) call {
		id, date, _ := w.open(w.here, 100)
		return func(by account.Actor) (any, error) {
			in, err := w.Registrations.SignUpAtDesk(w.ctx(), by, wish(id, date, w.name("Ny")), false)
			return in.ID, err
		}
	}},
	"registration.SetAttendance": onList(registration.Confirmed, "registration.attend registration activity date people=1 state=present", func(w *world, by account.Actor, e entry) error {
		return w.Rosters.SetAttendance(w.ctx(), by, e.id, 0, 0, registration.Present)
	}),
	"registration.AttendRest": {may: listed, logs: "registration.attend_rest activity date people=1", make: func(w *world) call {
		e := w.alone(1)
		return func(by account.Actor) (any, error) {
			_, err := w.Rosters.AttendRest(w.ctx(), by, e.activity, e.date)
			return e.activity, err
		}
	}},
	"registration.SaveTemplate": {may: editors, logs: "registration.template signup_template name organisation", make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.SignupForms.SaveTemplate(w.ctx(), by, w.here.own, w.name("Mal "), signupform.NewForm())
		}
	}},
	"registration.DeleteTemplate": {may: editors, also: true, logs: "registration.template_end signup_template name organisation", make: func(w *world) call {
		id, err := w.SignupForms.SaveTemplate(w.ctx(), w.here.people[system], w.here.own, w.name("Mal "), signupform.NewForm())
		must(w.tb, err)
		return func(by account.Actor) (any, error) {
			return id, w.SignupForms.DeleteTemplate(w.ctx(), by, w.here.own, id)
		}
	}},
	"registration.Templates": {may: editors, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.SignupForms.Templates(w.ctx(), by, w.here.own) }
	}},
	"registration.FindCalls": {may: listed, quiet: "what the list shows anyway", idle: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Rosters.FindCalls(w.ctx(), by, w.here.activity) }
	}},
	"registration.OnList": {may: listed, make: func(w *world) call {
		e := w.alone(1)
		return func(by account.Actor) (any, error) { return nil, w.Rosters.OnList(w.ctx(), by, e.activity, e.id) }
	}},
	"registration.Chosen": {may: listed, logs: "registration.look activity rows", make: func(w *world) call {
		e := w.alone(1)
		return func(by account.Actor) (any, error) {
			_, err := w.Rosters.Chosen(w.ctx(), by, e.activity, []int64{e.id})
			return e.activity, err
		}
	}},
	"registration.Calls": {may: listed, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Rosters.Calls(w.ctx(), by, w.here.activity) }
	}},
	"registration.DeskOf": {may: listed, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Rosters.DeskOf(w.ctx(), by, w.here.activity) }
	}},
	"registration.Dates": {may: listed, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.Rosters.Dates(w.ctx(), by, w.here.activity, time.Time{}, 10)
		}
	}},
	"registration.ReachOf": {may: listed, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.Rosters.ReachOf(w.ctx(), by, w.here.activity, w.here.date)
		}
	}},
	"registration.NotesOn": {may: listed, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.Rosters.NotesOn(w.ctx(), by, w.here.activity, []registration.Registration{{ID: w.here.registration}})
		}
	}},
	"registration.OfferedSince": {may: listed, make: func(w *world) call {
		return func(by account.Actor) (any, error) {
			return w.Rosters.OfferedSince(w.ctx(), by, w.here.activity, 0, w.now)
		}
	}},
	"registration.Substitutes": {may: listed, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Rosters.Substitutes(w.ctx(), by, w.here.activity) }
	}},
	"registration.SubstituteLists": {may: everybody, also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Rosters.SubstituteLists(w.ctx(), by) }
	}},
	"registration.ComingDates": {may: append([]string{system}, groups...), also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Rosters.ComingDates(w.ctx(), by, 10) }
	}},
	"registration.WithoutForm": {may: append(slices.Clone(groups), managers...), also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Rosters.WithoutForm(w.ctx(), by) }
	}},
	"registration.Matters": {may: append(slices.Clone(groups), managers...), also: true, make: func(w *world) call {
		return func(by account.Actor) (any, error) { return w.Rosters.Matters(w.ctx(), by) }
	}},
}
