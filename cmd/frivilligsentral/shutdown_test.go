package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"time"

	"frivilligsentral/internal/config"
	"frivilligsentral/internal/portal"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"
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
			cfg.Demo, cfg.ShutdownTimeout = false, tc.patience
			pool := pgtest.Pool(t)
			p, err := portal.New(pool, portal.Options{Config: cfg})
			if err != nil {
				t.Fatal(err)
			}
			id, err := postgres.Scalar[int64](t.Context(), pool, "insert into municipality (number, name) values ('9999', 'Prøve') returning id", nil)
			if err != nil {
				t.Fatal(err)
			}
			p.Words.Add(id, time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC), "strikking", 2)
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
	return listen(context.Background(), env{stdout: io.Discard}, cfg, ln, o, slog.New(slog.DiscardHandler))
}
