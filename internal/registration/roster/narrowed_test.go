package roster_test

// What is on a list, who is written to, and which dates come: each condition by itself.

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/internal/registration/signupform"
)

// set changes rows past the use cases.
func (w *world) set(t *testing.T, sql string, args ...any) {
	t.Helper()
	if _, err := w.Pool.Exec(t.Context(), sql, args...); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// rivalToo gives another group the same activity, with sign-up.
func (w *world) rivalToo(t *testing.T, places int) (activity, date int64) {
	t.Helper()
	saved := w.Create(t, w.Rival, w.Draft())
	_, err := w.Service.Submit(t.Context(), w.Staff, saved.ID, saved.Version)
	must(t, err)
	f := signupform.NewForm()
	f.Capacity, f.MaxParty = &places, 1
	must(t, w.SignUps.SaveForm(t.Context(), w.Rival, saved.ID, 0, f))
	return saved.ID, w.Dates(t, saved.ID)[0].ID
}

func names(rows []registration.Registration) string {
	var all []string
	for _, r := range rows {
		all = append(all, r.Name)
	}
	return strings.Join(all, ", ")
}

// The list is that of one date, narrowed by words wherever they stand, by status and by who came.
func TestListIsNarrowed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	date := w.Open(t, 3, nil)
	later := w.Dates(t, w.Activity)[1].ID
	ola, _ := w.Join(t, date, "Ola Nes", 1)
	kari := w.phones(t, date, "Kari Vik", 2)
	w.phones(t, date, "Eli Moe", 1) // waits
	w.Join(t, later, "Tuva Nes", 1)
	w.set(t, "update participant set name = 'Tuva Moe' where id = (select max(id) from participant where registration_id = $1)", kari)
	must(t, w.Rosters.SetAttendance(ctx, w.Group, ola.ID, 0, date, registration.Present))
	must(t, w.Rosters.SetAttendance(ctx, w.Group, kari, 0, date, registration.Absent))
	came := func(a registration.Attendance) *registration.Attendance { return &a }
	for name, tc := range map[string]struct {
		by   roster.ListParams
		want string
	}{
		"nothing":            {roster.ListParams{}, "Ola Nes, Kari Vik, Eli Moe"},
		"a name":             {roster.ListParams{Words: " nes "}, "Ola Nes"},
		"an address":         {roster.ListParams{Words: "NES@post"}, "Ola Nes"},
		"a number":           {roster.ListParams{Words: "60001234"}, "Kari Vik, Eli Moe"},
		"one of a party":     {roster.ListParams{Words: "tuva"}, "Kari Vik"},
		"nobody":             {roster.ListParams{Words: "ukjent"}, ""},
		"a sign in a search": {roster.ListParams{Words: "%"}, ""},
		"a status":           {roster.ListParams{Statuses: []registration.Status{registration.Waiting}}, "Eli Moe"},
		"two of them":        {roster.ListParams{Statuses: []registration.Status{registration.Waiting, registration.Confirmed}}, "Ola Nes, Kari Vik, Eli Moe"},
		"status and words":   {roster.ListParams{Statuses: []registration.Status{registration.Waiting}, Words: "vik"}, ""},
		"came":               {roster.ListParams{Attendance: came(registration.Present)}, "Ola Nes"},
		"did not come":       {roster.ListParams{Attendance: came(registration.Absent)}, "Kari Vik"},
		"nobody knows":       {roster.ListParams{Attendance: came(registration.Unknown)}, "Eli Moe"},
		"came, and words":    {roster.ListParams{Attendance: came(registration.Present), Words: "vik"}, ""},
		"came another day":   {roster.ListParams{Attendance: came(registration.Present), AttendanceAt: later}, ""},
	} {
		tc.by.ActivityID, tc.by.OccurrenceID = w.Activity, date
		list, err := w.Rosters.List(ctx, w.Group, tc.by)
		must(t, err)
		if got := names(list.Rows); got != tc.want {
			t.Errorf("%s: got %s, want %s", name, got, tc.want)
		}
		if len(list.Counts) != 2 || list.Counts[registration.Confirmed] != 3 || list.Counts[registration.Waiting] != 1 {
			t.Errorf("%s: got the counts %v, want 3 with a place and 1 that waits", name, list.Counts)
		}
		_, rows, err := w.Rosters.Export(ctx, w.Group, "nb", tc.by)
		must(t, err)
		exported := ""
		for row := range rows {
			if who := row[2].Text; !strings.HasSuffix(exported, who) {
				exported = strings.TrimPrefix(exported+", "+who, ", ")
			}
		}
		if exported != tc.want {
			t.Errorf("%s: got %s in the file, want %s", name, exported, tc.want)
		}
	}
}

