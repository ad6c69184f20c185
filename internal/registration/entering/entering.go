// Package entering is the one statement that gives places to those who sign up, with all
// that it has to know, and how it looks just before it runs.
package entering

import (
	"context"
	"time"

	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/answers"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
)

const sameName = `exists (select from registration r where r.slot_id = @slot_id and r.holds <> 'none' and lower(r.name) = lower(@name))`

const overlapping = `from registration r join signup_known k on k.slot_id = r.slot_id and not k.cancelled
           join signup_known mine on mine.slot_id = @slot_id and mine.starts_at < k.ends_at and k.starts_at < mine.ends_at and not mine.cancelled
           join activity a on a.id = r.activity_id join signup_slot here on here.id = @slot_id join activity b on b.id = here.activity_id
           where r.municipality_id = @municipality_id and r.email = @email and r.email <> '' and lower(r.name) = lower(@name) and r.holds <> 'none'
             and r.slot_id <> @slot_id and k.ends_at > @now and a.organisation_id = b.organisation_id`

const overlaps = `@email::text <> '' and exists (select ` + overlapping + `)`

const overlappingSQL = `-- entering.overlapping
select distinct on (k.starts_at, a.id) a.title, k.starts_at, k.ends_at, a.all_day, false as same ` + overlapping + ` order by k.starts_at, a.id limit 3`

// Unproved is a registration r that nobody has answered for; see registration.Registration.
const Unproved = `(r.status = 'unconfirmed' and r.confirmed_at is null)`

// The statement that gives places counts what others hold, so it runs when the slot,
// and the network before it, are its own; both are let go when it is done.
const (
	holdSlotSQL = `-- entering.holdSlot
select id from signup_slot where id = @slot_id and municipality_id = @municipality_id for update`
)

// enterSQL is the one statement that gives places: whoever reaches the row
// first is in, the rest are in the queue in the order in which they came, and
// nobody is in twice. It asks whether the offering is still as it was when it was
// read, warns instead unless that is no wish, keeps what nobody has answered for within
// its bounds, and leaves the trace and the e-mail
// to confirm with. It confirms nobody: that is for confirm. It always answers with one row, where id is 0 when nothing was stored.
const enterSQL = `-- entering.enter
with fresh as materialized (select @stamp::text = '' or exists (select ` + stamped + ` and ` + stampOf + ` = @stamp) as yes),
w as materialized (select @desk::boolean and not @force::boolean and ` + sameName + ` as same, @desk and not @force and ` + overlaps + ` as overlap),
unproved as materialized (
    select coalesce(sum(r.party_size) filter (where r.holds = 'place'), 0)::int as places,
           coalesce(sum(r.party_size) filter (where r.holds = 'queue' and r.email = ''), 0)::int as waiting,
           coalesce(sum(r.party_size) filter (where ` + ofContact + `), 0)::int as people, (count(*) filter (where ` + ofContact + `))::int as times
    from registration r where r.slot_id = @slot_id and ` + Unproved + `),
net as materialized (` + ofNetwork + `),
may as materialized (
    select @desk or unproved.times < @contact_most::int and unproved.people + @size::int <= greatest(@contact_most::int, @party_most::int) as contact,
           @desk or @network::text = '' or net.people + @size::int <= greatest(@network_most::int, @party_most::int) as network
    from unproved cross join net),
u as (
    update signup_slot s set
        last_number = s.last_number + 1,
        last_waits = not (` + fits + `),
        taken = s.taken + case when ` + fits + ` then @size::int else 0 end,
        waiting = s.waiting + case when ` + fits + ` then 0 else @size::int end
    where s.id = @slot_id and (select fresh.yes from fresh) and not (select w.same or w.overlap from w) and (select may.contact and may.network from may)
      and not s.cancelled and (@desk or not s.closed)
      and (` + fits + ` or s.waiting + @size::int <= ` + signupform.WaitingBound + `
           and (@desk or @email::text <> '' or (select unproved.waiting from unproved) + @size::int <= (` + signupform.WaitingBound + ` * @unproved_percent::int + 99) / 100))
    returning s.id, s.activity_id, s.municipality_id, s.last_number, s.last_waits, s.capacity is not null and s.taken > s.capacity as over,
        s.last_waits and (s.capacity is null or s.taken + @size::int <= s.capacity and not ` + signupform.QueueFirst + `) as room),
r as (
    insert into registration (municipality_id, activity_id, slot_id, number, status, holds, party_size, name, email, phone, lang,
        guardian_needed, guardian_name, guardian_email, source, mail_kinds, overbooked, created_at, hold_expires_at)
    select u.municipality_id, u.activity_id, u.id, u.last_number,
        'unconfirmed', case when u.last_waits then 'queue' else 'place' end, @size, @name, @email, @phone, @lang,
        @guardian_needed, @guardian_name, @guardian_email, @source, @mail_kinds::text[], @overbook and u.over,
        @now, @hold_expires_at::timestamptz
    from u returning id, municipality_id, number, status, holds, slot_id, overbooked),
p as (
    insert into participant (registration_id, name, age_band)
    select r.id, x.name, x.band from r cross join unnest(@names::text[], @bands::text[]) with ordinality as x (name, band, n) order by x.n),
t as (
    insert into registration_token (token_hash, registration_id, purpose, created_at)
    select x.hash, r.id, x.purpose, @now from r cross join (values (@token_hash::bytea, 'own'), (@correct_hash::bytea, 'correct')) as x (hash, purpose) where x.hash is not null),
answered as (` + answers.Part + `),
seen as (insert into signup_trace (registration_id, municipality_id, network, people, at) select r.id, r.municipality_id, @network, @size, @now from r where @network::text <> ''),
audited as (
    select id, jsonb_build_object('holds', holds) || case when overbooked then '{"overbooked": true}' else '{}' end::jsonb as detail from r),
e as (` + audit.Part + `),
mailed as (select id as about_id from r),
` + mail.Part + `
select fresh.yes as fresh, w.same, w.overlap, may.contact, may.network, coalesce(u.room, false) as room, coalesce(r.id, 0) as id,
       coalesce(r.number, 0) as number, coalesce(r.status, '') as status, coalesce(r.holds, '') as holds
from fresh cross join w cross join may left join u on true left join r on true`

