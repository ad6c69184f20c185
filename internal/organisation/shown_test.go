package organisation_test

// What each sees of an organisation, whom it is kin to, and what is stored of it.

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orgtest"

	"github.com/google/go-cmp/cmp"
)

// set changes rows past the use cases.
func set(w *orgtest.World, sql string, args ...any) {
	w.T.Helper()
	if _, err := w.Pool.Exec(w.T.Context(), sql, args...); err != nil {
		w.T.Fatalf("%s: %v", sql, err)
	}
}

func stand(w *orgtest.World, id int64, status organisation.Status) {
	w.T.Helper()
	set(w, "update organisation set status = $2 where id = $1", id, status)
}

// Residents see an approved organisation without what is for the municipality; its own
// people see all but who has applied; nobody else's is there.
func TestEachSeesTheirPart(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	ctx := t.Context()
	id := w.Lag("Strikkelaget", func(d *organisation.Draft) {
		d.EmailPrivate = "privat@strikk.example"
		d.Contacts = []organisation.Contact{{Name: "Kari", Role: "leader", Email: "kari@x.example", Public: true}, {Name: "Ola", Role: "treasurer", Phone: "+4722222222"}}
	})
	set(w, `update organisation set applicant_name = 'Siri', applicant_email = 'siri@x.example', applied_at = '2026-03-01Z', status_reason = 'Ukjent' where id = $1`, id)
	public, err := w.PublicShow(ctx, w.Here, id)
	if err != nil {
		t.Fatal(err)
	}
	if public.EmailPrivate != "" || public.ApplicantName != "" || public.ApplicantEmail != "" || public.AppliedAt != nil || public.StatusReason != "" || len(public.Contacts) != 1 {
		t.Errorf("a resident sees %+v", public)
	}
	own, err := w.Get(ctx, w.Member(id, account.GroupMember), id)
	if err != nil || own.EmailPrivate == "" || own.StatusReason == "" || len(own.Contacts) != 2 {
		t.Errorf("its own member sees %+v (%v), want all", own, err)
	}
	if own.ApplicantName != "" || own.ApplicantEmail != "" || own.AppliedAt != nil {
		t.Errorf("its own member sees who has applied: %q", own.ApplicantEmail)
	}
	if staff := w.View(id); staff.ApplicantEmail != "siri@x.example" || staff.AppliedAt == nil {
		t.Errorf("staff see %+v, want who has applied", staff)
	}
	for status, shown := range map[organisation.Status]bool{
		organisation.Approved: true, organisation.Pending: false, organisation.Refused: false, organisation.Ended: false,
	} {
		stand(w, id, status)
		if _, err := w.PublicShow(ctx, w.Here, id); shown != (err == nil) || !shown && !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: got %v, want it shown: %v", status, err, shown)
		}
		if choices, err := w.PublicChoices(ctx, w.Here); err != nil || (len(choices) == 1) != shown {
			t.Errorf("%s: got %v to choose from (%v), want it there: %v", status, choices, err, shown)
		}
	}
	stand(w, id, organisation.Approved)
	_, err = w.PublicShow(ctx, w.Elsewhere.MunicipalityID, id)
	orgtest.WantKind(t, err, fault.NotFound)
	if choices, err := w.PublicChoices(ctx, w.Elsewhere.MunicipalityID); err != nil || len(choices) != 0 {
		t.Errorf("elsewhere: got %v to choose from (%v)", choices, err)
	}
}

// The address of one that was merged leads to the one that is left, however often.
func TestMergedLeadsToTheLast(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	first, second, third := w.Lag("Turlaget"), w.Lag("Turgruppa"), w.Lag("Turforeningen")
	set(w, "update organisation set status = 'merged', merged_into = $2 where id = $1", first, second)
	set(w, "update organisation set status = 'merged', merged_into = $2 where id = $1", second, third)
	for _, id := range []int64{first, second} {
		v, err := w.PublicShow(t.Context(), w.Here, id)
		if err != nil || v.MergedInto != third || v.Name != "" || v.Status != organisation.Merged {
			t.Errorf("got %+v (%v), want only where it leads", v.Organisation, err)
		}
	}
}