// Those of a series are one list, and who came is asked of each of its dates.
func TestListOfASeriesShowsOneDate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 5, func(f *signupform.Form) { f.Scope = signupform.WholeSeries })
	in, _ := w.Join(t, 0, "Ola Nes", 1)
	dates := w.Dates(t, w.Activity)
	must(t, w.Rosters.SetAttendance(t.Context(), w.Group, in.ID, 0, dates[1].ID, registration.Present))
	for name, tc := range map[string]struct {
		date, at int64
		want     registration.Attendance
	}{
		"the first date":                {dates[0].ID, 0, registration.Unknown},
		"the second":                    {dates[1].ID, 0, registration.Present},
		"the first, looking at another": {dates[0].ID, dates[1].ID, registration.Present},
		"the series":                    {0, 0, registration.Unknown},
		"the series, looking at a date": {0, dates[1].ID, registration.Present},
	} {
		list, err := w.Rosters.List(t.Context(), w.Group, roster.ListParams{
			ActivityID: w.Activity, OccurrenceID: tc.date, AttendanceAt: tc.at, Attendance: &tc.want,
		})
		must(t, err)
		if len(list.Rows) != 1 {
			t.Errorf("%s: got %d who are %q, want 1", name, len(list.Rows), tc.want)
		}
	}
}

// A page has fifty, and all that a date can hold when that is asked for.
func TestListHasItsLength(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 200, nil)
	w.Join(t, date, "Ola Nes", 1)
	w.set(t, `insert into registration (municipality_id, activity_id, slot_id, number, status, holds, party_size, name, source)
		select municipality_id, activity_id, slot_id, number + n, status, holds, 1, 'Gjest ' || n, source from registration, generate_series(1, 109) n`)
	for limit, want := range map[int]int{0: 50, -1: 50, 1: 1, 100: 100, 20_000: 110, 20_001: 50} {
		list, err := w.Rosters.List(t.Context(), w.Group, roster.ListParams{ActivityID: w.Activity, OccurrenceID: date, Limit: limit})
		must(t, err)
		if len(list.Rows) != want || (list.Next != "") != (want < 110) || list.Prev != "" {
			t.Errorf("limit %d: got %d with %q before and %q after, want %d", limit, len(list.Rows), list.Prev, list.Next, want)
		}
	}
}

