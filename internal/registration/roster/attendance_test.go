package roster_test

// Ticks: each is for one date, and only what changes is in the log.

import (
	"testing"

	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
)

func TestTickIsForItsDate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 5, func(f *signupform.Form) { f.Scope = signupform.WholeSeries })
	in, _ := w.Join(t, 0, "Ola Nes", 1)
	dates := w.Dates(t, w.Activity)
	for n, step := range []struct {
		date  int64
		state registration.Attendance
		ticks int64 // that are stored afterwards
		lines int64 // in the log
	}{
		{dates[0].ID, registration.Present, 1, 1},
		{dates[1].ID, registration.Present, 2, 2},
		{dates[1].ID, registration.Present, 2, 2}, // says what was said
		{dates[2].ID, registration.Unknown, 2, 2}, // nothing to take back
		{dates[1].ID, registration.Unknown, 1, 3},
	} {
		must(t, w.Rosters.SetAttendance(t.Context(), w.Group, in.ID, 0, step.date, step.state))
		ticks := w.ID(t, "select count(*) from attendance")
		lines := w.ID(t, "select count(*) from audit_event where action = 'registration.attend'")
		if ticks != step.ticks || lines != step.lines {
			t.Errorf("step %d: got %d ticks and %d lines, want %d and %d", n, ticks, lines, step.ticks, step.lines)
		}
	}
	if got := w.ID(t, "select occurrence_id from attendance"); got != dates[0].ID {
		t.Errorf("the tick that is left is of another date")
	}
}

// The rest are ticked off for the date that was asked for, of its own activity.
func TestRestIsOfItsDate(t *testing.T) {
	t.Parallel()
	for name, scope := range map[string]signupform.Scope{"a date": signupform.OneDate, "a series": signupform.WholeSeries} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.Open(t, 9, func(f *signupform.Form) { f.Scope = scope })
			dates := w.Dates(t, w.Activity)
			other, theirs := w.rivalToo(t, 3)
			if scope == signupform.WholeSeries {
				w.Join(t, 0, "Ola Nes", 2)
			} else {
				w.Join(t, dates[0].ID, "Ola Nes", 2)
				w.Join(t, dates[1].ID, "Kari Vik", 1)
			}
			for _, step := range []struct {
				date int64
				want int
			}{{dates[0].ID, 2}, {dates[0].ID, 0}, {theirs, 0}} {
				if n, err := w.Rosters.AttendRest(t.Context(), w.Group, w.Activity, step.date); err != nil || n != step.want {
					t.Errorf("got %d, %v, want %d", n, err, step.want)
				}
			}
			if n, err := w.Rosters.AttendRest(t.Context(), w.Rival, other, dates[0].ID); err != nil || n != 0 {
				t.Errorf("another group's: got %d, %v", n, err)
			}
			if n := w.ID(t, "select count(*) from attendance where occurrence_id <> $1", dates[0].ID); n != 0 {
				t.Errorf("%d are ticked off for other dates", n)
			}
			if n := w.ID(t, "select count(*) from audit_event where action = 'registration.attend_rest'"); n != 1 {
				t.Errorf("the log has %d lines, want one", n)
			}
		})
	}
}
