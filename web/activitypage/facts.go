// The fact box: when, where, who, price and contact.

package activitypage

import (
	"net/url"
	"slices"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/venue"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
	"frivilligsentral/web/venues"
)

const namedDates = 4 // dates in the fact box before "alle datoer"

// textLink is a link with its text.
type textLink struct{ Text, URL string }

// facts are what stands in the fact box.
type facts struct {
	Series     string // the schedule in words with its pauses, "" for a single date
	Dates      []dateLine
	All        []dateLine // every coming date, empty when Dates are all of them
	AllText    string
	Over       string // when nothing more is coming
	Place      *placeFacts
	PlaceNote  string
	Online     string
	Area       string
	Organisers []textLink
	Price      string
	PriceNote  string // in the activity's language
	Commercial string // what it is called when it is a commercial offer
	Age        string
	People     string // target groups in words
	HeldIn     string
	Codes      []activitycards.CodeFact
	Contact    *contactFacts
	Signup     []string // how one signs up here, in short sentences
}

// dateLine is one coming date. Status is "", or in words that it is called off or moved.
type dateLine struct {
	Text, Status, Reason, Place string
	StartsAt                    time.Time
	Cancelled                   bool
	icsURL                      string
	Places                      string // left, where one signs up for a date
	signupURL                   string
	signupText                  string
	occurrenceID                int64
}

type placeFacts struct {
	textLink
	Address string
	Access  []string // in words
	Map     string
}

type contactFacts struct{ Name, Phone, Email, Website string }

func factsOf(e *page.Env, a listing.PageView) facts {
	f := facts{
		PlaceNote: a.Note, Online: a.OnlineURL, Price: activitycards.Price(e.Lang, a.PriceOre, ""), PriceNote: a.PriceNote, Age: activitycards.Ages(e.Lang, a.AgeMin, a.AgeMax),
		People: people(e, a.TargetGroups), HeldIn: i18n.Capital(or(activitycards.LanguageNames(e.Lang, a.HeldIn), e.T("norsk"))), Contact: contactOf(a),
		Codes: activitycards.CodeFacts(e, a.Draft),
	}
	if a.Offer == activity.Commercial {
		f.Commercial = e.T(a.Offer.Name())
	}
	if a.Repeats() {
		f.Series = inLanguage(e, a.Lang, a.Schedule).Words(e.Lang, e.Now)
	}
	f.addDates(e, a)
	f.addPlace(e, a)
	f.Organisers = append(f.Organisers, organisationLink(e, a.Organiser))
	for _, o := range a.CoOrganisedWith {
		f.Organisers = append(f.Organisers, organisationLink(e, o))
	}
	return f
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func (f *facts) addDates(e *page.Env, a listing.PageView) {
	lines := make([]dateLine, len(a.Dates))
	for i, o := range a.Dates {
		lines[i] = dateOf(e, a, o)
	}
	f.Dates = lines[:min(len(lines), namedDates)]
	if len(lines) > namedDates {
		f.All = lines
		f.AllText = e.Lang.N("Alle datoer (%d)", "Alle datoer (%d)", a.Coming)
	}
	if a.Past && a.Last != nil && a.Last.After(e.Now) { // put away before its time
		f.Over = e.T("Aktiviteten er avsluttet. Det kommer ingen flere datoer.")
	} else if a.Past && a.Last != nil {
		f.Over = e.T("Siste gang var %s.", e.Lang.Date(*a.Last))
	} else if a.Past {
		f.Over = e.T("Det er ingen datoer å vise.")
	}
}

func dateOf(e *page.Env, a listing.PageView, o activity.Occurrence) dateLine {
	d := dateLine{
		Text: activitycards.Unbroken(i18n.Capital(e.Lang.When(o.StartsAt, o.EndsAt, o.AllDay, e.Now))), StartsAt: o.StartsAt, Reason: o.Reason, occurrenceID: o.ID,
		icsURL: e.URL(activitycards.NumberPath(a.ID) + ".ics?dato=" + url.QueryEscape(o.Key)),
	}
	switch {
	case o.Cancelled() || a.Cancelled():
		d.Status, d.Cancelled = e.T("Avlyst"), true
		if !o.Cancelled() { // what became of it before the whole was called off
			d.Reason = ""
		}
	case o.Postponed():
		d.Status, d.Cancelled = e.T("Utsatt, ny dato kommer"), true
	case o.Status == activity.Moved && o.OriginalStart != nil && !o.OriginalStart.Equal(o.StartsAt):
		d.Status = e.T("Flyttet fra %s", e.Lang.When(*o.OriginalStart, *o.OriginalStart, o.AllDay, e.Now))
	case o.Status == activity.Moved:
		d.Status = e.T("Endret")
	}
	if o.Elsewhere() && a.Coming > 1 {
		d.Place = o.PlaceLine
	}
	return d
}

func (f *facts) addPlace(e *page.Env, a listing.PageView) {
	areaID := a.AreaID
	if v := a.Place; v != nil {
		f.Place = &placeFacts{textLink: textLink{v.Name, e.URL(venues.Path(v.ID))}, Address: address(e, v), Map: mapOf(e, v)}
		for _, code := range v.Accessibility {
			f.Place.Access = append(f.Place.Access, e.T(venue.Text(venue.AccessibilityFlags, code)))
		}
		if areaID == 0 {
			areaID = v.AreaID
		}
	}
	f.Area = e.Site.AreaName(areaID)
}

func address(e *page.Env, v *activity.Place) string {
	return codelist.Address(v.Address, v.PostalCode, e.Site.Name)
}

// mapOf is where a map shows the place; a postal code alone is too little to search for.
func mapOf(e *page.Env, v *activity.Place) string {
	if v.Address == "" {
		return ui.MapURL(v.Latitude, v.Longitude, "")
	}
	return ui.MapURL(v.Latitude, v.Longitude, address(e, v))
}

func people(e *page.Env, ids []int64) string {
	names := e.Site.CodeNames(e.Lang, ids...)
	for i := range names {
		names[i] = i18n.Uncapital(names[i])
	}
	return i18n.Capital(activitycards.InWords(e.Lang, names))
}

// contactOf is the activity's own contact, or the organiser's public one.
func contactOf(a listing.PageView) *contactFacts {
	c := contactFacts{Name: a.ContactName, Phone: a.ContactPhone, Email: a.ContactEmail, Website: a.Organiser.Website}
	if c.Phone == "" && c.Email == "" {
		c.Phone, c.Email = a.Organiser.Phone, a.Organiser.Email
	}
	c.Phone = i18n.Phone(c.Phone)
	if c == (contactFacts{}) {
		return nil
	}
	return &c
}

// inLanguage leaves out why there is a pause where that is in another language than the page.
func inLanguage(e *page.Env, own i18n.Lang, s activity.Schedule) activity.Schedule {
	if e.Foreign(own) == "" {
		return s
	}
	s.Pauses = slices.Clone(s.Pauses)
	for i := range s.Pauses {
		s.Pauses[i].Reason = ""
	}
	return s
}
