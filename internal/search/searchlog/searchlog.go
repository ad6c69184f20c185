// Package searchlog counts what people search for, without anything about who did,
// so that staff see what is sought and not found.
package searchlog

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search/norwegian"
)

const (
	putSearchesSQL = `-- searchlog.Flush
insert into search_word as w (municipality_id, day, word, searches, hits)
select * from unnest(@municipalities::bigint[], @days::date[], @words::text[], @searches::integer[], @hits::integer[])
on conflict (municipality_id, day, word) do update set searches = w.searches + excluded.searches, hits = excluded.hits`

	searchedSQL = `-- searchlog.Searched
select word, sum(searches)::integer as searches, (array_agg(hits order by day desc))[1] as hits
from search_word where municipality_id = @municipality and day >= @from::date and day < @to::date
group by word having sum(searches) >= 3 and (not @unfound::boolean or (array_agg(hits order by day desc))[1] = 0)
order by searches desc, word limit @most`

	forgetSQL = `-- searchlog.ForgetRare
delete from search_word w using (
    select municipality_id, date_trunc('month', day)::date as month, word from search_word where day < date_trunc('month', @today::date)
    group by 1, 2, 3 having sum(searches) < 3) as rare
where w.municipality_id = rare.municipality_id and w.word = rare.word and date_trunc('month', w.day)::date = rare.month`
)

// A Log counts search words in memory, so that a page view writes no row,
// and without anything about who searched. Flush stores the counts. The zero
// value is ready to use.
type Log struct {
	mu     sync.Mutex
	counts map[loggedWord]loggedCount
}

type loggedWord struct {
	municipality int64
	day, word    string
}

type loggedCount struct{ searches, hits int }

const maxLogged = 10_000

// Add counts one search and how many hits it had. What looks like an e-mail
// address, a telephone number or a national identity number is not kept.
func (l *Log) Add(municipality int64, at time.Time, words string, hits int) {
	word := loggable(words)
	if word == "" {
		return
	}
	key := loggedWord{municipality, at.In(i18n.Oslo).Format(time.DateOnly), word}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.counts == nil {
		l.counts = map[loggedWord]loggedCount{}
	}
	if _, known := l.counts[key]; known || len(l.counts) < maxLogged {
		l.counts[key] = loggedCount{l.counts[key].searches + 1, max(hits, 0)}
	}
}

var fiveDigits = regexp.MustCompile(`(?:[0-9][\s.\-+]*){5}`)

// loggable is a search in the form that is counted, "" for one that must not be.
func loggable(words string) string {
	words = norwegian.Cut(words, norwegian.MaxTyped)
	if strings.Contains(words, "@") || fiveDigits.MatchString(norwegian.Fold(words)) {
		return ""
	}
	word := norwegian.Phrase(norwegian.QueryWords(words))
	if norwegian.LetterCount(word) > 60 {
		return ""
	}
	return word
}

// Flush adds the counts to the stored ones. What cannot be stored is counted again later.
func (l *Log) Flush(ctx context.Context, q postgres.Querier) error {
	l.mu.Lock()
	counts := l.counts
	l.counts = nil
	l.mu.Unlock()
	if len(counts) == 0 {
		return nil
	}
	var municipalities []int64
	var days, words []string
	var searches, hits []int
	for key, count := range counts {
		municipalities, days, words = append(municipalities, key.municipality), append(days, key.day), append(words, key.word)
		searches, hits = append(searches, count.searches), append(hits, count.hits)
	}
	if _, err := postgres.Exec(ctx, q, putSearchesSQL, postgres.Args{
		"municipalities": municipalities, "days": days, "words": words, "searches": searches, "hits": hits,
	}); err != nil {
		l.restore(counts)
		return fmt.Errorf("store search words: %w", err)
	}
	return nil
}

func (l *Log) restore(counts map[loggedWord]loggedCount) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for key, newer := range l.counts {
		counts[key] = loggedCount{counts[key].searches + newer.searches, newer.hits}
	}
	l.counts = counts
}

// A Word is how often something was searched for, and found the last time.
type Word struct {
	Word           string
	Searches, Hits int
}

// Searched are the words searched for at least three times from a day to
// another, not included; with unfound only those that nothing was found for.
func Searched(ctx context.Context, q postgres.Querier, municipality int64, from, to time.Time, unfound bool, limit int) ([]Word, error) {
	words, err := postgres.Many[Word](ctx, q, searchedSQL, postgres.Args{
		"municipality": municipality, "from": from, "to": to, "unfound": unfound, "most": limit,
	})
	if err != nil {
		return nil, fmt.Errorf("read search words: %w", err)
	}
	return words, nil
}

// ForgetRare deletes what was searched for less than three times in a
// month that is over: so few that it might say who.
func ForgetRare(ctx context.Context, q postgres.Querier, today time.Time) (int64, error) {
	n, err := postgres.Exec(ctx, q, forgetSQL, postgres.Args{"today": today})
	if err != nil {
		return 0, fmt.Errorf("forget rare search words: %w", err)
	}
	return n, nil
}
