// How many queries a page costs, and how many bytes.

package bench

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"

	"frivilligsentral/internal/config"
	"frivilligsentral/internal/portal"
	"frivilligsentral/web"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// counter counts the statements that go over a pool. A batch is one round trip.
type counter struct {
	mu         sync.Mutex
	statements int
	trips      int
	writes     []string
}

var writing = regexp.MustCompile(`(?i)^\s*(--[^\n]*\n)?\s*(insert|update|delete|with[^;]*\b(insert|update|delete)\b)`)

func (c *counter) count(sql string, trips int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.trips += trips
	if strings.Contains(sql, "set_config(") || strings.HasPrefix(strings.ToLower(sql), "begin") || strings.HasPrefix(strings.ToLower(sql), "commit") {
		return
	}
	c.statements++
	if writing.MatchString(sql) {
		c.writes = append(c.writes, sql)
	}
}

func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	c.count(d.SQL, 1)
	return ctx
}

func (c *counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (c *counter) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	c.count("set_config(", 1)
	return ctx
}

func (c *counter) TraceBatchQuery(_ context.Context, _ *pgx.Conn, d pgx.TraceBatchQueryData) {
	c.count(d.SQL, 0)
}

func (c *counter) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// inside is a portal in this process, without page cache, whose statements are counted.
type inside struct {
	handler http.Handler
	counter *counter
	host    string
	close   func()
}

func newInside(ctx context.Context, dsn, host string) (*inside, error) {
	cfg, err := config.FromEnv(func(name string) string {
		return map[string]string{"RATE_LIMITS": "off", "PAGE_CACHE": "off", "LOG_LEVEL": "error", "DEMO": "on", "SEAL_KEY": sealKey, "BASE_URL": "http://" + host}[name]
	})
	if err != nil {
		return nil, err
	}
	in := &inside{counter: &counter{}, host: host}
	pgcfg, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	pgcfg.ConnConfig.Tracer = in.counter
	pool, err := pgxpool.NewWithConfig(ctx, pgcfg)
	if err != nil {
		return nil, err
	}
	in.close = pool.Close
	log := slog.New(slog.DiscardHandler)
	p, err := portal.New(pool, portal.Options{Config: cfg, Log: log})
	if err != nil {
		pool.Close()
		return nil, err
	}
	in.handler = web.New(cfg, p, log)
	return in, nil
}

// perPage is what one warm page costs.
type perPage struct {
	statements, trips, writes, status int
}

func (in *inside) ask(path, cookie string) perPage {
	var last perPage
	for range 3 { // the first fill what is kept in memory, and note that somebody was seen
		*in.counter = counter{}
		r := httptest.NewRequest(http.MethodGet, "http://"+in.host+path, nil)
		if cookie != "" {
			r.Header.Set("Cookie", cookie)
		}
		w := httptest.NewRecorder()
		in.handler.ServeHTTP(w, r)
		last = perPage{in.counter.statements, in.counter.trips, len(in.counter.writes), w.Code}
	}
	return last
}

func (in *inside) logIn(email, door string) string {
	form := url.Values{"konto": {email}, "dor": {door}}
	r := httptest.NewRequest(http.MethodPost, "http://"+in.host+"/demo/logg-inn", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	in.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.Name == door {
			return c.Name + "=" + c.Value
		}
	}
	return ""
}
