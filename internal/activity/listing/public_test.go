package listing_test

// What stands around dates and activities: what is related, who has
// something coming, and what a calendar holds.

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	diff "github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/search"
)

// group makes another organisation of the municipality.
func group(t *testing.T, w *activitytest.World, municipality int64, name, status string) int64 {
	t.Helper()
	return w.ID(t, `insert into organisation (municipality_id, name, kind, status) values ($1, $2, 'association', $3) returning id`, municipality, name, status)
}

func publishFor(t *testing.T, w *activitytest.World, by account.Actor, organisation int64, d activity.Draft) int64 {
	t.Helper()
	saved, err := w.Service.Create(t.Context(), by, organisation, d)
	must(t, err)
	_, err = w.Service.Submit(t.Context(), by, saved.ID, 0)
	must(t, err)
	return saved.ID
}

// Beside an activity stand the next two of its organiser and three like it of others, those
// for the same people first.
func TestWhatIsRelated(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	far := w.Stranger.MunicipalityID
	farCode := w.ID(t, `insert into code (municipality_id, list, slug, name_nb) values ($1, 'category', 'x', 'X') returning id`, far)
	draft := func(title string, day int, change func(*activity.Draft)) activity.Draft {
		d := w.Draft()
		d.Title, d.RRule, d.StartsAt = title, "", activitytest.At("2026-10-08 18:00").AddDate(0, 0, day)
		if change != nil {
			change(&d)
		}
		return d
	}
	id := publishFor(t, w, w.Staff, w.Group.OrganisationID, draft("Denne", 5, nil))
	own := func(title string, day int, change func(*activity.Draft)) int64 {
		return publishFor(t, w, w.Staff, w.Group.OrganisationID, draft(title, day, change))
	}
	other := func(title string, day int, change func(*activity.Draft)) int64 {
		return publishFor(t, w, w.Staff, w.Rival.OrganisationID, draft(title, day, change))
	}
	sport := func(d *activity.Draft) { d.CategoryID = w.Sport }
	nobody := func(d *activity.Draft) { d.TargetGroups = nil }
	own("Egen 3", 3, sport)
	own("Egen 1", 1, sport)
	own("Egen 2", 2, sport)
	off := own("Egen avlyst", 0, sport)
	other("Annen 3", 3, nil)
	other("Annen 4", 4, nil)
	other("For ingen", 1, nobody)
	other("For ingen igjen", 2, nobody)
	other("Av et annet slag", 1, sport)
	otherOff := other("Annen avlyst", 0, nil)
	for _, id := range []int64{off, otherOff} {
		must(t, w.Service.CancelSeries(t.Context(), w.Staff, id, 0, "Syk"))
	}
	w.Create(t, w.Group, draft("Utkast", 0, nil))
	publishFor(t, w, w.Stranger, group(t, w, far, "Nabolaget", "approved"), draft("Nabo", 0, func(d *activity.Draft) {
		d.CategoryID, d.VenueID, d.TargetGroups = farCode, 0, nil
		d.PlaceNote = "Ute"
	}))
	page, err := w.Lists.PublicPage(t.Context(), w.Group.MunicipalityID, id)
	must(t, err)
	if d := diff.Diff([]string{"Egen 1", "Egen 2"}, titles(page.Others)); d != "" {
		t.Errorf("of the organiser (-want +got):\n%s", d)
	}
	if d := diff.Diff([]string{"Annen 3", "Annen 4", "For ingen"}, titles(page.Similar)); d != "" {
		t.Errorf("like it (-want +got):\n%s", d)
	}
	if _, err := w.Lists.PublicPage(t.Context(), far, id); err == nil {
		t.Error("the neighbour shows it too")
	}
}

