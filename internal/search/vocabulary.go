// The words that occur: for typing errors and suggestions.

package search

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search/norwegian"
)

const (
	patienceSQL = `-- search.patience
select set_config('statement_timeout', '10min', true)`

	// Only words as written and words of titles; municipality 0 is all of them together.
	refreshMunicipalitiesSQL = `-- search.refreshMunicipalities
with counted as (
    select m.id as municipality_id, ltrim(s.word, '=') as word, left(s.word, 1) = '=' as title, s.ndoc
    from municipality m,
        ts_stat(format('SELECT lex FROM live_activity WHERE municipality_id = %s UNION ALL SELECT lex FROM search_document WHERE municipality_id = %s', m.id, m.id)) s
    where s.word ~ '^=?[^$^~=0-9].'
), fresh as materialized (
    select coalesce(municipality_id, 0) as municipality_id, word,
        coalesce(sum(ndoc) filter (where not title), 0)::integer as documents, coalesce(sum(ndoc) filter (where title), 0)::integer as titles
    from counted group by grouping sets ((municipality_id, word), (word))
), gone as (
    delete from search_vocabulary_municipality v
    where not exists (select from fresh f where f.municipality_id = v.municipality_id and f.word = v.word)
)
insert into search_vocabulary_municipality as v (municipality_id, word, documents, titles)
select municipality_id, word, documents, titles from fresh
on conflict (municipality_id, word) do update set documents = excluded.documents, titles = excluded.titles
where (v.documents, v.titles) is distinct from (excluded.documents, excluded.titles)`

	pruneVocabularySQL = `-- search.pruneVocabulary
delete from search_vocabulary v
where not exists (select from search_vocabulary_municipality m where m.municipality_id = 0 and m.word = v.word)`

	staleWordsSQL = `-- search.staleWords
select m.word, m.documents from search_vocabulary_municipality m left join search_vocabulary v using (word)
where m.municipality_id = 0 and v.documents is distinct from m.documents`

	putWordsSQL = `-- search.putWords
insert into search_vocabulary (word, ascii, documents)
select * from unnest(@words::text[], @ascii::text[], @documents::integer[])
on conflict (word) do update set documents = excluded.documents`

	similarSQL = `-- search.similar
select nr, word, likeness from search_similar(@typed::text[], @municipality, @most)`

	suggestSQL = `-- search.Suggest
select word from search_vocabulary_municipality
where municipality_id = @municipality and word >= @from::text and word < @to::text and titles > 0
order by titles desc, word limit @most`

	suggestAlikeSQL = `-- search.suggestAlike
select v.word from search_vocabulary v join search_vocabulary_municipality m on m.word = v.word and m.municipality_id = @municipality
where v.ascii like @part::text and m.titles > 0
order by m.titles desc, v.word limit @most`
)

// RefreshVocabulary brings the vocabulary up to date with what is indexed. Run
// it in a job, hourly or after an import; until it has run, a new word is found
// as typed but gives no suggestions. It may take minutes in a large installation.
func RefreshVocabulary(ctx context.Context, db postgres.Beginner) error {
	err := postgres.InTx(ctx, db, func(ctx context.Context, tx pgx.Tx) error {
		for _, sql := range []string{patienceSQL, refreshMunicipalitiesSQL, pruneVocabularySQL} {
			if _, err := tx.Exec(ctx, sql); err != nil {
				return err
			}
		}
		return refreshWords(ctx, tx)
	})
	if err != nil {
		return fmt.Errorf("refresh vocabulary: %w", err)
	}
	return nil
}

// refreshWords folds the words whose numbers have changed, which SQL cannot do as Go does.
func refreshWords(ctx context.Context, tx pgx.Tx) error {
	type stale struct {
		Word      string
		Documents int
	}
	words, err := postgres.Many[stale](ctx, tx, staleWordsSQL, pgx.StrictNamedArgs{})
	if err != nil {
		return err
	}
	for chunk := range slices.Chunk(words, 5000) {
		var written, ascii []string
		var documents []int
		for _, w := range chunk {
			written, ascii, documents = append(written, w.Word), append(ascii, norwegian.ASCII(w.Word)), append(documents, w.Documents)
		}
		args := pgx.StrictNamedArgs{"words": written, "ascii": ascii, "documents": documents}
		if _, err := postgres.Exec(ctx, tx, putWordsSQL, args); err != nil {
			return err
		}
	}
	return nil
}

