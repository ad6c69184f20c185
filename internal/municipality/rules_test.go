package municipality

import (
	"frivilligsentral/internal/opening"
	"strings"
	"testing"

	"frivilligsentral/internal/fault"
	"frivilligsentral/internal/i18n"
)

type rule struct {
	name  string
	err   error
	field string // "" when it is right
}

func tryAll(t *testing.T, rules []rule) {
	t.Helper()
	for _, r := range rules {
		fields := fault.FieldsOf(r.err)
		if r.field == "" && len(fields) > 0 {
			t.Errorf("%s: got %v, want no error", r.name, fields)
		}
		if r.field != "" && !fields.Has(r.field) {
			t.Errorf("%s: got %v, want an error on %s", r.name, fields, r.field)
		}
	}
}

func long(n int) string { return strings.Repeat("ø", n) }

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"Språk og kultur": "sprak-og-kultur", "  Nordbyen!": "nordbyen", "Čáhcesuolu": "cahcesuolu", "Lag 10": "lag-10", "–": "", "a": "a", "z": "z", "0-9": "0-9",
		strings.Repeat("a", 60): strings.Repeat("a", 60), strings.Repeat("a", 61): strings.Repeat("a", 60), "a" + strings.Repeat("/", 3) + "b": "a-b",
		"{`:": "",
	} {
		if got := Slug(in); got != want {
			t.Errorf("Slug(%q): got %q, want %q", in, got, want)
		}
	}
}

func TestAreaRules(t *testing.T) {
	id, other := int64(7), int64(8)
	area := func(edit func(*Area)) error {
		a := Area{ID: id, Name: "Nordbyen", Slug: "nordbyen", Kind: "bydel"}
		edit(&a)
		return a.Check()
	}
	tryAll(t, []rule{
		{"good", area(func(*Area) {}), ""},
		{"no name", area(func(a *Area) { a.Name = " " }), "navn"},
		{"longest name", area(func(a *Area) { a.Name = long(80) }), ""},
		{"name too long", area(func(a *Area) { a.Name = long(81) }), "navn"},
		{"slug with a space", area(func(a *Area) { a.Slug = "nord byen" }), "adresse"},
		{"unknown kind", area(func(a *Area) { a.Kind = "fylke" }), "type"},
		{"last kind", area(func(a *Area) { a.Kind = "tettsted" }), ""},
		{"under another", area(func(a *Area) { a.ParentID = &other }), ""},
		{"under itself", area(func(a *Area) { a.ParentID = &id }), "over"},
	})
}

func TestCodeRules(t *testing.T) {
	code := func(edit func(*Code)) error {
		c := Code{List: Topics, NameNB: "Lokaler", Slug: "lokaler"}
		edit(&c)
		return c.Check()
	}
	ages := func(from, to int) error { return code(func(c *Code) { c.AgeMin, c.AgeMax = &from, &to }) }
	from := func(n int) error { return code(func(c *Code) { c.AgeMin = &n }) }
	to := func(n int) error { return code(func(c *Code) { c.AgeMax = &n }) }
	tryAll(t, []rule{
		{"topic", code(func(*Code) {}), ""},
		{"category", code(func(c *Code) { c.List = Categories }), ""},
		{"target group", code(func(c *Code) { c.List = TargetGroups }), ""},
		{"unknown list", code(func(c *Code) { c.List = "colour" }), "liste"},
		{"no name", code(func(c *Code) { c.NameNB = "" }), "navn"},
		{"longest names", code(func(c *Code) { c.NameNB, c.NameNN, c.NameEN = long(80), long(80), long(80) }), ""},
		{"nynorsk too long", code(func(c *Code) { c.NameNN = long(81) }), "navn_nn"},
		{"English too long", code(func(c *Code) { c.NameEN = long(81) }), "navn_en"},
		{"slug in capitals", code(func(c *Code) { c.Slug = "Lokaler" }), "adresse"},
		{"youngest to oldest", ages(0, 120), ""},
		{"one age", ages(7, 7), ""},
		{"backwards", ages(8, 7), "alder_til"},
		{"lowest too low", from(-1), "alder_fra"},
		{"lowest too high", from(121), "alder_fra"},
		{"highest alone", to(120), ""},
		{"lowest alone", from(0), ""}, {"lowest at its highest", from(120), ""}, {"highest at its lowest", to(0), ""},
		{"highest too low", to(-1), "alder_til"},
		{"highest too high", to(121), "alder_til"},
	})
}