// Staff are told of the others with the same number that still stand, the approved first.
func TestSameNumberIsTold(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	ctx := t.Context()
	ids := map[organisation.Status]int64{}
	for _, status := range []organisation.Status{organisation.Pending, organisation.Refused, organisation.Merged, organisation.Approved} {
		id := w.Lag("Lag " + string(status))
		ids[status] = id
		set(w, "update organisation set status = $2, orgnr = $3 where id = $1", id, status, orgtest.OrgNr)
	}
	other := w.Lag("Et annet")
	names := func(v organisation.View) string {
		var all []string
		for _, s := range v.SameNumber {
			all = append(all, string(s.Status))
		}
		return strings.Join(all, " ")
	}
	for status, want := range map[organisation.Status]string{
		organisation.Approved: "pending", organisation.Pending: "approved", organisation.Refused: "approved pending", organisation.Merged: "",
	} {
		if got := names(w.View(ids[status])); got != want {
			t.Errorf("%s: got %q, want %q", status, got, want)
		}
	}
	if got := names(w.View(other)); got != "" {
		t.Errorf("without a number: got %q", got)
	}
	own, err := w.Get(ctx, w.Member(ids[organisation.Approved], account.GroupAdmin), ids[organisation.Approved])
	if err != nil || len(own.SameNumber) != 0 {
		t.Errorf("its own people are told of %v (%v)", own.SameNumber, err)
	}
	for municipality, want := range map[int64]int64{w.Here: ids[organisation.Approved], w.Elsewhere.MunicipalityID: 0} {
		if got, err := w.PublicIDByOrgNr(ctx, municipality, orgtest.OrgNr); got != want || (want == 0) != fault.Is(err, fault.NotFound) {
			t.Errorf("by its number: got %d (%v), want %d", got, err, want)
		}
	}
	set(w, "update organisation set status = 'merged' where orgnr = $1", orgtest.OrgNr)
	if got, err := w.PublicIDByOrgNr(ctx, w.Here, orgtest.OrgNr); !fault.Is(err, fault.NotFound) {
		t.Errorf("all are merged: got %d, %v", got, err)
	}
}

// Only kin that stands is told of, and no circle and nobody elsewhere can stand above.
func TestKin(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	ctx := t.Context()
	under := func(parent int64) func(*organisation.Draft) {
		return func(d *organisation.Draft) { d.ParentID = parent }
	}
	top := w.Lag("Idrettsrådet")
	middle := w.Lag("Idrettslaget", under(top))
	low := w.Lag("Turgruppa", under(middle))
	kin := func(what string, parent string, children int) {
		t.Helper()
		v := w.View(middle)
		got := ""
		if v.Parent != nil {
			got = v.Parent.Name
		}
		if got != parent || len(v.Children) != children {
			t.Errorf("%s: got %q above and %v below, want %q and %d", what, got, v.Children, parent, children)
		}
	}
	kin("all stand", "Idrettsrådet", 1)
	stand(w, top, organisation.Ended)
	stand(w, low, organisation.Ended)
	kin("neither stands", "", 0)
	stand(w, top, organisation.Approved)
	for what, parent := range map[string]int64{"a circle": low, "nobody": 999_999} {
		stand(w, low, organisation.Approved)
		d := w.DraftOf(top)
		d.ParentID = parent
		if err := w.Update(ctx, w.Coordinator, d); !fault.FieldsOf(err).Has("overordnet") {
			t.Errorf("%s above: got %v", what, err)
		}
	}
	d := w.DraftOf(top)
	elsewhere := w.Int(`insert into organisation (municipality_id, name, kind, status) values ($1, 'Kretsen', 'umbrella', 'approved') returning id`, w.Elsewhere.MunicipalityID)
	for what, status := range map[string]organisation.Status{"one that waits": organisation.Pending, "one that has ended": organisation.Ended} {
		other := w.Lag("Rådet " + what)
		stand(w, other, status)
		d.ParentID = other
		if err := w.Update(ctx, w.Coordinator, d); !fault.FieldsOf(err).Has("overordnet") {
			t.Errorf("%s above: got %v", what, err)
		}
	}
	d.ParentID = elsewhere
	if err := w.Update(ctx, w.Coordinator, d); !fault.FieldsOf(err).Has("overordnet") {
		t.Errorf("one elsewhere above: got %v", err)
	}
}

