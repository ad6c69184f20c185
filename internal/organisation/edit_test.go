package organisation

import (
	"errors"
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/mail/mailtest"
	"frivilligsentral/internal/search"
)

func TestUpdate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	id := w.lag("Strikkelaget", func(d *Draft) { d.OrgNr = orgnr })
	admin := w.member(id, account.GroupAdmin)
	d := w.draft(id)
	d.Summary, d.OrgNr, d.Kind = "Vi strikker sokker.", "", Foundation
	d.Contacts = []Contact{{Name: "Kari", Role: "leader", Email: "kari@x.example", Public: true}, {Name: "Ola", Role: "treasurer", Phone: "+4722222222"}}
	if err := w.Update(ctx, admin, d); err != nil {
		t.Fatal(err)
	}
	v, err := w.Show(ctx, w.here, id)
	if err != nil {
		t.Fatal(err)
	}
	if v.Summary != "Vi strikker sokker." || v.FieldSource["summary"] != FromSelf {
		t.Errorf("got summary %q from %q, want the group's own", v.Summary, v.FieldSource["summary"])
	}
	if v.OrgNr != orgnr || v.Kind != Association {
		t.Errorf("got number %q and kind %q, want a group unable to change them", v.OrgNr, v.Kind)
	}
	if len(v.Contacts) != 1 || v.Contacts[0].Name != "Kari" {
		t.Errorf("residents see %+v, want only the public contact", v.Contacts)
	}
	if err := w.Update(ctx, w.coordinator, d); !errors.Is(err, ErrChanged) {
		t.Errorf("with an old version: got %v, want ErrChanged", err)
	}
	page, err := w.List(ctx, ListParams{MunicipalityID: w.here, Words: "sokker"})
	if err != nil || len(page.Cards) != 1 {
		t.Errorf("got %d hits (%v), want the new text found", len(page.Cards), err)
	}
}

func TestUpdateParent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	parent, child := w.lag("Idrettsrådet"), w.lag("Turlaget")
	d := w.draft(child)
	d.ParentID = parent
	if err := w.Update(t.Context(), w.coordinator, d); err != nil {
		t.Fatal(err)
	}
	if v, err := w.Show(t.Context(), w.here, parent); err != nil || len(v.Children) != 1 {
		t.Errorf("got children %v (%v), want one", v.Children, err)
	}
	if v, err := w.Show(t.Context(), w.here, child); err != nil || v.Parent == nil || v.Parent.Name != "Idrettsrådet" {
		t.Errorf("got parent %v (%v), want Idrettsrådet", v.Parent, err)
	}
	d = w.draft(parent)
	d.ParentID = child
	wantField(t, w.Update(t.Context(), w.coordinator, d), "overordnet") // a circle
}

