// The list of coming activities, as cards or as a programme.

package activitylist

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/search"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
	"frivilligsentral/web/ui/drawing"

	"github.com/a-h/templ"
)

// listView is the list as its page shows it.
type listView struct {
	head        header
	filters     filters
	cards       []activitycards.DayOf[*drawing.Fragment]
	shapes      drawing.Shapes
	days        []activitycards.Day // of the programme
	explain     string              // why the hits are not quite what was asked for
	corrections []link
	loosen      []link // ways out when there is nothing
	prev, next  string
	cut         string // how far a programme goes, where there is more
	rest        link   // the programme from where it was cut
	program     bool
}

type link struct{ Text, URL string }

// List is the list of coming activities.
func (h *Handler) List(w http.ResponseWriter, r *http.Request) error {
	e := page.From(r)
	address, who, err := h.address(r)
	if err != nil {
		return err
	}
	q := read(e, address)
	found, total := listing.Page{}, total{n: -1}
	if who.problem == "" { // a list of everybody's is not what was asked for
		if found, total, err = h.look(r, q.params(e.Site.ID, e.Now), q); err != nil {
			return err
		}
		if q.Words != "" && q.After.IsZero() && q.Before.IsZero() {
			h.log.Add(r, q.Words, max(total.n, 0))
		}
	}
	if q.View == viewProgram {
		return h.program(w, r, q, who, found, total)
	}
	places, err := h.places(r.Context(), e, found.Cards)
	if err != nil {
		return err
	}
	return h.memory.made.Render(w, r, partsOf(found, total, places, who), func() (templ.Component, error) {
		v := h.view(e, q, who, found, total)
		frame := h.listFrame(e, r, q, v.head)
		err := h.addCards(e, frame, &v, found.Cards, places)
		return listPage(frame, v), err
	})
}

// program is the list for paper.
func (h *Handler) program(w http.ResponseWriter, r *http.Request, q query, who organiser, found listing.Page, total total) error {
	e := page.From(r)
	v := h.view(e, q, who, found, total)
	if total.capped && len(found.Cards) > 0 {
		found.Cards = v.cutAtDay(e, q, found.Cards)
	}
	v.days = activitycards.Days(e, found.Cards)
	if err := activitycards.AddPlacesTo(r.Context(), h.portal.SignupForms, e, v.days); err != nil {
		return err
	}
	return page.Render(w, r, listPage(h.listFrame(e, r, q, v.head), v))
}

// view is the list without its cards.
func (h *Handler) view(e *page.Env, q query, who organiser, found listing.Page, total total) listView {
	filters := filtersAt(e, q, who, activitycards.ListPath, nil)
	v := listView{
		head: h.header(e, q, total, filters), filters: filters, explain: explain(e, found.Page, q.Words),
		corrections: corrections(e, q, found.Corrections), program: q.View == viewProgram,
	}
	v.prev, v.next = pages(e, q, found.Page)
	if len(found.Cards) == 0 {
		v.loosen = loosen(e, q, filters.chips)
	}
	return v
}

// partsOf are all that a list shows beside its address: see page.Made.
func partsOf(found listing.Page, n total, places map[int64]string, who organiser) []string {
	parts := []string{
		strconv.Itoa(n.n), strconv.FormatBool(n.capped), found.Prev.String(), found.Next.String(), strconv.FormatBool(found.Alike), who.text, who.problem,
		strings.Join(found.Without, " "), strings.Join(found.Corrections, " "),
	}
	for _, c := range who.choices {
		parts = append(parts, c.Text, c.URL)
	}
	for _, c := range found.Cards {
		parts = append(parts, strconv.FormatInt(c.OccurrenceID, 36), strconv.FormatInt(c.At.Unix(), 36), strconv.FormatUint(c.Reading, 36), places[c.OccurrenceID])
	}
	return parts
}

// cutAtDay leaves out the day at which a programme has become too long, says how far it goes,
// and goes on with that day. One day that is too long by itself is cut in the middle.
func (v *listView) cutAtDay(e *page.Env, q query, cards []listing.Card) []listing.Card {
	broken := i18n.Midnight(cards[len(cards)-1].At)
	whole := slices.IndexFunc(cards, func(c listing.Card) bool { return !c.At.Before(broken) })
	if whole <= 0 {
		v.cut = e.T("Programmet har bare de første %s datoene %s. Velg noe mer, så blir det kortere.",
			e.Lang.Number(len(cards)), e.Lang.DateRange(broken, broken, e.Now))
		return cards
	}
	last := cards[whole-1].At
	v.cut = e.T("Programmet har de første %s datoene, til og med %s.", e.Lang.Number(whole), e.Lang.DateRange(last, last, e.Now))
	q.When, q.From = "", broken
	v.rest = link{e.T("Programmet fra %s", e.Lang.DateRange(broken, broken, e.Now)), e.URL(q.firstPage().at(activitycards.ListPath))}
	return cards[:whole]
}

