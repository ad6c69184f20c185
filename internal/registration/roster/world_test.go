package roster_test

// The world of these tests, and what they have in common.

import (
	"testing"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/registration/registrationtest"
)

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
