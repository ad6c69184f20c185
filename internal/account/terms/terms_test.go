package terms_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/account/accounttest"
	"frivilligsentral/internal/account/terms"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/keyset"
	"frivilligsentral/internal/markdown"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

func TestQueries(t *testing.T) { t.Parallel(); pgtest.Queries(t) }

var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, i18n.Oslo)

type world struct {
	t     *testing.T
	pool  *pgxpool.Pool
	s     *terms.Service
	now   time.Time
	staff account.Actor // an administrator
	group account.Actor
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, pool: pgtest.Pool(t), now: noon}
	w.s = terms.NewService(terms.Deps{Pool: w.pool, Now: func() time.Time { return w.now }})
	m := w.id(`insert into municipality (number, name) values ('9901', 'Her') returning id`)
	o := w.id(`insert into organisation (municipality_id, name, kind, status) values ($1, 'Koret', 'group', 'approved') returning id`, m)
	w.staff = account.Actor{Door: account.StaffDoor, MunicipalityID: m, Role: account.Administrator, AccountID: w.id(`insert into account (municipality_id, email, name, staff_role) values ($1, 'a@k.example', 'Anne', 'administrator') returning id`, m)}
	w.group = account.Actor{Door: account.GroupDoor, MunicipalityID: m, Role: account.GroupAdmin, OrganisationID: o, AccountID: w.id(`insert into account (municipality_id, email, name) values ($1, 'k@l.example', 'Kari') returning id`, m)}
	w.id(`insert into membership (account_id, organisation_id, role) values ($1, $2, 'group_admin') returning account_id`, w.group.AccountID, o)
	return w
}

func (w *world) id(sql string, args ...any) (n int64) {
	w.t.Helper()
	if err := w.pool.QueryRow(context.Background(), sql, args...).Scan(&n); err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
	return n
}

