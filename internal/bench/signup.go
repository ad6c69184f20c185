// Many people signing up at the same time.

package bench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/internal/seal"

	"github.com/jackc/pgx/v5/pgxpool"
)

// A rush is so many people who sign up at once for so many places.
const (
	rushClients = 200
	rushPlaces  = 50
	rushWarm    = 5 // rounds that are not counted, before and after the tables are known to the planner
)

// An opened activity takes sign-ups for its first date.
type opened struct{ id, municipality, date int64 }

// rushes is what came of the rounds.
type rushes struct {
	rounds             int
	overbooked, unsold int    // places, in all rounds
	ratio              rounds // answers and bare inserts per second
	took               times  // of one answer
}

// signer signs people up on a database of its own, through the use case.
type signer struct {
	pool    *pgxpool.Pool
	service *registration.Service
	open    []opened
}

// rush lets many sign up at once, again and again, each time for another date.
func (r *run) rush(ctx context.Context) error {
	dsn, c, err := r.rushDatabase(ctx)
	if err != nil {
		return err
	}
	s, err := newSigner(ctx, dsn, nil)
	if err != nil {
		return err
	}
	defer s.pool.Close()
	if _, err := s.pool.Exec(ctx, makeBare); err != nil {
		return err
	}
	if err := s.openAll(ctx, c, r.Rushes+2*rushWarm); err != nil {
		return err
	}
	all := rushes{ratio: rounds{}}
	for i, o := range s.open {
		if i == rushWarm { // as autovacuum does: plans made for empty tables are no good
			if _, err := s.pool.Exec(ctx, "analyze"); err != nil {
				return err
			}
		}
		if err := s.round(ctx, o, &all, i >= 2*rushWarm); err != nil {
			return err
		}
	}
	slices.Sort(all.took)
	r.report.rush("sign-up", all)
	return s.countQueries(ctx, dsn, &r.report)
}

// rushDatabase is loaded anew each time: sign-ups leave rows behind.
func (r *run) rushDatabase(ctx context.Context) (string, *corpus, error) {
	const name = "bench_rush"
	if err := r.drop(ctx, name); err != nil {
		return "", nil, err
	}
	d, err := r.loadNamed(ctx, name, max(2*(r.Rushes+2*rushWarm), 1000))
	if err != nil {
		return "", nil, err
	}
	return d.dsn, d.corpus, nil
}

// newSigner counts the statements when count is not nil.
func newSigner(ctx context.Context, dsn string, count *counter) (*signer, error) {
	cfg, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	cfg.MaxConns = 8 // as the portal's own
	if count != nil {
		cfg.ConnConfig.Tracer = count
	}
	s := &signer{}
	if s.pool, err = pgxpool.NewWithConfig(ctx, cfg); err != nil {
		return nil, err
	}
	client, err := jobs.InsertOnly(s.pool)
	if err != nil {
		return nil, err
	}
	keys, err := seal.New(sealKey, "")
	if err != nil {
		return nil, err
	}
	s.service = registration.NewService(registration.Deps{Pool: s.pool, Letters: letter.Writer{Outbox: mail.NewOutbox(client, nil)}, Keys: keys})
	return s, nil
}

// openAll opens the first date of n activities, those that are far enough away.
func (s *signer) openAll(ctx context.Context, c *corpus, n int) error {
	places, list := rushPlaces, rushClients
	f := signupform.NewForm()
	f.Capacity, f.WaitingCapacity = &places, &list
	// Nobody confirms in a rush, and all places are to be given.
	if _, err := s.pool.Exec(ctx, "update municipality set signup_unproved_percent = 100"); err != nil {
		return err
	}
	for i := 0; i < c.n && len(s.open) < n; i++ {
		it := c.item(i, false)
		if it.starts[0].Sub(c.now) < 5*24*time.Hour {
			continue
		}
		o := opened{id: it.id, municipality: it.town.municipality, date: it.occurrence(0)}
		if err := s.service.SaveForm(ctx, account.SystemActor(o.municipality, ""), o.id, 0, f); err != nil {
			return fmt.Errorf("open activity %d: %w", o.id, err)
		}
		s.open = append(s.open, o)
	}
	return nil
}

// round is one rush beside as many bare inserts; the first of all is only to warm up.
func (s *signer) round(ctx context.Context, o opened, all *rushes, counts bool) error {
	bare, _, err := s.atOnce(func(i int) error { return s.insert(ctx, o, i) })
	if err != nil {
		return fmt.Errorf("bare insert: %w", err)
	}
	begin, took, err := s.atOnce(func(i int) error { return s.signUp(ctx, o, i) })
	if err != nil || !counts {
		return err
	}
	over, unsold, err := s.count(ctx, o)
	all.overbooked, all.unsold = all.overbooked+over, all.unsold+unsold
	all.rounds++
	all.took = append(all.took, took...)
	all.ratio["bare"], all.ratio["answers"] = append(all.ratio["bare"], perSecond(bare)), append(all.ratio["answers"], perSecond(begin))
	return err
}

