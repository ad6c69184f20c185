package ownfeed

import (
	"testing"

	"frivilligsentral/internal/postgres/pgtest"
)

func TestQueries(t *testing.T) { t.Parallel(); pgtest.Queries(t) }
