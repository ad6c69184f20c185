package activity_test

// What search knows of an activity: only what residents see, by the ages and the place
// that hold for it, and by its dates that are not over.

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/search"
)

// found are the ids of those that a filter leaves.
func found(t *testing.T, w *activitytest.World, f search.Filter) (ids []int64) {
	t.Helper()
	f.Municipality = w.Group.MunicipalityID
	page, err := w.Lists.PublicList(t.Context(), listing.Params{Filter: f})
	must(t, err)
	for _, c := range page.Cards {
		ids = append(ids, c.ID)
	}
	slices.Sort(ids)
	return ids
}

func TestOnlyWhatIsLiveIsFound(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	id := w.Publish(t, w.Draft())
	for _, status := range activity.Statuses {
		for _, organisation := range []string{"pending", "approved", "refused", "ended"} {
			w.ID(t, `update activity set status = $2 where id = $1 returning id`, id, status)
			w.ID(t, `update organisation set status = $2 where id = $1 returning id`, w.Group.OrganisationID, organisation)
			must(t, w.Service.Reindex(t.Context(), activity.ReindexArgs{OrganisationID: w.Group.OrganisationID}))
			want := status == activity.Published && organisation == "approved"
			if got := len(found(t, w, search.Filter{})) == 1; got != want {
				t.Errorf("%s of an organisation that is %s: got found %v, want %v", status, organisation, got, want)
			}
		}
	}
}

// What an organisation or a place is called matters to what it holds, helps to hold or has.
func TestWhatIsFoundAnew(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	school := w.ID(t, `insert into venue (municipality_id, name) values ($1, 'Nes skole') returning id`, w.Group.MunicipalityID)
	at := func(venue int64, co ...int64) int64 {
		d := w.Draft()
		d.VenueID, d.CoOrganisers, d.PlaceNote = venue, co, "Ute"
		return w.Publish(t, d)
	}
	third := w.ID(t, `insert into organisation (municipality_id, name, kind, status) values ($1, 'Nes kor', 'association', 'approved') returning id`, w.Group.MunicipalityID)
	own, helped, moved, sung := at(0), at(0, w.Rival.OrganisationID), at(0), at(0, third)
	there := at(w.Venue)
	w.ID(t, `update occurrence set venue_id = $2 where id = $1 returning id`, w.Dates(t, moved)[0].ID, school)
	for name, tc := range map[string]struct {
		args activity.ReindexArgs
		want []int64
	}{
		"its organiser":       {activity.ReindexArgs{OrganisationID: w.Group.OrganisationID}, []int64{own, helped, moved, sung, there}},
		"a co-organiser":      {activity.ReindexArgs{OrganisationID: w.Rival.OrganisationID}, []int64{helped}},
		"its place":           {activity.ReindexArgs{VenueID: w.Venue}, []int64{there}},
		"the place of a date": {activity.ReindexArgs{VenueID: school}, []int64{moved}},
		"nothing":             {activity.ReindexArgs{}, nil},
	} {
		if _, err := w.Pool.Exec(t.Context(), `delete from live_activity`); err != nil {
			t.Fatal(err)
		}
		must(t, w.Service.Reindex(t.Context(), tc.args))
		if got := found(t, w, search.Filter{}); !slices.Equal(got, tc.want) {
			t.Errorf("%s: got %v, want %v", name, got, tc.want)
		}
	}
}

// The ages are the activity's own, and where it says none, those that all its target groups have.
func TestAgesThatFind(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	w.ID(t, `update code set age_min = 6, age_max = 12 where id = $1 returning id`, w.Children)
	w.ID(t, `update code set age_min = 60 where id = $1 returning id`, w.Seniors)
	all := w.ID(t, `insert into code (municipality_id, list, slug, name_nb) values ($1, 'target_group', 'alle', 'Alle') returning id`, w.Group.MunicipalityID)
	age := func(n int) *int { return &n }
	for name, tc := range map[string]struct {
		groups   []int64
		low, top *int
		fits     []int
		not      []int
	}{
		"of the children": {[]int64{w.Children}, nil, nil, []int{6, 12}, []int{5, 13}},
		"of the seniors":  {[]int64{w.Seniors}, nil, nil, []int{60, 99}, []int{59}},
		"of both":         {[]int64{w.Children, w.Seniors}, nil, nil, []int{6, 13, 99}, []int{5}},
		"of all":          {[]int64{w.Children, all}, nil, nil, []int{1, 5, 99}, nil},
		"nobody is named": {nil, nil, nil, []int{1, 99}, nil},
		"its own":         {[]int64{w.Children}, age(3), age(30), []int{3, 30}, []int{2, 31}},
		"its own from":    {[]int64{w.Children}, age(3), nil, []int{3, 99}, []int{2}},
		"its own to":      {[]int64{w.Children}, nil, age(30), []int{1, 30}, []int{31}},
	} {
		d := w.Draft()
		d.TargetGroups, d.AgeMin, d.AgeMax = tc.groups, tc.low, tc.top
		id := w.Publish(t, d)
		for want, ages := range map[bool][]int{true: tc.fits, false: tc.not} {
			for _, a := range ages {
				if got := slices.Contains(found(t, w, search.Filter{Age: age(a)}), id); got != want {
					t.Errorf("%s, %d years: got found %v, want %v", name, a, got, want)
				}
			}
		}
		must(t, w.Service.Archive(t.Context(), w.Staff, id, 0))
	}
}

