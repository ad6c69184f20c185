package registration_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/letter"
	"frivilligsentral/internal/mail"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/signupform"
)

// several is a wish for the first dates of the series.
func (w *world) several(t *testing.T, name string, party, dates int) registration.Wish {
	t.Helper()
	all := w.Dates(t, w.Activity)
	wish := w.Wish(all[0].ID, name, party)
	for _, d := range all[1:dates] {
		wish.Also = append(wish.Also, d.ID)
	}
	return wish
}

func (w *world) letters(t *testing.T, email string, of ...kind.Kind) (all []mailtest.Mail) {
	t.Helper()
	for _, m := range mailtest.All(t, w.Pool, email) {
		for _, k := range of {
			if m.Kind == k {
				all = append(all, m)
			}
		}
	}
	return all
}

// Three dates with one form: one letter to confirm, one click, one letter back with all three in
// the calendar, and each date a place of its own that can be given back alone.
func TestSeveralDatesWithOneForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 2, nil)
	dates := w.Dates(t, w.Activity)
	w.Join(t, dates[2].ID, "Kari Vik", 2) // the third is full
	in, err := w.SignUps.SignUp(t.Context(), w.Resident, w.several(t, "Ola Nes", 1, 3))
	must(t, err)
	const ola = "ola.nes@post.example"
	asked := w.letters(t, ola, kind.SignUpConfirm)
	if len(asked) != 1 || len(mailtest.All(t, w.Pool, ola)) != 1 {
		t.Fatalf("got %d letters to confirm, want one", len(asked))
	}
	for _, want := range []string{"Du bekrefter alle 3 datoene på én gang.", "8. oktober 2026", "15. oktober 2026", "22. oktober 2026 kl. 18.00–20.00, Nes bibliotek, på venteliste"} {
		if !strings.Contains(asked[0].TextBody, want) {
			t.Errorf("the letter has no %q:\n%s", want, asked[0].TextBody)
		}
	}
	token := w.Token(t, ola)
	for range 2 {
		_, err = w.SignUps.ConfirmByToken(t.Context(), w.Resident, token)
		must(t, err)
	}
	told := w.letters(t, ola, kind.SignUpConfirmed, kind.SignUpWaiting)
	if len(told) != 1 {
		t.Fatalf("got %d letters after confirming, want one", len(told))
	}
	for _, want := range []string{"Du er påmeldt 2 datoer. Vi har satt av 1 plass på hver.", "Det er fullt på 1 dato.", "/alle"} {
		if !strings.Contains(told[0].TextBody, want) {
			t.Errorf("the letter has no %q:\n%s", want, told[0].TextBody)
		}
	}
	for _, l := range told[0].Links { // each opens something of hers
		_, path, ok := strings.Cut(l, "/pamelding/")
		path, page, _ := strings.Cut(path, "/")
		if own, err := w.SignUps.ByToken(t.Context(), w.Resident, path); ok && (err != nil || own.Email != ola || page != "" && page != "endre" && page != "alle") {
			t.Errorf("%s opens nothing: %v", l, err)
		}
	}
	if n := strings.Count(string(told[0].Attachments[0].Data), "BEGIN:VEVENT"); n != 2 {
		t.Errorf("got %d dates in the calendar file, want the two with a place", n)
	}
	for i, want := range []int{1, 1, 2} {
		if n := w.ID(t, "select taken from signup_slot where occurrence_id = $1", dates[i].ID); int(n) != want {
			t.Errorf("date %d: got %d places taken, want %d", i, n, want)
		}
	}

	second := w.ID(t, "select r.id from registration r join signup_slot s on s.id = r.slot_id where r.email = $1 and s.occurrence_id = $2", ola, dates[1].ID)
	_, err = w.SignUps.CancelByToken(t.Context(), w.Resident, strings.TrimPrefix(letters.OtherPath(token, second), "/pamelding/"))
	must(t, err)
	w.WantStatus(t, second, registration.Cancelled)
	w.WantStatus(t, in.ID, registration.Confirmed)
}

