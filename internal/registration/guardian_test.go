package registration_test

import (
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
)

func adult(name string) registration.Participant {
	return registration.Participant{Name: name, AgeBand: "26-66"}
}

func child(name string) registration.Participant {
	return registration.Participant{Name: name, AgeBand: "6-9"}
}

// Whoever was signed up as an adult cannot become a child behind the guardian's back.
func TestChangeThatBringsInAChildAsksTheGuardian(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	date := w.Open(t, 10, func(f *signupform.Form) { f.AskAges, f.AskNames = true, true })
	wish := w.Wish(date, "Ola Nes", 1)
	wish.Participants = []registration.Participant{adult("Ola Nes")}
	in, err := w.SignUps.SignUp(ctx, w.Resident, wish)
	must(t, err)
	_, err = w.SignUps.ConfirmByToken(ctx, w.Resident, in.Token)
	must(t, err)

	c := registration.Change{Party: 1, Participants: []registration.Participant{child("Liv Nes")}}
	_, err = w.SignUps.ChangeByToken(ctx, w.Resident, in.Token, c)
	if f := fault.FieldsOf(err); !f.Has("foresatt_navn") || !f.Has("foresatt_epost") {
		t.Fatalf("a child instead of the adult: got %v, want the guardian's fields refused", err)
	}
	c.GuardianName, c.GuardianEmail = "Mor Nes", "mor@post.example"
	own, err := w.SignUps.ChangeByToken(ctx, w.Resident, in.Token, c)
	must(t, err)
	if own.Status != registration.Unconfirmed || !own.AwaitsGuardian || own.Holds != registration.HoldsPlace {
		t.Errorf("got %s holding %s, want a held place that awaits the guardian", own.Status, own.Holds)
	}
	token := w.Token(t, "mor@post.example")
	w.Now = w.Now.Add(2 * time.Hour)
	must(t, w.SignUps.Sweep(ctx))
	own, err = w.SignUps.GuardianConfirm(ctx, w.Resident, token)
	must(t, err)
	if own.Status != registration.Confirmed {
		t.Errorf("after the guardian's yes: got %s, want confirmed", own.Status)
	}
	if got := mailtest.Last(t, w.Pool, wish.Email).Kind; got != kind.SignUpConfirmed {
		t.Errorf("after the guardian's yes the last e-mail is %s, want confirmed", got)
	}

	c.Participants = []registration.Participant{child("Liv Nes"), child("Per Nes")}
	c.Party, c.GuardianName, c.GuardianEmail = 2, "", ""
	own, err = w.SignUps.ChangeByToken(ctx, w.Resident, in.Token, c)
	must(t, err)
	if !own.AwaitsGuardian {
		t.Errorf("one more child: got %s, want the same guardian asked again", own.Status)
	}
	_, err = w.SignUps.GuardianConfirm(ctx, w.Resident, token)
	wantKind(t, err, fault.NotFound) // the first yes was not for this child
	_, err = w.SignUps.GuardianConfirm(ctx, w.Resident, w.Token(t, "mor@post.example"))
	must(t, err)
	w.WantStatus(t, in.ID, registration.Confirmed)
}

func TestChangeAndTheGuardiansAge(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		age     int // the form's
		to      registration.Participant
		meself  bool // the contact is the guardian
		refused bool
	}{
		"an adult instead":                {0, adult("Siv Moe"), false, false},
		"a youngster, form says 18":       {18, registration.Participant{Name: "Siv", AgeBand: "15-17"}, false, true},
		"a youngster, municipality's 15":  {0, registration.Participant{Name: "Siv", AgeBand: "15-17"}, false, false},
		"a child of the one who signs up": {0, child("Siv"), true, false},
		"a child":                         {0, child("Siv"), false, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			date := w.Open(t, 10, func(f *signupform.Form) { f.AskAges, f.AskNames, f.GuardianAge = true, true, tc.age })
			wish := w.Wish(date, "Ola Nes", 1)
			wish.Participants = []registration.Participant{adult("Ola Nes")}
			in, err := w.SignUps.SignUp(t.Context(), w.Resident, wish)
			must(t, err)
			_, err = w.SignUps.ConfirmByToken(t.Context(), w.Resident, in.Token)
			must(t, err)
			c := registration.Change{Party: 1, Participants: []registration.Participant{tc.to}, ContactIsGuardian: tc.meself}
			_, err = w.SignUps.ChangeByToken(t.Context(), w.Resident, in.Token, c)
			if got := fault.FieldsOf(err).Has("foresatt_navn"); got != tc.refused {
				t.Errorf("got %v, want refused %v", err, tc.refused)
			}
			if !tc.refused {
				w.WantStatus(t, in.ID, registration.Confirmed)
			}
		})
	}
}

