// Signing up: by the person herself, in one statement that gives places.

package registration

import (
	"context"
	"errors"
	"math"
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

// Warning is something to show at the desk before signing up; it stops nobody. A
// resident is shown none: whoever fills in the form has not shown that the address
// is hers, so what only she may know stands in the letter to it.
type Warning string

// The warnings.
const (
	SameAgain Warning = "same"    // the same name for the same date
	Overlap   Warning = "overlap" // something else of the same organiser at the same time
)

// What nobody has answered for holds little: of one contact for a date no more
// sign-ups than this, and of one network in an hour no more people than this. The
// largest party that the form permits is never too many people.
const (
	contactMost = 3
	networkMost = 30
)

// PhoneHold is how long a place is held for somebody with a number only, whom the
// organiser has to ring, though not beyond the start; PhoneHoldScarce where it is
// more than the share of what nobody has answered for, such as the only place.
const (
	PhoneHold       = 7 * 24 * time.Hour
	PhoneHoldScarce = 24 * time.Hour
)

// SignedUp is what came of signing up. With Warnings and no ID nothing was
// stored: show them and ask again with Force. Without both nothing was stored
// either, since the address has too much already that is not confirmed; the answer is
// to be the same as if it were.
type SignedUp struct {
	ID          int64
	Status      Status
	Holds       Holds
	Position    int    // in the queue, 0 with a place
	Room        bool   // in the queue though there are places: it gets one when it is confirmed, if there still are
	Token       string // of the person's own link; show it only where no e-mail was given
	Correct     string // for whoever filled in the form: corrects the address until it is shown to be hers; "" where none was given
	ByEmail     bool   // a link to confirm with was sent
	HoldEnds    time.Time
	Warnings    []Warning
	Overlapping []letters.Meanwhile // what Overlap is about
}

// SignUp signs a resident up. It is confirmed by the link in the e-mail; someone
// with a mobile number only by the organiser, and the page shows the link. A
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
	slot.Taken, slot.Waiting, slot.QueueFirst = 0, 0, false // the statement knows
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
	was, meanwhile, err := s.before(ctx, o.slot, n, now)
	if err != nil {
		return SignedUp{}, err
	}
	n.crowded = was.Crowded
	letter, err := s.firstLetter(o, n, was, meanwhile, token, now)
	if err != nil {
		return SignedUp{}, err
	}
	in, err := s.enterOnce(ctx, s.pool, actor, o.slot, n, token, letter, now)
	if err == nil && in.ID == 0 { // too much of hers waits for an answer: she gets the links to that
		err = s.ResendLink(ctx, actor, n.Email)
	}
	return in, err
}

// However many sign-ups of hers are for a date, it is one row, and so is all that is for this slot.
const meanwhileSQL = `-- registration.meanwhile
select x.title, x.starts_at, x.ends_at, x.all_day, x.same from (
select distinct on (case when r.slot_id = @slot_id then 0 else k.occurrence_id end)
    a.title, k.starts_at, k.ends_at, a.all_day, r.slot_id = @slot_id as same, k.occurrence_id
from registration r join signup_known k on k.slot_id = r.slot_id and not k.cancelled and k.ends_at > @now
join signup_known mine on mine.slot_id = @slot_id and mine.starts_at < k.ends_at and k.starts_at < mine.ends_at and not mine.cancelled
join activity a on a.id = r.activity_id
where r.municipality_id = @municipality_id and r.email = @email and r.email <> '' and lower(r.name) = lower(@name) and r.holds <> 'none'
order by case when r.slot_id = @slot_id then 0 else k.occurrence_id end, k.starts_at) x
order by x.same desc, x.starts_at, x.occurrence_id limit 5`

// rush is how it looks just before somebody is signed up: many wait for few places, none is
// left for so many, or those whom nobody has answered for hold what they may.
type rush struct{ Crowded, Full, Unheld bool }

