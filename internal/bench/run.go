// A whole run from an empty database to the report.

package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/embedded"
	"frivilligsentral/migrations"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Options are the flags of the command.
type Options struct {
	Sizes    []int         // how many activities; the largest is the one that goals are about
	Rounds   int           // of all targets
	Each     time.Duration // how long a target is asked in a round
	Asks     int           // how often each kind of statement is asked
	Rushes   int           // how often many sign up at once
	Only     string        // one step, "" for all; for work on what it measures
	Out      io.Writer     // gets the table
	Markdown string        // file that is written anew, "" for none
	Keep     string        // folder where the loaded databases stay for the next time, "" for a throw-away one
}

// database is one size of the synthetic data with the portals on it.
type database struct {
	corpus *corpus
	dsn    string
	pool   *pgxpool.Pool
	loaded time.Duration
	fresh  *server // without page cache
	cached *server // as delivered; only on the largest
	sql    sqlTimes
}

// run is a whole measurement.
type run struct {
	Options
	dir       string
	postgres  string // connection string of the private server
	bin       string
	size      int64 // of the program
	databases []*database
	baseline  *server
	rates     rounds
	report    report
	stop      []func()
}

// Run measures everything and writes the table.
func Run(ctx context.Context, o Options) error {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	r := &run{Options: o, dir: dir, rates: rounds{}}
	defer r.close()
	r.stop = append(r.stop, func() { _ = os.RemoveAll(dir) })
	if load := busy(); load > 1 {
		r.report.note("The machine was busy with other work (load %.0f) when this was measured: times in ms are too long, ratios suffer less.", load)
	}
	for _, step := range r.steps() {
		begin := time.Now()
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
		r.progress("%s: %s", step.name, time.Since(begin).Round(100*time.Millisecond))
	}
	if len(r.databases) > 0 {
		r.judge()
	}
	r.report.table(o.Out)
	return r.write()
}

type task struct {
	name string
	do   func(context.Context) error
}

// steps are all, or one with what it needs.
func (r *run) steps() []task {
	all := []task{
		{"build", r.build}, {"load", r.load}, {"ask the database", r.askDatabases}, {"start servers", r.startServers},
		{"pages", r.askPages}, {"requests", r.askServers}, {"memory", r.weighMemory}, {"starts", r.timeStarts}, {"sign up", r.rush},
	}
	switch r.Only {
	case "":
		return all
	case "sql":
		return all[1:3]
	case "signup":
		r.Sizes = nil
		return []task{all[1], all[8]}
	case "pages":
		return []task{all[0], all[1], all[3], all[4], all[5]}
	}
	return []task{all[0], all[1], all[6], all[7]}
}

// busy is the system's load over the last five minutes, 0 where the system does not tell.
func busy() float64 {
	raw, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return 0
	}
	var one, five float64
	if _, err := fmt.Sscan(string(raw), &one, &five); err != nil {
		return 0
	}
	return five
}

func (r *run) progress(format string, args ...any) { fmt.Fprintf(r.Out, "# "+format+"\n", args...) }

func (r *run) close() {
	for i := len(r.stop) - 1; i >= 0; i-- {
		r.stop[i]()
	}
}

func (r *run) write() error {
	if r.Markdown == "" {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(r.Markdown), 0o755); err != nil {
		return err
	}
	var b strings.Builder
	r.report.markdown(&b)
	return os.WriteFile(r.Markdown, []byte(b.String()), 0o644)
}

func (r *run) build(ctx context.Context) (err error) {
	r.bin, r.size, err = build(ctx, r.dir)
	return err
}

// load starts the private Postgres and fills a database per size.
func (r *run) load(ctx context.Context) error {
	state := r.Keep
	if state == "" {
		state = filepath.Join(r.dir, "postgres")
	}
	pg, err := embedded.Start(ctx, embedded.Config{StateDir: state, Settings: map[string]string{
		"shared_buffers": "512MB", "max_wal_size": "8GB", "max_connections": "100", "max_parallel_maintenance_workers": "2",
	}})
	if err != nil {
		return err
	}
	r.stop = append(r.stop, func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		_ = pg.Stop(ctx)
	})
	r.postgres = pg.DSN()
	for _, n := range r.Sizes {
		d, err := r.loadNamed(ctx, fmt.Sprintf("bench_%d", n), n)
		if err != nil {
			return err
		}
		if d.loaded > 0 {
			r.progress("%d activities loaded in %s", n, d.loaded.Round(time.Second))
		}
		r.databases = append(r.databases, d)
	}
	return nil
}

