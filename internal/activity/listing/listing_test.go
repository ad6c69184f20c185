package listing_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/postgres/pgtest"
	"frivilligsentral/internal/search"

	"github.com/google/go-cmp/cmp"
)

func filterOf(w *activitytest.World) search.Filter {
	return search.Filter{Municipality: w.Group.MunicipalityID}
}

func TestQueries(t *testing.T) { pgtest.Queries(t) }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
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
		params listing.Params
		want   int
	}{
		"all":                   {listing.Params{Filter: filterOf(w)}, 2},
		"by word":               {listing.Params{Words: "strikkekafeer", Filter: filterOf(w)}, 1},
		"by organiser":          {listing.Params{Words: "strikkelag", Filter: filterOf(w)}, 2},
		"by text in markdown":   {listing.Params{Words: "garn", Filter: filterOf(w)}, 2},
		"by venue's name":       {listing.Params{Words: "bibliotek", Filter: filterOf(w)}, 1},
		"by category":           {listing.Params{Filter: search.Filter{Municipality: w.Group.MunicipalityID, Categories: []int64{w.Sport}}}, 1},
		"by the venue's area":   {listing.Params{Filter: search.Filter{Municipality: w.Group.MunicipalityID, Areas: []int64{w.Area}}}, 1},
		"free":                  {listing.Params{Filter: search.Filter{Municipality: w.Group.MunicipalityID, Free: true}}, 2},
		"step-free":             {listing.Params{Filter: search.Filter{Municipality: w.Group.MunicipalityID, Accessibility: []string{"step_free"}}}, 1},
		"on Sundays":            {listing.Params{Filter: search.Filter{Municipality: w.Group.MunicipalityID, Weekdays: []int{7}}}, 1},
		"dates until November":  {listing.Params{Filter: filterOf(w), From: w.Now, To: activitytest.At("2026-11-01 00:00")}, 5},
		"elsewhere":             {listing.Params{Filter: search.Filter{Municipality: w.Stranger.MunicipalityID}}, 0},
		"both, title hit first": {listing.Params{Words: "strikk", Filter: filterOf(w), Order: listing.ByRelevance}, 2},
	}
	for name, test := range tests {
		page, err := w.Lists.PublicList(ctx, test.params)
		must(t, err)
		if len(page.Cards) != test.want {
			t.Errorf("%s: got %d cards, want %d", name, len(page.Cards), test.want)
		}
	}
	page, err := w.Lists.PublicList(ctx, listing.Params{Filter: filterOf(w), Limit: 1})
	must(t, err)
	card := page.Cards[0]
	if card.ID != id || card.VenueName != "Nes bibliotek" || card.AreaID != w.Area || card.OrganisationName != "Nes strikkelag" || !card.Free() || !card.Repeats {
		t.Errorf("got card %+v", card)
	}
	if page.Next.IsZero() {
		t.Error("there is no next page")
	}
	cards, err := w.Lists.PublicUpcoming(ctx, w.Group.MunicipalityID, w.Group.OrganisationID, 5)
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
	days, err := w.Lists.PublicMonth(t.Context(), 2026, time.October, "", filterOf(w))
	must(t, err)
	if len(days) != 31 || days[7].Count != 7 || len(days[7].Items) != 5 || days[8].Count != 0 {
		t.Errorf("%d days; the 8th counts %d and shows %d, want 31, 7, 5", len(days), days[7].Count, len(days[7].Items))
	}
	evenings := filterOf(w)
	evenings.TimesOfDay, evenings.Categories = []string{search.Evening}, []int64{w.Category}
	days, err = w.Lists.PublicMonth(t.Context(), 2026, time.October, "strikkekafé", evenings)
	must(t, err)
	if days[28].Count != 7 || days[28].Items[0].Title != "Strikkekafé" {
		t.Errorf("with words and filter: got %+v", days[28])
	}
	mornings := filterOf(w)
	mornings.TimesOfDay = []string{search.Morning}
	days, err = w.Lists.PublicMonth(t.Context(), 2026, time.October, "", mornings)
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
	site := listing.CalendarSite{Host: "solvik.example", Lang: i18n.NB, Absolute: func(p string) string { return "https://solvik.example" + p }}
	before, err := w.Lists.PublicCalendar(ctx, site, w.Group.MunicipalityID, id)
	must(t, err)
	if len(before) != 10 {
		t.Fatalf("got %d events, want 10: one per date, without the exception", len(before))
	}
	must(t, w.Service.CancelOccurrence(ctx, w.Group, activity.DateRef{ActivityID: id, OccurrenceID: w.Dates(t, id)[1].ID, Sequence: -1}, "Syk"))
	w.Now = activitytest.At("2026-10-20 12:00")
	after, err := w.Lists.PublicCalendar(ctx, site, w.Group.MunicipalityID, id)
	must(t, err)
	if len(after) != 10 {
		t.Fatalf("got %d events after two dates, want 10: past ones stay for a month", len(after))
	}
	e := after[1]
	if e.UID != before[1].UID || e.Sequence <= before[1].Sequence || e.Status != ical.Cancelled {
		t.Errorf("cancelled date: got UID %s, sequence %d, status %s; before %s, %d", e.UID, e.Sequence, e.Status, before[1].UID, before[1].Sequence)
	}
	list, err := w.Lists.PublicCalendarList(ctx, site, listing.Params{Words: "strikk", Filter: filterOf(w)})
	must(t, err)
	if len(list.Events) == 0 || list.Events[0].Location != "Nes bibliotek, Storgata 1" {
		t.Errorf("list as calendar: got %+v", list.Events)
	}
	none, err := w.Lists.PublicCalendarList(ctx, site, listing.Params{Words: "sjakk", Filter: filterOf(w)})
	must(t, err)
	if len(none.Events) != 0 {
		t.Errorf("calendar of a search without hits has %d events", len(none.Events))
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

	first, err := w.Lists.Mine(ctx, w.Group, listing.ComingTab, listing.RowParams{Limit: 2})
	must(t, err)
	second, err := w.Lists.Mine(ctx, w.Group, listing.ComingTab, listing.RowParams{Limit: 2, After: first.Next})
	must(t, err)
	third, err := w.Lists.Mine(ctx, w.Group, listing.ComingTab, listing.RowParams{Limit: 2, After: second.Next})
	must(t, err)
	if len(third.Rows) != 1 || third.Rows[0].ID != ids[4] || third.Next != "" {
		t.Errorf("third page: %+v", third)
	}
	back, err := w.Lists.Mine(ctx, w.Group, listing.ComingTab, listing.RowParams{Limit: 2, Before: third.Prev})
	must(t, err)
	if len(back.Rows) != 2 || back.Rows[0].ID != second.Rows[0].ID || back.Prev == "" {
		t.Errorf("back to the second page: %+v", back)
	}
	if first.Rows[0].Coming != 11 || first.Rows[0].NextAt == nil {
		t.Errorf("row: %+v", first.Rows[0])
	}
	page, err := w.Lists.Mine(ctx, w.Group, listing.PastTab, listing.RowParams{})
	must(t, err)
	if len(page.Rows) != 1 || page.Rows[0].ID != past {
		t.Errorf("past: %+v", page.Rows)
	}
	for _, tab := range []listing.Tab{listing.DraftTab, listing.SentTab} {
		page, err = w.Lists.Mine(ctx, w.Group, tab, listing.RowParams{})
		must(t, err)
		if len(page.Rows) != 1 || (page.Rows[0].ID == sent.ID) != (tab == listing.SentTab) {
			t.Errorf("%s: %+v", tab, page.Rows)
		}
	}
	page, err = w.Lists.Queue(ctx, w.Staff, listing.RowParams{})
	must(t, err)
	if len(page.Rows) != 1 || page.Rows[0].ID != sent.ID {
		t.Errorf("queue: %+v", page.Rows)
	}
	if n, err := w.Lists.QueueLength(ctx, w.Staff); err != nil || n != 1 {
		t.Errorf("queue length: got %d, %v, want 1", n, err)
	}
	page, err = w.Lists.StaffList(ctx, w.Reader, listing.RowParams{Words: "GAMMEL"})
	must(t, err)
	if len(page.Rows) != 1 || page.Rows[0].ID == draft.ID {
		t.Errorf("staff search: %+v", page.Rows)
	}
	page, err = w.Lists.StaffList(ctx, w.Stranger, listing.RowParams{After: "rubbish"})
	must(t, err)
	if len(page.Rows) != 0 {
		t.Errorf("another municipality's staff see %d rows", len(page.Rows))
	}
}

