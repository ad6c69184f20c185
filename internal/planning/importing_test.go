package planning_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/intake"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/jobs/jobstest"
	"frivilligsentral/internal/planning"
	"frivilligsentral/internal/postgres"
)

func file(events ...string) string {
	text := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
	for i, e := range events {
		text += fmt.Sprintf("BEGIN:VEVENT\r\nUID:%d@kommunen.example\r\n%s\r\nEND:VEVENT\r\n", i, strings.ReplaceAll(e, "|", "\r\n"))
	}
	return text + "END:VCALENDAR\r\n"
}

// take imports a file and returns its rows in short.
func (w world) take(t *testing.T, data string) []string {
	t.Helper()
	var got []string
	must(t, pgx.BeginFunc(t.Context(), w.Pool, func(tx pgx.Tx) error {
		p, err := w.PlanImport(context.Background(), tx, w.Staff, []byte(data))
		if err != nil {
			return err
		}
		if err := p.Apply(t.Context(), tx, func(int) {}); err != nil {
			return err
		}
		for _, r := range p.Rows {
			got = append(got, fmt.Sprintf("%d %s %s: %s", r.Number, r.Outcome, r.Label, r.Message(i18n.NB)))
		}
		return nil
	}))
	return got
}

func (w world) kept(t *testing.T) []string {
	t.Helper()
	rows, err := w.Pool.Query(t.Context(), `select kind || ' ' || title || ' ' || to_char(starts_at at time zone 'Europe/Oslo', 'DD.MM HH24:MI') || '–' || to_char(ends_at at time zone 'Europe/Oslo', 'DD.MM HH24:MI') || case when all_day then ' *' else '' end
		from calendar_entry order by starts_at, id`)
	must(t, err)
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	must(t, err)
	return all
}

func TestCalendarFromAFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	events := []string{
		"SUMMARY:Høstferie|DTSTART;VALUE=DATE:20261012|DTEND;VALUE=DATE:20261017",
		"SUMMARY:Formannskapet|LOCATION:Rådhuset|DTSTART;TZID=Europe/Oslo:20261020T090000|DTEND;TZID=Europe/Oslo:20261020T120000|RRULE:FREQ=WEEKLY;COUNT=3",
		"SUMMARY:Kommunestyret|DTSTART;TZID=Europe/Oslo:20261021T170000",
		"SUMMARY:Byfest|DTSTART;VALUE=DATE:20261024|STATUS:CANCELLED",
		"SUMMARY:Hemmelig|CLASS:PRIVATE|DTSTART;VALUE=DATE:20261025",
		"SUMMARY:Uten tid",
		"SUMMARY:I fjor|DTSTART;VALUE=DATE:20251025",
		"SUMMARY:Loppemarked|DTSTART;VALUE=DATE:20261031",
	}
	want := []string{
		"1 new Høstferie: ",
		"2 new Formannskapet: Sted og beskrivelse er ikke med. Her står bare hva det er, og når.",
		"3 new Kommunestyret: Slutten mangler i filen. Her varer det én time.",
		"4 refused Byfest: Hendelsen er avlyst i kalenderen, og blir ikke tatt med.",
		"5 refused Hemmelig: Hendelsen er merket som privat i kalenderen, og blir ikke tatt med.",
		"6 refused Uten tid: Hendelsen mangler starttid.",
		"7 refused I fjor: Alle datoene er over, eller ligger mer enn to år fram.",
		"8 new Loppemarked: ",
	}
	if d := cmp.Diff(want, w.take(t, file(events...))); d != "" {
		t.Errorf("rows (-want +got):\n%s", d)
	}
	stored := []string{
		"school_holiday Høstferie 12.10 00:00–17.10 00:00 *", "meeting Formannskapet 20.10 09:00–20.10 12:00", "meeting Kommunestyret 21.10 17:00–21.10 18:00",
		"meeting Formannskapet 27.10 09:00–27.10 12:00", "other Loppemarked 31.10 00:00–01.11 00:00 *", "meeting Formannskapet 03.11 09:00–03.11 12:00",
	}
	if d := cmp.Diff(stored, w.kept(t)); d != "" {
		t.Errorf("stored (-want +got):\n%s", d)
	}
	// The same file changes nothing, and takes nothing back that was edited here.
	w.ID(t, `update calendar_entry set title = 'Hauststferie' where title = 'Høstferie' returning id`)
	for i, row := range w.take(t, file(events...)) {
		if !strings.Contains(row, " unchanged ") && !strings.Contains(row, " refused ") {
			t.Errorf("again, row %d: %s", i+1, row)
		}
	}
	if n := w.ID(t, `select count(*) from calendar_entry where title = 'Hauststferie'`); n != 1 {
		t.Error("what was edited here is gone")
	}
	// What the file changes is changed, and what it calls off goes; others stay.
	events[0] = strings.Replace(events[0], "20261017", "20261018", 1)
	events[2] += "|STATUS:CANCELLED"
	rows := w.take(t, file(events...))
	if !strings.HasPrefix(rows[0], "1 changed Høstferie") || rows[2] != "3 changed Kommunestyret: Hendelsen er avlyst i kalenderen, og blir fjernet her." {
		t.Errorf("got %v", rows)
	}
	stored[0] = "school_holiday Høstferie 12.10 00:00–18.10 00:00 *"
	if d := cmp.Diff(append(stored[:2:2], stored[3:]...), w.kept(t)); d != "" {
		t.Errorf("stored after changes (-want +got):\n%s", d)
	}
	// What is over stays as it was when its series goes on.
	w.Now = w.Now.AddDate(0, 2, 0)
	events[1] = strings.Replace(events[1], "COUNT=3", "COUNT=9", 1)
	w.take(t, file(events...))
	if n := w.ID(t, `select count(*) from calendar_entry where title = 'Formannskapet'`); n != 9 {
		t.Errorf("got %d meetings, want 3 that were and 6 more", n)
	}
}

