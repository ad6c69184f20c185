package orglife_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"frivilligsentral/internal/brreg"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orglife"
	"frivilligsentral/internal/organisation/orgtest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func application(w *orgtest.World, edit ...func(*orglife.Application)) orglife.Application {
	a := orglife.Application{
		MunicipalityID: w.Here, OrgNr: "974 760 673", Name: "Solvik strikkelag", Summary: "Vi strikker.", ApplicantName: "Kari Nordmann",
		ApplicantEmail: "kari@strikk.example", Lang: "nb", Terms: 1, Started: w.At.Add(-time.Minute),
	}
	for _, e := range edit {
		e(&a)
	}
	return a
}

func TestRegisterApproveLogin(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	ctx := t.Context()
	got, err := w.Register(ctx, application(w))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.PublicShow(ctx, w.Here, got.ID); err == nil {
		t.Error("residents see an organisation that waits")
	}
	if n, err := w.PendingCount(ctx, w.Reader); err != nil || n != 1 {
		t.Errorf("got %d waiting (%v), want 1", n, err)
	}
	received := mailtest.Last(t, w.Pool, "kari@strikk.example")
	if !strings.Contains(received.Subject, "Solvik strikkelag") {
		t.Errorf("got subject %q, want the name in it", received.Subject)
	}
	if err := w.Approve(ctx, w.Coordinator, got.ID); err != nil {
		t.Fatal(err)
	}
	v, err := w.PublicShow(ctx, w.Here, got.ID)
	if err != nil || v.OrgNr != orgtest.OrgNr || v.ConfirmedAt == nil {
		t.Errorf("got %+v (%v), want it approved and confirmed", v.Organisation, err)
	}
	if len(v.Contacts) != 0 || v.EmailPrivate != "" || v.ApplicantEmail != "" {
		t.Errorf("residents see %+v and %q, want nothing private", v.Contacts, v.ApplicantEmail)
	}
	if n := w.Int(`select count(*) from membership m join account a on a.id = m.account_id
		where a.email = 'kari@strikk.example' and m.role = 'group_admin' and m.organisation_id = $1`, got.ID); n != 1 {
		t.Errorf("got %d memberships, want 1", n)
	}
	welcome := mailtest.Last(t, w.Pool, "kari@strikk.example")
	if len(welcome.Links) == 0 || welcome.Links[0] != "https://provevik.example/logg-inn" {
		t.Errorf("got links %v, want the way in", welcome.Links)
	}
	if err := w.Approve(ctx, w.Coordinator, got.ID); !errors.Is(err, orglife.ErrDecided) {
		t.Errorf("approving twice: got %v, want errDecided", err)
	}
}

func TestRegisterRefusals(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	for _, c := range []struct {
		name  string
		edit  func(*orglife.Application)
		field string
	}{
		{"wrong digit", func(a *orglife.Application) { a.OrgNr = "974760674" }, "orgnr"},
		{"first digit", func(a *orglife.Application) { a.OrgNr = "123456785" }, "orgnr"},
		{"no number", func(a *orglife.Application) { a.OrgNr = "" }, "orgnr"},
		{"no applicant", func(a *orglife.Application) { a.ApplicantName = "" }, "ditt_navn"},
		{"no address", func(a *orglife.Application) { a.ApplicantEmail = "" }, "din_epost"},
		{"no name, and the register is off", func(a *orglife.Application) { a.Name = "" }, "navn"},
		{"group alone", func(a *orglife.Application) { a.Group = true }, "kontakt2_navn"},
		{"group of one", func(a *orglife.Application) {
			a.Group, a.Second = true, organisation.Contact{Name: "Kari N.", Email: "kari@strikk.example"}
		}, "kontakt2_epost"},
		{"an address for a lag", func(a *orglife.Application) { a.Name = "Vunnet på evil.com" }, "navn"},
		{"an address for an applicant", func(a *orglife.Application) { a.ApplicantName = "https://evil.example" }, "ditt_navn"},
		{"an address for the other one", func(a *orglife.Application) { a.Second.Name = "kari@evil.example" }, "kontakt2_navn"},
		{"faster than people", func(a *orglife.Application) { a.Started = w.At.Add(-time.Second) }, ""},
		{"never saw the form", func(a *orglife.Application) { a.Started = time.Time{} }, ""},
	} {
		_, err := w.Register(t.Context(), application(w, c.edit))
		if err == nil {
			t.Errorf("%s: got no error", c.name)
			continue
		}
		orgtest.WantField(t, err, c.field)
	}
	if _, err := w.Register(t.Context(), application(w, func(a *orglife.Application) { a.Trap = "http://spam.example" })); err != nil {
		t.Errorf("a trapped program is told %v, want nothing", err)
	}
	if n := w.Int(`select count(*) from organisation`); n != 0 {
		t.Errorf("got %d organisations, want none stored", n)
	}
}

