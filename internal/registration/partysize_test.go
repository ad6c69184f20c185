package registration_test

// Parties that become larger or smaller, with a place and on the waiting list.

import (
	"testing"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
)

// A party grows only into the room that is there; the counters say what it has afterwards.
func TestPartyGrowsIntoTheRoomThatIsThere(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		others   int  // of four places
		list     *int // places on the waiting list
		from, to int
		refused  bool
		waits    bool
	}{
		"a place, into the last":       {others: 2, from: 1, to: 2},
		"a place, one too many":        {others: 2, from: 1, to: 3, refused: true},
		"a place, smaller":             {others: 1, from: 3, to: 1},
		"waiting, a list without end":  {others: 4, from: 1, to: 4, waits: true},
		"waiting, into the last":       {others: 4, list: number(3), from: 1, to: 3, waits: true},
		"waiting, one too many":        {others: 4, list: number(3), from: 2, to: 4, refused: true, waits: true},
		"waiting, one more than fits":  {others: 4, list: number(3), from: 3, to: 4, refused: true, waits: true},
		"waiting, smaller":             {others: 4, list: number(3), from: 3, to: 1, waits: true},
		"waiting, as many on the list": {others: 4, list: number(3), from: 3, to: 3, waits: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			date := w.Open(t, 4, func(f *signupform.Form) { f.WaitingCapacity = tc.list })
			w.Join(t, date, "Ola Nes", tc.others)
			in, own := w.Join(t, date, "Kari Vik", tc.from)
			if got := own.Status == registration.Waiting; got != tc.waits {
				t.Fatalf("before the change: got %s", own.Status)
			}
			_, err := w.SignUps.ChangeByToken(t.Context(), w.Resident, in.Token, registration.Change{Party: tc.to})
			size := tc.to
			if tc.refused {
				size = tc.from
				if !fault.FieldsOf(err).Has("antall") {
					t.Errorf("got %v, want antall refused", err)
				}
			} else {
				must(t, err)
			}
			want := [2]int64{int64(tc.others + size), 0}
			if tc.waits {
				want = [2]int64{int64(tc.others), int64(size)}
			}
			got := [2]int64{w.ID(t, "select taken from signup_slot"), w.ID(t, "select waiting from signup_slot")}
			if got != want || w.One(t, in.ID).PartySize != size {
				t.Errorf("got %v people with a place and waiting, want %v", got, want)
			}
		})
	}
}
