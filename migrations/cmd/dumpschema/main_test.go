package main

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/postgres/pgtest"
)

func TestSchemaIsCurrent(t *testing.T) {
	t.Parallel()
	got, err := dump(t.Context(), pgtest.DSN(t))
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("../../schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("migrations/schema.sql is not what the migrations make; run go run ./migrations/cmd/dumpschema (-file +made):\n%s", diff)
	}
}
