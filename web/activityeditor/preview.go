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
	"frivilligsentral/internal/planning"
	"frivilligsentral/internal/recurrence"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/form"
	"frivilligsentral/web/hours"
	"frivilligsentral/web/page"
	"frivilligsentral/web/planning/around"
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
	Around    around.View
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
	if v.Around, err = h.around(r, d, p, id); err != nil || d.RRule != "" || d.StartsAt.IsZero() {
		return v, err
	}
	first := planning.Span{From: d.StartsAt, To: d.EndsAt()}
	return v, v.Around.AddFree(r.Context(), h.portal.Planning, e, first, audience(d, id), formID, nil)
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
		if why := hours.Outside(e, v.Opening, o.Start, o.End, d.AllDay); why != "" && o.End.After(e.Now) {
			lines = append(lines, dateLine{At: o.Start, Text: e.Lang.When(o.Start, o.End, d.AllDay, e.Now), Note: why})
		}
	}
	return lines
}

// formID is the id of the form, for buttons outside it.
const formID = "aktivitet"

// around is what else there is on the coming dates.
func (h *Handler) around(r *http.Request, d activity.Draft, p activity.Preview, id int64) (around.View, error) {
	var dates []planning.Span
	for _, o := range p.Dates {
		dates = append(dates, planning.Span{From: o.Start, To: o.End})
	}
	return around.Read(r.Context(), h.portal.Planning, page.From(r), dates, audience(d, id))
}

func audience(d activity.Draft, id int64) planning.Audience {
	return planning.Audience{TargetGroups: d.TargetGroups, AreaID: d.AreaID, VenueID: d.VenueID, Except: id}
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
		Offer: d.Offer, PriceOre: d.PriceOre, Where: place.Where{AreaID: d.AreaID, VenueName: venue, PlaceNote: d.PlaceNote, OnlineURL: d.OnlineURL}, OrganisationName: who, At: first.Start, StartsAt: first.Start,
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
