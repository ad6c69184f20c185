package registration_test

// What nobody has answered for holds little, whoever causes it and however fast.

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
)

// atOnce sends many wishes at the same time, and counts those that were refused as conflicts.
func (w *world) atOnce(t *testing.T, n int, wish func(i int) registration.Wish) (all []registration.SignedUp, refused int) {
	t.Helper()
	all = make([]registration.SignedUp, n)
	errs := make([]error, n)
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() { all[i], errs[i] = w.SignUps.SignUp(t.Context(), w.Resident, wish(i)) })
	}
	wait.Wait()
	for i, err := range errs {
		if fault.Is(err, fault.Conflict) {
			refused++
		} else if err != nil {
			t.Errorf("wish %d: %v", i, err)
		}
	}
	return all, refused
}

func (w *world) stored(t *testing.T) int {
	t.Helper()
	return int(w.ID(t, "select count(*) from registration"))
}

// hold lets a party that nobody has answered for hold so many places.
func (w *world) hold(t *testing.T, date int64, party int) {
	t.Helper()
	in, err := w.SignUps.SignUp(t.Context(), w.Resident, w.Wish(date, "Lag Nes", party))
	must(t, err)
	if in.Holds != registration.HoldsPlace {
		t.Fatalf("got %+v, want places held", in)
	}
}

// phoned is a wish with a number only.
func (w *world) phoned(date int64, name, number string) registration.Wish {
	wish := w.Wish(date, name, 1)
	wish.Email, wish.Phone = "", number
	return wish
}

// Two hundred at once hold half of the places until they confirm; the rest get
// one in the order in which they confirm.
func TestUnprovedHoldAShareOfTheDate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 51, func(f *signupform.Form) { f.WaitingCapacity = number(0) }) // no waiting list is no hindrance
	all, refused := w.atOnce(t, 120, func(i int) registration.Wish { return w.Wish(date, fmt.Sprintf("Gjest %d", i), 1) })
	if refused != 0 {
		t.Errorf("%d were refused, want none", refused)
	}
	held := 0
	for _, in := range all {
		if in.Holds == registration.HoldsPlace {
			held++
		} else if !in.Room {
			t.Errorf("got %+v, want it told that there are places", in)
		}
	}
	if held != 26 {
		t.Errorf("%d hold a place, want half of 51", held)
	}
	in := 0
	for _, x := range all {
		own, err := w.SignUps.ConfirmByToken(t.Context(), w.Resident, x.Token)
		must(t, err)
		if own.Status == registration.Confirmed {
			in++
		}
		if why := w.broken(t.Context(), date, signupform.SkipGroups, 50); why != "" {
			t.Fatal(why)
		}
	}
	// Those who have been given a place meanwhile and confirm later keep it.
	if in != 51 {
		t.Errorf("%d are in, want all 51 places given to those who confirm", in)
	}
}

func TestOneContactHoldsLittle(t *testing.T) {
	t.Parallel()
	for name, wish := range map[string]func(*world, int64, int) registration.Wish{
		"address": func(w *world, date int64, i int) registration.Wish {
			x := w.Wish(date, fmt.Sprintf("Kari %d", i), 1)
			x.Email = "kari@post.example"
			return x
		},
		"number": func(w *world, date int64, i int) registration.Wish {
			return w.phoned(date, fmt.Sprintf("Kari %d", i), "900 00 001")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			date := w.Open(t, 100, nil)
			all, refused := w.atOnce(t, 40, func(i int) registration.Wish { return wish(w, date, i) })
			if got := w.stored(t); got != 3 {
				t.Errorf("%d are stored, want 3", got)
			}
			if name == "number" {
				if refused != 37 {
					t.Errorf("%d were refused, want 37", refused)
				}
				return
			}
			// Whoever types her address learns nothing; she gets what she has.
			for _, in := range all {
				if !in.ByEmail || len(in.Warnings) > 0 || in.Position != 0 {
					t.Errorf("got %+v, want the same answer for all", in)
				}
			}
			if refused != 0 {
				t.Errorf("%d were refused, want all answered alike", refused)
			}
			must(t, w.SignUps.SendLinks(t.Context()))
			if got := len(mailtest.All(t, w.Pool, "kari@post.example")); got != 6 {
				t.Errorf("she got %d letters, want three to confirm and three links", got)
			}
		})
	}
	t.Run("people", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		date := w.Open(t, 100, nil)
		for i, want := range []int{1, 1} { // five and five are more than the largest party of six
			wish := w.Wish(date, fmt.Sprintf("Kari %d", i), 5)
			wish.Email = "kari@post.example"
			_, err := w.SignUps.SignUp(t.Context(), w.Resident, wish)
			must(t, err)
			if got := w.stored(t); got != want {
				t.Errorf("after %d: %d are stored, want %d", i+1, got, want)
			}
		}
	})
}

