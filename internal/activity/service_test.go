package activity_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/activity/activitytest"
	"frivilligsentral/internal/activity/listing"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/postgres/pgtest"
	"frivilligsentral/internal/search"
)

func TestQueries(t *testing.T) {
	t.Parallel()
	pgtest.Queries(t)
}

func wantKind(t *testing.T, err error, want fault.Kind) {
	t.Helper()
	if !fault.Is(err, want) {
		t.Errorf("got error %v, want a fault of kind %d", err, want)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestLife(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	ctx := t.Context()
	saved := w.Create(t, w.Group, w.Draft())
	if _, err := w.Service.PublicShow(ctx, w.Group.MunicipalityID, saved.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("a draft is shown to residents: %v", err)
	}
	status, err := w.Service.Submit(ctx, w.Group, saved.ID, saved.Version)
	must(t, err)
	if status != activity.Submitted {
		t.Errorf("after a group's submit: got %s, want %s", status, activity.Submitted)
	}
	wantKind(t, w.Service.Approve(ctx, w.Group, saved.ID, 0), fault.Forbidden)
	wantKind(t, w.Service.Refuse(ctx, w.Staff, saved.ID, 0, " "), fault.Invalid)
	must(t, w.Service.Refuse(ctx, w.Staff, saved.ID, 0, "Skriv hvor dere møtes."))
	letter := mailtest.Last(t, w.Pool, w.Group.Email)
	if want := "Strikkekafé må rettes før den kan publiseres"; letter.Subject != want {
		t.Errorf("refusal: got subject %q, want %q", letter.Subject, want)
	}
	if _, err = w.Service.Submit(ctx, w.Group, saved.ID, 0); err != nil {
		t.Fatalf("send in again: %v", err)
	}
	must(t, w.Service.Approve(ctx, w.Staff, saved.ID, 0))
	if got, want := mailtest.Last(t, w.Pool, w.Group.Email).Subject, "Strikkekafé er publisert"; got != want {
		t.Errorf("approval: got subject %q, want %q", got, want)
	}
	view, err := w.Service.PublicShow(ctx, w.Group.MunicipalityID, saved.ID)
	must(t, err)
	if view.Coming != 11 || len(view.Next) != 6 || view.Past {
		t.Errorf("shown: %d coming, %d next, past %v; want 11, 6, false", view.Coming, len(view.Next), view.Past)
	}
	must(t, w.Service.Withdraw(ctx, w.Group, saved.ID, 0))
	_, err = w.Service.PublicShow(ctx, w.Group.MunicipalityID, saved.ID)
	wantKind(t, err, fault.NotFound)
	must(t, w.Service.Archive(ctx, w.Group, saved.ID, 0))
	view, err = w.Service.PublicShow(ctx, w.Group.MunicipalityID, saved.ID)
	must(t, err)
	if !view.Past {
		t.Error("an archived activity is not shown as past")
	}
	wantKind(t, w.Service.Approve(ctx, w.Staff, saved.ID, 0), fault.Conflict)
	_, err = w.Service.Update(ctx, w.Group, saved.ID, 0, w.Draft(), activity.Falling{})
	wantKind(t, err, fault.Invalid)
}

func TestSubmitPublishesAtOnceWhereNobodyApproves(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	w.ID(t, `update municipality set approve_activities = false where id = $1 returning id`, w.Group.MunicipalityID)
	saved := w.Create(t, w.Group, w.Draft())
	status, err := w.Service.Submit(t.Context(), w.Group, saved.ID, 0)
	must(t, err)
	if status != activity.Published {
		t.Errorf("got %s, want %s", status, activity.Published)
	}
	w.ID(t, `update organisation set status = 'pending' where id = $1 returning id`, w.Group.OrganisationID)
	saved = w.Create(t, w.Group, w.Draft())
	status, err = w.Service.Submit(t.Context(), w.Group, saved.ID, 0)
	must(t, err)
	if status != activity.Submitted {
		t.Errorf("of an organisation that is not approved: got %s, want %s", status, activity.Submitted)
	}
	wantKind(t, w.Service.Approve(t.Context(), w.Staff, saved.ID, 0), fault.Invalid)
}

func TestSubmitSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	d := w.Draft()
	d.Summary, d.VenueID = "", 0
	saved := w.Create(t, w.Group, d)
	_, err := w.Service.Submit(t.Context(), w.Group, saved.ID, 0)
	fields := fault.FieldsOf(err)
	if !fields.Has("kort") || !fields.Has("sted") {
		t.Errorf("got %v, want errors for kort and sted", err)
	}
}

func TestAuthorisation(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	ctx := t.Context()
	id := w.Publish(t, w.Draft())
	date := activity.DateRef{ActivityID: id, OccurrenceID: w.Dates(t, id)[0].ID, Sequence: -1}
	nobody := account.Resident(w.Group.MunicipalityID)
	uses := map[string]func(account.Actor) error{
		"get": func(a account.Actor) error { _, err := w.Service.Get(ctx, a, id); return err },
		"update": func(a account.Actor) error {
			_, err := w.Service.Update(ctx, a, id, 0, w.Draft(), activity.Falling{})
			return err
		},
		"submit":       func(a account.Actor) error { _, err := w.Service.Submit(ctx, a, id, 0); return err },
		"withdraw":     func(a account.Actor) error { return w.Service.Withdraw(ctx, a, id, 0) },
		"archive":      func(a account.Actor) error { return w.Service.Archive(ctx, a, id, 0) },
		"copy":         func(a account.Actor) error { _, err := w.Service.Copy(ctx, a, id, time.Time{}); return err },
		"cancel":       func(a account.Actor) error { return w.Service.CancelSeries(ctx, a, id, 0, "Syk") },
		"restore":      func(a account.Actor) error { return w.Service.RestoreSeries(ctx, a, id, 0) },
		"cancel date":  func(a account.Actor) error { return w.Service.CancelOccurrence(ctx, a, date, "Syk") },
		"restore date": func(a account.Actor) error { return w.Service.RestoreOccurrence(ctx, a, date) },
		"change date": func(a account.Actor) error {
			return w.Service.ChangeOccurrence(ctx, a, date, activity.DateChange{})
		},
		"preview": func(a account.Actor) error {
			_, err := w.Service.Preview(ctx, a, id, w.Draft(), i18n.NB)
			return err
		},
	}
	for name, use := range uses {
		wantKind(t, use(w.Rival), fault.NotFound)
		wantKind(t, use(w.Stranger), fault.NotFound)
		if err := use(nobody); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s by nobody: got %v, want Forbidden", name, err)
		}
		if err := use(w.Reader); name != "get" && name != "preview" && !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s by a reader: got %v, want Forbidden", name, err)
		}
	}
	_, err := w.Service.PublicShow(ctx, w.Stranger.MunicipalityID, id)
	wantKind(t, err, fault.NotFound)
	_, err = w.Service.Create(ctx, w.Rival, w.Group.OrganisationID, w.Draft())
	wantKind(t, err, fault.NotFound)
	_, err = w.Service.Create(ctx, w.Stranger, w.Group.OrganisationID, w.Draft())
	wantKind(t, err, fault.NotFound)
	_, err = w.Lists.Mine(ctx, w.Staff, listing.ComingTab, listing.RowParams{})
	wantKind(t, err, fault.Forbidden)
	_, err = w.Lists.StaffList(ctx, w.Group, listing.RowParams{})
	wantKind(t, err, fault.Forbidden)
}

