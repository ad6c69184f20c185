// Two contacts of one again, and who may be the same person.

package contact_test

import (
	"testing"

	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/fault"
)

const everythingSQL = `select coalesce(string_agg((to_jsonb(t) - 'updated_at' - 'version')::text, E'\n' order by t.id), '')
from (select c.*, (select array_agg(code_id order by code_id) from contact_topic where contact_id = c.id) as topics,
             (select array_agg(area_id order by area_id) from contact_area where contact_id = c.id) as areas from contact c) t`

func (x *town) everything() string {
	x.t.Helper()
	var all string
	if err := x.pool.QueryRow(x.t.Context(), everythingSQL).Scan(&all); err != nil {
		x.t.Fatal(err)
	}
	return all
}

func TestUnmergeBringsAllBack(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	from := x.person("Kari Hansen", func(c *contact.Contact) {
		c.Phone, c.Title, c.UnitID, c.Topics, c.Areas = "+4760001111", "Leder", x.unit("Bibliotek"), []int64{x.kids}, []int64{x.north}
	})
	into := x.person("Kari H", func(c *contact.Contact) { c.Topics, c.Areas = []int64{x.rooms}, []int64{x.south} })
	x.person("Ola", substitute(from))
	x.exec(`update contact set import_key = 'e:kari@b.example' where id = $1`, from)
	before := x.everything()
	if err := x.s.Merge(t.Context(), x.staff, from, into); err != nil {
		t.Fatal(err)
	}
	if x.show(into).Phone == "" || x.everything() == before {
		t.Fatal("the merge changed nothing")
	}
	merges, err := x.s.Merges(t.Context(), x.staff, into)
	if err != nil || len(merges) != 1 {
		t.Fatalf("got %+v, %v", merges, err)
	}
	stranger := x.staff
	stranger.MunicipalityID++
	if _, err := x.s.Unmerge(t.Context(), stranger, merges[0].ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("a neighbour: got %v", err)
	}
	if back, err := x.s.Unmerge(t.Context(), x.staff, merges[0].ID); err != nil || back != from {
		t.Fatalf("got %d, %v", back, err)
	}
	equal(t, "after it was undone", x.everything(), before)
	equal(t, "found again", x.indexed(from), true)
	if _, err := x.s.Unmerge(t.Context(), x.staff, merges[0].ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("twice: got %v, want it gone", err)
	}
}

func TestUnmergeKeepsWhatWasChangedSince(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	from := x.person("Kari Hansen", func(c *contact.Contact) { c.Phone, c.Title = "+4760001111", "Leder" })
	into := x.person("Kari H")
	if err := x.s.Merge(t.Context(), x.staff, from, into); err != nil {
		t.Fatal(err)
	}
	x.exec(`update contact set title = 'Sjef' where id = $1`, into)
	merges, _ := x.s.Merges(t.Context(), x.staff, into)
	if _, err := x.s.Unmerge(t.Context(), x.staff, merges[0].ID); err != nil {
		t.Fatal(err)
	}
	c := x.show(into)
	equal(t, "title and phone", []string{c.Title, c.Phone}, []string{"Sjef", ""})
	if merges, _ := x.s.Merges(t.Context(), x.staff, into); len(merges) != 0 {
		t.Errorf("got %+v, want none left", merges)
	}
}

// Who may be the same person is told with what the two have in common, as soon as she is saved.
func TestAlike(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	first := x.person("Kari Hansen", func(c *contact.Contact) { c.Email, c.Phone = "kari@b.example", "+4760001111" })
	second := x.person("Kari Hansen", func(c *contact.Contact) { c.Email, c.Phone = "k.hansen@b.example", "+4760001111" })
	x.person("Per", func(c *contact.Contact) { c.Email = "kari@b.example" })
	alike, err := x.s.Alike(t.Context(), x.staff, second)
	if err != nil || len(alike) != 1 || alike[0].ID != first || !alike[0].SameName || !alike[0].SamePhone || alike[0].SameEmail {
		t.Errorf("got %+v, %v", alike, err)
	}
}
