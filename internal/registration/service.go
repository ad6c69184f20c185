// The service, and what its use cases have in common.

package registration

import (
	"context"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/audit"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/offering"
	"frivilligsentral/internal/seal"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Deps are what the use cases need.
type Deps struct {
	Pool    *pgxpool.Pool
	Letters letter.Writer
	Keys    *seal.Keys       // of the answers
	Now     func() time.Time // nil: time.Now
}

// Service has the use cases of signing up.
type Service struct {
	pool   postgres.Database
	now    func() time.Time
	mailer *letters.Service
	keys   *seal.Keys

	offerings *offering.Kept
}

// NewService makes the service.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	l := letters.NewService(letters.Deps{Pool: d.Pool, Letters: d.Letters, Now: d.Now})
	return &Service{pool: d.Pool, now: d.Now, mailer: l, keys: d.Keys, offerings: offering.Keep(d.Pool, d.Now)}
}

// In is the service inside a transaction of the caller's, by her clock and with
// her outbox: for telling of what has happened before.
func (s *Service) In(tx pgx.Tx, m *mail.Outbox, now func() time.Time) *Service {
	return &Service{pool: tx, now: now, mailer: s.mailer.In(tx, m, now), keys: s.keys, offerings: offering.Keep(tx, now)}
}

func missingLink() error {
	return fault.Missing(i18n.Mark("Lenken virker ikke lenger. Påmeldingen kan være slettet fordi den ikke ble bekreftet i tide."))
}

// Missing is the fault of a registration that is not there, or not for the actor.
func Missing() error { return fault.Missing(i18n.Mark("Vi finner ikke påmeldingen.")) }

// Record writes in the log what was done with a registration.
func Record(ctx context.Context, q postgres.Querier, at time.Time, actor account.Actor, action string, id int64, detail map[string]any) error {
	return audit.Record(ctx, q, at, actor.Audit(), audit.Event{Action: action, Object: "registration", ObjectID: id, Detail: detail})
}
