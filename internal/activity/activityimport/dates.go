// Single dates of a series that the file changes, and how they are told.

package activityimport

import (
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/recurrence"
)

// datesOf are the changed dates by the key of the occurrence; what a date cannot have
// of its own here is said.
func (l lookup) datesOf(e ical.Event, series activity.Draft, say func(string, ...any)) map[string]activity.IncomingDate {
	dates := map[string]activity.IncomingDate{}
	for _, o := range e.Overrides {
		d := activity.IncomingDate{Start: o.Start, End: o.End, Cancelled: o.Status == ical.Cancelled}
		day := o.RecurrenceID.In(i18n.Oslo).Format(dayFormat)
		if o.Location != "" {
			d.VenueID, d.Place = l.ownPlace(o.Location, series)
			if d.VenueID == 0 && d.Place != "" && series.VenueID != 0 {
				say(i18n.Mark("Datoen %s har et eget sted, «%s». Her står det som et rom på %s. Legg stedet inn under Steder hvis det er et annet."), day, d.Place, l.venueNames[series.VenueID])
			}
		}
		if o.Summary != "" {
			say(i18n.Mark("Datoen %s har en egen tittel, «%s». Den er ikke med: alle datoene har samme tittel her."), day, i18n.Cut(o.Summary, activity.MaxTitle))
		}
		if o.Description != "" {
			say(i18n.Mark("Datoen %s har en egen beskrivelse. Den er ikke med."), day)
		}
		dates[o.RecurrenceID.UTC().Format(recurrence.KeyFormat)] = d
	}
	return dates
}

const dayFormat = "02.01.2006"

// ownPlace is the place of a date where it is another one than that of its series.
func (l lookup) ownPlace(location string, series activity.Draft) (venueID int64, note string) {
	own := activity.Draft{}
	l.locate(&own, strings.Join(strings.Fields(location), " "))
	if own.OnlineURL != "" {
		own.PlaceNote = i18n.Cut(own.OnlineURL, activity.MaxPlaceNote)
	}
	if own.VenueID == series.VenueID {
		own.VenueID = 0
		if own.PlaceNote == series.PlaceNote {
			own.PlaceNote = ""
		}
	}
	return own.VenueID, own.PlaceNote
}

// datesOfNew are the dates of a schedule that is not stored. One that is too much gives
// none, and is refused where it is stored.
func datesOfNew(s activity.Schedule, now time.Time) []activity.Occurrence {
	dates, err := s.Expand(now)
	if err != nil {
		return nil
	}
	all := make([]activity.Occurrence, len(dates))
	for i, d := range dates {
		all[i] = activity.Occurrence{Key: d.Key, StartsAt: d.Start, EndsAt: d.End, Status: activity.Planned}
	}
	return all
}

// datesInWords lists the coming dates that are not as their series: as they are
// stored (changes nil), or as they would be after the file.
func (l lookup) datesInWords(stored []activity.Occurrence, changes map[string]activity.IncomingDate, now time.Time) string {
	var words []string
	stored = slices.Clone(stored)
	slices.SortStableFunc(stored, func(a, b activity.Occurrence) int { return a.RuleStart().Compare(b.RuleStart()) })
	for _, o := range stored {
		if !o.EndsAt.After(now) {
			continue
		}
		if changes != nil {
			d, changed := changes[o.Key]
			rule := recurrence.Rule{Duration: recurrence.WallDuration(o.StartsAt, o.EndsAt)}
			o = d.On(o, i18n.NB, changed, rule)
		}
		if word := l.dateInWords(o); word != "" {
			words = append(words, word)
		}
	}
	return strings.Join(words, ", ")
}

func (l lookup) dateInWords(o activity.Occurrence) string {
	day := o.RuleStart().In(i18n.Oslo).Format(dayFormat)
	var words []string
	switch {
	case o.Status == activity.DateCancelled:
		return day + " avlyst"
	case o.OriginalStart != nil && o.StartsAt.Equal(*o.OriginalStart):
		words = append(words, "varer til "+o.EndsAt.In(i18n.Oslo).Format("15.04"))
	case o.OriginalStart != nil:
		words = append(words, "flyttet til "+o.StartsAt.In(i18n.Oslo).Format(dayFormat+" 15.04"))
	}
	for _, where := range []string{l.venueNames[o.OwnVenueID], o.OwnPlaceNote} {
		if where != "" {
			words = append(words, where)
		}
	}
	if len(words) == 0 {
		return ""
	}
	return day + " " + strings.Join(words, ", ")
}
