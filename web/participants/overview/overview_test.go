package overview_test

import (
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/web/page"
	"frivilligsentral/web/participants/overview"
)

// What is said of a date that comes: how many, who waits, and the one thing that is out of the ordinary.
func TestComingDatesInWords(t *testing.T) {
	t.Parallel()
	n := func(n int) *int { return &n }
	now := time.Date(2026, 10, 7, 8, 0, 0, 0, i18n.Oslo)
	opens := time.Date(2026, 10, 8, 9, 0, 0, 0, i18n.Oslo)
	for name, tc := range map[string]struct {
		set                 func(*roster.Coming)
		people, queue, note string
	}{
		"nobody yet":               {func(*roster.Coming) {}, "Ingen påmeldte ennå", "", ""},
		"nobody, and too late":     {func(c *roster.Coming) { c.Settings.ClosesHours = 72 }, "Ingen påmeldte", "", "Fristen er ute"},
		"one":                      {func(c *roster.Coming) { c.Taken = 1 }, "1 påmeldt", "", ""},
		"two":                      {func(c *roster.Coming) { c.Taken = 2 }, "2 påmeldte", "", ""},
		"two of four":              {func(c *roster.Coming) { c.Taken, c.Capacity = 2, n(4) }, "2 påmeldte av 4", "", ""},
		"two, and too late":        {func(c *roster.Coming) { c.Taken, c.Capacity, c.Settings.ClosesHours = 2, n(4), 72 }, "2 påmeldte av 4", "", "Fristen er ute"},
		"full":                     {func(c *roster.Coming) { c.Taken, c.Capacity = 4, n(4) }, "4 påmeldte av 4", "", "Fullt"},
		"full, and one waits":      {func(c *roster.Coming) { c.Taken, c.Capacity, c.Waiting = 4, n(4), 1 }, "4 påmeldte av 4", "1 på venteliste", "Fullt"},
		"full, and so is the list": {func(c *roster.Coming) { c.Taken, c.Capacity, c.Waiting, c.WaitingCapacity = 4, n(4), 1, n(1) }, "4 påmeldte av 4", "1 på venteliste", "Fullt"},
		"closed":                   {func(c *roster.Coming) { c.Closed = true }, "Ingen påmeldte ennå", "", "Stengt"},
		"not open yet":             {func(c *roster.Coming) { c.Settings.OpensAt = &opens }, "Ingen påmeldte ennå", "", "Åpner"},
		"a series":                 {func(c *roster.Coming) { c.Scope, c.Settings.Scope = signupform.WholeSeries, signupform.WholeSeries }, "Ingen påmeldte ennå", "", "Hele serien"},
		"a closed series":          {func(c *roster.Coming) { c.Scope, c.Closed = signupform.WholeSeries, true }, "Ingen påmeldte ennå", "", "Stengt"},
	} {
		c := roster.Coming{Title: "Strikkekafé", Organiser: "Koret", NextAt: now.AddDate(0, 0, 2), NextEnds: now.AddDate(0, 0, 2).Add(time.Hour), DateID: 3}
		c.ActivityID, c.Scope, c.StartsAt, c.EndsAt = 2, signupform.OneDate, c.NextAt, c.NextEnds
		c.Settings = signupform.NewForm()
		tc.set(&c)
		for _, guest := range []bool{false, true} {
			c.Guest = guest
			v := overview.ComingDates(&page.Env{Lang: i18n.NB, Now: now, Door: "lag"}, []roster.Coming{c})[0]
			if v.People != tc.people || v.Queue != tc.queue || (tc.note == "") != (v.Note == "") || !strings.HasPrefix(v.Note, tc.note) || (v.Organiser == "Koret") != guest {
				t.Errorf("%s: got %+v", name, v)
			}
		}
	}
}