// Where all are full, it is the letter of the waiting list, with each of them.
func TestSeveralDatesThatAreAllFull(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 1, nil)
	for _, d := range w.Dates(t, w.Activity)[:2] {
		w.Join(t, d.ID, "Kari Vik", 1)
	}
	_, err := w.SignUps.SignUp(t.Context(), w.Resident, w.several(t, "Ola Nes", 1, 2))
	must(t, err)
	_, err = w.SignUps.ConfirmByToken(t.Context(), w.Resident, w.Token(t, "ola.nes@post.example"))
	must(t, err)
	if n := len(w.letters(t, "ola.nes@post.example", kind.SignUpConfirmed)); n != 0 {
		t.Errorf("told %d times that she is in", n)
	}
	told := w.letters(t, "ola.nes@post.example", kind.SignUpWaiting)
	if len(told) != 1 || len(told[0].Attachments) != 0 {
		t.Fatalf("got %+v, want one letter without a calendar file", told)
	}
	for _, want := range []string{"Du står på venteliste til Strikkekafé", "Det er fullt på alle datoene nå", "8. oktober 2026", "15. oktober 2026"} {
		if !strings.Contains(told[0].Subject+told[0].TextBody, want) {
			t.Errorf("the letter has no %q:\n%s", want, told[0].TextBody)
		}
	}
}

// A date that is shut by then is named, and nothing is stored; nor are more dates than the form takes.
func TestSeveralDatesAreAllOrNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 5, nil)
	wish := w.several(t, "Ola Nes", 1, 3)
	third := w.Dates(t, w.Activity)[2]
	w.ID(t, "update occurrence set status = 'cancelled', reason = 'Syk', updated_at = now() where id = $1 returning id", third.ID)
	_, err := w.SignUps.SignUp(t.Context(), w.Resident, wish)
	if f := fault.FieldsOf(err); len(f) != 1 || f[0].Name != "datoer" {
		t.Fatalf("got %v, want the field of the dates", err)
	}
	if n := w.ID(t, "select count(*) from registration"); n != 0 {
		t.Errorf("%d were stored", n)
	}
	for _, o := range w.Dates(t, w.Activity)[3:10] {
		for range 2 {
			wish.Also = append(wish.Also, o.ID, o.ID+1000)
		}
	}
	if _, err := w.SignUps.SignUp(t.Context(), w.Resident, wish); len(fault.FieldsOf(err)) != 1 {
		t.Errorf("too many dates: got %v", err)
	}
}

// A further date that cannot be had is named, with the reason; what is wrong with the sender is not
// put on a date.
func TestFurtherDateThatCannotBeHad(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		before func(t *testing.T, w *world, date int64)
		want   []string // of the field of the dates; none where the whole is refused
	}{
		"full":           {func(t *testing.T, w *world, date int64) { w.Join(t, date, "Kari Vik", 2) }, []string{"15. oktober", "Det er fullt."}},
		"too few places": {func(t *testing.T, w *world, date int64) { w.Join(t, date, "Kari Vik", 1) }, []string{"15. oktober", "Det er bare én ledig plass."}},
		"closed": {func(t *testing.T, w *world, date int64) {
			w.Join(t, date, "Kari Vik", 1)
			must(t, w.Forms.CloseSignUp(t.Context(), w.Group, w.Activity, date, true))
		}, []string{"15. oktober", "Arrangøren har stengt påmeldingen."}},
		"too much of one network": {func(t *testing.T, w *world, date int64) {
			w.ID(t, "insert into signup_trace (registration_id, municipality_id, network, people, at) values ($1, $2, 'net', 30, $3) returning registration_id",
				func() int64 { in, _ := w.Join(t, w.Dates(t, w.Activity)[4].ID, "Kari Vik", 1); return in.ID }(), w.Group.MunicipalityID, w.Now)
			w.ID(t, "update registration set confirmed_at = null, status = 'unconfirmed' where id = (select registration_id from signup_trace) returning id")
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			none := 0
			w.Open(t, 2, func(f *signupform.Form) { f.WaitingCapacity = &none })
			tc.before(t, w, w.Dates(t, w.Activity)[1].ID)
			wish := w.several(t, "Ola Nes", 2, 3)
			wish.Network = "net"
			_, err := w.SignUps.SignUp(t.Context(), w.Resident, wish)
			if fields := fault.FieldsOf(err); (len(tc.want) > 0) != (len(fields) == 1 && fields[0].Name == "datoer") || err == nil {
				t.Fatalf("got %v", err)
			}
			for _, want := range tc.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %v, want %q in it", err, want)
				}
			}
			if n := w.ID(t, "select count(*) from registration where email = 'ola.nes@post.example'"); n != 0 {
				t.Errorf("%d were stored", n)
			}
		})
	}
}

