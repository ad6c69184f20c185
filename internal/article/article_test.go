package article_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/article"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/jobs"
	"frivilligsentral/internal/jobs/jobstest"
	"frivilligsentral/internal/keyset"
	"frivilligsentral/internal/postgres"
	"frivilligsentral/internal/postgres/pgtest"
	"frivilligsentral/internal/search"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
)

func TestQueries(t *testing.T) { pgtest.Queries(t) }

var noon = time.Date(2026, 5, 14, 12, 0, 0, 0, i18n.Oslo)

// world is two municipalities.
type world struct {
	t           *testing.T
	pool        *pgxpool.Pool
	now         time.Time
	s           *article.Service
	here, there account.Actor // coordinators
	group       int64
	theirGroup  int64
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, pool: pgtest.Pool(t), now: noon}
	w.s = article.NewService(article.Deps{Pool: w.pool, Now: func() time.Time { return w.now }})
	w.here, w.group = w.municipality("9901")
	w.there, w.theirGroup = w.municipality("9902")
	return w
}

func (w *world) municipality(number string) (account.Actor, int64) {
	id := w.int(`insert into municipality (number, name) values ($1, $1) returning id`, number)
	by := account.Actor{Door: account.StaffDoor, MunicipalityID: id, Name: "Siri", Role: account.Coordinator,
		AccountID: w.int(`insert into account (municipality_id, email, name, staff_role) values ($1, 'siri@prove.example', 'Siri', 'coordinator') returning id`, id)}
	return by, w.int(`insert into code (municipality_id, list, slug, name_nb) values ($1, 'question_group', 'pamelding', 'Påmelding') returning id`, id)
}

func (w *world) int(sql string, args ...any) (n int64) {
	w.t.Helper()
	if err := w.pool.QueryRow(context.Background(), sql, args...).Scan(&n); err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
	return n
}

func nb(title string) article.Texts {
	return article.Texts{i18n.NB: {Title: title, Lead: "Kort sagt.", Body: "Lang tekst om " + title}}
}

