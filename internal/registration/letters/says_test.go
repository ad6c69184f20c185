package letters_test

// What each letter says, and what it leaves out: by what the reader has, waits for or has lost.

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/registrationtest"
	"frivilligsentral/internal/registration/signupform"
)

type world struct{ *registrationtest.World }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const ola = "ola.nes@post.example"

// set changes rows past the use cases.
func (w *world) set(t *testing.T, sql string, args ...any) {
	t.Helper()
	if _, err := w.Pool.Exec(t.Context(), sql, args...); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// asks is somebody who signs up without confirming.
func (w *world) asks(t *testing.T, date int64, name string, party int, change ...func(*registration.Wish)) registration.SignedUp {
	t.Helper()
	wish := w.Wish(date, name, party)
	for _, c := range change {
		c(&wish)
	}
	in, err := w.SignUps.SignUp(t.Context(), w.Resident, wish)
	must(t, err)
	return in
}

// moves gives the first date another day.
func (w *world) moves(t *testing.T, starts string) {
	t.Helper()
	w.set(t, `update occurrence set starts_at = $2, ends_at = $2::timestamptz + interval '2 hours', status = 'moved', sequence = sequence + 1 where id = $1`,
		w.Dates(t, w.Activity)[0].ID, activitytest.At(starts))
	must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
}

// cancels takes one of the dates off.
func (w *world) cancels(t *testing.T, n int, why string) {
	t.Helper()
	o := w.Dates(t, w.Activity)[n]
	must(t, w.Service.CancelOccurrence(t.Context(), w.Group, activity.DateRef{ActivityID: w.Activity, OccurrenceID: o.ID, Sequence: o.Sequence}, why))
	must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
}

func TestLettersSay(t *testing.T) {
	t.Parallel()
	const (
		held, full, free = "Bekreft innen ", "Det er fullt nå. Når du bekrefter", "Vi holder ikke av plass"
		after            = "Kalenderfilen i denne e-posten"
	)
	series := func(f *signupform.Form) { f.Scope = signupform.WholeSeries }
	for name, tc := range map[string]struct {
		places int
		form   func(*signupform.Form)
		cause  func(t *testing.T, w *world, date int64)
		to     string // ola when empty
		says   []string
		not    []string
		file   []string // in the calendar file; none when empty
	}{
		"confirm a place": {5, nil, func(t *testing.T, w *world, date int64) { w.asks(t, date, "Ola Nes", 2) }, "",
			[]string{"Du har meldt på 2 til «Strikkekafé». Påmeldingen gjelder når du har bekreftet den.", held, "Når:", "torsdag 8. oktober 2026 kl. 18.00–20.00", "Hvor:", "Nes bibliotek", "Arrangør:", "Nes strikkelag"}, []string{full, free, "foresatt"}, nil},
		"confirm where all is taken": {1, nil, func(t *testing.T, w *world, date int64) {
			w.Join(t, date, "Kari Vik", 1)
			w.asks(t, date, "Ola Nes", 1)
		}, "", []string{full}, []string{free}, nil},
		"confirm where the unproved hold enough": {4, nil, func(t *testing.T, w *world, date int64) {
			w.set(t, "update municipality set signup_unproved_percent = 25 where id = $1", w.Group.MunicipalityID)
			w.asks(t, date, "Kari Vik", 1)
			w.asks(t, date, "Ola Nes", 1)
		}, "", []string{free}, []string{full}, nil},
		"confirm for a child": {5, func(f *signupform.Form) { f.AskAges = true }, func(t *testing.T, w *world, date int64) {
			w.asks(t, date, "Ola Nes", 1, func(x *registration.Wish) {
				x.Participants, x.GuardianName, x.GuardianEmail = []registration.Participant{{AgeBand: "10-12"}}, "Kari Nes", "kari.nes@post.example"
			})
		}, "", []string{"spør vi Kari Nes, som er oppgitt som foresatt", held}, []string{"Påmeldingen gjelder når du har bekreftet den"}, nil},
		"a guardian is asked": {5, func(f *signupform.Form) { f.AskAges = true }, func(t *testing.T, w *world, date int64) {
			in := w.asks(t, date, "Ola Nes", 1, func(x *registration.Wish) {
				x.Participants, x.GuardianName, x.GuardianEmail = []registration.Participant{{AgeBand: "10-12"}}, "Kari Nes", "kari.nes@post.example"
			})
			_, err := w.SignUps.ConfirmByToken(t.Context(), w.Resident, in.Token)
			must(t, err)
		}, "kari.nes@post.example", []string{"Ola Nes har meldt seg på «Strikkekafé» og har oppgitt deg som foresatt", "Svar innen:", "Nes bibliotek"}, nil, nil},
		"one is in": {5, func(f *signupform.Form) { f.Instructions = "Ta med garn." }, func(t *testing.T, w *world, date int64) { w.Join(t, date, "Ola Nes", 1) }, "",
			[]string{"Du er påmeldt. Vi har satt av 1 plass.", "Ta med garn."}, nil, []string{"DTSTART;TZID=Europe/Oslo:20261008T180000", "SUMMARY:Strikkekafé"}},
		"three are in": {5, nil, func(t *testing.T, w *world, date int64) { w.Join(t, date, "Ola Nes", 3) }, "",
			[]string{"Dere er påmeldt. Vi har satt av 3 plasser."}, []string{"Ta med garn."}, []string{"20261008T180000"}},
		"an offer for one": {1, nil, func(t *testing.T, w *world, date int64) {
			first, _ := w.Join(t, date, "Kari Vik", 1)
			w.Join(t, date, "Ola Nes", 1)
			must(t, w.SignUps.Remove(t.Context(), w.Group, first.ID, true))
		}, "", []string{"Det er blitt en plass ledig på «Strikkekafé»", "Svar innen:"}, []string{"Det er blitt plass til dere"}, nil},
		"an offer for two": {2, nil, func(t *testing.T, w *world, date int64) {
			first, _ := w.Join(t, date, "Kari Vik", 2)
			w.Join(t, date, "Ola Nes", 2)
			must(t, w.SignUps.Remove(t.Context(), w.Group, first.ID, true))
		}, "", []string{"Det er blitt plass til dere 2 på «Strikkekafé»", "Svar innen:"}, []string{"Det er blitt en plass ledig"}, nil},
		"she leaves": {5, nil, func(t *testing.T, w *world, date int64) {
			in, _ := w.Join(t, date, "Ola Nes", 1)
			_, err := w.SignUps.CancelByToken(t.Context(), w.Resident, in.Token)
			must(t, err)
		}, "", []string{"Du har meldt deg av"}, []string{"har tatt deg av listen", "har meldt deg av for deg"}, []string{"STATUS:CANCELLED", "SUMMARY:Meldt av: Strikkekafé", "20261008T180000"}},
		"she asked to leave": {5, nil, func(t *testing.T, w *world, date int64) {
			in, _ := w.Join(t, date, "Ola Nes", 1)
			must(t, w.SignUps.Remove(t.Context(), w.Group, in.ID, true))
		}, "", []string{"Nes strikkelag har meldt deg av for deg"}, []string{"har tatt deg av listen"}, []string{"STATUS:CANCELLED"}},
		"she is taken off": {5, nil, func(t *testing.T, w *world, date int64) {
			in, _ := w.Join(t, date, "Ola Nes", 1)
			must(t, w.SignUps.Remove(t.Context(), w.Group, in.ID, false))
		}, "", []string{"Nes strikkelag har tatt deg av listen"}, []string{"har meldt deg av for deg"}, []string{"STATUS:CANCELLED"}},
		"she leaves the queue": {1, nil, func(t *testing.T, w *world, date int64) {
			w.Join(t, date, "Kari Vik", 1)
			in, _ := w.Join(t, date, "Ola Nes", 1)
			_, err := w.SignUps.CancelByToken(t.Context(), w.Resident, in.Token)
			must(t, err)
		}, "", []string{"Du har meldt deg av"}, nil, nil},
		"she leaves a series that has begun": {5, series, func(t *testing.T, w *world, _ int64) {
			in, _ := w.Join(t, 0, "Ola Nes", 1)
			w.Now = activitytest.At("2026-10-09 12:00")
			must(t, w.SignUps.Remove(t.Context(), w.Group, in.ID, true))
		}, "", []string{"ganger"}, nil, []string{"20261015T180000", "20261217T180000", "!20261008T180000"}},
		"moved to another time": {5, nil, func(t *testing.T, w *world, date int64) {
			w.Join(t, date, "Ola Nes", 1)
			w.moves(t, "2026-10-09 17:00")
		}, "", []string{"Det er endringer i «Strikkekafé», som du er påmeldt.", "Før:", "torsdag 8. oktober 2026 kl. 18.00–20.00", "Nå:", "fredag 9. oktober 2026 kl. 17.00–19.00", after}, []string{"Avlyst"}, []string{"20261009T170000"}},
		"moved while she waits": {1, nil, func(t *testing.T, w *world, date int64) {
			w.Join(t, date, "Kari Vik", 1)
			w.Join(t, date, "Ola Nes", 1)
			w.moves(t, "2026-10-09 17:00")
		}, "", []string{"Det er endringer i «Strikkekafé», som du står på venteliste til."}, []string{after}, nil},
		"moved before she has confirmed": {5, nil, func(t *testing.T, w *world, date int64) {
			w.asks(t, date, "Ola Nes", 1)
			w.moves(t, "2026-10-09 17:00")
		}, "", []string{"Det er endringer i «Strikkekafé», som du ikke har bekreftet påmeldingen til."}, []string{after}, nil},
		"off": {5, nil, func(t *testing.T, w *world, date int64) {
			w.Join(t, date, "Ola Nes", 1)
			w.cancels(t, 0, "Vannlekkasje")
		}, "", []string{"«Strikkekafé», som du er påmeldt, er avlyst.", "Grunn:", "Vannlekkasje"}, []string{"Resten blir som før", "Nå:"}, []string{"STATUS:CANCELLED"}},
		"one of a series is off": {5, series, func(t *testing.T, w *world, _ int64) {
			w.Join(t, 0, "Ola Nes", 1)
			w.cancels(t, 1, "Syk")
		}, "", []string{"er avlyst på noen datoer. Resten blir som før.", "torsdag 15. oktober 2026"}, []string{"torsdag 8. oktober 2026 kl."}, []string{"20261015T180000"}},
		"on again": {5, nil, func(t *testing.T, w *world, date int64) {
			w.Join(t, date, "Ola Nes", 1)
			w.cancels(t, 0, "Syk")
			w.set(t, "update occurrence set status = 'planned', reason = '', sequence = sequence + 1 where id = $1", date)
			must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
		}, "", []string{"Blir likevel av:", "torsdag 8. oktober 2026"}, []string{"Grunn:"}, []string{"20261008T180000"}},
		"a reminder": {5, func(f *signupform.Form) { f.Instructions = "Ta med garn." }, func(t *testing.T, w *world, date int64) {
			w.Join(t, date, "Ola Nes", 1)
			w.Now = activitytest.At("2026-10-07 18:00")
			must(t, w.SignUps.Remind(t.Context()))
		}, "", []string{"Vi minner om «Strikkekafé», som du er påmeldt.", "Ta med garn."}, nil, []string{"20261008T180000"}},
		"a reminder without more": {5, nil, func(t *testing.T, w *world, date int64) {
			w.Join(t, date, "Ola Nes", 1)
			w.Now = activitytest.At("2026-10-07 18:00")
			must(t, w.SignUps.Remind(t.Context()))
		}, "", []string{"Vi minner om"}, []string{"\n\n\n"}, []string{"20261008T180000"}},
		"thanks for two": {5, nil, func(t *testing.T, w *world, date int64) {
			in, _ := w.Join(t, date, "Ola Nes", 2)
			must(t, w.Rosters.SetAttendance(t.Context(), w.Group, in.ID, 0, date, registration.Present))
			w.Now = activitytest.At("2026-10-09 18:00")
			must(t, w.SignUps.Remind(t.Context()))
		}, "", []string{"Takk for at dere kom! Vi har notert at 2 møtte."}, nil, nil},
		"a message": {5, nil, func(t *testing.T, w *world, date int64) {
			w.Join(t, date, "Ola Nes", 1)
			_, err := w.Rosters.MessageTo(t.Context(), w.Group, w.Activity, date, nil, "Garn", "Ta med garn.\nOg pinner.")
			must(t, err)
		}, "", []string{"Melding fra Nes strikkelag om «Strikkekafé»:", "Ta med garn.", "Og pinner."}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &world{registrationtest.New(t)}
			date := w.Open(t, tc.places, tc.form)
			tc.cause(t, w, date)
			to := tc.to
			if to == "" {
				to = ola
			}
			m := mailtest.Last(t, w.Pool, to)
			text := strings.Join(strings.Fields(m.Subject+"\n"+m.TextBody), " ")
			for _, want := range tc.says {
				if !strings.Contains(text, strings.TrimSpace(want)) {
					t.Errorf("it does not say %q:\n%s", want, m.TextBody)
				}
			}
			for _, not := range tc.not {
				if strings.Contains(m.Subject+m.TextBody, not) {
					t.Errorf("it says %q:\n%s", not, m.TextBody)
				}
			}
			if len(tc.file) == 0 {
				if len(m.Attachments) > 0 {
					t.Errorf("got %d files, want none", len(m.Attachments))
				}
				return
			}
			if len(m.Attachments) != 1 {
				t.Fatalf("got %d files, want one", len(m.Attachments))
			}
			file := string(m.Attachments[0].Data)
			for _, want := range tc.file {
				if want, no := strings.CutPrefix(want, "!"); no == strings.Contains(file, want) {
					t.Errorf("the file has %q: %v\n%s", want, no, file)
				}
			}
		})
	}
}

