package organisationregister

import (
	"net/url"
	"testing"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/organisation/orglist"
	"frivilligsentral/web/filter/filtertest"
	"frivilligsentral/web/page"
)

func TestFilters(t *testing.T) {
	t.Parallel()
	e := &page.Env{Lang: i18n.NB}
	filtertest.Walk(t, registerFilters, e, url.Values{"q": {"kor"}, "status": {"approved"}, "type": {"association"}, "vis": {string(orglist.Shows[1])}})
}