// The lists of an organisation are those that were chosen, of its own municipality.
func TestListsAreOfTheMunicipality(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	code := func(municipality int64, list, slug string) int64 {
		return w.Int(`insert into code (municipality_id, list, slug, name_nb) values ($1, $2, $3, $3) returning id`, municipality, list, slug)
	}
	area := func(municipality int64, slug string) int64 {
		return w.Int(`insert into area (municipality_id, slug, name) values ($1, $2, $2) returning id`, municipality, slug)
	}
	choir, band := code(w.Here, "local_kind", "kor"), code(w.Here, "local_kind", "korps")
	children, old, sport, foreign := code(w.Here, "target_group", "barn"), code(w.Here, "target_group", "eldre"), code(w.Here, "category", "sport"), code(w.Elsewhere.MunicipalityID, "target_group", "barn")
	nes, vik, away := area(w.Here, "nes"), area(w.Here, "vik"), area(w.Elsewhere.MunicipalityID, "nes")
	id := w.Lag("Strikkelaget", func(d *organisation.Draft) {
		d.TargetGroups, d.Areas = []int64{children, sport, foreign, choir}, []int64{nes, away}
		d.LocalKinds = []int64{choir, children, code(w.Elsewhere.MunicipalityID, "local_kind", "kor")}
	})
	for _, step := range []struct{ groups, areas, kinds, wantGroups, wantAreas, wantKinds []int64 }{
		{nil, nil, nil, []int64{children}, []int64{nes}, []int64{choir}},
		{[]int64{children, old}, []int64{vik}, []int64{band}, []int64{children, old}, []int64{vik}, []int64{band}},
		{[]int64{}, []int64{}, []int64{}, nil, nil, nil},
	} {
		if step.groups != nil {
			d := w.DraftOf(id)
			d.TargetGroups, d.Areas, d.LocalKinds = step.groups, step.areas, step.kinds
			if err := w.Update(t.Context(), w.Coordinator, d); err != nil {
				t.Fatal(err)
			}
		}
		v := w.View(id)
		slices.Sort(v.TargetGroups)
		if !slices.Equal(v.LocalKinds, step.wantKinds) {
			t.Errorf("got local kinds %v, want %v", v.LocalKinds, step.wantKinds)
		}
		if !slices.Equal(v.TargetGroups, step.wantGroups) || !slices.Equal(v.Areas, step.wantAreas) {
			t.Errorf("got %v and %v, want %v and %v", v.TargetGroups, v.Areas, step.wantGroups, step.wantAreas)
		}
	}
}

// The log names what was changed, and whoever shows organisations elsewhere is told of it.
func TestChangesAreNamed(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	ctx := t.Context()
	area := w.Int(`insert into area (municipality_id, slug, name) values ($1, 'vika', 'Vika') returning id`, w.Here)
	group := w.Int(`insert into code (municipality_id, list, slug, name_nb) values ($1, 'target_group', 'barn', 'Barn') returning id`, w.Here)
	kind := w.Int(`insert into code (municipality_id, list, slug, name_nb) values ($1, 'local_kind', 'kor', 'Kor') returning id`, w.Here)
	id := w.Lag("Strikkelaget")
	jobs := func() int64 { return w.Int("select count(*) from river_job where kind = 'organisation.changed'") }
	if n := jobs(); n != 0 {
		t.Errorf("a new one: %d are told", n)
	}
	for n, step := range []struct {
		change func(*organisation.Draft)
		want   string
	}{
		{func(d *organisation.Draft) { d.Summary = "Vi strikker." }, `{"fields": ["summary"]}`},
		{func(d *organisation.Draft) { d.OrgNr = orgtest.OrgNr }, `{"fields": ["orgnr"]}`},
		{func(d *organisation.Draft) { d.Areas = []int64{area} }, `{"fields": ["areas"]}`},
		{func(d *organisation.Draft) { d.TargetGroups = []int64{group} }, `{"fields": ["target_groups"]}`},
		{func(d *organisation.Draft) { d.LocalKinds = []int64{kind} }, `{"fields": ["local_kinds"]}`},
		{func(d *organisation.Draft) {}, `{"fields": null}`},
	} {
		d := w.DraftOf(id)
		step.change(&d)
		if err := w.Update(ctx, w.Coordinator, d); err != nil {
			t.Fatal(err)
		}
		var got string
		if err := w.Pool.QueryRow(ctx, "select detail::text from audit_event where action = 'organisation.update' order by id desc limit 1").Scan(&got); err != nil {
			t.Fatal(err)
		}
		if got != step.want {
			t.Errorf("the log says %s, want %s", got, step.want)
		}
		if told := jobs(); told != int64(n+1) {
			t.Errorf("%s: %d are told, want %d", step.want, told, n+1)
		}
	}
}

