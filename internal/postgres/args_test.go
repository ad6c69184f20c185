package postgres_test

import (
	"testing"

	"frivilligsentral/internal/postgres"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
)

// Whether a statement is met for the first time or again, it is run as pgx would run it.
func TestArgsAreThoseOfPgx(t *testing.T) {
	const sql = `-- test.args @not
select @b::text, '@not', @a::int, @b, "@not", $$@not$$ from x where y = @a`
	for range 3 {
		args := map[string]any{"a": 7, "b": "it's @not"}
		want, wantValues, err := pgx.StrictNamedArgs(args).RewriteQuery(t.Context(), nil, sql, nil)
		if err != nil {
			t.Fatal(err)
		}
		got, values, err := postgres.Args(args).RewriteQuery(t.Context(), nil, sql, nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]any{want, wantValues}, []any{got, values}); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestArgsAreStrict(t *testing.T) {
	const sql = `select @here, @there`
	for _, known := range []bool{false, true} {
		for name, args := range map[string]postgres.Args{
			"one is missing":            {"here": 1},
			"one too many":              {"here": 1, "there": 2, "else": 3},
			"one is called another way": {"here": 1, "else": 3},
			"none":                      nil,
		} {
			if got, _, err := args.RewriteQuery(t.Context(), nil, sql, nil); err == nil {
				t.Errorf("%s, statement known: %v: ran as %q", name, known, got)
			}
		}
		if _, _, err := (postgres.Args{"here": nil, "there": nil}).RewriteQuery(t.Context(), nil, sql, nil); err != nil {
			t.Fatal(err)
		}
	}
}

func BenchmarkArgs(b *testing.B) {
	const sql = `-- test.bench: as long as most
select a.id, a.title, a.summary, o.name from activity a join organisation o on o.id = a.organisation_id
where a.id = @id and a.municipality_id = @municipality_id and a.starts_at > @now and a.status = 'published' order by a.starts_at, a.id limit @limit`
	args := map[string]any{"id": 7, "municipality_id": 4, "now": "2026-03-01", "limit": 26}
	b.Run("read once", func(b *testing.B) {
		for b.Loop() {
			if _, _, err := postgres.Args(args).RewriteQuery(b.Context(), nil, sql, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("read each time", func(b *testing.B) {
		for b.Loop() {
			if _, _, err := pgx.StrictNamedArgs(args).RewriteQuery(b.Context(), nil, sql, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
}
