// The links in letters, and the tokens that open them.

package letters

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// OwnPath is the page where a person sees, confirms, changes and cancels her own.
func OwnPath(token string) string { return "/pamelding/" + token }

// AllPath is the page with all that the person of the link is signed up for.
func AllPath(token string) string { return OwnPath(token) + "/alle" }

// OtherPath is OwnPath of another registration of the same person, by her link to this one.
func OtherPath(token string, id int64) string {
	own, _, _ := strings.Cut(token, between)
	return OwnPath(own + between + strconv.FormatInt(id, 10))
}

// between stands between a token and the registration that it opens beside its own.
const between = "~"

// SplitToken is what OtherPath has put together: the token, and the other registration, 0 for its own.
func SplitToken(token string) (own string, other int64) {
	own, id, found := strings.Cut(token, between)
	if !found {
		return own, 0
	}
	other, err := strconv.ParseInt(id, 10, 64)
	if err != nil || other < 1 {
		return "", 0
	}
	return own, other
}

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
	_, err := postgres.Exec(ctx, tx, addTokenSQL, postgres.Args{"hash": HashToken(token), "id": id, "purpose": purpose, "now": now})
	return token, err
}
