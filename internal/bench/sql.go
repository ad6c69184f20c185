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
	pk, search, suggest, similar, month, monthPlaces times
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
			_, err := postgres.Scalar[string](ctx, pool, pkSQL, postgres.Args{"id": 1 + r.Int64N(int64(c.n))})
			return err
		}},
		{&s.search, func(i int) error {
			_, err := search.Activities(ctx, pool, c.question(r, i))
			return err
		}},
		{&s.suggest, func(int) error {
			_, err := search.Suggest(ctx, pool, c.somewhere(r).municipality, prefix(c.anyTitle(r), 2+r.IntN(5)), 8)
			return err
		}},
		{&s.similar, func(int) error {
			_, err := postgres.Many[likeRow](ctx, pool, similarSQL, postgres.Args{
				"typed": []string{norwegian.ASCII(misspelt(c.anyTitle(r), r))}, "municipality": c.somewhere(r).municipality, "most": 8,
			})
			return err
		}},
		{&s.month, func(i int) error {
			at := c.now.AddDate(0, i%3, 0)
			_, err := service.PublicMonth(ctx, at.Year(), at.Month(), "", search.Filter{Municipality: c.places[r.IntN(len(c.places))].municipality})
			return err
		}},
		{&s.monthPlaces, func(i int) error {
			at := c.now.AddDate(0, i%3, 0)
			_, err := service.PublicMonth(ctx, at.Year(), at.Month(), "", search.Filter{Municipality: c.somewhere(r).municipality, Joining: []search.Joining{search.Places}})
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

// What is asked is crossed: each kind of words with each filter and each order.
const (
	kindsOfWords   = 8
	kindsOfFilters = 9
	kindsOfOrders  = 4
)

// question is the i-th of what people look for in one municipality, with the count that stands above the list.
func (c *corpus) question(r *rand.Rand, i int) search.Params {
	t := c.somewhere(r)
	p := search.Params{Filter: search.Filter{Municipality: t.municipality}, Count: true}
	p.Words = c.wordsOf(r, i%kindsOfWords)
	c.narrow(r, &p.Filter, t, i/kindsOfWords%kindsOfFilters)
	switch i / (kindsOfWords * kindsOfFilters) % kindsOfOrders {
	case 1:
		p.Order = search.ByTitle
	case 2: // all coming dates
		p.From = c.now
	case 3: // a week
		p.From = c.now.AddDate(0, 0, r.IntN(50))
		p.To = p.From.AddDate(0, 0, 7)
	}
	return p
}

// wordsOf are rare and common words, whole and begun, alone and together, and none.
func (c *corpus) wordsOf(r *rand.Rand, kind int) string {
	any := func(words []string) string { return words[r.IntN(len(words))] }
	switch kind {
	case 0:
		return ""
	case 1:
		return c.anyTitle(r)
	case 2:
		return any(firstParts)
	case 3:
		return any(lastParts)
	case 4:
		return any(lastParts) + " " + c.quarters[r.IntN(len(c.quarters))].words
	case 5:
		return any(firstParts) + " " + any(groupKinds)
	case 6:
		return prefix(c.anyTitle(r), 4)
	}
	return any(groupKinds) + " " + prefix(any(lastParts), 3)
}

// narrow chooses one filter, or two that people choose together, or none.
func (c *corpus) narrow(r *rand.Rand, f *search.Filter, t crowded, kind int) {
	switch kind {
	case 1:
		f.Free = true
	case 2:
		f.Categories = []int64{t.firstCode + r.Int64N(int64(categoryMany))}
	case 3:
		f.TargetGroups = []int64{t.firstCode + int64(categoryMany) + r.Int64N(int64(groupMany))}
	case 4:
		f.Areas, f.Free = []int64{t.firstArea + r.Int64N(int64(areasEach))}, true
	case 5:
		f.Weekdays, f.TimesOfDay = []int{1 + r.IntN(7)}, []string{search.Evening}
	case 6:
		f.Accessibility = []string{"wheelchair"}
		age := r.IntN(90)
		f.Age = &age
	case 7:
		f.Joining = []search.Joining{search.Places}
	case 8:
		f.Joining = []search.Joining{search.WaitingList}
	}
}

// somewhere is the municipality of any activity, so that the large ones are asked most, and every fourth time the largest.
func (c *corpus) somewhere(r *rand.Rand) crowded {
	if r.IntN(4) == 0 {
		return c.places[0]
	}
	return *c.item(r.IntN(c.n), false).town
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
