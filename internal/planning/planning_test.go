package planning_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/planning"
	"frivilligsentral/internal/postgres/pgtest"
)

func TestQueries(t *testing.T) { pgtest.Queries(t) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

type world struct {
	*activitytest.World
	*planning.Service
}

func newWorld(t testing.TB) world {
	w := activitytest.New(t)
	return world{w, planning.NewService(planning.Deps{Pool: w.Pool, Now: func() time.Time { return w.Now }})}
}

func span(from, to string) planning.Span {
	return planning.Span{From: activitytest.At(from), To: activitytest.At(to)}
}

// add publishes the knitting café once, changed.
func (w world) add(t *testing.T, wall string, minutes int, change func(*activity.Draft)) int64 {
	t.Helper()
	d := w.Draft()
	d.RRule, d.StartsAt, d.DurationMinutes = "", activitytest.At(wall), minutes
	if change != nil {
		change(&d)
	}
	return w.Publish(t, d)
}

// status makes it what an activity is without its use cases.
func (w world) status(t *testing.T, id int64, status string) int64 {
	t.Helper()
	return w.ID(t, `update activity set status = $2, published_at = null where id = $1 returning id`, id, status)
}

func TestWhatClashes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	type kind struct{ overlaps, venue, area, people bool }
	want := map[int64]kind{}
	all := kind{true, true, true, true}
	noone := func(d *activity.Draft) { d.VenueID, d.TargetGroups, d.PlaceNote = 0, []int64{w.Children}, "Ute" }
	want[w.add(t, "2026-10-20 18:00", 120, nil)] = all
	want[w.add(t, "2026-10-20 18:00", 120, func(d *activity.Draft) { d.TargetGroups = nil })] = kind{true, true, true, false}
	want[w.add(t, "2026-10-20 18:00", 120, func(d *activity.Draft) { noone(d); d.TargetGroups = append(d.TargetGroups, w.Seniors) })] = kind{true, false, false, true}
	want[w.add(t, "2026-10-20 18:00", 120, func(d *activity.Draft) { noone(d); d.AreaID = w.Area })] = kind{true, false, true, false}
	w.add(t, "2026-10-20 18:00", 120, noone)
	sent := w.status(t, w.add(t, "2026-10-20 18:00", 120, nil), "submitted")
	want[sent] = all
	// Only true overlap is overlap; the rest of the day is told apart, and other days are not told.
	sameDay := kind{false, true, true, true}
	want[w.add(t, "2026-10-20 16:00", 120, nil)] = sameDay
	want[w.add(t, "2026-10-20 16:00", 121, nil)] = all
	want[w.add(t, "2026-10-20 20:00", 60, nil)] = sameDay
	want[w.add(t, "2026-10-20 19:59", 60, nil)] = all
	want[w.add(t, "2026-10-20 00:00", 60, nil)] = sameDay
	want[w.add(t, "2026-10-20 23:59", 30, nil)] = sameDay
	w.add(t, "2026-10-21 00:00", 60, nil)
	w.add(t, "2026-10-19 22:00", 120, nil)
	want[w.add(t, "2026-10-19 12:00", 48*60, nil)] = all // runs into it from the day before
	want[w.add(t, "2026-10-19 00:00", 42*60+1, nil)] = all
	want[w.add(t, "2026-10-19 00:00", 42*60, nil)] = sameDay
	want[w.add(t, "2026-10-19 12:01", 12*60, nil)] = sameDay
	want[w.add(t, "2026-10-17 08:00", 73*60, nil)] = sameDay
	want[w.add(t, "2026-10-06 08:00", 14*24*60, nil)] = sameDay // takes the venue until that morning
	elsewhere := func(d *activity.Draft) { d.VenueID, d.AreaID, d.PlaceNote = 0, w.Area, "Ute" }
	want[w.add(t, "2026-10-17 08:00", 73*60, elsewhere)] = kind{false, false, true, true} // a weekend away
	w.add(t, "2026-10-17 08:00", 73*60+1, elsewhere)                                      // someone who is at what is long can come
	// What does not happen, and what others may not know of.
	for sql, id := range map[string]int64{
		`update activity set status = 'archived' where id = $1 returning id`:                                             w.add(t, "2026-10-20 18:00", 60, nil),
		`update activity set cancelled_at = now() where id = $1 returning id`:                                            w.add(t, "2026-10-20 18:00", 60, nil),
		`update occurrence set status = 'cancelled' where activity_id = $1 returning id`:                                 w.add(t, "2026-10-20 18:00", 60, nil),
		`update occurrence set municipality_id = (select max(id) from municipality) where activity_id = $1 returning id`: w.add(t, "2026-10-20 18:00", 60, nil),
	} {
		w.ID(t, sql, id)
	}
	draft := w.status(t, w.add(t, "2026-10-20 18:00", 60, nil), "draft")
	shared := w.status(t, w.add(t, "2026-10-20 18:00", 60, func(d *activity.Draft) { d.DatesShared = true }), "draft")
	want[shared] = kind{true, false, true, true} // where it is nobody else knows
	self := w.add(t, "2026-10-20 18:00", 60, nil)
	read := func(by account.Actor, a planning.Audience) map[int64]kind {
		found, err := w.Clashes(t.Context(), by, []planning.Span{span("2026-10-20 18:00", "2026-10-20 20:00")}, a)
		must(t, err)
		got := map[int64]kind{}
		for _, c := range append(found.Overlapping, found.SameDay...) {
			got[c.ActivityID] = kind{c.Overlaps, c.SameVenue, c.SameArea, c.SamePeople}
		}
		if n := len(found.Overlapping) + found.MoreOverlapping + len(found.SameDay) + found.MoreSameDay; n != len(got) {
			t.Errorf("%d activities are counted, of %d", n, len(got))
		}
		return got
	}
	a := planning.Audience{TargetGroups: []int64{w.Seniors}, AreaID: w.Area, VenueID: w.Venue, Except: self}
	if d := cmp.Diff(want, read(w.Rival, a), cmp.AllowUnexported(kind{})); d != "" {
		t.Errorf("another group (-want +got):\n%s", d)
	}
	if d := cmp.Diff(want, read(w.Staff, a), cmp.AllowUnexported(kind{})); d != "" {
		t.Errorf("staff (-want +got):\n%s", d)
	}
	own := read(w.Group, a)
	if _, ok := own[draft]; !ok || len(own) != len(want)+1 {
		t.Errorf("the group itself sees %v, want its own draft too", own)
	}
	// A venue lies in an area.
	if got := read(w.Rival, planning.Audience{VenueID: w.Venue, Except: self}); len(got) != len(want)-1 || !got[shared].area {
		t.Errorf("at the venue: got %v, want all but what has only its people in common", got)
	}
	if got := read(w.Rival, planning.Audience{Except: self}); len(got) != 0 {
		t.Errorf("for nobody and nowhere: got %v", got)
	}
}

