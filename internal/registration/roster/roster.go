// Package roster is the organiser's list of those who have signed up: who comes,
// attendance, calls to make, notes beside the names, substitutes who keep it,
// messages to those on it, and the list as a file. What somebody on it holds is
// changed in package registration.
package roster

import (
	"time"

	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration/letters"
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

// Service has the use cases of those who keep a list.
type Service struct {
	pool   postgres.Database
	now    func() time.Time
	mailer *letters.Service
	keys   *seal.Keys
}

// NewService makes the service.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	l := letters.NewService(letters.Deps{Pool: d.Pool, Letters: d.Letters, Now: d.Now})
	return &Service{pool: d.Pool, now: d.Now, mailer: l, keys: d.Keys}
}

// In is the service inside a transaction of the caller's, by her clock and with
// her outbox: for telling of what has happened before.
func (s *Service) In(tx pgx.Tx, m *mail.Outbox, now func() time.Time) *Service {
	return &Service{pool: tx, now: now, mailer: s.mailer.In(tx, m, now), keys: s.keys}
}
