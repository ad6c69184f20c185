// Synonyms: stored, edited, and kept for a minute.

package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kljensen/snowball/english"

	"frivilligsentral/internal/cache"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search/norwegian"
)

// term is a word or a few, as what all their forms share in their language.
type term struct {
	english bool
	stems   string
}

// Synonyms are other words to look for, whatever form of a word was typed. Those of Norwegian, both kinds, and those of
// English are found by the forms of their own language. See LoadSynonyms. The zero value has none.
type Synonyms struct{ others map[term][]string }

// longestTerm is how many words a term can have.
const longestTerm = 3

// NewSynonyms are the synonyms in rows.
func NewSynonyms(rows []Synonym) Synonyms {
	s := Synonyms{map[term][]string{}}
	for _, r := range rows {
		for _, other := range r.Alternatives {
			s.add(r.Lang, r.Term, other)
			if !r.OneWay {
				s.add(i18n.NB, other, r.Term)
			}
		}
	}
	return s
}

func (s Synonyms) add(lang i18n.Lang, word, other string) {
	key := termOf(norwegian.Tokens(word), lang == i18n.EN)
	if !slices.Contains(s.others[key], other) {
		s.others[key] = append(s.others[key], other)
	}
}

// Of are the words that stand for a word or a term, for tests.
func (s Synonyms) Of(words string) []string { return s.of(norwegian.Tokens(words)) }

// of are the words that stand for these.
func (s Synonyms) of(words []norwegian.Token) []string {
	return append(slices.Clone(s.others[termOf(words, false)]), s.others[termOf(words, true)]...)
}

// phrases are the words, those of a term together.
func (s Synonyms) phrases(words []norwegian.Token) []phrase {
	var all []phrase
	for len(words) > 0 {
		n := s.termLength(words)
		all, words = append(all, words[:n]), words[n:]
	}
	return all
}

// termLength is how many of the next words are one term, 1 when none.
func (s Synonyms) termLength(words []norwegian.Token) int {
	for n := min(longestTerm, len(words)); n > 1 && len(s.others) > 0; n-- {
		if len(s.of(words[:n])) > 0 {
			return n
		}
	}
	return 1
}

func termOf(words []norwegian.Token, inEnglish bool) term {
	var stems []string
	for _, t := range words {
		if inEnglish {
			stems = append(stems, english.Stem(t.Word, true))
		} else {
			stems = append(stems, norwegian.Stem(t.Word))
		}
	}
	return term{inEnglish, strings.Join(stems, " ")}
}

const synonymsSQL = `-- search.LoadSynonyms
select id, term, alternatives, lang, one_way, municipality_id is null as everywhere
from search_synonym where municipality_id is null or municipality_id = @municipality
order by id`

// LoadSynonyms are the synonyms of all and those of the municipality.
func LoadSynonyms(ctx context.Context, q postgres.Querier, municipality int64) (Synonyms, error) {
	rows, err := postgres.Many[Synonym](ctx, q, synonymsSQL, postgres.Args{"municipality": municipality})
	if err != nil {
		return Synonyms{}, fmt.Errorf("load synonyms: %w", err)
	}
	return NewSynonyms(rows), nil
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
	Lang         i18n.Lang // of Term; the alternatives are Norwegian
	OneWay       bool      // whoever looks for an alternative does not mean the term
	Everywhere   bool      // comes with the portal and cannot be changed by a municipality
}

// Limits of what a municipality can add.
const (
	maxSynonyms     = 500
	maxAlternatives = 10
)

const listSynonymsSQL = `-- search.ListSynonyms
select id, term, alternatives, lang, one_way, municipality_id is null as everywhere from search_synonym
where municipality_id = @municipality or municipality_id is null
order by everywhere, lang = 'en', term, id`

// ListSynonyms are the municipality's own synonyms, then those that everybody has.
func ListSynonyms(ctx context.Context, q postgres.Querier, municipality int64) ([]Synonym, error) {
	return postgres.Many[Synonym](ctx, q, listSynonymsSQL, postgres.Args{"municipality": municipality})
}

const putSynonymSQL = `-- search.PutSynonym
insert into search_synonym as s (municipality_id, term, alternatives, one_way)
select @municipality, @term::text, @alternatives, @one_way
where (select count(*) from search_synonym where municipality_id = @municipality and term <> @term) < @most
on conflict (municipality_id, lang, term) do update
set one_way = excluded.one_way, alternatives = (select array_agg(distinct a) from unnest(s.alternatives || excluded.alternatives) as a)
returning id`

// PutSynonym adds alternatives to a word of the municipality, one way or both. All are folded. It
// counts in searches within a minute.
func PutSynonym(ctx context.Context, q postgres.Querier, municipality int64, term string, alternatives []string, oneWay bool) (int64, error) {
	term, alternatives, err := cleanSynonym(term, alternatives)
	if err != nil {
		return 0, err
	}
	id, err := postgres.Scalar[int64](ctx, q, putSynonymSQL, postgres.Args{
		"municipality": municipality, "term": term, "alternatives": alternatives, "one_way": oneWay, "most": maxSynonyms,
	})
	if fault.Is(err, fault.NotFound) {
		return 0, fault.Fields{{Name: "ord", Msg: i18n.Mark("Det er allerede %d ord i listen. Fjern et først."), Args: []any{maxSynonyms}}}.Err()
	}
	if err != nil {
		return 0, fmt.Errorf("put synonym: %w", err)
	}
	return id, nil
}

// CheckSynonym says what is wrong with a word and its alternatives; the field names are those of the form.
func CheckSynonym(term string, alternatives []string) error {
	_, _, err := cleanSynonym(term, alternatives)
	return err
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
	n, err := postgres.Exec(ctx, q, deleteSynonymSQL, postgres.Args{"municipality": municipality, "id": id})
	if err == nil && n == 0 {
		err = fault.Missing(i18n.Mark("Vi finner ikke ordet."))
	}
	return err
}
