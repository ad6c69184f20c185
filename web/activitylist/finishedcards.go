// What is kept in memory between lists: finished cards, totals and organisers.

package activitylist

import (
	"context"
	"frivilligsentral/internal/activity/listing"
	"strconv"
	"time"

	"frivilligsentral/web/activitycards"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"

	"github.com/maypok86/otter/v2"
)

// memoryLife is how old a number on a public page may be; the pages themselves
// may be kept as long.
const memoryLife = time.Minute

// memory is what changes slowly and stands on every list: how many hits a filter
// has, and who arranges something.
type memory struct {
	totals     *page.Memo[total]
	organisers *page.Memo[[]listing.OrganiserRef]
	cards      *otter.Cache[cardKey, *ui.Fragment]
}

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

func keepCards() *otter.Cache[cardKey, *ui.Fragment] {
	return otter.Must(&otter.Options[cardKey, *ui.Fragment]{
		MaximumWeight:    cardBytes,
		Weigher:          func(_ cardKey, f *ui.Fragment) uint32 { return uint32(f.Len() + 200) },
		ExpiryCalculator: otter.ExpiryCreating[cardKey, *ui.Fragment](memoryLife),
	})
}

// card is the finished card, from memory when it is known in which version.
func (h *Handler) card(e *page.Env, p ui.Page, c listing.Card, signup string) (*ui.Fragment, error) {
	key := cardKey{c.OccurrenceID, c.At.Unix(), c.Stamp, e.Lang, i18n.Midnight(e.Now).Format(time.DateOnly), e.Site, signup}
	if f, ok := h.memory.cards.GetIfPresent(key); ok {
		return f, nil
	}
	v := activitycards.Card(e, c)
	v.Signup = signup
	f, err := ui.NewFragment(activitycards.CardItem(p, v, 3, true))
	if err == nil && c.Stamp != 0 {
		h.memory.cards.Set(key, f)
	}
	return f, err
}

type total struct {
	n      int // -1: not known
	capped bool
}

func newMemory(now func() time.Time) *memory {
	return &memory{
		totals:     page.NewMemo[total](memoryLife, now),
		organisers: page.NewMemo[[]listing.OrganiserRef](memoryLife, now),
		cards:      keepCards(),
	}
}

func (h *Handler) organisers(ctx context.Context, municipalityID int64) ([]listing.OrganiserRef, error) {
	return h.memory.organisers.Get(strconv.FormatInt(municipalityID, 10), func() ([]listing.OrganiserRef, error) {
		return h.portal.ActivityLists.PublicOrganisers(ctx, municipalityID)
	})
}
