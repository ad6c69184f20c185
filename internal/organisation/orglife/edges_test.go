package orglife_test

// The edges of registering, deciding and merging: what is just taken and what is just refused.

import (
	"slices"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orglife"
	"frivilligsentral/internal/organisation/orgtest"
)

// set changes rows past the use cases.
func set(w *orgtest.World, sql string, args ...any) {
	w.T.Helper()
	if _, err := w.Pool.Exec(w.T.Context(), sql, args...); err != nil {
		w.T.Fatalf("%s: %v", sql, err)
	}
}

func TestApplicationsAtTheEdges(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	group := func(second organisation.Contact) func(*orglife.Application) {
		return func(a *orglife.Application) { a.Group, a.OrgNr, a.Name, a.Second = true, "", "Turvenner", second }
	}
	for name, tc := range map[string]struct {
		edit func(*orglife.Application)
		want string // the field that is refused; "-" for none
	}{
		"in three seconds":        {func(a *orglife.Application) { a.Started = w.At.Add(-3 * time.Second) }, "-"},
		"in less":                 {func(a *orglife.Application) { a.Started = w.At.Add(-3*time.Second + 1) }, ""},
		"a long name":             {func(a *orglife.Application) { a.ApplicantName = strings.Repeat("å", 120) }, "-"},
		"too long a name":         {func(a *orglife.Application) { a.ApplicantName = strings.Repeat("å", 121) }, "ditt_navn"},
		"a second by phone":       {group(organisation.Contact{Name: "Ola", Phone: "+4722222222"}), "-"},
		"a second by e-mail":      {group(organisation.Contact{Name: "Ola", Email: "ola@x.example"}), "-"},
		"a second nobody reaches": {group(organisation.Contact{Name: "Ola"}), "kontakt2_epost"},
		"no second":               {group(organisation.Contact{Email: "ola@x.example"}), "kontakt2_navn"},
	} {
		a := application(w, tc.edit)
		err := a.Check(w.At)
		if (tc.want == "-") != (err == nil) || err != nil && (len(fault.FieldsOf(err)) != 1 || fault.FieldsOf(err)[0].Name != tc.want) {
			t.Errorf("%s: got %v, want %q refused", name, err, tc.want)
		}
	}
}

// What is registered is what was written: a second person where one is named, three purposes, the reader's language.
func TestWhatIsRegistered(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	for lang, want := range map[i18n.Lang]i18n.Lang{i18n.NB: i18n.NB, i18n.NN: i18n.NN, i18n.EN: i18n.NB} {
		got, err := w.Register(t.Context(), application(w, func(a *orglife.Application) {
			a.Lang, a.ApplicantEmail, a.ShowApplicant = lang, "kari@"+string(lang)+".example", lang == i18n.NN
			a.Second = organisation.Contact{Name: "Ola Nordmann", Email: "ola@x.example"}
			a.ICNPO = []string{"1100", "1200", "4100", "4200"}
		}))
		if err != nil {
			t.Fatal(err)
		}
		v := w.View(got.ID)
		if v.Lang != want || v.ApplicantLang != lang || v.Status != organisation.Pending || v.Source != organisation.FromSelf || !slices.Equal(v.ICNPO, []string{"1100", "1200", "4100"}) || v.BrregCheckedAt != nil {
			t.Errorf("%s: got %+v", lang, v.Organisation)
		}
		if len(v.Contacts) != 2 || v.Contacts[1].Name != "Ola Nordmann" || v.Contacts[1].Public || v.Contacts[0].Email != v.ApplicantEmail || v.Contacts[0].Public != (lang == i18n.NN) {
			t.Errorf("%s: got the contacts %+v", lang, v.Contacts)
		}
		if n := w.Int("select count(*) from audit_event where action = 'organisation.register' and object_id = $1", got.ID); n != 1 {
			t.Errorf("%s: the log has %d lines", lang, n)
		}
	}
	if n := w.Int("select count(*) from river_job where kind like 'notice%'"); n == 0 {
		t.Error("nobody is told that something waits")
	}
}

