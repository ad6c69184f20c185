// Package migrations holds the database schema as numbered goose files and
// brings a database up to it. schema.sql beside them is the result, for reading.
package migrations

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed 0*.sql
var files embed.FS

// Status is one migration and whether the database has it.
type Status struct {
	Version int64
	File    string
	Applied bool
}

// Up applies the migrations that the database lacks, and returns how many. An
// advisory lock lets only one process do it; others wait up to five minutes.
func Up(ctx context.Context, dsn string) (applied int, err error) {
	err = with(ctx, dsn, func(p *goose.Provider) error {
		pending, err := p.HasPending(ctx)
		if err != nil || !pending {
			return err
		}
		results, err := p.Up(ctx)
		applied = len(results)
		return err
	})
	if err != nil {
		return applied, fmt.Errorf("migrate up: %w", err)
	}
	return applied, nil
}

// Down undoes every migration. All data is lost.
func Down(ctx context.Context, dsn string) error {
	err := with(ctx, dsn, func(p *goose.Provider) error {
		_, err := p.DownTo(ctx, 0)
		return err
	})
	if err != nil {
		return fmt.Errorf("migrate down: %w", err)
	}
	return nil
}

// List says which migrations there are and which of them are applied.
func List(ctx context.Context, dsn string) (list []Status, err error) {
	err = with(ctx, dsn, func(p *goose.Provider) error {
		all, err := p.Status(ctx)
		for _, m := range all {
			list = append(list, Status{m.Source.Version, m.Source.Path, m.State == goose.StateApplied})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("migration status: %w", err)
	}
	return list, nil
}

// Hash names this exact set of files, so that a template database of another
// set is never taken for it.
func Hash() string {
	sum := sha256.New()
	names, _ := fs.Glob(files, "*.sql") // sorted; cannot fail on a fixed pattern
	for _, name := range names {
		text, _ := files.ReadFile(name)
		_, _ = fmt.Fprintf(sum, "%s %d\n%s", name, len(text), text)
	}
	return hex.EncodeToString(sum.Sum(nil)[:6])
}

func with(ctx context.Context, dsn string, do func(*goose.Provider) error) (err error) {
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		return err
	}
	cfg.RuntimeParams["application_name"] = "frivilligsentral migrate"
	db := stdlib.OpenDB(*cfg)
	defer func() { err = errors.Join(err, db.Close()) }()
	provider, err := newProvider(db)
	if err != nil {
		return err
	}
	return do(provider)
}

func newProvider(db *sql.DB) (*goose.Provider, error) {
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db, files,
		goose.WithSessionLocker(locker), goose.WithDisableGlobalRegistry(true),
		goose.WithSlog(slog.New(slog.DiscardHandler)))
}
