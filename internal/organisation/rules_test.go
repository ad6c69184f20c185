package organisation_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/organisation"
	"frivilligsentral/internal/organisation/orgtest"

	"github.com/google/go-cmp/cmp"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	good := organisation.Organisation{Name: "Solvik strikkelag", Kind: organisation.Association, Lang: "nb", PostalCode: "0150", ICNPO: []string{"1100", "4100"}}
	number := func(n int) *int { return &n }
	text := func(n int) string { return strings.Repeat("å", n) }
	people := func(n int) []organisation.Contact {
		return slices.Repeat([]organisation.Contact{{Name: "Kari", Role: "leader", Email: "k@x.no"}}, n)
	}
	one := func(edit func(*organisation.Contact)) func(*organisation.Draft) {
		return func(d *organisation.Draft) { d.Contacts = people(1); edit(&d.Contacts[0]) }
	}
	for _, c := range []struct {
		name string
		edit func(*organisation.Draft)
		want []string // the fields that are wrong
	}{
		{"good", func(*organisation.Draft) {}, nil},
		{"no name", func(d *organisation.Draft) { d.Name = "  " }, []string{"navn"}},
		{"long name", func(d *organisation.Draft) { d.Name = text(200) }, nil},
		{"too long name", func(d *organisation.Draft) { d.Name = text(201) }, []string{"navn"}},
		{"long summary", func(d *organisation.Draft) { d.Summary = text(300) }, nil},
		{"too long summary", func(d *organisation.Draft) { d.Summary = text(301) }, []string{"kort"}},
		{"long description", func(d *organisation.Draft) { d.Description = text(5000) }, nil},
		{"too long description", func(d *organisation.Draft) { d.Description = text(5001) }, []string{"om"}},
		{"a long way to join", func(d *organisation.Draft) { d.HowToJoin = text(1000) }, nil},
		{"too long a way to join", func(d *organisation.Draft) { d.HowToJoin = text(1001) }, []string{"bli_med"}},
		{"long address", func(d *organisation.Draft) { d.Address = text(200) }, nil},
		{"too long address", func(d *organisation.Draft) { d.Address = text(201) }, []string{"adresse"}},
		{"somebody's home", func(d *organisation.Draft) { d.Address = "C / O Kari, Storgata 1" }, []string{"adresse"}},
		{"unknown kind", func(d *organisation.Draft) { d.Kind = "club" }, []string{"type"}},
		{"unknown language", func(d *organisation.Draft) { d.Lang = "sv" }, []string{"sprak"}},
		{"unknown postal code", func(d *organisation.Draft) { d.PostalCode = "0000" }, []string{"postnummer"}},
		{"no postal code", func(d *organisation.Draft) { d.PostalCode = "" }, nil},
		{"three purposes", func(d *organisation.Draft) { d.ICNPO = []string{"1100", "1200", "4100"} }, nil},
		{"four purposes", func(d *organisation.Draft) { d.ICNPO = []string{"1100", "1200", "4100", "4200"} }, []string{"icnpo1"}},
		{"the same purpose twice", func(d *organisation.Draft) { d.ICNPO = []string{"1100", "1100"} }, []string{"icnpo1"}},
		{"a group of purposes", func(d *organisation.Draft) { d.ICNPO = []string{"1"} }, []string{"icnpo1"}},
		{"no members", func(d *organisation.Draft) { d.Members, d.MembersUnder20 = number(0), number(0) }, nil},
		{"fewer members than none", func(d *organisation.Draft) { d.Members = number(-1) }, []string{"medlemmer"}},
		{"a million members", func(d *organisation.Draft) { d.Members, d.MembersUnder20 = number(1_000_000), number(1_000_000) }, nil},
		{"more than a million", func(d *organisation.Draft) { d.Members = number(1_000_001) }, []string{"medlemmer"}},
		{"more than a million young", func(d *organisation.Draft) { d.MembersUnder20 = number(1_000_001) }, []string{"medlemmer_under_20"}},
		{"all members young", func(d *organisation.Draft) { d.Members, d.MembersUnder20 = number(5), number(5) }, nil},
		{"more young members than members", func(d *organisation.Draft) { d.Members, d.MembersUnder20 = number(5), number(6) }, []string{"medlemmer_under_20"}},
		{"founded this year", func(d *organisation.Draft) { d.FoundedYear = number(2026) }, nil},
		{"founded next year", func(d *organisation.Draft) { d.FoundedYear = number(2027) }, []string{"stiftet"}},
		{"founded long ago", func(d *organisation.Draft) { d.FoundedYear = number(1700) }, nil},
		{"founded too long ago", func(d *organisation.Draft) { d.FoundedYear = number(1699) }, []string{"stiftet"}},
		{"another's child", func(d *organisation.Draft) { d.ID, d.ParentID = 7, 6 }, nil},
		{"own parent", func(d *organisation.Draft) { d.ID, d.ParentID = 7, 7 }, []string{"overordnet"}},
		{"contact by phone", one(func(c *organisation.Contact) { c.Email, c.Phone = "", "+4722222222" }), nil},
		{"contact without a way to reach", one(func(c *organisation.Contact) { c.Email = "" }), []string{"kontakt1_epost"}},
		{"contact of the register", one(func(c *organisation.Contact) { c.Email, c.Source = "", organisation.FromBrreg }), nil},
		{"contact without name", one(func(c *organisation.Contact) { c.Name = "" }), []string{"kontakt1_navn"}},
		{"contact with a long name", one(func(c *organisation.Contact) { c.Name = text(120) }), nil},
		{"contact with a too long name", one(func(c *organisation.Contact) { c.Name = text(121) }), []string{"kontakt1_navn"}},
		{"contact of no role", one(func(c *organisation.Contact) { c.Role = "king" }), []string{"kontakt1_rolle"}},
		{"many contacts", func(d *organisation.Draft) { d.Contacts = people(10) }, nil},
		{"too many contacts", func(d *organisation.Draft) { d.Contacts = people(21) }, []string{"kontakt1_navn"}},
		{"a group with one contact", func(d *organisation.Draft) { d.Kind, d.Contacts = organisation.Group, people(1) }, []string{"kontakt2_navn"}},
		{"a group with two", func(d *organisation.Draft) { d.Kind, d.Contacts = organisation.Group, people(2) }, nil},
		{"a group with a number", func(d *organisation.Draft) { d.Kind, d.OrgNr = organisation.Group, "974760673" }, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := organisation.Draft{Organisation: good}
			c.edit(&d)
			var got []string
			for _, f := range fault.FieldsOf(d.Check(orgtest.Now)) {
				got = append(got, f.Name)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("wrong fields (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFieldsRoundTrip(t *testing.T) {
	t.Parallel()
	for _, f := range organisation.Fields {
		value := "12"
		if f.Get(&organisation.Organisation{}) == "nei" {
			value = "ja"
		}
		var o organisation.Organisation
		f.Set(&o, value)
		if got := f.Get(&o); got != value {
			t.Errorf("%s: got %q, want %q", f.Key, got, value)
		}
		for _, other := range organisation.Fields {
			if other.Key != f.Key && other.Get(&o) != other.Get(&organisation.Organisation{}) {
				t.Errorf("%s sets %s too", f.Key, other.Key)
			}
		}
	}
}

// Neither what a field is called nor what stands in it is shown by the key that it is stored by.
func TestNoKeyOfAFieldIsShown(t *testing.T) {
	t.Parallel()
	keys := []string{"areas", "target_groups", "orgnr", "something_new"}
	for _, f := range organisation.Fields {
		keys = append(keys, f.Key)
	}
	for _, key := range keys {
		if label := organisation.FieldLabel(key); label == "" || label == key || strings.Contains(label, "_") {
			t.Errorf("%s is called %q", key, label)
		}
	}
	for key, stored := range map[string][]string{
		"kind": {"association", "foundation", "group", "social_entrepreneur", "municipal_unit", "umbrella"}, "lang": {"nb", "nn"},
		"brreg_status": {"active", "bankrupt", "dissolving", "deleted"}, "grasrot": {"ja", "nei"}, "in_voluntary_register": {"ja", "nei"},
	} {
		for _, value := range stored {
			if got := organisation.FieldWords(i18n.NB, key, value); got == "" || got == value {
				t.Errorf("%s: %q is shown as it is stored", key, value)
			}
		}
	}
	if got := organisation.FieldWords(i18n.NB, "name", "ja"); got != "ja" {
		t.Errorf("a name is changed to %q", got)
	}
}

func TestStale(t *testing.T) {
	t.Parallel()
	recent := orgtest.Now.AddDate(-1, 0, 0)
	old := recent.Add(-time.Second)
	for _, c := range []struct {
		name string
		o    organisation.Organisation
		want bool
	}{
		{"never", organisation.Organisation{Status: organisation.Approved}, true},
		{"more than a year ago", organisation.Organisation{Status: organisation.Approved, ConfirmedAt: &old}, true},
		{"a year ago", organisation.Organisation{Status: organisation.Approved, ConfirmedAt: &recent}, false},
		{"ended", organisation.Organisation{Status: organisation.Ended, ConfirmedAt: &old}, false},
	} {
		if got := c.o.Stale(orgtest.Now); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}
