package activitylist_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/portal"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// TestAnyBytes sends what nobody means through every parameter of every page.
func TestAnyBytes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.publish(t, weekly)
	params := []string{"q", "fra", "til", "naar", "kategori", "malgruppe", "alder", "omrade", "ukedag", "tid", "gratis", "sprak", "tilgjengelig", "lag", "arrangor", "visning", "etter", "for", "maned"}
	texts := []string{"", "'", "%", "_", "\x00", "\xff\xfe", "<script>", "' or 1=1--", ":*", "!|&()", "99999999999999999999", "-1", "2026-13-45", "æøå", "AQABAA", "🧶"}
	for _, path := range []string{"/", "/aktiviteter", "/aktiviteter/kalender", "/aktiviteter.ics", "/sok", "/sok/forslag", fmt.Sprintf("/aktiviteter/%d/strikkekafe", id)} {
		for _, text := range texts {
			v := url.Values{}
			for _, name := range params {
				v.Set(name, text)
			}
			w.Anonymous().Get(path + "?" + v.Encode()).Want(http.StatusOK)
		}
		w.Anonymous().Get(path + "?%zz&=&&q=%&kategori").Want(http.StatusOK)
	}
	for _, text := range texts {
		for _, name := range params {
			w.Anonymous().Get("/aktiviteter?" + name + "=" + url.QueryEscape(text)).Want(http.StatusOK)
		}
	}
}

// trips counts round trips to the database.
type trips struct{ n atomic.Int64 }

func (c *trips) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	c.n.Add(1)
	return ctx
}
func (c *trips) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
func (c *trips) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	c.n.Add(1)
	return ctx
}
func (c *trips) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}
func (c *trips) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData)     {}

// TestRoundTrips holds each page to its number of round trips, when what changes
// slowly (the municipality, counts, organisers) is in memory.
func TestRoundTrips(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.publish(t, weekly)
	w.publish(t, w.hike)
	joined := w.publish(t, func(d *activity.Draft) { weekly(d); d.Title, d.SignupMode = "Kurs", activity.HereSignup })
	if err := w.Portal.Registrations.SaveForm(t.Context(), w.staff, joined, 0, signupform.NewForm()); err != nil {
		t.Fatal(err)
	}
	count := &trips{}
	cfg := w.Pool.Config().Copy()
	cfg.ConnConfig.Tracer = count
	pool, err := pgxpool.NewWithConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	p, err := portal.New(pool, portal.Options{Config: w.Portal.Config, Log: slog.New(slog.DiscardHandler), Now: w.Clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	h := web.New(w.Portal.Config, p, slog.New(slog.DiscardHandler))
	get := func(path string) {
		t.Helper()
		r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1"+path, nil)
		if strings.HasPrefix(path, "/ansatt") {
			r.AddCookie(w.Cookie(w.staff))
		}
		rec := httptest.NewRecorder()
		if h.ServeHTTP(rec, r); rec.Code != http.StatusOK {
			t.Fatalf("%s: got %d", path, rec.Code)
		}
	}
	for _, c := range []struct {
		path string
		most int64
	}{
		{"/aktiviteter", 2}, {"/aktiviteter?gratis=ja", 2}, {"/aktiviteter?q=strikk", 2}, {"/aktiviteter?naar=idag", 2},
		{"/aktiviteter/kalender", 1}, {"/aktiviteter/kalender?kategori=tur", 1}, {fmt.Sprintf("/aktiviteter/%d/strikkekafe", id), 2}, {"/", 2},
		{fmt.Sprintf("/aktiviteter/%d/kurs", joined), 3}, {"/sok?q=strikkekafe", 3}, {"/ansatt", 3}, {"/ansatt/aktiviteter", 2}, {"/ansatt/kontakter", 2}, {"/ansatt/organisasjoner", 2},
	} {
		get(c.path)
		count.n.Store(0)
		separator := "?"
		if u, err := url.Parse(c.path); err == nil && u.RawQuery != "" {
			separator = "&"
		}
		get(c.path + separator + "x=1") // another address, so that it is not a kept page
		if got := count.n.Load(); got > c.most || got == 0 {
			t.Errorf("%s: got %d round trips, want 1 to %d", c.path, got, c.most)
		}
	}
}