// TestRights sends every use case as those who may not.
func TestRights(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	id, other := w.lag("Strikkelaget"), w.lag("Turlaget")
	stranger, member := w.member(other, account.GroupAdmin), w.member(id, account.GroupMember)
	resident := account.Resident(w.here)
	calls := map[string]func(account.Actor) error{
		"Update":  func(a account.Actor) error { return w.Update(ctx, a, w.draft(id)) },
		"Confirm": func(a account.Actor) error { return w.Confirm(ctx, a, id) },
		"Get":     func(a account.Actor) error { _, err := w.Get(ctx, a, id); return err },
		"Approve": func(a account.Actor) error { return w.Approve(ctx, a, id) },
		"Refuse":  func(a account.Actor) error { return w.Refuse(ctx, a, id, "x") },
		"End":     func(a account.Actor) error { return w.End(ctx, a, id, "") },
		"Reopen":  func(a account.Actor) error { return w.Reopen(ctx, a, id) },
		"Merge":   func(a account.Actor) error { return w.Merge(ctx, a, id, other) },
		"AddNote": func(a account.Actor) error { return w.AddNote(ctx, a, id, "x") },
		"Create":  func(a account.Actor) error { _, err := w.Create(ctx, a, w.draft(id)); return err },
		"All":     func(a account.Actor) error { _, err := w.All(ctx, a, RegisterParams{}); return err },
		"Notes":   func(a account.Actor) error { _, err := w.Notes(ctx, a, id); return err },
		"Export":  func(a account.Actor) error { _, _, err := w.Export(ctx, a, "nb", RegisterParams{}); return err },
		"Plan":    func(a account.Actor) error { _, err := w.Plan(ctx, w.pool, a, nil, nil); return err },
	}
	ok, forbidden, notFound := fault.Kind(-1), fault.Forbidden, fault.NotFound
	for name, want := range map[string]struct{ resident, reader, elsewhere, stranger, member fault.Kind }{
		"Update":  {forbidden, forbidden, notFound, notFound, forbidden},
		"Confirm": {forbidden, forbidden, notFound, notFound, forbidden},
		"Get":     {forbidden, ok, notFound, notFound, ok},
		"Approve": {forbidden, forbidden, notFound, forbidden, forbidden},
		"Refuse":  {forbidden, forbidden, notFound, forbidden, forbidden},
		"End":     {forbidden, forbidden, notFound, forbidden, forbidden},
		"Reopen":  {forbidden, forbidden, notFound, forbidden, forbidden},
		"Merge":   {forbidden, forbidden, notFound, forbidden, forbidden},
		"AddNote": {forbidden, forbidden, notFound, forbidden, forbidden},
		"Create":  {forbidden, forbidden, ok, forbidden, forbidden},
		"All":     {forbidden, ok, ok, forbidden, forbidden},
		"Notes":   {forbidden, ok, ok, forbidden, forbidden},
		"Export":  {forbidden, forbidden, ok, forbidden, forbidden},
		"Plan":    {forbidden, forbidden, ok, forbidden, forbidden},
	} {
		for who, c := range map[string]struct {
			actor account.Actor
			want  fault.Kind
		}{
			"resident": {resident, want.resident}, "reader": {w.reader, want.reader}, "elsewhere": {w.elsewhere, want.elsewhere},
			"stranger": {stranger, want.stranger}, "member": {member, want.member},
		} {
			err := calls[name](c.actor)
			if c.want == ok && err != nil || c.want != ok && !fault.Is(err, c.want) {
				t.Errorf("%s as %s: got %v, want kind %d", name, who, err, c.want)
			}
		}
	}
	if notes, err := w.Notes(ctx, w.elsewhere, id); err != nil || len(notes) != 0 {
		t.Errorf("got %d notes of another municipality (%v), want none", len(notes), err)
	}
}

func TestEndAndReopen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	id := w.lag("Strikkelaget")
	if err := w.End(ctx, w.coordinator, id, "Lagt ned."); err != nil {
		t.Fatal(err)
	}
	_, err := w.Show(ctx, w.here, id)
	wantKind(t, err, fault.NotFound)
	if page, err := w.List(ctx, ListParams{MunicipalityID: w.here}); err != nil || len(page.Cards) != 0 {
		t.Errorf("got %d in the list (%v), want none", len(page.Cards), err)
	}
	if err := w.Reopen(ctx, w.coordinator, id); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Show(ctx, w.here, id); err != nil {
		t.Errorf("reopened: %v", err)
	}
	history, err := w.History(ctx, w.coordinator, id)
	if err != nil || len(history) != 3 || history[0].Action != "organisation.reopen" {
		t.Errorf("got history %+v (%v), want create, end, reopen", history, err)
	}
}