// Ten dates are told of one by one; of more it says so.
func TestManyDatesAreToldTogether(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]bool{10: false, 11: true} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			w := &world{registrationtest.New(t)}
			d := w.Draft()
			d.Schedule.RRule = "FREQ=DAILY;COUNT=20"
			w.Activity = w.Publish(t, d)
			w.Open(t, 5, func(f *signupform.Form) { f.Scope = signupform.WholeSeries })
			w.Join(t, 0, "Ola Nes", 1)
			w.set(t, `update occurrence set status = 'cancelled' where id in (select id from occurrence where activity_id = $1 order by starts_at limit $2)`, w.Activity, n)
			must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
			m := mailtest.Last(t, w.Pool, ola)
			if got := strings.Contains(m.TextBody, "Flere datoer er endret"); got != want || strings.Count(m.TextBody, "Avlyst:") != 10 {
				t.Errorf("got %v and %d dates:\n%s", got, strings.Count(m.TextBody, "Avlyst:"), m.TextBody)
			}
		})
	}
}

// Links that are asked for are those of what is to come, in order, and of her own municipality.
func TestLinksAreOfWhatIsToCome(t *testing.T) {
	t.Parallel()
	w := &world{registrationtest.New(t)}
	ctx := t.Context()
	w.Open(t, 5, nil)
	dates := w.Dates(t, w.Activity)
	for _, d := range dates[:3] {
		w.Join(t, d.ID, "Ola Nes", 1)
	}
	gone, _ := w.Join(t, dates[3].ID, "Ola Nes", 1)
	must(t, w.SignUps.Remove(ctx, w.Group, gone.ID, true))
	forgotten, _ := w.Join(t, dates[4].ID, "Ola Nes", 1)
	w.set(t, "update registration set anonymised_at = $2 where id = $1", forgotten.ID, w.Now)
	w.asks(t, dates[5].ID, "Ola Nes", 1)
	links := func(what string, at time.Time, want ...string) {
		t.Helper()
		w.Now = at
		before := len(mailtest.All(t, w.Pool, ola))
		must(t, w.SignUps.ResendLink(ctx, w.Resident, ola))
		must(t, w.SignUps.SendLinks(ctx))
		all := mailtest.All(t, w.Pool, ola)
		all = all[:len(all)-before]
		var got []string
		for i := range all {
			m := all[len(all)-1-i]
			for _, d := range dates {
				if day := fmt.Sprintf(" %d. %s 2026 kl. 18.00–20.00", d.StartsAt.Day(), map[time.Month]string{10: "oktober", 11: "november", 12: "desember"}[d.StartsAt.Month()]); strings.Contains(m.TextBody, day) {
					got = append(got, d.StartsAt.Format("0102"))
				}
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
	}
	links("all", w.Now, "1008", "1015", "1022", "1112")
	links("one is over", dates[0].EndsAt, "1015", "1022", "1112")
	links("one takes place", dates[1].EndsAt.Add(-time.Second), "1015", "1022", "1112")
}
