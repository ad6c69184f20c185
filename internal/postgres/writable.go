// Whether the database can store anything.

package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/fault"
)

const (
	readOnlySQL = `-- postgres.readOnly
select current_setting('transaction_read_only') = 'on', set_config('work_mem', '64kB', true)`

	// More rows than work_mem has room for, so that they go by way of a file.
	spillSQL = `-- postgres.spill
select count(*) from generate_series(1, 20000)`
)

// Writable is nil when the database can store something. A server whose disk is full still answers reads, so a
// temporary file is written beside the data; nothing of it stays.
func Writable(ctx context.Context, db Beginner) error {
	return InTx(ctx, db, func(ctx context.Context, tx pgx.Tx) error {
		var readOnly bool
		if err := tx.QueryRow(ctx, readOnlySQL).Scan(&readOnly, nil); err != nil {
			return err
		}
		if readOnly {
			return fault.Down(errors.New("the database takes no writes"))
		}
		_, err := Scalar[int64](ctx, tx, spillSQL, nil)
		return err
	})
}