func TestMerge(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	from := w.lag("Strikkelaget i Solvik", func(d *Draft) {
		d.OrgNr, d.Website, d.Summary = orgnr, "https://strikk.example", "Gammel tekst"
		d.Contacts = []Contact{{Name: "Kari", Role: "leader", Email: "k@x.example"}, {Name: "Ola", Role: "contact", Email: "o@x.example"}}
	})
	into := w.lag("Solvik strikkelag", func(d *Draft) {
		d.Summary, d.Contacts = "Ny tekst", []Contact{{Name: "kari", Role: "contact", Email: "kari@x.example"}}
	})
	w.member(from, account.GroupAdmin)
	category := w.int(`insert into code (municipality_id, list, slug, name_nb) values ($1, 'category', 'x', 'X') returning id`, w.here)
	activity := w.int(`insert into activity (municipality_id, organisation_id, title, category_id, starts_at, duration_minutes)
		values ($1, $2, 'Strikkekafé', $3, now(), 60) returning id`, w.here, from, category)
	if err := w.AddNote(ctx, w.coordinator, from, "Dobbelt."); err != nil {
		t.Fatal(err)
	}
	if err := w.Merge(ctx, w.coordinator, from, into); err != nil {
		t.Fatal(err)
	}
	moved, err := w.Show(ctx, w.here, from)
	if err != nil || moved.MergedInto != into || moved.Name != "" {
		t.Errorf("got %+v (%v), want only where it went", moved.Organisation, err)
	}
	v := w.get(into)
	if v.OrgNr != orgnr || v.Website != "https://strikk.example" || v.Summary != "Ny tekst" {
		t.Errorf("got number %q, website %q, summary %q, want gaps filled and the rest kept", v.OrgNr, v.Website, v.Summary)
	}
	if len(v.Contacts) != 2 {
		t.Errorf("got contacts %+v, want Kari once and Ola", v.Contacts)
	}
	for what, sql := range map[string]string{
		"activities": `select organisation_id from activity where id = $1`,
		"notes":      `select max(organisation_id) from organisation_note where $1 > 0`,
		"people":     `select max(organisation_id) from membership where $1 > 0`,
	} {
		if got := w.int(sql, activity); got != into {
			t.Errorf("%s belong to %d, want %d", what, got, into)
		}
	}
	wantField(t, w.Merge(ctx, w.coordinator, from, into), "inn_i")
	wantField(t, w.Merge(ctx, w.coordinator, into, into), "inn_i")
}

func TestRemind(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	id := w.lag("Strikkelaget")
	w.lag("Turlaget") // nobody to ask
	admin := w.member(id, account.GroupAdmin)
	w.member(id, account.GroupMember)
	w.wantReminders(t, admin.Email, 0)
	w.at = now.AddDate(1, 0, 1)
	w.wantReminders(t, admin.Email, 1)
	w.wantReminders(t, admin.Email, 1) // not twice
	rows, n, err := w.ExpiredConfirmations(ctx, w.coordinator, 10)
	if err != nil || n != 2 || len(rows) != 2 {
		t.Errorf("got %d of %d on the list (%v), want 2", len(rows), n, err)
	}
	if err := w.Confirm(ctx, admin, id); err != nil {
		t.Fatal(err)
	}
	if _, n, _ = w.ExpiredConfirmations(ctx, w.coordinator, 10); n != 1 {
		t.Errorf("got %d on the list after confirming, want 1", n)
	}
	w.at = now.AddDate(2, 1, 0)
	w.wantReminders(t, admin.Email, 2)
}

