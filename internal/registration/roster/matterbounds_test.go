package roster_test

// When each of the matters comes and goes, and whom a change reaches.

import (
	"testing"
	"time"

	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/internal/registration/signupform"
)

// moment is what waits at a time.
type moment struct {
	at   time.Time
	want []roster.MatterKind
}

func (w *world) walk(t *testing.T, moments ...moment) {
	t.Helper()
	for _, m := range moments {
		w.Now = m.at
		w.wantKinds(t, m.at.Format(time.DateTime), m.want...)
	}
}

// only is one kind; none is nothing.
func only(k roster.MatterKind) []roster.MatterKind { return []roster.MatterKind{k} }

var none []roster.MatterKind

func TestMattersHaveTheirTime(t *testing.T) {
	t.Parallel()
	const second = time.Second
	day := 24 * time.Hour
	for name, run := range map[string]func(*testing.T, *world){
		"an offer that runs out": func(t *testing.T, w *world) {
			date := w.Open(t, 1, nil)
			first, _ := w.Join(t, date, "Ola Nes", 1)
			next, _ := w.Join(t, date, "Kari Vik", 1)
			must(t, w.SignUps.Remove(t.Context(), w.Group, first.ID, true))
			until := w.One(t, next.ID).OfferExpiresAt
			if until == nil {
				t.Fatal("no offer")
			}
			w.walk(t, moment{until.Add(-6 * time.Hour), none}, moment{until.Add(-6*time.Hour + second), only(roster.Unanswered)})
		},
		"an offer to somebody without e-mail": func(t *testing.T, w *world) {
			date := w.Open(t, 1, nil)
			first, _ := w.Join(t, date, "Ola Nes", 1)
			next := w.phones(t, date, "Kari Vik", 1)
			must(t, w.SignUps.Remove(t.Context(), w.Group, first.ID, true))
			w.WantStatus(t, next, registration.Offered)
			w.wantKinds(t, "at once", roster.Unanswered)
			w.set(t, "update signup_slot set cancelled = true")
			w.wantKinds(t, "the date is off")
		},
		"a guardian": func(t *testing.T, w *world) {
			w.Open(t, 2, func(f *signupform.Form) { f.AskAges = true })
			date := w.Dates(t, w.Activity)[1]
			child, err := w.SignUps.SignUp(t.Context(), w.Resident, w.young(date.ID, "Per Vik", "10-12", "Kari Vik"))
			must(t, err)
			_, err = w.SignUps.ConfirmByToken(t.Context(), w.Resident, child.Token)
			must(t, err)
			w.walk(t, moment{date.StartsAt.Add(-7 * day), none}, moment{date.StartsAt.Add(-7*day + second), only(roster.GuardianAwaited)},
				moment{date.EndsAt, none})
		},
		"too few": func(t *testing.T, w *world) {
			w.Open(t, 3, func(f *signupform.Form) { f.MinParticipants, f.ClosesHours = 2, 30 })
			d := w.Dates(t, w.Activity)[0]
			closes := d.StartsAt.Add(-30 * time.Hour)
			w.walk(t, moment{closes.Add(-3 * day), none}, moment{closes.Add(-3*day + second), only(roster.TooFew)},
				moment{closes.Add(-second), only(roster.TooFew)}, moment{closes, none})
			w.Now = closes.Add(-2 * day)
			first, _ := w.Join(t, d.ID, "Ola Nes", 1)
			w.wantKinds(t, "one of two", roster.TooFew)
			second, _ := w.Join(t, d.ID, "Kari Vik", 1)
			w.wantKinds(t, "enough")
			must(t, w.SignUps.Remove(t.Context(), w.Group, first.ID, true))
			must(t, w.SignUps.Remove(t.Context(), w.Group, second.ID, true))
			for _, sql := range []string{"status = 'draft'", "cancelled_at = '2026-10-01Z'", "signup_mode = 'none'"} {
				w.set(t, "update activity set "+sql+" where id = $1", w.Activity)
				w.wantKinds(t, sql)
				w.set(t, "update activity set status = 'published', cancelled_at = null, signup_mode = 'here' where id = $1", w.Activity)
			}
			w.set(t, "update occurrence set status = 'cancelled' where id = $1", d.ID)
			w.wantKinds(t, "the date is off")
		},
		"one is always enough": func(t *testing.T, w *world) {
			w.Open(t, 3, func(f *signupform.Form) { f.MinParticipants = 1 })
			w.Now = w.Dates(t, w.Activity)[0].StartsAt.Add(-day)
			w.wantKinds(t, "a smallest number of one")
		},
		"too few for a series": func(t *testing.T, w *world) {
			w.Open(t, 3, func(f *signupform.Form) { f.Scope, f.MinParticipants = signupform.WholeSeries, 2 })
			dates := w.Dates(t, w.Activity)
			w.wantKinds(t, "before the first", roster.TooFew)
			w.Now = dates[1].StartsAt.Add(-day)
			w.wantKinds(t, "it has begun")
		},
		"ticks": func(t *testing.T, w *world) {
			date := w.Open(t, 3, nil)
			d := w.Dates(t, w.Activity)[0]
			in, _ := w.Join(t, date, "Ola Nes", 1)
			w.phones(t, date, "Kari Vik", 2)
			w.walk(t, moment{d.EndsAt, none}, moment{d.EndsAt.Add(second), only(roster.Unticked)},
				moment{d.StartsAt.Add(7*day - second), only(roster.Unticked)}, moment{d.StartsAt.Add(7 * day), none})
			w.Now = d.EndsAt.Add(day)
			must(t, w.Rosters.SetAttendance(t.Context(), w.Group, in.ID, 0, date, registration.Absent))
			all, err := w.Rosters.Matters(t.Context(), w.Group)
			must(t, err)
			if len(all) != 1 || all[0].People != 2 || all[0].Of != 3 {
				t.Errorf("one of three is ticked off: got %+v", all)
			}
			w.set(t, "update signup_known set cancelled = true")
			w.wantKinds(t, "the date was off")
		},
		"ticks of a series": func(t *testing.T, w *world) {
			w.Open(t, 3, func(f *signupform.Form) { f.Scope = signupform.WholeSeries })
			in, _ := w.Join(t, 0, "Ola Nes", 1)
			dates := w.Dates(t, w.Activity)
			w.walk(t, moment{dates[0].EndsAt, none}, moment{dates[0].EndsAt.Add(second), only(roster.Unticked)},
				moment{dates[1].EndsAt, none}, moment{dates[1].EndsAt.Add(second), only(roster.Unticked)})
			must(t, w.Rosters.SetAttendance(t.Context(), w.Group, in.ID, 0, dates[1].ID, registration.Present))
			w.wantKinds(t, "ticked off")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.rivalToo(t, 3) // nothing waits for those whose list it is not
			run(t, w)
		})
	}
}

