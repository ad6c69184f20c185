package venues_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/web/webtest"

	"github.com/google/go-cmp/cmp"
)

// filled is the form of a library with hours, a pause in the day and three exceptions.
func filled() url.Values {
	return url.Values{
		"navn": {"Biblioteket"}, "type": {"library"}, "aktiv": {"ja"}, "helligdager": {"ja"},
		"apent_1": {"9-15"}, "apent_2": {"09.00–15.00, 18–21"}, "apent_5": {"9 til 13"},
		"unntak_fra_1": {"21.12.2026"}, "unntak_til_1": {"31.12.2026"}, "unntak_apent_1": {"10-12"}, "unntak_merknad_1": {"Romjul"},
		"unntak_fra_3": {"25.12.2026"}, "unntak_apent_3": {"12-14"}, "unntak_merknad_3": {"Julevandring"}, "unntak_fra_4": {"1.11.2026"},
	}
}

// Tuesday afternoon, 1 December 2026.
var tuesday = time.Date(2026, 12, 1, 15, 30, 0, 0, i18n.Oslo)

// From the form to the page: the week, what is now, what is other ahead, and what search engines read.
func TestOpeningHours(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Clock.Set(tuesday)
	staff := s.As(s.Staff(account.Coordinator))
	staff.Post("/ansatt/steder/ny", filled()).Want(http.StatusSeeOther)
	id := strconv.FormatInt(s.Int(`select max(id) from venue`), 10)
	p := s.Anonymous().Get("/steder/"+id).Want(http.StatusOK).Has("#naa", "Stengt nå Åpner", "kl. 18.00").Has("#uken tbody", "mandag", "09.00–15.00, 18.00–21.00", "09.00–13.00", "Stengt")
	if today := p.Find("#uken tr[aria-current=date]"); today.Length() != 1 || !strings.Contains(today.Text(), "tirsdag") {
		t.Errorf("today is %q", today.Text())
	}
	p.Has(".unntak", "21", "10.00–12.00", "Romjul", "12.00–14.00", "Julevandring", "1. nyttårsdag").HasNot(".unntak", "2. juledag").Has("#apningstider, [aria-labelledby=apningstider]", "Stengt på helligdager.")
	s.Clock.Set(tuesday.Add(4 * time.Hour))
	s.Anonymous().Get("/en/steder/"+id).Has("#naa", "Open now Until 21:00")
	s.Clock.Set(tuesday.Add(-48 * time.Hour)) // Sunday: the week is still that of the day
	s.Anonymous().Get("/nn/steder/"+id).Has("#naa", "Stengt no").Has("#uken tr[aria-current=date]", "sundag", "Stengt")
	var place struct {
		Week []struct {
			Day    string `json:"dayOfWeek"`
			Opens  string `json:"opens"`
			Closes string `json:"closes"`
		} `json:"openingHoursSpecification"`
		Special []struct {
			From   string `json:"validFrom"`
			To     string `json:"validThrough"`
			Opens  string `json:"opens"`
			Closes string `json:"closes"`
		} `json:"specialOpeningHoursSpecification"`
	}
	if err := json.Unmarshal([]byte(p.Text("script[type='application/ld+json']")), &place); err != nil {
		t.Fatal(err)
	}
	var week, special []string
	for _, x := range place.Week {
		week = append(week, strings.TrimPrefix(x.Day, "https://schema.org/")+" "+x.Opens+"-"+x.Closes)
	}
	for _, x := range place.Special[:min(5, len(place.Special))] {
		special = append(special, x.From+" "+x.To+" "+x.Opens+"-"+x.Closes)
	}
	if diff := cmp.Diff([]string{"Monday 09:00-15:00", "Tuesday 09:00-15:00", "Tuesday 18:00-21:00", "Friday 09:00-13:00"}, week); diff != "" {
		t.Errorf("week (-want +got):\n%s", diff)
	}
	want := []string{"2026-12-21 2026-12-22 10:00-12:00", "2026-12-25 2026-12-25 12:00-14:00", "2026-12-28 2026-12-29 10:00-12:00", "2027-01-01 2027-01-01 00:00-00:00", "2027-03-26 2027-03-26 00:00-00:00"}
	if diff := cmp.Diff(want, special); diff != "" {
		t.Errorf("special (-want +got):\n%s", diff)
	}
	// The form comes back with what is to come, and an empty row more.
	s.Clock.Set(tuesday)
	form := staff.Get("/ansatt/steder/" + id).Want(http.StatusOK)
	for name, want := range map[string]string{"apent_2": "09.00–15.00, 18.00–21.00", "apent_3": "", "unntak_fra_1": "21.12.2026", "unntak_til_1": "31.12.2026", "unntak_fra_2": "25.12.2026", "unntak_til_2": "", "unntak_merknad_2": "Julevandring", "unntak_fra_3": ""} {
		if got := form.Find("input[name="+name+"]").AttrOr("value", ""); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if form.Find("input[name=helligdager][checked]").Length() != 1 {
		t.Error("holidays are open again")
	}
	// What is no longer in use says nothing of hours.
	s.Exec(`update venue set active = false`)
	s.Anonymous().Get("/steder/"+id).HasNot("main", "Åpningstider")
}

// Every field that is wrong is named, and nothing that was written is lost.
func TestWrongHours(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Clock.Set(tuesday)
	staff := s.As(s.Staff(account.Coordinator))
	f := filled()
	for name, value := range map[string]string{"apent_3": "hele dagen", "apent_4": "22-02", "apent_6": "9-12, 11-13", "unntak_fra_2": "i jula", "unntak_apent_3": "12-10", "unntak_merknad_5": "Uten dato", "unntak_til_1": "20.12.2026"} {
		f.Set(name, value)
	}
	p := staff.Post("/ansatt/steder/ny", f).Want(http.StatusUnprocessableEntity).Has("#feil", "Skriv åpningstiden slik", "Stedet må stenge etter at det åpner", "kan ikke gå over i hverandre", "Skriv datoen slik", "Skriv hvilken dag unntaket gjelder", "Siste dag kan ikke være før første dag")
	for _, name := range []string{"apent_3", "apent_4", "apent_6", "unntak_til_1", "unntak_fra_2", "unntak_apent_3", "unntak_fra_5"} {
		if p.Find("#feil a[href='#"+name+"']").Length() != 1 {
			t.Errorf("the summary does not lead to %s", name)
		}
		if name != "unntak_fra_5" && p.Find("input[name="+name+"]").AttrOr("value", "") != f.Get(name) {
			t.Errorf("%s is lost", name)
		}
	}
	if p.Find("details[open] input[name=unntak_fra_2]").Length() != 1 {
		t.Error("what is wrong is folded away")
	}
	if n := s.Int(`select count(*) from venue`); n != 0 {
		t.Error("it is stored")
	}
}

// Without hours there is no section, and whoever plans there is not warned.
func TestNoHours(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	id := venue(s, s.MunicipalityID, "Samfunnshuset")
	p := s.Anonymous().Get("/steder/"+id).Want(http.StatusOK).HasNot("main", "Åpningstider")
	if text := p.Text("script[type='application/ld+json']"); !strings.Contains(text, `"@type":"Place"`) || strings.Contains(text, "Hours") {
		t.Errorf("search engines read %s", text)
	}
}
