package contact

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"

	"github.com/jackc/pgx/v5"
)

const crowd = 4000

// crowded is a municipality with thousands of contacts as they are: some families, a mailbox that hundreds share,
// a name that hundreds have, and one that is half of everybody's.
func crowded(t *testing.T, tx pgx.Tx) int64 {
	t.Helper()
	id, err := postgres.Scalar[int64](t.Context(), tx, "insert into municipality (number, name) values ('9999', 'Prøve') returning id", nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = tx.Exec(t.Context(), `insert into contact (municipality_id, name, email, phone, valid_from)
		select $1, case when n % 10 = 0 then 'Vakttelefon' when n % 2 = 0 then 'Kari Etternavn' || n else 'Fornavn' || n / 2 || ' Hansen' end,
		       case when n % 4 = 0 then 'post@prove.example' when n % 4 = 1 then '' else 'person' || n / 3 || '@prove.example' end,
		       case when n % 5 = 0 then '+4760001111' else '' end, '2026-01-01'
		from generate_series(1, $2::int) n`, id, crowd)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), "analyze contact"); err != nil {
		t.Fatal(err)
	}
	return id
}

// node is a step of a plan that has been carried out.
type node struct {
	Type    string  `json:"Node Type"`
	Rows    float64 `json:"Actual Rows"`
	Loops   float64 `json:"Actual Loops"`
	Dropped float64 `json:"Rows Removed by Filter"`
	Joined  float64 `json:"Rows Removed by Join Filter"`
	Index   float64 `json:"Rows Removed by Index Recheck"`
	Plans   []node  `json:"Plans"`
}

func (n node) touched() float64 {
	sum := (n.Rows + n.Dropped + n.Joined + n.Index) * n.Loops
	for _, p := range n.Plans {
		sum += p.touched()
	}
	return sum
}

// touched is how many rows all steps of a statement go through together.
func touched(t *testing.T, tx pgx.Tx, sql string, args postgres.Args) int {
	t.Helper()
	text, err := postgres.Scalar[string](t.Context(), tx, "explain (analyze, format json, timing off) "+sql, args)
	if err != nil {
		t.Fatal(err)
	}
	var plans []struct{ Plan node }
	if err := json.Unmarshal([]byte(text), &plans); err != nil || len(plans) != 1 {
		t.Fatalf("plan %s: %v", text, err)
	}
	return int(plans[0].Plan.touched())
}

// With thousands of contacts nothing compares all with all: the list goes through what it shows, one save through
// those alike, and the night through some for each.
func TestDoublesOfThousands(t *testing.T) {
	t.Parallel()
	tx := pgtest.Tx(t)
	id := crowded(t, tx)
	ids, err := postgres.Scalars[int64](t.Context(), tx, indexedSQL, postgres.Args{"municipality_id": id})
	if err != nil || len(ids) != crowd {
		t.Fatalf("got %d contacts, %v", len(ids), err)
	}
	one := postgres.Args{"municipality_id": id, "ids": ids[:1]}
	all := postgres.Args{"municipality_id": id, "ids": ids}
	const alike = 4 * 20 // that one contact may have
	if n := touched(t, tx, findDoublesSQL, one); n > 10*alike {
		t.Errorf("one contact: %d rows are gone through, want no more than a few for each of those alike", n)
	}
	if n := touched(t, tx, findDoublesSQL, all); n > crowd*10*alike {
		t.Errorf("everybody: %d rows are gone through for %d contacts", n, crowd)
	}
	pairs, err := postgres.Scalar[int](t.Context(), tx, "select count(*) from contact_double", nil)
	if err != nil || pairs < crowd/10 || pairs > crowd*alike {
		t.Errorf("got %d pairs, %v", pairs, err)
	}
	if _, err := tx.Exec(t.Context(), "analyze contact_double"); err != nil {
		t.Fatal(err)
	}
	if n := touched(t, tx, doublesSQL, postgres.Args{"municipality_id": id}); n > 3000 {
		t.Errorf("the list: %d rows are gone through to show 50 of %d pairs", n, pairs)
	}
	if n := touched(t, tx, dropDoublesSQL, one); n > 10*alike {
		t.Errorf("forgetting one: %d rows are gone through", n)
	}
}

// A pair comes with the save that makes it and goes with the one that ends it; a list that is read in finds its own.
func TestDoublesFollowEachSave(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	s := NewService(Deps{Pool: pool, Now: func() time.Time { return now }})
	id, err := postgres.Scalar[int64](t.Context(), pool, "insert into municipality (number, name) values ('9999', 'Prøve') returning id", nil)
	if err != nil {
		t.Fatal(err)
	}
	by := account.SystemActor(id, "prøve")
	pairs := func(what string, want ...string) {
		t.Helper()
		got, err := postgres.Many[Double](t.Context(), pool, doublesSQL, postgres.Args{"municipality_id": id})
		var names []string
		for _, p := range got {
			names = append(names, p.Name+" – "+p.OtherName)
		}
		if err != nil || fmt.Sprint(names) != fmt.Sprint(want) {
			t.Errorf("%s: got %v, %v, want %v", what, names, err, want)
		}
	}
	create := func(name, email string) int64 {
		t.Helper()
		n, err := s.Create(t.Context(), by, Contact{Name: name, Email: email, ValidFrom: now})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	kari := create("Kari Lie", "kari@prove.example")
	pairs("alone")
	other := create("Kari Moe", "KARI@prove.example")
	pairs("made", "Kari Lie – Kari Moe")
	c, err := byID(t.Context(), pool, id, other)
	if err != nil {
		t.Fatal(err)
	}
	c.Email = "moe@prove.example"
	if err := s.Update(t.Context(), by, c.Contact); err != nil {
		t.Fatal(err)
	}
	pairs("changed")
	if _, err := s.Create(t.Context(), by, Contact{Name: "Ola By", Phone: "+4760001111", ValidFrom: now}); err != nil {
		t.Fatal(err)
	}
	plan, err := s.PlanImport(t.Context(), pool, by, "liste.csv", []byte("Navn;Telefon;Enhet\nOLA BY;60 00 11 11;Kultur\n"), intake.Choices{})
	if err != nil {
		t.Fatal(err)
	}
	if err := postgres.InTx(t.Context(), pool, func(ctx context.Context, tx pgx.Tx) error { return plan.Apply(ctx, tx, func(int) {}) }); err != nil {
		t.Fatal(err)
	}
	pairs("read in", "Ola By – OLA BY")
	third := create("Kari Lie", "")
	pairs("made once more", "Kari Lie – Kari Lie", "Ola By – OLA BY")
	if err := s.Merge(t.Context(), by, third, kari); err != nil {
		t.Fatal(err)
	}
	left, err := postgres.Scalar[int](t.Context(), pool, "select count(*) from contact_double where contact_id = @id or other_id = @id", postgres.Args{"id": third})
	if err != nil || left != 0 {
		t.Errorf("of who was merged: got %d pairs, %v, want none", left, err)
	}
}
