package organisationregister

import (
	"net/url"
	"testing"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/organisation/orglist"
	"frivilligsentral/web/page"
)

func TestFilters(t *testing.T) {
	t.Parallel()
	e := &page.Env{Lang: i18n.NB}
	for _, wrong := range registerFilters.Walk(e, url.Values{"q": {"kor"}, "status": {"approved"}, "type": {"association"}, "vis": {string(orglist.Shows[1])}}) {
		t.Error(wrong)
	}
}
