package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/web/webtest"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
)

// ownWord is put into all that people write in Norwegian in the town.
const ownWord = "Egenord"

// writeOwnWords puts the word before every text of the municipality and of its
// groups that a public page shows.
func writeOwnWords(s *webtest.Site) {
	for table, columns := range map[string]string{
		"activity_pause": "reason", "centre": "opening_note", "venue": "description equipment", "contact": "title office_hours", "municipal_unit": "name",
		"organisation": "summary description how_to_join", "occurrence": "reason place_note", "signup_known": "place",
		"activity": "title summary description price_note place_note bring cancel_reason",
	} {
		for _, c := range strings.Fields(columns) {
			s.Exec(fmt.Sprintf(`update %s set %s = '%s ' || %s`, table, c, ownWord, c))
		}
	}
	s.Exec(`update centre set about = jsonb_build_object('nb', '` + ownWord + ` om oss')`)
	s.Exec(`update activity set lang = 'nb'`)
	s.Exec(`update organisation set lang = 'nb'`)
	s.Exec(`update signup_form set settings = settings || jsonb_build_object('instructions', '` + ownWord + ` beskjed', 'questions', jsonb_build_array(
		jsonb_build_object('id', 'a', 'kind', 'choice', 'label', '` + ownWord + ` spør', 'purpose', '` + ownWord + ` mat', 'options', jsonb_build_array('` + ownWord + ` ja', '` + ownWord + ` nei')),
		jsonb_build_object('id', 'b', 'kind', 'text', 'label', '` + ownWord + ` hva', 'purpose', '` + ownWord + ` kaffe')))`)
}

// publicPages are pages that show somebody's own words.
func publicPages(t *testing.T, s *webtest.Site) []string {
	t.Helper()
	slot := func(column string) int64 {
		return s.Int(`select `+column+` from signup_slot s join live_activity l on l.activity_id = s.activity_id
			where s.municipality_id = $1 and s.scope = 'date' and s.starts_at > $2 and not s.cancelled order by s.id limit 1`, s.MunicipalityID, s.Clock.Now())
	}
	activity, date := slot("s.activity_id"), slot("s.occurrence_id")
	off := s.Int(`select max(o.activity_id) from occurrence o join live_activity l on l.activity_id = o.activity_id
		where o.municipality_id = $1 and o.status = 'cancelled' and o.starts_at > $2`, s.MunicipalityID, s.Clock.Now())
	s.Exec(`update activity set description = 'Mer' where id = $1`, off)
	return append([]string{
		"", "/aktiviteter", "/aktiviteter?visning=program", "/aktiviteter?visning=dato", "/aktiviteter/kalender", "/sok?q=egenord", "/om", "/personvern",
		"/organisasjoner", fmt.Sprintf("/organisasjoner/%d", s.Int(`select organisation_id from activity where id = $1`, activity)),
		fmt.Sprintf("/steder/%d", s.Int(`select min(id) from venue where municipality_id = $1 and active`, s.MunicipalityID)),
		"/kommunen", "/kommunen?tema=kultur", fmt.Sprintf("/aktiviteter/%d", activity), fmt.Sprintf("/aktiviteter/%d", off),
		fmt.Sprintf("/aktiviteter/%d/pamelding", activity), fmt.Sprintf("/aktiviteter/%d/pamelding/%d", activity, date),
	}, ownPages(t, s, activity, date)...)
}

// ownPages are those behind the link of somebody who is signed up.
func ownPages(t *testing.T, s *webtest.Site, activity, date int64) []string {
	t.Helper()
	in, err := s.Portal.Registrations.SignUp(t.Context(), account.Resident(s.MunicipalityID), registration.Wish{
		ActivityID: activity, OccurrenceID: date, Name: "Kari Nordmann", Phone: "+4740000000", Lang: i18n.EN, Party: 1,
		Participants: []registration.Participant{{Name: "Kari Nordmann", AgeBand: "18-25"}}, Answers: map[string]string{"b": "Ja"},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Exec(`update registration set status = 'confirmed', confirmed_at = $1 where id = (select max(id) from registration)`, s.Clock.Now())
	path := letters.OwnPath(in.Token)
	return []string{path, path + "/endre", path + "/meld-av"}
}

// Somebody's own words are in the language that they were written in, also on a page
// in another one: a screen reader says them right, and translation leaves the rest.
func TestOwnWordsHaveTheirLanguage(t *testing.T) {
	t.Parallel()
	s := webtest.Demo(t)
	writeOwnWords(s)
	c := s.Anonymous()
	for _, path := range publicPages(t, s) {
		for _, prefix := range []string{"/en", "/nn"} {
			p := c.Get(prefix + path)
			for range 3 {
				if to := p.Header.Get("Location"); p.Status >= 300 && p.Status < 400 && to != "" {
					p = c.Get(to)
				}
			}
			p.Want(http.StatusOK)
			seen := ownWordsMarked(t, prefix+path, p)
			if !seen {
				t.Errorf("%s: shows nobody's own words: the test looks at the wrong page", prefix+path)
			}
			headOf(t, prefix+path, p)
		}
	}
}

// ownWordsMarked fails for each text with the word that is not marked as bokmål.
func ownWordsMarked(t *testing.T, path string, p *webtest.Page) (seen bool) {
	t.Helper()
	p.Find("body *").Contents().Each(func(_ int, n *goquery.Selection) {
		if n.Get(0).Type != html.TextNode || !strings.Contains(n.Text(), ownWord) || n.Closest("script, textarea").Length() > 0 {
			return
		}
		seen = true
		if got, _ := n.Parent().Closest("[lang]").Attr("lang"); got != "nb" {
			around, _ := goquery.OuterHtml(n.Parent())
			t.Errorf("%s: %q is said to be %q, want nb: %.160s", path, strings.TrimSpace(n.Text()), got, around)
		}
	})
	return seen
}

// headOf looks at what a shared link is told by, and at the landmarks of the page.
func headOf(t *testing.T, path string, p *webtest.Page) {
	t.Helper()
	for _, property := range []string{"og:title", "og:image"} {
		if got, _ := p.Find(fmt.Sprintf("meta[property='%s']", property)).Attr("content"); got == "" {
			t.Errorf("%s: got no %s", path, property)
		}
	}
	if n := p.Find("h1 [role], h2 [role]").Length(); n > 0 {
		t.Errorf("%s: %d headings hold a role", path, n)
	}
	p.Find("article").Each(func(_ int, a *goquery.Selection) {
		id, _ := a.Attr("aria-labelledby")
		if label, _ := a.Attr("aria-label"); label == "" && (id == "" || p.Find("#"+id).Length() != 1) {
			t.Errorf("%s: an article has no name: %.80s", path, a.Text())
		}
	})
}
