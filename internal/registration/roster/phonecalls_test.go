package roster_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/registration"
	"frivilligsentral/internal/registration/keeping"
	"frivilligsentral/internal/registration/letters"
	"frivilligsentral/internal/registration/roster"
	"frivilligsentral/internal/registration/signupform"
)

// phones signs somebody up at the desk who has no e-mail.
func (w *world) phones(t *testing.T, date int64, name string, party int) int64 {
	t.Helper()
	wish := w.Wish(date, name, party)
	wish.Email, wish.Phone = "", "60 00 12 34"
	in, err := w.SignUps.SignUpAtDesk(t.Context(), w.Group, wish, false)
	must(t, err)
	return in.ID
}

func (w *world) toRing(t *testing.T, what string, want ...string) []roster.Call {
	t.Helper()
	calls, err := w.Rosters.Calls(t.Context(), w.Group, w.Activity)
	must(t, err)
	var got []string
	for _, c := range calls {
		got = append(got, c.Name+" "+string(c.Kind))
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %q to ring, want %q", what, got, want)
	}
	return calls
}

func TestCalls(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	date := w.Open(t, 3, nil)
	w.Join(t, date, "Ola Nes", 1)
	bounced, _ := w.Join(t, date, "Per Vik", 1)
	w.refuses(t, "per.vik@post.example")
	ase := w.phones(t, date, "Åse Li", 1)
	w.phones(t, date, "Eli Moe", 2) // waits
	reach, err := w.Rosters.ReachOf(ctx, w.Group, w.Activity, date)
	must(t, err)
	if want := (roster.Reach{People: 3, Waiting: 2, Unreached: 3}); reach != want {
		t.Errorf("reach: got %+v, want %+v", reach, want)
	}
	if other, err := w.Rosters.ReachOf(ctx, w.Group, w.Activity, w.Dates(t, w.Activity)[1].ID); err != nil || other != (roster.Reach{}) {
		t.Errorf("another date: got %+v %v, want nobody", other, err)
	}
	w.toRing(t, "before anything has changed")

	o := w.Dates(t, w.Activity)[0]
	must(t, w.Service.CancelOccurrence(ctx, w.Group, activity.DateRef{ActivityID: w.Activity, OccurrenceID: date, Sequence: o.Sequence}, "Syk"))
	found, err := w.Rosters.FindCalls(ctx, w.Group, w.Activity)
	must(t, err)
	if len(found) != 3 {
		t.Errorf("at once: got %d to ring, want 3", len(found))
	}
	must(t, w.SignUps.TellChanges(ctx, w.Activity))
	w.toRing(t, "after the job", "Per Vik cancelled", "Åse Li cancelled", "Eli Moe cancelled")
	if got := w.kinds(t, w.Group); slices.Index(got, roster.RingCancelled) != 0 {
		t.Errorf("matters: got %v, want those to ring first", got)
	}
	notes, err := w.Rosters.NotesOn(ctx, w.Group, w.Activity, []registration.Registration{w.One(t, ase), w.One(t, bounced.ID)})
	must(t, err)
	if !notes.Refused[bounced.ID] || notes.Refused[ase] || notes.Ring[ase] != letters.CallCancelled {
		t.Errorf("notes: got %+v", notes)
	}

	other := w.Group
	other.OrganisationID = w.ID(t, `insert into organisation (municipality_id, name, kind, status) values ($1, 'Koret', 'association', 'approved') returning id`, w.Group.MunicipalityID)
	_, err = w.Rosters.Calls(ctx, other, w.Activity)
	wantKind(t, err, fault.NotFound)
	wantKind(t, w.Rosters.Called(ctx, other, ase), fault.NotFound)
	must(t, w.Rosters.Called(ctx, w.Group, ase))
	must(t, w.Rosters.Called(ctx, w.Group, ase))
	must(t, w.SignUps.TellChanges(ctx, w.Activity))
	w.toRing(t, "after a call", "Per Vik cancelled", "Eli Moe cancelled")
	w.Now = o.EndsAt.Add(time.Hour)
	w.toRing(t, "when the date is over")
}