// told is activities with how many dates, and how many of those are named.
func told(all []planning.Clash) string {
	var lines []string
	for _, c := range all {
		lines = append(lines, fmt.Sprint(c.Title, " ", c.Dates, " ", len(c.Starts), " ", c.Starts[0].In(i18n.Oslo).Format("0201")))
	}
	return strings.Join(lines, ", ")
}

// daily is n dates from a day on.
func daily(n int, from, to string) (dates []planning.Span) {
	for i := range n {
		s := span(from, to)
		dates = append(dates, planning.Span{From: s.From.AddDate(0, 0, i), To: s.To.AddDate(0, 0, i)})
	}
	return dates
}

// Whatever the number of dates, each activity is told once, with how many of them it takes.
func TestManyClashes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for n := range 4 {
		d := w.Draft()
		d.Title, d.RRule = fmt.Sprint("Kafé ", n), "FREQ=DAILY;COUNT=21"
		w.Publish(t, d)
	}
	w.add(t, "2026-10-28 09:00", 60, func(d *activity.Draft) { d.Title = "Siste dag" })
	found, err := w.Clashes(t.Context(), w.Group, daily(21, "2026-10-08 18:00", "2026-10-08 20:00"), planning.Audience{VenueID: w.Venue})
	must(t, err)
	if got, want := told(found.Overlapping), "Kafé 0 21 3 0810, Kafé 1 21 3 0810, Kafé 2 21 3 0810, Kafé 3 21 3 0810"; got != want {
		t.Errorf("at the same time: got %s, want %s", got, want)
	}
	if got, want := told(found.SameDay), "Siste dag 1 1 2810"; got != want {
		t.Errorf("on the same day: got %s, want %s", got, want)
	}
	found, err = w.Clashes(t.Context(), w.Group, append(make([]planning.Span, planning.MostDates), daily(1, "2026-10-08 18:00", "2026-10-08 20:00")...), planning.Audience{VenueID: w.Venue})
	must(t, err)
	if len(found.Overlapping) != 0 {
		t.Errorf("more dates than the most count: %v", found)
	}
}

