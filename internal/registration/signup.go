// Signing up: by the person herself, in one statement that gives places.

package registration

import (
	"context"
	"errors"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
)

// Warning is something to show before signing up; it stops nobody.
type Warning string

// The warnings. Neither says more about the other sign-up than that there is one:
// whoever fills in the form has not yet shown that the address is hers.
const (
	SameAgain Warning = "same"    // the same name for the same date; of a resident the same address or number too
	Overlap   Warning = "overlap" // something else at the same time
)

// Text is the warning in words; bokmål source text.
func (w Warning) Text() string {
	if w == SameAgain {
		return i18n.Mark("Noen med samme navn er allerede påmeldt her. Er det en annen, kan du melde på likevel.")
	}
	return i18n.Mark("Du er allerede påmeldt noe annet på samme tid. Du kan melde deg på likevel.")
}

// SignedUp is what came of signing up. With Warnings and no ID nothing was
// stored: show them and ask again with Force.
type SignedUp struct {
	ID       int64
	Status   Status
	Holds    Holds
	Position int    // in the queue, 0 with a place
	Token    string // of the person's own link; show it only where no e-mail was given
	ByEmail  bool   // a link to confirm with was sent
	HoldEnds time.Time
	Warnings []Warning
}

// SignUp signs a resident up. It is confirmed by the link in the e-mail; someone
// with a mobile number only is confirmed at once, and the page shows the link. A
// closed gate is fault.Conflict, what is wrong in the form fault.Invalid.
func (s *Service) SignUp(ctx context.Context, actor account.Actor, w Wish) (SignedUp, error) {
	key := offeringKey{actor.MunicipalityID, w.ActivityID, w.OccurrenceID}
	if o, ok := s.offerings.kept.Peek(key); ok {
		if n, err := o.newcomer(w, s.now()); err == nil {
			if in, err := s.admit(ctx, actor, o, n); !errors.Is(err, errStale) {
				return in, err
			}
		}
	}
	for range 3 {
		o, err := s.offerings.read(key, func() (*offering, error) { return s.readOffering(context.WithoutCancel(ctx), key) })
		if err != nil {
			return SignedUp{}, err
		}
		n, err := o.newcomer(w, s.now())
		if err != nil {
			return SignedUp{}, err
		}
		if in, err := s.admit(ctx, actor, o, n); !errors.Is(err, errStale) {
			return in, err
		}
	}
	return SignedUp{}, fault.Outrun(i18n.Mark("Påmeldingen er endret i mellomtiden. Last siden på nytt."))
}

// errStale says that the offering has changed since it was read; nothing was stored.
var errStale = errors.New("the offering has changed")

// newcomer checks the wish; the error is what a resident reads.
func (o *offering) newcomer(w Wish, now time.Time) (newcomer, error) {
	form, _ := o.Activity.Form()
	w = w.normal(form)
	slot := o.slot
	slot.Taken, slot.Waiting = 0, 0 // the statement knows
	if g := signupform.GateFor(now, form, slot, 1); g.Text() != "" {
		return newcomer{}, fault.Clash(g.Text())
	}
	if err := w.check(form, o.Activity.Municipal(), false); err != nil {
		return newcomer{}, err
	}
	n := newcomer{Wish: w, form: form, settings: o.Activity.Municipal(), source: ByWeb, stamp: o.stamp}
	n.guardian = signupform.NeedsGuardian(form, o.Activity.Municipal(), bandsOf(w.Participants), w.ContactIsGuardian)
	return n, nil
}

func (s *Service) admit(ctx context.Context, actor account.Actor, o *offering, n newcomer) (SignedUp, error) {
	now := s.now()
	if n.Email == "" {
		return s.enter(ctx, actor, o.slot, n, now)
	}
	token := account.NewSecret()
	letter, err := s.firstLetter(o.about, n, token, now)
	if err != nil {
		return SignedUp{}, err
	}
	return s.enterOnce(ctx, s.pool, actor, o.slot, n, token, letter, now)
}

// firstLetter asks for the confirmation, nil where there is no e-mail address.
func (s *Service) firstLetter(a letters.About, n newcomer, token string, now time.Time) (*mail.Message, error) {
	if n.Email == "" {
		return nil, nil
	}
	until := holdUntil(now, n.settings)
	r := letters.SignUp{PartySize: n.Party, Name: n.Name, Email: n.Email, Lang: n.Lang, HoldExpiresAt: &until}
	m, err := s.letters.First(a, r, token)
	return &m, err
}

