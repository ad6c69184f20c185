// Areas, code lists, units, venues and centres, as rows.

package demo

import (
	"slices"
	"strings"
	"time"

	"frivilligsentral/internal/demo/town"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/internal/opening"
)

func (f *filler) addMunicipality(own []string) {
	theme := municipality.Themes[0]
	if f.m.DefaultLang == "nn" {
		theme = municipality.Themes[1] // so that the two are told apart at a glance
	}
	f.id = f.add(municipalities, f.m.Number, f.m.Place, f.m.DefaultLang, theme, f.m.Name, "personvernombud@"+f.m.Slug+".example")
	for i, host := range own {
		f.add(hosts, strings.ToLower(host), f.id, i == 0)
	}
	c := f.m.Centre
	hours := opening.Hours{ClosedOnHolidays: true}
	var remarks []string
	for _, o := range c.OpeningHours {
		day := slices.Index(town.Weekdays, o.Weekday)
		hours.Week[day] = append(hours.Week[day], opening.Interval{From: o.Open, To: o.Close})
		if o.Note != "" {
			remarks = append(remarks, o.Note+".")
		}
	}
	f.add(centres, f.id, c.Name, "municipal", f.numberOf(c.Organisation), c.Address, c.PostalCode, hours, strings.Join(remarks, " "), phone(c.Phone), c.Email,
		map[string]string{"nb": c.About.NB, "nn": c.About.NN, "en": c.About.EN})
}

func (f *filler) numberOf(slug string) *string {
	for _, o := range f.m.Organisations {
		if o.Slug == slug && o.Number != "" {
			return &o.Number
		}
	}
	return nil
}

func (f *filler) addCodes() {
	for i, c := range f.data.Categories {
		f.categories[c.Slug] = f.addCode("category", c.Slug, c.Name, c.Slug, 0, 0, i)
	}
	for i, t := range f.data.TargetGroups {
		f.targetGroups[t.Slug] = f.addCode("target_group", t.Slug, t.Name, "", t.AgeMin, t.AgeMax, i)
	}
	for i, k := range f.data.LocalKinds {
		f.localKinds[k.Slug] = f.addCode("local_kind", k.Slug, k.Name, "", 0, 0, i)
	}
	for i, t := range f.data.Topics {
		f.topics[t.Slug] = f.addCode("topic", t.Slug, t.Name, t.Icon, 0, 0, i)
	}
}

func (f *filler) addCode(list, slug string, name town.Text, pictogram string, from, to, sort int) int64 {
	min, max := some(from), some(to)
	if max != nil && min == nil {
		min = &from // 0 to 5 years
	}
	return f.add(codes, f.id, list, slug, name.NB, name.NN, name.EN, pictogram, min, max, sort+1)
}

func (f *filler) addPlaces() {
	for i, a := range f.m.Areas {
		f.areas[a.Slug] = f.add(areas, f.id, a.Slug, a.Name, a.Kind, ref(f.areas, a.Parent), i+1)
	}
	for i, u := range f.m.Units {
		f.units[u.Slug] = f.add(units, f.id, u.Name, ref(f.units, u.Parent), i+1)
	}
	for i, v := range f.m.Venues {
		made := f.ago(300-i, i)
		f.areaOf[v.Slug] = v.Area
		f.venues[v.Slug] = f.add(venues, f.id, v.Name, v.Type, ref(f.areas, v.Area), v.Address, v.PostalCode, v.Lat, v.Lon, v.Capacity,
			v.Accessibility, v.Description, ref(f.units, v.Owner), f.openingOf(v), made, made)
	}
}

// openingOf is when a venue is open, with the next Christmas and a day of planning soon as exceptions.
func (f *filler) openingOf(v town.Venue) opening.Hours {
	if v.Opening == nil {
		return opening.Hours{}
	}
	h, now := *v.Opening, f.now.In(i18n.Oslo)
	soon := now.AddDate(0, 0, 9).Format(time.DateOnly)
	year := now.Format("2006")
	h.Exceptions = []opening.Exception{
		{From: soon, To: soon, Open: []opening.Interval{{From: "12:00", To: "15:00"}}, Note: "Planleggingsdag"},
		{From: year + "-12-24", To: year + "-12-24", Note: "Julaften"},
		{From: year + "-12-31", To: year + "-12-31", Note: "Nyttårsaften"},
	}
	return h.Current(now)
}

// addSynonyms gives each word of a set the others, so each goes one way; a word may stand in several sets.
func (f *filler) addSynonyms() {
	var terms []string
	others := map[string][]string{}
	for _, s := range f.data.Synonyms {
		for _, word := range s.Words {
			if others[word] == nil {
				terms = append(terms, word)
			}
			for _, w := range s.Words {
				if w != word && !slices.Contains(others[word], w) {
					others[word] = append(others[word], w)
				}
			}
		}
	}
	for _, term := range terms {
		f.add(synonyms, f.id, term, others[term], true)
	}
}