func TestOneNetworkHoldsLittleInAnHour(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 1000, nil)
	dates := w.Dates(t, w.Activity)
	from := func(i int) registration.Wish {
		wish := w.Wish(dates[i%2].ID, fmt.Sprintf("Gjest %d", i), 1)
		wish.Network = "192.0.2.7"
		return wish
	}
	all, refused := w.atOnce(t, 80, from)
	if got := w.stored(t); got != 30 || refused != 50 {
		t.Fatalf("%d are stored and %d refused, want 30 and 50", got, refused)
	}
	other := from(100)
	other.Network = "192.0.2.8"
	_, err := w.SignUps.SignUp(t.Context(), w.Resident, other)
	must(t, err)
	_, err = w.SignUps.SignUp(t.Context(), w.Resident, from(101))
	wantKind(t, err, fault.Conflict)
	for _, in := range all {
		if in.ID != 0 { // one has shown who she is, and counts no more
			_, err := w.SignUps.ConfirmByToken(t.Context(), w.Resident, in.Token)
			must(t, err)
			break
		}
	}
	_, err = w.SignUps.SignUp(t.Context(), w.Resident, from(102))
	must(t, err)
	w.Now = w.Now.Add(59 * time.Minute)
	must(t, w.SignUps.Sweep(t.Context())) // they are released, and count all the same
	_, err = w.SignUps.SignUp(t.Context(), w.Resident, from(103))
	wantKind(t, err, fault.Conflict)
	w.Now = w.Now.Add(time.Minute)
	_, err = w.SignUps.SignUp(t.Context(), w.Resident, from(104))
	must(t, err)
	must(t, w.SignUps.Sweep(t.Context()))
	if got := w.ID(t, "select count(*) from signup_trace"); got != 1 {
		t.Errorf("%d networks are known, want that of the last hour", got)
	}
}

// A party that the form permits comes in from one network, however large; no more beside it.
func TestPermittedPartyFromOneNetwork(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 200, func(f *signupform.Form) { f.MaxParty = signupform.MaxPartyLimit })
	from := func(name string, party int) registration.Wish {
		wish := w.Wish(date, name, party)
		wish.Network = "192.0.2.7"
		return wish
	}
	in, err := w.SignUps.SignUp(t.Context(), w.Resident, from("Skolen", 45))
	must(t, err)
	if in.ID == 0 {
		t.Errorf("got %+v, want a party that the form permits stored", in)
	}
	_, err = w.SignUps.SignUp(t.Context(), w.Resident, from("Kari Vik", 6))
	wantKind(t, err, fault.Conflict)
}

