// Forms, sign-ups and attendance, through the use cases of registration.

package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
)

// booth tells what has happened with sign-ups, through the use cases and by a
// clock of its own. The first error ends the story: the rest is not told.
type booth struct {
	*filler
	ctx     context.Context
	tx      pgx.Tx
	forms   *signupform.Service
	signups *registration.Service
	rosters *roster.Service
	at      time.Time // of the clock
	newest  int64     // the last line of the log that is not theirs
	link    string    // of the last sign-up
	signUp  int64     // the last one
	told    []told
	err     error
}

// told is a line of the log that a use case wrote.
type told struct {
	At        time.Time
	ActorKind string
	ActorID   *int64
	ActorName string
	Action    string
	Object    string
	ObjectID  *int64
	Detail    map[string]any
}

// quiet is the queue of letters that went out long ago.
type quiet struct{}

func (quiet) Enqueue(context.Context, pgx.Tx, river.JobArgs, *river.InsertOpts) error { return nil }

// addSignUps tells the stories of the main municipality; the others have none.
func (f *filler) addSignUps(ctx context.Context, tx pgx.Tx) error {
	if f.activities["babykafe-sentrum"] == 0 {
		return nil
	}
	b := &booth{filler: f, ctx: ctx, tx: tx, at: f.now}
	if err := f.refresh(ctx, tx, events); err != nil {
		return err
	}
	b.newest = f.last[events.name]
	clock := func() time.Time { return b.at }
	outbox := mail.NewOutbox(quiet{}, clock)
	b.forms, b.signups, b.rosters = f.p.SignupForms.In(tx, clock), f.p.Registrations.In(tx, outbox, clock), f.p.Rosters.In(tx, outbox, clock)
	for _, story := range stories {
		story(b)
		b.clock(f.now)
		if b.err != nil {
			return b.err
		}
	}
	for _, t := range b.told {
		f.add(events, f.id, t.At, t.ActorKind, t.ActorID, t.ActorName, t.Action, t.Object, t.ObjectID, t.Detail)
	}
	return f.refresh(ctx, tx, emails)
}

const (
	// What a use case has written is what is newer than the last line of before.
	thenSQL = `-- demo.then
with sent as (
    update email set status = 'sent', attempts = 1, created_at = @at, sent_at = @at where municipality_id = @municipality_id and status = 'queued'),
gone as (delete from audit_event where municipality_id = @municipality_id and id > @newest returning *)
select at, actor_kind, actor_id, actor_name, action, object, object_id, detail from gone order by id`

	planSQL = `-- demo.plan
select id, starts_at, ends_at from occurrence where activity_id = @id and status <> 'cancelled' order by starts_at`

	seatsSQL = `-- demo.seats
select id from registration where activity_id = @id and email = @email order by id desc limit 1`
)

// clock moves to another time, and takes up what has been done so far.
func (b *booth) clock(to time.Time) {
	args := postgres.Args{"municipality_id": b.id, "at": b.at, "newest": b.newest}
	b.at = to
	if b.err != nil {
		return
	}
	lines, err := postgres.Many[told](b.ctx, b.tx, thenSQL, args)
	b.told, b.err = append(b.told, lines...), err
}

// date is one date of an activity.
type date struct {
	ID               int64
	StartsAt, EndsAt time.Time
}

// last is the latest date that ended so long ago.
func (b *booth) last(key string, ago time.Duration) date {
	var found date
	for _, d := range b.dates(key) {
		if d.EndsAt.Before(b.now.Add(-ago)) {
			found = d
		}
	}
	return found
}

// next is the first date that is so far ahead.
func (b *booth) next(key string, ahead time.Duration) date {
	for _, d := range b.dates(key) {
		if d.StartsAt.After(b.now.Add(ahead)) {
			return d
		}
	}
	return date{}
}

func (b *booth) dates(key string) []date {
	if b.err != nil {
		return nil
	}
	if b.activities[key] == 0 {
		b.err = fmt.Errorf("no activity %s", key)
		return nil
	}
	all, err := postgres.Many[date](b.ctx, b.tx, planSQL, postgres.Args{"id": b.activities[key]})
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("no dates of %s", key)
	}
	b.err = err
	return all
}

