package registration_test

import (
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/questionnaire"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/internal/registration/signupform"
)

// A family lands on the waiting list, gets the offer and accepts it.
func TestFamilyOnTheWaitingList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	date := w.Open(t, 4, nil)
	first, own := w.Join(t, date, "Ola Nes", 3)
	if own.Status != registration.Confirmed {
		t.Fatalf("with room: got %s, want confirmed", own.Status)
	}
	family, own := w.Join(t, date, "Kari Vik", 4)
	if own.Status != registration.Waiting || own.Position != 1 {
		t.Fatalf("without room: got %s at %d, want waiting at 1", own.Status, own.Position)
	}
	_, err := w.SignUps.CancelByToken(ctx, w.Resident, first.Token)
	must(t, err)
	w.WantStatus(t, family.ID, registration.Offered)
	letter := mailtest.Last(t, w.Pool, "kari.vik@post.example")
	if want := "Det er plass til deg på Strikkekafé"; letter.Subject != want {
		t.Errorf("offer: got subject %q, want %q", letter.Subject, want)
	}
	token := w.Token(t, "kari.vik@post.example")
	for range 2 {
		own, err = w.SignUps.AcceptByToken(ctx, w.Resident, token)
		must(t, err)
	}
	if own.Status != registration.Confirmed {
		t.Errorf("accepted: got %s, want confirmed", own.Status)
	}
	last := mailtest.Last(t, w.Pool, "kari.vik@post.example")
	if len(last.Attachments) != 1 || !strings.Contains(string(last.Attachments[0].Data), "METHOD:PUBLISH") {
		t.Errorf("confirmation: got %d attachments, want the calendar", len(last.Attachments))
	}
}

func TestUnconfirmedIsReleasedAndDeleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 1, nil)
	in, err := w.SignUps.SignUp(t.Context(), w.Resident, w.Wish(date, "Ola Nes", 1))
	must(t, err)
	_, next := w.Join(t, date, "Kari Vik", 1)
	w.Now = w.Now.Add(179 * time.Minute)
	must(t, w.SignUps.Sweep(t.Context()))
	w.WantStatus(t, in.ID, registration.Unconfirmed)
	w.Now = w.Now.Add(time.Minute)
	_, err = w.SignUps.ConfirmByToken(t.Context(), w.Resident, in.Token)
	wantKind(t, err, fault.Conflict)
	must(t, w.SignUps.Sweep(t.Context()))
	_, err = w.SignUps.ByToken(t.Context(), w.Resident, in.Token)
	wantKind(t, err, fault.NotFound)
	w.WantStatus(t, next.ID, registration.Offered)
}

func TestOfferExpiresOrIsDeclined(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 1, nil)
	first, _ := w.Join(t, date, "Ola Nes", 1)
	second, _ := w.Join(t, date, "Kari Vik", 1)
	third, _ := w.Join(t, date, "Per Lie", 1)
	fourth, _ := w.Join(t, date, "Siv Moe", 1)
	_, err := w.SignUps.CancelByToken(t.Context(), w.Resident, first.Token)
	must(t, err)
	w.Now = w.Now.Add(24 * time.Hour)
	_, err = w.SignUps.AcceptByToken(t.Context(), w.Resident, w.Token(t, "kari.vik@post.example"))
	wantKind(t, err, fault.Conflict)
	must(t, w.SignUps.Sweep(t.Context()))
	w.WantStatus(t, second.ID, registration.ExpiredOffer)
	w.WantStatus(t, third.ID, registration.Offered)
	if got := w.One(t, third.ID).OfferExpiresAt; got.After(activitytest.At("2026-10-08 18:00")) {
		t.Errorf("the offer stands until %v, after the start", got)
	}
	_, err = w.SignUps.DeclineByToken(t.Context(), w.Resident, w.Token(t, "per.lie@post.example"))
	must(t, err)
	w.WantStatus(t, third.ID, registration.Cancelled)
	w.WantStatus(t, fourth.ID, registration.Offered)
}

