package registration

import (
	"context"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// FormOf is the form as its editors see it; Version 0 when none is stored yet.
func (s *Service) FormOf(ctx context.Context, actor account.Actor, activityID int64) (Form, error) {
	b, err := manage(ctx, s.pool, actor, activityID)
	if err != nil {
		return Form{}, err
	}
	form, _ := b.form()
	return form, nil
}

const lockFormSQL = `-- registration.lockForm
select version, scope from signup_form where activity_id = @activity_id for update`

const putFormSQL = `-- registration.putForm
insert into signup_form (activity_id, municipality_id, settings, scope, capacity, waiting_capacity, strict_order, reminder, reminder_hours, thanks, keep_days, updated_at)
values (@activity_id, @municipality_id, @settings, @scope, @capacity, @waiting_capacity, @strict_order, @reminder, @reminder_hours, @thanks, @keep_days, @now)
on conflict (activity_id) do update set settings = excluded.settings, scope = excluded.scope, capacity = excluded.capacity,
    waiting_capacity = excluded.waiting_capacity, strict_order = excluded.strict_order, reminder = excluded.reminder,
    reminder_hours = excluded.reminder_hours, thanks = excluded.thanks, keep_days = excluded.keep_days, updated_at = excluded.updated_at,
    version = signup_form.version + 1
where signup_form.version = @version`

const setModeSQL = `-- registration.setMode
update activity set signup_mode = @mode, signup_url = '' where id = @activity_id and signup_mode <> @mode`

// SaveForm stores what the organiser has decided and turns sign-up in the portal
// on. Version is the one that the page was made from, 0 for a new form; another is
// fault.Conflict. What contradicts itself, or what those already signed up have,
// is fault.Invalid with the field named. More places go to the queue at once.
func (s *Service) SaveForm(ctx context.Context, actor account.Actor, activityID int64, version int, f Form) error {
	b, err := readBase(ctx, s.pool, actor, activityID)
	if err != nil {
		return err
	}
	if err := b.mayEdit(actor); err != nil {
		return err
	}
	stored, _ := b.form()
	f = f.following(stored).Normal()
	if err := f.Validate(); err != nil {
		return err
	}
	now := s.now()
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		if err := checkVersion(ctx, tx, activityID, version); err != nil {
			return err
		}
		if err := f.checkDates(ctx, tx, b, now); err != nil {
			return err
		}
		if err := f.checkActivity(ctx, tx, b, now); err != nil {
			return err
		}
		if err := putForm(ctx, tx, b, version, f, now); err != nil {
			return err
		}
		if err := s.fitSlots(ctx, tx, b, f, now); err != nil {
			return err
		}
		detail := map[string]any{"scope": f.Scope, "capacity": f.Capacity, "questions": len(f.Questions)}
		return recordActivity(ctx, tx, actor, "registration.form", activityID, detail)
	})
}

var errFormChanged = fault.New(fault.Conflict, i18n.Mark("Noen andre har endret påmeldingen i mellomtiden. Last siden på nytt."))

func checkVersion(ctx context.Context, tx pgx.Tx, activityID int64, version int) error {
	type stored struct {
		Version int
		Scope   Scope
	}
	now, err := postgres.One[stored](ctx, tx, lockFormSQL, pgx.StrictNamedArgs{"activity_id": activityID})
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	if now.Version != version {
		return errFormChanged
	}
	return nil
}

const spanSQL = `-- registration.span
select case when @scope = 'series' then min(o.starts_at) else max(o.starts_at) end as starts_at, max(o.ends_at) as ends_at
from occurrence o where o.activity_id = @activity_id and (@scope = 'series' or o.status <> 'cancelled')
having max(o.ends_at) > @now`

// checkDates holds the form against the dates that are to come, if there are any.
func (f Form) checkDates(ctx context.Context, tx pgx.Tx, b base, now time.Time) error {
	type span struct{ StartsAt, EndsAt time.Time }
	last, err := postgres.One[span](ctx, tx, spanSQL, pgx.StrictNamedArgs{"activity_id": b.ID, "scope": string(f.Scope), "now": now})
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.checkStart(Slot{Scope: f.Scope, StartsAt: last.StartsAt, EndsAt: last.EndsAt})
}