// A mother's sign-up of her child may change its other parts without being asked again.
func TestChildWhoIsInNeedsNoNewYes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 10, func(f *signupform.Form) { f.AskAges, f.AskNames = true, true })
	wish := w.Wish(date, "Mor Nes", 1)
	wish.Participants, wish.ContactIsGuardian = []registration.Participant{child("Liv Nes")}, true
	in, err := w.SignUps.SignUp(t.Context(), w.Resident, wish)
	must(t, err)
	_, err = w.SignUps.ConfirmByToken(t.Context(), w.Resident, in.Token)
	must(t, err)
	c := registration.Change{Party: 2, Participants: []registration.Participant{child("Liv Nes"), adult("Mor Nes")}}
	own, err := w.SignUps.ChangeByToken(t.Context(), w.Resident, in.Token, c)
	must(t, err)
	if own.Status != registration.Confirmed || own.PartySize != 2 {
		t.Errorf("got %s with %d people, want confirmed with 2", own.Status, own.PartySize)
	}
}

// A guardian who has said yes is told what the child is told.
func TestGuardianIsToldOfWhatHappens(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	date := w.Open(t, 1, func(f *signupform.Form) { f.AskAges, f.AskNames = true, true })
	wish := w.Wish(date, "Liv Nes", 1)
	wish.Participants, wish.GuardianName, wish.GuardianEmail = []registration.Participant{child("Liv Nes")}, "Mor Nes", "mor@post.example"
	in, err := w.SignUps.SignUp(ctx, w.Resident, wish)
	must(t, err)
	_, err = w.SignUps.ConfirmByToken(ctx, w.Resident, in.Token)
	must(t, err)
	if got := len(mailtest.All(t, w.Pool, "mor@post.example")); got != 1 {
		t.Fatalf("got %d letters before she has said yes, want the question", got)
	}
	_, err = w.SignUps.GuardianConfirm(ctx, w.Resident, w.Token(t, "mor@post.example"))
	must(t, err)
	ref := activity.DateRef{ActivityID: w.Activity, OccurrenceID: date, Sequence: -1}
	for _, step := range []struct {
		do   func()
		kind kind.Kind
		says string
	}{
		{func() {}, kind.SignUpConfirmed, "Du er påmeldt"},
		{func() { w.moveTo(t, "2026-10-08 19:00") }, kind.SignUpChanged, "19.00"},
		{func() { must(t, w.Service.CancelOccurrence(ctx, w.Group, ref, "Kokken er syk")) }, kind.SignUpCancelled, "Kokken er syk"},
	} {
		step.do()
		must(t, w.SignUps.TellChanges(ctx, w.Activity))
		hers, mothers := mailtest.Last(t, w.Pool, wish.Email), mailtest.Last(t, w.Pool, "mor@post.example")
		if hers.Kind != step.kind || mothers.Kind != step.kind || len(mothers.Attachments) != len(hers.Attachments) {
			t.Errorf("told are the child %s and the guardian %s, want both %s with the same files", hers.Kind, mothers.Kind, step.kind)
		}
		if !strings.Contains(mothers.TextBody, "Hei, Mor Nes") || !strings.Contains(mothers.TextBody, "Liv Nes, som du er foresatt for") || !strings.Contains(mothers.TextBody, step.says) {
			t.Errorf("the guardian is told:\n%s", mothers.TextBody)
		}
		if strings.Contains(mothers.TextBody, "/pamelding/"+in.Token) {
			t.Error("the guardian has the child's link")
		}
		if _, err := w.SignUps.GuardianByToken(ctx, w.Resident, w.Token(t, "mor@post.example")); err != nil {
			t.Errorf("the guardian's link opens nothing: %v", err)
		}
	}
}

