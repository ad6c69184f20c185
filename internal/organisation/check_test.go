package organisation

import (
	"strings"
	"testing"

	"frivilligsentral/internal/fault"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	good := Organisation{Name: "Solvik strikkelag", Kind: Association, Lang: "nb", PostalCode: "0150", ICNPO: []string{"1100", "4100"}}
	number := func(n int) *int { return &n }
	for _, c := range []struct {
		name  string
		edit  func(*Draft)
		field string // "" when it is right
	}{
		{"good", func(*Draft) {}, ""},
		{"no name", func(d *Draft) { d.Name = "  " }, "navn"},
		{"long name", func(d *Draft) { d.Name = strings.Repeat("å", 201) }, "navn"},
		{"a long name of two-byte letters", func(d *Draft) { d.Name = strings.Repeat("å", 200) }, ""},
		{"unknown kind", func(d *Draft) { d.Kind = "club" }, "type"},
		{"unknown postal code", func(d *Draft) { d.PostalCode = "0000" }, "postnummer"},
		{"somebody's home", func(d *Draft) { d.Address = "C / O Kari, Storgata 1" }, "adresse"},
		{"four purposes", func(d *Draft) { d.ICNPO = []string{"1100", "1200", "4100", "4200"} }, "icnpo1"},
		{"the same purpose twice", func(d *Draft) { d.ICNPO = []string{"1100", "1100"} }, "icnpo1"},
		{"a group of purposes", func(d *Draft) { d.ICNPO = []string{"1"} }, "icnpo1"},
		{"more young members than members", func(d *Draft) { d.Members, d.MembersUnder20 = number(5), number(6) }, "medlemmer_under_20"},
		{"founded next year", func(d *Draft) { d.FoundedYear = number(2027) }, "stiftet"},
		{"own parent", func(d *Draft) { d.ID, d.ParentID = 7, 7 }, "overordnet"},
		{"contact without a way to reach", func(d *Draft) { d.Contacts = []Contact{{Name: "Kari", Role: "leader"}} }, "kontakt1_epost"},
		{"contact without name", func(d *Draft) { d.Contacts = []Contact{{Role: "leader", Phone: "+4722222222"}} }, "kontakt1_navn"},
		{"a group with one contact", func(d *Draft) {
			d.Kind, d.Contacts = Group, []Contact{{Name: "Kari", Role: "contact", Email: "k@x.no"}}
		}, "kontakt2_navn"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Draft{Organisation: good}
			c.edit(&d)
			err := d.Check(now)
			if c.field == "" && err != nil {
				t.Errorf("got %v, want no error", err)
			}
			if c.field != "" && !fault.FieldsOf(err).Has(c.field) {
				t.Errorf("got %v, want an error on %s", err, c.field)
			}
		})
	}
}

func TestFieldsRoundTrip(t *testing.T) {
	t.Parallel()
	for _, f := range fields {
		for _, value := range []string{map[bool]string{true: "ja", false: "12"}[f.get(&Organisation{}) == "nei"]} {
			var o Organisation
			f.set(&o, value)
			if got := f.get(&o); got != value {
				t.Errorf("%s: got %q, want %q", f.key, got, value)
			}
		}
		if FieldLabel(f.key) == f.key {
			t.Errorf("%s has no label", f.key)
		}
	}
}

func TestStale(t *testing.T) {
	t.Parallel()
	old, recent := now.AddDate(-1, 0, -1), now.AddDate(0, -11, 0)
	for _, c := range []struct {
		name string
		o    Organisation
		want bool
	}{
		{"never", Organisation{Status: Approved}, true},
		{"a year and a day ago", Organisation{Status: Approved, ConfirmedAt: &old}, true},
		{"eleven months ago", Organisation{Status: Approved, ConfirmedAt: &recent}, false},
		{"ended", Organisation{Status: Ended, ConfirmedAt: &old}, false},
	} {
		if got := c.o.Stale(now); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}
