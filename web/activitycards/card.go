// The card of an activity, and cards under the day that they stand on.

package activitycards

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
	"frivilligsentral/web/ui/drawing"
)

// CardView is an activity as a card shows it: texts, no decisions.
type CardView struct {
	Title, URL, ID string
	Lang           string // of the title, "" when it is the page's
	Summary        string
	Pictogram      string
	Category       string
	When           string
	Clock          string // the time without the day, under a day heading
	StartsAt       time.Time
	Where, Who     string
	WhereLang      string // of Where, "" for names and what is in the page's
	Price          string // "" when not stated
	Free           bool
	Commercial     string // what it is called when it is a commercial offer, "" for what is voluntary
	Age            string // "" when open
	HeldIn         string // "" when in Norwegian
	Tags           []string
	Cancelled      bool
	Postponed      bool
	Why            string // the reason when cancelled, postponed or moved
	Moved          bool
	Signup         string // how it stands with sign-up, "" without; see AddPlaces
	OccurrenceID   int64
	hasSignup      bool
}

// ListPath is the address of the list of activities.
const ListPath = "/aktiviteter"

// Path is the address of an activity without language prefix.
func Path(id int64, title string) string { return NumberPath(id) + "/" + Slug(title) }

// NumberPath leads to Path, where the title is not known, and is what the addresses
// of an activity's files and forms begin with.
func NumberPath(id int64) string { return ListPath + "/" + ui.Itoa(id) }

// Slug is a title as it stands in an address, never empty.
func Slug(title string) string {
	if s := municipality.Slug(title); s != "" {
		return s
	}
	return "aktivitet"
}

// Card makes the view of a card.
func Card(e *page.Env, c listing.Card) CardView {
	v := CardView{
		Title: c.Title, URL: e.URL(Path(c.ID, c.Title)), ID: "a" + strconv.FormatInt(c.OccurrenceID, 10) + "-" + c.At.Format("0102"),
		Lang: e.Foreign(c.Lang), Summary: c.Summary, StartsAt: c.StartsAt,
		When: Unbroken(e.Lang.When(c.StartsAt, c.EndsAt, c.AllDay, e.Now)), Clock: Unbroken(clock(e, c.At, c.StartsAt, c.EndsAt, c.AllDay)),
		Where: where(e, c), Who: c.OrganisationName, Free: c.Free(), Price: Price(e.Lang, c.PriceOre, ""),
		OccurrenceID: c.OccurrenceID, hasSignup: HasSignup(c), Age: Ages(e.Lang, c.AgeMin, c.AgeMax), Cancelled: c.Cancelled(), Postponed: c.Postponed(), Why: c.WhyOff(), Moved: c.OccurrenceStatus == activity.Moved,
	}
	if code, ok := e.Site.CodeByID(c.CategoryID); ok {
		v.Category, v.Pictogram = code.Name(e.Lang), Pictogram(code)
	}
	if c.Offer == activity.Commercial {
		v.Commercial = e.T(c.Offer.Name())
	}
	v.Tags = e.Site.CodeNames(e.Lang, c.Codes...)
	if !norwegian(c.HeldIn) {
		v.HeldIn = e.T("På %s", LanguageNames(e.Lang, c.HeldIn))
	}
	if c.PlaceNote != "" {
		v.WhereLang = v.Lang
	}
	if v.Moved && !v.Cancelled {
		v.Why = c.Reason
	}
	return v
}

// CodeFact is what is chosen from one of the municipality's lists, as a fact of an
// activity's page.
type CodeFact struct{ Icon, Term, Text string }

// CodeFacts are the fields that pages show by their icon, those with a choice.
func CodeFacts(e *page.Env, d activity.Draft) []CodeFact {
	var facts []CodeFact
	for _, f := range activity.Fields {
		if names := e.Site.CodeNames(e.Lang, f.Codes(d)...); len(names) > 0 && f.Icon != "" {
			facts = append(facts, CodeFact{f.Icon, e.T(f.Label), strings.Join(names, ", ")})
		}
	}
	return facts
}