func TestRegisterGroup(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	group := application(w, func(a *orglife.Application) {
		a.Group, a.OrgNr, a.Name, a.Second = true, "", "Turvenner", organisation.Contact{Name: "Ola Nordmann", Phone: "+4722222222"}
	})
	got, err := w.Register(t.Context(), group)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := w.Register(t.Context(), group); err != nil || again.ID != got.ID {
		t.Errorf("sent twice: got %d, %v, want the first one, %d", again.ID, err, got.ID)
	}
	v := w.View(got.ID)
	if v.Kind != organisation.Group || v.OrgNr != "" || len(v.Contacts) != 2 {
		t.Errorf("got kind %s, number %q and %d contacts, want a group with two", v.Kind, v.OrgNr, len(v.Contacts))
	}
}

func TestRegisterLooksUp(t *testing.T) {
	t.Parallel()
	enhet := brreg.Enhet{
		OrgNr: orgtest.OrgNr, Name: "SOLVIK STRIKKELAG", Form: "FLI", Website: "https://strikk.example", InVoluntaryRegister: true,
		Business: brreg.Address{Lines: []string{"c/o Kari Nordmann", "Storgata 1"}, PostalCode: "0150"},
	}
	for _, c := range []struct {
		name     string
		register orglife.Registry
		status   organisation.BrregStatus
		website  string
		wantErr  bool
	}{
		{"found", register{enhet: enhet, voluntary: brreg.Voluntary{OrgNr: orgtest.OrgNr, ICNPO: []string{"1100"}, Grasrot: true}}, organisation.Active, "https://strikk.example", false},
		{"unknown number, name is needed", register{err: brreg.ErrNotFound}, organisation.NotFound, "", true},
		{"no answer, name is needed", register{err: brreg.ErrUnavailable}, organisation.NotAsked, "", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := orgtest.New(t)
			w.Registry = c.register
			got, err := w.Register(t.Context(), application(w, func(a *orglife.Application) { a.Name = "" }))
			if c.wantErr {
				orgtest.WantField(t, err, "navn")
				if got, err = w.Register(t.Context(), application(w)); err != nil {
					t.Fatalf("with a name: %v", err)
				}
			}
			v := w.View(got.ID)
			if v.BrregStatus != c.status || v.Website != c.website || v.Address != "" {
				t.Errorf("got status %q, website %q and address %q, want %q, %q and none", v.BrregStatus, v.Website, v.Address, c.status, c.website)
			}
			if !c.wantErr && (v.Name != "Solvik strikkelag" || v.FieldSource["website"] != organisation.FromBrreg || v.ICNPO[0] != "1100") {
				t.Errorf("got name %q, sources %v and ICNPO %v, want the register's", v.Name, v.FieldSource, v.ICNPO)
			}
		})
	}
}

func TestRegisterAgain(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	ctx := t.Context()
	first, err := w.Register(ctx, application(w))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := w.Register(ctx, application(w)); err != nil || again.ID != first.ID {
		t.Errorf("sent twice: got %d, %v, want the one that waits, %d", again.ID, err, first.ID)
	}
	if err := w.Refuse(ctx, w.Coordinator, first.ID, "Vi finner ikke laget."); err != nil {
		t.Fatal(err)
	}
	if m := mailtest.Last(t, w.Pool, "kari@strikk.example"); !strings.Contains(m.TextBody, "Vi finner ikke laget.") {
		t.Errorf("got %q, want the reason in the e-mail", m.TextBody)
	}
	again, err := w.Register(ctx, application(w))
	if err != nil || again.ID != first.ID {
		t.Fatalf("after a refusal: got id %d (%v), want %d", again.ID, err, first.ID)
	}
	if err := w.Approve(ctx, w.Coordinator, first.ID); err != nil {
		t.Fatal(err)
	}
	_, err = w.Register(ctx, application(w))
	orgtest.WantField(t, err, "orgnr") // somebody acts for it
}