// What takes the same venue comes first, and what is left out is counted.
func TestClashesLeftOutAreCounted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for n := range 14 {
		w.add(t, "2026-10-20 17:00", 120, func(d *activity.Draft) { d.Title, d.VenueID, d.PlaceNote = fmt.Sprint("Ute ", n), 0, "Ute" })
	}
	w.add(t, "2026-10-20 19:59", 60, func(d *activity.Draft) { d.Title = "Her" })
	found, err := w.Clashes(t.Context(), w.Group, daily(1, "2026-10-20 18:00", "2026-10-20 20:00"), planning.Audience{TargetGroups: []int64{w.Seniors}, VenueID: w.Venue})
	must(t, err)
	if len(found.Overlapping) != 12 || found.Overlapping[0].Title != "Her" || found.MoreOverlapping != 3 || found.MoreSameDay != 0 {
		t.Errorf("got %s and %d more, want Her and eleven, and three more", told(found.Overlapping), found.MoreOverlapping)
	}
}

// Something without an end takes the minute that it begins in.
func TestMomentsClash(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(t, "2026-10-20 18:00", 0, nil)
	for at, overlaps := range map[planning.Span]bool{
		span("2026-10-20 18:00", "2026-10-20 18:00"): true, span("2026-10-20 17:00", "2026-10-20 19:00"): true, span("2026-10-20 18:01", "2026-10-20 19:00"): false,
	} {
		found, err := w.Clashes(t.Context(), w.Rival, []planning.Span{at}, planning.Audience{VenueID: w.Venue})
		must(t, err)
		if len(found.Overlapping) == 1 != overlaps || len(found.SameDay) == 1 == overlaps {
			t.Errorf("%v: got %v", at, found)
		}
	}
}

// Who moves one date meets the others of its series, and whoever changes the series meets none of them.
func TestOwnSeriesIsInTheWayOfOneDate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.Draft()
	d.RRule, d.VenueID, d.TargetGroups, d.PlaceNote = "FREQ=DAILY;COUNT=5", 0, nil, "Ute"
	id := w.World.Create(t, w.Group, d).ID // a draft, of nobody and nowhere
	dates := w.Dates(t, id)
	for name, tc := range map[string]struct {
		by            account.Actor
		a             planning.Audience
		clashes, free string
	}{
		"one date":                  {w.Group, planning.Audience{Except: id, ExceptDate: dates[0].ID}, "Strikkekafé 1 1 0910", "13"},
		"one date, for staff":       {w.Staff, planning.Audience{Except: id, ExceptDate: dates[0].ID}, "Strikkekafé 1 1 0910", "13"},
		"the series":                {w.Group, planning.Audience{Except: id}, "", "10"},
		"another group's":           {w.Rival, planning.Audience{}, "", "10"},
		"the date that it falls on": {w.Group, planning.Audience{Except: id, ExceptDate: dates[1].ID}, "", "13"},
	} {
		found, err := w.Clashes(t.Context(), tc.by, daily(1, "2026-10-09 18:00", "2026-10-09 20:00"), tc.a)
		must(t, err)
		if got := told(found.Overlapping); got != tc.clashes || got != "" && !found.Overlapping[0].Own {
			t.Errorf("%s: got %q, want %q", name, got, tc.clashes)
		}
		free, err := w.FreeDays(t.Context(), tc.by, span("2026-10-09 18:00", "2026-10-09 20:00"), tc.a, 1)
		must(t, err)
		if got := free[0].In(i18n.Oslo).Format("02"); got != tc.free {
			t.Errorf("%s: the first free day is %s, want %s", name, got, tc.free)
		}
	}
}