func TestCoOrganisersReadAndDoNotWrite(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	d := w.Draft()
	d.CoOrganisers = []int64{w.Rival.OrganisationID}
	id := w.Publish(t, d)
	view, err := w.Service.Get(t.Context(), w.Rival, id)
	must(t, err)
	if len(view.CoOrganisedWith) != 1 || view.CoOrganisedWith[0].Name != "Nes turlag" {
		t.Errorf("got co-organisers %+v, want Nes turlag", view.CoOrganisedWith)
	}
	if activity.MayEdit(w.Rival, view.Activity) {
		t.Error("a co-organiser may edit")
	}
	_, err = w.Service.Update(t.Context(), w.Rival, id, 0, d, activity.Falling{})
	wantKind(t, err, fault.NotFound)
	page, err := w.Lists.Mine(t.Context(), w.Rival, listing.ComingTab, listing.RowParams{})
	must(t, err)
	if len(page.Rows) != 1 {
		t.Errorf("a co-organiser's list has %d rows, want 1", len(page.Rows))
	}
}

func TestReferencesOfOthersAreRefused(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	far := w.ID(t, `insert into venue (municipality_id, name) values ($1, 'Fjellby skole') returning id`, w.Stranger.MunicipalityID)
	d := w.Draft()
	d.VenueID, d.CategoryID, d.TargetGroups, d.CoOrganisers = far, w.Seniors, []int64{w.Category}, []int64{w.Group.OrganisationID}
	_, err := w.Service.Create(t.Context(), w.Group, w.Group.OrganisationID, d)
	for _, name := range []string{"sted", "kategori", "malgruppe", "medarrangor"} {
		if !fault.FieldsOf(err).Has(name) {
			t.Errorf("%s is not refused: %v", name, err)
		}
	}
}