// With what many have just read kept, a form of six dates reads nothing date by date.
func TestSeveralDatesReadAllAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 50, nil)
	seen := w.Counted(t)
	client, err := jobs.InsertOnly(seen.Pool)
	must(t, err)
	now := func() time.Time { return w.Now }
	w.SignUps = registration.NewService(registration.Deps{Pool: seen.Pool, Letters: letter.Writer{Outbox: mail.NewOutbox(client, now)}, Now: now})
	_, err = w.SignUps.SignUp(t.Context(), w.Resident, w.several(t, "Ola Nes", 1, 6))
	must(t, err)
	seen.Take()
	_, err = w.SignUps.SignUp(t.Context(), w.Resident, w.several(t, "Kari Vik", 1, 6))
	must(t, err)
	all := seen.Take()
	for name, n := range all {
		if n > 2 { // in the outbox there are two of each
			t.Errorf("%s is run %d times", name, n)
		}
	}
	if n := all["letters.about"]; n != 1 {
		t.Errorf("read what the letter says %d times, want once", n)
	}
}

// A date that is called off before she confirms is neither confirmed nor in the letter.
func TestDateCalledOffBeforeConfirming(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 5, nil)
	_, err := w.SignUps.SignUp(t.Context(), w.Resident, w.several(t, "Ola Nes", 1, 3))
	must(t, err)
	const ola = "ola.nes@post.example"
	token := w.Token(t, ola)
	must(t, w.Service.CancelOccurrence(t.Context(), w.Group, w.first(t), "Læreren er syk."))
	must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
	own, err := w.SignUps.ByToken(t.Context(), w.Resident, token)
	must(t, err)
	if len(own.Unanswered) != 2 {
		t.Errorf("her page: got %d dates to confirm, want the two that are on", len(own.Unanswered))
	}
	_, err = w.SignUps.ConfirmByToken(t.Context(), w.Resident, token)
	must(t, err)
	if n := w.ID(t, "select count(*) from registration r join signup_slot s on s.id = r.slot_id where r.status = 'confirmed' and not s.cancelled"); n != 2 {
		t.Errorf("%d are confirmed, want the two that are on", n)
	}
	if n := w.ID(t, "select count(*) from registration where status = 'confirmed'"); n != 2 {
		t.Errorf("%d are confirmed with the one that is off", n)
	}
	told := w.letters(t, ola, kind.SignUpConfirmed)
	if len(told) != 1 || strings.Contains(told[0].TextBody, "8. oktober") || !strings.Contains(told[0].TextBody, "Du er påmeldt 2 datoer.") {
		t.Errorf("got %+v", told)
	}
}

// Whoever asks for her links again gets one letter for all of a form: to confirm all with, or to all she has.
func TestLinksToSeveralDatesAreOneLetter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 5, nil)
	const ola = "ola.nes@post.example"
	_, err := w.SignUps.SignUp(t.Context(), w.Resident, w.several(t, "Ola Nes", 1, 4))
	must(t, err)
	for i, want := range []string{"Du bekrefter alle 4 datoene på én gang.", "/alle"} {
		must(t, w.SignUps.ResendLink(t.Context(), w.Resident, ola))
		must(t, w.SignUps.SendLinks(t.Context()))
		got := w.letters(t, ola, kind.SignUpLink)
		if len(got) != i+1 || !strings.Contains(got[0].TextBody, want) || strings.Count(got[0].TextBody, "Dato:") != 4 {
			t.Fatalf("got %d letters, want %d with %q: %+v", len(got), i+1, want, got)
		}
		w.Now = w.Now.Add(11 * time.Minute)
		if i == 0 {
			_, err = w.SignUps.ConfirmByToken(t.Context(), w.Resident, w.Token(t, ola))
			must(t, err)
		}
	}
}

// Nobody confirms: all of it goes, at the same time.
func TestSeveralDatesUnconfirmed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 5, nil)
	_, err := w.SignUps.SignUp(t.Context(), w.Resident, w.several(t, "Ola Nes", 1, 4))
	must(t, err)
	w.Now = w.Now.Add(4 * time.Hour)
	must(t, w.SignUps.Sweep(t.Context()))
	if n := w.ID(t, "select count(*) from registration where holds <> 'none'"); n != 0 {
		t.Errorf("%d still hold a place", n)
	}
}

