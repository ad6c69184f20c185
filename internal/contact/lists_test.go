// Lists: who stands in which, in what order, and never a neighbour's.

package contact_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/account"
	"frivilligsentral/internal/contact"
)

// neighbour is another municipality in the same database, with names of its own
// beside those that it has in common with x.
func (x *town) neighbour() *town {
	y := &town{t: x.t, pool: x.pool, now: x.now}
	y.s = contact.NewService(contact.Deps{Pool: x.pool, Now: func() time.Time { return x.now }})
	y.id = y.municipality("9902", "nabo.example")
	y.staff = y.actor(y.id, account.ContactManager)
	y.rooms, y.kids = y.code("lokaler", "Lokaler"), y.code("barn", "Barn og unge")
	y.north, y.south = y.area("nord", "Nordbyen"), y.area("sor", "Sørbyen")
	return y
}

func days(n int) *time.Time { return ptr(noon.AddDate(0, 0, n)) }

// calendar makes one contact for each way to stand in time.
func (x *town) calendar() {
	x.person("Alltid")
	x.person("I dag", func(c *contact.Contact) { c.ValidFrom, c.Topics = noon, []int64{x.rooms, x.kids} })
	x.person("I morgen", func(c *contact.Contact) { c.ValidFrom = noon.AddDate(0, 0, 1) })
	x.person("Siste dag", func(c *contact.Contact) { c.ValidTo, c.Areas = days(0), []int64{x.north} })
	x.person("I går", func(c *contact.Contact) { c.ValidTo, c.Areas = days(-1), []int64{x.south} })
	x.person("Intern", func(c *contact.Contact) { c.Public, c.Areas = false, []int64{x.south} })
	stays := x.person("Blir")
	leaves := x.person("Slutter", func(c *contact.Contact) { c.ValidTo = days(30) })
	x.person("Med vikar", substitute(stays), func(c *contact.Contact) { c.ValidTo = days(30) })
	x.person("Uten vikar", func(c *contact.Contact) { c.ValidTo = days(31) })
	x.person("Vikar slutter", substitute(leaves), func(c *contact.Contact) { c.ValidTo = days(30) })
	x.person("Vikar slutter senere", substitute(leaves), func(c *contact.Contact) { c.ValidTo = days(29) })
	double := x.person("Dobbel")
	x.exec(`update contact set confirmed_at = null where name = 'Siste dag' and municipality_id = $1`, x.id)
	x.exec(`update contact set confirmed_at = $1 where name = 'Alltid' and municipality_id = $2`, noon.AddDate(0, -6, 0), x.id)
	x.exec(`update contact set confirmed_at = $1 where name in ('Blir', 'I går', 'I morgen') and municipality_id = $2`, noon.AddDate(0, -6, 0).Add(-time.Second), x.id)
	x.exec(`update contact set merged_into = $1 where id = $2`, stays, double)
}

func TestListsByState(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	y := x.neighbour()
	x.calendar()
	y.calendar()
	all := []string{"Alltid", "Blir", "I dag", "I går", "I morgen", "Intern", "Med vikar", "Siste dag", "Slutter", "Uten vikar", "Vikar slutter", "Vikar slutter senere"}
	without := func(names ...string) []string {
		return slices.DeleteFunc(slices.Clone(all), func(n string) bool { return slices.Contains(names, n) })
	}
	for _, c := range []struct {
		f    contact.Filter
		want []string
	}{
		{contact.Filter{}, all},
		{contact.Filter{State: contact.Valid}, without("I går", "I morgen")},
		{contact.Filter{State: contact.StaleOnes}, []string{"Blir", "Siste dag"}},
		{contact.Filter{State: contact.Ending}, []string{"Med vikar", "Siste dag", "Slutter", "Vikar slutter", "Vikar slutter senere"}},
		{contact.Filter{State: contact.Uncovered}, []string{"Siste dag", "Slutter", "Vikar slutter"}},
		{contact.Filter{State: contact.Ended}, []string{"I går"}},
		{contact.Filter{State: contact.Internal}, []string{"Intern"}},
		{contact.Filter{Topic: x.kids}, []string{"I dag"}},
		{contact.Filter{Area: x.south}, []string{"I går", "Intern"}},
		{contact.Filter{Area: x.south, State: contact.Internal}, []string{"Intern"}},
		{contact.Filter{Unit: 4711}, []string{}},
	} {
		equal(t, fmt.Sprintf("%+v", c.f), x.list(c.f), c.want)
		n, err := x.s.Count(t.Context(), x.staff, c.f)
		if err != nil || n != len(c.want) {
			t.Errorf("count of %+v: got %d, %v, want %d", c.f, n, err, len(c.want))
		}
	}
	if n, err := x.s.StaleCount(t.Context(), x.staff); err != nil || n != 2 {
		t.Errorf("stale: got %d, %v, want 2", n, err)
	}
	for ended, want := range map[bool][]string{false: without("I går"), true: all} {
		choices, err := x.s.Choices(t.Context(), x.staff, ended)
		got := []string{}
		for _, c := range choices {
			got = append(got, c.Name)
		}
		equal(t, fmt.Sprintf("choices, ended %v, %v", ended, err), got, want)
	}
}

