// Opening the database and building the portal for a command.

package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"frivilligsentral/internal/config"
	"frivilligsentral/internal/portal"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/embedded"
	"frivilligsentral/migrations"
)

// opened is a running database and the services on it.
type opened struct {
	*portal.Portal
	dsn  string
	stop []func()
}

func (o *opened) close() {
	for i := len(o.stop) - 1; i >= 0; i-- {
		o.stop[i]()
	}
}

// open starts the private Postgres when no other is named, migrates, and builds the services.
func open(ctx context.Context, cfg config.Config, log *slog.Logger) (*opened, error) {
	o := &opened{dsn: cfg.DatabaseURL}
	if o.dsn == "" {
		if err := o.startPrivate(ctx, cfg, log); err != nil {
			return nil, err
		}
	}
	if err := o.connect(ctx, cfg, log); err != nil {
		o.close()
		return nil, err
	}
	return o, nil
}

func (o *opened) startPrivate(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	server, err := embedded.Start(ctx, embedded.Config{StateDir: cfg.StateDir, Log: log, Durable: true})
	if err != nil {
		return err
	}
	o.dsn = server.DSN()
	o.stop = append(o.stop, func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := server.Stop(ctx); err != nil {
			log.Error("stop private Postgres", "error", err)
		}
	})
	return nil
}

func (o *opened) connect(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	applied, err := migrations.Up(ctx, o.dsn)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if applied > 0 {
		log.Info("database migrated", "migrations", applied)
	}
	pool, err := postgres.Open(ctx, o.dsn, postgres.Options{MaxConns: int32(cfg.Connections)})
	if err != nil {
		return err
	}
	o.stop = append(o.stop, pool.Close)
	p, err := portal.New(pool, portal.Options{Config: cfg, Log: log})
	if err != nil {
		return err
	}
	o.Portal = p
	return p.Municipalities.EnsureNationalLists(ctx)
}

// withPortal runs do on the opened portal.
func withPortal(ctx context.Context, e env, do func(*opened) error) (int, error) {
	cfg, err := e.settings()
	if err != nil {
		return exitUsage, err
	}
	o, err := open(ctx, cfg, e.logger(cfg))
	if err != nil {
		return exitRefused, err
	}
	defer o.close()
	if err := do(o); err != nil {
		return exitRefused, err
	}
	return exitOK, nil
}
