// Storing a form: held against the version, the dates and the activity.

package signupform

import (
	"context"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Put stores a checked form that comes after the version, and turns sign-up in the portal on.
func Put(ctx context.Context, tx pgx.Tx, b Activity, version int, f Form, now time.Time) error {
	if err := activity.Hold(ctx, tx, b.ID); err != nil {
		return err
	}
	if err := checkVersion(ctx, tx, b.ID, version); err != nil {
		return err
	}
	if err := f.checkDates(ctx, tx, b, now); err != nil {
		return err
	}
	if err := f.checkActivity(ctx, tx, b, now); err != nil {
		return err
	}
	return putForm(ctx, tx, b, version, f, now)
}

const lockFormSQL = `-- signupform.lockForm
select version, scope from signup_form where activity_id = @activity_id for update`

const putFormSQL = `-- signupform.putForm
insert into signup_form (activity_id, municipality_id, settings, scope, capacity, waiting_capacity, strict_order, reminder, reminder_hours, thanks, keep_days, updated_at)
values (@activity_id, @municipality_id, @settings, @scope, @capacity, @waiting_capacity, @strict_order, @reminder, @reminder_hours, @thanks, @keep_days, @now)
on conflict (activity_id) do update set settings = excluded.settings, scope = excluded.scope, capacity = excluded.capacity,
    waiting_capacity = excluded.waiting_capacity, strict_order = excluded.strict_order, reminder = excluded.reminder,
    reminder_hours = excluded.reminder_hours, thanks = excluded.thanks, keep_days = excluded.keep_days, updated_at = excluded.updated_at,
    version = signup_form.version + 1
where signup_form.version = @version`

const setModeSQL = `-- signupform.setMode
update activity set signup_mode = @mode, signup_url = '' where id = @activity_id and signup_mode <> @mode`

var errFormChanged = fault.Outrun(i18n.Mark("Noen andre har endret påmeldingen i mellomtiden. Last siden på nytt."))

func checkVersion(ctx context.Context, tx pgx.Tx, activityID int64, version int) error {
	type stored struct {
		Version int
		Scope   Scope
	}
	now, err := postgres.One[stored](ctx, tx, lockFormSQL, postgres.Args{"activity_id": activityID})
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	if now.Version != version {
		return errFormChanged
	}
	return nil
}

const spanSQL = `-- signupform.span
select case when @scope = 'series' then min(o.starts_at) else max(o.starts_at) end as starts_at, max(o.ends_at) as ends_at
from occurrence o where o.activity_id = @activity_id and (@scope = 'series' or not o.off)
having max(o.ends_at) > @now`

// checkDates holds the form against the dates that are to come, if there are any.
func (f Form) checkDates(ctx context.Context, tx pgx.Tx, b Activity, now time.Time) error {
	type span struct{ StartsAt, EndsAt time.Time }
	last, err := postgres.One[span](ctx, tx, spanSQL, postgres.Args{"activity_id": b.ID, "scope": string(f.Scope), "now": now})
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.checkStart(Slot{Scope: f.Scope, StartsAt: last.StartsAt, EndsAt: last.EndsAt})
}

const limitsSQL = `-- signupform.limits
select a.age_min, a.age_max, (select count(*) from occurrence o where o.activity_id = a.id and not o.off and o.starts_at > @now
    and o.starts_at <= @now::timestamptz + make_interval(hours => @hours))::int as shut
from activity a where a.id = @activity_id`

const (
	longDeadline = 14 * 24 // hours
	mostShut     = 3       // dates that a long deadline may close from the start
)

// checkActivity holds the form against the activity's own ages and its next dates.
func (f Form) checkActivity(ctx context.Context, tx pgx.Tx, b Activity, now time.Time) error {
	type limits struct {
		AgeMin, AgeMax *int
		Shut           int
	}
	a, err := postgres.One[limits](ctx, tx, limitsSQL, postgres.Args{"activity_id": b.ID, "now": now, "hours": f.ClosesHours})
	if err != nil {
		return err
	}
	var fields fault.Fields
	if f.AgeMin != nil && a.AgeMax != nil {
		fields.Check(*f.AgeMin <= *a.AgeMax, "alder_fra", i18n.Mark("Aktiviteten er for dem som er %d år eller yngre."), *a.AgeMax)
	}
	if f.AgeMax != nil && a.AgeMin != nil {
		fields.Check(*f.AgeMax >= *a.AgeMin, "alder_til", i18n.Mark("Aktiviteten er for dem som er %d år eller eldre."), *a.AgeMin)
	}
	far := f.Scope == OneDate && f.ClosesHours > longDeadline && a.Shut > mostShut
	fields.Check(!far, "stenger_timer", i18n.Mark("Med denne fristen kan ingen melde seg på de %d neste datoene. Velg færre timer."), a.Shut)
	return fields.Err()
}

// putForm stores the form; two who make the first one at the same time meet here.
func putForm(ctx context.Context, tx pgx.Tx, b Activity, version int, f Form, now time.Time) error {
	n, err := postgres.Exec(ctx, tx, putFormSQL, postgres.Args{
		"activity_id": b.ID, "municipality_id": b.MunicipalityID, "settings": f, "scope": string(f.Scope), "capacity": f.Capacity,
		"waiting_capacity": f.WaitingCapacity, "strict_order": f.Groups == WaitForGroups, "reminder": string(f.Reminder),
		"reminder_hours": f.ReminderHours, "thanks": f.Thanks, "keep_days": f.KeepDays, "now": now, "version": version,
	})
	if err == nil && n == 0 {
		err = errFormChanged
	}
	if err != nil {
		return err
	}
	n, err = postgres.Exec(ctx, tx, setModeSQL, postgres.Args{"activity_id": b.ID, "mode": string(activity.HereSignup)})
	if err != nil || n == 0 {
		return err
	}
	return activity.Index(ctx, tx, b.ID, now)
}
