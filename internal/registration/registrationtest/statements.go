// Counting what is run against the database, for tests of what costs how much.

package registrationtest

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Statements counts what is run on a pool of its own, by name; batches are not among it.
type Statements struct {
	Pool *pgxpool.Pool
	mu   sync.Mutex
	n    map[string]int
}

// Counted is another pool on the world's database that counts.
func (w *World) Counted(t *testing.T) *Statements {
	t.Helper()
	s := &Statements{n: map[string]int{}}
	config := w.Pool.Config()
	config.ConnConfig.Tracer = s
	var err error
	s.Pool, err = pgxpool.NewWithConfig(t.Context(), config)
	must(t, err)
	t.Cleanup(s.Pool.Close)
	return s
}

// Take gives how often each was run since it was last taken.
func (s *Statements) Take() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.n
	s.n = map[string]int{}
	return n
}

// TraceQueryStart is for pgx.
func (s *Statements) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	if name, _, _ := strings.Cut(q.SQL, "\n"); strings.HasPrefix(name, "-- ") {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.n[strings.TrimPrefix(name, "-- ")]++
	}
	return ctx
}

// TraceQueryEnd is for pgx.
func (*Statements) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
