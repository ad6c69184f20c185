package e2e

import (
	"testing"

	"frivilligsentral/web/webtest"
)

// Error pages are pages too.
func TestErrorPages(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	b := newTab(t, site)
	b.everyMode("/finnes-ikke", 404)
	b.everyMode("/en/does-not-exist", 404)
}
