package registration_test

// A form that is changed while people are on its lists, and what letters say of a date.

import (
	"strings"
	"testing"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/signupform"
)

// saveForm stores the activity's form with a change.
func (w *world) saveForm(t *testing.T, change func(*signupform.Form)) error {
	t.Helper()
	f := w.Form(t)
	change(&f)
	return w.SignUps.SaveForm(t.Context(), w.Group, w.Activity, f.Version, f)
}

func TestScopeChangesOnlyWhileNobodyIsOnAList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 4, nil)
	in, _ := w.Join(t, date, "Ola Nes", 1)
	series := func(f *signupform.Form) { f.Scope = signupform.WholeSeries }
	if err := w.saveForm(t, series); !fault.FieldsOf(err).Has("gjelder") {
		t.Errorf("with one on the list: got %v, want gjelder refused", err)
	}
	_, err := w.SignUps.CancelByToken(t.Context(), w.Resident, in.Token)
	must(t, err)
	must(t, w.saveForm(t, series))
}

// Dates with a queue follow the form's word on groups too.
func TestQueueFollowsTheFormsPolicy(t *testing.T) {
	t.Parallel()
	for policy, want := range map[signupform.GroupPolicy]registration.Status{
		signupform.SkipGroups: registration.Offered, signupform.WaitForGroups: registration.Waiting,
	} {
		w := newWorld(t)
		date := w.Open(t, 2, nil)
		ola, _ := w.Join(t, date, "Ola Nes", 2)
		w.Join(t, date, "Kari Vik", 2)
		per, _ := w.Join(t, date, "Per Li", 1)
		must(t, w.saveForm(t, func(f *signupform.Form) { f.Groups = policy }))
		_, err := w.SignUps.ChangeByToken(t.Context(), w.Resident, ola.Token, registration.Change{Party: 1})
		must(t, err)
		if got := w.One(t, per.ID).Status; got != want {
			t.Errorf("%s: the one behind the pair is %s, want %s", policy, got, want)
		}
	}
}

// A letter says the place of its own date, not of another that people are signed up for.
func TestLetterSaysThePlaceOfItsDate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 5, nil)
	dates := w.Dates(t, w.Activity)
	must(t, w.Service.ChangeOccurrence(t.Context(), w.Group, activity.DateRef{ActivityID: w.Activity, OccurrenceID: dates[1].ID, Sequence: -1},
		activity.DateChange{StartsAt: dates[1].StartsAt, EndsAt: dates[1].EndsAt, PlaceNote: "Kantina på skolen"}))
	for i, name := range []string{"Ola Nes", "Kari Vik"} {
		w.Join(t, dates[i].ID, name, 1)
		m := mailtest.Last(t, w.Pool, strings.ReplaceAll(strings.ToLower(name), " ", ".")+"@post.example")
		if got := strings.Contains(m.TextBody, "Kantina på skolen"); got != (i == 1) {
			t.Errorf("date %d: the letter names the canteen %v:\n%s", i, got, m.TextBody)
		}
	}
}

// Whatever somebody wrote is gone from every table when it is forgotten, but for
// the letter about it that waits to be sent.
func TestNothingWrittenIsLeft(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	date := w.Open(t, 5, func(f *signupform.Form) {
		f.AskAges, f.AskNames = true, true
		f.Questions = append(f.Questions, asked("Allergi?", 7))
	})
	wish := w.Wish(date, "Hemmelig Kontakt", 1)
	wish.Phone, wish.GuardianName, wish.GuardianEmail = "41234567", "Hemmelig Foresatt", "hemmelig.foresatt@post.example"
	wish.Participants = []registration.Participant{{Name: "Hemmelig Barn", AgeBand: "6-9"}}
	wish.Answers = map[string]string{"q1": "Hemmelig svar"}
	_, err := w.SignUps.SignUp(t.Context(), w.Resident, wish)
	must(t, err)
	written := func() (tables []string) {
		rows, err := w.Pool.Query(t.Context(), `select table_name from information_schema.tables
			where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not in ('email', 'river_job') order by 1`)
		must(t, err)
		var all []string
		for rows.Next() {
			var name string
			must(t, rows.Scan(&name))
			all = append(all, name)
		}
		must(t, rows.Err())
		for _, name := range all {
			if w.ID(t, "select count(*) from "+name+" x where x::text ilike '%hemmelig%' or x::text like '%41234567%'") > 0 {
				tables = append(tables, name)
			}
		}
		return tables
	}
	if got := written(); len(got) < 2 {
		t.Fatalf("before: got %v, want the sign-up and its people", got)
	}
	_, err = w.SignUps.ForgetAbout(t.Context(), w.Group.MunicipalityID, wish.Email)
	must(t, err)
	if got := written(); len(got) > 0 {
		t.Errorf("left in %v", got)
	}
}
