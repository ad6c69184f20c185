// Activities with their dates, as rows.

package demo

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/demo/town"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/recurrence"
)

func (f *filler) addActivity(i int, a town.Activity) error {
	when, err := f.schedule(a)
	if err != nil {
		return err
	}
	dates, err := when.Expand(f.now)
	if err != nil {
		return err
	}
	made := f.ago(20+(7*i)%150, i)
	var published *time.Time
	switch a.Status {
	case "published":
		published = &made
	case "submitted":
		made = f.ago(1+i%5, i)
	case "draft":
		made = f.ago(2+i%12, i)
	}
	place := a.MeetingPoint
	if a.Directions != "" {
		place = strings.TrimSpace(strings.TrimSuffix(place, ".") + ". " + a.Directions)
	}
	price, offer := a.PriceOre, cmp.Or(activity.Offer(a.Offer), activity.Voluntary)
	id := f.add(activities, f.id, f.organisations[a.Organiser], a.Kind, a.Title, a.Summary, a.Description, a.Lang, a.HeldIn, f.categories[a.Category],
		some(a.AgeMin), some(a.AgeMax), offer, &price, a.PriceNote, ref(f.venues, a.Venue), ref(f.areas, cmp.Or(a.Area, f.areaOf[a.Venue])),
		strings.TrimPrefix(place, ". "), a.OnlineURL, a.Bring, a.Contact.Name, phone(a.Contact.Phone), a.Contact.Email, when.StartsAt, when.DurationMinutes, when.RRule,
		append([]time.Time{}, when.ExtraDates...), when.End(f.now), a.Status, a.Status == "draft", published, source(f.organisationBy[a.Organiser].Kind),
		ref(f.loginOf, a.Organiser), made, made)
	f.activities[a.Key] = id
	for _, slug := range a.TargetGroups {
		f.add(activityGroups, id, f.targetGroups[slug])
	}
	for _, slug := range a.CoOrganisers {
		f.add(coOrganisers, id, f.organisations[slug])
	}
	for _, p := range when.Pauses {
		f.add(pauses, id, civil(p.From), civil(p.To), p.Reason)
	}
	return f.addDates(id, a, dates, made)
}

// schedule is when an activity happens. It begins at its first date.
func (f *filler) schedule(a town.Activity) (activity.Schedule, error) {
	start, err := town.At(f.monday, a.Schedule.FirstDay(), a.Schedule.Start)
	if err != nil {
		return activity.Schedule{}, err
	}
	s := activity.Schedule{StartsAt: start, DurationMinutes: a.Schedule.Minutes}
	if a.Schedule.Freq == "dates" {
		for _, day := range a.Schedule.Days[1:] {
			extra, err := town.At(f.monday, day, a.Schedule.Start)
			if err != nil {
				return s, err
			}
			s.ExtraDates = append(s.ExtraDates, extra)
		}
		return s, nil
	}
	if s.RRule, err = f.rule(a.Schedule, start); err != nil {
		return s, err
	}
	if first, err := s.Rule().Expand(start, start.AddDate(1, 0, 0), 1); err == nil && len(first) == 1 {
		s.StartsAt = first[0].Start
	}
	s.Pauses = f.pausesOf(a)
	return s, nil
}

func (f *filler) rule(s town.Schedule, start time.Time) (string, error) {
	weekday := time.Weekday((slices.Index(town.Weekdays, s.Weekday) + 1) % 7)
	pattern := recurrence.Weekly(start, []time.Weekday{weekday}, s.Interval)
	if s.Freq == "monthly" {
		pattern = recurrence.MonthlyNth(start, s.Nth, weekday)
		pattern.Every = s.Interval
	}
	return pattern.UntilDate(f.day(s.ToDay)).RRule()
}

// pausesOf are the activity's own pauses and the school holidays of its season.
func (f *filler) pausesOf(a town.Activity) []activity.Pause {
	var all []activity.Pause
	for _, p := range a.Schedule.Pauses {
		all = append(all, activity.Pause{From: f.day(p.FromDay), To: f.day(p.ToDay), Reason: p.Reason})
	}
	if !a.Schedule.SchoolHolidays {
		return all
	}
	begin, end := f.day(a.Schedule.FromDay), f.day(a.Schedule.ToDay)
	for year := begin.Year() - 1; year <= end.Year(); year++ {
		for _, h := range town.SchoolHolidays(year, i18n.Oslo) {
			if !h.To.Before(begin) && !h.From.After(end) {
				all = append(all, activity.Pause{From: h.From, To: h.To, Reason: h.Reason.In(a.Lang)})
			}
		}
	}
	return all
}

func civil(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

func (f *filler) addDates(id int64, a town.Activity, dates []recurrence.Occurrence, made time.Time) error {
	for _, d := range dates {
		row := occurrence{starts: d.Start, ends: d.End, status: "planned"}
		for _, e := range a.Schedule.Exceptions {
			if civil(f.day(e.Day)).Equal(civil(d.Start.In(i18n.Oslo))) {
				if err := row.change(f, a.Schedule, e); err != nil {
					return err
				}
			}
		}
		f.add(occurrences, id, f.id, d.Key, row.starts, row.ends, row.postponed, row.status, row.reason, row.original, row.venue, row.sequence, made)
	}
	return nil
}

// occurrence is what became of one date.
type occurrence struct {
	starts, ends   time.Time
	status, reason string
	original       *time.Time
	postponed      *time.Time // the end that it had
	venue          *int64
	sequence       int
}

func (o *occurrence) change(f *filler, s town.Schedule, e town.Exception) error {
	o.status, o.reason, o.sequence = e.Status, e.Reason, 1
	o.venue = ref(f.venues, e.NewVenue)
	if e.Status == string(activity.Postponed) {
		end := o.ends
		o.postponed, o.ends = &end, o.starts.Add(activity.PostponedFor)
	}
	if e.NewDay == nil && e.NewStart == "" {
		return nil
	}
	day := e.Day
	if e.NewDay != nil {
		day = *e.NewDay
	}
	starts, err := town.At(f.monday, day, cmp.Or(e.NewStart, s.Start))
	if err != nil {
		return err
	}
	was := o.starts
	o.original, o.starts = &was, starts
	o.ends = starts.Add(time.Duration(s.Minutes) * time.Minute)
	return nil
}
