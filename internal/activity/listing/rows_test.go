package listing_test

// The lists behind the doors, with activities of every status, organiser and sort of
// dates in two towns: each list has what belongs in it, in its order, on pages that can
// be turned both ways.

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	diff "github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/i18n"
)

// line is an activity as a list should show it.
type line struct {
	listing.Row
	co bool // Group is a co-organiser
}

type crowd struct {
	*activitytest.World
	t     *testing.T
	all   []line
	there []int64 // the neighbour's
}

// forever stands for the next date of what has none.
var forever = activitytest.At("9999-01-01 00:00")

func newCrowd(t *testing.T) *crowd {
	t.Helper()
	c := &crowd{World: activitytest.New(t), t: t}
	now := c.Now
	hour := time.Hour
	schedules := []struct{ starts []time.Duration }{
		{[]time.Duration{24 * hour, 48 * hour}}, {[]time.Duration{-48 * hour, -24 * hour}}, {[]time.Duration{-hour, 72 * hour}}, {[]time.Duration{5 * hour, 30 * hour}}, {[]time.Duration{6 * hour}},
	}
	n := 0
	for _, status := range activity.Statuses {
		for _, org := range []account.Actor{c.Group, c.Rival} {
			for kind, s := range schedules {
				l := line{Row: listing.Row{
					Title: fmt.Sprintf("%c aktivitet %d", 'a'+rune(n*7%26), n), Lang: i18n.NB, OrganisationID: org.OrganisationID, OrganisationName: map[int64]string{c.Group.OrganisationID: "Nes strikkelag", c.Rival.OrganisationID: "Nes turlag"}[org.OrganisationID],
					CategoryID: []int64{c.Category, c.Sport}[n%2], Status: status, Version: 1, UpdatedAt: now.Add(-time.Duration(n*11%17) * time.Minute),
				}, co: org.OrganisationID == c.Group.OrganisationID}
				if n%3 == 0 && !l.co {
					l.co = true
				}
				d := c.Draft()
				d.Title, d.CategoryID, d.RRule, d.DurationMinutes = l.Title, l.CategoryID, "", 120
				d.StartsAt = now.Add(s.starts[0])
				for _, more := range s.starts[1:] {
					d.ExtraDates = append(d.ExtraDates, now.Add(more))
				}
				if l.co && org.OrganisationID != c.Group.OrganisationID {
					d.CoOrganisers = []int64{c.Group.OrganisationID}
				}
				saved, err := c.Service.Create(t.Context(), c.Staff, org.OrganisationID, d)
				must(t, err)
				l.ID = saved.ID
				cancelled := map[int]int{3: 1, 4: 1}[kind] // the first date of these
				if cancelled > 0 {
					c.ID(t, `update occurrence set status = 'cancelled' where id = (select id from occurrence where activity_id = $1 order by starts_at limit 1) returning id`, l.ID)
				}
				for i, start := range s.starts {
					at := now.Add(start)
					l.LastAt = &at
					if start+2*hour <= 0 {
						continue
					}
					l.Coming++
					off := i < cancelled
					if off {
						l.CancelledDates++
					}
					if l.NextAt == nil || cancelled > 0 && i == 1 {
						l.NextAt = &at
					}
				}
				l.SeriesCancelled = n%5 == 0
				c.ID(t, `update activity set status = $2, updated_at = $3, cancelled_at = case when $4 then $3::timestamptz end, status_reason = 'x' where id = $1 returning id`, l.ID, status, l.UpdatedAt, l.SeriesCancelled)
				l.StatusReason = "x"
				c.all = append(c.all, l)
				n++
			}
		}
	}
	far := c.Stranger.MunicipalityID
	org := c.ID(t, `insert into organisation (municipality_id, name, kind, status) values ($1, 'Nes strikkelag', 'association', 'approved') returning id`, far)
	code := c.ID(t, `insert into code (municipality_id, list, slug, name_nb) values ($1, 'category', 'x', 'X') returning id`, far)
	for _, status := range activity.Statuses {
		d := c.Draft()
		d.CategoryID, d.VenueID, d.TargetGroups = code, 0, nil
		saved, err := c.Service.Create(t.Context(), c.Stranger, org, d)
		must(t, err)
		c.ID(t, `update activity set status = $2 where id = $1 returning id`, saved.ID, status)
		c.there = append(c.there, saved.ID)
	}
	return c
}

