package registration_test

import (
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
)

func TestCorrectsHerselfAfterTheDeadline(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	date := w.Open(t, 2, nil)
	in, own := w.Join(t, date, "Kari Nes", 1)
	w.Now = own.Slot.StartsAt.Add(time.Minute)
	c := registration.Contact{Name: " Kari  Ås ", Phone: "900 00 001", MailKinds: []string{}}
	for range 2 { // twice is as once
		got, err := w.SignUps.CorrectByToken(ctx, w.Resident, in.Token, c)
		must(t, err)
		if got.Name != "Kari Ås" || got.Phone != "+4790000001" || len(got.MailKinds) != 0 || got.Participants[0].Name != "Kari Ås" || got.Version != own.Version+1 {
			t.Errorf("got %+v", got.Registration)
		}
	}
	for name, bad := range map[string]registration.Contact{"navn": {Phone: "90000001"}, "telefon": {Name: "Kari", Phone: "12"}} {
		if _, err := w.SignUps.CorrectByToken(ctx, w.Resident, in.Token, bad); !fault.FieldsOf(err).Has(name) {
			t.Errorf("%+v: got %v, want %s refused", bad, err, name)
		}
	}
	long := registration.Contact{Name: strings.Repeat("a", signupform.MaxName+1)}
	if _, err := w.SignUps.CorrectByToken(ctx, w.Resident, in.Token, long); !strings.Contains(fault.FieldsOf(err)[0].Msg, "høyst") {
		t.Errorf("a long name: got %v, want the limit named", err)
	}
	w.Now = own.Slot.EndsAt
	_, err := w.SignUps.CorrectByToken(ctx, w.Resident, in.Token, registration.Contact{Name: "Kari"})
	wantKind(t, err, fault.Conflict)
}

// A guardian says no before she has said yes, and after; the place is free then.
func TestGuardianSaysNo(t *testing.T) {
	t.Parallel()
	for name, yes := range map[string]bool{"at once": false, "after yes": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, ctx := newWorld(t), t.Context()
			date := w.Open(t, 1, func(f *signupform.Form) { f.AskAges = true })
			wish := w.Wish(date, "Ola Nes", 1)
			wish.Participants, wish.GuardianName, wish.GuardianEmail = []registration.Participant{child("Ola Nes")}, "Mor Nes", "mor@post.example"
			in, err := w.SignUps.SignUp(ctx, w.Resident, wish)
			must(t, err)
			_, err = w.SignUps.ConfirmByToken(ctx, w.Resident, in.Token)
			must(t, err)
			asked := mailtest.Last(t, w.Pool, "mor@post.example")
			if !strings.Contains(asked.TextBody, "oppgitt deg som foresatt hos") || strings.Contains(asked.TextBody, "fordi du er meldt på") {
				t.Errorf("the guardian's e-mail ends with %q", asked.TextBody)
			}
			token := w.Token(t, "mor@post.example")
			if yes {
				_, err = w.SignUps.GuardianConfirm(ctx, w.Resident, token)
				must(t, err)
			}
			for range 2 {
				own, err := w.SignUps.GuardianCancel(ctx, w.Resident, token)
				must(t, err)
				if own.Status != registration.Cancelled || own.Holds != registration.HoldsNothing || own.Slot.Taken != 0 {
					t.Errorf("got %s holding %s with %d taken, want cancelled and the place free", own.Status, own.Holds, own.Slot.Taken)
				}
			}
			if m := mailtest.Last(t, w.Pool, wish.Email); !strings.Contains(m.TextBody, "Mor Nes er oppgitt som foresatt og har sagt nei") {
				t.Errorf("the child reads %q", m.TextBody)
			}
			_, err = w.SignUps.GuardianConfirm(ctx, w.Resident, token)
			must(t, err)
			w.WantStatus(t, in.ID, registration.Cancelled)
		})
	}
}

func TestYesAfterNoSaysSo(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	date := w.Open(t, 1, nil)
	in, _ := w.Join(t, date, "Kari Nes", 1)
	_, err := w.SignUps.CancelByToken(ctx, w.Resident, in.Token)
	must(t, err)
	if _, err := w.SignUps.AcceptByToken(ctx, w.Resident, in.Token); !strings.Contains(fault.Text(err), "sagt nei takk") {
		t.Errorf("got %v, want that she has said no", err)
	}
}
