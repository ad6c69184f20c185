// Caches of cards, and of what stands around an activity.

package listing

import (
	"time"

	"frivilligsentral/internal/search"

	"github.com/maypok86/otter/v2"
)

// Cards are kept by the stamp that search gives, so a change shows at once. They
// are also read anew now and then, since what a venue or an organisation is
// called reaches the index a moment later.
const (
	cardLife  = time.Minute
	cardsMost = 5000
)

type cardKey struct {
	occurrence int64
	at         int64 // microseconds
	stamp      uint32
}

func keyOf(h search.Hit) cardKey { return cardKey{h.OccurrenceID, h.At.UnixMicro(), h.Stamp} }

func keepCards() *otter.Cache[cardKey, Card] {
	return otter.Must(&otter.Options[cardKey, Card]{
		MaximumSize: cardsMost, ExpiryCalculator: otter.ExpiryCreating[cardKey, Card](cardLife),
	})
}

// What stands around an activity is found again after as long as a finished page is kept.
const (
	relatedLife = 5 * time.Second
	relatedMost = 1000
)

type relatedKey struct{ municipality, activity int64 }

func keepRelated() *otter.Cache[relatedKey, [2][]Card] {
	return otter.Must(&otter.Options[relatedKey, [2][]Card]{
		MaximumSize: relatedMost, ExpiryCalculator: otter.ExpiryCreating[relatedKey, [2][]Card](relatedLife),
	})
}