func TestPublicListsByState(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	y := x.neighbour()
	x.calendar()
	y.calendar()
	valid := []string{"Alltid", "Blir", "I dag", "Med vikar", "Siste dag", "Slutter", "Uten vikar", "Vikar slutter", "Vikar slutter senere"}
	equal(t, "a topic everywhere", x.found(x.rooms, 0), valid)
	equal(t, "a topic in the north, its own first", x.found(x.rooms, x.north),
		[]string{"Siste dag", "Alltid", "Blir", "I dag", "Med vikar", "Slutter", "Uten vikar", "Vikar slutter", "Vikar slutter senere"})
	equal(t, "a topic in the south", x.found(x.rooms, x.south), slices.DeleteFunc(slices.Clone(valid), func(n string) bool { return n == "Siste dag" }))
	equal(t, "a neighbour's topic", x.found(y.rooms, 0), []string{})
	page, err := x.s.PublicDirectory(t.Context(), x.id, contact.Filter{})
	equal(t, fmt.Sprint("directory ", err), names(page.Rows), valid)
	areas, err := x.s.PublicAreasOf(t.Context(), x.id, x.rooms)
	equal(t, fmt.Sprint("areas with somebody of their own ", err), areas, []int64{x.north})
	areas, err = x.s.PublicAreasOf(t.Context(), x.id, y.rooms)
	equal(t, fmt.Sprint("areas of a neighbour's topic ", err), len(areas), 0)
	counts, err := x.s.PublicTopicCounts(t.Context(), x.id)
	equal(t, fmt.Sprint("counts ", err), counts, map[int64]int{x.rooms: 9, x.kids: 1})
	ids := []int64{}
	for _, n := range []string{"Slutter", "I går", "Alltid", "Intern", "I morgen", "Dobbel"} {
		ids = append(ids, x.int(`select id from contact where name = $1 and municipality_id = $2`, n, x.id))
	}
	ids = append(ids, y.int(`select id from contact where name = 'Alltid' and municipality_id = $1`, y.id))
	found, err := x.s.PublicByIDs(t.Context(), x.id, ids)
	equal(t, fmt.Sprint("by ids ", err), names(found), []string{"Slutter", "Alltid"})
}

// Who stands in for somebody is named to residents only while she answers herself.
func TestSubstitutesThatResidentsSee(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	for name, edit := range map[string]func(*contact.Contact){
		"":            func(c *contact.Contact) { c.Public = false },
		"Første dag":  func(c *contact.Contact) { c.ValidFrom = noon },
		"Siste dag":   func(c *contact.Contact) { c.ValidTo = days(0) },
		"Ikke ennå":   func(c *contact.Contact) { c.ValidFrom = noon.AddDate(0, 0, 1) },
		"Ikke lenger": func(c *contact.Contact) { c.ValidTo = days(-1) },
	} {
		id := x.person("x"+name, edit, func(c *contact.Contact) { c.Topics = []int64{x.kids} })
		x.exec(`update contact set name = $1 where id = $2`, name, id)
		x.person("Har "+name, substitute(id))
	}
	all, err := x.s.PublicFind(t.Context(), x.id, x.rooms, 0)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, c := range all {
		got[c.Name] = c.SubstituteName
	}
	equal(t, "substitutes", got, map[string]string{
		"Har ": "", "Har Første dag": "Første dag", "Har Siste dag": "Siste dag", "Har Ikke ennå": "", "Har Ikke lenger": "",
	})
}

func TestPublicFindShowsThirty(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	x.person("Først")
	x.exec(`insert into contact (municipality_id, name, email, public, valid_from) select $1, 'Person ' || n, 'p@prove.example', true, '2026-01-01' from generate_series(1, 30) n`, x.id)
	x.exec(`insert into contact_topic (contact_id, code_id) select id, $1 from contact where name like 'Person %'`, x.rooms)
	equal(t, "how many", len(x.found(x.rooms, 0)), 30)
}

