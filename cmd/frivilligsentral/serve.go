// Serving the site until it is told to stop.

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"frivilligsentral/internal/config"
	"frivilligsentral/web"
)

func serve(ctx context.Context, e env, _ []string) (int, error) {
	cfg, err := e.settings()
	if err != nil {
		return exitUsage, err
	}
	log := e.logger(cfg)
	slog.SetDefault(log)
	ln, err := net.Listen("tcp", cfg.Listen) // before the database: a busy port is told at once
	if err != nil {
		return exitRefused, err
	}
	defer func() { _ = ln.Close() }()
	o, err := open(ctx, cfg, log)
	if err != nil {
		return exitRefused, err
	}
	defer o.close()
	if cfg.Demo {
		if err := fillDemo(ctx, o, log); err != nil {
			return exitRefused, err
		}
	}
	if err := o.Jobs.Start(ctx); err != nil {
		return exitRefused, err
	}
	return exitOK, listen(ctx, e, cfg, ln, o, log)
}

// listen serves until ctx ends, then lets requests in flight and jobs finish.
func listen(ctx context.Context, e env, cfg config.Config, ln net.Listener, o *opened, log *slog.Logger) error {
	srv := server(web.New(cfg, o.Portal, log), log)
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(ln) }()
	announce(ctx, e, cfg, ln, o)
	select {
	case err := <-failed:
		return errors.Join(err, shutDown(srv, o, cfg))
	case <-ctx.Done():
	}
	log.Info("stopping")
	return shutDown(srv, o, cfg)
}

// server bounds what a slow or greedy client may hold: the header, the whole
// request (ten megabytes over a poor line included), and the answer.
func server(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 60 * time.Second,
		WriteTimeout: 90 * time.Second, IdleTimeout: 120 * time.Second, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

// lastWork bounds what is stored when the requests have ended. It is no part of
// the time that they had, which may be used up.
const lastWork = 10 * time.Second

func shutDown(srv *http.Server, o *opened, cfg config.Config) error {
	ctx, cancel := context.WithTimeout(context.Background(), cfg.ShutdownTimeout)
	defer cancel()
	err := srv.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = errors.Join(err, srv.Close())
	}
	last, end := context.WithTimeout(context.Background(), lastWork)
	defer end()
	return errors.Join(err, o.Words.Flush(last, o.Pool), o.Jobs.Stop(last))
}

func announce(ctx context.Context, e env, cfg config.Config, ln net.Listener, o *opened) {
	fmt.Fprintf(e.stdout, "\nThe portal answers at %s (listening on %s)\n", cfg.BaseURL, ln.Addr())
	if cfg.Demo {
		announceDemo(ctx, e, cfg, o)
	}
	fmt.Fprintln(e.stdout, "Stop it with Ctrl-C.")
}
