// Package portal builds all services in order and registers the workers of their
// jobs. The server, the command line and the tests start from here.
package portal

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/config"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/municipality"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Portal is every service of the portal on one database.
type Portal struct {
	Pool           *pgxpool.Pool
	Jobs           *jobs.Client
	Mail           *mail.Service
	Municipalities *municipality.Service
	Accounts       *account.Service
	Now            func() time.Time // the clock; tests set their own
}

var _ = fmt.Sprint
var _ = context.Background
var _ = slog.Default
var _ = config.Config{}
