package activityimport_test

// What an import keeps of what is known here, and what it says of what it changes.

import (
	"strings"
	"testing"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
)

func event(uid string, lines ...string) []byte {
	return calendar(vevent(append([]string{"UID:" + uid, "LOCATION:Nes bibliotek", "DTSTART:20261020T160000Z", "DTEND:20261020T170000Z"}, lines...)...))
}

// A summary that somebody wrote here stays; one that was made of the file follows it.
func TestImportKeepsOurOwnSummary(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	for own, want := range map[string]string{"": "Vi danser.", "Vår egen tekst.": "Vår egen tekst."} {
		uid := "kort" + own
		id := *plan(t, w, w.Staff, event(uid, "SUMMARY:Kveld", "DESCRIPTION:Vi synger."), true)[0].ObjectID
		if own != "" {
			w.ID(t, "update activity set summary = $2 where id = $1 returning id", id, own)
		}
		plan(t, w, w.Staff, event(uid, "SUMMARY:Kveld", "DESCRIPTION:Vi danser."), true)
		a, err := w.Service.Get(t.Context(), w.Staff, id)
		must(t, err)
		if a.Summary != want || a.Description != "Vi danser." {
			t.Errorf("own %q: got summary %q of %q, want %q", own, a.Summary, a.Description, want)
		}
	}
}

func TestImportOfTextsAtTheirEnd(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	for length, want := range map[int]string{
		activity.MaxTitle:     strings.Repeat("å", activity.MaxTitle),
		activity.MaxTitle + 1: strings.Repeat("å", activity.MaxTitle-1) + "…",
	} {
		rows := plan(t, w, w.Staff, event(strings.Repeat("x", length), "SUMMARY:"+strings.Repeat("å", length)), true)
		a, err := w.Service.Get(t.Context(), w.Staff, *rows[0].ObjectID)
		must(t, err)
		if a.Title != want {
			t.Errorf("%d characters: got %d, ending in %q", length, len([]rune(a.Title)), a.Title[len(a.Title)-3:])
		}
	}
}

// Dates that were a little while ago, and dates that are far ahead, are taken as they are.
func TestImportOfDatesThatAreOverAndFarAhead(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	for name, line := range map[string]string{"three days ago": "20261004T160000Z", "in two years": "20281004T160000Z"} {
		rows := plan(t, w, w.Staff, calendar(vevent("UID:"+name, "SUMMARY:Kveld", "LOCATION:Nes bibliotek", "DTSTART:"+line)), true)
		if rows[0].Outcome != intake.New || rows[0].ObjectID == nil {
			t.Errorf("%s: got %s, %q", name, rows[0].Outcome, rows[0].Message(i18n.NB))
			continue
		}
		a, err := w.Service.Get(t.Context(), w.Staff, *rows[0].ObjectID)
		must(t, err)
		if a.Status != activity.Published {
			t.Errorf("%s: got %s, %q, want published", name, a.Status, rows[0].Message(i18n.NB))
		}
	}
}

// One of several single dates that moves is told by its day.
func TestImportTellsWhichDayChanged(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	plan(t, w, w.Staff, event("dager", "SUMMARY:Kveld", "RDATE:20261021T160000Z,20261022T160000Z"), true)
	rows := plan(t, w, w.Staff, event("dager", "SUMMARY:Kveld", "RDATE:20261021T160000Z,20261023T160000Z"), false)
	if len(rows[0].Changes) != 1 || rows[0].Outcome != intake.Changed {
		t.Fatalf("got %s with %+v, want one change", rows[0].Outcome, rows[0].Changes)
	}
	if c := rows[0].Changes[0]; !strings.Contains(c.Old, "22.10.2026") || !strings.Contains(c.New, "23.10.2026") {
		t.Errorf("got %q, then %q, want the days", c.Old, c.New)
	}
	if again := plan(t, w, w.Staff, event("dager", "SUMMARY:Kveld", "RDATE:20261021T160000Z,20261022T160000Z"), false); again[0].Outcome != intake.Unchanged {
		t.Errorf("the same again: got %+v", again[0].Changes)
	}
}

