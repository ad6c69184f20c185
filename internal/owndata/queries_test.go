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
	sealed, err := sealAddress("hemmelig", "kari@post.example")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := openAddress("hemmelig", sealed); err != nil || got != "kari@post.example" {
		t.Errorf("got %q, %v", got, err)
	}
	if got, err := openAddress("noe annet", sealed); err == nil {
		t.Errorf("another link opens it: got %q", got)
	}
}
