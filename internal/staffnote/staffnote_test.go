package staffnote_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/keyset"
	"frivilligsentral/internal/postgres/pgtest"
	"frivilligsentral/internal/staffnote"

	"github.com/jackc/pgx/v5/pgxpool"
)

func TestQueries(t *testing.T) { pgtest.Queries(t) }

// world is two municipalities with one of each thing that notes are about.
type world struct {
	t           *testing.T
	pool        *pgxpool.Pool
	now         time.Time
	s           *staffnote.Service
	here, there account.Actor // coordinators
	own, theirs map[staffnote.Thing]int64
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, pool: pgtest.Pool(t), now: time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)}
	w.s = staffnote.NewService(staffnote.Deps{Pool: w.pool, Now: func() time.Time { return w.now }})
	w.here, w.own = w.municipality("9901")
	w.there, w.theirs = w.municipality("9902")
	return w
}

func (w *world) int(sql string, args ...any) (n int64) {
	w.t.Helper()
	if err := w.pool.QueryRow(context.Background(), sql, args...).Scan(&n); err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
	return n
}

func (w *world) municipality(number string) (account.Actor, map[staffnote.Thing]int64) {
	id := w.int(`insert into municipality (number, name) values ($1, $1) returning id`, number)
	by := account.Actor{Door: account.StaffDoor, MunicipalityID: id, Name: "Siri", Role: account.Coordinator,
		AccountID: w.int(`insert into account (municipality_id, email, name, staff_role) values ($1, 'siri@prove.example', 'Siri', 'coordinator') returning id`, id)}
	category := w.int(`insert into code (municipality_id, list, slug, name_nb) values ($1, 'category', 'x', 'X') returning id`, id)
	o := w.int(`insert into organisation (municipality_id, name, kind, status) values ($1, 'Laget', 'association', 'approved') returning id`, id)
	return by, map[staffnote.Thing]int64{
		staffnote.Organisation: o,
		staffnote.Activity: w.int(`insert into activity (municipality_id, organisation_id, title, category_id, starts_at, duration_minutes)
			values ($1, $2, 'Kafé', $3, $4, 60) returning id`, id, o, category, w.now),
		staffnote.PageReport: w.int(`insert into page_report (municipality_id, page, reason, body, created_at) values ($1, '/om', 'wrong', 'x', $2) returning id`, id, w.now),
	}
}

var things = []staffnote.Thing{staffnote.Organisation, staffnote.Activity, staffnote.PageReport}

// Each thing has its own notes, the newest first, and no other thing's or municipality's.
func TestNotesOfEachThing(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	for _, body := range []string{"først", "sist"} {
		for _, about := range things {
			for by, id := range map[*account.Actor]int64{&w.here: w.own[about], &w.there: w.theirs[about]} {
				for range 2 { // a form that is sent twice is one note
					if err := w.s.Add(ctx, *by, about, id, fmt.Sprintf(" %s om %s i %d\n", body, about, by.MunicipalityID)); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		w.now = w.now.Add(time.Hour)
	}
	for _, about := range things {
		found, err := w.s.List(ctx, w.here, about, w.own[about], keyset.Params{})
		notes := found.Rows
		if err != nil || len(notes) != 2 || notes[0].Body != fmt.Sprintf("sist om %s i %d", about, w.here.MunicipalityID) || !strings.HasPrefix(notes[1].Body, "først") || notes[0].Author != "Siri" {
			t.Errorf("%s: got %+v, %v", about, notes, err)
		}
		if notes, err := w.s.List(ctx, w.here, about, w.theirs[about], keyset.Params{}); err != nil || len(notes.Rows) > 0 {
			t.Errorf("%s of another municipality: got %+v, %v", about, notes, err)
		}
		if err := w.s.Add(ctx, w.here, about, w.theirs[about], "x"); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s of another municipality: got %v, want not found", about, err)
		}
		if got := w.int(`select count(*) from audit_event where action = $1 || '.note' and object = $1 and object_id = $2 and actor_id = $3`, string(about), w.own[about], w.here.AccountID); got != 2 {
			t.Errorf("%s: got %d lines in the log, want 2", about, got)
		}
	}
}

func TestWhoAndHowLong(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	group := account.Actor{Door: account.GroupDoor, MunicipalityID: w.here.MunicipalityID, AccountID: w.here.AccountID, Role: account.GroupAdmin, OrganisationID: w.own[staffnote.Organisation]}
	for role, may := range map[account.Role][2]bool{account.Reader: {true, false}, account.ContactManager: {true, false}, account.Coordinator: {true, true}} {
		by := w.here
		by.Role = role
		for _, about := range things {
			reads := may[0] && (about != staffnote.PageReport || may[1])
			if _, err := w.s.List(ctx, by, about, w.own[about], keyset.Params{}); (err == nil) != reads || err != nil && !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s reads about %s: got %v", role, about, err)
			}
			if err := w.s.Add(ctx, by, about, w.own[about], "x"); (err == nil) != may[1] || err != nil && !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s writes about %s: got %v", role, about, err)
			}
		}
	}
	for _, about := range things {
		if _, err := w.s.List(ctx, group, about, w.own[about], keyset.Params{}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the group reads about %s: got %v", about, err)
		}
	}
	long := strings.Repeat("ø", staffnote.Max)
	for body, ok := range map[string]bool{long: true, long + "ø": false, " \n": false} {
		if err := w.s.Add(ctx, w.here, staffnote.Activity, w.own[staffnote.Activity], body); ok != (err == nil) || !ok && !fault.FieldsOf(err).Has("notat") {
			t.Errorf("%d characters: got %v", len([]rune(body)), err)
		}
	}
}

// However many notes there are, all of them are read, and none twice: several may be written in the same moment.
func TestAllNotesAreRead(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	const all = 251
	w.int(`with n as (insert into staff_note (municipality_id, activity_id, body, created_at) select $1, $2, n::text, $3::timestamptz + n / 3 * interval '1 minute' from generate_series(1, $4::int) n returning 1) select count(*) from n`,
		w.here.MunicipalityID, w.own[staffnote.Activity], w.now, all)
	var forth, back []string
	at := keyset.Params{}
	for {
		found, err := w.s.List(ctx, w.here, staffnote.Activity, w.own[staffnote.Activity], at)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range found.Rows {
			forth = append(forth, n.Body)
		}
		if found.Next == "" {
			at = keyset.Params{Before: found.Prev}
			break
		}
		at.After = found.Next
	}
	if len(forth) != all || forth[0] != "251" || forth[all-1] != "1" {
		t.Fatalf("got %d notes, want all %d with the newest first", len(forth), all)
	}
	for at.Before != "" {
		found, err := w.s.List(ctx, w.here, staffnote.Activity, w.own[staffnote.Activity], at)
		if err != nil {
			t.Fatal(err)
		}
		for i := range found.Rows {
			back = append(back, found.Rows[len(found.Rows)-1-i].Body)
		}
		at.Before = found.Prev
	}
	if want := 250; len(back) != want {
		t.Errorf("back again: got %d notes, want the %d before the last page", len(back), want)
	}
}
