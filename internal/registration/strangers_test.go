package registration_test

import (
	"fmt"
	"testing"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
)

// No name that a stranger writes into a sign-up can be an address.
func TestNamesAreNames(t *testing.T) {
	t.Parallel()
	const evil = "Du har vunnet www.evil.example"
	w := newWorld(t)
	ctx := t.Context()
	date := w.Open(t, 100, func(f *signupform.Form) { f.AskNames, f.AskAges = true, true })
	for field, write := range map[string]func(*registration.Wish){
		"navn":          func(x *registration.Wish) { x.Name = evil },
		"deltaker_2":    func(x *registration.Wish) { x.Participants[1].Name = evil },
		"foresatt_navn": func(x *registration.Wish) { x.GuardianName = evil },
	} {
		wish := w.Wish(date, "Ola Nes", 2)
		wish.Participants = []registration.Participant{adult("Ola Nes"), child("Liv Nes")}
		wish.GuardianName, wish.GuardianEmail = "Mor Nes", "mor@post.example"
		write(&wish)
		if _, err := w.SignUps.SignUp(ctx, w.Resident, wish); !fault.FieldsOf(err).Has(field) || len(fault.FieldsOf(err)) != 1 {
			t.Errorf("%s: got %v, want it refused and nothing else", field, err)
		}
	}
	_, err := registration.Contact{Name: evil}.Check(registration.Own{})
	if !fault.FieldsOf(err).Has("navn") {
		t.Errorf("a changed name: got %v, want it refused", err)
	}
}

// A stranger fills nobody's mailbox; whoever answers one of the letters gets the next.
func TestFewLettersToWhomStrangersSignUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.Open(t, 100, nil)
	dates := w.Dates(t, w.Activity) // for each of them only so much is held for one address
	var first registration.SignedUp
	for n := range mail.MaxUnproved + 4 {
		wish := w.Wish(dates[n].ID, fmt.Sprint("Ola Nes ", n), 1)
		wish.Email = "offer@post.example"
		in, err := w.SignUps.SignUp(ctx, w.Resident, wish)
		must(t, err)
		if n == 0 {
			first = in
		}
		if !in.ByEmail || in.Status != registration.Unconfirmed {
			t.Errorf("sign-up %d: got %+v, want the same answer as before", n, in)
		}
	}
	letters := func() int { return len(mailtest.All(t, w.Pool, "offer@post.example")) }
	if got := letters(); got != mail.MaxUnproved {
		t.Errorf("got %d letters, want %d", got, mail.MaxUnproved)
	}
	_, err := w.SignUps.ConfirmByToken(ctx, w.Resident, first.Token)
	must(t, err)
	before := letters()
	wish := w.Wish(dates[0].ID, "Kari Nes", 1)
	wish.Email = "offer@post.example"
	_, err = w.SignUps.SignUp(ctx, w.Resident, wish)
	must(t, err)
	if got := letters(); got != before+1 {
		t.Errorf("after she has confirmed one: got %d letters, want %d", got, before+1)
	}
}
