package activity_test

import (
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/postgres"

	"context"

	"github.com/jackc/pgx/v5"
)

func TestImported(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	e := activity.Imported{UID: "a@b", Hash: "1", Draft: w.Draft(), Dates: []activity.ImportedDate{
		{RuleStart: activitytest.At("2026-10-15 18:00"), StartsAt: activitytest.At("2026-10-15 18:00"), EndsAt: activitytest.At("2026-10-15 20:00"), Cancelled: true},
		{RuleStart: activitytest.At("2026-10-22 18:00"), StartsAt: activitytest.At("2026-10-23 18:00"), EndsAt: activitytest.At("2026-10-23 20:00")},
	}}
	e.Draft.VenueID = 0 // files seldom say where in our words
	store := func(actor account.Actor, id int64) (int64, error) {
		err := postgres.InTx(t.Context(), w.Pool, func(ctx context.Context, tx pgx.Tx) (err error) {
			id, err = w.Service.StoreImported(ctx, tx, actor, w.Group.OrganisationID, id, e)
			return err
		})
		return id, err
	}
	if _, err := store(w.Group, 0); err == nil {
		t.Error("a group may import")
	}
	if _, err := store(w.Stranger, 0); err == nil {
		t.Error("another municipality's staff may import")
	}
	id, err := store(w.Staff, 0)
	must(t, err)
	known, err := w.Service.Known(t.Context(), w.Pool, w.Staff, w.Group.OrganisationID)
	must(t, err)
	if got := known["a@b"]; got.ID != id || got.Hash != "1" || got.Status != activity.Published {
		t.Errorf("known: got %+v", got)
	}
	dates := w.Dates(t, id)
	if !dates[1].Cancelled() || dates[2].Status != activity.Moved {
		t.Errorf("got dates %+v, %+v", dates[1], dates[2])
	}
	e.Hash, e.Draft.Title, e.Cancelled = "2", "Strikk", true
	again, err := store(w.Staff, id)
	must(t, err)
	v, err := w.Service.Show(t.Context(), w.Group.MunicipalityID, again)
	must(t, err)
	if again != id || v.Title != "Strikk" || !v.Activity.Cancelled() || len(w.Dates(t, id)) != len(dates) {
		t.Errorf("after the second import: %+v", v.Activity)
	}
}
