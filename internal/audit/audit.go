// Package audit writes down who did what, in the transaction that does it, so
// that nothing happens without a trace and no trace tells of what was rolled back.
package audit

import (
	"context"
	"fmt"
	"time"

	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Actor is who acts, as the log keeps it.
type Actor struct {
	Kind           string // staff, group, public, system, command
	ID             int64  // account id; 0 for public, system and command
	Name           string
	MunicipalityID int64
}

// System is the actor of jobs in a municipality.
func System(municipalityID int64) Actor {
	return Actor{Kind: "system", MunicipalityID: municipalityID}
}

// Event is one thing done.
type Event struct {
	Action   string         // "contact.end"
	Object   string         // "contact"
	ObjectID int64          // 0: none
	Detail   map[string]any // small; never personal data of third parties
}

type execer interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
}

const recordSQL = `-- audit.Record
insert into audit_event (municipality_id, at, actor_kind, actor_id, actor_name, action, object, object_id, detail)
values (nullif(@municipality_id::bigint, 0), @at, @actor_kind, nullif(@actor_id::bigint, 0), @actor_name, @action, @object, nullif(@object_id::bigint, 0), @detail::jsonb)`

// Record writes one event that happens at a time. tx is the transaction that changes the data.
func Record(ctx context.Context, tx execer, at time.Time, by Actor, e Event) error {
	detail, err := detailOf(e)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, recordSQL, postgres.Args{
		"municipality_id": by.MunicipalityID, "at": at, "actor_kind": by.Kind, "actor_id": by.ID, "actor_name": by.Name,
		"action": e.Action, "object": e.Object, "object_id": e.ObjectID, "detail": detail,
	})
	if err != nil {
		return fmt.Errorf("audit %s: %w", e.Action, err)
	}
	return nil
}

const recordEachSQL = `-- audit.RecordEach
insert into audit_event (municipality_id, at, actor_kind, actor_id, actor_name, action, object, object_id, detail)
select nullif(@municipality_id::bigint, 0), @at, @actor_kind, nullif(@actor_id::bigint, 0), @actor_name, @action, @object, r.id, r.detail
from unnest(@ids::bigint[], @details::jsonb[]) with ordinality as r (id, detail, ord) order by r.ord`

// RecordEach writes the same event of many objects, which happens at a time, with the
// detail of each; nil details are the event's own.
func RecordEach(ctx context.Context, tx execer, at time.Time, by Actor, e Event, ids []int64, details []map[string]any) error {
	if len(ids) == 0 {
		return nil
	}
	texts := make([]string, len(ids))
	for i := range ids {
		one := e
		if details != nil {
			one.Detail = details[i]
		}
		var err error
		if texts[i], err = detailOf(one); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, recordEachSQL, postgres.Args{
		"municipality_id": by.MunicipalityID, "at": at, "actor_kind": by.Kind, "actor_id": by.ID, "actor_name": by.Name,
		"action": e.Action, "object": e.Object, "ids": ids, "details": texts,
	})
	if err != nil {
		return fmt.Errorf("audit %s: %w", e.Action, err)
	}
	return nil
}

// Row is one line of the log as people read it.
type Row struct {
	ID        int64
	At        time.Time
	ActorKind string
	ActorID   *int64
	ActorName string
	Action    string
	Object    string
	ObjectID  *int64
	Detail    map[string]any
}

// Query narrows the log.
type Query struct {
	MunicipalityID int64
	Action         string // prefix such as "contact."; "" means all
	Object         string
	ObjectID       int64
	ActorID        int64     // who did it; 0 means anyone
	From, To       time.Time // at or after From, before To; zero means no bound
	BeforeID       int64     // rows older than this id; 0 starts at the newest. The log is read one way only, so it needs no cursor of keyset's
	Limit          int
}

const listSQL = `-- audit.List
select id, at, actor_kind, actor_id, actor_name, action, object, object_id, detail
from audit_event
where municipality_id = @municipality_id
  and (@action::text = '' or action like @action || '%')
  and (@object::text = '' or (object = @object and (@object_id::bigint = 0 or object_id = @object_id)))
  and (@actor_id::bigint = 0 or actor_id = @actor_id)
  and (@from::timestamptz is null or at >= @from)
  and (@to::timestamptz is null or at < @to)
  and (@before_id::bigint = 0 or id < @before_id)
order by id desc limit @limit`

// List returns the newest events first.
func List(ctx context.Context, q interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}, p Query) ([]Row, error) {
	rows, err := q.Query(ctx, listSQL, postgres.Args{
		"municipality_id": p.MunicipalityID, "action": p.Action, "object": p.Object,
		"object_id": p.ObjectID, "actor_id": p.ActorID, "from": timeOrNil(p.From), "to": timeOrNil(p.To), "before_id": p.BeforeID, "limit": p.Limit,
	})
	if err != nil {
		return nil, fmt.Errorf("audit list: %w", err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowToStructByName[Row])
	if err != nil {
		return nil, fmt.Errorf("audit list: %w", err)
	}
	return out, nil
}

func timeOrNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
