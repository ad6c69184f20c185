package registration_test

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"

	"github.com/jackc/pgx/v5"
	"pgregory.net/rapid"
)

func init() {
	_ = flag.Set("rapid.checks", "15") // each check is a sequence against a real database; the command line overrides it
}

// row is what is stored of one sign-up.
type row struct {
	ID        int64
	Number    int
	Status    registration.Status
	Holds     registration.Holds
	PartySize int
	Proved    bool
}

// state reads a date's counters and sign-ups.
func (w *world) state(ctx context.Context, date int64) (capacity *int, taken, waiting int, rows []row, err error) {
	err = w.Pool.QueryRow(ctx, "select capacity, taken, waiting from signup_slot where occurrence_id = $1", date).Scan(&capacity, &taken, &waiting)
	if err != nil {
		return nil, 0, 0, nil, err
	}
	found, err := w.Pool.Query(ctx, `select r.id, r.number, r.status, r.holds, r.party_size, r.status <> 'unconfirmed' or r.confirmed_at is not null from registration r
		join signup_slot s on s.id = r.slot_id where s.occurrence_id = $1 order by r.number`, date)
	if err != nil {
		return nil, 0, 0, nil, err
	}
	rows, err = pgx.CollectRows(found, pgx.RowToStructByPos[row])
	return capacity, taken, waiting, rows, err
}

// broken says which rule the state breaks, "" when none. Percent is what those may
// hold whom nobody has answered for, if they did not hold more when there were more
// places; below 100 whoever is answered for first is first.
func (w *world) broken(ctx context.Context, date int64, policy signupform.GroupPolicy, percent int, before ...int) string {
	capacity, taken, waiting, rows, err := w.state(ctx, date)
	if err != nil {
		return err.Error()
	}
	in, queued, unproved, most := 0, 0, 0, signupform.Settings{UnprovedPercent: percent}.Unproved(signupform.Slot{Capacity: capacity})
	var queue []signupform.Waiter
	for _, r := range rows {
		switch r.Holds {
		case registration.HoldsPlace:
			in += r.PartySize
			if !r.Proved {
				unproved += r.PartySize
			}
			for _, q := range queue {
				if percent == 100 && r.PartySize >= q.Size {
					return fmt.Sprintf("%d (of %d) passed %d (of %d)", r.ID, r.PartySize, q.ID, q.Size)
				}
			}
		case registration.HoldsQueue:
			queued += r.PartySize
			queue = append(queue, signupform.Waiter{ID: r.ID, Size: r.PartySize, Proved: r.Proved})
		}
	}
	switch {
	case in != taken || queued != waiting:
		return fmt.Sprintf("counters say %d in, %d waiting; the rows say %d and %d", taken, waiting, in, queued)
	case taken > *capacity:
		return fmt.Sprintf("%d in for %d places", taken, *capacity)
	case unproved > max(most, slices.Max(append(before, 0))):
		return fmt.Sprintf("%d unproved hold a place, and %d may", unproved, most)
	case signupform.NextInQueue(queue, *capacity-taken, true, most-unproved, policy) >= 0:
		return fmt.Sprintf("%d places are free for a queue of %v", *capacity-taken, queue)
	}
	return ""
}

// Where all wait for the first, whoever comes later does not pass those who have not
// confirmed yet either; she gets her place when she confirms.
func TestNobodyPassesWhoeverHasNotConfirmedYet(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.unproved(t, 100)
	date := w.Open(t, 4, func(f *signupform.Form) { f.Groups, f.MaxParty = signupform.WaitForGroups, 3 })
	var last registration.SignedUp
	for i, party := range []int{3, 3, 1} {
		var err error
		last, err = w.SignUps.SignUp(t.Context(), w.Resident, w.Wish(date, fmt.Sprintf("Gjest %d", i), party))
		must(t, err)
	}
	holds := func() (all []registration.Holds) {
		_, _, _, rows, err := w.state(t.Context(), date)
		must(t, err)
		for _, r := range rows {
			all = append(all, r.Holds)
		}
		return all
	}
	place, queue := registration.HoldsPlace, registration.HoldsQueue
	if got, want := holds(), []registration.Holds{place, queue, queue}; !slices.Equal(got, want) {
		t.Errorf("before she confirms: got %v, want %v", got, want)
	}
	_, err := w.SignUps.ConfirmByToken(t.Context(), w.Resident, last.Token)
	must(t, err)
	if got, want := holds(), []registration.Holds{place, queue, place}; !slices.Equal(got, want) {
		t.Errorf("once she has confirmed: got %v, want %v", got, want)
	}
}