const limitsSQL = `-- registration.limits
select a.age_min, a.age_max, (select count(*) from occurrence o where o.activity_id = a.id and o.status <> 'cancelled' and o.starts_at > @now
    and o.starts_at <= @now::timestamptz + make_interval(hours => @hours))::int as shut
from activity a where a.id = @activity_id`

const (
	longDeadline = 14 * 24 // hours
	mostShut     = 3       // dates that a long deadline may close from the start
)

// checkActivity holds the form against the activity's own ages and its next dates.
func (f Form) checkActivity(ctx context.Context, tx pgx.Tx, b base, now time.Time) error {
	type limits struct {
		AgeMin, AgeMax *int
		Shut           int
	}
	a, err := postgres.One[limits](ctx, tx, limitsSQL, pgx.StrictNamedArgs{"activity_id": b.ID, "now": now, "hours": f.ClosesHours})
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
func putForm(ctx context.Context, tx pgx.Tx, b base, version int, f Form, now time.Time) error {
	n, err := postgres.Exec(ctx, tx, putFormSQL, pgx.StrictNamedArgs{
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
	n, err = postgres.Exec(ctx, tx, setModeSQL, pgx.StrictNamedArgs{"activity_id": b.ID, "mode": string(activity.HereSignup)})
	if err != nil || n == 0 {
		return err
	}
	return activity.Index(ctx, tx, b.ID, now)
}

const slotsSQL = `-- registration.slots
select ` + slotColumns + ` from signup_slot s where s.activity_id = @activity_id and s.ends_at > @now order by s.id for update`

const fitSlotSQL = `-- registration.fitSlot
update signup_slot set capacity = @capacity, waiting_capacity = @waiting_capacity, strict_order = @strict_order where id = @id`

const dropEmptySQL = `-- registration.dropEmpty
delete from signup_slot s where s.activity_id = @activity_id and s.scope <> @scope and not exists (select from registration r where r.slot_id = s.id)`

// fitSlots gives the slots the form's numbers, and new places to the queues.
func (s *Service) fitSlots(ctx context.Context, tx pgx.Tx, b base, f Form, now time.Time) error {
	slots, err := postgres.Many[Slot](ctx, tx, slotsSQL, pgx.StrictNamedArgs{"activity_id": b.ID, "now": now})
	if err != nil {
		return err
	}
	for _, slot := range slots {
		if slot.Scope != f.Scope && slot.Taken+slot.Waiting > 0 {
			return fault.Fields{{Name: "gjelder", Msg: i18n.Mark("Noen er allerede påmeldt, så du kan ikke bytte mellom én dato og hele rekken.")}}.Err()
		}
		if slot.OwnCapacity {
			f := f
			f.Capacity = slot.Capacity
			err = s.fitSlot(ctx, tx, b, f, slot, now)
		} else {
			err = s.fitSlot(ctx, tx, b, f, slot, now)
		}
		if err != nil {
			return err
		}
	}
	_, err = postgres.Exec(ctx, tx, dropEmptySQL, pgx.StrictNamedArgs{"activity_id": b.ID, "scope": string(f.Scope)})
	return err
}

func (s *Service) fitSlot(ctx context.Context, tx pgx.Tx, b base, f Form, slot Slot, now time.Time) error {
	lower := f.Capacity != nil && (slot.Capacity == nil || *f.Capacity < *slot.Capacity)
	if lower && slot.Taken > *f.Capacity {
		return fault.Fields{{Name: "plasser", Msg: i18n.Mark("%d har plass allerede. Velg minst så mange."), Args: []any{slot.Taken}}}.Err()
	}
	slot.Capacity, slot.WaitingCapacity, slot.StrictOrder = f.Capacity, f.WaitingCapacity, f.Groups == WaitForGroups
	if _, err := postgres.Exec(ctx, tx, fitSlotSQL, pgx.StrictNamedArgs{
		"id": slot.ID, "capacity": slot.Capacity, "waiting_capacity": slot.WaitingCapacity, "strict_order": slot.StrictOrder,
	}); err != nil {
		return err
	}
	return s.promote(ctx, tx, &slot, b.settings(), f.basis(slot), now)
}

const ownCapacitySQL = `-- registration.ownCapacity
update signup_slot set own_capacity = true where id = @id`

// SetCapacity gives one date another number of places than the rest; nil is no limit.
func (s *Service) SetCapacity(ctx context.Context, actor account.Actor, activityID, occurrenceID int64, capacity *int) error {
	b, err := manage(ctx, s.pool, actor, activityID)
	if err != nil {
		return err
	}
	f, stored := b.form()
	if !stored {
		return missing()
	}
	f.Capacity = capacity
	if capacity != nil && (*capacity < 1 || *capacity > maxPlaces) {
		return fault.Fields{{Name: "plasser", Msg: i18n.Mark("Skriv et helt tall fra %d til %d."), Args: []any{1, maxPlaces}}}.Err()
	}
	slot, err := ensureSlot(ctx, s.pool, b, occurrenceID)
	if err != nil {
		return err
	}
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		slot, err := lockSlot(ctx, tx, slot.ID)
		if err != nil {
			return err
		}
		if _, err := postgres.Exec(ctx, tx, ownCapacitySQL, pgx.StrictNamedArgs{"id": slot.ID}); err != nil {
			return err
		}
		if err := s.fitSlot(ctx, tx, b, f, slot, s.now()); err != nil {
			return err
		}
		return recordActivity(ctx, tx, actor, "registration.capacity", b.ID, map[string]any{"occurrence": occurrenceID, "capacity": capacity})
	})
}

const closeSQL = `-- registration.close
with f as (update signup_form set closed = @closed where activity_id = @activity_id and @occurrence_id::bigint = 0)
update signup_slot set closed = @closed where activity_id = @activity_id and (@occurrence_id::bigint = 0 or occurrence_id = @occurrence_id)`

// CloseSignUp closes sign-up, or opens it again, without ending the activity.
// OccurrenceID 0 is the activity with all its dates. Who is on the waiting list
// still gets places that come free.
func (s *Service) CloseSignUp(ctx context.Context, actor account.Actor, activityID, occurrenceID int64, closed bool) error {
	b, err := manage(ctx, s.pool, actor, activityID)
	if err != nil {
		return err
	}
	form, stored := b.form()
	if !stored {
		return missing()
	}
	if form.Scope == WholeSeries {
		occurrenceID = 0
	}
	if occurrenceID != 0 {
		if _, err := ensureSlot(ctx, s.pool, b, occurrenceID); err != nil {
			return err
		}
	}
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		args := pgx.StrictNamedArgs{"activity_id": activityID, "occurrence_id": occurrenceID, "closed": closed}
		if _, err := postgres.Exec(ctx, tx, closeSQL, args); err != nil {
			return err
		}
		return recordActivity(ctx, tx, actor, "registration.close", activityID, map[string]any{"closed": closed, "occurrence": occurrenceID})
	})
}

