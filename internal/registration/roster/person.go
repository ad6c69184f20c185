// One registration with its date and history.

package roster

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
)

// Person is one registration with its date and what has happened to it.
type Person struct {
	registration.Registration
	OccurrenceID int64 // 0: the series
	StartsAt     time.Time
	EndsAt       time.Time
	AllDay       bool
	Position     int         // in the queue, 0 outside it
	History      []audit.Row // newest first
}

const personSlotSQL = `-- roster.personSlot
select coalesce(s.occurrence_id, 0) as occurrence_id, s.starts_at, case when s.postponed then s.starts_at else s.ends_at end as ends_at, a.all_day from signup_slot s join activity a on a.id = s.activity_id where s.id = @id`

// PersonOf is One with attendance at its own date, and its history.
func (s *Service) PersonOf(ctx context.Context, actor account.Actor, id int64) (Person, error) {
	r, err := s.One(ctx, actor, id)
	if err != nil {
		return Person{}, err
	}
	type slot struct {
		OccurrenceID     int64
		StartsAt, EndsAt time.Time
		AllDay           bool
	}
	at, err := postgres.One[slot](ctx, s.pool, personSlotSQL, postgres.Args{"id": r.SlotID})
	if err != nil {
		return Person{}, err
	}
	p := Person{OccurrenceID: at.OccurrenceID, StartsAt: at.StartsAt, EndsAt: at.EndsAt, AllDay: at.AllDay}
	p.Registration, err = registration.ReadAt(ctx, s.pool, actor.MunicipalityID, id, at.OccurrenceID)
	if err != nil {
		return p, err
	}
	if err := p.Open(s.keys); err != nil {
		return p, err
	}
	if p.Holds == registration.HoldsQueue {
		queue, err := registration.ReadQueue(ctx, s.pool, r.SlotID)
		if err != nil {
			return p, err
		}
		p.Position = signupform.PositionOf(queue, id)
	}
	p.History, err = audit.List(ctx, s.pool, audit.Query{MunicipalityID: actor.MunicipalityID, Object: "registration", ObjectID: id, Limit: 50})
	return p, err
}

const onListSQL = `-- roster.OnList
select exists (select from registration where id = @id and activity_id = @activity_id and municipality_id = @municipality_id)`

// OnList is nil when a registration is of the activity, whose list the actor keeps. Nothing of it is read.
func (s *Service) OnList(ctx context.Context, actor account.Actor, activityID, id int64) error {
	if _, err := signupform.Manage(ctx, s.pool, actor, activityID); err != nil {
		return err
	}
	here, err := postgres.Scalar[bool](ctx, s.pool, onListSQL, postgres.Args{"id": id, "activity_id": activityID, "municipality_id": actor.MunicipalityID})
	if err == nil && !here {
		err = registration.Missing()
	}
	return err
}

// Chosen is a registration for what is done to several at once.
type Chosen struct {
	ID     int64
	Name   string
	Status registration.Status
	Holds  registration.Holds
}

const chosenSQL = `-- roster.Chosen
select id, name, status, holds from registration
where municipality_id = @municipality_id and activity_id = @activity_id and id = any(@ids::bigint[]) order by slot_id, number`

// Chosen are those of the ids that are on the activity's lists, in the order in which they signed up.
func (s *Service) Chosen(ctx context.Context, actor account.Actor, activityID int64, ids []int64) ([]Chosen, error) {
	if _, err := signupform.Manage(ctx, s.pool, actor, activityID); err != nil {
		return nil, err
	}
	rows, err := postgres.Many[Chosen](ctx, s.pool, chosenSQL, postgres.Args{"municipality_id": actor.MunicipalityID, "activity_id": activityID, "ids": ids})
	if err != nil {
		return nil, err
	}
	return rows, signupform.RecordActivity(ctx, s.pool, s.now(), actor, "registration.look", activityID, map[string]any{"rows": len(rows)})
}
