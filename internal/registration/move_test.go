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

// Nobody loses her place because a date that she is moved to is full.
func TestMoveToAFullDateAsksFirst(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		full   registration.WhenFull
		list   int // places on the waiting list
		ok     bool
		status registration.Status
		files  []string // what the calendar file says of the dates
		says   string
	}{
		"no choice":         {registration.StayWhenFull, 5, false, registration.Confirmed, nil, ""},
		"waiting list":      {registration.WaitWhenFull, 5, true, registration.Waiting, []string{"20261008T"}, "Plassen på den gamle datoen har du ikke lenger"},
		"no waiting list":   {registration.WaitWhenFull, 0, false, registration.Confirmed, nil, ""},
		"beyond the places": {registration.OverbookWhenFull, 5, true, registration.Confirmed, []string{"20261008T", "20261015T"}, "Du har 1 plass"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			date := w.Open(t, 1, func(f *signupform.Form) { f.WaitingCapacity = &tc.list })
			to := w.Dates(t, w.Activity)[1].ID
			in, _ := w.Join(t, date, "Ola Nes", 1)
			w.Join(t, to, "Kari Vik", 1)
			before := len(mailtest.All(t, w.Pool, "ola.nes@post.example"))
			err := w.SignUps.Move(t.Context(), w.Group, in.ID, to, tc.full)
			w.WantStatus(t, in.ID, tc.status)
			all := mailtest.All(t, w.Pool, "ola.nes@post.example")
			if !tc.ok {
				if !fault.FieldsOf(err).Has("fullt") || len(all) != before {
					t.Errorf("got %v and %d e-mails, want fullt refused and none", err, len(all)-before)
				}
				return
			}
			must(t, err)
			letter := all[0]
			for _, want := range []string{"Nes strikkelag har flyttet", "8. oktober", "15. oktober", tc.says} {
				if !strings.Contains(letter.TextBody, want) {
					t.Errorf("the letter does not say %q:\n%s", want, letter.TextBody)
				}
			}
			file := string(letter.Attachments[0].Data)
			if strings.Count(file, "BEGIN:VEVENT") != len(tc.files) || strings.Count(file, "STATUS:CANCELLED") != 1 {
				t.Errorf("got the file\n%s\nwant %d dates, the old one cancelled", file, len(tc.files))
			}
			for _, want := range tc.files {
				if !strings.Contains(file, want) {
					t.Errorf("the file does not hold %s:\n%s", want, file)
				}
			}
		})
	}
}

// When somebody came to have a place is not when she was moved to a waiting list.
func TestWaitingConfirmsNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 1, nil)
	to := w.Dates(t, w.Activity)[1].ID
	in, _ := w.Join(t, date, "Ola Nes", 1)
	w.Join(t, to, "Kari Vik", 1)
	began := w.Now
	w.Now = began.Add(time.Hour)
	must(t, w.SignUps.Move(t.Context(), w.Group, in.ID, to, registration.WaitWhenFull))
	w.WantStatus(t, in.ID, registration.Waiting)
	if got := w.One(t, in.ID).ConfirmedAt; got == nil || !got.Equal(began) {
		t.Errorf("moved to a waiting list: got confirmed at %v, want %v", got, began)
	}
	w.Now = began.Add(2 * time.Hour)
	must(t, w.SignUps.LetIn(t.Context(), w.Group, in.ID, true))
	if got := w.One(t, in.ID).ConfirmedAt; got == nil || !got.Equal(w.Now) {
		t.Errorf("let in: got confirmed at %v, want %v", got, w.Now)
	}
}

// "Du er meldt av" says who did it, and takes the date out of the calendar.
func TestLeavingSaysWhoDidIt(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		leave         func(*world, *testing.T, registration.SignedUp) error
		subject, text string
	}{
		"herself": {func(w *world, t *testing.T, in registration.SignedUp) error {
			_, err := w.SignUps.CancelByToken(t.Context(), w.Resident, in.Token)
			return err
		}, "Du er meldt av Strikkekafé", "Du har meldt deg av"},
		"the organiser as she wished": {func(w *world, t *testing.T, in registration.SignedUp) error {
			return w.SignUps.Remove(t.Context(), w.Group, in.ID, true)
		}, "Du er meldt av Strikkekafé", "Nes strikkelag har meldt deg av for deg"},
		"the organiser": {func(w *world, t *testing.T, in registration.SignedUp) error {
			return w.SignUps.Remove(t.Context(), w.Group, in.ID, false)
		}, "Du er tatt av listen: Strikkekafé", "Nes strikkelag har tatt deg av listen"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			date := w.Open(t, 1, nil)
			in, _ := w.Join(t, date, "Ola Nes", 1)
			waits, _ := w.Join(t, date, "Kari Vik", 1)
			must(t, tc.leave(w, t, waits))
			if got := mailtest.Last(t, w.Pool, "kari.vik@post.example"); len(got.Attachments) != 0 {
				t.Error("who only waited got a calendar file")
			}
			must(t, tc.leave(w, t, in))
			m := mailtest.Last(t, w.Pool, "ola.nes@post.example")
			if m.Subject != tc.subject || !strings.Contains(m.TextBody, tc.text) {
				t.Errorf("got %q and\n%s\nwant %q and %q", m.Subject, m.TextBody, tc.subject, tc.text)
			}
			if len(m.Attachments) != 1 {
				t.Fatalf("got %d files, want the calendar", len(m.Attachments))
			}
			file := string(m.Attachments[0].Data)
			if !strings.Contains(file, "STATUS:CANCELLED") || !strings.Contains(file, "SEQUENCE:2") || !strings.Contains(file, "Meldt av: Strikkekafé") {
				t.Errorf("got\n%s\nwant the date cancelled with a higher sequence", file)
			}
		})
	}
}