func TestUpdateKeepsWhatWasChangedOnOneDate(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	ctx := t.Context()
	id := w.Publish(t, w.Draft())
	dates := w.Dates(t, id)
	must(t, w.Service.CancelOccurrence(ctx, w.Group, activity.DateRef{ActivityID: id, OccurrenceID: dates[1].ID}, "Høstferie"))
	must(t, w.Service.ChangeOccurrence(ctx, w.Group, activity.DateRef{ActivityID: id, OccurrenceID: dates[2].ID}, activity.DateChange{
		StartsAt: activitytest.At("2026-10-23 17:00"), EndsAt: activitytest.At("2026-10-23 19:00"), Reason: "Biblioteket er stengt",
	}))
	d := w.Draft()
	d.StartsAt = activitytest.At("2026-10-08 19:00") // an hour later
	d.RRule = "FREQ=WEEKLY;COUNT=4;BYDAY=TH"
	saved, err := w.Service.Update(ctx, w.Group, id, 0, d, activity.Falling{})
	must(t, err)
	if len(saved.Vanished) != 7 {
		t.Errorf("%d dates vanished, want 7", len(saved.Vanished))
	}
	var got []string
	for _, o := range w.Dates(t, id) {
		got = append(got, o.StartsAt.In(i18n.Oslo).Format("01-02 15:04 ")+string(o.Status)+" "+o.Reason)
	}
	want := []string{"10-08 19:00 planned ", "10-15 19:00 cancelled Høstferie", "10-23 17:00 moved Biblioteket er stengt", "10-29 19:00 planned "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("dates (-want +got):\n%s", diff)
	}
}

func TestPastDatesAreNeverRewritten(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	id := w.Publish(t, w.Draft())
	w.Now = activitytest.At("2026-10-20 12:00") // two dates are over
	before := w.Dates(t, id)[:2]
	d := w.Draft()
	d.StartsAt, d.DurationMinutes, d.RRule = activitytest.At("2026-10-09 10:00"), 60, "FREQ=WEEKLY;COUNT=5;BYDAY=FR"
	_, err := w.Service.Update(t.Context(), w.Group, id, 0, d, activity.Falling{})
	must(t, err)
	after := w.Dates(t, id)
	if diff := cmp.Diff(before, after[:2]); diff != "" {
		t.Errorf("past dates changed (-before +after):\n%s", diff)
	}
	if len(after) != 5 { // 23 and 30 October, 6 November are left of the new series
		t.Errorf("got %d dates, want 5", len(after))
	}
}

func TestDatesKeepTheirWallTimeOverSummerTime(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	id := w.Publish(t, w.Draft())
	keys := map[string]string{}
	for _, o := range w.Dates(t, id) {
		keys[o.Key] = o.StartsAt.In(i18n.Oslo).Format("15:04") + o.EndsAt.In(i18n.Oslo).Format("–15:04")
	}
	for _, key := range []string{"20261022T160000Z", "20261029T170000Z"} {
		if got, want := keys[key], "18:00–20:00"; got != want {
			t.Errorf("date %s: got %q, want %q", key, got, want)
		}
	}
}

func TestVersionClash(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	saved := w.Create(t, w.Group, w.Draft())
	const people = 20
	errs := make([]error, people)
	var group sync.WaitGroup
	for i := range people {
		group.Go(func() {
			d := w.Draft()
			d.Summary = "Nummer " + string(rune('a'+i))
			_, errs[i] = w.Service.Update(t.Context(), w.Group, saved.ID, saved.Version, d, activity.Falling{})
		})
	}
	group.Wait()
	won, clashed := 0, 0
	for _, err := range errs {
		switch {
		case err == nil:
			won++
		case fault.Is(err, fault.Conflict):
			clashed++
		default:
			t.Errorf("got %v", err)
		}
	}
	if won != 1 || clashed != people-1 {
		t.Errorf("%d won and %d clashed, want 1 and %d", won, clashed, people-1)
	}
}

