package owndata

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/jobs/jobstest"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
)

// erased are the rows that an erasure may take, by table.
var erased = []struct{ table, of string }{
	{"bulk_change_row", `before -> 'kontakt' ->> 0 = 'Før ' || $2 || ' in ' || $1::bigint`},
	{"account", "municipality_id = $1 and email = $2"},
	{"import_row", `label = 'Rad ' || $2 || ' in ' || $1::bigint`},
	{"signup_access", `email = $2 and activity_id in (select id from activity where municipality_id = $1)`},
	{"signup_link_wish", "municipality_id = $1 and email = $2"},
	{"calendar_feed", "municipality_id = $1 and email = $2"},
	{"merging", `municipality_id = $1 and before -> 'kept' ->> 'name' = 'Kopi ' || $2 || ' in ' || $1`},
	{"registration_said", "municipality_id = $1 and registration_id in (select id from registration where email = $2 or lower(guardian_email) = $2)"},
	{"email_address_status", "municipality_id = $1 and address = $2"},
	{"invitation", "municipality_id = $1 and lower(email) = $2"},
	{"page_report", "municipality_id = $1 and email = $2"},
	{"organisation_role_proposal", `municipality_id = $1 and name = 'Navn ' || $2 || ' in ' || $1`},
	{"email_change", "email = $2 and account_id in (select id from account where municipality_id = $1)"},
	{"email", "municipality_id = $1 and lower(recipient) = $2"},
	{"registration", "municipality_id = $1 and (email = $2 or lower(guardian_email) = $2)"},
}

func (w *world) counts(m int64, email string) map[string]int64 {
	out := map[string]int64{}
	for _, e := range erased {
		out[e.table] = w.int(fmt.Sprintf(`select count(*) from %s where %s and $2::text is not null and $1::bigint is not null`, e.table, e.of), m, email)
	}
	return out
}

// Erasing takes what is held about the address here; a neighbour's and another
// municipality's stays, and so does what others answer for.
func TestErase(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	full := w.counts(w.id, kari)
	for table, n := range full {
		if n == 0 {
			t.Fatalf("the world has nothing in %s", table)
		}
	}
	h := w.held[tag(w.id, kari)]
	if err := w.s.Erase(ctx, w.id, " "+strings.ToUpper(kari)); err != nil {
		t.Fatal(err)
	}
	same(t, "hers, while she acts for an organisation", w.counts(w.id, kari), map[string]int64{"bulk_change_row": 0, "import_row": 0, "signup_access": 0, "signup_link_wish": 0, "calendar_feed": 0, "merging": 0, "registration_said": 0, "account": 1, "email_address_status": 0, "invitation": 0, "organisation_role_proposal": 0, "page_report": 0, "email_change": 0, "email": 0, "registration": 0})
	same(t, "the neighbour's", w.counts(w.id, neighbour), full)
	same(t, "hers in another municipality", w.counts(w.other, kari), full)
	letters := `select count(*) from email where about = 'registration' and about_id = any($1)`
	about := func(h held) []int64 { return []int64{h.registration, h.guarded} }
	if got := w.int(letters, about(h)); got != 0 {
		t.Errorf("letters to others about her: got %d, want none", got)
	}
	for _, g := range []string{tag(w.id, neighbour), tag(w.other, kari)} {
		if got := w.int(letters, about(w.held[g])); got != 2 {
			t.Errorf("letters about %s: got %d, want 2", g, got)
		}
	}
	if got := w.int(`select count(*) from organisation_contact where email ilike $1`, kari); got != 4 {
		t.Errorf("roles, which others answer for: got %d, want 4", got)
	}
	logged := `select count(*) from audit_event where municipality_id = $1 and action = 'owndata.erase' and object = 'owndata' and actor_kind = 'public' and detail = '{"sign_ups": 2}'`
	if got := w.int(logged, w.id); got != 1 {
		t.Errorf("logged: got %d, want 1", got)
	}
	w.exec(`delete from membership where account_id = $1`, h.account)
	w.exec(`update account set staff_role = 'reader' where id = $1`, h.account)
	for _, left := range []int64{1, 0} {
		if err := w.s.Erase(ctx, w.id, kari); err != nil {
			t.Fatal(err)
		}
		if got := w.counts(w.id, kari)["account"]; got != left {
			t.Errorf("accounts: got %d, want %d", got, left)
		}
		w.exec(`update account set staff_role = null where id = $1`, h.account)
	}
	before := w.int(`select count(*) from audit_event`)
	if err := w.s.Erase(ctx, w.id, kari); err != nil {
		t.Fatal(err)
	}
	if got := w.int(`select count(*) from audit_event`); got != before {
		t.Errorf("nothing more to erase: %d things logged", got-before)
	}
}

