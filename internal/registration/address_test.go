package registration_test

// An address is corrected without losing the place.

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/signupform"
)

const newAddress = "kari.ny@post.example"

// The new address is hers when she has opened the link in it, and not before; then the
// old one is told, and links that went there open nothing.
func TestNewAddressKeepsThePlace(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	date := w.Open(t, 2, nil)
	in, own := w.Join(t, date, "Kari Nes", 1)
	must(t, w.SignUps.AskAddressByToken(ctx, w.Resident, in.Token, " Kari.NY@post.example "))
	if got := w.One(t, in.ID).Email; got != own.Email {
		t.Errorf("asked for only: got %s, want it unchanged", got)
	}
	asked := mailtest.Last(t, w.Pool, newAddress)
	if asked.Kind != kind.SignUpAddress || !strings.Contains(asked.Links[0], "/pamelding/ny-adresse/") || !strings.Contains(asked.TextBody, "se bort fra") {
		t.Errorf("got %s with %v:\n%s", asked.Kind, asked.Links, asked.TextBody)
	}
	token := w.Token(t, newAddress)
	for range 2 { // looking changes nothing
		got, err := w.SignUps.AddressByToken(ctx, w.Resident, token)
		must(t, err)
		if got.ID != in.ID || got.Email != newAddress {
			t.Errorf("got %+v", got)
		}
	}
	fresh, err := w.SignUps.ConfirmAddress(ctx, w.Resident, token)
	must(t, err)
	now, err := w.SignUps.ByToken(ctx, w.Resident, fresh)
	must(t, err)
	if now.Email != newAddress || now.Status != registration.Confirmed || now.Holds != registration.HoldsPlace || now.Number != own.Number {
		t.Errorf("got %+v, want the place with the new address", now.Registration)
	}
	if m := mailtest.Last(t, w.Pool, own.Email); m.Kind != kind.SignUpAddressChanged || len(m.Links) != 0 {
		t.Errorf("the old address was sent %s with the links %v", m.Kind, m.Links)
	}
	if m := mailtest.Last(t, w.Pool, newAddress); m.Kind != kind.SignUpLink {
		t.Errorf("the new address was sent %s, want the link to her page", m.Kind)
	}
	_, err = w.SignUps.ByToken(ctx, w.Resident, in.Token)
	wantKind(t, err, fault.NotFound)
	_, err = w.SignUps.ConfirmAddress(ctx, w.Resident, token)
	wantKind(t, err, fault.NotFound)
}

// What is no address, the one she has, a fourth wish in a day, and a link that is a day old are refused.
func TestNewAddressIsBounded(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	in, own := w.Join(t, w.Open(t, 2, nil), "Kari Nes", 1)
	for _, bad := range []string{"", "tull", own.Email} {
		if err := w.SignUps.AskAddressByToken(ctx, w.Resident, in.Token, bad); !fault.FieldsOf(err).Has("epost") {
			t.Errorf("%q: got %v, want the field refused", bad, err)
		}
	}
	for i := range letters.AddressMost {
		must(t, w.SignUps.AskAddressByToken(ctx, w.Resident, in.Token, fmt.Sprintf("ny%d@post.example", i)))
	}
	wantKind(t, w.SignUps.AskAddressByToken(ctx, w.Resident, in.Token, newAddress), fault.Conflict)
	token := w.Token(t, "ny0@post.example")
	w.Now = w.Now.Add(24 * time.Hour)
	_, err := w.SignUps.ConfirmAddress(ctx, w.Resident, token)
	wantKind(t, err, fault.NotFound)
	must(t, w.SignUps.AskAddressByToken(ctx, w.Resident, in.Token, newAddress))
	must(t, w.SignUps.Sweep(ctx))
	if n := w.ID(t, "select count(*) from registration_token where purpose = 'address'"); n != 1 {
		t.Errorf("%d addresses are kept, want the one that was asked for last", n)
	}
	if _, err := w.SignUps.ForgetAbout(ctx, w.Resident.MunicipalityID, newAddress); err != nil {
		t.Fatal(err)
	}
	if n := w.ID(t, "select count(*) from registration_token where purpose = 'address'"); n != 0 {
		t.Errorf("the address is still there when somebody has asked to be forgotten")
	}
}

// Whoever gave a number only adds an address, and confirms by it.
func TestAddressIsAdded(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	in, err := w.SignUps.SignUp(ctx, w.Resident, w.phoned(w.Open(t, 2, nil), "Kari Nes", "40000001"))
	must(t, err)
	_, err = w.SignUps.ConfirmByToken(ctx, w.Resident, in.Token)
	wantKind(t, err, fault.Conflict)
	must(t, w.SignUps.AskAddressByToken(ctx, w.Resident, in.Token, newAddress))
	fresh, err := w.SignUps.ConfirmAddress(ctx, w.Resident, w.Token(t, newAddress))
	must(t, err)
	own, err := w.SignUps.ConfirmByToken(ctx, w.Resident, fresh)
	must(t, err)
	if own.Status != registration.Confirmed || own.Email != newAddress {
		t.Errorf("got %+v", own.Registration)
	}
}