// A number that is here already is asked for in the way that its organisation stands.
func TestNumberThatIsHere(t *testing.T) {
	t.Parallel()
	for status, tc := range map[organisation.Status]struct {
		refused bool
		claim   bool
		same    bool // it takes the place of the one that is here
		all     int64
	}{
		organisation.Refused: {false, false, true, 1}, organisation.Ended: {true, false, false, 1},
		organisation.Pending: {false, false, false, 2}, organisation.Approved: {false, true, true, 1},
	} {
		w := orgtest.New(t)
		id := w.Lag("Strikkelaget", func(d *organisation.Draft) { d.OrgNr = orgtest.OrgNr })
		set(w, "update organisation set status = $2 where id = $1", id, status)
		got, err := w.Register(t.Context(), application(w))
		if tc.refused != (err != nil) || tc.refused && !fault.FieldsOf(err).Has("orgnr") {
			t.Errorf("%s: got %v", status, err)
		}
		if err == nil && (got.Claim != tc.claim || (got.ID == id) != tc.same) {
			t.Errorf("%s: got %+v beside %d", status, got, id)
		}
		if n := w.Int("select count(*) from organisation"); n != tc.all {
			t.Errorf("%s: got %d, want %d", status, n, tc.all)
		}
		if v := w.View(id); tc.claim && (v.Name != "Strikkelaget" || v.Status != organisation.Approved || v.ApplicantEmail == "" || len(v.Contacts) != 0) {
			t.Errorf("%s: what is here has become %+v", status, v)
		}
	}
}

// Each decision is for what stands so, and is told to the one who waits.
func TestDecisionsAreForWhatStandsSo(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	ctx := t.Context()
	id := w.Lag("Strikkelaget")
	decisions := map[string]func() error{
		"approve": func() error { return w.Approve(ctx, w.Coordinator, id) },
		"refuse":  func() error { return w.Refuse(ctx, w.Coordinator, id, " Ukjent ") },
		"end":     func() error { return w.End(ctx, w.Coordinator, id, " Lagt ned ") },
		"reopen":  func() error { return w.Reopen(ctx, w.Coordinator, id) },
	}
	for status, may := range map[organisation.Status]map[string]organisation.Status{
		organisation.Pending:  {"approve": organisation.Approved, "refuse": organisation.Refused},
		organisation.Approved: {"end": organisation.Ended},
		organisation.Ended:    {"reopen": organisation.Approved},
		organisation.Refused:  {"reopen": organisation.Approved},
		organisation.Merged:   {},
	} {
		for name, do := range decisions {
			set(w, "update organisation set status = $2, status_reason = 'Før', applicant_email = '', applicant_name = '', confirmed_at = null where id = $1", id, status)
			err := do()
			becomes, ok := may[name]
			if ok != (err == nil) || !ok && !fault.Is(err, fault.Conflict) {
				t.Errorf("%s one that is %s: got %v", name, status, err)
			}
			if !ok {
				becomes = status
			}
			v := w.View(id)
			reason := map[string]string{"refuse": "Ukjent", "end": "Lagt ned"}[name]
			if !ok {
				reason = "Før"
			}
			if v.Status != becomes || v.StatusReason != reason {
				t.Errorf("%s one that is %s: got %s because %q, want %s because %q", name, status, v.Status, v.StatusReason, becomes, reason)
			}
			if approved := ok && name == "approve"; (v.ConfirmedAt != nil) != approved {
				t.Errorf("%s one that is %s: got confirmed at %v", name, status, v.ConfirmedAt)
			}
		}
	}
}

// Whoever asked to act for an approved one is answered, and it stays as it is.
func TestClaimIsAnswered(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		do      func(w *orgtest.World, id int64) error
		members int64
		says    string
	}{
		"yes": {func(w *orgtest.World, id int64) error { return w.Approve(w.T.Context(), w.Coordinator, id) }, 1, "er godkjent"},
		"no": {func(w *orgtest.World, id int64) error {
			return w.Refuse(w.T.Context(), w.Coordinator, id, "Ukjent person")
		}, 0, "Ukjent person"},
		"end": {func(w *orgtest.World, id int64) error { return w.End(w.T.Context(), w.Coordinator, id, "") }, 0, ""},
	} {
		w := orgtest.New(t)
		id := w.Lag("Strikkelaget")
		set(w, "update organisation set applicant_name = 'Kari', applicant_email = 'kari@x.example', applied_at = '2026-03-01Z' where id = $1", id)
		if err := tc.do(w, id); err != nil {
			t.Fatal(err)
		}
		v := w.View(id)
		if v.ApplicantEmail != "" || v.ApplicantName != "" || v.AppliedAt != nil || name != "end" && (v.Status != organisation.Approved || v.StatusReason != "") {
			t.Errorf("%s: got %+v", name, v.Organisation)
		}
		if n := w.Int("select count(*) from membership where organisation_id = $1", id); n != tc.members {
			t.Errorf("%s: got %d who act for it, want %d", name, n, tc.members)
		}
		letters := mailtest.All(t, w.Pool, "kari@x.example")
		if (len(letters) > 0) != (tc.says != "") || tc.says != "" && !strings.Contains(letters[0].Subject+letters[0].TextBody, tc.says) {
			t.Errorf("%s: got %d letters, want one that says %q", name, len(letters), tc.says)
		}
	}
}

