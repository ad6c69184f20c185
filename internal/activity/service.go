package activity

import (
	"time"

	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/search"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Deps are what the use cases need.
type Deps struct {
	Pool *pgxpool.Pool
	Jobs jobs.Enqueuer
	Mail *mail.Outbox
	Now  func() time.Time
}

// Service has the use cases of activities.
type Service struct {
	pool *pgxpool.Pool
	jobs jobs.Enqueuer
	mail *mail.Outbox
	now  func() time.Time

	synonyms search.SynonymCache
}

// NewService makes the service. Now is time.Now when nil.
func NewService(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	return &Service{pool: d.Pool, jobs: d.Jobs, mail: d.Mail, now: d.Now}
}
