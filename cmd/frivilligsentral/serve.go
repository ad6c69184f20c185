// Serving the site until it is told to stop.

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
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
	f := listenAtOnce(ln, log)
	o, code, err := prepare(ctx, cfg, log)
	if err != nil {
		return code, errors.Join(err, f.srv.Close())
	}
	defer o.close()
	f.show(web.New(cfg, o.Portal, log))
	announce(ctx, e, cfg, ln, o)
	return exitOK, f.until(ctx, cfg, o, log)
}

// prepare opens the database, which may take long when much is to be migrated, and starts the jobs.
func prepare(ctx context.Context, cfg config.Config, log *slog.Logger) (o *opened, code int, err error) {
	if o, err = open(ctx, cfg, log); err != nil {
		return nil, exitRefused, err
	}
	if cfg.Demo {
		if err := fillDemo(ctx, o, log); err != nil {
			o.close()
			return nil, refusal(err), err
		}
	}
	if !cfg.Demo && cfg.SMTPURL == "" {
		log.Warn("SMTP_URL is empty: e-mails are kept in the database and not sent")
	}
	if err := o.Jobs.Start(ctx); err != nil {
		o.close()
		return nil, exitRefused, err
	}
	return o, exitOK, nil
}

// front is what listens. Until the portal is ready it says so to whoever comes.
type front struct {
	srv    *http.Server
	site   atomic.Pointer[http.Handler]
	failed chan error
}

// listenAtOnce answers on ln from now on.
func listenAtOnce(ln net.Listener, log *slog.Logger) *front {
	f := &front{failed: make(chan error, 1)}
	f.show(web.Starting())
	f.srv = server(f, log)
	go func() { f.failed <- f.srv.Serve(ln) }()
	return f
}

func (f *front) show(h http.Handler) { f.site.Store(&h) }

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) { (*f.site.Load()).ServeHTTP(w, r) }

// until serves until ctx ends, then lets requests in flight and jobs finish.
func (f *front) until(ctx context.Context, cfg config.Config, o *opened, log *slog.Logger) error {
	select {
	case err := <-f.failed:
		return errors.Join(err, shutDown(f.srv, o, cfg))
	case <-ctx.Done():
	}
	log.Info("stopping")
	return shutDown(f.srv, o, cfg)
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
	return errors.Join(err, o.SearchLog.Flush(last, o.Pool), o.Jobs.Stop(last))
}

func announce(ctx context.Context, e env, cfg config.Config, ln net.Listener, o *opened) {
	fmt.Fprintf(e.stdout, "\nThe portal answers at %s (listening on %s)\n", cfg.BaseURL, ln.Addr())
	if cfg.Demo {
		announceDemo(ctx, e, cfg, o)
	}
	fmt.Fprintln(e.stdout, "Stop it with Ctrl-C.")
}
