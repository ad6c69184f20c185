// Package said keeps what people answer about a sign-up after it was made: yes or no to
// a place that became free, and that they leave. It stays as long as the sign-up names
// somebody, so that whoever it names sees it with her consents.
package said

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/postgres"
)

// What is what somebody answered.
type What string

// The answers.
const (
	Accept  What = "accept"  // yes to a place that became free
	Decline What = "decline" // no to it
	Cancel  What = "cancel"  // leaves, or, said by a guardian, no to the sign-up
)

// Who is who answered.
type Who bool

// Those who answer.
const (
	Self     Who = false
	Guardian Who = true
)

// Said is one answer.
type Said struct {
	At       time.Time
	What     What
	Activity string
	Guardian bool
}

const insertSQL = `-- said.insert
insert into registration_said (municipality_id, registration_id, at, what, guardian) values (@municipality_id, @id, @at, @what, @guardian)`

// Record notes an answer, and writes it in the audit log.
func Record(ctx context.Context, q postgres.Querier, at time.Time, actor account.Actor, what What, id, activityID int64, who Who) error {
	_, err := postgres.Exec(ctx, q, insertSQL, postgres.Args{
		"municipality_id": actor.MunicipalityID, "id": id, "at": at, "what": string(what), "guardian": bool(who),
	})
	if err != nil {
		return err
	}
	return audit.Record(ctx, q, at, actor.Audit(), audit.Event{
		Action: "registration." + string(what), Object: "registration", ObjectID: id, Detail: map[string]any{"activity": activityID},
	})
}

const ofSQL = `-- said.Of
select x.at, x.what, a.title as activity, x.guardian
from registration_said x join registration r on r.id = x.registration_id join activity a on a.id = r.activity_id
where x.municipality_id = @municipality_id and x.registration_id = any(@ids::bigint[]) order by x.at desc, x.id desc`

// Of is what was said of a municipality's sign-ups, the last first. The caller has made sure that they are the person's own.
func Of(ctx context.Context, q postgres.Querier, municipalityID int64, ids []int64) ([]Said, error) {
	return postgres.Many[Said](ctx, q, ofSQL, postgres.Args{"municipality_id": municipalityID, "ids": ids})
}