// A venue that is taken for days is taken on each of them; who comes and goes is not.
func TestVenueIsTakenOnAllDays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(t, "2026-10-10 10:00", 10*24*60, nil)
	at := span("2026-10-09 18:00", "2026-10-09 20:00")
	for name, tc := range map[string]struct {
		a     planning.Audience
		first string
	}{
		"at the venue":    {planning.Audience{VenueID: w.Venue}, "20"},
		"the same people": {planning.Audience{TargetGroups: []int64{w.Seniors}, AreaID: w.Area}, "10"},
	} {
		free, err := w.FreeDays(t.Context(), w.Rival, at, tc.a, 1)
		must(t, err)
		if got := free[0].In(i18n.Oslo).Format("02"); got != tc.first {
			t.Errorf("%s: the first free day is the %sth, want %sth", name, got, tc.first)
		}
	}
	found, err := w.Clashes(t.Context(), w.Rival, daily(12, "2026-10-09 18:00", "2026-10-09 20:00"), planning.Audience{VenueID: w.Venue})
	must(t, err)
	if got := told(found.Overlapping); got != "Strikkekafé 1 1 1010" {
		t.Errorf("got %q, want the one date once", got)
	}
}

// Public holidays are not offered, nor what would go on into one.
func TestHolidaysAreNotFree(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, tc := range map[string]struct {
		at   planning.Span
		want string
	}{
		"an evening": {span("2026-12-23 18:00", "2026-12-23 20:00"), "24 27 28"},
		"two days":   {span("2026-12-22 18:00", "2026-12-23 20:00"), "23 27 28"},
	} {
		free, err := w.FreeDays(t.Context(), w.Group, tc.at, planning.Audience{VenueID: w.Venue}, 3)
		must(t, err)
		var got []string
		for _, d := range free {
			got = append(got, d.In(i18n.Oslo).Format("02"))
		}
		if got := strings.Join(got, " "); got != tc.want {
			t.Errorf("%s: got %s, want %s", name, got, tc.want)
		}
	}
}

func (w world) entry(t *testing.T, kind planning.Kind, title string, s planning.Span, allDay bool) int64 {
	t.Helper()
	id, err := w.Service.Create(t.Context(), w.Staff, planning.Entry{Kind: kind, Title: title, StartsAt: s.From, EndsAt: s.To, AllDay: allDay})
	must(t, err)
	return id
}