// Those who keep the list correct an address: who has confirmed gets the link to her
// page, who has not gets the one to confirm by. Nobody else may.
func TestOrganiserCorrectsAnAddress(t *testing.T) {
	t.Parallel()
	for name, confirmed := range map[string]bool{"confirmed": true, "unconfirmed": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, ctx := newWorld(t), t.Context()
			date := w.Open(t, 2, nil)
			in := w.ann(t, date, confirmed)
			wantKind(t, w.SignUps.CorrectAddressFor(ctx, w.Resident, in.ID, newAddress), fault.Forbidden)
			if err := w.SignUps.CorrectAddressFor(ctx, w.Group, in.ID, "tull"); !fault.FieldsOf(err).Has("epost") {
				t.Errorf("got %v, want the field refused", err)
			}
			for range 2 { // twice is as once
				must(t, w.SignUps.CorrectAddressFor(ctx, w.Group, in.ID, newAddress))
			}
			all := mailtest.All(t, w.Pool, newAddress)
			want := kind.SignUpLink
			if !confirmed {
				want = kind.SignUpConfirm
			}
			if len(all) != 1 || all[0].Kind != want {
				t.Fatalf("got %d letters, want one: %s", len(all), want)
			}
			if told := mailtest.Last(t, w.Pool, reader).Kind == kind.SignUpAddressChanged; told != confirmed {
				t.Errorf("the old address is told: %v, want %v", told, confirmed)
			}
			own, err := w.SignUps.ConfirmByToken(ctx, w.Resident, w.Token(t, newAddress))
			must(t, err)
			if own.Status != registration.Confirmed || own.Email != newAddress {
				t.Errorf("got %+v", own.Registration)
			}
			_, err = w.SignUps.ByToken(ctx, w.Resident, in.Token)
			wantKind(t, err, fault.NotFound)
		})
	}
}

// Whoever has just filled in the form corrects what she typed: the wrong address
// gets nothing more and its link opens nothing, the place and the time to confirm are the same.
func TestFormsAddressIsCorrected(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	date := w.Open(t, 2, nil)
	in := w.ann(t, date, false)
	before := w.One(t, in.ID)
	if err := w.SignUps.CorrectByForm(ctx, w.Resident, in.Correct, "tull", ""); !fault.FieldsOf(err).Has("epost") {
		t.Errorf("got %v, want the field refused", err)
	}
	w.Now = w.Now.Add(time.Minute)
	must(t, w.SignUps.CorrectByForm(ctx, w.Resident, in.Correct, newAddress, "198.51.100.0"))
	after := w.One(t, in.ID)
	if after.Email != newAddress || after.Number != before.Number || !after.HoldExpiresAt.Equal(*before.HoldExpiresAt) {
		t.Errorf("got %+v, want only the address changed", after)
	}
	_, err := w.SignUps.ByToken(ctx, w.Resident, in.Token)
	wantKind(t, err, fault.NotFound)
	_, err = w.SignUps.ByToken(ctx, w.Resident, in.Correct) // it opens no page
	wantKind(t, err, fault.NotFound)
	own, err := w.SignUps.ConfirmByToken(ctx, w.Resident, w.Token(t, newAddress))
	must(t, err)
	if own.Status != registration.Confirmed {
		t.Errorf("got %+v", own.Registration)
	}
	must(t, w.SignUps.CorrectByForm(ctx, w.Resident, in.Correct, "tyv@post.example", ""))
	if got := w.One(t, in.ID).Email; got != newAddress {
		t.Errorf("a sign-up that is answered for was given the address %s by its form", got)
	}
}

