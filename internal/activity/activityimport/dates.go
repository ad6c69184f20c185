// Single dates of a series that the file changes, and how they are told.

package activityimport

import (
	"fmt"
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
func (l lookup) datesOf(e ical.Event, say func(string)) map[string]activity.IncomingDate {
	dates := map[string]activity.IncomingDate{}
	for _, o := range e.Overrides {
		d := activity.IncomingDate{Start: o.Start, End: o.End, Cancelled: o.Status == ical.Cancelled}
		day := o.RecurrenceID.In(i18n.Oslo).Format("02.01.2006")
		if o.Location != "" {
			own := activity.Draft{}
			l.locate(&own, strings.Join(strings.Fields(o.Location), " "))
			d.VenueID, d.Place = own.VenueID, own.PlaceNote
			if own.OnlineURL != "" {
				d.Place = i18n.Cut(own.OnlineURL, activity.MaxPlaceNote)
			}
		}
		if o.Summary != "" {
			say(fmt.Sprintf(i18n.Mark("Datoen %s har en egen tittel, «%s». Den er ikke med: alle datoene har samme tittel her."), day, i18n.Cut(o.Summary, activity.MaxTitle)))
		}
		if o.Description != "" {
			say(fmt.Sprintf(i18n.Mark("Datoen %s har en egen beskrivelse. Den er ikke med."), day))
		}
		dates[o.RecurrenceID.UTC().Format(recurrence.KeyFormat)] = d
	}
	return dates
}

// datesInWords lists the coming dates that are not as their series: as they are
// stored (changes nil), or as they would be after the file.
func datesInWords(stored []activity.Occurrence, changes map[string]activity.IncomingDate, now time.Time) string {
	var words []string
	for _, o := range stored {
		if !o.EndsAt.After(now) {
			continue
		}
		if changes != nil {
			d, changed := changes[o.Key]
			rule := recurrence.Rule{Duration: recurrence.WallDuration(o.StartsAt, o.EndsAt)}
			o = o.Imported(d, changed, rule)
		}
		if word := dateInWords(o); word != "" {
			words = append(words, word)
		}
	}
	slices.Sort(words)
	return strings.Join(words, ", ")
}

func dateInWords(o activity.Occurrence) string {
	day := o.RuleStart().In(i18n.Oslo).Format("02.01.2006")
	switch {
	case o.Status == activity.DateCancelled:
		return day + " avlyst"
	case o.OriginalStart != nil:
		return day + " flyttet til " + o.StartsAt.In(i18n.Oslo).Format("02.01.2006 15.04")
	case o.OwnPlaceNote != "":
		return day + " " + o.OwnPlaceNote
	}
	return ""
}