const rushSQL = `-- registration.rush
select ` + signupform.Crowded + ` as crowded, s.capacity is not null and (s.taken + @size::int > s.capacity or ` + signupform.QueueFirst + `) as full,
    coalesce((select sum(r.party_size) from registration r where r.slot_id = s.id and r.holds = 'place' and ` + unproved + `), 0) + @size::int > ` + signupform.UnprovedBound + ` or s.strict_order and s.waiting > 0 as unheld
from signup_slot s where s.id = @slot_id and s.municipality_id = @municipality_id`

// before is what the first letter has to know: how the rush is, and what the person of
// the name is signed up for at the same time.
func (s *Service) before(ctx context.Context, slot signupform.Slot, n newcomer, now time.Time) (was rush, all []letters.Meanwhile, err error) {
	var batch pgx.Batch
	batch.Queue(meanwhileSQL, pgx.StrictNamedArgs{
		"slot_id": slot.ID, "municipality_id": slot.MunicipalityID, "email": n.Email, "name": n.Name, "now": now,
	}).Query(func(rows pgx.Rows) (err error) {
		all, err = pgx.CollectRows(rows, pgx.RowToStructByName[letters.Meanwhile])
		return err
	})
	batch.Queue(rushSQL, pgx.StrictNamedArgs{
		"slot_id": slot.ID, "municipality_id": slot.MunicipalityID, "size": n.Party, "unproved_percent": n.settings.UnprovedPercent,
	}).Query(func(rows pgx.Rows) error {
		found, err := pgx.CollectRows(rows, pgx.RowToStructByName[rush])
		if len(found) > 0 { // else the slot is gone, as the statement will tell
			was = found[0]
		}
		return err
	})
	return was, all, postgres.Fault(s.pool.SendBatch(ctx, &batch).Close())
}

// firstLetter asks for the confirmation. What the person of the name is signed up
// for already stands in it, and nowhere else.
func (s *Service) firstLetter(o *offering, n newcomer, was rush, meanwhile []letters.Meanwhile, token string, now time.Time) (*mail.Message, error) {
	m, err := s.mailer.First(o.about, letters.SignUp{
		HasPlace: !was.Full && !was.Unheld, Full: was.Full,
		PartySize: n.Party, Name: n.Name, Email: n.Email, Lang: n.Lang, HoldExpiresAt: n.holdUntil(o.slot, now),
		GuardianName: n.GuardianName, GuardianAwaited: n.guardian, Meanwhile: meanwhile,
	}, token)
	return &m, err
}

// ShortHold is how long a place is held for somebody who has to confirm by e-mail when
// many wait for few places, and at least when the date is near.
const ShortHold = 30 * time.Minute

// holdUntil is when what is not confirmed is released, nil where nothing has to be confirmed.
func (n newcomer) holdUntil(slot signupform.Slot, now time.Time) *time.Time {
	if n.source != ByWeb {
		return nil
	}
	starts, until := n.form.Basis(slot), now.Add(PhoneHold)
	if slot.Capacity != nil && n.Party*100 > *slot.Capacity*n.settings.UnprovedPercent {
		until = now.Add(PhoneHoldScarce)
	}
	if n.byEmail() {
		long := time.Duration(n.settings.HoldMinutes) * time.Minute
		short := now.Add(min(long, ShortHold))
		if until = now.Add(long); n.crowded {
			until = short
		}
		if starts.Before(short) {
			starts = short
		}
	}
	if starts.Before(until) {
		until = starts
	}
	return &until
}

const sameName = `exists (select from registration r where r.slot_id = @slot_id and r.holds <> 'none' and lower(r.name) = lower(@name))`

const overlapping = `from registration r join signup_known k on k.slot_id = r.slot_id and not k.cancelled
           join signup_known mine on mine.slot_id = @slot_id and mine.starts_at < k.ends_at and k.starts_at < mine.ends_at and not mine.cancelled
           join activity a on a.id = r.activity_id join signup_slot here on here.id = @slot_id join activity b on b.id = here.activity_id
           where r.municipality_id = @municipality_id and r.email = @email and r.email <> '' and lower(r.name) = lower(@name) and r.holds <> 'none'
             and r.slot_id <> @slot_id and k.ends_at > @now and a.organisation_id = b.organisation_id`