func TestMessageReaches(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	date := w.Open(t, 4, nil)
	later := w.Dates(t, w.Activity)[1].ID
	if n, err := w.Rosters.MessageTo(ctx, w.Group, w.Activity, date, nil, "Garn", "Ta med garn."); err != nil || n != 0 {
		t.Errorf("nobody has signed up: got %d, %v", n, err)
	}
	ids := map[string]int64{}
	for _, name := range []string{"Ola Nes", "Bo Dal", "Liv Aas"} {
		in, _ := w.Join(t, date, name, 1)
		ids[name] = in.ID
	}
	must(t, w.SignUps.Remove(ctx, w.Group, ids["Bo Dal"], true))
	ids["Kari Vik"] = w.phones(t, date, "Kari Vik", 2)
	eli, _ := w.Join(t, date, "Eli Moe", 1)
	w.WantStatus(t, eli.ID, registration.Waiting)
	nora, _ := w.Join(t, later, "Nora Li", 1)
	per, err := w.SignUps.SignUp(ctx, w.Resident, w.Wish(later, "Per Dahl", 1))
	must(t, err)
	w.set(t, "update registration set anonymised_at = $2 where id = $1", ids["Liv Aas"], w.Now)
	for name, tc := range map[string]struct {
		date int64
		ids  []int64
		want string
	}{
		"all":             {date, nil, "eli.moe@post.example ola.nes@post.example"},
		"an empty choice": {date, []int64{}, "eli.moe@post.example ola.nes@post.example"},
		"the next date":   {later, nil, "nora.li@post.example"},
		"one":             {date, []int64{eli.ID}, "eli.moe@post.example"},
		"who is off":      {date, []int64{ids["Bo Dal"]}, "bo.dal@post.example"},
		"no e-mail":       {date, []int64{ids["Kari Vik"]}, ""},
		"foreign":         {date, []int64{nora.ID}, ""},
		"not confirmed":   {later, []int64{per.ID}, ""},
		"forgotten":       {date, []int64{ids["Liv Aas"]}, ""},
		"a pair":          {date, []int64{ids["Ola Nes"], nora.ID}, "ola.nes@post.example"},
	} {
		subject := "Garn: " + name
		n, err := w.Rosters.MessageTo(ctx, w.Group, w.Activity, tc.date, tc.ids, "  Garn:   "+name, " Ta med garn. ")
		must(t, err)
		var got []string
		rows, err := w.Pool.Query(ctx, "select recipient from email where subject like $1 || '%' order by 1", subject)
		must(t, err)
		for rows.Next() {
			var to string
			must(t, rows.Scan(&to))
			got = append(got, to)
		}
		if strings.Join(got, " ") != tc.want || n != len(got) {
			t.Errorf("%s: got %d, to %v, want %q", name, n, got, tc.want)
		}
	}
}

func TestMessageHasBounds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 4, nil)
	w.Join(t, date, "Ola Nes", 1)
	long := strings.Repeat("ø", 3000)
	name := strings.Repeat("ø", 100)
	for what, tc := range map[string]struct{ subject, text, refused string }{
		"none":            {"Garn", "Ta med garn.", ""},
		"the longest":     {name, long, ""},
		"no subject":      {" \t", "Ta med garn.", "emne"},
		"too long a one":  {name + "ø", "Ta med garn.", "emne"},
		"no text":         {"Garn", " \n", "melding"},
		"too long a text": {"Garn", long + "ø", "melding"},
	} {
		before := len(mailtest.All(t, w.Pool, "ola.nes@post.example"))
		_, err := w.Rosters.MessageTo(t.Context(), w.Group, w.Activity, date, nil, tc.subject, tc.text)
		if (tc.refused == "") != (err == nil) || tc.refused != "" && !fault.FieldsOf(err).Has(tc.refused) {
			t.Errorf("%s: got %v, want %q refused", what, err, tc.refused)
		}
		if sent := len(mailtest.All(t, w.Pool, "ola.nes@post.example")) - before; sent != map[bool]int{true: 1}[err == nil] {
			t.Errorf("%s: %d are sent", what, sent)
		}
	}
}

