package activityimport_test

import (
	"context"
	"strings"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
)

func TestQueries(t *testing.T) { pgtest.Queries(t) }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func calendar(events ...string) []byte {
	return []byte("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + strings.Join(events, "") + "END:VCALENDAR\r\n")
}

func vevent(lines ...string) string {
	return "BEGIN:VEVENT\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VEVENT\r\n"
}

var choir = []string{"UID:kor", "SUMMARY:Sangkveld", "DESCRIPTION:Vi synger sammen.", "LOCATION:nes bibliotek, 2. etasje", "CATEGORIES:Tur",
	"DTSTART;TZID=Europe/Oslo:20200102T180000", "DTEND;TZID=Europe/Oslo:20200102T200000", "RRULE:FREQ=WEEKLY;BYDAY=TH"}

// plan plans and, when store is true, applies a file.
func plan(t *testing.T, w *activitytest.World, actor account.Actor, data []byte, store bool) []intake.Row {
	t.Helper()
	var rows []intake.Row
	err := postgres.InTx(t.Context(), w.Pool, func(ctx context.Context, tx pgx.Tx) error {
		p, err := w.Imports.Plan(ctx, tx, actor, w.Group.OrganisationID, data, false)
		if err != nil {
			return err
		}
		if store {
			err = p.Apply(ctx, tx, func(int) {})
		}
		rows = p.Rows
		return err
	})
	must(t, err)
	return rows
}

func outcomes(rows []intake.Row) []string {
	var out []string
	for _, r := range rows {
		out = append(out, string(r.Outcome)+" "+r.Label)
	}
	return out
}

func TestImportTwice(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	file := calendar(
		vevent(choir...),
		vevent("UID:hytte", "SUMMARY:Åpen hytte", "LOCATION:Storbu", "DTSTART;VALUE=DATE:20261017", "DTEND;VALUE=DATE:20261019"),
		vevent("UID:gammel", "SUMMARY:Gammelt møte", "DTSTART:20260801T180000Z"),
		vevent("UID:uten", "SUMMARY:Uten start"),
		vevent("UID:avlyst", "SUMMARY:Avlyst tur", "LOCATION:Nes", "STATUS:CANCELLED", "DTSTART:20261020T160000Z", "DTEND:20261020T180000Z"),
		vevent("UID:stedløs", "SUMMARY:Et sted", "DTSTART:20261021T160000Z"),
	)
	want := []string{"new Sangkveld", "new Åpen hytte", "refused Gammelt møte", "refused Uten start", "new Avlyst tur", "new Et sted"}
	if diff := cmp.Diff(want, outcomes(plan(t, w, w.Staff, file, false))); diff != "" {
		t.Errorf("preview (-want +got):\n%s", diff)
	}
	if n := w.ID(t, "select count(*) from activity"); n != 0 {
		t.Fatalf("the preview stored %d activities", n)
	}
	rows := plan(t, w, w.Staff, file, true)
	if diff := cmp.Diff(want, outcomes(rows)); diff != "" {
		t.Errorf("stored (-want +got):\n%s", diff)
	}
	if !strings.Contains(rows[2].Message(i18n.NB), "30 dager") || rows[3].Message(i18n.NB) != "Hendelsen mangler starttid." || !strings.Contains(rows[5].Message(i18n.NB), "utkast") {
		t.Errorf("got messages %q, %q, %q", rows[2].Message(i18n.NB), rows[3].Message(i18n.NB), rows[5].Message(i18n.NB))
	}
	checkChoir(t, w, *rows[0].ObjectID)
	cancelled, err := w.Service.Get(t.Context(), w.Staff, *rows[4].ObjectID)
	must(t, err)
	if !cancelled.Cancelled() || cancelled.Status != activity.Published {
		t.Errorf("cancelled event: got %+v", cancelled)
	}
	before := w.ID(t, "select sum(version) + (select count(*) from audit_event) from activity")
	want = []string{"unchanged Sangkveld", "unchanged Åpen hytte", "refused Gammelt møte", "refused Uten start", "unchanged Avlyst tur", "unchanged Et sted"}
	if diff := cmp.Diff(want, outcomes(plan(t, w, w.Staff, file, true))); diff != "" {
		t.Errorf("second time (-want +got):\n%s", diff)
	}
	if after := w.ID(t, "select sum(version) + (select count(*) from audit_event) from activity"); after != before {
		t.Errorf("the second import changed something: %d, then %d", before, after)
	}
}

func checkChoir(t *testing.T, w *activitytest.World, id int64) {
	t.Helper()
	a, err := w.Service.Get(t.Context(), w.Staff, id)
	must(t, err)
	if a.VenueID != w.Venue || a.PlaceNote != "2. etasje" || a.CategoryID != w.Sport || a.Status != activity.Published || a.Source != activity.ByImport {
		t.Errorf("got venue %d, place %q, category %d, %s, %s", a.VenueID, a.PlaceNote, a.CategoryID, a.Status, a.Source)
	}
	if got, want := a.StartsAt.UTC(), activitytest.At("2026-09-10 18:00").UTC(); !got.Equal(want) {
		t.Errorf("the series starts at %s, want the first date of the last 30 days, %s", got, want)
	}
	dates := w.Dates(t, id)
	if len(dates) < 75 || !dates[len(dates)-1].StartsAt.After(activitytest.At("2028-03-01 00:00")) {
		t.Errorf("got %d dates, want 18 months of them", len(dates))
	}
}

func TestImportChanges(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	rows := plan(t, w, w.Staff, calendar(vevent(choir...)), true)
	id := *rows[0].ObjectID
	moved := vevent("UID:kor", "RECURRENCE-ID;TZID=Europe/Oslo:20261015T180000", "SUMMARY:Sangkveld", "LOCATION:nes bibliotek, 2. etasje",
		"DTSTART;TZID=Europe/Oslo:20261016T190000", "DTEND;TZID=Europe/Oslo:20261016T210000")
	off := vevent("UID:kor", "RECURRENCE-ID;TZID=Europe/Oslo:20261022T180000", "SUMMARY:Sangkveld", "LOCATION:nes bibliotek, 2. etasje",
		"STATUS:CANCELLED", "DTSTART;TZID=Europe/Oslo:20261022T180000", "DTEND;TZID=Europe/Oslo:20261022T200000")
	longer := strings.Replace(vevent(choir...), "T200000", "T203000", 1)
	rows = plan(t, w, w.Staff, calendar(longer, moved, off), true)
	if rows[0].Outcome != intake.Changed || len(rows[0].Changes) != 2 {
		t.Fatalf("got %+v, want changes of time and of single dates", rows[0])
	}
	if got := rows[0].Changes[1].New; !strings.Contains(got, "22.10.2026 avlyst") || !strings.Contains(got, "15.10.2026 flyttet til 16.10.2026 19.00") {
		t.Errorf("got single dates %q", got)
	}
	if got := special(w.Dates(t, id)); cmp.Diff([]string{"15 moved 16", "22 cancelled 22"}, got) != "" {
		t.Errorf("got special dates %v", got)
	}
	// What the file takes back is ordinary again; what somebody here cancelled stays.
	dates := w.Dates(t, id)
	last := dates[len(dates)-1]
	must(t, w.Service.CancelOccurrence(t.Context(), w.Group, activity.DateRef{ActivityID: id, OccurrenceID: last.ID, Sequence: -1}, "Ferie"))
	rows = plan(t, w, w.Staff, calendar(longer), true)
	if rows[0].Outcome != intake.Changed {
		t.Errorf("taking back: got %+v", rows[0])
	}
	if got := special(w.Dates(t, id)); len(got) != 1 || !strings.Contains(got[0], "cancelled") {
		t.Errorf("after taking back: got %v", got)
	}
}

func special(dates []activity.Occurrence) []string {
	var out []string
	for _, o := range dates {
		if o.Status != activity.Planned {
			start := o.StartsAt
			if o.OriginalStart != nil {
				start = *o.OriginalStart
			}
			out = append(out, start.Format("2")+" "+string(o.Status)+" "+o.StartsAt.Format("2"))
		}
	}
	return out
}

func TestImportRights(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	file := calendar(vevent(choir...))
	for name, test := range map[string]struct {
		actor account.Actor
		want  fault.Kind
	}{
		"another group":        {w.Rival, fault.NotFound},
		"a reader":             {w.Reader, fault.Forbidden},
		"another municipality": {w.Stranger, fault.NotFound},
	} {
		_, err := w.Imports.Plan(t.Context(), w.Pool, test.actor, w.Group.OrganisationID, file, false)
		if got := fault.KindOf(err); got != test.want || err == nil {
			t.Errorf("%s: got %v, want kind %d", name, err, test.want)
		}
	}
	rows := plan(t, w, w.Group, file, true)
	a, err := w.Service.Get(t.Context(), w.Group, *rows[0].ObjectID)
	must(t, err)
	if a.Status != activity.Submitted {
		t.Errorf("a group's event: got %s, want it to wait for approval", a.Status)
	}
}

func TestImportEvents(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	for name, test := range map[string]struct {
		event   []string
		outcome intake.Outcome
		message string
		check   func(activity.Activity) bool
	}{
		"another clock becomes single dates": {
			event:   []string{"DTSTART:20261006T160000Z", "DTEND:20261006T170000Z", "RRULE:FREQ=WEEKLY;COUNT=10"},
			outcome: intake.New, check: func(a activity.Activity) bool { return a.RRule == "" && len(a.ExtraDates) == 9 },
		},
		"another clock for ever": {
			event:   []string{"DTSTART;TZID=America/New_York:20261006T160000", "RRULE:FREQ=DAILY"},
			outcome: intake.Refused, message: "tidssone",
		},
		"a count that has begun": {
			event:   []string{"DTSTART;TZID=Europe/Oslo:20260701T180000", "DTEND;TZID=Europe/Oslo:20260701T190000", "RRULE:FREQ=WEEKLY;COUNT=20"},
			outcome: intake.New, check: func(a activity.Activity) bool { return strings.Contains(a.RRule, "COUNT=10") },
		},
		"exceptions and extra dates": {
			event: []string{"DTSTART;TZID=Europe/Oslo:20261008T180000", "DTEND;TZID=Europe/Oslo:20261008T190000", "RRULE:FREQ=WEEKLY;COUNT=4",
				"EXDATE;TZID=Europe/Oslo:20261015T180000", "RDATE;TZID=Europe/Oslo:20261017T120000"},
			outcome: intake.New, check: func(a activity.Activity) bool {
				return a.RRule != "" && len(a.ExceptDates) == 1 && len(a.ExtraDates) == 1
			},
		},
		"two rules":        {event: []string{"DTSTART:20261006T160000Z", "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"}, outcome: intake.Refused, message: "flere regler"},
		"a hostile rule":   {event: []string{"DTSTART:20261006T160000Z", "RRULE:FREQ=SECONDLY"}, outcome: intake.Refused},
		"no date at all":   {event: []string{"DTSTART:20261006T160000Z", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, outcome: intake.Refused},
		"far ahead":        {event: []string{"DTSTART:20410101T160000Z"}, outcome: intake.Refused, message: "tre år"},
		"a month long":     {event: []string{"DTSTART:20261006T160000Z", "DTEND:20261106T160000Z"}, outcome: intake.Refused, message: "14 dager"},
		"a very long name": {event: []string{"DTSTART:20261010T160000Z", "DESCRIPTION:" + strings.Repeat("ord ", 3000)}, outcome: intake.New},
		"html":             {event: []string{"DTSTART:20261010T160000Z", "DESCRIPTION:<p>Hei<br>på <b>deg</b></p>"}, outcome: intake.New, check: func(a activity.Activity) bool { return a.Description == "Hei\npå deg" }},
		"online": {event: []string{"DTSTART:20261010T160000Z", "LOCATION:https://mote.example/a"}, outcome: intake.New, check: func(a activity.Activity) bool {
			return a.OnlineURL == "https://mote.example/a" && a.Status == activity.Published
		}},
	} {
		lines := append([]string{"UID:" + strings.Repeat(name, 100), "SUMMARY:" + strings.Repeat(name+" ", 10)}, test.event...)
		rows := plan(t, w, w.Staff, calendar(vevent(lines...)), true)
		if len(rows) != 1 || rows[0].Outcome != test.outcome || !strings.Contains(rows[0].Message(i18n.NB), test.message) {
			t.Errorf("%s: got %+v", name, rows)
			continue
		}
		if test.check == nil {
			continue
		}
		a, err := w.Service.Get(t.Context(), w.Staff, *rows[0].ObjectID)
		must(t, err)
		if !test.check(a.Activity) {
			t.Errorf("%s: got %+v", name, a)
		}
	}
}

func TestImportUnreadable(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	for name, data := range map[string]string{"text": "hei", "empty": "", "no events": string(calendar()), "zip": "PK\x03\x04"} {
		if _, err := w.Imports.Plan(t.Context(), w.Pool, w.Staff, w.Group.OrganisationID, []byte(data), false); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v, want an Invalid fault", name, err)
		}
	}
}