const templatesSQL = `-- registration.templates
select id, name, settings as form from signup_template where municipality_id = @municipality_id and organisation_id = @organisation_id order by name, id limit 100`

// Templates are the forms that an organisation has kept.
func (s *Service) Templates(ctx context.Context, actor account.Actor, organisationID int64) ([]Template, error) {
	if err := actor.RequireOwn(account.EditOwnActivities, account.ManageActivities, organisationID); err != nil {
		return nil, err
	}
	return postgres.Many[Template](ctx, s.pool, templatesSQL, pgx.StrictNamedArgs{"municipality_id": actor.MunicipalityID, "organisation_id": organisationID})
}

const putTemplateSQL = `-- registration.putTemplate
insert into signup_template (municipality_id, organisation_id, name, settings, created_at)
select o.municipality_id, o.id, @name, @settings, @now from organisation o where o.id = @organisation_id and o.municipality_id = @municipality_id
on conflict (organisation_id, name) do update set settings = excluded.settings
returning id`

// SaveTemplate keeps a form under a name; one with the same name is replaced.
func (s *Service) SaveTemplate(ctx context.Context, actor account.Actor, organisationID int64, name string, f Form) (int64, error) {
	if err := actor.RequireOwn(account.EditOwnActivities, account.ManageActivities, organisationID); err != nil {
		return 0, err
	}
	name, f = strings.Join(strings.Fields(name), " "), f.Normal()
	if name == "" || len(name) > MaxName {
		return 0, fault.Fields{{Name: "mal_navn", Msg: i18n.Mark("Skriv hva malen skal hete.")}}.Err()
	}
	if err := f.Validate(); err != nil {
		return 0, err
	}
	f.OpensAt, f.Retired = nil, nil // of one activity
	id, err := postgres.Scalar[int64](ctx, s.pool, putTemplateSQL, pgx.StrictNamedArgs{
		"municipality_id": actor.MunicipalityID, "organisation_id": organisationID, "name": name, "settings": f, "now": s.now(),
	})
	if fault.Is(err, fault.NotFound) {
		return 0, missing()
	}
	return id, err
}

