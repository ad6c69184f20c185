// The preview before saving: dates, and what else happens at the same time.

package activityeditor

import (
	"net/http"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/activity/place"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/recurrence"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/venues"
)

const previewDates = 60 // how many dates are listed

// previewView is what the form would give, before it is saved.
type previewView struct {
	Words     string
	Dates     []dateLine
	More      int // dates that are not listed
	Skipped   []dateLine
	Vanishing []dateLine
	Moved     int // people who come along to another day
	Clashes   []clashLine
	Outside   []dateLine // on which the place is not open
	Card      activitycards.CardView
	falling   []fallingLine
}

// dateLine is one date in words, with what there is to say about it.
type dateLine struct {
	At   time.Time
	Text string
	Note string
}

type clashLine struct {
	Title, Lang, Who string
	When             []string // the first dates
	More             int      // dates that are not named
	Why              string   // what it has in common
	Waiting          bool     // sent in and not approved yet
}

// showPreview is the form again, with errors or with the dates that it gives.
func (h *Handler) showPreview(w http.ResponseWriter, r *http.Request, f *form.Form, d activity.Draft, v editView) error {
	e := page.From(r)
	asked := v.View != nil && (f.Errs.Has(activity.FallingReason) || saysFalling(f))
	if (len(f.Errs) > 0 || f.Raw("gjor") != doPreview) && !asked {
		return h.showForm(w, r, e, f, v)
	}
	preview, err := h.preview(r, d, v.View)
	switch {
	case err == nil:
		v.Falling = preview.falling
	case len(f.Errs) == 0 && !f.Merge(err):
		return err
	}
	if err == nil && (len(f.Errs) == 0 || f.Errs.Has(activity.FallingReason)) {
		v.Preview = preview
	}
	return h.showForm(w, r, e, f, v)
}

func (h *Handler) preview(r *http.Request, d activity.Draft, stored *activity.View) (*previewView, error) {
	e := page.From(r)
	id := int64(0)
	if stored != nil {
		id = stored.ID
	}
	p, err := h.portal.Activities.Preview(r.Context(), e.Actor, id, d, e.Lang)
	if err != nil {
		return nil, err
	}
	v := &previewView{Words: p.Words, Moved: p.Moved, Card: previewCard(e, d, p, stored, h.venueName(r, d.VenueID))}
	for i, o := range p.Dates {
		if i == previewDates {
			v.More = len(p.Dates) - previewDates
			break
		}
		v.Dates = append(v.Dates, dateLine{At: o.Start, Text: dateText(e, d, o)})
	}
	for _, o := range p.Skipped {
		v.Skipped = append(v.Skipped, dateLine{At: o.Start, Text: e.Lang.DateWeekday(o.Start, e.Now), Note: o.Reason})
	}
	for _, o := range p.Vanishing {
		line := dateLine{At: o.StartsAt, Text: e.Lang.When(o.StartsAt, o.EndsAt, o.AllDay, e.Now)}
		if o.Status != activity.Planned {
			line.Note = dateStatus(e, o.Occurrence)
		}
		v.Vanishing = append(v.Vanishing, line)
	}
	v.falling = fallingLines(e, p)
	v.Outside = h.outside(r, d, p)
	v.Clashes, err = h.clashes(r, d, p, id)
	return v, err
}

// dateText leaves out the time of day where it is that of the first date, which
// stands above the list.
func dateText(e *page.Env, d activity.Draft, o recurrence.Occurrence) string {
	usual := o.Start.In(i18n.Oslo).Format("15:04") == d.StartsAt.In(i18n.Oslo).Format("15:04") && d.DurationMinutes < dayMinutes
	if usual {
		return e.Lang.DateWeekday(o.Start, e.Now)
	}
	return e.Lang.When(o.Start, o.End, d.AllDay, e.Now)
}

// outside are the coming dates on which the place is not open all the time, with when it is open.
func (h *Handler) outside(r *http.Request, d activity.Draft, p activity.Preview) (lines []dateLine) {
	if d.VenueID == 0 {
		return nil
	}
	e := page.From(r)
	v, err := h.portal.Venues.PublicShow(r.Context(), e.Site.ID, d.VenueID)
	if err != nil {
		return nil // it cannot be read just now: there is nothing to warn of
	}
	for _, o := range p.Dates {
		if why := venues.Outside(e, v.Opening, o.Start, o.End, d.AllDay); why != "" && o.End.After(e.Now) {
			lines = append(lines, dateLine{At: o.Start, Text: e.Lang.When(o.Start, o.End, d.AllDay, e.Now), Note: why})
		}
	}
	return lines
}