func TestComingDates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 5, nil)
	_, theirs := w.rivalToo(t, 5)
	dates := w.Dates(t, w.Activity)
	coming := func(what string, want ...int64) {
		t.Helper()
		rows, err := w.Rosters.ComingDates(t.Context(), w.Group, 9)
		must(t, err)
		var got []int64
		for _, c := range rows {
			got = append(got, c.DateID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
	}
	coming("nobody has signed up", dates[0].ID)
	w.Join(t, dates[2].ID, "Ola Nes", 1)
	coming("for the third", dates[0].ID)
	w.Join(t, dates[1].ID, "Kari Vik", 1)
	coming("for the second too", dates[0].ID, dates[1].ID)
	if rows, err := w.Rosters.ComingDates(t.Context(), w.Group, 1); err != nil || len(rows) != 1 || rows[0].DateID != dates[0].ID || rows[0].Taken != 0 || rows[0].Title != "Strikkekafé" {
		t.Errorf("one of them: got %+v, %v", rows, err)
	}
	if rows, err := w.Rosters.ComingDates(t.Context(), w.Rival, 9); err != nil || len(rows) != 1 || rows[0].DateID != theirs || rows[0].Guest {
		t.Errorf("the other group: got %+v, %v, want its own", rows, err)
	}
	if rows, err := w.Rosters.ComingDates(t.Context(), w.Staff, 9); len(rows) != 0 {
		t.Errorf("staff: got %+v, %v, want none", rows, err)
	}
	for what, sql := range map[string]string{
		"not published": "status = 'draft'", "called off": "cancelled_at = '2026-10-07Z'", "signs up elsewhere": "signup_mode = 'none'",
	} {
		w.set(t, "update activity set "+sql+" where id = $1", w.Activity)
		coming(what)
		w.set(t, "update activity set status = 'published', cancelled_at = null, signup_mode = 'here' where id = $1", w.Activity)
	}
	w.set(t, "update occurrence set status = 'cancelled' where id = $1", dates[0].ID)
	coming("the first is cancelled", dates[1].ID, dates[2].ID)
	w.Now = dates[1].EndsAt.Add(-time.Second)
	coming("it is not over", dates[1].ID, dates[2].ID)
	w.Now = dates[1].EndsAt
	coming("it is over", dates[2].ID)
}

// A list that somebody was asked to keep stands with its next date, and for sixty days after the last.
func TestSubstituteLists(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.Open(t, 3, nil)
	theirs, _ := w.rivalToo(t, 3)
	iver := w.stranger(t)
	dates := w.Dates(t, w.Activity)
	must(t, w.Rosters.AddSubstitute(ctx, w.Group, w.Activity, "iver@koret.example"))
	must(t, w.Rosters.AddSubstitute(ctx, w.Group, w.Activity, w.Rival.Email))
	lists := func(what string, by account.Actor, want string) {
		t.Helper()
		all, err := w.Rosters.SubstituteLists(ctx, by)
		must(t, err)
		got := ""
		for _, l := range all {
			next := "-"
			if l.NextAt != nil {
				next = l.NextAt.UTC().Format("01-02")
			}
			got = strings.TrimSpace(fmt.Sprintf("%s %d:%s", got, l.ActivityID, next))
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", what, got, want)
		}
	}
	first, second := fmt.Sprintf("%d:10-08", w.Activity), fmt.Sprintf("%d:10-15", w.Activity)
	lists("asked", iver, first)
	lists("another who is asked", w.Rival, first)
	lists("the organiser", w.Group, "")
	lists("a visitor", w.Resident, "")
	staff := iver
	staff.Door = account.StaffDoor
	lists("in the staff's part", staff, "")
	own := iver
	own.OrganisationID = w.Group.OrganisationID
	lists("has come into the organisation", own, "")
	w.set(t, "insert into activity_co_organiser (activity_id, organisation_id) values ($1, $2), ($3, $4)", w.Activity, iver.OrganisationID, theirs, w.Group.OrganisationID)
	lists("has come to share the activity", iver, "")
	w.set(t, "delete from activity_co_organiser")
	w.set(t, "update activity set status = 'draft' where id = $1", w.Activity)
	lists("not published", iver, "")
	w.set(t, "update activity set status = 'published' where id = $1", w.Activity)
	w.set(t, "update occurrence set status = 'cancelled' where id = $1", dates[0].ID)
	lists("the first is cancelled", iver, second)
	w.set(t, "update occurrence set status = 'planned' where id = $1", dates[0].ID)
	w.Now = dates[0].EndsAt.Add(-time.Second)
	lists("the first takes place", iver, first)
	w.Now = dates[0].EndsAt
	lists("the first is over", iver, second)
	last := dates[len(dates)-1].EndsAt
	w.Now = last.AddDate(0, 0, 60).Add(-time.Second)
	lists("the last is sixty days ago", iver, fmt.Sprintf("%d:-", w.Activity))
	w.Now = last.AddDate(0, 0, 60)
	lists("longer ago", iver, "")
}