func (w *world) publish(text, changes string) int {
	w.t.Helper()
	d, err := w.s.Draft(w.t.Context(), w.staff)
	if err != nil {
		w.t.Fatal(err)
	}
	d.TextNB, d.ChangesNB = text, changes
	if err := w.s.SaveDraft(w.t.Context(), w.staff, d); err != nil {
		w.t.Fatal(err)
	}
	n, err := w.s.Publish(w.t.Context(), w.staff, d.Version+1)
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// due says whether the group's person is asked, as her session knows it.
func (w *world) due() bool {
	w.t.Helper()
	id := w.id(`insert into login_session (account_id, door, created_at, last_seen_at, expires_at) values ($1, 'lag', $2, $2, $3) returning id`, w.group.AccountID, w.now, w.now.Add(time.Hour))
	a, err := accounttest.BySession(w.t.Context(), account.NewService(account.Deps{Pool: w.pool, Now: func() time.Time { return w.now }}),
		account.GroupDoor, w.group.MunicipalityID, id, w.group.OrganisationID, 0, w.now)
	if err != nil {
		w.t.Fatal(err)
	}
	return a.TermsDue
}

func names(err error) string {
	var out []string
	for _, f := range fault.FieldsOf(err) {
		out = append(out, f.Name)
	}
	return strings.Join(out, " ")
}

// The text that ships is version 1 in all languages, and can be read as it is meant.
func TestShippedText(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, err := w.s.PublicCurrent(t.Context(), w.group.MunicipalityID)
	if err != nil || v.Number != 1 || v.PublishedAt != nil {
		t.Fatalf("got version %d of %v, %v", v.Number, v.PublishedAt, err)
	}
	points := 0
	for _, l := range i18n.Langs {
		text, lang := v.Text(l)
		if lang != l {
			t.Errorf("%s: got the text in %s", l, lang)
		}
		html := markdown.HTML(text)
		if n := strings.Count(html, "<li>"); points != 0 && n != points || n < 10 {
			t.Errorf("%s: got %d points, and %d in another language", l, n, points)
		} else {
			points = n
		}
		if strings.Contains(html, "# ") {
			t.Errorf("%s: a heading is not read as one", l)
		}
	}
	v.TextNN = ""
	if _, lang := v.Text(i18n.NN); lang != i18n.NB {
		t.Errorf("without nynorsk: got %s", lang)
	}
}

// A version that is published asks everybody again; what was accepted before stays as it was.
func TestLife(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	if !w.due() {
		t.Error("who has accepted nothing is not asked")
	}
	for _, n := range []int{0, 2} {
		if err := w.s.Accept(ctx, w.group, n); names(err) != terms.Field {
			t.Errorf("accepting %d: got %v, want the box named", n, err)
		}
	}
	for range 2 { // once more changes nothing
		if err := w.s.Accept(ctx, w.group, 1); err != nil {
			t.Fatal(err)
		}
		w.now = w.now.Add(time.Hour)
	}
	if w.due() {
		t.Error("who has accepted is asked")
	}
	if n := w.publish("Nye vilkår", "Alt er nytt."); n != 2 {
		t.Errorf("published: got version %d, want 2", n)
	}
	if !w.due() {
		t.Error("a new version asks nobody")
	}
	asked, err := w.s.Ask(ctx, w.group)
	if err != nil || asked.Number != 2 || asked.Before != 1 || !asked.Due || len(asked.Since) != 1 || asked.Since[0].ChangesNB != "Alt er nytt." {
		t.Errorf("asked: got %+v, %v", asked, err)
	}
	if err := w.s.Accept(ctx, w.group, 1); names(err) != terms.Field {
		t.Errorf("accepting the old one: got %v", err)
	}
	if err := w.s.Accept(ctx, w.group, 2); err != nil || w.due() {
		t.Errorf("accepting the new one: %v", err)
	}
	if err := w.s.Accept(ctx, w.group, 2); err != nil {
		t.Errorf("accepting it once more: %v", err)
	}
	if n := w.id(`select count(*) from audit_event where action = 'terms.accept' and detail ->> 'version' = '2'`); n != 1 {
		t.Errorf("accepted twice: got %d lines in the log, want 1", n)
	}
	list, err := w.s.AcceptedBy(ctx, w.staff, w.group.OrganisationID)
	if err != nil || len(list) != 1 || list[0].Number != 2 || !list[0].AcceptedAt.Equal(w.now) {
		t.Errorf("seen by staff: got %+v, %v", list, err)
	}
	if at := w.id(`select count(*) from terms_acceptance where account_id = $1 and number = 1 and accepted_at = $2 and occasion = 'login'`, w.group.AccountID, noon); at != 1 {
		t.Error("the first acceptance is not kept with its time")
	}
	found, err := w.s.PublicVersions(ctx, w.group.MunicipalityID, keyset.Params{})
	all := found.Rows
	if err != nil || len(all) != 2 || all[0].TextNB != "Nye vilkår" || all[0].PublishedAt == nil || all[1].TextNB != terms.First().TextNB {
		t.Errorf("versions: got %d, %v", len(all), err)
	}
}

// Two who write the same draft do not write over each other, and what was not looked at is not published.
func TestDraft(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	d, err := w.s.Draft(ctx, w.staff)
	if err != nil || d.Version != 0 || d.SavedAt != nil || d.TextNB != terms.First().TextNB {
		t.Fatalf("to begin from: got version %d, %v", d.Version, err)
	}
	for _, tc := range []struct {
		name string
		text terms.Words
		want string
	}{
		{"no text", terms.Words{TextNB: "  ", TextNN: "x"}, "tekst_nb"},
		{"too long", terms.Words{TextNB: strings.Repeat("å", terms.MaxText+1), ChangesEN: strings.Repeat("a", terms.MaxChanges+1)}, "tekst_nb endret_en"},
		{"as long as it may be", terms.Words{TextNB: strings.Repeat("å", terms.MaxText)}, ""},
	} {
		if err := w.s.SaveDraft(ctx, w.staff, terms.Draft{Words: tc.text}); names(err) != tc.want {
			t.Errorf("%s: got %v, want %q named", tc.name, err, tc.want)
		}
	}
	same := terms.Draft{Words: terms.Words{TextNB: "To"}}
	if err := w.s.SaveDraft(ctx, w.staff, same); !fault.WasOutrun(err) {
		t.Errorf("a second first draft: got %v, want it outrun", err)
	}
	same.Version = 1
	if err := w.s.SaveDraft(ctx, w.staff, same); err != nil {
		t.Error(err)
	}
	if err := w.s.SaveDraft(ctx, w.staff, same); !fault.WasOutrun(err) {
		t.Errorf("over an old version: got %v, want it outrun", err)
	}
	if _, err := w.s.Publish(ctx, w.staff, 1); !fault.WasOutrun(err) {
		t.Errorf("publishing an old version: got %v, want it outrun", err)
	}
	if _, err := w.s.Publish(ctx, w.staff, 2); names(err) != "endret_nb" {
		t.Errorf("without what has changed: got %v", err)
	}
	if w.id(`select count(*) from terms_draft where version = 2`) != 1 {
		t.Error("a refused draft is gone")
	}
	if n, err := w.s.Reach(ctx, w.staff); err != nil || n != 1 {
		t.Errorf("asked: got %d, %v, want 1", n, err)
	}
	unchanged := terms.Draft{Version: 2, Words: terms.First().Words}
	unchanged.ChangesNB = "Ingenting"
	if err := w.s.SaveDraft(ctx, w.staff, unchanged); err != nil {
		t.Fatal(err)
	}
	if _, err := w.s.Publish(ctx, w.staff, 3); names(err) != "tekst_nb" {
		t.Errorf("the same as before: got %v", err)
	}
	if v, err := w.s.PublicCurrent(ctx, w.group.MunicipalityID); err != nil || v.Number != 1 {
		t.Errorf("holds: got version %d, %v, want 1", v.Number, err)
	}
}

// Another municipality's terms, drafts and people are its own.
func TestElsewhere(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	w.publish("Våre", "Nytt.")
	there := w.id(`insert into municipality (number, name) values ('9902', 'Der') returning id`)
	stranger := w.staff
	stranger.MunicipalityID = there
	if v, err := w.s.PublicCurrent(ctx, there); err != nil || v.Number != 1 || v.TextNB == "Våre" {
		t.Errorf("holds there: got version %d, %v", v.Number, err)
	}
	if list, err := w.s.AcceptedBy(ctx, stranger, w.group.OrganisationID); err != nil || len(list) != 0 {
		t.Errorf("people of another: got %v, %v", list, err)
	}
	err := postgres.InTx(ctx, w.pool, func(ctx context.Context, tx pgx.Tx) error {
		return terms.Accepted(ctx, tx, terms.Acceptance{MunicipalityID: there, AccountID: w.group.AccountID, Number: 1, At: noon, Occasion: terms.AtInvitation})
	})
	if err != nil || !w.due() {
		t.Errorf("accepted elsewhere: %v, and she is asked here: %v", err, w.due())
	}
}
