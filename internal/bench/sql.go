// The statements of search, measured without pages.

package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/search"
	"frivilligsentral/internal/search/norwegian"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// times are how long statements took, sorted.
type times []time.Duration

func (t times) at(part float64) time.Duration {
	if len(t) == 0 {
		return 0
	}
	return t[min(int(part*float64(len(t))), len(t)-1)]
}

// enough is how long one kind of question is asked at most.
const enough = 10 * time.Second

// timed runs ask n times, or as often as there is time for, and sorts what it took.
func timed(n int, ask func(i int) error) (times, error) {
	all := make(times, 0, n)
	until := time.Now().Add(enough)
	for i := range n {
		if len(all) > 20 && time.Now().After(until) {
			break
		}
		begin := time.Now()
		if err := ask(i); err != nil {
			return nil, err
		}
		all = append(all, time.Since(begin))
	}
	slices.Sort(all)
	return all, nil
}

// sqlTimes are the statements of one database, each asked by one client.
type sqlTimes struct {
	pk, search, suggest, similar, month times
}

// measureSQL asks each kind of question n times.
func measureSQL(ctx context.Context, pool *pgxpool.Pool, c *corpus, n int) (s sqlTimes, err error) {
	service := listing.NewService(listing.Deps{Pool: pool, Now: func() time.Time { return c.now }})
	r := rand.New(rand.NewPCG(5, 6))
	steps := []struct {
		into *times
		ask  func(int) error
	}{
		{&s.pk, func(int) error {
			_, err := postgres.Scalar[string](ctx, pool, pkSQL, pgx.StrictNamedArgs{"id": 1 + r.Int64N(int64(c.n))})
			return err
		}},
		{&s.search, func(i int) error {
			_, err := search.Activities(ctx, pool, c.question(r, i))
			return err
		}},
		{&s.suggest, func(i int) error {
			_, err := search.Suggest(ctx, pool, c.somewhere(r, i), prefix(c.anyTitle(r), 2+r.IntN(5)), 8)
			return err
		}},
		{&s.similar, func(i int) error {
			_, err := postgres.Many[likeRow](ctx, pool, similarSQL, pgx.StrictNamedArgs{
				"typed": []string{norwegian.ASCII(misspelt(c.anyTitle(r), r))}, "municipality": c.somewhere(r, i), "most": 8,
			})
			return err
		}},
		{&s.month, func(i int) error {
			at := c.now.AddDate(0, i%3, 0)
			_, err := service.PublicMonth(ctx, at.Year(), at.Month(), "", search.Filter{Municipality: c.places[r.IntN(len(c.places))].municipality})
			return err
		}},
	}
	for _, step := range steps {
		if _, err := timed(n/10+1, step.ask); err != nil { // warm
			return s, err
		}
		if *step.into, err = timed(n, step.ask); err != nil {
			return s, err
		}
	}
	return s, nil
}

const similarSQL = `-- bench.similar
select nr, word, likeness from search_similar(@typed::text[], @municipality, @most)`

type likeRow struct {
	Nr       int
	Word     string
	Likeness float32
}

// question is what somebody searches for: words that are rare and common, alone and together, in the whole country
// and in one municipality, with and without filters, by time and by title, now and then a later page's size.
func (c *corpus) question(r *rand.Rand, i int) search.Params {
	p := search.Params{Filter: search.Filter{Municipality: c.somewhere(r, i)}}
	switch i % 6 {
	case 0:
		p.Words = c.anyTitle(r)
	case 1:
		p.Words = firstParts[r.IntN(len(firstParts))]
	case 2:
		p.Words = lastParts[r.IntN(len(lastParts))] + " " + c.quarters[r.IntN(len(c.quarters))].words
	case 3:
		p.Words = firstParts[r.IntN(len(firstParts))] + " " + groupKinds[r.IntN(len(groupKinds))]
		p.Filter.Free = true
	case 4:
		p.Words = prefix(c.anyTitle(r), 4)
		p.Filter.Weekdays = []int{1 + r.IntN(7)}
		p.Filter.Accessibility = []string{"wheelchair"}
	case 5:
		p.Words = lastParts[r.IntN(len(lastParts))]
		p.Order = search.ByTitle
	}
	return p
}

// somewhere is a municipality, or every other time the whole country.
func (c *corpus) somewhere(r *rand.Rand, i int) int64 {
	if i%2 == 0 {
		return 0
	}
	return c.places[r.IntN(len(c.places))].municipality
}

func (c *corpus) anyTitle(r *rand.Rand) string { return c.titles[r.IntN(len(c.titles))].words }

func prefix(s string, n int) string {
	runes := []rune(s)
	return string(runes[:min(n, len(runes))])
}

// misspelt swaps two letters in the middle, or leaves the first part of a compound away.
func misspelt(s string, r *rand.Rand) string {
	runes := []rune(s)
	k := 1 + r.IntN(max(len(runes)-3, 1))
	if r.IntN(3) == 0 {
		return string(runes[min(k, 4):])
	}
	runes[k], runes[k+1] = runes[k+1], runes[k]
	return string(runes)
}

func ms(d time.Duration) string { return fmt.Sprintf("%.2f ms", float64(d.Microseconds())/1000) }
