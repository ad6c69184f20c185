package registration_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
)

// kindOf is one sort of e-mail, with what causes it for somebody who reads English.
type kindOf struct {
	kind     kind.Kind
	cause    func(t *testing.T, w *world, date int64)
	calendar bool
	words    string
}

const reader = "ann.smith@post.example"

// ann signs up, and confirms when she shall.
func (w *world) ann(t *testing.T, date int64, confirm bool, change ...func(*registration.Wish)) registration.SignedUp {
	t.Helper()
	wish := w.Wish(date, "Ann Smith", 1)
	wish.Lang = i18n.EN
	for _, c := range change {
		c(&wish)
	}
	in, err := w.SignUps.SignUp(t.Context(), w.Resident, wish)
	must(t, err)
	if confirm {
		_, err = w.SignUps.ConfirmByToken(t.Context(), w.Resident, in.Token)
		must(t, err)
	}
	return in
}

func (w *world) queued(t *testing.T, date int64) (first registration.SignedUp) {
	t.Helper()
	first, _ = w.Join(t, date, "Ola Nes", 1)
	w.ann(t, date, true)
	return first
}

func (w *world) offered(t *testing.T, date int64) {
	t.Helper()
	_, err := w.SignUps.CancelByToken(t.Context(), w.Resident, w.queued(t, date).Token)
	must(t, err)
}

func kinds() []kindOf {
	confirmed := func(t *testing.T, w *world, date int64) { w.ann(t, date, true) }
	return []kindOf{
		{kind.SignUpConfirm, func(t *testing.T, w *world, date int64) { w.ann(t, date, false) }, false, "Confirm"},
		{kind.SignUpConfirmed, confirmed, true, "You are signed up"},
		{kind.SignUpWaiting, func(t *testing.T, w *world, date int64) { w.queued(t, date) }, false, "waiting list"},
		{kind.SignUpOffer, func(t *testing.T, w *world, date int64) { w.offered(t, date) }, false, "place"},
		{kind.SignUpExpired, func(t *testing.T, w *world, date int64) {
			w.offered(t, date)
			w.Now = w.Now.Add(25 * time.Hour)
			must(t, w.SignUps.Sweep(t.Context()))
		}, false, "expired"},
		{kind.SignUpChanged, func(t *testing.T, w *world, date int64) {
			confirmed(t, w, date)
			w.moveTo(t, "2026-10-08 19:00")
			must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
		}, true, "Changed"},
		{kind.SignUpCancelled, func(t *testing.T, w *world, date int64) {
			confirmed(t, w, date)
			must(t, w.Service.CancelOccurrence(t.Context(), w.Group, activity.DateRef{ActivityID: w.Activity, OccurrenceID: date, Sequence: -1}, "Ill"))
			must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
		}, true, "Cancelled"},
		{kind.SignUpReminder, func(t *testing.T, w *world, date int64) {
			confirmed(t, w, date)
			w.Now = activitytest.At("2026-10-07 18:00")
			must(t, w.SignUps.Remind(t.Context()))
		}, true, "Reminder"},
		{kind.SignUpThanks, func(t *testing.T, w *world, date int64) {
			in := w.ann(t, date, true)
			must(t, w.Rosters.SetAttendance(t.Context(), w.Group, in.ID, 0, date, registration.Present))
			w.Now = activitytest.At("2026-10-09 18:00")
			must(t, w.SignUps.Remind(t.Context()))
		}, false, "Thank"},
		{kind.SignUpMessage, func(t *testing.T, w *world, date int64) {
			confirmed(t, w, date)
			_, err := w.Rosters.MessageTo(t.Context(), w.Group, w.Activity, date, nil, "Garn", "Ta med garn.")
			must(t, err)
		}, false, "Ta med garn."},
		{kind.SignUpLink, func(t *testing.T, w *world, date int64) {
			confirmed(t, w, date)
			must(t, w.SignUps.ResendLink(t.Context(), w.Resident, reader))
			must(t, w.SignUps.SendLinks(t.Context()))
		}, false, "link"},
	}
}