func TestGroupsAreSkippedOrWaitedFor(t *testing.T) {
	t.Parallel()
	for policy, want := range map[signupform.GroupPolicy]registration.Status{
		signupform.SkipGroups: registration.Offered, signupform.WaitForGroups: registration.Waiting,
	} {
		t.Run(string(policy), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			date := w.Open(t, 3, func(f *signupform.Form) { f.Groups, f.MaxParty = policy, 3 })
			leaves, _ := w.Join(t, date, "Ola Nes", 1)
			w.Join(t, date, "Siv Moe", 2)
			group, _ := w.Join(t, date, "Kari Vik", 3)
			single, _ := w.Join(t, date, "Per Lie", 1)
			_, err := w.SignUps.CancelByToken(t.Context(), w.Resident, leaves.Token)
			must(t, err)
			w.WantStatus(t, group.ID, registration.Waiting)
			w.WantStatus(t, single.ID, want)
		})
	}
}

func TestMorePlacesGoToTheQueue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 1, func(f *signupform.Form) { f.MaxParty = 1 })
	w.Join(t, date, "Ola Nes", 1)
	second, _ := w.Join(t, date, "Kari Vik", 1)
	f := w.Form(t)
	two := 2
	f.Capacity = &two
	must(t, w.SignUps.SaveForm(t.Context(), w.Group, w.Activity, f.Version, f))
	w.WantStatus(t, second.ID, registration.Offered)
	one := 1
	f.Capacity = &one
	err := w.SignUps.SaveForm(t.Context(), w.Group, w.Activity, f.Version+1, f)
	if !fault.FieldsOf(err).Has("plasser") {
		t.Errorf("fewer places than taken: got %v, want plasser refused", err)
	}
	wantKind(t, w.SignUps.SaveForm(t.Context(), w.Group, w.Activity, f.Version, f), fault.Conflict)
	f.Scope = signupform.WholeSeries
	f.Capacity = &two
	err = w.SignUps.SaveForm(t.Context(), w.Group, w.Activity, f.Version+1, f)
	if !fault.FieldsOf(err).Has("gjelder") {
		t.Errorf("other scope: got %v, want gjelder refused", err)
	}
}

func TestWarningsAtTheDesk(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 10, nil)
	w.Join(t, date, "Ola Nes", 1)
	again := w.Wish(date, "ola nes", 1)
	got, err := w.SignUps.SignUpAtDesk(t.Context(), w.Group, again, false)
	must(t, err)
	if got.ID != 0 || len(got.Warnings) != 1 || got.Warnings[0] != registration.SameAgain {
		t.Errorf("the same name: got %+v, want a warning and nothing stored", got)
	}
	again.Force = true
	got, err = w.SignUps.SignUpAtDesk(t.Context(), w.Group, again, false)
	must(t, err)
	if got.ID == 0 {
		t.Error("forced: nothing stored")
	}
}

func TestGuardianConfirms(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 10, func(f *signupform.Form) { f.AskAges = true })
	child := w.Wish(date, "Liv Nes", 1)
	child.Participants = []registration.Participant{{AgeBand: "10-12"}}
	_, err := w.SignUps.SignUp(t.Context(), w.Resident, child)
	if f := fault.FieldsOf(err); !f.Has("foresatt_navn") || !f.Has("foresatt_epost") {
		t.Fatalf("without guardian: got %v, want her fields refused", err)
	}
	child.GuardianName, child.GuardianEmail = "Mor Nes", "mor@post.example"
	in, err := w.SignUps.SignUp(t.Context(), w.Resident, child)
	must(t, err)
	if got := mailtest.Last(t, w.Pool, child.Email).TextBody; !strings.Contains(got, "spør vi Mor Nes") || !strings.Contains(got, "begge har bekreftet") {
		t.Errorf("the child is told that her own answer is enough:\n%s", got)
	}
	own, err := w.SignUps.ConfirmByToken(t.Context(), w.Resident, in.Token)
	must(t, err)
	if !own.AwaitsGuardian {
		t.Errorf("got %s, want it to await the guardian", own.Status)
	}
	token := w.Token(t, "mor@post.example")
	_, err = w.SignUps.ByToken(t.Context(), w.Resident, token)
	wantKind(t, err, fault.NotFound) // a guardian's link is for confirming only
	w.Now = w.Now.Add(2 * time.Hour)
	must(t, w.SignUps.Sweep(t.Context()))
	own, err = w.SignUps.GuardianConfirm(t.Context(), w.Resident, token)
	must(t, err)
	if own.Status != registration.Confirmed {
		t.Errorf("got %s, want confirmed", own.Status)
	}
}

