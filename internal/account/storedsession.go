// What is stored of a browser's session, by the hash of its token.

package account

import (
	"context"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/postgres"
)

// StoredSession is a browser's session as it is stored, with who stands behind it.
type StoredSession struct {
	Data []byte
	who  *actorRow // nil: nobody is logged in
}

const (
	findSessionSQL = `-- account.FindSession
select x.data, to_jsonb(w) as who
from sessions x
left join lateral (` + actorOfX + `) w on true
where x.token = @token and x.expiry > @wall`

	storeSessionSQL = `-- account.StoreSession
insert into sessions (token, data, expiry, login_session_id, organisation_id)
values (@token, @data, @expiry, nullif(@login_session_id::bigint, 0), nullif(@organisation_id::bigint, 0))
on conflict (token) do update set data = excluded.data, expiry = excluded.expiry,
    login_session_id = excluded.login_session_id, organisation_id = excluded.organisation_id`

	dropSessionSQL = `-- account.DropSession
delete from sessions where token = @token`
)

// FindSession is the session with the token's hash and who stands behind it at now, in one statement; nil when there is
// none. Its own end is by the clock on the wall, as the cookie's is.
func FindSession(ctx context.Context, q postgres.Querier, token string, door Door, now, wall time.Time) (*StoredSession, error) {
	row, err := postgres.One[struct {
		Data []byte
		Who  *actorRow
	}](ctx, q, findSessionSQL, postgres.Args{"token": token, "door": door, "now": now, "wall": wall})
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return &StoredSession{row.Data, row.Who}, err
}

// StoreSession stores a session under its token's hash; of nobody who is logged in, the ids are 0.
func StoreSession(ctx context.Context, q postgres.Querier, token string, data []byte, expiry time.Time, loginSessionID, organisationID int64) error {
	_, err := postgres.Exec(ctx, q, storeSessionSQL, postgres.Args{
		"token": token, "data": data, "expiry": expiry, "login_session_id": loginSessionID, "organisation_id": organisationID,
	})
	return err
}

// DropSession ends a session.
func DropSession(ctx context.Context, q postgres.Querier, token string) error {
	_, err := postgres.Exec(ctx, q, dropSessionSQL, postgres.Args{"token": token})
	return err
}