// those are the lines that fit, in an order; "-" turns it around.
func (c *crowd) those(order string, fits func(line) bool) []listing.Row {
	key := map[string]func(listing.Row) string{
		"updated": func(r listing.Row) string { return r.UpdatedAt.UTC().Format(time.RFC3339) }, "title": func(r listing.Row) string { return r.Title },
		"next": func(r listing.Row) string {
			if r.NextAt == nil || r.Status == activity.Archived {
				return forever.UTC().Format(time.RFC3339)
			}
			return r.NextAt.UTC().Format(time.RFC3339)
		},
		"last": func(r listing.Row) string { return r.LastAt.UTC().Format(time.RFC3339) },
	}[strings.TrimPrefix(order, "-")]
	var rows []listing.Row
	for _, l := range c.all {
		if fits(l) {
			rows = append(rows, l.Row)
		}
	}
	slices.SortFunc(rows, func(a, b listing.Row) int { return cmp.Or(cmp.Compare(key(a), key(b)), cmp.Compare(a.ID, b.ID)) })
	if strings.HasPrefix(order, "-") {
		slices.Reverse(rows)
	}
	return rows
}

// same turns the pages of a list to its end and back.
func (c *crowd) same(what string, want []listing.Row, read func(listing.RowParams) (listing.RowPage, error), p listing.RowParams) {
	c.t.Helper()
	var got, back []listing.Row
	p.Limit = 3
	var last string
	for range 40 {
		page, err := read(p)
		must(c.t, err)
		if len(page.Rows) > 3 {
			c.t.Fatalf("%s: %d rows on a page of three", what, len(page.Rows))
		}
		got, last = append(got, page.Rows...), page.Prev
		if (p.After == "") != (page.Prev == "") {
			c.t.Errorf("%s: page after %q has %q before it", what, p.After, page.Prev)
		}
		if page.Next == "" {
			back = slices.Clone(page.Rows)
			break
		}
		p.After = page.Next
	}
	p.After = ""
	for p.Before = last; p.Before != ""; {
		page, err := read(p)
		must(c.t, err)
		back, p.Before = append(slices.Clone(page.Rows), back...), page.Prev
	}
	for way, rows := range map[string][]listing.Row{"forwards": got, "backwards": back} {
		if d := diff.Diff(want, rows, diff.Comparer(func(a, b time.Time) bool { return a.Equal(b) })); d != "" {
			c.t.Errorf("%s, %s (-want +got):\n%s", what, way, d)
		}
	}
}

func seen(l line) bool { return l.Status != activity.Drafted }

