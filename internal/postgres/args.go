// Named arguments, whose statement is read once.

package postgres

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
)

// Args are the named arguments of a statement, strict as pgx.StrictNamedArgs:
// all that the statement names, and no other. A statement is read for its names
// once in the life of the program, not at each call.
type Args map[string]any

// numbered is a statement with $1, $2 … in the place of its names.
type numbered struct {
	sql   string
	names []string // the first is $1
}

// lexed are the statements that were run; they are constants, so there are as many as the program has.
var (
	lexed      sync.Map // of string to numbered
	lexedCount atomic.Int32
)

// statements made anew for each call would fill the memory: what is beyond is not kept.
const maxLexed = 5000

// RewriteQuery implements pgx.QueryRewriter.
func (a Args) RewriteQuery(ctx context.Context, conn *pgx.Conn, sql string, _ []any) (string, []any, error) {
	var n numbered
	if kept, ok := lexed.Load(sql); ok {
		n = kept.(numbered)
	} else {
		var err error
		if n, err = lex(ctx, conn, sql, a); err != nil {
			return "", nil, err
		}
		if lexedCount.Add(1) <= maxLexed {
			lexed.Store(strings.Clone(sql), n)
		}
	}
	values := make([]any, len(n.names))
	for i, name := range n.names {
		v, ok := a[name]
		if !ok {
			return "", nil, fmt.Errorf("argument %s found in sql query but not given", name)
		}
		values[i] = v
	}
	if len(values) < len(a) {
		for name := range a {
			if !slices.Contains(n.names, name) {
				return "", nil, fmt.Errorf("argument %s given but not found in sql query", name)
			}
		}
	}
	return n.sql, values, nil
}

// lex lets pgx read the statement with each name as its own value, so that the values come back in the order of their numbers.
func lex(ctx context.Context, conn *pgx.Conn, sql string, a Args) (numbered, error) {
	names := make(pgx.StrictNamedArgs, len(a))
	for name := range a {
		names[name] = name
	}
	rewritten, ordered, err := names.RewriteQuery(ctx, conn, sql, nil)
	if err != nil {
		return numbered{}, err
	}
	n := numbered{sql: rewritten, names: make([]string, len(ordered))}
	for i, name := range ordered {
		n.names[i] = name.(string)
	}
	return n, nil
}
