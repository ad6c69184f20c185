package orglife_test

import (
	"testing"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orglist"
	"frivilligsentral/internal/organisation/orgtest"
)

func TestEndAndReopen(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	ctx := t.Context()
	id := w.Lag("Strikkelaget")
	if err := w.End(ctx, w.Coordinator, id, "Lagt ned."); err != nil {
		t.Fatal(err)
	}
	_, err := w.PublicShow(ctx, w.Here, id)
	orgtest.WantKind(t, err, fault.NotFound)
	if page, err := w.PublicList(ctx, orglist.ListParams{MunicipalityID: w.Here}); err != nil || len(page.Cards) != 0 {
		t.Errorf("got %d in the list (%v), want none", len(page.Cards), err)
	}
	if err := w.Reopen(ctx, w.Coordinator, id); err != nil {
		t.Fatal(err)
	}
	if _, err := w.PublicShow(ctx, w.Here, id); err != nil {
		t.Errorf("reopened: %v", err)
	}
	history, err := w.History(ctx, w.Coordinator, id)
	if err != nil || len(history) != 3 || history[0].Action != "organisation.reopen" {
		t.Errorf("got history %+v (%v), want create, end, reopen", history, err)
	}
}

func TestMerge(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	ctx := t.Context()
	from := w.Lag("Strikkelaget i Solvik", func(d *organisation.Draft) {
		d.OrgNr, d.Website, d.Summary = orgtest.OrgNr, "https://strikk.example", "Gammel tekst"
		d.Contacts = []organisation.Contact{{Name: "Kari", Role: "leader", Email: "k@x.example"}, {Name: "Ola", Role: "contact", Email: "o@x.example"}}
	})
	into := w.Lag("Solvik strikkelag", func(d *organisation.Draft) {
		d.Summary, d.Contacts = "Ny tekst", []organisation.Contact{{Name: "kari", Role: "contact", Email: "kari@x.example"}}
	})
	w.Member(from, account.GroupAdmin)
	category := w.Int(`insert into code (municipality_id, list, slug, name_nb) values ($1, 'category', 'x', 'X') returning id`, w.Here)
	activity := w.Int(`insert into activity (municipality_id, organisation_id, title, category_id, starts_at, duration_minutes)
		values ($1, $2, 'Strikkekafé', $3, now(), 60) returning id`, w.Here, from, category)
	w.Int(`insert into staff_note (municipality_id, organisation_id, body) values ($1, $2, 'Dobbelt.') returning id`, w.Here, from)
	if err := w.Merge(ctx, w.Coordinator, from, into); err != nil {
		t.Fatal(err)
	}
	moved, err := w.PublicShow(ctx, w.Here, from)
	if err != nil || moved.MergedInto != into || moved.Name != "" {
		t.Errorf("got %+v (%v), want only where it went", moved.Organisation, err)
	}
	v := w.View(into)
	if v.OrgNr != orgtest.OrgNr || v.Website != "https://strikk.example" || v.Summary != "Ny tekst" {
		t.Errorf("got number %q, website %q, summary %q, want gaps filled and the rest kept", v.OrgNr, v.Website, v.Summary)
	}
	if len(v.Contacts) != 2 {
		t.Errorf("got contacts %+v, want Kari once and Ola", v.Contacts)
	}
	for what, sql := range map[string]string{
		"activities": `select organisation_id from activity where id = $1`,
		"notes":      `select max(organisation_id) from staff_note where $1 > 0`,
		"people":     `select max(organisation_id) from membership where $1 > 0`,
	} {
		if got := w.Int(sql, activity); got != into {
			t.Errorf("%s belong to %d, want %d", what, got, into)
		}
	}
	orgtest.WantField(t, w.Merge(ctx, w.Coordinator, from, into), "inn_i")
	orgtest.WantField(t, w.Merge(ctx, w.Coordinator, into, into), "inn_i")
}
