package agenda

import (
	"context"
	"strconv"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/web/page"
)

// memoryLife is how old a number on a public page may be; the pages themselves
// may be kept as long.
const memoryLife = time.Minute

// memory is what changes slowly and stands on every list: how many hits a filter
// has, and who arranges something.
type memory struct {
	totals     *page.Memo[total]
	organisers *page.Memo[[]activity.OrganiserRef]
}

type total struct {
	n      int // -1: not known
	capped bool
}

func newMemory(now func() time.Time) *memory {
	return &memory{
		totals:     page.NewMemo[total](memoryLife, now),
		organisers: page.NewMemo[[]activity.OrganiserRef](memoryLife, now),
	}
}

func (h *Handler) organisers(ctx context.Context, municipalityID int64) ([]activity.OrganiserRef, error) {
	return h.memory.organisers.Get(strconv.FormatInt(municipalityID, 10), func() ([]activity.OrganiserRef, error) {
		return h.portal.Activities.Organisers(ctx, municipalityID)
	})
}
