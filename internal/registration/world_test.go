package registration_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/postgres/pgtest"
	"frivilligsentral/internal/registration"
)

func TestQueries(t *testing.T) {
	t.Parallel()
	pgtest.Queries(t)
}

// world is activitytest's, with the weekly knitting café published.
type world struct {
	*activitytest.World
	s        *registration.Service
	activity int64
	resident account.Actor
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{World: activitytest.New(t)}
	client, err := jobs.InsertOnly(w.Pool)
	must(t, err)
	w.s = registration.NewService(registration.Deps{Pool: w.Pool, Mail: mail.NewOutbox(client), Now: func() time.Time { return w.Now }})
	w.activity = w.Publish(t, w.Draft())
	w.resident = account.Resident(w.Group.MunicipalityID)
	return w
}

// open stores a form with so many places, and gives the first date.
func (w *world) open(t *testing.T, places int, change func(*registration.Form)) int64 {
	t.Helper()
	f := registration.NewForm()
	f.Capacity, f.MaxParty = &places, min(places, 6)
	if change != nil {
		change(&f)
	}
	must(t, w.s.SaveForm(t.Context(), w.Group, w.activity, 0, f))
	if f.Scope == registration.WholeSeries {
		return 0
	}
	return w.Dates(t, w.activity)[0].ID
}

func (w *world) wish(date int64, name string, party int) registration.Wish {
	email := strings.ReplaceAll(strings.ToLower(name), " ", ".") + "@post.example"
	return registration.Wish{ActivityID: w.activity, OccurrenceID: date, Name: name, Email: email, Party: party}
}

// join signs up and confirms.
func (w *world) join(t *testing.T, date int64, name string, party int) (registration.SignedUp, registration.Own) {
	t.Helper()
	in, err := w.s.SignUp(t.Context(), w.resident, w.wish(date, name, party))
	must(t, err)
	own, err := w.s.ConfirmByToken(t.Context(), w.resident, in.Token)
	must(t, err)
	return in, own
}

func (w *world) token(t *testing.T, email string) string {
	t.Helper()
	links := mailtest.Last(t, w.Pool, email).Links
	if len(links) == 0 {
		t.Fatalf("no link in the last e-mail to %s", email)
	}
	return links[0][strings.LastIndex(links[0], "/")+1:]
}

func (w *world) one(t *testing.T, id int64) registration.Registration {
	t.Helper()
	r, err := w.s.One(t.Context(), w.Staff, id)
	must(t, err)
	return r
}

func (w *world) wantStatus(t *testing.T, id int64, want registration.Status) {
	t.Helper()
	if got := w.one(t, id).Status; got != want {
		t.Errorf("registration %d: got %s, want %s", id, got, want)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, err error, want fault.Kind) {
	t.Helper()
	if !fault.Is(err, want) {
		t.Errorf("got error %v, want a fault of kind %d", err, want)
	}
}

// tokenUse is what people do with their link.
type tokenUse = func(context.Context, account.Actor, string) (registration.Own, error)

func (w *world) version(t *testing.T) int {
	t.Helper()
	return int(w.ID(t, "select version from activity where id = $1", w.activity))
}
