package registration_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/questionnaire"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
)

func (w *world) first(t *testing.T) activity.DateRef {
	t.Helper()
	o := w.Dates(t, w.Activity)[0]
	return activity.DateRef{ActivityID: w.Activity, OccurrenceID: o.ID, Sequence: o.Sequence}
}

// changes are the letters about changed dates to an address, the oldest first.
func (w *world) changes(t *testing.T, email string) (all []mailtest.Mail) {
	t.Helper()
	for _, m := range mailtest.All(t, w.Pool, email) {
		if m.Kind == kind.SignUpChanged || m.Kind == kind.SignUpCancelled {
			all = append(all, m)
		}
	}
	slices.Reverse(all)
	return all
}

// A postponed date keeps those signed up, months after its time, until it has a new one:
// all are told of both, and their calendars follow.
func TestPostponedAndGivenANewDate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 2, nil)
	in, _ := w.Join(t, date, "Ola Nes", 2)
	waits, _ := w.Join(t, date, "Kari Vik", 1)
	was := w.Dates(t, w.Activity)[0]
	must(t, w.Service.PostponeOccurrence(t.Context(), w.Group, w.first(t), "Læreren er syk."))
	for range 2 {
		must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
	}
	told := w.changes(t, "ola.nes@post.example")
	if len(told) != 1 {
		t.Fatalf("told %d times that it is postponed, want once", len(told))
	}
	for _, want := range []string{"Utsatt: Strikkekafé torsdag 8. oktober 2026 kl. 18.00–20.00", "Du beholder plassen.", "Læreren er syk.", "når den nye datoen er klar"} {
		if !strings.Contains(told[0].Subject+told[0].TextBody, want) {
			t.Errorf("the letter has no %q:\n%s\n%s", want, told[0].Subject, told[0].TextBody)
		}
	}
	file := string(told[0].Attachments[0].Data)
	for _, want := range []string{"STATUS:TENTATIVE", "TRANSP:TRANSPARENT", "SUMMARY:Utsatt: Strikkekafé", "DTSTART;TZID=Europe/Oslo:20261008T180000", "DTEND;TZID=Europe/Oslo:20261008T200000"} {
		if !strings.Contains(file, want) {
			t.Errorf("the calendar file has no %s:\n%s", want, file)
		}
	}
	if queue := w.changes(t, "kari.vik@post.example"); len(queue) != 1 || !strings.Contains(queue[0].TextBody, "Du beholder nummeret ditt") {
		t.Errorf("who waits: got %v", queue)
	}
	if _, err := w.SignUps.SignUp(t.Context(), w.Resident, w.Wish(date, "Per Dal", 1)); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "utsatt") {
		t.Errorf("signing up for it: got %v, want that it is postponed", err)
	}

	w.Now = was.EndsAt.AddDate(0, 3, 0) // nobody is forgotten, and nobody is reminded or thanked
	must(t, w.SignUps.Sweep(t.Context()))
	must(t, w.SignUps.Remind(t.Context()))
	if n, err := w.Keeping.Anonymise(t.Context()); err != nil || n > 0 {
		t.Errorf("forgot %d, %v", n, err)
	}
	w.WantStatus(t, in.ID, registration.Confirmed)
	w.WantStatus(t, waits.ID, registration.Waiting)
	if got := w.One(t, in.ID).Name; got != "Ola Nes" {
		t.Errorf("three months later she is %q, want her name", got)
	}
	own, err := w.SignUps.ByToken(t.Context(), w.Resident, in.Token)
	must(t, err)
	if !own.Slot.Postponed || !own.CanCancel || own.CanChange {
		t.Errorf("her page: got postponed %v, may leave %v, may change %v; want to leave only", own.Slot.Postponed, own.CanCancel, own.CanChange)
	}

	ref := w.first(t)
	if ref.OccurrenceID != date {
		t.Fatalf("the first date is %d, want the postponed one, %d", ref.OccurrenceID, date)
	}
	starts := time.Date(2027, 2, 4, 17, 0, 0, 0, was.StartsAt.Location())
	change := activity.DateChange{StartsAt: starts, EndsAt: starts.Add(2 * time.Hour), VenueID: w.Venue, Reason: "Læreren er frisk."}
	must(t, w.Service.ChangeOccurrence(t.Context(), w.Group, ref, change))
	for range 2 {
		must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
	}
	told = w.changes(t, "ola.nes@post.example")
	if len(told) != 2 {
		t.Fatalf("told %d times in all, want of both", len(told))
	}
	for _, want := range []string{"Var utsatt fra: torsdag 8. oktober 2026 kl. 18.00–20.00", "Ny dato: torsdag 4. februar 2027"} {
		if !strings.Contains(told[1].TextBody, want) {
			t.Errorf("the letter has no %q:\n%s", want, told[1].TextBody)
		}
	}
	if file := string(told[1].Attachments[0].Data); !strings.Contains(file, "STATUS:CONFIRMED") || !strings.Contains(file, "TRANSP:OPAQUE") || strings.Count(file, "BEGIN:VEVENT") != 1 {
		t.Errorf("the calendar file: got\n%s", file)
	}
	_, err = w.SignUps.CancelByToken(t.Context(), w.Resident, in.Token)
	must(t, err)
	w.WantStatus(t, waits.ID, registration.Offered)
}