func TestWhatTheCalendarSays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.entry(t, planning.SchoolHoliday, "Høstferie", span("2026-10-05 00:00", "2026-10-10 00:00"), true)
	w.entry(t, planning.Meeting, "Formannskapet", span("2026-10-08 09:00", "2026-10-08 12:00"), false)
	w.entry(t, planning.Meeting, "Kommunestyret", span("2026-10-15 17:00", "2026-10-15 21:00"), false)
	w.entry(t, planning.Other, "Dagen etter", span("2026-10-16 00:00", "2026-10-17 00:00"), true)
	w.ID(t, `insert into calendar_entry (municipality_id, kind, title, starts_at, ends_at, all_day, created_at, updated_at)
		values ($1, 'other', 'Naboens', '2026-10-08', '2026-10-09', true, now(), now()) returning id`, w.Stranger.MunicipalityID)
	found, err := w.Marked(t.Context(), w.Group, []planning.Span{span("2026-10-08 18:00", "2026-10-08 20:00"), span("2026-10-15 18:00", "2026-10-15 20:00")})
	must(t, err)
	var got []string
	for _, m := range found {
		got = append(got, fmt.Sprint(m.Title, " ", m.Overlaps, " ", m.Dates))
	}
	if d := cmp.Diff([]string{"Høstferie true 1", "Formannskapet false 1", "Kommunestyret true 1"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestFreeDays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	free := func(s planning.Span, a planning.Audience) string {
		t.Helper()
		days, err := w.FreeDays(t.Context(), w.Group, s, a, 4)
		must(t, err)
		var got []string
		for _, d := range days {
			got = append(got, d.In(i18n.Oslo).Format("0201 15:04"))
		}
		return strings.Join(got, ", ")
	}
	a := planning.Audience{TargetGroups: []int64{w.Seniors}, AreaID: w.Area, VenueID: w.Venue}
	at := span("2026-10-20 18:00", "2026-10-20 20:00")
	if got, want := free(at, a), "2110 18:00, 2210 18:00, 2310 18:00, 2410 18:00"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	w.add(t, "2026-10-21 19:00", 60, nil)                                                                                 // the same people there
	w.add(t, "2026-10-22 20:00", 60, nil)                                                                                 // begins when it ends
	w.add(t, "2026-10-23 19:00", 60, func(d *activity.Draft) { d.TargetGroups = []int64{w.Children} })                    // takes the venue
	w.add(t, "2026-10-24 19:00", 60, func(d *activity.Draft) { d.VenueID, d.PlaceNote = 0, "Ute" })                       // the same people, elsewhere
	w.entry(t, planning.Meeting, "Kommunestyret", span("2026-10-25 17:00", "2026-10-25 21:00"), false)                    // a meeting
	w.entry(t, planning.Meeting, "Formannskapet", span("2026-10-26 09:00", "2026-10-26 12:00"), false)                    // at another time
	w.entry(t, planning.SchoolHoliday, "Ferie", span("2026-10-27 00:00", "2026-10-28 00:00"), true)                       // a holiday
	w.status(t, w.add(t, "2026-10-28 18:00", 60, func(d *activity.Draft) { d.DatesShared = true }), "draft")              // planned by others
	w.ID(t, `update activity set cancelled_at = now() where id = $1 returning id`, w.add(t, "2026-10-29 18:00", 60, nil)) // is off
	w.add(t, "2026-10-30 00:00", 42*60+1, nil)                                                                            // runs into the day after too
	w.add(t, "2026-11-01 00:00", 42*60, nil)                                                                              // is over before that day's
	if got, want := free(at, a), "2210 18:00, 2410 18:00, 2610 18:00, 2910 18:00"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	// Nobody in particular: whatever happens in the area is in the way.
	if got, want := free(at, planning.Audience{AreaID: w.Area}), "2210 18:00, 2410 18:00, 2610 18:00, 2910 18:00"; got != want {
		t.Errorf("in the area: got %s, want %s", got, want)
	}
	if got, want := free(at, planning.Audience{}), "2210 18:00, 2610 18:00, 2910 18:00, 0211 18:00"; got != want {
		t.Errorf("anywhere: got %s, want %s", got, want)
	}
	// What is over is not offered, and the clock on the wall stays through the change of the hour.
	if got, want := free(span("2026-09-01 18:00", "2026-09-01 20:00"), a), "0810 18:00, 0910 18:00, 1010 18:00, 1110 18:00"; got != want {
		t.Errorf("from what is over: got %s, want %s", got, want)
	}
}

func TestMonth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(t, "2026-11-03 18:00", 60, nil)
	secret := w.status(t, w.add(t, "2026-11-03 19:00", 60, func(d *activity.Draft) { d.Title = "HEMMELIG" }), "draft")
	w.status(t, w.add(t, "2026-11-04 18:00", 60, func(d *activity.Draft) { d.Title, d.DatesShared = "Julemarked", true }), "draft")
	w.add(t, "2026-12-01 00:00", 60, nil)
	w.add(t, "2026-11-30 23:00", 60, func(d *activity.Draft) { d.TargetGroups, d.VenueID, d.PlaceNote = []int64{w.Children}, 0, "Ute" })
	w.entry(t, planning.SchoolHoliday, "Ferie", span("2026-10-30 00:00", "2026-11-03 00:00"), true)
	read := func(by account.Actor, p planning.MonthParams) map[string][]string {
		t.Helper()
		p.Year, p.Month = 2026, time.November
		days, err := w.Month(t.Context(), by, p)
		must(t, err)
		got := map[string][]string{}
		for _, d := range days {
			for _, e := range d.Entries {
				got[d.Date.Format("0201")] = append(got[d.Date.Format("0201")], e.Title)
			}
			for _, x := range d.Dates {
				got[d.Date.Format("0201")] = append(got[d.Date.Format("0201")], x.Title)
			}
		}
		return got
	}
	want := map[string][]string{"0111": {"Ferie"}, "0211": {"Ferie"}, "0311": {"Strikkekafé"}, "0411": {"Julemarked"}, "3011": {"Strikkekafé"}}
	if d := cmp.Diff(want, read(w.Rival, planning.MonthParams{})); d != "" {
		t.Errorf("another group (-want +got):\n%s", d)
	}
	if got := read(w.Group, planning.MonthParams{})["0311"]; len(got) != 2 {
		t.Errorf("the group sees %v of its day with draft %d", got, secret)
	}
	if got := read(w.Rival, planning.MonthParams{AreaID: w.Area, TargetGroupID: w.Seniors}); len(got["3011"]) != 0 || len(got["0311"]) != 1 {
		t.Errorf("narrowed: got %v", got)
	}
	if got := read(w.Stranger, planning.MonthParams{}); len(got) != 0 {
		t.Errorf("another municipality sees %v", got)
	}
	if _, err := w.Month(t.Context(), account.Resident(w.Group.MunicipalityID), planning.MonthParams{Year: 2026, Month: 11}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a resident: got %v", err)
	}
}