func (w *world) create(by account.Actor, a article.Article) int64 {
	w.t.Helper()
	if a.Kind == "" {
		a.Kind = article.News
	}
	id, err := w.s.Create(w.t.Context(), by, a)
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

func (w *world) publish(by account.Actor, id int64) {
	w.t.Helper()
	if err := w.s.Publish(w.t.Context(), by, id); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) show(id int64) article.Article {
	w.t.Helper()
	a, err := w.s.Show(w.t.Context(), w.here, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return a
}

func (w *world) news() []string {
	w.t.Helper()
	p, err := w.s.PublicNews(w.t.Context(), w.here.MunicipalityID, keyset.Params{})
	if err != nil {
		w.t.Fatal(err)
	}
	return slugs(p.Rows)
}

func slugs(all []article.Article) []string {
	out := []string{}
	for _, a := range all {
		out = append(out, a.Slug)
	}
	return out
}

func (w *world) findable(id int64) bool {
	return w.int(`select count(*) from search_document where kind = 'article' and id = $1`, id) == 1
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// Who reads a language that a text is not written in gets one that there is: Norwegian first.
func TestLanguages(t *testing.T) {
	t.Parallel()
	x := func(l i18n.Lang) article.Text { return article.Text{Title: string(l), Body: "x"} }
	all := article.Texts{i18n.NB: x(i18n.NB), i18n.NN: x(i18n.NN), i18n.EN: x(i18n.EN)}
	for _, c := range []struct {
		has  []i18n.Lang
		want map[i18n.Lang]i18n.Lang
	}{
		{i18n.Langs, map[i18n.Lang]i18n.Lang{i18n.NB: i18n.NB, i18n.NN: i18n.NN, i18n.EN: i18n.EN}},
		{[]i18n.Lang{i18n.NB, i18n.EN}, map[i18n.Lang]i18n.Lang{i18n.NN: i18n.NB, i18n.EN: i18n.EN}},
		{[]i18n.Lang{i18n.NN}, map[i18n.Lang]i18n.Lang{i18n.NB: i18n.NN, i18n.EN: i18n.NN}},
		{[]i18n.Lang{i18n.EN, i18n.NN}, map[i18n.Lang]i18n.Lang{i18n.NB: i18n.NN}},
	} {
		texts := article.Texts{}
		for _, l := range c.has {
			texts[l] = all[l]
		}
		for asked, want := range c.want {
			if got, l := texts.In(asked); l != want || got.Title != string(want) {
				t.Errorf("%v in %s: got %s, want %s", c.has, asked, l, want)
			}
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	day := func(n int) *time.Time { d := noon.AddDate(0, 0, n); return &d }
	long := func(n int) string { return strings.Repeat("ø", n) }
	for name, c := range map[string]struct {
		edit  func(*article.Article)
		field string // "" when it is right
	}{
		"good":            {func(*article.Article) {}, ""},
		"nothing written": {func(a *article.Article) { a.Texts = nil }, "tittel_nb"},
		"no title":        {func(a *article.Article) { a.Texts[i18n.NN] = article.Text{Body: "x"} }, "tittel_nn"},
		"no text":         {func(a *article.Article) { a.Texts[i18n.EN] = article.Text{Title: "x"} }, "tekst_en"},
		"only English":    {func(a *article.Article) { a.Texts = article.Texts{i18n.EN: {Title: "x", Body: "y"}} }, ""},
		"the longest": {func(a *article.Article) {
			a.Texts[i18n.NB] = article.Text{Title: long(120), Lead: long(300), Body: long(10000)}
		}, ""},
		"too long a title":         {func(a *article.Article) { a.Texts[i18n.NB] = article.Text{Title: long(121), Body: "x"} }, "tittel_nb"},
		"too long a lead":          {func(a *article.Article) { a.Texts[i18n.NB] = article.Text{Title: "x", Lead: long(301), Body: "x"} }, "ingress_nb"},
		"too long a text":          {func(a *article.Article) { a.Texts[i18n.NB] = article.Text{Title: "x", Body: long(10001)} }, "tekst_nb"},
		"an unknown kind":          {func(a *article.Article) { a.Kind = "poem" }, "type"},
		"an address":               {func(a *article.Article) { a.Slug = "ny-aapning-2" }, ""},
		"an address with capitals": {func(a *article.Article) { a.Slug = "Ny" }, "adresse"},
		"an address with a slash":  {func(a *article.Article) { a.Slug = "a/b" }, "adresse"},
		"too long an address":      {func(a *article.Article) { a.Slug = strings.Repeat("a", 61) }, "adresse"},
		"a period":                 {func(a *article.Article) { a.ShownFrom, a.ShownUntil = day(0), day(1) }, ""},
		"a period that is turned":  {func(a *article.Article) { a.ShownFrom, a.ShownUntil = day(1), day(1) }, "til"},
	} {
		a := article.Article{Kind: article.News, Texts: nb("Ny åpning")}
		c.edit(&a)
		err := a.Check()
		if c.field == "" && err != nil || c.field != "" && !fault.FieldsOf(err).Has(c.field) {
			t.Errorf("%s: got %v, want an error at %q", name, err, c.field)
		}
	}
}

// What is written is read back whole; addresses are made of titles, and no two are the same.
func TestWrite(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	from, until := noon.AddDate(0, 0, 1), noon.AddDate(0, 0, 9)
	full := article.Article{Kind: article.Question, GroupID: w.group, Sort: 3, ShownFrom: &from, ShownUntil: &until, Texts: article.Texts{
		i18n.NB: {Title: " Hvordan melder jeg meg på? ", Body: "Trykk **her**."}, i18n.NN: {}, i18n.EN: {Title: "How do I sign up?", Body: "Press *here*."},
	}}
	id := w.create(w.here, full)
	full.ID, full.MunicipalityID, full.Slug, full.Status, full.Version = id, w.here.MunicipalityID, "hvordan-melder-jeg-meg-pa", article.Draft, 1
	full.Texts = article.Texts{i18n.NB: {Title: "Hvordan melder jeg meg på?", Body: "Trykk **her**."}, i18n.EN: {Title: "How do I sign up?", Body: "Press *here*."}}
	ignore := cmpopts.IgnoreFields(article.Article{}, "CreatedAt", "UpdatedAt")
	if diff := cmp.Diff(full, w.show(id), ignore, cmpopts.EquateApproxTime(0)); diff != "" {
		t.Errorf("written (-want +got):\n%s", diff)
	}
	again := w.create(w.here, article.Article{Kind: article.Question, Texts: full.Texts})
	news := w.create(w.here, article.Article{Texts: full.Texts, GroupID: w.group, Sort: 4})
	theirs := w.create(w.there, article.Article{Kind: article.Question, Texts: full.Texts})
	same(t, "addresses", []string{w.show(again).Slug, w.show(news).Slug}, []string{"hvordan-melder-jeg-meg-pa-2", "hvordan-melder-jeg-meg-pa"})
	if a := w.show(news); a.GroupID != 0 || a.Sort != 0 {
		t.Errorf("news have no group: got %d, %d", a.GroupID, a.Sort)
	}
	if _, err := w.s.Create(ctx, w.here, article.Article{Kind: article.Question, Slug: "hvordan-melder-jeg-meg-pa", Texts: nb("x")}); !fault.FieldsOf(err).Has("adresse") {
		t.Errorf("an address that another has: got %v", err)
	}
	if _, err := w.s.Create(ctx, w.here, article.Article{Kind: article.Question, GroupID: w.theirGroup, Texts: nb("x")}); !fault.FieldsOf(err).Has("gruppe") {
		t.Errorf("another municipality's group: got %v", err)
	}
	change := w.show(id)
	change.Texts, change.Slug, change.Kind, change.ShownFrom = nb("Ny tittel"), "ny-adresse", article.News, nil
	if err := w.s.Update(ctx, w.here, change); err != nil {
		t.Fatal(err)
	}
	if a := w.show(id); a.Slug != "ny-adresse" || a.Kind != article.Question || a.Version != 2 || a.ShownFrom != nil || a.Texts[i18n.NB].Title != "Ny tittel" || len(a.Texts) != 1 {
		t.Errorf("changed: got %+v", a)
	}
	if err := w.s.Update(ctx, w.here, change); !fault.WasOutrun(err) {
		t.Errorf("an old version: got %v", err)
	}
	for what, do := range map[string]func(account.Actor) error{
		"show": func(by account.Actor) error { _, err := w.s.Show(ctx, by, theirs); return err }, "publish": func(by account.Actor) error { return w.s.Publish(ctx, by, theirs) },
		"end": func(by account.Actor) error { return w.s.End(ctx, by, theirs) }, "history": func(by account.Actor) error { _, err := w.s.History(ctx, by, theirs); return err },
		"update": func(by account.Actor) error {
			return w.s.Update(ctx, by, article.Article{ID: theirs, Texts: nb("x"), Version: 1})
		},
	} {
		if err := do(w.here); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s of another municipality: got %v", what, err)
		}
		resident := account.Resident(w.there.MunicipalityID)
		if err := do(resident); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s by a resident: got %v", what, err)
		}
	}
}

// turn does the job that follows the clock.
func (w *world) turn() {
	w.t.Helper()
	client, err := jobs.InsertOnly(w.pool)
	if err != nil {
		w.t.Fatal(err)
	}
	workers := river.NewWorkers()
	w.s.AddWorkers(workers)
	if err := postgres.InTx(w.t.Context(), w.pool, func(ctx context.Context, tx pgx.Tx) error { return client.Enqueue(ctx, tx, article.TurnArgs{}, nil) }); err != nil {
		w.t.Fatal(err)
	}
	jobstest.Work(w.t, w.pool, workers)
}

// Residents see an article from when it is published, or its first day, until it is ended, or its last.
func TestPeriod(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	from, until := noon.AddDate(0, 0, 1), noon.AddDate(0, 0, 9)
	id := w.create(w.here, article.Article{Texts: nb("Ny åpning"), ShownFrom: &from, ShownUntil: &until})
	seen := func(what string, want bool) {
		t.Helper()
		w.turn()
		_, err := w.s.PublicShow(ctx, w.here.MunicipalityID, article.News, "ny-apning")
		found, err2 := w.s.PublicByIDs(ctx, w.here.MunicipalityID, []int64{id})
		if want != (err == nil) || !want && !fault.Is(err, fault.NotFound) || err2 != nil || want != (len(found) == 1) || want != (len(w.news()) == 1) || want != w.findable(id) {
			t.Errorf("%s: seen %v, found %v, listed %v, by search %v; want %v", what, err, len(found), w.news(), w.findable(id), want)
		}
	}
	seen("a draft", false)
	w.publish(w.here, id)
	seen("before its first day", false)
	w.now = from.Add(-time.Second)
	seen("a second before its first day", false)
	w.now = from
	seen("on its first day", true)
	w.now = until.Add(-time.Second)
	seen("a second before its end", true)
	w.now = until
	seen("at its end", false)
	if err := w.s.End(ctx, w.here, id); err != nil {
		t.Fatal(err)
	}
	if err := w.s.Publish(ctx, w.here, id); !fault.FieldsOf(err).Has("til") {
		t.Errorf("published when its time is past: got %v", err)
	}
	a := w.show(id)
	a.ShownFrom, a.ShownUntil = nil, nil
	if err := w.s.Update(ctx, w.here, a); err != nil {
		t.Fatal(err)
	}
	w.publish(w.here, id)
	if !w.findable(id) {
		t.Error("search knows of it first when the job has run")
	}
	seen("published again", true)
	if a := w.show(id); a.ShownAt == nil || !a.ShownAt.Equal(until) {
		t.Errorf("shown since %v, want since it was published again", a.ShownAt)
	}
	if err := w.s.End(ctx, w.here, id); err != nil || w.findable(id) {
		t.Errorf("ended: got %v, findable %v", err, w.findable(id))
	}
	seen("ended", false)
	for action, want := range map[string]int64{"article.publish": 2, "article.end": 2, "article.create": 1, "article.update": 1} {
		if got := w.int(`select count(*) from audit_event where object = 'article' and object_id = $1 and action = $2`, id, action); got != want {
			t.Errorf("%s: got %d lines in the log, want %d", action, got, want)
		}
	}
	w.publish(w.here, id)
	lines := w.int(`select count(*) from audit_event`)
	w.publish(w.here, id)
	if err := errors.Join(w.s.End(ctx, w.here, id), w.s.End(ctx, w.here, id)); err != nil || w.int(`select count(*) from audit_event`) != lines+1 {
		t.Errorf("doing it twice: got %v, want it done once", err)
	}
}

// Lists have their order, page by page, and nothing of another municipality.
func TestLists(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	for i := range 5 {
		w.now = noon.Add(time.Duration(i/2) * time.Minute) // two at once
		w.publish(w.here, w.create(w.here, article.Article{Texts: nb(fmt.Sprint("Nyhet ", i))}))
	}
	w.publish(w.there, w.create(w.there, article.Article{Texts: nb("Deres")}))
	w.create(w.here, article.Article{Texts: nb("Kladd")})
	for i, order := range []int{2, 1, 1} {
		w.publish(w.here, w.create(w.here, article.Article{Kind: article.Question, Sort: order, Texts: nb(fmt.Sprint("Spm ", i))}))
	}
	w.publish(w.here, w.create(w.here, article.Article{Kind: article.Page, Texts: nb("Om oss")}))
	var got []string
	for p, more := (keyset.Params{Limit: 2}), true; more; {
		found, err := w.s.PublicNews(ctx, w.here.MunicipalityID, p)
		if err != nil {
			t.Fatal(err)
		}
		got, p.After, more = append(got, slugs(found.Rows)...), found.Next, found.Next != ""
	}
	same(t, "news, the newest first", got, []string{"nyhet-4", "nyhet-3", "nyhet-2", "nyhet-1", "nyhet-0"})
	questions, err := w.s.PublicAll(ctx, w.here.MunicipalityID, article.Question)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "questions in their order", slugs(questions), []string{"spm-1", "spm-2", "spm-0"})
	for f, want := range map[article.Filter]int{{}: 10, {Kind: article.News}: 6, {Status: article.Draft}: 1, {Kind: article.Page, Status: article.Published}: 1, {Status: article.Ended}: 0} {
		for _, size := range []int{100, 3} {
			n := 0
			for at, more := f, true; more; {
				at.Limit = size
				p, err := w.s.List(ctx, w.here, at)
				if err != nil {
					t.Fatal(err)
				}
				n, at.After, more = n+len(p.Rows), p.Next, p.Next != ""
			}
			if n != want {
				t.Errorf("%+v, %d at a time: got %d, want %d", f, size, n, want)
			}
		}
	}
}

// Links that residents have lead on when an address is changed; what has the address now comes first.
func TestFormerAddresses(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	id := w.create(w.here, article.Article{Texts: nb("Sommer")})
	rename := func(to string) {
		t.Helper()
		a := w.show(id)
		a.Slug = to
		if err := w.s.Update(ctx, w.here, a); err != nil {
			t.Fatal(err)
		}
	}
	leads := func(what, from, to string) {
		t.Helper()
		got, err := w.s.PublicMoved(ctx, w.here.MunicipalityID, article.News, from)
		if got != to || (err == nil) != (to != "") || err != nil && !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %s leads to %q, %v, want %q", what, from, got, err, to)
		}
	}
	rename("sommer-a")
	w.publish(w.here, id)
	leads("what it had as a draft", "sommer", "")
	rename("sommer-b")
	rename("sommer-c")
	leads("the first", "sommer-a", "sommer-c")
	leads("the next", "sommer-b", "sommer-c")
	if _, err := w.s.PublicMoved(ctx, w.there.MunicipalityID, article.News, "sommer-a"); !fault.Is(err, fault.NotFound) {
		t.Errorf("in another municipality: got %v", err)
	}
	if _, err := w.s.PublicMoved(ctx, w.here.MunicipalityID, article.Page, "sommer-a"); !fault.Is(err, fault.NotFound) {
		t.Errorf("of another kind: got %v", err)
	}
	same(t, "of a title", w.show(w.create(w.here, article.Article{Texts: nb("Sommer A")})).Slug, "sommer-a-2")
	other := w.create(w.here, article.Article{Slug: "sommer-a", Texts: nb("Sommer neste år")})
	leads("while the one that got it is a draft", "sommer-a", "sommer-c")
	w.publish(w.here, other)
	if a, err := w.s.PublicShow(ctx, w.here.MunicipalityID, article.News, "sommer-a"); err != nil || a.ID != other {
		t.Errorf("given to another: got %d, %v", a.ID, err)
	}
	rename("sommer-b")
	leads("when it is taken back", "sommer-c", "sommer-b")
	former, err := w.s.PublicFormer(ctx, w.here.MunicipalityID, article.News)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "all of one", former[id], []string{"sommer-a", "sommer-b", "sommer-c"})
	if err := w.s.End(ctx, w.here, id); err != nil {
		t.Fatal(err)
	}
	leads("when it is ended", "sommer-c", "")
}

