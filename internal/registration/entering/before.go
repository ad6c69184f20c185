// How it looks before somebody is signed up: how the rush is, what she is signed up for already,
// and the stamp that says whether that is still so.

package entering

import (
	"context"
	"time"

	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
)

// stampOf changes with every row that an offering is made of, by the transaction
// that wrote it and its place, which differs for two changes in one transaction.
// It leaves the slot's counters out: the statement that gives places reads them itself.
const stampOf = `concat_ws('.', a.xmin, a.ctid, f.xmin, f.ctid, m.xmin, m.ctid, org.xmin, org.ctid,
    (select sum(o.xmin::text::bigint + hashtid(o.ctid)) from occurrence o where o.activity_id = a.id and (s.occurrence_id is null or o.id = s.occurrence_id)),
    (select sum(k.xmin::text::bigint + hashtid(k.ctid)) from signup_known k where k.slot_id = s.id))`

const stamped = `from signup_slot s join activity a on a.id = s.activity_id join organisation org on org.id = a.organisation_id
join municipality m on m.id = a.municipality_id join signup_form f on f.activity_id = a.id where s.id = @slot_id`

const stampSQL = `-- entering.stamp
select ` + stampOf + ` as stamp ` + stamped

// However many sign-ups of hers are for a date, it is one row, and so is all that is for this slot.
const meanwhileSQL = `-- entering.meanwhile
select x.title, x.starts_at, x.ends_at, x.all_day, x.same from (
select distinct on (case when r.slot_id = @slot_id then 0 else k.occurrence_id end)
    a.title, k.starts_at, k.ends_at, a.all_day, r.slot_id = @slot_id as same, k.occurrence_id
from registration r join signup_known k on k.slot_id = r.slot_id and not k.cancelled and k.ends_at > @now
join signup_known mine on mine.slot_id = @slot_id and mine.starts_at < k.ends_at and k.starts_at < mine.ends_at and not mine.cancelled
join activity a on a.id = r.activity_id
where r.municipality_id = @municipality_id and r.email = @email and r.email <> '' and lower(r.name) = lower(@name) and r.holds <> 'none'
order by case when r.slot_id = @slot_id then 0 else k.occurrence_id end, k.starts_at) x
order by x.same desc, x.starts_at, x.occurrence_id limit 5`

// Rush is how it looks just before somebody is signed up: many wait for few places, none is
// left for so many, or those whom nobody has answered for hold what they may.
type Rush struct{ Crowded, Full, Unheld bool }

const rushSQL = `-- entering.rush
select ` + signupform.Crowded + ` as crowded, s.capacity is not null and (s.taken + @size::int > s.capacity or ` + signupform.QueueFirst + `) as full,
    coalesce((select sum(r.party_size) from registration r where r.slot_id = s.id and r.holds = 'place' and ` + Unproved + `), 0) + @size::int > ` + signupform.UnprovedBound + ` or s.strict_order and s.waiting > 0 as unheld
from signup_slot s where s.id = @slot_id and s.municipality_id = @municipality_id`

const crowdedSQL = `-- entering.crowded
select s.id from signup_slot s where s.id = any(@slot_ids::bigint[]) and s.municipality_id = @municipality_id and ` + signupform.Crowded

// CrowdedOf are those of the slots where many wait for few places.
func CrowdedOf(ctx context.Context, q postgres.Querier, municipalityID int64, slotIDs []int64) ([]int64, error) {
	return postgres.Scalars[int64](ctx, q, crowdedSQL, postgres.Args{"slot_ids": slotIDs, "municipality_id": municipalityID})
}

// Before is what the first letter has to know: how the rush is, and what the person of
// the name is signed up for at the same time.
func Before(ctx context.Context, pool postgres.Database, slot signupform.Slot, w Who, now time.Time) (was Rush, all []letters.Meanwhile, err error) {
	var batch pgx.Batch
	batch.Queue(meanwhileSQL, postgres.Args{
		"slot_id": slot.ID, "municipality_id": slot.MunicipalityID, "email": w.Email, "name": w.Name, "now": now,
	}).Query(func(rows pgx.Rows) (err error) {
		all, err = pgx.CollectRows(rows, pgx.RowToStructByName[letters.Meanwhile])
		return err
	})
	batch.Queue(rushSQL, postgres.Args{
		"slot_id": slot.ID, "municipality_id": slot.MunicipalityID, "size": w.Party, "unproved_percent": w.UnprovedPercent,
	}).Query(func(rows pgx.Rows) error {
		found, err := pgx.CollectRows(rows, pgx.RowToStructByName[Rush])
		if len(found) > 0 { // else the slot is gone, as the statement will tell
			was = found[0]
		}
		return err
	})
	return was, all, postgres.Fault(pool.SendBatch(ctx, &batch).Close())
}
