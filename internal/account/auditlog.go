// The municipality's log, as staff read it.

package account

import (
	"context"
	"time"

	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// LogQuery narrows the municipality's log. Zero values mean everything.
type LogQuery struct {
	Action   string // prefix, such as "contact."
	Object   string
	ObjectID int64
	ActorID  int64
	From, To time.Time // at or after From, before To
	BeforeID int64     // keyset: older than this row
	Limit    int
}

// Log is a piece of the municipality's log, the newest first. Names are those of
// the accounts that the rows are about; who is deleted has none.
type Log struct {
	Rows  []audit.Row
	Names map[int64]string
	More  bool // there are older rows
}

const namesSQL = `-- account.names
select id, name from account where municipality_id = @municipality_id and id = any(@ids)`

// Log reads who did what in the actor's municipality.
func (s *Service) Log(ctx context.Context, by Actor, q LogQuery) (Log, error) {
	if err := by.Require(ReadAudit); err != nil {
		return Log{}, err
	}
	if q.Limit <= 0 || q.Limit > 200 {
		q.Limit = 50
	}
	rows, err := audit.List(ctx, s.Pool, audit.Query{
		MunicipalityID: by.MunicipalityID, Action: q.Action, Object: q.Object, ObjectID: q.ObjectID, ActorID: q.ActorID,
		From: q.From, To: q.To, BeforeID: q.BeforeID, Limit: q.Limit + 1,
	})
	if err != nil {
		return Log{}, err
	}
	out := Log{Rows: rows}
	if len(rows) > q.Limit {
		out.Rows, out.More = rows[:q.Limit], true
	}
	out.Names, err = s.names(ctx, by.MunicipalityID, out.Rows)
	return out, err
}

func (s *Service) names(ctx context.Context, municipalityID int64, rows []audit.Row) (map[int64]string, error) {
	ids := []int64{}
	for _, r := range rows {
		if r.Object == "account" && r.ObjectID != nil {
			ids = append(ids, *r.ObjectID)
		}
	}
	list, err := postgres.Many[struct {
		ID   int64
		Name string
	}](ctx, s.Pool, namesSQL, pgx.StrictNamedArgs{"municipality_id": municipalityID, "ids": ids})
	out := make(map[int64]string, len(list))
	for _, n := range list {
		out[n.ID] = n.Name
	}
	return out, err
}