const overlaps = `@email::text <> '' and exists (select ` + overlapping + `)`

const overlappingSQL = `-- registration.overlapping
select distinct on (k.starts_at, a.id) a.title, k.starts_at, k.ends_at, a.all_day, false as same ` + overlapping + ` order by k.starts_at, a.id limit 3`

// unproved is a registration r that nobody has answered for; see Registration.Unproved.
const unproved = `(r.status = 'unconfirmed' and r.confirmed_at is null)`

// newcomer is a checked wish on its way in.
type newcomer struct {
	Wish
	form     signupform.Form
	settings signupform.Settings
	source   Source
	guardian bool // must confirm
	overbook bool // in, whatever the counter says
	crowded  bool // many wait for few places
	stamp    string
}

// byEmail says whether the sign-up has to be confirmed by a link.
func (n newcomer) byEmail() bool { return n.source == ByWeb && (n.Email != "" || n.guardian) }

// The statement that gives places counts what others hold, so it runs when the slot,
// and the network before it, are its own; both are let go when it is done.
const (
	holdNetworkSQL = `-- registration.holdNetwork
select pg_advisory_xact_lock(hashtextextended('sign-up ' || @network::text, 0))`

	holdSlotSQL = `-- registration.holdSlot
select id from signup_slot where id = @slot_id and municipality_id = @municipality_id for update`
)

// enterSQL is the one statement that gives places: whoever reaches the row
// first is in, the rest are in the queue in the order in which they came, and
// nobody is in twice. It asks whether the offering is still as it was when it was
// read, warns instead unless that is no wish, keeps what nobody has answered for within
// its bounds, and leaves the trace and the e-mail
// to confirm with. It confirms nobody: that is for confirm. It always answers with one row, where id is 0 when nothing was stored.
const enterSQL = `-- registration.enter
with fresh as materialized (select @stamp::text = '' or exists (select ` + stamped + ` and ` + stampOf + ` = @stamp) as yes),
w as materialized (select @desk::boolean and not @force::boolean and ` + sameName + ` as same, @desk and not @force and ` + overlaps + ` as overlap),
unproved as materialized (
    select coalesce(sum(r.party_size) filter (where r.holds = 'place'), 0)::int as places,
           coalesce(sum(r.party_size) filter (where r.holds = 'queue' and r.email = ''), 0)::int as waiting,
           coalesce(sum(r.party_size) filter (where ` + ofContact + `), 0)::int as people, (count(*) filter (where ` + ofContact + `))::int as times
    from registration r where r.slot_id = @slot_id and ` + unproved + `),
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
        guardian_needed, guardian_name, guardian_email, answers, source, mail_kinds, overbooked, created_at, hold_expires_at)
    select u.municipality_id, u.activity_id, u.id, u.last_number,
        'unconfirmed', case when u.last_waits then 'queue' else 'place' end, @size, @name, @email, @phone, @lang,
        @guardian_needed, @guardian_name, @guardian_email, @answers::jsonb, @source, @mail_kinds::text[], @overbook and u.over,
        @now, @hold_expires_at::timestamptz
    from u returning id, municipality_id, number, status, holds, slot_id, overbooked),
p as (
    insert into participant (registration_id, name, age_band)
    select r.id, x.name, x.band from r cross join unnest(@names::text[], @bands::text[]) with ordinality as x (name, band, n) order by x.n),
t as (
    insert into registration_token (token_hash, registration_id, purpose, created_at)
    select x.hash, r.id, x.purpose, @now from r cross join (values (@token_hash::bytea, 'own'), (@correct_hash::bytea, 'correct')) as x (hash, purpose) where x.hash is not null),
seen as (insert into signup_trace (registration_id, municipality_id, network, people, at) select r.id, r.municipality_id, @network, @size, @now from r where @network::text <> ''),
audited as (
    select id, jsonb_build_object('holds', holds) || case when overbooked then '{"overbooked": true}' else '{}' end::jsonb as detail from r),
e as (` + audit.Part + `),
mailed as (select id as about_id from r),
` + mail.Part + `
select fresh.yes as fresh, w.same, w.overlap, may.contact, may.network, coalesce(u.room, false) as room, coalesce(r.id, 0) as id,
       coalesce(r.number, 0) as number, coalesce(r.status, '') as status, coalesce(r.holds, '') as holds
from fresh cross join w cross join may left join u on true left join r on true`

