package town

import (
	"io/fs"
	"slices"
	"testing"
	"unicode/utf8"
)

// What the files may say.
var (
	organisationKinds = []string{"association", "foundation", "group", "social_entrepreneur", "municipal_unit", "umbrella"}

	venueTypes = []string{"library", "gym_hall", "assembly_hall", "cafe_kitchen", "meeting_room", "music_room", "swimming_pool", "outdoor", "workshop", "other"}

	accessibilityFlags = []string{"step_free", "lift", "wheelchair", "accessible_toilet", "hearing_loop", "low_vision_marking",
		"disabled_parking", "sign_language", "quiet_room", "companion_free", "transport_possible"}
)

// slugs checks references: each noun has its set, and a reference that is not in it is an error.
type slugs map[string]map[string]bool

func (s slugs) add(t *testing.T, noun, slug string) {
	t.Helper()
	if s[noun] == nil {
		s[noun] = map[string]bool{}
	}
	if slug == "" || s[noun][slug] {
		t.Errorf("%s %q is empty or there twice", noun, slug)
	}
	s[noun][slug] = true
}

func (s slugs) has(t *testing.T, who, noun string, refs ...string) {
	t.Helper()
	for _, r := range refs {
		if r != "" && !s[noun][r] {
			t.Errorf("%s: no %s %q", who, noun, r)
		}
	}
}

func TestReferences(t *testing.T) {
	t.Parallel()
	d := load(t)
	for _, m := range d.Municipalities {
		s := slugs{}
		for _, x := range d.Categories {
			s.add(t, "category", x.Slug)
		}
		for _, x := range d.TargetGroups {
			s.add(t, "target group", x.Slug)
		}
		for _, x := range d.Topics {
			s.add(t, "topic", x.Slug)
		}
		collect(t, s, m)
		checkPlaces(t, s, m)
		checkPeople(t, s, m)
		checkOrganisations(t, s, m)
		checkActivities(t, s, m)
	}
}

func collect(t *testing.T, s slugs, m Municipality) {
	for _, x := range m.Areas {
		s.add(t, "area", x.Slug)
	}
	for _, x := range m.Venues {
		s.add(t, "venue", x.Slug)
	}
	for _, x := range m.Units {
		s.add(t, "unit", x.Slug)
		s.has(t, x.Slug, "unit", x.Parent)
	}
	for _, x := range m.Contacts {
		s.add(t, "contact", x.Slug)
	}
	for _, x := range m.Organisations {
		s.add(t, "organisation", x.Slug)
	}
}

func checkPlaces(t *testing.T, s slugs, m Municipality) {
	for _, a := range m.Areas {
		s.has(t, a.Slug, "area", a.Parent)
	}
	for _, v := range m.Venues {
		s.has(t, v.Slug, "area", v.Area)
		s.has(t, v.Slug, "unit", v.Owner)
		if !slices.Contains(venueTypes, v.Type) || v.Capacity == 0 || v.Lat == 0 || v.Lon == 0 {
			t.Errorf("%s: type %q, capacity %d or position is wrong", v.Slug, v.Type, v.Capacity)
		}
		for _, f := range v.Accessibility {
			if !slices.Contains(accessibilityFlags, f) {
				t.Errorf("%s: no flag %q", v.Slug, f)
			}
		}
	}
}

func checkPeople(t *testing.T, s slugs, m Municipality) {
	s.has(t, m.Name, "organisation", m.Centre.Organisation)
	for _, c := range m.Contacts {
		s.has(t, c.Slug, "unit", c.Unit)
		s.has(t, c.Slug, "topic", c.Topics...)
		s.has(t, c.Slug, "area", c.Areas...)
		s.has(t, c.Slug, "contact", c.Substitute)
		if c.Substitute == "" || c.Substitute == c.Slug || len(c.Topics) == 0 {
			t.Errorf("%s: needs a topic and somebody else as substitute", c.Slug)
		}
	}
	for _, g := range m.GroupLogins {
		s.has(t, g.Email, "organisation", g.Organisation)
	}
}

func checkOrganisations(t *testing.T, s slugs, m Municipality) {
	for _, o := range m.Organisations {
		s.has(t, o.Slug, "target group", o.TargetGroups...)
		s.has(t, o.Slug, "area", o.Areas...)
		s.has(t, o.Slug, "organisation", o.Parent, o.Umbrella)
		if !slices.Contains(organisationKinds, o.Kind) || len(o.ICNPO) < 1 || len(o.ICNPO) > 3 || len(o.Contacts) == 0 {
			t.Errorf("%s: kind %q, ICNPO %v or contacts are wrong", o.Slug, o.Kind, o.ICNPO)
		}
		if o.MembersUnder20 > o.Members {
			t.Errorf("%s: %d of %d members are under 20", o.Slug, o.MembersUnder20, o.Members)
		}
	}
}

func checkActivities(t *testing.T, s slugs, m Municipality) {
	approved := map[string]bool{}
	for _, o := range m.Organisations {
		approved[o.Slug] = o.Status == "approved"
	}
	for _, a := range m.Activities {
		s.add(t, "activity", a.Key)
		s.has(t, a.Key, "organisation", append(a.CoOrganisers, a.Organiser)...)
		s.has(t, a.Key, "category", a.Category)
		s.has(t, a.Key, "target group", a.TargetGroups...)
		s.has(t, a.Key, "area", a.Area)
		s.has(t, a.Key, "venue", a.Venue)
		for _, e := range a.Schedule.Exceptions {
			s.has(t, a.Key, "venue", e.NewVenue)
		}
		if places(a) != 1 || a.Area == "" || len(a.HeldIn) == 0 || len(a.TargetGroups) == 0 || a.Contact.Name == "" {
			t.Errorf("%s: place, area, language, target group or contact is missing", a.Key)
		}
		if a.Status == "published" && !approved[a.Organiser] {
			t.Errorf("%s is published, but %s is not approved", a.Key, a.Organiser)
		}
	}
}

func places(a Activity) (n int) {
	for _, p := range []string{a.Venue, a.MeetingPoint, a.OnlineURL} {
		if p != "" {
			n++
		}
	}
	return n
}

func TestImportFiles(t *testing.T) {
	t.Parallel()
	dir, err := ImportFiles()
	if err != nil {
		t.Fatal(err)
	}
	for name, isUTF8 := range map[string]bool{"contacts.csv": false, "organisations.csv": true, "activities.ics": true} {
		raw, err := fs.ReadFile(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		if got := utf8.Valid(raw); got != isUTF8 {
			t.Errorf("%s: UTF-8 is %v, want %v", name, got, isUTF8)
		}
	}
}
