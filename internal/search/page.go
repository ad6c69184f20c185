// One page of hits, tier by tier: exact before alike.

package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search/norwegian"
)

// A lister reads one kind of line.
type lister[T any] interface {
	// fetch reads at most n lines that answer query ("" is everything), going on
	// from a place, zero for the end that it starts at.
	fetch(ctx context.Context, query string, from Cursor, back bool, n int) ([]T, error)
	// place is where in the list a line stands.
	place(T) Cursor
}

// find is what all searches share: words as asked, then words that are like them.
func find[T any](ctx context.Context, q postgres.Querier, p Params, filter string, list lister[T]) (Page, []T, error) {
	words := norwegian.QueryWords(p.Words)
	if len(words) == 0 && strings.TrimSpace(p.Words) != "" {
		return Page{}, nil, nil
	}
	from := p.After
	if !p.Before.IsZero() {
		from = p.Before
	}
	if !from.alike {
		page, lines, err := read(ctx, p, tiers(p, words, filter, nil), from, list)
		if err != nil || len(lines) > 0 || len(words) == 0 || !from.IsZero() {
			return page, lines, err
		}
	}
	like, corrections, err := similar(ctx, q, p.Filter.Municipality, words)
	if err != nil || len(like) == 0 {
		return Page{}, nil, err
	}
	page, lines, err := read(ctx, p, tiers(p, words, filter, like), from, list)
	if errors.Is(err, ErrTooBroad) {
		return Page{Corrections: corrections}, nil, nil // nothing has the words: that much is known
	}
	page.Alike, page.Corrections = len(lines) > 0, corrections
	page.Next.alike, page.Prev.alike = page.Next.set, page.Prev.set
	return page, lines, err
}

// tiers are the queries whose answers follow one another in the list.
func tiers(p Params, words []norwegian.Token, filter string, like alike) []string {
	all := and(wordQuery(words, p.Synonyms, like, ""), filter)
	if p.Order != ByTitle || p.byDate() || len(words) == 0 {
		return []string{all}
	}
	title := titleQuery(words, p.Synonyms, like)
	return []string{and(title, filter), and(all, not(title))}
}

type ranked[T any] struct {
	line T
	at   Cursor
}

// read fills one page, from as many tiers as it takes.
func read[T any](ctx context.Context, p Params, tiers []string, from Cursor, list lister[T]) (Page, []T, error) {
	back, most := !p.Before.IsZero(), p.limit()+1
	step := 1
	if back {
		step = -1
	}
	var all []ranked[T]
	for tier := min(int(from.tier), len(tiers)-1); tier >= 0 && tier < len(tiers) && len(all) < most; tier += step {
		lines, err := list.fetch(ctx, tiers[tier], from, back, most-len(all))
		if err != nil {
			return Page{}, nil, fmt.Errorf("search: %w", err)
		}
		for _, l := range lines {
			at := list.place(l)
			at.set, at.tier = true, uint8(tier)
			all = append(all, ranked[T]{l, at})
		}
		from = Cursor{}
	}
	return cutPage(p, all, back)
}

// cutPage takes off the one line too many, which only says that there is more.
func cutPage[T any](p Params, all []ranked[T], back bool) (Page, []T, error) {
	more := len(all) > p.limit()
	if more {
		all = all[:p.limit()]
	}
	page := Page{Total: -1}
	if p.After.IsZero() && p.Before.IsZero() && !more {
		page.Total = len(all)
	}
	if back {
		slices.Reverse(all)
	}
	if len(all) > 0 {
		if back || more {
			page.Next = all[len(all)-1].at
		}
		if back && more || !back && !p.After.IsZero() {
			page.Prev = all[0].at
		}
	}
	lines := make([]T, len(all))
	for i, r := range all {
		lines[i] = r.line
	}
	return page, lines, nil
}
