package participants

import (
	"net/url"
	"testing"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/page"
)

func TestFilters(t *testing.T) {
	t.Parallel()
	for _, wrong := range listFilters.Walk(&page.Env{Lang: i18n.NB}, url.Values{"q": {"kari"}, "status": {"waiting"}}) {
		t.Error(wrong)
	}
}
