package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"time"

	"frivilligsentral/internal/config"
	"frivilligsentral/internal/portal"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"
	"frivilligsentral/internal/seal"
)

// However the end comes, what was searched for is stored.
func TestSearchWordsAreStoredAtTheEnd(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		patience time.Duration // for the requests in flight
		end      func(t *testing.T, o *opened, cfg config.Config) error
		want     error
	}{
		"in good time": {patience, func(_ *testing.T, o *opened, cfg config.Config) error {
			return shutDown(&http.Server{}, o, cfg)
		}, nil},
		"the requests used up the time": {time.Nanosecond, func(_ *testing.T, o *opened, cfg config.Config) error {
			return shutDown(&http.Server{}, o, cfg)
		}, nil},
		"the listener fails": {patience, listenerFails, net.ErrClosed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg, err := config.FromEnv(func(string) string { return "" })
			if err != nil {
				t.Fatal(err)
			}
			cfg.Demo, cfg.ShutdownTimeout, cfg.SealKey = false, tc.patience, seal.NewKey()
			pool := pgtest.Pool(t)
			p, err := portal.New(pool, portal.Options{Config: cfg})
			if err != nil {
				t.Fatal(err)
			}
			id, err := postgres.Scalar[int64](t.Context(), pool, "insert into municipality (number, name) values ('9999', 'Prøve') returning id", nil)
			if err != nil {
				t.Fatal(err)
			}
			p.SearchLog.Add(id, time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC), "strikking", 2)
			if err := tc.end(t, &opened{Portal: p}, cfg); !errors.Is(err, tc.want) {
				t.Errorf("got %v, want %v", err, tc.want)
			}
			n, err := postgres.Scalar[int](t.Context(), pool, "select count(*) from search_word where word = 'strikking' and searches = 1", nil)
			if err != nil || n != 1 {
				t.Errorf("stored search words: got %d, %v, want 1", n, err)
			}
		})
	}
}

func listenerFails(t *testing.T, o *opened, cfg config.Config) error {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := ln.Close(); err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	return listenAtOnce(ln, log).until(context.Background(), cfg, o, log)
}

// The port answers from the first moment: 503 while the tables are changed, the portal afterwards.
func TestPortAnswersWhileItStarts(t *testing.T) {
	t.Parallel()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := listenAtOnce(ln, slog.New(slog.DiscardHandler))
	defer func() { _ = f.srv.Close() }()
	status := func(path string) int {
		res, err := http.Get("http://" + ln.Addr().String() + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		return res.StatusCode
	}
	for _, path := range []string{"/", "/helse", "/en/aktiviteter", "/static/app.css"} {
		if got := status(path); got != http.StatusServiceUnavailable {
			t.Errorf("%s while it starts: got %d, want 503", path, got)
		}
	}
	f.show(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }))
	if got := status("/"); got != http.StatusTeapot {
		t.Errorf("when it is ready: got %d, want the portal's answer", got)
	}
}
