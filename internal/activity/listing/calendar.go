// Dates as events of calendar files.

package listing

import (
	"context"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/place"
	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search"
)

const (
	activityDates = 1000                // most dates of one activity
	feedDates     = 20_000              // most dates of a list
	feedPast      = 31 * 24 * time.Hour // how long a date stays in the calendar after it, cancelled or not
)

// CalendarSite is whose calendar it is: Host stands in each UID, and Absolute
// makes the address of a page from its path.
type CalendarSite struct {
	Host     string
	Lang     i18n.Lang
	Town     string // of addresses that say no other
	Absolute func(path string) string
}

const eventColumns = `
select a.id as activity_id, o.key, a.sequence + o.sequence as sequence, o.starts_at, coalesce(o.postponed_end, o.ends_at) as ends_at, a.all_day, a.title, a.summary, a.offer,
       o.status = 'cancelled' or a.cancelled_at is not null as cancelled, o.status, o.reason, a.cancel_reason,
       ` + place.Columns + `,
       org.name as organisation_name, org.email_public as email,
       case @lang::text when 'nn' then coalesce(nullif(c.name_nn, ''), c.name_nb) when 'en' then coalesce(nullif(c.name_en, ''), c.name_nb)
            else c.name_nb end as category,
       a.created_at, greatest(a.updated_at, o.updated_at) as updated_at
from occurrence o
join activity a on a.id = o.activity_id
join organisation org on org.id = a.organisation_id
join code c on c.id = a.category_id
` + place.Tables

const activityEventsSQL = `-- listing.activityEvents` + eventColumns + `
where o.activity_id = @id and a.municipality_id = @municipality_id and a.status in ('published', 'archived') and org.status in ('approved', 'ended')
  and o.ends_at > @from
order by o.starts_at, o.id limit @limit`

const eventsSQL = `-- listing.events` + eventColumns + `
where o.id = any(@ids::bigint[])
order by o.starts_at, o.id`

type eventRow struct {
	ActivityID       int64
	Key              string
	Sequence         int
	StartsAt, EndsAt time.Time
	AllDay           bool
	Title, Summary   string
	Offer            activity.Offer
	Cancelled        bool
	Status           activity.OccurrenceStatus
	Reason           string
	CancelReason     string
	place.Where
	OrganisationName string
	Email            string
	Category         string
	CreatedAt        time.Time
	UpdatedAt        time.Time
}

// PublicCalendar is one activity as calendar events: one for each date that is coming
// or was in the last month, the cancelled and postponed ones marked as such. An activity that
// residents cannot see is NotFound.
func (s *Service) PublicCalendar(ctx context.Context, site CalendarSite, municipalityID, id int64) ([]ical.OutEvent, error) {
	rows, err := postgres.Many[eventRow](ctx, s.pool, activityEventsSQL, postgres.Args{
		"id": id, "municipality_id": municipalityID, "from": s.now().Add(-feedPast), "limit": activityDates, "lang": site.Lang,
	})
	if err == nil && len(rows) == 0 {
		_, err = s.activities.PublicShow(ctx, municipalityID, id)
	}
	return events(site, rows), err
}

// Feed is a list as a calendar. Until is when it breaks off because there are too many dates, zero when all are there.
type Feed struct {
	Events []ical.OutEvent
	Until  time.Time
}

// PublicCalendarList is a list, filtered just as List is, as calendar events: every
// coming date, those that come back every week as one event with a rule.
func (s *Service) PublicCalendarList(ctx context.Context, site CalendarSite, p Params) (Feed, error) {
	if p.From.IsZero() {
		p.From = s.now().Add(-24 * time.Hour)
	}
	q, err := s.question(ctx, p)
	if err != nil {
		return Feed{}, err
	}
	hits, more, err := search.AllDates(ctx, s.pool, q, feedDates)
	if err != nil {
		return Feed{}, err
	}
	ids := make([]int64, len(hits))
	for i, h := range hits {
		ids[i] = h.OccurrenceID
	}
	rows, err := postgres.Many[eventRow](ctx, s.pool, eventsSQL, postgres.Args{"ids": ids, "lang": site.Lang})
	feed := Feed{Events: folded(site, rows)}
	if more {
		feed.Until = hits[len(hits)-1].At
	}
	return feed, err
}

// EventsOf are the given dates as calendar events, cancelled ones too, for files
// that go with e-mails. Dates that no longer exist are left out.
func EventsOf(ctx context.Context, q postgres.Querier, site CalendarSite, occurrenceIDs []int64) ([]ical.OutEvent, error) {
	rows, err := postgres.Many[eventRow](ctx, q, eventsSQL, postgres.Args{"ids": occurrenceIDs, "lang": site.Lang})
	return events(site, rows), err
}

func events(site CalendarSite, rows []eventRow) []ical.OutEvent {
	all := make([]ical.OutEvent, len(rows))
	for i, r := range rows {
		all[i] = r.event(site)
	}
	return all
}

func (r eventRow) event(site CalendarSite) ical.OutEvent {
	path := "/aktiviteter/" + strconv.FormatInt(r.ActivityID, 10)
	e := ical.OutEvent{
		UID: strconv.FormatInt(r.ActivityID, 10) + "-" + r.Key + "@" + site.Host, Sequence: r.Sequence,
		Start: r.StartsAt, End: r.EndsAt, AllDay: r.AllDay, Summary: r.Title, Location: r.location(site.Town),
		Description: r.description(site, path), URL: site.Absolute(path), Categories: []string{r.Category},
		Organizer: ical.Person{Name: r.OrganisationName, Email: r.Email},
		Status:    ical.Confirmed, Created: r.CreatedAt, LastModified: r.UpdatedAt,
	}
	if r.Cancelled {
		e.Status, e.Summary = ical.Cancelled, site.Lang.T("Avlyst: %s", r.Title)
	} else if r.Status == activity.Postponed { // holds nobody's time, and is there to be moved
		e.Status, e.Free, e.Summary = ical.Tentative, true, site.Lang.T("Utsatt: %s", r.Title)
	}
	if r.Offer == activity.Commercial {
		e.Categories = append(e.Categories, site.Lang.T(r.Offer.Name()))
	}
	if r.Latitude != nil && r.Longitude != nil {
		e.Place = &ical.Geo{Lat: *r.Latitude, Lon: *r.Longitude}
	}
	return e
}

func (r eventRow) location(town string) string {
	return joined(", ", r.VenueName, codelist.Address(r.Address, r.PostalCode, town), r.PlaceNote, r.OnlineURL)
}

func (r eventRow) description(site CalendarSite, path string) string {
	reason := ""
	switch {
	case r.Cancelled && r.Status == activity.DateCancelled:
		reason = site.Lang.T("Avlyst: %s", r.Reason)
	case r.Cancelled:
		reason = site.Lang.T("Avlyst: %s", r.CancelReason)
	case r.Status == activity.Postponed:
		reason = site.Lang.T("Utsatt, ny dato kommer: %s", r.Reason)
	case r.Status == activity.Moved && r.Reason != "":
		reason = site.Lang.T("Endret: %s", r.Reason)
	}
	offer := ""
	if r.Offer == activity.Commercial {
		offer = site.Lang.T(r.Offer.Name())
	}
	return joined("\n\n", reason, offer, r.Summary, site.Lang.T("Arrangør: %s", r.OrganisationName), site.Absolute(path))
}

// joined leaves out what is empty.
func joined(between string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, between)
}