func perSecond(d time.Duration) float64 { return rushClients / d.Seconds() }

// atOnce lets all clients begin at the same moment; it tells how long all took, and each.
func (s *signer) atOnce(do func(i int) error) (all time.Duration, each times, err error) {
	each = make(times, rushClients)
	failed := make([]error, rushClients)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range rushClients {
		wg.Go(func() {
			<-start
			begin := time.Now()
			failed[i] = do(i)
			each[i] = time.Since(begin)
		})
	}
	begin := time.Now()
	close(start)
	wg.Wait()
	return time.Since(begin), each, errors.Join(failed...)
}

func (s *signer) signUp(ctx context.Context, o opened, i int) error {
	_, err := s.service.SignUp(ctx, account.Resident(o.municipality), registration.Wish{
		ActivityID: o.id, OccurrenceID: o.date, Name: fmt.Sprint("Gjest ", i), Email: fmt.Sprintf("gjest%d.%d@bench.example", o.id, i), Party: 1,
	})
	return err
}

// A bare insert is a row like that of a sign-up, without keys to other tables: what Postgres can at most.
const (
	makeBare   = "create table bench_bare (like registration including all)"
	bareInsert = `insert into bench_bare (municipality_id, activity_id, slot_id, number, status, holds, party_size, name, email, source)
values (@municipality_id, @activity_id, @activity_id, @number, 'unconfirmed', 'place', 1, @name, @email, 'web')`
)

func (s *signer) insert(ctx context.Context, o opened, i int) error {
	_, err := postgres.Exec(ctx, s.pool, bareInsert, postgres.Args{
		"municipality_id": o.municipality, "activity_id": o.id, "number": i,
		"name": fmt.Sprint("Gjest ", i), "email": fmt.Sprintf("gjest%d.%d@bench.example", o.id, i),
	})
	return err
}

const placesSQL = `-- bench.places
select coalesce(sum(r.party_size), 0)::int from registration r join signup_slot s on s.id = r.slot_id
where s.occurrence_id = @date and r.holds = 'place'`

// count reads what has been given away from the rows themselves, not from the counter beside them.
func (s *signer) count(ctx context.Context, o opened) (over, unsold int, err error) {
	given, err := postgres.Scalar[int](ctx, s.pool, placesSQL, postgres.Args{"date": o.date})
	return max(given-rushPlaces, 0), max(rushPlaces-given, 0), err
}

// rush puts the rounds beside their goals.
func (r *report) rush(what string, all rushes) {
	many := fmt.Sprintf("%s, %d at once for %d places, %d rounds", what, rushClients, rushPlaces, all.rounds)
	r.add(many+": overbooked", "0", fmt.Sprint(all.overbooked), all.overbooked == 0)
	r.add(many+": unsold", "0", fmt.Sprint(all.unsold), all.unsold == 0)
	part := all.ratio.ratio("answers", "bare")
	r.add(what+", answers per second", "≥ 35 % of bare inserts", fmt.Sprintf("%.0f %% (%.0f of %.0f)", 100*part, median(all.ratio["answers"]), median(all.ratio["bare"])), part >= 0.35)
	p99 := all.took.at(0.99)
	r.add(what+", each", "p99 ≤ 50.00 ms", fmt.Sprintf("p50 %s, p99 %s", ms(all.took.at(0.5)), ms(p99)), p99 <= 50*time.Millisecond)
}

// countQueries signs the last date's next few up, one at a time.
func (s *signer) countQueries(ctx context.Context, dsn string, r *report) error {
	last := s.open[len(s.open)-1]
	count := &counter{}
	one, err := newSigner(ctx, dsn, count)
	if err != nil {
		return err
	}
	defer one.pool.Close()
	if _, err := one.pool.Exec(ctx, "update signup_slot set taken = 0, waiting = 0 where occurrence_id = $1", last.date); err != nil {
		return err
	}
	for i := range 3 { // the first fill what is kept in memory
		*count = counter{}
		if err := one.signUp(ctx, last, rushClients+i); err != nil {
			return err
		}
	}
	// What she is signed up for already is read first, for her letter; then the row is held and the place given, in one round trip.
	r.add("round trips, sign-up", "≤ 2", fmt.Sprintf("%d with %d statements", count.trips, count.statements), count.trips <= 2)
	return nil
}