// places are what cards say of signing up, by date.
func (h *Handler) places(ctx context.Context, e *page.Env, cards []listing.Card) (map[int64]string, error) {
	var dates []int64
	for _, c := range cards {
		if activitycards.HasSignup(c) && !c.Off() {
			dates = append(dates, c.OccurrenceID)
		}
	}
	return activitycards.PlacesAt(ctx, h.portal.SignupForms, e, dates)
}

// addCards draws the cards.
func (h *Handler) addCards(e *page.Env, p ui.Page, v *listView, cards []listing.Card, places map[int64]string) (err error) {
	v.shapes = make(drawing.Shapes, len(cards))
	for i, c := range cards {
		if v.shapes[i], err = h.card(e, p, c, places[c.OccurrenceID]); err != nil {
			return err
		}
	}
	v.cards = activitycards.GroupByDay(e, cards, v.shapes)
	return nil
}

// look is find, or for a programme all of the time that was chosen. Where that is empty,
// what comes closest is shown as on the list.
func (h *Handler) look(r *http.Request, p listing.Params, q query) (listing.Page, total, error) {
	if q.View == viewProgram {
		cards, more, err := h.portal.ActivityLists.PublicProgram(r.Context(), p)
		if err != nil || len(cards) > 0 {
			return listing.Page{Cards: cards}, total{len(cards), more}, err
		}
	}
	return h.find(r, p, q)
}

// find asks for a page of the list and for how many there are in all, the
// latter from memory when somebody just asked the same.
func (h *Handler) find(r *http.Request, p listing.Params, q query) (listing.Page, total, error) {
	key := q.totalKey(p, page.From(r).Now)
	known, ok := h.memory.totals.Peek(key)
	p.Count = !ok
	found, err := h.portal.ActivityLists.PublicList(r.Context(), p)
	if err != nil {
		return found, total{n: -1}, err
	}
	if !ok {
		known = total{found.Total, found.Capped}
		if found.Alike {
			known = total{n: 0}
		}
		if q.After.IsZero() && q.Before.IsZero() {
			h.memory.totals.Put(key, known)
		}
	}
	return found, known, nil
}

// totalKey is the question without its page.
func (q query) totalKey(p listing.Params, now time.Time) string {
	q = q.firstPage()
	if q.View == viewProgram {
		q.View = viewByDate
	}
	return strings.Join([]string{ui.Itoa(p.Filter.Municipality), now.Format(time.DateOnly), q.values().Encode()}, "\x00")
}

// listFrame is the frame of the list and what belongs to its address.
func (h *Handler) listFrame(e *page.Env, r *http.Request, q query, head header) ui.Page {
	p := e.Page(r, head.Title)
	p.Active, p.HideSearch = "aktiviteter", true
	p.Description = e.T("Se hva som skjer i %s: møteplasser, kurs, turer, kor og mer. Søk og velg det som passer for deg.", e.Site.Name)
	p.ICSURL = e.Absolute(head.icsPath)
	if r.URL.RawQuery != "" {
		p.NoIndex = true
		p.CanonicalURL = ""
	}
	return p
}

func pages(e *page.Env, q query, p search.Page) (prev, next string) {
	return e.Beside(activitycards.ListPath, q.values(), p.Prev.String(), p.Next.String())
}

func explain(e *page.Env, found search.Page, words string) string {
	if !found.Alike {
		return ""
	}
	return filter.ExplainAlike(e.Lang, words, found.Without, e.T("Ingen aktiviteter har akkurat de ordene. Her er det som ligner mest."))
}

func corrections(e *page.Env, q query, words []string) []link {
	var all []link
	for _, w := range words {
		all = append(all, link{w, e.URL(q.firstPage().withWords(e, w).at(activitycards.ListPath))})
	}
	return all
}

// loosen are the ways out of an empty list: without each filter that is on, and
// with more time.
func loosen(e *page.Env, q query, on []chip) []link {
	var all []link
	add := func(text string, n query) {
		all = append(all, link{text, e.URL(n.at(activitycards.ListPath))})
	}
	if !q.From.IsZero() || !q.To.IsZero() {
		if q.When != nextWeek {
			add(e.T("Se neste uke"), q.withSpan(nextWeek, e.Now))
		}
		add(e.T("Se alt som kommer"), q.withSpan("", e.Now))
	}
	for _, c := range on {
		if c.days {
			continue
		}
		all = append(all, link{e.T("Fjern «%s»", c.Text), c.URL})
	}
	if len(on) > 1 {
		add(e.T("Fjern alle valg"), query{})
	}
	if !q.After.IsZero() || !q.Before.IsZero() {
		add(e.T("Til begynnelsen av listen"), q.firstPage())
	}
	return slices.CompactFunc(all, func(a, b link) bool { return a.URL == b.URL })
}