// Fifty of a kind are enough for a page.
func TestMattersHaveALength(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 200, nil)
	w.Join(t, date, "Ola Nes", 1)
	w.set(t, `insert into registration (municipality_id, activity_id, slot_id, number, status, holds, party_size, name, email, source)
		select municipality_id, activity_id, slot_id, number + n, status, holds, 1, name, email, source from registration, generate_series(1, 59) n`)
	w.refuses(t, "ola.nes@post.example")
	if got := len(w.kinds(t, w.Group)); got != 50 {
		t.Errorf("got %d matters, want 50", got)
	}
}

func TestWithoutForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	unset := func(what string, want int) {
		t.Helper()
		mine, err := w.Rosters.WithoutForm(t.Context(), w.Group)
		must(t, err)
		all, err := w.Rosters.WithoutForm(t.Context(), w.Staff)
		must(t, err)
		if len(mine) != want || len(all) != want {
			t.Errorf("%s: got %d, and %d for staff, want %d", what, len(mine), len(all), want)
		}
		if theirs, err := w.Rosters.WithoutForm(t.Context(), w.Rival); err != nil || len(theirs) != 0 {
			t.Errorf("%s: got %v, %v for another group, want none", what, theirs, err)
		}
		if theirs, err := w.Rosters.WithoutForm(t.Context(), w.Stranger); err != nil || len(theirs) != 0 {
			t.Errorf("%s: got %v, %v in another municipality, want none", what, theirs, err)
		}
	}
	w.rivalToo(t, 3)
	unset("no sign-up is wanted", 0)
	w.set(t, "update activity set signup_mode = 'here'")
	unset("no form", 1)
	for _, sql := range []string{"status = 'draft'", "cancelled_at = '2026-10-01Z'"} {
		w.set(t, "update activity set "+sql+" where id = $1", w.Activity)
		unset(sql, 0)
		w.set(t, "update activity set status = 'published', cancelled_at = null where id = $1", w.Activity)
	}
	w.set(t, "update occurrence set status = 'cancelled'")
	unset("all are off", 0)
	w.set(t, "update occurrence set status = 'planned'")
	dates := w.Dates(t, w.Activity)
	last := dates[len(dates)-1].EndsAt
	w.Now = last.Add(-time.Second)
	unset("the last takes place", 1)
	w.Now = last
	unset("all are over", 0)
}

