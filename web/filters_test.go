// Every filter of every list is read, written, shown as a chip and asked of the store.

package web_test

import (
	"net/url"
	"testing"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/organisation/orglist"
	"frivilligsentral/web/activitytables"
	"frivilligsentral/web/articles"
	"frivilligsentral/web/contacts"
	"frivilligsentral/web/filter/filtertest"
	"frivilligsentral/web/organisationregister"
	"frivilligsentral/web/organisations"
	"frivilligsentral/web/page"
	"frivilligsentral/web/pagereports"
	"frivilligsentral/web/participants"
	"frivilligsentral/web/planning"
	"frivilligsentral/web/venues"
)

func TestFilters(t *testing.T) {
	t.Parallel()
	e := &page.Env{Lang: i18n.NB, Site: &municipality.Site{
		Lists: map[municipality.List][]municipality.Code{
			municipality.Categories:   {{ID: 11, Slug: "tur", NameNB: "Tur", Active: true}},
			municipality.TargetGroups: {{ID: 21, Slug: "barn", NameNB: "Barn", Active: true}},
			municipality.LocalKinds:   {{ID: 51, Slug: "kor", NameNB: "Kor", Active: true}},
			municipality.Topics:       {{ID: 31, Slug: "kultur", NameNB: "Kultur", Active: true}},
		},
		Areas: []municipality.Area{{ID: 41, Slug: "asen", Name: "Åsen", Active: true}},
	}}
	filtertest.Walk(t, activitytables.Filters, e, url.Values{"q": {"kor"}, "status": {"submitted"}, "kategori": {"11"}, "organisasjon": {"7"}})
	filtertest.Walk(t, contacts.Filters, e, url.Values{"q": {"kor"}, "tema": {"kultur"}, "omrade": {"asen"}, "enhet": {"7"}, "status": {"gyldig"}})
	filtertest.Walk(t, organisationregister.Filters, e, url.Values{"q": {"kor"}, "status": {"approved"}, "type": {"association"}, "lagstype": {"kor"}, "vis": {string(orglist.Shows[1])}})
	filtertest.Walk(t, organisations.Filters, e, url.Values{"q": {"kor"}, "icnpo": {"1100"}, "malgruppe": {"barn"}, "lagstype": {"kor"}, "omrade": {"asen"}})
	filtertest.Walk(t, participants.Filters, e, url.Values{"q": {"kari"}, "status": {"waiting"}})
	filtertest.Walk(t, articles.Filters, e, url.Values{"type": {"news"}, "status": {"draft"}})
	filtertest.Walk(t, pagereports.Filters, e, url.Values{"status": {"besvart"}, "hva": {"wrong"}})
	filtertest.Walk(t, planning.Filters, e, url.Values{"malgruppe": {"barn"}, "omrade": {"asen"}})
	filtertest.Walk(t, venues.Filters, e, url.Values{"q": {"hus"}, "type": {"library"}, "omrade": {"asen"}})
}
