// Browsers that have logged in before.

package login

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// maxKnown is how many browsers of one person are known at a door; the one that has
// been away longest is forgotten.
const maxKnown = 10

// Browser is what logs in.
type Browser struct {
	UserAgent string
	Known     string // its secret from an earlier login, of whoever it was; "" without one
}

const knowsSQL = `-- login.knows
select exists (select from known_browser
    where account_id = @account_id and door = @door and browser_hash = @browser_hash and used_at > @since)`

// knownHash is the hash of a browser that has logged in as the person before, nil of
// another. It opens nothing: what is asked for there counts apart from what is asked for
// in her name anywhere else.
func knownHash(ctx context.Context, q postgres.Querier, door account.Door, accountID int64, secret string, now time.Time) ([]byte, error) {
	hash := account.Hash("known", secret)
	knows, err := postgres.Scalar[bool](ctx, q, knowsSQL, postgres.Args{
		"account_id": accountID, "door": string(door), "browser_hash": hash, "since": now.Add(-account.KeepKnown),
	})
	if err != nil || !knows {
		return nil, err
	}
	return hash, nil
}

const isOursSQL = `-- login.isOurs
select exists (select from known_browser where browser_hash = @browser_hash)`

const rememberSQL = `-- login.remember
insert into known_browser (account_id, door, browser_hash, used_at) values (@account_id, @door, @browser_hash, @now)
on conflict (account_id, door, browser_hash) do update set used_at = excluded.used_at`

const forgetKnownSQL = `-- login.forgetKnown
delete from known_browser k where k.account_id = @account_id and k.door = @door and k.browser_hash not in (
    select b.browser_hash from known_browser b where b.account_id = @account_id and b.door = @door order by b.used_at desc, b.browser_hash limit @most)`

// remember notes that the browser has logged in, and returns its secret. A secret that
// was not given out here is not taken up: somebody else may have put it there.
func remember(ctx context.Context, tx pgx.Tx, door account.Door, accountID int64, secret string, now time.Time) (string, error) {
	ours, err := postgres.Scalar[bool](ctx, tx, isOursSQL, postgres.Args{"browser_hash": account.Hash("known", secret)})
	if err != nil {
		return "", err
	}
	if !ours {
		secret = account.NewSecret()
	}
	args := postgres.Args{"account_id": accountID, "door": string(door), "browser_hash": account.Hash("known", secret), "now": now}
	if _, err := postgres.Exec(ctx, tx, rememberSQL, args); err != nil {
		return "", err
	}
	_, err = postgres.Exec(ctx, tx, forgetKnownSQL, postgres.Args{"account_id": accountID, "door": string(door), "most": maxKnown})
	return secret, err
}
