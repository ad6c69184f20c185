// Opening the database and building the portal for a command.

package main

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"frivilligsentral/internal/config"
	"frivilligsentral/internal/portal"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/embedded"
	"frivilligsentral/internal/registration/answers"
	"frivilligsentral/internal/seal"
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
	if cfg.SealKey == "" {
		var err error
		if cfg.SealKey, err = seal.FileKey(filepath.Join(cfg.StateDir, "seal.key")); err != nil {
			o.close()
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
	if err := exchangeKeys(ctx, p, log); err != nil {
		return err
	}
	return p.Municipalities.EnsureNationalLists(ctx)
}

// exchangeKeys seals by SEAL_KEY what is sealed by SEAL_KEY_BEFORE, or was stored before there were keys.
func exchangeKeys(ctx context.Context, p *portal.Portal, log *slog.Logger) error {
	n, err := answers.Exchange(ctx, p.Pool, p.Keys)
	if err != nil {
		return fmt.Errorf("exchange the keys: %w", err)
	}
	if n > 0 {
		log.Info("protected texts are sealed by SEAL_KEY now", "texts", n)
	}
	if p.Config.SealKeyBefore != "" {
		log.Info("nothing is sealed by SEAL_KEY_BEFORE any more: when each process of the program has begun with the new SEAL_KEY, take it away")
	}
	return nil
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