// On a full day what is only planned has a line, late as it is: it stands nowhere else.
func TestFullDayShowsWhatIsOnlyPlanned(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 9 {
		w.add(t, "2026-11-03 10:00", 60, nil)
	}
	w.status(t, w.add(t, "2026-11-03 21:00", 60, func(d *activity.Draft) { d.Title, d.DatesShared = "Julemarked", true }), "draft")
	days, err := w.Month(t.Context(), w.Rival, planning.MonthParams{Year: 2026, Month: time.November})
	must(t, err)
	day := days[2]
	if last := day.Dates[len(day.Dates)-1]; len(day.Dates) != 8 || last.Title != "Julemarked" || day.Count != 10 {
		t.Errorf("got %d dates of %d, the last %q, want 8 of 10 and what is planned among them, in order of time", len(day.Dates), day.Count, last.Title)
	}
}

func TestEntryIsChecked(t *testing.T) {
	t.Parallel()
	at := activitytest.At("2026-10-08 18:00")
	good := planning.Entry{Kind: planning.Meeting, Title: "Møte", StartsAt: at, EndsAt: at.Add(time.Hour)}
	must(t, good.Check())
	for field, change := range map[string]func(*planning.Entry){
		"tittel": func(e *planning.Entry) { e.Title = strings.Repeat("x", planning.MaxTitle+1) }, "slag": func(e *planning.Entry) { e.Kind = "x" },
		"fra_dato": func(e *planning.Entry) { e.StartsAt, e.EndsAt = time.Time{}, time.Time{} }, "til": func(e *planning.Entry) { e.EndsAt = at }, "til_dato": func(e *planning.Entry) { e.EndsAt = at.AddDate(0, 0, -1) },
	} {
		e := good
		change(&e)
		if f := fault.FieldsOf(e.Check()); len(f) != 1 || f[0].Name != field {
			t.Errorf("%s: got %v", field, f)
		}
	}
	good.EndsAt = at.AddDate(0, 0, planning.MaxDays)
	must(t, good.Check())
}

