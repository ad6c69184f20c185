// Package registrationtest gives other packages' tests an activity that people sign up for.
package registrationtest

import (
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/keeping"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/internal/seal"
)

// World is activitytest's, with the weekly knitting café published.
type World struct {
	*activitytest.World
	Forms    *signupform.Service
	SignUps  *registration.Service
	Rosters  *roster.Service
	Keeping  *keeping.Service
	Activity int64
	Resident account.Actor
	Keys     *seal.Keys // of the answers
}

// New makes the world.
func New(t *testing.T) *World {
	t.Helper()
	w := &World{World: activitytest.New(t)}
	client, err := jobs.InsertOnly(w.Pool)
	must(t, err)
	now := func() time.Time { return w.Now }
	writer := letter.Writer{Outbox: mail.NewOutbox(client, now)}
	w.Keys, err = seal.New(seal.NewKey(), "")
	must(t, err)
	w.Forms = signupform.NewService(signupform.Deps{Pool: w.Pool, Now: now})
	w.SignUps = registration.NewService(registration.Deps{Pool: w.Pool, Letters: writer, Keys: w.Keys, Now: now})
	w.Rosters = roster.NewService(roster.Deps{Pool: w.Pool, Letters: writer, Keys: w.Keys, Now: now})
	w.Keeping = keeping.NewService(keeping.Deps{Pool: w.Pool, Now: now})
	w.Activity = w.Publish(t, w.Draft())
	w.Resident = account.Resident(w.Group.MunicipalityID)
	return w
}

// Open stores a form with so many places, and gives the first date.
func (w *World) Open(t *testing.T, places int, change func(*signupform.Form)) int64 {
	t.Helper()
	f := signupform.NewForm()
	f.Capacity, f.MaxParty = &places, min(places, 6)
	if change != nil {
		change(&f)
	}
	must(t, w.SignUps.SaveForm(t.Context(), w.Group, w.Activity, 0, f))
	if f.Scope == signupform.WholeSeries {
		return 0
	}
	return w.Dates(t, w.Activity)[0].ID
}

// Form is the activity's form as it is stored.
func (w *World) Form(t *testing.T) signupform.Form {
	t.Helper()
	b, err := signupform.Manage(t.Context(), w.Pool, w.Group, w.Activity)
	must(t, err)
	f, _ := b.Form()
	return f
}

// Wish is what somebody of the name writes.
func (w *World) Wish(date int64, name string, party int) registration.Wish {
	email := strings.ReplaceAll(strings.ToLower(name), " ", ".") + "@post.example"
	return registration.Wish{ActivityID: w.Activity, OccurrenceID: date, Name: name, Email: email, Party: party}
}

// Join signs up and confirms.
func (w *World) Join(t *testing.T, date int64, name string, party int) (registration.SignedUp, registration.Own) {
	t.Helper()
	in, err := w.SignUps.SignUp(t.Context(), w.Resident, w.Wish(date, name, party))
	must(t, err)
	own, err := w.SignUps.ConfirmByToken(t.Context(), w.Resident, in.Token)
	must(t, err)
	return in, own
}

// Token is that of the first link in the last e-mail to an address.
func (w *World) Token(t *testing.T, email string) string {
	t.Helper()
	links := mailtest.Last(t, w.Pool, email).Links
	if len(links) == 0 {
		t.Fatalf("no link in the last e-mail to %s", email)
	}
	return links[0][strings.LastIndex(links[0], "/")+1:]
}

// One is a registration as staff see it.
func (w *World) One(t *testing.T, id int64) registration.Registration {
	t.Helper()
	r, err := w.Rosters.One(t.Context(), w.Staff, id)
	must(t, err)
	return r
}

// WantStatus fails where a registration stands elsewhere.
func (w *World) WantStatus(t *testing.T, id int64, want registration.Status) {
	t.Helper()
	if got := w.One(t, id).Status; got != want {
		t.Errorf("registration %d: got %s, want %s", id, got, want)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