// Those who are signed up for a date that the file moves are told of in the preview.
func TestImportTellsWhoIsMoved(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	weekly := func(day string) []byte {
		return calendar(vevent("UID:x", "SUMMARY:Kveld", "LOCATION:Nes bibliotek", "DTSTART;TZID=Europe/Oslo:202610"+day+"T180000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3"))
	}
	id := *plan(t, w, w.Staff, weekly("19"), true)[0].ObjectID
	dates := w.Dates(t, id)
	for _, o := range dates[:2] {
		w.ID(t, `insert into signup_slot (municipality_id, activity_id, scope, occurrence_id, starts_at, ends_at, taken)
			select municipality_id, id, 'date', $2, now(), now(), 2 from activity where id = $1 returning id`, id, o.ID)
	}
	if got := plan(t, w, w.Staff, weekly("19"), false)[0]; got.Message(i18n.NB) != "" {
		t.Errorf("the same again: got %q", got.Message(i18n.NB))
	}
	if got := plan(t, w, w.Staff, weekly("26"), true)[0]; got.Outcome != intake.Changed || !strings.Contains(got.Message(i18n.NB), "4 påmeldte flyttes til nye datoer") {
		t.Errorf("a week later: got %s, %q", got.Outcome, got.Message(i18n.NB))
	}
	for i, o := range w.Dates(t, id) {
		if want := dates[i].StartsAt.AddDate(0, 0, 7); o.ID != dates[i].ID || o.StartsAt.Day() != want.Day() {
			t.Errorf("date %d is now %d on the %d., want the %d.", dates[i].ID, o.ID, o.StartsAt.Day(), want.Day())
		}
	}
}

// Titles and places that a calendar has written as HTML are read as people read them.
func TestImportOfHTMLInTitleAndPlace(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	file := calendar(vevent("UID:x", `SUMMARY:Kaffe &amp\; <b>kaker</b>`, `LOCATION:Huset &amp\; hagen`, `CATEGORIES:Mat &amp\; drikke`, "DTSTART:20261020T160000Z"))
	rows := plan(t, w, w.Staff, file, true)
	a, err := w.Service.Get(t.Context(), w.Staff, *rows[0].ObjectID)
	must(t, err)
	if a.Title != "Kaffe & kaker" || a.PlaceNote != "Huset & hagen" || rows[0].Label != a.Title || !strings.Contains(rows[0].Message(i18n.NB), "«Mat & drikke»") {
		t.Errorf("got %q at %q, labelled %q, %q", a.Title, a.PlaceNote, rows[0].Label, rows[0].Message(i18n.NB))
	}
	if again := plan(t, w, w.Staff, file, false); again[0].Outcome != intake.Unchanged {
		t.Errorf("the same again: got %s", again[0].Outcome)
	}
}

// The preview of a new series has the dates that are not as the others.
func TestPreviewOfANewSeriesHasItsSingleDates(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	one := func(lines ...string) string {
		return vevent(append([]string{"UID:x", "SUMMARY:Kveld", "LOCATION:Nes bibliotek"}, lines...)...)
	}
	rows := plan(t, w, w.Staff, calendar(
		one("DTSTART;TZID=Europe/Oslo:20261019T180000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=5"),
		one("RECURRENCE-ID;TZID=Europe/Oslo:20261026T180000", "DTSTART;TZID=Europe/Oslo:20261027T190000", "DURATION:PT1H"),
		one("RECURRENCE-ID;TZID=Europe/Oslo:20261102T180000", "DTSTART;TZID=Europe/Oslo:20261102T180000", "STATUS:CANCELLED"),
		one("RECURRENCE-ID;TZID=Europe/Oslo:20261109T180000", "DTSTART;TZID=Europe/Oslo:20261109T180000", "DURATION:PT3H")), false)
	got := ""
	for _, c := range rows[0].Changes {
		if c.Field == "Enkeltdatoer" {
			got = c.New
		}
	}
	if want := "26.10.2026 flyttet til 27.10.2026 19.00, 02.11.2026 avlyst, 09.11.2026 varer til 21.00"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
