package registration

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// SignUpAtDesk signs somebody up who stands at the desk: no e-mail is needed,
// nothing has to be confirmed, and a closed or not yet open sign-up is no
// hindrance. A full one puts the party on the waiting list, or lets it in beyond
// the places when overbook is true, which leaves a trace.
func (s *Service) SignUpAtDesk(ctx context.Context, actor account.Actor, w Wish, overbook bool) (SignedUp, error) {
	b, err := manage(ctx, s.pool, actor, w.ActivityID)
	if err != nil {
		return SignedUp{}, err
	}
	form, stored := b.form()
	if !stored {
		return SignedUp{}, missing()
	}
	form.MaxParty = MaxPartyLimit
	w = w.normal(form)
	slot, err := ensureSlot(ctx, s.pool, b, w.OccurrenceID)
	if err != nil {
		return SignedUp{}, err
	}
	now := s.now()
	if slot.Cancelled {
		return SignedUp{}, fault.Clash(CalledOff.Text())
	}
	if !slot.EndsAt.After(now) {
		return SignedUp{}, fault.Clash(i18n.Mark("Datoen er over."))
	}
	if err := w.check(form, b.settings(), true); err != nil {
		return SignedUp{}, err
	}
	n := newcomer{Wish: w, form: form, settings: b.settings(), source: ByDesk, overbook: overbook}
	if actor.Door != account.GroupDoor {
		n.source = ByStaff
	}
	return s.enter(ctx, actor, slot, n, now)
}

// onList locks a registration whose list the actor keeps.
func (s *Service) onList(ctx context.Context, actor account.Actor, id int64,
	do func(ctx context.Context, tx pgx.Tx, b base, slot *Slot, r Registration, now time.Time) error,
) error {
	now := s.now()
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		slot, r, err := lockOne(ctx, tx, actor.MunicipalityID, id)
		if err != nil {
			return err
		}
		b, err := manage(ctx, tx, actor, r.ActivityID)
		if fault.Is(err, fault.NotFound) {
			return missingRegistration()
		}
		if err != nil {
			return err
		}
		return do(ctx, tx, b, &slot, r, now)
	})
}

// Remove takes somebody off the list; she is told, and the next gets the place.
// OwnWish says that she asked for it herself.
func (s *Service) Remove(ctx context.Context, actor account.Actor, id int64, ownWish bool) error {
	return s.onList(ctx, actor, id, func(ctx context.Context, tx pgx.Tx, _ base, slot *Slot, r Registration, now time.Time) error {
		if !r.Active() {
			return nil
		}
		status, by := CancelledByOrganiser, byOrganiser
		if ownWish {
			status, by = Cancelled, byOrganiserForHer
		}
		if err := record(ctx, tx, actor, "registration.remove", r.ID, map[string]any{"activity": r.ActivityID, "own_wish": ownWish}); err != nil {
			return err
		}
		if err := s.tellLeft(ctx, tx, r, by); err != nil {
			return err
		}
		return s.release(ctx, tx, slot, r, status, now)
	})
}

// AnswerOffer answers for somebody who has no e-mail or has rung.
func (s *Service) AnswerOffer(ctx context.Context, actor account.Actor, id int64, yes bool) error {
	return s.onList(ctx, actor, id, func(ctx context.Context, tx pgx.Tx, _ base, slot *Slot, r Registration, now time.Time) error {
		if yes {
			return s.accept(ctx, tx, actor, r, now)
		}
		return s.decline(ctx, tx, actor, slot, r, now)
	})
}

const confirmNowSQL = `-- registration.confirmNow
update registration set guardian_needed = false where id = @id`

// ConfirmFor confirms for somebody whose e-mail does not arrive.
func (s *Service) ConfirmFor(ctx context.Context, actor account.Actor, id int64) error {
	return s.onList(ctx, actor, id, func(ctx context.Context, tx pgx.Tx, _ base, _ *Slot, r Registration, now time.Time) error {
		if r.Status != Unconfirmed {
			return nil
		}
		if _, err := postgres.Exec(ctx, tx, confirmNowSQL, pgx.StrictNamedArgs{"id": r.ID}); err != nil {
			return err
		}
		return s.complete(ctx, tx, actor, r, now)
	})
}

const overbookSQL = `-- registration.overbook
update registration set overbooked = true where id = @id`