// open turns sign-up on, as it was decided some weeks ago.
func (b *booth) open(key string, by account.Actor, places int, change func(*signupform.Form)) {
	form := signupform.NewForm()
	if places > 0 {
		form.Capacity = &places
	}
	change(&form)
	b.clock(b.ago(40, len(key)))
	b.do(key, func() error { return b.signups.SaveForm(b.ctx, by, b.activities[key], 0, form) })
}

// do runs one step of a story.
func (b *booth) do(what string, step func() error) {
	if b.err != nil {
		return
	}
	if err := step(); err != nil {
		b.err = fmt.Errorf("%s: %w", what, err)
	}
}

// before is some days before a date or now, whichever is first, at an hour that differs.
func (b *booth) before(d date, days, minute int) time.Time {
	at := d.StartsAt
	if at.After(b.now) {
		at = b.now
	}
	at = at.In(i18n.Oslo)
	return time.Date(at.Year(), at.Month(), at.Day()-days, 9+(days*5+minute)%12, minute%60, 0, 0, i18n.Oslo)
}

// sortEvents puts the log in the order in which it happened.
func (f *filler) sortEvents() {
	rows := f.rows[events.name]
	var ids []any
	for _, r := range rows {
		ids = append(ids, r[0])
	}
	slices.SortStableFunc(rows, func(a, b []any) int { return a[2].(time.Time).Compare(b[2].(time.Time)) })
	for i := range rows {
		rows[i][0] = ids[i]
	}
}

// staff is somebody of the municipality, group whoever answers for an organisation.
func (f *filler) staff(i int) account.Actor {
	s := f.m.Staff[i]
	return account.Actor{
		Door: account.StaffDoor, MunicipalityID: f.id, AccountID: f.accounts[s.Email], Name: s.Name, Email: s.Email, Role: account.Role(s.Role),
	}
}

func (f *filler) group(slug string) account.Actor {
	for _, g := range f.m.GroupLogins {
		if g.Organisation == slug && g.Role == "admin" {
			return account.Actor{
				Door: account.GroupDoor, MunicipalityID: f.id, AccountID: f.accounts[g.Email], Name: g.Name, Email: g.Email,
				Role: account.GroupAdmin, OrganisationID: f.organisations[slug],
			}
		}
	}
	return account.Actor{}
}

// joins is a party that signs up on the page and confirms.
func (b *booth) joins(key string, d date, g guest, at time.Time) {
	b.asks(key, d, g, at)
	b.confirms(key, g)
}

func (b *booth) asks(key string, d date, g guest, at time.Time) {
	b.clock(at)
	b.do(key+": "+g.name, func() error {
		in, err := b.signups.SignUp(b.ctx, account.Resident(b.id), g.wish(b.activities[key], d.ID))
		b.link, b.signUp = in.Token, in.ID
		return err
	})
}

func (b *booth) confirms(key string, g guest) {
	b.do(key+": "+g.name, func() error {
		if g.email() == "" { // nobody but those who keep the list can
			return b.signups.ConfirmFor(b.ctx, account.SystemActor(b.id, ""), b.signUp)
		}
		_, err := b.signups.ConfirmByToken(b.ctx, account.Resident(b.id), b.link)
		return err
	})
}

// many are parties that have signed up on the days before, the first one first.
func (b *booth) many(key string, d date, guests ...guest) {
	for i, g := range guests {
		days := 1 + (len(guests)-i)*12/(len(guests)+1)
		b.joins(key, d, g, b.before(d, days, 7*i+len(key)))
	}
}

// rings is somebody who is signed up by those who keep the list.
func (b *booth) rings(key string, by account.Actor, d date, g guest, overbook bool, at time.Time) {
	b.clock(at)
	b.do(key+": "+g.name, func() error {
		_, err := b.signups.SignUpAtDesk(b.ctx, by, g.wish(b.activities[key], d.ID), overbook)
		return err
	})
}

// idOf is the sign-up of a guest who has an address.
func (b *booth) idOf(key string, g guest) int64 {
	var id int64
	b.do(key+": "+g.name, func() (err error) {
		id, err = postgres.Scalar[int64](b.ctx, b.tx, seatsSQL, postgres.Args{"id": b.activities[key], "email": g.email()})
		return err
	})
	return id
}

// refresh moves the ids of a table behind those that the database has given out.
func (b *buffer) refresh(ctx context.Context, tx pgx.Tx, t table) error {
	last, err := postgres.Scalar[int64](ctx, tx, "select coalesce(max(id), 0) from "+t.name, nil)
	b.last[t.name] = max(last, b.last[t.name])
	return err
}
