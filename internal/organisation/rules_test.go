package organisation_test

import (
	"strings"
	"testing"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orgtest"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	good := organisation.Organisation{Name: "Solvik strikkelag", Kind: organisation.Association, Lang: "nb", PostalCode: "0150", ICNPO: []string{"1100", "4100"}}
	number := func(n int) *int { return &n }
	for _, c := range []struct {
		name  string
		edit  func(*organisation.Draft)
		field string // "" when it is right
	}{
		{"good", func(*organisation.Draft) {}, ""},
		{"no name", func(d *organisation.Draft) { d.Name = "  " }, "navn"},
		{"long name", func(d *organisation.Draft) { d.Name = strings.Repeat("å", 201) }, "navn"},
		{"a long name of two-byte letters", func(d *organisation.Draft) { d.Name = strings.Repeat("å", 200) }, ""},
		{"unknown kind", func(d *organisation.Draft) { d.Kind = "club" }, "type"},
		{"unknown postal code", func(d *organisation.Draft) { d.PostalCode = "0000" }, "postnummer"},
		{"somebody's home", func(d *organisation.Draft) { d.Address = "C / O Kari, Storgata 1" }, "adresse"},
		{"four purposes", func(d *organisation.Draft) { d.ICNPO = []string{"1100", "1200", "4100", "4200"} }, "icnpo1"},
		{"the same purpose twice", func(d *organisation.Draft) { d.ICNPO = []string{"1100", "1100"} }, "icnpo1"},
		{"a group of purposes", func(d *organisation.Draft) { d.ICNPO = []string{"1"} }, "icnpo1"},
		{"more young members than members", func(d *organisation.Draft) { d.Members, d.MembersUnder20 = number(5), number(6) }, "medlemmer_under_20"},
		{"founded next year", func(d *organisation.Draft) { d.FoundedYear = number(2027) }, "stiftet"},
		{"own parent", func(d *organisation.Draft) { d.ID, d.ParentID = 7, 7 }, "overordnet"},
		{"contact without a way to reach", func(d *organisation.Draft) { d.Contacts = []organisation.Contact{{Name: "Kari", Role: "leader"}} }, "kontakt1_epost"},
		{"contact without name", func(d *organisation.Draft) {
			d.Contacts = []organisation.Contact{{Role: "leader", Phone: "+4722222222"}}
		}, "kontakt1_navn"},
		{"a group with one contact", func(d *organisation.Draft) {
			d.Kind, d.Contacts = organisation.Group, []organisation.Contact{{Name: "Kari", Role: "contact", Email: "k@x.no"}}
		}, "kontakt2_navn"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := organisation.Draft{Organisation: good}
			c.edit(&d)
			err := d.Check(orgtest.Now)
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
	for _, f := range organisation.Fields {
		for _, value := range []string{map[bool]string{true: "ja", false: "12"}[f.Get(&organisation.Organisation{}) == "nei"]} {
			var o organisation.Organisation
			f.Set(&o, value)
			if got := f.Get(&o); got != value {
				t.Errorf("%s: got %q, want %q", f.Key, got, value)
			}
		}
		if organisation.FieldLabel(f.Key) == f.Key {
			t.Errorf("%s has no label", f.Key)
		}
	}
}

func TestStale(t *testing.T) {
	t.Parallel()
	old, recent := orgtest.Now.AddDate(-1, 0, -1), orgtest.Now.AddDate(0, -11, 0)
	for _, c := range []struct {
		name string
		o    organisation.Organisation
		want bool
	}{
		{"never", organisation.Organisation{Status: organisation.Approved}, true},
		{"a year and a day ago", organisation.Organisation{Status: organisation.Approved, ConfirmedAt: &old}, true},
		{"eleven months ago", organisation.Organisation{Status: organisation.Approved, ConfirmedAt: &recent}, false},
		{"ended", organisation.Organisation{Status: organisation.Ended, ConfirmedAt: &old}, false},
	} {
		if got := c.o.Stale(orgtest.Now); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}
