package activity_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/search"
)

func filterOf(w *activitytest.World) search.Filter {
	return search.Filter{Municipality: w.Group.MunicipalityID}
}

func TestShowReadsEverything(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	d := w.Draft()
	d.Pauses = []activity.Pause{{From: activitytest.At("2026-10-12 12:00"), To: activitytest.At("2026-10-16 12:00"), Reason: "høstferie"}}
	id := w.Publish(t, d)
	v, err := w.Service.Show(t.Context(), w.Group.MunicipalityID, id)
	must(t, err)
	if v.Place == nil || v.Place.Name != "Nes bibliotek" || v.Place.AreaID != w.Area || len(v.Place.Accessibility) != 1 {
		t.Errorf("got place %+v", v.Place)
	}
	if v.Organiser.Name != "Nes strikkelag" || v.Organiser.Email != w.Group.Email {
		t.Errorf("got organiser %+v", v.Organiser)
	}
	if len(v.Pauses) != 1 || v.Pauses[0].Reason != "høstferie" || v.Pauses[0].To.Day() != 16 {
		t.Errorf("got pauses %+v", v.Pauses)
	}
	if len(v.TargetGroups) != 1 || v.HeldIn[0] != "nb" || v.Last == nil {
		t.Errorf("got target groups %v, held in %v, last %v", v.TargetGroups, v.HeldIn, v.Last)
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	ctx := t.Context()
	id := w.Publish(t, w.Draft())
	walk := w.Draft()
	walk.Title, walk.CategoryID, walk.RRule, walk.TargetGroups = "Søndagstur", w.Sport, "", nil
	walk.StartsAt, walk.VenueID, walk.PlaceNote = activitytest.At("2026-10-11 11:00"), 0, "Oppmøte ved kirka"
	w.Publish(t, walk)
	w.Create(t, w.Group, walk) // a draft is not found
	tests := map[string]struct {
		params activity.ListParams
		want   int
	}{
		"all":                   {activity.ListParams{Filter: filterOf(w)}, 2},
		"by word":               {activity.ListParams{Words: "strikkekafeer", Filter: filterOf(w)}, 1},
		"by organiser":          {activity.ListParams{Words: "strikkelag", Filter: filterOf(w)}, 2},
		"by text in markdown":   {activity.ListParams{Words: "garn", Filter: filterOf(w)}, 2},
		"by venue's name":       {activity.ListParams{Words: "bibliotek", Filter: filterOf(w)}, 1},
		"by category":           {activity.ListParams{Filter: search.Filter{Municipality: w.Group.MunicipalityID, Categories: []int64{w.Sport}}}, 1},
		"by the venue's area":   {activity.ListParams{Filter: search.Filter{Municipality: w.Group.MunicipalityID, Areas: []int64{w.Area}}}, 1},
		"free":                  {activity.ListParams{Filter: search.Filter{Municipality: w.Group.MunicipalityID, Free: true}}, 2},
		"step-free":             {activity.ListParams{Filter: search.Filter{Municipality: w.Group.MunicipalityID, Accessibility: []string{"step_free"}}}, 1},
		"on Sundays":            {activity.ListParams{Filter: search.Filter{Municipality: w.Group.MunicipalityID, Weekdays: []int{7}}}, 1},
		"dates until November":  {activity.ListParams{Filter: filterOf(w), From: w.Now, To: activitytest.At("2026-11-01 00:00")}, 5},
		"elsewhere":             {activity.ListParams{Filter: search.Filter{Municipality: w.Stranger.MunicipalityID}}, 0},
		"both, title hit first": {activity.ListParams{Words: "strikk", Filter: filterOf(w), Order: activity.ByRelevance}, 2},
	}
	for name, test := range tests {
		page, err := w.Service.List(ctx, test.params)
		must(t, err)
		if len(page.Cards) != test.want {
			t.Errorf("%s: got %d cards, want %d", name, len(page.Cards), test.want)
		}
	}
	page, err := w.Service.List(ctx, activity.ListParams{Filter: filterOf(w), Limit: 1})
	must(t, err)
	card := page.Cards[0]
	if card.ID != id || card.VenueName != "Nes bibliotek" || card.AreaID != w.Area || card.OrganisationName != "Nes strikkelag" || !card.Free() || !card.Repeats {
		t.Errorf("got card %+v", card)
	}
	if page.Next.IsZero() {
		t.Error("there is no next page")
	}
	similar, err := w.Service.Similar(ctx, activity.Activity{ID: id, MunicipalityID: w.Group.MunicipalityID, Draft: w.Draft()}, 3)
	must(t, err)
	if len(similar) != 0 {
		t.Errorf("an activity is similar to itself: %+v", similar)
	}
	cards, err := w.Service.Upcoming(ctx, w.Group.MunicipalityID, w.Group.OrganisationID, 5)
	must(t, err)
	if len(cards) != 2 {
		t.Errorf("organisation has %d coming activities, want 2", len(cards))
	}
}

func TestMonth(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	for range 7 {
		w.Publish(t, w.Draft())
	}
	days, err := w.Service.Month(t.Context(), 2026, time.October, "", filterOf(w))
	must(t, err)
	if len(days) != 31 || days[7].Count != 7 || len(days[7].Items) != 5 || days[8].Count != 0 {
		t.Errorf("%d days; the 8th counts %d and shows %d, want 31, 7, 5", len(days), days[7].Count, len(days[7].Items))
	}
	evenings := filterOf(w)
	evenings.TimesOfDay, evenings.Categories = []string{search.Evening}, []int64{w.Category}
	days, err = w.Service.Month(t.Context(), 2026, time.October, "strikkekafé", evenings)
	must(t, err)
	if days[28].Count != 7 || days[28].Items[0].Title != "Strikkekafé" {
		t.Errorf("with words and filter: got %+v", days[28])
	}
	mornings := filterOf(w)
	mornings.TimesOfDay = []string{search.Morning}
	days, err = w.Service.Month(t.Context(), 2026, time.October, "", mornings)
	must(t, err)
	if days[7].Count != 0 {
		t.Errorf("in the morning: got %d, want 0", days[7].Count)
	}
}

func TestCalendar(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	ctx := t.Context()
	d := w.Draft()
	d.ExceptDates = []time.Time{activitytest.At("2026-10-22 18:00")}
	id := w.Publish(t, d)
	site := activity.CalendarSite{Host: "solvik.example", Lang: i18n.NB, Absolute: func(p string) string { return "https://solvik.example" + p }}
	before, err := w.Service.Calendar(ctx, site, w.Group.MunicipalityID, id)
	must(t, err)
	if len(before) != 10 {
		t.Fatalf("got %d events, want 10: one per date, without the exception", len(before))
	}
	must(t, w.Service.CancelOccurrence(ctx, w.Group, activity.DateRef{ActivityID: id, OccurrenceID: w.Dates(t, id)[1].ID, Sequence: -1}, "Syk"))
	w.Now = activitytest.At("2026-10-20 12:00")
	after, err := w.Service.Calendar(ctx, site, w.Group.MunicipalityID, id)
	must(t, err)
	if len(after) != 10 {
		t.Fatalf("got %d events after two dates, want 10: past ones stay for a month", len(after))
	}
	e := after[1]
	if e.UID != before[1].UID || e.Sequence <= before[1].Sequence || e.Status != ical.Cancelled {
		t.Errorf("cancelled date: got UID %s, sequence %d, status %s; before %s, %d", e.UID, e.Sequence, e.Status, before[1].UID, before[1].Sequence)
	}
	list, err := w.Service.CalendarList(ctx, site, activity.ListParams{Words: "strikk", Filter: filterOf(w)})
	must(t, err)
	if len(list) == 0 || list[0].Location != "Nes bibliotek, Storgata 1" {
		t.Errorf("list as calendar: got %d events, first %+v", len(list), list[0])
	}
	none, err := w.Service.CalendarList(ctx, site, activity.ListParams{Words: "sjakk", Filter: filterOf(w)})
	must(t, err)
	if len(none) != 0 {
		t.Errorf("calendar of a search without hits has %d events", len(none))
	}
}

func TestRowLists(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	ctx := t.Context()
	var ids []int64
	for range 5 {
		ids = append(ids, w.Publish(t, w.Draft()))
	}
	old := w.Draft()
	old.StartsAt, old.RRule, old.Title = activitytest.At("2026-10-07 09:00"), "", "Gammel"
	past := w.Publish(t, old)
	draft := w.Create(t, w.Group, old)
	sent := w.Create(t, w.Group, w.Draft())
	_, err := w.Service.Submit(ctx, w.Group, sent.ID, 0)
	must(t, err)
	w.Now = activitytest.At("2026-10-07 20:00")

	first, err := w.Service.Mine(ctx, w.Group, activity.ComingTab, activity.RowParams{Limit: 2})
	must(t, err)
	second, err := w.Service.Mine(ctx, w.Group, activity.ComingTab, activity.RowParams{Limit: 2, After: first.Next})
	must(t, err)
	third, err := w.Service.Mine(ctx, w.Group, activity.ComingTab, activity.RowParams{Limit: 2, After: second.Next})
	must(t, err)
	if len(third.Rows) != 1 || third.Rows[0].ID != ids[4] || third.Next != "" {
		t.Errorf("third page: %+v", third)
	}
	back, err := w.Service.Mine(ctx, w.Group, activity.ComingTab, activity.RowParams{Limit: 2, Before: third.Prev})
	must(t, err)
	if len(back.Rows) != 2 || back.Rows[0].ID != second.Rows[0].ID || back.Prev == "" {
		t.Errorf("back to the second page: %+v", back)
	}
	if first.Rows[0].Coming != 11 || first.Rows[0].NextAt == nil {
		t.Errorf("row: %+v", first.Rows[0])
	}
	page, err := w.Service.Mine(ctx, w.Group, activity.PastTab, activity.RowParams{})
	must(t, err)
	if len(page.Rows) != 1 || page.Rows[0].ID != past {
		t.Errorf("past: %+v", page.Rows)
	}
	page, err = w.Service.Mine(ctx, w.Group, activity.DraftTab, activity.RowParams{})
	must(t, err)
	if len(page.Rows) != 2 {
		t.Errorf("drafts: %+v", page.Rows)
	}
	page, err = w.Service.Queue(ctx, w.Staff, activity.RowParams{})
	must(t, err)
	if len(page.Rows) != 1 || page.Rows[0].ID != sent.ID {
		t.Errorf("queue: %+v", page.Rows)
	}
	if n, err := w.Service.QueueLength(ctx, w.Staff.MunicipalityID); err != nil || n != 1 {
		t.Errorf("queue length: got %d, %v, want 1", n, err)
	}
	page, err = w.Service.StaffList(ctx, w.Reader, activity.RowParams{Words: "GAMMEL"})
	must(t, err)
	if len(page.Rows) != 1 || page.Rows[0].ID == draft.ID {
		t.Errorf("staff search: %+v", page.Rows)
	}
	page, err = w.Service.StaffList(ctx, w.Stranger, activity.RowParams{After: "rubbish"})
	must(t, err)
	if len(page.Rows) != 0 {
		t.Errorf("another municipality's staff see %d rows", len(page.Rows))
	}
}

func TestExport(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	w.Publish(t, w.Draft())
	header, rows, err := w.Service.Export(t.Context(), w.Staff, i18n.NB, activity.RowParams{})
	must(t, err)
	n := 0
	for cells := range rows {
		n++
		if len(cells) != len(header) || cells[1] != "Strikkekafé" {
			t.Errorf("got %d cells for %d headings: %v", len(cells), len(header), cells)
		}
	}
	if n != 1 {
		t.Errorf("got %d rows, want 1", n)
	}
}

func TestClashes(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	ctx := t.Context()
	published := w.Publish(t, w.Draft())
	sent := w.Draft()
	sent.Title, sent.VenueID, sent.PlaceNote = "Bingo", 0, "Grendehuset"
	other := w.Create(t, w.Rival, sent)
	_, err := w.Service.Submit(ctx, w.Rival, other.ID, 0)
	must(t, err)
	p := activity.ClashParams{
		Starts: []time.Time{activitytest.At("2026-10-08 19:00")}, Ends: []time.Time{activitytest.At("2026-10-08 21:00")},
		TargetGroups: []int64{w.Seniors}, AreaID: w.Area, VenueID: w.Venue,
	}
	clashes, err := w.Service.Clashes(ctx, w.Group, p)
	must(t, err)
	if len(clashes) != 2 || !clashes[0].SameVenue || !clashes[0].Published || clashes[1].Published || !clashes[1].SamePeople {
		t.Errorf("got %+v", clashes)
	}
	p.Except = published
	clashes, err = w.Service.Clashes(ctx, w.Group, p)
	must(t, err)
	if len(clashes) != 1 {
		t.Errorf("an activity clashes with itself: %+v", clashes)
	}
	p.TargetGroups, p.AreaID, p.VenueID = []int64{w.Children}, 0, 0
	clashes, err = w.Service.Clashes(ctx, w.Group, p)
	must(t, err)
	if len(clashes) != 0 {
		t.Errorf("others' evenings clash: %+v", clashes)
	}
}

func TestHorizonJob(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	d := w.Draft()
	d.RRule = "FREQ=WEEKLY;BYDAY=TH"
	id := w.Publish(t, d)
	before := w.Dates(t, id)
	if n, err := w.Service.ExtendHorizon(t.Context()); err != nil || n != 0 {
		t.Errorf("at once: handled %d, %v, want 0", n, err)
	}
	w.Now = activitytest.At("2027-04-07 08:00")
	var group sync.WaitGroup
	var handled atomic.Int64
	for range 20 {
		group.Go(func() {
			n, err := w.Service.ExtendHorizon(t.Context())
			handled.Add(int64(n))
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if handled.Load() != 1 {
		t.Errorf("twenty at once handled %d series, want 1", handled.Load())
	}
	after := w.Dates(t, id)
	if got, want := len(after)-len(before), 26; got != want {
		t.Errorf("half a year later there are %d more dates, want %d", got, want)
	}
	if last := after[len(after)-1].StartsAt; last.Before(w.Now.AddDate(0, 18, -7)) || last.After(w.Now.AddDate(0, 18, 0)) {
		t.Errorf("last date is %v", last)
	}
	if n, err := w.Service.ExtendHorizon(t.Context()); err != nil || n != 0 {
		t.Errorf("again: handled %d, %v, want 0", n, err)
	}
}