// A number is one organisation's, but for those who wait for an answer about it.
func TestNumberIsOneOrganisations(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	first, second := w.Lag("Strikkelaget", func(d *organisation.Draft) { d.OrgNr = orgtest.OrgNr }), w.Lag("Turlaget")
	for status, want := range map[organisation.Status]bool{organisation.Approved: false, organisation.Ended: false, organisation.Pending: true, organisation.Refused: true} {
		stand(w, first, status)
		d := w.DraftOf(second)
		d.OrgNr = orgtest.OrgNr
		err := w.Update(t.Context(), w.Coordinator, d)
		if want != (err == nil) || !want && !fault.FieldsOf(err).Has("orgnr") {
			t.Errorf("beside one that is %s: got %v, want it taken: %v", status, err, want)
		}
		set(w, "update organisation set orgnr = null where id = $1", second)
	}
	d := w.DraftOf(second)
	d.OrgNr = "123456789"
	if err := w.Update(t.Context(), w.Coordinator, d); !fault.FieldsOf(err).Has("orgnr") {
		t.Errorf("what is no number: got %v", err)
	}
}

// What staff make is approved, confirmed and theirs; what is written says who wrote it.
func TestCreateIsTheStaffs(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	id := w.Lag("Strikkelaget", func(d *organisation.Draft) {
		d.Status, d.Source, d.ApplicantEmail, d.ApplicantName = organisation.Pending, organisation.FromSelf, "siri@x.example", "Siri"
	})
	v := w.View(id)
	if v.Status != organisation.Approved || v.Source != organisation.FromStaff || v.ApplicantEmail != "" || v.Waiting() || v.ConfirmedAt == nil || !v.ConfirmedAt.Equal(orgtest.Now) {
		t.Errorf("got %+v", v.Organisation)
	}
	if diff := cmp.Diff(map[string]organisation.Source{"name": organisation.FromStaff, "kind": organisation.FromStaff}, v.FieldSource); diff != "" {
		t.Errorf("who wrote what (-want +got):\n%s", diff)
	}
	for _, by := range []struct {
		actor account.Actor
		want  organisation.Source
	}{{w.Coordinator, organisation.FromStaff}, {w.Member(id, account.GroupAdmin), organisation.FromSelf}} {
		d := w.DraftOf(id)
		d.Phone, d.Contacts = fmt.Sprintf("+472222222%d", len(by.want)), []organisation.Contact{{Name: "Kari fra " + string(by.want), Role: "leader", Email: "k@x.example", Public: true}}
		if err := w.Update(t.Context(), by.actor, d); err != nil {
			t.Fatal(err)
		}
		v := w.View(id)
		if v.FieldSource["phone"] != by.want || v.FieldSource["name"] != organisation.FromStaff || v.Contacts[0].Source != by.want {
			t.Errorf("got %v and a contact from %s, want the number from %s", v.FieldSource, v.Contacts[0].Source, by.want)
		}
	}
	for status, confirmed := range map[organisation.Status]bool{organisation.Approved: true, organisation.Pending: false, organisation.Ended: false} {
		stand(w, id, status)
		if err := w.Confirm(t.Context(), w.Coordinator, id); confirmed != (err == nil) || !confirmed && !fault.Is(err, fault.Conflict) {
			t.Errorf("confirming one that is %s: got %v", status, err)
		}
	}
}

