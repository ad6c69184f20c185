package orglist_test

import (
	"slices"
	"testing"

	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orglist"
	"frivilligsentral/internal/organisation/orgtest"
	"frivilligsentral/internal/search"
)

func TestList(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	ctx := t.Context()
	area := w.Int(`insert into area (municipality_id, slug, name) values ($1, 'vika', 'Vika') returning id`, w.Here)
	target := w.Int(`insert into code (municipality_id, list, slug, name_nb) values ($1, 'target_group', 'barn', 'Barn') returning id`, w.Here)
	choir := w.Int(`insert into code (municipality_id, list, slug, name_nb) values ($1, 'local_kind', 'kor', 'Kor') returning id`, w.Here)
	w.Lag("Åsen idrettslag", func(d *organisation.Draft) { d.ICNPO, d.Areas = []string{"1200"}, []int64{area} })
	w.Lag("Barneteateret", func(d *organisation.Draft) { d.ICNPO, d.TargetGroups = []string{"1100"}, []int64{target} })
	w.Lag("Aktiv fritid", func(d *organisation.Draft) { d.ICNPO, d.LocalKinds = []string{"4100", "1300"}, []int64{choir} })
	for _, c := range []struct {
		name string
		p    orglist.ListParams
		want []string
	}{
		{"all, å last", orglist.ListParams{}, []string{"Aktiv fritid", "Barneteateret", "Åsen idrettslag"}},
		{"code", orglist.ListParams{ICNPO: "1200"}, []string{"Åsen idrettslag"}},
		{"group of codes", orglist.ListParams{ICNPO: "1"}, []string{"Aktiv fritid", "Barneteateret", "Åsen idrettslag"}},
		{"unknown code", orglist.ListParams{ICNPO: "bogus"}, nil},
		{"area", orglist.ListParams{Area: area}, []string{"Åsen idrettslag"}},
		{"target group", orglist.ListParams{TargetGroup: target}, []string{"Barneteateret"}},
		{"local kind", orglist.ListParams{LocalKind: choir}, []string{"Aktiv fritid"}},
		{"local kind and code", orglist.ListParams{LocalKind: choir, ICNPO: "1200"}, nil},
		{"local kind by its word", orglist.ListParams{Words: "kor"}, []string{"Aktiv fritid"}},
		{"words", orglist.ListParams{Words: "idrett"}, []string{"Åsen idrettslag"}},
		{"another municipality", orglist.ListParams{MunicipalityID: w.Elsewhere.MunicipalityID}, nil},
	} {
		if c.p.MunicipalityID == 0 {
			c.p.MunicipalityID = w.Here
		}
		page, err := w.PublicList(ctx, c.p)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, card := range page.Cards {
			got = append(got, card.Name)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
	first, err := w.PublicList(ctx, orglist.ListParams{MunicipalityID: w.Here, Limit: 2})
	if err != nil || first.Next.IsZero() {
		t.Fatalf("got %+v (%v), want a next page", first.Page, err)
	}
	second, err := w.PublicList(ctx, orglist.ListParams{MunicipalityID: w.Here, Limit: 2, After: search.ParseCursor(first.Next.String())})
	if err != nil || len(second.Cards) != 1 || second.Cards[0].Name != "Åsen idrettslag" {
		t.Errorf("got %+v (%v), want the rest", second.Cards, err)
	}
}

func TestRegisterList(t *testing.T) {
	t.Parallel()
	w := orgtest.New(t)
	ctx := t.Context()
	byTime := []string{"Turlaget", "Koret", "Åsen IL", "Strikkelaget", "Bygdelaget"}
	byName := []string{"Bygdelaget", "Koret", "Strikkelaget", "Turlaget", "Åsen IL"}
	for _, name := range byTime {
		w.At = w.At.AddDate(0, 1, 0)
		w.Lag(name)
	}
	for sort, want := range map[orglist.Sort][]string{
		orglist.ByName: byName, "-navn": backwards(byName), orglist.ByCreated: byTime, "-registrert": backwards(byTime),
		orglist.ByConfirmed: byTime, "-bekreftet": backwards(byTime),
	} {
		var there, back []string
		p := orglist.RegisterParams{Sort: sort, Limit: 2}
		for range 9 {
			page, err := w.All(ctx, w.Coordinator, p)
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
		page, err := w.All(ctx, w.Coordinator, p)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page.Rows {
			back = append(back, r.Name)
		}
		if !slices.Equal(there, want) || !slices.Equal(back, want[2:4]) {
			t.Errorf("%s: got %v, and back %v, want %v and the third and fourth", sort, there, back, want)
		}
	}
	for _, c := range []struct {
		name string
		p    orglist.RegisterParams
		want int
	}{
		{"words", orglist.RegisterParams{Words: "ÅSEN"}, 1}, {"percent is no wildcard", orglist.RegisterParams{Words: "%"}, 0}, {"pending", orglist.RegisterParams{Status: organisation.Pending}, 0},
		{"alone", orglist.RegisterParams{Show: orglist.ShowAlone}, 5}, {"waiting", orglist.RegisterParams{Show: orglist.ShowWaiting}, 0}, {"broken cursor", orglist.RegisterParams{After: "!!"}, 5},
		{"cursor of another order", orglist.RegisterParams{Sort: orglist.ByCreated, After: "MSBLb3JldA"}, 5},
	} {
		page, err := w.All(ctx, w.Coordinator, c.p)
		if err != nil || len(page.Rows) != c.want {
			t.Errorf("%s: got %d rows (%v), want %d", c.name, len(page.Rows), err, c.want)
		}
	}
}

func backwards(names []string) []string {
	names = slices.Clone(names)
	slices.Reverse(names)
	return names
}
