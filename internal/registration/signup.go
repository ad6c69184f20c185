package registration

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Warning is something to show before signing up; it stops nobody.
type Warning string

// The warnings. Neither says more about the other sign-up than that there is one:
// whoever fills in the form has not yet shown that the address is hers.
const (
	SameAgain Warning = "same"    // the same name for the same date
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
	b, err := readBase(ctx, s.pool, actor, w.ActivityID)
	if err != nil {
		return SignedUp{}, err
	}
	form, _ := b.form()
	if !b.open() {
		return SignedUp{}, missing()
	}
	w = w.normal(form)
	now := s.now()
	slot, err := ensureSlot(ctx, s.pool, b, w.OccurrenceID)
	if err != nil {
		return SignedUp{}, err
	}
	if g := GateFor(now, form, slot, max(1, w.Party)); g.Text() != "" {
		return SignedUp{}, fault.Clash(g.Text())
	}
	if err := w.check(form, b.settings(), false); err != nil {
		return SignedUp{}, err
	}
	if !w.Force {
		if warnings, err := s.warnings(ctx, slot, w); err != nil || len(warnings) > 0 {
			return SignedUp{Warnings: warnings}, err
		}
	}
	n := newcomer{Wish: w, form: form, settings: b.settings(), source: ByWeb}
	n.guardian = NeedsGuardian(form, b.settings(), bandsOf(w.Participants), w.ContactIsGuardian)
	return s.enter(ctx, actor, slot, n, now)
}

const warningsSQL = `-- registration.warnings
select exists (select from registration r where r.slot_id = @slot_id and r.holds <> 'none' and lower(r.name) = lower(@name)) as same,
       @email::text <> '' and exists (
           select from registration r join signup_known k on k.slot_id = r.slot_id and not k.cancelled
           join signup_known mine on mine.slot_id = @slot_id and mine.starts_at < k.ends_at and k.starts_at < mine.ends_at and not mine.cancelled
           where r.municipality_id = @municipality_id and r.email = @email and lower(r.name) = lower(@name) and r.holds <> 'none'
             and r.slot_id <> @slot_id and k.ends_at > @now) as overlap`

func (s *Service) warnings(ctx context.Context, slot Slot, w Wish) ([]Warning, error) {
	type found struct{ Same, Overlap bool }
	f, err := postgres.One[found](ctx, s.pool, warningsSQL, pgx.StrictNamedArgs{
		"slot_id": slot.ID, "municipality_id": slot.MunicipalityID, "name": w.Name, "email": w.Email, "now": s.now(),
	})
	var all []Warning
	if f.Same {
		all = append(all, SameAgain)
	}
	if f.Overlap {
		all = append(all, Overlap)
	}
	return all, err
}

// newcomer is a checked wish on its way in.
type newcomer struct {
	Wish
	form     Form
	settings Settings
	source   Source
	guardian bool // must confirm
	overbook bool // in, whatever the counter says
}

// byEmail says whether the sign-up has to be confirmed by a link.
func (n newcomer) byEmail() bool { return n.source == ByWeb && (n.Email != "" || n.guardian) }