func TestSeriesCancelledAndRestored(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	ctx := t.Context()
	id := w.Publish(t, w.Draft())
	must(t, w.Service.CancelSeries(ctx, w.Group, id, 0, "Vannskade"))
	page, err := w.Lists.PublicList(ctx, listing.Params{Filter: search.Filter{Municipality: w.Group.MunicipalityID}})
	must(t, err)
	if len(page.Cards) != 1 || !page.Cards[0].Cancelled() || page.Cards[0].WhyOff() != "Vannskade" {
		t.Errorf("list after cancelling: %+v", page.Cards)
	}
	must(t, w.Service.RestoreSeries(ctx, w.Group, id, 0))
	view, err := w.Service.PublicShow(ctx, w.Group.MunicipalityID, id)
	must(t, err)
	if view.NextDate() == nil {
		t.Error("no next date after restoring")
	}
}

func TestOneDate(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	ctx := t.Context()
	id := w.Publish(t, w.Draft())
	first := w.Dates(t, id)[0]
	ref := activity.DateRef{ActivityID: id, OccurrenceID: first.ID, Sequence: first.Sequence}
	wantKind(t, w.Service.CancelOccurrence(ctx, w.Group, ref, ""), fault.Invalid)
	must(t, w.Service.CancelOccurrence(ctx, w.Group, ref, "Syk"))
	wantKind(t, w.Service.CancelOccurrence(ctx, w.Group, ref, "Syk igjen"), fault.Conflict)
	view, err := w.Service.PublicShow(ctx, w.Group.MunicipalityID, id)
	must(t, err)
	if !view.Next[0].Cancelled() || view.Next[0].Reason != "Syk" || view.NextDate().ID == first.ID {
		t.Errorf("first date is %+v, want it shown as cancelled", view.Next[0])
	}
	mine, err := w.Lists.Mine(ctx, w.Group, listing.ComingTab, listing.RowParams{})
	must(t, err)
	if len(mine.Rows) != 1 || mine.Rows[0].NextAt == nil || !mine.Rows[0].NextAt.Equal(w.Dates(t, id)[1].StartsAt) {
		t.Errorf("own list: got %+v, want the next date that is not cancelled", mine.Rows)
	}
	ref.Sequence = -1
	must(t, w.Service.RestoreOccurrence(ctx, w.Group, ref))
	change := activity.DateChange{StartsAt: first.StartsAt, EndsAt: first.EndsAt, PlaceNote: "I kjelleren"}
	must(t, w.Service.ChangeOccurrence(ctx, w.Group, ref, change))
	if got := w.Dates(t, id)[0]; got.Status != activity.Moved || got.OriginalStart != nil || got.PlaceNote != "I kjelleren" {
		t.Errorf("after moving the place: %+v", got)
	}
	change.PlaceNote = ""
	must(t, w.Service.ChangeOccurrence(ctx, w.Group, ref, change))
	if got := w.Dates(t, id)[0]; got.Status != activity.Planned {
		t.Errorf("after changing back: got %s, want %s", got.Status, activity.Planned)
	}
	change.StartsAt = first.StartsAt.Add(time.Hour)
	wantKind(t, w.Service.ChangeOccurrence(ctx, w.Group, ref, change), fault.Invalid) // no reason
	change.Reason, change.EndsAt = "Møterommet er opptatt", first.StartsAt
	wantKind(t, w.Service.ChangeOccurrence(ctx, w.Group, ref, change), fault.Invalid) // end before start
	w.Now = first.EndsAt
	wantKind(t, w.Service.RestoreOccurrence(ctx, w.Group, ref), fault.Invalid) // over
}

func TestCopy(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	d := w.Draft()
	d.Pauses = []activity.Pause{{From: activitytest.At("2026-10-12 12:00"), To: activitytest.At("2026-10-16 12:00"), Reason: "høstferie"}}
	id := w.Publish(t, d)
	saved, err := w.Service.Copy(t.Context(), w.Group, id, activitytest.At("2027-01-14 18:00"))
	must(t, err)
	view, err := w.Service.Get(t.Context(), w.Group, saved.ID)
	must(t, err)
	if view.Status != activity.Drafted || len(view.Pauses) != 0 || view.Coming != 11 {
		t.Errorf("copy: status %s, %d pauses, %d dates; want draft, 0, 11", view.Status, len(view.Pauses), view.Coming)
	}
	w.Now = activitytest.At("2027-02-02 12:00") // a year-old activity is copied to the coming Thursday
	saved, err = w.Service.Copy(t.Context(), w.Group, id, time.Time{})
	must(t, err)
	view, err = w.Service.Get(t.Context(), w.Group, saved.ID)
	must(t, err)
	if got, want := view.StartsAt.In(i18n.Oslo).Format("2006-01-02 15:04"), "2027-02-04 18:00"; got != want {
		t.Errorf("copy without a date begins %s, want %s", got, want)
	}
}