func TestReasonsHaveALength(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	ctx := t.Context()
	long := strings.Repeat("å", 500)
	for reason, ok := range map[string]bool{" ": false, long + "å": false, long: true} {
		id := w.Lag("Lag")
		set(w, "update organisation set status = 'pending' where id = $1", id)
		if err := w.Refuse(ctx, w.Coordinator, id, reason); ok != (err == nil) || !ok && !fault.FieldsOf(err).Has("grunn") {
			t.Errorf("a reason of %d: got %v", len(reason), err)
		}
	}
	id := w.Lag("Koret")
	if err := w.End(ctx, w.Coordinator, id, long+"ø"); err != nil {
		t.Fatal(err)
	}
	if got := []rune(w.View(id).StatusReason); len(got) != 500 {
		t.Errorf("the reason for an end has %d, want it cut at 500", len(got))
	}
}

// Two are one only where they can be the same.
func TestWhoMayBecomeOne(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	ctx := t.Context()
	from, into := w.Lag("Nes IL"), w.Lag("Nes idrettslag")
	if err := w.Merge(ctx, w.Coordinator, from, from); !fault.FieldsOf(err).Has("inn_i") {
		t.Errorf("with itself: got %v", err)
	}
	for name, sql := range map[string]string{
		"one that is gone":     "update organisation set status = 'merged', merged_into = $2 where id = $1",
		"into one that waits":  "update organisation set status = case when id = $2 then 'pending' else status end where id in ($1, $2)",
		"into one that ended":  "update organisation set status = case when id = $2 then 'ended' else status end where id in ($1, $2)",
		"two numbers":          "update organisation set orgnr = case when id = $1 then '974760673' else '971524553' end where id in ($1, $2)",
		"into one that is bad": "update organisation set status = case when id = $2 then 'refused' else status end where id in ($1, $2)",
	} {
		set(w, sql, from, into)
		if err := w.Merge(ctx, w.Coordinator, from, into); !fault.FieldsOf(err).Has("inn_i") {
			t.Errorf("%s: got %v", name, err)
		}
		set(w, "update organisation set status = 'approved', merged_into = null, orgnr = null")
	}
	set(w, "update organisation set orgnr = '974760673', kind = 'foundation' where id = $1", from)
	set(w, "update organisation set kind = 'group' where id = $1", into)
	if err := w.Merge(ctx, w.Coordinator, from, into); err != nil {
		t.Fatal(err)
	}
	if v := w.View(into); v.OrgNr != "974760673" || v.Kind != organisation.Foundation {
		t.Errorf("a group that gets a number: got %q and %s", v.OrgNr, v.Kind)
	}
}

// A merge is undone from the last to the first.
func TestMergesAreUndoneInOrder(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	ctx := t.Context()
	first, second, third := w.Lag("Nes IL"), w.Lag("Nes idrettslag"), w.Lag("Nes idrett")
	var ids []int64
	for _, pair := range [][2]int64{{first, second}, {second, third}} {
		if err := w.Merge(ctx, w.Coordinator, pair[0], pair[1]); err != nil {
			t.Fatal(err)
		}
		merges, err := w.Merges(ctx, w.Coordinator, pair[1])
		if err != nil || len(merges) != 1 {
			t.Fatalf("got %v, %v", merges, err)
		}
		ids = append(ids, merges[0].ID)
	}
	if _, err := w.Unmerge(ctx, w.Coordinator, ids[0]); !fault.Is(err, fault.Conflict) {
		t.Errorf("the first before the last: got %v", err)
	}
	for i, want := range []int64{second, first} {
		if got, err := w.Unmerge(ctx, w.Coordinator, ids[1-i]); err != nil || got != want {
			t.Errorf("got %d, %v, want %d back", got, err, want)
		}
	}
	for _, id := range []int64{first, second, third} {
		if v := w.View(id); v.Status != organisation.Approved || v.MergedInto != 0 {
			t.Errorf("got %+v", v.Organisation)
		}
	}
}

// Namesakes that everybody may read of, five at most.
func TestNamesakesThatAllMayRead(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	for range 6 {
		w.Lag("Nes idrettslag")
	}
	waits := w.Lag("Nes kor")
	set(w, "update organisation set status = 'pending' where id = $1", waits)
	for name, want := range map[string]int{"Idrettslaget Nes": 5, "Nes kor": 0, "Nes IL": 5, "": 0, "Vik IL": 0} {
		if got, err := w.PublicNamesakes(t.Context(), w.Here, name); err != nil || len(got) != want {
			t.Errorf("%q: got %d, %v, want %d", name, len(got), err, want)
		}
	}
	if got, err := w.PublicNamesakes(t.Context(), w.Elsewhere.MunicipalityID, "Nes IL"); err != nil || len(got) != 0 {
		t.Errorf("elsewhere: got %d, %v", len(got), err)
	}
}