// What staff have removed or changed stays so until the file says something else of it.
func TestWhatWasRemovedStaysAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	events := []string{
		"SUMMARY:Høstferie|DTSTART;VALUE=DATE:20261012|DTEND;VALUE=DATE:20261017",
		"SUMMARY:Råd|DTSTART;TZID=Europe/Oslo:20261020T090000|DTEND;TZID=Europe/Oslo:20261020T100000|RRULE:FREQ=MONTHLY",
	}
	w.take(t, file(events...))
	remove := func(sql string) {
		t.Helper()
		id := w.ID(t, `select id from calendar_entry where `+sql)
		must(t, w.Remove(t.Context(), w.Staff, id, 1))
	}
	remove(`title = 'Høstferie'`)
	remove(`title = 'Råd' and starts_at::date = '2026-11-20'`)
	w.ID(t, `update calendar_entry set title = 'Ungdomsråd' where starts_at::date = '2026-12-20' returning id`)
	rows := w.take(t, file(events...))
	if rows[0] != "1 unchanged Høstferie: Noen har fjernet hendelsen her. Den blir borte til kalenderfilen sier noe nytt om den." || !strings.Contains(rows[1], "unchanged") {
		t.Errorf("the same file: got %v", rows)
	}
	if n := w.ID(t, `select count(*) from calendar_entry`); n != 23 {
		t.Errorf("got %d entries, want 24 meetings without the one that was removed", n)
	}
	// Its next dates come, and leave the others as they are.
	w.Now = w.Now.AddDate(0, 1, 0)
	if rows := w.take(t, file(events...)); !strings.Contains(rows[1], "2 changed") {
		t.Errorf("a month later: got %v", rows)
	}
	if w.ID(t, `select count(*) from calendar_entry`) != 24 || w.ID(t, `select count(*) from calendar_entry where title = 'Ungdomsråd'`) != 1 || w.ID(t, `select count(*) from calendar_entry where starts_at::date = '2026-11-20'`) != 0 {
		t.Error("what was changed or removed here is as the file had it")
	}
	w.Now = w.Now.AddDate(0, -1, 0)
	events[0] = strings.Replace(events[0], "20261017", "20261018", 1)
	if rows := w.take(t, file(events...)); !strings.HasPrefix(rows[0], "1 new Høstferie") || w.ID(t, `select count(*) from calendar_entry where title = 'Høstferie'`) != 1 {
		t.Errorf("something new of it: got %v", rows)
	}
	// What has become private goes.
	events[0] += "|CLASS:PRIVATE"
	rows = w.take(t, file(events...))
	if rows[0] != "1 changed Høstferie: Hendelsen er merket som privat i kalenderen, og blir fjernet her." || w.ID(t, `select count(*) from calendar_entry where title = 'Høstferie'`) != 0 {
		t.Errorf("private: got %v", rows)
	}
}