// LetIn gives somebody in the queue a place now. Beyond the places it needs
// overbook, which leaves a trace; without it a full date is fault.Conflict.
func (s *Service) LetIn(ctx context.Context, actor account.Actor, id int64, overbook bool) error {
	return s.onList(ctx, actor, id, func(ctx context.Context, tx pgx.Tx, _ base, slot *Slot, r Registration, now time.Time) error {
		if r.Status != Waiting {
			return fault.Clash(i18n.Mark("Personen står ikke på ventelisten lenger."))
		}
		free, limited := slot.Free()
		over := limited && r.PartySize > free
		if over && !overbook {
			return fault.Clash(i18n.Mark("Det er fullt. Bekreft at du vil gi plass likevel."))
		}
		if over {
			if _, err := postgres.Exec(ctx, tx, overbookSQL, pgx.StrictNamedArgs{"id": r.ID}); err != nil {
				return err
			}
		}
		if err := slot.count(ctx, tx, r.PartySize, -r.PartySize); err != nil {
			return err
		}
		r.Status, r.Holds, r.ConfirmedAt = Confirmed, HoldsPlace, &now
		if err := r.save(ctx, tx); err != nil {
			return err
		}
		if err := record(ctx, tx, actor, "registration.let_in", r.ID, map[string]any{"activity": r.ActivityID, "overbooked": over}); err != nil {
			return err
		}
		return s.write(ctx, tx, r, confirmedLetter, key(ConfirmedMail, r.ID, now.Unix()))
	})
}

const moveSQL = `-- registration.move
with n as (update signup_slot set last_number = last_number + 1 where id = @to returning last_number)
update registration r set slot_id = @to, number = n.last_number, status = @status, holds = @holds, overbooked = @overbooked,
    confirmed_at = case when @status = 'confirmed' then @now else r.confirmed_at end, offered_at = null, offer_expires_at = null, hold_expires_at = null, version = r.version + 1
from n where r.id = @id`

// WhenFull says what is to become of somebody who is moved to a date without room.
type WhenFull string

// The choices. The first refuses the move, so that nobody loses her place unasked.
const (
	StayWhenFull     WhenFull = ""
	WaitWhenFull     WhenFull = "queue"
	OverbookWhenFull WhenFull = "overbook"
)

// Move takes somebody to another date of the same activity and tells her of both.
// Where there is no room on it, full says what to do; StayWhenFull is fault.Invalid
// with the field "fullt".
func (s *Service) Move(ctx context.Context, actor account.Actor, id, occurrenceID int64, full WhenFull) error {
	r, err := readOne(ctx, s.pool, actor.MunicipalityID, id)
	if err != nil {
		return err
	}
	b, err := manage(ctx, s.pool, actor, r.ActivityID)
	if fault.Is(err, fault.NotFound) {
		return missingRegistration()
	}
	if err != nil {
		return err
	}
	to, err := ensureSlot(ctx, s.pool, b, occurrenceID)
	if err != nil {
		return err
	}
	now := s.now()
	if to.Cancelled || !to.EndsAt.After(now) {
		return fault.Clash(i18n.Mark("Velg en dato som kommer."))
	}
	return postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		for _, slot := range []int64{min(to.ID, r.SlotID), max(to.ID, r.SlotID)} { // always in the same order
			if _, err := lockSlot(ctx, tx, slot); err != nil {
				return err
			}
		}
		return s.move(ctx, tx, actor, id, to.ID, full, now)
	})
}

func (s *Service) move(ctx context.Context, tx pgx.Tx, actor account.Actor, id, toID int64, full WhenFull, now time.Time) error {
	from, r, err := lockOne(ctx, tx, actor.MunicipalityID, id)
	if err != nil {
		return err
	}
	if from.ID == toID || !r.Active() || r.Status == Unconfirmed {
		return fault.Clash(i18n.Mark("Bare den som er påmeldt eller står på venteliste, kan flyttes til en annen dato."))
	}
	to, err := lockSlot(ctx, tx, toID)
	if err != nil {
		return err
	}
	fits := to.Fits(r.PartySize)
	over := !fits && full == OverbookWhenFull
	if !fits && !over {
		if err := to.mayQueue(r.PartySize, full); err != nil {
			return err
		}
	}
	old := r
	r.Status, r.Holds, r.SlotID = Waiting, HoldsQueue, to.ID
	taken, waiting := 0, r.PartySize
	if fits || over {
		r.Status, r.Holds, taken, waiting = Confirmed, HoldsPlace, r.PartySize, 0
	}
	if _, err := postgres.Exec(ctx, tx, moveSQL, pgx.StrictNamedArgs{
		"id": id, "to": toID, "status": string(r.Status), "holds": string(r.Holds), "overbooked": over, "now": now,
	}); err != nil {
		return err
	}
	if err := to.count(ctx, tx, taken, waiting); err != nil {
		return err
	}
	if err := from.leave(ctx, tx, old); err != nil {
		return err
	}
	detail := map[string]any{"activity": r.ActivityID, "from": old.SlotID, "to": toID, "overbooked": over}
	if err := record(ctx, tx, actor, "registration.move", id, detail); err != nil {
		return err
	}
	if err := s.tellMoved(ctx, tx, old, r, now); err != nil {
		return err
	}
	return s.promoteNow(ctx, tx, &from, now)
}

