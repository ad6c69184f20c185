package signupform_test

// What is stored of a form and its dates, and what pages read of it.

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/registration/registrationtest"
	"frivilligsentral/internal/registration/signupform"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func set(t *testing.T, w *registrationtest.World, sql string, args ...any) {
	t.Helper()
	if _, err := w.Pool.Exec(t.Context(), sql, args...); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func TestTemplatesAreTheOrganisations(t *testing.T) {
	t.Parallel()
	w := registrationtest.New(t)
	ctx := t.Context()
	f := signupform.NewForm()
	at := w.Now
	f.OpensAt, f.Capacity = &at, number(8)
	save := func(name string, f signupform.Form) (int64, error) {
		return w.Forms.SaveTemplate(ctx, w.Group, w.Group.OrganisationID, name, f)
	}
	long := strings.Repeat("ø", 100)
	id, err := save("  Kafé  med kake ", f)
	must(t, err)
	_, err = save(long, f)
	must(t, err)
	for name, refused := range map[string]signupform.Form{" ": f, long + "ø": f} {
		if _, err := save(name, refused); !fault.FieldsOf(err).Has("mal_navn") {
			t.Errorf("a name of %d: got %v, want it refused", len(name), err)
		}
	}
	if _, err := save("Feil", signupform.Form{Scope: "uke"}); !fault.FieldsOf(err).Has("gjelder") {
		t.Errorf("a form that is wrong: got %v", err)
	}
	f.Capacity = number(9)
	again, err := save("Kafé med kake", f)
	must(t, err)
	if again != id {
		t.Errorf("the same name once more: got template %d, want %d", again, id)
	}
	_, err = w.Forms.SaveTemplate(ctx, w.Rival, w.Rival.OrganisationID, "Tur", f)
	must(t, err)
	all, err := w.Forms.Templates(ctx, w.Group, w.Group.OrganisationID)
	must(t, err)
	if len(all) != 2 || all[0].Name != "Kafé med kake" || *all[0].Form.Capacity != 9 || all[0].Form.OpensAt != nil || all[1].Name != long {
		t.Errorf("got %+v, want its own two, without the time when one of its activities opens", all)
	}
	must(t, w.Forms.DeleteTemplate(ctx, w.Rival, w.Rival.OrganisationID, id))
	if all, err := w.Forms.Templates(ctx, w.Group, w.Group.OrganisationID); err != nil || len(all) != 2 {
		t.Errorf("another group deletes it: got %d left, %v", len(all), err)
	}
	for range 2 {
		must(t, w.Forms.DeleteTemplate(ctx, w.Group, w.Group.OrganisationID, id))
	}
	if all, err := w.Forms.Templates(ctx, w.Group, w.Group.OrganisationID); err != nil || len(all) != 1 || all[0].Name != long {
		t.Errorf("deleted: got %+v, %v", all, err)
	}
}

// seen are dates with their places, as pages get them.
func seen(slots []signupform.Slot) string {
	var all []string
	for _, s := range slots {
		line := s.StartsAt.UTC().Format("01-02") + " " + fmt.Sprint(s.Taken)
		if s.Capacity != nil {
			line += fmt.Sprintf(" of %d", *s.Capacity)
		}
		for word, is := range map[string]bool{" closed": s.Closed, " off": s.Cancelled, " own": s.OwnCapacity} {
			if is {
				line += word
			}
		}
		all = append(all, line)
	}
	return strings.Join(all, ", ")
}

func TestSlotsToChooseFrom(t *testing.T) {
	t.Parallel()
	w := registrationtest.New(t)
	ctx := t.Context()
	w.Open(t, 4, nil)
	dates := w.Dates(t, w.Activity)
	w.Join(t, dates[1].ID, "Ola Nes", 2)
	other := w.Publish(t, w.Draft())
	must(t, w.SignUps.SaveForm(ctx, w.Group, other, 0, signupform.NewForm()))
	look := func(what string, from time.Time, limit int, want string) {
		t.Helper()
		slots, err := w.Forms.Slots(ctx, w.Resident, w.Activity, from, limit)
		must(t, err)
		if got := seen(slots); got != want {
			t.Errorf("%s: got %s, want %s", what, got, want)
		}
	}
	look("two", w.Now, 2, "10-08 0 of 4, 10-15 2 of 4")
	look("the first takes place", dates[0].EndsAt.Add(-time.Second), 1, "10-08 0 of 4")
	look("the first is over", dates[0].EndsAt, 1, "10-15 2 of 4")
	must(t, w.Forms.CloseSignUp(ctx, w.Group, w.Activity, dates[0].ID, true))
	look("one is closed", w.Now, 2, "10-08 0 of 4 closed, 10-15 2 of 4")
	must(t, w.Forms.CloseSignUp(ctx, w.Group, w.Activity, 0, true))
	look("all are closed", w.Now, 3, "10-08 0 of 4 closed, 10-15 2 of 4 closed, 10-22 0 of 4 closed")
	must(t, w.Forms.CloseSignUp(ctx, w.Group, w.Activity, 0, false))
	look("all are open again", w.Now, 2, "10-08 0 of 4, 10-15 2 of 4")
	must(t, w.SignUps.SetCapacity(ctx, w.Group, w.Activity, dates[1].ID, number(7)))
	set(t, w, "update occurrence set status = 'cancelled' where id = $1", dates[2].ID)
	look("one has more places, one is off", w.Now, 3, "10-08 0 of 4, 10-15 2 of 7 own, 10-22 0 of 4 off")
	if slots, err := w.Forms.Slots(ctx, w.Resident, other, w.Now, 1); err != nil || seen(slots) != "10-08 0" {
		t.Errorf("another activity: got %s, %v", seen(slots), err)
	}
	set(t, w, "update activity set status = 'draft' where id = $1", w.Activity)
	if slots, err := w.Forms.Slots(ctx, w.Resident, w.Activity, w.Now, 2); !fault.Is(err, fault.NotFound) {
		t.Errorf("not published: a resident gets %s, %v", seen(slots), err)
	}
	if slots, err := w.Forms.Slots(ctx, w.Group, w.Activity, w.Now, 2); err != nil || len(slots) != 2 {
		t.Errorf("not published: the organiser gets %s, %v", seen(slots), err)
	}
	if slots, err := w.Forms.Slots(ctx, w.Rival, w.Activity, w.Now, 2); !fault.Is(err, fault.NotFound) {
		t.Errorf("not published: another group gets %s, %v", seen(slots), err)
	}
}

// What a list of dates says about signing up, however one signs up.
func TestPlacesInAList(t *testing.T) {
	t.Parallel()
	w := registrationtest.New(t)
	ctx := t.Context()
	w.Open(t, 4, func(f *signupform.Form) { f.ClosesHours = 24 })
	dates := w.Dates(t, w.Activity)
	w.Join(t, dates[1].ID, "Ola Nes", 2)
	series := w.Publish(t, w.Draft())
	f := signupform.NewForm()
	f.Scope, f.Capacity = signupform.WholeSeries, number(6)
	must(t, w.SignUps.SaveForm(ctx, w.Group, series, 0, f))
	link, plain, unset := w.Publish(t, w.Draft()), w.Publish(t, w.Draft()), w.Publish(t, w.Draft())
	set(t, w, "update activity set signup_mode = 'link', signup_url = 'https://tur.example' where id = $1", link)
	set(t, w, "update activity set signup_mode = 'here' where id = $1", unset)
	of := func(id int64, n int) int64 { return w.Dates(t, id)[n].ID }
	ids := []int64{dates[0].ID, dates[1].ID, of(series, 1), of(link, 0), of(plain, 0), of(unset, 0)}
	w.Now = activitytest.At("2026-10-07 18:00")
	all, err := w.Forms.PublicPlacesAt(ctx, w.Group.MunicipalityID, ids)
	must(t, err)
	if len(all) != 4 {
		t.Errorf("got %d with sign-up, want four: neither one that has none nor one that waits to be set up", len(all))
	}
	first, second, third, fourth := all[ids[0]], all[ids[1]], all[ids[2]], all[ids[3]]
	if first.Gate != signupform.Over || seen([]signupform.Slot{first.Slot}) != "10-08 0 of 4" || first.Elsewhere {
		t.Errorf("the deadline is over: got %+v", first)
	}
	if second.Gate != signupform.Open || seen([]signupform.Slot{second.Slot}) != "10-15 2 of 4" || !second.Deadline.Equal(dates[1].StartsAt.AddDate(0, 0, -1)) {
		t.Errorf("a date: got %+v", second)
	}
	if third.Slot.OccurrenceID != 0 || seen([]signupform.Slot{third.Slot}) != "10-08 0 of 6" || !third.Slot.EndsAt.After(dates[5].EndsAt) {
		t.Errorf("a series: got %+v, want it from its first date to its last", third)
	}
	if !fourth.Elsewhere || fourth.Gate != "" {
		t.Errorf("elsewhere: got %+v", fourth)
	}
	if none, err := w.Forms.PublicPlacesAt(ctx, w.Group.MunicipalityID, nil); err != nil || len(none) != 0 {
		t.Errorf("of no date: got %v, %v", none, err)
	}
	set(t, w, "update activity set cancelled_at = $2 where id = $1", w.Activity, w.Now)
	all, err = w.Forms.PublicPlacesAt(ctx, w.Group.MunicipalityID, ids)
	must(t, err)
	if all[ids[1]].Gate != signupform.CalledOff || all[ids[2]].Gate != signupform.Open {
		t.Errorf("one is called off: got %s, and %s for another", all[ids[1]].Gate, all[ids[2]].Gate)
	}
}

// Sign-up is turned off when nobody holds anything for what is to come.
func TestSignUpIsTurnedOff(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		url, mode string
		late      bool // after the date of the one who has signed up
	}{"none is needed": {"", "none", true}, "it is elsewhere": {"https://tur.example", "link", true}, "somebody has": {"", "here", false}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := registrationtest.New(t)
			date := w.Open(t, 4, nil)
			w.Join(t, date, "Ola Nes", 2)
			end := w.Dates(t, w.Activity)[0].EndsAt
			w.Now = end.Add(-time.Second)
			if tc.late {
				w.Now = end
			}
			err := w.Forms.StopSignUp(t.Context(), w.Group, w.Activity, tc.url)
			if tc.late != (err == nil) || !tc.late && !fault.FieldsOf(err).Has("pamelding") {
				t.Errorf("got %v", err)
			}
			var mode, url string
			must(t, w.Pool.QueryRow(t.Context(), "select signup_mode, signup_url from activity where id = $1", w.Activity).Scan(&mode, &url))
			if mode != tc.mode || url != tc.url {
				t.Errorf("got %s %q, want %s %q", mode, url, tc.mode, tc.url)
			}
		})
	}
}