func TestClaim(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	ctx := t.Context()
	id := w.Lag("Fra registeret", func(d *organisation.Draft) { d.OrgNr = orgtest.OrgNr })
	got, err := w.Register(ctx, application(w))
	if err != nil || !got.Claim || got.ID != id || got.Name != "Fra registeret" {
		t.Fatalf("got %+v (%v), want a wish to act for %d", got, err, id)
	}
	v, err := w.PublicShow(ctx, w.Here, id)
	if err != nil || v.Name != "Fra registeret" || v.ApplicantName != "" {
		t.Errorf("got %+v (%v), want it unchanged for residents", v.Organisation, err)
	}
	if n, _ := w.PendingCount(ctx, w.Reader); n != 1 {
		t.Errorf("got %d waiting, want 1", n)
	}
	if err := w.Approve(ctx, w.Coordinator, id); err != nil {
		t.Fatal(err)
	}
	if n := w.Int(`select count(*) from membership where organisation_id = $1`, id); n != 1 {
		t.Errorf("got %d memberships, want 1", n)
	}
	if n, _ := w.PendingCount(context.Background(), w.Reader); n != 0 {
		t.Errorf("got %d waiting, want none", n)
	}
}

// What the one who asks has said of being contact person is carried out when she is let in; what is not kept is told.
func TestClaimantIsContact(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		show bool
		here []organisation.Contact
		want []organisation.Contact
	}{
		"shown":     {true, nil, []organisation.Contact{{Name: "Kari Nes", Role: "contact", Email: "kari@x.example", Phone: "+4790000001", Public: true}}},
		"not shown": {false, nil, []organisation.Contact{{Name: "Kari Nes", Role: "contact", Email: "kari@x.example", Phone: "+4790000001"}}},
		"there already": {true, []organisation.Contact{{Name: "Ola Vik", Role: "leader", Phone: "+4790000002"}, {Name: "kari  nes", Role: "treasurer", Phone: "+4790000009"}},
			[]organisation.Contact{{Name: "Ola Vik", Role: "leader", Phone: "+4790000002"}, {Name: "kari  nes", Role: "treasurer", Email: "kari@x.example", Phone: "+4790000009", Public: true}}},
		"a namesake": {true, []organisation.Contact{{Name: "Kari Nes", Role: "leader", Email: "annen@x.example"}},
			[]organisation.Contact{{Name: "Kari Nes", Role: "leader", Email: "annen@x.example"}, {Name: "Kari Nes", Role: "contact", Email: "kari@x.example", Phone: "+4790000001", Public: true}}},
	} {
		w, ctx := orgtest.New(t), t.Context()
		id := w.Lag("Fra registeret", func(d *organisation.Draft) { d.OrgNr, d.Contacts = orgtest.OrgNr, tc.here })
		a := application(w)
		a.ApplicantName, a.ApplicantEmail, a.ApplicantPhone, a.ShowApplicant = "Kari Nes", "kari@x.example", "+4790000001", tc.show
		a.Summary, a.Website, a.Second = "Vi strikker.", "", organisation.Contact{Name: "Per Nes", Phone: "+4790000003"}
		if _, err := w.Register(ctx, a); err != nil {
			t.Fatal(err)
		}
		if v := w.View(id); v.ApplicantPublic != tc.show || len(v.Contacts) != len(tc.here) {
			t.Errorf("%s: while it waits: got %+v", name, v)
		}
		if v, err := w.PublicShow(ctx, w.Here, id); err != nil || v.ApplicantPhone != "" || v.ApplicantPublic {
			t.Errorf("%s: residents see %+v, %v", name, v.Organisation, err)
		}
		if told := mailtest.Last(t, w.Pool, "kari@x.example").TextBody; !strings.Contains(told, "er ikke lagret: ") || !strings.Contains(told, "Kontaktperson nummer to") {
			t.Errorf("%s: the letter does not say what is left out: %s", name, told)
		}
		if err := w.Approve(ctx, w.Coordinator, id); err != nil {
			t.Fatal(err)
		}
		v := w.View(id)
		if diff := cmp.Diff(tc.want, v.Contacts, cmpopts.IgnoreFields(organisation.Contact{}, "Source", "SourceAt", "PublicAt")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		for _, c := range v.Contacts {
			if c.Public != (c.PublicAt != nil) {
				t.Errorf("%s: %s may be seen since %v", name, c.Name, c.PublicAt)
			}
		}
		if v.ApplicantPhone != "" || v.ApplicantPublic || v.Summary != "" {
			t.Errorf("%s: got %+v left of it", name, v.Organisation)
		}
	}
}

