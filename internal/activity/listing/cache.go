// Caches of cards, and of what stands around an activity.

package listing

import (
	"time"

	"frivilligsentral/internal/cache"
	"frivilligsentral/internal/search"
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

func keepCards() *cache.Cache[cardKey, Card] {
	return cache.New(cache.Options[cardKey, Card]{Life: cardLife, Most: cardsMost})
}

// What stands around an activity is found again after as long as a finished page is kept.
const (
	relatedLife = 5 * time.Second
	relatedMost = 1000
)

type relatedKey struct{ municipality, activity int64 }

func keepRelated() *cache.Cache[relatedKey, [2][]Card] {
	return cache.New(cache.Options[relatedKey, [2][]Card]{Life: relatedLife, Most: relatedMost})
}
