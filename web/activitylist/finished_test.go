package activitylist_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/portal"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web"
)

// A list that is kept is sent as it would be made anew, byte for byte, and whatever it is made of has changed, by this
// program or by another on the same Postgres, it is another list at once.
func TestKeptListsAreNeverOld(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	// program is one that has just started; it keeps no pages by the clock.
	program := func() http.Handler {
		p, err := portal.New(w.Pool, portal.Options{Config: w.Portal.Config, Log: slog.New(slog.DiscardHandler), Now: w.Clock.Now})
		if err != nil {
			t.Fatal(err)
		}
		return web.New(w.Portal.Config, p, slog.New(slog.DiscardHandler))
	}
	old := program()
	read := func(h http.Handler, path string) string {
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "http://127.0.0.1"+path, http.NoBody))
		if rec.Code != http.StatusOK {
			t.Fatalf("%s: got status %d", path, rec.Code)
		}
		return rec.Body.String()
	}
	three := 3
	id := w.publish(t, func(d *activity.Draft) { weekly(d); d.SignupMode = activity.HereSignup })
	f := signupform.NewForm()
	f.Capacity, f.MaxParty = &three, 2
	if err := w.Portal.Registrations.SaveForm(t.Context(), w.staff, id, 0, f); err != nil {
		t.Fatal(err)
	}
	hike := w.publish(t, w.hike)
	paths := []string{"/aktiviteter", "/en/aktiviteter", "/aktiviteter?visning=dato", "/aktiviteter?q=strikk", "/aktiviteter?lag=" + fmt.Sprint(w.knitters)}
	before := map[string]string{}
	same := func(what string) {
		t.Helper()
		young := program()
		for _, path := range paths {
			first, again, anew := read(old, path), read(old, path), read(young, path)
			if first != anew || again != anew {
				t.Errorf("%s: %s is not the one that is made anew", what, path)
			}
		}
		if now := read(old, paths[2]); what != "" && now == before[paths[2]] {
			t.Errorf("%s: the list is as it was", what)
		}
		for _, path := range paths {
			before[path] = read(old, path)
		}
	}
	same("")
	for _, x := range []struct {
		what string
		do   func() error
	}{
		{"a place is taken", func() error {
			in, err := w.Portal.Registrations.SignUp(t.Context(), account.Resident(w.MunicipalityID), registration.Wish{
				ActivityID: id, OccurrenceID: w.date(t, id, 0).ID, Name: "Kari", Email: "kari@post.example", Lang: i18n.NB, Party: 2, Force: true,
			})
			if err == nil {
				_, err = w.Portal.Registrations.ConfirmByToken(t.Context(), account.Resident(w.MunicipalityID), in.Token)
			}
			return err
		}},
		{"a date is called off", func() error { w.cancelDate(t, id, 1, "Lokalet er opptatt"); return nil }},
		{"a date is moved", func() error { w.moveDate(t, id, 2, "Vi venter på bussen"); return nil }},
		{"an activity is withdrawn", func() error {
			err := w.Portal.Activities.Withdraw(t.Context(), w.staff, hike, 0)
			w.Clock.Advance(61 * time.Second) // as long as a number of hits is in memory
			return err
		}},
		{"a day has passed", func() error { w.Clock.Advance(24 * time.Hour); return nil }},
		{"the municipality's list is renamed", func() error {
			w.Exec(`update code set name_nb = 'Handarbeid' where id = $1`, w.craft)
			w.Clock.Advance(11 * time.Second) // as long as a municipality is in memory
			return nil
		}},
	} {
		if err := x.do(); err != nil {
			t.Fatalf("%s: %v", x.what, err)
		}
		same(x.what)
	}
}

// The organiser is chosen by writing its name.
func TestOrganiserIsWritten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(t, weekly)
	w.publish(t, w.hike)
	c := w.Anonymous()
	for written, path := range map[string]string{"turlaget": "/aktiviteter", "  TURLAGET ": "/aktiviteter", "url": "/aktiviteter?visning=dato"} {
		v, err := url.Parse(path)
		if err != nil {
			t.Fatal(err)
		}
		q := v.Query()
		q.Set("arrangor", written)
		p := c.Get(v.Path+"?"+q.Encode()).Want(http.StatusOK).Has(".card-grid", "Topptur").HasNot(".card-grid", "Strikkekafé").Has("a.ds-chip[data-removable]", "Turlaget")
		p.Has("input[name=arrangor][value=Turlaget]", "").Has(fmt.Sprintf("input[type=hidden][name=lag][value='%d']", w.hikes), "")
	}
	chosen := fmt.Sprintf("/aktiviteter?lag=%d&arrangor=", w.hikes)
	c.Get(chosen+"Turlaget").Has(".card-grid", "Topptur").HasNot(".card-grid", "Strikkekafé")
	c.Get(chosen+"Strikke").Has(".card-grid", "Strikkekafé").HasNot(".card-grid", "Topptur") // another one is written over it
	c.Get(chosen).Has(".card-grid", "Strikkekafé", "Topptur")                                // and nobody
	several := c.Get("/aktiviteter?arrangor=laget&gratis=ja").Want(http.StatusOK).Has(".filter-form", "Flere arrangører kan passe").Has("input[name=arrangor][value=laget]", "")
	several.Has("main .ds-alert", "Flere arrangører kan passe").HasNot("main", "Strikkekafé").HasNot("main", "Ingen treff")
	several.Has(fmt.Sprintf(".ds-alert a[href='/aktiviteter?gratis=ja&lag=%d']", w.hikes), "Turlaget").Has(".ds-alert a", "Strikkelaget").Has(".ds-alert a[href='/aktiviteter?gratis=ja']", "Vis fra alle arrangører")
	c.Get("/aktiviteter?arrangor=finnesikke").Want(http.StatusOK).Has(".filter-form", "Vi finner ingen arrangør med noe på gang som heter «finnesikke».").Has(".ds-alert", "finnesikke").HasNot("main", "Topptur")
	c.Get("/aktiviteter/kalender?maned=2026-05&arrangor=laget").Want(http.StatusOK).Has(fmt.Sprintf(".ds-alert a[href='/aktiviteter/kalender?lag=%d&maned=2026-05']", w.hikes), "Turlaget")
	c.Get("/aktiviteter/kalender?maned=2026-05&arrangor=turlag").Want(http.StatusOK).Has("main", "Topptur").HasNot(".month, table", "Strikkekafé")
}
