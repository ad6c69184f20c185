package activityeditor_test

import (
	"fmt"
	"slices"
	"testing"

	"frivilligsentral/internal/activity"

	"github.com/PuerkitoBio/goquery"
)

// The form has every field of an activity, in the order that errors are listed in.
func TestFormHasEveryFieldInOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var names []string
	w.Group.Get("/lag/aktiviteter/ny").Want(200).Find("main form [name]").Each(func(_ int, s *goquery.Selection) {
		name, _ := s.Attr("name")
		if _, known := activity.FieldOf(name); known && !slices.Contains(names, name) {
			names = append(names, name)
		}
	})
	for _, f := range activity.Fields {
		if !slices.ContainsFunc(names, func(n string) bool { owner, _ := activity.FieldOf(n); return owner.Name == f.Name }) {
			t.Errorf("the form does not ask for %s", f.Name)
		}
	}
	for i := 1; i < len(names); i++ {
		a, _ := activity.FieldOf(names[i-1])
		b, _ := activity.FieldOf(names[i])
		if a.Name != b.Name && activity.FormOrder(names[i-1]) > activity.FormOrder(names[i]) {
			t.Errorf("%s stands before %s in the form, and after it in the list of fields", names[i-1], names[i])
		}
	}
}

// Whatever somebody else has changed stands on the page that shows both versions.
func TestConflictShowsEveryField(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other, area := w.Site.Organisation("Danselaget"), w.area(t) // before the first page: sites are kept for a moment
	change := w.form("lagre", "versjon", "1")
	for _, f := range activity.Fields {
		if f.List != "" {
			change.Set(f.Name, fmt.Sprint(w.Code(string(f.List), f.Name, "Ny")))
		}
	}
	path := w.create(t, "lagre")
	w.Group.Post(path, w.form("lagre", "versjon", "1")).Want(303)
	for name, text := range map[string]string{
		"tittel": "Dansekveld", "type": "course", "kort": "Dans.", "beskrivelse": "Kom som du er.", "sprak": "nn", "fra": "19:00", "til": "21:00", "sted": "",
		"moteplass": "Salen", "omrade": fmt.Sprint(area), "nettadresse": "https://nett.example", "alder_fra": "10", "alder_til": "20",
		"tilbud": "commercial", "pristype": "koster", "pris": "50", "pris_merknad": "kaffe", "ta_med": "Sko", "pamelding": "link", "pamelding_url": "https://meld.example",
		"kontakt_navn": "Kari", "kontakt_telefon": "90000000", "kontakt_epost": "kari@dans.example", "holdes_pa": "en", "medarrangor": fmt.Sprint(other), "vis_datoer": "ja",
	} {
		change.Set(name, text)
	}
	page := w.Group.Post(path, change).Want(409)
	lines := map[string]string{}
	page.Find("#forskjeller tbody tr").Each(func(_ int, s *goquery.Selection) { lines[s.Find("th").Text()] = s.Find("td").Last().Text() })
	for _, f := range activity.Fields {
		if words := lines[f.Label]; words == "" || words == "(tomt)" {
			if f.Name != "sted" || words == "" {
				t.Errorf("%s: what was typed reads %q", f.Label, words)
			}
		}
	}
}

func (w *world) area(t *testing.T) int64 {
	t.Helper()
	return w.Int(`insert into area (municipality_id, slug, name) values ($1, 'nes', 'Nes') returning id`, w.MunicipalityID)
}