func TestPreviewSaysWhatVanishes(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	id := w.Publish(t, w.Draft())
	d := w.Draft()
	d.Pauses = []activity.Pause{{From: activitytest.At("2026-10-12 12:00"), To: activitytest.At("2026-10-16 12:00"), Reason: "høstferie"}}
	p, err := w.Service.Preview(t.Context(), w.Group, id, d, i18n.NB)
	must(t, err)
	if len(p.Dates) != 10 || len(p.Skipped) != 1 || len(p.Vanishing) != 1 {
		t.Errorf("%d dates, %d skipped, %d vanish; want 10, 1, 1", len(p.Dates), len(p.Skipped), len(p.Vanishing))
	}
	if want := "Hver torsdag kl. 18.00–20.00 fra 8. oktober til 17. desember, ikke 12.–16. oktober (høstferie)"; p.Words != want {
		t.Errorf("got words %q, want %q", p.Words, want)
	}
}

func TestShowReadsEverything(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	d := w.Draft()
	d.Pauses = []activity.Pause{{From: activitytest.At("2026-10-12 12:00"), To: activitytest.At("2026-10-16 12:00"), Reason: "høstferie"}}
	id := w.Publish(t, d)
	v, err := w.Service.PublicShow(t.Context(), w.Group.MunicipalityID, id)
	must(t, err)
	if v.Place == nil || v.Place.Name != "Nes bibliotek" || v.Place.AreaID != w.Area || len(v.Place.Accessibility) != 1 {
		t.Errorf("got place %+v", v.Place)
	}
	if v.Organiser.Name != "Nes strikkelag" || v.Organiser.Email != w.Group.Email {
		t.Errorf("got organiser %+v", v.Organiser)
	}
	if len(v.Pauses) != 1 || v.Pauses[0].Reason != "høstferie" || v.Pauses[0].To.Day() != 16 {
		t.Errorf("got pauses %+v", v.Pauses)
	}
	if len(v.TargetGroups) != 1 || v.HeldIn[0] != "nb" || v.Last == nil {
		t.Errorf("got target groups %v, held in %v, last %v", v.TargetGroups, v.HeldIn, v.Last)
	}
}