// enterSQL is the one statement that gives places: whoever reaches the row first is
// in, the rest are in the queue in the order in which they came, and nobody is in twice.
const enterSQL = `-- registration.enter
with u as (
    update signup_slot s set
        last_number = s.last_number + 1,
        last_waits = not (` + fits + `),
        taken = s.taken + case when ` + fits + ` then @size::int else 0 end,
        waiting = s.waiting + case when ` + fits + ` then 0 else @size::int end
    where s.id = @slot_id and not s.cancelled and (@desk or not s.closed)
      and (` + fits + ` or s.waiting_capacity is null or s.waiting + @size::int <= s.waiting_capacity)
    returning s.id, s.activity_id, s.municipality_id, s.last_number, s.last_waits, s.capacity is not null and s.taken > s.capacity as over),
r as (
    insert into registration (municipality_id, activity_id, slot_id, number, status, holds, party_size, name, email, phone, lang,
        guardian_needed, guardian_name, guardian_email, answers, source, mail_kinds, overbooked, created_at, confirmed_at, hold_expires_at)
    select u.municipality_id, u.activity_id, u.id, u.last_number,
        case when @unconfirmed then 'unconfirmed' when u.last_waits then 'waiting' else 'confirmed' end,
        case when u.last_waits then 'queue' else 'place' end, @size, @name, @email, @phone, @lang,
        @guardian_needed, @guardian_name, @guardian_email, @answers::jsonb, @source, @mail_kinds::text[], @overbook and u.over,
        @now, case when @unconfirmed then null else @now::timestamptz end, @hold_expires_at::timestamptz
    from u returning id, number, status, holds, slot_id, overbooked),
p as (
    insert into participant (registration_id, name, age_band)
    select r.id, x.name, x.band from r cross join unnest(@names::text[], @bands::text[]) with ordinality as x (name, band, n) order by x.n),
t as (insert into registration_token (token_hash, registration_id, purpose, created_at) select @token_hash, r.id, 'own', @now from r)
select id, status, holds, overbooked from r`

const fits = `(@overbook or s.capacity is null or (s.taken + @size::int <= s.capacity and (s.waiting = 0 or not s.strict_order)))`

type entered struct {
	ID         int64
	Status     Status
	Holds      Holds
	Overbooked bool
}

func (s *Service) enter(ctx context.Context, actor account.Actor, slot Slot, n newcomer, now time.Time) (SignedUp, error) {
	token := newToken()
	var out SignedUp
	err := postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		in, err := postgres.One[entered](ctx, tx, enterSQL, n.args(slot, token, now))
		if fault.Is(err, fault.NotFound) {
			return fault.Clash(Full.Text())
		}
		if err != nil {
			return err
		}
		out = SignedUp{ID: in.ID, Status: in.Status, Holds: in.Holds, Token: token, ByEmail: n.byEmail()}
		if n.byEmail() {
			out.HoldEnds = holdUntil(now, n.settings)
		}
		detail := map[string]any{"activity": slot.ActivityID, "people": n.Party, "holds": in.Holds}
		if in.Overbooked {
			detail["overbooked"] = true
		}
		if err := record(ctx, tx, actor, "registration.sign_up", in.ID, detail); err != nil {
			return err
		}
		return s.welcome(ctx, tx, actor.MunicipalityID, in.ID, n.byEmail(), token)
	})
	if err == nil && out.Holds == HoldsQueue {
		var queue []Waiter
		queue, err = readQueue(ctx, s.pool, slot.ID)
		out.Position = PositionOf(queue, out.ID)
	}
	return out, err
}

func (n newcomer) args(slot Slot, token string, now time.Time) pgx.StrictNamedArgs {
	var hold *time.Time
	if n.byEmail() {
		t := holdUntil(now, n.settings)
		hold = &t
	}
	return pgx.StrictNamedArgs{
		"slot_id": slot.ID, "size": n.Party, "overbook": n.overbook, "desk": n.source != ByWeb, "unconfirmed": n.byEmail(),
		"name": n.Name, "email": n.Email, "phone": n.Phone, "lang": string(n.Lang), "guardian_needed": n.guardian,
		"guardian_name": n.GuardianName, "guardian_email": n.GuardianEmail, "answers": n.Answers, "source": string(n.source),
		"mail_kinds": n.MailKinds, "now": now, "hold_expires_at": hold, "names": namesOf(n.Participants), "bands": bandsOf(n.Participants),
		"token_hash": hashToken(token),
	}
}

// newToken is a random text of 130 bits, for a link.
func newToken() string { return strings.ToLower(rand.Text()) }

func hashToken(token string) []byte {
	sum := sha256.Sum256([]byte("registration:" + token))
	return sum[:]
}
