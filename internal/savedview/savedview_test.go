package savedview

import (
	"testing"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/postgres/pgtest"
)

func TestQueries(t *testing.T) { pgtest.Queries(t) }

func TestViewsAreOnesOwn(t *testing.T) {
	t.Parallel()
	tx := pgtest.Tx(t)
	ctx := t.Context()
	var municipality, kari, per int64
	if err := tx.QueryRow(ctx, `insert into municipality (number, name) values ('9901', 'X') returning id`).Scan(&municipality); err != nil {
		t.Fatal(err)
	}
	for email, id := range map[string]*int64{"kari@x.example": &kari, "per@x.example": &per} {
		if err := tx.QueryRow(ctx, `insert into account (municipality_id, email, name) values ($1, $2, 'X') returning id`, municipality, email).Scan(id); err != nil {
			t.Fatal(err)
		}
	}
	for _, query := range []string{"q=a", "q=b"} { // the same name replaces
		if err := Save(ctx, tx, kari, "/liste", View{Name: " Mine ", Query: query}); err != nil {
			t.Fatal(err)
		}
	}
	got, err := List(ctx, tx, kari, "/liste")
	if err != nil || len(got) != 1 || got[0].Name != "Mine" || got[0].Query != "q=b" {
		t.Fatalf("got %+v, %v, want the view saved last", got, err)
	}
	if others, _ := List(ctx, tx, per, "/liste"); len(others) != 0 {
		t.Errorf("got %+v, want none of Kari's", others)
	}
	if err := Delete(ctx, tx, per, "/liste", got[0].ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("deleting another's: got %v, want not found", err)
	}
	for i := range Most - 1 {
		if err := Save(ctx, tx, kari, "/liste", View{Name: string(rune('A' + i))}); err != nil {
			t.Fatal(err)
		}
	}
	if err := Save(ctx, tx, kari, "/liste", View{Name: "En for mye"}); !fault.FieldsOf(err).Has("visning") {
		t.Errorf("one too many: got %v, want it refused", err)
	}
}
