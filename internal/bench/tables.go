// The tables that are filled.

package bench

import (
	"encoding/json"
	"strings"

	"frivilligsentral/internal/activity"
	"frivilligsentral/internal/registration/signupform"
	"frivilligsentral/internal/search"
)

// small are the tables with some thousands of rows, or that others refer to.
func (c *corpus) small() []copied {
	return []copied{
		{"municipality_host", "host, municipality_id", c.writeHosts},
		{"centre", "id, municipality_id, name, address, postal_code, phone, email", c.writeCentres},
		{"area", "id, municipality_id, slug, name, sort", c.writeAreas},
		{"code", "id, municipality_id, list, slug, name_nb, name_nn, name_en, pictogram, sort", c.writeCodes},
		{"venue", "id, municipality_id, name, kind, area_id, address, postal_code, accessibility", c.writeVenues},
		{"organisation", "id, municipality_id, name, kind, status, summary, email_public, confirmed_at", c.writeOrganisations},
	}
}

// large are those with a row or more for each activity.
func (c *corpus) large() []copied {
	return []copied{
		{"live_activity", "activity_id, municipality_id, category_id, area_id, next_at, next_occurrence_id, expires_at, lex", c.writeLive},
		{"activity", "id, municipality_id, organisation_id, kind, title, summary, description, category_id, age_min, age_max, price_ore, venue_id, area_id, " +
			"contact_name, contact_email, starts_at, duration_minutes, extra_dates, status, published_at, signup_mode", c.writeActivities},
		{"occurrence", "id, activity_id, municipality_id, key, starts_at, ends_at", c.writeOccurrences},
		{"live_occurrence", "occurrence_id, at, until, activity_id, municipality_id, slot, joining", c.writeLiveOccurrences},
		{"activity_target_group", "activity_id, code_id", c.writeTargetGroups},
		{"signup_form", "activity_id, municipality_id, settings, scope, capacity", c.writeSignupForms},
		{"signup_open", "occurrence_id, activity_id, municipality_id, joining", c.writeSignupOpen},
		{"search_document", "kind, id, municipality_id, title, lex", c.writeDocuments},
	}
}

func (c *corpus) writeHosts(w *rowWriter) {
	for _, t := range c.places {
		w.row(t.number+".localhost", t.municipality)
	}
}

func (c *corpus) writeCentres(w *rowWriter) {
	for _, t := range c.places {
		w.row(t.municipality, t.municipality, t.name+" frivilligsentral", "Storgata 1", "0001", "+4760000000", "post@bench.example")
	}
}

func (c *corpus) writeAreas(w *rowWriter) {
	for _, t := range c.places {
		for k := range int64(areasEach) {
			id := t.firstArea + k
			w.row(id, t.municipality, "omrade-"+string(rune('a'+k)), c.quarters[int(id)%len(c.quarters)].words, k)
		}
	}
}

func (c *corpus) writeCodes(w *rowWriter) {
	write := func(t crowded, first int64, list string, names []text) {
		for k, name := range names {
			// The three languages stand in one text; the first column has them all, so that search knows the same words.
			w.row(first+int64(k), t.municipality, list, list[:1]+"-"+string(rune('a'+k)), name.words, "", "", "", k)
		}
	}
	for _, t := range c.places {
		write(t, t.firstCode, "category", c.categories)
		write(t, t.firstCode+int64(categoryMany), "target_group", c.targetGroups)
	}
}

func (c *corpus) writeVenues(w *rowWriter) {
	for _, t := range c.places {
		for k := range int64(t.venues) {
			quarter, street, flags := c.venueName(t.firstVenue + k)
			w.row(t.firstVenue+k, t.municipality, c.quarters[quarter].words, "assembly_hall", t.firstArea+k%int64(areasEach), c.streets[street].words, "0001", flags)
		}
	}
}

func (c *corpus) orgWords(id int64) string {
	quarter, kind := c.orgName(id)
	return c.quarters[quarter].words + " " + c.kinds[kind].words
}

func (c *corpus) writeOrganisations(w *rowWriter) {
	for _, t := range c.places {
		for k := range int64(t.orgs) {
			id := t.firstOrg + k
			w.row(id, t.municipality, c.orgWords(id), "association", "approved", c.summaries[int(id)%len(c.summaries)].words, "post@bench.example", c.now)
		}
	}
}

func (c *corpus) writeActivities(w *rowWriter) {
	for i := range c.n {
		it := c.item(i, false)
		var extra []string
		for _, at := range it.starts[1:] {
			extra = append(extra, at.UTC().Format("2006-01-02T15:04:05Z"))
		}
		mode := activity.NoSignup
		if it.signsUp() {
			mode = activity.HereSignup
		}
		w.row(it.id, it.town.municipality, it.org, "activity", it.title, it.summary.words, it.description.words, it.town.firstCode+int64(it.category),
			it.ageMin, it.ageMax, it.price, it.venue, it.area, "Kari Nordmann", "post@bench.example", it.starts[0], it.minutes, extra, "published", c.now, string(mode))
	}
}

func (c *corpus) writeOccurrences(w *rowWriter) {
	for i := range c.n {
		it := c.item(i, false)
		for k, at := range it.starts {
			w.row(it.occurrence(k), it.id, it.town.municipality, at.UTC().Format("20060102T150405Z"), at, it.ends(k))
		}
	}
}

func (c *corpus) writeLiveOccurrences(w *rowWriter) {
	for i := range c.n {
		it := c.item(i, false)
		for k, at := range it.starts {
			w.row(it.occurrence(k), at, it.ends(k), it.id, it.town.municipality, it.slot(), int16(it.joining))
		}
	}
}

func (c *corpus) writeSignupForms(w *rowWriter) {
	form := signupform.NewForm()
	places := 20
	form.Capacity = &places
	settings, err := json.Marshal(form)
	if err != nil {
		panic(err) // a struct of ours
	}
	for i := range c.n {
		if it := c.item(i, false); it.signsUp() {
			w.row(it.id, it.town.municipality, string(settings), string(form.Scope), places)
		}
	}
}

func (c *corpus) writeSignupOpen(w *rowWriter) {
	for i := range c.n {
		it := c.item(i, false)
		for k := range it.starts {
			if it.signsUp() {
				w.row(it.occurrence(k), it.id, it.town.municipality, int16(it.joining))
			}
		}
	}
}

func (c *corpus) writeTargetGroups(w *rowWriter) {
	for i := range c.n {
		it := c.item(i, false)
		for _, g := range it.targetGroups {
			w.row(it.id, it.town.firstCode+int64(categoryMany+g))
		}
	}
}

func (c *corpus) writeLive(w *rowWriter) {
	for i := range c.n {
		it := c.item(i, true)
		w.row(it.id, it.town.municipality, it.town.firstCode+int64(it.category), it.area, it.starts[0], it.occurrence(0), it.ends(0), vector(it.lexemes))
	}
}

func (c *corpus) writeDocuments(w *rowWriter) {
	for _, t := range c.places {
		for k := range int64(t.orgs) {
			id := t.firstOrg + k
			doc := search.Doc{Title: c.orgWords(id), Texts: []string{c.summaries[int(id)%len(c.summaries)].words}}
			w.row("organisation", id, t.municipality, doc.Title, vector(search.In(t.municipality, append(search.Lexemes(doc), "~what-organisation"))))
		}
	}
}

// vector writes lexemes as a tsvector; they hold neither quotes nor backslashes.
func vector(lexemes []string) string { return "'" + strings.Join(lexemes, "' '") + "'" }