// A place that is given back while the date is postponed is offered to those who wait
// when there is a date to say yes to.
func TestLeavingAPostponedDate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 1, nil)
	in, _ := w.Join(t, date, "Ola Nes", 1)
	waits, _ := w.Join(t, date, "Kari Vik", 1)
	must(t, w.Service.PostponeOccurrence(t.Context(), w.Group, w.first(t), "Snø i veien."))
	must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
	w.Now = w.Dates(t, w.Activity)[0].EndsAt.Add(24 * time.Hour)
	_, err := w.SignUps.CancelByToken(t.Context(), w.Resident, in.Token)
	must(t, err)
	if m := mailtest.Last(t, w.Pool, "ola.nes@post.example"); !strings.Contains(string(m.Attachments[0].Data), "STATUS:CANCELLED") {
		t.Errorf("the date stays in her calendar:\n%s", m.Attachments[0].Data)
	}
	w.WantStatus(t, waits.ID, registration.Waiting)
	starts := w.Now.AddDate(0, 1, 0)
	must(t, w.Service.ChangeOccurrence(t.Context(), w.Group, w.first(t), activity.DateChange{StartsAt: starts, EndsAt: starts.Add(time.Hour), VenueID: w.Venue, Reason: "Veien er åpen."}))
	must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
	w.WantStatus(t, waits.ID, registration.Offered)
}

// A date that never gets a new time is cancelled, and who waited for it is told before
// she is forgotten.
func TestPostponedForever(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 2, nil)
	_, err := w.Pool.Exec(t.Context(), "update activity set lang = 'nn' where id = $1", w.Activity)
	must(t, err)
	in, _ := w.Join(t, date, "Ola Nes", 1)
	was := w.Dates(t, w.Activity)[0]
	must(t, w.Service.PostponeOccurrence(t.Context(), w.Group, w.first(t), "Snø i veien."))
	must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
	for _, c := range []struct {
		after time.Duration
		told  int
	}{{activity.PostponedFor - 50*time.Hour, 1}, {activity.PostponedFor - 47*time.Hour, 2}} {
		w.Now = was.StartsAt.Add(c.after)
		must(t, w.Service.GiveUpPostponed(t.Context()))
		must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
		if got := w.changes(t, "ola.nes@post.example"); len(got) != c.told {
			t.Fatalf("%v after: told %d times, want %d", c.after, len(got), c.told)
		}
	}
	last := w.changes(t, "ola.nes@post.example")[1]
	if last.Kind != kind.SignUpCancelled || !strings.Contains(last.TextBody, "Det vart ikkje sett ein ny dato.") {
		t.Errorf("got %s:\n%s", last.Subject, last.TextBody)
	}
	if _, err := w.SignUps.ByToken(t.Context(), w.Resident, in.Token); err != nil {
		t.Errorf("her page right after: %v", err)
	}
}

// Of a series with one sign-up for all, one date may wait for a new time while the rest goes on.
func TestOneDateOfASeriesIsPostponed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 5, func(f *signupform.Form) { f.Scope = signupform.WholeSeries })
	w.Join(t, 0, "Ola Nes", 1)
	must(t, w.Service.PostponeOccurrence(t.Context(), w.Group, w.first(t), "Læreren er syk."))
	must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
	told := w.changes(t, "ola.nes@post.example")
	if len(told) != 1 || !strings.Contains(told[0].TextBody, "er utsatt på noen datoer. Resten blir som før.") {
		t.Fatalf("got %v", told)
	}
	if _, err := w.SignUps.SignUp(t.Context(), w.Resident, w.Wish(0, "Per Dal", 1)); err != nil {
		t.Errorf("joining the rest: %v", err)
	}
}

