// The words that occur: for typing errors and suggestions.

package search

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search/norwegian"
)

const (
	patienceSQL = `-- search.patience
select set_config('statement_timeout', '10min', true)`

	// What waits is committed together with what it was found in, so it is counted below.
	forgetNewWordsSQL = `-- search.forgetNewWords
delete from search_new_word`

	// Only words as written and words of titles; municipality 0 is all of them together.
	refreshMunicipalitiesSQL = `-- search.refreshMunicipalities
with counted as (
    select m.id as municipality_id, ltrim(l.lexeme, '=+') as word, left(l.lexeme, 1) = '=' as title, s.ndoc
    from municipality m,
        ts_stat(format('SELECT lex FROM live_activity WHERE municipality_id = %s UNION ALL SELECT lex FROM search_document WHERE municipality_id = %s', m.id, m.id)) s,
        substr(s.word, strpos(s.word, ':') + 1) as l (lexeme)
    where l.lexeme ~ '^=?\+?[^$^~=+<0-9].'
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

// RefreshVocabulary brings the vocabulary up to date with what is indexed, counts anew and takes out what is gone. Run
// it in a job, hourly; new words come by AddNewWords before that. It may take minutes in a large installation.
func RefreshVocabulary(ctx context.Context, db postgres.Beginner) error {
	err := postgres.InTx(ctx, db, func(ctx context.Context, tx pgx.Tx) error {
		for _, sql := range []string{patienceSQL, forgetNewWordsSQL, refreshMunicipalitiesSQL, pruneVocabularySQL} {
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
	words, err := postgres.Many[stale](ctx, tx, staleWordsSQL, postgres.Args{})
	if err != nil {
		return err
	}
	for chunk := range slices.Chunk(words, 5000) {
		var written, ascii []string
		var documents []int
		for _, w := range chunk {
			written, ascii, documents = append(written, w.Word), append(ascii, norwegian.ASCII(w.Word)), append(documents, w.Documents)
		}
		args := postgres.Args{"words": written, "ascii": ascii, "documents": documents}
		if _, err := postgres.Exec(ctx, tx, putWordsSQL, args); err != nil {
			return err
		}
	}
	return nil
}

const (
	noteWordsSQL = `-- search.noteWords
insert into search_new_word (municipality_id, word, ascii, title)
select @municipality, w.word, w.ascii, w.title
from unnest(@words::text[], @ascii::text[], @titles::boolean[]) as w (word, ascii, title)
where not exists (select from search_vocabulary_municipality v
    where v.municipality_id = @municipality and v.word = w.word and (v.titles > 0 or not w.title))`

	// Municipality 0 is all of them together. How often a word occurs is counted by RefreshVocabulary.
	addNewWordsSQL = `-- search.AddNewWords
with taken as (
    delete from search_new_word where id in (select id from search_new_word order by id limit @most for update skip locked)
    returning municipality_id, word, ascii, title
), words as (
    insert into search_vocabulary (word, ascii, documents)
    select word, min(ascii), 1 from taken group by word order by word
    on conflict (word) do nothing
), counted as (
    insert into search_vocabulary_municipality as v (municipality_id, word, documents, titles)
    select coalesce(municipality_id, 0), word, 1, max(title::integer) from taken
    group by grouping sets ((municipality_id, word), (word)) order by word
    on conflict (municipality_id, word) do update set titles = greatest(v.titles, excluded.titles)
)
select count(*)::integer from taken`
)

// noteWords leaves the words among the lexemes that the municipality's vocabulary does not have for AddNewWords: added
// here, two who write the same new word would wait for each other.
func noteWords(ctx context.Context, tx pgx.Tx, municipality int64, lexemes []string) error {
	titles := map[string]bool{}
	for _, lexeme := range lexemes {
		word, title := strings.CutPrefix(lexeme, "=")
		word = strings.TrimPrefix(word, inside)
		if first, size := utf8.DecodeRuneInString(word); unicode.IsLetter(first) && len(word) > size {
			titles[word] = titles[word] || title
		}
	}
	words := slices.Sorted(maps.Keys(titles))
	ascii, inTitle := make([]string, len(words)), make([]bool, len(words))
	for i, word := range words {
		ascii[i], inTitle[i] = norwegian.ASCII(word), titles[word]
	}
	_, err := postgres.Exec(ctx, tx, noteWordsSQL, postgres.Args{"municipality": municipality, "words": words, "ascii": ascii, "titles": inTitle})
	return err
}

// newWordsAtOnce is how many words are added in one transaction.
const newWordsAtOnce = 10_000

// AddNewWords adds the words of what was indexed since the last time to the vocabulary, each a little and not all
// anew: run it every minute.
func AddNewWords(ctx context.Context, q postgres.Querier) error {
	for {
		n, err := postgres.Scalar[int](ctx, q, addNewWordsSQL, postgres.Args{"most": newWordsAtOnce})
		if err != nil {
			return fmt.Errorf("add new words: %w", err)
		}
		if n < newWordsAtOnce {
			return nil
		}
	}
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
// ones: all by likeness, and those that may have been meant.
func similar(ctx context.Context, q postgres.Querier, municipality int64, unknown []phrase) (like, meant map[string][]string, err error) {
	like, meant = map[string][]string{}, map[string][]string{}
	var typed, ascii []string
	for _, p := range unknown {
		word := p.String()
		like[word] = nil
		if norwegian.LetterCount(word) >= 3 {
			typed, ascii = append(typed, word), append(ascii, norwegian.ASCII(word))
		}
	}
	if len(typed) == 0 {
		return like, meant, nil
	}
	found, err := postgres.Many[candidate](ctx, q, similarSQL, postgres.Args{"typed": ascii, "municipality": municipality, "most": mostAlike}, postgres.Fresh)
	if err != nil {
		return nil, nil, fmt.Errorf("search like words: %w", err)
	}
	for _, c := range found {
		word := typed[c.Nr-1]
		like[word] = append(like[word], c.Word)
		if c.Likeness >= closeEnough && !sameWord(word, c.Word) {
			meant[word] = append(meant[word], c.Word)
		}
	}
	return like, meant, nil
}

// sameWord is true for two forms of one word: neither is what was meant by the other.
func sameWord(a, b string) bool {
	if norwegian.ASCII(norwegian.Stem(a)) == norwegian.ASCII(norwegian.Stem(b)) {
		return true
	}
	short, long := norwegian.ASCII(a), norwegian.ASCII(b)
	if len(short) > len(long) {
		short, long = long, short
	}
	end, longer := strings.CutPrefix(long, strings.TrimRight(short, "ea"))
	return longer && slices.Contains(endings, end)
}

var endings = strings.Fields("a e n r s t an ar as en er es et ane ene ens ers ets anes enes")

// mostMeant is how many texts are tried as what may have been meant.
const mostMeant = 3

// corrections are the typed text with words that may have been meant instead, best first.
func corrections(typed []phrase, meant map[string][]string) [][]phrase {
	var all [][]phrase
	for i := range mostMeant {
		var text []phrase
		changed := false
		for _, p := range typed {
			if better := meant[p.String()]; len(better) > 0 {
				changed = changed || i < len(better)
				p = phrase{{Word: better[min(i, len(better)-1)]}}
			}
			text = append(text, p)
		}
		if changed {
			all = append(all, text)
		}
	}
	return all
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
	found, err := suggestions(ctx, q, suggestSQL, postgres.Args{"municipality": municipality, "from": last, "to": last + "\U0010FFFF", "most": limit})
	if err == nil && len(found) == 0 && norwegian.LetterCount(last) >= 3 {
		found, err = suggestions(ctx, q, suggestAlikeSQL, postgres.Args{"municipality": municipality, "part": "%" + norwegian.ASCII(last) + "%", "most": limit})
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

func suggestions(ctx context.Context, q postgres.Querier, sql string, args postgres.Args) ([]string, error) {
	type row struct{ Word string }
	rows, err := postgres.Many[row](ctx, q, sql, args, postgres.Fresh)
	var words []string
	for _, r := range rows {
		words = append(words, r.Word)
	}
	return words, err
}
