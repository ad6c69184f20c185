package orgroles

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/brreg"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orgtest"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"
)

func TestQueries(t *testing.T) { pgtest.Queries(t) }

// register answers with what it is told to.
type register struct {
	roles []brreg.Role
	err   error
	asked []string
}

func (r *register) Roles(_ context.Context, orgnr string) ([]brreg.Role, error) {
	r.asked = append(r.asked, orgnr)
	return r.roles, r.err
}

type world struct {
	*orgtest.World
	s     *Service
	reg   *register
	id    int64
	admin account.Actor
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{World: orgtest.New(t), reg: &register{}}
	queue, err := jobs.InsertOnly(w.Pool)
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return w.At }
	all := organisation.NewService(organisation.Deps{Pool: w.Pool, Jobs: queue, Now: clock})
	w.s = NewService(Deps{Pool: w.Pool, Organisations: all, Registry: w.reg, Now: clock})
	w.id = w.Lag("Strikkelaget", func(d *organisation.Draft) {
		d.OrgNr = orgtest.OrgNr
		d.Contacts = []organisation.Contact{{Name: "Kari Lie", Role: "leader", Email: "kari@x.example", Public: true}, {Name: "Ola", Role: "contact", Phone: "+4722222222"}}
	})
	w.admin = w.Member(w.id, account.GroupAdmin)
	return w
}

// fetch asks the register as the lag's own administrator, an hour later.
func (w *world) fetch(roles ...brreg.Role) Found {
	w.T.Helper()
	w.At, w.reg.roles = w.At.Add(time.Hour), roles
	found, err := w.s.FetchRoles(context.Background(), w.admin, w.id)
	if err != nil {
		w.T.Fatal(err)
	}
	return found
}

// proposed are the proposals in words.
func (w *world) proposed() (words []string, ids []int64) {
	w.T.Helper()
	v, err := w.s.RolesProposed(context.Background(), w.admin, w.id)
	if err != nil {
		w.T.Fatal(err)
	}
	for _, p := range v.Proposals {
		words, ids = append(words, string(p.Change)+" "+string(p.Role)+" "+p.Name), append(ids, p.ID)
	}
	return words, ids
}

func (w *world) want(want ...string) []int64 {
	w.T.Helper()
	got, ids := w.proposed()
	if !slices.Equal(got, want) {
		w.T.Errorf("proposed: got %q, want %q", got, want)
	}
	return ids
}

func (w *world) decide(yes bool, ids ...int64) {
	w.T.Helper()
	do := w.s.DeclineRoles
	if yes {
		do = w.s.AcceptRoles
	}
	if n, err := do(context.Background(), w.admin, w.id, ids); err != nil || n != len(ids) {
		w.T.Fatalf("got %d, %v", n, err)
	}
}

// roles are who has what now, and who says so.
func (w *world) roles() []string {
	w.T.Helper()
	v := w.View(w.id)
	var out []string
	for _, c := range v.Contacts {
		line := string(c.Role) + " " + c.Name + " " + string(c.Source)
		if c.Public {
			line += " public"
		}
		out = append(out, line)
	}
	return out
}

func (w *world) wantRoles(want ...string) {
	w.T.Helper()
	if got := w.roles(); !slices.Equal(got, want) {
		w.T.Errorf("roles: got %q, want %q", got, want)
	}
}

var (
	kari = brreg.Role{Code: "LEDE", Name: "KARI  LIE"}
	per  = brreg.Role{Code: "MEDL", Name: "Per Dal"}
	siv  = brreg.Role{Code: "DAGL", Name: "Siv Nes"}
)

// What is fetched is no role, and nobody sees it, before somebody accepts it; then it is one that is not public.
func TestAccept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if got := w.fetch(kari, per, siv, brreg.Role{Code: "REVI", Name: "Rakel Revisor"}); got != (Found{Begins: 2}) {
		t.Errorf("got %+v, want two new", got)
	}
	ids := w.want("begins board_member Per Dal", "begins manager Siv Nes")
	w.wantRoles("leader Kari Lie staff public", "contact Ola staff")
	version := w.View(w.id).Version
	w.decide(true, ids[0])
	w.wantRoles("leader Kari Lie staff public", "contact Ola staff", "board_member Per Dal brreg")
	w.want("begins manager Siv Nes")
	v := w.View(w.id)
	if v.Version == version {
		t.Error("a form that was opened before can still be stored over it")
	}
	if c := v.Contacts[2]; c.SourceAt == nil || !c.SourceAt.Equal(w.At) || c.Email+c.Phone != "" {
		t.Errorf("got %+v, want the day when it was accepted", c)
	}
	if c := v.Contacts[0]; c.InRegisterAt == nil || !c.SourceAt.Equal(orgtest.Now) {
		t.Errorf("got %+v, want the leader's own source, and that the register has her too", c)
	}
	if n := w.Int(`select count(*) from membership where organisation_id = $1`, w.id); n != 1 {
		t.Errorf("%d can log in, want the one who could before", n)
	}
	d := w.DraftOf(w.id) // as the form has it: without sources
	for i := range d.Contacts {
		d.Contacts[i].Source, d.Contacts[i].SourceAt, d.Contacts[i].InRegisterAt = "", nil, nil
	}
	d.Contacts[0].Role = "deputy"
	if err := w.Update(t.Context(), w.admin, d); err != nil {
		t.Fatal(err)
	}
	w.wantRoles("deputy Kari Lie self public", "contact Ola staff", "board_member Per Dal brreg")
}