// When all else of a series is over, those signed up for the whole are kept for the date that waits for a
// new time, told of it, and forgotten after it; who has left is not kept.
func TestLastDateOfASeriesIsPostponed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 5, func(f *signupform.Form) {
		f.Scope, f.KeepDays, f.Thanks = signupform.WholeSeries, 10, true
		f.Questions = []questionnaire.Question{{Kind: questionnaire.Text, Label: "Allergi", Purpose: "Mat", KeepDays: 10}}
	})
	in, own := w.Join(t, 0, "Ola Nes", 1)
	left, _ := w.Join(t, 0, "Kari Vik", 1)
	_, err := w.SignUps.CancelByToken(t.Context(), w.Resident, left.Token)
	must(t, err)
	last := w.Dates(t, w.Activity)[len(w.Dates(t, w.Activity))-1]
	must(t, w.Service.PostponeOccurrence(t.Context(), w.Group, activity.DateRef{ActivityID: w.Activity, OccurrenceID: last.ID, Sequence: last.Sequence}, "Læreren er syk."))
	must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
	w.Now = last.EndsAt.AddDate(0, 3, 0)
	must(t, w.SignUps.Sweep(t.Context()))
	_, err = w.Keeping.Anonymise(t.Context())
	must(t, err)
	if got := w.One(t, in.ID).Name; got != "Ola Nes" {
		t.Fatalf("three months later she is %q, want her name", got)
	}
	if got := w.One(t, left.ID).Name; got != "" {
		t.Errorf("who has left is still %q", got)
	}
	own, err = w.SignUps.ByToken(t.Context(), w.Resident, in.Token)
	must(t, err)
	if !own.Waits || !own.CanCancel {
		t.Errorf("her page: got waits %v, may leave %v", own.Waits, own.CanCancel)
	}
	at, whole := w.Wish(last.ID, "Per Dal", 1), signupform.Later.Text()
	at.OccurrenceID = 0
	if _, err := w.SignUps.SignUpAtDesk(t.Context(), w.Group, at, false); err == nil || err.Error() != whole {
		t.Errorf("signed up at the desk: got %v, want %q", err, whole)
	}
	held, err := w.SignUps.HeldAbout(t.Context(), w.Group.MunicipalityID, "ola.nes@post.example")
	must(t, err)
	if len(held) != 1 || !held[0].ForgetAt.After(w.Now) {
		t.Errorf("she is told that it is kept until %v", held)
	}

	starts := w.Now.AddDate(0, 0, 14)
	for _, o := range w.Dates(t, w.Activity) {
		if o.ID == last.ID {
			last = o
		}
	}
	must(t, w.Service.ChangeOccurrence(t.Context(), w.Group, activity.DateRef{ActivityID: w.Activity, OccurrenceID: last.ID, Sequence: last.Sequence},
		activity.DateChange{StartsAt: starts, EndsAt: starts.Add(2 * time.Hour), VenueID: w.Venue, Reason: "Læreren er frisk."}))
	must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
	told := w.changes(t, "ola.nes@post.example")
	if len(told) != 2 || !strings.Contains(told[1].TextBody, "Ny dato: ") {
		t.Fatalf("told %d times, want of both", len(told))
	}
	for _, look := range []struct {
		after time.Duration
		want  string
	}{{9 * 24 * time.Hour, "Ola Nes"}, {11 * 24 * time.Hour, ""}} {
		w.Now = starts.Add(look.after)
		_, err = w.Keeping.Anonymise(t.Context())
		must(t, err)
		if got := w.One(t, in.ID).Name; got != look.want {
			t.Errorf("%v after the new date she is %q, want %q", look.after, got, look.want)
		}
	}
}

// The whole activity called off while one date waits: it is off for good, once.
func TestPostponedThenAllCancelled(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 2, nil)
	w.Join(t, date, "Ola Nes", 1)
	must(t, w.Service.PostponeOccurrence(t.Context(), w.Group, w.first(t), "Læreren er syk."))
	must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
	must(t, w.Service.CancelSeries(t.Context(), w.Group, w.Activity, w.version(t), "Læreren slutter."))
	for range 2 {
		must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
	}
	if told := w.changes(t, "ola.nes@post.example"); len(told) != 2 || told[1].Kind != kind.SignUpCancelled || !strings.Contains(told[1].TextBody, "Læreren slutter.") {
		t.Errorf("got %d letters, want that it is postponed and that it is off", len(told))
	}
}
