// The municipality's log, as staff read it.

package account

import (
	"context"
	"time"

	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/postgres"
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

// Log is a piece of the municipality's log, the newest first. Subjects are what the
// rows are about, as it is called now; what is deleted has none.
type Log struct {
	Rows     []audit.Row
	Subjects []Subject
	More     bool // there are older rows
}

// Subject is what a row's object is called, and for what lies under something else,
// where: the activity of a sign-up.
type Subject struct {
	Kind  string // with the id, the object as the log keeps it
	ID    int64
	Name  string
	Under int64
}

// About is what a row is about; it has no name when that is gone, or is nothing in particular.
func (l Log) About(r audit.Row) Subject {
	for _, s := range l.Subjects {
		if r.ObjectID != nil && s.ID == *r.ObjectID && s.Kind == r.Object {
			return s
		}
	}
	return Subject{}
}

// A sign-up is called by its activity: the log names nobody who takes part.
const subjectsSQL = `-- account.subjects
with asked as (select distinct kind, id from unnest(@kinds::text[], @ids::bigint[]) as x (kind, id))
select k.kind, k.id, n.name, n.under from asked k cross join lateral (
    select name, 0::bigint as under from account where k.kind = 'account' and id = k.id and municipality_id = @municipality_id
    union all select name, 0 from contact where k.kind = 'contact' and id = k.id and municipality_id = @municipality_id
    union all select name, 0 from organisation where k.kind = 'organisation' and id = k.id and municipality_id = @municipality_id
    union all select title, 0 from activity where k.kind = 'activity' and id = k.id and municipality_id = @municipality_id
    union all select a.title, a.id from registration r join activity a on a.id = r.activity_id
        where k.kind = 'registration' and r.id = k.id and r.municipality_id = @municipality_id
    union all select name, 0 from venue where k.kind = 'venue' and id = k.id and municipality_id = @municipality_id
    union all select name, 0 from municipal_unit where k.kind = 'unit' and id = k.id and municipality_id = @municipality_id
    union all select name, 0 from area where k.kind = 'area' and id = k.id and municipality_id = @municipality_id
    union all select name_nb, 0 from code where k.kind = 'code' and id = k.id and municipality_id = @municipality_id
    union all select name, 0 from centre where k.kind = 'centre' and id = k.id and municipality_id = @municipality_id
    union all select coalesce(texts -> 'nb' ->> 'title', texts -> 'nn' ->> 'title', texts -> 'en' ->> 'title', ''), 0 from article
        where k.kind = 'article' and id = k.id and municipality_id = @municipality_id
    union all select page, 0 from page_report where k.kind = 'page_report' and id = k.id and municipality_id = @municipality_id
    union all select file_name, 0 from import_batch where k.kind = 'import' and id = k.id and municipality_id = @municipality_id) n`

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
	out.Subjects, err = s.subjects(ctx, by.MunicipalityID, out.Rows)
	return out, err
}

func (s *Service) subjects(ctx context.Context, municipalityID int64, rows []audit.Row) ([]Subject, error) {
	kinds, ids := []string{}, []int64{}
	for _, r := range rows {
		if r.ObjectID != nil {
			kinds, ids = append(kinds, r.Object), append(ids, *r.ObjectID)
		}
	}
	return postgres.Many[Subject](ctx, s.Pool, subjectsSQL, postgres.Args{"municipality_id": municipalityID, "kinds": kinds, "ids": ids})
}