// What nobody has answered for never holds more than what was first asked for.
func TestUnprovedDoesNotGrow(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		places  int
		phone   bool
		answers func(w *world, in registration.SignedUp) error
	}{
		"an address": {100, false, func(w *world, in registration.SignedUp) error {
			_, err := w.SignUps.ConfirmByToken(t.Context(), w.Resident, in.Token)
			return err
		}},
		"a number": {100, true, func(w *world, in registration.SignedUp) error {
			return w.SignUps.ConfirmFor(t.Context(), w.Group, in.ID)
		}},
		"who waits": {6, false, func(w *world, in registration.SignedUp) error {
			_, err := w.SignUps.ConfirmByToken(t.Context(), w.Resident, in.Token)
			return err
		}},
		"who is rung": {6, true, func(w *world, in registration.SignedUp) error {
			return w.SignUps.ConfirmFor(t.Context(), w.Group, in.ID)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, ctx := newWorld(t), t.Context()
			date := w.Open(t, c.places, func(f *signupform.Form) { f.MaxParty = 6 })
			w.hold(t, date, 3)
			wish := w.Wish(date, "Åse Li", 2)
			if wish.Email = "aase@post.example"; c.phone {
				wish = w.phoned(date, "Åse Li", "900 00 001")
				wish.Party = 2
			}
			in, err := w.SignUps.SignUp(ctx, w.Resident, wish)
			must(t, err)
			_, err = w.SignUps.ChangeByToken(ctx, w.Resident, in.Token, registration.Change{Party: 3})
			if !fault.FieldsOf(err).Has("antall") {
				t.Errorf("three instead of two: got %v, want antall refused", err)
			}
			own, err := w.SignUps.ChangeByToken(ctx, w.Resident, in.Token, registration.Change{Party: 1})
			must(t, err)
			if own.PartySize != 1 {
				t.Errorf("one instead of two: got %d", own.PartySize)
			}
			must(t, c.answers(w, in))
			own, err = w.SignUps.ChangeByToken(ctx, w.Resident, in.Token, registration.Change{Party: 2})
			must(t, err)
			if own.PartySize != 2 {
				t.Errorf("after it is answered for: got %d people, want 2", own.PartySize)
			}
			if why := w.broken(ctx, date, signupform.SkipGroups, 50); why != "" {
				t.Error(why)
			}
		})
	}
}

// Nobody who is answered for, and nobody new, waits in a strict queue for somebody unproved.
func TestStrictOrderIsForThoseAnsweredFor(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	date := w.Open(t, 10, func(f *signupform.Form) { f.Groups = signupform.WaitForGroups })
	w.hold(t, date, 5)
	over := w.Wish(date, "Per Lie", 3)
	waits, err := w.SignUps.SignUp(ctx, w.Resident, over)
	must(t, err)
	if waits.Holds != registration.HoldsQueue || !waits.Room {
		t.Fatalf("got %+v, want it to wait for its confirmation", waits)
	}
	page, err := w.Forms.SignUpPage(ctx, w.Resident, w.Activity, date)
	must(t, err)
	slots, err := w.Forms.Slots(ctx, w.Resident, w.Activity, w.Now, 1)
	must(t, err)
	places, err := w.Forms.PublicPlacesAt(ctx, w.Group.MunicipalityID, []int64{date})
	must(t, err)
	if page.Gate != signupform.Open || !slots[0].Fits(1) || places[date].Gate != signupform.Open {
		t.Errorf("the page says %s, the list %s, the dates fit: %v; want five places open to all", page.Gate, places[date].Gate, slots[0].Fits(1))
	}
	desk, err := w.SignUps.SignUpAtDesk(ctx, w.Group, w.Wish(date, "Siv Moe", 1), false)
	must(t, err)
	w.WantStatus(t, desk.ID, registration.Confirmed)

	// A group that is answered for and does not fit is waited for.
	group, err := w.SignUps.SignUpAtDesk(ctx, w.Group, w.Wish(date, "Ida Bø", 6), false)
	must(t, err)
	w.WantStatus(t, group.ID, registration.Waiting)
	page, err = w.Forms.SignUpPage(ctx, w.Resident, w.Activity, date)
	must(t, err)
	late, err := w.SignUps.SignUp(ctx, w.Resident, w.Wish(date, "Eva Dal", 1))
	must(t, err)
	if page.Gate != signupform.OpenToWait || late.Holds != registration.HoldsQueue || late.Room {
		t.Errorf("behind a group the page says %s, and she got %+v; want the waiting list and no promise", page.Gate, late)
	}
	_, err = w.SignUps.ConfirmByToken(ctx, w.Resident, late.Token)
	must(t, err)
	w.WantStatus(t, late.ID, registration.Waiting)
	own, err := w.SignUps.ConfirmByToken(ctx, w.Resident, waits.Token)
	must(t, err)
	if own.Status != registration.Confirmed {
		t.Errorf("who came before the group is %s, want confirmed", own.Status)
	}
}