// holdUntil is when an unconfirmed place is released.
func holdUntil(now time.Time, s signupform.Settings) time.Time {
	return now.Add(time.Duration(s.HoldMinutes) * time.Minute)
}

// Only those who keep the list are told of another with the same name; a resident
// must know the address or the number too, so that nobody learns who is coming.
const sameName = `exists (select from registration r where r.slot_id = @slot_id and r.holds <> 'none' and lower(r.name) = lower(@name)
    and (@desk or @email::text <> '' and r.email = @email or @phone::text <> '' and r.phone = @phone))`

const overlaps = `@email::text <> '' and exists (
           select from registration r join signup_known k on k.slot_id = r.slot_id and not k.cancelled
           join signup_known mine on mine.slot_id = @slot_id and mine.starts_at < k.ends_at and k.starts_at < mine.ends_at and not mine.cancelled
           where r.municipality_id = @municipality_id and r.email = @email and r.email <> '' and lower(r.name) = lower(@name) and r.holds <> 'none'
             and r.slot_id <> @slot_id and k.ends_at > @now)`

// newcomer is a checked wish on its way in.
type newcomer struct {
	Wish
	form     signupform.Form
	settings signupform.Settings
	source   Source
	guardian bool // must confirm
	overbook bool // in, whatever the counter says
	stamp    string
}

// byEmail says whether the sign-up has to be confirmed by a link.
func (n newcomer) byEmail() bool { return n.source == ByWeb && (n.Email != "" || n.guardian) }

// enterSQL is the one statement that gives places: whoever reaches the row
// first is in, the rest are in the queue in the order in which they came, and
// nobody is in twice. It asks whether the offering is still as it was when it was
// read, warns instead unless that is no wish, and leaves the trace and the e-mail
// to confirm with. It confirms nobody: that is for confirm. It always answers with one row, where id is 0 when nothing was stored.
const enterSQL = `-- registration.enter
with fresh as materialized (select @stamp::text = '' or exists (select ` + stamped + ` and ` + stampOf + ` = @stamp) as yes),
w as materialized (select not @force::boolean and ` + sameName + ` as same, not @force and ` + overlaps + ` as overlap),
u as (
    update signup_slot s set
        last_number = s.last_number + 1,
        last_waits = not (` + fits + `),
        taken = s.taken + case when ` + fits + ` then @size::int else 0 end,
        waiting = s.waiting + case when ` + fits + ` then 0 else @size::int end
    where s.id = @slot_id and (select fresh.yes from fresh) and not (select w.same or w.overlap from w)
      and not s.cancelled and (@desk or not s.closed)
      and (` + fits + ` or s.waiting_capacity is null or s.waiting + @size::int <= s.waiting_capacity)
    returning s.id, s.activity_id, s.municipality_id, s.last_number, s.last_waits, s.capacity is not null and s.taken > s.capacity as over),
r as (
    insert into registration (municipality_id, activity_id, slot_id, number, status, holds, party_size, name, email, phone, lang,
        guardian_needed, guardian_name, guardian_email, answers, source, mail_kinds, overbooked, created_at, hold_expires_at)
    select u.municipality_id, u.activity_id, u.id, u.last_number,
        'unconfirmed', case when u.last_waits then 'queue' else 'place' end, @size, @name, @email, @phone, @lang,
        @guardian_needed, @guardian_name, @guardian_email, @answers::jsonb, @source, @mail_kinds::text[], @overbook and u.over,
        @now, @hold_expires_at::timestamptz
    from u returning id, number, status, holds, slot_id, overbooked),
p as (
    insert into participant (registration_id, name, age_band)
    select r.id, x.name, x.band from r cross join unnest(@names::text[], @bands::text[]) with ordinality as x (name, band, n) order by x.n),
t as (insert into registration_token (token_hash, registration_id, purpose, created_at) select @token_hash, r.id, 'own', @now from r),
audited as (
    select id, jsonb_build_object('holds', holds) || case when overbooked then '{"overbooked": true}' else '{}' end::jsonb as detail from r),
e as (` + audit.Part + `),
mailed as (select id as about_id from r),
` + mail.Part + `
select fresh.yes as fresh, w.same, w.overlap, coalesce(r.id, 0) as id, coalesce(r.number, 0) as number,
       coalesce(r.status, '') as status, coalesce(r.holds, '') as holds
from fresh cross join w left join r on true`

const fits = `(@overbook or s.capacity is null or (s.taken + @size::int <= s.capacity and (s.waiting = 0 or not s.strict_order)))`

type entered struct {
	Fresh   bool
	Same    bool
	Overlap bool
	ID      int64 // 0: not stored
	Number  int
	Status  Status
	Holds   Holds
}

