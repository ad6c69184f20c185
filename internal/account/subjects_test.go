package account_test

// The log calls what its lines are about by its name, of every kind, and tells no
// neighbour's.

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/postgres"
)

// things makes one of each kind that the log knows, and says the id of each.
func (h *house) things(municipality int64, town string) map[string]int64 {
	h.t.Helper()
	ids := map[string]int64{}
	h.must(postgres.InTx(h.t.Context(), h.pool, func(ctx context.Context, tx pgx.Tx) error {
		// A sign-up has more around it than the log asks for.
		if _, err := tx.Exec(ctx, `set local session_replication_role = replica`); err != nil {
			return err
		}
		for _, kind := range []struct{ name, sql string }{
			{"account", `account (municipality_id, name, email) values ($1, $2, 'k@k.example')`},
			{"contact", `contact (municipality_id, name) values ($1, $2)`},
			{"organisation", `organisation (municipality_id, name, kind, status) values ($1, $2, 'association', 'approved')`},
			{"activity", `activity (municipality_id, title, organisation_id, category_id, starts_at, duration_minutes) values ($1, $2, 1, 1, now(), 60)`},
			{"venue", `venue (municipality_id, name) values ($1, $2)`},
			{"unit", `municipal_unit (municipality_id, name) values ($1, $2)`},
			{"area", `area (municipality_id, name, slug) values ($1, $2, 'a')`},
			{"code", `code (municipality_id, name_nb, list, slug) values ($1, $2, 'topic', 'a')`},
			{"centre", `centre (municipality_id, name) values ($1, $2)`},
			{"import", `import_batch (municipality_id, file_name, kind, file_hash) values ($1, $2, 'contacts', '')`},
		} {
			var id int64
			if err := tx.QueryRow(ctx, `insert into `+kind.sql+` returning id`, municipality, kind.name+" i "+town).Scan(&id); err != nil {
				return fmt.Errorf("%s: %w", kind.name, err)
			}
			ids[kind.name] = id
		}
		var id int64
		err := tx.QueryRow(ctx, `insert into registration (municipality_id, activity_id, slot_id, number, status, holds, party_size, name, source)
			values ($1, $2, $1, 1, 'confirmed', 'place', 1, 'Kari', 'web') returning id`, municipality, ids["activity"]).Scan(&id)
		ids["registration"] = id
		return err
	}))
	return ids
}

func TestLogNamesEveryKind(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	admin := h.staff("admin@k.example", account.Administrator)
	here := h.things(h.municipality, "vik")
	there := h.things(h.town("9902", "Nabovik", "nabovik.example"), "nabovik")
	var want []account.Subject
	for kind, id := range here {
		s := account.Subject{Kind: kind, ID: id, Name: kind + " i vik"}
		if kind == "registration" {
			s.Name, s.Under = "activity i vik", here["activity"]
		}
		want = append(want, s)
		// The neighbour's of the kind is asked for too.
		for _, id := range []int64{id, there[kind]} {
			h.exec(`insert into audit_event (municipality_id, actor_kind, action, object, object_id) values ($1, 'staff', 'x.y', $2, $3)`, h.municipality, kind, id)
		}
	}
	got, err := h.Log(t.Context(), admin, account.LogQuery{})
	h.must(err)
	for _, list := range [][]account.Subject{want, got.Subjects} {
		slices.SortFunc(list, func(a, b account.Subject) int {
			return slices.Compare([]string{a.Kind, fmt.Sprint(a)}, []string{b.Kind, fmt.Sprint(b)})
		})
	}
	if diff := cmp.Diff(want, got.Subjects); diff != "" {
		t.Errorf("what the lines are about (-want +got):\n%s", diff)
	}
	for _, r := range got.Rows {
		own := *r.ObjectID == here[r.Object]
		if about := got.About(r); (about.Name != "") != own {
			t.Errorf("%s %d: got %q", r.Object, *r.ObjectID, about.Name)
		}
	}
}

// A page of the log is as long as was asked for, within reason.
func TestPagesOfTheLog(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	admin := h.staff("admin@k.example", account.Administrator)
	h.exec(`insert into audit_event (municipality_id, actor_kind, action) select $1, 'staff', 'x.y' from generate_series(1, 201)`, h.municipality)
	for limit, want := range map[int]int{-1: 50, 0: 50, 1: 1, 199: 199, 200: 200, 201: 50} {
		got, err := h.Log(t.Context(), admin, account.LogQuery{Limit: limit})
		h.must(err)
		if len(got.Rows) != want || !got.More {
			t.Errorf("asked for %d: got %d lines, more %v; want %d and more", limit, len(got.Rows), got.More, want)
		}
	}
	h.exec(`delete from audit_event where id = (select min(id) from audit_event)`)
	if got, err := h.Log(t.Context(), admin, account.LogQuery{Limit: 200}); err != nil || got.More {
		t.Errorf("all 200: got more %v (%v), want no more", got.More, err)
	}
}