// What was declined stays away, also without its name, until the register has said otherwise in between.
func TestDecline(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fetch(kari, per)
	w.decide(false, w.want("begins board_member Per Dal")...)
	if n := w.Int(`select count(*) from organisation_role_proposal where name <> ''`); n != 0 {
		t.Error("the name of who was declined is kept")
	}
	w.fetch(kari, per)
	w.want()
	w.fetch(kari, per, brreg.Role{Code: "NEST", Name: "Per Dal"})
	w.want("begins deputy Per Dal")
	w.fetch(kari)
	w.want()
	w.fetch(kari, per)
	w.want("begins board_member Per Dal")
}

// That the register no longer has a role is proposed of one that it has had, and of no other.
func TestEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fetch(kari, per)
	w.decide(true, w.want("begins board_member Per Dal")...)
	if got := w.fetch(); got != (Found{Ends: 2}) {
		t.Errorf("got %+v", got)
	}
	ids := w.want("ends leader Kari Lie", "ends board_member Per Dal")
	w.wantRoles("leader Kari Lie staff public", "contact Ola staff", "board_member Per Dal brreg")
	w.decide(true, ids[1])
	w.decide(false, ids[0])
	w.wantRoles("leader Kari Lie self public", "contact Ola staff") // the lag vouches for her now
	w.fetch()
	w.want()
	w.fetch(kari)
	w.fetch()
	w.want("ends leader Kari Lie")
	w.fetch(kari) // she is there again
	w.want()
}

// Names that nobody has decided about are forgotten to the day, and only a person's question brings them back.
func TestForget(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.fetch(kari, per)
	made := w.At
	w.At = made.AddDate(0, 0, KeepDays)
	if err := w.s.ForgetProposed(ctx); err != nil {
		t.Fatal(err)
	}
	w.want("begins board_member Per Dal")
	w.At = w.At.Add(time.Second)
	if err := w.s.ForgetProposed(ctx); err != nil {
		t.Fatal(err)
	}
	w.want()
	if n := w.Int(`select count(*) from organisation_role_proposal where name <> ''`); n != 0 {
		t.Error("the name is kept")
	}
	if err := w.s.LookAgain(ctx); err != nil || len(w.reg.asked) != 2 {
		t.Errorf("asked %d times, %v; want the monthly look", len(w.reg.asked), err)
	}
	w.want()
	w.fetch(kari, per)
	w.want("begins board_member Per Dal")
}

// The register is asked again once a month about those that have roles from it, and what it says by itself is proposed too.
func TestLookAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	other := w.Lag("Turlaget", func(d *organisation.Draft) { d.OrgNr = "964965226" }) // nobody has asked about it
	look := func() {
		t.Helper()
		if err := w.s.LookAgain(ctx); err != nil {
			t.Fatal(err)
		}
	}
	w.fetch(kari)
	w.reg.asked, w.reg.roles = nil, []brreg.Role{kari, per}
	fetched := w.At
	w.At = fetched.AddDate(0, 0, lookDays)
	look()
	if len(w.reg.asked) != 0 {
		t.Errorf("asked too early")
	}
	w.At = w.At.Add(time.Minute)
	for _, err := range []error{brreg.ErrUnavailable, nil, nil} {
		w.reg.err = err
		look()
	}
	if !slices.Equal(w.reg.asked, []string{orgtest.OrgNr, orgtest.OrgNr}) { // once more where it did not answer
		t.Errorf("asked about %v, want nothing of %d", w.reg.asked, other)
	}
	w.want("begins board_member Per Dal")
	w.At = w.At.AddDate(0, 0, lookDays+1)
	w.reg.asked, w.reg.err = nil, brreg.ErrNotFound
	look()
	look()
	if len(w.reg.asked) != 1 {
		t.Errorf("asked %d times about one that is not there, want once", len(w.reg.asked))
	}
	w.want("begins board_member Per Dal")
	off := *w.s
	off.Registry = nil
	if err := off.LookAgain(ctx); err != nil {
		t.Error(err)
	}
}