const dropTemplateSQL = `-- registration.dropTemplate
delete from signup_template where id = @id and municipality_id = @municipality_id and organisation_id = @organisation_id`

// DeleteTemplate forgets a template; one that is gone is no error.
func (s *Service) DeleteTemplate(ctx context.Context, actor account.Actor, organisationID, id int64) error {
	if err := actor.RequireOwn(account.EditOwnActivities, account.ManageActivities, organisationID); err != nil {
		return err
	}
	_, err := postgres.Exec(ctx, s.pool, dropTemplateSQL, pgx.StrictNamedArgs{
		"id": id, "municipality_id": actor.MunicipalityID, "organisation_id": organisationID,
	})
	return err
}

const grantSQL = `-- registration.grant
insert into signup_access (activity_id, account_id, created_at)
select @activity_id, a.id, @now from account a
where a.municipality_id = @municipality_id and a.email = lower(@email::text) and a.ended_at is null
on conflict (activity_id, account_id) do update set created_at = signup_access.created_at
returning account_id as id, xmax = 0 as fresh`

// AddSubstitute lets somebody outside the organisation keep the list. The person
// must have a login in the portal; an address without one is fault.Invalid. She
// gets an e-mail with the link.
func (s *Service) AddSubstitute(ctx context.Context, actor account.Actor, activityID int64, email string) error {
	b, err := readBase(ctx, s.pool, actor, activityID)
	if err != nil {
		return err
	}
	if err := b.mayEdit(actor); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		type given struct {
			ID    int64
			Fresh bool
		}
		who, err := postgres.One[given](ctx, tx, grantSQL, pgx.StrictNamedArgs{
			"activity_id": activityID, "municipality_id": b.MunicipalityID, "email": strings.TrimSpace(email), "now": s.now(),
		})
		if fault.Is(err, fault.NotFound) {
			return fault.Fields{{Name: "epost", Msg: i18n.Mark("Ingen i portalen har denne adressen. Be personen lage en innlogging først.")}}.Err()
		}
		if err != nil || !who.Fresh {
			return err
		}
		if err := s.greet(ctx, tx, activityID, who.ID); err != nil {
			return err
		}
		return recordActivity(ctx, tx, actor, "registration.substitute", activityID, map[string]any{"account": who.ID})
	})
}

const revokeSQL = `-- registration.revoke
delete from signup_access where activity_id = @activity_id and account_id = @account_id`

// RemoveSubstitute takes the access back.
func (s *Service) RemoveSubstitute(ctx context.Context, actor account.Actor, activityID, accountID int64) error {
	b, err := readBase(ctx, s.pool, actor, activityID)
	if err != nil {
		return err
	}
	if err := b.mayEdit(actor); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := postgres.Exec(ctx, tx, revokeSQL, pgx.StrictNamedArgs{"activity_id": activityID, "account_id": accountID}); err != nil {
			return err
		}
		return recordActivity(ctx, tx, actor, "registration.substitute_end", activityID, map[string]any{"account": accountID})
	})
}

// Substitute is somebody outside the organisation who may keep the list.
type Substitute struct {
	AccountID int64
	Name      string
	Email     string
}

const substitutesSQL = `-- registration.substitutes
select a.id as account_id, a.name, a.email from signup_access x join account a on a.id = x.account_id where x.activity_id = @activity_id order by a.name, a.id`

// Substitutes are those who have access beside the organisers.
func (s *Service) Substitutes(ctx context.Context, actor account.Actor, activityID int64) ([]Substitute, error) {
	if _, err := manage(ctx, s.pool, actor, activityID); err != nil {
		return nil, err
	}
	return postgres.Many[Substitute](ctx, s.pool, substitutesSQL, pgx.StrictNamedArgs{"activity_id": activityID})
}