// However long a title is, its address is one that can be saved again.
func TestLongTitles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, title := range []string{strings.Repeat("a", 59) + " b", strings.Repeat("a", 120), strings.Repeat("a", 58) + " b c"} {
		for range 11 {
			a := w.show(w.create(w.here, article.Article{Texts: nb(title)}))
			if err := w.s.Update(t.Context(), w.here, a); err != nil || len(a.Slug) > article.MaxSlug {
				t.Errorf("%s: got %d characters, %v", a.Slug, len(a.Slug), err)
			}
		}
	}
}

// Questions are found by their words in any form and language, and only those that residents see here.
func TestFound(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	found := func(words string) []string {
		t.Helper()
		all, err := w.s.PublicFound(ctx, w.here.MunicipalityID, article.Question, words, search.Synonyms{})
		if err != nil {
			t.Fatal(err)
		}
		return slugs(all)
	}
	q := func(by account.Actor, kind article.Kind, title, en string) int64 {
		texts := nb(title)
		texts[i18n.EN] = article.Text{Title: en, Body: "x"}
		id := w.create(by, article.Article{Kind: kind, Texts: texts})
		w.publish(by, id)
		return id
	}
	pay := q(w.here, article.Question, "Må jeg betale avgift", "Does it cost money?")
	q(w.here, article.Question, "Hvor er dere", "Where are you?")
	q(w.here, article.News, "Avgiften går ned", "Cheaper")
	q(w.there, article.Question, "Deres avgift", "Theirs")
	w.create(w.here, article.Article{Kind: article.Question, Texts: nb("Kladd om avgift")})
	for words, want := range map[string][]string{"avgiften": {"ma-jeg-betale-avgift"}, "money": {"ma-jeg-betale-avgift"}, "avgift flyplass": {}, "%": {}, "flyplass": {}} {
		same(t, words, found(words), want)
	}
	if err := w.s.End(ctx, w.here, pay); err != nil {
		t.Fatal(err)
	}
	same(t, "ended", found("avgift"), []string{})
}
