package registration

import (
	"testing"

	"frivilligsentral/internal/postgres/pgtest"
)

// The statement is put together from parts of other packages, so it is no constant.
func TestEnterStatement(t *testing.T) {
	t.Parallel()
	pgtest.Statements(t, pgtest.Tx(t), map[string]string{"enterStatement": enterStatement})
}