func TestPositionsAndRestOfAttendance(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	date := w.Open(t, 3, nil)
	first := w.phones(t, date, "Åse Li", 1)
	w.phones(t, date, "Eli Moe", 2)
	w.phones(t, date, "Per Vik", 2)
	last := w.phones(t, date, "Kari Vik", 1)
	notes, err := w.Rosters.NotesOn(ctx, w.Group, w.Activity, []registration.Registration{w.One(t, first), w.One(t, last)})
	must(t, err)
	if notes.Position[last] != 2 || notes.Position[first] != 0 {
		t.Errorf("positions: got %v, want 2 for the last and none for the first", notes.Position)
	}
	must(t, w.Rosters.SetAttendance(ctx, w.Group, first, 0, date, registration.Absent))
	for _, want := range []int{2, 0} { // the two of the party, then nobody
		if n, err := w.Rosters.AttendRest(ctx, w.Group, w.Activity, date); err != nil || n != want {
			t.Errorf("ticked off the rest: got %d %v, want %d", n, err, want)
		}
	}
	list, err := w.Rosters.List(ctx, w.Group, roster.ListParams{ActivityID: w.Activity, OccurrenceID: date})
	must(t, err)
	var got []string
	for _, r := range list.Rows {
		for _, p := range r.Participants {
			got = append(got, string(p.Attendance))
		}
	}
	if want := []string{"absent", "present", "present", "", "", ""}; !slices.Equal(got, want) {
		t.Errorf("attendance: got %q, want %q", got, want)
	}
	since := w.Now
	w.Now = w.Now.Add(time.Minute)
	r := w.One(t, first)
	if n, err := w.Rosters.OfferedSince(ctx, w.Group, w.Activity, r.SlotID, since); err != nil || n != 0 {
		t.Errorf("offers before: got %d %v, want 0", n, err)
	}
	must(t, w.SignUps.Remove(ctx, w.Group, first, true))
	if n, err := w.Rosters.OfferedSince(ctx, w.Group, w.Activity, r.SlotID, since); err != nil || n != 1 {
		t.Errorf("offers after one left: got %d %v, want 1", n, err)
	}
}

// stranger is Iver, of another organisation.
func (w *world) stranger(t *testing.T) account.Actor {
	t.Helper()
	koret := w.ID(t, `insert into organisation (municipality_id, name, kind, status) values ($1, 'Koret', 'association', 'approved') returning id`, w.Group.MunicipalityID)
	id := w.ID(t, `insert into account (municipality_id, email, name) values ($1, 'iver@koret.example', 'Iver Nes') returning id`, w.Group.MunicipalityID)
	return account.Actor{Door: account.GroupDoor, MunicipalityID: w.Group.MunicipalityID, AccountID: id, OrganisationID: koret, Role: account.GroupMember, Lang: "nb"}
}

func TestSubstituteIsWrittenTo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.Open(t, 3, nil)
	iver := w.stranger(t)
	lists := func(want int) {
		t.Helper()
		all, err := w.Rosters.SubstituteLists(ctx, iver)
		must(t, err)
		if len(all) != want {
			t.Fatalf("lists: got %d, want %d", len(all), want)
		}
	}
	lists(0)
	for range 2 {
		must(t, w.Rosters.AddSubstitute(ctx, w.Group, w.Activity, "Iver@koret.example"))
	}
	lists(1)
	if n := len(mailtest.All(t, w.Pool, "iver@koret.example")); n != 1 {
		t.Errorf("got %d e-mails, want one though access was given twice", n)
	}
	m := mailtest.Last(t, w.Pool, "iver@koret.example")
	if len(m.Links) == 0 || !strings.HasSuffix(m.Links[0], letters.ListPath(w.Activity)) {
		t.Errorf("links: got %q, want the list", m.Links)
	}
	d, err := w.Rosters.DeskOf(ctx, iver, w.Activity)
	must(t, err)
	if !d.Guest || d.MayEdit {
		t.Errorf("desk: got guest %v, may edit %v", d.Guest, d.MayEdit)
	}
	must(t, w.Rosters.RemoveSubstitute(ctx, w.Group, w.Activity, "iver@koret.example"))
	lists(0)
	must(t, w.Rosters.AddSubstitute(ctx, w.Group, w.Activity, "iver@koret.example"))
	if n := len(mailtest.All(t, w.Pool, "iver@koret.example")); n != 2 {
		t.Errorf("given anew: got %d e-mails, want two", n)
	}
}

