package mine_test

import (
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/ical"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/mine"
	"frivilligsentral/internal/registration/registrationtest"
)

type world struct {
	*registrationtest.World
	Mine *mine.Service
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{World: registrationtest.New(t)}
	w.Mine = mine.NewService(mine.Deps{Pool: w.Pool, Registrations: w.SignUps, Now: func() time.Time { return w.Now }})
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var site = listing.CalendarSite{Host: "9901.example", Lang: i18n.NB, Absolute: func(path string) string { return path }}

// What is to come stands first and in order, what is over after it with the latest first; what is
// another person's or forgotten is not there.
func TestListOfAll(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 5, nil)
	dates := w.Dates(t, w.Activity)
	var first registration.SignedUp
	for i, n := range []int{3, 0, 2, 1} {
		in, _ := w.Join(t, dates[n].ID, "Ola Nes", 1)
		if i == 0 {
			first = in
		}
	}
	w.Join(t, dates[4].ID, "Kari Vik", 1)
	w.Now = dates[1].EndsAt.Add(time.Hour)
	l, err := w.Mine.AllByToken(t.Context(), w.Resident, first.Token)
	must(t, err)
	var got []time.Time
	for _, i := range l.Items {
		got = append(got, i.StartsAt)
	}
	want := []activity.Occurrence{dates[2], dates[3], dates[1], dates[0]}
	if len(got) != len(want) || l.More || l.Email != "ola.nes@post.example" || l.Feed != nil {
		t.Fatalf("got %+v", l)
	}
	for i, o := range want {
		if !got[i].Equal(o.StartsAt) || l.Items[i].Over != (i > 1) || l.Items[i].Place != "Nes bibliotek" {
			t.Errorf("%d: got %+v, want that of %s", i, l.Items[i], o.StartsAt)
		}
	}
	if _, err := w.Mine.AllByToken(t.Context(), account.Resident(w.Stranger.MunicipalityID), first.Token); !fault.Is(err, fault.NotFound) {
		t.Errorf("in another municipality: got %v", err)
	}
}

// A sign-up of a form that has been given another address is the other person's: neither sees what the
// other has. Without an address it is what came with the form, and nothing of others without one.
func TestListIsOfOneAddress(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 9, nil)
	dates := w.Dates(t, w.Activity)
	several := func(name string, change func(*registration.Wish)) registration.SignedUp {
		wish := w.Wish(dates[0].ID, name, 1)
		wish.Also = []int64{dates[1].ID, dates[2].ID}
		change(&wish)
		in, err := w.SignUps.SignUp(t.Context(), w.Resident, wish)
		must(t, err)
		return in
	}
	first := several("Ola Nes", func(*registration.Wish) {})
	_, err := w.SignUps.ConfirmByToken(t.Context(), w.Resident, first.Token)
	must(t, err)
	given := w.ID(t, "select max(id) from registration where email = 'ola.nes@post.example'")
	must(t, w.SignUps.CorrectAddressFor(t.Context(), w.Group, given, "kari@vik.example"))
	nobody := several("Per Dal", func(x *registration.Wish) { x.Email, x.Phone = "", "60000000" })
	several("Siv Moe", func(x *registration.Wish) { x.Email, x.Phone = "", "60000001" })
	for token, want := range map[string]int{first.Token: 2, w.Token(t, "kari@vik.example"): 1, nobody.Token: 3} {
		l, err := w.Mine.AllByToken(t.Context(), w.Resident, token)
		must(t, err)
		if len(l.Items) != want {
			t.Errorf("got %d sign-ups, want %d: %+v", len(l.Items), want, l.Items)
		}
	}
}

// What is to come has room in the calendar, however much there has been, and all of it is read at once.
func TestFeedHasWhatIsToCome(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 900, nil)
	dates := w.Dates(t, w.Activity)
	in, _ := w.Join(t, dates[0].ID, "Ola Nes", 1)
	w.Join(t, dates[2].ID, "Ola Nes", 1)
	w.Join(t, dates[3].ID, "Ola Nes", 1)
	w.ID(t, `with more as (insert into registration (municipality_id, activity_id, slot_id, number, status, holds, party_size, name, email, phone, lang, guardian_needed, guardian_name, guardian_email, source, mail_kinds, created_at)
		select r.municipality_id, r.activity_id, r.slot_id, 1000 + g, 'cancelled', 'none', 1, r.name, r.email, r.phone, r.lang, false, '', '', r.source, r.mail_kinds, r.created_at
		from registration r, generate_series(1, 120) g where r.id = $1 returning id) select count(*) from more`, in.ID)
	w.Now = dates[1].EndsAt
	secret, err := w.Mine.NewFeedByToken(t.Context(), w.Resident, in.Token)
	must(t, err)
	seen := w.Counted(t)
	counted := mine.NewService(mine.Deps{Pool: seen.Pool, Registrations: w.SignUps, Now: func() time.Time { return w.Now }})
	events, err := counted.PublicFeed(t.Context(), w.Group.MunicipalityID, secret, site)
	must(t, err)
	coming := 0
	for _, e := range events {
		if e.Status == ical.Confirmed && e.Start.After(w.Now) {
			coming++
		}
	}
	if coming != 2 {
		t.Errorf("got %d dates to come, want both", coming)
	}
	all := 0
	for _, n := range seen.Take() {
		all += n
	}
	if all > 3 {
		t.Errorf("read in %d statements, want three: the sign-ups, what she knows of them, the dates as they are", all)
	}
}

// A calendar is opened by its secret in its own municipality, has each date once, and goes
// when nothing is kept of its owner.
func TestFeedIsHersAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 5, nil)
	in, _ := w.Join(t, date, "Ola Nes", 1)
	twice := w.Wish(date, "Liv Nes", 1) // another of the household, by the same address
	twice.Email = "ola.nes@post.example"
	_, err := w.SignUps.SignUp(t.Context(), w.Resident, twice)
	must(t, err)
	secret, err := w.Mine.NewFeedByToken(t.Context(), w.Resident, in.Token)
	must(t, err)
	events, err := w.Mine.PublicFeed(t.Context(), w.Group.MunicipalityID, secret, site)
	must(t, err)
	if len(events) != 1 || events[0].Status != ical.Confirmed || strings.Contains(events[0].Summary, "bekreftet") {
		t.Errorf("got %+v, want the date once, with the place", events)
	}
	for name, try := range map[string]func() error{
		"another secret": func() error {
			_, err := w.Mine.PublicFeed(t.Context(), w.Group.MunicipalityID, secret+"x", site)
			return err
		},
		"another municipality": func() error {
			_, err := w.Mine.PublicFeed(t.Context(), w.Stranger.MunicipalityID, secret, site)
			return err
		},
	} {
		if err := try(); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if n := w.ID(t, "select count(*) from calendar_feed where encode(secret_hash, 'escape') like '%' || $1 || '%'", secret); n != 0 {
		t.Error("the secret itself is stored")
	}
	must(t, w.Mine.Tidy(t.Context()))
	if n := w.ID(t, "select count(*) from calendar_feed"); n != 1 {
		t.Errorf("%d calendars while she is signed up", n)
	}
	_, err = w.SignUps.ForgetAbout(t.Context(), w.Group.MunicipalityID, "ola.nes@post.example")
	must(t, err)
	must(t, w.Mine.Tidy(t.Context()))
	if n := w.ID(t, "select count(*) from calendar_feed"); n != 0 {
		t.Errorf("%d calendars when nothing is kept of her", n)
	}
}
