package registration_test

// Those who sign up and those who change the activity meanwhile do not stop each other.

import (
	"context"
	"testing"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/fault"

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