func TestSettingsRules(t *testing.T) {
	settings := func(edit func(*Municipality)) error {
		m := Municipality{DefaultLang: i18n.NB, Theme: "kommune", SignupHoldMinutes: 30, SignupOfferHours: 24, GuardianAge: 15, SignupUnprovedPercent: 50, ContactPublicDays: 30}
		edit(&m)
		return m.Check()
	}
	hold := func(n int) error { return settings(func(m *Municipality) { m.SignupHoldMinutes = n }) }
	offer := func(n int) error { return settings(func(m *Municipality) { m.SignupOfferHours = n }) }
	guardian := func(n int) error { return settings(func(m *Municipality) { m.GuardianAge = n }) }
	share := func(n int) error { return settings(func(m *Municipality) { m.SignupUnprovedPercent = n }) }
	days := func(n int) error { return settings(func(m *Municipality) { m.ContactPublicDays = n }) }
	tryAll(t, []rule{
		{"gone at once", days(0), ""}, {"less than none", days(-1), "kontaktdager"}, {"a year", days(365), ""}, {"more than a year", days(366), "kontaktdager"},
		{"smallest share", share(1), ""}, {"no share", share(0), "ubekreftet"}, {"all", share(100), ""}, {"more than all", share(101), "ubekreftet"},
		{"good", settings(func(*Municipality) {}), ""},
		{"nynorsk", settings(func(m *Municipality) { m.DefaultLang = i18n.NN }), ""},
		{"English", settings(func(m *Municipality) { m.DefaultLang = i18n.EN }), ""},
		{"Danish", settings(func(m *Municipality) { m.DefaultLang = "da" }), "sprak"},
		{"other colours", settings(func(m *Municipality) { m.Theme = "kommune2" }), ""},
		{"unknown colours", settings(func(m *Municipality) { m.Theme = "rosa" }), "farger"},
		{"longest controller", settings(func(m *Municipality) { m.Controller = strings.Repeat("a", 200) }), ""},
		{"controller too long", settings(func(m *Municipality) { m.Controller = strings.Repeat("a", 201) }), "ansvarlig"},
		{"statement", settings(func(m *Municipality) { m.AccessibilityURL = "https://uustatus.example/1" }), ""},
		{"statement without https", settings(func(m *Municipality) { m.AccessibilityURL = "http://uustatus.example/1" }), "erklaering"},
		{"shortest hold", hold(5), ""}, {"hold too short", hold(4), "holdes"}, {"longest hold", hold(1440), ""}, {"hold too long", hold(1441), "holdes"},
		{"shortest offer", offer(1), ""}, {"offer too short", offer(0), "svarfrist"}, {"longest offer", offer(336), ""}, {"offer too long", offer(337), "svarfrist"},
		{"no guardian", guardian(0), ""}, {"below none", guardian(-1), "foresattalder"}, {"of age", guardian(18), ""}, {"past of age", guardian(19), "foresattalder"},
	})
}

func TestCentreRules(t *testing.T) {
	centre := func(edit func(*Centre)) error {
		c := Centre{Name: "Nord Frivilligsentral"}
		edit(&c)
		return c.Check()
	}
	hours := func(from, to string) error {
		return centre(func(c *Centre) { c.Opening.Week[6] = []opening.Interval{{From: from, To: to}} })
	}
	orgnr := func(s string) error { return centre(func(c *Centre) { c.OrgNr = &s }) }
	tryAll(t, []rule{
		{"good", centre(func(*Centre) {}), ""},
		{"no name", centre(func(c *Centre) { c.Name = "" }), "navn"},
		{"name without the word", centre(func(c *Centre) { c.Name = "Nærmiljøhuset" }), "navn"},
		{"right number", orgnr("974760673"), ""},
		{"wrong number", orgnr("974760674"), "orgnr"},
		{"postal code", centre(func(c *Centre) { c.PostalCode = "0301" }), ""},
		{"short postal code", centre(func(c *Centre) { c.PostalCode = "301" }), "postnummer"},
		{"open", hours("09:00", "24:00"), ""}, {"backwards", hours("15:00", "09:00"), "apent_7"}, {"not a time", hours("9", "9:30"), "apent_7"},
	})
}

func TestNames(t *testing.T) {
	full, bare := Code{NameNB: "Lokaler", NameNN: "Lokale", NameEN: "Rooms"}, Code{NameNB: "Lokaler"}
	for l, want := range map[i18n.Lang]string{i18n.NB: "Lokaler", i18n.NN: "Lokale", i18n.EN: "Rooms"} {
		if got := full.Name(l); got != want {
			t.Errorf("code in %s: got %q, want %q", l, got, want)
		}
		if got := bare.Name(l); got != "Lokaler" {
			t.Errorf("code without translation in %s: got %q", l, got)
		}
	}
	icnpo := ICNPO{NameNB: "Idrett", NameNN: "Idrott"}
	for l, want := range map[i18n.Lang]string{i18n.NB: "Idrett", i18n.NN: "Idrott", i18n.EN: "Idrett"} {
		if got := icnpo.Name(l); got != want {
			t.Errorf("class in %s: got %q, want %q", l, got, want)
		}
	}
	if got := (ICNPO{NameNB: "Idrett"}).Name(i18n.NN); got != "Idrett" {
		t.Errorf("class without nynorsk: got %q", got)
	}
}
