package registration_test

// The rules of the waiting list.

import (
	"testing"

	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
)

func TestNextInQueue(t *testing.T) {
	t.Parallel()
	queue := []registration.Waiter{{ID: 1, Size: 4}, {ID: 2, Size: 2}, {ID: 3, Size: 1}}
	tests := []struct {
		name    string
		free    int
		limited bool
		policy  signupform.GroupPolicy
		want    int
	}{
		{"room for the first", 4, true, signupform.SkipGroups, 0},
		{"the first that fits", 2, true, signupform.SkipGroups, 1},
		{"a single place", 1, true, signupform.SkipGroups, 2},
		{"full", 0, true, signupform.SkipGroups, -1},
		{"wait for the group", 2, true, signupform.WaitForGroups, -1},
		{"no limit", 0, false, signupform.WaitForGroups, 0},
	}
	for _, test := range tests {
		if got := registration.NextInQueue(queue, test.free, test.limited, test.policy); got != test.want {
			t.Errorf("%s: got %d, want %d", test.name, got, test.want)
		}
	}
	if got := registration.PositionOf(queue, 3); got != 3 {
		t.Errorf("position: got %d, want 3", got)
	}
	if got := registration.PositionOf(queue, 9); got != 0 {
		t.Errorf("position of who is not there: got %d, want 0", got)
	}
}

func TestOfferEndsWithTheStart(t *testing.T) {
	t.Parallel()
	start := activitytest.At("2026-10-25 18:00")
	if got := registration.OfferDeadline(activitytest.At("2026-10-25 12:00"), start, 24); !got.Equal(start) {
		t.Errorf("an offer on the day: got %v, want the start", got)
	}
}
