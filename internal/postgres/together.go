// Reading several things in as few round trips as can be.

package postgres

import (
	"context"
	"iter"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Together does the parts of a page beside each other: each goes on until it asks the pool for something, and what all
// of them ask is sent as one batch. A part is written as if it stood alone, and only one runs at a time, in their order,
// so they may share what they write to. What is asked in a transaction is asked there and
// then; a part asks from its own goroutine only. The first error, in the order of the parts, ends them all.
func Together(ctx context.Context, pool *pgxpool.Pool, parts ...func(ctx context.Context) error) error {
	outer := gatheringOf(ctx, pool)
	type running struct {
		next func() (*ask, bool)
		err  error
		over bool
	}
	all := make([]running, len(parts))
	for i, do := range parts {
		next, stop := iter.Pull(func(yield func(*ask) bool) {
			all[i].err = do(context.WithValue(ctx, gatheringKey{}, &gathering{pool, yield}))
		})
		defer stop()
		all[i].next = next
	}
	for {
		var asked []*ask
		for i := range all {
			p := &all[i]
			if p.over {
				continue
			}
			a, more := p.next()
			if p.over = !more; more {
				asked = append(asked, a)
			} else if p.err != nil {
				return p.err
			}
		}
		if len(asked) == 0 {
			return nil
		}
		if outer != nil {
			outer.pass(asked)
		} else {
			send(ctx, pool, asked)
		}
	}
}

type gatheringKey struct{}

// gathering is what a part of Together asks through.
type gathering struct {
	pool  *pgxpool.Pool
	yield func(*ask) bool
}

// gatheringOf is the one that a question to q goes through, nil for none.
func gatheringOf(ctx context.Context, q Querier) *gathering {
	g, ok := ctx.Value(gatheringKey{}).(*gathering)
	if pool, isPool := q.(*pgxpool.Pool); !ok || !isPool || pool != g.pool {
		return nil
	}
	return g
}

// ask is what a part waits for: statements with what reads their rows.
type ask struct {
	statements []*pgx.QueuedQuery
	settings   bool // it begins with settings, which hold for the rest of the batch
	err        error
	answered   int
}

// wait asks, and lets the other parts go on until there is an answer.
func (g *gathering) wait(a *ask) error {
	if !g.yield(a) {
		return context.Canceled // another part has failed
	}
	return a.err
}

// pass asks for the parts of a part.
func (g *gathering) pass(all []*ask) {
	one := &ask{statements: statementsOf(all), settings: slices.ContainsFunc(all, func(a *ask) bool { return a.settings })}
	unanswered(all, g.wait(one))
}

// send asks all in one batch.
func send(ctx context.Context, pool *pgxpool.Pool, all []*ask) {
	batch := pgx.Batch{QueuedQueries: statementsOf(all)}
	unanswered(all, pool.SendBatch(ctx, &batch).Close())
}

// statementsOf are those of all; those with settings come last, so that they hold for nobody else.
func statementsOf(all []*ask) (out []*pgx.QueuedQuery) {
	for _, settings := range []bool{false, true} {
		for _, a := range all {
			if a.settings == settings {
				for _, s := range a.statements {
					out = append(out, a.noting(s))
				}
			}
		}
	}
	return out
}

// unanswered tells those whose statements were not reached why.
func unanswered(all []*ask, err error) {
	for _, a := range all {
		if a.answered < len(a.statements) && a.err == nil {
			a.err = err
		}
	}
}

// noting is a statement whose failure is its own part's, and does not keep others from reading.
func (a *ask) noting(s *pgx.QueuedQuery) *pgx.QueuedQuery {
	read := s.Fn
	return &pgx.QueuedQuery{SQL: s.SQL, Arguments: s.Arguments, Fn: func(results pgx.BatchResults) error {
		var err error
		if read == nil {
			_, err = results.Exec()
		} else {
			err = read(results)
		}
		if a.answered++; a.err == nil {
			a.err = err
		}
		return nil
	}}
}

// SendBatch sends a batch of reads and reads it to its end, together with what other parts of a page ask. Settings says
// that it begins with settings for its transaction.
func SendBatch(ctx context.Context, q Querier, b *pgx.Batch, settings bool) error {
	if g := gatheringOf(ctx, q); g != nil {
		return Fault(g.wait(&ask{statements: b.QueuedQueries, settings: settings}))
	}
	return Fault(q.SendBatch(ctx, b).Close())
}