func TestChangeUntilTheDeadline(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 4, func(f *signupform.Form) { f.CancelHours, f.MaxParty = 24, 4 })
	in, _ := w.Join(t, date, "Ola Nes", 3)
	next, _ := w.Join(t, date, "Kari Vik", 2)
	own, err := w.SignUps.ChangeByToken(t.Context(), w.Resident, in.Token, registration.Change{Party: 2})
	must(t, err)
	if own.PartySize != 2 || len(own.Participants) != 2 {
		t.Errorf("got %d people, %d participants; want 2", own.PartySize, len(own.Participants))
	}
	w.WantStatus(t, next.ID, registration.Offered)
	_, err = w.SignUps.ChangeByToken(t.Context(), w.Resident, in.Token, registration.Change{Party: 3})
	if !fault.FieldsOf(err).Has("antall") {
		t.Errorf("more than there is room for: got %v, want antall refused", err)
	}
	w.Now = activitytest.At("2026-10-07 18:00")
	_, err = w.SignUps.ChangeByToken(t.Context(), w.Resident, in.Token, registration.Change{Party: 1})
	wantKind(t, err, fault.Conflict)
	_, err = w.SignUps.CancelByToken(t.Context(), w.Resident, in.Token)
	wantKind(t, err, fault.Conflict)
}

func TestDesk(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	date := w.Open(t, 1, func(f *signupform.Form) { f.MaxParty = 1 })
	dates := w.Dates(t, w.Activity)
	w.Join(t, date, "Ola Nes", 1)
	at := registration.Wish{ActivityID: w.Activity, OccurrenceID: date, Name: "Berta Uten Post", Party: 1}
	in, err := w.SignUps.SignUpAtDesk(ctx, w.Group, at, false)
	must(t, err)
	if in.Status != registration.Waiting || in.Position != 1 {
		t.Errorf("full: got %s at %d, want waiting at 1", in.Status, in.Position)
	}
	at.Name = "Arne Inn"
	over, err := w.SignUps.SignUpAtDesk(ctx, w.Staff, at, true)
	must(t, err)
	if r := w.One(t, over.ID); r.Status != registration.Confirmed || !r.Overbooked || r.Source != registration.ByStaff {
		t.Errorf("overbooked: got %+v", r)
	}
	wantKind(t, w.SignUps.LetIn(ctx, w.Group, in.ID, false), fault.Conflict)
	must(t, w.SignUps.Move(ctx, w.Group, in.ID, dates[1].ID, registration.StayWhenFull))
	w.WantStatus(t, in.ID, registration.Confirmed)
	p := w.One(t, over.ID).Participants[0]
	must(t, w.Rosters.SetAttendance(ctx, w.Group, over.ID, p.ID, date, registration.Present))
	list, err := w.Rosters.List(ctx, w.Group, roster.ListParams{ActivityID: w.Activity, OccurrenceID: date, Words: "arne"})
	must(t, err)
	if len(list.Rows) != 1 || list.Rows[0].Participants[0].Attendance != registration.Present {
		t.Errorf("list: got %+v, want Arne, present", list.Rows)
	}
	must(t, w.Forms.CloseSignUp(ctx, w.Group, w.Activity, date, true))
	_, err = w.SignUps.SignUp(ctx, w.Resident, w.Wish(date, "Sen", 1))
	wantKind(t, err, fault.Conflict)
	n, err := w.Rosters.MessageTo(ctx, w.Group, w.Activity, date, nil, "Ta med garn", "Vi har ikke nok.")
	must(t, err)
	if n != 1 || mailtest.Last(t, w.Pool, "ola.nes@post.example").Subject != "Ta med garn" {
		t.Errorf("message: went to %d, want Ola", n)
	}
	_, rows, err := w.Rosters.Export(ctx, w.Group, "nb", roster.ListParams{ActivityID: w.Activity, OccurrenceID: date})
	must(t, err)
	var names []string
	for row := range rows {
		names = append(names, row[2].Text)
	}
	if got, want := strings.Join(names, ","), "Ola Nes,Arne Inn"; got != want {
		t.Errorf("export: got %s, want %s", got, want)
	}
}

func TestChangesAreToldAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	date := w.Open(t, 5, nil)
	w.Join(t, date, "Ola Nes", 1)
	ref := activity.DateRef{ActivityID: w.Activity, OccurrenceID: date, Sequence: -1}
	must(t, w.Service.ChangeOccurrence(ctx, w.Group, ref, activity.DateChange{
		StartsAt: activitytest.At("2026-10-08 19:00"), EndsAt: activitytest.At("2026-10-08 21:00"), Reason: "Rommet er opptatt",
	}))
	if n := w.ID(t, "select count(*) from river_job where kind = 'activity.changed'"); n == 0 {
		t.Error("no job says that the activity has changed")
	}
	for range 2 {
		must(t, w.SignUps.TellChanges(ctx, w.Activity))
	}
	all := mailtest.All(t, w.Pool, "ola.nes@post.example")
	if len(all) != 3 || all[0].Subject != "Endret: Strikkekafé" {
		t.Fatalf("got %d e-mails, the last %q; want 3, told once", len(all), all[0].Subject)
	}
	for _, want := range []string{"18.00", "19.00", "Rommet er opptatt"} {
		if !strings.Contains(all[0].TextBody, want) {
			t.Errorf("the change does not say %q:\n%s", want, all[0].TextBody)
		}
	}
	must(t, w.Service.CancelOccurrence(ctx, w.Group, ref, "Sykdom"))
	must(t, w.SignUps.TellChanges(ctx, w.Activity))
	off := mailtest.Last(t, w.Pool, "ola.nes@post.example")
	file := string(off.Attachments[0].Data)
	if off.Subject != "Avlyst: Strikkekafé torsdag 8. oktober 2026 kl. 19.00–21.00" || !strings.Contains(file, "STATUS:CANCELLED") || !strings.Contains(file, "SEQUENCE:3") ||
		!strings.Contains(string(all[0].Attachments[0].Data), "SEQUENCE:2") {
		t.Errorf("cancelled: got %q and\n%s", off.Subject, file)
	}
	_, err := w.SignUps.SignUp(ctx, w.Resident, w.Wish(date, "Kari Vik", 1))
	wantKind(t, err, fault.Conflict)
}

// Summer time ends between the reminder and the date: it still goes at the same
// time the day before, and once.
func TestReminderAcrossWinterTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.Draft()
	d.StartsAt, d.RRule = activitytest.At("2026-10-25 18:00"), ""
	w.Activity = w.Publish(t, d)
	date := w.Open(t, 5, nil)
	w.Join(t, date, "Ola Nes", 1)
	w.Now = activitytest.At("2026-10-24 17:59")
	must(t, w.SignUps.Remind(t.Context()))
	if got := len(mailtest.All(t, w.Pool, "ola.nes@post.example")); got != 2 {
		t.Fatalf("too early: got %d e-mails, want 2", got)
	}
	w.Now = activitytest.At("2026-10-24 18:00")
	for range 2 {
		must(t, w.SignUps.Remind(t.Context()))
	}
	all := mailtest.All(t, w.Pool, "ola.nes@post.example")
	if len(all) != 3 || all[0].Kind != kind.SignUpReminder {
		t.Errorf("got %d e-mails, want one reminder", len(all))
	}
}