// A guardian is asked once, and answers for all the dates; asked anew of one, for that alone.
func TestGuardianOfSeveralDates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 5, func(f *signupform.Form) { f.AskAges, f.AskNames = true, true })
	wish := w.several(t, "Ola Nes", 1, 3)
	wish.Participants = []registration.Participant{child("Ola Nes")}
	wish.GuardianName, wish.GuardianEmail = "Mor Nes", "mor@post.example"
	_, err := w.SignUps.SignUp(t.Context(), w.Resident, wish)
	must(t, err)
	_, err = w.SignUps.ConfirmByToken(t.Context(), w.Resident, w.Token(t, "ola.nes@post.example"))
	must(t, err)
	asked := mailtest.All(t, w.Pool, "mor@post.example")
	if len(asked) != 1 || strings.Count(asked[0].TextBody, "Dato:") != 3 {
		t.Fatalf("the guardian got %d letters: %v", len(asked), asked)
	}
	_, err = w.SignUps.GuardianConfirm(t.Context(), w.Resident, w.Token(t, "mor@post.example"))
	must(t, err)
	if n := w.ID(t, "select count(*) from registration where status = 'confirmed'"); n != 3 {
		t.Errorf("%d are confirmed, want all three", n)
	}
	if n := len(w.letters(t, "ola.nes@post.example", kind.SignUpConfirmed)); n != 1 {
		t.Errorf("told %d times, want once", n)
	}
	told := mailtest.Last(t, w.Pool, "mor@post.example") // each date she can take back alone
	opened := map[int64]bool{}
	for _, l := range told.Links {
		if _, token, ok := strings.Cut(l, "/pamelding/foresatt/"); ok {
			own, err := w.SignUps.GuardianCancel(t.Context(), w.Resident, token)
			must(t, err)
			opened[own.ID] = own.Status == registration.Cancelled
		}
	}
	if len(opened) != 3 {
		t.Errorf("the guardian can take back %v, want each of three:\n%s", opened, told.TextBody)
	}
}

// A guardian's no is a no to all that she is asked about, told once with all of it. They are all held till
// the same time, and the link answers also when the child has left the date that it was for.
func TestGuardianSaysNoToSeveralDates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 5, func(f *signupform.Form) { f.AskAges, f.AskNames = true, true })
	dates := w.Dates(t, w.Activity)
	w.Now = dates[0].EndsAt.Add(-20 * time.Hour) // before an offer would be out
	wish := w.several(t, "Ola Nes", 1, 4)
	wish.Participants = []registration.Participant{child("Ola Nes")}
	wish.GuardianName, wish.GuardianEmail = "Mor Nes", "mor@post.example"
	_, err := w.SignUps.SignUp(t.Context(), w.Resident, wish)
	must(t, err)
	own := w.Token(t, "ola.nes@post.example")
	_, err = w.SignUps.ConfirmByToken(t.Context(), w.Resident, own)
	must(t, err)
	if n := w.ID(t, "select count(distinct hold_expires_at) from registration"); n != 1 {
		t.Errorf("they are held till %d times, want one", n)
	}
	asked := mailtest.Last(t, w.Pool, "mor@post.example")
	if !strings.Contains(asked.TextBody, "Svaret ditt gjelder alle disse datoene:") || strings.Count(asked.TextBody, "Dato:") != 4 {
		t.Errorf("the guardian is asked:\n%s", asked.TextBody)
	}
	_, err = w.SignUps.CancelByToken(t.Context(), w.Resident, own)
	must(t, err)
	guardian := w.Token(t, "mor@post.example")
	before, err := w.SignUps.GuardianByToken(t.Context(), w.Resident, guardian)
	must(t, err)
	if len(before.Unanswered) != 3 {
		t.Errorf("her page: got %d dates to answer for, want three", len(before.Unanswered))
	}
	for range 2 {
		_, err = w.SignUps.GuardianCancel(t.Context(), w.Resident, guardian)
		must(t, err)
	}
	if n := w.ID(t, "select count(*) from registration where holds <> 'none'"); n != 0 {
		t.Errorf("%d still hold a place", n)
	}
	var no []mailtest.Mail
	for _, m := range w.letters(t, "ola.nes@post.example", kind.SignUpCancelled) {
		if strings.Contains(m.TextBody, "har sagt nei") {
			no = append(no, m)
		}
	}
	if len(no) != 1 || strings.Count(no[0].TextBody, "Dato:") != 3 {
		t.Errorf("the child is told %d times: %+v", len(no), no)
	}
}

