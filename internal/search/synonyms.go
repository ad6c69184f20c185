package search

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/postgres"
)

const synonymsSQL = `-- search.LoadSynonyms
select term, alternatives from search_synonym where municipality_id is null or municipality_id = @municipality`

// LoadSynonyms are the synonyms of all and those of the municipality.
func LoadSynonyms(ctx context.Context, q postgres.Querier, municipality int64) (Synonyms, error) {
	type row struct {
		Term         string
		Alternatives []string
	}
	rows, err := postgres.Many[row](ctx, q, synonymsSQL, pgx.StrictNamedArgs{"municipality": municipality})
	if err != nil {
		return nil, fmt.Errorf("load synonyms: %w", err)
	}
	all := Synonyms{}
	for _, r := range rows {
		term := phrase(Tokens(r.Term))
		all[term] = append(all[term], r.Alternatives...)
	}
	return all, nil
}

// A SynonymCache keeps the synonyms of each municipality for a while, so that a
// search does not ask for them each time. The zero value is ready to use.
type SynonymCache struct {
	mu   sync.Mutex
	kept map[int64]keptSynonyms
}

type keptSynonyms struct {
	synonyms Synonyms
	until    time.Time
}

const synonymsKept = time.Minute

// Get is LoadSynonyms, at most a minute old.
func (c *SynonymCache) Get(ctx context.Context, q postgres.Querier, municipality int64, now time.Time) (Synonyms, error) {
	c.mu.Lock()
	kept, ok := c.kept[municipality]
	c.mu.Unlock()
	if ok && now.Before(kept.until) {
		return kept.synonyms, nil
	}
	synonyms, err := LoadSynonyms(ctx, q, municipality)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil {
		c.kept = map[int64]keptSynonyms{}
	}
	c.kept[municipality] = keptSynonyms{synonyms, now.Add(synonymsKept)}
	return synonyms, nil
}
