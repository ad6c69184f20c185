package session_test

// The two doors' sessions: how long they live, and that one opens nothing at the other.

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/postgres/pgtest"
	"frivilligsentral/web/session"
)

// visit is one request with a cookie; it gives the cookie that comes back, nil for none.
func visit(m *session.Manager, cookie *http.Cookie, do func(context.Context)) *http.Cookie {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	if cookie != nil {
		r.AddCookie(cookie)
	}
	w := httptest.NewRecorder()
	m.LoadAndSave(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { do(r.Context()) })).ServeHTTP(w, r)
	if all := w.Result().Cookies(); len(all) > 0 {
		return all[0]
	}
	return nil
}

func TestDoorsAreApart(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	staff, group := session.New(pool, account.StaffDoor, true), session.New(pool, account.GroupDoor, true)
	if staff.Lifetime != account.StaffLifetime || staff.Idle != account.StaffIdle || group.Lifetime != account.GroupLifetime || group.Idle != 0 {
		t.Errorf("lifetimes: got %v and %v, %v and %v", staff.Lifetime, staff.Idle, group.Lifetime, group.Idle)
	}
	in := visit(staff, nil, func(ctx context.Context) {
		if err := staff.Start(ctx, 7, 0); err != nil {
			t.Fatal(err)
		}
	})
	if in == nil || in.Name != "__Host-ansatt" || !in.Secure || !in.HttpOnly || in.SameSite != http.SameSiteLaxMode || in.Path != "/" || in.Domain != "" || in.MaxAge <= 0 {
		t.Fatalf("got the cookie %+v", in)
	}
	visit(staff, in, func(ctx context.Context) {
		if got := staff.LoginSession(ctx); got != 7 {
			t.Errorf("at its own door: got session %d, want 7", got)
		}
	})
	visit(group, &http.Cookie{Name: "__Host-lag", Value: in.Value}, func(ctx context.Context) {
		if got := group.LoginSession(ctx); got != 0 {
			t.Errorf("at the other door: got session %d, want none", got)
		}
	})
	var token string
	if err := pool.QueryRow(t.Context(), "select token from sessions").Scan(&token); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(token, in.Value) || !strings.HasPrefix(token, "ansatt:") {
		t.Errorf("stored as %q, want the door and a hash", token)
	}
	if open := session.New(pool, account.GroupDoor, false); open.Cookie.Name != "lag" || open.Cookie.Secure {
		t.Errorf("over http: got %+v", open.Cookie)
	}
	if none := visit(group, nil, func(context.Context) {}); none != nil {
		t.Errorf("a visitor gets the cookie %v", none)
	}
}

// Logging in, and acting for another organisation, begin under a new id; the old one is dead.
func TestIDChangesWithRights(t *testing.T) {
	t.Parallel()
	m := session.New(pgtest.Pool(t), account.GroupDoor, false)
	before := visit(m, nil, func(ctx context.Context) { m.Flash(ctx, "info", "Hei") })
	in := visit(m, before, func(ctx context.Context) {
		if err := m.Start(ctx, 7, 3); err != nil {
			t.Fatal(err)
		}
	})
	other := visit(m, in, func(ctx context.Context) {
		if m.LoginSession(ctx) != 7 || m.Organisation(ctx) != 3 {
			t.Errorf("got session %d for organisation %d", m.LoginSession(ctx), m.Organisation(ctx))
		}
		if err := m.ChooseOrganisation(ctx, 4); err != nil {
			t.Fatal(err)
		}
	})
	if before.Value == in.Value || in.Value == other.Value {
		t.Error("the id stays the same")
	}
	for _, old := range []*http.Cookie{before, in} {
		visit(m, old, func(ctx context.Context) {
			if got := m.LoginSession(ctx); got != 0 {
				t.Errorf("an old id opens session %d", got)
			}
		})
	}
	visit(m, other, func(ctx context.Context) {
		if m.LoginSession(ctx) != 7 || m.Organisation(ctx) != 4 {
			t.Errorf("got session %d for organisation %d, want 7 for 4", m.LoginSession(ctx), m.Organisation(ctx))
		}
	})
}

// A text is left for one page, and read once.
func TestFlashIsReadOnce(t *testing.T) {
	t.Parallel()
	m := session.New(pgtest.Pool(t), account.GroupDoor, false)
	cookie := visit(m, nil, func(ctx context.Context) { m.Flash(ctx, "success", "Lagret.") })
	for _, want := range [][2]string{{"success", "Lagret."}, {}} {
		visit(m, cookie, func(ctx context.Context) {
			if kind, text := m.TakeFlash(ctx); kind != want[0] || text != want[1] {
				t.Errorf("got %q %q, want %q", kind, text, want)
			}
		})
	}
}

// Whoever logs out is out, and what has run out opens nothing.
func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	m := session.New(pool, account.StaffDoor, false)
	start := func(ctx context.Context) {
		if err := m.Start(ctx, 7, 0); err != nil {
			t.Fatal(err)
		}
	}
	out := visit(m, nil, start)
	visit(m, out, func(ctx context.Context) {
		if err := m.Destroy(ctx); err != nil {
			t.Fatal(err)
		}
	})
	late := visit(m, nil, start)
	left := time.Duration(late.MaxAge) * time.Second
	if left.Round(time.Hour) != account.StaffLifetime {
		t.Errorf("the cookie lives for %v, want %v", left, account.StaffLifetime)
	}
	if _, err := pool.Exec(t.Context(), "update sessions set expiry = '2020-01-01Z'"); err != nil {
		t.Fatal(err)
	}
	for _, cookie := range []*http.Cookie{out, late} {
		visit(m, cookie, func(ctx context.Context) {
			if got := m.LoginSession(ctx); got != 0 {
				t.Errorf("got session %d, want none", got)
			}
		})
	}
}
