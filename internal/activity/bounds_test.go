package activity_test

// What is another municipality's, where the use cases meet it by its number.

import (
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/fault"
)

// The buttons of a page ask the same as the use cases.
func TestWhoMayEdit(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	a, err := w.Service.Get(t.Context(), w.Group, w.Publish(t, w.Draft()))
	must(t, err)
	for name, tc := range map[string]struct {
		actor account.Actor
		want  bool
	}{
		"its group": {w.Group, true}, "a coordinator": {w.Staff, true}, "another group": {w.Rival, false},
		"a reader": {w.Reader, false}, "a coordinator elsewhere": {w.Stranger, false}, "a resident": {account.Resident(w.Group.MunicipalityID), false},
	} {
		if got := activity.MayEdit(tc.actor, a.Activity); got != tc.want {
			t.Errorf("%s: got %v, want %v", name, got, tc.want)
		}
	}
}

func TestDateMovesOnlyToOwnVenues(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	id := w.Publish(t, w.Draft())
	other := w.ID(t, `insert into venue (municipality_id, name) values ($1, 'Nes skole') returning id`, w.Group.MunicipalityID)
	far := w.ID(t, `insert into venue (municipality_id, name) values ($1, 'Fjellhallen') returning id`, w.Stranger.MunicipalityID)
	for name, tc := range map[string]struct {
		venue   int64
		refused bool
	}{"another of ours": {other, false}, "of another municipality": {far, true}, "one that is not there": {far + 100, true}} {
		date := w.Dates(t, id)[0]
		err := w.Service.ChangeOccurrence(t.Context(), w.Group, activity.DateRef{ActivityID: id, OccurrenceID: date.ID, Sequence: -1},
			activity.DateChange{StartsAt: date.StartsAt, EndsAt: date.EndsAt, VenueID: tc.venue})
		if got := fault.FieldsOf(err).Has("sted"); got != tc.refused || !tc.refused && err != nil {
			t.Errorf("%s: got %v, want sted refused %v", name, err, tc.refused)
		}
	}
}

// No two dates of an activity begin at the same time: neither by moving one, nor by giving one its time back.
func TestDateMovesOntoNoSibling(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	id := w.Publish(t, w.Draft())
	ref := func(o activity.Occurrence) activity.DateRef {
		return activity.DateRef{ActivityID: id, OccurrenceID: o.ID, Sequence: -1}
	}
	move := func(o, to activity.Occurrence) error {
		return w.Service.ChangeOccurrence(t.Context(), w.Group, ref(o), activity.DateChange{StartsAt: to.StartsAt, EndsAt: to.EndsAt, Reason: "Foredrag"})
	}
	dates := w.Dates(t, id)
	if err := move(dates[0], dates[1]); !fault.FieldsOf(err).Has("dato") {
		t.Errorf("onto a sibling: got %v, want dato refused", err)
	}
	must(t, w.Service.PostponeOccurrence(t.Context(), w.Group, ref(dates[2]), "Snø"))
	if err := move(dates[2], dates[1]); !fault.FieldsOf(err).Has("dato") {
		t.Errorf("from postponed onto a sibling: got %v, want dato refused", err)
	}
	must(t, move(dates[0], dates[2])) // what waits has no time
	if err := w.Service.RestoreOccurrence(t.Context(), w.Group, ref(dates[2])); !fault.FieldsOf(err).Has("dato") {
		t.Errorf("the postponed one back: got %v, want dato refused", err)
	}
	must(t, w.Service.CancelOccurrence(t.Context(), w.Group, ref(dates[3]), "Snø"))
	must(t, move(dates[4], dates[3])) // what is cancelled takes no time
	if err := w.Service.RestoreOccurrence(t.Context(), w.Group, ref(dates[3])); !fault.Is(err, fault.Invalid) || fault.FieldsOf(err).Has("dato") {
		t.Errorf("the cancelled one back: got %v, want it refused", err)
	}
	must(t, move(dates[5], dates[5])) // where it is
}
