package registration_test

// What is left of letters when a sign-up is forgotten.

import (
	"fmt"
	"testing"

	"frivilligsentral/internal/mail/mailtest"
)

// The log of letters about a sign-up goes with it, to whomever they went. Letters
// about others stay, also to the same address, and what waits to be sent is sent.
func TestForgettingTakesTheLettersOfTheSignUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 5, nil)
	ola, _ := w.Join(t, date, "Ola Nes", 1)
	kari, _ := w.Join(t, date, "Kari Vik", 1)
	var last int64
	for i, m := range []struct {
		kind, about, status string
		id                  int64
	}{
		{"registration-guardian", "registration", "bounced", ola.ID},
		{"registration-confirmed", "registration", "sent", kari.ID},
		{"registration-confirmed", "registration", "sent", ola.ID*10 + 1},
		{"activity-approved", "activity", "sent", ola.ID},
		{"registration-cancelled", "registration", "queued", ola.ID},
	} {
		last = w.ID(t, fmt.Sprintf(`insert into email (municipality_id, recipient, kind, about, about_id, subject, text_body, status)
			values (%d, 'far@post.example', '%s', '%s', %d, '%d', 'x', '%s') returning id`, w.Group.MunicipalityID, m.kind, m.about, m.id, i, m.status))
	}
	w.ID(t, fmt.Sprintf("with u as (update email set status = 'sent' where id < %d and recipient like '%%nes%%' returning id) select count(*) from u", last))
	if _, err := w.SignUps.ForgetAbout(t.Context(), w.Group.MunicipalityID, "ola.nes@post.example"); err != nil {
		t.Fatal(err)
	}
	for _, m := range mailtest.All(t, w.Pool, "ola.nes@post.example") {
		if m.Status != "queued" {
			t.Errorf("left of the forgotten: %s, %s", m.Kind, m.Status)
		}
	}
	left := ""
	for _, m := range mailtest.All(t, w.Pool, "far@post.example") {
		left = m.Subject + left
	}
	if left != "1234" {
		t.Errorf("left of the others: got %q, want 1234", left)
	}
}
