package mydata_test

import (
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/owndata"
	"frivilligsentral/internal/registration"
	"frivilligsentral/web/webtest"
)

// When somebody chose is known for as long as what she chose, though the audit log goes; it goes with the rest of hers.
func TestTimesOfChoicesStay(t *testing.T) {
	t.Parallel()
	x := newPlace(t)
	token := x.join(t)
	x.Clock.Advance(time.Hour)
	chose := x.Clock.Now()
	_, err := x.Portal.Registrations.CorrectByToken(t.Context(), account.Resident(x.MunicipalityID), token, registration.Contact{Name: name, Phone: phone, MailKinds: []string{"thanks"}})
	must(t, err)
	x.Clock.Advance(time.Hour)
	_, err = x.Portal.Registrations.CorrectByToken(t.Context(), account.Resident(x.MunicipalityID), token, registration.Contact{Name: name + "-Vik", Phone: phone, MailKinds: []string{"thanks"}})
	must(t, err)
	x.As(x.group).Post("/lag/konto/varsler", webtest.Values("sign_ups", "at_once", "own_activities", "daily")).Follow()
	x.As(x.group).Post("/lag/konto/varsler", webtest.Values("sign_ups", "at_once", "own_activities", "daily")).Follow() // the same once more
	x.Clock.Advance(time.Hour)
	stop := "/varsler/stopp/" + x.Portal.Notices.StopToken(x.MunicipalityID, x.group.AccountID)
	x.Anonymous().Post(stop, nil)
	x.Exec(`delete from audit_event`)

	when := func(email, what string) (out []time.Time) {
		t.Helper()
		d, err := x.Portal.OwnData.About(t.Context(), x.MunicipalityID, email)
		must(t, err)
		for _, c := range d.Consents {
			if c.What == what {
				out = append(out, c.At)
			}
		}
		return out
	}
	if got := when(email, owndata.ConsentEmails); len(got) != 1 || got[0].Sub(chose).Abs() > time.Millisecond {
		t.Errorf("letters about the sign-up: got chosen at %v, want %v", got, chose)
	}
	if got := when(x.group.Email, owndata.ConsentNotices); len(got) != 2 || got[0].Sub(chose.Add(2*time.Hour)).Abs() > time.Millisecond || got[1].Sub(chose.Add(time.Hour)).Abs() > time.Millisecond {
		t.Errorf("what waits: got chosen at %v, want two times", got)
	}
	x.As(x.group).Get("/lag/konto").Has("#samtykkelogg", "E-post om det som venter: ingen", "med en gang")
	x.Exec(`update account set ended_at = $2 where id = $1`, x.group.AccountID, x.Clock.Now().AddDate(-3, 0, 0))
	link := x.link(t)
	x.Anonymous().Post(link+"/slett", nil)
	x.periodic(t)
	if n := x.Int(`select count(*) from notice_chosen`) + x.Int(`select count(*) from registration where mail_chosen_at is not null`); n != 0 {
		t.Errorf("times left of those who are gone: got %d, want none", n)
	}
}