// A form that says two things is told so, and nothing of it is dropped in silence.
func TestContradictionsAreTold(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	for field, edit := range map[string]func(*orglife.Application){
		"orgnr": func(a *orglife.Application) {
			a.Group, a.Name, a.Second = true, "Koret", organisation.Contact{Name: "Per Nes", Phone: "+4790000003"}
		},
		"kontakt2_navn": func(a *orglife.Application) { a.Second = organisation.Contact{Phone: "+4790000003"} },
	} {
		a := application(w)
		edit(&a)
		if _, err := w.Register(t.Context(), a); !fault.FieldsOf(err).Has(field) {
			t.Errorf("%s: got %v, want it told", field, err)
		}
	}
	a := application(w)
	a.Second = organisation.Contact{Name: "Per Nes", Phone: "+4790000003"}
	got, err := w.Register(t.Context(), a)
	if v := w.View(got.ID); err != nil || len(v.Contacts) != 2 || v.Contacts[1].Name != "Per Nes" {
		t.Errorf("a second contact of one with a number: got %+v, %v", v.Contacts, err)
	}
}

// Whoever takes a number that is not hers keeps nobody out: each waits beside the other, is answered the same, and the
// municipality says whose it is.
func TestClaimsWaitBesideEachOther(t *testing.T) {
	t.Parallel()
	by := func(email string) func(*orglife.Application) {
		return func(a *orglife.Application) { a.ApplicantEmail = email }
	}
	for _, c := range []struct {
		name     string
		imported bool // the municipality has the organisation already
	}{{"of nobody's", false}, {"of one that is here", true}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := orgtest.New(t)
			ctx := t.Context()
			var here int64
			if c.imported {
				here = w.Lag("Fra registeret", func(d *organisation.Draft) { d.OrgNr = orgtest.OrgNr })
			}
			squatter, err := w.Register(ctx, application(w, by("tyv@evil.example")))
			if err != nil {
				t.Fatal(err)
			}
			own, err := w.Register(ctx, application(w, by("ekte@strikk.example")))
			if err != nil || own.ID == squatter.ID {
				t.Fatalf("the real one: got %d, %v, want a registration beside %d", own.ID, err, squatter.ID)
			}
			if again, err := w.Register(ctx, application(w, by("Ekte@strikk.example"))); err != nil || again.ID != own.ID {
				t.Errorf("sent twice: got %d, %v, want %d", again.ID, err, own.ID)
			}
			if n := len(mailtest.All(t, w.Pool, "ekte@strikk.example")); n != 1 {
				t.Errorf("got %d e-mails to the real one, want one", n)
			}
			if n, _ := w.PendingCount(ctx, w.Reader); n != 2 {
				t.Errorf("got %d waiting, want both", n)
			}
			if v := w.View(own.ID); len(v.SameNumber) != 1 || v.SameNumber[0].ID != squatter.ID {
				t.Errorf("staff see %+v beside it, want %d", v.SameNumber, squatter.ID)
			}
			if err := w.Approve(ctx, w.Coordinator, own.ID); err != nil {
				t.Fatal(err)
			}
			holder := own.ID
			if c.imported {
				holder = here
				if v := w.View(own.ID); v.Status != organisation.Merged || v.MergedInto != here {
					t.Errorf("what waited is %s and leads to %d, want merged and %d", v.Status, v.MergedInto, here)
				}
			}
			if n := w.Int(`select count(*) from membership m join account a on a.id = m.account_id where m.organisation_id = $1 and a.email = 'ekte@strikk.example'`, holder); n != 1 {
				t.Errorf("got %d memberships of the real one, want 1", n)
			}
			if c.imported { // the first one asks for the same organisation: the municipality says no to her
				if err := w.Refuse(ctx, w.Coordinator, squatter.ID, "Du hører ikke til laget."); err != nil {
					t.Error(err)
				}
			} else if err := w.Approve(ctx, w.Coordinator, squatter.ID); !fault.Is(err, fault.Conflict) {
				t.Errorf("the other one after that: got %v, want a clash", err)
			}
			if n := w.Int(`select count(*) from membership m join account a on a.id = m.account_id where a.email = 'tyv@evil.example'`); n != 0 {
				t.Errorf("got %d memberships of the squatter, want none", n)
			}
			_, err = w.Register(ctx, application(w, by("enda@strikk.example")))
			orgtest.WantField(t, err, "orgnr") // now somebody acts for it
		})
	}
}

