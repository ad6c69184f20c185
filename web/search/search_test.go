package search_test

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/search"
	"frivilligsentral/internal/venue"
	"frivilligsentral/web/webtest"
)

var now = time.Date(2026, 5, 14, 9, 0, 0, 0, i18n.Oslo)

// newSite has an activity, a group, a contact and a venue that are all about choirs.
func newSite(t *testing.T) *webtest.Site {
	t.Helper()
	s := webtest.New(t)
	s.Clock.Set(now)
	ctx, staff := context.Background(), s.Staff(account.Coordinator)
	category := s.Code("category", "musikk", "Musikk")
	choir := s.Organisation("Sjøsiden blandakor")
	place, err := s.Portal.Venues.Create(ctx, staff, venue.Venue{Name: "Korloftet", Kind: "music_room", Address: "Havnegata 2", Active: true})
	check(t, err)
	_, err = s.Portal.Contacts.Create(ctx, staff, contact.Contact{Name: "Kari Korshavn", Title: "Leder for korskolen", Phone: "+4722334455", Email: "kari@kommunen.example", Public: true, Topics: []int64{s.Code("topic", "kultur", "Kultur")}, ValidFrom: now.AddDate(0, -1, 0)})
	check(t, err)
	saved, err := s.Portal.Activities.Create(ctx, staff, choir, activity.Draft{
		Title: "Korøvelse", Summary: "Vi synger.", Lang: i18n.NB, CategoryID: category, VenueID: place,
		Schedule: activity.Schedule{StartsAt: now.Add(9 * time.Hour), DurationMinutes: 90, RRule: "FREQ=WEEKLY;COUNT=5"},
	})
	check(t, err)
	_, err = s.Portal.Activities.Submit(ctx, staff, saved.ID, saved.Version)
	check(t, err)
	s.Exec(`insert into search_document (kind, id, municipality_id, title, lex) values ('organisation', $1, $2, 'Sjøsiden blandakor',
	    array_to_tsvector(array(select $2::bigint || ':' || l from unnest(array['sjøsiden', 'blandakor', 'kor', '=sjøsiden', '=blandakor', '=kor', '~what-organisation']) l)))`, choir, s.MunicipalityID)
	check(t, search.RefreshVocabulary(ctx, s.Pool))
	return s
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestSearchEverything(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, prefix := range []string{"", "/nn", "/en"} {
		p := s.Anonymous().Get(prefix + "/sok?q=kor").Want(http.StatusOK)
		p.Has("[role=status]", "4").Has("#aktiviteter, article", "Korøvelse").Has(".hit-list", "Sjøsiden blandakor", "Kari Korshavn", "Leder for korskolen", "Korloftet", "Havnegata 2")
		p.Has("a[href='tel:+4722334455']", "22 33 44 55").Has("meta[name=robots]", "")
		if got := p.Find("a[href^='" + prefix + "/organisasjoner/']").Length(); got != 1 {
			t.Errorf("%s: got %d links to the group, want 1", prefix, got)
		}
	}
}

func TestSearchWithoutWords(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, path := range []string{"/sok", "/sok?q=", "/sok?q=+%00+"} {
		s.Anonymous().Get(path).Want(http.StatusOK).Has("main", "Ikke sikker på hva du leter etter?", "Musikk").HasNot("[role=status]", "")
	}
}

func TestSearchForNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.Anonymous().Get("/sok?q=zzzzqqqq").Want(http.StatusOK).Has("[role=status]", "Ingen treff på «zzzzqqqq»").Has(".empty", "Vi fant ingenting", "Musikk")
	s.Anonymous().Get("/sok?q=%25").Want(http.StatusOK).Has("main", "%")
	s.Anonymous().Get("/sok?q=blandakorrr").Want(http.StatusOK).Has("main", "Mente du", "blandakor").Has(".hit-list", "Sjøsiden blandakor")
}

func TestSuggestions(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for query, want := range map[string]int{"blan": 1, "": 0, "%": 0, "zzzz": 0} {
		p := s.Anonymous().Get("/sok/forslag?q=" + query).Want(http.StatusOK)
		var words []string
		if err := json.Unmarshal([]byte(p.Body), &words); err != nil || words == nil || len(words) != want {
			t.Errorf("%q: got %s (%v), want %d words", query, p.Body, err, want)
		}
	}
}

// TestSearchIsCounted sees that words are stored without a row for each search.
func TestSearchIsCounted(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, q := range []string{"kor", "Kor", "kari@kommunen.example"} {
		s.Anonymous().Get("/sok?q=" + q).Want(http.StatusOK)
	}
	if got := s.Int(`select count(*) from search_word`); got != 0 {
		t.Errorf("got %d rows at once, want none", got)
	}
	s.Clock.Advance(2 * time.Minute)
	s.Anonymous().Get("/sok?q=sang").Want(http.StatusOK)
	if got := s.Int(`select coalesce(sum(searches), 0) from search_word where word = 'kor'`); got != 2 {
		t.Errorf("got %d searches for kor, want 2", got)
	}
	if got := s.Int(`select count(*) from search_word where word like '%kari%'`); got != 0 {
		t.Errorf("an e-mail address was kept")
	}
}

// TestMostOfTheWords says plainly without which words something was found, and lets the municipality answer too.
func TestMostOfTheWords(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for query, want := range map[string][]string{
		"kultur":            {"Spør kommunen om", "Kultur", "Kari Korshavn"},
		"s%C3%B8ke+kultur":  {"Dette fant vi uten «søke».", "Spør kommunen om", "Kultur", "Kari Korshavn"},
		"kor+kultur+tennis": {"Dette fant vi uten «tennis».", "Kari Korshavn"},
		"leie+kor":          {"Dette fant vi uten «leie».", "Korøvelse", "Korloftet", "Sjøsiden blandakor"},
		"kordugnad":         {"Ingenting har ordet «kordugnad». Her er det som har en del av det.", "Korøvelse"},
	} {
		p := s.Anonymous().Get("/sok?q="+query).Want(http.StatusOK).Has("main", want...)
		if query == "kultur" {
			p.HasNot("main .ds-alert", "").Has("main a[href='/kommunen?tema=kultur']", "Kultur")
		}
	}
	s.Anonymous().Get("/en/sok?q=choirs").Want(http.StatusOK).Has("main", "Korøvelse")
	s.Anonymous().Get("/aktiviteter?q=leie+kor").Want(http.StatusOK).Has("main", "Dette fant vi uten «leie».", "Korøvelse")
	s.Anonymous().Get("/organisasjoner?q=leie+blandakor").Want(http.StatusOK).Has("main", "Dette fant vi uten «leie».", "Sjøsiden blandakor")
}
