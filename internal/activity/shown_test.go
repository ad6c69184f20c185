package activity_test

// What residents see, who is told, and which jobs follow.

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/activity/schedule"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail/mailtest"
)

// Residents see what is published or was, of organisations that are approved or were.
func TestWhatResidentsSee(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	w.Publish(t, w.Draft()) // another, which is always there to be seen
	id := w.Publish(t, w.Draft())
	here, there := w.Group.MunicipalityID, w.Stranger.MunicipalityID
	for _, status := range activity.Statuses {
		for _, organisation := range []string{"pending", "approved", "refused", "ended", "merged"} {
			w.ID(t, `update activity set status = $2 where id = $1 returning id`, id, status)
			w.ID(t, `update organisation set status = $2 where id = $1 returning id`, w.Group.OrganisationID, organisation)
			for municipality, ours := range map[int64]bool{here: true, there: false} {
				want := ours && (status == activity.Published || status == activity.Archived) && (organisation == "approved" || organisation == "ended")
				_, err := w.Service.PublicShow(t.Context(), municipality, id)
				if err != nil && !fault.Is(err, fault.NotFound) {
					t.Fatal(err)
				}
				dates, errDates := w.Service.PublicOccurrences(t.Context(), municipality, id, w.Now, 100)
				must(t, errDates)
				if got := err == nil; got != want || len(dates) > 0 != want || len(dates) > 0 && len(dates) != 11 {
					t.Errorf("%s of an organisation that is %s, ours %v: got the page %v and %d dates, want %v", status, organisation, ours, got, len(dates), want)
				}
			}
		}
	}
}

// A page counts what is not over, and a date that is going on is not.
func TestWhatIsStillToCome(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	d := w.Draft()
	d.RRule = "FREQ=WEEKLY;COUNT=2;BYDAY=TH"
	id := w.Publish(t, d)
	dates := w.Dates(t, id)
	w.ID(t, `update occurrence set venue_id = $2, place_note = 'I kjelleren' where id = $1 returning id`, dates[1].ID,
		w.ID(t, `insert into venue (municipality_id, name) values ($1, 'Nes skole') returning id`, w.Group.MunicipalityID))
	for _, tc := range []struct {
		now   time.Time
		want  int
		place string
		note  string
	}{
		{w.Now, 2, "Nes bibliotek", ""}, {dates[0].EndsAt.Add(-time.Minute), 2, "Nes bibliotek", ""},
		{dates[0].EndsAt, 1, "Nes skole", "I kjelleren"}, {dates[1].EndsAt, 0, "Nes bibliotek", ""},
	} {
		w.Now = tc.now
		v, err := w.Service.PublicShow(t.Context(), w.Group.MunicipalityID, id)
		must(t, err)
		if v.Coming != tc.want || v.Past != (tc.want == 0) || v.Place.Name != tc.place || v.Note != tc.note {
			t.Errorf("at %v: got %d coming, past %v, at %q %q; want %d at %q %q", tc.now, v.Coming, v.Past, v.Place.Name, v.Note, tc.want, tc.place, tc.note)
		}
	}
}

// What has been shown to residents and changes makes a job each time; what only its
// group has seen makes none.
func TestJobsThatFollow(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	ctx := t.Context()
	d := w.Draft()
	d.SignupMode = activity.HereSignup
	id := w.Create(t, w.Group, d).ID
	ref := func() activity.DateRef {
		return activity.DateRef{ActivityID: id, OccurrenceID: w.Dates(t, id)[0].ID, Sequence: -1}
	}
	steps := func(changed bool) []struct {
		name string
		do   func() error
		want []string
	} {
		var told []string
		if changed {
			told = []string{fmt.Sprint("activity.changed ", id)}
		}
		with := func(jobs ...string) []string { return slices.Sorted(slices.Values(append(jobs, told...))) }
		return []struct {
			name string
			do   func() error
			want []string
		}{
			{"change", func() error { _, err := w.Service.Update(ctx, w.Group, id, 0, d, activity.Falling{}); return err }, told},
			{"call a date off", func() error { return w.Service.CancelOccurrence(ctx, w.Group, ref(), "Syk") }, told},
			{"take it back", func() error { return w.Service.RestoreOccurrence(ctx, w.Group, ref()) }, told},
			{"send in", func() error { _, err := w.Service.Submit(ctx, w.Group, id, 0); return err }, with("notice.arisen activities 0")},
			{"refuse", func() error { return w.Service.Refuse(ctx, w.Staff, id, 0, "Skriv mer") }, with("mail.send")},
			{"send in again", func() error { _, err := w.Service.Submit(ctx, w.Group, id, 0); return err }, with("notice.arisen activities 0")},
			{"call off", func() error { return w.Service.CancelSeries(ctx, w.Group, id, 0, "Syk") }, told},
			{"call on", func() error { return w.Service.RestoreSeries(ctx, w.Group, id, 0) }, told},
			{"approve", func() error { return w.Service.Approve(ctx, w.Staff, id, 0) }, with("mail.send", fmt.Sprint("notice.arisen own_activities ", w.Group.OrganisationID))},
			{"withdraw", func() error { return w.Service.Withdraw(ctx, w.Group, id, 0) }, []string{fmt.Sprint("activity.changed ", id)}},
		}
	}
	for _, seen := range []bool{false, true} {
		for _, c := range steps(seen) {
			if _, err := w.Pool.Exec(ctx, `delete from river_job`); err != nil {
				t.Fatal(err)
			}
			must(t, c.do())
			if diff := cmp.Diff(c.want, jobsOf(t, w)); diff != "" {
				t.Errorf("seen %v, %s (-want +got):\n%s", seen, c.name, diff)
			}
		}
	}
	// Without sign-up there is nothing to set up.
	w.Publish(t, w.Draft())
	if got := w.ID(t, `select count(*) from river_job where kind = 'notice.arisen'`); got != 0 {
		t.Errorf("got %d notices of an activity where one just comes, want none", got)
	}
}

