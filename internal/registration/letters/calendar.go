// The calendar file that goes with a letter.

package letters

import (
	"bytes"
	"context"
	"fmt"
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

// OwnEvents are the dates of a slot that people know of, as they are for a person who
// stands so; one that no longer stands anywhere is cancelled.
func OwnEvents(ctx context.Context, q postgres.Querier, slotID int64, site listing.CalendarSite, as Standing, now time.Time) ([]ical.OutEvent, error) {
	a, err := ReadAbout(ctx, q, slotID, now)
	if err != nil {
		return nil, err
	}
	was, err := postgres.Many[known](ctx, q, wasSQL, pgx.StrictNamedArgs{"slot_id": slotID})
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(was))
	for i, k := range was {
		ids[i] = k.OccurrenceID
	}
	events, err := listing.EventsOf(ctx, q, site, ids)
	stands := map[string]bool{}
	for i := range events {
		stands[events[i].UID] = true
		if events[i].Status == ical.Confirmed && as.Status != ical.Confirmed || events[i].Status == ical.Tentative && as.Status == ical.Cancelled {
			events[i].Status, events[i].Summary = as.Status, fmt.Sprintf(as.Title, a.Title)
		}
	}
	for _, k := range was {
		gone := a.goneEvent(k, site, site.Lang.T("Avlyst: %s", a.Title), now)
		if !stands[gone.UID] && (k.Cancelled || k.end().After(now)) {
			events = append(events, gone)
		}
	}
	return events, err
}

// goneEvent is a date that no longer stands anywhere, by the name that it had.
func (a About) goneEvent(k known, site listing.CalendarSite, title string, now time.Time) ical.OutEvent {
	return ical.OutEvent{
		UID: strconv.FormatInt(a.ActivityID, 10) + "-" + k.Key + "@" + site.Host, Sequence: k.Sequence + 1, Start: k.StartsAt, End: k.end(),
		AllDay: a.AllDay, Summary: title, Location: k.Place, Status: ical.Cancelled, LastModified: now,
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
		e := a.goneEvent(k.known, site, k.title, s.now())
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