func TestEndlessSeries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	data := file("SUMMARY:Råd|DTSTART;TZID=Europe/Oslo:20261020T090000|DTEND;TZID=Europe/Oslo:20261020T100000|RRULE:FREQ=MONTHLY")
	if rows := w.take(t, data); !strings.Contains(rows[0], "Bare datoene i de to neste årene er med.") {
		t.Errorf("got %v", rows)
	}
	n := w.ID(t, `select count(*) from calendar_entry`)
	if rows := w.take(t, data); !strings.Contains(rows[0], "unchanged") || n != 24 {
		t.Errorf("got %d dates, then %v, want 24", n, rows)
	}
	w.Now = w.Now.AddDate(0, 1, 0)
	if rows := w.take(t, data); !strings.Contains(rows[0], "changed") || w.ID(t, `select count(*) from calendar_entry`) != 25 {
		t.Errorf("a month later: got %v", rows)
	}
	if rows := w.take(t, file("SUMMARY:Daglig|DTSTART;VALUE=DATE:20261020|RRULE:FREQ=DAILY;COUNT=300")); !strings.Contains(rows[0], "Bare de 200 første datoene er med.") {
		t.Errorf("got %v", rows)
	}
}

func TestWhoImportsAndWhat(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	plan := func(by account.Actor, data string) error {
		_, err := w.PlanImport(t.Context(), w.Pool, by, []byte(data))
		return err
	}
	good := file("SUMMARY:Ferie|DTSTART;VALUE=DATE:20261020")
	for what, got := range map[string]bool{
		"reader": fault.Is(plan(w.Reader, good), fault.Forbidden), "group": fault.Is(plan(w.Group, good), fault.Forbidden),
		"no calendar": fault.Is(plan(w.Staff, "hei"), fault.Invalid), "empty": fault.Is(plan(w.Staff, "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), fault.Invalid),
	} {
		if !got {
			t.Errorf("%s is not refused", what)
		}
	}
	// Two municipalities may have the same file.
	w.take(t, good)
	p, err := w.PlanImport(t.Context(), w.Pool, w.Stranger, []byte(good))
	must(t, err)
	if p.Rows[0].Outcome != intake.New {
		t.Errorf("another municipality: got %v", p.Rows)
	}
}

// What is long over goes, and so does what a file said of it, but not while the file could bring back what was removed.
func TestTidy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	jobsOf, err := jobs.InsertOnly(w.Pool)
	must(t, err)
	w.take(t, file("SUMMARY:Kommunestyremøte|DTSTART:20261012T150000Z|DTEND:20261012T170000Z", "SUMMARY:Fjernet|DTSTART:20261013T150000Z|DTEND:20261013T170000Z"))
	w.ID(t, `delete from calendar_entry where title = 'Fjernet' returning id`)
	over := activitytest.At("2026-10-12 19:00")
	until := w.Now.AddDate(2, 0, 0)
	for _, c := range []struct {
		at              time.Time
		entries, saying int64
	}{{over.Add(planning.Kept), 1, 2}, {over.Add(planning.Kept + time.Second), 0, 2}, {until.Add(planning.Kept), 0, 2}, {until.Add(planning.Kept + time.Second), 0, 0}} {
		w.World.Now = c.at
		workers := river.NewWorkers()
		s := planning.NewService(planning.Deps{Pool: w.Pool, Now: func() time.Time { return c.at }})
		s.AddWorkers(workers)
		must(t, postgres.InTx(t.Context(), w.Pool, func(ctx context.Context, tx pgx.Tx) error {
			_, err := tx.Exec(ctx, `delete from river_job`)
			return errors.Join(err, jobsOf.Enqueue(ctx, tx, planning.TidyArgs{}, nil))
		}))
		jobstest.Work(t, w.Pool, workers)
		if e, i := w.ID(t, `select count(*) from calendar_entry`), w.ID(t, `select count(*) from calendar_import`); e != c.entries || i != c.saying {
			t.Errorf("at %v: %d entries and %d sayings, want %d and %d", c.at, e, i, c.entries, c.saying)
		}
		if len(s.Periodic()) != 1 {
			t.Error("the job does not come back")
		}
	}
}
