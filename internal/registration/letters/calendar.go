// The calendar file that goes with a letter.

package letters

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// calendar is the file with the slot's dates, with the UIDs of the public
// calendar. What is gone from it is cancelled.
func (s *Service) calendar(ctx context.Context, tx pgx.Tx, a About, l i18n.Lang, all []gone) ([]mail.Attachment, error) {
	return s.calendarFile(ctx, tx, a, l, a.OccurrenceIDs, all)
}

// gone is a date that stands nowhere by the name that a calendar knows it by, with a title that says why.
type gone struct {
	known
	title string
}

// titled are dates that are gone for the same reason.
func titled(all []known, title string) []gone {
	out := make([]gone, len(all))
	for i, k := range all {
		out[i] = gone{k, title}
	}
	return out
}

// Standing is how the dates of a person's own calendar are marked.
type Standing struct {
	Status ical.Status
	Title  string // %s is that of the activity
}

// Over says that it is the better of two ways to stand with the same date.
func (s Standing) Over(o Standing) bool {
	rank := map[ical.Status]int{ical.Confirmed: 2, ical.Tentative: 1}
	return rank[s.Status] > rank[o.Status]
}

// ownDate is a date that people know of, with what a calendar has to know of its activity.
type ownDate struct {
	known
	SlotID     int64
	ActivityID int64
	Title      string
	AllDay     bool
	NowKey     string // "" where it no longer stands anywhere
}

const ownDatesSQL = `-- letters.ownDates
select k.occurrence_id, k.key, k.starts_at, k.ends_at, k.postponed_end, k.place, k.cancelled, k.sequence, s.off_reason as reason,
       k.slot_id, s.activity_id, a.title, a.all_day, coalesce(o.key, '') as now_key
from signup_known k join signup_slot s on s.id = k.slot_id join activity a on a.id = s.activity_id left join occurrence o on o.id = k.occurrence_id
where k.slot_id = any(@slot_ids::bigint[]) order by k.starts_at, k.slot_id`

// OwnEvents are the dates of slots that people know of, each once, as they are for a person who
// stands so with each slot; one that no longer stands anywhere is cancelled.
func OwnEvents(ctx context.Context, q postgres.Querier, site listing.CalendarSite, as map[int64]Standing, now time.Time) ([]ical.OutEvent, error) {
	was, err := postgres.Many[ownDate](ctx, q, ownDatesSQL, postgres.Args{"slot_ids": slices.Collect(maps.Keys(as))})
	if err != nil {
		return nil, err
	}
	ids, best, titles := make([]int64, len(was)), map[string]Standing{}, map[string]string{}
	for i, k := range was {
		ids[i] = k.OccurrenceID
		uid := uidOf(k.ActivityID, k.NowKey, site)
		if old, known := best[uid]; !known || as[k.SlotID].Over(old) {
			best[uid], titles[uid] = as[k.SlotID], k.Title
		}
	}
	events, err := listing.EventsOf(ctx, q, site, ids)
	stands := map[string]bool{}
	for i, e := range events {
		stands[e.UID] = true
		as := best[e.UID]
		if e.Status == ical.Confirmed && as.Status != ical.Confirmed || e.Status == ical.Tentative && as.Status == ical.Cancelled {
			events[i].Status, events[i].Summary = as.Status, fmt.Sprintf(as.Title, titles[e.UID])
		}
	}
	for _, k := range was {
		gone := goneEvent(k.ActivityID, k.AllDay, k.known, site, site.Lang.T("Avlyst: %s", k.Title), now)
		if !stands[gone.UID] && (k.Cancelled || k.end().After(now)) {
			stands[gone.UID] = true
			events = append(events, gone)
		}
	}
	return events, err
}

// uidOf names a date of an activity as the public calendar does.
func uidOf(activityID int64, key string, site listing.CalendarSite) string {
	return strconv.FormatInt(activityID, 10) + "-" + key + "@" + site.Host
}

// goneEvent is a date that no longer stands anywhere, by the name that it had.
func goneEvent(activityID int64, allDay bool, k known, site listing.CalendarSite, title string, now time.Time) ical.OutEvent {
	return ical.OutEvent{
		UID: uidOf(activityID, k.Key, site), Sequence: k.Sequence + 1, Start: k.StartsAt, End: k.end(),
		AllDay: allDay, Summary: title, Location: k.Place, Status: ical.Cancelled, LastModified: now,
	}
}

// calendarFile has the dates with the ids, and those gone; nil where there are none.
func (s *Service) calendarFile(ctx context.Context, tx pgx.Tx, a About, l i18n.Lang, ids []int64, all []gone) ([]mail.Attachment, error) {
	site := listing.CalendarSite{Host: a.Host, Lang: l, Town: a.SiteName, Absolute: func(path string) string { return s.writer.Link(a.site(), l, path) }}
	events, err := listing.EventsOf(ctx, tx, site, ids)
	if err != nil {
		return nil, err
	}
	for _, k := range all {
		e := goneEvent(a.ActivityID, a.AllDay, k.known, site, k.title, s.now())
		if !slices.ContainsFunc(events, func(x ical.OutEvent) bool { return x.UID == e.UID }) { // else another of hers has the name now
			events = append(events, e)
		}
	}
	if len(events) == 0 {
		return nil, nil
	}
	var file bytes.Buffer
	if err := ical.Write(&file, ical.Calendar{Name: a.Title, Events: events}); err != nil {
		return nil, fmt.Errorf("calendar of slot %d: %w", a.ID, err)
	}
	return []mail.Attachment{{Name: "kalender.ics", Type: "text/calendar; method=PUBLISH; charset=utf-8", Data: file.Bytes()}}, nil
}