func TestFetchRefusals(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.fetch(kari)
	if _, err := w.s.FetchRoles(ctx, w.admin, w.id); !errors.Is(err, errRecent) {
		t.Errorf("at once again: got %v", err)
	}
	w.At = w.At.Add(pause)
	if _, err := w.s.FetchRoles(ctx, w.Coordinator, w.id); err != nil {
		t.Errorf("a minute later: got %v", err)
	}
	w.At = w.At.Add(time.Hour)
	w.reg.err = brreg.ErrUnavailable
	if _, err := w.s.FetchRoles(ctx, w.admin, w.id); !fault.Is(err, fault.Unavailable) {
		t.Errorf("without an answer: got %v", err)
	}
	without := w.Lag("Turlaget")
	if _, err := w.s.FetchRoles(ctx, w.Coordinator, without); !errors.Is(err, errNumber) {
		t.Errorf("without a number: got %v", err)
	}
	off := *w.s
	off.Registry = nil
	if _, err := off.FetchRoles(ctx, w.admin, w.id); !errors.Is(err, errOff) {
		t.Errorf("turned off: got %v", err)
	}
	if v, err := off.RolesProposed(ctx, w.admin, w.id); err != nil || v.MayFetch {
		t.Errorf("turned off: got %+v, %v", v, err)
	}
}

// Who is not of the organisation or of its municipality decides nothing, and what is of another one is not reached by its number.
func TestRights(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.fetch(kari, per)
	ids := w.want("begins board_member Per Dal")
	other := w.Lag("Turlaget")
	stranger := w.Member(other, account.GroupAdmin)
	for name, by := range map[string]account.Actor{
		"another lag": stranger, "a member": w.Member(w.id, account.GroupMember), "a reader": w.Reader, "elsewhere": w.Elsewhere, "a resident": account.Resident(w.Here),
	} {
		for what, err := range map[string]error{
			"fetch":   second(w.s.FetchRoles(ctx, by, w.id)),
			"show":    second(w.s.RolesProposed(ctx, by, w.id)),
			"accept":  second(w.s.AcceptRoles(ctx, by, w.id, ids)),
			"decline": second(w.s.DeclineRoles(ctx, by, w.id, ids)),
		} {
			if !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound) {
				t.Errorf("%s, %s: got %v", name, what, err)
			}
		}
	}
	if _, err := w.s.AcceptRoles(ctx, stranger, other, ids); !fault.WasOutrun(err) {
		t.Errorf("another's proposal as one's own: got %v", err)
	}
	w.want("begins board_member Per Dal")
	if got, err := w.s.RolesWaiting(ctx, w.Coordinator, 10); err != nil || len(got) != 1 || got[0].ID != w.id || got[0].Proposals != 1 || got[0].Total != 1 {
		t.Errorf("got %+v, %v", got, err)
	}
	if got, err := w.s.RolesWaiting(ctx, w.Elsewhere, 10); err != nil || len(got) != 0 {
		t.Errorf("elsewhere: got %+v, %v", got, err)
	}
	w.decide(true, ids...)
	if _, err := w.s.DeclineRoles(ctx, w.admin, w.id, ids); !fault.WasOutrun(err) {
		t.Errorf("decided already: got %v", err)
	}
	if _, err := w.s.AcceptRoles(ctx, w.admin, w.id, nil); !fault.Is(err, fault.Invalid) {
		t.Errorf("none: got %v", err)
	}
}

func second[T any](_ T, err error) error { return err }

// No more are accepted than there is room for, and then none of them.
func TestRoom(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var many []brreg.Role
	for i := range organisation.MaxContacts - 1 { // beside two
		many = append(many, brreg.Role{Code: "MEDL", Name: "Person " + string(rune('A'+i))})
	}
	w.fetch(many...)
	_, ids := w.proposed()
	if _, err := w.s.AcceptRoles(t.Context(), w.admin, w.id, ids); !fault.Is(err, fault.Conflict) || fault.WasOutrun(err) {
		t.Errorf("got %v", err)
	}
	w.wantRoles("leader Kari Lie staff public", "contact Ola staff")
	w.decide(true, ids[1:]...)
}

// The log says what was done, and names nobody.
func TestLog(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fetch(kari, per, siv)
	ids := w.want("begins board_member Per Dal", "begins manager Siv Nes")
	w.decide(true, ids[0])
	w.decide(false, ids[1])
	got, err := postgres.Scalars[string](t.Context(), w.Pool, `select action || ' ' || detail::text from audit_event where action like 'organisation.role%' order by id`, nil)
	want := []string{
		`organisation.roles_fetch {"ends": 0, "begins": 2}`, `organisation.role_accept {"ends": null, "begins": ["board_member"]}`, `organisation.role_decline {"ends": null, "begins": ["manager"]}`,
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}