// An address that has signed up as often as it may is answered as it was before, also where
// nobody passes those who wait: the answer tells nothing of what it has.
func TestOneTooManyIsAnsweredAlike(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.unproved(t, 100)
	date := w.Open(t, 4, func(f *signupform.Form) { f.Groups, f.MaxParty = signupform.WaitForGroups, 3 })
	for i, party := range []int{3, 3} {
		_, err := w.SignUps.SignUp(t.Context(), w.Resident, w.Wish(date, fmt.Sprintf("Gjest %d", i), party))
		must(t, err)
	}
	var answers []string
	for i := range 5 {
		wish := w.Wish(date, fmt.Sprintf("Ola %d", i), 1)
		wish.Email = "ola@post.example"
		in, err := w.SignUps.SignUp(t.Context(), w.Resident, wish)
		must(t, err)
		answers = append(answers, fmt.Sprint(in.Holds, in.Room, in.Status))
	}
	if got := slices.Compact(answers); len(got) != 1 || got[0] != fmt.Sprint(registration.HoldsQueue, true, registration.Unconfirmed) {
		t.Errorf("got the answers %v, want all as the first: no place held, though there is one", answers)
	}
	if text := mailtest.Last(t, w.Pool, "ola@post.example").TextBody; !strings.Contains(text, "holder ikke av plass") {
		t.Errorf("the letter says nothing of that no place is held:\n%s", text)
	}
}

func TestTwoHundredForFiftyPlaces(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.unproved(t, 100)
	date := w.Open(t, 50, func(f *signupform.Form) { f.WaitingCapacity = number(200) })
	all := make([]registration.SignedUp, 200)
	var wait sync.WaitGroup
	for i := range all {
		wait.Go(func() {
			var err error
			all[i], err = w.SignUps.SignUp(t.Context(), w.Resident, w.Wish(date, fmt.Sprintf("Gjest %d", i), 1))
			if err != nil {
				t.Errorf("guest %d: %v", i, err)
			}
		})
	}
	wait.Wait()
	_, _, _, rows, err := w.state(t.Context(), date)
	must(t, err)
	seen := map[int64]bool{}
	for i, r := range rows {
		seen[r.ID] = true
		if want := i < 50; (r.Holds == registration.HoldsPlace) != want || r.Number != i+1 {
			t.Errorf("number %d holds %s, place wanted %v", r.Number, r.Holds, want)
		}
	}
	for _, in := range all {
		if !seen[in.ID] {
			t.Errorf("%d is lost", in.ID)
		}
	}
	if len(seen) != 200 {
		t.Errorf("got %d sign-ups, want 200", len(seen))
	}
	if why := w.broken(t.Context(), date, signupform.SkipGroups, 100); why != "" {
		t.Error(why)
	}
}

func TestRushWithCancellations(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.unproved(t, 100)
	date := w.Open(t, 30, func(f *signupform.Form) { f.WaitingCapacity = number(400) })
	var early []registration.SignedUp
	for i := range 30 {
		in, err := w.SignUps.SignUp(t.Context(), w.Resident, w.Wish(date, fmt.Sprintf("Tidlig %d", i), 1))
		must(t, err)
		early = append(early, in)
	}
	var wait sync.WaitGroup
	for i := range 120 {
		wait.Go(func() {
			if _, err := w.SignUps.SignUp(t.Context(), w.Resident, w.Wish(date, fmt.Sprintf("Gjest %d", i), 1+i%3)); err != nil {
				t.Errorf("guest %d: %v", i, err)
			}
		})
	}
	for _, in := range early {
		wait.Go(func() {
			if _, err := w.SignUps.CancelByToken(t.Context(), w.Resident, in.Token); err != nil {
				t.Errorf("cancel %d: %v", in.ID, err)
			}
		})
	}
	wait.Wait()
	_, _, _, rows, err := w.state(t.Context(), date)
	must(t, err)
	if len(rows) != 150 {
		t.Errorf("got %d sign-ups, want 150", len(rows))
	}
	if why := w.broken(t.Context(), date, signupform.SkipGroups, 100); why != "" {
		t.Error(why)
	}
}

