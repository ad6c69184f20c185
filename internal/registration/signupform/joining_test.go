package signupform_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/jobs/jobstest"
	"frivilligsentral/internal/registration/registrationtest"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/internal/search"
)

// told is a world whose search hears of sign-up, and the jobs that tell it.
type told struct {
	*registrationtest.World
	t       *testing.T
	workers *river.Workers
}

func newTold(t *testing.T) told {
	w := told{registrationtest.New(t), t, river.NewWorkers()}
	w.Forms.AddWorkers(w.workers)
	if _, err := w.Pool.Exec(t.Context(), "update municipality set signup_unproved_percent = 100"); err != nil {
		t.Fatal(err)
	}
	return w
}

// turned is how many times search was to be told since last asked; it is told now.
func (w told) turned() int {
	w.t.Helper()
	if _, err := w.Pool.Exec(w.t.Context(), "delete from river_job where kind <> 'signup.turned' or state = 'completed'"); err != nil {
		w.t.Fatal(err)
	}
	return len(jobstest.Work(w.t, w.Pool, w.workers))
}

// clock lets the minutes' job run at a moment.
func (w told) clock(at time.Time) {
	w.t.Helper()
	w.Now = at
	if err := w.Forms.Turns(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// with are the dates that a resident finds by how one joins.
func (w told) with(ways ...search.Joining) []string {
	w.t.Helper()
	page, err := w.Lists.PublicList(w.t.Context(), listing.Params{
		Filter: search.Filter{Municipality: w.Group.MunicipalityID, Joining: ways}, From: w.Now, Limit: 100,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	var all []string
	for _, c := range page.Cards {
		all = append(all, c.StartsAt.Format("2.1."))
	}
	return all
}

func (w told) want(when string, turned int, free, waiting bool) {
	w.t.Helper()
	if got := w.turned(); got != turned {
		w.t.Errorf("%s: search was told %d times, want %d", when, got, turned)
	}
	w.wantFound(when, free, waiting)
}

// wantFound looks for the first date.
func (w told) wantFound(when string, free, waiting bool) {
	w.t.Helper()
	first := w.Dates(w.t, w.Activity)[0].StartsAt.Format("2.1.")
	for _, c := range []struct {
		way  search.Joining
		want bool
	}{{search.Places, free}, {search.WaitingList, waiting}} {
		got := w.with(c.way)
		if found := len(got) > 0 && got[0] == first; found != c.want {
			w.t.Errorf("%s: joining %d finds %v, and the first date %s is to be among them: %v", when, c.way, got, first, c.want)
		}
	}
}

func (w told) signUp(date int64, name string) string {
	w.t.Helper()
	in, err := w.SignUps.SignUp(w.t.Context(), w.Resident, w.Wish(date, name, 1))
	if err != nil {
		w.t.Fatal(err)
	}
	return in.Token
}

// Search is told when a date turns from free to full and back, and at no sign-up in between.
func TestSearchKnowsWhichDatesHavePlaces(t *testing.T) {
	t.Parallel()
	w := newTold(t)
	w.want("before there is a form", 0, false, false)
	date := w.Open(t, 3, func(f *signupform.Form) { one := 1; f.WaitingCapacity = &one })
	w.want("a form", 1, true, false)
	a := w.signUp(date, "A")
	w.signUp(date, "B")
	w.want("two of three places", 0, true, false)
	w.signUp(date, "C")
	w.want("full", 1, false, true)
	d := w.signUp(date, "D")
	w.want("the waiting list is full too", 1, false, false)
	if _, err := w.SignUps.CancelByToken(t.Context(), w.Resident, d); err != nil {
		t.Fatal(err)
	}
	w.want("the waiting list is open again", 1, false, true)
	if _, err := w.SignUps.CancelByToken(t.Context(), w.Resident, a); err != nil {
		t.Fatal(err)
	}
	w.want("a place is free again", 1, true, false)
	if err := w.Forms.CloseSignUp(t.Context(), w.Group, w.Activity, date, true); err != nil {
		t.Fatal(err)
	}
	w.want("closed by hand", 1, false, false)
	if err := w.Forms.CloseSignUp(t.Context(), w.Group, w.Activity, date, false); err != nil {
		t.Fatal(err)
	}
	w.want("opened by hand", 1, true, false)
}

// Sign-up opens and ends by the clock: search is told within the minute.
func TestSearchKnowsWhenSignUpOpensAndEnds(t *testing.T) {
	t.Parallel()
	w := newTold(t)
	opens := activitytest.At("2026-10-07 12:00")
	w.Open(t, 3, func(f *signupform.Form) { f.OpensAt, f.ClosesHours = &opens, 24 })
	w.want("not open yet", 1, false, false)
	w.clock(opens.Add(-time.Minute))
	w.wantFound("a minute before", false, false)
	w.clock(opens)
	w.wantFound("it opens", true, false)
	deadline := w.Dates(t, w.Activity)[0].StartsAt.AddDate(0, 0, -1)
	w.clock(deadline.Add(-time.Minute))
	w.wantFound("a minute before the deadline", true, false)
	w.clock(deadline)
	w.wantFound("the deadline", false, false)
}

// What changes about the dates changes what search says of their places.
func TestSearchKnowsOfOtherDates(t *testing.T) {
	t.Parallel()
	w := newTold(t)
	date := w.Open(t, 3, nil)
	w.want("a form", 1, true, false)
	if err := w.Service.CancelOccurrence(t.Context(), w.Group, activity.DateRef{ActivityID: w.Activity, OccurrenceID: date, Sequence: -1}, "Sykdom"); err != nil {
		t.Fatal(err)
	}
	w.wantFound("called off", false, false)
	if err := w.Service.RestoreOccurrence(t.Context(), w.Group, activity.DateRef{ActivityID: w.Activity, OccurrenceID: date, Sequence: -1}); err != nil {
		t.Fatal(err)
	}
	w.clock(w.Now.Add(time.Minute))
	w.wantFound("restored", true, false)
}

// A whole series has places on all its dates or on none.
func TestSearchKnowsOfASeries(t *testing.T) {
	t.Parallel()
	w := newTold(t)
	w.Open(t, 1, func(f *signupform.Form) { f.Scope, f.JoinUnderway = signupform.WholeSeries, true })
	w.turned()
	if got, want := len(w.with(search.Places)), len(w.Dates(t, w.Activity)); got != min(want, 100) {
		t.Errorf("%d dates have places, want %d", got, want)
	}
	w.signUp(0, "A")
	if n := w.turned(); n != 1 {
		t.Errorf("search was told %d times, want once", n)
	}
	if got := w.with(search.Places); len(got) != 0 {
		t.Errorf("the series is full, and %d dates have places", len(got))
	}
}

// Where all wait for the first in the queue, the places left are for nobody else.
func TestSearchKnowsThatAllWaitForTheFirst(t *testing.T) {
	t.Parallel()
	w := newTold(t)
	date := w.Open(t, 3, func(f *signupform.Form) { f.Groups = signupform.WaitForGroups })
	w.Join(t, date, "A", 2)
	w.turned()
	w.wantFound("one place left", true, false)
	b, _ := w.Join(t, date, "B", 2)
	w.turned()
	w.wantFound("two wait for it", false, true)
	if _, err := w.SignUps.SignUp(t.Context(), w.Resident, w.Wish(date, "C", 2)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.SignUps.CancelByToken(t.Context(), w.Resident, b.Token); err != nil {
		t.Fatal(err)
	}
	w.turned()
	w.wantFound("who was answered for has left, and another waits who is not", true, false)
}

// One activity that cannot be read holds up no other, and comes again later.
func TestTurnsPassByWhatFails(t *testing.T) {
	t.Parallel()
	w := newTold(t)
	opens := activitytest.At("2026-10-07 12:00")
	w.Open(t, 3, func(f *signupform.Form) { f.OpensAt = &opens })
	w.turned()
	bad := w.Publish(t, w.Draft())
	exec := func(sql string, args ...any) {
		t.Helper()
		if _, err := w.Pool.Exec(t.Context(), sql, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec("insert into signup_form (activity_id, municipality_id, settings, scope) values ($1, $2, '{\"capacity\": \"x\"}', 'date')", bad, w.Group.MunicipalityID)
	exec("update activity set signup_mode = 'here' where id = $1", bad)
	exec("insert into signup_turn values ($1, $2, '-infinity') on conflict (activity_id) do update set at = '-infinity'", bad, w.Group.MunicipalityID)
	w.Now = opens
	if err := w.Forms.Turns(t.Context()); err == nil {
		t.Error("what failed is passed over in silence")
	}
	w.wantFound("the other one opens", true, false)
	if err := w.Forms.Turns(t.Context()); err != nil {
		t.Errorf("tried again at once: %v", err)
	}
}

// However many sign up at once, what is written for search is written when it turns.
func TestARushTellsSearchOnce(t *testing.T) {
	t.Parallel()
	w := newTold(t)
	date := w.Open(t, 20, func(f *signupform.Form) { n := 100; f.WaitingCapacity = &n })
	w.turned()
	var all sync.WaitGroup
	for i := range 60 {
		all.Go(func() {
			if _, err := w.SignUps.SignUp(t.Context(), w.Resident, w.Wish(date, fmt.Sprintf("Gjest %d", i), 1)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	w.want("60 for 20 places", 1, false, true)
}

// The database sees the end of the waiting list where the rules do, also of one that nobody has
// given a size.
func TestTheDatabaseKnowsTheSizeOfTheWaitingList(t *testing.T) {
	t.Parallel()
	w := newTold(t)
	date := w.Open(t, 3, nil)
	w.signUp(date, "A")
	set := func(capacity *int, waiting int) {
		t.Helper()
		if _, err := w.Pool.Exec(t.Context(), "update signup_slot set capacity = $1, waiting = $2", capacity, waiting); err != nil {
			t.Fatal(err)
		}
	}
	one, ten, hundred, most := 1, 10, 100, signupform.MaxPlaces
	for _, capacity := range []*int{nil, &one, &ten, &hundred, &most} {
		bound := signupform.Slot{Capacity: capacity}.QueueBound()
		set(capacity, bound-2)
		w.forget()
		for waiting, turns := range map[int]int{bound - 1: 0, bound: 1} {
			set(capacity, bound-2)
			w.forget()
			set(capacity, waiting)
			if got := w.forget(); got != turns {
				t.Errorf("a list of %d with %d on it: search is told %d times, want %d", bound, waiting, got, turns)
			}
		}
	}
}

// forget is how many times search was to be told, without telling it.
func (w told) forget() int {
	w.t.Helper()
	tag, err := w.Pool.Exec(w.t.Context(), "delete from river_job where kind = 'signup.turned'")
	if err != nil {
		w.t.Fatal(err)
	}
	return int(tag.RowsAffected())
}