func (w *world) wantReminders(t *testing.T, to string, want int) {
	t.Helper()
	if err := w.Remind(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := len(mailtest.All(t, w.pool, to)); got != want {
		t.Errorf("got %d e-mails, want %d", got, want)
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	area := w.int(`insert into area (municipality_id, slug, name) values ($1, 'vika', 'Vika') returning id`, w.here)
	target := w.int(`insert into code (municipality_id, list, slug, name_nb) values ($1, 'target_group', 'barn', 'Barn') returning id`, w.here)
	w.lag("Åsen idrettslag", func(d *Draft) { d.ICNPO, d.Areas = []string{"1200"}, []int64{area} })
	w.lag("Barneteateret", func(d *Draft) { d.ICNPO, d.TargetGroups = []string{"1100"}, []int64{target} })
	w.lag("Aktiv fritid", func(d *Draft) { d.ICNPO = []string{"4100", "1300"} })
	for _, c := range []struct {
		name string
		p    ListParams
		want []string
	}{
		{"all, å last", ListParams{}, []string{"Aktiv fritid", "Barneteateret", "Åsen idrettslag"}},
		{"code", ListParams{ICNPO: "1200"}, []string{"Åsen idrettslag"}},
		{"group of codes", ListParams{ICNPO: "1"}, []string{"Aktiv fritid", "Barneteateret", "Åsen idrettslag"}},
		{"unknown code", ListParams{ICNPO: "bogus"}, nil},
		{"area", ListParams{Area: area}, []string{"Åsen idrettslag"}},
		{"target group", ListParams{TargetGroup: target}, []string{"Barneteateret"}},
		{"words", ListParams{Words: "idrett"}, []string{"Åsen idrettslag"}},
		{"another municipality", ListParams{MunicipalityID: w.elsewhere.MunicipalityID}, nil},
	} {
		if c.p.MunicipalityID == 0 {
			c.p.MunicipalityID = w.here
		}
		page, err := w.List(ctx, c.p)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, card := range page.Cards {
			got = append(got, card.Name)
		}
		if len(got) != len(c.want) || len(got) > 0 && (got[0] != c.want[0] || got[len(got)-1] != c.want[len(c.want)-1]) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
	first, err := w.List(ctx, ListParams{MunicipalityID: w.here, Limit: 2})
	if err != nil || first.Next.IsZero() {
		t.Fatalf("got %+v (%v), want a next page", first.Page, err)
	}
	second, err := w.List(ctx, ListParams{MunicipalityID: w.here, Limit: 2, After: search.ParseCursor(first.Next.String())})
	if err != nil || len(second.Cards) != 1 || second.Cards[0].Name != "Åsen idrettslag" {
		t.Errorf("got %+v (%v), want the rest", second.Cards, err)
	}
}

func TestRegisterList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	for _, name := range []string{"Turlaget", "Koret", "Åsen IL", "Strikkelaget", "Bygdelaget"} {
		w.at = w.at.AddDate(0, 1, 0)
		w.lag(name)
	}
	for _, sort := range []Sort{ByName, "-navn", ByCreated, "-registrert", ByConfirmed, "-bekreftet"} {
		var there, back []string
		p := RegisterParams{Sort: sort, Limit: 2}
		for {
			page, err := w.All(ctx, w.coordinator, p)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range page.Rows {
				there = append(there, r.Name)
			}
			if page.Next == "" {
				p.Before, p.After = page.Prev, ""
				back = nil
				break
			}
			p.After = page.Next
		}
		page, err := w.All(ctx, w.coordinator, p)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page.Rows {
			back = append(back, r.Name)
		}
		if len(there) != 5 || len(back) != 2 || back[0] != there[2] || back[1] != there[3] {
			t.Errorf("%s: got %v, and back %v, want five and the third and fourth", sort, there, back)
		}
	}
	for _, c := range []struct {
		name string
		p    RegisterParams
		want int
	}{
		{"words", RegisterParams{Words: "ÅSEN"}, 1}, {"percent is no wildcard", RegisterParams{Words: "%"}, 0}, {"pending", RegisterParams{Status: Pending}, 0},
		{"alone", RegisterParams{Show: ShowAlone}, 5}, {"waiting", RegisterParams{Show: ShowWaiting}, 0}, {"broken cursor", RegisterParams{After: "!!"}, 5},
		{"cursor of another order", RegisterParams{Sort: ByCreated, After: "MSBLb3JldA"}, 5},
	} {
		page, err := w.All(ctx, w.coordinator, c.p)
		if err != nil || len(page.Rows) != c.want {
			t.Errorf("%s: got %d rows (%v), want %d", c.name, len(page.Rows), err, c.want)
		}
	}
}