// Each kind has a text and an HTML part in the reader's language, her own page one
// link away, and the way to choose what she gets; a file where there is a time.
func TestEveryKindOfMail(t *testing.T) {
	t.Parallel()
	tried := []kind.Kind{kind.SignUpGuardian, kind.SignUpAddress, kind.SignUpAddressChanged} // below, and with the addresses
	for _, k := range kinds() {
		tried = append(tried, k.kind)
	}
	for _, k := range kind.All() {
		if k.About() == kind.AboutRegistration && !slices.Contains(tried, k) {
			t.Errorf("%s is not tried", k)
		}
	}
	for _, k := range kinds() {
		t.Run(k.kind.String(), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			date := w.Open(t, 1, nil)
			k.cause(t, w, date)
			m := mailtest.Last(t, w.Pool, reader)
			if m.Kind != k.kind || m.Lang != i18n.EN {
				t.Fatalf("got %s in %s, want %s in English", m.Kind, m.Lang, k.kind)
			}
			if !strings.Contains(m.Subject+m.TextBody, k.words) || !strings.Contains(m.HTMLBody, `<html lang="en">`) {
				t.Errorf("it does not say %q in both parts:\n%s\n%s", k.words, m.Subject, m.TextBody)
			}
			if got := len(m.Attachments) > 0; got != k.calendar {
				t.Errorf("calendar file: got %v, want %v", got, k.calendar)
			}
			choices := k.kind != kind.SignUpCancelled && k.kind != kind.SignUpExpired // nothing more is to come
			if len(m.Links) < 1 || !strings.Contains(m.Links[0], "/en/pamelding/") || choices != (m.Links[len(m.Links)-1] == m.Links[0]+"/endre") {
				t.Errorf("got the links %v, want her page first and her choices last: %v", m.Links, choices)
			}
			if choices != strings.Contains(m.HTMLBody, `/endre">`) {
				t.Errorf("the HTML part leads to her choices: %v, want %v", !choices, choices)
			}
		})
	}
}

// A guardian gets neither a calendar nor the child's choices.
func TestGuardiansMail(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 1, func(f *signupform.Form) { f.AskAges = true })
	w.ann(t, date, true, func(wish *registration.Wish) {
		wish.Participants = []registration.Participant{{AgeBand: "10-12"}}
		wish.GuardianName, wish.GuardianEmail = "Mum Smith", "mum@post.example"
	})
	m := mailtest.Last(t, w.Pool, "mum@post.example")
	if m.Kind != kind.SignUpGuardian || m.Lang != i18n.EN || len(m.Attachments) > 0 || strings.Contains(m.TextBody, "/endre") {
		t.Errorf("got %s in %s with %d files:\n%s", m.Kind, m.Lang, len(m.Attachments), m.TextBody)
	}
}

// What somebody does not want, and what the organiser has turned off, is not sent.
func TestUnwantedMail(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		wants []string
		form  func(*signupform.Form)
		come  registration.Attendance
		want  []string // reminders and thanks
	}{
		{"both", []string{"reminder", "thanks"}, nil, registration.Present, []string{"registration-reminder", "registration-thanks"}},
		{"no reminders", []string{"thanks"}, nil, registration.Present, []string{"registration-thanks"}},
		{"nothing", []string{}, nil, registration.Present, nil},
		{"the organiser does not remind", nil, func(f *signupform.Form) { f.Reminder = signupform.NoReminder }, registration.Present, []string{"registration-thanks"}},
		{"the organiser does not thank", nil, func(f *signupform.Form) { f.Thanks = false }, registration.Present, []string{"registration-reminder"}},
		{"did not come", nil, nil, registration.Absent, []string{"registration-reminder"}},
		{"nobody knows", nil, nil, registration.Unknown, []string{"registration-reminder"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			date := w.Open(t, 1, test.form)
			in := w.ann(t, date, true, func(wish *registration.Wish) { wish.MailKinds = test.wants })
			w.Now = activitytest.At("2026-10-07 18:00")
			must(t, w.SignUps.Remind(t.Context()))
			must(t, w.Rosters.SetAttendance(t.Context(), w.Group, in.ID, 0, date, test.come))
			w.Now = activitytest.At("2026-10-09 18:00")
			for range 2 {
				must(t, w.SignUps.Remind(t.Context()))
			}
			var got []string
			for _, m := range mailtest.All(t, w.Pool, reader) {
				if m.Kind == kind.SignUpReminder || m.Kind == kind.SignUpThanks {
					got = append([]string{m.Kind.String()}, got...)
				}
			}
			if strings.Join(got, " ") != strings.Join(test.want, " ") {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

// A series is thanked for when it is over, not each week.
func TestSeriesIsThankedForOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publishAt(t, activitytest.At("2026-10-08 18:00"), "FREQ=WEEKLY;COUNT=3")
	w.Open(t, 5, func(f *signupform.Form) { f.Scope, f.Reminder = signupform.WholeSeries, signupform.NoReminder })
	in := w.ann(t, 0, true)
	for _, d := range w.Dates(t, w.Activity)[:2] {
		must(t, w.Rosters.SetAttendance(t.Context(), w.Group, in.ID, 0, d.ID, registration.Present))
	}
	for _, look := range []struct {
		now  string
		want int
	}{{"2026-10-09 18:00", 0}, {"2026-10-16 18:00", 0}, {"2026-10-23 12:00", 0}, {"2026-10-23 18:00", 1}, {"2026-10-24 18:00", 1}} {
		w.Now = activitytest.At(look.now)
		must(t, w.SignUps.Remind(t.Context()))
		got := w.ID(t, "select count(*) from email where kind = 'registration-thanks'")
		if int(got) != look.want {
			t.Errorf("at %s: got %d, want %d", look.now, got, look.want)
		}
	}
}