// Every order, page by page both ways, is the whole list in that order.
func TestOrders(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	units := []*int64{nil, x.unit("Bibliotek"), x.unit("Øvre skole")}
	for i, name := range []string{"Ola", "Anne", "Øyvind", "Anne", "Per", "Zoe", "Per"} {
		id := x.person(name, func(c *contact.Contact) { c.UnitID = units[i%3] })
		x.exec(`update contact set confirmed_at = $1 where id = $2`, []any{nil, noon, noon.Add(-time.Hour), noon}[i%4], id)
	}
	moment := func(c contact.Listed) string {
		if c.ConfirmedAt == nil {
			return ""
		}
		return c.ConfirmedAt.UTC().Format(time.RFC3339)
	}
	for sort, key := range map[contact.Sort]func(contact.Listed) string{
		contact.ByName: func(c contact.Listed) string { return c.Name }, contact.ByUnit: func(c contact.Listed) string { return c.UnitName }, contact.ByConfirmed: moment,
	} {
		up := x.walk(sort)
		wanted := slices.Clone(up)
		slices.SortFunc(wanted, func(a, b contact.Listed) int {
			return cmp.Or(cmp.Compare(key(a), key(b)), cmp.Compare(a.ID, b.ID))
		})
		equal(t, string(sort), idsOf(up), idsOf(wanted))
		slices.Reverse(wanted)
		equal(t, "-"+string(sort), idsOf(x.walk("-"+sort)), idsOf(wanted))
	}
	directory := []string{}
	for f := (contact.Filter{Limit: 2}); ; {
		p, err := x.s.PublicDirectory(t.Context(), x.id, f)
		if err != nil {
			t.Fatal(err)
		}
		directory = append(directory, names(p.Rows)...)
		if f.After = p.Next; p.Next == "" {
			break
		}
	}
	equal(t, "directory", directory, names(x.walk(contact.ByName)))
}

func (x *town) unit(name string) *int64 {
	x.t.Helper()
	id, err := x.s.SaveUnit(x.t.Context(), x.staff, contact.Unit{Name: name, Active: true})
	if err != nil {
		x.t.Fatal(err)
	}
	return &id
}

func idsOf(all []contact.Listed) []int64 {
	out := []int64{}
	for _, c := range all {
		out = append(out, c.ID)
	}
	return out
}

// walk reads the register two at a time to its end and back again.
func (x *town) walk(sort contact.Sort) []contact.Listed {
	x.t.Helper()
	read := func(f contact.Filter) contact.Page {
		f.Sort, f.Limit = sort, 2
		p, err := x.s.List(x.t.Context(), x.staff, f)
		if err != nil {
			x.t.Fatal(err)
		}
		return p
	}
	p := read(contact.Filter{})
	all := slices.Clone(p.Rows)
	for p.Next != "" && len(all) < 100 {
		p = read(contact.Filter{After: p.Next})
		all = append(all, p.Rows...)
	}
	back := slices.Clone(p.Rows)
	for p.Prev != "" && len(back) < 100 {
		p = read(contact.Filter{Before: p.Prev})
		back = append(slices.Clone(p.Rows), back...)
	}
	equal(x.t, "back again by "+string(sort), idsOf(back), idsOf(all))
	return all
}

func TestWordsOfAList(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	unit := x.unit("Bibliotek")
	x.person("Kari", func(c *contact.Contact) { c.Phone, c.UnitID = "+4760001111", unit })
	x.person("En To Tre Fire Fem Seks Sju Åtte")
	for words, want := range map[string][]string{
		"bibliotek": {"Kari"}, "kari@prove": {"Kari"}, "6000": {"Kari"}, "60 00 1": {"Kari"}, "+47 60 00": {"Kari"},
		"en to tre fire fem seks sju åtte": {"En To Tre Fire Fem Seks Sju Åtte"}, "en to tre fire fem seks sju ni": {},
		"en to tre fire fem seks sju åtte ni": {"En To Tre Fire Fem Seks Sju Åtte"}, // eight words count
	} {
		equal(t, words, x.list(contact.Filter{Words: words}), want)
	}
	equal(t, "unit", x.list(contact.Filter{Unit: *unit}), []string{"Kari"})
	for words, want := range map[string][]string{"bibliotek": {"Kari"}, "prove": {}, "6000": {}, strings.ToUpper("lokaler kari"): {"Kari"}} {
		p, err := x.s.PublicDirectory(t.Context(), x.id, contact.Filter{Words: words})
		equal(t, fmt.Sprint("directory ", words, err), names(p.Rows), want)
	}
}