func TestHorizonJob(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	d := w.Draft()
	d.RRule = "FREQ=WEEKLY;BYDAY=TH"
	id := w.Publish(t, d)
	before := w.Dates(t, id)
	if n, err := w.Service.ExtendHorizon(t.Context()); err != nil || n != 0 {
		t.Errorf("at once: handled %d, %v, want 0", n, err)
	}
	w.Now = activitytest.At("2027-04-07 08:00")
	var group sync.WaitGroup
	var handled atomic.Int64
	for range 20 {
		group.Go(func() {
			n, err := w.Service.ExtendHorizon(t.Context())
			handled.Add(int64(n))
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if handled.Load() != 1 {
		t.Errorf("twenty at once handled %d series, want 1", handled.Load())
	}
	after := w.Dates(t, id)
	if got, want := len(after)-len(before), 26; got != want {
		t.Errorf("half a year later there are %d more dates, want %d", got, want)
	}
	if last := after[len(after)-1].StartsAt; last.Before(w.Now.AddDate(0, 18, -7)) || last.After(w.Now.AddDate(0, 18, 0)) {
		t.Errorf("last date is %v", last)
	}
	if n, err := w.Service.ExtendHorizon(t.Context()); err != nil || n != 0 {
		t.Errorf("again: handled %d, %v, want 0", n, err)
	}
}

// Those who come along to another day are counted once each.
func TestSavingCountsThoseWhoAreMoved(t *testing.T) {
	t.Parallel()
	w := activitytest.New(t)
	d := w.Draft()
	d.RRule = "FREQ=WEEKLY;COUNT=3;BYDAY=TH"
	id := w.Publish(t, d)
	dates := w.Dates(t, id)
	const slot = `insert into signup_slot (municipality_id, activity_id, scope, occurrence_id, starts_at, ends_at, taken, waiting)
		select municipality_id, id, $2, $3, now(), now(), $4, $5 from activity where id = $1 returning id`
	w.ID(t, slot, id, "date", dates[0].ID, 2, 0)
	w.ID(t, slot, id, "date", dates[1].ID, 1, 1)
	w.ID(t, slot, id, "series", nil, 5, 0)
	for _, step := range []struct {
		start string
		want  int
	}{{"2026-10-15 18:00", 9}, {"2026-10-15 19:00", 0}} { // a week later, then an hour
		d.StartsAt = activitytest.At(step.start)
		saved, err := w.Service.Update(t.Context(), w.Group, id, 0, d, activity.Falling{})
		must(t, err)
		if saved.Moved != step.want || len(saved.Vanished) > 0 {
			t.Errorf("to %s: %d moved and %d dates gone, want %d and none", step.start, saved.Moved, len(saved.Vanished), step.want)
		}
	}
	for i, o := range w.Dates(t, id) {
		if o.ID != dates[i].ID {
			t.Errorf("place %d has date %d, want %d", i, o.ID, dates[i].ID)
		}
	}
}

// The contact person leaves the page that all see so many days after the last date, to the
// second. Insiders still see her.
func TestContactPersonLeavesThePublicPage(t *testing.T) {
	t.Parallel()
	for _, days := range []int{0, 30} {
		w := activitytest.New(t)
		if _, err := w.Pool.Exec(t.Context(), "update municipality set contact_public_days = $1", days); err != nil {
			t.Fatal(err)
		}
		d := w.Draft()
		d.RRule, d.ContactName, d.ContactPhone, d.ContactEmail = "", "Kari Nordmann", "+4790000001", "kari@post.example"
		id := w.Publish(t, d)
		last := w.Dates(t, id)[0].EndsAt.AddDate(0, 0, days)
		for name, c := range map[string]struct {
			at   time.Time
			want string
		}{"a second before": {last.Add(-time.Second), "Kari Nordmann +4790000001 kari@post.example"}, "then": {last, "  "}} {
			w.Now = c.at
			v, err := w.Service.PublicShow(t.Context(), w.Group.MunicipalityID, id)
			if err != nil {
				t.Fatal(err)
			}
			page, err := w.Lists.PublicPage(t.Context(), w.Group.MunicipalityID, id)
			if err != nil {
				t.Fatal(err)
			}
			for where, a := range map[string]activity.Activity{"alone": v.Activity, "as a page": page.Activity} {
				if got := a.ContactName + " " + a.ContactPhone + " " + a.ContactEmail; got != c.want {
					t.Errorf("%d days, %s, %s: got %q, want %q", days, name, where, got, c.want)
				}
			}
			inside, err := w.Service.Get(t.Context(), w.Group, id)
			if err != nil || inside.ContactName != "Kari Nordmann" {
				t.Errorf("%d days, %s: the group itself sees %q (%v)", days, name, inside.ContactName, err)
			}
		}
	}
}

// What is put away or called off has its last date before that, whatever dates were planned.
func TestContactPersonOfWhatIsPutAway(t *testing.T) {
	t.Parallel()
	for name, stop := range map[string]func(w *activitytest.World, id int64, version int) error{
		"archived": func(w *activitytest.World, id int64, v int) error {
			return w.Service.Archive(t.Context(), w.Group, id, v)
		},
		"called off": func(w *activitytest.World, id int64, v int) error {
			return w.Service.CancelSeries(t.Context(), w.Group, id, v, "Sykdom")
		},
	} {
		w := activitytest.New(t)
		d := w.Draft()
		d.ContactName = "Kari Nordmann"
		id := w.Publish(t, d)
		w.Now = w.Dates(t, id)[1].EndsAt.Add(time.Hour)
		inside, err := w.Service.Get(t.Context(), w.Group, id)
		if err != nil {
			t.Fatal(err)
		}
		if err := stop(w, id, inside.Version); err != nil {
			t.Fatal(err)
		}
		last := w.Now.Add(-time.Hour).AddDate(0, 0, 30)
		for at, want := range map[time.Time]string{last.Add(-time.Second): "Kari Nordmann", last: ""} {
			w.Now = at
			v, err := w.Service.PublicShow(t.Context(), w.Group.MunicipalityID, id)
			if err != nil || v.ContactName != want {
				t.Errorf("%s, at %s: got %q (%v), want %q", name, at, v.ContactName, err, want)
			}
		}
	}
}