// mayQueue says whether somebody may be moved to the waiting list.
func (s Slot) mayQueue(party int, full WhenFull) error {
	var f fault.Fields
	switch {
	case full != WaitWhenFull:
		f.Add("fullt", i18n.Mark("Det er fullt på den nye datoen. Velg hva du vil gjøre."))
	case s.WaitingCapacity != nil && s.Waiting+party > *s.WaitingCapacity:
		f.Add("fullt", i18n.Mark("Det er ikke plass på ventelisten heller."))
	}
	return f.Err()
}

const attendSQL = `-- registration.attend
insert into attendance (participant_id, occurrence_id, state, at)
select p.id, o.id, @state, @now from participant p join occurrence o on o.id = @occurrence_id and o.activity_id = @activity_id
where p.id = @participant_id and p.registration_id = @registration_id
on conflict (participant_id, occurrence_id) do update set state = excluded.state, at = excluded.at`

const unattendSQL = `-- registration.unattend
delete from attendance where participant_id = @participant_id and occurrence_id = @occurrence_id
  and exists (select from participant p where p.id = @participant_id and p.registration_id = @registration_id)`

// SetAttendance ticks one participant off for one date; Unknown takes it back.
// ParticipantID 0 is all of the party.
func (s *Service) SetAttendance(ctx context.Context, actor account.Actor, id, participantID, occurrenceID int64, state Attendance) error {
	return s.onList(ctx, actor, id, func(ctx context.Context, tx pgx.Tx, _ base, slot *Slot, r Registration, now time.Time) error {
		if slot.OccurrenceID != 0 && occurrenceID == 0 {
			occurrenceID = slot.OccurrenceID
		}
		for _, p := range r.Participants {
			if participantID != 0 && p.ID != participantID {
				continue
			}
			args := pgx.StrictNamedArgs{"participant_id": p.ID, "occurrence_id": occurrenceID, "registration_id": r.ID}
			sql := unattendSQL
			if state == Present || state == Absent {
				sql, args["state"], args["now"], args["activity_id"] = attendSQL, string(state), now, r.ActivityID
			}
			if _, err := postgres.Exec(ctx, tx, sql, args); err != nil {
				return err
			}
		}
		return nil
	})
}

const receiversSQL = `-- registration.receivers
select r.municipality_id, r.id from registration r
where r.slot_id = @slot_id and r.anonymised_at is null and r.email <> '' and r.status <> 'unconfirmed'
  and ((cardinality(@ids::bigint[]) = 0 and r.status in ('confirmed', 'waiting', 'offered')) or r.id = any(@ids::bigint[]))
order by r.number`

// MessageTo writes to those chosen, or with no ids to all who have a place or
// wait; also after the date, until the addresses are deleted. It returns how many.
func (s *Service) MessageTo(ctx context.Context, actor account.Actor, activityID, occurrenceID int64, ids []int64, subject, text string) (int, error) {
	b, err := manage(ctx, s.pool, actor, activityID)
	if err != nil {
		return 0, err
	}
	subject, text = strings.Join(strings.Fields(subject), " "), strings.TrimSpace(text)
	var f fault.Fields
	f.Check(subject != "" && utf8.RuneCountInString(subject) <= MaxName, "emne", i18n.Mark("Skriv hva meldingen gjelder, høyst 100 tegn."))
	f.Check(text != "" && utf8.RuneCountInString(text) <= MaxMessage, "melding", i18n.Mark("Skriv meldingen, høyst %d tegn."), MaxMessage)
	if err := f.Err(); err != nil {
		return 0, err
	}
	slot, err := readSlot(ctx, s.pool, b, occurrenceID)
	if err != nil || slot.ID == 0 {
		return 0, err
	}
	if ids == nil {
		ids = []int64{}
	}
	count := 0
	err = postgres.InTx(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		people, err := postgres.Many[due](ctx, tx, receiversSQL, pgx.StrictNamedArgs{"slot_id": slot.ID, "ids": ids})
		if err != nil {
			return err
		}
		count = len(people)
		write := messageLetter(subject, text)
		for _, d := range people {
			r, err := readOne(ctx, tx, d.MunicipalityID, d.ID)
			if err != nil {
				return err
			}
			if err := s.write(ctx, tx, r, write, ""); err != nil {
				return err
			}
		}
		return recordActivity(ctx, tx, actor, "registration.message", activityID, map[string]any{"people": count, "occurrence": occurrenceID})
	})
	return count, err
}

func messageLetter(subject, text string) letter {
	return letter{MessageMail, false, func(l i18n.Lang, a about, _ Registration, _ time.Time) (string, mail.Body) {
		return subject, mail.Body{
			Paragraphs: append([]string{l.T("Melding fra %s om «%s»:", a.Organiser, a.Title)}, strings.Split(text, "\n")...),
			Button:     button(l.T("Se påmeldingen")),
		}
	}}
}