func TestWhoHasSomethingComing(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	here, far := w.Group.MunicipalityID, w.Stranger.MunicipalityID
	farCode := w.ID(t, `insert into code (municipality_id, list, slug, name_nb) values ($1, 'category', 'x', 'X') returning id`, far)
	group(t, w, here, "Uten noe", "approved")
	pending := group(t, w, here, "Avventende", "approved")
	farGroup := group(t, w, far, "Nabolaget", "approved")
	first := publishFor(t, w, w.Staff, w.Rival.OrganisationID, w.Draft())
	sport := w.Draft()
	sport.CategoryID = w.Sport
	second := publishFor(t, w, w.Staff, w.Group.OrganisationID, sport)
	third := publishFor(t, w, w.Staff, w.Group.OrganisationID, sport)
	publishFor(t, w, w.Staff, pending, w.Draft())
	w.ID(t, `update organisation set status = 'pending' where id = $1 returning id`, pending)
	neighbours := w.Draft()
	neighbours.CategoryID, neighbours.VenueID, neighbours.TargetGroups, neighbours.PlaceNote = farCode, 0, nil, "Ute"
	publishFor(t, w, w.Stranger, farGroup, neighbours)
	withdrawn := publishFor(t, w, w.Staff, w.Group.OrganisationID, w.Draft())
	must(t, w.Service.Withdraw(t.Context(), w.Staff, withdrawn, 0))
	all, err := w.Lists.PublicOrganisers(t.Context(), here, "NES ", 10)
	must(t, err)
	if d := diff.Diff([]listing.OrganiserRef{{ID: w.Group.OrganisationID, Name: "Nes strikkelag"}, {ID: w.Rival.OrganisationID, Name: "Nes turlag"}}, all); d != "" {
		t.Errorf("organisers (-want +got):\n%s", d)
	}
	if found, err := w.Lists.PublicOrganisers(t.Context(), here, "turlag", 10); err != nil || len(found) != 1 || found[0].Name != "Nes turlag" {
		t.Errorf("by a part of the name: got %v, %v", found, err)
	}
	for id, want := range map[int64]string{w.Rival.OrganisationID: "Nes turlag", pending: "", farGroup: ""} {
		if o, err := w.Lists.PublicOrganiser(t.Context(), here, id); o.Name != want || (want == "") != fault.Is(err, fault.NotFound) {
			t.Errorf("organiser %d: got %q, %v, want %q", id, o.Name, err, want)
		}
	}
	counts, err := w.Lists.PublicCategoryCounts(t.Context(), here)
	must(t, err)
	if d := diff.Diff(map[int64]int{w.Category: 2, w.Sport: 2}, counts); d != "" {
		t.Errorf("categories (-want +got):\n%s", d)
	}
	read := func(after int64, limit int) (out []int64) {
		addresses, err := w.Lists.PublicSitemap(t.Context(), here, after, limit)
		must(t, err)
		for _, a := range addresses {
			out = append(out, a.ID)
		}
		return out
	}
	if got := read(0, 10); len(got) != 4 || !slices.IsSorted(got) || !slices.Equal(got[:3], []int64{first, second, third}) {
		t.Errorf("sitemap: got %v", got)
	}
	if got := read(first, 1); !slices.Equal(got, []int64{second}) {
		t.Errorf("sitemap after %d: got %v, want %d", first, got, second)
	}
	for _, limit := range []int{1, 2, 5} {
		cards, err := w.Lists.PublicUpcoming(t.Context(), here, w.Group.OrganisationID, limit)
		must(t, err)
		if len(cards) != min(limit, 2) {
			t.Errorf("coming of the group, at most %d: got %d", limit, len(cards))
		}
	}
}