// Whom a change reaches, and who must be rung about it: those who hold something
// for what is still to come.
func TestReachAndCallsAreOfWhatIsToCome(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.Open(t, 5, nil)
	w.rivalToo(t, 5)
	dates := w.Dates(t, w.Activity)
	first := w.phones(t, dates[0].ID, "Åse Li", 1)
	w.phones(t, dates[0].ID, "Eli Moe", 2)
	w.phones(t, dates[1].ID, "Per Vik", 1)
	w.set(t, "insert into signup_call (registration_id, kind, since) select id, 'changed', $1 from registration", w.Now)
	check := func(what string, people int, calls ...string) {
		t.Helper()
		reach, err := w.Rosters.ReachOf(ctx, w.Group, w.Activity, 0)
		must(t, err)
		if reach.People != people || reach.Unreached > people {
			t.Errorf("%s: got a reach of %+v, want %d people", what, reach, people)
		}
		w.toRing(t, what, calls...)
	}
	check("all", 4, "Åse Li changed", "Eli Moe changed", "Per Vik changed")
	w.set(t, "update registration set anonymised_at = $2 where id = $1", first, w.Now)
	check("one is forgotten", 3, "Eli Moe changed", "Per Vik changed")
	w.set(t, "update registration set anonymised_at = null where id = $1", first)
	must(t, w.SignUps.Remove(ctx, w.Group, first, true))
	w.set(t, "insert into signup_call (registration_id, kind, since) values ($1, 'changed', $2) on conflict do nothing", first, w.Now)
	check("one is off", 3, "Eli Moe changed", "Per Vik changed")
	if reach, err := w.Rosters.ReachOf(ctx, w.Group, w.Activity, dates[1].ID); err != nil || reach.People != 1 {
		t.Errorf("one date: got %+v, %v, want one", reach, err)
	}
	notes, err := w.Rosters.NotesOn(ctx, w.Group, w.Activity, []registration.Registration{w.One(t, first)})
	must(t, err)
	if len(notes.Ring) != 0 {
		t.Errorf("got %v to ring, who is off", notes.Ring)
	}
	w.Now = dates[0].EndsAt
	check("the first is over", 1, "Per Vik changed")
	w.set(t, "update signup_slot set cancelled = true")
	check("the second is off", 0, "Per Vik changed")
}

// What is noted beside a name is of that person, date and municipality.
func TestNotesAreOfTheirOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.Open(t, 3, nil)
	dates := w.Dates(t, w.Activity)
	ola, _ := w.Join(t, dates[0].ID, "Ola Nes", 1)
	again, _ := w.Join(t, dates[1].ID, "Ola Nes", 1)
	ring := w.phones(t, dates[0].ID, "Åse Li", 1)
	gone := w.phones(t, dates[0].ID, "Åse Lie", 1)
	must(t, w.SignUps.Remove(ctx, w.Group, gone, true))
	w.set(t, "update registration set name = 'Åse Li' where id = $1", gone)
	w.set(t, "insert into email_address_status (municipality_id, address, reason) values ($1, 'ola.nes@post.example', '550'), ($1, '', '550')", w.Stranger.MunicipalityID)
	w.set(t, "insert into email_address_status (municipality_id, address, reason) values ($1, '', '550')", w.Group.MunicipalityID)
	w.set(t, "insert into signup_call (registration_id, kind, since) values ($1, 'changed', $2)", ring, w.Now)
	rows := []registration.Registration{w.One(t, ola.ID), w.One(t, again.ID), w.One(t, ring), w.One(t, gone)}
	look := func(what string, rings int) {
		t.Helper()
		n, err := w.Rosters.NotesOn(ctx, w.Group, w.Activity, rows)
		must(t, err)
		if len(n.Double) > 0 || len(n.Refused) > 0 || len(n.Position) > 0 || len(n.Ring) != rings || rings > 0 && n.Ring[ring] != letters.CallChanged {
			t.Errorf("%s: got %+v, want %d to ring", what, n, rings)
		}
	}
	look("before", 1)
	w.Now = dates[0].EndsAt
	look("over", 0)
	n, err := w.Rosters.NotesOn(ctx, w.Group, w.Activity, nil)
	if err != nil || len(n.Ring) > 0 {
		t.Errorf("of nobody: got %+v, %v", n, err)
	}
}
