package organisations

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
	e := &page.Env{Lang: i18n.NB, Site: &municipality.Site{
		Lists: map[municipality.List][]municipality.Code{
			municipality.TargetGroups: {{ID: 21, Slug: "barn", NameNB: "Barn", Active: true}}, municipality.Topics: {{ID: 31, Slug: "kultur", NameNB: "Kultur", Active: true}},
		},
		Areas: []municipality.Area{{ID: 41, Slug: "asen", Name: "Åsen", Active: true}},
	}}
	filtertest.Walk(t, residentsFilters, e, url.Values{"q": {"kor"}, "icnpo": {"1100"}, "malgruppe": {"barn"}, "omrade": {"asen"}})
}