// Names are near when people may mean the same by them.
func TestNearNames(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	ctx := t.Context()
	id := w.Lag("Solvik strikkelag")
	for name, want := range map[string]string{
		"SOLVIK, strikkelag": "same", "Strikkelag Solvik": "same", "Strikkelaget i Solvik": "near", "Solvik strikkeklubb": "near",
		"Solvik strikkelag avdeling Solvik": "near", "Solvik turlag": "", "Strikkelaget": "", "Laget": "", "": "",
	} {
		same, near, err := organisation.NearNames(ctx, w.Pool, w.Here, name)
		got := ""
		if slices.Contains(same, id) {
			got += "same"
		}
		if slices.Contains(near, id) {
			got += "near"
		}
		if err != nil || got != want {
			t.Errorf("%q: got %q (%v), want %q", name, got, err, want)
		}
	}
	for status, want := range map[organisation.Status]int{
		organisation.Approved: 1, organisation.Pending: 1, organisation.Ended: 1, organisation.Refused: 0, organisation.Merged: 0,
	} {
		stand(w, id, status)
		if same, _, err := organisation.NearNames(ctx, w.Pool, w.Here, "Solvik strikkelag"); err != nil || len(same) != want {
			t.Errorf("%s: got %v (%v), want %d", status, same, err, want)
		}
	}
	stand(w, id, organisation.Approved)
	if same, near, err := organisation.NearNames(ctx, w.Pool, w.Elsewhere.MunicipalityID, "Solvik strikkelag"); err != nil || len(same)+len(near) != 0 {
		t.Errorf("elsewhere: got %v, %v, %v", same, near, err)
	}
	set(w, `insert into organisation (municipality_id, name, kind, status)
		select $1, v.name, 'group', 'approved' from (values ('Solvik strikkelag'), ('Strikkelaget i Solvik')) v(name), generate_series(1, 60)`, w.Here)
	same, near, err := organisation.NearNames(ctx, w.Pool, w.Here, "Solvik strikkelag")
	if err != nil || len(same) != 50 || len(near) != 50 {
		t.Errorf("of many: got %d the same and %d near (%v), want 50 of each", len(same), len(near), err)
	}
}

// Only those who can answer are asked whether the details hold, of what is approved.
func TestWhoIsAskedToConfirm(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	id, ended := w.Lag("Strikkelaget"), w.Lag("Turlaget")
	admin, gone := w.Member(id, account.GroupAdmin), w.Member(ended, account.GroupAdmin)
	member := w.Member(id, account.GroupMember)
	second := w.Int(`insert into account (municipality_id, email, name) values ($1, 'to@strikk.example', 'To') returning id`, w.Here)
	set(w, "insert into membership (account_id, organisation_id, role) values ($1, $2, 'group_admin')", second, id)
	stand(w, ended, organisation.Ended)
	w.At = orgtest.Now.AddDate(1, 0, 0)
	asked := func(what string, want map[string]int) {
		t.Helper()
		if err := w.Remind(t.Context()); err != nil {
			t.Fatal(err)
		}
		for to, n := range want {
			if got := len(mailtest.All(t, w.Pool, to)); got != n {
				t.Errorf("%s: got %d e-mails to %s, want %d", what, got, to, n)
			}
		}
	}
	asked("a year to the day", map[string]int{admin.Email: 0})
	w.At = w.At.Add(1e9)
	set(w, "update account set ended_at = '2026-03-01Z' where id = $1", second)
	asked("more than a year", map[string]int{admin.Email: 1, member.Email: 0, gone.Email: 0, "to@strikk.example": 0})
	set(w, "update account set ended_at = '2026-03-01Z' where id = $1", admin.AccountID)
	set(w, "update organisation set reminded_at = null")
	asked("nobody is left to ask", map[string]int{admin.Email: 1, member.Email: 0})
	if n := w.Int("select count(*) from organisation where reminded_at is not null"); n != 0 {
		t.Errorf("%d are noted as asked though nobody was", n)
	}
}
