package registration_test

// Those who sign up and those who change the activity meanwhile do not stop each other.

import (
	"context"
	"fmt"
	"testing"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/entering"

	"github.com/jackc/pgx/v5"
)

// blocked starts do and goes on when it waits for a lock; do ends with the test.
func (w *world) blocked(ctx context.Context, t *testing.T, do func() error) {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- do() }()
	for waiting := 0; waiting == 0; {
		select {
		case err := <-done:
			t.Fatalf("it waited for nobody, and ended with %v", err)
		default:
		}
		err := w.Pool.QueryRow(ctx, "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'").Scan(&waiting)
		must(t, err)
	}
	t.Cleanup(func() { must(t, <-done) })
}

// Whoever has the slot and is about to store a sign-up for the activity is not
// refused because somebody changes the activity and needs the slot for it.
func TestChangeOfTheActivityStopsNoSignUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, stop := context.WithTimeout(context.WithoutCancel(t.Context()), time.Minute)
	t.Cleanup(stop)
	date := w.Open(t, 2, nil)
	w.Join(t, date, "Ola Nes", 1)
	must(t, pgx.BeginFunc(ctx, w.Pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "select from signup_slot where occurrence_id = $1 for update", date); err != nil {
			return err
		}
		d := w.Draft()
		d.SignupMode = activity.HereSignup
		d.Schedule = activity.Schedule{StartsAt: activitytest.At("2026-11-03 18:00"), DurationMinutes: 60}
		version := w.version(t)
		w.blocked(ctx, t, func() error {
			_, err := w.Service.Update(ctx, w.Staff, w.Activity, version, d, activity.Falling{Reason: "Vi er for få"})
			return err
		})
		_, err := tx.Exec(ctx, "select from activity where id = $1 for key share", w.Activity) // as storing a sign-up does
		return err
	}))
}

// Several dates with one form hold the network before any date, as one date does: else two forms of one
// household could each have what the other waits for.
func TestNetworkIsHeldBeforeSeveralDates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, stop := context.WithTimeout(context.WithoutCancel(t.Context()), time.Minute)
	t.Cleanup(stop)
	w.Open(t, 9, nil)
	dates := w.Dates(t, w.Activity)
	w.Join(t, dates[1].ID, "Kari Vik", 1) // so that its slot is the first
	const network = "192.0.2.0/24"
	several := w.several(t, "Ola Nes", 1, 2)
	one := w.Wish(dates[1].ID, "Liv Nes", 1)
	several.Network, one.Network = network, network
	must(t, pgx.BeginFunc(ctx, w.Pool, func(tx pgx.Tx) error {
		if err := entering.HoldNetwork(ctx, tx, network); err != nil {
			return err
		}
		w.blocked(ctx, t, func() error {
			_, err := w.SignUps.SignUp(ctx, w.Resident, several)
			return err
		})
		_, err := tx.Exec(ctx, "select from signup_slot where activity_id = $1 for update nowait", w.Activity)
		return err
	}))
	done := make(chan error, 20)
	for i := range cap(done) {
		wish := []registration.Wish{several, one}[i%2]
		wish.Email = fmt.Sprintf("nr%d@post.example", i)
		go func() {
			_, err := w.SignUps.SignUp(ctx, w.Resident, wish)
			done <- err
		}()
	}
	for range cap(done) {
		if err := <-done; err != nil && !fault.Is(err, fault.Conflict) {
			t.Errorf("both at once: %v", err)
		}
	}
}

// Whoever has changed the activity and not yet the slots is waited for by those who
// need both, so that neither has what the other waits for.
func TestActivityIsLockedBeforeItsSlots(t *testing.T) {
	t.Parallel()
	for name, do := range map[string]func(w *world, ctx context.Context, id, date int64) error{
		"the form": func(w *world, ctx context.Context, id, date int64) error {
			f := w.Form(t)
			return w.SignUps.SaveForm(ctx, w.Group, w.Activity, f.Version, f)
		},
		"closing": func(w *world, ctx context.Context, id, date int64) error {
			return w.Forms.CloseSignUp(ctx, w.Group, w.Activity, 0, true)
		},
		"stopping": func(w *world, ctx context.Context, id, date int64) error {
			if err := w.Forms.StopSignUp(ctx, w.Group, w.Activity, ""); !fault.Is(err, fault.Invalid) {
				return err
			}
			return nil
		},
		"telling": func(w *world, ctx context.Context, id, date int64) error {
			return w.SignUps.TellChanges(ctx, w.Activity)
		},
		"moving": func(w *world, ctx context.Context, id, date int64) error {
			return w.SignUps.Move(ctx, w.Group, id, date, "")
		},
		"removing": func(w *world, ctx context.Context, id, date int64) error {
			_, err := w.SignUps.RemoveUnproved(ctx, w.Group, w.Activity, []int64{id})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			ctx, stop := context.WithTimeout(context.WithoutCancel(t.Context()), time.Minute)
			t.Cleanup(stop)
			date := w.Open(t, 9, nil)
			in, _ := w.Join(t, date, "Ola Nes", 1)
			other := w.Dates(t, w.Activity)[1].ID
			w.Join(t, other, "Kari Vik", 1)
			must(t, pgx.BeginFunc(ctx, w.Pool, func(tx pgx.Tx) error {
				if _, err := tx.Exec(ctx, "select from activity where id = $1 for no key update", w.Activity); err != nil {
					return err
				}
				w.blocked(ctx, t, func() error { return do(w, ctx, in.ID, other) })
				_, err := tx.Exec(ctx, "select from signup_slot where activity_id = $1 for update nowait", w.Activity)
				return err
			}))
		})
	}
}