// ofNetwork is how many people a network has signed up lately whom nobody has answered for.
const ofNetwork = `
    select coalesce(sum(t.people), 0)::int as people from signup_trace t
    where @network::text <> '' and t.municipality_id = @municipality_id and t.network = @network and t.at > @now::timestamptz - interval '1 hour'
      and not exists (select from registration r where r.id = t.registration_id and r.confirmed_at is not null)`

// ofContact is a sign-up by the same e-mail address, or by the same number where there is no address.
const ofContact = `case when @email::text <> '' then r.email = @email else r.email = '' and r.phone = @phone end`

const fits = `(@overbook or (s.capacity is null or (s.taken + @size::int <= s.capacity and (@desk or not (s.strict_order and s.waiting > 0)) and not ` + signupform.QueueFirst + `))
    and (@desk or (select unproved.places from unproved) + @size::int <= ` + signupform.UnprovedBound + `))`

type entered struct {
	Fresh   bool
	Same    bool
	Overlap bool
	Contact bool // has not too much already that nobody has answered for
	Network bool // nor has the network
	Room    bool
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

// enter is for those who have nothing to confirm themselves. At the desk they take
// the one road at once; whoever gave no e-mail address waits for a guardian or the organiser.
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
		if n.source == ByWeb {
			return nil
		}
		if r.Holds == HoldsQueue { // some of those before her may be unproved
			if slot, err = signupform.LockSlot(ctx, tx, slot.ID); err == nil {
				err = s.seat(ctx, tx, &slot, &r)
			}
			if err != nil {
				return err
			}
		}
		r, err = s.confirm(ctx, tx, actor, r, road{once: "first"}, now) // the statement has written the log
		if out.Status, out.Holds = r.Status, r.Holds; out.Holds == HoldsPlace {
			out.Position = 0
		}
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
	correct := ""
	if n.source == ByWeb && n.Email != "" {
		correct = account.NewSecret()
	}
	args := n.args(slot, token, correct, now)
	if err := audit.PartArgs(args, now, actor.Audit(), audit.Event{
		Action: "registration.sign_up", Object: "registration", Detail: map[string]any{"activity": slot.ActivityID, "people": n.Party},
	}); err != nil {
		return SignedUp{}, err
	}
	if err := mail.PartArgs(args, m, now); err != nil {
		return SignedUp{}, err
	}
	in, err := enterNow(ctx, q, args)
	switch {
	case err != nil:
		return SignedUp{}, err
	case !in.Fresh:
		return SignedUp{}, errStale
	case in.Same || in.Overlap:
		out := SignedUp{Warnings: in.warnings()}
		out.Overlapping, err = postgres.Many[letters.Meanwhile](ctx, q, overlappingSQL, pgx.StrictNamedArgs{
			"slot_id": slot.ID, "municipality_id": slot.MunicipalityID, "email": n.Email, "name": n.Name, "now": now,
		})
		return out, err
	case !in.Network:
		return SignedUp{}, tooMuch()
	case in.ID == 0:
		return s.notIn(ctx, q, slot, n, in, now)
	}
	out := SignedUp{ID: in.ID, Status: in.Status, Holds: in.Holds, Room: in.Room, Token: token, Correct: correct, ByEmail: n.byEmail()}
	if hold := n.holdUntil(slot, now); hold != nil {
		out.HoldEnds = *hold
	}
	if out.Holds == HoldsQueue {
		out.Position, err = postgres.Scalar[int](ctx, q, positionSQL, pgx.StrictNamedArgs{"slot_id": slot.ID, "number": in.Number})
	}
	return out, err
}

