package account

import "time"

// Retention is how long each kind of trace is kept.
type Retention struct {
	Attempts    time.Duration // requests to log in
	FullIP      time.Duration // of their network address; after that only the first part
	Sessions    time.Duration // after they ran out
	Invitations time.Duration // after they ran out or were accepted
	Ended       time.Duration // accounts, after their access ended
	LoginLog    time.Duration // who logged in and out
}

// Kept is what the hourly job does, for the page that promises it.
func Kept() Retention {
	return Retention{
		Attempts: keepAttempts, FullIP: keepFullIP, Sessions: keepSessions, Invitations: keepInvitations, Ended: keepEnded, LoginLog: keepLoginLog,
	}
}