func (r *run) loadNamed(ctx context.Context, name string, n int) (*database, error) {
	there, err := create(ctx, r.postgres, name)
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(r.postgres)
	if err != nil {
		return nil, err
	}
	u.Path = "/" + name
	d := &database{dsn: u.String()}
	if _, err := migrations.Up(ctx, d.dsn); err != nil {
		return nil, err
	}
	if d.pool, err = postgres.Open(ctx, d.dsn, postgres.Options{}); err != nil {
		return nil, err
	}
	r.stop = append(r.stop, d.pool.Close)
	begin := time.Now()
	if !there {
		if err := Load(ctx, d.pool, n, begin); err != nil {
			return nil, err
		}
		d.loaded = time.Since(begin)
	}
	d.corpus, err = newCorpus(n, begin)
	return d, err
}

// drop deletes a database that may be there from the last time.
func (r *run) drop(ctx context.Context, name string) error {
	admin, err := postgres.Open(ctx, r.postgres, postgres.Options{MaxConns: 1})
	if err != nil {
		return err
	}
	defer admin.Close()
	_, err = admin.Exec(ctx, "drop database if exists "+name+" with (force)")
	return err
}

// create makes a database, or says that it is there from the last time.
func create(ctx context.Context, dsn, name string) (there bool, err error) {
	admin, err := postgres.Open(ctx, dsn, postgres.Options{MaxConns: 1})
	if err != nil {
		return false, err
	}
	defer admin.Close()
	_, err = admin.Exec(ctx, "create database "+name)
	if postgres.State(err) == "42P04" { // duplicate_database
		return true, nil
	}
	return false, err
}

func (r *run) askDatabases(ctx context.Context) (err error) {
	for _, d := range r.databases {
		if d.sql, err = measureSQL(ctx, d.pool, d.corpus, r.Asks); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) largest() *database { return r.databases[len(r.databases)-1] }

func (r *run) startServers(ctx context.Context) (err error) {
	for i, d := range r.databases {
		if d.fresh, _, err = startPortal(ctx, r.bin, d.dsn, d.corpus.host(), "PAGE_CACHE=off"); err != nil {
			return err
		}
		r.stop = append(r.stop, d.fresh.stop)
		if i < len(r.databases)-1 {
			continue
		}
		if d.cached, _, err = startPortal(ctx, r.bin, d.dsn, d.corpus.host()); err != nil {
			return err
		}
		r.stop = append(r.stop, d.cached.stop)
	}
	if err := r.settle(ctx); err != nil {
		return err
	}
	return r.startBaseline(ctx)
}

const busySQL = `-- bench.busy
select count(*) from river_job where state in ('available', 'running')`

// settle waits for the jobs that the portals do when they start, for some minutes at most.
func (r *run) settle(ctx context.Context) error {
	until := time.Now().Add(5 * time.Minute)
	for _, d := range r.databases {
		for time.Now().Before(until) && ctx.Err() == nil {
			time.Sleep(time.Second)
			busy, err := postgres.Scalar[int](ctx, d.pool, busySQL, nil)
			if err != nil {
				return err
			}
			if busy == 0 {
				break
			}
		}
	}
	return ctx.Err()
}

// startBaseline gives the baseline server the headers of the list.
func (r *run) startBaseline(ctx context.Context) error {
	d := r.largest()
	resp, _, err := fetch(ctx, d.fresh.addr, d.corpus.host(), listPath, http.Header{"Accept-Encoding": {"gzip"}})
	if err != nil {
		return err
	}
	for _, name := range []string{"Content-Length", "Date", "Connection", "Transfer-Encoding"} {
		resp.Header.Del(name)
	}
	headers, err := json.Marshal(resp.Header)
	if err != nil {
		return err
	}
	r.baseline, err = startBaseline(ctx, d.dsn, headers)
	r.stop = append(r.stop, func() { r.baseline.stop() })
	return err
}

// askServers lets all targets take turns.
func (r *run) askServers(ctx context.Context) error {
	targets, err := r.targets(ctx)
	if err != nil {
		return err
	}
	for i := range r.Rounds + 1 {
		for _, t := range targets {
			each := r.Each
			if i == 0 {
				each = r.Each / 4 // warm; not counted
			}
			rate, err := t.rate(ctx, each)
			if err != nil {
				return err
			}
			if i > 0 {
				r.rates[t.name] = append(r.rates[t.name], rate)
			}
		}
	}
	return nil
}