// Cards make the views of cards.
func Cards(e *page.Env, cards []listing.Card) []CardView {
	views := make([]CardView, len(cards))
	for i, c := range cards {
		views[i] = Card(e, c)
	}
	return views
}

// Pictogram is the drawing of a category: its own, or the one named as its slug.
func Pictogram(c municipality.Code) string {
	if slices.Contains(pictograms, c.Pictogram) {
		return c.Pictogram
	}
	return c.Slug
}

var pictograms = drawing.PictogramNames()

// clock is the time under a day heading; on the later days of a long date it
// says since when.
func clock(e *page.Env, at, start, end time.Time, allDay bool) string {
	if i18n.Midnight(at).After(i18n.Midnight(start)) {
		return e.T("fra %s", e.Lang.DateRange(start, end.Add(-time.Second), e.Now))
	}
	if !allDay {
		return e.Lang.TimeRange(start, end)
	}
	if last := end.Add(-time.Second); i18n.Midnight(last).After(i18n.Midnight(start)) {
		return e.Lang.DateRange(start, last, e.Now)
	}
	return e.T("hele dagen")
}

// where is the place with its area, shortest first: people know their grend.
func where(e *page.Env, c listing.Card) string {
	place := c.VenueName
	switch {
	case place == "":
		place = c.PlaceNote
	case c.OccurrenceStatus == activity.Moved && c.PlaceNote != "": // the room may be all that is new
		place += ", " + c.PlaceNote
	}
	area := e.Site.AreaName(c.AreaID)
	switch {
	case place == "" && area == "" && c.OnlineURL != "":
		return e.T("På nett")
	case place == "" || area == "" || strings.Contains(strings.ToLower(place), strings.ToLower(area)):
		return place + areaIf(place == "", area)
	}
	return place + ", " + area
}

func areaIf(show bool, area string) string {
	if show {
		return area
	}
	return ""
}

// Price is an amount in words, with the note; "" when nothing is stated.
func Price(l i18n.Lang, ore *int, note string) string {
	switch {
	case ore == nil:
		return note
	case note == "":
		return l.Price(*ore)
	}
	return l.Price(*ore) + ". " + note
}

// Ages is "6–12 år", "fra 18 år", "til 6 år", or "" when everybody may come.
func Ages(l i18n.Lang, low, high *int) string {
	open := func(n *int) bool { return n == nil || *n == 0 }
	switch {
	case open(low) && open(high):
		return ""
	case open(high):
		return l.T("fra %d år", *low)
	case open(low):
		return l.T("til %d år", *high)
	case *low == *high:
		return l.T("%d år", *low)
	}
	return l.T("%d–%d år", *low, *high)
}

// DayOf is one day of a list with its cards, as views or made already.
type DayOf[T any] struct {
	Date    time.Time
	Heading string
	Cards   []T
}

// Day is one day of a list with its cards.
type Day = DayOf[CardView]

// Days group cards, which are in order of time, by the day that they stand on.
// What began before today and is not over stands on today.
func Days(e *page.Env, cards []listing.Card) []Day {
	return GroupByDay(e, cards, Cards(e, cards))
}

// GroupByDay puts what is made of each card under the card's day.
func GroupByDay[T any](e *page.Env, cards []listing.Card, made []T) []DayOf[T] {
	var days []DayOf[T]
	first := i18n.Midnight(e.Now)
	for i, c := range cards {
		date := i18n.Midnight(c.At)
		if date.Before(first) {
			date = first
		}
		if len(days) == 0 || !days[len(days)-1].Date.Equal(date) {
			days = append(days, DayOf[T]{Date: date, Heading: e.Lang.DayHeading(date, e.Now)})
		}
		last := &days[len(days)-1]
		last.Cards = append(last.Cards, made[i])
	}
	return days
}

// Unbroken keeps a time together: no line ends inside "kl. 17.30".
func Unbroken(s string) string { return tight.Replace(s) }

var tight = strings.NewReplacer("kl. ", "kl.\u00a0")