func TestThanksAndAnonymise(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	date := w.Open(t, 5, func(f *signupform.Form) {
		f.Questions = []questionnaire.Question{{Kind: questionnaire.Text, Label: "Allergi?", Purpose: "Mat", KeepDays: 2}}
	})
	wish := w.Wish(date, "Ola Hemmelig", 1)
	wish.Answers, wish.Phone = map[string]string{"q1": "nøtter"}, "99887766"
	in, err := w.SignUps.SignUp(ctx, w.Resident, wish)
	must(t, err)
	_, err = w.SignUps.ConfirmByToken(ctx, w.Resident, in.Token)
	must(t, err)
	must(t, w.Rosters.SetAttendance(ctx, w.Group, in.ID, 0, date, registration.Present))
	w.Now = activitytest.At("2026-10-09 18:00")
	must(t, w.SignUps.Remind(ctx))
	if got, want := mailtest.Last(t, w.Pool, wish.Email).Subject, "Takk for at du kom på Strikkekafé"; got != want {
		t.Errorf("thanks: got %q, want %q", got, want)
	}
	w.Now = activitytest.At("2026-10-10 20:00")
	_, err = w.Keeping.Anonymise(ctx)
	must(t, err)
	if r := w.One(t, in.ID); len(r.Answers) != 0 || r.Name == "" {
		t.Errorf("after two days: got answers %v and name %q, want only the answers gone", r.Answers, r.Name)
	}
	w.Now = activitytest.At("2026-11-07 20:00")
	w.ID(t, "with u as (update email set status = 'sent' returning id) select count(*) from u")
	n, err := w.Keeping.Anonymise(ctx)
	must(t, err)
	r := w.One(t, in.ID)
	if n != 1 || r.Name != "" || r.Email != "" || r.Phone != "" || r.Participants[0].Name != "" || r.PartySize != 1 {
		t.Errorf("anonymised %d: got %+v, want only counts", n, r)
	}
	for _, table := range []string{"registration", "participant", "email", "audit_event", "river_job", "registration_token", "signup_slot"} {
		left := w.ID(t, "select count(*) from "+table+" x where x::text ilike '%hemmelig%' or x::text like '%99887766%'")
		if left != 0 {
			t.Errorf("%s: %d rows still name the person", table, left)
		}
	}
	if got := w.ID(t, "select count(*) from audit_event where action = 'registration.anonymise'"); got != 1 {
		t.Errorf("the log tells of it %d times, want 1", got)
	}
}

func TestAuthorisation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	date := w.Open(t, 5, nil)
	in, _ := w.Join(t, date, "Ola Nes", 1)
	for _, actor := range []struct {
		name string
		who  int
	}{{"another organisation", 0}, {"another municipality", 1}} {
		a := w.Rival
		if actor.who == 1 {
			a = w.Stranger
		}
		_, err := w.Rosters.List(ctx, a, roster.ListParams{ActivityID: w.Activity, OccurrenceID: date})
		wantKind(t, err, fault.NotFound)
		_, err = w.Rosters.One(ctx, a, in.ID)
		wantKind(t, err, fault.NotFound)
		wantKind(t, w.SignUps.SaveForm(ctx, a, w.Activity, 1, signupform.NewForm()), fault.NotFound)
		wantKind(t, w.SignUps.Remove(ctx, a, in.ID, false), fault.NotFound)
		wantKind(t, w.Forms.CloseSignUp(ctx, a, w.Activity, date, true), fault.NotFound)
		_, err = w.Rosters.MessageTo(ctx, a, w.Activity, date, nil, "Hei", "Hei")
		wantKind(t, err, fault.NotFound)
	}
	_, err := w.Rosters.List(ctx, w.Reader, roster.ListParams{ActivityID: w.Activity, OccurrenceID: date})
	wantKind(t, err, fault.Forbidden)
	_, err = w.Rosters.List(ctx, w.Resident, roster.ListParams{ActivityID: w.Activity, OccurrenceID: date})
	wantKind(t, err, fault.Forbidden)
	must(t, w.Rosters.AddSubstitute(ctx, w.Group, w.Activity, w.Rival.Email))
	_, err = w.Rosters.List(ctx, w.Rival, roster.ListParams{ActivityID: w.Activity, OccurrenceID: date})
	must(t, err)
	stranger := w.Resident
	stranger.MunicipalityID = w.Stranger.MunicipalityID
	_, err = w.SignUps.ByToken(ctx, stranger, in.Token)
	wantKind(t, err, fault.NotFound)
	must(t, w.SignUps.ResendLink(ctx, w.Resident, "ukjent@post.example"))
	must(t, w.SignUps.SendLinks(ctx))
	must(t, w.SignUps.ResendLink(ctx, w.Resident, "OLA.nes@post.example"))
	must(t, w.SignUps.SendLinks(ctx))
	if got := mailtest.Last(t, w.Pool, "ola.nes@post.example").Kind; got != kind.SignUpLink {
		t.Errorf("resend: got %s, want a link", got)
	}
}

func TestPersonIsForgottenOnRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 1, nil)
	in, _ := w.Join(t, date, "Ola Nes", 1)
	next, _ := w.Join(t, date, "Kari Vik", 1)
	held, err := w.SignUps.HeldAbout(t.Context(), w.Group.MunicipalityID, "Ola.Nes@post.example")
	must(t, err)
	if len(held) != 1 || held[0].Name != "Ola Nes" || held[0].ActivityTitle != "Strikkekafé" {
		t.Errorf("held: got %+v, want Ola's one", held)
	}
	n, err := w.SignUps.ForgetAbout(t.Context(), w.Group.MunicipalityID, "ola.nes@post.example")
	must(t, err)
	if r := w.One(t, in.ID); n != 1 || r.Name != "" || r.Email != "" || r.Status != registration.Cancelled {
		t.Errorf("forgot %d: got %+v", n, r)
	}
	w.WantStatus(t, next.ID, registration.Offered)
}

func TestSeriesIsOneSignUpForAllDates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 2, func(f *signupform.Form) { f.Scope = signupform.WholeSeries })
	_, own := w.Join(t, 0, "Ola Nes", 1)
	if own.Slot.OccurrenceID != 0 || own.Status != registration.Confirmed {
		t.Errorf("got %s for date %d, want confirmed for the series", own.Status, own.Slot.OccurrenceID)
	}
	_, err := w.SignUps.SignUp(t.Context(), w.Resident, w.Wish(w.Dates(t, w.Activity)[0].ID, "Kari Vik", 1))
	wantKind(t, err, fault.NotFound) // one date is never silently the whole series
	must(t, w.Service.CancelSeries(t.Context(), w.Group, w.Activity, 0, "Ingen leder"))
	must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
	letter := mailtest.Last(t, w.Pool, "ola.nes@post.example")
	if letter.Subject != "Avlyst: Strikkekafé" || strings.Count(string(letter.Attachments[0].Data), "STATUS:CANCELLED") != 11 {
		t.Errorf("series called off: got %q with %d cancelled dates, want 11", letter.Subject, strings.Count(string(letter.Attachments[0].Data), "STATUS:CANCELLED"))
	}
}

// Staff who change the schedule so that a date vanishes: its people are told too.
func TestVanishedDateIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 2, nil)
	w.Join(t, date, "Ola Nes", 1)
	d := w.Draft()
	d.SignupMode = activity.HereSignup
	d.Schedule = activity.Schedule{StartsAt: activitytest.At("2026-11-03 18:00"), DurationMinutes: 60}
	_, err := w.Service.Update(t.Context(), w.Staff, w.Activity, w.version(t), d, activity.Falling{Reason: "Vi er for få"})
	must(t, err)
	for range 2 {
		must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
	}
	all := mailtest.All(t, w.Pool, "ola.nes@post.example")
	if len(all) != 3 || all[0].Subject != "Avlyst: Strikkekafé torsdag 8. oktober 2026 kl. 18.00–20.00" || !strings.Contains(string(all[0].Attachments[0].Data), "STATUS:CANCELLED") {
		t.Errorf("got %d e-mails, the last %q; want it called off once, with the calendar", len(all), all[0].Subject)
	}
}

// A child without an e-mail address is signed up by the guardian's answer alone.
func TestGuardianOfSomebodyWithoutEmail(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 5, func(f *signupform.Form) { f.AskAges = true })
	wish := w.Wish(date, "Ola Nes", 1)
	wish.Email, wish.Phone, wish.Participants = "", "99887766", []registration.Participant{{AgeBand: "10-12"}}
	wish.GuardianName, wish.GuardianEmail = "Mor Nes", "mor@post.example"
	in, err := w.SignUps.SignUp(t.Context(), w.Resident, wish)
	must(t, err)
	token := w.Token(t, "mor@post.example")
	own, err := w.SignUps.GuardianByToken(t.Context(), w.Resident, token)
	must(t, err)
	if !own.AwaitsGuardian || own.MustConfirm {
		t.Errorf("before: got awaits guardian %v, must confirm %v; want the guardian's answer only", own.AwaitsGuardian, own.MustConfirm)
	}
	_, err = w.SignUps.GuardianConfirm(t.Context(), w.Resident, token)
	must(t, err)
	w.WantStatus(t, in.ID, registration.Confirmed)
}
