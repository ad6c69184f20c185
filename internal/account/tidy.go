// The hourly job that forgets what is no longer needed.

package account

import (
	"context"
	"fmt"
	"time"

	"frivilligsentral/internal/postgres"

	"github.com/riverqueue/river"
)

// How long things are kept: what is said here is what the privacy page promises.
const (
	keepAttempts    = 30 * 24 * time.Hour
	keepFullIP      = time.Hour // after that only the network part: limits need no more
	keepSessions    = 30 * 24 * time.Hour
	keepInvitations = 30 * 24 * time.Hour // after they ran out or were accepted
	keepEnded       = 365 * 24 * time.Hour
	keepLoginLog    = 365 * 24 * time.Hour

	// KeepKnown is how long a browser is known after it has logged in.
	KeepKnown = 180 * 24 * time.Hour
)

// TidyArgs is the job that forgets what is no longer needed.
type TidyArgs struct{}

// Kind names the job.
func (TidyArgs) Kind() string { return "account.tidy" }

type tidyWorker struct {
	river.WorkerDefaults[TidyArgs]
	s *Service
}

func (w tidyWorker) Work(ctx context.Context, _ *river.Job[TidyArgs]) error { return w.s.Tidy(ctx) }

// AddWorkers registers the feature's jobs.
func (s *Service) AddWorkers(workers *river.Workers) { river.AddWorker(workers, tidyWorker{s: s}) }

// Periodic are the feature's jobs that come back.
func (s *Service) Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{river.NewPeriodicJob(
		river.PeriodicInterval(time.Hour),
		func() (river.JobArgs, *river.InsertOpts) { return TidyArgs{}, nil },
		&river.PeriodicJobOpts{ID: "account.tidy", RunOnStart: true},
	)}
}

const tidyAttemptsSQL = `-- account.tidyAttempts
delete from login_attempt where created_at < @before`

// 24 bits of IPv4 and 48 of IPv6 stay.
const networkOfIP = `host(network(set_masklen(ip::inet, case family(ip::inet) when 4 then 24 else 48 end)))`

const maskIPsSQL = `-- account.maskIPs
update login_attempt set ip = ` + networkOfIP + ` where created_at < @before and ip <> '' and ip <> ` + networkOfIP

const tidyStoreSQL = `-- account.tidyStore
delete from sessions where expiry < @now`

const tidySessionsSQL = `-- account.tidySessions
delete from login_session where expires_at < @before`

const tidyKnownSQL = `-- account.tidyKnown
delete from known_browser where used_at < @before`

const tidyInvitationsSQL = `-- account.tidyInvitations
delete from invitation where coalesce(accepted_at, expires_at) < @before`

const tidyEmailChangesSQL = `-- account.tidyEmailChanges
delete from email_change where expires_at < @before`

const tidyAccountsSQL = `-- account.tidyAccounts
delete from account where ended_at < @before`

const tidyLoginLogSQL = `-- account.tidyLoginLog
delete from audit_event where at < @before and (action like 'login%' or action like 'logout%')`

// Tidy deletes old requests to log in, sessions, invitations and ended accounts,
// and cuts the network addresses short. Running it again changes nothing.
func (s *Service) Tidy(ctx context.Context) error {
	now := s.Now()
	for _, step := range []struct {
		sql    string
		before time.Time
	}{
		{tidyAttemptsSQL, now.Add(-keepAttempts)}, {tidySessionsSQL, now.Add(-keepSessions)}, {tidyInvitationsSQL, now.Add(-keepInvitations)},
		{tidyEmailChangesSQL, now.Add(-24 * time.Hour)}, {tidyAccountsSQL, now.Add(-keepEnded)}, {tidyLoginLogSQL, now.Add(-keepLoginLog)}, {maskIPsSQL, now.Add(-keepFullIP)},
		{tidyKnownSQL, now.Add(-KeepKnown)},
	} {
		if _, err := postgres.Exec(ctx, s.Pool, step.sql, postgres.Args{"before": step.before}); err != nil {
			return fmt.Errorf("tidy accounts: %w", err)
		}
	}
	if _, err := postgres.Exec(ctx, s.Pool, tidyStoreSQL, postgres.Args{"now": now}); err != nil {
		return fmt.Errorf("tidy accounts: %w", err)
	}
	return nil
}

// Retention is how long each kind of trace is kept.
type Retention struct {
	Attempts    time.Duration // requests to log in
	FullIP      time.Duration // of their network address; after that only the first part
	Sessions    time.Duration // after they ran out
	Invitations time.Duration // after they ran out or were accepted
	Ended       time.Duration // accounts, after their access ended
	LoginLog    time.Duration // who logged in and out
	Known       time.Duration // that a browser has logged in, after it last did
}

// Kept is what the hourly job does, for the page that promises it.
func Kept() Retention {
	return Retention{
		Attempts: keepAttempts, FullIP: keepFullIP, Sessions: keepSessions, Invitations: keepInvitations, Ended: keepEnded, LoginLog: keepLoginLog, Known: KeepKnown,
	}
}