// withYes signs a child up whose guardian has said yes, and gives the child's sign-up.
func (w *world) withYes(t *testing.T, date int64) registration.SignedUp {
	t.Helper()
	in := w.unanswered(t, date)
	_, err := w.SignUps.GuardianConfirm(t.Context(), w.Resident, w.Token(t, "mor@post.example"))
	must(t, err)
	return in
}

// unanswered signs a child up whose guardian is asked.
func (w *world) unanswered(t *testing.T, date int64) registration.SignedUp {
	t.Helper()
	wish := w.Wish(date, "Liv Nes", 1)
	wish.Participants, wish.GuardianName, wish.GuardianEmail = []registration.Participant{child("Liv Nes")}, "Mor Nes", "mor@post.example"
	in, err := w.SignUps.SignUp(t.Context(), w.Resident, wish)
	must(t, err)
	_, err = w.SignUps.ConfirmByToken(t.Context(), w.Resident, in.Token)
	must(t, err)
	return in
}

// A guardian who is told of an offer answers it by the link that she got.
func TestGuardianAnswersAnOffer(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer func(*world) tokenUse
		want   registration.Status
		kind   kind.Kind // of what the child is told
	}{
		"yes": {func(w *world) tokenUse { return w.SignUps.GuardianAccept }, registration.Confirmed, kind.SignUpConfirmed},
		"no":  {func(w *world) tokenUse { return w.SignUps.GuardianDecline }, registration.Cancelled, kind.SignUpCancelled},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, ctx := newWorld(t), t.Context()
			date := w.Open(t, 1, func(f *signupform.Form) { f.AskAges, f.AskNames = true, true })
			desk := w.Wish(date, "Ola Nes", 1)
			desk.Participants = []registration.Participant{adult("Ola Nes")}
			first, err := w.SignUps.SignUpAtDesk(ctx, w.Group, desk, false)
			must(t, err)
			in := w.withYes(t, date)
			w.WantStatus(t, in.ID, registration.Waiting)
			must(t, w.SignUps.Remove(ctx, w.Group, first.ID, true))
			w.WantStatus(t, in.ID, registration.Offered)
			letter := mailtest.Last(t, w.Pool, "mor@post.example")
			if letter.Kind != kind.SignUpOffer || !strings.Contains(letter.TextBody, "Svar på tilbudet") {
				t.Fatalf("the guardian is told %s:\n%s", letter.Kind, letter.TextBody)
			}
			token := w.Token(t, "mor@post.example")
			for range 2 { // twice is once
				own, err := c.answer(w)(ctx, w.Resident, token)
				must(t, err)
				if own.Status != c.want {
					t.Errorf("got %s, want %s", own.Status, c.want)
				}
			}
			if got := w.ID(t, `select count(*) from registration_said where guardian and what = $1 and registration_id = $2`, map[string]string{"yes": "accept", "no": "decline"}[name], in.ID); got != 1 {
				t.Errorf("kept of the guardian's answer: got %d, want it once", got)
			}
			if got := mailtest.Last(t, w.Pool, "liv.nes@post.example").Kind; got != c.kind {
				t.Errorf("the child is told %s, want %s", got, c.kind)
			}
			if _, err := c.answer(w)(ctx, w.Resident, in.Token); !fault.Is(err, fault.NotFound) {
				t.Errorf("the child's own link: got %v, want it to open nothing here", err)
			}
		})
	}
}

// A guardian is told of the sign-ups that she has said yes to, once, whatever
// became of the child's others.
func TestGuardianOfOneOfTwoIsTold(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	w.Open(t, 5, func(f *signupform.Form) { f.AskAges, f.AskNames = true, true })
	dates := w.Dates(t, w.Activity)
	must(t, w.SignUps.ConfirmFor(ctx, w.Group, w.unanswered(t, dates[0].ID).ID)) // the organiser said so
	w.withYes(t, dates[1].ID)
	w.withYes(t, dates[2].ID)
	w.moveTo(t, "2026-10-08 19:00")
	for range 2 {
		must(t, w.SignUps.TellChanges(ctx, w.Activity))
	}
	n := 0
	for _, m := range mailtest.All(t, w.Pool, "mor@post.example") {
		if m.Kind == kind.SignUpChanged {
			n++
		}
	}
	if n != 1 {
		t.Errorf("the guardian is told %d times, want once", n)
	}
}
