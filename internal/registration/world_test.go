package registration_test

// The world of these tests, and what they have in common.

import (
	"context"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/postgres/pgtest"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/registrationtest"
)

func TestQueries(t *testing.T) {
	t.Parallel()
	pgtest.Queries(t)
}

type world struct{ *registrationtest.World }

func newWorld(t *testing.T) *world {
	t.Helper()
	return &world{registrationtest.New(t)}
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
	return int(w.ID(t, "select version from activity where id = $1", w.Activity))
}

// unproved sets how much of the places those may hold whom nobody has answered for.
func (w *world) unproved(t *testing.T, percent int) {
	t.Helper()
	w.ID(t, "update municipality set signup_unproved_percent = $1 where id = $2 returning id", percent, w.Group.MunicipalityID)
}

func number(n int) *int { return &n }