// The list is paged, what is over stands apart, and two cannot change the same unseen.
func TestEntries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for n := range 5 {
		day := fmt.Sprintf("2026-10-%02d", 10+n)
		w.entry(t, planning.Meeting, day, span(day+" 10:00", day+" 11:00"), false)
	}
	over := w.entry(t, planning.Meeting, "Over", span("2026-10-01 10:00", "2026-10-01 11:00"), false)
	var got []string
	for after, pages := "", 0; pages == 0 || after != ""; pages++ {
		p, err := w.Entries(t.Context(), w.Reader, planning.EntryParams{After: after, Limit: 2})
		must(t, err)
		for _, e := range p.Rows {
			got = append(got, e.Title)
		}
		after = p.Next
	}
	if d := cmp.Diff([]string{"2026-10-10", "2026-10-11", "2026-10-12", "2026-10-13", "2026-10-14"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	p, err := w.Entries(t.Context(), w.Reader, planning.EntryParams{Past: true})
	must(t, err)
	if len(p.Rows) != 1 || p.Rows[0].ID != over {
		t.Errorf("over: got %v", p.Rows)
	}
	e := p.Rows[0]
	e.Title = " Noe   annet "
	must(t, w.Service.Update(t.Context(), w.Staff, e))
	if err := w.Service.Update(t.Context(), w.Staff, e); !fault.Is(err, fault.Conflict) {
		t.Errorf("an old version: got %v", err)
	}
	if err := w.Remove(t.Context(), w.Staff, e.ID, 1); !fault.Is(err, fault.Conflict) {
		t.Errorf("removing an old version: got %v", err)
	}
	if now, err := w.Entry(t.Context(), w.Staff, e.ID); err != nil || now.Title != "Noe annet" {
		t.Errorf("got %v, %v", now, err)
	}
	must(t, w.Remove(t.Context(), w.Staff, e.ID, 2))
	if _, err := w.Entry(t.Context(), w.Staff, e.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("removed: got %v", err)
	}
}

// A date of several days stands on each of them, from the month before too, and gives way to what begins.
func TestMonthShowsEachDayOfADate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	long := func(d *activity.Draft) { d.Title = "Utstilling" }
	w.add(t, "2026-10-30 10:00", 4*24*60, long)                                          // until 10 on the third
	w.add(t, "2026-11-10 22:00", 8*60, func(d *activity.Draft) { d.Title = "Dans" })     // ends at six
	w.add(t, "2026-11-12 22:00", 8*60+1, func(d *activity.Draft) { d.Title = "Ferdig" }) // a minute later
	w.add(t, "2026-11-20 00:00", 48*60, func(d *activity.Draft) { d.Title, d.AllDay = "Messe", true })
	for range 8 {
		w.add(t, "2026-11-02 18:00", 60, func(d *activity.Draft) { d.Title = "Ny" })
	}
	days, err := w.Month(t.Context(), w.Rival, planning.MonthParams{Year: 2026, Month: time.November})
	must(t, err)
	got := map[string]string{}
	for _, d := range days {
		for _, x := range d.Dates {
			got[d.Date.Format("0201")] += x.Title + " "
		}
	}
	want := map[string]string{
		"0111": "Utstilling ", "0211": strings.Repeat("Ny ", 8), "0311": "Utstilling ", "1011": "Dans ", "1211": "Ferdig ", "1311": "Ferdig ", "2011": "Messe ", "2111": "Messe ",
	}
	if d := cmp.Diff(want, got); d != "" || days[1].Count != 9 {
		t.Errorf("the second counts %d (-want +got):\n%s", days[1].Count, d)
	}
}
