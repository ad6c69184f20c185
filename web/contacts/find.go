// Whom in the kommune a resident asks about what.

package contacts

import (
	"net/http"
	"slices"
	"strings"

	"frivilligsentral/internal/codelist"
	"frivilligsentral/internal/contact"
	"frivilligsentral/internal/i18n"
	"frivilligsentral/internal/municipality"
	"frivilligsentral/web/filter"
	"frivilligsentral/web/form"
	"frivilligsentral/web/page"
	"frivilligsentral/web/ui"
	"frivilligsentral/web/ui/drawing"
)

type findView struct {
	Topics []ui.TileArgs

	Topic    *municipality.Code // chosen, or nil
	AreaName string             // chosen, or ""
	Areas    []ui.ChipArgs      // to choose among; none when where one lives does not matter
	Cards    []card

	Words      string
	Directory  []row
	Prev, Next string
	Centre     municipality.Centre
}

// card is one person as residents see her.
type card struct {
	TellURL                                             string // where one tells that something about her is wrong
	Name, Role, Unit, Areas, Phone, Email, Hours, Place string
	Substitute, SubstitutePhone, SubstituteEmail        string
}

// row is one person in the table of all.
type row struct {
	ID                                      int64
	Name, Title, Unit, Topics, Phone, Email string
}

// Find is /kommunen: choose what it is about, and where, and see whom to ask.
func (h *Handler) Find(w http.ResponseWriter, r *http.Request) error {
	e, q := page.From(r), form.Query(r)
	v := findView{Words: q.Words(filter.SearchField), Centre: e.Site.Centre()}
	if err := h.findTopic(r, e, q, &v); err != nil {
		return err
	}
	if v.Topic == nil {
		if err := h.directory(r, e, q, &v); err != nil {
			return err
		}
	}
	p := e.Page(r, e.T("Hvem kan hjelpe deg i kommunen?"))
	p.Active = "kommunen"
	p.Description = e.T("Finn den som svarer i %s: navn, telefon og e-post for hvert tema og område.", e.Site.Name)
	if v.Topic != nil {
		p.Title = e.T("Hvem svarer om %s?", strings.ToLower(v.Topic.Name(e.Lang)))
	}
	return page.Render(w, r, findPage(p, v))
}

// findTopic fills in the tiles, or the answer when a topic has been chosen.
func (h *Handler) findTopic(r *http.Request, e *page.Env, q *form.Form, v *findView) error {
	topic, ok := e.Site.CodeBySlug(municipality.Topics, q.Raw("tema"))
	if !ok {
		counts, err := h.portal.Contacts.PublicTopicCounts(r.Context(), e.Site.ID)
		v.Topics = topicTiles(e, counts)
		return err
	}
	v.Topic = &topic
	areas, err := h.portal.Contacts.PublicAreasOf(r.Context(), e.Site.ID, topic.ID)
	if err != nil {
		return err
	}
	area, _ := e.Site.AreaBySlug(q.Raw("omrade"))
	v.AreaName = area.Name
	if len(areas) > 0 {
		v.Areas = areaChips(e, topic, area)
	}
	found, err := h.portal.Contacts.PublicFind(r.Context(), e.Site.ID, topic.ID, area.ID)
	for _, c := range found {
		v.Cards = append(v.Cards, newCard(e, c))
	}
	return err
}

// tints gives neighbours different soft colours.
var tints = []string{"", "kurs", "inkludering"}

func topicTiles(e *page.Env, counts map[int64]int) []ui.TileArgs {
	var out []ui.TileArgs
	for i, c := range e.Site.ActiveCodes(municipality.Topics) {
		t := ui.TileArgs{Label: c.Name(e.Lang), URL: e.URL("/kommunen?tema=" + c.Slug), Pictogram: c.Pictogram}
		if !slices.Contains(drawing.PictogramNames(), c.Pictogram) {
			t.Icon, t.Pictogram = "chat", tints[i%len(tints)]
			if slices.Contains(drawing.IconNames(), c.Pictogram) {
				t.Icon = c.Pictogram
			}
		}
		if n := counts[c.ID]; n > 0 {
			t.Text = e.Lang.N("Én person svarer", "%d personer svarer", n)
		}
		out = append(out, t)
	}
	return out
}

func areaChips(e *page.Env, topic municipality.Code, chosen municipality.Area) []ui.ChipArgs {
	base := "/kommunen?tema=" + topic.Slug
	out := []ui.ChipArgs{}
	for _, a := range e.Site.ActiveAreas() {
		out = append(out, ui.ChipArgs{Label: a.Name, URL: e.URL(base + "&omrade=" + a.Slug), Active: a.ID == chosen.ID})
	}
	return append(out, ui.ChipArgs{Label: e.T("Vet ikke"), URL: e.URL(base), Active: chosen.ID == 0})
}

func newCard(e *page.Env, c contact.Listed) card {
	out := card{
		TellURL: e.TellURL() + "&kontakt=" + ui.Itoa(c.ID),
		Name:    c.Name, Role: c.Title, Unit: c.UnitName, Areas: e.T("Hele kommunen"), Phone: i18n.Phone(c.Phone), Email: c.Email,
		Hours: c.OfficeHours, Place: codelist.Address(c.Address, c.PostalCode, e.Site.Name),
		Substitute: c.SubstituteName, SubstitutePhone: i18n.Phone(c.SubstitutePhone), SubstituteEmail: c.SubstituteEmail,
	}
	if len(c.Areas) > 0 {
		out.Areas = strings.Join(e.Site.AreaNames(c.Areas...), ", ")
	}
	return out
}

const directoryLength = 50

// directory fills in the table of everybody.
func (h *Handler) directory(r *http.Request, e *page.Env, q *form.Form, v *findView) error {
	found, err := h.portal.Contacts.PublicDirectory(r.Context(), e.Site.ID, contact.Filter{
		Words: v.Words, After: q.Raw("etter"), Before: q.Raw("for"), Limit: directoryLength,
	})
	if err != nil {
		return err
	}
	for _, c := range found.Rows {
		v.Directory = append(v.Directory, row{
			ID: c.ID, Name: c.Name, Title: c.Title, Unit: c.UnitName, Topics: strings.Join(e.Site.CodeNames(e.Lang, c.Topics...), ", "),
			Phone: i18n.Phone(c.Phone), Email: c.Email,
		})
	}
	v.Prev, v.Next = e.Beside("/kommunen#alle", page.Plus(nil, filter.SearchField, v.Words), found.Prev, found.Next)
	return nil
}
