// Voluntary or commercial: who may say which, and what follows.

package activity

import (
	"context"
	"slices"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity/letters"
	"frivilligsentral/internal/activity/signedup"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

func (d Draft) checkOffer(f *fault.Fields) {
	f.Check(slices.Contains(Offers, d.Offer), "tilbud", i18n.Mark("Velg ett av valgene."))
	free := d.PriceOre != nil && *d.PriceOre == 0
	f.Check(d.Offer != Commercial || !free, "pris", i18n.Mark("Et kommersielt tilbud kan ikke stå som gratis. Velg «Det koster noe», og skriv prisen."))
}

func wrongOffer(msg string, args ...any) error {
	return fault.Fields{{Name: "tilbud", Msg: msg, Args: args}}.Err()
}

// checkOrganiser keeps a business from calling what it arranges voluntary. Staff may, and what they have said stays.
func checkOrganiser(ctx context.Context, tx pgx.Tx, actor account.Actor, organisationID int64, was, offer Offer) error {
	if actor.Door != account.GroupDoor || offer == Commercial || was == Voluntary {
		return nil
	}
	rules, err := ApprovalOf(ctx, tx, actor.MunicipalityID, organisationID)
	if err != nil || !rules.Business() {
		return err
	}
	return wrongOffer(i18n.Mark("Dere er registrert som næring (%s). Velg «Kommersielt tilbud». Kommunen kan endre det hvis tilbudet er frivillig."), rules.OrgForm)
}

// changesOffer says whether what a group has published must be looked at again, because it says now that it is
// another kind of offer. Staff who say so tell why, by SetOffer.
func changesOffer(ctx context.Context, tx pgx.Tx, actor account.Actor, a Activity, offer Offer, now time.Time) (again bool, err error) {
	switch {
	case offer == a.Offer:
		return false, nil
	case actor.Door != account.GroupDoor:
		return false, wrongOffer(i18n.Mark("Endre dette med «Endre type tilbud» på aktivitetens side, så laget får vite hvorfor."))
	}
	if err := checkOrganiser(ctx, tx, actor, a.OrganisationID, a.Offer, offer); err != nil || a.Status != Published {
		return false, err
	}
	people, err := signedup.Holding(ctx, tx, []int64{a.ID}, now)
	if err == nil && people[a.ID] > 0 {
		err = wrongOffer(i18n.Mark("%d er påmeldt eller står på venteliste. Da må kommunen endre dette. Ta kontakt med dem."), people[a.ID])
	}
	return true, err
}

const setOfferSQL = `-- activity.setOffer
update activity set offer = @offer, price_ore = case when @offer = 'commercial' then nullif(price_ore, 0) else price_ore end,
    version = version + 1, updated_at = @now
where id = @id and municipality_id = @municipality_id`

// SetOffer is staff saying what kind of offer an activity is, and why; its group is told. One that is said to be
// commercial is no longer free: its price is not stated.
func (s *Service) SetOffer(ctx context.Context, actor account.Actor, id int64, version int, offer Offer, reason string) error {
	if err := actor.Require(account.ManageActivities); err != nil {
		return err
	}
	reason, err := checkReason(reason, i18n.Mark("Skriv hvorfor, så laget forstår det."))
	f := fault.FieldsOf(err)
	f.Check(slices.Contains(Offers, offer), "tilbud", i18n.Mark("Velg ett av valgene."))
	if err := f.Err(); err != nil {
		return err
	}
	return s.step(ctx, actor, mayEdit, id, version, []Status{Drafted, Submitted, Published, Refused}, func(ctx context.Context, tx pgx.Tx, a Activity, now time.Time) error {
		if a.Offer == offer {
			return fault.Clash(i18n.Mark("Aktiviteten står allerede slik."))
		}
		_, err := postgres.Exec(ctx, tx, setOfferSQL, postgres.Args{"id": id, "municipality_id": a.MunicipalityID, "offer": string(offer), "now": now})
		if err != nil {
			return err
		}
		if err := record(ctx, tx, now, actor, "activity.offer", id, map[string]any{"title": a.Title, "offer": string(offer), "reason": reason}); err != nil {
			return err
		}
		a.Offer, a.StatusReason = offer, reason
		return s.tell(ctx, tx, a, letters.Offer)
	})
}