const (
	mostAlike   = 8
	closeEnough = 0.4 // likeness from which a word is offered as what was meant
)

type candidate struct {
	Nr       int // which typed word, from 1
	Word     string
	Likeness float32
}

// similar looks in the vocabulary for words that contain or resemble the typed
// ones, and for what was probably meant.
func similar(ctx context.Context, q postgres.Querier, municipality int64, words []norwegian.Token) (alike, []string, error) {
	var typed, ascii []string
	for _, t := range words {
		if norwegian.LetterCount(t.Word) >= 3 {
			typed, ascii = append(typed, t.Word), append(ascii, norwegian.ASCII(t.Word))
		}
	}
	if len(typed) == 0 {
		return nil, nil, nil
	}
	found, err := guarded[candidate](ctx, q, similarSQL, pgx.StrictNamedArgs{"typed": ascii, "municipality": municipality, "most": mostAlike})
	if err != nil {
		return nil, nil, fmt.Errorf("search like words: %w", err)
	}
	like, meant := alike{}, map[string]string{}
	known := map[string]bool{} // a word in use stays what it is: it is not here, and another would not be meant
	for _, c := range found {
		word := typed[c.Nr-1]
		if known[word] = known[word] || norwegian.ASCII(c.Word) == ascii[c.Nr-1]; known[word] {
			continue
		}
		if like[word] = append(like[word], c.Word); len(like[word]) == 1 && c.Likeness >= closeEnough {
			meant[word] = c.Word
		}
	}
	return like, corrections(words, meant), nil
}

// corrections is the typed text with the words that were probably meant, if that is another text.
func corrections(words []norwegian.Token, meant map[string]string) []string {
	var all []string
	changed := false
	for _, t := range words {
		word := t.Word
		if better, ok := meant[word]; ok && better != word {
			word, changed = better, true
		}
		all = append(all, word)
	}
	if !changed {
		return nil
	}
	return []string{strings.Join(all, " ")}
}

// Suggest completes the last word of what has been typed so far with words of
// titles, the most frequent first. Municipality 0 is everywhere.
func Suggest(ctx context.Context, q postgres.Querier, municipality int64, typed string, limit int) ([]string, error) {
	words := norwegian.Tokens(norwegian.Cut(typed, norwegian.MaxTyped))
	if len(words) == 0 || len(words) > norwegian.MaxQueryWords {
		return nil, nil
	}
	last := words[len(words)-1].Word
	limit = min(max(limit, 1), maxLimit)
	found, err := suggestions(ctx, q, suggestSQL, pgx.StrictNamedArgs{"municipality": municipality, "from": last, "to": last + "\U0010FFFF", "most": limit})
	if err == nil && len(found) == 0 && norwegian.LetterCount(last) >= 3 {
		found, err = suggestions(ctx, q, suggestAlikeSQL, pgx.StrictNamedArgs{"municipality": municipality, "part": "%" + norwegian.ASCII(last) + "%", "most": limit})
	}
	if err != nil {
		return nil, fmt.Errorf("suggest: %w", err)
	}
	before := norwegian.Phrase(words[:len(words)-1])
	for i := range found {
		found[i] = strings.TrimSpace(before + " " + found[i])
	}
	return found, nil
}

func suggestions(ctx context.Context, q postgres.Querier, sql string, args pgx.StrictNamedArgs) ([]string, error) {
	type row struct{ Word string }
	rows, err := guarded[row](ctx, q, sql, args)
	var words []string
	for _, r := range rows {
		words = append(words, r.Word)
	}
	return words, err
}