// A calendar has what residents see, until a month after it was.
func TestDatesOfACalendar(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	d := w.Draft()
	d.RRule = "FREQ=WEEKLY;COUNT=3;BYDAY=TH"
	w.Publish(t, d)
	id := w.Publish(t, d)
	site := listing.CalendarSite{Host: "solvik.example", Lang: i18n.NB, Absolute: func(p string) string { return "https://solvik.example" + p }}
	read := func(municipality int64) ([]ical.OutEvent, error) {
		return w.Lists.PublicCalendar(t.Context(), site, municipality, id)
	}
	first := w.Dates(t, id)[0]
	for now, want := range map[time.Time]int{w.Now: 3, first.EndsAt.Add(31*24*time.Hour - time.Second): 3, first.EndsAt.Add(31 * 24 * time.Hour): 2} {
		w.Now = now
		events, err := read(w.Group.MunicipalityID)
		must(t, err)
		if len(events) != want {
			t.Errorf("at %v: got %d dates, want %d", now, len(events), want)
		}
	}
	w.Now = activitytest.Now
	for _, status := range activity.Statuses {
		for _, organisation := range []string{"approved", "pending", "refused", "ended"} {
			w.ID(t, `update activity set status = $2 where id = $1 returning id`, id, status)
			w.ID(t, `update organisation set status = $2 where id = $1 returning id`, w.Group.OrganisationID, organisation)
			for municipality, ours := range map[int64]bool{w.Group.MunicipalityID: true, w.Stranger.MunicipalityID: false} {
				want := ours && (status == activity.Published || status == activity.Archived) && (organisation == "approved" || organisation == "ended")
				if events, err := read(municipality); (err == nil && len(events) == 3) != want || !want && len(events) > 0 {
					t.Errorf("%s of %s, ours %v: got %d dates (%v), want %v", status, organisation, ours, len(events), err, want)
				}
			}
		}
	}
}

// An event says where, why it changed and who holds it.
func TestWordsOfAnEvent(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	w.ID(t, `update code set name_nn = 'Handverk', name_en = 'Crafts' where id = $1 returning id`, w.Category)
	w.ID(t, `update venue set latitude = 59.9, longitude = 10.7, postal_code = '0301' where id = $1 returning id`, w.Venue)
	d := w.Draft()
	d.RRule, d.PlaceNote, d.OnlineURL = "FREQ=WEEKLY;COUNT=3;BYDAY=TH", "Rom 2", "https://nett.example"
	id := w.Publish(t, d)
	dates := w.Dates(t, id)
	ref := func(n int) activity.DateRef {
		return activity.DateRef{ActivityID: id, OccurrenceID: dates[n].ID, Sequence: -1}
	}
	must(t, w.Service.CancelOccurrence(t.Context(), w.Group, ref(0), "Syk lærer"))
	must(t, w.Service.ChangeOccurrence(t.Context(), w.Group, ref(1), activity.DateChange{StartsAt: dates[1].StartsAt.Add(time.Hour), EndsAt: dates[1].EndsAt.Add(time.Hour), Reason: "Rommet er opptatt"}))
	read := func(lang i18n.Lang) []ical.OutEvent {
		events, err := w.Lists.PublicCalendar(t.Context(), listing.CalendarSite{Host: "solvik.example", Lang: lang, Town: "Solvik", Absolute: func(p string) string { return "https://solvik.example" + p }}, w.Group.MunicipalityID, id)
		must(t, err)
		return events
	}
	events := read(i18n.NB)
	for i, want := range []string{"Avlyst: Syk lærer\n\n", "Endret: Rommet er opptatt\n\n", "Strikk sammen"} {
		e := events[i]
		if !strings.HasPrefix(e.Description, want) || !strings.Contains(e.Description, "Arrangør: Nes strikkelag") || !strings.HasSuffix(e.Description, fmt.Sprint("/aktiviteter/", id)) {
			t.Errorf("date %d: got %q, want it to begin %q", i, e.Description, want)
		}
		if (e.Status == ical.Cancelled) != (i == 0) || (e.Summary == "Avlyst: Strikkekafé") != (i == 0) || e.Place == nil || e.Place.Lat != 59.9 || e.Organizer.Email != w.Group.Email {
			t.Errorf("date %d: got %+v", i, e)
		}
		if want := "Nes bibliotek, Storgata 1, 0301 Oslo, Rom 2, https://nett.example"; e.Location != want {
			t.Errorf("date %d is at %q, want %q", i, e.Location, want)
		}
	}
	for lang, want := range map[i18n.Lang]string{i18n.NB: "Håndverk", i18n.NN: "Handverk", i18n.EN: "Crafts"} {
		if got := read(lang)[0].Categories[0]; got != want {
			t.Errorf("category in %s: got %q, want %q", lang, got, want)
		}
	}
	w.ID(t, `update code set name_nn = '', name_en = '' where id = $1 returning id`, w.Category)
	if nn, en := read(i18n.NN)[0].Categories[0], read(i18n.EN)[0].Categories[0]; nn != "Håndverk" || en != "Håndverk" {
		t.Errorf("untranslated: got %q and %q", nn, en)
	}
	must(t, w.Service.CancelSeries(t.Context(), w.Group, id, 0, "Vannskade"))
	events = read(i18n.NB)
	if got := events[2]; got.Status != ical.Cancelled || !strings.HasPrefix(got.Description, "Avlyst: Vannskade\n\n") || !strings.HasPrefix(events[0].Description, "Avlyst: Syk lærer\n\n") {
		t.Errorf("the whole series off: got %q and %q", events[0].Description, got.Description)
	}
}

