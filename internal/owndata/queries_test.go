package owndata

import (
	"testing"

	"frivilligsentral/internal/postgres/pgtest"
)

func TestQueries(t *testing.T) {
	t.Parallel()
	pgtest.Queries(t)
}

func TestSealedAddressOpensOnlyWithItsLink(t *testing.T) {
	t.Parallel()
	sealed, err := seal("hemmelig", "kari@post.example")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := unseal("hemmelig", sealed); err != nil || got != "kari@post.example" {
		t.Errorf("got %q, %v", got, err)
	}
	if got, err := unseal("noe annet", sealed); err == nil {
		t.Errorf("another link opens it: got %q", got)
	}
}
