package registration_test

import (
	"slices"
	"testing"

	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
)

// TestAllRoadsToAPlace walks every way to a registration that counts. What comes
// of it is the same: the person is confirmed and holds a place, the log says by
// whom it happened, once, and a letter with the dates tells her, once, when she
// has an address.
func TestAllRoadsToAPlace(t *testing.T) {
	t.Parallel()
	confirmed, changed := kind.SignUpConfirmed.String(), kind.SignUpChanged.String()
	for _, road := range []struct {
		name   string
		walk   func(t *testing.T, w *world, date int64) int64 // gives the registration
		action string                                         // of the log
		letter string                                         // "": nobody to write to
	}{
		{"link", viaLink, "registration.confirm", confirmed},
		{"mobile number only", viaPhone, "registration.confirm", ""},
		{"desk", viaDesk, "registration.sign_up", confirmed},
		{"confirmed by the organiser", viaOrganiser, "registration.confirm", confirmed},
		{"guardian", viaGuardian, "registration.confirm", confirmed},
		{"offer accepted", viaOffer, "registration.accept", confirmed},
		{"offer accepted by telephone", viaOfferByPhone, "registration.accept", confirmed},
		{"let in", viaLetIn, "registration.let_in", confirmed},
		{"moved from the waiting list", viaMove, "registration.move", changed},
	} {
		t.Run(road.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			date := w.Open(t, 1, func(f *signupform.Form) { f.AskAges = road.name == "guardian" })
			id := road.walk(t, w, date)
			r := w.One(t, id)
			if r.Status != registration.Confirmed || r.Holds != registration.HoldsPlace {
				t.Errorf("got %s holding %s, want confirmed with a place", r.Status, r.Holds)
			}
			if r.ConfirmedAt == nil || !r.ConfirmedAt.Equal(w.Now) || r.HoldExpiresAt != nil || r.OfferExpiresAt != nil {
				t.Errorf("got confirmed at %v, held until %v, offered until %v; want now and no deadline", r.ConfirmedAt, r.HoldExpiresAt, r.OfferExpiresAt)
			}
			if n := w.ID(t, "select count(*) from audit_event where object = 'registration' and object_id = $1 and action = $2", id, road.action); n != 1 {
				t.Errorf("the log has %d of %s, want one", n, road.action)
			}
			var got []string
			for _, m := range mailtest.All(t, w.Pool, "kari.nes@post.example") {
				if slices.Contains([]string{confirmed, changed}, m.Kind.String()) {
					got = append(got, m.Kind.String())
				}
			}
			var want []string
			if road.letter != "" {
				want = []string{road.letter}
			}
			if !slices.Equal(got, want) {
				t.Errorf("letters: got %q, want %q", got, want)
			}
		})
	}
}

func viaLink(t *testing.T, w *world, date int64) int64 {
	in, _ := w.Join(t, date, "Kari Nes", 1)
	return in.ID
}

func viaPhone(t *testing.T, w *world, date int64) int64 {
	wish := w.Wish(date, "Kari Nes", 1)
	wish.Email, wish.Phone = "", "900 00 001"
	in, err := w.SignUps.SignUp(t.Context(), w.Resident, wish)
	must(t, err)
	if in.Status != registration.Unconfirmed {
		t.Errorf("the page says %s, want that the organiser has to answer", in.Status)
	}
	must(t, w.SignUps.ConfirmFor(t.Context(), w.Group, in.ID))
	return in.ID
}

func viaDesk(t *testing.T, w *world, date int64) int64 {
	wish := w.Wish(date, "Kari Nes", 1)
	in, err := w.SignUps.SignUpAtDesk(t.Context(), w.Group, wish, false)
	must(t, err)
	if in.Status != registration.Confirmed {
		t.Errorf("the page says %s, want confirmed", in.Status)
	}
	return in.ID
}

func viaOrganiser(t *testing.T, w *world, date int64) int64 {
	wish := w.Wish(date, "Kari Nes", 1)
	in, err := w.SignUps.SignUp(t.Context(), w.Resident, wish)
	must(t, err)
	must(t, w.SignUps.ConfirmFor(t.Context(), w.Group, in.ID))
	return in.ID
}

func viaGuardian(t *testing.T, w *world, date int64) int64 {
	wish := w.Wish(date, "Kari Nes", 1)
	wish.Participants, wish.GuardianName, wish.GuardianEmail = []registration.Participant{child("Kari Nes")}, "Mor Nes", "mor@post.example"
	in, err := w.SignUps.SignUp(t.Context(), w.Resident, wish)
	must(t, err)
	_, err = w.SignUps.ConfirmByToken(t.Context(), w.Resident, in.Token)
	must(t, err)
	w.WantStatus(t, in.ID, registration.Unconfirmed)
	_, err = w.SignUps.GuardianConfirm(t.Context(), w.Resident, w.Token(t, "mor@post.example"))
	must(t, err)
	return in.ID
}

// waits puts her on the waiting list behind one who has the only place.
func waits(t *testing.T, w *world, date int64) (first, her registration.SignedUp) {
	t.Helper()
	first, _ = w.Join(t, date, "Ola Vik", 1)
	her, _ = w.Join(t, date, "Kari Nes", 1)
	w.WantStatus(t, her.ID, registration.Waiting)
	return first, her
}

func offered(t *testing.T, w *world, date int64) registration.SignedUp {
	t.Helper()
	first, her := waits(t, w, date)
	_, err := w.SignUps.CancelByToken(t.Context(), w.Resident, first.Token)
	must(t, err)
	w.WantStatus(t, her.ID, registration.Offered)
	return her
}

func viaOffer(t *testing.T, w *world, date int64) int64 {
	her := offered(t, w, date)
	_, err := w.SignUps.AcceptByToken(t.Context(), w.Resident, her.Token)
	must(t, err)
	return her.ID
}

func viaOfferByPhone(t *testing.T, w *world, date int64) int64 {
	her := offered(t, w, date)
	must(t, w.SignUps.AnswerOffer(t.Context(), w.Group, her.ID, true))
	return her.ID
}

func viaLetIn(t *testing.T, w *world, date int64) int64 {
	_, her := waits(t, w, date)
	must(t, w.SignUps.LetIn(t.Context(), w.Group, her.ID, true))
	return her.ID
}

func viaMove(t *testing.T, w *world, date int64) int64 {
	_, her := waits(t, w, date)
	must(t, w.SignUps.Move(t.Context(), w.Group, her.ID, w.Dates(t, w.Activity)[1].ID, registration.StayWhenFull))
	return her.ID
}
