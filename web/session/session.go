// Package session keeps two kinds of logged-in people apart: municipal staff
// (cookie "ansatt") and groups (cookie "lag"). Each has a session manager, a
// cookie and a key space of its own, so that a token of one door opens nothing
// at the other. Pages without login set no cookie at all.
package session

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"time"

	"frivilligsentral/internal/account"

	"github.com/alexedwards/scs/v2"
	"github.com/jackc/pgx/v5/pgxpool"
)

// How long a session lives without use, and in all. Idleness is measured by
// login_session.last_seen_at, which is written at most once a minute: scs's own
// IdleTimeout would write the session on every page view.
const (
	StaffLifetime = account.StaffLifetime
	GroupLifetime = account.GroupLifetime
)

// Manager is one door's sessions.
type Manager struct {
	Door account.Door
	Idle time.Duration // 0: only the lifetime counts
	*scs.SessionManager
	store *hashedStore
}

// New makes the manager of a door. secure is false only in development over http.
func New(pool *pgxpool.Pool, door account.Door, secure bool) *Manager {
	m := &Manager{Door: door, SessionManager: scs.New()}
	m.Lifetime = GroupLifetime
	if door == account.StaffDoor {
		m.Lifetime, m.Idle = StaffLifetime, account.StaffIdle
	}
	m.store = &hashedStore{pool: pool, door: door}
	m.Store = m.store
	m.Cookie.Name = CookieName(string(door), secure)
	m.Cookie.Secure = secure
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Path = "/"
	m.Cookie.Persist = true
	return m
}

// CookieName adds the __Host- prefix, which browsers accept only with Secure.
func CookieName(name string, secure bool) string {
	if secure {
		return "__Host-" + name
	}
	return name
}

// hashedStore keeps only hashes of tokens in the database, under the door's
// name: neither a stolen dump nor the other door's token is worth anything.
type hashedStore struct {
	pool *pgxpool.Pool
	door account.Door
	scs.GobCodec
}

func (s *hashedStore) key(token string) string {
	prefix := string(s.door) + ":"
	sum := sha256.Sum256([]byte(prefix + token))
	return prefix + base64.RawURLEncoding.EncodeToString(sum[:])
}

// DeleteCtx is for scs, as those below.
func (s *hashedStore) DeleteCtx(ctx context.Context, token string) error {
	return account.DropSession(ctx, s.pool, s.key(token))
}

// FindCtx reads a session, and who stands behind it for Behind.
func (s *hashedStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	wall := time.Now()
	now := wall
	found, _ := ctx.Value(foundKey{}).(*found)
	if found != nil {
		now = found.now
	}
	st, err := account.FindSession(ctx, s.pool, s.key(token), s.door, now, wall)
	if err != nil || st == nil {
		return nil, false, err
	}
	if found != nil {
		found.session = st
	}
	return st.Data, true, nil
}

// CommitCtx stores a session, with the login that it stands for where it can be joined.
func (s *hashedStore) CommitCtx(ctx context.Context, token string, b []byte, expiry time.Time) error {
	_, values, err := s.Decode(b)
	if err != nil {
		return err
	}
	login, _ := values[keySession].(int64)
	organisation, _ := values[keyOrganisation].(int64)
	return account.StoreSession(ctx, s.pool, s.key(token), b, expiry, login, organisation)
}

// Delete, Find and Commit are there for scs, which asks those with a context.
func (s *hashedStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// Find is FindCtx without a request.
func (s *hashedStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a request.
func (s *hashedStore) Commit(token string, b []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, b, expiry)
}

// found is the session of a request as it was read.
type found struct {
	now     time.Time
	session *account.StoredSession
}

type foundKey struct{}

// Around reads the request's session, with who stands behind it at now, and stores what next has changed.
func (m *Manager) Around(next http.Handler, now func(*http.Request) time.Time) http.Handler {
	loaded := m.LoadAndSave(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		loaded.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), foundKey{}, &found{now: now(r)})))
	})
}

// Behind is the request's session as it was read, nil when there was none.
func (m *Manager) Behind(ctx context.Context) *account.StoredSession {
	if f, ok := ctx.Value(foundKey{}).(*found); ok {
		return f.session
	}
	return nil
}

// Keys of the values in a session.
const (
	keySession      = "login_session"
	keyOrganisation = "organisation"
	keyFlashKind    = "flash_kind"
	keyFlashText    = "flash_text"
)

// Start begins a logged-in session with a new id; the old id is dead.
func (m *Manager) Start(ctx context.Context, loginSessionID, organisationID int64) error {
	if err := m.RenewToken(ctx); err != nil {
		return err
	}
	m.Put(ctx, keySession, loginSessionID)
	m.Put(ctx, keyOrganisation, organisationID)
	return nil
}

// LoginSession is the id of the login_session row, 0 when nobody is logged in.
func (m *Manager) LoginSession(ctx context.Context) int64 { return m.GetInt64(ctx, keySession) }

// Organisation is the organisation that a group's person acts for.
func (m *Manager) Organisation(ctx context.Context) int64 { return m.GetInt64(ctx, keyOrganisation) }

// ChooseOrganisation changes what organisation a group's person acts for; rights change, so the id does too.
func (m *Manager) ChooseOrganisation(ctx context.Context, id int64) error {
	m.Put(ctx, keyOrganisation, id)
	return m.RenewToken(ctx)
}

// Flash leaves a text for the next page.
func (m *Manager) Flash(ctx context.Context, kind, text string) {
	m.Put(ctx, keyFlashKind, kind)
	m.Put(ctx, keyFlashText, text)
}

// TakeFlash returns the text left for this page and removes it.
func (m *Manager) TakeFlash(ctx context.Context) (kind, text string) {
	if !m.Exists(ctx, keyFlashText) {
		return "", ""
	}
	return m.PopString(ctx, keyFlashKind), m.PopString(ctx, keyFlashText)
}
