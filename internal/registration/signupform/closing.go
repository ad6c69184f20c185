// Closing sign-up, and turning it off.

package signupform

import (
	"context"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const closeSQL = `-- signupform.close
with f as (update signup_form set closed = @closed where activity_id = @activity_id and @occurrence_id::bigint = 0)
update signup_slot set closed = @closed where activity_id = @activity_id and (@occurrence_id::bigint = 0 or occurrence_id = @occurrence_id)`

const lockSlotsSQL = `-- signupform.lockSlots
select id from signup_slot where activity_id = @activity_id and municipality_id = @municipality_id order by id for update`

// LockSlots holds an activity and all its slots until the transaction ends.
func LockSlots(ctx context.Context, tx pgx.Tx, b Activity) error {
	if err := activity.Hold(ctx, tx, b.ID); err != nil {
		return err
	}
	_, err := postgres.Exec(ctx, tx, lockSlotsSQL, postgres.Args{"activity_id": b.ID, "municipality_id": b.MunicipalityID})
	return err
}

// CloseSignUp closes sign-up, or opens it again, without ending the activity.
// OccurrenceID 0 is the activity with all its dates. Who is on the waiting list
// still gets places that come free.
func (s *Service) CloseSignUp(ctx context.Context, actor account.Actor, activityID, occurrenceID int64, closed bool) error {
	b, err := Manage(ctx, s.pool, actor, activityID)
	if err != nil {
		return err
	}
	form, stored := b.Form()
	if !stored {
		return activity.Missing()
	}
	if form.Scope == WholeSeries {
		occurrenceID = 0
	}
	if occurrenceID != 0 {
		if _, err := EnsureSlot(ctx, s.pool, b, occurrenceID); err != nil {
			return err
		}
	}
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		if err := LockSlots(ctx, tx, b); err != nil {
			return err
		}
		args := postgres.Args{"activity_id": activityID, "occurrence_id": occurrenceID, "closed": closed}
		if _, err := postgres.Exec(ctx, tx, closeSQL, args); err != nil {
			return err
		}
		return RecordActivity(ctx, tx, s.now(), actor, "registration.close", activityID, map[string]any{"closed": closed, "occurrence": occurrenceID})
	})
}

const (
	elsewhereSQL = `-- signupform.elsewhere
update activity set signup_mode = @mode, signup_url = @url where id = @activity_id`

	holdingSQL = `-- signupform.holding
select coalesce(sum(taken + waiting), 0)::int from signup_slot s where s.activity_id = @activity_id and ` + Coming
)

// StopSignUp turns sign-up here off: none is needed any more, or it is at the
// url. Those signed up would be left alone with it, so there must be none for
// what is to come; CloseSignUp is for stopping new ones.
func (s *Service) StopSignUp(ctx context.Context, actor account.Actor, activityID int64, url string) error {
	b, err := ReadActivity(ctx, s.pool, actor, activityID)
	if err != nil {
		return err
	}
	if err := b.MayEdit(actor); err != nil {
		return err
	}
	mode := activity.NoSignup
	if url != "" {
		mode = activity.LinkSignup
	}
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		if err := LockSlots(ctx, tx, b); err != nil { // nobody signs up meanwhile
			return err
		}
		people, err := postgres.Scalar[int](ctx, tx, holdingSQL, postgres.Args{"activity_id": activityID, "now": s.now()})
		if err != nil {
			return err
		}
		if people > 0 && b.SignupMode == activity.HereSignup {
			return fault.Fields{{Name: "pamelding", Msg: i18n.Mark("%d er påmeldt eller står på venteliste. Ta dem av listen først, eller steng påmeldingen."), Args: []any{people}}}.Err()
		}
		args := postgres.Args{"activity_id": activityID, "mode": string(mode), "url": url}
		if _, err := postgres.Exec(ctx, tx, elsewhereSQL, args); err != nil {
			return err
		}
		if err := activity.Index(ctx, tx, activityID, s.now()); err != nil {
			return err
		}
		return RecordActivity(ctx, tx, s.now(), actor, "registration.stop", activityID, map[string]any{"mode": mode})
	})
}