// A form is held against its activity's dates and ages.
func TestFormFitsDatesAndAges(t *testing.T) {
	t.Parallel()
	w := registrationtest.New(t)
	d := w.Draft()
	d.AgeMin, d.AgeMax = number(6), number(12)
	w.Activity = w.Publish(t, d)
	dates := w.Dates(t, w.Activity)
	last := dates[len(dates)-1]
	opens := func(at time.Time) func(*signupform.Form) { return func(f *signupform.Form) { f.OpensAt = &at } }
	series := func(f *signupform.Form) { f.Scope = signupform.WholeSeries }
	version := 0
	for _, tc := range []struct {
		name   string
		change []func(*signupform.Form)
		want   string
	}{
		{"opens just before the last date", []func(*signupform.Form){opens(last.StartsAt.Add(-time.Second))}, ""},
		{"opens with the last date", []func(*signupform.Form){opens(last.StartsAt)}, "apner"},
		{"a series opens just before its first", []func(*signupform.Form){series, opens(dates[0].StartsAt.Add(-time.Second))}, ""},
		{"a series opens with its first", []func(*signupform.Form){series, opens(dates[0].StartsAt)}, "apner"},
		{"from the highest age", []func(*signupform.Form){func(f *signupform.Form) { f.AgeMin = number(12) }}, ""},
		{"from above it", []func(*signupform.Form){func(f *signupform.Form) { f.AgeMin = number(13) }}, "alder_fra"},
		{"to the lowest age", []func(*signupform.Form){func(f *signupform.Form) { f.AgeMax = number(6) }}, ""},
		{"to below it", []func(*signupform.Form){func(f *signupform.Form) { f.AgeMax = number(5) }}, "alder_til"},
		{"closes two weeks before", []func(*signupform.Form){func(f *signupform.Form) { f.ClosesHours = 336 }}, ""},
		{"closes three dates from the start", []func(*signupform.Form){func(f *signupform.Form) { f.ClosesHours = 360 }}, ""},
		{"closes four dates from the start", []func(*signupform.Form){func(f *signupform.Form) { f.ClosesHours = 600 }}, "stenger_timer"},
	} {
		f := signupform.NewForm()
		for _, c := range tc.change {
			c(&f)
		}
		err := w.SignUps.SaveForm(t.Context(), w.Group, w.Activity, version, f)
		if (tc.want == "") != (err == nil) || tc.want != "" && !fault.FieldsOf(err).Has(tc.want) {
			t.Errorf("%s: got %v, want %q refused", tc.name, err, tc.want)
		}
		if err == nil {
			version++
		}
	}
	if err := w.SignUps.SaveForm(t.Context(), w.Group, w.Activity, version-1, signupform.NewForm()); !fault.WasOutrun(err) {
		t.Errorf("an old version: got %v", err)
	}
}

