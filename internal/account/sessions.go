// Where a person is logged in, and ending that.

package account

import (
	"context"
	"time"

	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Session is one place where a person is logged in.
type Session struct {
	ID         int64
	Door       Door
	UserAgent  string // in words, see BrowserName; may be empty
	CreatedAt  time.Time
	LastSeenAt time.Time
	ExpiresAt  time.Time
}

const sessionsSQL = `-- account.sessions
select id, door, user_agent, created_at, last_seen_at, expires_at from login_session
where account_id = @account_id and ended_at is null and expires_at > @now
  and (door <> 'ansatt' or last_seen_at > @now::timestamptz - interval '30 minutes')
order by last_seen_at desc, id desc limit 100`

// Sessions are the actor's own, at both doors, the latest used first.
func (s *Service) Sessions(ctx context.Context, by Actor) ([]Session, error) {
	if !by.LoggedIn() {
		return nil, by.Require(ReadOwn)
	}
	return s.sessionsOf(ctx, by.AccountID)
}

// SessionsOf are another person's, for whoever manages users.
func (s *Service) SessionsOf(ctx context.Context, by Actor, accountID int64) ([]Session, error) {
	if err := by.Require(ManageUsers); err != nil {
		return nil, err
	}
	if _, err := s.inMunicipality(ctx, s.Pool, by, accountID); err != nil {
		return nil, err
	}
	return s.sessionsOf(ctx, accountID)
}

func (s *Service) sessionsOf(ctx context.Context, accountID int64) ([]Session, error) {
	return postgres.Many[Session](ctx, s.Pool, sessionsSQL, postgres.Args{"account_id": accountID, "now": s.Now()})
}

// Logout ends the actor's session. The caller destroys the cookie's part of it.
func (s *Service) Logout(ctx context.Context, by Actor) error {
	if !by.LoggedIn() {
		return nil
	}
	return s.endAudited(ctx, by, by.AccountID, endFilter{ID: by.SessionID}, "logout")
}

// LogoutEverywhere ends all the actor's sessions, at both doors.
func (s *Service) LogoutEverywhere(ctx context.Context, by Actor) error {
	if !by.LoggedIn() {
		return nil
	}
	return s.endAudited(ctx, by, by.AccountID, endFilter{}, "logout.all")
}

// EndSession ends one of the actor's own sessions; another's is NotFound.
func (s *Service) EndSession(ctx context.Context, by Actor, id int64) error {
	if !by.LoggedIn() {
		return by.Require(ReadOwn)
	}
	return s.endAudited(ctx, by, by.AccountID, endFilter{ID: id}, "session.end")
}

// EndSessionsOf logs another person out everywhere.
func (s *Service) EndSessionsOf(ctx context.Context, by Actor, accountID int64) error {
	if err := by.Require(ManageUsers); err != nil {
		return err
	}
	if _, err := s.inMunicipality(ctx, s.Pool, by, accountID); err != nil {
		return err
	}
	return s.endAudited(ctx, by, accountID, endFilter{}, "session.end_all")
}

func (s *Service) endAudited(ctx context.Context, by Actor, accountID int64, f endFilter, action string) error {
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		n, err := endSessions(ctx, tx, accountID, f, s.Now())
		if err != nil {
			return err
		}
		if n == 0 && f.ID != 0 && action == "session.end" {
			return fault.Missing(i18n.Mark("Vi finner ikke det du leter etter."))
		}
		return audit.Record(ctx, tx, s.Now(), by.Audit(), audit.Event{Action: action, Object: "account", ObjectID: accountID})
	})
}

// endFilter narrows which sessions of an account end; the zero value means all.
type endFilter struct {
	ID     int64
	Door   Door
	Except int64
}

const endSessionsSQL = `-- account.endSessions
update login_session set ended_at = @now
where account_id = @account_id and ended_at is null and (@id::bigint = 0 or id = @id) and (@door = '' or door = @door) and id <> @except`

func endSessions(ctx context.Context, tx pgx.Tx, accountID int64, f endFilter, now time.Time) (int64, error) {
	return postgres.Exec(ctx, tx, endSessionsSQL, postgres.Args{
		"account_id": accountID, "id": f.ID, "door": string(f.Door), "except": f.Except, "now": now,
	})
}

// ErrNotFresh says that the login is too old for what changes rights or addresses.
var ErrNotFresh = fault.New(fault.Forbidden, i18n.Mark("Du må ha logget inn de siste fem minuttene for å gjøre dette. Logg inn på nytt og prøv igjen."))

const freshSQL = `-- account.fresh
select exists (select from login_session where id = @id and account_id = @account_id and created_at >= @since)`

// Fresh says whether the actor logged in within FreshLogin.
func (s *Service) Fresh(ctx context.Context, by Actor) (bool, error) {
	if by.Door == SystemDoor {
		return true, nil
	}
	return postgres.Scalar[bool](ctx, s.Pool, freshSQL, postgres.Args{
		"id": by.SessionID, "account_id": by.AccountID, "since": s.Now().Add(-FreshLogin),
	})
}

// RequireFresh is ErrNotFresh unless the actor logged in within FreshLogin.
func (s *Service) RequireFresh(ctx context.Context, by Actor) error {
	ok, err := s.Fresh(ctx, by)
	if err == nil && !ok {
		err = ErrNotFresh
	}
	return err
}
