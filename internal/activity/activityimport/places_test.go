package activityimport_test

// Places of single dates, what a draft lacked, and what is said of what cannot be applied.

import (
	"strings"
	"testing"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
)

// A date at another place is the import's own: it changes with the file, and goes back with it.
func TestPlaceOfOneDateFollowsTheFile(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	series := vevent("UID:kor", "SUMMARY:Sangkveld", "LOCATION:Nes bibliotek", "DTSTART:20261020T160000Z", "DTEND:20261020T170000Z", "RRULE:FREQ=WEEKLY;COUNT=4")
	at := func(place string) []byte {
		return calendar(series, vevent("UID:kor", "SUMMARY:Sangkveld", "LOCATION:"+place, "RECURRENCE-ID:20261027T160000Z", "DTSTART:20261027T160000Z", "DTEND:20261027T170000Z"))
	}
	where := func(id int64) string {
		o := w.ID(t, "select count(*) from occurrence where activity_id = $1 and place_note = 'Et annet hus'", id)
		return map[int64]string{0: "", 1: "Et annet hus"}[o]
	}
	rows := plan(t, w, w.Staff, at("Et annet hus"), true)
	id := *rows[0].ObjectID
	if got := where(id); got != "Et annet hus" || !strings.Contains(rows[0].Message(i18n.NB), "«Et annet hus»") {
		t.Errorf("got %q, %q, want the place stored, and said", got, rows[0].Message(i18n.NB))
	}
	rows = plan(t, w, w.Staff, at("Nes bibliotek"), true)
	if got := where(id); got != "" || rows[0].Outcome != intake.Changed {
		t.Errorf("back again: got %q, %+v, want the series' own place", got, rows[0])
	}
	if n := w.ID(t, "select count(*) from occurrence where activity_id = $1 and (venue_id is not null or reason <> '')", id); n != 0 {
		t.Errorf("got %d dates with a place of their own, want none", n)
	}
}

// Only a place that is not known here is said to stand as a room.
func TestPlacesThatAreTakenForRooms(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	w.ID(t, `insert into venue (municipality_id, name) values ($1, 'Nes skole') returning id`, w.Group.MunicipalityID)
	for place, want := range map[string]bool{"Nes bibliotek": false, "Nes skole": false, "Nes skole, rom 2": false, "Et annet hus": true, "Nes bibliotek, rom 2": true} {
		uid := "UID:" + strings.ReplaceAll(place, " ", "")
		rows := plan(t, w, w.Staff, calendar(
			vevent(uid, "SUMMARY:Sangkveld", "LOCATION:Nes bibliotek", "DTSTART:20261020T160000Z", "DTEND:20261020T170000Z", "RRULE:FREQ=WEEKLY;COUNT=4"),
			vevent(uid, "LOCATION:"+strings.ReplaceAll(place, ",", "\\,"), "RECURRENCE-ID:20261027T160000Z", "DTSTART:20261027T160000Z", "DTEND:20261027T170000Z"),
		), false)
		if got := strings.Contains(rows[0].Message(i18n.NB), "eget sted"); got != want {
			t.Errorf("%s: got it said %v, want %v: %q", place, got, want, rows[0].Message(i18n.NB))
		}
	}
}

// A draft that lacked something is published by the import that brings it; one that somebody keeps is not.
func TestDraftIsPublishedWhenTheFileHasWhatItLacked(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	bare := func(lines ...string) []byte {
		return calendar(vevent(append([]string{"UID:x", "SUMMARY:Kveld", "DTSTART:20261020T160000Z", "DTEND:20261020T170000Z"}, lines...)...))
	}
	status := func(id int64) activity.Status {
		a, err := w.Service.Get(t.Context(), w.Staff, id)
		must(t, err)
		return a.Status
	}
	rows := plan(t, w, w.Staff, bare(), true)
	id := *rows[0].ObjectID
	if status(id) != activity.Drafted {
		t.Fatalf("without a place: got %s", status(id))
	}
	if rows = plan(t, w, w.Staff, bare("DESCRIPTION:Vi synger."), true); status(id) != activity.Drafted || !strings.Contains(rows[0].Message(i18n.NB), "sted") {
		t.Errorf("still without: got %s, %q", status(id), rows[0].Message(i18n.NB))
	}
	if plan(t, w, w.Staff, bare("LOCATION:Nes bibliotek"), true); status(id) != activity.Published {
		t.Errorf("with a place: got %s, want it published", status(id))
	}
	if rows = plan(t, w, w.Staff, bare("LOCATION:Nes bibliotek", "DESCRIPTION:Vi danser igjen."), true); status(id) != activity.Published || strings.Contains(rows[0].Message(i18n.NB), "utkast") {
		t.Errorf("published and changed: got %s, %q, want nothing said of drafts", status(id), rows[0].Message(i18n.NB))
	}
	w.ID(t, "update activity set status = 'draft' where id = $1 returning id", id)
	if plan(t, w, w.Staff, bare("LOCATION:Nes bibliotek", "DESCRIPTION:Vi danser."), true); status(id) != activity.Drafted {
		t.Errorf("a draft that lacks nothing: got %s, want it left", status(id))
	}
}

// What became private or tentative in the calendar leaves the activity as it is, and says so.
func TestPrivateAndTentativeAreSaid(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	id := *plan(t, w, w.Staff, event("x", "SUMMARY:Kveld"), true)[0].ObjectID
	for line, want := range map[string]struct {
		outcome intake.Outcome
		said    string
	}{"CLASS:PRIVATE": {intake.Refused, "privat"}, "STATUS:TENTATIVE": {intake.Unchanged, "foreløpig"}} {
		rows := plan(t, w, w.Staff, event("x", "SUMMARY:Kveld", line), true)
		if rows[0].Outcome != want.outcome || !strings.Contains(rows[0].Message(i18n.NB), want.said) {
			t.Errorf("%s: got %s, %q", line, rows[0].Outcome, rows[0].Message(i18n.NB))
		}
		a, err := w.Service.Get(t.Context(), w.Staff, id)
		must(t, err)
		if a.Status != activity.Published {
			t.Errorf("%s: got %s, want the activity as it was", line, a.Status)
		}
	}
}

// A link that the description has no room for is said.
func TestLinkWithoutRoomIsSaid(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	for length, said := range map[int]bool{100: false, activity.MaxDescription - 5: true} {
		rows := plan(t, w, w.Staff, event("x", "SUMMARY:Kveld", "URL:https://lag.example/kveld", "DESCRIPTION:"+strings.Repeat("å", length)), false)
		if got := strings.Contains(rows[0].Message(i18n.NB), "https://lag.example/kveld"); got != said {
			t.Errorf("%d characters: got %q", length, rows[0].Message(i18n.NB))
		}
	}
}