// After any sequence of what people, organisers and the clock do, places are not
// exceeded, the order holds and nobody vanishes.
func TestWaitingListProperties(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		policy  signupform.GroupPolicy
		percent int
	}{{signupform.SkipGroups, 100}, {signupform.WaitForGroups, 100}, {signupform.SkipGroups, 50}, {signupform.WaitForGroups, 50}} {
		policy := tc.policy
		t.Run(fmt.Sprint(policy, tc.percent), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.unproved(t, tc.percent)
			date := w.Open(t, 6, func(f *signupform.Form) { f.Groups, f.MaxParty, f.WaitingCapacity = policy, 3, number(2000) })
			dates := w.Dates(t, w.Activity)
			date = dates[len(dates)-1].ID // far enough away for every offer
			rapid.Check(t, func(rt *rapid.T) {
				m := &machine{w: w, date: date, policy: policy, percent: tc.percent, ctx: t.Context(), tokens: map[int64]string{}}
				m.reset(rt)
				rt.Repeat(map[string]func(*rapid.T){
					"sign up": m.signUp, "confirm": m.onAny(w.SignUps.ConfirmByToken), "cancel": m.onAny(w.SignUps.CancelByToken),
					"accept": m.onAny(w.SignUps.AcceptByToken), "decline": m.onAny(w.SignUps.DeclineByToken),
					"time passes": m.wait, "capacity": m.capacity, "": m.check,
				})
			})
		})
	}
}

type machine struct {
	w       *world
	date    int64
	policy  signupform.GroupPolicy
	percent int
	ctx     context.Context
	ids     []int64
	tokens  map[int64]string
	n       int
	before  int // unproved when there may have been more places
}

func (m *machine) reset(rt *rapid.T) {
	m.w.Now = activitytest.Now
	if _, err := m.w.Pool.Exec(m.ctx, "delete from signup_slot where occurrence_id = $1", m.date); err != nil {
		rt.Fatal(err)
	}
	six := 6
	if err := m.w.SignUps.SetCapacity(m.ctx, m.w.Group, m.w.Activity, m.date, &six); err != nil {
		rt.Fatal(err)
	}
}

func (m *machine) signUp(rt *rapid.T) {
	m.n++
	wish := m.w.Wish(m.date, fmt.Sprintf("Gjest %d", m.n), rapid.IntRange(1, 3).Draw(rt, "party"))
	in, err := m.w.SignUps.SignUp(m.ctx, m.w.Resident, wish)
	if err != nil {
		rt.Fatal(err)
	}
	m.ids = append(m.ids, in.ID)
	m.tokens[in.ID] = in.Token
}

func (m *machine) onAny(do tokenUse) func(*rapid.T) {
	return func(rt *rapid.T) {
		if len(m.ids) == 0 {
			return
		}
		id := rapid.SampledFrom(m.ids).Draw(rt, "id")
		_, err := do(m.ctx, m.w.Resident, m.tokens[id])
		if err != nil && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.NotFound) {
			rt.Fatalf("%d: %v", id, err)
		}
	}
}

func (m *machine) wait(rt *rapid.T) {
	m.w.Now = m.w.Now.Add(time.Duration(rapid.SampledFrom([]int{5, 30, 600, 1440}).Draw(rt, "minutes")) * time.Minute)
	if m.w.Now.After(activitytest.At("2026-12-01 12:00")) {
		m.w.Now = activitytest.At("2026-12-01 12:00")
	}
	if err := m.w.SignUps.Sweep(m.ctx); err != nil {
		rt.Fatal(err)
	}
}

// unprovedNow is how many hold a place whom nobody has answered for.
func (m *machine) unprovedNow(rt *rapid.T) int {
	_, _, _, rows, err := m.w.state(m.ctx, m.date)
	if err != nil {
		rt.Fatal(err)
	}
	n := 0
	for _, r := range rows {
		if r.Holds == registration.HoldsPlace && !r.Proved {
			n += r.PartySize
		}
	}
	return n
}

func (m *machine) capacity(rt *rapid.T) {
	n := rapid.IntRange(1, 9).Draw(rt, "places")
	m.before = m.unprovedNow(rt)
	err := m.w.SignUps.SetCapacity(m.ctx, m.w.Group, m.w.Activity, m.date, &n)
	if err != nil && !fault.FieldsOf(err).Has("plasser") {
		rt.Fatal(err)
	}
}

func (m *machine) check(rt *rapid.T) {
	defer func() { m.before = min(m.before, m.unprovedNow(rt)) }()
	if why := m.w.broken(m.ctx, m.date, m.policy, m.percent, m.before); why != "" {
		rt.Fatal(why)
	}
	_, _, _, rows, err := m.w.state(m.ctx, m.date)
	if err != nil {
		rt.Fatal(err)
	}
	there := map[int64]bool{}
	for _, r := range rows {
		there[r.ID] = true
	}
	for _, id := range m.ids {
		if there[id] {
			continue
		}
		var released int
		if err := m.w.Pool.QueryRow(m.ctx, "select count(*) from audit_event where action = 'registration.release' and object_id = $1", id).Scan(&released); err != nil {
			rt.Fatal(err)
		}
		if released != 1 {
			rt.Fatalf("%d has vanished", id)
		}
	}
}
