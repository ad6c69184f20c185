// What is in the database, for tests that nothing has changed.

package webtest

import (
	"testing"

	"frivilligsentral/internal/postgres/pgtest"
)

// Contents is a fingerprint of each table, to tell whether a request has changed anything.
func (s *Site) Contents(tb testing.TB) map[string]string {
	tb.Helper()
	return pgtest.Fingerprints(tb, s.Pool, "")
}

// Unchanged fails the test for each table that is not as it was, but for those that may.
func (s *Site) Unchanged(tb testing.TB, was map[string]string, what string, but ...string) {
	tb.Helper()
	pgtest.Unchanged(tb, what, was, s.Contents(tb), but...)
}
