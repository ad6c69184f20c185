// A bare server on the same database, to compare with in the same run.

package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"strconv"

	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5/pgxpool"
)

// The environment tells a second process of this program to be the baseline server.
const (
	envBaseline = "BENCH_BASELINE" // the database's connection string
	envHeaders  = "BENCH_HEADERS"  // JSON: the headers that the portal answers with
)

const (
	pkSQL = `-- bench.pk
select title from activity where id = @id`

	rowsSQL = `-- bench.rows
select id, title, summary, place_note, category_id, organisation_id, price_ore, starts_at, duration_minutes, version
from activity where id >= @id order by id limit 25`
)

// ServeBaseline is the baseline server when this process was started as one; it returns false when it was not.
func ServeBaseline(ctx context.Context) (bool, error) {
	dsn := os.Getenv(envBaseline)
	if dsn == "" {
		return false, nil
	}
	debug.SetGCPercent(400) // at least as good as the portal's own setting
	var headers http.Header
	if err := json.Unmarshal([]byte(os.Getenv(envHeaders)), &headers); err != nil {
		return true, err
	}
	pool, err := postgres.Open(ctx, dsn, postgres.Options{Application: "bench"})
	if err != nil {
		return true, err
	}
	defer pool.Close()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return true, err
	}
	fmt.Println(ln.Addr())
	srv := &http.Server{Handler: baselines(pool, headers)}
	go func() { <-ctx.Done(); _ = srv.Close() }()
	if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		return true, err
	}
	return true, nil
}

func baselines(pool *pgxpool.Pool, headers http.Header) http.Handler {
	body := make([]byte, 5<<10)
	for i := range body {
		body[i] = byte(rand.IntN(256))
	}
	answer := func(w http.ResponseWriter, err error) {
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		h := w.Header()
		for name, values := range headers {
			h[name] = values
		}
		h.Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body)
	}
	most := number64(pool, "select max(id) from activity")
	any64 := func() postgres.Args { return postgres.Args{"id": 1 + rand.Int64N(max(most-25, 1))} }
	mux := http.NewServeMux()
	mux.HandleFunc("GET /b1", func(w http.ResponseWriter, _ *http.Request) { answer(w, nil) })
	mux.HandleFunc("GET /b2", func(w http.ResponseWriter, r *http.Request) {
		_, err := postgres.Scalar[string](r.Context(), pool, pkSQL, any64())
		answer(w, err)
	})
	mux.HandleFunc("GET /b3", func(w http.ResponseWriter, r *http.Request) {
		_, err := postgres.Many[baselineRow](r.Context(), pool, rowsSQL, any64())
		answer(w, err)
	})
	return mux
}

type baselineRow struct {
	ID              int64
	Title, Summary  string
	PlaceNote       string
	CategoryID      int64
	OrganisationID  int64
	PriceOre        *int
	StartsAt        any
	DurationMinutes int
	Version         int
}

func number64(pool *pgxpool.Pool, sql string) int64 {
	n, err := postgres.Scalar[int64](context.Background(), pool, sql, nil)
	if err != nil {
		return 1
	}
	return n
}
