// Names of what a draft refers to, for the page that shows two versions.

package activityeditor

import (
	"net/http"

	"frivilligsentral/internal/activity"
	"frivilligsentral/web/activitycards"
	"frivilligsentral/web/page"
)

// names are what a draft refers to in the words of the page.
func (h *Handler) names(r *http.Request) activity.Names {
	e := page.From(r)
	return activity.Names{
		Lang: e.Lang, Now: e.Now,
		Codes:         func(ids []int64) []string { return e.Site.CodeNames(e.Lang, ids...) },
		Area:          func(id int64) string { return e.Site.AreaName(id) },
		Venue:         func(id int64) string { return h.venueName(r, id) },
		Organisations: func(ids []int64) []string { return h.organisationNames(r, ids) },
		Languages:     func(tags []string) string { return activitycards.LanguageNames(e.Lang, tags) },
	}
}

// conflictLines are the fields that differ between what somebody else has stored
// and what was typed, in words.
func (h *Handler) conflictLines(r *http.Request, theirs, mine activity.Draft) []conflictLine {
	e, names := page.From(r), h.names(r)
	told := func(f activity.Field, d activity.Draft) string {
		if s := f.Words(d, names); s != "" {
			return s
		}
		return e.T("(tomt)")
	}
	var lines []conflictLine
	for _, f := range activity.Changed(theirs, mine) {
		lines = append(lines, conflictLine{Label: e.T(f.Label), Theirs: told(f, theirs), Mine: told(f, mine)})
	}
	return lines
}

// venueName is "" when there is none, or when it cannot be read just now.
func (h *Handler) venueName(r *http.Request, id int64) string {
	if id == 0 {
		return ""
	}
	v, err := h.portal.Venues.PublicShow(r.Context(), page.From(r).Site.ID, id)
	if err != nil {
		return ""
	}
	return v.Name
}

func (h *Handler) organisationNames(r *http.Request, ids []int64) []string {
	all, err := h.portal.Organisations.PublicChoices(r.Context(), page.From(r).Site.ID)
	if err != nil {
		return nil
	}
	var names []string
	for _, o := range all {
		for _, id := range ids {
			if o.ID == id {
				names = append(names, o.Name)
			}
		}
	}
	return names
}