// The form's secret reaches few addresses, whoever has it; and the answer never tells.
func TestFormsAddressIsCorrectedFewTimes(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	date := w.Open(t, 40, func(f *signupform.Form) { f.MaxParty = 2 })
	in := w.ann(t, date, false)
	for i := range 9 {
		must(t, w.SignUps.CorrectByForm(ctx, w.Resident, in.Correct, fmt.Sprintf("ny%d@post.example", i), "198.51.100.0"))
	}
	if got := w.One(t, in.ID).Email; got != "ny2@post.example" {
		t.Errorf("got %s, want it to have stopped after three", got)
	}
	must(t, w.SignUps.CorrectByForm(ctx, w.Resident, "finnes-ikke", newAddress, ""))
	for i := range 3 { // one address has enough
		wish := w.Wish(date, fmt.Sprintf("Gjest %d", i), 1)
		wish.Email = "full@post.example"
		_, err := w.SignUps.SignUp(ctx, w.Resident, wish)
		must(t, err)
	}
	other, err := w.SignUps.SignUp(ctx, w.Resident, w.Wish(date, "Per Nes", 1))
	must(t, err)
	must(t, w.SignUps.CorrectByForm(ctx, w.Resident, other.Correct, "full@post.example", ""))
	if got := w.One(t, other.ID).Email; got == "full@post.example" {
		t.Error("an address got a fourth sign-up for the date that nobody has answered for")
	}
	silent := w.Wish(date, "Fjerde Gjest", 1)
	silent.Email = "full@post.example"
	stored, err := w.SignUps.SignUp(ctx, w.Resident, silent)
	must(t, err)
	if stored.ID != 0 || stored.Correct == "" {
		t.Errorf("got %+v, want nothing stored and an answer like any other", stored)
	}
}

// Three hours to confirm; half an hour when many wait for few places, and never long beyond the start.
func TestTimeToConfirm(t *testing.T) {
	t.Parallel()
	hold := func(t *testing.T, w *world, date int64, name string) time.Duration {
		t.Helper()
		in, err := w.SignUps.SignUp(t.Context(), w.Resident, w.Wish(date, name, 1))
		must(t, err)
		got := w.One(t, in.ID).HoldExpiresAt.Sub(w.Now)
		if in.HoldEnds.Sub(w.Now) != got {
			t.Errorf("told %s, stored %s", in.HoldEnds.Sub(w.Now), got)
		}
		return got
	}
	t.Run("usually", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		if got := hold(t, w, w.Open(t, 2, nil), "Kari Nes"); got != 3*time.Hour {
			t.Errorf("got %s", got)
		}
	})
	t.Run("many wait", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		date := w.Open(t, 1, nil)
		w.Join(t, date, "Kari Nes", 1)
		for i := range 3 {
			if got := hold(t, w, date, fmt.Sprintf("Gjest %d", i)); got != 3*time.Hour {
				t.Errorf("with %d waiting: got %s", i, got)
			}
		}
		if got := hold(t, w, date, "Siv Nes"); got != registration.ShortHold {
			t.Errorf("with three waiting: got %s", got)
		}
	})
	for before, want := range map[time.Duration]time.Duration{4 * time.Hour: 3 * time.Hour, time.Hour: time.Hour, 10 * time.Minute: registration.ShortHold} {
		t.Run(fmt.Sprint(before, " before the start"), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			date := w.Open(t, 2, func(f *signupform.Form) { f.ClosesHours = 0 })
			_, own := w.Join(t, date, "Per Nes", 1)
			w.Now = own.Slot.StartsAt.Add(-before)
			if got := hold(t, w, date, "Kari Nes"); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

// A number only holds the one place there is for a day, and one of many for a week.
func TestTimeToRing(t *testing.T) {
	t.Parallel()
	for places, want := range map[int]time.Duration{1: registration.PhoneHoldScarce, 4: registration.PhoneHold} {
		t.Run(fmt.Sprint(places), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.publishAt(t, w.Now.AddDate(0, 0, 20), "")
			in, err := w.SignUps.SignUp(t.Context(), w.Resident, w.phoned(w.Open(t, places, nil), "Kari Nes", "40000001"))
			must(t, err)
			if got := w.One(t, in.ID).HoldExpiresAt.Sub(w.Now); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

// Corrections count as sign-ups do: a network that has signed up many sends no more
// letters by them, and when the time to confirm is out nothing is corrected.
func TestCorrectionsCountForTheNetwork(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	date := w.Open(t, 100, nil)
	const network = "198.51.100.0"
	var last registration.SignedUp
	for i := range 29 {
		wish := w.Wish(date, fmt.Sprintf("Gjest %d", i), 1)
		wish.Network = network
		var err error
		last, err = w.SignUps.SignUp(ctx, w.Resident, wish)
		must(t, err)
	}
	must(t, w.SignUps.CorrectByForm(ctx, w.Resident, last.Correct, newAddress, network))
	wantKind(t, w.SignUps.CorrectByForm(ctx, w.Resident, last.Correct, "enda.en@post.example", network), fault.Conflict)
	must(t, w.SignUps.CorrectByForm(ctx, w.Resident, last.Correct, "enda.en@post.example", "203.0.113.0"))
	w.Now = w.Now.Add(3 * time.Hour)
	must(t, w.SignUps.CorrectByForm(ctx, w.Resident, last.Correct, "for.sent@post.example", ""))
	if got := w.One(t, last.ID).Email; got != "enda.en@post.example" {
		t.Errorf("got %s, want the last correction in time", got)
	}
}
