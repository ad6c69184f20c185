// What is kept in memory between lists: finished cards, finished pages, totals and names of organisers.

package activitylist

import (
	"time"

	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/cache"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
	"frivilligsentral/web/ui/drawing"
)

// memoryLife is how old a number on a public page may be; the pages themselves
// may be kept as long.
const memoryLife = time.Minute

// memory is what changes slowly: how many hits a filter has, and what a chosen organiser is called. With it, what has
// been drawn.
type memory struct {
	totals *cache.Cache[string, total]
	names  *cache.Cache[organiserKey, string]
	cards  *cache.Cache[cardKey, *drawing.Fragment]
	made   *page.Made
}

type organiserKey struct{ municipality, organisation int64 }

// cardKey is all that a card under a day heading is made of.
type cardKey struct {
	occurrence int64
	at         int64 // seconds
	stamp      uint32
	lang       i18n.Lang
	today      string             // what is near is told in other words
	site       *municipality.Site // names of categories and areas
	signup     string
}

// cardBytes is how much memory finished cards may take.
const cardBytes = 16 << 20

// card is the finished card, from memory when it is known in which version.
func (h *Handler) card(e *page.Env, p ui.Page, c listing.Card, signup string) (*drawing.Fragment, error) {
	key := cardKey{c.OccurrenceID, c.At.Unix(), c.Stamp, e.Lang, i18n.Midnight(e.Now).Format(time.DateOnly), e.Site, signup}
	if f, ok := h.memory.cards.Peek(key); ok {
		return f, nil
	}
	v := activitycards.Card(e, c)
	v.Signup = signup
	f, err := drawing.NewFragment(activitycards.CardItem(p, v, 3, true))
	if err == nil && c.Stamp != 0 {
		h.memory.cards.Put(key, f)
	}
	return f, err
}

type total struct {
	n      int // -1: not known
	capped bool
}

func newMemory(now func() time.Time) *memory {
	return &memory{
		totals: cache.New(cache.Options[string, total]{Life: memoryLife, Most: 2000, Now: now}),
		names:  cache.New(cache.Options[organiserKey, string]{Life: memoryLife, Most: 1000, Now: now}),
		cards: cache.New(cache.Options[cardKey, *drawing.Fragment]{
			Life: memoryLife, Most: cardBytes, Now: now, Weigh: func(_ cardKey, f *drawing.Fragment) int { return f.Len() + 200 },
		}),
		made: page.NewMade(now),
	}
}
