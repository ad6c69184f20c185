// Package pgtest gives each test a real Postgres of its own: a database cloned
// from a migrated template, or a transaction that is rolled back. The server is
// TEST_DATABASE_URL, or a throw-away one that all test programs of this user share.
// Without Postgres a test fails; it is never skipped.
package pgtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"frivilligsentral/internal/postgres"
	"frivilligsentral/migrations"
)

// Pool is a pool on a fresh, migrated, empty database, dropped after the test.
func Pool(tb testing.TB) *pgxpool.Pool {
	tb.Helper()
	return open(tb, DSN(tb), 8)
}

// DSN names a fresh, migrated, empty database, dropped after the test.
func DSN(tb testing.TB) string {
	tb.Helper()
	return create(tb, "template "+template(tb))
}

// EmptyDSN names a database without any schema, for tests of migrations.
func EmptyDSN(tb testing.TB) string {
	tb.Helper()
	return create(tb, "template template0")
}

// Tx is a transaction on a migrated database that is rolled back after the
// test: far cheaper than a Pool, for tests that need one connection and no commit.
func Tx(tb testing.TB) pgx.Tx {
	tb.Helper()
	pool, err := shared()
	if err != nil {
		tb.Fatalf("pgtest: %v", err)
	}
	tx, err := pool.Begin(context.Background())
	if err != nil {
		tb.Fatalf("pgtest: begin: %v", err)
	}
	tb.Cleanup(func() { _ = tx.Rollback(context.Background()) })
	return tx
}

// shared is the one database of this test program in which transactions run
// that never commit.
var shared = sync.OnceValues(func() (*pgxpool.Pool, error) {
	name, err := templateName()
	if err != nil {
		return nil, err
	}
	clone := name + "_tx"
	err = locked(context.Background(), func(ctx context.Context, admin *pgx.Conn) error {
		return createOnce(ctx, admin, clone, "template "+name)
	})
	if err != nil {
		return nil, err
	}
	dsn, err := serverDSN(clone)
	if err != nil {
		return nil, err
	}
	return postgres.Open(context.Background(), dsn, postgres.Options{MaxConns: 8, Application: "pgtest"})
})

func open(tb testing.TB, dsn string, conns int32) *pgxpool.Pool {
	tb.Helper()
	pool, err := postgres.Open(context.Background(), dsn, postgres.Options{MaxConns: conns, Application: "pgtest"})
	if err != nil {
		tb.Fatalf("pgtest: %v", err)
	}
	tb.Cleanup(pool.Close)
	return pool
}

func create(tb testing.TB, options string) string {
	tb.Helper()
	name := "test_" + strings.ToLower(rand.Text()[:12])
	dsn, err := serverDSN(name)
	if err == nil {
		err = onServer(context.Background(), "create database "+name+" "+options)
	}
	if err != nil {
		tb.Fatalf("pgtest: %v", err)
	}
	tb.Cleanup(func() {
		if err := onServer(context.Background(), "drop database if exists "+name+" with (force)"); err != nil {
			tb.Errorf("pgtest: drop: %v", err)
		}
	})
	return dsn
}

func onServer(ctx context.Context, sql string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	pool, err := admins()
	if err != nil {
		return err
	}
	_, err = pool.Exec(ctx, sql)
	return err
}

func template(tb testing.TB) string {
	tb.Helper()
	name, err := templateName()
	if err != nil {
		tb.Fatalf("pgtest: %v", err)
	}
	return name
}

var templateName = sync.OnceValues(func() (string, error) {
	name := "template_" + migrations.Hash()
	return name, locked(context.Background(), func(ctx context.Context, admin *pgx.Conn) error {
		return makeTemplate(ctx, admin, name)
	})
})

// makeTemplate migrates under another name first: a template is complete or absent.
func makeTemplate(ctx context.Context, admin *pgx.Conn, name string) error {
	if found, err := exists(ctx, admin, name); err != nil || found {
		return err
	}
	making := name + "_making"
	for _, sql := range []string{"drop database if exists " + making + " with (force)", "create database " + making + " template template0"} {
		if _, err := admin.Exec(ctx, sql); err != nil {
			return fmt.Errorf("make template: %w", err)
		}
	}
	dsn, err := serverDSN(making)
	if err != nil {
		return err
	}
	if _, err := migrations.Up(ctx, dsn); err != nil {
		return err
	}
	_, err = admin.Exec(ctx, "alter database "+making+" rename to "+name)
	return err
}

func createOnce(ctx context.Context, admin *pgx.Conn, name, options string) error {
	if found, err := exists(ctx, admin, name); err != nil || found {
		return err
	}
	_, err := admin.Exec(ctx, "create database "+name+" "+options)
	return err
}

func exists(ctx context.Context, admin *pgx.Conn, name string) (found bool, err error) {
	err = admin.QueryRow(ctx, "select exists (select from pg_database where datname = $1)", name).Scan(&found)
	return found, err
}

// locked runs do while no other test program does: templates are made once.
func locked(ctx context.Context, do func(context.Context, *pgx.Conn) error) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	dsn, err := serverDSN("")
	if err != nil {
		return err
	}
	admin, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer func() { _ = admin.Close(context.Background()) }() // lets go of the lock too
	if _, err := admin.Exec(ctx, "select pg_advisory_lock(7391)"); err != nil {
		return err
	}
	return do(ctx, admin)
}