// A place is in its own area, which may lie in another; the only coming date may be elsewhere.
func TestAreasThatFind(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	here := w.Group.MunicipalityID
	around := w.ID(t, `insert into area (municipality_id, slug, name) values ($1, 'rundt', 'Rundt') returning id`, here)
	w.ID(t, `update area set parent_id = $2 where id = $1 returning id`, w.Area, around)
	far := w.ID(t, `insert into area (municipality_id, slug, name) values ($1, 'fjern', 'Fjern') returning id`, here)
	school := w.ID(t, `insert into venue (municipality_id, name, area_id) values ($1, 'Fjern skole', $2) returning id`, here, far)
	add := func(change func(*activity.Draft)) int64 {
		d := w.Draft()
		change(&d)
		return w.Publish(t, d)
	}
	once := func(d *activity.Draft) { d.RRule = "" }
	ofVenue := add(func(*activity.Draft) {})
	ofItself := add(func(d *activity.Draft) { d.AreaID = far })
	nowhere := add(func(d *activity.Draft) { d.VenueID, d.PlaceNote = 0, "Ute" })
	moved, one := add(func(d *activity.Draft) { once(d); d.AreaID = w.Area }), add(once)
	several := add(func(d *activity.Draft) { d.RRule = "FREQ=WEEKLY;COUNT=2;BYDAY=TH" })
	for _, id := range []int64{moved, several} {
		o := w.Dates(t, id)[0]
		must(t, w.Service.ChangeOccurrence(t.Context(), w.Group, activity.DateRef{ActivityID: id, OccurrenceID: o.ID, Sequence: -1}, activity.DateChange{StartsAt: o.StartsAt, EndsAt: o.EndsAt, VenueID: school}))
	}
	for area, want := range map[int64][]int64{w.Area: {ofVenue, one, several}, around: {ofVenue, one, several}, far: {ofItself, moved}} {
		if got := found(t, w, search.Filter{Areas: []int64{area}}); !slices.Equal(got, want) {
			t.Errorf("area %d: got %v, want %v", area, got, want)
		}
	}
	if got := found(t, w, search.Filter{}); !slices.Contains(got, nowhere) {
		t.Error("what has no place is not found")
	}
}

// What happened to an activity is for its group and the staff, the newest thirty lines.
func TestHistoryIsShortAndOnesOwn(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	d := w.Draft()
	d.CoOrganisers = []int64{w.Rival.OrganisationID}
	id, other := w.Publish(t, d), w.Publish(t, d)
	if _, err := w.Pool.Exec(t.Context(), `insert into audit_event (municipality_id, at, actor_kind, action, object, object_id)
		select $1, now(), 'staff', 'activity.x', 'activity', $2 from generate_series(1, 40)`, w.Group.MunicipalityID, id); err != nil {
		t.Fatal(err)
	}
	for who, n := range map[*account.Actor]int{&w.Group: 30, &w.Staff: 30, &w.Reader: 30} {
		rows, err := w.Service.History(t.Context(), *who, id)
		must(t, err)
		if len(rows) != n {
			t.Errorf("%s: got %d lines, want %d", who.Name, len(rows), n)
		}
		rows, err = w.Service.History(t.Context(), *who, other)
		must(t, err)
		for _, r := range rows {
			if *r.ObjectID != other || r.Object != "activity" {
				t.Errorf("%s: got a line about %s %d", who.Name, r.Object, *r.ObjectID)
			}
		}
	}
	for _, who := range []account.Actor{w.Rival, w.Stranger} {
		if rows, err := w.Service.History(t.Context(), who, id); err == nil {
			t.Errorf("%s reads %d lines of who did what", who.Name, len(rows))
		}
	}
	for who, actor := range map[string]account.Actor{"its group": w.Group, "one that helps": w.Rival, "a reader": w.Reader} {
		if dates, err := w.Service.Occurrences(t.Context(), actor, id, time.Time{}, 5); err != nil || len(dates) != 5 {
			t.Errorf("%s: got %d dates (%v), want 5", who, len(dates), err)
		}
	}
	if dates, err := w.Service.Occurrences(t.Context(), w.Stranger, id, time.Time{}, 5); err == nil {
		t.Errorf("the neighbour: got %d dates", len(dates))
	}
	if dates, err := w.Service.Occurrences(t.Context(), account.Resident(w.Group.MunicipalityID), id, time.Time{}, 5); err == nil {
		t.Errorf("nobody: got %s", fmt.Sprint(len(dates)))
	}
}
