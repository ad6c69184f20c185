// An event as one part of a larger statement.

package audit

import (
	"encoding/json"
	"fmt"
	"time"

	"frivilligsentral/internal/postgres"
)

// Part is Record as one part of a larger statement, for where every round trip
// counts: an event for each row of another part, audited, with the object's id and
// what is only known there of the detail (jsonb, added to Event.Detail). Its other
// values are those of PartArgs.
const Part = `insert into audit_event (municipality_id, at, actor_kind, actor_id, actor_name, action, object, object_id, detail)
select nullif(@audit_municipality_id::bigint, 0), @audit_at::timestamptz, @audit_actor_kind, nullif(@audit_actor_id::bigint, 0), @audit_actor_name,
       @audit_action, @audit_object, audited.id, @audit_detail::jsonb || audited.detail from audited`

// PartArgs adds the values of Part to those of its statement. Event.ObjectID does not count.
func PartArgs(args postgres.Args, at time.Time, by Actor, e Event) error {
	detail, err := detailOf(e)
	args["audit_municipality_id"], args["audit_actor_kind"], args["audit_actor_id"] = by.MunicipalityID, by.Kind, by.ID
	args["audit_at"] = at
	args["audit_actor_name"], args["audit_action"], args["audit_object"], args["audit_detail"] = by.Name, e.Action, e.Object, detail
	return err
}

func detailOf(e Event) (string, error) {
	if len(e.Detail) == 0 {
		return "{}", nil
	}
	detail, err := json.Marshal(e.Detail)
	if err != nil {
		return "", fmt.Errorf("audit %s: %w", e.Action, err)
	}
	return string(detail), nil
}
