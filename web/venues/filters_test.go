package venues

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
	e := &page.Env{Lang: i18n.NB, Site: &municipality.Site{Areas: []municipality.Area{{ID: 41, Slug: "asen", Name: "Åsen", Active: true}}}}
	filtertest.Walk(t, listFilters, e, url.Values{"q": {"hus"}, "type": {"library"}, "omrade": {"asen"}})
}