// A number that many ask for fills no register: a few wait, one at a time, and the municipality sees that there were more.
func TestFewWaitForOneNumber(t *testing.T) {
	t.Parallel()
	for _, imported := range []bool{false, true} {
		w := orgtest.New(t)
		ctx := t.Context()
		if imported {
			w.Lag("Fra registeret", func(d *organisation.Draft) { d.OrgNr = orgtest.OrgNr })
		}
		by := func(n int) orglife.Application {
			return application(w, func(a *orglife.Application) { a.ApplicantEmail = fmt.Sprintf("nr%d@strikk.example", n) })
		}
		var all sync.WaitGroup
		for n := range 3 * orglife.MaxWaiting {
			all.Go(func() {
				if _, err := w.Register(ctx, by(n)); err != nil && !fault.FieldsOf(err).Has("orgnr") {
					t.Errorf("got %v, want it received, or refused on the number", err)
				}
			})
		}
		all.Wait()
		if n, _ := w.PendingCount(ctx, w.Reader); n != orglife.MaxWaiting {
			t.Errorf("imported %v: got %d waiting, want %d", imported, n, orglife.MaxWaiting)
		}
		w.At = w.At.Add(time.Hour)
		_, err := w.Register(ctx, by(99))
		orgtest.WantField(t, err, "orgnr")
		crowded := func(want int64) {
			t.Helper()
			if n := w.Int(`select count(*) from audit_event where action = 'organisation.crowded' and object_id in (select id from organisation)`); n != want {
				t.Errorf("imported %v: got %d lines in the log, want %d", imported, n, want)
			}
		}
		crowded(1)
		w.At = w.At.Add(24 * time.Hour)
		_, err = w.Register(ctx, by(99))
		orgtest.WantField(t, err, "orgnr")
		crowded(2)
		if n := len(mailtest.All(t, w.Pool, "nr99@strikk.example")); n != 0 {
			t.Errorf("got %d e-mails to who is refused, want none", n)
		}
		first := w.Int(`select min(id) from organisation where applicant_email <> ''`)
		if err := w.Refuse(ctx, w.Coordinator, first, "Nei."); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Register(ctx, by(99)); err != nil {
			t.Errorf("after an answer: got %v, want room", err)
		}
	}
}

// A form that is sent twice at once is one registration.
func TestRegisterTwiceAtOnce(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	for _, group := range []bool{false, true} {
		a := application(w, func(a *orglife.Application) {
			if a.Group = group; group {
				a.OrgNr, a.Name, a.Second = "", "Turvenner", organisation.Contact{Name: "Ola Nordmann", Phone: "+4722222222"}
			}
		})
		before := w.Int(`select count(*) from organisation`)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if _, err := w.Register(t.Context(), a); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := w.Int(`select count(*) from organisation`) - before; n != 1 {
			t.Errorf("group %v: got %d registrations, want 1", group, n)
		}
	}
}

// From a list nobody sees who else waits: there a number that several ask for is not decided.
func TestApproveListed(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	ctx := t.Context()
	var ids []int64
	for _, email := range []string{"tyv@evil.example", "ekte@strikk.example"} {
		in, err := w.Register(ctx, application(w, func(a *orglife.Application) { a.ApplicantEmail = email }))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, in.ID)
	}
	rows, err := w.Waiting(ctx, w.Coordinator, 10)
	if err != nil || len(rows) != 2 || !rows[0].Contested() || !rows[1].Contested() {
		t.Errorf("got rows %+v (%v), want both to say that there is another", rows, err)
	}
	for _, id := range ids {
		if err := w.ApproveListed(ctx, w.Coordinator, id); !errors.Is(err, orglife.ErrContested) {
			t.Errorf("got %v, want a refusal", err)
		}
	}
	if err := w.Refuse(ctx, w.Coordinator, ids[0], "Du hører ikke til laget."); err != nil {
		t.Fatal(err)
	}
	rows, err = w.Waiting(ctx, w.Coordinator, 10)
	if err != nil || len(rows) != 1 || rows[0].Contested() {
		t.Errorf("got rows %+v (%v), want one that waits alone", rows, err)
	}
	if err := w.ApproveListed(ctx, w.Coordinator, ids[1]); err != nil {
		t.Fatal(err)
	}
	orgtest.WantKind(t, w.ApproveListed(ctx, w.Reader, ids[1]), fault.Forbidden)
	orgtest.WantKind(t, w.ApproveListed(ctx, w.Elsewhere, ids[1]), fault.NotFound)
}

// register stands in for the registers in Brønnøysund.
type register struct {
	enhet     brreg.Enhet
	voluntary brreg.Voluntary
	err       error
}

func (r register) Enhet(context.Context, string) (brreg.Enhet, error) { return r.enhet, r.err }
func (r register) Voluntary(context.Context, string) (brreg.Voluntary, error) {
	return r.voluntary, r.err
}
