// Package postgres is the portal's way to its database: one pool, transactions
// that are retried, rows as structs, and SQL errors as faults. Features keep
// their SQL as constants beside the functions that run it; this package only runs it.
package postgres

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Querier runs SQL: a pool, a connection or a transaction.
type Querier interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
	CopyFrom(ctx context.Context, table pgx.Identifier, columns []string, src pgx.CopyFromSource) (int64, error)
}

// Options are what differs between installations; zero values are sensible.
type Options struct {
	// MaxConns is the size of the pool, 8 when zero: more connections than a few
	// per processor make Postgres slower, not faster.
	MaxConns int32
	// StatementTimeout ends a statement that runs away, 30 s when zero, none when negative.
	StatementTimeout time.Duration
	// Application is what pg_stat_activity shows, "frivilligsentral" when empty.
	Application string
}

// Open makes the pool and checks that the database answers; if not, the error
// is of kind fault.Unavailable. Times are read as UTC.
func Open(ctx context.Context, dsn string, opts Options) (*pgxpool.Pool, error) {
	cfg, err := poolConfig(dsn, opts)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", Fault(err))
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("open database: %w", Fault(err))
	}
	return pool, nil
}

func poolConfig(dsn string, opts Options) (*pgxpool.Config, error) {
	cfg, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, err // pgx leaves the password out of its message
	}
	cfg.MaxConns = 8
	if opts.MaxConns > 0 {
		cfg.MaxConns = opts.MaxConns
	}
	params := cfg.ConnConfig.RuntimeParams
	params["timezone"] = "UTC"
	params["application_name"] = "frivilligsentral"
	if opts.Application != "" {
		params["application_name"] = opts.Application
	}
	params["idle_in_transaction_session_timeout"] = "60000"
	switch timeout := opts.StatementTimeout; {
	case timeout == 0:
		params["statement_timeout"] = "30000"
	case timeout > 0:
		params["statement_timeout"] = strconv.FormatInt(timeout.Milliseconds(), 10)
	}
	if cfg.ConnConfig.ConnectTimeout == 0 {
		cfg.ConnConfig.ConnectTimeout = 5 * time.Second
	}
	cfg.AfterConnect = readTimesAsUTC
	return cfg, nil
}

func readTimesAsUTC(_ context.Context, conn *pgx.Conn) error {
	conn.TypeMap().RegisterType(&pgtype.Type{
		Name: "timestamptz", OID: pgtype.TimestamptzOID,
		Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
	})
	return nil
}
