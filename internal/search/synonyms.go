// Synonyms: stored, edited, and kept for a minute.

package search

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/cache"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search/norwegian"
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
		term := norwegian.Phrase(norwegian.Tokens(r.Term))
		all[term] = append(all[term], r.Alternatives...)
	}
	return all, nil
}

// A SynonymCache keeps the synonyms of each municipality for a while, so that a
// search does not ask for them each time.
type SynonymCache struct{ kept *cache.Cache[int64, Synonyms] }

const (
	synonymsKept = time.Minute
	synonymsMost = 1000 // municipalities
)

// NewSynonymCache makes a cache that goes by the clock.
func NewSynonymCache(now func() time.Time) *SynonymCache {
	return &SynonymCache{cache.New(cache.Options[int64, Synonyms]{Life: synonymsKept, Most: synonymsMost, Now: now})}
}

// Get is LoadSynonyms, at most a minute old.
func (c *SynonymCache) Get(ctx context.Context, q postgres.Querier, municipality int64) (Synonyms, error) {
	return c.kept.Get(municipality, func() (Synonyms, error) { return LoadSynonyms(ctx, q, municipality) })
}

// Synonym is a word, and those that are searched for together with it.
type Synonym struct {
	ID           int64
	Term         string
	Alternatives []string
	Everywhere   bool // comes with the portal and cannot be changed by a municipality
}

// Limits of what a municipality can add.
const (
	maxSynonyms     = 500
	maxAlternatives = 10
)

const listSynonymsSQL = `-- search.ListSynonyms
select id, term, alternatives, municipality_id is null as everywhere from search_synonym
where municipality_id = @municipality or municipality_id is null
order by everywhere, term, id`

// ListSynonyms are the municipality's own synonyms, then those that everybody has.
func ListSynonyms(ctx context.Context, q postgres.Querier, municipality int64) ([]Synonym, error) {
	return postgres.Many[Synonym](ctx, q, listSynonymsSQL, pgx.StrictNamedArgs{"municipality": municipality})
}

const putSynonymSQL = `-- search.PutSynonym
insert into search_synonym as s (municipality_id, term, alternatives)
select @municipality, @term::text, @alternatives
where (select count(*) from search_synonym where municipality_id = @municipality and term <> @term) < @most
on conflict (municipality_id, term) do update
set alternatives = (select array_agg(distinct a) from unnest(s.alternatives || excluded.alternatives) as a)
returning id`

// PutSynonym adds alternatives to a word of the municipality. Both are folded. It
// counts in searches within a minute.
func PutSynonym(ctx context.Context, q postgres.Querier, municipality int64, term string, alternatives []string) (int64, error) {
	term, alternatives, err := cleanSynonym(term, alternatives)
	if err != nil {
		return 0, err
	}
	id, err := postgres.Scalar[int64](ctx, q, putSynonymSQL, pgx.StrictNamedArgs{
		"municipality": municipality, "term": term, "alternatives": alternatives, "most": maxSynonyms,
	})
	if fault.Is(err, fault.NotFound) {
		return 0, fault.Fields{{Name: "ord", Msg: i18n.Mark("Det er allerede %d ord i lista. Fjern et først."), Args: []any{maxSynonyms}}}.Err()
	}
	if err != nil {
		return 0, fmt.Errorf("put synonym: %w", err)
	}
	return id, nil
}

func cleanSynonym(term string, alternatives []string) (string, []string, error) {
	term = norwegian.Phrase(norwegian.Tokens(term))
	var folded []string
	for _, a := range alternatives {
		if a = norwegian.Phrase(norwegian.Tokens(a)); a != "" && a != term {
			folded = append(folded, a)
		}
	}
	var f fault.Fields
	f.Check(term != "", "ord", i18n.Mark("Skriv ordet som folk søker etter."))
	f.Check(norwegian.LetterCount(term) <= 60, "ord", i18n.Mark("Ordet kan ha høyst %d tegn."), 60)
	f.Check(len(folded) > 0, "betyr", i18n.Mark("Skriv minst ett annet ord som betyr det samme."))
	f.Check(len(folded) <= maxAlternatives, "betyr", i18n.Mark("Skriv høyst %d ord."), maxAlternatives)
	f.Check(len(strings.Join(folded, "")) <= 400, "betyr", i18n.Mark("Skriv kortere ord."))
	return term, folded, f.Err()
}

const deleteSynonymSQL = `-- search.DeleteSynonym
delete from search_synonym where municipality_id = @municipality and id = @id`

// DeleteSynonym removes one of the municipality's own; others are NotFound.
func DeleteSynonym(ctx context.Context, q postgres.Querier, municipality, id int64) error {
	n, err := postgres.Exec(ctx, q, deleteSynonymSQL, pgx.StrictNamedArgs{"municipality": municipality, "id": id})
	if err == nil && n == 0 {
		err = fault.Missing(i18n.Mark("Vi finner ikke ordet."))
	}
	return err
}