// ofContact is a sign-up by the same e-mail address, or by the same number where there is no address.
const ofContact = `case when @email::text <> '' then r.email = @email else r.email = '' and r.phone = @phone end`

const fits = `(@overbook or (s.capacity is null or (s.taken + @size::int <= s.capacity and (@desk or not (s.strict_order and s.waiting > 0)) and not ` + signupform.QueueFirst + `))
    and (@desk or (select unproved.places from unproved) + @size::int <= ` + signupform.UnprovedBound + `))`

// Entered is what the statement answers. The statuses and what is held are those of package registration.
type Entered struct {
	Fresh   bool
	Same    bool
	Overlap bool
	Contact bool // has not too much already that nobody has answered for
	Network bool // nor has the network
	Room    bool
	ID      int64 // 0: not stored
	Number  int
	Status  string
	Holds   string
}

// Enter runs the statement with all that it counts held, in one round trip.
func Enter(ctx context.Context, q postgres.Querier, args postgres.Args) (in Entered, err error) {
	var batch pgx.Batch
	if args["network"] != "" {
		batch.Queue(holdNetworkSQL, postgres.Args{"network": args["network"]})
	}
	batch.Queue(holdSlotSQL, postgres.Args{"slot_id": args["slot_id"], "municipality_id": args["municipality_id"]})
	batch.Queue(enterSQL, args).Query(func(rows pgx.Rows) (err error) {
		in, err = pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[Entered])
		return err
	})
	return in, postgres.Fault(q.SendBatch(ctx, &batch).Close())
}

const positionSQL = `-- entering.position
select count(*)::int from registration where slot_id = @slot_id and holds = 'queue' and number <= @number`

// Position is how many stand in the queue with a number up to this.
func Position(ctx context.Context, q postgres.Querier, slotID int64, number int) (int, error) {
	return postgres.Scalar[int](ctx, q, positionSQL, postgres.Args{"slot_id": slotID, "number": number})
}

// Stamp is that of the offering of a slot now: signing up starts from it.
func Stamp(ctx context.Context, q postgres.Querier, slotID int64) (string, error) {
	return postgres.Scalar[string](ctx, q, stampSQL, postgres.Args{"slot_id": slotID})
}

// Who wants to be in.
type Who struct {
	Name, Email     string
	Party           int
	UnprovedPercent int // see signupform.Settings
}

// Overlapping is what somebody is signed up for with the same organiser at the same time.
func Overlapping(ctx context.Context, q postgres.Querier, slot signupform.Slot, w Who, now time.Time) ([]letters.Meanwhile, error) {
	return postgres.Many[letters.Meanwhile](ctx, q, overlappingSQL, postgres.Args{
		"slot_id": slot.ID, "municipality_id": slot.MunicipalityID, "email": w.Email, "name": w.Name, "now": now,
	})
}