// A stranger's letter stays, however much its number, its kind or its cause looks like that of hers.
func TestEraseLeavesOtherLetters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.held[tag(w.id, kari)].registration
	others := []struct {
		municipality int64
		kind, about  string
		id           int64
	}{
		{w.id, "login", "account", id},
		{w.id, "registration-deadline", "organisation", id},
		{w.id, "signup-substitute", "activity", id},
		{w.id, "registration-confirm", "registration", id*10 + 1},
		{w.id, "registration-confirm", "registration", id + 1000},
		{w.other, "registration-confirm", "registration", id},
	}
	for _, o := range others {
		w.exec(`insert into email (municipality_id, recipient, kind, about, about_id, subject, text_body, cause_key)
			values ($1, 'a@b.example', $2::text, $3, $4, 'x', 'x', $2::text || ':' || $5::bigint || ':' || $4::bigint || ':' || $1::bigint)`, o.municipality, o.kind, o.about, o.id, id)
	}
	if err := w.s.Erase(t.Context(), w.id, kari); err != nil {
		t.Fatal(err)
	}
	if got := w.int(`select count(*) from email where recipient = 'a@b.example'`); got != int64(len(others)) {
		t.Errorf("letters of others: got %d, want %d", got, len(others))
	}
}

func (w *world) ask(m int64, email, ip string) error {
	return w.s.Ask(w.t.Context(), Asked{MunicipalityID: m, Email: email, IP: ip, Lang: i18n.NN})
}

func (w *world) link(email string) string {
	w.t.Helper()
	links := mailtest.Last(w.t, w.pool, email).Links
	if len(links) != 1 {
		w.t.Fatalf("links: got %v, want one", links)
	}
	return links[0]
}

func (w *world) token(email string) string {
	link := w.link(email)
	return link[strings.LastIndex(link, "/")+1:]
}

