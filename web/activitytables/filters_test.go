package activitytables

import (
	"net/url"
	"testing"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/web/filter/filtertest"
	"frivilligsentral/web/page"
)

func TestFilters(t *testing.T) {
	t.Parallel()
	e := &page.Env{Lang: i18n.NB, Site: &municipality.Site{Lists: map[municipality.List][]municipality.Code{
		municipality.Categories: {{ID: 11, Slug: "tur", NameNB: "Tur", Active: true}},
	}}}
	filtertest.Walk(t, staffFilters, e, url.Values{"q": {"kor"}, "status": {"submitted"}, "kategori": {"11"}, "organisasjon": {"7"}})
}
