package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"frivilligsentral/internal/registration"

	"github.com/jackc/pgx/v5"
)

// signUps is what one activity of the demo shows of signing up. People is how
// many parties have signed up; those beyond the places wait.
type signUps struct {
	places, people int
	change         func(*registration.Form)
}

var demoSignUps = []signUps{
	{10, 13, func(f *registration.Form) {
		f.MaxParty, f.Instructions = 4, "Møt opp ti minutter før. Inngangen er på baksiden."
	}},
	{20, 7, func(f *registration.Form) {
		f.AskAges, f.AskNames, f.CancelHours = true, true, 24
		f.Questions = []registration.Question{{ID: "q1", Kind: registration.YesNoQuestion, Label: "Trenger du rullestolplass?", Purpose: "Så vi velger riktig rom", KeepDays: 7}}
	}},
	{8, 8, func(f *registration.Form) { f.Groups = registration.WaitForGroups }},
	{15, 4, func(f *registration.Form) { f.Scope, f.JoinUnderway = registration.WholeSeries, true }},
}

var guests = []string{
	"Ragnhild Sletten", "Tor Myhre", "Amina Warsame", "Jon Brekke", "Else Haugland", "Piotr Nowak", "Solveig Rud", "Mats Lian",
	"Fatima Omar", "Gunnar Vold", "Inger Strand", "Daniel Moen", "Turid Bakken",
}

const (
	signUpActivitiesSQL = `-- demo.signUpActivities
select a.id from activity a
where a.municipality_id = @municipality_id and a.status = 'published' and a.cancelled_at is null and a.signup_mode = 'none' and a.rrule <> ''
  and (select count(*) from occurrence o where o.activity_id = a.id and o.status = 'planned' and o.starts_at > @now) > 3
order by a.id limit @limit`

	signUpFormSQL = `-- demo.signUpForm
with a as (update activity set signup_mode = 'here' where id = @id)
insert into signup_form (activity_id, municipality_id, settings, scope, capacity, strict_order, updated_at)
values (@id, @municipality_id, @settings, @scope, @capacity, @strict_order, @now)`

	signUpSlotSQL = `-- demo.signUpSlot
with d as (
    select o.*, a.sequence as base from occurrence o join activity a on a.id = o.activity_id
    where o.activity_id = @id and o.status = 'planned' and (@scope = 'series' or o.starts_at > @now) order by o.starts_at limit case when @scope = 'series' then 1000 else 1 end),
s as (
    insert into signup_slot (municipality_id, activity_id, scope, occurrence_id, starts_at, ends_at, capacity, strict_order)
    select @municipality_id, @id, @scope, case when @scope = 'date' then min(d.id) end, min(d.starts_at), max(d.ends_at), @capacity, @strict_order from d returning id),
k as (
    insert into signup_known (slot_id, occurrence_id, key, starts_at, ends_at, sequence)
    select s.id, d.id, d.key, d.starts_at, d.ends_at, d.base + d.sequence from s cross join d)
select id from s`

	signUpSQL = `-- demo.signUp
with r as (
    insert into registration (municipality_id, activity_id, slot_id, number, status, holds, party_size, name, email, source, created_at, confirmed_at, offered_at, offer_expires_at)
    values (@municipality_id, @id, @slot_id, @number, @status, @holds, 1, @name, @email, @source, @at, @at, @offered_at, @offer_expires_at) returning id)
insert into participant (registration_id, name, age_band) select r.id, @name, @band from r`

	signUpCountSQL = `-- demo.signUpCount
update signup_slot s set last_number = @number,
    taken = (select count(*) from registration r where r.slot_id = s.id and r.holds = 'place'),
    waiting = (select count(*) from registration r where r.slot_id = s.id and r.holds = 'queue')
where s.id = @slot_id`
)

// addSignUps opens sign-up for some activities, one of them full with a queue and an offer that stands.
func (f *filler) addSignUps(ctx context.Context, tx pgx.Tx) error {
	rows, err := tx.Query(ctx, signUpActivitiesSQL, pgx.StrictNamedArgs{"municipality_id": f.id, "now": f.now, "limit": len(demoSignUps)})
	if err != nil {
		return err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return err
	}
	for i, id := range ids {
		if err := f.addSignUp(ctx, tx, id, demoSignUps[i]); err != nil {
			return fmt.Errorf("sign-ups of activity %d: %w", id, err)
		}
	}
	return nil
}

func (f *filler) addSignUp(ctx context.Context, tx pgx.Tx, id int64, s signUps) error {
	form := registration.NewForm()
	form.Capacity = &s.places
	s.change(&form)
	form = form.Normal()
	strict := form.Groups == registration.WaitForGroups
	args := pgx.StrictNamedArgs{
		"id": id, "municipality_id": f.id, "settings": form, "scope": string(form.Scope), "capacity": s.places, "strict_order": strict, "now": f.now,
	}
	if _, err := tx.Exec(ctx, signUpFormSQL, args); err != nil {
		return err
	}
	delete(args, "settings")
	var slot int64
	if err := tx.QueryRow(ctx, signUpSlotSQL, args).Scan(&slot); err != nil {
		return err
	}
	for i := range s.people {
		if _, err := tx.Exec(ctx, signUpSQL, f.guest(i, id, slot, s, form)); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, signUpCountSQL, pgx.StrictNamedArgs{"slot_id": slot, "number": s.people})
	return err
}

// guest is one sign-up: the last of a full date has an offer, those after it wait.
func (f *filler) guest(i int, activityID, slotID int64, s signUps, form registration.Form) pgx.StrictNamedArgs {
	name := guests[i%len(guests)]
	status, holds, source := registration.Confirmed, registration.HoldsPlace, registration.ByWeb
	email := strings.ReplaceAll(strings.ToLower(name), " ", ".") + "@post.example"
	var offered, until *time.Time
	switch {
	case i >= s.places:
		status, holds = registration.Waiting, registration.HoldsQueue
	case i == s.places-1 && s.people > s.places:
		status = registration.Offered
		at, end := f.now.Add(-4*time.Hour), f.now.Add(20*time.Hour)
		offered, until = &at, &end
	case i%5 == 4:
		source, email = registration.ByDesk, ""
	}
	band := ""
	if form.AsksAges() {
		band = registration.Bands[i%len(registration.Bands)].Code
	}
	return pgx.StrictNamedArgs{
		"municipality_id": f.id, "id": activityID, "slot_id": slotID, "number": i + 1, "status": string(status), "holds": string(holds),
		"name": name, "email": email, "source": string(source), "at": f.ago(1+i%4, i), "offered_at": offered, "offer_expires_at": until, "band": band,
	}
}
