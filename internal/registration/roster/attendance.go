// Ticking off who came.

package roster

import (
	"context"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
)

const attendSQL = `-- roster.attend
insert into attendance (participant_id, occurrence_id, state, at)
select p.id, o.id, @state, @now from participant p join occurrence o on o.id = @occurrence_id and o.activity_id = @activity_id
where p.id = @participant_id and p.registration_id = @registration_id
on conflict (participant_id, occurrence_id) do update set state = excluded.state, at = excluded.at where attendance.state <> excluded.state`

const unattendSQL = `-- roster.unattend
delete from attendance where participant_id = @participant_id and occurrence_id = @occurrence_id
  and exists (select from participant p where p.id = @participant_id and p.registration_id = @registration_id)`

// SetAttendance ticks one participant off for one date; Unknown takes it back.
// ParticipantID 0 is all of the party. A tick that says what was said already is
// no change, and leaves no line in the log.
func (s *Service) SetAttendance(ctx context.Context, actor account.Actor, id, participantID, occurrenceID int64, state registration.Attendance) error {
	now := s.now()
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		slot, r, err := registration.LockListed(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		if slot.OccurrenceID != 0 && occurrenceID == 0 {
			occurrenceID = slot.OccurrenceID
		}
		changed := int64(0)
		for _, p := range r.Participants {
			if participantID != 0 && p.ID != participantID {
				continue
			}
			args := postgres.Args{"participant_id": p.ID, "occurrence_id": occurrenceID, "registration_id": r.ID}
			sql := unattendSQL
			if state == registration.Present || state == registration.Absent {
				sql, args["state"], args["now"], args["activity_id"] = attendSQL, string(state), now, r.ActivityID
			}
			n, err := postgres.Exec(ctx, tx, sql, args)
			if err != nil {
				return err
			}
			changed += n
		}
		if changed == 0 {
			return nil
		}
		detail := map[string]any{"activity": r.ActivityID, "date": occurrenceID, "state": string(state), "people": changed}
		return registration.Record(ctx, tx, now, actor, "registration.attend", r.ID, detail)
	})
}

const attendRestSQL = `-- roster.attendRest
insert into attendance (participant_id, occurrence_id, state, at)
select p.id, o.id, 'present', @now from signup_slot s
join registration r on r.slot_id = s.id and r.status = 'confirmed' join participant p on p.registration_id = r.id
join occurrence o on o.id = @occurrence_id and o.activity_id = s.activity_id
where s.activity_id = @activity_id and (s.scope = 'series' or s.occurrence_id = o.id)
on conflict (participant_id, occurrence_id) do nothing`

// AttendRest ticks everybody off as present who has a place and no tick yet for
// the date. It returns how many.
func (s *Service) AttendRest(ctx context.Context, actor account.Actor, activityID, occurrenceID int64) (int, error) {
	if _, err := signupform.Manage(ctx, s.pool, actor, activityID); err != nil {
		return 0, err
	}
	var n int64
	err := postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) (err error) {
		n, err = postgres.Exec(ctx, tx, attendRestSQL, postgres.Args{"activity_id": activityID, "occurrence_id": occurrenceID, "now": s.now()})
		if err != nil || n == 0 {
			return err
		}
		return signupform.RecordActivity(ctx, tx, s.now(), actor, "registration.attend_rest", activityID, map[string]any{"date": occurrenceID, "people": n})
	})
	return int(n), err
}
