// The cookie of a logged-in session, for tests and measuring.

package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"frivilligsentral/internal/account"
)

// TestCookie makes the cookie of a logged-in session as the login pages would,
// for tests that are not about logging in. The handler must be a *Server; no
// request can reach it.
func TestCookie(h http.Handler, door account.Door, loginSessionID, organisationID int64) (*http.Cookie, error) {
	s, ok := h.(*Server)
	if !ok {
		return nil, fmt.Errorf("%T is not a *web.Server", h)
	}
	m := s.session(door)
	if m == nil {
		return nil, fmt.Errorf("no sessions at door %q", door)
	}
	ctx, err := m.Load(context.Background(), "")
	if err != nil {
		return nil, err
	}
	if err := m.Start(ctx, loginSessionID, organisationID); err != nil {
		return nil, err
	}
	token, expiry, err := m.Commit(ctx)
	if err != nil {
		return nil, err
	}
	return &http.Cookie{Name: m.Cookie.Name, Value: token, Path: "/", Expires: expiry.Add(time.Hour)}, nil
}