func TestExport(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	d := w.Draft()
	eighteen, price := 18, 5000
	d.AgeMin, d.PriceOre, d.PriceNote, d.ContactName, d.ContactPhone, d.ContactEmail = &eighteen, &price, "kaffe 20 kr", "Kari", "+4790000000", "kari@strikk.example"
	d.TargetGroups, d.RRule, d.ExtraDates = []int64{w.Seniors, w.Children}, "", []time.Time{activitytest.At("2026-10-15 18:00")}
	id := w.Publish(t, d)
	header, rows, err := w.Lists.Export(t.Context(), w.Staff, i18n.NB, listing.RowParams{})
	must(t, err)
	var got [][]string
	for cells := range rows {
		var line []string
		for _, c := range cells {
			line = append(line, c.Text)
		}
		got = append(got, line)
	}
	if len(got) != 1 || len(got[0]) != len(header) {
		t.Fatalf("got %d rows for the headings %v: %v", len(got), header, got)
	}
	row := map[string]string{}
	for i, h := range header {
		row[h] = got[0][i]
	}
	want := map[string]string{
		"Nummer": strconv.FormatInt(id, 10), "Tittel": "Strikkekafé", "Kort om aktiviteten": "Strikk sammen med andre.", "Arrangør": "Nes strikkelag",
		"Organisasjonsnummer": "", "Kategori": "Håndverk", "Målgrupper": "Barn, Eldre", "Status": "Publisert", "Neste dato": "08.10.2026 18:00",
		"Sted": "Nes bibliotek", "Område": "Nes", "Alder fra": "18", "Alder til": "", "Type tilbud": "Frivillig aktivitet", "Pris": i18n.NB.Price(price) + " kaffe 20 kr", "Kontaktperson": "Kari",
		"Telefon": i18n.Phone("+4790000000"), "E-post": "kari@strikk.example", "Når": d.Words(i18n.NB, w.Now), "Sist endret": i18n.NB.ShortDate(w.Now),
	}
	if diff := cmp.Diff(want, row); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What is known of an activity is in the export, or says why it is not.
func TestExportHasEveryField(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	header, _, err := w.Lists.Export(t.Context(), w.Staff, i18n.NB, listing.RowParams{})
	must(t, err)
	for _, f := range activity.Fields {
		if in := slices.Contains(header, f.Label); in != (f.Apart == "") {
			t.Errorf("%s: in the file: %v, left out because %q", f.Name, in, f.Apart)
		}
	}
}