// enterNow runs the statement with all that it counts held, in one round trip.
func enterNow(ctx context.Context, q postgres.Querier, args pgx.StrictNamedArgs) (in entered, err error) {
	var batch pgx.Batch
	if args["network"] != "" {
		batch.Queue(holdNetworkSQL, pgx.StrictNamedArgs{"network": args["network"]})
	}
	batch.Queue(holdSlotSQL, pgx.StrictNamedArgs{"slot_id": args["slot_id"], "municipality_id": args["municipality_id"]})
	batch.Queue(enterSQL, args).Query(func(rows pgx.Rows) (err error) {
		in, err = pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[entered])
		return err
	})
	return in, postgres.Fault(q.SendBatch(ctx, &batch).Close())
}

// tooMuch is the same for a number, for all numbers together and for a network, so
// that it tells nothing of any of them.
func tooMuch() error {
	return fault.Clash(i18n.Mark("Vi kan ikke ta imot påmeldingen akkurat nå. Prøv igjen senere, eller ta kontakt med arrangøren."))
}

// notIn is why nothing was stored. Of an address that has too much already the
// answer is what any other would get: only the owner of the address may know.
func (s *Service) notIn(ctx context.Context, q postgres.Querier, was signupform.Slot, n newcomer, in entered, now time.Time) (SignedUp, error) {
	slot, err := postgres.One[signupform.Slot](ctx, q, slotSQL, pgx.StrictNamedArgs{"id": was.ID})
	if err != nil {
		return SignedUp{}, err
	}
	unproved, err := unprovedRoom(ctx, q, slot, n.settings)
	if err != nil {
		return SignedUp{}, err
	}
	fits := slot.Fits(n.Party)
	held := fits && n.Party <= unproved && !(slot.StrictOrder && slot.Waiting > 0)
	switch {
	case slot.Cancelled || slot.Closed || !held && !slot.MayWait(n.Party):
		return SignedUp{}, slot.Refusal(n.Party)
	case n.source == ByWeb && n.Email == "":
		return SignedUp{}, tooMuch()
	case in.Contact:
		return SignedUp{}, slot.Refusal(n.Party)
	}
	out := SignedUp{ByEmail: true, Status: Unconfirmed, Holds: HoldsPlace, HoldEnds: *n.holdUntil(was, now), Correct: account.NewSecret()}
	if !held {
		out.Holds, out.Room = HoldsQueue, fits
		out.Position, err = postgres.Scalar[int](ctx, q, positionSQL, pgx.StrictNamedArgs{"slot_id": slot.ID, "number": math.MaxInt32})
		out.Position++
	}
	return out, err
}

const slotSQL = `-- registration.slot
select ` + signupform.SlotColumns + ` from signup_slot s where s.id = @id`

const positionSQL = `-- registration.position
select count(*)::int from registration where slot_id = @slot_id and holds = 'queue' and number <= @number`

// args are those of enterSQL; without correct nobody may correct the address.
func (n newcomer) args(slot signupform.Slot, token, correct string, now time.Time) pgx.StrictNamedArgs {
	network := ""
	if n.source == ByWeb {
		network = n.Network
	}
	var correctHash []byte
	if correct != "" {
		correctHash = letters.HashToken(correct)
	}
	return pgx.StrictNamedArgs{
		"slot_id": slot.ID, "size": n.Party, "overbook": n.overbook, "desk": n.source != ByWeb,
		"name": n.Name, "email": n.Email, "phone": n.Phone, "lang": string(n.Lang), "guardian_needed": n.guardian,
		"guardian_name": n.GuardianName, "guardian_email": n.GuardianEmail, "answers": n.Answers, "source": string(n.source),
		"mail_kinds": n.MailKinds, "now": now, "hold_expires_at": n.holdUntil(slot, now), "names": namesOf(n.Participants), "bands": bandsOf(n.Participants),
		"token_hash": letters.HashToken(token), "correct_hash": correctHash, "municipality_id": slot.MunicipalityID, "force": n.Force, "stamp": n.stamp,
		"network": network, "unproved_percent": n.settings.UnprovedPercent, "contact_most": contactMost, "party_most": n.form.MaxParty, "network_most": networkMost,
	}
}
