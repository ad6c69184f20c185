package listing_test

import (
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/activity/listing"

	"github.com/google/go-cmp/cmp"
)

// Around an activity stand the next two of its organiser, and the next three of its
// category by others: those for the same people first.
func TestRelated(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	publish := func(by account.Actor, title, at string, category int64, people ...int64) int64 {
		d := w.Draft()
		d.Title, d.StartsAt, d.RRule, d.CategoryID, d.TargetGroups = title, activitytest.At(at), "", category, people
		saved := w.Create(t, by, d)
		_, err := w.Service.Submit(t.Context(), w.Staff, saved.ID, saved.Version)
		must(t, err)
		return saved.ID
	}
	this := publish(w.Group, "Denne", "2026-10-08 18:00", w.Category, w.Seniors)
	for _, x := range []struct {
		by        account.Actor
		title, at string
		category  int64
		people    []int64
	}{
		{w.Group, "Eget tredje", "2026-10-12 18:00", w.Category, []int64{w.Seniors}},
		{w.Group, "Eget andre", "2026-10-11 18:00", w.Sport, nil},
		{w.Group, "Eget første", "2026-10-09 18:00", w.Category, []int64{w.Children}},
		{w.Rival, "For barn", "2026-10-09 10:00", w.Category, []int64{w.Children}},
		{w.Rival, "For alle", "2026-10-10 10:00", w.Category, nil},
		{w.Rival, "For alle, seinere", "2026-10-11 10:00", w.Category, nil},
		{w.Rival, "For eldre", "2026-10-20 10:00", w.Category, []int64{w.Children, w.Seniors}},
		{w.Rival, "Noe annet", "2026-10-08 10:00", w.Sport, []int64{w.Seniors}},
	} {
		publish(x.by, x.title, x.at, x.category, x.people...)
	}
	w.Create(t, w.Rival, w.Draft()) // a draft
	for _, by := range []account.Actor{w.Group, w.Rival} {
		id := publish(by, "Avlyst", "2026-10-08 09:00", w.Category, w.Seniors)
		version := int(w.ID(t, "select version from activity where id = $1", id))
		must(t, w.Service.CancelSeries(t.Context(), w.Staff, id, version, "Sykdom"))
	}
	got, err := w.Lists.PublicPage(t.Context(), w.Group.MunicipalityID, this)
	must(t, err)
	if diff := cmp.Diff([]string{"Eget første", "Eget andre"}, titles(got.Others)); diff != "" {
		t.Errorf("of the organiser (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"For eldre", "For barn", "For alle"}, titles(got.Similar)); diff != "" {
		t.Errorf("of the category by others (-want +got):\n%s", diff)
	}
}

func titles(cards []listing.Card) []string {
	var all []string
	for _, c := range cards {
		all = append(all, c.Title)
	}
	return all
}