func jobsOf(t *testing.T, w *activitytest.World) (out []string) {
	t.Helper()
	rows, err := w.Pool.Query(t.Context(), `select kind, args from river_job order by 1, 2`)
	must(t, err)
	for rows.Next() {
		var kind string
		var args []byte
		must(t, rows.Scan(&kind, &args))
		var a struct {
			ActivityID     int64  `json:"activity_id"`
			What           string `json:"what"`
			OrganisationID int64  `json:"organisation_id"`
		}
		must(t, json.Unmarshal(args, &a))
		switch kind {
		case "activity.changed":
			kind += fmt.Sprint(" ", a.ActivityID)
		case "notice.arisen":
			kind += fmt.Sprint(" ", a.What, " ", a.OrganisationID)
		}
		out = append(out, kind)
	}
	slices.Sort(out)
	return out
}

// The group's people are told, each in her own language; where nobody logs in, the
// group's own address is.
func TestWhoIsToldOfARefusal(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	w.ID(t, `update organisation set email_private = 'styret@strikk.example' where id = $1 returning id`, w.Group.OrganisationID)
	w.ID(t, `update organisation set email_private = 'styret@tur.example' where id = $1 returning id`, w.Rival.OrganisationID)
	second := w.ID(t, `insert into account (municipality_id, email, name, lang) values ($1, 'eva@strikk.example', 'Eva', 'en') returning id`, w.Group.MunicipalityID)
	gone := w.ID(t, `insert into account (municipality_id, email, name, ended_at) values ($1, 'slutt@strikk.example', 'Slutt', now()) returning id`, w.Group.MunicipalityID)
	for _, who := range []int64{second, gone} {
		w.ID(t, `insert into membership (account_id, organisation_id, role) values ($1, $2, 'group_member') returning account_id`, who, w.Group.OrganisationID)
	}
	refuse := func() {
		saved := w.Create(t, w.Staff, w.Draft())
		w.ID(t, `update activity set status = 'submitted' where id = $1 returning id`, saved.ID)
		must(t, w.Service.Refuse(t.Context(), w.Staff, saved.ID, 0, "Skriv mer"))
	}
	everybody := []string{w.Group.Email, "eva@strikk.example", "slutt@strikk.example", "styret@strikk.example", w.Rival.Email, "styret@tur.example"}
	counts := func() (out []int) {
		for _, email := range everybody {
			out = append(out, len(mailtest.All(t, w.Pool, email)))
		}
		return out
	}
	refuse()
	if diff := cmp.Diff([]int{1, 1, 0, 0, 0, 0}, counts()); diff != "" {
		t.Errorf("letters to %v (-want +got):\n%s", everybody, diff)
	}
	if got := mailtest.Last(t, w.Pool, "eva@strikk.example").Subject; got == mailtest.Last(t, w.Pool, w.Group.Email).Subject {
		t.Errorf("got %q for one who reads English", got)
	}
	w.ID(t, `with gone as (delete from membership where organisation_id = $1) select 1`, w.Group.OrganisationID)
	refuse()
	if diff := cmp.Diff([]int{1, 1, 0, 1, 0, 0}, counts()); diff != "" {
		t.Errorf("letters to %v when nobody logs in (-want +got):\n%s", everybody, diff)
	}
}