// Whoever corrects the address before anybody has answered corrects it for all the dates.
func TestAddressOfSeveralDatesIsCorrected(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 5, nil)
	in, err := w.SignUps.SignUp(t.Context(), w.Resident, w.several(t, "Ola Nes", 1, 3))
	must(t, err)
	old := w.Token(t, "ola.nes@post.example")
	must(t, w.SignUps.CorrectByForm(t.Context(), w.Resident, in.Correct, "ola@nes.example", ""))
	if _, err := w.SignUps.ConfirmByToken(t.Context(), w.Resident, old); !fault.Is(err, fault.NotFound) {
		t.Errorf("the link to the old address: got %v", err)
	}
	_, err = w.SignUps.ConfirmByToken(t.Context(), w.Resident, w.Token(t, "ola@nes.example"))
	must(t, err)
	if n := w.ID(t, "select count(*) from registration where status = 'confirmed' and email = 'ola@nes.example'"); n != 3 {
		t.Errorf("%d are confirmed, want all three", n)
	}
}

// A link opens what else its owner is signed up for, and nobody else's.
func TestLinkOpensOnlyHerOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 5, nil)
	dates := w.Dates(t, w.Activity)
	mine, _ := w.Join(t, dates[0].ID, "Ola Nes", 1)
	other, _ := w.Join(t, dates[1].ID, "Ola Nes", 1)
	hers, _ := w.Join(t, dates[0].ID, "Kari Vik", 1)
	for _, wanting := range []string{"", " "} { // without an address nothing is anybody else's
		w.ID(t, "update registration set email = $2, phone = '+4760000000' where id = $1 returning id", hers.ID, strings.TrimSpace(wanting))
		nobody, err := w.SignUps.SignUp(t.Context(), w.Resident, func() registration.Wish {
			x := w.Wish(dates[2].ID, "Per Dal", 1)
			x.Email, x.Phone = "", "60000000"
			return x
		}())
		if err == nil {
			_, err = w.SignUps.ByToken(t.Context(), w.Resident, strings.TrimPrefix(letters.OtherPath(nobody.Token, hers.ID), "/pamelding/"))
		}
		if !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Conflict) {
			t.Errorf("two without an address: got %v", err)
		}
	}
	path := func(token string, id int64) string {
		return strings.TrimPrefix(letters.OtherPath(token, id), "/pamelding/")
	}
	if own, err := w.SignUps.ByToken(t.Context(), w.Resident, path(mine.Token, other.ID)); err != nil || own.ID != other.ID {
		t.Errorf("her other one: got %d, %v", own.ID, err)
	}
	elsewhere := account.Resident(w.Stranger.MunicipalityID)
	formed, err := w.SignUps.SignUp(t.Context(), w.Resident, w.several(t, "Siv Moe", 1, 2))
	must(t, err)
	_, err = w.SignUps.ConfirmByToken(t.Context(), w.Resident, w.Token(t, "siv.moe@post.example"))
	must(t, err)
	given := w.ID(t, "select id from registration where together = $1 and id <> $1", formed.ID)
	must(t, w.SignUps.CorrectAddressFor(t.Context(), w.Group, given, "per@dal.example"))
	for name, try := range map[string]func() error{
		"another's": func() error {
			_, err := w.SignUps.ByToken(t.Context(), w.Resident, path(mine.Token, hers.ID))
			return err
		},
		"of her form, now another's": func() error {
			_, err := w.SignUps.ByToken(t.Context(), w.Resident, path(formed.Token, given))
			return err
		},
		"none":          func() error { _, err := w.SignUps.ByToken(t.Context(), w.Resident, mine.Token+"~0"); return err },
		"no number":     func() error { _, err := w.SignUps.ByToken(t.Context(), w.Resident, mine.Token+"~x"); return err },
		"a wrong token": func() error { _, err := w.SignUps.ByToken(t.Context(), w.Resident, path("x", other.ID)); return err },
		"another municipality": func() error {
			_, err := w.SignUps.ByToken(t.Context(), elsewhere, path(mine.Token, other.ID))
			return err
		},
		"as a guardian": func() error {
			_, err := w.SignUps.GuardianByToken(t.Context(), w.Resident, path(mine.Token, other.ID))
			return err
		},
	} {
		if err := try(); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: got %v, want nothing", name, err)
		}
	}
}

