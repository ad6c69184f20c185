// Package accounttest is for tests of what people may do by their sessions.
package accounttest

import (
	"context"
	"crypto/rand"
	"time"

	"frivilligsentral/internal/account"
)

// BySession is who stands behind a login session, found as a request finds her: a browser's session is stored for it, acting for
// an organisation (0: none), and read.
func BySession(ctx context.Context, s *account.Service, door account.Door, municipalityID, loginSessionID, organisationID int64, idle time.Duration, now time.Time) (account.SessionActor, error) {
	token := rand.Text()
	if err := account.StoreSession(ctx, s.Pool, token, []byte{0}, now.Add(time.Hour), loginSessionID, organisationID); err != nil {
		return account.SessionActor{}, err
	}
	st, err := account.FindSession(ctx, s.Pool, token, door, now, now)
	if err != nil {
		return account.SessionActor{}, err
	}
	if err := account.DropSession(ctx, s.Pool, token); err != nil {
		return account.SessionActor{}, err
	}
	return s.Behind(ctx, st, door, municipalityID, idle, now)
}
