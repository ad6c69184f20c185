// Who of those who wait is next, and until when an offer stands.

package signupform

import (
	"slices"
	"time"
)

// Waiter is one registration in the queue.
type Waiter struct {
	ID     int64
	Size   int
	Proved bool // somebody has answered for it
}

// NextInQueue is the index of who gets the free places, -1 for nobody. The queue
// is in order. Unlimited places go to the first. Those whom nobody has answered for
// may get so many as unproved says. Where all wait for the first, that is the first who is
// answered for; those who are not wait for each other besides.
func NextInQueue(queue []Waiter, free int, limited bool, unproved int, policy GroupPolicy) int {
	passed := false
	for i, w := range queue {
		strict := policy == WaitForGroups
		fits := !limited || w.Size <= free
		switch {
		case fits && (w.Proved || w.Size <= unproved && !(passed && strict)):
			return i
		case w.Proved && strict:
			return -1
		case !w.Proved:
			passed = true
		}
	}
	return -1
}

// PositionOf is the place in the queue from 1, 0 for who is not in it.
func PositionOf(queue []Waiter, id int64) int {
	return 1 + slices.IndexFunc(queue, func(w Waiter) bool { return w.ID == id })
}

// OfferDeadline is when an offer made now runs out: never later than the start.
func OfferDeadline(now, start time.Time, hours int) time.Time {
	end := now.Add(time.Duration(hours) * time.Hour)
	if start.Before(end) {
		return start
	}
	return end
}
