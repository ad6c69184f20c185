// The lists of residents: found by search, filled in as cards.

package listing

import (
	"context"
	"slices"
	"time"

	"frivilligsentral/internal/activity/place"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search"
)

// cardsSQL fills the hits of a search in, in their order.
const cardsSQL = `-- listing.Cards
select a.id, a.kind, a.title, a.summary, a.lang, a.held_in, a.category_id,
       array[]::bigint[] as codes, a.age_min, a.age_max,
       a.offer, a.price_ore, a.price_note, ` + place.Columns + `, a.organisation_id, org.name as organisation_name,
       a.cancelled_at is not null as series_cancelled, a.cancel_reason, a.rrule <> '' or cardinality(a.extra_dates) > 0 as repeats, a.version, a.signup_mode,
       o.id as occurrence_id, hit.at, o.starts_at, coalesce(o.postponed_end, o.ends_at) as ends_at, a.all_day, o.status as occurrence_status, o.reason, o.original_start
from unnest(@occurrences::bigint[], @at::timestamptz[]) with ordinality as hit (occurrence_id, at, nr)
join occurrence o on o.id = hit.occurrence_id
join activity a on a.id = o.activity_id
join organisation org on org.id = a.organisation_id
` + place.Tables + `
order by hit.nr`

// PublicList is a page of published, coming activities for residents.
func (s *Service) PublicList(ctx context.Context, p Params) (Page, error) {
	hits, err := s.find(ctx, p)
	if err != nil {
		return Page{}, err
	}
	cards, err := s.cards(ctx, hits.Items)
	return Page{Page: hits.Page, Cards: cards}, err
}

// ProgramMost is how many dates a programme for paper has at most: some thirty pages.
const ProgramMost = 1000

// PublicProgram is a chosen time as a whole, for paper: its dates in order, and whether
// there are more than ProgramMost. From or To must be set. What only comes close is not in it.
func (s *Service) PublicProgram(ctx context.Context, p Params) ([]Card, bool, error) {
	q, err := s.question(ctx, p)
	if err != nil {
		return nil, false, err
	}
	hits, more, err := search.AllDates(ctx, s.pool, q, ProgramMost)
	if err != nil {
		return nil, false, err
	}
	cards, err := s.readCards(ctx, hits)
	return cards, more, err
}

func (s *Service) find(ctx context.Context, p Params) (search.Hits, error) {
	q, err := s.question(ctx, p)
	if err != nil {
		return search.Hits{}, err
	}
	return search.Activities(ctx, s.pool, q)
}

// question is p as search asks it, with the municipality's synonyms.
func (s *Service) question(ctx context.Context, p Params) (search.Params, error) {
	q := search.Params{
		Words: p.Words, Filter: p.Filter, From: p.From, To: p.To, After: p.After, Before: p.Before, Limit: p.Limit, Count: p.Count, Exact: p.Exact,
	}
	if p.Order == ByRelevance {
		q.Order = search.ByTitle
	}
	if p.Words != "" {
		var err error
		if q.Synonyms, err = s.synonyms.Get(ctx, s.pool, p.Filter.Municipality); err != nil {
			return search.Params{}, err
		}
	}
	return q, nil
}

func (s *Service) cards(ctx context.Context, hits []search.Hit) ([]Card, error) {
	cards := make([]Card, len(hits))
	var missing []search.Hit
	for i, h := range hits {
		if c, ok := s.kept.Peek(keyOf(h)); ok && h.Stamp != 0 {
			cards[i] = c
		} else {
			missing = append(missing, h)
		}
	}
	if len(missing) == 0 {
		return cards, nil
	}
	read, err := s.readCards(ctx, missing)
	for i, h := range hits {
		if cards[i].ID == 0 && len(read) > 0 && read[0].OccurrenceID == h.OccurrenceID && read[0].At.Equal(h.At) {
			cards[i], read = read[0], read[1:]
			cards[i].Stamp = h.Stamp
			s.kept.Put(keyOf(h), cards[i])
		}
	}
	return slices.DeleteFunc(cards, func(c Card) bool { return c.ID == 0 }), err // a date may be gone by now
}

func (s *Service) readCards(ctx context.Context, hits []search.Hit) ([]Card, error) {
	ids, at := make([]int64, len(hits)), make([]time.Time, len(hits))
	for i, h := range hits {
		ids[i], at[i] = h.OccurrenceID, h.At
	}
	cards, err := postgres.Many[Card](ctx, s.pool, cardsSQL, postgres.Args{"occurrences": ids, "at": at})
	reading := s.readings.Add(1)
	for i := range cards {
		cards[i].Reading = reading
	}
	return cards, err
}

// PublicUpcoming are the next activities that an organisation arranges, alone or with
// others, each with its next date.
func (s *Service) PublicUpcoming(ctx context.Context, municipalityID, organisationID int64, limit int) ([]Card, error) {
	page, err := s.PublicList(ctx, Params{
		Filter: search.Filter{Municipality: municipalityID, Organisation: organisationID}, Limit: limit,
	})
	return page.Cards, err
}

// PublicAtVenue are the next activities at a venue, each with its next date.
func (s *Service) PublicAtVenue(ctx context.Context, municipalityID, venueID int64, limit int) ([]Card, error) {
	page, err := s.PublicList(ctx, Params{Filter: search.Filter{Municipality: municipalityID, Venue: venueID}, Limit: limit})
	return page.Cards, err
}