// A month shows each day's own, in the municipality, on the weekdays and at the times asked for.
func TestDaysOfAMonth(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	for _, at := range []string{"2026-10-31 23:30", "2026-11-01 00:00", "2026-11-01 09:00", "2026-11-02 13:00", "2026-11-30 23:59", "2026-12-01 00:00"} {
		d := w.Draft()
		d.RRule, d.StartsAt, d.DurationMinutes = "", activitytest.At(at), 0
		w.Publish(t, d)
	}
	far := w.Stranger.MunicipalityID
	d := w.Draft()
	d.CategoryID, d.VenueID, d.TargetGroups, d.PlaceNote = w.ID(t, `insert into code (municipality_id, list, slug, name_nb) values ($1, 'category', 'x', 'X') returning id`, far), 0, nil, "Ute"
	publishFor(t, w, w.Stranger, group(t, w, far, "Nabolaget", "approved"), d)
	for what, n := range map[string]struct {
		filter search.Filter
		want   map[int]int // by day
	}{
		"all":        {search.Filter{}, map[int]int{1: 2, 2: 1, 30: 1}},
		"on Mondays": {search.Filter{Weekdays: []int{1}}, map[int]int{2: 1, 30: 1}},
		"on Sundays": {search.Filter{Weekdays: []int{7}}, map[int]int{1: 2}},
		"mornings":   {search.Filter{TimesOfDay: []string{search.Morning}}, map[int]int{1: 2}},
		"others":     {search.Filter{TimesOfDay: []string{search.Afternoon, search.Evening}}, map[int]int{2: 1, 30: 1}},
	} {
		n.filter.Municipality = w.Group.MunicipalityID
		days, err := w.Lists.PublicMonth(t.Context(), 2026, time.November, "", n.filter)
		must(t, err)
		got := map[int]int{}
		for i, day := range days {
			if day.Date.Day() != i+1 || len(day.Items) != min(day.Count, 5) {
				t.Errorf("%s: day %d is %v with %d of %d", what, i+1, day.Date, len(day.Items), day.Count)
			}
			if day.Count > 0 {
				got[i+1] = day.Count
			}
		}
		if d := diff.Diff(n.want, got); d != "" || len(days) != 30 {
			t.Errorf("%s, %d days (-want +got):\n%s", what, len(days), d)
		}
	}
}