func TestPhoneOnlyWaitsForTheOrganiser(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	w.Open(t, 4, nil)
	dates := w.Dates(t, w.Activity)
	far := dates[len(dates)-1]
	in, err := w.SignUps.SignUp(ctx, w.Resident, w.phoned(far.ID, "Åse Li", "900 00 001"))
	must(t, err)
	own, err := w.SignUps.ByToken(ctx, w.Resident, in.Token)
	must(t, err)
	if own.Status != registration.Unconfirmed || !own.AwaitsAnswer || own.MustConfirm || in.ByEmail {
		t.Errorf("got %+v, want it to wait for the organiser", own)
	}
	_, err = w.SignUps.ConfirmByToken(ctx, w.Resident, in.Token) // the link was on the page
	wantKind(t, err, fault.Conflict)
	w.Now = w.Now.Add(7*24*time.Hour - time.Minute)
	must(t, w.SignUps.Sweep(ctx))
	w.WantStatus(t, in.ID, registration.Unconfirmed)
	w.Now = w.Now.Add(time.Minute)
	must(t, w.SignUps.Sweep(ctx))
	_, err = w.SignUps.ByToken(ctx, w.Resident, in.Token)
	wantKind(t, err, fault.NotFound)
	near := w.Dates(t, w.Activity)[0]
	for _, d := range dates {
		if d.StartsAt.After(w.Now) {
			near = d
			break
		}
	}
	in, err = w.SignUps.SignUp(ctx, w.Resident, w.phoned(near.ID, "Åse Li", "900 00 001"))
	must(t, err)
	if in.HoldEnds.After(near.StartsAt) {
		t.Errorf("held until %v, after the start %v", in.HoldEnds, near.StartsAt)
	}
	must(t, w.SignUps.ConfirmFor(ctx, w.Group, in.ID))
	w.WantStatus(t, in.ID, registration.Confirmed)
}

// Whoever waits for an answer though there are places gets one with the answer.
func TestOrganiserAnswersForTheQueue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 4, nil)
	var all []int64
	for i := range 4 {
		in, err := w.SignUps.SignUp(t.Context(), w.Resident, w.phoned(date, fmt.Sprintf("Gjest %d", i), fmt.Sprintf("900 00 00%d", i)))
		must(t, err)
		all = append(all, in.ID)
	}
	desk, err := w.SignUps.SignUpAtDesk(t.Context(), w.Group, w.Wish(date, "Ola Nes", 1), false)
	must(t, err)
	w.WantStatus(t, desk.ID, registration.Confirmed) // nobody unproved is in her way
	must(t, w.SignUps.ConfirmFor(t.Context(), w.Group, all[3]))
	w.WantStatus(t, all[3], registration.Confirmed)
	if why := w.broken(t.Context(), date, signupform.SkipGroups, 50); why != "" {
		t.Error(why)
	}
}

func TestWaitingListHasABound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 6, nil)
	_, refused := w.atOnce(t, 60, func(i int) registration.Wish { return w.Wish(date, fmt.Sprintf("Gjest %d", i), 1) })
	if _, taken, waiting, _, err := w.state(t.Context(), date); err != nil || taken != 3 || waiting != 20 || refused != 37 {
		t.Errorf("got %d in, %d waiting, %d refused (%v); want 3, 20 and 37", taken, waiting, refused, err)
	}
	// Those with a number only hold on for days, so they may fill no more than half of it.
	_, refused = w.atOnce(t, 30, func(i int) registration.Wish {
		return w.phoned(w.Dates(t, w.Activity)[1].ID, fmt.Sprintf("Gjest %d", i), fmt.Sprintf("900 00 0%02d", i))
	})
	if refused != 17 {
		t.Errorf("%d of 30 with a number only were refused, want 17: three in, ten waiting", refused)
	}
}