func (e entered) warnings() []Warning {
	var all []Warning
	if e.Same {
		all = append(all, SameAgain)
	}
	if e.Overlap {
		all = append(all, Overlap)
	}
	return all
}

// enter is for those who have nothing to confirm themselves: at the desk, and
// whoever gave no e-mail address. They take the one road at once.
func (s *Service) enter(ctx context.Context, actor account.Actor, slot signupform.Slot, n newcomer, now time.Time) (out SignedUp, err error) {
	token := account.NewSecret()
	err = postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		out, err = s.enterOnce(ctx, tx, actor, slot, n, token, nil, now)
		if err != nil || out.ID == 0 {
			return err
		}
		r := n.registration(slot, out)
		if n.byEmail() {
			return s.askGuardian(ctx, tx, r, now)
		}
		r, err = s.confirm(ctx, tx, actor, r, road{once: "first"}, now) // the statement has written the log
		out.Status = r.Status
		return err
	})
	return out, err
}

// registration is what the statement has just stored, without reading it again
// while the slot is locked.
func (n newcomer) registration(slot signupform.Slot, in SignedUp) Registration {
	return Registration{
		ID: in.ID, ActivityID: slot.ActivityID, SlotID: slot.ID, Status: in.Status, Holds: in.Holds, PartySize: n.Party, Version: 1,
		Name: n.Name, Email: n.Email, Phone: n.Phone, Lang: n.Lang,
		GuardianNeeded: n.guardian, GuardianName: n.GuardianName, GuardianEmail: n.GuardianEmail,
	}
}

func (s *Service) enterOnce(ctx context.Context, q postgres.Querier, actor account.Actor, slot signupform.Slot, n newcomer, token string, m *mail.Message, now time.Time) (SignedUp, error) {
	args := n.args(slot, token, now)
	if err := audit.PartArgs(args, now, actor.Audit(), audit.Event{
		Action: "registration.sign_up", Object: "registration", Detail: map[string]any{"activity": slot.ActivityID, "people": n.Party},
	}); err != nil {
		return SignedUp{}, err
	}
	if err := mail.PartArgs(args, m, now); err != nil {
		return SignedUp{}, err
	}
	in, err := postgres.One[entered](ctx, q, enterSQL, args)
	switch {
	case err != nil:
		return SignedUp{}, err
	case !in.Fresh:
		return SignedUp{}, errStale
	case in.Same || in.Overlap:
		return SignedUp{Warnings: in.warnings()}, nil
	case in.ID == 0:
		slot, err := postgres.One[signupform.Slot](ctx, q, slotSQL, pgx.StrictNamedArgs{"id": slot.ID})
		if err != nil {
			return SignedUp{}, err
		}
		return SignedUp{}, slot.Refusal(n.Party)
	}
	out := SignedUp{ID: in.ID, Status: in.Status, Holds: in.Holds, Token: token, ByEmail: n.byEmail()}
	if n.byEmail() {
		out.HoldEnds = holdUntil(now, n.settings)
	}
	if out.Holds == HoldsQueue {
		out.Position, err = postgres.Scalar[int](ctx, q, positionSQL, pgx.StrictNamedArgs{"slot_id": slot.ID, "number": in.Number})
	}
	return out, err
}

const slotSQL = `-- registration.slot
select ` + signupform.SlotColumns + ` from signup_slot s where s.id = @id`

const positionSQL = `-- registration.position
select count(*)::int from registration where slot_id = @slot_id and holds = 'queue' and number <= @number`

func (n newcomer) args(slot signupform.Slot, token string, now time.Time) pgx.StrictNamedArgs {
	var hold *time.Time
	if n.byEmail() {
		t := holdUntil(now, n.settings)
		hold = &t
	}
	return pgx.StrictNamedArgs{
		"slot_id": slot.ID, "size": n.Party, "overbook": n.overbook, "desk": n.source != ByWeb,
		"name": n.Name, "email": n.Email, "phone": n.Phone, "lang": string(n.Lang), "guardian_needed": n.guardian,
		"guardian_name": n.GuardianName, "guardian_email": n.GuardianEmail, "answers": n.Answers, "source": string(n.source),
		"mail_kinds": n.MailKinds, "now": now, "hold_expires_at": hold, "names": namesOf(n.Participants), "bands": bandsOf(n.Participants),
		"token_hash": letters.HashToken(token), "municipality_id": slot.MunicipalityID, "force": n.Force, "stamp": n.stamp,
	}
}
