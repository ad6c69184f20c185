// What went wrong in the database, as a fault.

package postgres

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/puddle/v2"

	"frivilligsentral/internal/fault"
)

// kinds are the SQL states that are the input's or the moment's fault, not ours.
var kinds = map[string]fault.Kind{
	"22001": fault.Invalid, // string too long
	"22003": fault.Invalid, // number out of range
	"22007": fault.Invalid, // not a date
	"22008": fault.Invalid, // date out of range
	"22021": fault.Invalid, // not UTF-8, or a NUL byte
	"22P02": fault.Invalid, // not a number, uuid …
	"22P05": fault.Invalid, // \u0000 in jsonb
	"23502": fault.Invalid, // not null
	"23514": fault.Invalid, // check
	"23503": fault.Conflict,
	"23505": fault.Conflict,
	"23P01": fault.Conflict, // exclusion
	"40001": fault.Conflict, // serialisation failure, after the retries
	"40P01": fault.Conflict, // deadlock, after the retries
	"55P03": fault.Conflict, // lock not available
	"57014": fault.Unavailable,
	"57P05": fault.Unavailable, // idle session timeout
	"25P03": fault.Unavailable, // idle in transaction
	"25006": fault.Unavailable, // read only: a standby, or a host that stops writes when the disk is nearly full
	"58030": fault.Unavailable, // the disk fails
}

// away are the classes of a server that is going down, a broken line, and a server that has run out of something:
// disk, memory, connections.
var away = []string{"57P0", "08", "53"}

// Fault turns an error of pgx into a fault where its SQL state says whose fault
// it is: what the input broke is Invalid, what clashes is Conflict, a database
// that is away is Unavailable, no rows is NotFound. Others, and errors that are
// faults already, stay as they are. The cause stays in the chain.
func Fault(err error) error {
	var already *fault.Error
	switch kind := kindOf(err); {
	case err == nil || errors.As(err, &already) || kind == fault.Internal:
		return err
	default:
		return &fault.Error{Kind: kind, Err: err}
	}
}

func kindOf(err error) fault.Kind {
	if errors.Is(err, pgx.ErrNoRows) {
		return fault.NotFound
	}
	if state := State(err); state != "" {
		for _, class := range away {
			if strings.HasPrefix(state, class) {
				return fault.Unavailable
			}
		}
		return kinds[state]
	}
	var connect *pgconn.ConnectError
	var network net.Error
	if errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, io.EOF) || errors.Is(err, puddle.ErrClosedPool) || errors.Is(err, context.DeadlineExceeded) || pgconn.Timeout(err) {
		return fault.Unavailable
	}
	return fault.Internal
}

// State is the SQLSTATE of err, "" when it does not come from the server.
func State(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// Constraint is the name of the constraint that err violates, "" when none, so
// that a use case can say which of its rules the input broke.
func Constraint(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.ConstraintName
	}
	return ""
}

// TimedOut reports whether the statement timeout ended the query.
func TimedOut(err error) bool { return State(err) == "57014" }

func retryable(err error) bool {
	state := State(err)
	return state == "40001" || state == "40P01"
}