// What waits for somebody is told with who, why and until when, and leads to where something can be done.
func TestMattersInWords(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 10, 7, 8, 0, 0, 0, i18n.Oslo)
	until := time.Date(2026, 10, 9, 18, 0, 0, 0, i18n.Oslo)
	person := roster.Matter{RegistrationID: 5, ActivityID: 2, OccurrenceID: 3, Title: "Strikkekafé", Name: "Kari", Email: "kari@x.example", Phone: "+4760001111", StartsAt: until, Since: now.Add(-time.Hour)}
	date := roster.Matter{ActivityID: 2, OccurrenceID: 3, Title: "Strikkekafé", StartsAt: until, Since: now.Add(-time.Hour)}
	for name, tc := range map[string]struct {
		of   roster.Matter
		set  func(*roster.Matter)
		says string // the end of what is said
		do   string
		path string
		ago  bool
	}{
		"cancelled, with a number": {person, func(m *roster.Matter) { m.Kind = roster.RingCancelled }, "Vet ikke at det er avlyst. Ring 60\u00a000\u00a011\u00a011", "Åpne", "/lag/aktiviteter/2/pamelding/5", true},
		"changed, without":         {person, func(m *roster.Matter) { m.Kind, m.Phone = roster.RingChanged, "" }, "Vet ikke at tid eller sted er endret. Har ikke oppgitt telefon.", "Åpne", "/lag/aktiviteter/2/pamelding/5", true},
		"an offer by e-mail":       {person, func(m *roster.Matter) { m.Kind, m.Until = roster.Unanswered, &until }, "Har ikke svart på tilbudet om plass. Fristen er fredag 9. oktober kl. 18.00", "Åpne", "/lag/aktiviteter/2/pamelding/5", true},
		"an offer by phone":        {person, func(m *roster.Matter) { m.Kind, m.Until, m.Email = roster.Unanswered, &until, "" }, "men har ikke e-post. Ring 60\u00a000\u00a011\u00a011 før fredag 9. oktober kl. 18.00", "Åpne", "/lag/aktiviteter/2/pamelding/5", true},
		"an offer to nobody":       {person, func(m *roster.Matter) { m.Kind, m.Until, m.Email, m.Phone = roster.Unanswered, &until, "", "" }, "Har ikke svart på tilbudet om plass. Fristen er fredag 9. oktober kl. 18.00", "Åpne", "/lag/aktiviteter/2/pamelding/5", true},
		"a guardian":               {person, func(m *roster.Matter) { m.Kind = roster.GuardianAwaited }, "Foresatte har ikke bekreftet", "Åpne", "/lag/aktiviteter/2/pamelding/5", true},
		"a guardian, until":        {person, func(m *roster.Matter) { m.Kind, m.Until = roster.GuardianAwaited, &until }, "Foresatte har ikke bekreftet. Vi holder av plassen til fredag 9. oktober kl. 18.00", "Åpne", "/lag/aktiviteter/2/pamelding/5", true},
		"an address":               {person, func(m *roster.Matter) { m.Kind = roster.Bounced }, "kari@x.example tar ikke imot e-post", "Åpne", "/lag/aktiviteter/2/pamelding/5", true},
		"nobody is ticked off":     {date, func(m *roster.Matter) { m.Kind, m.People, m.Of = roster.Unticked, 4, 4 }, "Ingen er krysset av", "Kryss av", "/lag/aktiviteter/2/pamelding?dato=3", true},
		"some are not":             {date, func(m *roster.Matter) { m.Kind, m.People, m.Of = roster.Unticked, 3, 4 }, "3 av 4 er ikke krysset av", "Kryss av", "/lag/aktiviteter/2/pamelding?dato=3", true},
		"none have signed up":      {date, func(m *roster.Matter) { m.Kind, m.Of = roster.TooFew, 4 }, "Ingen påmeldte, minst 4 må til", "Se listen", "/lag/aktiviteter/2/pamelding?dato=3", false},
		"one has":                  {date, func(m *roster.Matter) { m.Kind, m.Of, m.People, m.Until = roster.TooFew, 4, 1, &until }, "1 påmeldt, minst 4 må til. Fristen er fredag 9. oktober kl. 18.00", "Se listen", "/lag/aktiviteter/2/pamelding?dato=3", false},
		"one by phone":             {date, func(m *roster.Matter) { m.Kind, m.Of, m.People, m.Until = roster.Unproved, 9, 1, &until }, "Én har meldt seg på uten e-post og venter på at dere bekrefter. Fristen er fredag 9. oktober kl. 18.00.", "Se over", "/lag/aktiviteter/2/pamelding?dato=3&status=unconfirmed", true},
		"many are not confirmed":   {date, func(m *roster.Matter) { m.Kind, m.Of = roster.Unproved, 10 }, " · 10 påmeldinger er ikke bekreftet. Se om de er ekte.", "Se over", "/lag/aktiviteter/2/pamelding?dato=3&status=unconfirmed", true},
		"many, and two by phone":   {date, func(m *roster.Matter) { m.Kind, m.Of, m.People = roster.Unproved, 12, 2 }, "2 har meldt seg på uten e-post og venter på at dere bekrefter. 12 påmeldinger er ikke bekreftet. Se om de er ekte.", "Se over", "/lag/aktiviteter/2/pamelding?dato=3&status=unconfirmed", true},
		"many for a series":        {date, func(m *roster.Matter) { m.Kind, m.Of, m.OccurrenceID = roster.Unproved, 10, 0 }, "10 påmeldinger er ikke bekreftet. Se om de er ekte.", "Se over", "/lag/aktiviteter/2/pamelding?status=unconfirmed", true},
	} {
		m := tc.of
		tc.set(&m)
		v := overview.Matters(&page.Env{Lang: i18n.NB, Now: now, Door: "lag"}, []roster.Matter{m})[0]
		who := map[bool]string{true: "Strikkekafé", false: "Kari"}[m.RegistrationID == 0]
		if !strings.HasSuffix(v.What, tc.says) || v.Do != tc.do || v.URL != tc.path || v.Who != who || v.Date != (m.RegistrationID == 0) || (v.Ago != "") != tc.ago {
			t.Errorf("%s: got %+v, want %q", name, v, tc.says)
		}
	}
}
