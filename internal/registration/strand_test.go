package registration_test

import (
	"context"
	"strings"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/mail/kind"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/registration"
)

// Nobody who is coming may be left with a page that opens nothing.
func TestActivityWithPeopleIsNotHidden(t *testing.T) {
	t.Parallel()
	for name, hide := range map[string]func(*activity.Service, context.Context, account.Actor, int64, int) error{
		"withdraw": (*activity.Service).Withdraw, "archive": (*activity.Service).Archive,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			date := w.Open(t, 4, nil)
			w.Join(t, date, "Ola Nes", 3)
			err := hide(w.Service, t.Context(), w.Group, w.Activity, 0)
			wantKind(t, err, fault.Invalid)
			if got := fault.Text(err); !strings.Contains(got, "3 ") || !strings.Contains(got, "Avlys") {
				t.Errorf("got %q, want the number and what to do instead", got)
			}
			must(t, w.Service.CancelSeries(t.Context(), w.Group, w.Activity, 0, "Sykdom"))
			must(t, hide(w.Service, t.Context(), w.Group, w.Activity, 0))
			must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
			if got := mailtest.Last(t, w.Pool, "ola.nes@post.example").Kind; got != kind.SignUpCancelled {
				t.Errorf("called off and hidden: the last e-mail is %s, want cancelled", got)
			}
		})
	}
}

func TestActivityIsHiddenWhenItsPeopleAreGone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 4, nil)
	in, _ := w.Join(t, date, "Ola Nes", 1)
	_, err := w.SignUps.CancelByToken(t.Context(), w.Resident, in.Token)
	must(t, err)
	must(t, w.Service.Withdraw(t.Context(), w.Group, w.Activity, 0))
}

// The activity's own form has the same rule as StopSignUp.
func TestEditingKeepsSignUpOnWhilePeopleAreIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 4, nil)
	w.Join(t, date, "Ola Nes", 1)
	d := w.Draft()
	_, err := w.Service.Update(t.Context(), w.Group, w.Activity, w.version(t), d, activity.Falling{})
	if !fault.FieldsOf(err).Has("pamelding") {
		t.Errorf("got %v, want pamelding refused", err)
	}
	d.SignupMode, d.Title = activity.HereSignup, "Strikkekveld"
	_, err = w.Service.Update(t.Context(), w.Group, w.Activity, w.version(t), d, activity.Falling{})
	must(t, err)
}

func TestDraftRemindsNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 4, nil)
	in, _ := w.Join(t, date, "Ola Nes", 1)
	must(t, w.Rosters.SetAttendance(t.Context(), w.Group, in.ID, 0, date, registration.Present))
	w.ID(t, "update activity set status = 'draft' where id = $1 returning id", w.Activity) // as one that was hidden before it was refused
	for _, at := range []string{"2026-10-07 19:00", "2026-10-09 18:00"} {
		w.Now = activitytest.At(at)
		must(t, w.SignUps.Remind(t.Context()))
	}
	if got := mailtest.Last(t, w.Pool, "ola.nes@post.example").Kind; got != kind.SignUpConfirmed {
		t.Errorf("got %s for a draft, want nothing", got)
	}
}
