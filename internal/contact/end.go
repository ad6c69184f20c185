// Ending a contact, and handing over to another.

package contact

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// TakesOver is the substitute when she can take over from c after its last day:
// she answers the day after. Otherwise nobody takes over.
func TakesOver(c, substitute Contact, lastDay time.Time) bool {
	after := dateOf(lastDay).AddDate(0, 0, 1)
	return c.SubstituteID != nil && *c.SubstituteID == substitute.ID && substitute.MergedInto == nil &&
		(substitute.ValidTo == nil || !dateOf(*substitute.ValidTo).Before(after))
}

// End notes the last day of a contact. The substitute, when there is one who still
// answers the day after, takes topics, areas and being others' substitute over in the
// same step, and becomes public when the one who leaves was. It returns the
// substitute's id, 0 when nobody takes over.
func (s *Service) End(ctx context.Context, by account.Actor, id int64, lastDay time.Time) (int64, error) {
	if err := by.Require(account.ManageContacts); err != nil {
		return 0, err
	}
	taker := int64(0)
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		c, err := byID(ctx, tx, by.MunicipalityID, id)
		if err != nil {
			return err
		}
		if dateOf(lastDay).Before(dateOf(c.ValidFrom)) {
			return fault.Fields{{Name: "til", Msg: i18n.Mark("Siste dag kan ikke være før første dag.")}}.Err()
		}
		n, err := postgres.Exec(ctx, tx, endSQL, postgres.Args{
			"municipality_id": by.MunicipalityID, "id": id, "last_day": dateOf(lastDay), "now": s.Now(),
		})
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Clash(i18n.Mark("Kontakten er slått sammen med en annen."))
		}
		last := dateOf(lastDay)
		c.ValidTo = &last
		if err := audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: "contact.end", Object: "contact", ObjectID: id,
			Detail: map[string]any{"last_day": last.Format(time.DateOnly)}}); err != nil {
			return err
		}
		if err := s.index(ctx, tx, by.MunicipalityID, id); err != nil {
			return err
		}
		taker, err = s.handOver(ctx, tx, by, c.Contact)
		return err
	})
	return taker, err
}

// handOver lets the substitute of a contact that has got a last day take over.
func (s *Service) handOver(ctx context.Context, tx pgx.Tx, by account.Actor, c Contact) (int64, error) {
	if c.SubstituteID == nil {
		return 0, nil
	}
	substitute, err := byID(ctx, tx, by.MunicipalityID, *c.SubstituteID)
	if err != nil || !TakesOver(c, substitute.Contact, *c.ValidTo) {
		return 0, err
	}
	return substitute.ID, s.takeOver(ctx, tx, by, c, substitute.ID)
}

// takeOver gives everything that from answers for to the taker.
func (s *Service) takeOver(ctx context.Context, tx pgx.Tx, by account.Actor, from Contact, taker int64) error {
	if _, err := byID(ctx, tx, by.MunicipalityID, taker); err != nil {
		return err
	}
	links := postgres.Args{"taker": taker, "from": from.ID}
	// Areas first: whether the taker answers for everything depends on the topics from before.
	if _, err := postgres.Exec(ctx, tx, takeAreasSQL, links); err != nil {
		return err
	}
	if _, err := postgres.Exec(ctx, tx, takeTopicsSQL, links); err != nil {
		return err
	}
	if _, err := postgres.Exec(ctx, tx, moveSubstituteSQL, postgres.Args{
		"municipality_id": by.MunicipalityID, "taker": taker, "from": from.ID, "now": s.Now(),
	}); err != nil {
		return err
	}
	if from.Public {
		if _, err := postgres.Exec(ctx, tx, publishSQL, postgres.Args{"municipality_id": by.MunicipalityID, "id": taker, "now": s.Now()}); err != nil {
			return err
		}
	}
	if err := s.index(ctx, tx, by.MunicipalityID, taker); err != nil {
		return err
	}
	return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: "contact.take_over", Object: "contact", ObjectID: taker, Detail: map[string]any{"from": from.ID}})
}