// The bound of a list is the same in the statement as in what pages say.
func TestBoundsAreTheSameInSQL(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, s := range []signupform.Slot{
		{}, {Capacity: number(1)}, {Capacity: number(30)}, {Capacity: number(10_000)}, {Capacity: number(6), WaitingCapacity: number(0)},
		{Capacity: number(6), WaitingCapacity: number(3)}, {Capacity: number(6), Taken: 6, WaitingCapacity: number(3)}, {Capacity: number(6), Taken: 6},
		{WaitingCapacity: number(500)},
	} {
		sql := strings.NewReplacer("@size", "1", "@unproved_percent", "50").Replace("select " + signupform.WaitingBound + " * 100000 + " + signupform.UnprovedBound +
			" from (select $1::int as capacity, $2::int as taken, $3::int as waiting_capacity) s")
		got := int(w.ID(t, sql, s.Capacity, s.Taken, s.WaitingCapacity))
		bound, share := got/100_000, got%100_000
		s.Waiting = bound - 1
		last := s.MayWait(1)
		s.Waiting = bound
		if !last && bound > 0 || s.MayWait(1) || share != (signupform.Settings{UnprovedPercent: 50}).Unproved(s) {
			t.Errorf("%+v: the statement says %d may wait and %d be unproved", s, bound, share)
		}
	}
}

func TestManyUnprovedAreRemovedAtOnce(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	date := w.Open(t, 6, nil)
	kari, _ := w.Join(t, date, "Kari Vik", 1)
	ids := []int64{kari.ID}
	for i := range 9 {
		in, err := w.SignUps.SignUp(ctx, w.Resident, w.phoned(date, fmt.Sprintf("Gjest %d", i), fmt.Sprintf("900 00 00%d", i)))
		must(t, err)
		ids = append(ids, in.ID)
	}
	letters := w.ID(t, "select count(*) from email")
	_, err := w.SignUps.RemoveUnproved(ctx, w.Rival, w.Activity, ids)
	wantKind(t, err, fault.NotFound)
	n, err := w.SignUps.RemoveUnproved(ctx, w.Group, w.Activity, ids[:9])
	must(t, err)
	if n != 8 {
		t.Errorf("removed %d, want the eight unproved", n)
	}
	w.WantStatus(t, kari.ID, registration.Confirmed)
	w.WantStatus(t, ids[1], registration.CancelledByOrganiser)
	if last := w.One(t, ids[9]); last.Holds != registration.HoldsPlace {
		t.Errorf("the last one holds %s, want the place that came free", last.Holds)
	}
	if why := w.broken(ctx, date, signupform.SkipGroups, 50); why != "" {
		t.Error(why)
	}
	if got := w.ID(t, "select count(*) from audit_event where action = 'registration.remove'"); got != 8 {
		t.Errorf("the log has %d, want eight", got)
	}
	if got := w.ID(t, "select count(*) from email"); got != letters {
		t.Errorf("%d letters went out, want none", got-letters)
	}
}

// What a person is signed up for at the same time stands in the letter to her own
// address; whoever has typed it gets the answer that anybody gets.
func TestOnlySheIsToldWhatSheIsSignedUpFor(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	date := w.Open(t, 10, nil)
	w.Join(t, date, "Ola Nes", 1)
	d := w.Draft()
	d.Title = "Kor"
	choir := w.Publish(t, d)
	must(t, w.SignUps.SaveForm(ctx, w.Group, choir, 0, signupform.NewForm()))
	known, fresh := w.Wish(w.Dates(t, choir)[0].ID, "Ola Nes", 1), w.Wish(w.Dates(t, choir)[0].ID, "Per Lie", 1)
	known.ActivityID, fresh.ActivityID = choir, choir
	a, err := w.SignUps.SignUp(ctx, w.Resident, known)
	must(t, err)
	b, err := w.SignUps.SignUp(ctx, w.Resident, fresh)
	must(t, err)
	for _, in := range []*registration.SignedUp{&a, &b} {
		in.ID, in.Token, in.Correct = 0, "", ""
	}
	if fmt.Sprint(a) != fmt.Sprint(b) {
		t.Errorf("got %+v for somebody who is busy and %+v for somebody who is not", a, b)
	}
	if got := mailtest.Last(t, w.Pool, "ola.nes@post.example").TextBody; !strings.Contains(got, "Ola Nes er også påmeldt «Strikkekafé», som er på samme tid: torsdag 8. oktober") {
		t.Errorf("her letter does not say which:\n%s", got)
	}
	if got := mailtest.Last(t, w.Pool, "per.lie@post.example").TextBody; strings.Contains(got, "samme tid") {
		t.Errorf("his letter says that he is busy:\n%s", got)
	}
	again := w.Wish(date, "Ola Nes", 1)
	_, err = w.SignUps.SignUp(ctx, w.Resident, again)
	must(t, err)
	if got := mailtest.Last(t, w.Pool, "ola.nes@post.example").TextBody; !strings.Contains(got, "er påmeldt her fra før") {
		t.Errorf("her letter does not say that she is there already:\n%s", got)
	}
}

