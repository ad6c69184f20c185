// Package account knows who someone is: accounts, roles, invitations, logging in
// without a password, and the sessions that follow.
//
// Life: an account comes to be by an invitation (from staff, or from a group's
// own administrator) or by an approved registration, logs in by a mailed link or
// code, and is ended, never deleted while what it did must be traceable.
//
// Rights: the matrix in actor.go. Staff come in by /ansatt, groups by /lag.
package account

import (
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/mail"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Service has the use cases of accounts.
type Service struct {
	pool *pgxpool.Pool
	mail *mail.Service
	jobs jobs.Enqueuer
}

// NewService makes the service.
func NewService(pool *pgxpool.Pool, mailer *mail.Service, enqueue jobs.Enqueuer) *Service {
	return &Service{pool: pool, mail: mailer, jobs: enqueue}
}