// clashes are what else happens on the coming dates.
func (h *Handler) clashes(r *http.Request, d activity.Draft, p activity.Preview, id int64) ([]clashLine, error) {
	e := page.From(r)
	params := listing.ClashParams{TargetGroups: d.TargetGroups, AreaID: d.AreaID, VenueID: d.VenueID, Except: id}
	for _, o := range p.Dates {
		if o.End.After(e.Now) {
			params.Starts, params.Ends = append(params.Starts, o.Start), append(params.Ends, o.End)
		}
	}
	found, err := h.portal.ActivityLists.Clashes(r.Context(), e.Actor, params)
	if err != nil {
		return nil, err
	}
	return clashLines(e, found), nil
}

const clashDates = 3 // how many dates of one activity are named

// clashLines have one line per activity, with its first dates.
func clashLines(e *page.Env, found []listing.Clash) []clashLine {
	var lines []clashLine
	index := map[int64]int{}
	for _, c := range found {
		i, known := index[c.ActivityID]
		if !known {
			i = len(lines)
			index[c.ActivityID] = i
			lines = append(lines, clashLine{
				Title: c.Title, Lang: e.Foreign(c.Lang), Who: c.OrganisationName, Why: inCommon(e.Lang, c), Waiting: !c.Published,
			})
		}
		if l := &lines[i]; len(l.When) < clashDates {
			l.When = append(l.When, e.Lang.When(c.StartsAt, c.EndsAt, c.AllDay, e.Now))
		} else {
			l.More++
		}
	}
	return lines
}

func inCommon(l i18n.Lang, c listing.Clash) string {
	switch {
	case c.SameVenue:
		return l.T("samme sted")
	case c.SamePeople && c.SameArea:
		return l.T("samme målgruppe og område")
	case c.SamePeople:
		return l.T("samme målgruppe")
	}
	return l.T("samme område")
}

// previewCard is the card as residents would see it.
func previewCard(e *page.Env, d activity.Draft, p activity.Preview, stored *activity.View, venue string) activitycards.CardView {
	d = d.Normal()
	first := recurrence.Occurrence{Start: d.StartsAt, End: d.EndsAt()}
	for _, o := range p.Dates {
		if o.End.After(e.Now) {
			first = o
			break
		}
	}
	who := e.OrganisationName
	if stored != nil {
		who = stored.OrganisationName
	}
	title := d.Title
	if title == "" {
		title = e.T("Uten tittel")
	}
	c := activitycards.Card(e, listing.Card{
		Title: title, Summary: d.Summary, Lang: d.Lang, CategoryID: d.CategoryID, Codes: d.ShownCodes(), AgeMin: d.AgeMin, AgeMax: d.AgeMax,
		PriceOre: d.PriceOre, Where: place.Where{AreaID: d.AreaID, VenueName: venue, PlaceNote: d.PlaceNote, OnlineURL: d.OnlineURL}, OrganisationName: who, At: first.Start, StartsAt: first.Start,
		EndsAt: first.End, AllDay: d.AllDay, OccurrenceStatus: activity.Planned,
	})
	c.URL, c.ID = "#datoene", "kortet"
	return c
}

// dateStatus says what has happened to a date, with the reason.
func dateStatus(e *page.Env, o activity.Occurrence) string {
	switch {
	case o.Cancelled():
		return e.T("Avlyst: %s", o.Reason)
	case o.Postponed():
		return e.T("Utsatt, ny dato kommer: %s", o.Reason)
	case o.Status == activity.Moved && o.Reason != "":
		return e.T("Endret: %s", o.Reason)
	case o.Status == activity.Moved:
		return e.T("Endret")
	}
	return ""
}

// conflictView shows what somebody else has saved beside what was typed.
type conflictView struct {
	Lines []conflictLine
	URL   string // the stored version
}

type conflictLine struct{ Label, Theirs, Mine string }

// showConflict keeps what was typed. Saving again replaces the other's version,
// now that both have been seen.
func (h *Handler) showConflict(w http.ResponseWriter, r *http.Request, f *form.Form, mine activity.Draft, stored activity.View) error {
	e := page.From(r)
	current, err := h.portal.Activities.Get(r.Context(), e.Actor, stored.ID)
	if err != nil {
		return err
	}
	if current.Status == activity.Archived {
		return fault.Clash(i18n.Mark("Aktiviteten er arkivert i mellomtiden. Lag en kopi for å bruke den på nytt."))
	}
	c := &conflictView{URL: e.URL(editPath(e, stored.ID)), Lines: h.conflictLines(r, current.Draft, mine)}
	return h.showForm(w, r, e, f, editView{View: &current, Version: current.Version, Conflict: c})
}
