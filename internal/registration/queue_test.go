package registration_test

// The rules of the waiting list.

import (
	"testing"

	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/registration/signupform"
)

func TestNextInQueue(t *testing.T) {
	t.Parallel()
	queue := []signupform.Waiter{{ID: 1, Size: 4, Proved: true}, {ID: 2, Size: 2}, {ID: 3, Size: 1, Proved: true}}
	tests := []struct {
		name     string
		free     int
		limited  bool
		unproved int
		policy   signupform.GroupPolicy
		want     int
	}{
		{"room for the first", 4, true, 9, signupform.SkipGroups, 0},
		{"the first that fits", 2, true, 9, signupform.SkipGroups, 1},
		{"a single place", 1, true, 9, signupform.SkipGroups, 2},
		{"full", 0, true, 9, signupform.SkipGroups, -1},
		{"wait for the group", 2, true, 9, signupform.WaitForGroups, -1},
		{"the first that fits is unproved, and so may many be", 2, true, 2, signupform.SkipGroups, 1},
		{"the first that fits is unproved, and so are too many", 2, true, 1, signupform.SkipGroups, 2},
		{"nobody waits for what is unproved", 3, true, 0, signupform.SkipGroups, 2},
		{"no limit", 0, false, 9, signupform.WaitForGroups, 0},
	}
	for _, test := range tests {
		if got := signupform.NextInQueue(queue, test.free, test.limited, test.unproved, test.policy); got != test.want {
			t.Errorf("%s: got %d, want %d", test.name, got, test.want)
		}
	}
	late := []signupform.Waiter{{ID: 1, Size: 2}, {ID: 2, Size: 1}, {ID: 3, Size: 1, Proved: true}}
	if got := signupform.NextInQueue(late, 2, true, 1, signupform.WaitForGroups); got != 2 {
		t.Errorf("where all wait, the unproved wait for each other: got %d, want 2", got)
	}
	large := []signupform.Waiter{{ID: 1, Size: 5}, {ID: 2, Size: 2, Proved: true}, {ID: 3, Size: 1}}
	for policy, want := range map[signupform.GroupPolicy]int{signupform.SkipGroups: 1, signupform.WaitForGroups: 1} {
		if got := signupform.NextInQueue(large, 2, true, 9, policy); got != want {
			t.Errorf("%s: nobody waits for somebody unproved who does not fit: got %d, want %d", policy, got, want)
		}
	}
	if got := signupform.NextInQueue(large, 1, true, 9, signupform.WaitForGroups); got != -1 {
		t.Errorf("where all wait, all wait for the first who is answered for: got %d, want -1", got)
	}
	if got := signupform.PositionOf(queue, 3); got != 3 {
		t.Errorf("position: got %d, want 3", got)
	}
	if got := signupform.PositionOf(queue, 9); got != 0 {
		t.Errorf("position of who is not there: got %d, want 0", got)
	}
}

func TestOfferEndsWithTheStart(t *testing.T) {
	t.Parallel()
	start := activitytest.At("2026-10-25 18:00")
	if got := signupform.OfferDeadline(activitytest.At("2026-10-25 12:00"), start, 24); !got.Equal(start) {
		t.Errorf("an offer on the day: got %v, want the start", got)
	}
}