// What she is signed up for stands once in her letter, however often and however
// many dates of hers fall on it; what differs stands for itself.
func TestMeanwhileIsToldOnceForEachDate(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	w.unproved(t, 100)
	w.Open(t, 20, func(f *signupform.Form) { f.Scope = signupform.WholeSeries })
	for range 2 {
		w.Join(t, 0, "Ola Nes", 1)
	}
	_, err := w.SignUps.SignUp(ctx, w.Resident, w.Wish(0, "Ola Nes", 1))
	must(t, err)
	if got := strings.Count(mailtest.Last(t, w.Pool, "ola.nes@post.example").TextBody, "er påmeldt her fra før"); got != 1 {
		t.Errorf("her letter says %d times that she is there already, want once", got)
	}
	d := w.Draft()
	d.Title = "Kor"
	choir := w.Publish(t, d)
	must(t, w.SignUps.SaveForm(ctx, w.Group, choir, 0, signupform.NewForm()))
	wish := w.Wish(w.Dates(t, choir)[0].ID, "Ola Nes", 1)
	wish.ActivityID = choir
	in, err := w.SignUps.SignUp(ctx, w.Resident, wish)
	must(t, err)
	if got := strings.Count(mailtest.Last(t, w.Pool, "ola.nes@post.example").TextBody, "er også påmeldt «Strikkekafé»"); got != 1 {
		t.Errorf("her letter names the knitting %d times, want once", got)
	}
	_, err = w.SignUps.ConfirmByToken(ctx, w.Resident, in.Token)
	must(t, err)
	d.Title = "Kurs"
	course := w.Publish(t, d)
	must(t, w.SignUps.SaveForm(ctx, w.Group, course, 0, signupform.NewForm()))
	wish.ActivityID, wish.OccurrenceID = course, w.Dates(t, course)[0].ID
	_, err = w.SignUps.SignUp(ctx, w.Resident, wish)
	must(t, err)
	for _, other := range []string{"Strikkekafé", "Kor"} {
		if got := strings.Count(mailtest.Last(t, w.Pool, "ola.nes@post.example").TextBody, "er også påmeldt «"+other+"»"); got != 1 {
			t.Errorf("her letter names %s %d times, want once", other, got)
		}
	}
}

// Whoever tries an address that has too much already gets what a fresh one gets at
// that moment, also when what is unproved holds its share.
func TestFullShareTellsNothingOfAnAddress(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		places, held int
		change       func(*signupform.Form)
	}{
		"places":                           {40, 0, nil},
		"the share is used up":             {12, 6, nil},
		"the share is nearly used up":      {16, 7, nil},
		"and all stand in order":           {12, 6, func(f *signupform.Form) { f.Groups = signupform.WaitForGroups }},
		"and nobody may wait":              {12, 6, func(f *signupform.Form) { f.WaitingCapacity = number(0) }},
		"and the waiting list is full":     {12, 30, nil},
		"full, and some may wait":          {6, 9, nil},
		"full, and nobody may wait at all": {6, 3, func(f *signupform.Form) { f.WaitingCapacity = number(0) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, ctx := newWorld(t), t.Context()
			date := w.Open(t, c.places, func(f *signupform.Form) {
				if f.MaxParty = 1; c.change != nil {
					c.change(f)
				}
			})
			w.unproved(t, 50)
			for i := range 3 {
				x := w.Wish(date, fmt.Sprintf("Kari %d", i), 1)
				x.Email = "kari@post.example"
				_, err := w.SignUps.SignUp(ctx, w.Resident, x)
				must(t, err)
			}
			for i := range max(0, c.held-3) {
				_, err := w.SignUps.SignUp(ctx, w.Resident, w.Wish(date, fmt.Sprintf("Gjest %d", i), 1))
				must(t, err)
			}
			if strings.HasPrefix(name, "full") {
				_, err := w.SignUps.SignUpAtDesk(ctx, w.Group, w.Wish(date, "Per Lie", 1), false)
				must(t, err)
				must(t, w.SignUps.SetCapacity(ctx, w.Group, w.Activity, date, number(4)))
			}
			say := func(email string) string {
				x := w.Wish(date, "Nils Dal", 1)
				x.Email = email
				in, err := w.SignUps.SignUp(ctx, w.Resident, x)
				in.ID, in.Token, in.Correct = 0, "", ""
				return fmt.Sprintf("%+v %v", in, err)
			}
			if known, fresh := say("kari@post.example"), say("fersk@post.example"); known != fresh {
				t.Errorf("an address with too much gets\n%s\nand a fresh one\n%s", known, fresh)
			}
		})
	}
}