// The people who may sign up and the activity's ages have somebody in common.
func TestAgesOfTheSignUp(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	d := w.Draft()
	d.SignupMode = activity.HereSignup
	age := func(n int) *int { return &n }
	for name, tc := range map[string]struct {
		settings string
		low, top *int
		mode     activity.SignupMode
		refused  string
	}{
		"no form":                  {"", age(6), age(12), activity.HereSignup, ""},
		"no ages":                  {`{}`, age(6), age(12), activity.HereSignup, ""},
		"just as old":              {`{"age_min": 12}`, nil, age(12), activity.HereSignup, ""},
		"too old":                  {`{"age_min": 13}`, nil, age(12), activity.HereSignup, "alder_til"},
		"just as young":            {`{"age_max": 6}`, age(6), nil, activity.HereSignup, ""},
		"too young":                {`{"age_max": 5}`, age(6), nil, activity.HereSignup, "alder_fra"},
		"of no limit above":        {`{"age_min": 13}`, age(6), nil, activity.HereSignup, ""},
		"of no limit below":        {`{"age_max": 5}`, nil, age(12), activity.HereSignup, ""},
		"no sign-up here any more": {`{"age_min": 13}`, nil, age(12), activity.NoSignup, ""},
		"a form of another's":      {"other", nil, age(12), activity.HereSignup, ""},
	} {
		id, other := w.Publish(t, d), w.Publish(t, d)
		form := `insert into signup_form (activity_id, municipality_id, settings, scope) values ($1, $2, $3, 'series') returning activity_id`
		switch tc.settings {
		case "":
		case "other":
			w.ID(t, form, other, w.Group.MunicipalityID, `{"age_min": 60}`)
		default:
			w.ID(t, form, id, w.Group.MunicipalityID, tc.settings)
		}
		d := d
		d.AgeMin, d.AgeMax, d.SignupMode = tc.low, tc.top, tc.mode
		_, err := w.Service.Update(t.Context(), w.Group, id, 0, d, activity.Falling{})
		if (err == nil) != (tc.refused == "") || tc.refused != "" && !fault.FieldsOf(err).Has(tc.refused) {
			t.Errorf("%s: got %v, want %q refused", name, err, tc.refused)
		}
	}
}

// A copy without a date begins on the next such weekday, whole weeks later.
func TestWhereACopyBegins(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	for now, want := range map[string]string{
		"2026-10-07 08:00": "2026-10-08 18:00", "2026-10-08 17:59": "2026-10-08 18:00", "2026-10-08 18:00": "2026-10-15 18:00",
		"2026-10-15 17:59": "2026-10-15 18:00", "2026-10-15 18:00": "2026-10-22 18:00", "2026-11-12 18:00": "2026-11-19 18:00",
	} {
		w.Now = activitytest.Now
		d := w.Draft()
		d.RRule, d.ExtraDates = "", []time.Time{activitytest.At("2026-10-10 11:00")}
		id := w.Publish(t, d)
		w.Now = activitytest.At(now)
		saved, err := w.Service.Copy(t.Context(), w.Group, id, time.Time{})
		must(t, err)
		dates := w.Dates(t, saved.ID)
		if got := dates[0].StartsAt.In(i18n.Oslo).Format("2006-01-02 15:04"); got != want || len(dates) != 2 {
			t.Errorf("at %s: got %s and %d dates, want %s and two", now, got, len(dates), want)
		}
		if got := dates[1].StartsAt.In(i18n.Oslo).Format("Mon 15:04"); got != "Sat 11:00" {
			t.Errorf("at %s: the second date is %s, want Saturday at eleven", now, got)
		}
		if got := w.ID(t, `select count(*) from audit_event where action = 'activity.create' and object_id = $1 and (detail->>'copy_of')::bigint = $2`, saved.ID, id); got != 1 {
			t.Error("the log does not say what it is a copy of")
		}
	}
}

// The nightly job makes more dates of published series that end within the horizon, and
// of no others.
func TestWhichSeriesGoOn(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	endless := w.Draft()
	endless.RRule = "FREQ=WEEKLY;BYDAY=TH"
	once := w.Draft()
	once.RRule = ""
	ids := map[string]int64{
		"published": w.Publish(t, endless), "a draft": w.Create(t, w.Group, endless).ID, "far enough": w.Publish(t, endless), "one date": w.Publish(t, once),
	}
	edge := schedule.Horizon(w.Now).AddDate(0, -1, 0)
	for name, to := range map[string]time.Time{"published": edge.Add(-time.Second), "a draft": edge.AddDate(0, -1, 0), "far enough": edge, "one date": edge.AddDate(0, -1, 0)} {
		w.ID(t, `update activity set materialised_to = $2 where id = $1 returning id`, ids[name], to)
		w.ID(t, `with gone as (delete from occurrence where activity_id = $1 and starts_at >= $2) select 1`, ids[name], edge.AddDate(0, -1, 0))
	}
	before := map[string]int{}
	for name, id := range ids {
		before[name] = len(w.Dates(t, id))
	}
	if n, err := w.Service.ExtendHorizon(t.Context()); err != nil || n != 1 {
		t.Errorf("handled %d (%v), want 1", n, err)
	}
	for name, id := range ids {
		if got := len(w.Dates(t, id)) > before[name]; got != (name == "published") {
			t.Errorf("%s: got more dates %v", name, got)
		}
	}
	if n, err := w.Service.ExtendHorizon(t.Context()); err != nil || n != 0 {
		t.Errorf("again: handled %d (%v), want none", n, err)
	}
}