// The page of an activity shows the date or the series, with its gate and deadline.
func TestPageOfSigningUp(t *testing.T) {
	t.Parallel()
	w := registrationtest.New(t)
	ctx := t.Context()
	date := w.Open(t, 2, func(f *signupform.Form) { f.ClosesHours = 5 })
	page, err := w.Forms.SignUpPage(ctx, w.Resident, w.Activity, date)
	must(t, err)
	if page.Gate != signupform.Open || !page.Deadline.Equal(activitytest.At("2026-10-08 13:00")) || !strings.Contains(page.Place, "Nes bibliotek") || page.Slot.OccurrenceID != date {
		t.Errorf("got %+v", page)
	}
	if _, err := w.Forms.SignUpPage(ctx, w.Resident, w.Activity, 0); !fault.Is(err, fault.NotFound) {
		t.Errorf("no date: got %v", err)
	}
	for _, sql := range []string{"status = 'draft'", "signup_mode = 'none'"} {
		set(t, w, "update activity set "+sql+" where id = $1", w.Activity)
		if _, err := w.Forms.SignUpPage(ctx, w.Resident, w.Activity, date); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: got %v", sql, err)
		}
		set(t, w, "update activity set status = 'published', signup_mode = 'here' where id = $1", w.Activity)
	}
	set(t, w, "update signup_form set scope = 'series', settings = jsonb_set(settings, '{scope}', '\"series\"')")
	page, err = w.Forms.SignUpPage(ctx, w.Resident, w.Activity, date)
	must(t, err)
	if page.Slot.OccurrenceID != 0 || page.Place != "" || !page.Slot.EndsAt.After(w.Dates(t, w.Activity)[3].EndsAt) {
		t.Errorf("a series: got %+v", page)
	}
}
