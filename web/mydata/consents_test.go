package mydata_test

import (
	"encoding/json"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/organisation"
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

// What is said no to and taken back stands in the log too, with its time, on the page and in the file, and though the audit log goes.
func TestNoIsInTheLog(t *testing.T) {
	t.Parallel()
	x := newPlace(t)
	token := x.join(t)
	resident := account.Resident(x.MunicipalityID)
	_, err := x.Portal.Mine.NewFeedByToken(t.Context(), resident, token)
	must(t, err)
	shown := func(public bool) {
		t.Helper()
		v, err := x.Portal.Organisations.Get(t.Context(), x.group, x.organisation)
		must(t, err)
		must(t, x.Portal.Organisations.Update(t.Context(), x.group, organisation.Draft{
			Organisation: v.Organisation, Contacts: []organisation.Contact{{Name: name, Role: "leader", Email: email, Public: public}},
		}))
	}
	shown(true)
	x.Clock.Advance(time.Hour)
	shown(false)
	_, err = x.Portal.Registrations.CancelByToken(t.Context(), resident, token)
	must(t, err)
	left := x.Clock.Now()
	x.Exec(`delete from audit_event`)
	link := x.link(t)
	x.Anonymous().Get(link).Has("#samtykkelogg", "Meldte seg av", "skal ikke lenger vises på lagets side").Has("[aria-labelledby=kalender]", "hemmelige adressen")
	x.Anonymous().Get(link+"/slett").Has("form", "egen kalender slutter å virke")
	var got struct {
		Calendars []any `json:"calendar_addresses"`
		Consents  []owndata.Consent
	}
	must(t, json.Unmarshal([]byte(x.Anonymous().Get(link+"/data.json").Body), &got))
	noes := map[string]time.Time{}
	for _, c := range got.Consents {
		if !c.Yes {
			noes[c.What] = c.At
		}
	}
	for _, what := range []string{owndata.ConsentLeft, owndata.ConsentPublic} {
		if at, ok := noes[what]; !ok || at.Sub(left).Abs() > time.Minute {
			t.Errorf("%s in the file: got %v, want a no at %v", what, at, left)
		}
	}
	if len(got.Calendars) != 1 {
		t.Errorf("calendars in the file: got %d, want 1", len(got.Calendars))
	}
	x.Anonymous().Post(link+"/slett", nil).Follow().HasNot("[aria-labelledby=kalender]", "")
	if n := x.Int(`select count(*) from registration_said`); n != 0 {
		t.Errorf("what was said of sign-ups is left: got %d", n)
	}
}