// The link opens the address for as long as it says, where it was asked for.
func TestLink(t *testing.T) {
	t.Parallel()
	w, ctx := newEmpty(t), t.Context()
	if err := w.ask(w.id, " Ny@Post.example ", "10.0.0.1"); err != nil {
		t.Fatal(err)
	}
	link, token := w.link("ny@post.example"), w.token("ny@post.example")
	if link != "https://prove.example/nn"+Path(token) {
		t.Errorf("link: got %s", link)
	}
	if got := mailtest.Last(t, w.pool, "ny@post.example"); !strings.Contains(got.Subject, "9901") || got.Kind.String() != "own-data" {
		t.Errorf("letter: got %+v", got)
	}
	for after, works := range map[time.Duration]bool{0: true, LinkLife - time.Second: true, LinkLife: false} {
		w.now = noon.Add(after)
		email, err := w.s.OpenByToken(ctx, w.id, token)
		if works && (err != nil || email != "ny@post.example") || !works && !errors.Is(err, ErrLink) {
			t.Errorf("after %v: got %q, %v", after, email, err)
		}
	}
	w.now = noon
	for name, use := range map[string]func() (string, error){
		"another municipality": func() (string, error) { return w.s.OpenByToken(ctx, w.other, token) },
		"another token":        func() (string, error) { return w.s.OpenByToken(ctx, w.id, token+"x") },
	} {
		if got, err := use(); !errors.Is(err, ErrLink) {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
	if w.int(`select count(*) from own_data_link where token_hash = $1::text::bytea or encode(sealed, 'escape') like '%post.example%' or encode(email_hash, 'escape') like '%post.example%'`, token) != 0 {
		t.Error("the secret or the address is stored as it is")
	}
	w.exec(`insert into centre (municipality_id, name, sort) values ($1, 'Annen', 2), ($1, 'Først', 1), ($1, 'Sist', 1)`, w.id)
	w.exec(`insert into centre (municipality_id, name, sort) values ($1, 'Naboens', 0)`, w.other)
	w.exec(`update municipality_host set canonical = false`)
	w.exec(`insert into municipality_host (host, municipality_id, canonical) values ('a.example', $1, false), ('z.example', $1, true)`, w.id)
	if err := w.ask(w.id, "ny@post.example", ""); err != nil {
		t.Fatal(err)
	}
	if got := mailtest.Last(t, w.pool, "ny@post.example"); !strings.Contains(got.Subject, "Først") || !strings.HasPrefix(got.Links[0], "https://z.example/") {
		t.Errorf("from the first centre, to the canonical host: got %q, %v", got.Subject, got.Links)
	}
}

// There is a limit for an address and one for where the wish comes from.
func TestAskLimits(t *testing.T) {
	t.Parallel()
	w := newEmpty(t)
	try := func(what string, err, want error) {
		t.Helper()
		if !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", what, err, want)
		}
	}
	for i := range maxPerAddress {
		try(fmt.Sprint("wish ", i), w.ask(w.id, kari, ""), nil)
	}
	try("one too many for the address", w.ask(w.id, kari, ""), ErrTooManyForAddress)
	try("the neighbour", w.ask(w.id, neighbour, ""), nil)
	try("in another municipality", w.ask(w.other, kari, ""), nil)
	w.now = noon.Add(15*time.Minute - time.Second)
	try("just before a quarter", w.ask(w.id, kari, ""), ErrTooManyForAddress)
	w.now = noon.Add(15 * time.Minute)
	try("a quarter later", w.ask(w.id, kari, ""), nil)

	w.now = noon
	for i := range maxPerIP {
		try(fmt.Sprint("from one place ", i), w.ask(w.id, fmt.Sprint(i, "@post.example"), "10.0.0.1"), nil)
	}
	try("one too many from there", w.ask(w.id, "mange@post.example", "10.0.0.1"), ErrTooManyFromIP)
	try("from elsewhere", w.ask(w.id, "mange@post.example", "10.0.0.2"), nil)
	w.now = noon.Add(time.Hour - time.Second)
	try("just before an hour", w.ask(w.id, "mange@post.example", "10.0.0.1"), ErrTooManyFromIP)
	w.now = noon.Add(time.Hour)
	try("an hour later", w.ask(w.id, "mange@post.example", "10.0.0.1"), nil)
	for i := range maxPerIP + 1 {
		try("from nobody knows where", w.ask(w.id, fmt.Sprint("u", i, "@post.example"), ""), nil)
	}
	for _, wrong := range []string{"", "kari", strings.Repeat("a", 242) + "@post.example"} {
		if err := w.ask(w.id, wrong, ""); !fault.FieldsOf(err).Has("epost") {
			t.Errorf("%.20q: got %v, want it refused", wrong, err)
		}
	}
	if err := w.ask(w.id, strings.Repeat("a", 241)+"@post.example", ""); fault.FieldsOf(err).Has("epost") {
		t.Errorf("254 characters: got %v", err)
	}
}

// Old links go, after the time in which they count.
func TestTidy(t *testing.T) {
	t.Parallel()
	w := newEmpty(t)
	w.exec(`insert into own_data_link (municipality_id, email_hash, token_hash, sealed, created_at, expires_at) values ($1, 'a', 'b', 'c', $2, $2)`, w.id, noon)
	for _, c := range []struct {
		after time.Duration
		left  int64
	}{{keepLinks, 1}, {keepLinks + time.Second, 0}} {
		w.now = noon.Add(c.after)
		workers, client := river.NewWorkers(), w.jobs
		w.s.AddWorkers(workers)
		if err := postgres.InTx(t.Context(), w.pool, func(ctx context.Context, tx pgx.Tx) error { return client.Enqueue(ctx, tx, TidyArgs{}, nil) }); err != nil {
			t.Fatal(err)
		}
		jobstest.Work(t, w.pool, workers)
		if got := w.int(`select count(*) from own_data_link`); got != c.left {
			t.Errorf("after %v: got %d links, want %d", c.after, got, c.left)
		}
	}
	if jobs := w.s.Periodic(); len(jobs) != 2 {
		t.Errorf("periodic jobs: got %d, want 2", len(jobs))
	}
}
