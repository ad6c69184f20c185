// Ending the letters from a letter, without logging in: by its link, or by the button of the mail program (RFC 8058).

package notice

import (
	"context"
	"encoding/base64"
	"fmt"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// stopAbout is what the tokens are sealed for.
const stopAbout = "notice stop"

// StopToken is the secret of a person's letters. It does nothing but end them, so it is the same in all of them, and
// nothing is stored of it: it is sealed with the program's key.
func (s *Service) StopToken(municipalityID, accountID int64) string {
	return base64.RawURLEncoding.EncodeToString(s.Keys.Seal(fmt.Sprintf("%d %d", municipalityID, accountID), stopAbout))
}

// Stopping is whose letters a token ends.
type Stopping struct {
	AccountID int64
	Stopped   bool // she gets none
}

const stoppedSQL = `-- notice.stopped
select a.id as account_id, (select count(*) from notice_choice c where c.account_id = a.id and c.often = 'never' and c.kind = any(@kinds::text[])) = cardinality(@kinds::text[]) as stopped
from account a where a.id = @account_id and a.municipality_id = @municipality_id and a.ended_at is null`

// StoppingByToken is what the link shows; it changes nothing. Another token, and that of somebody whose account has ended, is NotFound.
func (s *Service) StoppingByToken(ctx context.Context, municipalityID int64, token string) (Stopping, error) {
	gone := fault.Missing(i18n.Mark("Lenken virker ikke lenger. Logg inn for å velge hvilken e-post du vil ha."))
	box, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return Stopping{}, gone
	}
	text, err := s.Keys.Open(box, stopAbout)
	if err != nil {
		return Stopping{}, gone
	}
	var municipality, accountID int64
	if _, err := fmt.Sscanf(text, "%d %d", &municipality, &accountID); err != nil || municipality != municipalityID {
		return Stopping{}, gone
	}
	out, err := postgres.One[Stopping](ctx, s.Pool, stoppedSQL, postgres.Args{"account_id": accountID, "municipality_id": municipalityID, "kinds": Kinds})
	if fault.Is(err, fault.NotFound) {
		return Stopping{}, gone
	}
	return out, err
}

const stopSQL = `-- notice.stop
insert into notice_choice (municipality_id, account_id, kind, often)
select @municipality_id, @account_id, k, 'never' from unnest(@kinds::text[]) k
on conflict (account_id, kind) do update set often = excluded.often`

// StopByToken ends all letters of what waits to the person. Doing it twice changes nothing.
func (s *Service) StopByToken(ctx context.Context, municipalityID int64, token string) error {
	who, err := s.StoppingByToken(ctx, municipalityID, token)
	if err != nil || who.Stopped {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := postgres.Exec(ctx, tx, stopSQL, postgres.Args{"municipality_id": municipalityID, "account_id": who.AccountID, "kinds": Kinds}); err != nil {
			return err
		}
		never := map[string]string{}
		for _, k := range Kinds {
			never[string(k)] = string(Never)
		}
		if err := s.log(ctx, tx, municipalityID, who.AccountID, never); err != nil {
			return err
		}
		return audit.Record(ctx, tx, s.Now(), account.Resident(municipalityID).Audit(), audit.Event{
			Action: "account.notice_stop", Object: "account", ObjectID: who.AccountID,
		})
	})
}