// An address is treated and listed the same whether or not somebody logs in with it;
// that nobody does is kept for a month.
func TestSubstituteTellsNobodyWhoHasAnAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	for range 2 {
		must(t, w.Rosters.AddSubstitute(ctx, w.Group, w.Activity, "ingen@koret.example"))
		must(t, w.Rosters.AddSubstitute(ctx, w.Group, w.Activity, w.Rival.Email))
	}
	got, err := w.Rosters.Substitutes(ctx, w.Group, w.Activity)
	must(t, err)
	if len(got) != 2 || !slices.Contains(got, "ingen@koret.example") || !slices.Contains(got, w.Rival.Email) {
		t.Errorf("substitutes: got %q, want both addresses as they were written", got)
	}
	if n := len(mailtest.All(t, w.Pool, "ingen@koret.example")); n != 0 {
		t.Errorf("got %d e-mails to an address that nobody logs in with", n)
	}
	for n := range roster.MaxSubstitutes - 2 {
		must(t, w.Rosters.AddSubstitute(ctx, w.Group, w.Activity, fmt.Sprintf("nr%d@koret.example", n)))
	}
	if err := w.Rosters.AddSubstitute(ctx, w.Group, w.Activity, "en.til@koret.example"); !fault.FieldsOf(err).Has("epost") {
		t.Errorf("one too many: got %v", err)
	}
	_, err = w.SignUps.ForgetAbout(ctx, w.Resident.MunicipalityID, "Nr1@koret.example")
	must(t, err)
	if got, err = w.Rosters.Substitutes(ctx, w.Group, w.Activity); err != nil || slices.Contains(got, "nr1@koret.example") || len(got) != roster.MaxSubstitutes-1 {
		t.Errorf("after she has asked to be forgotten: got %q, %v", got, err)
	}
	w.Now = w.Now.Add(keeping.KeepNobody)
	_, err = w.Keeping.Anonymise(ctx)
	must(t, err)
	if got, err = w.Rosters.Substitutes(ctx, w.Group, w.Activity); err != nil || len(got) != roster.MaxSubstitutes-1 {
		t.Errorf("after a month: got %q, %v", got, err)
	}
	w.Now = w.Now.Add(time.Second)
	_, err = w.Keeping.Anonymise(ctx)
	must(t, err)
	if got, err = w.Rosters.Substitutes(ctx, w.Group, w.Activity); err != nil || len(got) != 1 || got[0] != w.Rival.Email {
		t.Errorf("after more than a month: got %q, %v; want the one who logs in", got, err)
	}
}

// A series is not over while one of its dates waits for a new time: who must be rung about it is still told
// of, counted and looked after.
func TestSeriesThatWaitsIsNotOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Open(t, 5, func(f *signupform.Form) { f.Scope = signupform.WholeSeries })
	id := w.phones(t, 0, "Åse Li", 1)
	dates := w.Dates(t, w.Activity)
	last := dates[len(dates)-1]
	must(t, w.Service.PostponeOccurrence(t.Context(), w.Group, activity.DateRef{ActivityID: w.Activity, OccurrenceID: last.ID, Sequence: last.Sequence}, "Læreren er syk."))
	must(t, w.SignUps.TellChanges(t.Context(), w.Activity))
	w.Now = last.EndsAt.AddDate(0, 1, 0)
	w.toRing(t, "a month later", "Åse Li postponed")
	if reach, err := w.Rosters.ReachOf(t.Context(), w.Group, w.Activity, 0); err != nil || reach != (roster.Reach{People: 1, Unreached: 1}) {
		t.Errorf("reach: got %+v, %v", reach, err)
	}
	if n, err := w.Rosters.NotesOn(t.Context(), w.Group, w.Activity, []registration.Registration{w.One(t, id)}); err != nil || n.Ring[id] != "postponed" {
		t.Errorf("the note on her: got %q, %v", n.Ring[id], err)
	}
	matters, err := w.Rosters.Matters(t.Context(), w.Group)
	must(t, err)
	if !slices.ContainsFunc(matters, func(m roster.Matter) bool { return m.Kind == "ring_postponed" }) {
		t.Errorf("the work list has %v", matters)
	}
	if err := w.Forms.StopSignUp(t.Context(), w.Group, w.Activity, ""); err == nil {
		t.Error("sign-up can be stopped while she waits")
	}
	w.Now = last.EndsAt.AddDate(5, 0, 0)
	w.toRing(t, "when nothing more comes of it")
}
