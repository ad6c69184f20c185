// Reading, locking and saving a registration, and counting it in its slot.

package registration

import (
	"context"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/answers"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
)

// Columns are those of a Registration, r; attendance is that at @occurrence_id.
const Columns = `r.id, r.activity_id, r.slot_id, r.number, r.status, r.holds, r.party_size, r.name, r.email, r.phone, r.lang,
       r.guardian_needed, r.guardian_name, r.guardian_email, r.guardian_confirmed_at, ` + answers.Column + `, r.source, r.mail_kinds, r.overbooked,
       r.created_at, r.confirmed_at, r.hold_expires_at, r.offered_at, r.offer_expires_at, r.cancelled_at, r.anonymised_at, r.together, r.version,
       (select coalesce(json_agg(json_build_object('id', p.id, 'name', p.name, 'age_band', p.age_band,
               'attendance', coalesce((select t.state from attendance t where t.participant_id = p.id and t.occurrence_id = @occurrence_id::bigint), ''))
               order by p.id), '[]') from participant p where p.registration_id = r.id) as participants`

const oneSQL = `-- registration.one
select ` + Columns + ` from registration r where r.id = @id and r.municipality_id = @municipality_id`

// Read is one registration, without the attendance; it asks nobody who may see it.
func Read(ctx context.Context, q postgres.Querier, municipalityID, id int64) (Registration, error) {
	return ReadAt(ctx, q, municipalityID, id, 0)
}

// ReadAt is Read with the attendance at one date.
func ReadAt(ctx context.Context, q postgres.Querier, municipalityID, id, occurrenceID int64) (Registration, error) {
	r, err := postgres.One[Registration](ctx, q, oneSQL, postgres.Args{"id": id, "municipality_id": municipalityID, "occurrence_id": occurrenceID})
	if fault.Is(err, fault.NotFound) {
		return r, Missing()
	}
	return r, err
}

// lockOne locks the slot of a registration and then reads it.
func lockOne(ctx context.Context, tx pgx.Tx, municipalityID, id int64) (signupform.Slot, Registration, error) {
	for {
		r, err := Read(ctx, tx, municipalityID, id)
		if err != nil {
			return signupform.Slot{}, r, err
		}
		s, err := signupform.LockSlot(ctx, tx, r.SlotID)
		if err != nil {
			return s, r, err
		}
		again, err := Read(ctx, tx, municipalityID, id)
		if err != nil || again.SlotID == s.ID { // else it was moved in between
			return s, again, err
		}
	}
}

// LockListed locks a registration, with its slot, whose list the actor keeps.
func LockListed(ctx context.Context, tx pgx.Tx, actor account.Actor, id int64) (signupform.Slot, Registration, error) {
	slot, r, err := lockOne(ctx, tx, actor.MunicipalityID, id)
	if err != nil {
		return slot, r, err
	}
	_, err = signupform.Manage(ctx, tx, actor, r.ActivityID)
	if fault.Is(err, fault.NotFound) {
		err = Missing()
	}
	return slot, r, err
}

const setStatusSQL = `-- registration.setStatus
update registration set status = @status, holds = @holds, confirmed_at = @confirmed_at, hold_expires_at = @hold_expires_at,
    offered_at = @offered_at, offer_expires_at = @offer_expires_at, cancelled_at = @cancelled_at, guardian_confirmed_at = @guardian_confirmed_at,
    version = version + 1
where id = @id`

// save stores where r stands.
func (r Registration) save(ctx context.Context, tx pgx.Tx) error {
	_, err := postgres.Exec(ctx, tx, setStatusSQL, postgres.Args{
		"id": r.ID, "status": string(r.Status), "holds": string(r.Holds), "confirmed_at": r.ConfirmedAt, "hold_expires_at": r.HoldExpiresAt,
		"offered_at": r.OfferedAt, "offer_expires_at": r.OfferExpiresAt, "cancelled_at": r.CancelledAt, "guardian_confirmed_at": r.GuardianConfirmedAt,
	})
	return err
}

// uncount takes what r holds out of the slot's counters.
func (r Registration) uncount(ctx context.Context, tx pgx.Tx, s *signupform.Slot) error {
	switch r.Holds {
	case HoldsPlace:
		return s.Count(ctx, tx, -r.PartySize, 0)
	case HoldsQueue:
		return s.Count(ctx, tx, 0, -r.PartySize)
	}
	return nil
}
