// The calendar file that goes with a letter.

package letters

import (
	"bytes"
	"context"
	"fmt"
	"strconv"

	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/mail"

	"github.com/jackc/pgx/v5"
)

// calendar is the file with the slot's dates, with the UIDs of the public
// calendar. Gone are dates that no longer stand anywhere: they are cancelled.
func (s *Service) calendar(ctx context.Context, tx pgx.Tx, a About, l i18n.Lang, gone []known) ([]mail.Attachment, error) {
	return s.calendarFile(ctx, tx, a, l, a.OccurrenceIDs, gone, l.T("Avlyst: %s", a.Title))
}

// calendarFile has the dates with the ids, and those gone with a title that says why; nil where there are none.
func (s *Service) calendarFile(ctx context.Context, tx pgx.Tx, a About, l i18n.Lang, ids []int64, gone []known, goneTitle string) ([]mail.Attachment, error) {
	site := listing.CalendarSite{Host: a.Host, Lang: l, Absolute: func(path string) string { return s.writer.Link(a.site(), l, path) }}
	events, err := listing.EventsOf(ctx, tx, site, ids)
	if err != nil {
		return nil, err
	}
	for _, k := range gone {
		events = append(events, ical.OutEvent{
			UID: strconv.FormatInt(a.ActivityID, 10) + "-" + k.Key + "@" + a.Host, Sequence: k.Sequence + 1, Start: k.StartsAt, End: k.EndsAt,
			AllDay: a.AllDay, Summary: goneTitle, Location: k.Place, Status: ical.Cancelled, LastModified: s.now(),
		})
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