func TestStaffListsOfACrowd(t *testing.T) {
	t.Parallel()
	c := newCrowd(t)
	staff := func(p listing.RowParams) (listing.RowPage, error) {
		return c.Lists.StaffList(t.Context(), c.Staff, p)
	}
	for name, order := range map[listing.Sort]string{
		"": "-updated", "tull": "-updated", listing.ByUpdated: "updated", "-" + listing.ByUpdated: "-updated", listing.ByTitle: "title", "-" + listing.ByTitle: "-title",
		listing.ByNext: "next", "-" + listing.ByNext: "-next",
	} {
		for what, n := range map[string]struct {
			p    listing.RowParams
			fits func(line) bool
		}{
			"all":         {listing.RowParams{}, seen},
			"one group's": {listing.RowParams{OrganisationID: c.Rival.OrganisationID}, func(l line) bool { return seen(l) && l.OrganisationID == c.Rival.OrganisationID }},
			"a category":  {listing.RowParams{CategoryID: c.Sport}, func(l line) bool { return seen(l) && l.CategoryID == c.Sport }},
			"drafts":      {listing.RowParams{Status: activity.Drafted}, func(l line) bool { return l.Status == activity.Drafted }},
			"archived":    {listing.RowParams{Status: activity.Archived}, func(l line) bool { return l.Status == activity.Archived }},
			"by a title":  {listing.RowParams{Words: " AKTIVITET 1"}, func(l line) bool { return seen(l) && strings.Contains(l.Title, "aktivitet 1") }},
			"by a group":  {listing.RowParams{Words: "turlag", Status: activity.Published}, func(l line) bool { return l.Status == activity.Published && l.OrganisationID == c.Rival.OrganisationID }},
			"of all": {listing.RowParams{Words: "1", Status: activity.Published, CategoryID: c.Sport, OrganisationID: c.Rival.OrganisationID}, func(l line) bool {
				return l.Status == activity.Published && l.CategoryID == c.Sport && l.OrganisationID == c.Rival.OrganisationID && strings.Contains(l.Title, "1")
			}},
		} {
			p := n.p
			p.Sort = name
			c.same(fmt.Sprintf("%q, %s", name, what), c.those(order, n.fits), staff, p)
		}
	}
	c.same("the queue", c.those("updated", func(l line) bool { return l.Status == activity.Submitted }), func(p listing.RowParams) (listing.RowPage, error) {
		return c.Lists.Queue(t.Context(), c.Staff, p)
	}, listing.RowParams{OrganisationID: c.Rival.OrganisationID, Status: activity.Archived, Sort: listing.ByTitle})
	if n, err := c.Lists.QueueLength(t.Context(), c.Staff); err != nil || n != 10 {
		t.Errorf("queue: got %d (%v), want 10", n, err)
	}
	ids := slices.Clone(c.there)
	for _, l := range c.all[:len(c.all)-3] {
		ids = append(ids, l.ID)
	}
	chosen, err := c.Lists.Chosen(t.Context(), c.Staff, ids)
	must(t, err)
	if d := diff.Diff(c.those("title", func(l line) bool { return seen(l) && slices.Contains(ids, l.ID) }), chosen, diff.Comparer(func(a, b time.Time) bool { return a.Equal(b) })); d != "" {
		t.Errorf("chosen (-want +got):\n%s", d)
	}
	for what, n := range map[string]struct {
		p    listing.RowParams
		fits func(line) bool
	}{
		"all": {listing.RowParams{}, seen}, "one group's": {listing.RowParams{OrganisationID: c.Rival.OrganisationID}, func(l line) bool { return seen(l) && l.OrganisationID == c.Rival.OrganisationID }},
		"a category": {listing.RowParams{CategoryID: c.Sport}, func(l line) bool { return seen(l) && l.CategoryID == c.Sport }},
		"of all": {listing.RowParams{Words: "turlag", Status: activity.Published, CategoryID: c.Sport}, func(l line) bool {
			return l.Status == activity.Published && l.CategoryID == c.Sport && l.OrganisationID == c.Rival.OrganisationID
		}},
	} {
		want := []string{}
		for _, r := range c.those("title", n.fits) {
			next := ""
			if r.NextAt != nil && r.Coming > r.CancelledDates {
				next = r.NextAt.In(i18n.Oslo).Format("02.01.2006 15:04")
			}
			want = append(want, fmt.Sprint(r.ID, " ", next))
		}
		header, rows, err := c.Lists.Export(t.Context(), c.Staff, i18n.NB, n.p)
		must(t, err)
		at, got := slices.Index(header, "Neste dato"), []string{}
		for cells := range rows {
			got = append(got, cells[0].Text+" "+cells[at].Text)
		}
		if d := diff.Diff(want, got); d != "" {
			t.Errorf("file, %s (-want +got):\n%s", what, d)
		}
		if n := c.ID(t, `select count(*) from audit_event where action = 'activity.export' and detail->>'rows' = $1`, strconv.Itoa(len(want))); n == 0 {
			t.Errorf("file, %s: the log does not say that %d were taken out", what, len(want))
		}
	}
}

func TestOwnListsOfACrowd(t *testing.T) {
	t.Parallel()
	c := newCrowd(t)
	own := func(l line) bool { return l.OrganisationID == c.Group.OrganisationID }
	is := func(l line, status ...activity.Status) bool { return slices.Contains(status, l.Status) }
	for tab, list := range map[listing.Tab]struct {
		order string
		fits  func(line) bool
	}{
		listing.ComingTab: {"next", func(l line) bool { return l.co && is(l, activity.Published) && l.NextAt != nil }},
		listing.PastTab: {"-last", func(l line) bool {
			return l.co && (is(l, activity.Archived) || is(l, activity.Published) && l.NextAt == nil)
		}},
		listing.SentTab:  {"-updated", func(l line) bool { return own(l) && is(l, activity.Submitted, activity.Refused) }},
		listing.DraftTab: {"-updated", func(l line) bool { return own(l) && is(l, activity.Drafted) }},
	} {
		for what, n := range map[string]struct {
			p    listing.RowParams
			fits func(line) bool
		}{
			"all":        {listing.RowParams{Status: activity.Refused, OrganisationID: c.Rival.OrganisationID}, func(line) bool { return true }},
			"a category": {listing.RowParams{CategoryID: c.Sport}, func(l line) bool { return l.CategoryID == c.Sport }},
			"by a title": {listing.RowParams{Words: " AKTIVITET 1"}, func(l line) bool { return strings.Contains(l.Title, "aktivitet 1") }},
			"by a group": {listing.RowParams{Words: "turlag"}, func(l line) bool { return l.OrganisationID == c.Rival.OrganisationID }},
		} {
			c.same(string(tab)+", "+what, c.those(list.order, func(l line) bool { return list.fits(l) && n.fits(l) }), func(p listing.RowParams) (listing.RowPage, error) {
				return c.Lists.Mine(t.Context(), c.Group, tab, p)
			}, n.p)
		}
	}
}