// All dates of a form are given back at once: one letter that names them and takes them out of the calendar, the places
// go to those who wait, and a date whose deadline is out stays.
func TestAllDatesOfAFormGivenBack(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	w.Open(t, 1, nil)
	dates := w.Dates(t, w.Activity)
	w.Join(t, dates[2].ID, "Kari Vik", 1) // the third is full
	_, err := w.SignUps.SignUp(ctx, w.Resident, w.several(t, "Ola Nes", 1, 3))
	must(t, err)
	const ola = "ola.nes@post.example"
	token := w.Token(t, ola)
	_, err = w.SignUps.ConfirmByToken(ctx, w.Resident, token)
	must(t, err)
	other, err := w.SignUps.SignUp(ctx, w.Resident, w.Wish(dates[3].ID, "Ola Nes", 1)) // by another form
	must(t, err)
	next, _ := w.Join(t, dates[1].ID, "Per Vik", 1)
	own, err := w.SignUps.ByToken(ctx, w.Resident, token)
	must(t, err)
	w.Now = own.CancelDeadline.Add(time.Minute) // of the first
	stand, err := w.SignUps.FormByToken(ctx, w.Resident, token)
	must(t, err)
	slices.SortFunc(stand, func(a, b registration.Own) int { return a.Slot.StartsAt.Compare(b.Slot.StartsAt) })
	if len(stand) != 3 || stand[0].CanCancel || !stand[1].CanCancel || !stand[2].CanCancel {
		t.Fatalf("what stands: got %d, want three, the first too late", len(stand))
	}
	for range 2 { // twice is once
		if err := w.SignUps.CancelFormByToken(ctx, w.Resident, token); err != nil && !fault.Is(err, fault.Conflict) {
			t.Fatal(err)
		}
	}
	told := w.letters(t, ola, kind.SignUpCancelled)
	if len(told) != 1 || !strings.Contains(told[0].TextBody, "disse 2 datoene") || !strings.Contains(told[0].TextBody, "15. oktober 2026") || !strings.Contains(told[0].TextBody, "22. oktober 2026") || strings.Contains(told[0].TextBody, "8. oktober") {
		t.Errorf("got %d letters, want one of both dates: %+v", len(told), told)
	}
	for id, want := range map[int64]registration.Status{stand[0].ID: registration.Confirmed, stand[1].ID: registration.Cancelled, stand[2].ID: registration.Cancelled, other.ID: registration.Unconfirmed} {
		if got := w.One(t, id).Status; got != want {
			t.Errorf("registration %d: got %s, want %s", id, got, want)
		}
	}
	if got := w.One(t, next.ID).Status; got != registration.Offered && got != registration.Confirmed {
		t.Errorf("the next in line: got %s, want the place offered", got)
	}
	if n := w.ID(t, `select count(*) from audit_event where action = 'registration.cancel'`); n != 2 {
		t.Errorf("the log: got %d lines, want 2", n)
	}
	_, err = w.SignUps.FormByToken(ctx, w.Resident, "finnes-ikke")
	wantKind(t, err, fault.NotFound)
	wantKind(t, w.SignUps.CancelFormByToken(ctx, account.Resident(w.Resident.MunicipalityID+1), token), fault.NotFound)
}

// The bound for an address counts on each date of the form that it would get.
func TestBoundOfAnAddressHoldsForAllDates(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	w.Open(t, 40, nil)
	dates := w.Dates(t, w.Activity)
	for i := range 3 { // one address has enough of the second date
		wish := w.Wish(dates[1].ID, "Gjest "+string(rune('A'+i)), 1)
		wish.Email = "full@post.example"
		_, err := w.SignUps.SignUp(ctx, w.Resident, wish)
		must(t, err)
	}
	in, err := w.SignUps.SignUp(ctx, w.Resident, w.several(t, "Ola Nes", 1, 2))
	must(t, err)
	must(t, w.SignUps.CorrectByForm(ctx, w.Resident, in.Correct, "full@post.example", ""))
	if n := w.ID(t, `select count(*) from registration where email = 'full@post.example'`); n != 3 {
		t.Errorf("the address has %d, want the three that it had", n)
	}
	must(t, w.SignUps.CorrectByForm(ctx, w.Resident, in.Correct, "ny@post.example", ""))
	if n := w.ID(t, `select count(*) from registration where email = 'ny@post.example'`); n != 2 {
		t.Errorf("another address has %d, want both dates", n)
	}
}
