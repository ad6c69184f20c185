// One page of hits, tier by tier: the best before the rest.

package search

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"frivilligsentral/internal/postgres"
)

// A lister reads one kind of line.
type lister[T any] interface {
	// fetch reads at most n lines that answer query ("" is everything), going on
	// from a place, zero for the end that it starts at.
	fetch(ctx context.Context, query string, from Cursor, back bool, n int) ([]T, error)
	// first is the statement of fetch for one line from the start.
	first(query string) statement
	// place is where in the list a line stands.
	place(T) Cursor
}

// finder is one search: what is asked for, and the page of it.
type finder[T any] struct {
	q      postgres.Querier
	p      Params
	filter string
	list   lister[T]
	from   Cursor
}

// find is what all searches share: all words as asked; when nothing has them, words that are like them; and then most of them.
func find[T any](ctx context.Context, q postgres.Querier, p Params, filter string, list lister[T]) (Page, []T, error) {
	asked := asks(p.Filter.Municipality, p.Words, p.Synonyms)
	if len(asked.phrases) == 0 && strings.TrimSpace(p.Words) != "" {
		return Page{}, nil, nil
	}
	f := finder[T]{q: q, p: p, filter: filter, list: list, from: p.After}
	if !p.Before.IsZero() {
		f.from = p.Before
	}
	if f.from.road == exactly {
		page, lines, err := f.read(ctx, asked)
		if err != nil || len(lines) > 0 || len(asked.phrases) == 0 || !f.from.IsZero() || p.Exact {
			return page, lines, err
		}
	}
	return f.further(ctx, asked)
}

// tiers are the queries whose answers follow one another in the list: those that have all words of one of the
// questions. By title the whole words in the title come first, and what only has parts of them comes last.
func (f finder[T]) tiers(any []question) []string {
	ask := func(c closeness, mark string) string {
		var each []string
		for _, q := range any {
			each = append(each, q.query(c, mark))
		}
		return or(each...)
	}
	all := ask(loose, "")
	if f.p.Order != ByTitle || f.p.byDate() || all == "" {
		return []string{and(all, f.filter)}
	}
	title := ask(whole, "=")
	near := or(ask(loose, "="), ask(whole, ""))
	return []string{and(title, f.filter), and(near, f.filter, not(title)), and(all, f.filter, not(near))}
}

type ranked[T any] struct {
	line T
	at   Cursor
}

// read fills one page, from as many tiers as it takes.
func (f finder[T]) read(ctx context.Context, any ...question) (Page, []T, error) {
	back, most, from, tiers := !f.p.Before.IsZero(), f.p.limit()+1, f.from, f.tiers(any)
	step := 1
	if back {
		step = -1
	}
	var all []ranked[T]
	for tier := min(int(from.tier), len(tiers)-1); tier >= 0 && tier < len(tiers) && len(all) < most; tier += step {
		lines, err := f.list.fetch(ctx, tiers[tier], from, back, most-len(all))
		if err != nil {
			return Page{}, nil, fmt.Errorf("search: %w", err)
		}
		for _, l := range lines {
			at := f.list.place(l)
			at.set, at.tier = true, uint8(tier)
			all = append(all, ranked[T]{l, at})
		}
		from = Cursor{}
	}
	return cutPage(f.p, all, back)
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
