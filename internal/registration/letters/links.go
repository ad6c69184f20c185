// The links in letters, and the tokens that open them.

package letters

import (
	"context"
	"fmt"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// OwnPath is the page where a person sees, confirms, changes and cancels her own.
func OwnPath(token string) string { return "/pamelding/" + token }

// GuardianPath is the page where a guardian confirms.
func GuardianPath(token string) string { return "/pamelding/foresatt/" + token }

// AddressPath is the page where a new address is shown to be the person's.
func AddressPath(token string) string { return "/pamelding/ny-adresse/" + token }

// ListPath is where a group keeps who has signed up for an activity.
func ListPath(activityID int64) string {
	return fmt.Sprintf("/lag/aktiviteter/%d/pamelding", activityID)
}

// HashToken is how a token is stored.
func HashToken(token string) []byte { return account.Hash("registration", token) }

// NewLink is a token for the person's own page that is written nowhere.
func (s *Service) NewLink(ctx context.Context, tx pgx.Tx, id int64) (string, error) {
	return addToken(ctx, tx, id, "own", s.now())
}

const addTokenSQL = `-- letters.addToken
insert into registration_token (token_hash, registration_id, purpose, created_at) values (@hash, @id, @purpose, @now)`

func addToken(ctx context.Context, tx pgx.Tx, id int64, purpose string, now time.Time) (string, error) {
	token := account.NewSecret()
	_, err := postgres.Exec(ctx, tx, addTokenSQL, pgx.StrictNamedArgs{"hash": HashToken(token), "id": id, "purpose": purpose, "now": now})
	return token, err
}