// Whatever stands against a number only, the words are true for it and the same.
func TestNumberIsRefusedInOneWay(t *testing.T) {
	t.Parallel()
	refusals := map[string]bool{}
	refuse := func(w *world, x registration.Wish) {
		t.Helper()
		_, err := w.SignUps.SignUp(t.Context(), w.Resident, x)
		wantKind(t, err, fault.Conflict)
		refusals[fault.Text(err)] = true
	}
	w := newWorld(t)
	date := w.Open(t, 100, nil)
	for i := range 3 { // of the number
		_, err := w.SignUps.SignUp(t.Context(), w.Resident, w.phoned(date, fmt.Sprintf("Kari %d", i), "900 00 001"))
		must(t, err)
	}
	refuse(w, w.phoned(date, "Kari Vik", "900 00 001"))
	for i := range 5 { // of the network
		x := w.phoned(w.Dates(t, w.Activity)[1].ID, fmt.Sprintf("Lag %d", i), fmt.Sprintf("900 00 01%d", i))
		x.Party, x.Network = 6, "192.0.2.7"
		_, err := w.SignUps.SignUp(t.Context(), w.Resident, x)
		must(t, err)
	}
	x := w.phoned(date, "Ola Nes", "900 00 002")
	x.Network = "192.0.2.7"
	refuse(w, x)
	small := newWorld(t)
	date = small.Open(t, 6, nil)
	for i := range 13 { // of all numbers: three hold a place, ten wait
		_, err := small.SignUps.SignUp(t.Context(), small.Resident, small.phoned(date, fmt.Sprintf("Gjest %d", i), fmt.Sprintf("900 00 0%02d", i)))
		must(t, err)
	}
	refuse(small, small.phoned(date, "Ola Nes", "900 00 099"))
	if len(refusals) != 1 {
		t.Errorf("got %v, want one answer", refusals)
	}
	for text := range refusals {
		if strings.Contains(text, "time") || strings.Contains(text, "fullt") {
			t.Errorf("%q is not true for a number that is held for days", text)
		}
	}
}

// Asking for lost links does the same work for any address.
func TestLinksAreWrittenByAJob(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	date := w.Open(t, 4, nil)
	w.Join(t, date, "Ola Nes", 1)
	before := len(mailtest.All(t, w.Pool, "ola.nes@post.example"))
	for _, address := range []string{"ola.nes@post.example", "ukjent@post.example"} {
		for range 2 {
			must(t, w.SignUps.ResendLink(ctx, w.Resident, address))
		}
	}
	if got := len(mailtest.All(t, w.Pool, "ola.nes@post.example")); got != before {
		t.Errorf("the answer has waited for %d letters", got-before)
	}
	if got := w.ID(t, "select count(*) from river_job where kind = 'registration.links'"); got != 2 {
		t.Errorf("got %d jobs, want one for each address", got)
	}
	must(t, w.SignUps.SendLinks(ctx))
	if got := len(mailtest.All(t, w.Pool, "ola.nes@post.example")); got != before+1 {
		t.Errorf("got %d letters, want one more than %d", got, before)
	}
	if got := w.ID(t, "select count(*) from signup_link_wish"); got != 0 {
		t.Errorf("%d addresses are kept, want none", got)
	}
}