// However much there is, a page shows so much of it.
func TestHowMuchIsShown(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	here := w.Group.MunicipalityID
	d := w.Draft()
	d.RRule = "FREQ=DAILY;COUNT=70"
	id := w.Publish(t, d)
	page, err := w.Lists.PublicPage(t.Context(), here, id)
	must(t, err)
	if len(page.Next) != 6 || len(page.Dates) != 60 || page.Coming != 70 {
		t.Errorf("got %d next, %d dates of %d, want 6, 60, 70", len(page.Next), len(page.Dates), page.Coming)
	}
	for n, want := range map[int]int{98: 99, 99: 100, 100: 100} {
		_, err := w.Pool.Exec(t.Context(), `delete from occurrence where key like 'x%'`)
		must(t, err)
		_, err = w.Pool.Exec(t.Context(), `insert into occurrence (activity_id, municipality_id, key, starts_at, ends_at)
			select $1, $2, 'x' || n, $3, $3 from generate_series(1, $4) n`, id, here, activitytest.At("2026-10-08 18:00"), n)
		must(t, err)
		must(t, w.Service.Reindex(t.Context(), activity.ReindexArgs{VenueID: w.Venue}))
		days, err := w.Lists.PublicMonth(t.Context(), 2026, time.October, "", filterOf(w))
		must(t, err)
		if day := days[7]; day.Count != want || len(day.Items) != 5 {
			t.Errorf("of %d the day counts %d and shows %d, want %d and 5", n+1, day.Count, len(day.Items), want)
		}
	}
}

// A list as a calendar begins a day back.
func TestWhereACalendarBegins(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	d := w.Draft()
	d.RRule = "FREQ=WEEKLY;COUNT=2;BYDAY=TH"
	w.Publish(t, d)
	site := listing.CalendarSite{Host: "solvik.example", Lang: i18n.NB, Absolute: func(p string) string { return "https://solvik.example" + p }}
	for now, want := range map[string]int{"2026-10-09 17:59": 2, "2026-10-09 18:01": 1} {
		w.Now = activitytest.At(now)
		feed, err := w.Lists.PublicCalendarList(t.Context(), site, listing.Params{Filter: filterOf(w)})
		must(t, err)
		if len(feed.Events) != want || !feed.Until.IsZero() {
			t.Errorf("at %s: got %d dates until %v, want %d and all", now, len(feed.Events), feed.Until, want)
		}
	}
}

// From three dates on a series is one event with a rule.
func TestSeriesOfACalendar(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	site := listing.CalendarSite{Host: "solvik.example", Lang: i18n.NB, Absolute: func(p string) string { return "https://solvik.example" + p }}
	for n, want := range map[int]string{2: "2 ", 3: "1 FREQ=WEEKLY;INTERVAL=1;COUNT=3", 4: "1 FREQ=WEEKLY;INTERVAL=1;COUNT=4"} {
		d := w.Draft()
		d.RRule = fmt.Sprint("FREQ=WEEKLY;BYDAY=TH;COUNT=", n)
		id := w.Publish(t, d)
		feed, err := w.Lists.PublicCalendarList(t.Context(), site, listing.Params{Filter: filterOf(w)})
		must(t, err)
		if got := fmt.Sprint(len(feed.Events), " ", feed.Events[0].RRule); got != want {
			t.Errorf("%d dates: got %s, want %s", n, got, want)
		}
		must(t, w.Service.Archive(t.Context(), w.Staff, id, 0))
	}
}

// By relevance what is called so comes before what only tells of it; by date what is first.
func TestOrdersOfAList(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	for day, title := range []string{"Håndarbeid", "Strikk og prat"} {
		d := w.Draft()
		d.Title, d.Summary, d.RRule, d.StartsAt = title, "Vi tar fram strikk og heklenål.", "", activitytest.At("2026-10-08 18:00").AddDate(0, 0, day)
		w.Publish(t, d)
	}
	for order, want := range map[listing.Order][]string{listing.ByDate: {"Håndarbeid", "Strikk og prat"}, listing.ByRelevance: {"Strikk og prat", "Håndarbeid"}} {
		page, err := w.Lists.PublicList(t.Context(), listing.Params{Words: "strikk", Filter: filterOf(w), Order: order})
		must(t, err)
		if d := diff.Diff(want, titles(page.Cards)); d != "" {
			t.Errorf("order %q (-want +got):\n%s", order, d)
		}
	}
}
